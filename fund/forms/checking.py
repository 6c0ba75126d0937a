"""What the second person says about money that another has entered, and taking it back."""

from django import forms

CONFIRM, REFUSE = "confirm", "refuse"


class CheckForm(forms.Form):
    """Nothing is chosen beforehand: whoever confirms says so."""

    decision = forms.ChoiceField(
        label="复核意见",
        choices=[(CONFIRM, "核对无误，同意入账"), (REFUSE, "不予通过")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="理由", max_length=200, required=False, help_text="不予通过的，须写明理由。"
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == REFUSE and not cleaned.get("reason", "").strip():
            self.add_error("reason", "不予通过的，请写明理由，由登记人改正后重新登记。")
        return cleaned


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="作废的理由", max_length=200)
