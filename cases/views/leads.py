"""收件台: leads from every channel, each docketed, merged or passed on with reason and route."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, TemplateView

from cases.choices import LeadStatus
from cases.forms.leads import DocketForm, LeadForm, MergeForm, ReferForm, ReplyForm
from cases.models import Case, Lead
from cases.operations import file_lead, merge_lead, open_case, refer_lead, reply_lead
from cases.permissions import can_handle_leads
from cases.queries import centre_of_leads, duplicate_counts, possible_duplicates
from cases.views.acts import CASE_PAGE, NOT_PERMITTED, ActView, refused
from staff.refusals import ActRefused

LEADS_PER_PAGE = 50
COUNTED_AT_MOST = 201

TABS = {
    "open": ("待核实", [LeadStatus.OPEN]),
    "docketed": ("已立案", [LeadStatus.DOCKETED, LeadStatus.MERGED]),
    "referred": ("已转办", [LeadStatus.REFERRED, LeadStatus.DECLINED]),
}


class HandlesLeads(LoginRequiredMixin):
    """Intake officers and the director; anybody else is told so."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not can_handle_leads(request.user):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)


class LeadList(HandlesLeads, TemplateView):
    """What is still open stands first by age; what is done stands newest first."""

    template_name = "cases/leads.html"

    def get_context_data(self, **kwargs):
        query = self.request.GET
        tab = query.get("tab") if query.get("tab") in TABS else "open"
        today = timezone.localdate()
        leads = Lead.objects.visible_to(self.request.user)
        if query.get("own"):
            leads = leads.filter(taken_by=self.request.user)
        rows, before, after = self._page(leads.filter(status__in=TABS[tab][1]), tab == "open")
        alike = duplicate_counts(rows) if tab == "open" else {}
        return super().get_context_data(
            title="收件台",
            today=today,
            rows=[
                {
                    "lead": lead,
                    "days": (today - lead.received_on).days,
                    "alike": alike.get(lead.pk, 0),
                }
                for lead in rows
            ],
            tab=tab,
            tabs=[self._tab(leads, key, tab) for key in TABS],
            own=bool(query.get("own")),
            before=before,
            after=after,
            empty_what=f"没有{TABS[tab][0]}的来件。",
            empty_how="线索平台、12345、信访和扫码的来件，以及窗口接待，都从“新来件”登记。",
            **kwargs,
        )

    def _tab(self, leads, key: str, active: str) -> dict:
        label, statuses = TABS[key]
        own = "&own=1" if self.request.GET.get("own") else ""
        counted = leads.filter(status__in=statuses).order_by()[:COUNTED_AT_MOST].count()
        return {
            "url": f"?tab={key}{own}",
            "label": label,
            "count": counted,
            "active": key == active,
        }

    def _page(self, leads, oldest_first: bool) -> tuple[list[Lead], int | None, int | None]:
        """Return the rows after or before a key, and the keys of the pages on either side."""
        query = self.request.GET
        backwards = query.get("before", "").isdecimal()
        key = query.get("before" if backwards else "after", "")
        ascending = oldest_first != backwards
        if key.isdecimal():
            leads = leads.filter(**{"pk__gt" if ascending else "pk__lt": int(key)})
        found = leads.select_related("taken_by", "case").order_by("pk" if ascending else "-pk")
        found = list(found[: LEADS_PER_PAGE + 1])
        more = len(found) > LEADS_PER_PAGE
        rows = found[:LEADS_PER_PAGE]
        if backwards:
            rows.reverse()
        if not rows:
            return [], None, None
        has_before = more if backwards else key.isdecimal()
        has_after = True if backwards else more
        return rows, rows[0].pk if has_before else None, rows[-1].pk if has_after else None


class LeadAct(HandlesLeads, ActView):
    """The page of one act on a lead; the operation takes it as `lead`."""

    template_name = "cases/lead_act.html"
    case = None

    @cached_property
    def lead(self) -> Lead:
        leads = Lead.objects.visible_to(self.request.user).select_related("taken_by", "case")
        return get_object_or_404(leads, pk=self.kwargs["pk"])

    @cached_property
    def duplicates(self):
        return duplicates_of(self.lead)

    def act(self, form):
        given = {"lead": self.lead, "by": self.request.user, "on": timezone.localdate()}
        return self.operation(**given | self.arguments(form))

    def get_success_url(self):
        return reverse("lead", args=[self.lead.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **{"lead": self.lead, "duplicates": self.duplicates, "today": timezone.localdate()}
            | kwargs
        )


def duplicates_of(lead: Lead):
    """Return what may be the same matter; of a lead that is settled nothing is asked any more."""
    if lead.status != LeadStatus.OPEN:
        return []
    found = possible_duplicates(
        reporter=lead.reporter_name,
        debtor=lead.debtor_name,
        period_from=lead.period_from,
        period_to=lead.period_to,
        id_index=lead.reporter_id_index,
        exclude_lead=lead,
    )
    leads = Lead.objects.in_bulk([d.lead_id for d in found if d.lead_id])
    cases = Case.objects.in_bulk([d.case_id for d in found if d.case_id])
    return [{"found": d, "lead": leads.get(d.lead_id), "case": cases.get(d.case_id)} for d in found]


class FileLead(HandlesLeads, ActView):
    form_class = LeadForm
    template_name = "cases/act.html"
    operation = staticmethod(file_lead)
    case = None
    title = "新来件"
    button = "登记来件"
    done = "来件已登记。"
    requirements = (
        ("谁先接待谁负责到底：属于本中心的依法处理，不属于的转送并告知。", "ADM-06"),
        ("时间较久也先登记，时效问题留给双方和仲裁处理，不以此拒收。", "ARB-02"),
        ("超过退休年龄的劳动者，同样登记。", "WAGE-15"),
        ("已经申请调解、仲裁的事项，劳动保障监察可能不再受理，请向来人说明。", "ADM-03"),
    )

    def act(self, form):
        centre = centre_of_leads()
        if centre is None:
            raise ActRefused("尚未登记快速解决中心，请管理员在“机构”中登记。", source="MED-01")
        self.lead = file_lead(
            centre=centre, **form.cleaned_data, by=self.request.user, on=timezone.localdate()
        )
        return self.lead

    def get_success_url(self):
        if getattr(self, "lead", None):
            return reverse("lead", args=[self.lead.pk])
        return reverse("leads")

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"draft": "lead-new"} | kwargs)


class LeadPage(HandlesLeads, DetailView):
    template_name = "cases/lead.html"
    context_object_name = "lead"

    def get_queryset(self):
        return Lead.objects.visible_to(self.request.user).select_related("taken_by", "case")

    def get_context_data(self, **kwargs):
        lead, today = self.object, timezone.localdate()
        visible = Case.objects.visible_to(self.request.user)
        return super().get_context_data(
            duplicates=duplicates_of(lead),
            may_open=lead.case_id is not None and visible.filter(pk=lead.case_id).exists(),
            today=today,
            days=(today - lead.received_on).days,
            **kwargs,
        )


class DocketLead(LeadAct):
    form_class = DocketForm
    operation = staticmethod(open_case)
    title = "登记为案件"
    button = "登记为案件"
    done = "已登记为案件，请登记当事人和欠薪主体。"
    requirements = (("由调解组织受理劳动争议调解申请，立案登记后收取申请。", "MED-01"),)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"duplicates": len(self.duplicates)}

    def arguments(self, form):
        return {"centre": centre_of_leads()}

    def act(self, form):
        self.docketed = super().act(form)
        return self.docketed

    def get_success_url(self):
        docketed = getattr(self, "docketed", None)
        return resolve_url(CASE_PAGE, docketed.pk) if docketed else super().get_success_url()


class ReplyLead(LeadAct):
    form_class = ReplyForm
    operation = staticmethod(reply_lead)
    title = "回复来源"
    button = "登记已回复"
    done = "已登记回复来源。"
    requirements = (("首问负责：属于本中心的依法处理，不属于的及时转送并告知。", "ADM-06"),)

    def get_initial(self):
        return {"reply": _reply_to(self.lead), "on": timezone.localdate()}


def _reply_to(lead: Lead) -> str:
    """Propose what to write back to the channel; whoever sends it may change every word."""
    what = f"关于{lead.reporter_name}反映{lead.debtor_name}拖欠工资一事："
    if lead.case:
        return f"{what}本中心已登记为案件办理，案号{lead.case.number}。"
    return f"{what}{lead.outcome_reason.rstrip('。')}。已告知：{lead.route.rstrip('。')}。"


class ReferLead(LeadAct):
    form_class = ReferForm
    operation = staticmethod(refer_lead)
    title = "转办或者不属欠薪"
    button = "办结来件"
    done = "来件已办结，去向已记录。"
    requirements = (
        ("不属于本部门受理的，应当及时转送相关部门，并告知举报、投诉人。", "ADM-06"),
        ("工程款争议不影响农民工工资：查明有拖欠工资的，工资部分应当登记。", "LIAB-11"),
    )


class MergeLead(LeadAct):
    form_class = MergeForm
    operation = staticmethod(merge_lead)
    title = "并入案件"
    button = "并入案件"
    done = "来件已并入案件，来源和回复义务保留。"

    def get_initial(self):
        chosen = self.request.GET.get("case", "")
        cases = [d["case"] for d in self.duplicates if d["case"]]
        named = [c.number for c in cases if str(c.pk) == chosen]
        return {"number": named[0]} if named else {}

    def arguments(self, form):
        number = form.cleaned_data["number"].strip()
        for duplicate in self.duplicates:
            if duplicate["case"] and duplicate["case"].number == number:
                return {"case": duplicate["case"]}
        case = Case.objects.visible_to(self.request.user).filter(number=number).first()
        if case is None:
            raise ActRefused(f"没有找到您可以办理的案件“{number}”。", source="V-N1")
        return {"case": case}
