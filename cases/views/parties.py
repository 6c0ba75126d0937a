"""当事人与责任链: who is in the case, who gave the work to whom, who has to pay by which law."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from cases.choices import PartyKind
from cases.forms.parties import (
    AmendOrganisationForm,
    AmendPersonForm,
    AmendWorkerForm,
    DebtorForm,
    LinkForm,
    NaturalPersonForm,
    OrganisationForm,
    ProjectForm,
    TriageForm,
)
from cases.models import Case, Party, Project
from cases.operations import (
    add_link,
    add_party,
    amend_party,
    name_debtor,
    set_project,
    triage_case,
)
from cases.permissions import can_allocate, can_edit_case
from cases.queries import liabilities, liability_chain
from cases.views.acts import NOT_PERMITTED, ActFormView, ActView, refused

# Typed anew or left as they are; never offered in full.
NUMBERS = {"id_no", "phone", "bank_account"}


class CaseAct(ActFormView):
    """The page of one act on the case file, with what is known of the case beside it."""

    template_name = "cases/act.html"
    permission = can_edit_case

    def get_form_kwargs(self):
        given = {"case": self.case, "today": timezone.localdate()}
        return super().get_form_kwargs() | given

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"today": timezone.localdate()} | kwargs)


class ChainStep(CaseAct):
    """An act after which one goes on with the chain of liability."""

    def get_success_url(self):
        return reverse("link-add", args=[self.case.pk])


class AddParty(ChainStep):
    template_name = "cases/party_add.html"
    operation = staticmethod(add_party)
    title = "登记当事人"
    button = "登记当事人"
    done = "当事人已登记。"
    requirements = (
        ("分包单位欠薪的，由施工总承包单位先行清偿：请把总包一并登记。", "LIAB-01"),
        ("包工头个人没有用工主体资格，不能只列包工头一人。", "LIAB-09"),
        ("只收集办案必需的个人信息，号码加密保存。", "DATA-01"),
    )

    @property
    def natural(self) -> bool:
        return self.request.GET.get("kind") == PartyKind.NATURAL

    def get_form_class(self):
        return NaturalPersonForm if self.natural else OrganisationForm

    def arguments(self, form):
        kind = PartyKind.NATURAL if self.natural else PartyKind.ORG
        # A natural person has no 用工主体资格, whatever the contract says.
        return ({"licensed": False} if self.natural else {}) | form.cleaned_data | {"kind": kind}

    def get_context_data(self, **kwargs):
        tabs = [
            {"url": "?kind=org", "label": "单位", "count": None, "active": not self.natural},
            {"url": "?kind=natural", "label": "自然人", "count": None, "active": self.natural},
        ]
        return super().get_context_data(
            tabs=tabs, tabs_label="当事人类型", parties=self.case.parties.others(), **kwargs
        )


class AmendParty(LoginRequiredMixin, ActView):
    template_name = "cases/act.html"
    operation = staticmethod(amend_party)
    button = "更正"
    done = "已更正，原内容保留在变更记录中。"
    requirements = (("处理个人信息不得超出办案所必需的范围和限度。", "DATA-02"),)

    @cached_property
    def party(self) -> Party:
        visible = Case.objects.visible_to(self.request.user)
        parties = Party.objects.filter(case__in=visible).select_related("case")
        return get_object_or_404(parties, pk=self.kwargs["pk"])

    @property
    def case(self) -> Case:
        return self.party.case

    @property
    def title(self) -> str:
        return f"更正信息：{self.party.name}"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not can_edit_case(request.user, self.case):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        if self.party.is_worker:
            return AmendWorkerForm
        return AmendPersonForm if self.party.kind == PartyKind.NATURAL else AmendOrganisationForm

    def get_form_kwargs(self):
        given = {"case": self.case, "today": timezone.localdate()}
        return super().get_form_kwargs() | given

    def get_initial(self):
        """Offer what is known; numbers are not shown in full, and stay when left empty."""
        names = self.get_form_class().base_fields.keys() - {"reason"}
        return {name: getattr(self.party, name) for name in names - NUMBERS}

    def act(self, form):
        given = form.cleaned_data
        details = {n: v for n, v in given.items() if v or n not in NUMBERS}
        return amend_party(
            party=self.party, by=self.request.user, on=timezone.localdate(), **details
        )

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        for name in NUMBERS & form.fields.keys():
            if getattr(self.party, name):
                form.fields[name].required = False
                form.fields[name].help_text = "已登记，不显示；需要更正的重新填写，不改的留空。"
        return form

    def get_success_url(self):
        if self.party.is_worker:
            return super().get_success_url()
        return reverse("link-add", args=[self.case.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"today": timezone.localdate()} | kwargs)


class AddLink(ChainStep):
    form_class = LinkForm
    template_name = "cases/chain.html"
    operation = staticmethod(add_link)
    title = "当事人与责任链"
    button = "登记这一环"
    done = "责任链已登记。"

    def get_context_data(self, **kwargs):
        nodes, edges = liability_chain(self.case)
        return super().get_context_data(
            parties=self.case.parties.others(),
            workers=self.case.parties.workers().count(),
            nodes=nodes,
            edges=edges,
            liabilities=liabilities(self.case),
            **{"back_url": super().get_success_url(), **kwargs},
        )


class NameDebtor(ChainStep):
    form_class = DebtorForm
    title = "确定欠薪主体"
    button = "确定欠薪主体"
    done = "欠薪主体已确定，可以导入花名册。"
    requirements = (
        ("工资应当按月支付给劳动者本人，不得克扣或者无故拖欠。", "WAGE-16"),
        ("分包单位欠薪的，欠薪主体是分包单位，由总包先行清偿。", "LIAB-01"),
    )

    def get_initial(self):
        return {"party": self.case.debtor_id}

    def act(self, form):
        return name_debtor(case=self.case, by=self.request.user, **form.cleaned_data)


class SetProject(CaseAct):
    form_class = ProjectForm
    operation = staticmethod(set_project)
    title = "工程项目"
    button = "保存工程项目"
    done = "工程项目已登记。"
    requirements = (("施工总承包单位应当存储工资保证金，专项用于支付被拖欠的工资。", "DEP-01"),)

    def get_initial(self):
        project = Project.objects.filter(case=self.case).first()
        if project is None:
            return {"name": self.case.site}
        return {name: getattr(project, name) for name in ProjectForm.base_fields}


class TriageCase(CaseAct):
    form_class = TriageForm
    operation = staticmethod(triage_case)
    permission = can_allocate
    title = "繁简分类"
    button = "确定分类"
    done = "已分类。"

    def get_initial(self):
        return {"complexity": self.case.complexity, "reason": self.case.complexity_reason}
