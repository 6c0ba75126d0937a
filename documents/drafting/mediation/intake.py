"""D01, D02, D02N, D03, D07, D14."""

from documents.drafting import parts
from documents.drafting.parts import amount, clause, day, form, form_amount, joined, only_if
from documents.drafting.writing import (
    BODY,
    CELL,
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    CLOSING,
    FORM,
    HEADING,
    LABEL,
    PLAIN,
    TITLE,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
    tag,
)


def evidence_table() -> str:
    return table(
        (12, 52, 20, 16, 12, 44),
        [
            Row(
                [
                    Cell(head, CELL_HEAD)
                    for head in ("编号", "证据名称", "种类", "原件", "页数", "证明内容")
                ],
                header=True,
            ),
            row_tag("for e in evidence"),
            Row(
                [
                    Cell("{{ e.no }}", CELL_CENTRE),
                    Cell("{{ e.name }}"),
                    Cell("{{ e.form }}", CELL_CENTRE),
                    Cell("{% if e.original %}原件{% else %}复印件{% endif %}", CELL_CENTRE),
                    Cell("{{ e.pages }}", CELL_CENTRE),
                    Cell("{{ e.proves or '—' }}"),
                ]
            ),
            row_tag("endfor"),
        ],
    )


def application() -> str:
    return (
        tag("if oral")
        + parts.title("口头调解申请笔录", issued=False)
        + tag("else")
        + parts.title("调解申请书", issued=False)
        + tag("endif")
        + only_if(
            "collective",
            paragraph(
                "申请人：{{ applicants[0].name }}等{{ worker_count }}"
                "人（名册及推选记录见附件《推选代表人记录》），"
                "推选{{ representatives|join('、') }}为代表人。"
            ),
        )
        + parts.parties("applicants", "respondents", "third_parties")
        + only_if(
            "project",
            paragraph(
                "工程项目：{{ project.name }}"
                "{% if project.project_owner %}；建设单位：{{ project.project_owner }}{% endif %}"
                "{% if project.general_contractor %}；施工总承包单位："
                "{{ project.general_contractor }}{% endif %}"
                "{% if project.subcontractor %}；分包单位：{{ project.subcontractor }}{% endif %}"
                "{% if project.crew_leader %}；班组长：{{ project.crew_leader }}{% endif %}。"
            ),
        )
        + paragraph(
            "申请人因与被申请人之间的{{ dispute }}纠纷，依照{{ law.application }}，"
            "自愿申请{{ mediation_body.name }}调解。"
        )
        + paragraph("请求事项", HEADING)
        + parts.count_from_one()
        + parts.for_each(
            "claim in claims",
            clause(
                f"{{{{ claim.what }}}}，{amount('claim.amount')}。计算方式："
                f"{{{{ claim.calculation }}}}。"
            ),
        )
        + only_if("claims|length > 1", paragraph(f"以上合计{amount('claim_total')}。"))
        + paragraph("事实与理由", HEADING)
        + paragraph("{{ facts }}")
        + paragraph(
            "此前处理情况：{% if prior_channels %}{{ prior_channels }}"
            "{% else %}未就同一事项向劳动保障监察机构、仲裁委员会或者人民法院申请处理。"
            "{% endif %}"
            "来源渠道：{{ channel }}。"
        )
        + paragraph(
            "申请人已知悉：调解不收取任何费用（{{ law.free }}）；参加调解出于自愿，"
            "可以随时要求终止；"
            "所述事实和提交的材料应当真实。"
        )
        + only_if("evidence", paragraph("证据", HEADING, after=4), evidence_table())
        + only_if(
            "oral",
            paragraph("以上记录已向我宣读，与我所述一致，属实。"),
            paragraph("记录人：{{ recorder }}。"),
        )
        + paragraph("此致", keep=True)
        + paragraph("{{ mediation_body.name }}", PLAIN, keep=True)
        + parts.spacer()
        + parts.signatures()
        + paragraph(day("applied_on"), CLOSING, before=12)
    )


def acceptance() -> str:
    notice = (
        parts.title("受理通知书", numbered=True)
        + paragraph("{{ addressee }}：", PLAIN)
        + paragraph(
            f"你（单位）于{day('received_on')}提出的与{{{{ respondents_text }}}}"
            f"{{{{ dispute }}}}纠纷的"
            "调解申请收悉。经审查，符合受理条件，依照{{ law.acceptance }}，"
            f"决定于{day('decided_on')}予以受理。现将有关事项通知如下："
        )
        + parts.count_from_one()
        + clause(
            f"本案由调解员{joined('mediators')}调解，{{{{ recorder }}}}担任记录员，"
            "调解地点为{{ venue }}。对调解员有异议的，可以要求更换。"
        )
        + clause(
            f"自收到调解申请之日起十五日内（至{day('agree_by')}）未达成调解协议的，"
            "可以依法申请仲裁（{{ law.arbitration }}）。"
        )
        + clause(
            f"本案调解自受理之日起十五日内（至{day('end_by')}）结束；"
            "双方当事人同意延期的，可以延长（{{ law.end }}）。",
            keep=True,
        )
        + clause(
            "调解不收费。联系电话：{{ contact.phone }}（{{ contact.name }}）。",
            keep=True,
        )
        + parts.closing()
    )
    register = (
        paragraph("受理登记表", TITLE, page_break=True)
        + paragraph("受理文号：{{ number }}", "Number", after=8)
        + form(
            [
                ("案　号", "{{ case_number }}"),
                ("申请人", "{{ applicants_text }}", "人　数", "{{ worker_count }}人"),
                ("被申请人", "{{ respondents_text }}"),
                ("纠纷类型", "{{ dispute }}", "来源渠道", "{{ channel }}"),
                ("请求金额", form_amount("claim_total")),
                Row(
                    [Cell("案情摘要", LABEL), Cell("{{ summary }}", FORM, span=3, align="top")],
                    height_mm=45,
                ),
                ("收到申请", day("received_on"), "决定受理", day("decided_on")),
                ("达成协议期限", day("agree_by"), "调解结束期限", day("end_by")),
                ("调解员", joined("mediators"), "记录员", "{{ recorder }}"),
                ("调解地点", "{{ venue }}"),
                ("受理员", "{{ intake_officer }}", "登记日期", day("made_on")),
            ]
        )
    )
    return notice + only_if("with_register", register)


def refusal() -> str:
    return (
        parts.title("不予受理通知书", numbered=True)
        + paragraph("{{ addressee }}：", PLAIN)
        + paragraph(
            f"你（单位）于{day('received_on')}提出的与{{{{ respondents_text }}}}"
            f"纠纷的调解申请收悉。"
            "经审查，该申请{{ reason }}，依照{{ law.acceptance }}，"
            f"于{day('decided_on')}决定不予受理。"
        )
        + paragraph("理由：{{ reason_text }}")
        + paragraph("你（单位）{{ next_step }}")
        + paragraph("本调解组织依照{{ law.first_inquiry }}履行告知和转送职责。", keep=True)
        + parts.contact()
        + parts.closing()
    )


def invitation() -> str:
    letter = (
        parts.title("调解意愿征询函")
        + paragraph("{{ recipient }}：", PLAIN)
        + paragraph(
            "{{ applicants_text }}因与你（单位）之间的{{ dispute }}纠纷"
            "{% if project_name %}（工程项目：{{ project_name }}）{% endif %}，"
            "向本调解组织申请调解，"
            f"涉及劳动者{{{{ worker_count }}}}人，请求金额{amount('claim_total')}。"
            f"{{{{ summary }}}}"
        )
        + paragraph(
            "依照{{ law.mediation }}，本调解组织可以组织调解。参加调解出于自愿，"
            "任何一方明确拒绝的，"
            "不进行调解（{{ law.voluntary }}）；调解不公开进行，不收取任何费用。",
        )
        + paragraph(
            f"请于{day('reply_by')}前填写所附回执并交回本调解组织。逾期未答复的，视为未同意调解。",
            keep=True,
        )
        + parts.contact()
        + parts.closing()
    )
    pen = "_" * 12
    slip = (
        paragraph("回　执", TITLE, page_break=True)
        + parts.number()
        + paragraph("{{ mediation_body.name }}：", PLAIN)
        + paragraph(
            "你组织关于{{ applicants_text }}{{ dispute }}纠纷的调解意愿征询函收悉。现答复如下："
        )
        + tag("if reply")
        + paragraph(
            "{% if reply.answer == '同意' %}■ 同意调解　　□ 不同意调解"
            "{% else %}□ 同意调解　　■ 不同意调解{% endif %}"
        )
        + paragraph("答复人：{{ reply.signer }}；答复方式：{{ reply.channel }}。")
        + paragraph(f"答复日期：{day('reply.replied_on')}")
        + tag("else")
        + paragraph("□ 同意调解　　□ 不同意调解")
        + paragraph(f"参加调解的人员：{pen}")
        + paragraph(f"职务：{pen}")
        + paragraph(f"联系电话：{pen}")
        + tag("endif")
        + paragraph("{{ recipient }}（签名或者盖章）：", BODY, before=30)
        + paragraph(parts.BLANK_DATE, CLOSING, before=20)
    )
    return letter + slip


def election() -> str:
    roster = table(
        (11, 20, 43, 29, 25, 28),
        [
            Row(
                [
                    Cell(head, CELL_HEAD)
                    for head in (
                        "序号",
                        "姓名",
                        "公民身份号码",
                        "联系电话",
                        "请求金额（元）",
                        "签名捺印",
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
                    Cell("{{ w.due|money }}", CELL_RIGHT),
                    Cell(""),
                ],
                height_mm=15,
            ),
            row_tag("endfor"),
            Row(
                [
                    Cell("合计", CELL_HEAD),
                    Cell("{{ worker_count }}人，{{ claim_total|rmb }}", CELL, span=3),
                    Cell("{{ claim_total|money }}", CELL_RIGHT),
                    Cell(""),
                ]
            ),
        ],
    )
    return (
        parts.title("推选代表人记录", issued=False)
        + paragraph(f"时间：{day('elected_on')}")
        + paragraph("地点：{{ place }}")
        + paragraph(
            "下列劳动者因与{{ respondents_text }}{{ dispute }}争议，人数{{ worker_count }}"
            "人，有共同请求，"
            "依照{{ law.election }}，推选"
            f"{joined('representatives')}为代表人（{{{{ law.number }}}}）。"
        )
        + parts.for_each(
            "r in representatives",
            paragraph(
                "代表人：{{ r.name }}，公民身份号码{{ r.id_no }}"
                "{% if r.phone %}，联系电话{{ r.phone }}{% endif %}。"
            ),
        )
        + paragraph("代表权限：{{ powers|join('、') }}。")
        + paragraph(
            "代表人参加调解的行为对被代表的劳动者发生效力；变更代表人、放弃或者变更请求、"
            "达成调解协议，"
            "须经被代表的劳动者本人同意。"
        )
        + paragraph("全体劳动者签名如下：", keep=True, after=4)
        + roster
        + parts.spacer()
        + parts.signatures()
    )


def materials() -> str:
    return (
        parts.title("材料接收清单")
        + paragraph("提交人：{{ handed_in_by }}", PLAIN)
        + paragraph(
            f"接收人：{{{{ received_by }}}}　　接收日期：{day('received_on')}", PLAIN, after=6
        )
        + table(
            (12, 60, 18, 13, 13, 40),
            [
                Row(
                    [
                        Cell(head, CELL_HEAD)
                        for head in ("序号", "材料名称", "形式", "份数", "页数", "备注")
                    ],
                    header=True,
                ),
                row_tag("for m in materials"),
                Row(
                    [
                        Cell("{{ m.no }}", CELL_CENTRE),
                        Cell("{{ m.name }}"),
                        Cell("{% if m.original %}原件{% else %}复印件{% endif %}", CELL_CENTRE),
                        Cell("{{ m.copies }}", CELL_CENTRE),
                        Cell("{{ m.pages }}", CELL_CENTRE),
                        Cell("{{ m.note or '' }}"),
                    ],
                    height_mm=11,
                ),
                row_tag("endfor"),
                Row(
                    [
                        Cell("合计", CELL_HEAD),
                        Cell("{{ materials|length }}项", CELL_CENTRE, span=3),
                        Cell("{{ pages_total }}", CELL_CENTRE),
                        Cell(""),
                    ],
                    height_mm=11,
                ),
            ],
        )
        + parts.spacer()
        + paragraph(
            "{% if originals_returned %}原件经核对后已退还提交人"
            "{% if returned_on %}（{{ returned_on|cn_date }}）{% endif %}。"
            "{% else %}原件暂由接收人保管，退还时由提交人签收。{% endif %}"
            "本清单一式两份，提交人和调解组织各执一份。",
            keep=True,
        )
        + parts.signatures()
    )


PAPERS = {
    "D01": application,
    "D02": acceptance,
    "D02N": refusal,
    "D03": invitation,
    "D07": election,
    "D14": materials,
}
