"""A15, A16, A16P."""

from collections.abc import Iterable

from documents.drafting import parts
from documents.drafting.award.bench import sealed, signed_by_panel
from documents.drafting.parts import day
from documents.drafting.writing import (
    CELL,
    CELL_CENTRE,
    CELL_HEAD,
    FORM,
    FORM_RIGHT,
    LABEL,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
    tag,
)


def correction() -> str:
    listed = table(
        (12, 40, 24, 40, 40),
        [
            Row(
                [Cell(head, CELL_HEAD) for head in ("序号", "位置", "性质", "原文", "补正为")],
                header=True,
            ),
            row_tag("for c in corrections"),
            Row(
                [
                    Cell("{{ loop.index }}", CELL_CENTRE),
                    Cell("{{ c.place }}", CELL),
                    Cell("{{ c.kind }}", CELL_CENTRE),
                    Cell(
                        "{% if c.original %}“{{ c.original }}”{% else %}（遗漏）{% endif %}", CELL
                    ),
                    Cell("“{{ c.corrected }}”", CELL),
                ]
            ),
            row_tag("endfor"),
        ],
    )
    return (
        parts.title("补正决定书", issuer="commission")
        + parts.parties("applicants", "respondents", "third_parties")
        + paragraph(
            "申请人{{ applicants_text }}与被申请人{{ respondents_text }}{{ cause }}争议一案，"
            f"本委于{day('paper_on')}作出{{{{ paper }}}}（{{{{ paper_number }}}}）。"
            "经核对，该文书中有{{ corrections|map(attribute='kind')|unique|join('、') }}，"
            "本委决定补正如下：",
            after=4,
            keep=True,
        )
        + listed
        + parts.spacer()
        + tag("if total_reason")
        + paragraph(
            "因上述补正，{% if paper == '仲裁调解书' %}给付{% else %}裁决{% endif %}总额由"
            "人民币{{ total_before.digits }}元更正为"
            "人民币{{ total_after.digits }}元。{{ total_reason }}",
            keep=True,
        )
        + tag("else")
        + paragraph(
            "上述补正不改变{% if paper == '仲裁调解书' %}调解结果，给付总额"
            "{% else %}裁决结果，裁决总额{% endif %}仍为人民币{{ total_after.digits }}元。",
            keep=True,
        )
        + tag("endif")
        + paragraph("本决定书附于{{ paper }}之后，与其一并适用，送达各方当事人。", keep=True)
        + signed_by_panel()
        + sealed()
    )


# Matter -> what is decided; with two texts, the first when it is granted.
_DECIDED: dict[str, tuple[str, ...]] = {
    "准许撤回": (
        "准许申请人撤回仲裁申请。申请人再次申请仲裁的，本委依法受理（{{ law.withdrawal }}）。",
    ),
    "按撤回处理": (
        "依照{{ law.deemed_withdrawal }}，本案按申请人撤回仲裁申请处理；"
        "申请人重新申请仲裁的，本委不予受理。",
    ),
    "中止": (
        "自{{ clock_on|cn_date }}起中止审理。中止审理期间不计入仲裁期限（{{ law.clock }}）；"
        "中止的原因消除后，恢复审理。",
    ),
    "恢复": (
        "自{{ clock_on|cn_date }}起恢复审理。中止期间不计入仲裁期限（{{ law.clock }}），"
        "审理期限至{{ new_limit_on|cn_date }}届满。",
    ),
    "延期": (
        "依照{{ law.extension }}，本案审理期限由{{ clock_on|cn_date }}"
        "延长至{{ new_limit_on|cn_date }}。",
    ),
    "回避": (
        "依照{{ law.recusal_grounds }}、{{ law.recusal }}，准许回避申请，"
        "{{ subject }}退出本案的审理，由本委另行指定人员并通知当事人。",
        "依照{{ law.recusal_grounds }}、{{ law.recusal }}，驳回对{{ subject }}的回避申请。",
    ),
    "移送管辖": (
        "依照{{ law.jurisdiction }}，本案移送{{ subject }}处理；"
        "仲裁期限自其立案之日起重新计算（{{ law.clock }}）。",
    ),
    "管辖异议": (
        "管辖异议成立。依照{{ law.jurisdiction }}、{{ law.objection }}，"
        "本案移送{{ subject }}处理。",
        "依照{{ law.jurisdiction }}、{{ law.objection }}，驳回"
        "{{ raised_by or '当事人' }}提出的管辖异议，本案由本委继续审理。",
    ),
    "撤销案件": ("撤销本案。",),
    "追加当事人": (
        "依照{{ law.joint_parties }}，追加{{ subject }}为本案被申请人。"
        "仲裁期限自{{ clock_on|cn_date }}起重新计算（{{ law.clock }}），"
        "至{{ new_limit_on|cn_date }}届满。",
    ),
    "调查": (
        "准许调查申请，由本委对{{ subject }}进行调查。",
        "对{{ subject }}的调查申请，不予准许。",
    ),
}


def _decided() -> str:
    text = ""
    for place, (matter, words) in enumerate(_DECIDED.items()):
        text += tag(f"{'if' if place == 0 else 'elif'} matter == '{matter}'")
        if len(words) > 1:
            granted, refused = words
            words = (f"{{% if outcome == '准许' %}}{granted}{{% else %}}{refused}{{% endif %}}",)
        text += paragraph(words[0], keep=True)
    return text + tag("endif")


def decision() -> str:
    return (
        parts.title("仲裁决定书", issuer="commission")
        + parts.parties("applicants", "respondents", "third_parties")
        + paragraph(
            "申请人{{ applicants_text }}与被申请人{{ respondents_text }}{{ cause }}争议一案，"
            f"本委于{day('docketed_on')}立案。"
            "{% if raised_by and raised_on %}{{ raised_by }}于{{ raised_on|cn_date }}"
            "{% if matter == '准许撤回' %}申请撤回仲裁申请{% elif matter == '回避' %}"
            "申请{{ subject }}回避{% elif matter == '管辖异议' %}提出管辖异议"
            "{% elif matter == '调查' %}申请本委调查{{ subject }}{% else %}"
            "提出申请{% endif %}。{% endif %}"
        )
        + paragraph("事由：{{ ground }}")
        + paragraph(
            "经查明：{% if notice %}开庭通知书于{{ notice.served_on|cn_date }}送达申请人，"
            "申请人未参加{{ notice.hearing.text }}的开庭。{% endif %}{{ findings }}"
        )
        + paragraph(
            "{% if approval %}经{{ approval.post }}于{{ approval.approved_on|cn_date }}批准，"
            "{% endif %}本委决定如下：",
            keep=True,
        )
        + _decided()
        + paragraph("本决定书送达即发生法律效力。", keep=True)
        + signed_by_panel()
        + sealed()
    )


_FORM_MM = (34, 46, 30, 46)
FormRow = tuple[str, str] | tuple[str, str, str, str] | Row | str


def internal_form(rows: Iterable[FormRow]) -> str:
    """A registration form set closer than that of the notices, so that it stays on one page."""
    made: list[Row | str] = []
    for row in rows:
        if isinstance(row, tuple):
            label, value, *pair = row
            cells = [Cell(label, LABEL), Cell(value, FORM, span=1 if pair else 3)]
            if pair:
                cells += [Cell(pair[0], LABEL), Cell(pair[1], FORM)]
            made.append(Row(cells, height_mm=7))
        else:
            made.append(row)
    return table(_FORM_MM, made)


def opinions() -> list[FormRow]:
    """Rows of a form: each step of the approval with room for the signature."""
    return [
        row_tag("for o in opinions"),
        Row(
            [
                Cell([paragraph("{{ o.post }}", LABEL), paragraph("意　　见", LABEL)]),
                Cell(
                    [
                        paragraph("{{ o.opinion }}", FORM, after=2),
                        paragraph("签名：{{ o.name }}　　　　{{ o.on|cn_date }}", FORM_RIGHT),
                    ],
                    span=3,
                ),
            ],
            height_mm=18,
        ),
        row_tag("endfor"),
    ]


def approval() -> str:
    return parts.title("程序事项审批表", issuer="commission") + internal_form(
        [
            ("申 请 人", "{{ applicants_text }}"),
            ("被申请人", "{{ respondents_text }}"),
            ("案　　由", "{{ cause }}"),
            ("收到申请", day("received_on"), "立　　案", day("docketed_on")),
            (
                "审批事项",
                "{{ matter }}{% if outcome %}（拟{{ outcome }}）{% endif %}",
                "审限届满",
                day("limit_on"),
            ),
            row_tag("if subject"),
            ("事项对象", "{{ subject }}"),
            row_tag("endif"),
            row_tag("if raised_by"),
            ("提 出 人", "{{ raised_by }}"),
            row_tag("endif"),
            row_tag("if clock_on"),
            (
                "期限变动",
                "{% if matter == '中止' %}自{{ clock_on|cn_date }}起中止，"
                "中止期间不计入仲裁期限（{{ law.clock }}）。"
                "{% elif matter == '延期' %}由{{ clock_on|cn_date }}延长至"
                "{{ new_limit_on|cn_date }}（{{ law.extension }}）。"
                "{% else %}自{{ clock_on|cn_date }}起算，至{{ new_limit_on|cn_date }}届满"
                "（{{ law.clock }}）。{% endif %}",
            ),
            row_tag("endif"),
            ("事　　由", "{{ reason }}"),
            *opinions(),
            ("制表日期", day("made_on")),
        ]
    )


PAPERS = {"A15": correction, "A16": decision, "A16P": approval}
