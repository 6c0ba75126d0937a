"""D13, D15, D16, D17, D18: the end of mediation, performance, the file."""

from documents.drafting import parts
from documents.drafting.parts import (
    amount,
    clause,
    day,
    form,
    form_amount,
    joined,
    only_if,
    short_day,
)
from documents.drafting.writing import (
    BODY,
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    FORM,
    LABEL,
    NUMBER,
    ORGANISATION,
    PLAIN,
    TITLE,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
)


def termination() -> str:
    return (
        parts.title("调解终止通知书")
        + paragraph("{{ addressee }}：", PLAIN)
        + paragraph(
            f"{{{{ applicants_text }}}}与{{{{ respondents_text }}}}{{{{ dispute }}}}"
            f"纠纷一案，本调解组织于"
            f"{day('accepted_on')}受理，"
            "{% if sessions %}经{{ sessions }}次调解，{% endif %}因{{ reason_text }}，"
            "{% if '达成协议' in reason_text %}{% elif reason == '部分达成协议' %}"
            "未能全部达成协议，{% else %}未能达成协议，{% endif %}"
            f"依照{{{{ law.termination }}}}，于{day('ended_on')}终止调解。现将有关事项告知如下："
        )
        + parts.count_from_one()
        + only_if(
            "agreed",
            clause("已达成调解协议的劳动者（{{ agreed|length }}人）：{{ agreed|join('、') }}。"),
        )
        + only_if(
            "worker_count > 1",
            clause(
                "未达成调解协议的劳动者（{{ not_agreed|length }}人）：{{ not_agreed|join('、') }}。"
            ),
        )
        + only_if(
            "agreed_facts_on",
            clause(
                f"各方于{day('agreed_facts_on')}签署的《无争议事实确认书》，"
                "可以在以后的程序中使用；调解中的其他让步不得作为证据使用（{{ law.facts }}）。"
            ),
        )
        + clause(
            "当事人可以依法向{{ arbitration_commission }}申请仲裁（{{ law.arbitration }}）。"
            "申请仲裁的时效期间为一年"
            "（{{ law.limitation }}）；劳动关系存续期间因拖欠劳动报酬发生争议的，"
            "不受一年时效期间的限制，"
            "但是劳动关系终止的，应当自终止之日起一年内提出（{{ law.wages }}）。"
        )
        + clause(
            "符合法律规定的，当事人也可以向劳动保障监察机构投诉，或者依法向人民法院提起诉讼。",
            keep=True,
        )
        + parts.for_each("line in guidance or []", clause("{{ line }}", keep=True))
        + parts.closing()
    )


def performance() -> str:
    return (
        # What is paid on a title of the tribunal or the court is no act of the mediation body.
        only_if("title_kind == '调解协议书'", paragraph("{{ mediation_body.name }}", ORGANISATION))
        + parts.title("履行情况记录", issued=False)
        + form(
            [
                ("付款依据", f"{{{{ title_kind }}}}{{{{ title_number }}}}（{day('title_on')}）"),
                (
                    "期　　次",
                    "第{{ instalment_no }}期，共{{ instalments_count }}期",
                    "应付日期",
                    day("due_on"),
                ),
                ("付 款 人", "{{ payer }}"),
                ("付款方式", "{{ method }}", "付款凭证", "{{ voucher or '无' }}"),
            ]
        )
        + parts.spacer()
        + table(
            (11, 21, 26, 26, 23, 21, 28),
            [
                Row(
                    [
                        Cell(head, CELL_HEAD)
                        for head in (
                            "序号",
                            "姓名",
                            "应付（元）",
                            "实付（元）",
                            "付款日期",
                            "状态",
                            "收款确认",
                        )
                    ],
                    header=True,
                ),
                row_tag("for r in rows"),
                Row(
                    [
                        Cell("{{ r.no }}", CELL_CENTRE),
                        Cell("{{ r.name }}", CELL_CENTRE),
                        Cell("{{ r.due|money }}", CELL_RIGHT),
                        Cell("{{ r.paid|money }}", CELL_RIGHT),
                        Cell(
                            "{% if r.paid_on %}"
                            f"{short_day('r.paid_on')}{{% else %}}—{{% endif %}}",
                            CELL_CENTRE,
                        ),
                        Cell("{{ r.state }}", CELL_CENTRE),
                        Cell(""),
                    ],
                    height_mm=15,
                ),
                row_tag("endfor"),
                Row(
                    [
                        Cell("合计", CELL_HEAD, span=2),
                        Cell("{{ due_total|money }}", CELL_RIGHT),
                        Cell("{{ paid_total|money }}", CELL_RIGHT),
                        Cell("{{ paid_total|rmb }}", span=3),
                    ],
                    height_mm=11,
                ),
            ],
        )
        + paragraph(
            f"本次支付后，{{{{ title_kind }}}}未付余额为{amount('outstanding_total')}。"
            "劳动者在“收款确认”栏签名、捺印，确认收到本期款项（"
            "{% if title_kind == '调解协议书' %}{{ law.supervision }}"
            "{% elif title_kind == '支付令' %}{{ law.order }}"
            "{% else %}{{ law.award }}{% endif %}）。",
            BODY,
            before=8,
            keep=True,
        )
        + only_if(
            "fund",
            paragraph(
                f"上列实付中{amount('fund.total')}由付款人支付给{{{{ fund.payee }}}}，"
                "归还应急周转金先行垫付的工资（{{ law.recovery }}），各劳动者名下为："
                "{% for r in fund.rows %}{{ r.name }}{{ r.amount.digits }}元"
                "{% if not loop.last %}、{% endif %}{% endfor %}。"
                "该部分劳动者此前已经由周转金领取，本期不再另收。",
                BODY,
            ),
        )
        + only_if("cash", paragraph("本期以现金当场支付，由两名见证人见证并拍照附卷。", keep=True))
        + parts.signatures()
    )


def follow_up() -> str:
    def yes_no(name: str) -> str:
        return f"{{% if {name} %}}■ 是　□ 否{{% else %}}□ 是　■ 否{{% endif %}}"

    return (
        parts.title("回访记录")
        + form(
            [
                ("调解协议", "{{ agreement_number }}"),
                ("回访日期", day("visited_on"), "回访方式", "{{ method }}"),
                row_tag("for i in interviewees"),
                ("受 访 人", "{{ i.name }}{% if i.phone %}，电话{{ i.phone }}{% endif %}"),
                row_tag("endfor"),
                ("是否全部付清", yes_no("paid_in_full"), "是否满意", yes_no("satisfied")),
                ("有无新的欠薪", yes_no("new_arrears"), "回 访 人", "{{ visited_by }}"),
                Row(
                    [
                        Cell("受访人意见", LABEL),
                        Cell("{{ remarks or '无' }}", FORM, span=3, align="top"),
                    ],
                    height_mm=40,
                ),
                Row(
                    [Cell("后续处理", LABEL), Cell("{{ follow_up }}", FORM, span=3, align="top")],
                    height_mm=30,
                ),
            ]
        )
        + paragraph(
            "依照{{ law.supervision }}，对调解协议的履行情况进行监督。",
            BODY,
            before=8,
            keep=True,
        )
        + parts.signatures()
    )


def demand() -> str:
    return (
        parts.title("督促履行通知书")
        + paragraph("{{ recipient }}：", PLAIN)
        + paragraph(
            f"你（单位）与{{{{ applicants_text }}}}于{day('agreement_on')}经本调解组织调解达成的"
            "{{ agreement_number }}调解协议已经生效。"
            f"按照协议，第{{{{ instalment_no }}}}期款项应当于{day('due_on')}前支付，"
            f"至今尚有{amount('overdue')}未付，涉及劳动者{{{{ worker_count }}}}人。"
        )
        + only_if(
            "accelerated",
            paragraph(f"按照协议约定，全部未付款项已经立即到期，共计{amount('outstanding')}。"),
        )
        + paragraph(
            "依照{{ law.supervision }}，"
            f"请你（单位）于{day('pay_by')}前将上述款项支付至各劳动者本人账户，"
            f"并将付款凭证送交本调解组织。"
        )
        + paragraph(
            "逾期不履行的，劳动者可以依法"
            "{% if confirmed %}向人民法院申请强制执行（{{ law.enforcement }}）"
            "{% else %}持调解协议书向人民法院申请支付令（{{ law.payment_order }}），"
            "或者申请仲裁（{{ law.arbitration }}）{% endif %}；"
            "涉嫌违反劳动保障法律的，将移送劳动保障监察机构处理。",
            keep=True,
        )
        + parts.contact()
        + parts.closing()
    )


def file_cover() -> str:
    cover = (
        paragraph("{{ mediation_body.name }}", ORGANISATION, before=40)
        + paragraph("调　解　案　卷", TITLE)
        + paragraph("（{{ volume }}）", TITLE)
        + paragraph("案号：{{ case_number }}", NUMBER, before=20, after=8)
        + form(
            [
                ("申请人", "{{ applicants_text }}"),
                ("被申请人", "{{ respondents_text }}"),
                row_tag("if third_parties_text"),
                ("第三人", "{{ third_parties_text }}"),
                row_tag("endif"),
                ("纠纷类型", "{{ dispute }}", "人　　数", "{{ worker_count }}人"),
                ("请求金额", form_amount("claim_total")),
                ("处理结果", "{{ outcome }}"),
                ("受理日期", day("accepted_on"), "结案日期", day("closed_on")),
                ("调解员", joined("mediators"), "记录员", "{{ recorder }}"),
                ("归档日期", day("archived_on"), "保管期满", day("retain_until")),
                ("卷内页数", "{{ pages_total }}页", "立卷人", "{{ signatures[0].name }}"),
            ]
        )
    )
    index = (
        paragraph("卷　内　目　录", TITLE, page_break=True)
        + parts.number()
        + table(
            (12, 49, 40, 23, 18, 14),
            [
                Row(
                    [
                        Cell(head, CELL_HEAD)
                        for head in ("序号", "文书名称", "文号", "日期", "页次", "备注")
                    ],
                    header=True,
                ),
                row_tag("for i in index"),
                Row(
                    [
                        Cell("{{ i.no }}", CELL_CENTRE),
                        Cell("{{ i.title }}"),
                        Cell("{{ i.number or '' }}", CELL_CENTRE),
                        Cell(
                            f"{{% if i.made_on %}}{short_day('i.made_on')}{{% endif %}}",
                            CELL_CENTRE,
                        ),
                        Cell(
                            "{{ i.first_page }}{% if i.pages > 1 %}"
                            "—{{ i.first_page + i.pages - 1 }}{% endif %}",
                            CELL_CENTRE,
                        ),
                        Cell("{{ i.note or '' }}"),
                    ],
                    height_mm=11,
                ),
                row_tag("endfor"),
            ],
        )
        + paragraph("本卷共{{ index|length }}件，{{ pages_total }}页。", BODY, before=8, keep=True)
        + parts.signatures()
    )
    return cover + index


PAPERS = {
    "D13": termination,
    "D15": performance,
    "D16": follow_up,
    "D17": demand,
    "D18": file_cover,
}
