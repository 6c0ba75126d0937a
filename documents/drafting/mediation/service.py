"""A09M."""

from documents.contracts.mediation.service import TITLES
from documents.drafting import parts
from documents.drafting.parts import day
from documents.drafting.writing import (
    CELL_CENTRE,
    FORM,
    LABEL,
    SMALL,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
)

_BLANK_DAY = "　　　年　　月　　日"


def _row(label: str, text: str, *, height_mm: float = 9) -> Row:
    return Row([Cell(label, LABEL), Cell(text, FORM, span=3)], height_mm=height_mm)


def _pair(label: str, text: str, other: str, second: str, *, height_mm: float = 9) -> Row:
    return Row(
        [Cell(label, LABEL), Cell(text, FORM), Cell(other, LABEL), Cell(second, FORM)],
        height_mm=height_mm,
    )


def _boxes(titles: tuple[str, ...]) -> str:
    """Boxes to tick; the one of the method in the context is filled."""
    return "　".join(
        f"{{% if method == '{title}' %}}■{{% else %}}□{{% endif %}} {title}" for title in titles
    )


def service_return() -> str:
    papers: list[Row | str] = [
        Row(
            [
                Cell("送达文书", LABEL),
                Cell("名　称", LABEL),
                Cell("份　数", LABEL),
                Cell("制作日期", LABEL),
            ]
        ),
        row_tag("for d in documents"),
        Row(
            [
                Cell("{{ loop.index }}", CELL_CENTRE),
                Cell("{{ d.title }}{% if d.number %}（{{ d.number }}）{% endif %}", FORM),
                Cell("{{ d.copies }}份", CELL_CENTRE),
                Cell(day("d.made_on"), CELL_CENTRE),
            ],
            height_mm=9,
        ),
        row_tag("endfor"),
    ]
    sheet = table(
        (28, 60, 26, 42),
        [
            _row("案　　由", "{{ dispute }}纠纷"),
            _row("受送达人", "{{ recipient }}（{{ role }}）"),
            _row("送达地址", "{{ address or '' }}"),
            *papers,
            Row(
                [
                    Cell("送达方式", LABEL),
                    Cell([paragraph(_boxes(TITLES[n : n + 3]), FORM) for n in (0, 3, 6)], span=3),
                ]
            ),
            row_tag("if particulars"),
            Row(
                [
                    Cell("送达情况", LABEL),
                    Cell(
                        [
                            paragraph("{%p for line in particulars %}", FORM),
                            paragraph("{{ line }}", FORM),
                            paragraph("{%p endfor %}", FORM),
                        ],
                        span=3,
                    ),
                ]
            ),
            row_tag("endif"),
            _pair(
                "签 收 人",
                "{% if receiver %}{{ receiver }}{% if relation %}，{{ relation }}{% endif %}"
                "{% endif %}（签名或者盖章）：",
                "送达日期",
                "{% if served_on %}" + day("served_on") + f"{{% else %}}{_BLANK_DAY}{{% endif %}}",
                height_mm=18,
            ),
            _row("拒收事由", "{% if refusal %}{{ refusal.reason }}{% endif %}", height_mm=12),
            _row(
                "见 证 人",
                "{% if refusal and refusal.witnesses %}{{ refusal.witnesses }}{% endif %}"
                "（签名）：",
                height_mm=12,
            ),
            row_tag("if proofs"),
            _row("附　　件", "{{ proofs|join('；') }}"),
            row_tag("endif"),
            _row("送 达 人", "{{ servers|join('、') }}（签名）：", height_mm=12),
            row_tag("if note"),
            _row("备　　注", "{{ note }}"),
            row_tag("endif"),
        ],
    )
    return (
        parts.title("送达回证")
        + sheet
        + paragraph(
            "说明：一、签收人不是受送达人本人的，注明与受送达人的关系。二、拒绝签收的，记明事由和"
            "日期，由送达人、见证人签名，并拍照或者录像；留置、张贴的，经过三个工作日视为送达"
            "（{{ law.left }}）。三、公告送达的，经过规定的期限视为送达（{{ law.notice }}）。"
            "四、调解书、调解协议书不得用电话、短信等简便方式送达（{{ law.simple }}）。",
            SMALL,
            before=4,
        )
    )


PAPERS = {"A09M": service_return}
