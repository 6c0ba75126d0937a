"""What the tribunal fills in from the findings to the draft of an award."""

from typing import Any

from django import forms

from adjudication.choices import ArbitrationState, ClaimState, RulingBasis
from adjudication.models import Arbitration, Claim, Element
from adjudication.operations import InterimItem, Liable, Words
from adjudication.papers.award import Interim
from cases.choices import CloseOutcome
from cases.forms.fields import CaseForm, DayField, YuanField
from cases.models import Evidence, Party
from documents.contracts.award.awards import LIABILITIES
from documents.contracts.award.interim import INTERIM_KINDS
from law.money import yuan
from law.statutes import all_articles, cite
from staff.choices import BodyKind
from staff.models import Body
from staff.queries import bodies

# What findings and awards on wages rest on; the rest of the law decides no claim.
_GROUPS = (
    ("工资", "WAGE-"),
    ("清偿责任", "LIAB-"),
    ("仲裁", "ARB-"),
    ("简易处理", "SUM-"),
    ("调解中确认的事实", "MED-2"),
)
CAPPED = "建设单位限额垫付"


def articles() -> list[tuple[str, Any]]:
    """Return the articles to choose from, by group, each with what it is about."""
    known = all_articles()
    return [
        ("", "（请选择）"),
        *(
            (
                group,
                [(a.id, f"{cite(a.id)}　{a.title}") for a in known if a.id.startswith(prefix)],
            )
            for group, prefix in _GROUPS
        ),
    ]


def _lines(rows: int, **more) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **more})


class PieceField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, piece: Evidence) -> str:
        return f"{piece}（{piece.by_label}）"


class FindForm(CaseForm):
    found = forms.CharField(label="认定的内容", max_length=300)
    finding = forms.CharField(
        label="认定的理由", widget=_lines(3), help_text="写进裁决书，例如“考勤表只证明9天”。"
    )
    evidence = PieceField(label="依据的证据", queryset=Evidence.objects.none(), required=False)
    article = forms.ChoiceField(
        label="依据的条文",
        choices=articles,
        required=False,
        help_text="证据和条文至少有一项。用人单位掌握证据而不提供的，选不利后果的规定。",
    )
    departing = forms.CharField(
        label="为什么不采信双方一致的陈述", required=False, widget=_lines(2)
    )

    def __init__(self, *args, element: Element, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].queryset = self.case.evidence.filter(submitted=True).order_by("no")
        if element.unit:
            self.fields["found"].help_text = f"单位：{element.unit}。"
        if not element.agreed:
            del self.fields["departing"]

    def clean(self) -> dict:
        cleaned = super().clean()
        cleaned["evidence"] = list(cleaned.get("evidence") or [])
        return cleaned


class RuleForm(CaseForm):
    basis = forms.TypedChoiceField(
        label="金额",
        choices=RulingBasis.choices,
        coerce=RulingBasis,
        initial=RulingBasis.CLAIM,
        widget=forms.RadioSelect,
    )
    formula = forms.CharField(
        label="另写的算式",
        max_length=200,
        required=False,
        help_text="例如 6600.00元/月÷21.75日×2×9日。与要素相同的数会随认定变动。",
    )
    opinion = forms.CharField(
        label="本委认为",
        required=False,
        widget=_lines(4),
        help_text="不写的，由各要素的认定逐句生成。",
    )
    article = forms.ChoiceField(label="依据的条文", choices=articles, required=False)
    order = forms.CharField(
        label="裁决内容",
        max_length=300,
        required=False,
        help_text="例如“确认申请人与被申请人自2026年2月1日起存在劳动关系”。不予支持的不写。",
    )
    final = forms.TypedChoiceField(
        label="终局",
        choices=[("", "照法律认定"), ("yes", "另行认定为终局"), ("no", "另行认定为非终局")],
        coerce=lambda text: text == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label="另行认定的理由", max_length=300, required=False, widget=_lines(2))
    together = forms.BooleanField(label="", required=False)

    def __init__(self, *args, claim: Claim, alike: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].help_text = f"{claim.get_kind_display()}的通常依据已经包括。"
        if claim.amount_fen is None:
            del self.fields["basis"], self.fields["formula"]
        else:
            del self.fields["order"]
        if alike > 1:
            self.fields["together"].label = f"同样写给全部{alike}名劳动者的这一项请求"
        else:
            del self.fields["together"]


class _AwardForm(CaseForm):
    """Who pays in how many days, and who answers besides, among the respondents."""

    pay_within_days = forms.IntegerField(
        label="自生效之日起几日内支付", min_value=1, max_value=365, initial=15
    )
    debtor = forms.ModelChoiceField(
        label="由谁支付", queryset=Party.objects.none(), empty_label=None
    )

    def __init__(self, *args, arbitration: Arbitration, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.arbitration = arbitration
        self.respondents = list(arbitration.respondents.order_by("id"))
        self.fields["debtor"].queryset = arbitration.respondents.order_by("id")
        self.fields["debtor"].initial = self._payer()
        if len(self.respondents) == 1:
            self.fields["debtor"].widget = forms.HiddenInput()
            return
        for party in self.respondents:
            self.fields[f"mode_{party.pk}"] = forms.ChoiceField(
                label=f"{party.name}的责任",
                choices=[("", "不承担"), *((mode, mode) for mode in LIABILITIES)],
                required=False,
            )
            self.fields[f"cap_{party.pk}"] = YuanField(
                label=f"{party.name}的限额（元）", required=False, help_text="限额垫付的填写。"
            )

    def _payer(self) -> int | None:
        keys = [party.pk for party in self.respondents]
        return self.case.debtor_id if self.case.debtor_id in keys else next(iter(keys), None)

    def clean(self) -> dict:
        cleaned = super().clean()
        liable = []
        for party in self.respondents:
            mode = cleaned.pop(f"mode_{party.pk}", "")
            cap = cleaned.pop(f"cap_{party.pk}", None)
            if not mode or cleaned.get("debtor") == party:
                continue
            if (mode == CAPPED) != bool(cap):
                self.add_error(f"cap_{party.pk}", "限额垫付须写明限额；其他责任不写。")
            liable.append(Liable(party, mode, cap))
        return cleaned | {"liable": liable}

    def words(self, cleaned: dict) -> Words:
        names = [name for name in vars(Words()) if name in self.fields]
        return Words(**{name: cleaned.pop(name, "") for name in names})


class DraftForm(_AwardForm):
    applicant_case = forms.CharField(
        label="申请人称",
        required=False,
        widget=_lines(2),
        help_text="不写的，用申请书的事实与理由。",
    )
    respondent_case = forms.CharField(
        label="被申请人辩称", required=False, widget=_lines(2), help_text="不写的，由逐项答辩生成。"
    )
    third_party_case = forms.CharField(label="第三人称", required=False, widget=_lines(2))
    facts = forms.CharField(
        label="经审理查明的其他事实",
        required=False,
        widget=_lines(3),
        help_text="要素以外的事实；要素由认定生成。",
    )
    groups = (
        ("支付", ("pay_within_days", "debtor")),
        ("仲裁庭另写的文字", ("applicant_case", "respondent_case", "third_party_case", "facts")),
    )

    def __init__(self, *args, arbitration: Arbitration, **kwargs) -> None:
        super().__init__(*args, arbitration=arbitration, **kwargs)
        if not arbitration.third_parties.exists():
            del self.fields["third_party_case"]
        others = tuple(name for name in self.fields if name.startswith(("mode_", "cap_")))
        first, *rest = self.groups
        self.groups = (first, *([("其他被申请人", others)] if others else []), *rest)

    def clean(self) -> dict:
        cleaned = super().clean()
        return cleaned | {"words": self.words(cleaned)}


class ClaimsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, claim: Claim) -> str:
        sum_ = f"，请求{yuan(claim.amount_fen)}元" if claim.amount_fen is not None else ""
        return f"{claim.worker.name}第{claim.no}项 {claim.what}{sum_}"


class PartialForm(_AwardForm):
    claims = ClaimsField(
        label="先行裁决哪些请求",
        queryset=Claim.objects.none(),
        help_text="终局和非终局的请求分别先行裁决。",
    )
    clear_part = forms.CharField(label="已经清楚的事实", widget=_lines(2))
    continuing_part = forms.CharField(
        label="继续审理的部分", widget=_lines(2), initial="其余请求继续审理。"
    )
    groups = (("", ("claims", "clear_part", "continuing_part")), ("支付", ("pay_within_days",)))

    def __init__(self, *args, arbitration: Arbitration, **kwargs) -> None:
        super().__init__(*args, arbitration=arbitration, **kwargs)
        rows = arbitration.claims.filter(state=ClaimState.PENDING).select_related("worker")
        self.fields["claims"].queryset = rows.order_by("worker__roster_no", "worker_id", "no")

    def clean(self) -> dict:
        cleaned = super().clean()
        return cleaned | {"claims": list(cleaned.get("claims") or [])}


class CourtField(forms.ModelChoiceField):
    def __init__(self, **kwargs) -> None:
        super().__init__(
            queryset=bodies(BodyKind.COURT).none(), **{"empty_label": "（请选择）"} | kwargs
        )

    def label_from_instance(self, court: Body) -> str:
        return court.name

    def offer(self) -> None:
        self.queryset = bodies(BodyKind.COURT).order_by("pk")


class InterimForm(CaseForm):
    """A formula beside each claim that the law names; what is left empty is not enforced now."""

    request = forms.CharField(label="先予执行的请求", widget=_lines(2))
    applied_on = DayField(label="申请日期")
    clear_relation = forms.CharField(label="权利义务关系明确的理由", widget=_lines(2))
    hardship = forms.CharField(label="不先予执行将严重影响生活的理由", widget=_lines(2))
    court = CourtField(label="移送哪个法院执行")

    def __init__(self, *args, arbitration: Arbitration, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["court"].offer()
        self.fields["applied_on"].initial = self.today
        rows = arbitration.claims.filter(state=ClaimState.PENDING).select_related("worker")
        rows = rows.order_by("worker__roster_no", "worker_id", "no")
        self.claims = [c for c in rows if c.get_kind_display() in INTERIM_KINDS]
        for claim in self.claims:
            self.fields[f"formula_{claim.pk}"] = forms.CharField(
                label=f"{claim.worker.name}第{claim.no}项 {claim.what}",
                max_length=200,
                required=False,
                help_text=f"请求{yuan(claim.amount_fen or 0)}元：{claim.formula}",
            )

    @property
    def groups(self):
        return (
            ("条件", ("request", "applied_on", "clear_relation", "hardship", "court")),
            ("先予执行的金额（算式）", tuple(f"formula_{claim.pk}" for claim in self.claims)),
        )

    def clean(self) -> dict:
        cleaned = super().clean()
        items = []
        for claim in self.claims:
            if formula := cleaned.pop(f"formula_{claim.pk}", "").strip():
                items.append(InterimItem(claim, formula))
        names = ("applied_on", "request", "clear_relation", "hardship")
        why = {name: cleaned.pop(name, None) for name in names}
        if not self.errors:
            cleaned["why"] = Interim(**why)
        return cleaned | {"items": items}


_ENDED = {
    ArbitrationState.DECIDED: CloseOutcome.AWARD_EFFECTIVE,
    ArbitrationState.SETTLED: CloseOutcome.SETTLED_AND_PERFORMED,
    ArbitrationState.TRANSFERRED: CloseOutcome.TRANSFERRED,
    ArbitrationState.WITHDRAWN: CloseOutcome.WITHDRAWN,
}


class CloseForm(CaseForm):
    """案卷归档: how it ended, and what is owed by the wage account."""

    outcome = forms.TypedChoiceField(
        label="结果", choices=CloseOutcome.choices, coerce=CloseOutcome, widget=forms.RadioSelect
    )
    outstanding_fen = YuanField(
        label="工资账户尚欠（元）", help_text="请与工资账户核对，不一致的不能归档。"
    )

    def __init__(self, *args, arbitration: Arbitration, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].initial = _ENDED.get(ArbitrationState(arbitration.state))
