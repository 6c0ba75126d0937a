"""What is filled in around a hearing: closing it, who comes in by phone."""

from django import forms

from adjudication.models import Arbitration
from adjudication.papers.blocks import agents
from adjudication.queries.parties import parties_of
from cases.choices import PartyKind
from mediation.forms.fields import ActForm, MomentField


class CloseForm(forms.Form):
    adjourned_for = forms.CharField(
        label="休庭的原因",
        max_length=200,
        required=False,
        help_text="案件还要再开庭的填写，例如：等待调取银行流水。审理完毕的不填。",
    )
    next_at = MomentField(label="下次开庭时间", required=False)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("next_at") and not cleaned.get("adjourned_for"):
            self.add_error("adjourned_for", "写了下次开庭时间的，请写明休庭的原因。")
        return cleaned


class EntryForm(ActForm):
    """Who gets a code: a party's own person, its head, or an agent before the commission."""

    who = forms.ChoiceField(label="给谁")
    checked = forms.BooleanField(
        label="已当面核对身份证件和委托手续",
        required=False,
        help_text="单位一方必须勾选；本人进入时还要输入证件号码后四位。",
    )

    def __init__(self, *args, arbitration: Arbitration, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.people = {
            f"{party.pk}:{person}": (party, person)
            for party in parties_of(arbitration)
            for person in self._people_of(party)
        }
        self.fields["who"].choices = [
            (key, person if person == party.name else f"{party.name}：{person}")
            for key, (party, person) in self.people.items()
        ]

    def _people_of(self, party) -> list[str]:
        own = party.name if party.kind == PartyKind.NATURAL else party.legal_rep
        return [name for name in (own, *(a.agent for a in agents(party, on=self.today))) if name]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if who := cleaned.pop("who", None):
            cleaned["party"], cleaned["person"] = self.people[who]
        return cleaned
