"""The order to pay: registered, served or posted, not obeyed; and the list of defaulters."""

from django import forms

from cases.choices import DirectiveService
from cases.forms.fields import YuanField
from cases.models import Evidence
from mediation.forms.fields import ActForm, DayField, PartyField
from supervision.choices import ListingStep

RECORDED = [("photo", "拍照"), ("video", "录像")]


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class EvidenceField(forms.ModelMultipleChoiceField):
    """Some of the case's evidence, to tick."""

    def __init__(self, **kwargs) -> None:
        given = {"queryset": Evidence.objects.none(), "widget": forms.CheckboxSelectMultiple}
        super().__init__(**given | kwargs)

    def label_from_instance(self, piece: Evidence) -> str:
        return f"{piece.no} {piece.name}（{piece.by_label}提交）"


class EvidenceForm(ActForm):
    """A form with evidence of its own case to tick."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, EvidenceField):
                field.queryset = self.case.evidence.filter(submitted=True).order_by("no")


class RegisterForm(ActForm):
    number = forms.CharField(label="指令书文号", max_length=60)
    issued_on = DayField(label="作出日期")
    debtor = PartyField(label="责令谁支付")
    amount_fen = YuanField(label="责令支付金额（元）")
    worker_count = forms.IntegerField(label="涉及人数", min_value=1)
    term_days = forms.IntegerField(
        label="限期（工作日）", min_value=1, help_text="照指令书写明的天数，自送达之日起算。"
    )
    officers = forms.CharField(
        label="监察员",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="每行一人。",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["debtor"].queryset = self.others()
        self.fields["debtor"].initial = self.case.debtor_id

    def clean_officers(self) -> list[str]:
        return lines_of(self.cleaned_data["officers"])


class ServeForm(EvidenceForm):
    service = forms.ChoiceField(
        label="送达方式", choices=DirectiveService, widget=forms.RadioSelect
    )
    served_on = DayField(label="送达（张贴）日期")
    places = forms.CharField(
        label="张贴地点",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text="张贴的必须填写，每行一处：住所地、生产经营场所。",
    )
    recorded_by = forms.MultipleChoiceField(
        label="记录方式",
        choices=RECORDED,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="张贴的必须拍照或者录像。",
    )
    officers = forms.CharField(
        label="另一名监察员",
        max_length=30,
        required=False,
        help_text="张贴由二名监察员进行。",
    )
    evidence = EvidenceField(label="送达的证据", required=False)

    def clean(self):
        cleaned = super().clean()
        cleaned["places"] = lines_of(cleaned.get("places", ""))
        cleaned["officers"] = lines_of(cleaned.get("officers", ""))
        cleaned["evidence"] = list(cleaned.get("evidence", []))
        return cleaned


class DefaultForm(ActForm):
    paid_fen = YuanField(
        label="期限内已支付（元）", initial=0, help_text="一分未付的填 0；全部付清的不能认定。"
    )


class ListingForm(ActForm):
    step = forms.ChoiceField(label="登记什么", choices=ListingStep, widget=forms.RadioSelect)
    done_on = DayField(label="日期")
    reference = forms.CharField(
        label="文书", max_length=120, help_text="告知书、决定书的文号，或者消息来源。"
    )
