"""The law as the system applies it, and what the centre settles: parameters, calendar, numbers."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.functional import cached_property

from cases.models import CalendarYearRow, Case, Deadline
from cases.operations import confirm_parameter, enter_calendar_year, set_series
from cases.operations.numbering import SUGGESTED
from cases.permissions import can_confirm_parameters
from cases.queries import centre_of_leads, current_calendar
from cases.views.acts import NOT_PERMITTED, ActView, refused
from centre import queries
from centre.forms import CalendarYearForm, ParameterForm, SeriesForm
from documents.font_files import passed_over
from documents.layout.coverage import RARE_NAMES, report
from documents.layout.fonts import FontsMissing
from documents.registry import fonts
from law.areas import Profile, parameters
from law.calendar import missing_year_warning
from law.print_law import rows as law_rows
from law.statutes import article, statutes

MOVED_SHOWN = 50
RECOMPUTED = "节假日安排更新，重新计算"


@login_required
def law(request):
    """Show every provision with its wording and periods, and the values of the area."""
    layers = Profile().layers
    found = law_rows()
    words = request.GET.get("q", "").strip()[:40]
    if words:
        found = [r for r in found if words in f"{r.id}{r.title}{r.basis}{r.quote}{r.effect}"]
    groups: dict[str, list] = {}
    for row in found:
        groups.setdefault(row.id.split("-")[0], []).append(row)
    return render(
        request,
        "centre/law.html",
        {
            "groups": [(key, GROUPS.get(key, key), rows) for key, rows in groups.items()],
            "count": len(found),
            "layers": layers,
            "words": words,
            "parameters": queries.parameter_rows(centre_of_leads(), on=timezone.localdate()),
            "statutes": statutes().values(),
        },
    )


GROUPS = {
    "TIME": "期间的计算",
    "MED": "调解",
    "REV": "仲裁审查",
    "JC": "司法确认",
    "PAYO": "支付令",
    "ARB": "仲裁",
    "SUM": "简易处理",
    "COL": "集体争议",
    "WAGE": "工资",
    "LIAB": "清偿责任",
    "DEP": "保证金与专户",
    "FUND": "周转金",
    "CRIM": "刑事移送",
    "ADM": "劳动监察",
    "LIST": "失信名单",
    "PROC": "保全与执行",
    "AID": "法律援助",
    "SEED": "督办与地方时限",
    "DATA": "个人信息",
    "ES": "电子送达",
}


class Settling(LoginRequiredMixin):
    """Open to the director and the administrator of an installation that has a centre."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            if not can_confirm_parameters(request.user):
                return refused(request, NOT_PERMITTED)
            if self.centre is None:
                return refused(request, "还没有登记中心，请先在“机构”中登记快速解决中心。")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def centre(self):
        return centre_of_leads()


class SettlingAct(Settling, ActView):
    """One act of the centre on its own settings, on one page."""

    case = None
    back: str

    def act(self, form):
        return self.operation(by=self.request.user, on=timezone.localdate(), **self.arguments(form))

    def get_success_url(self):
        return resolve_url(self.back)


@login_required
def parameter_list(request):
    if not can_confirm_parameters(request.user):
        return refused(request, NOT_PERMITTED)
    rows = queries.parameter_rows(centre_of_leads(), on=timezone.localdate())
    waiting = [row for row in rows if not row.confirmed]
    return render(request, "centre/parameters.html", {"rows": rows, "waiting": waiting})


class ConfirmParameter(SettlingAct):
    template_name = "centre/parameter.html"
    form_class = ParameterForm
    operation = staticmethod(confirm_parameter)
    button = "核定"
    back = "parameters"

    @cached_property
    def parameter(self):
        try:
            return parameters()[self.kwargs["code"]]
        except KeyError as unknown:
            raise Http404 from unknown

    @property
    def title(self) -> str:
        return f"核定“{self.parameter.title}”"

    @property
    def requirements(self):
        return tuple((article(rule).title, rule) for rule in self.parameter.rules)

    @property
    def done(self) -> str:
        return f"“{self.parameter.title}”已核定，自生效之日起用于办案；以前的值保留。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"parameter": self.parameter}

    def get_initial(self):
        shipped = [v.source for v in self.parameter.values if v.value is not None]
        return {"effective_from": timezone.localdate(), "source": shipped[-1] if shipped else ""}

    def arguments(self, form) -> dict:
        return form.cleaned_data | {"centre": self.centre, "code": self.parameter.code}

    def get_context_data(self, **kwargs):
        row = next(
            row
            for row in queries.parameter_rows(self.centre, on=timezone.localdate())
            if row.parameter.code == self.parameter.code
        )
        earlier = [
            (entry, queries.in_words(self.parameter, self.parameter.parse(entry.value)))
            for entry in queries.confirmations(self.centre, self.parameter.code)
        ]
        return super().get_context_data(**{"row": row, "earlier": earlier} | kwargs)


@login_required
def font_report(request):
    """Show which file draws each kind of type on papers, and which names it cannot print."""
    if not can_confirm_parameters(request.user):
        return refused(request, NOT_PERMITTED)
    try:
        found, fault = report(fonts()), ""
    except FontsMissing as missing:
        found, fault = None, str(missing)
    return render(
        request,
        "centre/fonts.html",
        {
            "report": found,
            "fault": fault,
            "passed_over": passed_over(),
            "rare_count": len(RARE_NAMES),
        },
    )


@login_required
def calendar(request):
    """Show the years that are known, and which deadlines the last entry moved."""
    today = timezone.localdate()
    entered = {row.year: row for row in CalendarYearRow.objects.select_related("entered_by")}
    known = current_calendar()
    return render(
        request,
        "centre/calendar.html",
        {
            "years": [
                (year, entered.get(number), sorted(year.rest_days), sorted(year.make_up_days))
                for number, year in sorted(known.years.items(), reverse=True)
            ],
            "warning": missing_year_warning(today, known),
            "provisional": Deadline.objects.filter(state="running", provisional=True).count(),
            "moved": _moved(request.user),
            "may_enter": can_confirm_parameters(request.user),
        },
    )


def _moved(user) -> list:
    """Return the latest deadlines moved by a new calendar that the person may see."""
    rows = Deadline.history.filter(
        history_change_reason=RECOMPUTED, case__in=Case.objects.visible_to(user)
    )
    earlier = Deadline.history.filter(
        id=OuterRef("id"), history_id__lt=OuterRef("history_id")
    ).order_by("-history_id")
    rows = rows.annotate(before_on=Subquery(earlier.values("due_on")[:1]))
    latest = rows.select_related("case").order_by("-history_id")[:MOVED_SHOWN]
    return [row for row in latest if row.before_on and row.before_on != row.due_on]


class EnterCalendarYear(SettlingAct):
    form_class = CalendarYearForm
    operation = staticmethod(enter_calendar_year)
    title = "录入节假日安排"
    button = "录入"
    back = "calendar"
    requirements = (
        ("期限最后一日是休息日的，顺延到其后的第一个工作日；调休上班的周末是工作日。", "TIME-02"),
    )

    def get_initial(self):
        known = current_calendar().years
        return {"year": max(known) + 1 if known else timezone.localdate().year}

    def act(self, form):
        moved = super().act(form)
        year = form.cleaned_data["year"]
        self.done = f"{year}年节假日安排已录入，进行中的期限已重新计算，{len(moved)}个日期有变动。"
        return moved


@login_required
def series_list(request):
    if not can_confirm_parameters(request.user):
        return refused(request, NOT_PERMITTED)
    year = timezone.localdate().year
    rows = queries.series_rows(centre_of_leads(), year=year)
    return render(request, "centre/series.html", {"rows": rows, "year": year})


class SetSeries(SettlingAct):
    form_class = SeriesForm
    operation = staticmethod(set_series)
    button = "核定"
    back = "series"
    done = "编号格式已核定。已经编出的号不变，下一号起用新格式。"

    @cached_property
    def row(self):
        rows = queries.series_rows(self.centre, year=timezone.localdate().year)
        found = next((row for row in rows if row.code == self.kwargs["code"]), None)
        if found is None or found.holder is None:
            raise Http404
        return found

    @property
    def title(self) -> str:
        return f"核定“{SUGGESTED[self.row.code].title}”的格式"

    def get_initial(self):
        settled = self.row.series
        if settled:
            return {
                "title": settled.title,
                "pattern": settled.pattern,
                "opening": settled.opening,
            }
        return {"title": self.row.title, "pattern": self.row.suggested, "opening": 1}

    def arguments(self, form) -> dict:
        return form.cleaned_data | {"body": self.row.holder, "code": self.row.code}
