"""What a party fills in on a phone: the code, the replies; plain words, one thing at a time."""

import re
from collections.abc import Sequence

from django import forms

from adjudication.choices import ElementAnswer
from adjudication.models import Element, ElementReply
from adjudication.operations import Reply
from adjudication.papers.blocks import with_unit

_DIGITS = {"inputmode": "numeric", "autocomplete": "off", "class": "form-control digits"}


class EntryCodeForm(forms.Form):
    code = forms.CharField(
        label="入口码",
        max_length=20,
        help_text="仲裁委员会给您的十位数字。",
        widget=forms.TextInput(attrs=_DIGITS),
        error_messages={"required": "请输入十位数字的入口码。"},
    )
    id_tail = forms.CharField(
        label="身份证号的最后四位",
        max_length=8,
        required=False,
        help_text="代表单位来的不用填。末位是 X 的照写 X。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "form-control digits"}),
    )

    def clean_code(self) -> str:
        code = re.sub(r"\s", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{10}", code):
            raise forms.ValidationError("应当是十位数字，请看清纸上的号码再输入。")
        return code


class RepliesForm(forms.Form):
    """One question for each element that is still open; what is left out was not answered."""

    def __init__(
        self,
        *args,
        elements: Sequence[Element],
        applicant: bool,
        said: dict[int, ElementReply],
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.elements, self.applicant = list(elements), applicant
        for element in self.elements:
            before = said.get(element.pk)
            own = element.applicant_value if applicant else element.respondent_value
            other = element.respondent_value if applicant else element.applicant_value
            words = (
                ((("admit", "同意对方说的"),) if other else ())
                if applicant
                else (("admit", "对，是这样"),)
            )
            refuse = ("deny", "按我说的") if applicant else ("deny", "不对")
            self.fields[f"answer-{element.pk}"] = forms.ChoiceField(
                label=element.label,
                choices=[*words, refuse],
                required=False,
                initial=_before(before),
                widget=forms.RadioSelect,
            )
            self.fields[f"value-{element.pk}"] = forms.CharField(
                label="我说的是" if applicant else "应该是",
                max_length=300,
                required=False,
                initial=before.value if before and before.value else own,
                widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
            )
            self.fields[f"reason-{element.pk}"] = forms.CharField(
                label="为什么",
                max_length=300,
                required=False,
                initial=before.reason if before else "",
                widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
            )

    @property
    def questions(self) -> list[dict]:
        return [
            {
                "element": element,
                "mine": with_unit(
                    element,
                    element.applicant_value if self.applicant else element.respondent_value,
                ),
                "theirs": with_unit(
                    element,
                    element.respondent_value if self.applicant else element.applicant_value,
                ),
                "answer": self[f"answer-{element.pk}"],
                "fields": [self[f"value-{element.pk}"], self[f"reason-{element.pk}"]],
            }
            for element in self.elements
        ]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        for element in self.elements:
            if cleaned.get(f"answer-{element.pk}") != "deny":
                continue
            if not cleaned.get(f"value-{element.pk}", "").strip():
                self.add_error(f"value-{element.pk}", "请写明您认为是多少、是什么。")
            if not self.applicant and not cleaned.get(f"reason-{element.pk}", "").strip():
                self.add_error(f"reason-{element.pk}", "不同意的，请写明为什么。")
        if not any(cleaned.get(f"answer-{element.pk}") for element in self.elements):
            raise forms.ValidationError("还没有回答。请至少回答一项，再按“提交”。")
        return cleaned

    def replies(self) -> list[Reply]:
        given = self.cleaned_data
        return [
            Reply(
                element,
                ElementAnswer(given[f"answer-{element.pk}"]),
                given[f"value-{element.pk}"],
                given[f"reason-{element.pk}"],
            )
            for element in self.elements
            if given[f"answer-{element.pk}"]
        ]


def _before(reply: ElementReply | None) -> str:
    if reply is None:
        return ""
    return "admit" if reply.answer == ElementAnswer.ADMIT else "deny"
