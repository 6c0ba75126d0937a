"""D12 and its annex D12A."""

from documents.drafting import parts
from documents.drafting.parts import amount, clause, day, for_each, joined, only_if, short_day
from documents.drafting.writing import (
    BODY,
    CELL,
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    FORM,
    FORM_RIGHT,
    NUMBER,
    ORGANISATION,
    SMALL,
    SMALL_CENTRE,
    SMALL_HEAD,
    SMALL_RIGHT,
    TITLE,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
    tag,
)

PAYER = "{{ payers|map(attribute='name')|join('、') }}"
FROM_ACCOUNT = "{% if payers[0].account %}通过{{ payers[0].account }}{% endif %}"
TO_WORKERS = (
    "{% if payee_mode == '现场现金签收' %}在调解组织见证下以现金交付各劳动者本人，由本人签收"
    "{% elif annex %}支付至各劳动者本人银行账户（账户见附件）"
    "{% else %}支付至{{ workers[0].name }}本人银行账户（户名：{{ workers[0].account_holder }}，"
    "开户银行：{{ workers[0].bank }}，账号：{{ workers[0].account_no }}）{% endif %}"
)


def _witnessed(style: str) -> str:
    """Who answered with a witness, and where the witness signs."""
    return only_if(
        "witnesses",
        for_each(
            "x in witnesses or []",
            paragraph(
                "{{ x.no }}号{{ x.name }}以{{ x.how }}方式表态，签署时由见证人在场，"
                "见证人{{ x.witness }}（签名）：",
                style,
                before=8,
                keep=True,
            ),
        ),
    )


def _payment() -> str:
    schedule = table(
        (18, 56, 30, 52),
        [
            Row(
                [Cell(head, CELL_HEAD) for head in ("期次", "付款日", "比例", "金额（元）")],
                header=True,
            ),
            row_tag("for i in instalments"),
            Row(
                [
                    Cell("第{{ i.no }}期", CELL_CENTRE),
                    Cell(day("i.due_on"), CELL_CENTRE),
                    Cell("{{ i.percent or '—' }}", CELL_CENTRE),
                    Cell("{{ i.amount|money }}", CELL_RIGHT),
                ]
            ),
            Row(
                [Cell("大写", CELL_CENTRE), Cell("{{ i.amount|rmb }}", span=3)],
            ),
            row_tag("endfor"),
            Row(
                [
                    Cell("合计", CELL_HEAD),
                    Cell("{{ confirmed_total|rmb }}", span=2),
                    Cell("{{ confirmed_total|money }}", CELL_RIGHT),
                ]
            ),
        ],
    )
    return (
        tag("if performance_mode == '即时'")
        + clause(
            f"{PAYER}已于{day('spot_payment.paid_on')}以{{{{ spot_payment.method }}}}"
            f"方式将上述款项"
            f"{amount('confirmed_total')}一次性{TO_WORKERS}，"
            f"凭证为{{{{ spot_payment.receipt }}}}，"
            "申请人确认收讫。"
        )
        + tag("elif performance_mode == '一次性'")
        + clause(
            f"{PAYER}于{day('instalments[0].due_on')}前（含当日）{FROM_ACCOUNT}将上述款项"
            f"{amount('confirmed_total')}一次性{TO_WORKERS}。"
        )
        + tag("else")
        + clause(
            f"{PAYER}{FROM_ACCOUNT}将上述款项按下表分{{{{ instalments|length }}}}"
            f"期于各付款日前（含当日）"
            f"{TO_WORKERS}：",
            after=6,
        )
        + schedule
        + tag("endif")
    )


def _clauses() -> str:
    several_payers = paragraph(
        "各付款人按下列份额支付："
        "{% for p in payers %}{{ p.name }}（{{ p.liability }}）承担人民币{{ p.share.digits }}元"
        "（大写：{{ p.share|rmb|replace('人民币', '') }}）{% if not loop.last %}；"
        "{% endif %}{% endfor %}。"
    )
    return (
        clause(
            "各方确认，{{ debtor }}拖欠申请人{% if annex %}等{{ worker_count }}人{% endif %}"
            f"自{day('period_from')}起至{day('period_to')}止的{{{{ dispute }}}}"
            f"共计{amount('confirmed_total')}"
            "{% if annex %}，明细见附件《欠付劳动报酬明细及签名表》。"
            "附件是本协议的组成部分{% endif %}。"
        )
        + only_if(
            "waived",
            clause(
                f"申请人请求的金额为{amount('claimed_total')}，"
                f"自愿放弃其中{amount('waived.amount')}"
                "（占{{ waived.percent }}）。原因：{{ waived.explanation }}"
            ),
        )
        + _payment()
        + only_if("payers|length > 1", several_payers)
        + only_if(
            "substitute_payment",
            clause(
                "{{ substitute_payment.name }}作为施工总承包单位，"
                "依照{{ law.substitute_payment }}先行清偿，"
                "清偿后可以依法向{{ substitute_payment.subcontractor }}追偿，"
                "追偿不影响本协议的履行。"
            ),
        )
        + only_if(
            "owner_advance",
            clause(
                "建设单位{{ owner_advance.name }}依照{{ law.owner_advance }}，以未结清的工程款"
                f"{amount('owner_advance.cap')}为限先行垫付。"
            ),
        )
        + only_if(
            "investor",
            clause(
                "{{ investor.firm }}不清偿的，由出资人{{ investor.name }}"
                "依照{{ law.investor }}依法清偿。"
            ),
        )
        + only_if(
            "crew_leader",
            clause(
                "{{ crew_leader }}仅对用工事实和欠付金额予以确认，"
                "不作为唯一支付主体（{{ law.crew_leader }}），"
                "也不代领劳动者的工资（{{ law.own_account }}）。"
            ),
        )
        + only_if(
            "fund_advance",
            clause(
                f"应急周转金已垫付{amount('fund_advance.amount')}，该部分款项由付款人支付给"
                "{{ fund_advance.payee }}，其余款项按本协议约定支付给劳动者本人。"
            ),
        )
        + tag("if default.kind == '加速到期'")
        + clause(
            "任一期逾期超过{{ default.grace_days }}日未足额支付的，全部未付款项立即到期，"
            "申请人可以就全部"
            "未付金额依法{% if confirmation %}申请强制执行（{{ law.enforcement }}，"
            "以人民法院裁定本协议有效为前提）；"
            "未经司法确认的，可以{% endif %}申请支付令（{{ law.payment_order }}）、"
            "提起诉讼（{{ law.suit }}）或者申请仲裁（{{ law.arbitration }}）。"
        )
        + tag("elif default.kind == '违约金'")
        + clause(
            "逾期超过{{ default.grace_days }}日未足额支付的，付款人除继续履行外，"
            "{{ default.rate }}向劳动者支付违约金。"
        )
        + tag("elif default.kind == '仅继续履行'")
        + clause(
            "逾期未足额支付的，付款人应当继续履行，申请人可以依法申请支付令、提起诉讼或者申请仲裁。"
        )
        + tag("endif")
        + only_if("tax_note", clause("{{ tax_note }}"))
        + for_each("term in other_terms or []", clause("{{ term }}"))
        + clause(
            "{% if residual == '本协议项下劳动报酬争议了结' %}本协议履行完毕后，"
            "各方就本协议项下的劳动报酬争议了结；"
            "工伤、社会保险等其他权利不受影响。{% else %}除本协议约定事项外，"
            "申请人的其他权利保留。{% endif %}"
        )
        + clause(
            "{% if confirmation %}双方同意自本协议生效之日起三十日内，"
            "依照{{ law.confirmation }}，"
            "共同向{{ confirmation.court }}申请司法确认。"
            "{% else %}双方不申请司法确认。{% endif %}"
        )
        + clause(
            "本协议自各方当事人签名、盖章或者按指印，"
            "调解员签名并加盖调解组织印章之日起生效（{{ law.basis }}）。",
            keep=True,
        )
        + clause(
            "本协议一式{{ copies.total }}份，当事人各执{{ copies.each_party }}份，"
            "调解组织存{{ copies.body }}份{% if copies.court %}，"
            "提交人民法院{{ copies.court }}份{% endif %}，"
            "具有同等效力。",
            keep=True,
        )
    )


def agreement() -> str:
    return (
        parts.title("调解协议书", numbered=True)
        + only_if(
            "collective",
            paragraph(
                "申请人：{{ workers[0].name }}等{{ worker_count }}人（名单见附件），"
                "推选{{ representatives|join('、') }}为代表人（推选记录附卷）。"
            ),
        )
        + parts.parties("applicants", "respondents", "third_parties")
        + paragraph(
            "申请人因与被申请人之间的{{ dispute }}纠纷，自愿向本调解组织申请调解。"
            "本调解组织由调解员"
            f"{joined('mediators')}主持调解。"
        )
        + paragraph("主要事实：{{ facts }}")
        + paragraph("争议事项：{{ disputed_matters }}")
        + paragraph("各方责任：{{ responsibility }}")
        + paragraph("经调解，各方自愿达成如下协议：", keep=True)
        + parts.count_from_one()
        + _clauses()
        + parts.spacer()
        + parts.signatures()
        + only_if(
            "annex",
            paragraph("申请人在附件《欠付劳动报酬明细及签名表》逐人签名、捺印。", BODY, keep=True),
        )
        + _witnessed(BODY)
        + parts.closing()
    )


def annex() -> str:
    heads = (
        paragraph("{{ mediation_body.name }}", ORGANISATION)
        + paragraph("欠付劳动报酬明细及签名表", TITLE)
        + paragraph("（{{ agreement_number }}调解协议书附件）", NUMBER)
        + paragraph(
            "被申请人：{{ respondents_text }}。付款主体和各方责任以调解协议书为准。"
            "下列劳动者本人核对无误，"
            "同意调解协议书的全部内容，"
            "在本人一行签名并捺印；{% if payee_mode == '本人账户' %}"
            "款项支付至本人账户{% else %}款项由本人当场签收{% endif %}。",
            FORM,
            after=6,
        )
    )
    return (
        heads
        + tag(f"if instalments|length >= {STACKED_FROM}")
        + _stacked_rows()
        + tag("else")
        + _spread_rows()
        + tag("endif")
        + paragraph(
            f"共{{{{ worker_count }}}}人，欠付劳动报酬合计{amount('confirmed_total')}。"
            "{% if instalments|length > 1 %}{% for i in instalments %}第{{ i.no }}期"
            "{{ i.due_on|cn_date }}支付人民币{{ i.amount.digits }}元"
            "（大写：{{ i.amount|rmb|replace('人民币', '') }}）"
            "{% if loop.last %}。{% else %}；{% endif %}{% endfor %}"
            "{% else %}于{{ instalments[0].due_on|cn_date }}前（含当日）付清。{% endif %}",
            CELL,
            before=8,
            keep=True,
        )
        + _witnessed(FORM)
        + paragraph(f"调解员 {joined('mediators')}（签名）：", FORM, before=14, keep=True)
        + paragraph("{{ mediation_body.name }}（盖章）", FORM_RIGHT, before=4, keep=True)
        + paragraph("{{ made_on|cn_date_upper }}", FORM_RIGHT)
    )


# The columns of the instalments are spread by the template language and share the width that is
# there, so a plan of one payment has no column of its own.
_SPREAD = Cell("{%tc for i in instalments if instalments|length > 1 %}", column=False)
_SPREAD_END = Cell("{%tc endfor %}", column=False)

_IDENTITY = (paragraph("{{ w.name }}", SMALL_CENTRE), paragraph("{{ w.id_no }}", SMALL_CENTRE))
_ACCOUNT = tuple(
    paragraph(text, SMALL_CENTRE)
    for text in (
        "{% if w.account_no %}{{ w.bank }}{% else %}现金签收{% endif %}",
        "{{ w.account_no or '' }}",
    )
)
_WORK = tuple(
    paragraph(text, SMALL)
    for text in (
        "{{ w.post }}",
        f"{short_day('w.period_from')}至{short_day('w.period_to')}",
        "{{ w.basis }}",
    )
)
_SIGN_HERE = paragraph("　　年　月　日", SMALL_RIGHT)
SIGNED_ROW_MM = 16
INSTALMENT_MM = 30.7
STACKED_FROM = 4


def _rows(head: list[Cell], line: list[Cell], total: list[Cell]) -> list[Row | str]:
    return [
        Row(head, header=True),
        row_tag("for w in workers"),
        Row(line, height_mm=SIGNED_ROW_MM),
        row_tag("endfor"),
        Row(total, height_mm=11),
    ]


def _spread_rows() -> str:
    """Up to three instalments: every figure in a column of its own."""
    heads = ("序号", "姓名、公民身份号码及收款账户", "工种、期间及计算依据")
    amounts = ("应发（元）", "已付（元）", "欠付（元）")
    instalment = Cell("{{ i.amount|money }}", SMALL_RIGHT, width_mm=INSTALMENT_MM, column=False)
    return table(
        (11.5, 51, 51.6, 30.7, 30.7, 30.7, 50.8),
        _rows(
            [
                *(Cell(head, SMALL_HEAD) for head in (*heads, *amounts)),
                _SPREAD,
                Cell(
                    (
                        paragraph("第{{ i.no }}期", SMALL_HEAD),
                        paragraph(short_day("i.due_on"), SMALL_CENTRE),
                    ),
                    width_mm=INSTALMENT_MM,
                    column=False,
                ),
                _SPREAD_END,
                Cell("签名（捺印）、日期", SMALL_HEAD),
            ],
            [
                Cell("{{ w.no }}", SMALL_CENTRE),
                Cell((*_IDENTITY, *_ACCOUNT)),
                Cell(_WORK),
                *(Cell(f"{{{{ w.{name}|money }}}}", SMALL_RIGHT) for name in _AMOUNTS),
                Cell("{%tc for i in w.instalments if instalments|length > 1 %}", column=False),
                instalment,
                _SPREAD_END,
                Cell((_SIGN_HERE,), align="bottom"),
            ],
            [
                Cell("合计", SMALL_HEAD, span=3),
                *(Cell(f"{{{{ {name}|money }}}}", SMALL_RIGHT) for name in _TOTALS),
                _SPREAD,
                instalment,
                _SPREAD_END,
                Cell("", SMALL),
            ],
        ),
        side_margin_mm=0.9,
    )


_AMOUNTS = ("gross", "paid", "due")
_TOTALS = ("gross_total", "paid_total", "confirmed_total")


def _stacked_rows() -> str:
    """Four to six instalments: three to a column, one below the other."""

    def stacked(of: str, text: str, style: str) -> list[Cell]:
        return [
            Cell((for_each(f"i in {of}{part}", paragraph(text, style)),))
            for part in ("[:3]", "[3:]")
        ]

    def amounts(names: tuple[str, ...], block: str = "") -> list[Cell]:
        gross, paid, due = (
            paragraph(f"{{{{ {block}{name}|money }}}}", SMALL_RIGHT) for name in names
        )
        return [Cell((gross, paid)), Cell((due,))]

    return table(
        (9, 38, 44, 25, 25, 35, 35, 46),
        _rows(
            [
                Cell("序号", SMALL_HEAD),
                Cell("姓名、公民身份号码及收款账户", SMALL_HEAD),
                Cell("工种、期间及计算依据", SMALL_HEAD),
                Cell((paragraph("应发", SMALL_HEAD), paragraph("已付（元）", SMALL_HEAD))),
                Cell("欠付（元）", SMALL_HEAD),
                *stacked(
                    "instalments", f"第{{{{ i.no }}}}期 {short_day('i.due_on')}", SMALL_CENTRE
                ),
                Cell("签名（捺印）、日期", SMALL_HEAD),
            ],
            [
                Cell("{{ w.no }}", SMALL_CENTRE),
                Cell((*_IDENTITY, *_ACCOUNT)),
                Cell(_WORK),
                *amounts(_AMOUNTS, "w."),
                *stacked("w.instalments", "{{ i.amount|money }}", SMALL_RIGHT),
                Cell((_SIGN_HERE,), align="bottom"),
            ],
            [
                Cell("合计", SMALL_HEAD, span=3),
                *amounts(_TOTALS),
                *stacked("instalments", "{{ i.amount|money }}", SMALL_RIGHT),
                Cell("", SMALL),
            ],
        ),
        side_margin_mm=0.9,
    )


PAPERS = {"D12": agreement, "D12A": annex}
