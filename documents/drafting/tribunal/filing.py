"""A01, A01R, A02X5."""

from documents.drafting import parts
from documents.drafting.parts import amount, clause, day, only_if, short_day
from documents.drafting.tribunal.heads import (
    addressed,
    evidence_list,
    listing,
    long_text,
    party_paper,
    yes_no,
)
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
    TITLE,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
    tag,
)

_PERIOD = (
    "{% if c.period_from %}"
    f"（{short_day('c.period_from')}"
    "{% if c.period_to %}至" + short_day("c.period_to") + "{% endif %}）{% endif %}"
)
_NUMBERS = (
    "{% for code in c.elements or [] %}{% if not loop.first %}、{% endif %}"
    "{{ code[1:] }}{% endfor %}"
)


def _claims() -> str:
    return table(
        (11, 47, 50, 28, 20),
        [
            Row(
                [
                    Cell(head, CELL_HEAD)
                    for head in ("序号", "请求内容", "计算方式", "金额（元）", "所依要素")
                ],
                header=True,
            ),
            row_tag("for c in claims"),
            Row(
                [
                    Cell("{{ c.no }}", CELL_CENTRE),
                    Cell("{{ c.what }}" + _PERIOD),
                    Cell("{{ c.formula or '—' }}"),
                    Cell("{% if c.amount %}{{ c.amount|money }}{% else %}—{% endif %}", CELL_RIGHT),
                    Cell(_NUMBERS + "{% if not c.elements %}—{% endif %}", CELL_CENTRE),
                ],
                height_mm=11,
            ),
            row_tag("endfor"),
            Row(
                [
                    Cell("合计", CELL_HEAD),
                    Cell("{{ claim_total|rmb }}", span=2),
                    Cell("{{ claim_total|money }}", CELL_RIGHT),
                    Cell("", CELL_CENTRE),
                ]
            ),
        ],
    )


def application() -> str:
    return (
        tag("if oral")
        + party_paper("口头仲裁申请笔录（要素式）")
        + tag("else")
        + party_paper("仲裁申请书（要素式）")
        + tag("endif")
        + only_if(
            "worker_count > applicants|length",
            paragraph(
                "申请人：{{ applicants[0].name }}等{{ worker_count }}人（名单见附件）"
                "{% if representatives %}，推举{{ representatives|join('、') }}为代表人"
                "（{{ law.representatives }}）{% endif %}。"
            ),
        )
        + parts.parties("applicants", "respondents", "third_parties")
        + paragraph("案由：{{ cause }}。")
        + paragraph(
            "申请人因与被申请人发生上述争议，依照{{ law.application }}，"
            "向劳动合同履行地或者用人单位所在地的仲裁委员会（{{ law.jurisdiction }}）申请仲裁。"
        )
        + paragraph("一、仲裁请求", HEADING, after=4)
        + _claims()
        + paragraph(f"请求金额合计{amount('claim_total')}。", BODY, before=6)
        + paragraph("二、要素表", HEADING, before=4, after=4)
        + listing(
            "e in elements",
            (
                ("编号", 12, "{{ e.code[1:] }}", CELL_CENTRE),
                ("要　素", 42, "{{ e.label }}", CELL),
                ("申请人主张的内容", 78, "{{ e.value }}{{ e.unit or '' }}", CELL),
                ("证据编号", 24, "{{ e.evidence or '—' }}", CELL_CENTRE),
            ),
        )
        + only_if(
            "months",
            paragraph("欠付工资按月列明如下：", BODY, before=8, after=4, keep=True),
            listing(
                "m in months",
                (
                    ("月　份", 48, "{{ m.month }}", CELL_CENTRE),
                    ("应发（元）", 36, "{{ m.gross|money }}", CELL_RIGHT),
                    ("已发（元）", 36, "{{ m.paid|money }}", CELL_RIGHT),
                    ("欠发（元）", 36, "{{ m.due|money }}", CELL_RIGHT),
                ),
            ),
        )
        + paragraph("三、事实与理由", HEADING, before=8)
        + long_text("facts")
        + only_if(
            "mediation",
            paragraph(
                "本案曾经调解（{{ mediation.number }}），"
                f"于{day('mediation.ended_on')}终止，未达成调解协议。"
            ),
        )
        + only_if(
            "payment_directive",
            paragraph(
                "劳动行政部门已责令限期支付（{{ payment_directive.number }}，"
                f"限{day('payment_directive.due_on')}前支付），被申请人逾期未支付。"
            ),
        )
        + parts.for_each(
            "f in earlier_filings or []",
            paragraph(
                "此前申请仲裁情况："
                f"{day('f.filed_on')}向{{{{ f.commission }}}}提出"
                "{% if f.same_claim %}同一请求{% else %}其他请求{% endif %}，结果为{{ f.ended }}。"
            ),
        )
        + parts.for_each(
            "s in settled or []",
            paragraph(
                "{{ s.worker }}就"
                f"{day('s.period_from')}至{day('s.period_to')}的劳动报酬已签署调解协议"
                "（{{ s.number }}），本申请不含该期间的请求。"
            ),
        )
        + paragraph("四、证据和证据来源", HEADING, after=4)
        + tag("if evidence")
        + evidence_list()
        + tag("else")
        + paragraph("申请人暂无证据提交；由被申请人掌握管理的证据，申请责令其提供。")
        + tag("endif")
        + parts.for_each(
            "w in witnesses or []",
            paragraph(
                "证人：{{ w.name }}，住{{ w.address }}，证明{{ w.proves }}。", BODY, before=4
            ),
        )
        + paragraph(
            "申请人已知悉：仲裁不收费（{{ law.free }}）；所述事实和提交的材料应当真实。"
            "附：申请书副本{{ copies }}份。",
            BODY,
            before=6,
        )
        + only_if("oral", paragraph("以上记录已向我宣读，与我所述一致。记录人：{{ recorder }}。"))
        + addressed()
        + parts.spacer()
        + parts.signatures()
        + paragraph(day("applied_on"), CLOSING, before=10)
        + only_if(
            "roster",
            paragraph("附件", HEADING, page_break=True),
            paragraph("申请人名单及各人请求金额", TITLE, after=8),
            listing(
                "w in roster",
                (
                    ("序号", 14, "{{ w.no }}", CELL_CENTRE),
                    ("姓　名", 28, "{{ w.name }}", CELL_CENTRE),
                    ("公民身份号码", 46, "{{ w.id_no }}", CELL_CENTRE),
                    ("联系电话", 34, "{{ w.phone or '—' }}", CELL_CENTRE),
                    ("请求金额（元）", 34, "{{ w.amount|money }}", CELL_RIGHT),
                ),
                after=[
                    Row(
                        [
                            Cell("合计", CELL_HEAD),
                            Cell("{{ claim_total|rmb }}", span=3),
                            Cell("{{ claim_total|money }}", CELL_RIGHT),
                        ]
                    )
                ],
            ),
        )
    )


def answer() -> str:
    return (
        parts.title("答辩书（要素表）", issued=False)
        + parts.party("respondent").replace(
            "{{ respondent.role }}：", "答辩人（{{ respondent.role }}）："
        )
        + paragraph(
            f"答辩人于{day('received_on')}收到{{{{ applicants_text }}}}{{{{ cause }}}}"
            "争议一案的仲裁申请书副本，"
            "{% if answer_due %}答辩期限至" + day("answer_due") + "届满，{% endif %}"
            "现依照{{ law.answer }}答辩如下："
        )
        + paragraph("一、对要素的意见", HEADING, after=4)
        + listing(
            "e in elements",
            (
                ("编号", 11, "{{ e.code[1:] }}", CELL_CENTRE),
                ("要　素", 29, "{{ e.label }}", CELL),
                ("申请人主张", 38, "{{ e.claimed }}", CELL),
                ("意见", 18, "{{ e.answer }}", CELL_CENTRE),
                (
                    "被申请人主张及理由",
                    44,
                    "{% if e.value %}{{ e.value }}{% if e.reason %}；{{ e.reason }}{% endif %}"
                    "{% else %}—{% endif %}",
                    CELL,
                ),
                ("证据", 16, "{{ e.evidence or '—' }}", CELL_CENTRE),
            ),
        )
        + paragraph("二、对仲裁请求的意见", HEADING, before=8, after=4)
        + listing(
            "c in claims",
            (
                ("序号", 11, "{{ c.no }}", CELL_CENTRE),
                ("请求内容", 48, "{{ c.what }}", CELL),
                (
                    "请求金额（元）",
                    24,
                    "{% if c.claimed %}{{ c.claimed|money }}{% else %}—{% endif %}",
                    CELL_RIGHT,
                ),
                ("意见", 19, "{{ c.position }}", CELL_CENTRE),
                (
                    "认可金额（元）",
                    24,
                    "{% if c.admitted %}{{ c.admitted|money }}{% else %}—{% endif %}",
                    CELL_RIGHT,
                ),
                ("理由", 30, "{{ c.reason or '—' }}", CELL),
            ),
        )
        + paragraph("三、应当明确答复的事项", HEADING, before=8, after=4)
        + table(
            (46, 34, 76),
            [
                row
                for field, label, reason in (
                    ("limitation_defence", "时效抗辩", "limitation_reason"),
                    ("jurisdiction_objection", "管辖异议", "jurisdiction_reason"),
                )
                for row in (
                    Row(
                        [
                            Cell(f"是否提出{label}", LABEL),
                            Cell(yes_no(field), FORM),
                            Cell(f"{{{{ {reason} or '—' }}}}", FORM),
                        ],
                        height_mm=11,
                    ),
                )
            ]
            + [
                Row(
                    [
                        Cell("是否提出反申请", LABEL),
                        Cell(yes_no("counter_claim"), FORM),
                        Cell(
                            "{% if counter_claims %}{{ counter_claims|join('；') }}"
                            "{% else %}—{% endif %}",
                            FORM,
                        ),
                    ],
                    height_mm=11,
                )
            ],
        )
        + paragraph(
            "时效抗辩由被申请人自行决定是否提出，仲裁期间因自身原因未提出的，"
            "以后再提出的不予支持（{{ law.limitation }}）；管辖异议在答辩期满前书面提出"
            "（{{ law.jurisdiction }}），反申请在答辩期间提出（{{ law.counter_claim }}）。",
            BODY,
            before=6,
        )
        + only_if("defence", paragraph("四、其他答辩意见", HEADING), long_text("defence"))
        + only_if(
            "evidence",
            paragraph("附：证据清单", BODY, before=4, after=4, keep=True),
            evidence_list(),
        )
        + addressed()
        + parts.spacer()
        + parts.signatures()
        + paragraph(day("submitted_on"), CLOSING, before=10)
    )


def withdrawal() -> str:
    return (
        parts.title("撤回仲裁申请书", issued=False)
        + parts.parties("applicants")
        + paragraph("被申请人：{{ respondents_text }}。")
        + paragraph(
            "申请人与被申请人{{ cause }}争议一案，"
            f"贵委已于{day('accepted_on')}受理。现申请人"
            f"于{day('withdrawn_on')}自愿申请"
            "{% if whole %}撤回全部仲裁申请。{% else %}撤回下列仲裁请求：{% endif %}"
        )
        + parts.count_from_one()
        + tag("if not whole")
        + parts.for_each("c in claims", clause("{{ c }}。"))
        + tag("endif")
        + paragraph(
            "撤回原因：{{ reason }}。{{ reason_text or '' }}"
            f"{{% if received %}}申请人已收到款项{amount('received')}。{{% endif %}}"
        )
        + paragraph(
            "申请人知悉：撤回出于本人自愿，不受任何人强迫、欺骗；准许撤回后，"
            "{% if whole %}本案不再审理{% else %}所撤回的请求不再审理{% endif %}；"
            "自愿撤回后再次申请仲裁的，仲裁委员会应当受理，仲裁时效依法计算。",
            keep=True,
        )
        + addressed()
        + parts.spacer()
        + parts.signatures()
    )


PAPERS = {"A01": application, "A01R": answer, "A02X5": withdrawal}
