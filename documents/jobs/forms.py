"""The form in which a batch is chosen."""

from django import forms

from documents.jobs.kinds import all_kinds


class BatchForm(forms.Form):
    kind = forms.ChoiceField(label="出具哪一种", widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (kind.code, f"{kind.title}：{kind.sentence}") for kind in all_kinds()
        ]
