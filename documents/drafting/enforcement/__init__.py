"""The templates of E01 and E02."""

from documents.drafting import joint, parts
from documents.drafting.mediation.intake import evidence_table
from documents.drafting.parts import amount, clause, day, for_each, only_if, short_day
from documents.drafting.writing import (
    BODY,
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    CLOSING,
    HEADING,
    PLAIN,
    SMALL,
    SMALL_CENTRE,
    SMALL_HEAD,
    SMALL_RIGHT,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
    tag,
)


def payment_order() -> str:
    items = table(
        (16, 32, 36, 36, 36),
        [
            Row(
                [
                    Cell(head, CELL_HEAD)
                    for head in ("期次", "付款日", "应付（元）", "已付（元）", "未付（元）")
                ],
                header=True,
            ),
            row_tag("for i in items"),
            Row(
                [
                    Cell("{{ i.no }}", CELL_CENTRE),
                    Cell(short_day("i.due_on"), CELL_CENTRE),
                    *(
                        Cell(f"{{{{ i.{column}|money }}}}", CELL_RIGHT)
                        for column in ("amount", "paid", "due")
                    ),
                ]
            ),
            row_tag("endfor"),
        ],
    )
    return (
        parts.title("支付令申请书", issued=False)
        + parts.party("applicant")
        + parts.party("debtor")
        + paragraph("请求事项", HEADING)
        + paragraph(
            "请求贵院依法向被申请人{{ debtor.name }}发出支付令，督促其向申请人给付{{ head }}"
            f"{amount('amount_due')}"
            "{% if penalty %}（含按约定计算的违约金或者利息"
            "{{ penalty.amount.digits }}元）{% endif %}。"
        )
        + paragraph("事实与理由", HEADING)
        + paragraph("{{ facts }}")
        + tag("if agreement")
        + paragraph(
            "双方经{{ agreement.body }}主持调解达成{{ agreement.number }}调解协议，"
            f"自{day('agreement.effective_on')}起生效。"
            f"被申请人在协议约定期限内不履行，自{day('overdue_since')}起逾期"
            "{% if agreement.accelerated %}，按照协议约定其余款项已经立即到期{% endif %}。"
            "到期未付款项如下："
        )
        + tag("else")
        + paragraph(
            f"被申请人拖欠申请人{{{{ head }}}}，自{day('overdue_since')}起逾期，"
            "数额经双方确认。到期未付款项如下："
        )
        + tag("endif")
        + items
        + only_if(
            "penalty",
            paragraph(
                f"违约金或者利息{amount('penalty.amount')}，"
                "约定和计算方法：{{ penalty.basis }}。",
                before=6,
            ),
        )
        + paragraph(
            "依照{% if agreement %}{{ law.agreement }}{% else %}{{ law.arrears }}{% endif %}，"
            "申请人可以向人民法院申请支付令。被申请人住所地为{{ debtor_place }}，属贵院辖区。",
            before=6,
        )
        + paragraph(
            "申请人声明：请求给付的金钱已经到期且数额确定；申请人与被申请人没有其他债务纠纷，"
            "不负有对待给付义务；被申请人在我国境内且未下落不明，支付令能够送达；"
            "申请人未向人民法院申请诉前保全（{{ law.conditions }}）。"
        )
        + paragraph(
            "收款账户：户名{{ account.holder }}，开户银行{{ account.bank }}，"
            "账号{{ account.account_no }}。"
        )
        + paragraph("证据", HEADING, after=4)
        + evidence_table()
        + paragraph("此致", BODY, before=6, keep=True)
        + paragraph("{{ court_name }}", PLAIN, keep=True)
        + parts.spacer()
        + parts.signatures()
        + paragraph(day("applied_on"), CLOSING, before=12)
    )


def enforcement() -> str:
    basis = (
        "{% if title_document.kind == '民事裁定书' %}{{ law.ruling }}"
        "{% elif title_document.kind != '支付令' %}{{ law.arbitral }}"
        "{% else %}{{ law.period }}{% endif %}"
    )
    workers = table(
        (10, 38, 23, 23, 23, 39),
        [
            Row(
                [
                    Cell(head, SMALL_HEAD)
                    for head in (
                        "序号",
                        "姓名、公民身份号码",
                        "应付（元）",
                        "已付（元）",
                        "未付（元）",
                        "本人收款账户",
                    )
                ],
                header=True,
            ),
            row_tag("for w in workers"),
            Row(
                [
                    Cell("{{ w.no }}", SMALL_CENTRE),
                    Cell([paragraph("{{ w.name }}", SMALL), paragraph("{{ w.id_no }}", SMALL)]),
                    *(
                        Cell(f"{{{{ w.{column}|money }}}}", SMALL_RIGHT)
                        for column in ("obliged", "paid", "outstanding")
                    ),
                    Cell(
                        [
                            paragraph("{{ w.bank }}", SMALL),
                            paragraph("{{ w.account_no }}", SMALL),
                        ]
                    ),
                ],
                height_mm=12,
            ),
            row_tag("endfor"),
            Row(
                [
                    Cell("合计", SMALL_HEAD),
                    Cell("{{ worker_count }}人", SMALL_CENTRE),
                    *(
                        Cell(f"{{{{ {column}_total|money }}}}", SMALL_RIGHT)
                        for column in ("obliged", "paid", "outstanding")
                    ),
                    Cell("", SMALL),
                ]
            ),
        ],
        side_margin_mm=1.2,
    )
    return (
        parts.title("强制执行申请书", issued=False)
        + only_if(
            "representatives",
            paragraph(
                "申请执行人：{{ workers[0].name }}等{{ worker_count }}人（名单及账户附后），"
                "推选{{ representatives|join('、') }}为代表人。"
            ),
        )
        + parts.parties("applicants", "debtors")
        + paragraph("执行依据", HEADING)
        + paragraph(
            f"{{{{ title_document.issuer }}}}于{day('title_document.made_on')}作出的"
            "{{ title_document.number }}{{ title_document.kind }}"
            "{% if title_document.finality %}（{{ title_document.finality }}）{% endif %}，"
            f"自{day('title_document.effective_on')}起发生法律效力。"
        )
        + paragraph("请求事项", HEADING)
        + parts.count_from_one()
        + clause(
            "请求依法强制执行被执行人{{ debtors|map(attribute='name')|join('、') }}"
            f"尚未履行的款项{amount('outstanding_total')}"
            "{% if worker_count > 1 %}，支付至各申请执行人本人账户（账户附后）{% else %}，"
            "支付至申请执行人本人账户（户名：{{ workers[0].account_holder }}，"
            "开户银行：{{ workers[0].bank }}，账号：{{ workers[0].account_no }}）{% endif %}。"
        )
        + only_if(
            "delay_interest",
            clause("请求责令被执行人支付迟延履行期间的债务利息，数额由人民法院依法计算。"),
        )
        + paragraph("事实与理由", HEADING)
        + paragraph(
            "依照上述执行依据，{{ obligation }}，"
            f"共计{amount('obliged_total')}，最后一期付款日为{day('last_due_on')}。"
            "被执行人{% if paid_total.digits == '0.00' %}至今未履行"
            f"{{% else %}}已履行{amount('paid_total')}，"
            f"尚有{amount('outstanding_total')}未履行{{% endif %}}。"
            "{% if title_document.kind == '支付令' %}被执行人收到支付令后，"
            "在法定的十五日内既未清偿也未提出书面异议（{{ law.order }}）。{% endif %}"
        )
        + paragraph(
            f"依照{basis}，申请执行人在申请执行的二年期间内"
            f"{{% if enforce_by %}}（至{day('enforce_by')}）{{% endif %}}提出申请。"
            "{% if court_place %}{{ court_ground }}为{{ court_place }}，属贵院辖区"
            "{% else %}贵院系作出上述{{ title_document.kind }}的人民法院{% endif %}。"
        )
        + only_if(
            "clues",
            paragraph("财产线索", HEADING),
            for_each("c in clues", paragraph("{{ loop.index }}. {{ c.kind }}：{{ c.detail }}。")),
            only_if(
                "protected_funds",
                paragraph(
                    "上列农民工工资专用账户资金、工资保证金依法只能因支付为本项目提供劳动的农民工工资"
                    "被查封、冻结或者划拨（{{ law.protected }}），本申请请求执行的正是该项工资。"
                ),
            ),
        )
        + paragraph("附件", HEADING)
        + joint.attached("attachments")
        + paragraph("此致", BODY, keep=True)
        + paragraph("{{ court_name }}", PLAIN, keep=True)
        + parts.spacer()
        + parts.signatures()
        + paragraph(day("applied_on"), CLOSING, before=12)
        + only_if(
            "worker_count > 1",
            paragraph("申请执行人名单、金额及账户", HEADING, page_break=True, after=6),
            workers,
        )
    )


PAPERS = {"E01": payment_order, "E02": enforcement}
