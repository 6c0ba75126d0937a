"""受理以后: who joins, claims that change, counter-claims, facts shared with siblings."""

from typing import Any

from django import forms

from adjudication.choices import ClaimKind
from adjudication.forms.acts.base import ArbitrationForm, Words
from adjudication.models import Claim
from adjudication.operations import ClaimChange, Claimed
from adjudication.queries import applicants
from cases.forms.fields import RowsForm, YuanField
from documents.contracts.tribunal.joining import JOINED_BY
from mediation.forms.fields import DayField, PartyField


class JoinForm(ArbitrationForm):
    party = PartyField(
        label="谁参加", help_text="案件里已经登记、还不是本案当事人的；没有登记的先登记。"
    )
    as_respondent = forms.TypedChoiceField(
        label="列为",
        choices=[("yes", "被申请人"), ("no", "第三人")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="追加被申请人的，审限重新起算。",
    )
    joined_by = forms.ChoiceField(label="参加的方式", choices=[(w, w) for w in JOINED_BY])
    reason = Words(label="理由", max_length=300)
    statement_by = DayField(label="提交意见的期限", required=False)
    among = {"party": "outsiders"}


class ClaimRow(forms.Form):
    """A claim that is added, or one known that is now for another sum."""

    worker = forms.ChoiceField(label="劳动者", choices=())
    claim = forms.ChoiceField(label="哪一项", choices=())
    what = forms.CharField(label="请求内容", max_length=120, required=False)
    amount_fen = YuanField(label="金额（元）")
    formula = forms.CharField(label="计算方式", max_length=150)


class ChangeClaimsForm(RowsForm, ArbitrationForm):
    requested_on = DayField(label="提出的日期", required=False, help_text="不填的，为今天。")
    answer_waived = forms.BooleanField(label="被申请人书面放弃新的答辩期", required=False)
    row_form = ClaimRow
    row_noun = "项请求"
    rows_title = "增加或者变更的请求"
    rows_help = "金额按算式复算，两者须一致。增加的选种类，变更的选原来的序号。"
    rows_shown = 4

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(p.pk): p for p in applicants(self.arbitration)}
        known = sorted(
            Claim.objects.filter(arbitration=self.arbitration).values_list("no", flat=True)
        )
        claims = [
            ("", "（请选择）"),
            *((f"no{n}", f"变更第{n}项") for n in dict.fromkeys(known)),
            *((kind.value, f"增加：{kind.label}") for kind in ClaimKind),
        ]
        names = [("", "（请选择）"), *((key, p.name) for key, p in self.people.items())]
        for row in self.rows:
            row.fields["worker"].choices = names
            row.fields["claim"].choices = claims

    def arguments(self) -> dict[str, Any]:
        added, changed = [], []
        for row in self.cleaned_data["rows"]:
            worker, claim = self.people[row["worker"]], row["claim"]
            sum_ = (row["amount_fen"], row["formula"])
            if claim.startswith("no"):
                changed.append(ClaimChange(worker, int(claim[2:]), *sum_, row["what"]))
            else:
                kind = ClaimKind(claim)
                added.append(Claimed(worker, kind, row["what"] or kind.label, *sum_))
        return {
            "added": added,
            "changed": changed,
            "requested_on": self.cleaned_data["requested_on"],
            "answer_waived": self.cleaned_data["answer_waived"],
        }


class CounterClaimForm(ArbitrationForm):
    respondent = PartyField(label="谁的反申请")
    accepted = forms.TypedChoiceField(
        label="决定",
        choices=[
            ("merged", "受理，与本案合并审理"),
            ("apart", "受理，另案审理"),
            ("no", "不予受理"),
        ],
        widget=forms.RadioSelect,
    )
    reason = Words(label="另案审理或者不予受理的理由", max_length=300, required=False)
    among = {"respondent": "respondents"}

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        answer = given.pop("accepted")
        return given | {"accepted": answer != "no", "merged": answer == "merged"}


class ShareForm(ArbitrationForm):
    codes = forms.MultipleChoiceField(
        label="共用哪些要素", widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        rows = self.arbitration.elements.filter(worker=None).exclude(applicant_value="")
        self.fields["codes"].choices = [
            (e.code, f"{e.label}：{e.applicant_value}{e.unit}") for e in rows
        ]
