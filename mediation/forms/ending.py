"""Forms of the two ways mediation ends: termination, and closing the case."""

from django import forms

from cases.choices import CloseOutcome, ProceduralPlace
from cases.forms.fields import YuanField
from cases.queries import total_account, wage_accounts
from mediation.choices import EndReason
from mediation.forms.fields import ActForm, DatedForm, PartiesField

ROUTES = [
    ("arbitration", "申请劳动仲裁"),
    ("court", "依法可以直接起诉的，向人民法院起诉"),
    ("labour_inspection", "向劳动保障监察机构投诉"),
    ("payment_order", "向人民法院申请支付令"),
    ("legal_aid", "申请法律援助"),
    ("fund", "申请应急周转金"),
    ("mediation_again", "各方同意的，再次申请调解"),
]


class TerminationForm(DatedForm):
    reason = forms.ChoiceField(label="终止原因", choices=EndReason, widget=forms.RadioSelect)
    reason_text = forms.CharField(
        label="原因说明", max_length=280, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    guidance = forms.MultipleChoiceField(
        label="告知的途径",
        choices=ROUTES,
        initial=["arbitration"],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请告知当事人可以走的途径，至少选择一项。"},
    )
    as_to = PartiesField(
        label="仅对部分被申请人终止",
        required=False,
        help_text="调解对其余被申请人继续进行时勾选；对全部终止的，不勾选。",
    )
    field_order = ("reason", "reason_text", "guidance", "as_to", "on")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "终止日"
        respondents = self.others().filter(place=ProceduralPlace.RESPONDENT)
        self.fields["as_to"].queryset = respondents
        if respondents.count() < 2:
            del self.fields["as_to"]


class CloseCaseForm(ActForm):
    outcome = forms.ChoiceField(label="结案方式", choices=CloseOutcome, widget=forms.RadioSelect)
    outstanding_fen = YuanField(
        label="尚欠金额（元）", help_text="须与工资账户一致；已付清的填0.00。"
    )
    residual_open = forms.BooleanField(label="尚有请求在其他程序办理", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        owed = total_account(wage_accounts(self.case))["outstanding"]
        self.fields["outstanding_fen"].initial = owed
