"""The court's side: 司法确认收件, one packet on one page, and the answers of the court."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from cases.views.acts import NOT_PERMITTED, refused
from confirmation import queries
from confirmation.choices import ApplicationState, Fetched
from confirmation.forms import court as forms
from confirmation.models import ClerkNote
from confirmation.operations import (
    add_note,
    court_accepts,
    court_returns,
    court_rules,
    docket_each,
    keep_court_paper,
    log_download,
)
from confirmation.operations.court import AnotherNumber
from confirmation.permissions import can_enter_court_answer, is_clerk_of_court
from confirmation.views.shown import packet_context, today_in_thirty
from confirmation.views.subjects import ApplicationAct, OfApplication, people_of
from documents.contracts.court import exchange
from staff.choices import Role

PAGE = 20


@login_required
def inbox(request):
    """Show what waits at the clerk's court, by the day it has to be dealt with."""
    user = request.user
    if not user.has_role(Role.COURT_CLERK):
        return refused(request, NOT_PERMITTED)
    tab = request.GET.get("tab", "")
    tab = tab if tab in queries.TABS else "new"
    counts = queries.of_court(user).aggregate(
        **{
            name: Count("pk", filter=Q(state__in=states))
            for name, (_, states) in queries.TABS.items()
        }
    )
    rows = queries.inbox(user, tab)
    if start := _key(request.GET.get("after", "")):
        rows = rows.filter(Q(sort_on__gt=start[0]) | Q(sort_on=start[0], pk__gt=start[1]))
    found = list(rows[: PAGE + 1])
    page = found[:PAGE]
    last = page[-1] if len(found) > PAGE else None
    return render(
        request,
        "confirmation/inbox.html",
        {
            "title": "司法确认收件",
            "today": timezone.localdate(),
            "rows": page,
            "tab": tab,
            "court": user.body,
            "counts": counts,
            "tabs": [
                {
                    "url": f"?tab={name}",
                    "label": label,
                    "count": counts[name],
                    "active": name == tab,
                }
                for name, (label, _) in queries.TABS.items()
            ],
            "after": f"{last.sort_on.isoformat()}.{last.pk}" if last else None,
            "empty_what": "这里没有司法确认材料。",
            "empty_how": "中心提交到本院的材料包按期限先后列在这里。",
        },
    )


def _key(text: str) -> tuple[date, int] | None:
    day, _, pk = text.partition(".")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


class PacketPage(OfApplication, TemplateView):
    """One packet on one page, for a clerk of the court it was sent to."""

    template_name = "confirmation/packet.html"
    permission = is_clerk_of_court

    def get_context_data(self, **kwargs):
        application = self.application
        workers, others = people_of(application)
        shown = packet_context(application, version=self.request.GET.get("version", ""))
        waiting = queries.siblings(application)
        return super().get_context_data(
            today=timezone.localdate(),
            workers=workers,
            others=others,
            thirty=today_in_thirty(application),
            waits=application.state == ApplicationState.SENT,
            rules=application.state == ApplicationState.ACCEPTED,
            answers=True,
            siblings=waiting.count() if application.batch_count > 1 else 0,
            notes=ClerkNote.objects.visible_to(self.request.user)
            .filter(application=application)
            .select_related("by"),
            **shown,
            **kwargs,
        )


class CourtAct(ApplicationAct):
    """An answer of the court: by its clerk, or entered by the centre with the court's paper."""

    template_name = "confirmation/court_act.html"
    permission = can_enter_court_answer
    paper = ""

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"outside": self.outside}

    def act(self, form):
        paper = form.cleaned_data.pop("paper", None)
        outcome = super().act(form)
        if paper:
            keep_court_paper(
                application=self.application,
                title=self.paper,
                content=paper,
                by=self.request.user,
                on=timezone.localdate(),
            )
        return outcome

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        packet = queries.last_packet(self.application)
        shown = super().get_context_data(packet=packet, today=today, **kwargs)
        if self.outside and not self.title.startswith("登记"):  # the court's act, not the centre's
            shown |= {"title": f"登记法院的答复：{self.title}", "act": f"登记{self.button}"}
        return shown


class Accept(CourtAct):
    operation = staticmethod(court_accepts)
    form_class = forms.DocketForm
    title = button = "立案"
    paper = "立案通知"
    done = "已立案，十五日和三十日的期限开始计算。"
    requirements = (
        ("收到申请后三日内决定是否受理；双方到场的，可以当即决定。", "JC-09"),
        ("自受理之日起十五日内作出决定，可以延长十日。", "JC-10"),
        ("自立案之日起三十日内审结。", "JC-11"),
    )


class AcceptBatch(CourtAct):
    """批量立案: the batches of one agreement, a number each; one that fails keeps none back."""

    template_name = "confirmation/court_batch.html"
    form_class = forms.BatchDocketForm
    title = button = "批量立案"
    paper = "立案通知"
    requirements = Accept.requirements

    @cached_property
    def waiting(self) -> list:
        rows = queries.siblings(self.application).select_related("court", "case")
        return list(rows.annotate(worker_count=Count("workers")))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"waiting": self.waiting}

    def act(self, form):
        paper, on = form.cleaned_data.pop("paper", None), timezone.localdate()
        docketed, failed = docket_each(by=self.request.user, on=on, **form.cleaned_data)
        for application in docketed if paper else ():
            keep_court_paper(
                application=application,
                title=self.paper,
                content=paper,
                by=self.request.user,
                on=on,
            )
        self.done = f"已立案{len(docketed)}件。" if docketed else "没有一件立案。"
        for sentence in failed:
            messages.error(self.request, sentence)

    def get_success_url(self):
        if queries.siblings(self.application).exists():
            return reverse("court-batch", args=[self.application.pk])
        return super().get_success_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(waiting=self.waiting, **kwargs)


class SendBack(CourtAct):
    """退回补正: a reason on the very item."""

    template_name = "confirmation/court_return.html"
    operation = staticmethod(court_returns)
    form_class = forms.ReturnForm
    title = button = "退回补正"
    paper = "补正通知"
    done = "已退回，每一项理由会显示在中心对应的材料上。"
    requirements = (("可以通知当事人补充陈述或者补充证明材料；逾期的，按撤回申请处理。", "JC-07"),)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"packet": queries.last_packet(self.application)}

    def arguments(self, form):
        packet = queries.last_packet(self.application)
        return form.cleaned_data | {"version": packet.version}


class Refuse(CourtAct):
    operation = staticmethod(court_returns)
    form_class = forms.RefusalForm
    title = button = "不予受理"
    paper = "不予受理通知"
    done = "已登记不予受理。"
    grave = True
    requirements = (("只有法定的五种情形可以不予受理；材料不齐的，退回补正。", "JC-06"),)


class Rule(CourtAct):
    """裁定回传: result, days of service, and of a partial one what is left unconfirmed of whom."""

    template_name = "confirmation/court_ruling.html"
    operation = staticmethod(court_rules)
    form_class = forms.RulingForm
    title = button = "登记裁定"
    done = "裁定已登记，履行和申请执行的期限开始计算。"
    grave = True
    requirements = (
        ("符合法律规定的，裁定调解协议有效；不符合的，裁定驳回申请。", "JC-03"),
        ("驳回的理由只能是法定情形。", "JC-08"),
        ("一方拒绝履行的，对方可以申请执行；分期的从最后一期届满起算二年。", "JC-16"),
        ("当事人对裁定有异议的，自收到之日起十五日内提出。", "JC-12"),
    )

    def act(self, form):
        try:
            return super().act(form)
        except AnotherNumber:  # the box to tick appears with the sentence
            form.asks_for_the_number = True
            raise

    def get_form_kwargs(self):
        workers, others = people_of(self.application)
        given = super().get_form_kwargs() | {"application": self.application}
        del given["outside"]
        return given | {"workers": workers, "others": others}


class AddNote(ApplicationAct):
    template_name = "confirmation/court_act.html"
    permission = is_clerk_of_court
    form_class = forms.NoteForm
    title = "工作记录"
    button = "记下"
    done = "已记下，只有本院立案庭的人能看到。"

    def act(self, form):
        return add_note(
            application=self.application,
            by=self.request.user,
            at=timezone.now(),
            text=form.cleaned_data["text"],
        )


class DataSheet(OfApplication, TemplateView):
    """数据表: names, numbers and sums in full, to be copied into the court's own system."""

    template_name = "confirmation/data.html"
    permission = is_clerk_of_court

    def get(self, request, *args, **kwargs):
        packet = queries.last_packet(self.application)
        log_download(packet=packet, what=Fetched.DATA, by=request.user, at=timezone.now())
        sheet = packet.items.select_related("document").get(code="C08", document__isnull=False)
        head, *rows = exchange.rows(sheet.document.context)
        data = exchange.export(sheet.document.context)
        response = self.render_to_response(
            self.get_context_data(head=head, rows=rows, data=data, packet=packet)
        )
        response["Cache-Control"] = "no-store"
        return response
