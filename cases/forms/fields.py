"""What the forms of the case file are made of: sums in yuan, groups of fields, rows of a table."""

from collections.abc import Iterator
from datetime import date

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory

from law.money import NotAnAmount, fen, yuan
from staff.forms import DateInput


class YuanField(forms.CharField):
    """An amount typed in yuan; initial and cleaned value are in fen, None where left empty."""

    def __init__(self, **kwargs) -> None:
        amount = forms.TextInput(attrs={"class": "amount", "inputmode": "decimal"})
        super().__init__(**{"widget": amount, "max_length": 20} | kwargs)

    def prepare_value(self, value):
        return yuan(value) if isinstance(value, int) else value

    def clean(self, value) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return fen(text)
        except NotAnAmount as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    def has_changed(self, initial, data) -> bool:
        return (self.prepare_value(initial) or "") != (data or "").strip()


class DayField(forms.DateField):
    def __init__(self, **kwargs) -> None:
        given = {"error_messages": {"invalid": "请按年-月-日填写日期。"}}
        super().__init__(widget=DateInput(), **given | kwargs)


class GroupedForm(forms.Form):
    """`groups` lays the fields out: a heading (or "") and the names below it; the rest follow."""

    groups: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def sections(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        named = {name for _, names in self.groups for name in names}
        for title, names in self.groups:
            fields = [self[name] for name in names if name in self.fields]
            if shown := [field for field in fields if not field.is_hidden]:
                yield title, shown
        if rest := [field for field in self.visible_fields() if field.name not in named]:
            yield "", rest


class CaseForm(GroupedForm):
    """A form about one case; it is told the day and never reads the clock."""

    def __init__(self, *args, case, today: date, **kwargs) -> None:
        self.case, self.today = case, today
        super().__init__(*args, **kwargs)

    def clean_on(self) -> date:
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError("办理日期不能晚于今天。")
        return on


class RowsForm(GroupedForm):
    """
    A form with a table of like rows below its fields; empty rows are left out.

    `row_form` describes a row and `row_noun` counts it in a refusal; `rows_shown` rows are offered,
    the first of them filled from `first_rows` in the initial data. Cleaned as `rows`.
    """

    row_form: type[forms.Form]
    row_noun = "行"
    rows_title = ""
    rows_help = ""
    rows_shown = 6

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        given = self.initial.get("first_rows", [])
        make = formset_factory(self.row_form, extra=max(self.rows_shown - len(given), 0))
        data = self.data if self.is_bound else None
        self.rows: BaseFormSet = make(data, prefix="rows", initial=given)

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.rows.is_valid():
            for error in self.rows.non_form_errors():
                self.add_error(None, error)
            for number, row in enumerate(self.rows, 1):
                for name, errors in row.errors.items():
                    label = row.fields[name].label if name in row.fields else ""
                    for error in errors:
                        self.add_error(None, f"第{number}行{label}：{error}")
            return cleaned
        rows = [row.cleaned_data for row in self.rows if row.has_changed() or row.initial]
        if not rows:
            self.add_error(None, f"请至少填写一{self.row_noun}。")
        return cleaned | {"rows": rows}
