"""决定: extension, suspension, resumption, withdrawal and the other ends of a case."""

from typing import Any

from django import forms

from adjudication.forms.acts.base import ApprovedForm, ArbitrationForm, DecisionForm, Person, Words
from adjudication.queries import applicants, panel
from cases.forms.fields import YuanField
from documents.contracts.tribunal.withdrawal import REASONS
from mediation.forms.fields import DayField, PartiesField, PartyField
from staff.choices import Role
from staff.queries import people_holding


def _yes(label: str, yes: str, no: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class ExtendForm(ApprovedForm):
    until = DayField(label="延长至", help_text="最多十五日，只能延长一次，在审限届满以前办理。")


class WithHead(ArbitrationForm):
    """Before a tribunal sits, who of the commission decides has to be named."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if panel(self.arbitration):
            return
        self.fields["head"] = Person(label="作出决定的仲裁委员会负责人")
        ours = people_holding(Role.ARBITRATOR).filter(body=self.arbitration.commission_id)
        self.fields["head"].queryset = ours.order_by("name", "pk")


class SuspendForm(ApprovedForm):
    until = DayField(
        label="预计恢复的日期",
        required=False,
        help_text="如鉴定意见预计作出的日期；到了这一天，待办里提示核对事由是否消除。",
    )


class WithdrawForm(WithHead):
    workers = PartiesField(label="谁撤回申请", help_text="各人只撤回自己的请求。")
    reason = forms.ChoiceField(
        label="撤回的原因", choices=[(r, r) for r in REASONS], widget=forms.RadioSelect
    )
    reason_text = forms.CharField(label="原因的说明", max_length=200, required=False)
    received_fen = YuanField(
        label="已经收到的金额（元）", required=False, help_text="以已付款为由的填写。"
    )
    voluntary = _yes("逐人询问后，撤回是申请人的真实意思吗", "是，本人自愿", "不是，或者有疑问")
    among = {"workers": "applicants"}
    groups = (("", ("workers", "reason", "reason_text", "received_fen", "voluntary")),)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        everyone = applicants(self.arbitration)
        if len(everyone) == 1:
            self.fields["workers"].initial = [everyone[0].pk]


class FindingsForm(ArbitrationForm):
    findings = Words(label="查明的情况", help_text="印在决定书上。")


class TransferForm(WithHead, DecisionForm):
    to = forms.CharField(label="受移送的仲裁委员会", max_length=120)
    groups = (("", ("to", "ground", "findings")),)


class DismissForm(WithHead, DecisionForm):
    pass


class JurisdictionForm(DecisionForm):
    respondent = PartyField(label="提出异议的被申请人")
    raised_on = DayField(label="提出异议的日期")
    upheld = _yes("异议", "成立", "不成立")
    competent = forms.CharField(label="异议主张的有管辖权的仲裁委员会", max_length=120)
    among = {"respondent": "respondents"}
    groups = (("", ("respondent", "raised_on", "competent", "upheld", "ground", "findings")),)


class InvestigationForm(DecisionForm):
    raised_by = forms.ChoiceField(
        label="谁申请调查", choices=[(w, w) for w in ("申请人", "被申请人", "第三人")]
    )
    raised_on = DayField(label="申请日期")
    subject = forms.CharField(label="调查收集什么", max_length=200)
    granted = _yes("决定", "准许", "不准许")
    groups = (("", ("raised_by", "raised_on", "subject", "granted", "ground", "findings")),)

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data
