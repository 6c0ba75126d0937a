"""F03, F04, F04A."""

from documents.drafting import parts
from documents.drafting.parts import amount, clause, day, form, form_amount, only_if
from documents.drafting.writing import (
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    FORM,
    FORM_RIGHT,
    LABEL,
    NUMBER,
    PARTY,
    PLAIN,
    TITLE,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
)

_CAPS = (
    "{{ ["
    "'每人不超过' ~ caps.per_worker.grouped ~ '元' if caps.per_worker else '',"
    "'每人不超过本人欠薪的' ~ caps.per_worker_percent if caps.per_worker_percent else '',"
    "'全案不超过欠薪总额的' ~ caps.case_percent if caps.case_percent else ''"
    "]|select|join('；') or '未设限额' }}"
)


def _roster(*, masked: bool) -> str:
    heads = ("序号", "姓名", "公民身份号码", "核实欠薪（元）", "垫付金额（元）", "剩余欠薪（元）")
    return table(
        (12, 24, 42, 26, 26, 26),
        [
            Row([Cell(head, CELL_HEAD) for head in heads], header=True),
            row_tag("for r in rows"),
            Row(
                [
                    Cell("{{ r.no }}", CELL_CENTRE),
                    Cell("{{ r.name }}", CELL_CENTRE),
                    Cell("{{ r.id_no|idmask }}" if masked else "{{ r.id_no }}", CELL_CENTRE),
                    Cell("{{ r.due|money }}", CELL_RIGHT),
                    Cell("{{ r.advance|money }}", CELL_RIGHT),
                    Cell("{{ r.residual|money }}", CELL_RIGHT),
                ]
            ),
            row_tag("endfor"),
            Row(
                [
                    Cell("合计", CELL_HEAD, span=3),
                    Cell("{{ due_total|money }}", CELL_RIGHT),
                    Cell("{{ advance_total|money }}", CELL_RIGHT),
                    Cell("{{ residual_total|money }}", CELL_RIGHT),
                ]
            ),
        ],
    )


def approvals() -> list[Row | str]:
    """A row of the form per step of the chain."""
    return [
        row_tag("for a in approvals"),
        Row(
            [
                Cell("{{ a.body }}审批意见", LABEL),
                Cell(
                    [
                        paragraph(
                            "{% if a.opinion == '同意' %}■ 同意　□ 不同意"
                            "{% else %}□ 同意　■ 不同意{% endif %}"
                            "{% if a.remark %}　{{ a.remark }}{% endif %}",
                            FORM,
                        ),
                        # Room to sign before the day, and both on one line under a usual title.
                        paragraph(
                            "{{ a.post or '审批人' }}　{{ a.name }}（签名）：　　　　"
                            + day("a.on"),
                            FORM_RIGHT,
                        ),
                    ],
                    span=3,
                ),
            ],
            height_mm=14,
        ),
        row_tag("endfor"),
    ]


def approval() -> str:
    heads = (
        "序号",
        "姓名",
        "核实欠薪（元）",
        "其他已付（元）",
        "个人限额（元）",
        "拟垫付（元）",
        "剩余欠薪（元）",
    )
    return (
        parts.title("应急周转金垫付审批表", issuer="fund_body")
        + form(
            [
                ("申请单位", "{{ applicant }}"),
                ("用人单位", "{{ employer.name }}"),
                ("申请日期", day("applied_on"), "核实日期", day("verified_on")),
                ("垫付事由", "{{ trigger }}", "垫付性质", "{{ purpose }}"),
                ("核实欠薪", "{{ due_total.grouped }}元", "人　　数", "{{ worker_count }}人"),
                ("限额依据", "{{ caps.source }}"),
                ("限额规定", _CAPS),
                (
                    "个人限额合计",
                    "{{ caps.worker_caps_total.grouped }}元",
                    "案件限额",
                    "{% if caps.case_cap %}{{ caps.case_cap.grouped }}元{% else %}未设{% endif %}",
                ),
                (
                    "起作用的限额",
                    "{{ caps.binding }}",
                    "基金余额",
                    "{{ fund_balance.grouped }}元",
                ),
                ("拟垫付", form_amount("advance_total")),
                row_tag("if over_cap"),
                (
                    "超限额批准",
                    f"{{{{ over_cap.approved_by }}}}{day('over_cap.on')}"
                    "{{ over_cap.number }}；理由：{{ over_cap.reason }}",
                ),
                row_tag("endif"),
                ("经 办 人", "{{ handlers|join('、') }}"),
                *approvals(),
            ],
            height_mm=9,
        )
        + paragraph("垫付明细", TITLE, page_break=True)
        + parts.number()
        + table(
            (12, 22, 25, 25, 24, 24, 24),
            [
                Row([Cell(head, CELL_HEAD) for head in heads], header=True),
                row_tag("for r in rows"),
                Row(
                    [
                        Cell("{{ r.no }}", CELL_CENTRE),
                        Cell("{{ r.name }}", CELL_CENTRE),
                        Cell("{{ r.due|money }}", CELL_RIGHT),
                        Cell("{{ r.paid_otherwise|money }}", CELL_RIGHT),
                        Cell("{{ r.cap|money }}", CELL_RIGHT),
                        Cell("{{ r.advance|money }}", CELL_RIGHT),
                        Cell("{{ r.residual|money }}", CELL_RIGHT),
                    ]
                ),
                row_tag("endfor"),
                Row(
                    [
                        Cell("合计", CELL_HEAD, span=2),
                        Cell("{{ due_total|money }}", CELL_RIGHT),
                        Cell(""),
                        Cell("{{ caps.worker_caps_total|money }}", CELL_RIGHT),
                        Cell("{{ advance_total|money }}", CELL_RIGHT),
                        Cell("{{ residual_total|money }}", CELL_RIGHT),
                    ]
                ),
            ],
        )
        + paragraph(
            "审批不得由经办人本人作出。拟垫付金额"
            "{% if over_cap %}经批准超过限额{% else %}按各人限额的比例分配{% endif %}。",
            FORM,
            before=4,
        )
    )


_OVER_CAP = (
    "{% if over_cap %}，并经{{ over_cap.approved_by }}{{ over_cap.number }}批准超过限额{% endif %}"
)


def decision() -> str:
    return (
        parts.title("垫付决定书", issuer="fund_body", numbered=True)
        + paragraph(
            "申请单位：{{ applicant }}。",
            PARTY,
        )
        + parts.party("employer")
        + paragraph(
            f"{{{{ applicant }}}}于{day('applied_on')}以用人单位"
            "{% if trigger == '逃匿' %}拖欠农民工工资逃匿{% elif trigger == '不可抗力' %}"
            "因不可抗力不能支付农民工工资{% else %}不能支付农民工工资{% endif %}为由，"
            "申请动用应急周转金。经核实，该单位拖欠{{ worker_count }}名劳动者工资合计"
            f"{amount('due_total')}。依照{{{{ law.advance }}}}和{{{{ caps.source }}}}的规定，"
            f"经{day('approved_on')}审批同意{_OVER_CAP}，决定如下："
        )
        + parts.count_from_one()
        + clause(
            f"动用应急周转金，为{{{{ worker_count }}}}名劳动者先行垫付{{{{ purpose }}}}合计"
            f"{amount('advance_total')}，各人金额见所附明细。"
        )
        + clause(
            "垫付款通过银行转账支付至劳动者本人账户，由本人签名、捺印领取"
            "（{{ law.own_account }}）。"
        )
        + clause(
            "垫付不免除用人单位的支付责任。垫付后，对垫付部分依法向用人单位追偿"
            "（{{ law.recovery }}）；"
            f"未垫付的{amount('residual_total')}仍由用人单位向劳动者支付。"
        )
        + clause(
            "以后的调解协议、仲裁裁决或者其他支付安排，应当写明已经垫付的金额，"
            "并将该部分支付给本周转金。"
        )
        + clause(
            "虚报人数、金额或者以其他欺骗手段领取垫付款的，应当全部退回，并依法追究责任。",
            keep=True,
        )
        + parts.closing(issuer="fund_body")
        + paragraph("附件", PLAIN, page_break=True)
        + paragraph("垫　付　明　细", TITLE)
        + paragraph("{{ number }}", NUMBER, after=6)
        + _roster(masked=True)
    )


def agreement() -> str:
    return (
        parts.title("垫付协议书", issuer="fund_body", numbered=True)
        + paragraph(
            "甲方（垫付人）：{{ fund_body.name }}，地址{{ fund_body.address }}，"
            "联系电话{{ fund_body.phone }}。",
            PARTY,
        )
        + parts.party("employer")
        + paragraph(
            "乙方因{{ trigger }}，申请动用应急周转金垫付拖欠的农民工工资。依照{{ law.advance }}"
            f"和{{{{ caps.source }}}}的规定，经{day('approved_on')}审批同意{_OVER_CAP}，"
            "双方订立协议如下："
        )
        + parts.count_from_one()
        + clause(
            "乙方确认拖欠{{ worker_count }}名劳动者工资合计"
            f"{amount('due_total')}，各人金额见附件。"
        )
        + clause(
            f"甲方动用应急周转金，先行垫付{{{{ purpose }}}}合计{amount('advance_total')}，"
            "通过银行转账支付至劳动者本人账户（{{ law.own_account }}），不支付给乙方。"
        )
        + clause(
            "乙方按下列期限向甲方归还垫付款："
            "{% for i in instalments %}"
            f"{day('i.due_on')}前归还{amount('i.amount')}"
            "{% if not loop.last %}；{% else %}。{% endif %}{% endfor %}"
        )
        + clause(
            "归还账户：户名{{ account.holder }}，开户银行{{ account.bank }}，"
            "账号{{ account.account_no }}。"
        )
        + clause("垫付款的利息：{{ interest }}。")
        + only_if("security", clause("{{ security }}"))
        + clause(
            "垫付不免除乙方的支付责任。甲方有权就垫付款依法向乙方追偿（{{ law.recovery }}）；"
            f"未垫付的{amount('residual_total')}仍由乙方向劳动者支付。"
        )
        + clause("{{ default_terms }}")
        + clause(
            "乙方提供虚假名单、虚假金额或者以其他欺骗手段取得垫付的，应当立即全部归还，"
            "并承担相应责任。"
        )
        + clause(
            "本协议自双方签名并盖章之日起生效，一式{{ copies|cn_num }}份。"
            "附件与本协议具有同等效力。",
            keep=True,
        )
        + parts.signatures()
        + paragraph("附件", PLAIN, page_break=True)
        + paragraph("垫　付　明　细", TITLE)
        + paragraph("{{ number }}", NUMBER, after=6)
        + _roster(masked=False)
    )


PAPERS = {"F03": approval, "F04": decision, "F04A": agreement}
