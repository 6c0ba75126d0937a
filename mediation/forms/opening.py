"""Forms from the invitation to the decision on a challenge of the mediator."""

from django import forms

from cases.choices import ProceduralPlace
from mediation.choices import Answer, ConsentChannel
from mediation.forms.fields import ActForm, DatedForm, DayField, PartiesField, PartyField
from mediation.queries import latest_consents, mediators_of
from staff.choices import Role
from staff.models import User
from staff.queries import people_holding

METHODS = [
    ("direct", "当面送交"),
    ("post", "邮寄"),
    ("phone", "电话"),
    ("public_notice", "公告"),
]


class InvitationForm(ActForm):
    parties = PartiesField(label="征询谁", help_text="每一方各出具一份调解意愿征询函（D03）。")
    reply_by = DayField(label="请于何日前答复")
    method = forms.ChoiceField(label="送交方式", choices=METHODS)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        asked = self.others().filter(
            place__in=[ProceduralPlace.RESPONDENT, ProceduralPlace.THIRD_PARTY]
        )
        answers = latest_consents(self.case)
        self.fields["parties"].queryset = asked
        self.fields["parties"].initial = [p.pk for p in asked if p.pk not in answers]


class ConsentForm(DatedForm):
    party = PartyField(label="当事人")
    answer = forms.ChoiceField(label="是否愿意调解", choices=Answer, widget=forms.RadioSelect)
    channel = forms.ChoiceField(label="答复方式", choices=ConsentChannel)
    through = forms.CharField(
        label="答复人", max_length=60, required=False, help_text="由本人答复的不必填写。"
    )
    field_order = ("party", "answer", "channel", "through", "on")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        others = self.others().exclude(place=ProceduralPlace.NONE)
        self.fields["party"].queryset = others
        answers = latest_consents(self.case)
        self.fields["party"].initial = next((p.pk for p in others if p.pk not in answers), None)


class RightsForm(DatedForm):
    parties = PartiesField(
        label="告知谁", help_text="全体劳动者共用一份，其余每一方各一份（D04）。"
    )
    received_by = forms.CharField(
        label="签收人",
        required=False,
        max_length=300,
        help_text="由他人签收时填写，按各方次序用顿号隔开；不填的，由各方本人签收。",
    )
    field_order = ("parties", "received_by", "on")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        told = set(self.case.rights_notices.values_list("party_id", flat=True))
        parties = self.fields["parties"].queryset.exclude(place=ProceduralPlace.NONE)
        self.fields["parties"].queryset = parties
        self.fields["parties"].initial = [p.pk for p in parties if p.pk not in told]

    def clean_received_by(self) -> list[str]:
        return [n.strip() for n in self.cleaned_data["received_by"].split("、") if n.strip()]


class DisclosureForm(DatedForm):
    relation = forms.CharField(
        label="与当事人或者代理人的关系",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="没有关系的不必填写，文书写明“无亲属关系和利害关系”。",
    )
    waiver = forms.CharField(
        label="各方知情后的意见",
        max_length=200,
        required=False,
        help_text="有关系而各方仍同意由您调解的，写明同意的经过。",
    )
    field_order = ("relation", "waiver", "on")


class PersonField(forms.ModelChoiceField):
    def __init__(self, **kwargs) -> None:
        super().__init__(queryset=User.objects.none(), empty_label="（请选择）", **kwargs)


class ObjectionForm(DatedForm):
    mediator = PersonField(label="被申请回避的调解员")
    raised_by = forms.CharField(label="申请人", max_length=60)
    ground = forms.CharField(label="事由", max_length=100)
    field_order = ("mediator", "raised_by", "ground", "on")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mediator"].queryset = mediators_of(self.case)


class RecusalForm(ActForm):
    mediator = PersonField(label="被申请回避的调解员")
    ground = forms.CharField(label="事由", max_length=100)
    replace = forms.TypedChoiceField(
        label="决定",
        choices=[("yes", "更换调解员"), ("no", "驳回申请")],
        coerce=lambda v: v == "yes",
        widget=forms.RadioSelect,
    )
    replacement = PersonField(label="改由谁调解", required=False)
    reason = forms.CharField(label="决定理由", max_length=200)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        mediators = mediators_of(self.case)
        self.fields["mediator"].queryset = mediators
        self.fields["replacement"].queryset = people_holding(Role.MEDIATOR).exclude(
            pk__in=mediators
        )
        asked = self.case.objections.filter(upheld=None).last()
        if asked:
            self.initial.setdefault("mediator", asked.mediator_id)
            self.initial.setdefault("ground", asked.ground)


class ExtensionForm(DatedForm):
    until = DayField(label="延长至")
    consented_by = PartiesField(label="哪些人同意延期", help_text="须双方同意，逐人勾选。")
    field_order = ("until", "consented_by", "on")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consented_by"].queryset = self.fields["consented_by"].queryset.exclude(
            place=ProceduralPlace.NONE
        )
