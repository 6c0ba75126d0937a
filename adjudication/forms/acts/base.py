"""What the forms of acts on an arbitration are made of."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from adjudication.models import Arbitration
from adjudication.papers.decisions import Approval
from adjudication.queries import applicants, everybody, respondents, third_parties
from cases.models import Party
from mediation.forms.fields import ActForm, DayField, PartiesField, PartyField
from staff.models import User


class Lines(forms.CharField):
    """A list of things, one on each line."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("help_text", "一行一项；没有的不填。")
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}), required=False, **kwargs)

    def clean(self, value) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class Words(forms.CharField):
    """A paragraph."""

    def __init__(self, *, rows: int = 3, **kwargs) -> None:
        kwargs.setdefault("max_length", 400)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class Person(forms.ModelChoiceField):
    def __init__(self, **kwargs) -> None:
        super().__init__(queryset=User.objects.none(), empty_label="（请选择）", **kwargs)

    def label_from_instance(self, person: User) -> str:
        return person.name


class ArbitrationForm(ActForm):
    """
    A form about one arbitration.

    `among` says, by the name of a field of parties, of which side they are: `applicants`,
    `respondents`, `everybody`, or `outsiders` for who is in the case and not in the arbitration.
    """

    among: Mapping[str, str] = {}

    def __init__(self, *args, arbitration: Arbitration, **kwargs) -> None:
        self.arbitration = arbitration
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, PartiesField | PartyField):
                field.queryset = self._of(self.among.get(name, "everybody"), field.queryset)
                if isinstance(field, PartyField) and field.queryset.count() == 1:
                    field.initial = field.queryset.get()

    def _of(self, side: str, parties):
        if side == "outsiders":
            inside = [*applicants(self.arbitration), *self._others()]
            return parties.exclude(pk__in=[p.pk for p in inside])
        found: Sequence[Party] = {
            "applicants": applicants,
            "respondents": respondents,
            "everybody": _everyone,
            "served": everybody,
        }[side](self.arbitration)
        return parties.filter(pk__in=[p.pk for p in found])

    def _others(self) -> list[Party]:
        return [*respondents(self.arbitration), *third_parties(self.arbitration)]

    def arguments(self) -> dict[str, Any]:
        """Return what the operation takes, by keyword."""
        return self.cleaned_data


def _everyone(arbitration: Arbitration) -> list[Party]:
    return [*applicants(arbitration), *respondents(arbitration), *third_parties(arbitration)]


class NothingForm(ArbitrationForm):
    """An act that asks nothing."""


class DecisionForm(ArbitrationForm):
    """事由 and 查明, as every decision (A16) has them."""

    ground = forms.CharField(label="事由", max_length=200)
    findings = Words(label="查明的情况", help_text="印在决定书上。")


class ApprovedForm(DecisionForm):
    """A decision the head of the commission, or the delegate, approves (ARB-19)."""

    approver = forms.CharField(label="批准人", max_length=60)
    post = forms.ChoiceField(
        label="批准人的职务",
        choices=[
            ("仲裁委员会主任", "仲裁委员会主任"),
            ("仲裁院负责人", "受委托的仲裁院负责人"),
        ],
    )
    approved_on = DayField(label="批准日期")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approved_on"].initial = self.today

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        approval = Approval(given.pop("approver"), given.pop("post"), given.pop("approved_on"))
        return given | {"approval": approval}
