"""通知: to the respondent, of the evidence, of the hearing."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from adjudication.forms.acts.base import ArbitrationForm, Lines
from adjudication.queries import everybody, respondents
from documents import scans
from mediation.forms.fields import DayField, MomentField, PartiesField, PartyField

KINDS_OF_EVIDENCE = (
    *("书证", "物证", "视听资料", "电子数据"),
    *("证人证言", "鉴定意见", "勘验笔录"),
)


class NotifyForm(ArbitrationForm):
    respondents = PartiesField(label="通知谁应诉")
    handed_over_on = DayField(
        label="当场交给本人的日期",
        required=False,
        help_text="当场交的，通知书写明答辩到哪一天；另行送达的不填，送达之后起算。",
    )
    enclosures = Lines(label="随附的材料", help_text="一行一项；不填的，按通常的材料。")
    among = {"respondents": "respondents"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["respondents"].initial = [p.pk for p in respondents(self.arbitration)]


class EvidenceForm(ArbitrationForm):
    to = PartiesField(label="通知谁")
    due_on = DayField(label="举证期限")
    employer_must_produce = Lines(
        label="用人单位必须提交的材料",
        help_text="一行一项。由用人单位掌握管理的证据，不提交的承担不利后果。",
    )
    among = {"to": "served"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].initial = [p.pk for p in everybody(self.arbitration)]


class ScheduleForm(ArbitrationForm):
    starts_at = MomentField(label="开庭时间")
    place = forms.CharField(label="地点", max_length=120)
    minutes = forms.IntegerField(label="预计时长（分钟）", min_value=15, max_value=480, initial=120)
    public = forms.TypedChoiceField(
        label="公开",
        choices=[("yes", "公开开庭"), ("no", "不公开")],
        coerce=lambda value: value == "yes",
        initial="yes",
        help_text="当事人协议不公开，或者涉及国家秘密、商业秘密、个人隐私的除外。",
    )
    remote = forms.BooleanField(label="当事人可以在线参加", required=False)
    own_period = forms.BooleanField(
        label="仲裁庭自定通知期限",
        required=False,
        help_text="只有简易处理的案件可以不受开庭五个工作日前通知的限制。",
    )
    groups = (("", ("starts_at", "place", "minutes", "public")), ("", ("remote", "own_period")))

    def __init__(self, *args, first_day=None, places=(), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if first_day:
            at = datetime.combine(first_day, datetime.min.time().replace(hour=9, minute=30))
            self.fields["starts_at"].initial = timezone.make_aware(at)
        if places:
            self.fields["place"].initial = places[0]
            self.fields["place"].widget.attrs["list"] = "hearing-places"
        self.places = places
        if self.arbitration.procedure != "simplified":
            del self.fields["own_period"]

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data


class ExhibitForm(ArbitrationForm):
    """One piece with its copy; the upload is looked through before anything of it is kept."""

    party = PartyField(label="谁提交", required=False, help_text="仲裁庭自己调取的不选。")
    name = forms.CharField(label="证据名称", max_length=160)
    kind = forms.ChoiceField(label="种类", choices=[(k, k) for k in KINDS_OF_EVIDENCE])
    proves = forms.CharField(label="证明什么", max_length=200)
    file = forms.FileField(label="扫描件或照片（PDF、JPG 或 PNG，20MB 以内）")

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"scan": scans.as_pages(scans.read(given.pop("file")))}
