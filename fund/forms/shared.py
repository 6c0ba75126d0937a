"""A payment of the employer that went partly to the fund and partly to the workers."""

from django import forms

from cases.forms.fields import YuanField
from cases.models import Party
from cases.queries import wage_accounts
from fund.forms.acts import AdvanceForm
from mediation.choices import PaymentMethod
from mediation.queries import current_agreement, next_instalment, unpaid_shares

_TRANSFERS = [(m.value, m.label) for m in PaymentMethod if m != PaymentMethod.CASH]


class SharedRow(forms.Form):
    to_fund_fen = YuanField(required=False)
    to_worker_fen = YuanField(required=False)

    def __init__(self, *args, worker: Party, open_fen: int, of_fund_fen: int, **kwargs) -> None:
        self.worker, self.open_fen = worker, open_fen
        super().__init__(*args, **kwargs)
        fund = min(open_fen, of_fund_fen)
        for name, words, fen in (
            ("to_fund_fen", "归还周转金（元）", fund),
            ("to_worker_fen", "支付本人（元）", open_fen - fund),
        ):
            self.fields[name].initial = fen
            self.fields[name].widget.attrs["aria-label"] = f"{worker.name}{words}"


class Payer(forms.ModelChoiceField):
    def label_from_instance(self, party: Party) -> str:
        return party.name


class SharedForm(AdvanceForm):
    """
    The next instalment of the agreement, worker by worker: the part of the fund, and theirs.

    Who checks it and who works on the case confirm it at their own login.
    """

    payer = Payer(label="付款人", queryset=Party.objects.none(), empty_label=None)
    fund_slip = forms.CharField(label="周转金账户的银行回单号", max_length=60)
    method = forms.ChoiceField(label="支付劳动者的方式", choices=_TRANSFERS)
    voucher = forms.CharField(label="支付劳动者的凭证", max_length=200)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        agreement = current_agreement(self.case)
        self.instalment = next_instalment(agreement) if agreement else None
        payers = agreement.payers.values("party") if agreement else []
        self.fields["payer"].queryset = Party.objects.filter(pk__in=payers).order_by("id")
        data = self.data if self.is_bound else None
        owed = {a.worker.pk: a.owed_to_fund_fen for a in wage_accounts(self.case)}
        self.shared = [
            SharedRow(
                data,
                prefix=f"worker-{worker.pk}",
                worker=worker,
                open_fen=rest,
                of_fund_fen=owed.get(worker.pk, 0),
            )
            for worker, rest in (unpaid_shares(self.instalment) if self.instalment else [])
        ]

    def clean(self):
        cleaned = super().clean()
        to_fund, to_workers = [], []
        for row in self.shared:
            if not row.is_valid():
                self.add_error(None, f"{row.worker.name}的金额填写有误。")
                continue
            for rows, name in ((to_fund, "to_fund_fen"), (to_workers, "to_worker_fen")):
                if fen := row.cleaned_data[name]:
                    rows.append((row.worker, fen))
        if self.instalment is None:
            self.add_error(None, "调解协议没有未付的期次，请改为登记回款。")
        elif not to_fund:
            self.add_error(None, "没有归还周转金的部分，请由办案人登记付款。")
        given = {"to_fund_rows": to_fund, "to_worker_rows": to_workers}
        return cleaned | given | {"instalment": self.instalment}
