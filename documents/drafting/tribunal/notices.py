"""A07, A08."""

from documents.drafting import parts
from documents.drafting.parts import clause, day, only_if
from documents.drafting.tribunal.heads import CASE_TEXT, PANEL_TEXT, notice, sealed
from documents.drafting.writing import (
    CELL,
    CELL_HEAD,
    FORM,
    LABEL,
    PLAIN,
    TITLE,
    Cell,
    Row,
    paragraph,
    table,
    tag,
)

EMPTY_ROWS = 12


def _row(label: str, text: str) -> Row:
    return Row([Cell(label, LABEL), Cell(text, FORM, span=3)])


def hearing_notice() -> str:
    consequence = (
        "{% if recipient_role == '申请人' %}"
        "申请人无正当理由拒不到庭，或者未经仲裁庭同意中途退庭的，可以按撤回仲裁申请处理；"
        "其后重新申请仲裁的，不予受理（{{ law.absence }}）。"
        "{% elif recipient_role == '被申请人' %}"
        "被申请人无正当理由拒不到庭，或者未经仲裁庭同意中途退庭的，可以缺席裁决"
        "（{{ law.absence }}）。"
        "{% else %}第三人无正当理由不到庭的，不影响本案的审理。{% endif %}"
    )
    remarks = Row(
        [
            Cell([paragraph("备　　注", LABEL, keep=True)]),
            Cell(
                [
                    paragraph(
                        "一、请携带身份证件准时到庭；委托代理人的，提交授权委托书；"
                        "持有证据原件的，携带原件备核。",
                        CELL,
                    ),
                    paragraph(
                        "二、有正当理由需要延期开庭的，"
                        "{% if postpone_by %}最迟于"
                        f"{day('postpone_by')}书面提出（{{{{ law.hearing }}}}）"
                        "{% else %}在开庭前及时书面提出{% endif %}，"
                        "是否延期由仲裁庭决定。",
                        CELL,
                    ),
                    paragraph(f"三、{consequence}", CELL),
                    paragraph(
                        "四、{% if public %}本案公开开庭（{{ law.public }}），"
                        "公民可以持有效证件旁听。"
                        "{% else %}本案依法不公开开庭（{{ law.public }}）。{% endif %}",
                        CELL,
                    ),
                    paragraph(
                        "五、申请仲裁员、书记员回避的，在开庭审理前提出并说明理由"
                        "（{{ law.recusal }}）。",
                        CELL,
                        keep=True,
                    ),
                ],
                span=3,
            ),
        ],
        height_mm=50,
    )
    return (
        parts.title("开庭通知书", issuer="commission")
        + table(
            (30, 50, 26, 50),
            [
                _row("被通知人", "{{ recipient }}（{{ recipient_role }}）"),
                _row("申 请 人", "{{ applicants_text }}"),
                _row("被申请人", "{{ respondents_text }}"),
                _row("案　　由", "{{ cause }}争议"),
                _row(
                    "通知事项",
                    "{% if moved_from %}原定{{ moved_from.text }}的开庭改期，"
                    "请按下列时间到庭参加仲裁活动。"
                    "{% else %}本案定期开庭审理，请准时到庭参加仲裁活动。{% endif %}",
                ),
                _row("开庭时间", "{{ hearing_at.text }}"),
                _row("开庭地点", "{{ place }}（{{ address }}）"),
                Row(
                    [
                        Cell("仲 裁 庭", LABEL),
                        Cell(PANEL_TEXT, FORM),
                        Cell("书 记 员", LABEL),
                        Cell("{{ secretary }}", FORM),
                    ]
                ),
                _row("联系方式", "{{ contact.name }}，电话{{ contact.phone }}"),
                remarks,
            ],
        )
        + sealed()
    )


def evidence_notice() -> str:
    blank_list = table(
        (14, 50, 20, 18, 14, 40),
        [
            Row(
                [
                    Cell(head, CELL_HEAD)
                    for head in ("编号", "证据名称", "种类", "原件", "页数", "证明内容")
                ],
                header=True,
            ),
            *(Row([Cell("", CELL) for _ in range(6)], height_mm=13) for _ in range(EMPTY_ROWS)),
        ],
    )
    return notice(
        "举证通知书",
        paragraph(f"{CASE_TEXT}，你（单位）系{{{{ recipient_role }}}}。现将举证事项通知如下："),
        parts.count_from_one(),
        clause(
            f"举证期限至{day('evidence_by')}（含当日）届满"
            "{% if hearing_at %}，本案定于{{ hearing_at.text }}开庭{% endif %}。"
            "确有困难的，可以在期限内书面申请延长。"
        ),
        clause(
            "当事人对自己提出的主张有责任提供证据；与争议事项有关的证据属于用人单位掌握管理的，"
            "用人单位应当提供，不提供的，应当承担不利后果（{{ law.burden }}）。"
        ),
        tag("if employer"),
        clause(
            "你单位应当提供下列由你单位掌握管理的证据：{{ must_produce|join('、') }}。"
            "工资支付台账应当至少保存三年（{{ law.ledger }}）。"
        ),
        tag("else"),
        clause(
            "你可以提交工资卡流水、工作证、考勤记录、工资结算单、欠条、聊天记录、证人证言等；"
            "证据由用人单位掌握管理的，可以申请责令其提供。"
        ),
        tag("endif"),
        clause(
            "提交证据应当附证据清单，注明名称、来源和证明内容，按对方当事人人数提交副本；"
            "电子数据应当保留原始载体备核。申请证人出庭的，在举证期限内提出。"
        ),
        clause("因客观原因不能自行收集的证据，可以在举证期限内书面申请本委收集。"),
        clause(
            "逾期提交证据的，应当说明理由；没有正当理由的，由逾期的一方承担不利后果。"
            "增加或者变更仲裁请求的，也应当在举证期限届满前提出（{{ law.change }}）。",
            keep=True,
        ),
    ) + only_if(
        "with_form",
        paragraph("证　据　清　单", TITLE, page_break=True),
        parts.number(),
        paragraph("提交人：{{ recipient }}（{{ recipient_role }}）", PLAIN, after=4),
        blank_list,
        paragraph("提交人（签名或者盖章）：　　　　　　　　　　年　　月　　日", PLAIN, before=14),
    )


PAPERS = {"A07": hearing_notice, "A08": evidence_notice}
