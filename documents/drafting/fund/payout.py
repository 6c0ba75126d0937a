"""F05, F06."""

from documents.drafting import parts
from documents.drafting.parts import amount, clause, day
from documents.drafting.writing import (
    BODY,
    CELL,
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    PLAIN,
    TITLE,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
    tag,
)

_ASSIGNED = "recovery_title == 'assignment_and_recovery_mandate'"
_MANDATE = "recovery_title == 'mandate'"


def mandate() -> str:
    return (
        tag(f"if {_ASSIGNED}")
        + paragraph("权利转让及追偿授权书", TITLE)
        + tag(f"elif {_MANDATE}")
        + paragraph("追偿授权书", TITLE)
        + tag("else")
        + paragraph("垫付领款及追偿确认书", TITLE)
        + tag("endif")
        + parts.number()
        + parts.party("worker")
        + paragraph(
            "{{ employer_name }}{% if employer_credit_code %}"
            "（统一社会信用代码{{ employer_credit_code }}）{% endif %}"
            f"拖欠本人{day('period_from')}至{day('period_to')}的工资，"
            f"经核实为{amount('due')}。{{{{ fund_body.name }}}}依照{{{{ law.advance }}}}，"
            f"以{{{{ decision_number }}}}（{day('decision_on')}）"
            f"先行垫付，本人已经领取{amount('received')}。现确认如下："
        )
        + parts.count_from_one()
        + tag(f"if {_ASSIGNED}")
        + clause(
            f"在已领取垫付金额{amount('assigned')}的范围内，本人将对{{{{ employer_name }}}}的"
            "工资债权转让给{{ fund_body.name }}，并授权其以自己的名义或者以本人的名义追偿。"
        )
        + tag(f"elif {_MANDATE}")
        + clause(
            f"在已领取垫付金额{amount('assigned')}的范围内，本人授权{{{{ fund_body.name }}}}"
            "向{{ employer_name }}追偿，追回的该部分款项归还应急周转金。"
        )
        + tag("else")
        + clause(
            f"本人知悉，{{{{ fund_body.name }}}}对已经垫付的{amount('advance')}，"
            "依法向{{ employer_name }}追偿（{{ law.recovery }}）；"
            "本人不再就该部分向用人单位重复主张。"
        )
        + tag("endif")
        + clause(
            f"扣除垫付金额后，{{{{ employer_name }}}}尚欠本人工资{amount('residual')}。"
            "该部分的权利仍归本人，本人可以继续主张。"
        )
        + clause(
            "以后就上述期间的工资达成协议、取得裁决或者收到用人单位付款的，"
            "本人如实说明已经领取的垫付金额；重复领取的，予以退回。"
        )
        + clause(
            "本人提供的身份、账户和欠薪情况属实；虚报的，退回全部垫付款，并承担相应责任。",
            keep=True,
        )
        + parts.signatures()
        + tag(f"if {_ASSIGNED}")
        + paragraph("债权转让及追偿通知", TITLE, page_break=True)
        + tag("else")
        + paragraph("垫付及追偿通知", TITLE, page_break=True)
        + tag("endif")
        + parts.number()
        + paragraph("{{ employer_name }}：", PLAIN)
        + paragraph(
            "你单位拖欠劳动者{{ worker.name }}"
            f"{day('period_from')}至{day('period_to')}的工资{amount('due')}。"
            f"{{{{ fund_body.name }}}}已经以{{{{ decision_number }}}}先行垫付{amount('advance')}。"
        )
        + tag(f"if {_ASSIGNED}")
        + paragraph(
            f"{{{{ worker.name }}}}已将其中{amount('assigned')}的工资债权转让给"
            "{{ fund_body.name }}，并授权追偿。自收到本通知之日起，该部分应当向"
            "{{ fund_body.name }}支付。"
        )
        + tag(f"elif {_MANDATE}")
        + paragraph(
            f"{{{{ worker.name }}}}已授权{{{{ fund_body.name }}}}就其中{amount('assigned')}"
            "向你单位追偿。该部分应当向{{ fund_body.name }}支付。"
        )
        + tag("else")
        + paragraph(
            "对已经垫付的部分，{{ fund_body.name }}依法向你单位追偿（{{ law.recovery }}）。"
            "该部分应当向{{ fund_body.name }}支付。"
        )
        + tag("endif")
        + paragraph(f"其余{amount('residual')}仍应当向{{{{ worker.name }}}}本人支付。", keep=True)
        + parts.closing(issuer="fund_body")
    )


def receipt() -> str:
    heads = (
        "序号",
        "姓名",
        "公民身份号码",
        "领款金额（元）",
        "户名、开户银行及账号",
        "领款时间",
        "签名、捺印",
    )
    return (
        parts.title("垫付款领款确认表", issuer="fund_body")
        + paragraph(
            f"用人单位：{{{{ employer_name }}}}　　垫付文书：{{{{ decision_number }}}}"
            f"（{day('decision_on')}）　　性质：{{{{ purpose }}}}　　支付方式：{{{{ method }}}}",
            CELL,
            after=4,
        )
        + table(
            (12, 24, 42, 30, 62, 33, 54),
            [
                Row([Cell(head, CELL_HEAD) for head in heads], header=True),
                row_tag("for r in rows"),
                Row(
                    [
                        Cell("{{ r.no }}", CELL_CENTRE),
                        Cell("{{ r.name }}", CELL_CENTRE),
                        Cell("{{ r.id_no }}", CELL_CENTRE),
                        Cell("{{ r.paid|money }}", CELL_RIGHT),
                        Cell(
                            [
                                paragraph(
                                    "{% if r.account_no %}{{ r.account_holder }}，{{ r.bank }}"
                                    "{% else %}现场现金{% endif %}",
                                    CELL,
                                ),
                                # One line where there is one: a second, empty one would shift it.
                                tag("if r.account_no"),
                                paragraph("{{ r.account_no }}", CELL),
                                tag("endif"),
                                tag("if r.proxy"),
                                paragraph(
                                    "由代领人{{ r.proxy.name }}（{{ r.proxy.id_no }}）领取，"
                                    "{{ r.proxy.authority }}",
                                    CELL,
                                ),
                                tag("endif"),
                            ]
                        ),
                        Cell(
                            "{{ r.paid_at.iso|replace('T', ' ')|replace('-', '.') }}", CELL_CENTRE
                        ),
                        # The rest of the cell is for the hand of whoever got the money.
                        Cell("{% if r.proxy %}代领人签名：{% endif %}"),
                    ],
                    height_mm=16,
                ),
                row_tag("endfor"),
                Row(
                    [
                        Cell("合计（{{ worker_count }}人）", CELL_HEAD, span=3),
                        Cell("{{ paid_total|money }}", CELL_RIGHT),
                        Cell("{{ paid_total|rmb }}", span=3),
                    ],
                    height_mm=11,
                ),
            ],
        )
        + paragraph(
            "劳动者签名、捺印，确认垫付款已经支付至本人账户或者由本人当面领取"
            "（{{ law.paid }}）；"
            "代领的，附授权委托书和双方身份证件复印件。",
            BODY,
            before=8,
            keep=True,
        )
        + parts.signatures()
    )


PAPERS = {"F05": mandate, "F06": receipt}
