"""受理: accepting, what still lacks, declining, and the simplified procedure."""

from typing import Any

from django import forms

from adjudication.choices import SimplifiedGround
from adjudication.forms.acts.base import ArbitrationForm, Lines, Words
from adjudication.operations import Lacking
from cases.forms.fields import RowsForm
from documents.contracts.tribunal.acceptance import GROUNDS
from mediation.forms.fields import DayField
from staff.choices import BodyKind
from staff.queries import bodies


class AcceptForm(ArbitrationForm):
    number = forms.CharField(
        label="案号",
        max_length=60,
        required=False,
        help_text="不填的，按本委编号格式取下一号。",
    )
    cause = forms.CharField(label="案由", max_length=200, required=False)
    supplements = Lines(label="受理后还要补交的材料", help_text="一行一项，印在受理通知书上。")
    supplement_by = DayField(label="补交期限", required=False)
    evidence_by = DayField(label="举证期限", required=False, help_text="也可以以后用举证通知确定。")
    authority_by = DayField(label="提交授权委托书的期限", required=False)
    groups = (
        ("", ("number", "cause")),
        ("受理通知书", ("supplements", "supplement_by", "evidence_by", "authority_by")),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].initial = self.arbitration.cause


class LackingRow(forms.Form):
    what = forms.CharField(label="欠缺的材料", max_length=80)
    may_follow_later = forms.BooleanField(label="可以后补", required=False)
    due_on = DayField(label="补正期限")


class CorrectionForm(RowsForm, ArbitrationForm):
    """What lacks, all of it at once (ARB-06)."""

    row_form = LackingRow
    row_noun = "项材料"
    rows_title = "欠缺的材料"
    rows_help = "应当一次列全，以后不能再次要求。“可以后补”的不妨碍受理（容缺受理）。"

    def arguments(self) -> dict[str, Any]:
        rows = self.cleaned_data["rows"]
        return {"items": [Lacking(r["what"], r["may_follow_later"], r["due_on"]) for r in rows]}


class ReceivedForm(ArbitrationForm):
    received = forms.MultipleChoiceField(
        label="收到了哪些", widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["received"].choices = [
            (row["what"], f"{row['what']}（{row['due_on']}前）") for row in self.arbitration.lacking
        ]


class DeclineForm(ArbitrationForm):
    ground = forms.ChoiceField(
        label="不予受理的事由", choices=[(g, g) for g in GROUNDS], widget=forms.RadioSelect
    )
    reason = Words(label="理由", max_length=300)
    court = forms.CharField(
        label="可以起诉的人民法院", max_length=60, help_text="有管辖权的基层人民法院全称。"
    )
    competent = forms.CharField(
        label="有管辖权的仲裁委员会",
        max_length=120,
        required=False,
        help_text="以没有管辖权为由的填写。",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        court = bodies(BodyKind.COURT).order_by("pk").first()
        self.fields["court"].initial = court.name if court else ""


class SimplifyForm(ArbitrationForm):
    ground = forms.TypedChoiceField(
        label="简易处理的事由",
        choices=SimplifiedGround.choices,
        coerce=SimplifiedGround,
        widget=forms.RadioSelect,
    )
    agreed_on = DayField(label="双方同意的日期", required=False, help_text="以双方同意为由的填写。")
    object_by = DayField(label="提出异议的期限", help_text="由本委确定，印在告知书上。")
    public_interest = forms.BooleanField(label="涉及国家利益、社会公共利益", required=False)
    social_impact = forms.BooleanField(label="有重大社会影响", required=False)
    unsuitable = forms.CharField(
        label="本委认为不宜简易处理的其他情形", max_length=200, required=False
    )
    steps = Lines(label="简化的程序", help_text="一行一项，印在告知书上；没有的不填。")
    groups = (
        ("", ("ground", "agreed_on", "object_by")),
        ("不得简易处理的情形", ("public_interest", "social_impact", "unsuitable")),
        ("", ("steps",)),
    )
