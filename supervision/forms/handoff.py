"""What a transfer to the police and a referral to the procuratorate say."""

from django import forms

from mediation.forms.fields import ActForm, DayField, MomentField, PartiesField
from staff.choices import BodyKind
from staff.queries import bodies
from supervision.choices import AidStage, Conduct, PoliceReply, ReferralRequest, ReferralTrigger
from supervision.forms.directives import EvidenceField, EvidenceForm, lines_of
from supervision.papers import ELEMENTS

_LONG = forms.Textarea(attrs={"rows": 5})


class HandoffForm(EvidenceForm):
    """To whom, on which facts, signed off by whom."""

    recipient = forms.CharField(label="移送给", max_length=120)
    facts = forms.CharField(label="案件事实", widget=_LONG)
    head = forms.CharField(
        label="批准的负责人", max_length=30, help_text="人力资源社会保障行政部门的负责人。"
    )
    head_post = forms.CharField(label="负责人职务", max_length=40)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.case.facts:
            self.fields["facts"].initial = f"{self.case.facts.rstrip('。')}。"

    def clean(self):
        cleaned = super().clean()
        cleaned["signed_off"] = {
            "name": cleaned.pop("head", ""),
            "post": cleaned.pop("head_post", ""),
        }
        return cleaned


class AidForm(ActForm):
    """To whom legal aid is asked of, and for which workers."""

    recipient = forms.CharField(label="转介给", max_length=120, help_text="法律援助机构的名称。")
    workers = PartiesField(label="哪些劳动者")
    stage = forms.ChoiceField(label="哪个阶段", choices=AidStage, widget=forms.RadioSelect)
    summary = forms.CharField(label="案情概述", widget=_LONG)
    urgent_until = DayField(
        label="最早届满的期限",
        required=False,
        help_text="系统已列出本案进行中的期限；还有更早届满的，填写届满日。",
    )
    head = forms.CharField(label="签发人", max_length=30)
    head_post = forms.CharField(label="签发人职务", max_length=40)
    groups = (("", ("recipient", "workers", "stage", "summary", "urgent_until")),)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workers"].queryset = self.case.parties.select_related("case").workers()
        if self.case.facts:
            self.fields["summary"].initial = f"{self.case.facts.rstrip('。')}。"

    def clean(self):
        cleaned = super().clean()
        cleaned["signed_off"] = {
            "name": cleaned.pop("head", ""),
            "post": cleaned.pop("head_post", ""),
        }
        return cleaned


class PoliceForm(HandoffForm):
    conduct = forms.ChoiceField(label="不支付的行为", choices=Conduct, widget=forms.RadioSelect)
    reporter_a = forms.CharField(label="报告人员一", max_length=30)
    certificate_a = forms.CharField(label="执法证号", max_length=40)
    reporter_b = forms.CharField(label="报告人员二", max_length=30)
    certificate_b = forms.CharField(label="执法证号", max_length=40)
    reported_on = DayField(label="报告日期", help_text="向负责人报告之日；三日内决定是否移送。")
    approved_at = MomentField(label="批准移送的时间")
    delivered_at = MomentField(
        label="送交公安机关的时间",
        required=False,
        help_text="批准后二十四小时内送交；还没有送的不填。",
    )
    copies_to = forms.CharField(
        label="抄送", max_length=120, required=False, help_text="同级人民检察院。"
    )
    groups = (
        ("", ("recipient", "conduct", "facts")),
        (
            "报告和批准",
            (
                *("reporter_a", "certificate_a", "reporter_b", "certificate_b", "reported_on"),
                *("head", "head_post", "approved_at", "delivered_at", "copies_to"),
            ),
        ),
        ("每一项由哪些证据证明", tuple(f"proof_{no}" for no in range(len(ELEMENTS)))),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        police = bodies(BodyKind.POLICE).order_by("pk").first()
        self.fields["recipient"].initial = police.name if police else ""
        order = self.case.directives.order_by("-id").first()
        for name, officer in zip("ab", order.officers if order else [], strict=False):
            self.fields[f"reporter_{name}"].initial = officer
        pieces = self.case.evidence.filter(submitted=True).order_by("no")
        for no, element in enumerate(ELEMENTS):
            self.fields[f"proof_{no}"] = EvidenceField(label=element, queryset=pieces)

    def clean(self):
        cleaned = super().clean()
        cleaned["proofs"] = {
            element: [e.no for e in cleaned.pop(f"proof_{no}", [])]
            for no, element in enumerate(ELEMENTS)
        }
        cleaned["reporters"] = [
            {
                "name": cleaned.pop(f"reporter_{one}", ""),
                "certificate_no": cleaned.pop(f"certificate_{one}", ""),
            }
            for one in "ab"
        ]
        cleaned["copies_to"] = lines_of(cleaned.get("copies_to", ""))
        return cleaned


class ReferralForm(HandoffForm):
    triggers = forms.MultipleChoiceField(
        label="移送情形", choices=ReferralTrigger, widget=forms.CheckboxSelectMultiple
    )
    requests = forms.MultipleChoiceField(
        label="移送请求", choices=ReferralRequest, widget=forms.CheckboxSelectMultiple
    )
    police_reply = forms.CharField(
        label="公安机关的答复",
        max_length=200,
        required=False,
        help_text="请求立案监督的须写明：不予立案，或者逾期没有答复；已登记的决定不必再填。",
    )
    groups = (
        ("", ("recipient", "triggers", "requests", "facts", "police_reply")),
        ("批准", ("head", "head_post")),
    )


class ReplyForm(ActForm):
    reply = forms.ChoiceField(label="公安机关的决定", choices=PoliceReply, widget=forms.RadioSelect)
    replied_on = DayField(label="收到决定的日期")
    reply_number = forms.CharField(
        label="决定文书", max_length=120, help_text="立案告知书、不予立案通知书的文号。"
    )
    reply_reason = forms.CharField(
        label="不予立案的理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不予立案的，照通知书填写。",
    )


class ReviewForm(ActForm):
    asked_on = DayField(label="提请复议的日期")


class DeliveryForm(ActForm):
    delivered_at = MomentField(label="送交公安机关的时间")
