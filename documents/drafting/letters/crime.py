"""H02, H02L."""

from documents.drafting import parts
from documents.drafting.parts import amount, day, form, form_amount
from documents.drafting.writing import (
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    FORM,
    FORM_RIGHT,
    LABEL,
    LETTER,
    LETTER_HEADING,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
)


def suspects() -> str:
    """The persons one after the other, each ended by a full stop."""
    return (
        "{% for s in suspects %}{{ s.role }}{{ s.name }}"
        "{% if s.sex %}，{{ s.sex }}{% endif %}"
        "{% if s.ethnicity %}，{{ s.ethnicity }}{% endif %}"
        f"{{% if s.born_on %}}，{day('s.born_on')}出生{{% endif %}}"
        "{% if s.id_no %}，公民身份号码{{ s.id_no }}{% endif %}"
        "{% if s.credit_code %}，统一社会信用代码{{ s.credit_code }}{% endif %}"
        "{% if s.address %}，住{{ s.address }}{% endif %}"
        "{% if s.whereabouts_unknown %}，下落不明{% endif %}。{% endfor %}"
    )


def transfer() -> str:
    body = (
        paragraph(
            "我单位在查处{{ employer.name }}拖欠劳动报酬一案中，发现该案涉嫌犯罪。"
            "依照{{ law.transfer }}，现将该案移送你单位。",
            LETTER,
        )
        + paragraph("一、案件来源", LETTER_HEADING)
        + paragraph("{{ case_source }}。", LETTER)
        + paragraph("二、涉案单位和人员", LETTER_HEADING)
        + paragraph(
            "{{ employer.name }}"
            "{% if employer.credit_code %}，统一社会信用代码{{ employer.credit_code }}{% endif %}"
            "{% if employer.address %}，住所{{ employer.address }}{% endif %}。" + suspects(),
            LETTER,
        )
        + paragraph("三、涉嫌犯罪的事实", LETTER_HEADING)
        + paragraph(
            "{{ facts }}"
            f"经查，{day('period_from')}至{day('period_to')}期间，该单位拖欠{{{{ worker_count }}}}"
            f"名劳动者劳动报酬合计{amount('amount')}。",
            LETTER,
        )
        + paragraph(
            f"依照{{{{ law.order }}}}，我单位于{day('directive.on')}作出"
            "{{ directive.number }}限期改正指令书，"
            "{% if directive.places %}"
            f"于{day('directive.served_on')}在{{{{ directive.places|join('、') }}}}"
            "{{ directive.service }}（{{ law.posted }}）"
            "{% else %}"
            f"于{day('directive.served_on')}{{{{ directive.service }}}}"
            "{% endif %}，"
            f"责令其于{day('directive.deadline')}前支付。期满"
            "{% if directive.paid.digits == '0.00' %}仍未支付{% else %}"
            "仅支付{{ directive.paid.digits }}元，其余仍未支付{% endif %}，"
            "并有{{ conducts|join('、') }}的行为。",
            LETTER,
        )
        + paragraph("四、移送的依据", LETTER_HEADING)
        + paragraph(
            "上述行为的数额已达到{{ thresholds.source }}确定的标准（{{ law.threshold }}），"
            "涉嫌{{ law.crime }}规定的拒不支付劳动报酬罪。",
            LETTER,
        )
        + paragraph(
            "请依法审查，并将立案或者不予立案的决定书面告知我单位（{{ law.reply }}）。",
            LETTER,
            keep=True,
        )
    )
    evidence_heads = ("编号", "证据名称", "种类", "原件", "页数", "来源", "证明内容")
    worker_heads = ("序号", "姓名", "拖欠月数", "拖欠金额（元）")
    return (
        parts.letter(body, title="涉嫌犯罪案件移送书")
        + parts.annex("证　据　清　单", mark="附件2")
        + table(
            (12, 42, 19, 16, 13, 26, 28),
            [
                Row([Cell(head, CELL_HEAD) for head in evidence_heads], header=True),
                row_tag("for e in evidence"),
                Row(
                    [
                        Cell("{{ e.no }}", CELL_CENTRE),
                        Cell("{{ e.name }}"),
                        Cell("{{ e.form }}", CELL_CENTRE),
                        Cell("{% if e.original %}原件{% else %}复印件{% endif %}", CELL_CENTRE),
                        Cell("{{ e.pages }}", CELL_CENTRE),
                        Cell("{{ e.source }}", CELL_CENTRE),
                        Cell("{{ e.proves or '' }}"),
                    ],
                    height_mm=11,
                ),
                row_tag("endfor"),
            ],
        )
        + paragraph("证明对象与证据对应表", LETTER_HEADING, before=12)
        + table(
            (70, 86),
            [
                Row([Cell("证明对象", CELL_HEAD), Cell("证据编号", CELL_HEAD)], header=True),
                row_tag("for x in elements"),
                Row(
                    [
                        Cell("{{ x.element }}", CELL_CENTRE),
                        Cell("{{ x.evidence|join('、') }}", CELL_CENTRE),
                    ]
                ),
                row_tag("endfor"),
            ],
        )
        + parts.annex("拖欠劳动报酬明细表", mark="附件3")
        + table(
            (20, 46, 30, 60),
            [
                Row([Cell(head, CELL_HEAD) for head in worker_heads], header=True),
                row_tag("for w in workers"),
                Row(
                    [
                        Cell("{{ w.no }}", CELL_CENTRE),
                        Cell("{{ w.name }}", CELL_CENTRE),
                        Cell("{{ w.months }}", CELL_CENTRE),
                        Cell("{{ w.due|money }}", CELL_RIGHT),
                    ]
                ),
                row_tag("endfor"),
                Row(
                    [
                        Cell("合计（{{ worker_count }}人）", CELL_HEAD, span=3),
                        Cell("{{ amount|money }}", CELL_RIGHT),
                    ]
                ),
            ],
        )
    )


def enclosures() -> str:
    """The list of what is handed over, on the page of the signatures when it fits there."""
    heads = ("序号", "材料名称", "份数", "每份页数")
    return table(
        (16, 96, 20, 24),
        [
            Row([Cell(head, CELL_HEAD) for head in heads], header=True),
            row_tag("for e in enclosures"),
            Row(
                [
                    Cell([paragraph("{{ e.no }}", CELL_CENTRE, keep=True)]),
                    Cell("{{ e.name }}"),
                    Cell("{{ e.copies }}", CELL_CENTRE),
                    Cell("{{ e.pages }}", CELL_CENTRE),
                ]
            ),
            row_tag("endfor"),
            Row(
                [
                    Cell("共{{ enclosures|length }}项", CELL_HEAD, span=2),
                    Cell("{{ pages_total }}页", CELL_CENTRE, span=2),
                ]
            ),
        ],
    )


def hand_over() -> str:
    """Who hands over and who receives, side by side."""

    def side(place: int, unit: str, person: str, **keep: bool) -> Cell:
        return Cell(
            [
                paragraph(f"{unit}（盖章）：", FORM, **keep),
                paragraph(f"{{{{ signatures[{place}].name }}}}", FORM),
                paragraph(
                    f"{person} {{{{ signatures[{place}].signer or '' }}}}（签名）：",
                    FORM,
                    before=14,
                ),
                paragraph(parts.BLANK_DATE, FORM_RIGHT, before=14),
            ],
            align="top",
        )

    return table(
        (78, 78),
        [
            Row(
                [
                    side(0, "移交单位", "移交人", keep=True),
                    side(1, "接收单位", "接收人"),
                ],
                height_mm=40,
            )
        ],
    )


def clue() -> str:
    return (
        parts.title("涉嫌拒不支付劳动报酬线索移交单", issuer="authority", numbered=True)
        + form(
            [
                ("接收单位", "{{ recipient }}"),
                ("线索来源", "{{ case_source }}"),
                ("用人单位", "{{ employer_name }}"),
                row_tag("if suspects"),
                ("涉嫌人员", "{{ suspects }}"),
                row_tag("endif"),
                (
                    "欠薪期间",
                    f"{day('period_from')}至{day('period_to')}，劳动者{{{{ worker_count }}}}人",
                ),
                ("拖欠金额", form_amount("amount")),
                row_tag("if directive"),
                (
                    "责令支付",
                    f"{{{{ directive.number }}}}，{day('directive.served_on')}"
                    f"{{{{ directive.service }}}}，限{day('directive.deadline')}前支付，"
                    "已支付{{ directive.paid.digits }}元",
                ),
                row_tag("endif"),
                Row(
                    [Cell("线索摘要", LABEL), Cell("{{ summary }}", FORM, span=3)],
                    height_mm=22,
                ),
            ],
            height_mm=9.5,
        )
        + parts.spacer()
        + enclosures()
        + paragraph(
            "以上线索及材料依照{{ (law.transfer ~ '、' ~ law.onward)|laws }}移交，"
            "请查收并告知处理结果。",
            FORM,
            before=6,
            after=4,
            keep=True,
        )
        + hand_over()
    )


PAPERS = {"H02": transfer, "H02L": clue}
