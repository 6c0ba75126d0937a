"""Parts of the commission's papers: head, addressee and seal of a notice; tick boxes; tables."""

from collections.abc import Iterable, Sequence

from documents.drafting import parts
from documents.drafting.writing import (
    CELL,
    CELL_CENTRE,
    CELL_HEAD,
    CLOSING,
    PLAIN,
    TITLE,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
)

PANEL_TEXT = (
    "{% for a in panel %}{{ a.role }}{{ a.name }}{% if not loop.last %}、{% endif %}{% endfor %}"
)
CASE_TEXT = "{{ applicants_text }}与{{ respondents_text }}{{ cause }}争议一案"


def notice(name: str, *body: str, numbered: bool = False, contact: bool = True) -> str:
    """A notice of the commission to one recipient; the last paragraph of the body is kept."""
    return (
        parts.title(name, issuer="commission", numbered=numbered)
        + paragraph("{{ recipient }}：", PLAIN)
        + "".join(body)
        + (parts.contact() if contact else "")
        + sealed()
    )


def sealed() -> str:
    return paragraph("{{ commission.name }}（盖章）", CLOSING, before=14, keep=True) + paragraph(
        "{{ made_on|cn_date_upper }}", CLOSING
    )


def party_paper(name: str) -> str:
    """The title of a paper a party makes: nobody's name above it, no number under it."""
    return paragraph(parts.spaced(name), TITLE, after=8)


def addressed() -> str:
    """此致, then the commission."""
    return paragraph("此致", keep=True) + paragraph("{{ commission.name }}", PLAIN, keep=True)


def box(condition: str, label: str) -> str:
    return f"{{% if {condition} %}}■{{% else %}}□{{% endif %}} {label}"


def boxes(field: str, choices: Iterable[str]) -> str:
    """□ 直接　■ 留置 …: every choice, the chosen one ticked."""
    return "　".join(box(f"{field} == '{choice}'", choice) for choice in choices)


def yes_no(field: str) -> str:
    return f"{box(field, '是')}　{box(f'not {field}', '否')}"


def listing(
    loop: str,
    columns: Sequence[tuple[str, float, str, str]],
    *,
    after: Iterable[Row | str] = (),
    height_mm: float = 9,
) -> str:
    """A table over a loop; each column: heading, width, content, style of its cells."""
    return table(
        [width for _, width, _, _ in columns],
        [
            Row([Cell(head, CELL_HEAD) for head, _, _, _ in columns], header=True),
            row_tag(f"for {loop}"),
            Row([Cell(text, style) for _, _, text, style in columns], height_mm=height_mm),
            row_tag("endfor"),
            *after,
        ],
    )


def evidence_list() -> str:
    return listing(
        "e in evidence",
        (
            ("编号", 12, "{{ e.no }}", CELL_CENTRE),
            ("证据名称", 44, "{{ e.name }}", CELL),
            ("种类", 18, "{{ e.form }}", CELL_CENTRE),
            ("原件", 16, "{% if e.original %}原件{% else %}复印件{% endif %}", CELL_CENTRE),
            ("页数", 12, "{{ e.pages }}", CELL_CENTRE),
            ("来源", 16, "{{ e.source }}", CELL_CENTRE),
            ("证明内容", 38, "{{ e.proves or '—' }}", CELL),
        ),
    )


def long_text(path: str) -> str:
    """A text that may hold line breaks, each line a paragraph of its own."""
    return parts.for_each(f"line in {path}.splitlines() if line.strip()", paragraph("{{ line }}"))
