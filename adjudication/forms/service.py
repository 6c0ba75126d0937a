"""What is filled in when papers of a file are brought to somebody."""

from django import forms

from adjudication.models import Award
from cases.models import Party
from documents.models import Document, Service
from documents.service.forms import ConfirmForm as OneConfirmForm
from documents.service.forms import DeliveryForm, PapersField
from mediation.forms.fields import MomentField


class RoundForm(DeliveryForm):
    """Papers of one round to one recipient by one method."""

    def __init__(
        self, *args, party: Party, method: str, documents: list[Document], **kwargs
    ) -> None:
        super().__init__(*args, **kwargs)
        self.party = party
        self.fields["documents"] = PapersField(
            label="送达的文书",
            queryset=Document.objects.filter(pk__in=[d.pk for d in documents]),
            initial=[d.pk for d in documents],
            error_messages={"required": "请勾选送达的文书。"},
        )
        self._describe(method)
        if method == "electronic":
            self.fields["arrived_at"] = MomentField(label="到达对方系统的时间", required=False)


class ConfirmForm(OneConfirmForm):
    def __init__(self, *args, service: Service, **kwargs) -> None:
        super().__init__(*args, service=service, **kwargs)
        if service.method == "electronic":
            self.fields["arrived_at"] = MomentField(label="到达对方系统的时间", required=False)


class Awards(forms.ModelChoiceField):
    def label_from_instance(self, award: Award) -> str:
        return f"{award.get_kind_display()} {award.number}"


class ProofForm(forms.Form):
    """A proof of service (A09C) of one award."""

    award = Awards(label="哪一份裁决书", queryset=Award.objects.none(), empty_label=None)
    addressee = forms.CharField(
        label="提交给谁", max_length=60, help_text="要求出具证明的当事人，或者受理的人民法院。"
    )

    def __init__(self, *args, arbitration, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["award"].queryset = arbitration.awards.filter(state="issued")
        self.fields["award"].initial = self.fields["award"].queryset.first()
