"""Approving money and taking it back in red ask for the code of the two-step login once more."""

from django import forms
from django.utils import timezone

from cases.models import Case
from fund.queries import second_step_asked
from staff.operations import prove_second_step

FIELD = "second_step"


class SecondStep:
    """For a page of an act: `wants_second_step` says whether this act is of that kind."""

    wants_second_step = True

    @property
    def case_of_money(self) -> Case | None:
        return self.case

    @property
    def asks_second_step(self) -> bool:
        return self.wants_second_step and second_step_asked(
            case=self.case_of_money, on=timezone.localdate()
        )

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if self.asks_second_step:
            form.fields[FIELD] = forms.CharField(
                label="两步验证码",
                max_length=10,
                help_text="打开手机上的验证器，填写现在显示的六位数字。",
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}
                ),
            )
        return form

    def prepare(self, form) -> None:
        super().prepare(form)
        if FIELD in form.fields:
            prove_second_step(user=self.request.user, code=form.cleaned_data.pop(FIELD))
