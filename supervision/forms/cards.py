"""What a yellow or red card says."""

from django import forms

from cases.models import Deadline
from mediation.forms.fields import ActForm, DayField
from supervision.cards import days_over, late_deadlines
from supervision.choices import CardColour
from supervision.forms.directives import lines_of

_LONG = forms.Textarea(attrs={"rows": 3})


class LateDeadline(forms.ModelChoiceField):
    def __init__(self, **kwargs) -> None:
        super().__init__(queryset=Deadline.objects.none(), empty_label=None, **kwargs)
        self.on = None

    def label_from_instance(self, deadline: Deadline) -> str:
        days = days_over(deadline.due_on, self.on)
        return f"{deadline.title}（{deadline.due_on:%Y-%m-%d}届满，超期{days}天）"


class CardForm(ActForm):
    deadline = LateDeadline(label="超期的期限", widget=forms.RadioSelect)
    colour = forms.ChoiceField(label="发出", choices=CardColour, widget=forms.RadioSelect)
    recipient = forms.CharField(
        label="责任单位", max_length=120, help_text="没有按期办结的单位的全称。"
    )
    demands = forms.CharField(label="办理要求", widget=_LONG, help_text="每行一项。")
    report_by = DayField(label="报告期限", help_text="责任单位报告办理情况的最后一天。")
    head = forms.CharField(
        label="签发人", max_length=30, help_text="人力资源社会保障行政部门的负责人。"
    )
    head_post = forms.CharField(label="签发人职务", max_length=40)
    leader = forms.CharField(
        label="批准的领导", max_length=30, required=False, help_text="红牌督办须经领导批准。"
    )
    leader_post = forms.CharField(label="领导职务", max_length=40, required=False)
    leader_on = DayField(label="批准日期", required=False)
    groups = (
        ("", ("deadline", "colour", "recipient", "demands", "report_by")),
        ("签发", ("head", "head_post")),
        ("红牌的批准", ("leader", "leader_post", "leader_on")),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deadline"]
        field.on, field.queryset = self.today, late_deadlines(self.case, on=self.today)
        field.initial = field.queryset.first()
        self.fields["recipient"].initial = self.case.centre.name

    def clean(self):
        cleaned = super().clean()
        cleaned["demands"] = lines_of(cleaned.get("demands", ""))
        cleaned["signed_off"] = {
            "name": cleaned.pop("head", ""),
            "post": cleaned.pop("head_post", ""),
        }
        leader = {"name": cleaned.pop("leader", ""), "post": cleaned.pop("leader_post", "")}
        day = cleaned.pop("leader_on", None)
        whole = bool(leader["name"] and leader["post"] and day)
        cleaned["leaders"] = [leader | {"on": day.isoformat()}] if whole else []
        if cleaned.get("colour") == CardColour.RED and not whole:
            self.add_error("leader", "红牌督办须写明批准领导的姓名、职务和批准日期。")
        return cleaned
