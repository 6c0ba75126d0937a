"""Who speaks for which body of the approval chain."""

from django import forms

from fund.models import FundAccount
from staff.choices import Role
from staff.models import User
from staff.queries import people_holding


class Approver(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return f"{person.name}（{person.body}）" if person.body_id else person.name


class SeatForm(forms.Form):
    """`chain` is empty while the centre has not confirmed it: then the body is typed."""

    body = forms.CharField(
        label="审批环节", max_length=60, help_text="照参数“审批环节”里的写法，如“财政”。"
    )
    user = Approver(label="审批人", queryset=User.objects.none(), empty_label="（请选择）")

    def __init__(self, *args, account: FundAccount, chain: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if chain:
            self.fields["body"] = forms.ChoiceField(
                label="审批环节", choices=[(body, body) for body in chain]
            )
        sitting = account.seats.filter(until_on=None).values("user")
        free = people_holding(Role.FUND_APPROVER).exclude(pk__in=sitting)
        self.fields["user"].queryset = free.select_related("body").order_by("name")


class VacateForm(forms.Form):
    """An act that asks nothing but to be done."""
