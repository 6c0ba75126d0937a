"""H12 根治欠薪冬季专项行动情况表: a report whose tables, columns and cut-off are data."""

from collections.abc import Iterator, Sequence
from typing import Any

from documents.contracts import blocks, checks, samples
from documents.contracts.schema import (
    Context,
    Contract,
    Fault,
    Field,
    Kind,
    Slot,
    amount_dict,
    amount_fen,
)

UNITS = ("件", "人", "元", "户", "个", "笔", "起", "次")
YUAN = "元"
ROLES = ("上期", "新增", "办结", "期末", "其他")
PERIODS = ("周调度", "月通报", "专项行动总结")
COLUMNS_AT_MOST = 14

Cells = list[dict[str, Any]]


def cell(unit: str, value: int) -> dict[str, Any]:
    """One figure: fen where the column counts yuan, else a number."""
    if unit == YUAN:
        return {"count": None, "amount": amount_dict(value), "records": None}
    return {"count": value, "amount": None, "records": None}


def table(title: str, columns: Sequence[dict[str, Any]], rows: dict[str, Sequence[int]]) -> Any:
    """A table with its total row; figures in the order of the columns."""
    totals = [sum(column) for column in zip(*rows.values(), strict=True)]

    def cells(values: Sequence[int]) -> Cells:
        return [cell(column["unit"], value) for column, value in zip(columns, values, strict=True)]

    return {
        "title": title,
        "columns": list(columns),
        "rows": [{"area": area, "cells": cells(values)} for area, values in rows.items()],
        "totals": cells(totals),
    }


def heading(label: str, unit: str, series: str | None = None, role: str = "其他") -> dict[str, Any]:
    return {"label": label, "unit": unit, "series": series, "role": role}


def _flow(unit: str) -> list[dict[str, Any]]:
    return [
        heading(label, unit, unit, role)
        for label, role in (
            ("上期未办结", "上期"),
            ("本期新增", "新增"),
            ("本期办结", "办结"),
            ("期末未办结", "期末"),
        )
    ]


def _sample_report() -> dict[str, Any]:
    return samples.header(
        WINTER_REPORT.law(),
        issuer="authority",
        case_number="示薪冬〔2026〕1号",
        made_on="2027-01-03",
        recipient="示例省根治拖欠农民工工资工作领导小组办公室",
        period="月通报",
        period_from="2026-12-01",
        cut_off="2026-12-31",
        tables=[
            table(
                "一、欠薪案件办理情况",
                [*_flow("件"), *_flow("人"), *_flow("元")],
                {
                    "示例区": (
                        *(5, 18, 20, 3, 61, 240, 271, 30),
                        *(52310000, 211000000, 238110000, 25200000),
                    ),
                    "示例县": (3, 9, 10, 2, 25, 88, 97, 16, 18850050, 74020000, 81120050, 11750000),
                    "示例开发区": (1, 6, 7, 0, 8, 53, 61, 0, 6500000, 41300000, 47800000, 0),
                },
            ),
            table(
                "二、排查和化解渠道",
                [
                    heading("检查用人单位", "户"),
                    heading("检查在建项目", "个"),
                    heading("涉及农民工", "人"),
                    heading("政府投资和国企项目欠薪", "件"),
                    heading("其中限期内办结", "件"),
                    heading("调解成功", "件"),
                    heading("仲裁受理", "件"),
                    heading("仲裁审结", "件"),
                    heading("仲裁结案金额", "元"),
                    heading("司法确认", "件"),
                    heading("支付令和执行", "件"),
                ],
                {
                    "示例区": (120, 34, 5210, 2, 2, 14, 6, 5, 41230000, 9, 2),
                    "示例县": (86, 21, 2874, 1, 1, 7, 3, 2, 12100000, 4, 1),
                    "示例开发区": (40, 9, 1760, 0, 0, 5, 2, 2, 8850000, 3, 0),
                },
            ),
            table(
                "三、处理处罚和保障",
                [
                    heading("移送公安", "件"),
                    heading("立案", "件"),
                    heading("判决", "件"),
                    heading("列入失信名单", "件"),
                    heading("动用周转金", "笔"),
                    heading("周转金垫付", "元"),
                    heading("周转金收回", "元"),
                    heading("动用保证金", "笔"),
                    heading("保证金支付", "元"),
                    heading("行政处罚", "件"),
                    heading("罚款", "元"),
                    heading("舆情", "起"),
                    heading("突发事件", "起"),
                    heading("集中接访", "次"),
                ],
                {
                    "示例区": (1, 1, 0, 1, 1, 2752844, 2000000, 2, 31000000, 3, 9000000, 1, 0, 4),
                    "示例县": (0, 0, 0, 0, 0, 0, 0, 1, 8000000, 1, 2000000, 0, 0, 4),
                    "示例开发区": (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2),
                },
            ),
        ],
        notes="未办结的5件案件均在法定期限内。",
        signatures=[
            samples.signature("填报人", "田禾", "officer"),
            samples.signature("审核人", "任重", "officer"),
        ],
    )


def _value(unit: str, figure: dict[str, Any]) -> int:
    return amount_fen(figure["amount"]) if unit == YUAN else figure["count"]


def _shown(unit: str, value: int) -> str:
    return f"{amount_dict(value)['digits']}元" if unit == YUAN else f"{value}{unit}"


def _figures_hold(context: Context) -> Iterator[Fault]:
    for place, one in enumerate(context["tables"]):
        path, columns = f"tables[{place}]", one["columns"]
        if len(columns) > COLUMNS_AT_MOST:
            yield Fault(
                "V-T1",
                f"{path}.columns",
                f"“{one['title']}”有{len(columns)}栏，一张表最多{COLUMNS_AT_MOST}栏，请分成两张表。",
            )
        faults = list(_cells_fit(one, path))
        yield from faults
        if not faults:
            yield from _columns_add_up(one, path)
            for row_place, row in enumerate(one["rows"]):
                yield from _flow_holds(columns, row, f"{path}.rows[{row_place}]")
            total = {"area": "合计", "cells": one["totals"]}
            yield from _flow_holds(columns, total, f"{path}.totals")


def _cells_fit(one: dict[str, Any], path: str) -> Iterator[Fault]:
    rows = [(f"{path}.rows[{n}].cells", row["cells"]) for n, row in enumerate(one["rows"])]
    for where, cells in [*rows, (f"{path}.totals", one["totals"])]:
        if len(cells) != len(one["columns"]):
            yield Fault(
                "V-M2",
                where,
                f"“{one['title']}”有{len(one['columns'])}栏，该行只有{len(cells)}个数。",
            )
            continue
        for place, (column, figure) in enumerate(zip(one["columns"], cells, strict=True)):
            wanted, other = ("amount", "count") if column["unit"] == YUAN else ("count", "amount")
            if figure[wanted] is None or figure[other] is not None:
                yield Fault(
                    "V-T1",
                    f"{where}[{place}]",
                    f"“{column['label']}”以{column['unit']}计，应填写"
                    f"{'金额' if wanted == 'amount' else '数目'}。",
                )
            elif figure["records"] is not None and figure["records"] != figure["count"]:
                yield Fault(
                    "V-M2",
                    f"{where}[{place}].records",
                    f"“{column['label']}”填写{figure['count']}，台账中有{figure['records']}条记录。",
                )


def _columns_add_up(one: dict[str, Any], path: str) -> Iterator[Fault]:
    for place, column in enumerate(one["columns"]):
        unit = column["unit"]
        added = sum(_value(unit, row["cells"][place]) for row in one["rows"])
        total = _value(unit, one["totals"][place])
        if added != total:
            yield Fault(
                "V-M2",
                f"{path}.totals[{place}]",
                f"“{column['label']}”各行合计{_shown(unit, added)}，"
                f"合计行为{_shown(unit, total)}。",
            )


def _flow_holds(
    columns: Sequence[dict[str, Any]], row: dict[str, Any], where: str
) -> Iterator[Fault]:
    series: dict[str, dict[str, int]] = {}
    units: dict[str, str] = {}
    for column, figure in zip(columns, row["cells"], strict=True):
        if column["series"] and column["role"] != "其他":
            roles = series.setdefault(column["series"], {})
            roles[column["role"]] = _value(column["unit"], figure)
            units[column["series"]] = column["unit"]
    for name, roles in series.items():
        missing = [role for role in ROLES[:4] if role not in roles]
        if missing:
            yield Fault("V-T1", where, f"“{name}”一组缺少“{'、'.join(missing)}”栏。")
            continue
        left = roles["上期"] + roles["新增"] - roles["办结"]
        if left != roles["期末"]:
            shown = _shown(units[name], left) if left >= 0 else "负数"
            yield Fault(
                "V-M2",
                where,
                f"{row['area']}（{name}）：上期加新增减办结为{shown}，"
                f"期末填写{_shown(units[name], roles['期末'])}。",
            )


CELLS = (
    Field("count", "数目", Kind.COUNT, "None in a column of yuan", required=False),
    Field("amount", "金额", Kind.AMOUNT, "only in a column of yuan", required=False),
    Field(
        "records",
        "台账记录数",
        Kind.COUNT,
        "records behind the figure, when it was drilled down to them",
        required=False,
    ),
)

WINTER_REPORT = Contract(
    code="H12",
    title="根治欠薪冬季专项行动情况表",
    series=None,
    volume="first",
    fields=(
        *blocks.header(blocks.AUTHORITY),
        Field("recipient", "报送单位"),
        Field("period", "报送类别", Kind.CHOICE, choices=PERIODS),
        Field("period_from", "统计起日", Kind.DATE),
        Field("cut_off", "统计截止日期", Kind.DATE),
        Field(
            "tables",
            "统计表",
            Kind.ROWS,
            f"as configured; at most {COLUMNS_AT_MOST} columns each",
            of=(
                Field("title", "表名"),
                Field(
                    "columns",
                    "栏目",
                    Kind.ROWS,
                    of=(
                        Field("label", "名称"),
                        Field("unit", "单位", Kind.CHOICE, choices=UNITS),
                        Field(
                            "series",
                            "所属的一组",
                            note="columns of one flow share a name: 件, 人, 元",
                            required=False,
                        ),
                        Field("role", "在组中的作用", Kind.CHOICE, choices=ROLES),
                    ),
                ),
                Field(
                    "rows",
                    "各地区",
                    Kind.ROWS,
                    of=(
                        Field("area", "地区"),
                        Field("cells", "数据", Kind.ROWS, "one per column", of=CELLS),
                    ),
                ),
                Field("totals", "合计行", Kind.ROWS, "one per column", of=CELLS),
            ),
        ),
        Field("notes", "说明", Kind.LONG, required=False),
        blocks.SIGNATURES,
    ),
    slots=(
        *blocks.letter_slots(),
        Slot("filler", "填报人", ("signature",)),
        Slot("reviewer", "审核人", ("signature",)),
    ),
    sample=_sample_report,
    citations={},
    checks=(
        checks.no_mediator_sends,
        _figures_hold,
        checks.in_order(
            ("period_from", "统计起日"), ("cut_off", "统计截止日期"), ("made_on", "填报日期")
        ),
        checks.slots_present("填报人", "审核人"),
    ),
    landscape=True,
)
