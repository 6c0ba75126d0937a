"""F07, F08, F09."""

from documents.drafting import parts
from documents.drafting.fund.decision import approvals
from documents.drafting.parts import amount, day, form, form_amount, only_if
from documents.drafting.writing import (
    FORM,
    LABEL,
    LETTER,
    Cell,
    Row,
    paragraph,
    row_tag,
    tag,
)


def notice() -> str:
    body = (
        paragraph(
            "{% if standing == '用人单位' %}你单位{% else %}{{ employer_name }}{% endif %}"
            "拖欠{{ worker_count }}名劳动者工资，我单位依照{{ law.advance }}，"
            f"于{day('decision_on')}以{{{{ decision_number }}}}动用应急周转金，"
            f"先行垫付{{{{ purpose }}}}{amount('advanced')}。"
            "{% if recovered.digits != '0.00' %}"
            f"此后已收回{{{{ recovered.digits }}}}元，{{% endif %}}"
            f"尚有{amount('outstanding')}未归还。",
            LETTER,
        )
        + only_if(
            "earlier",
            paragraph(
                "此前，我单位"
                "{% for e in earlier %}"
                f"于{day('e.on')}发出{{{{ e.number }}}}通知"
                "{% if e.served_on %}"
                f"（{day('e.served_on')}送达）{{% endif %}}"
                "{% if not loop.last %}，{% endif %}{% endfor %}，"
                "至今未收到归还的款项。",
                LETTER,
            ),
        )
        + only_if(
            "standing == '施工总承包单位'",
            paragraph(
                "你单位是该工程建设项目的施工总承包单位，应当先行清偿分包单位拖欠的农民工工资"
                "（{{ law.general_contractor }}），对上述垫付款负有归还责任。",
                LETTER,
            ),
        )
        + only_if(
            "standing == '出资人'",
            paragraph(
                "{{ employer_name }}不予清偿，你作为其出资人，应当依法清偿（{{ law.investor }}），"
                "对上述垫付款负有归还责任。",
                LETTER,
            ),
        )
        + paragraph(
            "依照{{ law.recovery }}，现依法向你（单位）追偿。"
            f"请于{day('pay_by')}前将{amount('outstanding')}汇入下列账户："
            "户名{{ account.holder }}，开户银行{{ account.bank }}，账号{{ account.account_no }}。",
            LETTER,
        )
        + paragraph(
            "逾期不归还的，我单位将依法"
            "{% if address_known %}向人民法院申请支付令或者提起诉讼"
            "{% else %}向人民法院提起诉讼{% endif %}"
            "{% if listing %}，并将有关情况移送人力资源社会保障行政部门，"
            "符合规定情形的列入拖欠农民工工资失信联合惩戒对象名单（{{ law.listing }}）{% endif %}。"
            "本函是向你（单位）提出的履行请求，自送达之日起诉讼时效中断。",
            LETTER,
            keep=True,
        )
    )
    return parts.letter(
        body,
        issuer="fund_body",
        title="{% if notice_no == 1 %}追偿通知书{% else %}"
        "催款函（第{{ notice_no|cn_num }}次）{% endif %}",
    )


def entry() -> str:
    return (
        parts.title("回款核销单", issuer="fund_body")
        + form(
            [
                ("垫付文书", "{{ decision_number }}，第{{ entry_no }}次回款"),
                ("用人单位", "{{ employer_name }}"),
                ("付 款 人", "{{ payer }}"),
                ("到账日期", day("received_on"), "银行回单", "{{ bank_slip }}"),
                ("回款金额", form_amount("amount")),
                ("指定用途", "{{ designation }}", "分配次序", "{{ order or '按付款人的指定' }}"),
                (
                    "归还周转金",
                    "{{ to_fund.grouped }}元",
                    "支付劳动者",
                    "{{ to_workers.grouped }}元",
                ),
                row_tag("if over"),
                ("多付待退", "{{ over.grouped }}元，记入暂收款，退还付款人"),
                row_tag("endif"),
                ("垫付金额", form_amount("advanced")),
                (
                    "尚未收回",
                    "入账前：{{ outstanding_before.grouped }}元",
                    "尚未收回",
                    "入账后：{{ outstanding_after.grouped }}元",
                ),
                (
                    "剩余欠薪",
                    "入账前：{{ residual_before.grouped }}元",
                    "剩余欠薪",
                    "入账后：{{ residual_after.grouped }}元",
                ),
                (
                    "周转金余额",
                    "入账前：{{ balance_before.grouped }}元",
                    "周转金余额",
                    "入账后：{{ balance_after.grouped }}元",
                ),
                (
                    "追偿状态",
                    "{% if status == '已收回' %}■ 已收回　□ 追偿中"
                    "{% else %}□ 已收回　■ 追偿中{% endif %}",
                    "制单日期",
                    day("made_on"),
                ),
            ],
            height_mm=9.5,
        )
        + tag("if status == '已收回'")
        + paragraph(
            "垫付款已经全部收回，追偿事项销账（{{ law.recovery }}）；劳动者的转让、授权同时了结。",
            before=10,
            keep=True,
        )
        + tag("else")
        + paragraph(
            f"尚有{amount('outstanding_after')}未收回，继续追偿（{{{{ law.recovery }}}}）。",
            before=10,
            keep=True,
        )
        + tag("endif")
        + parts.signatures()
    )


def write_off() -> str:
    return parts.title("垫付款呆账核销审批表", issuer="fund_body") + form(
        [
            ("垫付文书", f"{{{{ decision_number }}}}（{day('decision_on')}）"),
            ("用人单位", "{{ employer_name }}"),
            ("垫付金额", "{{ advanced.grouped }}元", "已 收 回", "{{ recovered.grouped }}元"),
            ("申请核销", form_amount("amount")),
            ("核销事由", "{{ ground }}"),
            Row(
                [Cell("事　　实", LABEL), Cell("{{ facts }}", FORM, span=3)],
                height_mm=20,
            ),
            Row(
                [
                    Cell("追偿经过", LABEL),
                    Cell(
                        "{{ efforts|join('；') }}。",
                        FORM,
                        span=3,
                    ),
                ],
                height_mm=20,
            ),
            Row(
                [
                    Cell("证　　据", LABEL),
                    Cell(
                        "{% for e in evidence %}{{ e.no }}. {{ e.name }}"
                        "（{% if e.original %}原件{% else %}复印件{% endif %}，{{ e.pages }}页）"
                        "{% if not loop.last %}；{% endif %}{% endfor %}",
                        FORM,
                        span=3,
                    ),
                ],
                height_mm=16,
            ),
            ("经 办 人", "{{ handlers|join('、') }}"),
            *approvals(),
            (
                "说　　明",
                "核销后账销案存，保留追偿权利（{{ law.recovery }}）；"
                "发现可供清偿的财产的，恢复追偿。",
            ),
        ],
        height_mm=9.5,
    )


PAPERS = {"F07": notice, "F08": entry, "F09": write_off}
