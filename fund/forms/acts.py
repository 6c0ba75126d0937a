"""One form per act on an advance."""

from datetime import date

from django import forms

from cases.forms.fields import CaseForm, DayField, YuanField
from fund.choices import (
    AdvanceKind,
    ApplicantKind,
    DecisionForm,
    Designation,
    Opinion,
    Standing,
    Trigger,
    WriteOffGround,
)
from fund.forms.bank_file import LIMIT, read_answers
from fund.forms.people import Colleague, offer_colleagues
from fund.models import Advance, FundAccount
from fund.operations import Applicant, OverCap, Source, Verified
from law.money import NotAnAmount, fen
from mediation.forms.fields import ActForm, PartiesField
from staff.models import User

EVIDENCE = ("工资表", "考勤记录", "计件工票", "调查笔录", "欠条", "银行流水", "其他")
_LONG = forms.Textarea(attrs={"rows": 4})


class AdvanceForm(CaseForm):
    """The form of an act on `advance` by `user`."""

    def __init__(self, *args, advance: Advance, user: User, **kwargs) -> None:
        self.advance, self.user = advance, user
        super().__init__(*args, **kwargs)
        offer_colleagues(self.fields, account=advance.account, user=user)


class NothingForm(AdvanceForm):
    """An act that asks nothing but to be done."""


class SourceForm(forms.Form):
    applies = forms.BooleanField(label="适用", required=False)
    used_fen = YuanField(label="已动用（元）", required=False)
    exhausted = forms.BooleanField(label="已用完", required=False)
    note = forms.CharField(label="说明", max_length=100, required=False)


class ApplyForm(ActForm):
    account = forms.ModelChoiceField(
        label="周转金账户", queryset=FundAccount.objects.none(), empty_label=None
    )
    trigger = forms.ChoiceField(label="垫付事由", choices=Trigger)
    kind = forms.ChoiceField(label="垫付性质", choices=AdvanceKind)
    applicant_kind = forms.ChoiceField(
        label="申请人类别",
        choices=ApplicantKind,
        help_text="用人单位逃匿的，由行业主管部门申请。",
    )
    applicant_name = forms.CharField(label="申请单位", max_length=120)
    applicant_head = forms.CharField(label="负责人", max_length=60)
    applicant_address = forms.CharField(label="地址", max_length=200)
    applicant_phone = forms.CharField(label="电话", max_length=30)
    requested_fen = YuanField(
        label="申请垫付金额（元）", required=False, help_text="不填写的，按限额计算的最高金额申请。"
    )
    statement = forms.CharField(
        label="欠薪情况", widget=_LONG, required=False, help_text="不填写的，用案件的事实与理由。"
    )
    employer_statement = forms.CharField(label="用人单位说明", widget=_LONG, required=False)
    repayment_plan = forms.CharField(label="还款计划", widget=_LONG, required=False)
    groups = (
        ("", ("account", "trigger", "kind", "requested_fen")),
        (
            "谁来申请",
            (
                "applicant_kind",
                "applicant_name",
                "applicant_head",
                "applicant_address",
                "applicant_phone",
            ),
        ),
        ("情况", ("statement", "employer_statement", "repayment_plan")),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = FundAccount.objects.order_by("id")
        data = self.data if self.is_bound else None
        self.sources = [
            (name, SourceForm(data, prefix=prefix))
            for name, prefix in (("工资保证金", "deposit"), ("工资专用账户", "wage-account"))
        ]

    def clean(self):
        cleaned = super().clean()
        found = []
        for name, form in self.sources:
            if not form.is_valid():
                self.add_error(None, f"{name}的已动用金额填写有误。")
                continue
            given = form.cleaned_data
            found.append(
                Source(
                    name,
                    given["applies"],
                    given["used_fen"] or 0,
                    given["exhausted"],
                    given["note"] or ("" if given["applies"] else "本案不适用"),
                )
            )
        cleaned["sources"] = found
        if not self.errors:
            cleaned["applicant"] = Applicant(
                ApplicantKind(cleaned.pop("applicant_kind")),
                *(
                    cleaned.pop(f"applicant_{name}")
                    for name in ("name", "head", "address", "phone")
                ),
            )
        return cleaned


class VerifiedRow(forms.Form):
    verified_fen = YuanField()
    above_fen = YuanField(required=False)
    evidence = forms.ChoiceField(choices=[(kind, kind) for kind in EVIDENCE])
    disputed = forms.BooleanField(required=False)
    note = forms.CharField(max_length=200, required=False)

    def __init__(self, *args, line, **kwargs) -> None:
        self.line = line
        super().__init__(*args, **kwargs)
        self.fields["verified_fen"].initial = line.claimed_fen
        name = line.worker.name
        for field, words in (
            ("verified_fen", "核实金额（元）"),
            ("above_fen", "超限额垫付（元）"),
            ("evidence", "依据"),
            ("disputed", "有争议"),
            ("note", "备注"),
        ):
            self.fields[field].widget.attrs["aria-label"] = f"{name}{words}"


class VerifyForm(AdvanceForm):
    second_verifier = Colleague(label="另一名核实人")
    method = forms.CharField(
        label="核实方法", widget=_LONG, initial="逐人核对考勤记录和工资表，并制作调查笔录。"
    )
    above_reason = forms.CharField(
        label="超限额的理由",
        max_length=200,
        required=False,
        help_text="只有特殊情况才填；超过限额的，一律由同级人民政府审批。",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        data = self.data if self.is_bound else None
        lines = self.advance.lines.select_related("worker").order_by("worker__roster_no")
        self.rows = [VerifiedRow(data, prefix=f"line-{line.pk}", line=line) for line in lines]

    def clean(self):
        cleaned = super().clean()
        found, above = [], {}
        for row in self.rows:
            if not row.is_valid():
                self.add_error(None, f"{row.line.worker.name}的金额填写有误。")
                continue
            given = row.cleaned_data
            if given["above_fen"]:
                above[row.line.worker.roster_no] = given["above_fen"]
            found.append(
                Verified(
                    row.line.worker,
                    given["verified_fen"] or 0,
                    [given["evidence"]],
                    given["disputed"],
                    given["note"],
                )
            )
        reason = cleaned.pop("above_reason", "")
        asked = OverCap(above, reason) if above or reason.strip() else None
        return cleaned | {"rows": found, "over_cap": asked}


class ApproveForm(AdvanceForm):
    opinion = forms.ChoiceField(label="意见", choices=Opinion, widget=forms.RadioSelect)
    remark = forms.CharField(
        label="说明", max_length=300, required=False, help_text="不同意或者退回的，须写明理由。"
    )
    over_cap_number = forms.CharField(
        label="超限额批准文号",
        max_length=60,
        required=False,
        help_text="由同级人民政府批准时填写批准文件的文号。",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.advance.over_cap:
            del self.fields["over_cap_number"]


class DecideForm(AdvanceForm):
    form = forms.ChoiceField(
        label="垫付形式",
        choices=DecisionForm,
        help_text="用人单位逃匿的用决定书；能够到场的签订协议书。",
    )
    instalments = forms.CharField(
        label="归还计划",
        widget=_LONG,
        required=False,
        help_text="只有协议书填写，每行一期：2027-01-31 5000.00",
    )
    interest = forms.CharField(label="利息约定", max_length=100, initial="不计利息")
    default_terms = forms.CharField(
        label="违约责任",
        max_length=200,
        required=False,
        initial="任何一期逾期超过十日的，甲方可以要求乙方立即归还全部未还款项。",
    )
    security = forms.CharField(label="担保", max_length=200, required=False)

    def clean_instalments(self) -> list[tuple[date, int]]:
        found = []
        for number, text in enumerate(self.cleaned_data["instalments"].splitlines(), start=1):
            if not text.strip():
                continue
            day, _, amount = text.strip().partition(" ")
            try:
                found.append((date.fromisoformat(day), fen(amount)))
            except (ValueError, NotAnAmount) as wrong:
                raise forms.ValidationError(f"第{number}行应写成“2027-01-31 5000.00”。") from wrong
        return found


class WitnessForm(AdvanceForm):
    witness = forms.CharField(label="见证人", max_length=30)


class AnswersForm(AdvanceForm):
    file = forms.FileField(label="银行回盘文件（CSV）")

    def clean(self):
        cleaned = super().clean()
        upload = cleaned.pop("file", None)
        if upload is None:
            return cleaned
        if upload.size > LIMIT:
            raise forms.ValidationError("文件超过2兆字节，请核对是否为回盘文件。")
        answers, total = read_answers(upload.read(), at=self.at)
        return cleaned | {"answers": answers, "stated_total_fen": total}


class NoticeForm(AdvanceForm):
    to = PartiesField(label="受通知人")
    pay_by = DayField(label="归还期限")
    method = forms.ChoiceField(
        label="送达方式",
        choices=[("post", "邮寄"), ("direct", "直接送达"), ("left", "留置送达")],
    )
    head = forms.CharField(label="签发人", max_length=30)
    head_post = forms.CharField(label="签发人职务", max_length=40)
    listing = forms.BooleanField(
        label="告知失信名单", required=False, help_text="责令支付期满未支付的，可以告知。"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = self.case.parties.select_related("case").others()
        self.fields["to"].initial = [self.advance.debtor_id]

    def clean(self):
        cleaned = super().clean()
        standings = {
            "investor": Standing.INVESTOR,
            "general_contractor": Standing.GENERAL_CONTRACTOR,
        }
        cleaned["to"] = [
            (p, standings.get(p.role, Standing.EMPLOYER), p.address or "地址不明")
            for p in cleaned.get("to", [])
        ]
        cleaned["signed_off"] = {
            "name": cleaned.pop("head", ""),
            "post": cleaned.pop("head_post", ""),
        }
        return cleaned


class RecoverForm(AdvanceForm):
    payer = forms.CharField(label="付款人", max_length=120)
    amount_fen = YuanField(label="到账金额（元）")
    over_fen = YuanField(
        label="多付待退（元）",
        required=False,
        help_text="超过全部欠款的部分，先记入暂收款，再退还付款人；没有的不填。",
    )
    bank_slip = forms.CharField(label="银行回单号", max_length=60)
    received_on = DayField(label="到账日期")
    designation = forms.ChoiceField(label="付款人指定用途", choices=Designation)

    def clean_over_fen(self) -> int:
        return self.cleaned_data["over_fen"] or 0

    def clean_received_on(self) -> date:
        day = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError("到账日期不能晚于今天。")
        return day


class WriteOffForm(AdvanceForm):
    ground = forms.ChoiceField(label="核销事由", choices=WriteOffGround)
    facts = forms.CharField(label="无法收回的事实", widget=_LONG)
    efforts = forms.CharField(label="追偿经过", widget=_LONG, help_text="每行一项。")
    evidence = forms.MultipleChoiceField(
        label="证据", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].choices = [
            (e.no, f"{e.no} {e.name}") for e in self.case.evidence.order_by("no")
        ]

    def clean(self):
        cleaned = super().clean()
        cleaned["efforts"] = cleaned.get("efforts", "").splitlines()
        cleaned["evidence"] = [int(no) for no in cleaned.get("evidence", [])]
        return cleaned


class RemarkForm(AdvanceForm):
    remark = forms.CharField(label="说明", max_length=300, required=False)


class ReasonForm(AdvanceForm):
    reason = forms.CharField(label="理由", max_length=200)
