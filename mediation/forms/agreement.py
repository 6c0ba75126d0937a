"""Forms of the agreement: making it, signing it, sealing it."""

from django import forms

from cases.choices import Capacity, PartyKind, SealKind
from documents.choices import SignatureLevel
from mediation.choices import Mark
from mediation.forms.fields import PERSON_CAPACITIES, DatedForm, PartiesField, PartyField
from mediation.models import Agreement
from mediation.queries import missing_signatures
from staff.models import User

DRAWING_LIMIT = 200_000
MARKS = [(m.value, m.label) for m in Mark]
SEALS = [("", "（不盖章）"), *SealKind.choices]


class GenerateForm(DatedForm):
    annex = forms.BooleanField(
        label="附劳动者明细表（D12A）", required=False, initial=True, help_text="两人以上必附。"
    )
    copies = forms.IntegerField(
        label="份数",
        required=False,
        min_value=2,
        max_value=500,
        help_text="不填的，按签字的人、每方当事人、调解组织各一份计算。",
    )


class SignForm(DatedForm):
    """One party's signature; a drawing makes it a signature on the screen, else it is on paper."""

    party = PartyField(label="签署方")
    signer = forms.CharField(label="签署人", max_length=60)
    capacity = forms.ChoiceField(label="身份", choices=PERSON_CAPACITIES)
    marks = forms.MultipleChoiceField(
        label="签署方式", choices=MARKS, widget=forms.CheckboxSelectMultiple
    )
    seal_kind = forms.ChoiceField(label="印章", choices=SEALS, required=False)
    drawing = forms.CharField(
        label="屏幕手写", required=False, max_length=DRAWING_LIMIT, widget=forms.HiddenInput
    )
    witness = forms.CharField(
        label="见证人",
        max_length=60,
        required=False,
        help_text="不会写字、由别人扶助签名的，写明在场见证的人。",
    )
    document_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    field_order = ("party", "signer", "capacity", "marks", "seal_kind", "on", "witness")

    def __init__(self, *args, agreement: Agreement, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        waiting = [p.party.pk for p in missing_signatures(agreement) if p.party]
        self.fields["party"].queryset = self.case.parties.select_related("case").filter(
            pk__in=waiting
        )
        self.fields["document_sha256"].initial = agreement.document.pdf_id
        self.fields["on"].label = "签署日"

    def clean_drawing(self) -> str:
        drawing = self.cleaned_data["drawing"]
        if drawing and not drawing.startswith("data:image/svg+xml;base64,"):
            raise forms.ValidationError("手写签名没有读到，请重新签写。")
        return drawing

    def clean(self):
        cleaned = super().clean()
        drawn = bool(cleaned.get("drawing"))
        cleaned["level"] = SignatureLevel.DRAWN if drawn else SignatureLevel.PAPER_SCAN
        if "capacity" in cleaned:
            cleaned["capacity"] = Capacity(cleaned["capacity"])
        return cleaned


class SignTogetherForm(DatedForm):
    """Workers who signed the annex on paper in person on one day."""

    parties = PartiesField(label="哪些人已当面签名")
    fingerprint = forms.BooleanField(label="并已捺印", required=False, initial=True)
    document_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    field_order = ("parties", "fingerprint", "on")

    def __init__(self, *args, agreement: Agreement, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        waiting = [p.party.pk for p in missing_signatures(agreement) if p.party]
        self.fields["parties"].queryset = self.case.parties.filter(
            pk__in=waiting, kind=PartyKind.NATURAL, roster_no__isnull=False
        ).order_by("roster_no")
        self.fields["document_sha256"].initial = agreement.document.pdf_id
        self.fields["on"].label = "签署日"


class MediatorSignsForm(DatedForm):
    mediator = forms.ModelChoiceField(label="调解员", queryset=User.objects.none())

    field_order = ("mediator", "on")

    def __init__(self, *args, agreement: Agreement, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        waiting = [p.officer_id for p in missing_signatures(agreement) if p.officer_id]
        self.fields["mediator"].queryset = User.objects.filter(pk__in=waiting)
        self.fields["mediator"].initial = next(iter(waiting), None)
        self.fields["on"].label = "签名日"


class SealForm(DatedForm):
    seal_kind = forms.ChoiceField(
        label="加盖的印章", choices=SealKind, initial=SealKind.MEDIATION_ORG
    )
    copy = forms.BooleanField(
        label="同时制作平台签章的电子件",
        required=False,
        help_text="电子件证明文本自签章起未被改动，附各人签署情况；不代替纸质盖章。",
    )
    field_order = ("seal_kind", "on", "copy")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "盖章日"
