"""Money that is not the fund's, and what was entered wrongly: a slip, a sum, a reason."""

from datetime import date

from django import forms

from cases.forms.fields import DayField, YuanField
from fund.choices import AdvanceState, Designation
from fund.models import Advance, FundAccount, Held
from fund.queries import held_rest_fen
from staff.models import User


class MoneyForm(forms.Form):
    """An act on `account`, which another officer confirms later."""

    def __init__(self, *args, account: FundAccount, user: User, today: date, **kwargs) -> None:
        self.account, self.user, self.today = account, user, today
        super().__init__(*args, **kwargs)


class HoldForm(MoneyForm):
    payer = forms.CharField(
        label="付款人", max_length=120, help_text="不知道的，写银行回单上的户名。"
    )
    amount_fen = YuanField(label="到账金额（元）")
    bank_slip = forms.CharField(label="银行回单号", max_length=60)
    received_on = DayField(label="到账日期")

    def clean_received_on(self) -> date:
        day = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError("到账日期不能晚于今天。")
        return day


class CorrectForm(MoneyForm):
    reason = forms.CharField(
        label="冲销的理由", max_length=120, help_text="原凭证保留，另记一份红字凭证。"
    )


class HeldForm(MoneyForm):
    """An act on one sum in suspense."""

    def __init__(self, *args, held: Held, **kwargs) -> None:
        self.held, self.rest_fen = held, held_rest_fen(held)
        super().__init__(*args, account=held.account, **kwargs)


class GiveBackForm(HeldForm):
    amount_fen = YuanField(label="退还金额（元）")
    bank_slip = forms.CharField(label="退款的银行回单号", max_length=60)
    reason = forms.CharField(label="退还的理由", max_length=120)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount_fen"].initial = self.rest_fen


class PassOnForm(HeldForm):
    """What came in for the workers: how much of it each gets."""

    bank_slip = forms.CharField(label="转付的银行回单号", max_length=60)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        case = self.held.advance.case if self.held.advance else None
        self.workers = list(case.parties.workers()) if case else []
        for worker in self.workers:
            self.fields[f"worker_{worker.pk}"] = YuanField(
                label=f"{worker.roster_no} {worker.name}（元）", required=False
            )

    def clean(self):
        cleaned = super().clean()
        rows = [(worker, cleaned.pop(f"worker_{worker.pk}", None)) for worker in self.workers]
        return cleaned | {"rows": [(worker, fen) for worker, fen in rows if fen]}


class AdvanceField(forms.ModelChoiceField):
    def label_from_instance(self, advance: Advance) -> str:
        return f"{advance} {advance.debtor.name}"


class NameForm(HeldForm):
    """Whose money it was after all: it becomes a recovery of one advance."""

    advance = AdvanceField(
        label="是哪一笔垫付的回款", queryset=Advance.objects.none(), empty_label="（请选择）"
    )
    designation = forms.ChoiceField(label="付款人指定用途", choices=Designation)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        owing = self.held.account.advances.filter(
            state__in=[AdvanceState.DISBURSED, AdvanceState.WRITTEN_OFF]
        )
        self.fields["advance"].queryset = owing.select_related("case", "debtor").order_by("id")
