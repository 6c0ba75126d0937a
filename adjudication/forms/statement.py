"""What is filled in for a statement of settlement: each worker's sum, the days, who agreed."""

from decimal import Decimal

from django import forms

from adjudication.choices import ClaimState, HandedOver
from adjudication.models import Arbitration, Statement
from adjudication.operations import bound_by
from adjudication.papers.blocks import agents, usual_attendant
from cases.choices import PartyKind
from cases.models import Party
from law.money import fen, yuan
from mediation.forms.fields import ActForm, DayField, PartiesField, PartyField

DAYS = (1, 2, 3)


class SettleForm(ActForm):
    """A sum for each worker who settles, empty for who goes on; up to three days of payment."""

    payers = PartiesField(label="谁付款")
    other_terms = forms.CharField(
        label="其他约定",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一条，例如：双方就本案请求再无其他争议。没有的不填。",
    )

    def __init__(self, *args, arbitration: Arbitration, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.arbitration = arbitration
        answer = [*arbitration.respondents.all(), *arbitration.third_parties.all()]
        self.fields["payers"].queryset = Party.objects.filter(pk__in=[p.pk for p in answer])
        self.fields["payers"].initial = [p.pk for p in arbitration.respondents.all()]
        claimed: dict[int, int] = {}
        pending = arbitration.claims.filter(state=ClaimState.PENDING)
        for worker, sum_fen in pending.values_list("worker", "amount_fen"):
            claimed[worker] = claimed.get(worker, 0) + (sum_fen or 0)
        self.workers = [
            (worker, claimed[worker.pk])
            for worker in arbitration.applicants.filter(pk__in=claimed).order_by("roster_no", "id")
        ]
        for worker, asked in self.workers:
            self.fields[f"sum-{worker.pk}"] = forms.CharField(
                label=f"{worker.name}调解金额（元）",
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
                help_text=f"请求 {yuan(asked)} 元；不达成调解的不填。",
            )
            self._who(worker, f"{worker.name}由谁同意")
        for party in arbitration.respondents.order_by("id"):
            self._who(party, f"{party.name}由谁同意")
        for no in DAYS:
            self.fields[f"day-{no}"] = DayField(label=f"第{no}期付款日", required=no == 1)
            self.fields[f"share-{no}"] = forms.DecimalField(
                label=f"第{no}期比例（%）",
                required=no == 1,
                min_value=Decimal("0.01"),
                max_value=100,
                decimal_places=2,
                initial=100 if no == 1 else None,
            )

    def _who(self, party: Party, label: str) -> None:
        own = party.name if party.kind == PartyKind.NATURAL else party.legal_rep
        names = [own, *(a.agent for a in agents(party, on=self.today))]
        names = list(dict.fromkeys(name for name in names if name))
        usual = usual_attendant(party, on=self.today).person
        self.fields[f"who-{party.pk}"] = forms.ChoiceField(
            label=label,
            choices=[(name, name) for name in names],
            initial=usual if usual in names else None,
            required=False,
        )

    @property
    def sections(self):
        workers = [
            self[name]
            for worker, _ in self.workers
            for name in (f"sum-{worker.pk}", f"who-{worker.pk}")
        ]
        others = [self[f"who-{p.pk}"] for p in self.arbitration.respondents.order_by("id")]
        days = [self[f"{name}-{no}"] for no in DAYS for name in ("day", "share")]
        return [
            ("每人的金额", workers),
            ("付款", [self["payers"], *others]),
            ("哪天付", days),
            ("其他约定", [self["other_terms"]]),
        ]

    def clean(self) -> dict:
        given = super().clean() or {}
        amounts: dict[Party, int] = {}
        through: dict[Party, str] = {}
        for worker, _ in self.workers:
            text = given.get(f"sum-{worker.pk}", "").strip()
            if not text:
                continue
            try:
                amounts[worker] = fen(text.replace(",", "").replace("，", ""))
            except ValueError:
                self.add_error(f"sum-{worker.pk}", "金额请写数字，最多两位小数，例如 8000.00。")
            through[worker] = given.get(f"who-{worker.pk}", "")
        if not amounts and not self.errors:
            raise forms.ValidationError("请至少填写一名劳动者的调解金额。")
        for party in self.arbitration.respondents.all():
            through[party] = given.get(f"who-{party.pk}", "")
        days = []
        for no in DAYS:
            day, share = given.get(f"day-{no}"), given.get(f"share-{no}")
            if (day is None) != (share is None):
                self.add_error(f"day-{no}", "付款日和比例要一起填写。")
            elif day:
                days.append((day, share))
        return {
            "amounts": amounts,
            "agreed_through": through,
            "days": days,
            "payers": given.get("payers") or [],
            "other_terms": [
                line.strip() for line in given.get("other_terms", "").splitlines() if line.strip()
            ],
            "submission": given.get("submission", ""),
        }


class OfStatement(ActForm):
    def __init__(self, *args, statement: Statement, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        signed = set(statement.signatures.values_list("party", flat=True))
        self.bound = [party.pk for party in bound_by(statement) if party.pk not in signed]
        for field in self.fields.values():
            if isinstance(field, PartiesField | PartyField):
                field.queryset = field.queryset.filter(pk__in=self.bound)


class SignedForm(OfStatement):
    parties = PartiesField(label="谁签收了")
    method = forms.TypedChoiceField(
        label="怎样送到",
        choices=HandedOver.choices,
        coerce=HandedOver,
        initial=HandedOver.DIRECT,
        widget=forms.RadioSelect,
    )
    signed_on = DayField(label="签收日期")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signed_on"].initial = self.today

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        parties, day = cleaned.pop("parties", None), cleaned.pop("signed_on", None)
        return cleaned | {"signed_for": dict.fromkeys(parties or [], day)}


class GivenUpForm(OfStatement):
    party = PartyField(label="谁反悔")
    reason = forms.CharField(label="情况", max_length=150, widget=forms.Textarea(attrs={"rows": 2}))
