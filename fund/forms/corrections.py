"""A line that came back, and a line of the statement that is laid against a voucher."""

from django import forms
from django.db.models import Sum

from fund.choices import Ledger
from fund.models import BankLine, Posting, Voucher


class BounceForm(forms.Form):
    reason = forms.CharField(
        label="退票原因", max_length=100, help_text="照银行退票通知填写，如“账号已销户”。"
    )


class VoucherField(forms.ModelChoiceField):
    def label_from_instance(self, voucher: Voucher) -> str:
        return f"{voucher.on:%Y-%m-%d} {voucher} {voucher.summary}"


class MatchForm(forms.Form):
    voucher = VoucherField(
        label="对应的凭证",
        queryset=Voucher.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text="只列出同一账户、金额相同、还没有勾对的凭证。",
    )

    def __init__(self, *args, line: BankLine, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        same = (
            Posting.objects.filter(account=line.account_id, ledger=Ledger.BANK)
            .values("voucher")
            .annotate(total=Sum("amount_fen"))
            .filter(total=line.amount_fen)
        )
        free = Voucher.objects.filter(pk__in=same.values("voucher"), bank_line=None)
        self.fields["voucher"].queryset = free.order_by("on", "number")
