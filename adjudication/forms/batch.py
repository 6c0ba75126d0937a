"""What is filled in once for many sibling cases."""

from django import forms

from adjudication.forms.award import articles
from adjudication.models import Arbitration


class CasesField(forms.ModelMultipleChoiceField):
    """Cases to tick, all of them at first; drawn as a table by the page."""

    def __init__(self, **kwargs) -> None:
        super().__init__(
            queryset=Arbitration.objects.none(),
            error_messages={"required": "请选择要裁决的案件。"},
            **kwargs,
        )

    def clean(self, value) -> list[Arbitration]:
        return list(super().clean(value))


class StartForm(forms.Form):
    title = forms.CharField(
        label="这一批的名称", max_length=120, required=False, help_text="不填的，按件数命名。"
    )
    pay_within_days = forms.IntegerField(
        label="自生效之日起几日内支付", min_value=1, max_value=365, initial=15
    )
    arbitrations = CasesField(label="案件")

    def __init__(self, *args, cases, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["arbitrations"].queryset = cases


class FindTogetherForm(forms.Form):
    """One finding on the same element of every case in which it is open."""

    element = forms.ChoiceField(label="要素")
    found = forms.CharField(label="认定的内容", max_length=300)
    finding = forms.CharField(label="认定的理由", widget=forms.Textarea(attrs={"rows": 3}))
    article = forms.ChoiceField(label="依据的条文", choices=articles, required=False)
    evidence_nos = forms.CharField(
        label="依据的证据编号",
        max_length=60,
        required=False,
        help_text="各案编号相同的证据，用逗号隔开，例如 3,5。",
    )

    def __init__(self, *args, elements, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["element"].choices = [
            (f"{code} {label}", f"{code} {label}（{count}件待认定）")
            for code, label, count in elements
        ]

    def clean_evidence_nos(self) -> list[int]:
        parts = self.cleaned_data["evidence_nos"].replace("，", ",").replace("、", ",").split(",")
        try:
            return [int(part) for part in parts if part.strip()]
        except ValueError as wrong:
            raise forms.ValidationError("证据编号应为数字，用逗号隔开。") from wrong

    def clean(self) -> dict:
        cleaned = super().clean()
        code, _, label = cleaned.pop("element", "").partition(" ")
        return cleaned | {"code": code, "label": label}
