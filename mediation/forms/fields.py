"""What the forms of mediation are made of: people to tick, moments, days of acts."""

from django import forms
from django.template.loader import render_to_string

from cases.choices import Capacity
from cases.forms.fields import CaseForm, DateInput
from cases.models import Party
from mediation.papers.blocks import place_label

PERSON_CAPACITIES = [
    (c.value, c.label)
    for c in (
        Capacity.SELF,
        Capacity.LEGAL_REPRESENTATIVE,
        Capacity.AUTHORISED_AGENT,
    )
]


class DayField(forms.DateField):
    def __init__(self, **kwargs) -> None:
        super().__init__(widget=DateInput(), **kwargs)


class TimeField(forms.TimeField):
    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
        super().__init__(**kwargs)


class MomentField(forms.SplitDateTimeField):
    """A moment of a day, as date and time side by side."""

    def __init__(self, **kwargs) -> None:
        widget = forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "class": "form-control moment", "aria-label": "日期"},
            time_attrs={"type": "time", "class": "form-control moment", "aria-label": "时间"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        )
        super().__init__(
            widget=widget,
            error_messages={"invalid_date": "请填写日期。", "invalid_time": "请填写时间。"},
            **kwargs,
        )


class PeopleTable(forms.CheckboxSelectMultiple):
    """Parties to tick, as a table with a box that ticks them all."""

    use_fieldset = False

    def value_from_datadict(self, data, files, name):
        if data.get(f"{name}_all"):  # 全选 works without a script
            return [str(key) for key, _ in self.choices]
        return super().value_from_datadict(data, files, name)

    def render(self, name, value, attrs=None, renderer=None):
        chosen = {str(v) for v in value or ()}
        rows = [
            {
                "value": key.value,
                "party": key.instance,
                "label": label,
                "chosen": str(key.value) in chosen,
            }
            for key, label in self.choices
        ]
        return render_to_string(
            "mediation/people_table.html",
            {"name": name, "rows": rows, "id": (attrs or {}).get("id", f"id_{name}")},
        )


class PartiesField(forms.ModelMultipleChoiceField):
    """Some of the parties of the case; the form limits it by `among`."""

    def __init__(self, **kwargs) -> None:
        super().__init__(queryset=Party.objects.none(), widget=PeopleTable, **kwargs)

    def clean(self, value) -> list[Party]:
        return list(super().clean(value))


class PartyField(forms.ModelChoiceField):
    def __init__(self, **kwargs) -> None:
        super().__init__(queryset=Party.objects.none(), empty_label="（请选择）", **kwargs)

    def label_from_instance(self, party: Party) -> str:
        if party.roster_no:
            return f"{party.roster_no} {party.name}"
        return f"{place_label(party)} {party.name}"


class ActForm(CaseForm):
    """The form of an act on `case`; every choice of a party is one of the case."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        parties = self.case.parties.select_related("case").order_by("roster_no", "id")
        for field in self.fields.values():
            if isinstance(field, PartiesField | PartyField):
                field.queryset = parties

    def others(self):
        """Return the parties that are not workers of the roster."""
        return self.case.parties.select_related("case").others()


class DatedForm(ActForm):
    """An act whose paper may have been signed on an earlier day."""

    on = forms.DateField(
        label="办理日期", widget=DateInput(), help_text="纸面上写明的日期，可以早于今天。"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = self.today


class ReasonForm(ActForm):
    reason = forms.CharField(label="理由", max_length=200)
