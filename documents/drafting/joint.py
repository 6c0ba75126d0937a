"""What the papers both sides make together have in common."""

from documents.drafting import parts
from documents.drafting.parts import day, for_each, only_if
from documents.drafting.writing import (
    BODY,
    CELL,
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    CLOSING,
    PLAIN,
    TITLE,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
    tag,
)

BETWEEN = (
    "申请人{% if roster %}{{ roster[0].name }}等{{ worker_count }}人"
    "{% else %}{{ applicants|map(attribute='name')|join('、') }}{% endif %}"
    "与申请人{{ respondents|map(attribute='name')|join('、') }}"
)
MEDIATED = f"{BETWEEN}于{day('agreement.made_on')}经{{{{ mediation_body.name }}}}主持调解达成的"


def sides() -> str:
    """Both sides as applicants; a crew is named by its first worker and its representatives."""
    return only_if(
        "representatives",
        paragraph(
            "申请人：{{ roster[0].name }}等{{ worker_count }}人（名单及签名附后），"
            "推选{{ representatives|join('、') }}为代表人。"
        ),
    ) + parts.parties("applicants", "respondents")


def attached(name: str) -> str:
    """The numbered list of papers; its last two lines stay with the signatures below."""
    line = "{{ loop.index }}. {{ name }}"
    return for_each(
        f"name in {name}",
        tag("if loop.revindex > 2"),
        paragraph(line),
        tag("else"),
        paragraph(line, BODY, keep=True),
        tag("endif"),
    )


def signed(day_of: str, *, to: str) -> str:
    """The addressee, the places to sign, the list that every worker of a crew signs."""
    return (
        paragraph("此致", BODY, keep=True)
        + paragraph(to, PLAIN, keep=True)
        + only_if(
            "roster",
            paragraph(
                "劳动者一方申请人{{ worker_count }}人在所附《申请人名单及签名表》逐人签名、捺印。",
                BODY,
                keep=True,
            ),
        )
        + parts.spacer()
        + parts.signatures()
        + paragraph(day(day_of), CLOSING, before=12)
        + only_if("roster", roster())
    )


def roster() -> str:
    return (
        paragraph("申请人名单及签名表", TITLE, page_break=True)
        + parts.number()
        + table(
            (12, 24, 46, 30, 44),
            [
                Row(
                    [
                        Cell(head, CELL_HEAD)
                        for head in (
                            "序号",
                            "姓名",
                            "公民身份号码",
                            "联系电话",
                            "签名（捺印）、日期",
                        )
                    ],
                    header=True,
                ),
                row_tag("for w in roster"),
                Row(
                    [
                        Cell("{{ w.no }}", CELL_CENTRE),
                        Cell("{{ w.name }}", CELL_CENTRE),
                        Cell("{{ w.id_no }}", CELL_CENTRE),
                        Cell("{{ w.phone or '—' }}", CELL_CENTRE),
                        Cell([paragraph("　　年　月　日", CELL_RIGHT)], align="bottom"),
                    ],
                    height_mm=14.5,
                ),
                row_tag("endfor"),
            ],
        )
        + paragraph("共{{ worker_count }}人，均由本人签名、捺印，未由代表人代签。", CELL, before=6)
    )
