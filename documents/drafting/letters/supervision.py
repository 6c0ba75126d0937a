"""H05, H06, H07, H09, H10, H11."""

from documents.drafting import parts
from documents.drafting.letters.crime import enclosures, hand_over
from documents.drafting.letters.referral import numbered
from documents.drafting.parts import amount, day, form, only_if, short_day
from documents.drafting.writing import (
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    FORM,
    LABEL,
    LETTER,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
)


def warning() -> str:
    body = (
        paragraph("经核查，你单位存在下列问题：" + numbered("findings"), LETTER)
        + paragraph(
            "上述行为不符合{{ basis|join('、')|laws }}的规定。现予警示，并要求你单位："
            + numbered("measures"),
            LETTER,
        )
        + paragraph(
            f"请于{day('rectify_by')}前完成整改，并书面报告整改情况。"
            "逾期不改正的，{{ consequence }}。",
            LETTER,
            keep=True,
        )
    )
    return parts.letter(body, title="警　示　函")


def assignment() -> str:
    heads = ("序号", "案号", "用人单位", "人数", "金额（元）", "来源")
    body = (
        paragraph(
            "现将{{ cases|length }}件拖欠农民工工资案件交你单位办理（{{ law.duty }}）。"
            "案件共涉及{{ worker_count }}人，拖欠工资" + amount("amount") + "，详见附件。",
            LETTER,
        )
        + paragraph("办理要求：" + numbered("requirements"), LETTER)
        + paragraph(
            f"请于{day('due_on')}前办结，并于{day('report_by')}前书面报告办理结果。"
            "未按期办结的，按照有关规定预警、督办。",
            LETTER,
            keep=True,
        )
    )
    return (
        parts.letter(body, title="关于交办拖欠农民工工资案件的函")
        + parts.annex("交办案件清单")
        + table(
            (12, 46, 36, 12, 26, 24),
            [
                Row([Cell(head, CELL_HEAD) for head in heads], header=True),
                row_tag("for c in cases"),
                Row(
                    [
                        Cell("{{ c.no }}", CELL_CENTRE),
                        Cell("{{ c.case_number }}", CELL_CENTRE),
                        Cell("{{ c.employer }}"),
                        Cell("{{ c.worker_count }}", CELL_CENTRE),
                        Cell("{{ c.amount|money }}", CELL_RIGHT),
                        Cell("{{ c.source or '' }}", CELL_CENTRE),
                    ],
                    height_mm=11,
                ),
                row_tag("endfor"),
                Row(
                    [
                        Cell("合计（{{ cases|length }}件）", CELL_HEAD, span=3),
                        Cell("{{ worker_count }}", CELL_CENTRE),
                        Cell("{{ amount|money }}", CELL_RIGHT),
                        Cell(""),
                    ],
                    height_mm=11,
                ),
            ],
        )
    )


_EVIDENCE = (
    "{% for e in evidence %}{{ e.name }}"
    "（{% if e.original %}原件{% else %}复印件{% endif %}{{ e.pages }}页）"
    "{% if not loop.last %}、{% endif %}{% endfor %}"
)


def advice() -> str:
    body = (
        paragraph(
            "在根治拖欠农民工工资工作中，{{ responsible_unit }}存在下列履职不到位的情况："
            + numbered("failures"),
            LETTER,
        )
        + paragraph(f"以上事实有{_EVIDENCE}为证。", LETTER)
        + paragraph("根据管理权限，建议你单位：" + numbered("advice"), LETTER)
        + paragraph(
            "本函只反映工作中发现的事实，是否应当追究责任，请依照规定认定。"
            f"处理结果请于{day('reply_by')}前告知我单位。",
            LETTER,
            keep=True,
        )
    )
    return parts.letter(body, title="关于提出问责建议的函")


def _receipt(*, by: str | None = None) -> str:
    within = f"请于{day(by)}前签收并退回本单一联。" if by else "请签收并退回本单一联。"
    return (
        paragraph(
            within + "本单一式两联，移交单位和接收单位各执一联。",
            FORM,
            before=6,
            after=4,
            keep=True,
        )
        + hand_over()
    )


def problem() -> str:
    heads = ("序号", "问题", "线索", "涉及单位", "办理期限")
    return (
        parts.title("问题移交单", issued=False, numbered=True)
        + form(
            [("移交单位", "{{ authority.name }}"), ("接收单位", "{{ recipient }}")], height_mm=9.5
        )
        + parts.spacer()
        + table(
            (12, 56, 28, 36, 24),
            [
                Row([Cell(head, CELL_HEAD) for head in heads], header=True),
                row_tag("for p in problems"),
                Row(
                    [
                        Cell("{{ p.no }}", CELL_CENTRE),
                        Cell("{{ p.problem }}"),
                        Cell("{{ p.clue or '' }}"),
                        Cell("{{ p.unit }}"),
                        Cell(short_day("p.due_on"), CELL_CENTRE),
                    ],
                    height_mm=12,
                ),
                row_tag("endfor"),
            ],
        )
        + only_if("enclosures", parts.spacer() + enclosures())
        + paragraph(
            "以上问题属于你单位职责范围，依照{{ law.onward }}移交，请依法处理并反馈结果。",
            FORM,
            before=6,
            keep=True,
        )
        + _receipt(by="receipt_by")
    )


def accountability() -> str:
    return (
        parts.title("问责移交单", issued=False, numbered=True)
        + form(
            [
                ("移交单位", "{{ authority.name }}"),
                ("接收单位", "{{ recipient }}"),
                ("责任单位", "{{ responsible_unit }}"),
                Row(
                    [Cell("事　　实", LABEL), Cell(numbered("failures"), FORM, span=3)],
                    height_mm=30,
                ),
                Row(
                    [Cell("建　　议", LABEL), Cell(numbered("advice"), FORM, span=3)],
                    height_mm=14,
                ),
            ],
            height_mm=9.5,
        )
        + parts.spacer()
        + enclosures()
        + paragraph(
            "本单只移交事实和材料，是否应当追究责任，由有权机关依照规定认定。",
            FORM,
            before=6,
            keep=True,
        )
        + _receipt()
    )


def card() -> str:
    body = (
        paragraph(
            f"{day('assigned_on')}交你单位办理的{{{{ employer_name }}}}拖欠"
            f"{{{{ worker_count }}}}名农民工工资{amount('amount')}一案（{{{{ case_number }}}}），"
            f"应当于{day('due_on')}前办结，至今未办结，已超期{{{{ overdue_days }}}}天"
            "{% if card == '红牌督办' %}，且超期后没有进展{% endif %}。",
            LETTER,
        )
        + paragraph(
            "{% if progress %}已登记的办理进展："
            "{% for p in progress %}"
            f"{day('p.on')}，{{{{ p.what }}}}"
            "{% if not loop.last %}；{% else %}。{% endif %}{% endfor %}"
            "{% else %}没有登记任何办理进展。{% endif %}",
            LETTER,
        )
        + paragraph(
            "按照{{ law.card }}，{% if card == '红牌督办' %}经领导签批，{% endif %}"
            "现对该案{{ card }}，要求你单位：" + numbered("demands"),
            LETTER,
        )
        + paragraph(
            f"请于{day('report_by')}前书面报告办理情况。"
            "{% if card == '黄牌预警' %}超期{{ red_after_days }}天仍无进展的，将予以红牌督办。"
            "{% else %}仍不办理的，将提出问责建议。{% endif %}",
            LETTER,
            keep=True,
        )
    )
    return parts.letter(body, title="{{ card }}通知")


PAPERS = {
    "H05": warning,
    "H06": assignment,
    "H07": advice,
    "H09": problem,
    "H10": accountability,
    "H11": card,
}
