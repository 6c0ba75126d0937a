"""Another person of the fund: who checks what one enters."""

from django import forms

from fund.models import FundAccount
from fund.permissions import can_handle_account
from staff.choices import Role
from staff.models import User
from staff.queries import people_holding


class Colleague(forms.ModelChoiceField):
    """Another officer of the fund."""

    def __init__(self, **kwargs) -> None:
        super().__init__(queryset=User.objects.none(), empty_label="（请选择）", **kwargs)

    def label_from_instance(self, person: User) -> str:
        return f"{person.name}（{person.post}）" if person.post else person.name


def offer_colleagues(fields: dict[str, forms.Field], *, account: FundAccount, user: User) -> None:
    """Offer in every such field the officers of this fund, without oneself."""
    asked = [field for field in fields.values() if isinstance(field, Colleague)]
    if not asked:
        return
    officers = people_holding(Role.FUND_OFFICER).exclude(pk=user.pk)
    theirs = [person.pk for person in officers if can_handle_account(person, account)]
    for field in asked:
        field.queryset = User.objects.filter(pk__in=theirs).order_by("name")
