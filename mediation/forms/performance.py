"""Forms after the agreement: payment, default, demand, follow-up."""

from django import forms

from cases.forms.fields import YuanField
from cases.models import Party
from cases.queries import wage_accounts
from mediation.choices import FollowUpMethod, PaymentMethod
from mediation.forms.fields import ActForm, DatedForm, DayField, PartiesField, PartyField
from mediation.models import Instalment
from mediation.queries import repaid_not_credited_fen, settled_workers


class PaidRow(forms.Form):
    amount_fen = YuanField(required=False)
    acknowledged = forms.BooleanField(required=False)

    def __init__(self, *args, worker, open_fen: int, **kwargs) -> None:
        self.worker, self.open_fen = worker, open_fen
        super().__init__(*args, **kwargs)
        self.fields["amount_fen"].initial = open_fen
        self.fields["amount_fen"].widget.attrs.update(
            {"aria-label": f"{worker.name}本次付款（元）", "class": "form-control amount"}
        )
        self.fields["acknowledged"].widget.attrs["aria-label"] = f"{worker.name}已确认收到"


class PaymentForm(DatedForm):
    """A payment on one instalment; `open_` are the workers with what is open for each."""

    payer = PartyField(label="付款人")
    on_behalf_of = PartyField(
        label="代谁付款", required=False, help_text="付款人不是协议或者文书确定的付款人时填写。"
    )
    method = forms.ChoiceField(label="付款方式", choices=PaymentMethod)
    voucher = forms.CharField(
        label="付款凭证", max_length=200, required=False, help_text="如银行回单号、领款单编号。"
    )
    stated_total_fen = YuanField(
        label="凭证上的总额（元）", required=False, help_text="填写后与各人合计核对。"
    )
    witnesses = forms.CharField(
        label="见证人",
        max_length=100,
        required=False,
        help_text="现场现金支付须有两名见证人，用顿号隔开。",
    )
    for_workers = forms.BooleanField(
        label="付款人书面写明这笔钱用于支付劳动者工资",
        required=False,
        help_text="周转金垫付过的，付款先按市里的次序归还周转金，由周转金经办人登记回款；付款人另有指明的才勾选。",
    )
    field_order = (
        "payer",
        "on_behalf_of",
        "method",
        "voucher",
        "stated_total_fen",
        "for_workers",
        "witnesses",
        "on",
    )

    def __init__(self, *args, liable: list[int], open_: list[tuple[Party, int]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "付款日"
        others = self.others()
        self.fields["payer"].queryset = others
        self.fields["payer"].initial = next(iter(liable), None)
        self.fields["on_behalf_of"].queryset = others.filter(pk__in=liable)
        data = self.data if self.is_bound else None
        accounts = {a.worker.pk: a for a in wage_accounts(self.case)}
        if not any(a.owed_to_fund_fen for a in accounts.values()):
            del self.fields["for_workers"]
        # What the fund has got back and no instalment was credited with yet is credited here.
        self.to_fund = [
            (worker, min(rest, repaid_not_credited_fen(worker)))
            for worker, rest in open_
            if worker.pk in accounts and accounts[worker.pk].repaid_to_fund_fen
        ]
        credited = {worker.pk: fen for worker, fen in self.to_fund}
        self.rows = [
            PaidRow(
                data,
                prefix=f"worker-{worker.pk}",
                worker=worker,
                open_fen=rest - credited.get(worker.pk, 0),
            )
            for worker, rest in open_
        ]

    @property
    def open_fen(self) -> int:
        return sum(row.open_fen for row in self.rows)

    @property
    def to_fund_fen(self) -> int:
        """What the fund has got back already and is credited together with this payment."""
        return sum(fen for _, fen in self.to_fund)

    def clean_witnesses(self) -> list[str]:
        return [n.strip() for n in self.cleaned_data["witnesses"].split("、") if n.strip()]

    def clean(self):
        cleaned = super().clean()
        paid, acknowledged = [], []
        for row in self.rows:
            if not row.is_valid():
                for errors in row.errors.values():
                    self.add_error(None, f"{row.worker.name}：{errors[0]}")
                continue
            if row.cleaned_data["amount_fen"]:
                paid.append((row.worker, row.cleaned_data["amount_fen"]))
                if row.cleaned_data["acknowledged"]:
                    acknowledged.append(row.worker)
        to_fund_rows = [(worker, fen) for worker, fen in self.to_fund if fen]
        return cleaned | {"rows": paid, "acknowledged": acknowledged, "to_fund_rows": to_fund_rows}


class DemandForm(DatedForm):
    to = PartyField(label="督促谁")
    pay_by = DayField(label="限于何日前支付")
    field_order = ("to", "pay_by", "on")

    def __init__(self, *args, instalment: Instalment, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        payers = instalment.agreement.payers.values("party")
        self.fields["to"].queryset = self.others().filter(pk__in=payers)
        self.fields["to"].initial = self.fields["to"].queryset.first()


class FollowUpForm(DatedForm):
    method = forms.ChoiceField(label="回访方式", choices=FollowUpMethod)
    interviewees = PartiesField(label="受访人")
    paid_in_full = forms.BooleanField(label="受访人确认协议款项已全部付清", required=False)
    satisfied = forms.BooleanField(label="对办理情况满意", required=False)
    new_arrears = forms.BooleanField(label="又有新的欠薪", required=False)
    remarks = forms.CharField(
        label="意见", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = (
        "method",
        "interviewees",
        "paid_in_full",
        "satisfied",
        "new_arrears",
        "remarks",
        "on",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "回访日"
        self.fields["interviewees"].queryset = self.case.parties.filter(
            pk__in=settled_workers(self.case)
        ).order_by("roster_no")


class DefaultForm(ActForm):
    """Nothing to type: what is unpaid and since when is in the record."""
