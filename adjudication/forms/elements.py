"""The table in which both sides are asked, element by element, and one more line for it."""

import re
from collections.abc import Sequence

from django import forms

from adjudication.models import Arbitration, Element
from adjudication.operations import Confirmed
from adjudication.queries.parties import Said
from documents.contracts.tribunal.elements import ELEMENTS
from mediation.forms.fields import PartyField

AGREED, DISPUTED = "agreed", "disputed"
LONGEST = 300
_NUMBERS = re.compile(r"[、,，;；\s]+")


def numbers_in(text: str) -> list[int] | None:
    """Return the evidence numbers written as 1、3; None for anything else."""
    parts = [part for part in _NUMBERS.split(text.strip()) if part]
    if not all(part.isdecimal() and len(part) < 6 for part in parts):
        return None
    return list(dict.fromkeys(int(part) for part in parts))


class AskedForm(forms.Form):
    """
    What both sides say to each element that is not locked.

    A row without 一致 or 有争议 was not asked and stays as it is.
    """

    def __init__(self, *args, said: Sequence[Said], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.open = [row for row in said if not row.element.locked_by_id]
        for row in self.open:
            self._fields_of(row)

    def _fields_of(self, row: Said) -> None:
        pk, name = row.element.pk, str(row.element.label)
        state = ""
        if row.element.agreed is not None:
            state = AGREED if row.element.agreed else DISPUTED
        values = (
            ("a", f"申请人对{name}的说法", row.applicant_value),
            ("r", f"被申请人对{name}的说法", row.respondent_value),
        )
        for key, label, value in values:
            self.fields[f"{key}-{pk}"] = forms.CharField(
                label=label,
                initial=value,
                max_length=LONGEST,
                required=False,
                widget=forms.TextInput(attrs={"aria-label": label}),
            )
        self.fields[f"s-{pk}"] = forms.ChoiceField(
            label=f"{name}的状态",
            initial=state or (AGREED if row.same and row.replies else ""),
            choices=(("", "未询问"), (AGREED, "一致"), (DISPUTED, "有争议")),
            required=False,
            widget=forms.Select(attrs={"aria-label": f"{name}的状态"}),
        )
        self.fields[f"e-{pk}"] = forms.CharField(
            label=f"{name}的证据编号",
            initial="、".join(str(piece.no) for piece in row.element.evidence.all()),
            max_length=80,
            required=False,
            widget=forms.TextInput(attrs={"aria-label": f"{name}的证据编号"}),
        )

    @property
    def rows(self) -> list[dict]:
        """The fields of each row, for the template."""
        return [
            {"said": row, **{key: self[f"{key}-{row.element.pk}"] for key in "arse"}}
            for row in self.open
        ]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        for row in self.open:
            pk = row.element.pk
            if numbers_in(cleaned.get(f"e-{pk}", "")) is None:
                self.add_error(f"e-{pk}", "证据请写编号，例如：1、3。")
            if cleaned.get(f"s-{pk}") == AGREED:
                mine, theirs = cleaned.get(f"a-{pk}", ""), cleaned.get(f"r-{pk}", "")
                if not mine or mine != theirs:
                    self.add_error(
                        f"s-{pk}", "双方说法不同或者没有填写，不能记为一致。请记为有争议。"
                    )
        if not any(cleaned.get(f"s-{row.element.pk}") for row in self.open):
            raise forms.ValidationError("请至少对一项选择“一致”或者“有争议”。")
        return cleaned

    def confirmed(self) -> list[Confirmed]:
        given = self.cleaned_data
        return [
            Confirmed(
                code=row.element.code,
                label=row.element.label,
                worker=row.element.worker,
                applicant_value=given[f"a-{row.element.pk}"],
                respondent_value=given[f"r-{row.element.pk}"],
                agreed=given[f"s-{row.element.pk}"] == AGREED,
                evidence=numbers_in(given[f"e-{row.element.pk}"]) or (),
            )
            for row in self.open
            if given[f"s-{row.element.pk}"]
        ]


class AddElementForm(forms.Form):
    code = forms.ChoiceField(
        label="要素", choices=[(code, f"{code[1:]} {name}") for code, name in ELEMENTS.items()]
    )
    label = forms.CharField(
        label="具体名称",
        max_length=60,
        required=False,
        help_text="比如“休息日加班天数”；不填的用要素的名称。",
    )
    unit = forms.CharField(label="单位", max_length=20, required=False)
    worker = PartyField(label="哪一位工人", required=False)
    applicant_value = forms.CharField(label="申请人主张", max_length=LONGEST, required=False)

    def __init__(self, *args, arbitration: Arbitration, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = arbitration.applicants.order_by("roster_no", "id")
        self.fields["worker"].empty_label = "（全体）"


def shown_state(element: Element) -> tuple[str, str]:
    """Return how an element stands, as its tag says it, and the colour of the tag."""
    if element.found:
        return "已认定", "blue"
    if element.locked_by_id:
        return "一致，已锁定", "green"
    if element.agreed:
        return "一致", "green"
    return ("有争议", "amber") if element.agreed is False else ("未询问", "plain")
