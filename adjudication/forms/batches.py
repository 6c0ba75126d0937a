"""What is filled in once for many cases."""

from typing import Any

from django import forms

from adjudication.forms.acts.base import Person
from adjudication.models import Arbitration
from mediation.forms.fields import MomentField
from staff.choices import Role
from staff.models import User
from staff.queries import people_holding


class BatchForm(forms.Form):
    """Nothing is asked."""

    def __init__(self, *args, user: User, arbitrations: list[Arbitration], **kwargs) -> None:
        self.user, self.arbitrations = user, arbitrations
        super().__init__(*args, **kwargs)

    def told(self) -> dict[str, Any]:
        """Return it as plain data, as the batch keeps it."""
        return {}


class AppointForm(BatchForm):
    secretary = Person(label="书记员", help_text="仲裁员按在办案件数自动指派，逐件轮到。")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        ours = people_holding(Role.TRIBUNAL_SECRETARY).filter(body=self.user.body_id)
        self.fields["secretary"].queryset = ours.order_by("name", "pk")
        self.fields["secretary"].initial = self.user if self.user in ours else None

    def told(self) -> dict[str, Any]:
        return {"secretary": self.cleaned_data["secretary"].pk}


class ScheduleForm(BatchForm):
    starts_at = MomentField(
        label="第一件的开庭时间", help_text="以下各件按次序一件接一件；不能排的那件说明原因。"
    )
    minutes = forms.IntegerField(label="每件（分钟）", min_value=15, max_value=480, initial=60)
    place = forms.CharField(label="地点", max_length=120)

    def told(self) -> dict[str, Any]:
        given = self.cleaned_data
        return given | {"starts_at": given["starts_at"].isoformat()}


class GroupForm(BatchForm):
    name = forms.CharField(
        label="名称",
        max_length=120,
        help_text="例如：示例花园二期抹灰班组。共同的事实以后只录一次。",
    )

    def told(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"]}


class CountersignForm(BatchForm):
    opinion = forms.CharField(label="会签意见", max_length=200, required=False)

    def told(self) -> dict[str, Any]:
        return {"opinion": self.cleaned_data["opinion"]}
