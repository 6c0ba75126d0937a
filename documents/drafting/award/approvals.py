"""A18: the internal papers of the second volume."""

from documents.contracts.award.approvals import CAUSE_BOXES, JURISDICTIONS, REFUSALS
from documents.drafting import parts
from documents.drafting.award.decisions import FormRow, internal_form, opinions
from documents.drafting.parts import clause, count_from_one, day, for_each
from documents.drafting.writing import (
    FORM,
    FORM_RIGHT,
    HEADING,
    LABEL,
    PARTY,
    SIGN,
    TEXT_WIDTH_MM,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
)

_PARTIES: tuple[FormRow, ...] = (
    ("申 请 人", "{{ applicants_text }}"),
    ("被申请人", "{{ respondents_text }}"),
)
_BOXES_ON_A_LINE = 3


def _boxes(label: str, field: str, words: tuple[str, ...]) -> Row:
    """■ for what the list of texts names, □ for the rest."""
    marked = [
        f"{{% if '{word}' in ({field} or []) %}}■{{% else %}}□{{% endif %}} {word}"
        for word in words
    ]
    lines = [
        paragraph("　".join(marked[start : start + _BOXES_ON_A_LINE]), FORM)
        for start in range(0, len(marked), _BOXES_ON_A_LINE)
    ]
    return Row([Cell(label, LABEL), Cell(lines, span=3)], height_mm=7)


def _amounts(rows: str, what: str, total: str) -> list[FormRow]:
    """Rows of a form: what is listed on the left, its amount on the right, the total below."""
    return [
        row_tag(f"for row in {rows} or []"),
        Row(
            [
                Cell("{{ loop.index }}", LABEL),
                Cell(what, FORM, span=2),
                Cell(
                    "{% if row.amount %}{{ row.amount|money }}元{% else %}—{% endif %}", FORM_RIGHT
                ),
            ],
            height_mm=7,
        ),
        row_tag("endfor"),
        Row(
            [
                Cell("合　　计", LABEL),
                Cell("", FORM, span=2),
                Cell(f"{{{{ {total}|money }}}}元", FORM_RIGHT),
            ],
            height_mm=7,
        ),
    ]


def docketing() -> str:
    return parts.title("立案审批表", issuer="commission") + internal_form(
        [
            *_PARTIES,
            ("案　　由", "{{ cause }}"),
            _boxes("案由类别", "cause_boxes", CAUSE_BOXES),
            ("收到申请", day("received_on"), "决定期限", day("decide_by")),
            _boxes("管辖依据", "jurisdiction", JURISDICTIONS),
            ("劳动者数", "{{ worker_count }}人", "制表日期", day("made_on")),
            *_amounts("claims", "{{ row.what }}", "claim_total"),
            (
                "审查意见",
                "{% if decision == '同意立案' %}■ 同意立案　□ 不予受理{% else %}"
                "□ 同意立案　■ 不予受理{% endif %}",
            ),
            row_tag("if refusal"),
            _boxes("理　　由", "[refusal]", REFUSALS),
            row_tag("endif"),
            *opinions(),
        ]
    )


def closing() -> str:
    paper = (
        "{{ row.title }}{% if row.number %}（{{ row.number }}）{% endif %}"
        "{% if row.effective_on %}，{{ row.effective_on|cn_date }}生效{% endif %}"
    )
    return parts.title("结案审批表", issuer="commission") + internal_form(
        [
            *_PARTIES,
            ("案　　由", "{{ cause }}"),
            ("仲 裁 员", "{{ arbitrators|join('、') }}", "书 记 员", "{{ secretary }}"),
            ("立　　案", day("docketed_on"), "审限届满", day("limit_on")),
            ("裁决日期", day("decided_on"), "结案日期", day("closed_on")),
            ("劳动者数", "{{ worker_count }}人", "争议金额", "{{ claim_total|money }}元"),
            ("结案方式", "{{ outcome }}"),
            *_amounts("papers", paper, "awarded_total"),
            ("案卷保管", "保管至{{ retain_until|cn_date }}（{{ law.retention }}）"),
            *opinions(),
            ("制表日期", day("made_on")),
        ]
    )


def deliberation() -> str:
    signed = table(
        (TEXT_WIDTH_MM,),
        [
            row_tag("for s in signatures"),
            Row([Cell([paragraph("{{ s.role }}　{{ s.name }}（签名）：", SIGN)])], height_mm=13),
            row_tag("endfor"),
        ],
        borders=False,
    )
    return (
        parts.title("评议笔录", issuer="commission")
        + paragraph(
            "案由：申请人{{ applicants_text }}与被申请人{{ respondents_text }}{{ cause }}争议"
        )
        + paragraph(f"时间：{parts.from_to()}", PARTY)
        + paragraph("地点：{{ place }}")
        + paragraph(
            "仲裁庭：{% for m in panel %}{{ m.role }}{{ m.name }}"
            "{% if not loop.last %}、{% endif %}{% endfor %}"
        )
        + paragraph("记录：{{ secretary }}")
        + count_from_one()
        + for_each(
            "i in issues",
            clause("{{ i.issue }}", keep=True),
            for_each("o in i.opinions", paragraph("{{ o.name }}：{{ o.opinion }}")),
            paragraph("评议结果：{{ i.result }}"),
        )
        + paragraph("评议结论", HEADING)
        + paragraph("{{ conclusion }}", keep=True)
        + paragraph("以上笔录经核对无误。", after=8, keep=True)
        + signed
    )


def award_draft() -> str:
    return parts.title("裁决书审批稿", issuer="commission") + internal_form(
        [
            *_PARTIES,
            ("案　　由", "{{ cause }}"),
            ("立　　案", day("docketed_on"), "审限届满", day("limit_on")),
            ("仲 裁 员", "{{ arbitrators|join('、') }}", "裁决类型", "{{ finality }}裁决"),
            ("争议金额", "{{ claim_total|money }}元"),
            *_amounts("items", "{{ row.what }}", "awarded_total"),
            ("主要理由", "{{ reasons }}"),
            ("附　　件", "裁决书全文。应当载明的事项见{{ law.contents }}。"),
            *opinions(),
            ("制表日期", day("made_on")),
        ]
    )


PAPERS = {
    "A18-1": docketing,
    "A18-2": closing,
    "A18-3": deliberation,
    "A18-4": award_draft,
}
