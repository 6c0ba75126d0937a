"""Forms of the account: opening it, money of the treasury, the statement, the end of the day."""

from django import forms

from cases.forms.fields import YuanField
from fund.choices import FundLevel
from fund.forms.bank_file import LIMIT, read_statement
from staff.choices import BodyKind
from staff.models import Body
from staff.queries import bodies


class OpenAccountForm(forms.Form):
    body = forms.ModelChoiceField(
        label="管理机构",
        queryset=Body.objects.none(),
        empty_label=None,
        help_text="先由管理员在“机构”中登记周转金管理机构。",
    )
    level = forms.ChoiceField(label="级次", choices=FundLevel)
    name = forms.CharField(label="账户名称", max_length=80)
    holder = forms.CharField(label="户名", max_length=120)
    bank_name = forms.CharField(label="开户银行", max_length=80)
    account_no = forms.CharField(label="账号", max_length=40)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies(BodyKind.FUND_BODY).order_by("name")


class FundingForm(forms.Form):
    amount_fen = YuanField(label="拨入金额（元）")
    source = forms.CharField(
        label="拨款文件", max_length=120, help_text="财政拨款文件的名称、文号或者凭证号。"
    )


class StatementForm(forms.Form):
    account_no = forms.CharField(
        label="对账单账号", max_length=40, help_text="照对账单上的账号填写，系统核对是否为本账户。"
    )
    file = forms.FileField(
        label="对账单文件（CSV）", help_text="栏目：流水号、日期、收入、支出、对方户名、附言。"
    )

    def clean(self):
        cleaned = super().clean()
        upload = cleaned.pop("file", None)
        if upload is None:
            return cleaned
        if upload.size > LIMIT:
            raise forms.ValidationError("文件超过2兆字节，请分月导出。")
        return cleaned | {"lines": read_statement(upload.read())}


class NothingForm(forms.Form):
    """An act that asks nothing but to be done."""
