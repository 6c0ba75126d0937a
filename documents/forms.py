"""Forms of the paper pages."""

from django import forms

from documents import scans


class ScanForm(forms.Form):
    file = forms.FileField(label="签署件（PDF、JPG 或 PNG，20MB 以内）")
    note = forms.CharField(label="说明", max_length=120, required=False)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > scans.LIMIT:  # before it is read into memory
            raise forms.ValidationError("扫描件超过20MB，请降低分辨率后重新扫描。")
        return file
