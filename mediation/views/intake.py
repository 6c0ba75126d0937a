"""From the application to its decision: the pages of the intake desk."""

from django.urls import path
from django.utils import timezone

from cases.permissions import can_edit_case
from cases.queries import (
    liabilities,
    mediators_for,
    representatives,
    total_account,
    wage_accounts,
)
from law.money import yuan
from mediation.forms import intake as forms
from mediation.operations import (
    accept_application,
    application_cautions,
    confirm_service_address,
    decline_application,
    elect_representatives,
    file_application,
    grant_authority,
    receive_material,
)
from mediation.papers.blocks import COLLECTIVE_FROM
from mediation.permissions import (
    can_accept_application,
    can_decline_application,
    can_file_application,
)
from mediation.views.acts import CaseAct


class IntakeAct(CaseAct):
    template_name = "mediation/intake/act.html"
    permission = can_edit_case


class FileApplication(IntakeAct):
    form_class = forms.ApplicationForm
    operation = staticmethod(file_application)
    permission = can_file_application
    title = "登记调解申请"
    button = "登记申请"
    done = "调解申请已登记，申请书已生成。"
    requirements = (
        ("口头申请的，当场记录基本情况、争议事项、理由和时间。", "MED-03"),
        ("收到申请后三个工作日内决定是否受理。", "MED-05"),
        ("申请调解，仲裁时效中断。", "MED-19"),
        ("十人以上有共同请求的，可以推举代表参加。", "MED-26"),
        ("分包单位欠薪的，施工总承包单位先行清偿：列为被申请人。", "LIAB-01"),
    )

    def get_initial(self):
        case = self.case
        listed = forms.places(case)
        workers = [p.pk for p in case.parties.workers()]
        owed_fen = total_account(wage_accounts(case))["due"]
        if not listed["respondents"]:
            liable = {p.pk for line in liabilities(case) for p in line.parties}
            listed["respondents"] = sorted(liable)
        first = []
        if owed_fen:
            first = [
                {
                    "what": f"支付{_period(case)}工资",
                    "amount_fen": owed_fen,
                    "calculation": f"花名册{len(workers)}人欠付之和{yuan(owed_fen)}元",
                }
            ]
        return listed | {
            "applicants": workers,
            "filed_by": [p.pk for p in representatives(case)],
            "recorder": self.request.user.pk,
            "dispute_kind": case.dispute_kind,
            "facts": case.facts or "\n".join(s for s in _summaries(case) if s),
            "first_rows": first,
        }

    def arguments(self, form):
        given = dict(form.cleaned_data)
        oral = given.pop("manner") == forms.ORAL
        if not oral:
            given["recorder"] = None
        return given | {"oral": oral, "claims": given.pop("rows")}

    def get_context_data(self, **kwargs):
        workers = self.case.parties.workers().count()
        needs_election = workers >= COLLECTIVE_FROM and not self.case.elections.exists()
        draft = f"application-{self.case.pk}"
        return super().get_context_data(needs_election=needs_election, draft=draft, **kwargs)


def _period(case) -> str:
    first, last = case.period_from, case.period_to
    if first is None or last is None:
        return "拖欠的"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.year}年{first.month}月"
    year = "" if first.year == last.year else f"{last.year}年"
    return f"{first.year}年{first.month}月至{year}{last.month}月"


def _summaries(case) -> list[str]:
    return [lead.summary for lead in case.leads.order_by("id")]


class ElectRepresentatives(IntakeAct):
    form_class = forms.ElectionForm
    operation = staticmethod(elect_representatives)
    title = "推选代表"
    button = "登记推选"
    done = "推选代表已登记，推选代表人记录已出具。"
    requirements = (
        ("十人以上有共同请求的，可以推举代表参加调解。", "MED-26"),
        ("代表三至五名；代表的行为对全体有效，但承认、放弃、和解须经被代表人同意。", "COL-02"),
    )

    def get_initial(self):
        return {"witness": self.request.user.pk}

    def arguments(self, form) -> dict:
        # Each worker settles in person: a representative's consent binds nobody else (COL-02).
        return form.cleaned_data | {"may_settle": False}


class ReceiveMaterial(IntakeAct):
    form_class = forms.MaterialForm
    operation = staticmethod(receive_material)
    title = "接收材料"
    button = "接收材料"
    done = "材料已登记，接收清单已生成。"
    requirements = (("当场出具接收清单，原件核对后退还。", "MED-03"),)

    def get_initial(self):
        workers = self.case.parties.workers()
        first = workers.first()
        return {"received_from": first.name, "party": first.pk} if first else {}

    def arguments(self, form):
        given = dict(form.cleaned_data)
        return given | {"pieces": given.pop("rows")}


class GrantAuthority(IntakeAct):
    form_class = forms.AuthorityForm
    operation = staticmethod(grant_authority)
    title = "登记授权委托"
    button = "登记授权"
    done = "授权委托已登记。"
    requirements = (("代理人与调解员有利害关系的，调解员应当披露。", "MED-24"),)

    def act(self, form):
        # The party names the case; the operation takes no other.
        return grant_authority(**form.cleaned_data, by=self.request.user)


class ConfirmServiceAddress(IntakeAct):
    form_class = forms.ServiceAddressForm
    operation = staticmethod(confirm_service_address)
    title = "确认送达地址"
    button = "确认送达地址"
    done = "送达地址已确认，确认书已生成。"
    requirements = (("事先同意电子送达的，文书可以电子送达。", "DATA-06"),)


class AcceptApplication(IntakeAct):
    template_name = "mediation/intake/accept.html"
    form_class = forms.AcceptForm
    operation = staticmethod(accept_application)
    permission = can_accept_application
    title = "受理"
    button = "受理"
    done = "已受理，受理通知书已生成。"
    requirements = (
        ("收到申请后三个工作日内受理。", "MED-05"),
        ("自受理之日起十五日内结束，双方同意的可以延长。", "MED-07"),
        ("调解员与当事人、代理人有利害关系的，应当回避或者披露。", "MED-24"),
    )

    def get_form_kwargs(self):
        mediators = mediators_for(self.case, on=timezone.localdate())
        return super().get_form_kwargs() | {"mediators": mediators}

    def get_initial(self):
        venue = self.case.venue or f"{self.case.centre.name}调解室"
        return {"received_on": self.case.received_on, "venue": venue}

    def get_context_data(self, **kwargs):
        cautions = application_cautions(self.case) if self.case.received_on else []
        return super().get_context_data(cautions=cautions, **kwargs)


class DeclineApplication(IntakeAct):
    form_class = forms.DeclineForm
    operation = staticmethod(decline_application)
    permission = can_decline_application
    title = "不予受理"
    button = "不予受理"
    done = "已决定不予受理，通知书已生成。"
    grave = True
    requirements = (
        ("不予受理的，书面说明理由并告知途径。", "MED-05"),
        ("不属于本部门受理的，及时转送并告知。", "ADM-06"),
        ("一方明确拒绝调解的，不得调解。", "MED-04"),
        ("劳动者年龄、时间较久，都不是不予受理的理由。", "WAGE-15"),
    )


intake_patterns = [
    path("cases/<int:case_pk>/application/", FileApplication.as_view(), name="application"),
    path("cases/<int:case_pk>/election/", ElectRepresentatives.as_view(), name="election"),
    path("cases/<int:case_pk>/material/", ReceiveMaterial.as_view(), name="material"),
    path("cases/<int:case_pk>/authority/", GrantAuthority.as_view(), name="authority"),
    path(
        "cases/<int:case_pk>/service-address/",
        ConfirmServiceAddress.as_view(),
        name="service-address",
    ),
    path("cases/<int:case_pk>/accept/", AcceptApplication.as_view(), name="accept"),
    path("cases/<int:case_pk>/decline/", DeclineApplication.as_view(), name="decline"),
]
