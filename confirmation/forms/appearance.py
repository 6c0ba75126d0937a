"""What the clerk fills in to call both sides, and afterwards."""

from django import forms

from confirmation.choices import AppearanceMode, AppearanceOutcome
from mediation.forms.fields import ActForm, MomentField, PartiesField


class CallForm(ActForm):
    starts_at = MomentField(label="什么时候")
    mode = forms.ChoiceField(
        label="怎样核实",
        choices=AppearanceMode,
        widget=forms.RadioSelect,
        initial=AppearanceMode.ON_SITE,
    )
    place = forms.CharField(
        label="地点或者接入方式",
        max_length=200,
        help_text="写到门牌和房间；远程的写明用什么、怎样接入，双方照着就能找到。",
    )
    bring = forms.CharField(
        label="请带什么",
        max_length=200,
        required=False,
        initial="身份证原件；单位带营业执照副本、公章和授权委托书",
    )


class AppearanceForm(ActForm):
    outcome = forms.ChoiceField(label="结果", choices=AppearanceOutcome, widget=forms.RadioSelect)
    came = PartiesField(
        label="谁到场了", required=False, help_text="单位的代表人、代理人到场的，勾选单位。"
    )
    note = forms.CharField(
        label="说明",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="没有到场的写明有没有正当理由；改期、取消的写明原因。",
    )

    def __init__(self, *args, parties, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        keys = [party.pk for party in parties]
        came = self.case.parties.filter(pk__in=keys).order_by("roster_no", "id")
        self.fields["came"].queryset = came
        self.fields["came"].initial = keys
