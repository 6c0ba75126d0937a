"""Forms of leads (线索)."""

from django import forms

from cases.choices import Channel, LeadOutcome
from cases.forms.fields import DayField, GroupedForm, YuanField
from cases.models import Lead


def _longest(name: str) -> int:
    return Lead._meta.get_field(name).max_length


class LeadForm(GroupedForm):
    channel = forms.ChoiceField(label="来源", choices=Channel)
    source_number = forms.CharField(
        label="来源编号",
        max_length=_longest("source_number"),
        required=False,
        help_text="线索平台、12345或信访的编号，回复来源时要用。",
    )
    reporter_name = forms.CharField(label="反映人", max_length=_longest("reporter_name"))
    reporter_id_no = forms.CharField(
        label="反映人身份证号",
        max_length=18,
        required=False,
        help_text="只用于查重，不保存号码本身。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-no-draft": ""}),
    )
    reporter_phone = forms.CharField(label="联系电话", max_length=20, required=False)
    debtor_name = forms.CharField(
        label="被反映的单位或个人",
        max_length=_longest("debtor_name"),
        help_text="写全称；反映人只知道包工头姓名的，写姓名。",
    )
    site = forms.CharField(label="工地或单位地点", max_length=_longest("site"), required=False)
    headcount = forms.IntegerField(label="人数", min_value=1, initial=1)
    amount_fen = YuanField(label="反映金额（元）", help_text="说不清的填0，核实后以花名册为准。")
    period_from = DayField(label="欠薪期间自")
    period_to = DayField(label="欠薪期间至")
    prior_channels = forms.MultipleChoiceField(
        label="此前反映过的渠道",
        choices=Channel,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    summary = forms.CharField(
        label="反映内容", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    groups = (
        ("从哪里来", ("channel", "source_number")),
        ("谁来反映", ("reporter_name", "reporter_phone", "reporter_id_no")),
        (
            "所反映的欠薪",
            ("debtor_name", "site", "headcount", "amount_fen", "period_from", "period_to"),
        ),
        ("", ("summary", "prior_channels")),
    )


class DocketForm(GroupedForm):
    """Where earlier reports look the same, the officer says that this is another matter."""

    different = forms.BooleanField(label="已核对：与上列来件、案件不是同一件")

    def __init__(self, *args, duplicates: int, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not duplicates:
            del self.fields["different"]


class ReferForm(GroupedForm):
    outcome = forms.ChoiceField(label="处理结果", choices=[("", "请选择"), *LeadOutcome.choices])
    reason = forms.CharField(
        label="理由",
        max_length=_longest("outcome_reason"),
        help_text="写明核实了什么、为什么不在本中心办理。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    route = forms.CharField(
        label="告知的途径或转往的单位",
        max_length=_longest("route"),
        help_text="如：住房和城乡建设局（工程款），窗口地址和电话；不能让人空手离开。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReplyForm(GroupedForm):
    reply = forms.CharField(
        label="回复内容",
        max_length=_longest("reply"),
        help_text="照此回复来件的平台或者反映人；可以复制到平台里。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    on = DayField(label="回复日期", help_text="实际回复的日期，可以早于今天。")


class MergeForm(GroupedForm):
    number = forms.CharField(label="并入的案号", max_length=60)
