"""Forms of the desks: filters of the case list, and what the centre settles for itself."""

import re
from datetime import date, timedelta

from django import forms

from cases.choices import CaseStatus
from law.areas import Parameter
from staff.choices import Role
from staff.queries import people_holding

_RANGE = re.compile(r"^(.+?)(?:至|到|~|～|—)(.+)$")
_DAY = re.compile(r"^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$", re.ASCII)
_DUE = (
    ("", "全部"),
    ("over", "有期限已超期"),
    ("soon", "三天内到期"),
    ("unallocated", "尚未分案"),
)
LONGEST_HOLIDAY = 20


class CaseFilter(forms.Form):
    q = forms.CharField(label="案号或当事人", required=False, max_length=60)
    status = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), *((s.value, s.label) for s in CaseStatus if s != CaseStatus.CLOSED)],
    )
    mediator = forms.ModelChoiceField(
        label="调解员", required=False, queryset=None, empty_label="全部"
    )
    due = forms.ChoiceField(label="期限", required=False, choices=_DUE)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mediator"].queryset = people_holding(Role.MEDIATOR)

    def clean_q(self) -> str:
        words = self.cleaned_data["q"].strip()
        if len(words) == 1:
            raise forms.ValidationError("请至少输入两个字。")
        return words


class ParameterForm(forms.Form):
    """The value of one parameter of the area as the centre confirms it."""

    value = forms.CharField(label="数值", max_length=200)
    effective_from = forms.DateField(
        label="生效日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.CharField(
        label="依据", max_length=200, help_text="文件名称、文号和发布单位；会议决定的，写明日期。"
    )

    def __init__(self, *args, parameter: Parameter, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.parameter = parameter
        if parameter.kind == "choice":
            self.fields["value"] = forms.ChoiceField(
                label=parameter.title, choices=list(parameter.choices.items())
            )
            return
        field = self.fields["value"]
        field.label = parameter.title
        field.help_text = {
            "money": "单位：元，可带两位小数。",
            "ratio": "百分比，例如 20%。",
            "integer": "整数。",
        }.get(parameter.kind, "")

    def clean_value(self) -> str:
        value = self.cleaned_data["value"]
        try:
            self.parameter.parse(value)
        except ValueError as wrong:
            raise forms.ValidationError(f"{wrong}。") from wrong
        return value


class CalendarYearForm(forms.Form):
    """
    The holidays of a year as the State Council's notice lists them.

    Days are dates or ranges, `1月1日至1月3日` or `2027-01-01~2027-01-03`, one after another.
    """

    year = forms.IntegerField(label="年份", min_value=2024, max_value=2100)
    rest_days = forms.CharField(
        label="放假日",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="每行一个日期或者一段，例如：1月1日至1月3日。通知列明的放假周末也写上。",
    )
    make_up_days = forms.CharField(
        label="调休上班日",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="周末上班的日子，例如：1月4日。没有就空着。",
    )
    source = forms.CharField(
        label="通知", max_length=200, help_text="例如：国务院办公厅关于2027年部分节假日安排的通知"
    )
    published_on = forms.DateField(
        label="通知日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        year = cleaned.get("year")
        for name in ("rest_days", "make_up_days"):
            if year and name in cleaned:
                try:
                    cleaned[name] = days_in(cleaned[name], year)
                except ValueError as wrong:
                    self.add_error(name, str(wrong))
        return cleaned


def days_in(text: str, year: int) -> list[date]:
    """
    Return the days written in `text`, each once and in order; a day without a year is of `year`.

    Raises:
        ValueError: a piece is neither a day nor a range of days; the message is Chinese.
    """
    days: set[date] = set()
    for piece in re.split(r"[\s,，、;；。]+", text.strip()):
        if not piece:
            continue
        ends = _RANGE.match(piece)
        first, last = ends.groups() if ends else (piece, piece)
        start, end = _day(first, year), _day(last, year)
        if not 0 <= (end - start).days < LONGEST_HOLIDAY:
            raise ValueError(f"“{piece}”的起止日期不对。")
        days |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
    return sorted(days)


def _day(text: str, year: int) -> date:
    found = _DAY.match(text)
    if found:
        stated, month, day = found.groups()
        try:
            return date(int(stated or year), int(month), int(day))
        except ValueError:
            pass
    raise ValueError(f"“{text}”不是日期。")


class SeriesForm(forms.Form):
    title = forms.CharField(label="用途", max_length=60)
    pattern = forms.CharField(
        label="格式",
        max_length=80,
        help_text="{year} 是年份，{seq} 是顺序号，例如：安农薪调字〔{year}〕{seq}号",
    )
    opening = forms.IntegerField(
        label="起始号", min_value=1, initial=1, help_text="本年已在别处编过号的，从下一号开始。"
    )
