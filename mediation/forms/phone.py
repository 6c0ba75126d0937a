"""Forms at the door and on a party's phone, and what an officer writes down for others."""

import re

from django import forms
from django.conf import settings

from cases.choices import Capacity
from cases.models import Party
from mediation.choices import Answer, Assistance, Standing
from mediation.forms.fields import PERSON_CAPACITIES, ActForm, PartyField
from mediation.models import Arrival, Proposal

_DIGITS = {"inputmode": "numeric", "autocomplete": "off", "class": "form-control digits"}


class CodeForm(forms.Form):
    code = forms.CharField(
        label="大屏幕上的六位数字",
        max_length=20,
        widget=forms.TextInput(attrs=_DIGITS),
        error_messages={"required": "请输入六位数字。"},
    )

    def clean_code(self) -> str:
        code = re.sub(r"\s", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", code):
            raise forms.ValidationError("应当是六位数字，请看清大屏幕再输入。")
        return code


class WhoForm(forms.Form):
    standing = forms.ChoiceField(
        label="以什么身份参加",
        choices=Standing,
        initial=Standing.SELF,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label="您的姓名",
        max_length=60,
        help_text="和身份证上的一样。",
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "form-control"}),
        error_messages={"required": "请填写姓名。"},
    )
    represents = forms.CharField(
        label="您代表的单位或者人",
        max_length=120,
        required=False,
        help_text="代表单位或者代理别人的才填。单位名称可以只写其中连续的几个字。",
        widget=forms.TextInput(attrs={"autocomplete": "organization", "class": "form-control"}),
    )


class ProofForm(forms.Form):
    """What the visitor knows; which of the two is asked for is the centre's choice."""

    code = forms.CharField(
        label="短信验证码",
        max_length=12,
        help_text="六位数字，发到您登记的手机上。",
        widget=forms.TextInput(attrs=_DIGITS | {"autocomplete": "one-time-code"}),
    )
    id_tail = forms.CharField(
        label="身份证号的最后四位",
        max_length=8,
        help_text="没有登记过手机号的，填这一项。末位是 X 的照写 X。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-control digits"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if settings.DOOR_PROOF == "id_tail":
            del self.fields["code"]
        if settings.DOOR_PROOF == "both":
            self.fields["id_tail"].help_text = "末位是 X 的照写 X。"

        if self.is_bound:
            for field in self.fields.values():
                field.required = False

    def clean(self):
        cleaned = super().clean()
        # Shown again, neither is marked as something one may leave out.
        for field in self.fields.values():
            field.required = True
        cleaned = {name: re.sub(r"\s", "", value or "") for name, value in cleaned.items()}
        if not any(cleaned.values()):
            raise forms.ValidationError("请填写验证码或者身份证号的最后四位。")
        return cleaned


class PhoneAnswerForm(forms.Form):
    """A yes or no sent without a script: exactly to the text that was on the page."""

    party = forms.ModelChoiceField(queryset=Party.objects.none())
    number = forms.IntegerField(min_value=1)
    sha = forms.CharField(min_length=64, max_length=64)
    seen = forms.BooleanField(error_messages={"required": "请先勾选“我已看清楚”，再表态。"})
    answer = forms.ChoiceField(choices=Answer, error_messages={"required": "请按同意或者不同意。"})
    reason = forms.CharField(max_length=300, required=False)

    def __init__(self, *args, parties, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties


class AdmitForm(ActForm):
    """Whom somebody who knocked acts for, after their papers were looked at."""

    party = PartyField(label="代表哪一方")
    capacity = forms.ChoiceField(label="身份", choices=PERSON_CAPACITIES)

    def __init__(self, *args, arrival: Arrival, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        parties = self.case.parties
        named = parties.filter(name=arrival.represents or arrival.name).first()
        if named is None and arrival.represents:
            named = parties.filter(name__contains=arrival.represents).first()
        if named is not None:
            self.fields["party"].initial = named.pk
            is_head = named.kind == "org" and named.legal_rep == arrival.name
            self.fields["capacity"].initial = (
                Capacity.LEGAL_REPRESENTATIVE
                if is_head
                else Capacity.AUTHORISED_AGENT
                if arrival.represents
                else Capacity.SELF
            )

    def clean_capacity(self) -> Capacity:
        return Capacity(self.cleaned_data["capacity"])


class AnswerForForm(ActForm):
    """An answer an officer writes down for a worker without a phone."""

    party = PartyField(label="谁表态")
    answer = forms.ChoiceField(label="表态", choices=Answer, widget=forms.RadioSelect)
    assistance = forms.ChoiceField(
        label="怎样表态", choices=Assistance, widget=forms.RadioSelect, initial=Assistance.SPOKEN
    )
    witness = forms.CharField(
        label="见证人",
        max_length=60,
        required=False,
        help_text="口头或者捺印表态的必填；不能是表态人本人或者记录的人。",
    )
    reason = forms.CharField(label="理由", max_length=300, required=False)
    terms_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, proposal: Proposal, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = Party.objects.filter(
            pk__in=proposal.rows.values("worker")
        ).order_by("roster_no")
        self.fields["terms_sha256"].initial = proposal.terms_sha256

    def clean(self):
        cleaned = super().clean()
        if "answer" in cleaned:
            cleaned["answer"] = Answer(cleaned["answer"])
        if "assistance" in cleaned:
            cleaned["assistance"] = Assistance(cleaned["assistance"])
        return cleaned
