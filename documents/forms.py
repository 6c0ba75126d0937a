"""Forms of the paper pages."""

from django import forms


class ScanForm(forms.Form):
    file = forms.FileField(label="签署件（PDF、JPG 或 PNG，20MB 以内）")
    note = forms.CharField(label="说明", max_length=120, required=False)
