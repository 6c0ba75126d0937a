"""Forms of the template desk."""

from django import forms

from documents.template_desk.operations import UPLOAD_LIMIT


class UploadForm(forms.Form):
    file = forms.FileField(
        label="模板文件（.docx，5MB 以内）",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        help_text="在 Word 或者 WPS 中改好，保存为 .docx。",
    )
    note = forms.CharField(
        label="改了什么", max_length=200, help_text="写给批准的人看，如：抬头换成新的单位名称。"
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > UPLOAD_LIMIT:
            raise forms.ValidationError("模板超过5MB，请把其中的图片压缩后再上传。")
        return file


class ReasonForm(forms.Form):
    reason = forms.CharField(label="理由", max_length=200)


class ApproveForm(forms.Form):
    replacing = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.BooleanField(label="已看过样例，文字和格式都可以对外使用")


class NothingForm(forms.Form):
    """An act that asks nothing more."""
