"""Forms of the roster (花名册): one file, or one worker typed by hand."""

from django import forms

from cases.choices import PayUnit
from cases.forms.fields import CaseForm, RowsForm, YuanField
from cases.forms.parties import NaturalPersonForm
from cases.models import Party

LARGEST_FILE = 2 * 1024 * 1024


class RosterForm(CaseForm):
    """
    First the file; then, sealed, the same bytes again with the confirmation.

    The bytes travel with the page, so that what is confirmed is what was shown and nothing half
    imported waits on the server.
    """

    file = forms.FileField(
        label="花名册文件",
        error_messages={"required": "请选择花名册文件。"},
        help_text="xlsx格式，2兆以内；有一处错误就整份不导入。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    sealed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not self.data.get("sealed")

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError("文件超过2兆，请分成几份，或删去图片后再上传。")
        return file


class MonthRow(forms.Form):
    month = forms.CharField(label="月份", widget=forms.HiddenInput)
    quantity = forms.DecimalField(
        label="数量", min_value=0, max_digits=9, decimal_places=3, required=False
    )
    days = forms.DecimalField(
        label="天数", min_value=0, max_digits=9, decimal_places=3, required=False
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("quantity") is not None and cleaned.get("days") is not None:
            raise forms.ValidationError("数量和天数只填一项")
        return cleaned


class WorkerForm(RowsForm, CaseForm):
    """One worker; the quantities are asked for each month of the case's period."""

    name = forms.CharField(label="姓名", max_length=60)
    id_no = forms.CharField(
        label="身份证号",
        max_length=18,
        help_text="照原件录入；性别和出生日期由号码得出。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-no-draft": ""}),
    )
    phone = forms.CharField(label="手机号", max_length=20, required=False)
    post = forms.CharField(
        label="岗位或班组", max_length=Party._meta.get_field("post").max_length, required=False
    )
    pay_unit = forms.ChoiceField(label="计薪单位", choices=PayUnit)
    rate_fen = YuanField(label="单价（元）", help_text="每日、每月、每件或每小时的工资。")
    already_paid_fen = YuanField(
        label="已付（元）", required=False, help_text="已经收到的工资，没有的留空。"
    )
    bank_name = forms.CharField(
        label="开户行", max_length=Party._meta.get_field("bank_name").max_length, required=False
    )
    bank_account = forms.CharField(
        label="银行账号",
        max_length=30,
        required=False,
        help_text="本人的账号。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-no-draft": ""}),
    )

    groups = (
        ("本人", ("name", "id_no", "phone", "post")),
        ("工资", ("pay_unit", "rate_fen", "already_paid_fen")),
        ("收款", ("bank_name", "bank_account")),
    )
    row_form = MonthRow
    row_noun = "个月"
    rows_title = "各月数量"
    rows_help = "日、件、小时填数量；按月计薪的，满月填数量1，不满整月的填出勤天数。"
    rows_shown = 0

    clean_id_no = NaturalPersonForm.clean_id_no

    def clean(self) -> dict:
        cleaned = super().clean()
        worked = [r for r in cleaned.get("rows", []) if r["quantity"] or r["days"]]
        if not self.errors and not worked:
            self.add_error(None, "请至少填写一个月的数量。")
        if any(r["days"] for r in worked) and cleaned.get("pay_unit") != PayUnit.MONTH:
            self.add_error(None, "只有按月计薪而不满整月的才填天数，其余请填数量。")
        return cleaned | {"rows": worked}
