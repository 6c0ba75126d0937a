"""C06, C08."""

from documents.drafting import parts
from documents.drafting.parts import day, form, form_amount, joined, short_day
from documents.drafting.writing import (
    CELL,
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    FORM,
    HEADING,
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

PEN = "_" * 16


def service_address() -> str:
    told = (
        "一、为便于及时收到人民法院的文书，受送达人应当如实提供准确的送达地址和联系方式"
        "（{{ law.contact }}）。",
        "二、送达地址变更的，应当及时书面告知人民法院。",
        "三、因提供的地址不准确、拒不提供地址、变更后未及时告知或者拒绝签收，"
        "致使文书未能被实际接收的，文书退回之日视为送达之日。",
        "四、同意电子送达的，以送达信息到达所留号码或者账号的日期为送达日期"
        "（{{ law.e_service }}）。",
    )
    return (
        paragraph("{{ court_name }}", ORGANISATION)
        + paragraph("送达地址确认书", TITLE)
        + paragraph(
            f"{{% if court_number %}}案号：{{{{ court_number }}}}"
            f"{{% else %}}案号：{PEN}{{% endif %}}",
            NUMBER,
            after=6,
        )
        + form(
            [
                ("案　　由", "{{ cause }}", "身　　份", "{{ role }}"),
                Row(
                    [
                        Cell("告知事项", LABEL),
                        Cell([paragraph(line, FORM) for line in told], span=3),
                    ]
                ),
                row_tag("for r in recipients"),
                ("受送达人", "{{ r.name }}（{{ r.id_no or '—' }}），电话{{ r.phone or '—' }}"),
                row_tag("endfor"),
                row_tag("for a in addresses"),
                ("送达地址{{ loop.index }}", "{{ a }}"),
                row_tag("endfor"),
                (
                    "电子送达",
                    "{% if e_service %}■ 同意　□ 不同意{% else %}□ 同意　■ 不同意{% endif %}",
                ),
                row_tag("for c in channels or []"),
                ("{{ c.kind }}", "{{ c.address }}"),
                row_tag("endfor"),
                (
                    "代 收 人",
                    "{% if substitute %}{{ substitute.name }}（{{ substitute.relation }}），"
                    "电话{{ substitute.phone }}，"
                    "{{ substitute.address }}{% else %}无{% endif %}",
                ),
                Row(
                    [
                        Cell("确　　认", LABEL),
                        Cell(
                            "本人（单位）已阅读（听明白）上述告知事项，保证所提供的送达地址和联系方式"
                            "准确、有效，并同意用于本案及其后的执行程序。",
                            FORM,
                            span=3,
                        ),
                    ]
                ),
                ("确认日期", day("confirmed_on")),
            ],
            height_mm=9,
        )
        + parts.spacer()
        + parts.signatures()
    )


def _accounts() -> str:
    return table(
        (12, 56, 54, 34),
        [
            Row(
                [
                    Cell(head, CELL_HEAD)
                    for head in ("序号", "姓名、证件号码及电话", "收款账户", "欠付金额（元）")
                ],
                header=True,
            ),
            row_tag("for w in workers"),
            Row(
                [
                    Cell("{{ w.no }}", CELL_CENTRE),
                    Cell(
                        [
                            paragraph(
                                "{{ w.name }}{% if w.phone %}　{{ w.phone }}{% endif %}", CELL
                            ),
                            paragraph("{{ w.id_no }}", CELL),
                        ]
                    ),
                    Cell(
                        [
                            paragraph("{{ w.bank or '现金签收' }}", CELL),
                            paragraph("{{ w.account_no or '' }}", CELL),
                        ]
                    ),
                    Cell("{{ w.due|money }}", CELL_RIGHT),
                ],
                height_mm=13,
            ),
            row_tag("endfor"),
            Row(
                [
                    Cell("合计", CELL_HEAD),
                    Cell("{{ worker_count }}人，{{ agreement.total|rmb }}", span=2),
                    Cell("{{ agreement.total|money }}", CELL_RIGHT),
                ],
                height_mm=11,
            ),
        ],
    )


def information() -> str:
    return (
        parts.title("案件信息表", issued=False)
        + form(
            [
                ("受理法院", "{{ court_name }}"),
                ("案　　由", "{{ cause }}", "纠纷类型", "{{ dispute }}"),
                ("管辖依据", "{{ court_ground }}", "劳动者人数", "{{ worker_count }}人"),
                ("调解组织", "{{ mediation_body.name }}（{{ mediation_body.registration_no }}）"),
                ("调 解 员", joined("mediators"), "申请日期", day("applied_on")),
                ("协议文号", "{{ agreement.number }}"),
                ("生效日期", day("agreement.effective_on"), "申请期限", day("confirm_by")),
                ("给付总额", form_amount("agreement.total")),
                (
                    "已 履 行",
                    "{{ agreement.paid.digits }}元",
                    "未 履 行",
                    "{{ agreement.outstanding.digits }}元",
                ),
                row_tag("for p in payers"),
                ("付 款 人", "{{ p.name }}，承担{{ p.share.digits }}元"),
                row_tag("endfor"),
                ("联 系 人", "{{ contact.name }}", "联系电话", "{{ contact.phone }}"),
            ]
        )
        + paragraph("一、当事人", HEADING, before=10)
        + parts.parties("applicants", "respondents")
        + paragraph("二、付款计划", HEADING, after=4)
        + table(
            (24, 50, 30, 52),
            [
                Row(
                    [Cell(head, CELL_HEAD) for head in ("期次", "付款日", "比例", "金额（元）")],
                    header=True,
                ),
                row_tag("for i in instalments"),
                Row(
                    [
                        Cell("第{{ i.no }}期", CELL_CENTRE),
                        Cell(short_day("i.due_on"), CELL_CENTRE),
                        Cell("{{ i.percent or '—' }}", CELL_CENTRE),
                        Cell("{{ i.amount|money }}", CELL_RIGHT),
                    ]
                ),
                row_tag("endfor"),
            ],
        )
        + paragraph("三、劳动者及收款账户", HEADING, before=10, after=4)
        + _accounts()
        + paragraph(
            "本表与随案电子数据内容一致，供立案登记使用（{{ law.online }}）。", PLAIN, before=8
        )
    )


PAPERS = {"C06": service_address, "C08": information}
