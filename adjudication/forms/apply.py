"""The application in the worker's own words; whatever is filled in can be saved."""

from django import forms

from adjudication.models import ApplicationDraft
from adjudication.operations import reckon
from cases.models import Case
from law.money import grouped
from mediation.forms.fields import ActForm, DayField

_PLAIN = {"class": "form-control", "autocomplete": "off"}
_NUMBER = _PLAIN | {"inputmode": "decimal"}


class ApplyForm(forms.Form):
    employer = forms.ChoiceField(label="谁该付工钱", required=False)
    hired_by = forms.CharField(
        label="谁叫您来干活的",
        max_length=60,
        required=False,
        help_text="比如带班的姓名。",
        widget=forms.TextInput(attrs=_PLAIN),
    )
    work = forms.CharField(
        label="干什么活", max_length=60, required=False, widget=forms.TextInput(attrs=_PLAIN)
    )
    site = forms.CharField(
        label="在哪个工地", max_length=100, required=False, widget=forms.TextInput(attrs=_PLAIN)
    )
    began = DayField(label="从哪天开始", required=False)
    ended = DayField(label="干到哪天", required=False)
    unit = forms.ChoiceField(
        label="工钱怎么算",
        choices=[("day", "按天"), ("month", "按月"), ("piece", "按件（按量）")],
        required=False,
        widget=forms.RadioSelect,
    )
    rate = forms.CharField(
        label="每天、每月或者每件多少元",
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs=_NUMBER),
    )
    quantity = forms.CharField(
        label="一共多少天、多少个月或者多少件",
        max_length=8,
        required=False,
        widget=forms.TextInput(attrs=_NUMBER),
    )
    paid = forms.CharField(
        label="已经付了多少元",
        max_length=12,
        required=False,
        help_text="没有付过的不填。",
        widget=forms.TextInput(attrs=_NUMBER),
    )
    more = forms.CharField(
        label="还想说的",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs=_PLAIN | {"rows": 3}),
        help_text="比如：说好哪天付、为什么没付、有什么证据。",
    )

    def __init__(self, *args, case: Case, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = case.parties.others().order_by("id")
        self.fields["employer"].choices = [
            ("", "（请选择）"),
            *((party.key, party.name) for party in others),
        ]

    def answers(self) -> dict[str, str]:
        given = self.cleaned_data
        found = {name: str(value) for name, value in given.items() if value}
        for name in ("rate", "quantity", "paid"):
            if name in found:
                found[name] = found[name].replace(",", "").replace("，", "").strip()
        return found


class Drafts(forms.ModelMultipleChoiceField):
    def label_from_instance(self, draft: ApplicationDraft) -> str:
        owed = reckon(draft.answers)
        return f"{draft.party.name}：{owed.formula}＝{grouped(owed.owed_fen)}元"


class FileDraftsForm(ActForm):
    drafts = Drafts(
        label="哪些人的申请一起提交",
        queryset=ApplicationDraft.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="对同一单位的一起提交；提交以前请逐份和工人核对。",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        waiting = self.case.arbitration_drafts.filter(arbitration=None, handed_in_at__isnull=False)
        self.fields["drafts"].queryset = waiting.select_related("party")
        self.fields["drafts"].initial = [draft.pk for draft in waiting]
