"""组庭与回避: who decides, who keeps the record, and who has to go."""

from typing import Any

from django import forms

from adjudication.forms.acts.base import ApprovedForm, ArbitrationForm, Person, Words
from adjudication.models import Challenge
from adjudication.queries import candidates, must_be_three
from mediation.forms.fields import PartyField
from staff.choices import Role
from staff.models import User
from staff.queries import people_holding


def _own(arbitration, role: Role):
    return people_holding(role).filter(body=arbitration.commission_id).order_by("name", "pk")


class Panel(forms.ModelMultipleChoiceField):
    """Arbitrators with the open cases of each."""

    loads: dict[int, int] = {}

    def label_from_instance(self, person: User) -> str:
        return f"{person.name}（在办{self.loads.get(person.pk, 0)}件）"

    def clean(self, value) -> list[User]:
        return list(super().clean(value))


class _PanelForm(ArbitrationForm):
    """Whom of the arbitrators that may sit, and who presides."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.found = candidates(self.arbitration)
        free = [c for c in self.found if not c.barred]
        field = self.fields["arbitrators"]
        field.queryset = User.objects.filter(pk__in=[c.user.pk for c in free])
        field.loads = {c.user.pk: c.load for c in free}
        self.fields["presiding"].queryset = field.queryset
        self.three = must_be_three(self.arbitration)
        if not self.three:
            self.fields["presiding"].help_text = "独任的不填。"


class AppointForm(_PanelForm):
    arbitrators = Panel(
        label="仲裁员",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="不勾选的，由在办案件最少的承办。",
    )
    presiding = Person(label="首席仲裁员", required=False)
    secretary = Person(label="书记员")
    reason = forms.CharField(
        label="不按在办件数指定的理由", max_length=200, required=False, help_text="留在案卷里。"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        keepers = _own(self.arbitration, Role.TRIBUNAL_SECRETARY)
        self.fields["secretary"].queryset = keepers
        if keepers.count() == 1:
            self.fields["secretary"].initial = keepers.get()

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"arbitrators": given["arbitrators"] or None}


class ConvertForm(_PanelForm):
    reason = Words(label="转为一般程序的理由", max_length=200)
    arbitrators = Panel(
        label="仲裁庭",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="不勾选的，现任仲裁员继续承办；十人以上的案件由三人组成。",
    )
    presiding = Person(label="首席仲裁员", required=False)

    def arguments(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"arbitrators": given["arbitrators"] or None}


class ChallengeForm(ArbitrationForm):
    challenged = Person(label="申请谁回避")
    party = PartyField(label="申请人")
    ground = Words(label="事由", max_length=300)
    learned_later = forms.BooleanField(label="开庭以后才知道事由", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        seats = self.arbitration.seats.filter(until_on=None, halted=False)
        self.fields["challenged"].queryset = User.objects.filter(pk__in=seats.values("user"))


class _Challenges(forms.ModelChoiceField):
    def label_from_instance(self, challenge: Challenge) -> str:
        return f"{challenge}：{challenge.ground}"


class DecideChallengeForm(ApprovedForm):
    """The findings are the reason; the ground is the party's own."""

    challenge = _Challenges(label="回避申请", queryset=Challenge.objects.none(), empty_label=None)
    granted = forms.TypedChoiceField(
        label="决定",
        choices=[("yes", "同意回避"), ("no", "驳回回避申请")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    replacement = Person(
        label="接替的人员", required=False, help_text="仲裁员不选的，由在办案件最少的接替。"
    )
    groups = (("", ("challenge", "granted", "replacement")),)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["ground"]
        self.fields["findings"].label = "决定的理由"
        asked = Challenge.objects.filter(seat__arbitration=self.arbitration, granted=None)
        self.fields["challenge"].queryset = asked.select_related("party", "seat__user")
        self.fields["challenge"].initial = asked.first()
        ours = people_holding(Role.ARBITRATOR, Role.TRIBUNAL_SECRETARY)
        self.fields["replacement"].queryset = ours.filter(
            body=self.arbitration.commission_id
        ).order_by("name", "pk")

    def arguments(self) -> dict[str, Any]:
        given = super().arguments()
        return given | {"reason": given.pop("findings")}
