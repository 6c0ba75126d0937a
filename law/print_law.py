"""The rules as one Markdown page a lawyer reviews: `python -m law.print_law > docs/law.md`."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from law.areas import Parameter, Profile, Value, parameters
from law.calendar import published_calendar
from law.money import yuan
from law.service import METHODS
from law.statutes import MARKS, USES, Article, all_articles, cite, statutes
from law.time_limits import LIMITS, UNITS, TimeLimit

ROLLS = {"forward": "末日遇休息日顺延", "backward": "遇休息日提前", "none": "不顺延"}


@dataclass(frozen=True)
class Row:
    """One provision as the rules page shows it; `limits` are the periods resting on it."""

    id: str
    title: str
    layer: str
    basis: str
    quote: str
    mark: str
    use: str
    effect: str
    note: str
    confirm: str
    limits: tuple[str, ...]


def rows() -> tuple[Row, ...]:
    """Every provision, in the order of the table."""
    return tuple(_row(provision) for provision in all_articles())


def limit_in_words(limit: TimeLimit) -> str:
    """15个自然日，自调解协议生效之日起，末日遇休息日顺延."""
    length = "由文书或者参数确定的天数" if limit.amount is None else str(limit.amount)
    length += UNITS[limit.unit]
    if limit.direction == "before":
        return f"{limit.title}：{limit.starts}前{length}"
    roll = "" if limit.unit == "working_day" else f"，{ROLLS[limit.roll]}"
    return f"{limit.title}：自{limit.starts}起{length}{roll}"


def page() -> str:
    """The whole of docs/law.md."""
    return "\n".join(
        [
            "# 规则一览",
            "",
            "本页由 `python -m law.print_law` 生成，列出系统适用的全部条文、期限和地方参数。",
            f"适用层级：{' < '.join(Profile().layers)}；其他地区的条文仅供比较。",
            "标明“待核定”的数值须由中心录入依据和生效日期后才能用于办案。",
            *_articles_table(),
            *_limits_table(),
            *_service_table(),
            *_parameters_table(),
            *_statutes_table(),
            *_calendar_table(),
            "",
        ]
    )


def _row(provision: Article) -> Row:
    return Row(
        id=provision.id,
        title=provision.title,
        layer=provision.layer,
        basis=cite(provision.id),
        quote=provision.quote or "",
        mark=MARKS[provision.mark],
        use=USES[provision.use],
        effect=provision.effect,
        note=provision.note or "",
        confirm=provision.confirm or "",
        limits=tuple(
            limit_in_words(limit) for limit in LIMITS.values() if limit.article == provision.id
        ),
    )


def _articles_table() -> list[str]:
    columns = ("编号", "规则", "层级", "依据", "原文", "核对", "用途", "办理要求", "说明")
    body = [
        (
            row.id,
            row.title,
            row.layer,
            row.basis,
            row.quote,
            row.mark,
            row.use,
            row.effect,
            row.note + (f"待核定：{row.confirm}。" if row.confirm else ""),
        )
        for row in rows()
    ]
    return _table("条文", columns, body)


def _limits_table() -> list[str]:
    columns = ("编号", "期限", "层级", "长度", "起算", "末日", "依据")
    body = []
    for limit in LIMITS.values():
        length = "由文书或者参数确定" if limit.amount is None else str(limit.amount)
        start = f"{limit.starts}前" if limit.direction == "before" else limit.starts
        roll = "按工作日计" if limit.unit == "working_day" else ROLLS[limit.roll]
        body.append(
            (
                limit.id,
                limit.title + ("（当事人的期间）" if limit.whose == "party" else ""),
                limit.layer,
                length + UNITS[limit.unit],
                start,
                roll,
                cite(limit.article),
            )
        )
    return _table("期限", columns, body)


def _service_table() -> list[str]:
    kinds = {"mediation": "调解书、调解协议书", "award": "裁决书", "invitation": "调解意愿征询函"}
    body = [
        (
            method.title,
            method.basis,
            method.condition,
            "、".join(words for kind, words in kinds.items() if kind in method.not_for) or "—",
            f"{method.counted_from}起按{method.limit}计算" if method.limit else method.counted_from,
        )
        for method in METHODS.values()
    ]
    columns = ("方式", "依据", "怎样才可以", "不得送达", "从哪天算")
    return _table("送达方式", columns, body)


def _parameters_table() -> list[str]:
    columns = ("代码", "参数", "层级", "规则", "状态", "数值", "来源")
    body = [
        (
            parameter.code,
            parameter.title,
            value.layer,
            "、".join(parameter.rules),
            "已核对" if value.status == "verified" else "待核定",
            _value_in_words(parameter, value.value),
            value.source,
        )
        for parameter in parameters().values()
        for value in parameter.values
    ]
    return _table("地方参数", columns, body)


def _statutes_table() -> list[str]:
    body = [
        (statute.key, statute.full_name, statute.edition, statute.checked)
        for statute in statutes().values()
    ]
    return _table("法律和文件", ("代码", "名称", "版本", "核对时的文本状态"), body)


def _calendar_table() -> list[str]:
    body = [
        (
            str(number),
            year.source,
            year.published_on.isoformat() if year.published_on else "",
            "、".join(f"{day:%m-%d}" for day in sorted(year.rest_days)),
            "、".join(f"{day:%m-%d}" for day in sorted(year.make_up_days)),
        )
        for number, year in sorted(published_calendar().years.items())
    ]
    return _table("节假日安排", ("年份", "依据", "公布日期", "放假日", "调休上班日"), body)


def _value_in_words(parameter: Parameter, value: Value | None) -> str:
    if value is None:
        return "无"
    if parameter.kind == "money" and isinstance(value, int):
        return f"{yuan(value)}元"
    if parameter.kind == "ratio" and isinstance(value, Decimal):
        return f"{value:.0%}"
    if parameter.kind == "choice":
        return parameter.choices[str(value)]
    return str(value)


def _table(title: str, columns: tuple[str, ...], body: Sequence[tuple[str, ...]]) -> list[str]:
    def line(cells: tuple[str, ...]) -> str:
        return f"| {' | '.join(cell.replace('|', '／') for cell in cells)} |"

    return [
        "",
        f"## {title}（{len(body)}）",
        "",
        line(columns),
        line(("---",) * len(columns)),
        *map(line, body),
    ]


if __name__ == "__main__":
    print(page(), end="")
