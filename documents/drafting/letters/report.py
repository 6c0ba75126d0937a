"""H12."""

from documents.drafting import parts
from documents.drafting.parts import day, for_each, only_if
from documents.drafting.writing import (
    CELL,
    HEADING,
    LANDSCAPE_TEXT_WIDTH_MM,
    SMALL_CENTRE,
    SMALL_HEAD,
    SMALL_RIGHT,
    TITLE,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
)

_AREA_MM, _COLUMN_MM, _YUAN_MM = 26, 13, 23


def _columns(loop: str, unit: str, text: str, style: str) -> list[Cell]:
    """The columns a table is configured with; those of yuan are wider."""
    return [
        Cell(f"{{%tc for {loop} %}}", column=False),
        Cell(f"{{%tc if {unit} %}}", column=False),
        Cell(text, style, width_mm=_YUAN_MM, column=False),
        Cell("{%tc else %}", column=False),
        Cell(text, style, width_mm=_COLUMN_MM, column=False),
        Cell("{%tc endif %}", column=False),
        Cell("{%tc endfor %}", column=False),
    ]


def _figures(cells: str) -> list[Cell]:
    figure = "{% if f.amount %}{{ f.amount|money }}{% else %}{{ f.count }}{% endif %}"
    return _columns(f"f in {cells}", "f.amount", figure, SMALL_RIGHT)


def report() -> str:
    heads = _columns(
        "c in t.columns", "c.unit == '元'", "{{ c.label }}（{{ c.unit }}）", SMALL_HEAD
    )
    # The second column only holds the width that the columns of the table share.
    figures = table(
        (_AREA_MM, LANDSCAPE_TEXT_WIDTH_MM - _AREA_MM),
        [
            Row([Cell("地　区", SMALL_HEAD), *heads], header=True),
            row_tag("for r in t.rows"),
            Row(
                [
                    Cell([paragraph("{{ r.area }}", SMALL_CENTRE, keep=True)]),
                    *_figures("r.cells"),
                ]
            ),
            row_tag("endfor"),
            Row([Cell("合　计", SMALL_HEAD), *_figures("t.totals")]),
        ],
        side_margin_mm=0.8,
    )
    return (
        paragraph("根治欠薪冬季专项行动情况表", TITLE)
        + parts.number("编号：{{ case_number }}")
        + paragraph("填报单位：{{ authority.name }}　　报送单位：{{ recipient }}", CELL)
        + paragraph(
            f"报送类别：{{{{ period }}}}　　统计期间：{day('period_from')}至{day('cut_off')}　　"
            f"填报日期：{day('made_on')}",
            CELL,
        )
        + for_each(
            "t in tables",
            paragraph("{{ t.title }}", HEADING, after=4),
            figures,
            paragraph("", SMALL_CENTRE),
        )
        + only_if("notes", paragraph("说明：{{ notes }}", CELL, keep=True))
        + parts.signatures()
        + parts.closing(issuer="authority")
    )


PAPERS = {"H12": report}
