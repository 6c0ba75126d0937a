"""Forms of a proposal and of the answers to it."""

from decimal import Decimal

from django import forms

from cases.choices import Capacity, PartyKind
from cases.forms.fields import DateInput, YuanField
from cases.models import Case, Party
from cases.queries import wage_accounts
from mediation.choices import (
    Answer,
    DefaultClause,
    Liability,
    PayeeMode,
    PerformanceMode,
    ResidualRights,
)
from mediation.forms.fields import PERSON_CAPACITIES, ActForm, DatedForm, PartiesField, PartyField
from mediation.models import Proposal
from mediation.operations import InstalmentTerm, PayerTerm, Terms
from mediation.papers.agreement import WAGE_ACCOUNT
from staff.choices import BodyKind
from staff.models import Body
from staff.queries import bodies

PAYERS_OFFERED = 4
INSTALMENTS_OFFERED = 6


class WorkerRow(forms.Form):
    take = forms.BooleanField(required=False)
    amount_fen = YuanField(required=False)

    def __init__(self, *args, account, **kwargs) -> None:
        self.account, self.worker = account, account.worker
        super().__init__(*args, **kwargs)
        self.fields["take"].initial = True
        self.fields["amount_fen"].initial = account.liable_fen
        name = self.worker.name
        self.fields["take"].widget.attrs["aria-label"] = f"{name}列入方案"
        self.fields["amount_fen"].widget.attrs.update(
            {"aria-label": f"{name}的方案金额（元）", "class": "form-control amount"}
        )


class PayerRow(forms.Form):
    party = PartyField(required=False)
    liability = forms.ChoiceField(choices=Liability, required=False)
    share_fen = YuanField(required=False)
    cap_fen = YuanField(required=False)
    account = forms.CharField(max_length=60, required=False)

    LABELS = {
        "party": "付款人",
        "liability": "责任",
        "share_fen": "承担金额（元）",
        "cap_fen": "垫付限额（元）",
        "account": "付款账户",
    }

    def __init__(self, *args, number: int, parties, **kwargs) -> None:
        self.number = number
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties
        self.fields["account"].widget.attrs["list"] = "known-accounts"
        for name, label in self.LABELS.items():
            shape = "form-select" if name in ("party", "liability") else "form-control"
            amount = " amount" if name.endswith("_fen") else ""
            self.fields[name].widget.attrs.update(
                {"aria-label": f"第{number}付款人：{label}", "class": shape + amount}
            )


class InstalmentRow(forms.Form):
    due_on = forms.DateField(required=False, widget=DateInput())
    percent = forms.DecimalField(
        required=False, min_value=Decimal("0.01"), max_value=100, max_digits=5, decimal_places=2
    )

    def __init__(self, *args, number: int, **kwargs) -> None:
        self.number = number
        super().__init__(*args, **kwargs)
        for name, label in (("due_on", "付款日"), ("percent", "比例")):
            self.fields[name].widget.attrs.update(
                {"aria-label": f"第{number}期{label}", "class": "form-control"}
            )

    def clean(self):
        cleaned = super().clean()
        given = [cleaned.get("due_on"), cleaned.get("percent")]
        if any(given) and not all(given):
            raise forms.ValidationError("付款日和比例须同时填写。")
        return cleaned


class TermsForm(ActForm):
    """
    A proposal; below its fields `workers`, `payers` and `instalments`, lists of row forms.

    `base` fills it with an earlier proposal.
    """

    performance_mode = forms.ChoiceField(
        label="履行方式", choices=PerformanceMode, initial=PerformanceMode.INSTALMENTS
    )
    payee_mode = forms.ChoiceField(label="收款方式", choices=PayeeMode)
    default_kind = forms.ChoiceField(
        label="违约条款", choices=DefaultClause, initial=DefaultClause.ACCELERATION
    )
    grace_days = forms.IntegerField(
        label="宽限日数", required=False, min_value=0, max_value=60, help_text="逾期几日后算违约。"
    )
    penalty_rate = forms.CharField(
        label="违约金标准", required=False, max_length=60, help_text="约定违约金的填写。"
    )
    residual_rights = forms.ChoiceField(label="剩余权利", choices=ResidualRights)
    acknowledging = PartiesField(
        label="仅确认用工和金额的人",
        required=False,
        help_text="不付款但须表态并签字的人，如直接用工的分包单位、班组长。",
    )
    recourse_reserved = forms.BooleanField(label="付款人保留向责任人追偿的权利", required=False)
    joint_confirmation = forms.BooleanField(label="约定共同申请司法确认", required=False)
    court = forms.ModelChoiceField(
        label="申请确认的人民法院",
        queryset=Body.objects.none(),
        required=False,
        empty_label="（不申请）",
    )
    waiver_explanation = forms.CharField(
        label="放弃部分的说明",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="方案少于欠付时必填：为何放弃，劳动者如何知情并自愿。",
    )
    other_terms = forms.CharField(
        label="其他约定",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="每行一条。",
    )

    def __init__(self, *args, base: Proposal | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["acknowledging"].queryset = self.others()
        self.fields["court"].queryset = bodies(BodyKind.COURT)
        self.initial = _initial(base) | self.initial if base else self.initial
        data = self.data if self.is_bound else None
        amounts = {r.worker_id: r.amount_fen for r in base.rows.all()} if base else None
        self.workers = []
        for account in wage_accounts(self.case):
            if not account.liable_fen:
                continue
            pk = account.worker.pk
            first = None
            if amounts is not None:
                offered = amounts.get(pk, account.liable_fen)
                first = {"take": pk in amounts, "amount_fen": offered}
            self.workers.append(
                WorkerRow(data, prefix=f"worker-{pk}", account=account, initial=first)
            )
        payers = list(base.payers.all()) if base else []
        self.payers = [
            PayerRow(
                data,
                prefix=f"payer-{n}",
                number=n,
                parties=self.others(),
                initial=_payer(payers[n - 1]) if n <= len(payers) else None,
            )
            for n in range(1, PAYERS_OFFERED + 1)
        ]
        schedule = base.schedule if base else []
        self.instalments = [
            InstalmentRow(
                data,
                prefix=f"instalment-{n}",
                number=n,
                initial=schedule[n - 1] if n <= len(schedule) else None,
            )
            for n in range(1, max(INSTALMENTS_OFFERED, len(schedule)) + 1)
        ]

    known_accounts = (WAGE_ACCOUNT,)

    @property
    def outstanding_fen(self) -> int:
        return sum(row.account.liable_fen for row in self.workers)

    def clean(self):
        cleaned = super().clean()
        named = (
            *((row.worker.name, row) for row in self.workers),
            *((f"第{row.number}付款人", row) for row in self.payers),
            *((f"第{row.number}期", row) for row in self.instalments),
        )
        for name, row in named:
            if not row.is_valid():
                for errors in row.errors.values():
                    self.add_error(None, f"{name}：{errors[0]}")
        return cleaned

    def terms(self) -> Terms:
        """Return what the valid form says; a single payer without a share pays everything."""
        data = self.cleaned_data
        taken = [row for row in self.workers if row.cleaned_data["take"]]
        amounts = {
            row.worker.roster_no: row.cleaned_data["amount_fen"]
            if row.cleaned_data["amount_fen"] is not None
            else row.account.liable_fen
            for row in taken
        }
        payers = [row.cleaned_data for row in self.payers if row.cleaned_data.get("party")]
        whole = sum(amounts.values()) if len(payers) == 1 else 0
        due = [row.cleaned_data for row in self.instalments if row.cleaned_data.get("due_on")]
        return Terms(
            payers=tuple(
                PayerTerm(
                    party=p["party"],
                    liability=Liability(p["liability"] or Liability.DIRECT),
                    share_fen=whole if p["share_fen"] is None else p["share_fen"],
                    account=p["account"],
                    cap_fen=p["cap_fen"],
                )
                for p in payers
            ),
            schedule=tuple(
                InstalmentTerm(no=no, due_on=d["due_on"], percent=d["percent"])
                for no, d in enumerate(due, 1)
            ),
            performance_mode=PerformanceMode(data["performance_mode"]),
            payee_mode=PayeeMode(data["payee_mode"]),
            default_kind=DefaultClause(data["default_kind"]),
            grace_days=data["grace_days"],
            penalty_rate=data["penalty_rate"],
            residual_rights=ResidualRights(data["residual_rights"]),
            acknowledging=tuple((p, "") for p in data["acknowledging"]),
            recourse_reserved=data["recourse_reserved"],
            joint_confirmation=data["joint_confirmation"],
            court=data["court"],
            workers=tuple(row.worker for row in taken),
            amounts=amounts,
            waiver_explanation=data["waiver_explanation"],
            other_terms=tuple(t.strip() for t in data["other_terms"].splitlines() if t.strip()),
        )


def _initial(base: Proposal) -> dict:
    keys = {a["party"] for a in base.acknowledging}
    return {
        "performance_mode": base.performance_mode,
        "payee_mode": base.payee_mode,
        "default_kind": base.default_kind,
        "grace_days": base.grace_days,
        "penalty_rate": base.penalty_rate,
        "residual_rights": base.residual_rights,
        "acknowledging": [p.pk for p in base.case.parties.filter(key__in=keys)],
        "recourse_reserved": base.recourse_reserved,
        "joint_confirmation": base.joint_confirmation,
        "court": base.court_id,
        "waiver_explanation": base.waiver_explanation,
        "other_terms": "\n".join(base.other_terms),
    }


def _payer(payer) -> dict:
    return {
        "party": payer.party_id,
        "liability": payer.liability,
        "share_fen": payer.share_fen,
        "cap_fen": payer.cap_fen,
        "account": payer.account,
    }


class AnswerForm(DatedForm):
    """One party's answer; `through` and `capacity` say who gave it."""

    party = PartyField(label="谁表态")
    answer = forms.ChoiceField(label="表态", choices=Answer, widget=forms.RadioSelect)
    capacity = forms.ChoiceField(
        label="由何种身份的人表态", choices=PERSON_CAPACITIES, required=False
    )
    through = forms.CharField(
        label="表态人", max_length=60, required=False, help_text="由本人表态的不必填写。"
    )
    reason = forms.CharField(label="理由", max_length=300, required=False)
    terms_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    field_order = ("party", "answer", "capacity", "through", "reason", "on", "terms_sha256")

    def __init__(self, *args, proposal: Proposal, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        outside = proposal.case.parties.others() | Party.objects.filter(
            pk__in=proposal.rows.values("worker")
        )
        self.fields["party"].queryset = outside.select_related("case").order_by("roster_no", "id")
        # The quick buttons of the working screen mean today.
        self.fields["on"].required = False
        self.fields["terms_sha256"].initial = proposal.terms_sha256

    def clean_on(self):
        return super().clean_on() if self.cleaned_data.get("on") else self.today

    def clean_capacity(self):
        return Capacity(self.cleaned_data["capacity"] or Capacity.SELF)


class AnswersForm(ActForm):
    """The same yes of several workers who are here in person."""

    parties = PartiesField(label="哪些人")
    terms_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, proposal: Proposal, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"].queryset = Party.objects.filter(
            pk__in=proposal.rows.values("worker")
        ).order_by("roster_no")
        answered = proposal.answers.filter(terms_sha256=proposal.terms_sha256)
        self.fields["parties"].initial = list(
            proposal.rows.exclude(worker__in=answered.values("party")).values_list(
                "worker_id", flat=True
            )
        )
        self.fields["terms_sha256"].initial = proposal.terms_sha256


def spokesman(case: Case, party: Party, attendance) -> tuple[Capacity, str]:
    """Return in which capacity who would answer for a party: who is here, else its own head."""
    if attendance is not None:
        return Capacity(attendance.capacity), attendance.person
    if party.kind == PartyKind.ORG:
        return Capacity.LEGAL_REPRESENTATIVE, party.legal_rep
    return Capacity.SELF, party.name
