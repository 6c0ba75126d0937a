"""Who takes the money: cash on site, and the receipts, each row with a proxy if there is one."""

from datetime import date

from django import forms

from cases.forms.fields import DayField
from fund.choices import PaidBy, PaymentState
from fund.forms.acts import AdvanceForm
from fund.models import AdvanceLine, PaymentLine
from fund.operations import Proxy
from fund.queries import unpaid_lines
from mediation.forms.fields import MomentField


class PayeeRow(forms.Form):
    """One worker's row; `taken` only where a person chooses who is paid now."""

    taken = forms.BooleanField(required=False)
    proxy_name = forms.CharField(max_length=60, required=False)
    proxy_id_no = forms.CharField(max_length=18, required=False)
    authority_on = DayField(required=False)

    def __init__(self, *args, line: AdvanceLine, choosing: bool, **kwargs) -> None:
        self.line, self.choosing = line, choosing
        super().__init__(*args, **kwargs)
        if not choosing:
            del self.fields["taken"]
        for name, words in (
            ("taken", "当场领取"),
            ("proxy_name", "代领人"),
            ("proxy_id_no", "代领人公民身份号码"),
            ("authority_on", "授权委托书日期"),
        ):
            if name in self.fields:
                self.fields[name].widget.attrs["aria-label"] = f"{line.worker.name}{words}"

    @property
    def proxy(self) -> Proxy | None:
        """The proxy, as soon as anything of one is filled in: half of one is refused by the act."""
        given = self.cleaned_data
        said: tuple[str, str, date | None] = (
            given["proxy_name"],
            given["proxy_id_no"],
            given["authority_on"],
        )
        return Proxy(*said) if any(said) else None


class PayeesForm(AdvanceForm):
    """A form with a row per worker below it, cleaned as `proxies`."""

    choosing = False

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        data = self.data if self.is_bound else None
        self.payees = [
            PayeeRow(data, prefix=f"line-{line.pk}", line=line, choosing=self.choosing)
            for line in self.lines()
        ]

    def lines(self) -> list[AdvanceLine]:
        raise NotImplementedError

    def clean(self):
        cleaned = super().clean()
        proxies = {}
        for row in self.payees:
            if not row.is_valid():
                self.add_error(None, f"{row.line.worker.name}的代领人填写有误。")
            elif row.proxy is not None:
                proxies[row.line.worker_id] = row.proxy
        return cleaned | {"proxies": proxies}


class ReceiptsForm(PayeesForm):
    witness = forms.CharField(label="见证人", max_length=30)
    payees_help = (
        "由本人签名捺印的不填；由他人代领的，逐行填写代领人，并附授权委托书和双方身份证件。"
    )

    def lines(self) -> list[AdvanceLine]:
        """Return who was paid by the bank: of cash it is known who took it."""
        paid = PaymentLine.objects.filter(
            line__advance=self.advance, state=PaymentState.PAID, list__method=PaidBy.BANK
        )
        rows = self.advance.lines.filter(pk__in=paid.values("line")).select_related("worker")
        return list(rows.order_by("worker__roster_no"))


class CashForm(PayeesForm):
    choosing = True
    payees_help = "勾选当场领取的劳动者；由他人代领的，填写代领人，没有授权委托书不能代领。"
    reason = forms.CharField(
        label="付现金的原因", max_length=200, help_text="能转账到本人账户的，一律转账。"
    )
    slip = forms.CharField(label="取现凭证号", max_length=60)
    paid_at = MomentField(label="付款时间")
    witnesses = forms.CharField(
        label="见证人", max_length=100, help_text="出纳以外的两名见证人，用顿号隔开。"
    )

    def lines(self) -> list[AdvanceLine]:
        return unpaid_lines(self.advance)

    def clean_witnesses(self) -> list[str]:
        return [n.strip() for n in self.cleaned_data["witnesses"].split("、") if n.strip()]

    def clean(self):
        cleaned = super().clean()
        taken = [r.line.worker for r in self.payees if r.is_valid() and r.cleaned_data["taken"]]
        chosen = {worker.pk for worker in taken}
        proxies = {pk: proxy for pk, proxy in cleaned["proxies"].items() if pk in chosen}
        return cleaned | {"workers": taken, "proxies": proxies}
