"""申请仲裁: the application in plain fields, from a case of the centre or at the window."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms

from adjudication.choices import ClaimKind, Origin
from adjudication.operations import Claimed, Stated, wage_claims
from adjudication.operations.window import Asked
from cases.forms.fields import GroupedForm, RowsForm, YuanField
from cases.models import Party
from documents.contracts.tribunal.elements import ELEMENTS
from mediation.forms.fields import ActForm, DayField, PartiesField

# The elements asked of everybody: name of the field → code, how it is asked, its unit.
ASKED = {
    "e2": ("E2", "什么时候开始做工", ""),
    "e3": ("E3", "什么时候离开、为什么", ""),
    "e5": ("E5", "做什么工、在哪里", ""),
    "e6": ("E6", "工资标准（元）", "元/日"),
    "e9": ("E9", "哪几个月没有发", ""),
    "e10": ("E10", "加班天数", "天"),
}
RESTS_ON = {
    ClaimKind.WAGES: ("E6", "E9"),
    ClaimKind.OVERTIME: ("E6", "E10"),
    ClaimKind.ECONOMIC_COMPENSATION: ("E6",),
}
UNITS = [("元/日", "每日"), ("元/月", "每月"), ("元/时", "每小时"), ("元", "计件或者包干")]


class ElementsMixin(GroupedForm):
    """What is asked about the work, in plain words; what is left empty is not stated."""

    def add_elements(self, *, required: Sequence[str] = ("e6", "e9")) -> None:
        for name, (_, label, _unit) in ASKED.items():
            self.fields[name] = forms.CharField(
                label=label, max_length=200, required=name in required
            )
        self.fields["unit"] = forms.ChoiceField(label="工资标准按", choices=UNITS)

    def stated(self) -> list[Stated]:
        given = self.cleaned_data
        return [
            Stated(
                code,
                given[name].strip(),
                label=ELEMENTS[code],
                unit=given["unit"] if name == "e6" else unit,
            )
            for name, (code, _, unit) in ASKED.items()
            if given.get(name, "").strip()
        ]


class AskedRow(forms.Form):
    kind = forms.ChoiceField(label="种类", choices=[("", "（请选择）"), *ClaimKind.choices])
    what = forms.CharField(label="请求内容", max_length=120, required=False)
    amount_fen = YuanField(label="金额（元）", required=False)
    formula = forms.CharField(label="计算方式", max_length=150, required=False)


class WindowRow(AskedRow):
    who = forms.IntegerField(label="第几名", required=False, min_value=1)
    field_order = ("who", "kind", "what", "amount_fen", "formula")


PEOPLE = ("name", "id_no", "phone", "address")


class WindowForm(RowsForm, ElementsMixin):
    """Workers at the window of the commission: who, against whom, for what."""

    name = forms.CharField(label="姓名", max_length=60)
    id_no = forms.CharField(label="公民身份号码", max_length=18)
    phone = forms.CharField(label="联系电话", max_length=20)
    address = forms.CharField(label="住址", max_length=200)
    others = forms.CharField(
        label="一起申请的其他劳动者",
        required=False,
        max_length=40000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="每人一行：姓名、公民身份号码、电话、住址、工资标准，用逗号隔开，"
        "也可以从表格里整段粘贴。上面填的是第1名，这里从第2名起；工资标准与第1名相同的不填。",
    )
    representing = forms.CharField(
        label="推举的代表人",
        max_length=60,
        required=False,
        help_text="十人以上有共同请求的，可以推举三至五名，填第几名，例如：1、3、5。",
    )
    employer_name = forms.CharField(
        label="用人单位", max_length=120, help_text="与营业执照一致；不清楚的写工友常叫的名称。"
    )
    uscc = forms.CharField(label="统一社会信用代码", max_length=18, required=False)
    legal_rep = forms.CharField(label="法定代表人（负责人）", max_length=60, required=False)
    employer_address = forms.CharField(label="用人单位住所", max_length=200)
    employer_phone = forms.CharField(label="用人单位电话", max_length=20, required=False)
    site = forms.CharField(label="工地或者项目", max_length=120, required=False)
    period_from = DayField(label="欠薪期间自")
    period_to = DayField(label="欠薪期间至")
    ended_on = DayField(
        label="离开的日期", required=False, help_text="时效从离开之日起算；还在做的不填。"
    )
    facts = forms.CharField(
        label="事情的经过", max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    oral = forms.BooleanField(label="口头申请，由我记录并读给本人听", required=False)
    row_form = WindowRow
    row_noun = "项请求"
    rows_title = "请求"
    rows_help = (
        "金额按算式复算，例如：260.00元/日×42日。确认劳动关系的不填金额。"
        "几名劳动者一起申请的，写明是第几名的请求；空着是每一名都这样请求。"
    )
    rows_shown = 6
    groups = (
        ("申请人", (*PEOPLE, "others", "representing")),
        ("用人单位", ("employer_name", "uscc", "legal_rep", "employer_address", "employer_phone")),
        ("欠薪", ("site", "period_from", "period_to", "ended_on")),
        ("做工的情况", (*ASKED, "unit")),
        ("经过", ("facts", "oral")),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.add_elements()

    def clean_others(self) -> list[list[str]]:
        """Read the lines, parted by commas or tabs; a line says what is missing from it."""
        found = []
        for no, line in enumerate(self.cleaned_data["others"].splitlines(), 2):
            cells = [cell.strip() for cell in re.split(r"[,，\t]", line)]
            if not any(cells):
                continue
            if not 4 <= len(cells) <= 5 or not all(cells[:4]):
                raise forms.ValidationError(
                    f"第{no}名这一行应当有姓名、公民身份号码、电话、住址，可以加上工资标准：“{line[:40]}”。"
                )
            found.append(cells)
        return found

    def clean_representing(self) -> list[int]:
        words = re.findall(r"\d+", self.cleaned_data["representing"])
        return list(dict.fromkeys(int(word) for word in words))

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        others = given["others"]
        rates = {no: row[4] for no, row in enumerate(others, 2) if len(row) > 4 and row[4]}
        return {
            "workers": [
                {key: given[key] for key in PEOPLE},
                *(dict(zip(PEOPLE, row, strict=False)) for row in others),
            ],
            "rates": {
                no: Stated("E6", rate, label=ELEMENTS["E6"], unit=given["unit"])
                for no, rate in rates.items()
            },
            "representing": given["representing"],
            "employer": {
                "name": given["employer_name"],
                "uscc": given["uscc"],
                "legal_rep": given["legal_rep"],
                "address": given["employer_address"],
                "phone": given["employer_phone"],
            },
            "site": given["site"],
            "period_from": given["period_from"],
            "period_to": given["period_to"],
            "employment_ended_on": given["ended_on"],
            "facts": given["facts"],
            "oral": given["oral"],
            "elements": self.stated(),
            "asked": [replace(asked(row), who=row.get("who")) for row in given["rows"]],
        }


def asked(row: dict[str, Any]) -> Asked:
    kind = ClaimKind(row["kind"])
    return Asked(
        kind,
        row["what"].strip() or kind.label,
        row["amount_fen"],
        row["formula"].strip(),
        RESTS_ON.get(kind, ()),
    )


class MoreRow(AskedRow):
    worker = forms.ChoiceField(label="劳动者", choices=())
    field_order = ("worker", "kind", "what", "amount_fen", "formula")


class FromCaseForm(RowsForm, ActForm, ElementsMixin):
    """From a case of the centre: wages as the account has them, and what else is asked for."""

    origin = forms.TypedChoiceField(
        label="来源", choices=Origin.choices, coerce=Origin, widget=forms.RadioSelect
    )
    applicants = PartiesField(label="谁申请")
    respondents = PartiesField(label="被申请人")
    third_parties = PartiesField(label="第三人", required=False)
    wages = forms.BooleanField(
        label="按工资账户请求劳动报酬（每人尚欠的金额和算式自动带入）", required=False, initial=True
    )
    ended_on = DayField(label="劳动关系终止的日期", required=False)
    facts = forms.CharField(
        label="事实和理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    oral = forms.BooleanField(label="口头申请", required=False)
    row_form = MoreRow
    row_noun = "项请求"
    rows_title = "其他请求"
    rows_help = "工资以外的请求逐人填写，金额按算式复算；没有的不填。"
    rows_shown = 3
    groups = (
        ("", ("origin", "applicants", "respondents", "third_parties", "wages")),
        ("做工的情况", (*ASKED, "unit")),
        ("", ("ended_on", "facts", "oral")),
    )

    def __init__(self, *args, origin: Origin, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.add_elements()
        workers, others = self.case.parties.workers(), self.others()
        self.fields["origin"].initial = origin
        self.fields["applicants"].queryset = workers
        self.fields["applicants"].initial = [p.pk for p in workers]
        for name in ("respondents", "third_parties"):
            self.fields[name].queryset = others
        self.fields["respondents"].initial = [self.case.debtor_id] if self.case.debtor_id else []
        self.fields["facts"].initial = self.case.facts
        self.people: dict[str, Party] = {str(p.pk): p for p in workers}
        names = [("", "（请选择）"), *((key, p.name) for key, p in self.people.items())]
        for row in self.rows:
            row.fields["worker"].choices = names

    def clean(self) -> dict:
        cleaned = super().clean()
        if "请至少填写一项请求。" in self.non_field_errors() and cleaned.get("wages"):
            self.errors["__all__"] = self.error_class(
                [e for e in self.errors["__all__"] if e != "请至少填写一项请求。"]
            )
            if not self.errors["__all__"]:
                del self.errors["__all__"]
        return cleaned

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        claims: list[Claimed] = []
        if given["wages"]:
            claims += wage_claims(self.case, given["applicants"])
        for row in given.get("rows", ()):
            one = asked(row)
            claims.append(
                Claimed(
                    self.people[row["worker"]],
                    one.kind,
                    one.what,
                    one.amount_fen,
                    one.formula,
                    one.elements,
                )
            )
        return {
            "origin": given["origin"],
            "applicants": given["applicants"],
            "respondents": given["respondents"],
            "third_parties": given["third_parties"],
            "claims": claims,
            "elements": self.stated(),
            "facts": given["facts"],
            "employment_ended_on": given["ended_on"],
            "oral": given["oral"],
            "evidence": list(self.case.evidence.filter(submitted=True)),
        }
