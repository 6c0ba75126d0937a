"""The form that divides the parties of a session into sides."""

from django import forms

from cases.models import Party
from mediation.forms.fields import ActForm
from mediation.models import Session
from mediation.operations import Side

WORKERS = "workers"


class RegroupForm(ActForm):
    """One choice for the crew and one for every other party: which side they are on."""

    def __init__(self, *args, session: Session, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        groups = [g for g in session.groups.prefetch_related("parties") if g.parties.all()]
        self.units: dict[str, list[Party]] = {}
        now: dict[str, int] = {}
        for place, group in enumerate(groups, 1):
            crew = [p for p in group.parties.all() if p.is_worker]
            if crew:
                self.units.setdefault(WORKERS, []).extend(crew)
                now[WORKERS] = place
            for party in group.parties.all():
                if not party.is_worker:
                    self.units[party.key] = [party]
                    now[party.key] = place
        choices = [(str(n), f"第{n}组") for n in range(1, len(self.units) + 1)]
        for key in self.units:
            self.fields[key] = forms.ChoiceField(
                label=self.name_of(key),
                choices=choices,
                initial=str(now[key]),
                help_text="同组的人看得到背对背时对该组说的全部内容。" if key == WORKERS else "",
            )

    def name_of(self, key: str) -> str:
        parties = self.units[key]
        return f"工人方（{len(parties)}人）" if key == WORKERS else parties[0].name

    def sides(self) -> list[Side]:
        """Return the sides chosen; a side is called after who is in it."""
        members: dict[str, list[str]] = {}
        for key in self.units:
            members.setdefault(self.cleaned_data[key], []).append(key)
        return [
            Side(
                "、".join("工人方" if key == WORKERS else self.name_of(key) for key in keys)[:80],
                [party for key in keys for party in self.units[key]],
            )
            for _, keys in sorted(members.items())
        ]
