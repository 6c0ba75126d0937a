"""A03, A04, A05, A05C, A06, A02X6."""

from documents.contracts.tribunal.forming import AGREED, NONE, SHORTER, SMALL
from documents.drafting import parts
from documents.drafting.parts import amount, clause, day, only_if
from documents.drafting.tribunal.heads import (
    CASE_TEXT,
    addressed,
    box,
    listing,
    notice,
    yes_no,
)
from documents.drafting.writing import (
    BODY,
    CELL_CENTRE,
    CLOSING,
    HEADING,
    PARTY,
    Cell,
    Row,
    paragraph,
    tag,
)

_GROUNDS_OF_RECUSAL = (
    "是本案当事人或者当事人、代理人的近亲属的；与本案有利害关系的；"
    "与本案当事人、代理人有其他关系，可能影响公正裁决的；"
    "私自会见当事人、代理人，或者接受当事人、代理人的请客送礼的"
)


def _panel_table() -> str:
    return listing(
        "a in panel",
        (
            ("职　务", 52, "{{ a.role }}", CELL_CENTRE),
            ("姓　名", 52, "{{ a.name }}", CELL_CENTRE),
            ("证　号", 52, "{{ a.certificate_no or '—' }}", CELL_CENTRE),
        ),
        after=[
            Row(
                [
                    Cell("书记员", CELL_CENTRE),
                    Cell("{{ secretary }}", CELL_CENTRE),
                    Cell("—", CELL_CENTRE),
                ]
            )
        ],
    )


def respondent_notice() -> str:
    return notice(
        "应诉通知书",
        paragraph(
            "{{ applicants_text }}与你（单位）{{ cause }}争议一案，"
            f"本委已于{day('accepted_on')}受理。依照{{{{ law.served }}}}，"
            "现将仲裁申请书副本送达你（单位），并将应诉事项通知如下："
        ),
        parts.count_from_one(),
        clause("随本通知送达：{{ enclosures|join('、') }}。请在送达回证上签名或者盖章。"),
        clause(
            "{% if received_on %}你（单位）已于"
            + day("received_on")
            + "收到仲裁申请书副本，应当在十个工作日内（至"
            + day("answer_due")
            + "，含当日）{% else %}自收到仲裁申请书副本之日起十个工作日内，应当{% endif %}"
            "提交答辩书（要素表）一式两份（{{ law.answer }}）。"
            "不提交答辩书的，不影响仲裁程序的进行。"
        ),
        clause(
            "对管辖有异议的，应当在答辩期满前书面提出（{{ law.jurisdiction }}）；"
            "提出反申请的，应当在答辩期间提出（{{ law.counter_claim }}）。"
        ),
        tag("if natural"),
        clause("请提交本人身份证复印件；委托代理人的，提交授权委托书。"),
        tag("else"),
        clause(
            "请提交营业执照副本复印件、法定代表人（主要负责人）身份证明书；"
            "委托代理人的，提交授权委托书，载明委托事项和权限。"
        ),
        tag("endif"),
        clause(
            "与争议事项有关的证据属于用人单位掌握管理的，用人单位应当提供；不提供的，"
            "应当承担不利后果（{{ law.burden }}）。举证期限和应当提供的证据见举证通知书。"
        ),
        clause("请如实填写送达地址确认书；地址变更的，及时书面告知本委。"),
        clause(
            "应当按时参加开庭。无正当理由拒不到庭，或者未经仲裁庭同意中途退庭的，"
            "可以缺席裁决（{{ law.absence }}）。",
            keep=True,
        ),
    )


def panel_notice() -> str:
    return notice(
        "组庭通知书",
        tag("if replaced"),
        paragraph(
            f"{CASE_TEXT}，因{{{{ replaced.reason }}}}，{{{{ replaced.name }}}}"
            "不再参加本案审理。更换后的仲裁庭组成人员通知如下：",
            after=4,
        ),
        tag("else"),
        paragraph(
            f"{CASE_TEXT}，本委已于{day('accepted_on')}受理。依照{{{{ law.formation }}}}"
            "{% if panel|length > 1 %}、{{ law.number }}{% endif %}，"
            "{% if panel|length > 1 %}由三名仲裁员组成仲裁庭{% else %}"
            "由一名仲裁员独任仲裁{% endif %}，现将组成人员通知如下：",
            after=4,
        ),
        tag("endif"),
        _panel_table(),
        paragraph(
            "仲裁员、书记员有下列情形之一的，应当回避，当事人也有权申请其回避："
            f"{_GROUNDS_OF_RECUSAL}（{{{{ law.recusal }}}}）。",
            BODY,
            before=6,
        ),
        paragraph(
            "申请回避应当说明理由，在开庭前提出；开庭后才知道事由的，"
            "可以在辩论终结前提出。本委在三个工作日内作出决定"
            "（{{ law.challenge }}），其间该人员暂停参与本案。",
            keep=True,
        ),
        contact=False,
    )


def simplified() -> str:
    return notice(
        "简易处理告知书",
        paragraph(
            f"{CASE_TEXT}，"
            f"{{% if ground == '{SMALL}' %}}标的额"
            + amount("claimed")
            + "，不超过本省上年度职工年平均工资"
            "{% if average_wage %}（{{ average_wage.digits }}元）{% endif %}"
            f"{{% elif ground == '{AGREED}' %}}双方当事人已于"
            + "{% if agreed_on %}"
            + day("agreed_on")
            + "{% endif %}同意简易处理"
            "{% else %}{{ ground }}{% endif %}，"
            "且没有不得简易处理的情形（{{ law.excluded }}），依照{{ law.ground }}，"
            "本委决定简易处理。现将有关事项告知如下："
        ),
        parts.count_from_one(),
        clause(
            "{% if panel %}本案由仲裁员{{ panel[0].name }}独任仲裁"
            "{% if secretary %}，{{ secretary }}担任书记员{% endif %}；"
            "{% else %}本案由一名仲裁员独任仲裁，仲裁员和书记员由组庭通知书告知；{% endif %}"
            "有法定情形的，可以申请其回避（{{ law.recusal }}）。"
        ),
        clause("程序上与一般案件不同之处："),
        paragraph("（一）经被申请人同意，可以缩短或者取消答辩期（{{ law.answer }}）。"),
        paragraph(
            "（二）除调解书、裁决书外，可以用电话、短信、传真、电子邮件等简便方式送达文书"
            "（{{ law.service }}）。"
        ),
        paragraph(
            "（三）举证期限、开庭日期、审理程序、文书制作等由仲裁庭根据案件情况确定"
            "（{{ law.tribunal }}）。"
        ),
        parts.for_each("s in steps or []", paragraph("（{{ (loop.index + 3)|cn_num }}）{{ s }}")),
        clause("无论程序如何简化，当事人陈述意见的权利均受保障，并记入笔录。"),
        clause(
            "以简便方式送达开庭通知，未经确认或者没有证明已经收到的，不作为缺席裁决或者按撤回处理的依据。"
        ),
        clause(
            f"对简易处理有异议的，可以在{day('object_by')}前向本委提出；审理中发现不宜简易处理的，"
            "在仲裁期限届满前转为一般程序并告知当事人（{{ law.conversion }}）。",
            keep=True,
        ),
    )


def conversion() -> str:
    return notice(
        "转普通程序通知书",
        paragraph(
            f"{CASE_TEXT}，本委于{day('simplified_on')}决定简易处理。审理中发现："
            "{{ reason }}依照{{ law.conversion }}，"
            f"本委于{day('converted_on')}决定转为按照一般程序处理。现将有关事项通知如下："
        ),
        parts.count_from_one(),
        clause("仲裁庭由下列人员组成：", after=4),
        _panel_table(),
        paragraph(
            f"仲裁员有下列情形之一的，当事人有权申请其回避：{_GROUNDS_OF_RECUSAL}"
            "（{{ law.recusal }}）。",
            BODY,
            before=6,
        ),
        only_if(
            "agreed_facts",
            clause(
                "双方已经确认的下列事实，转换程序后不再举证、质证：{{ agreed_facts|join('；') }}。"
            ),
        ),
        clause(
            f"审理期限仍自受理之日（{day('accepted_on')}）起计算，至{day('award_due')}届满"
            "（{{ law.limit }}）。",
            keep=True,
        ),
    )


def consent() -> str:
    return (
        parts.title("缩短（放弃）答辩期同意书", issued=False)
        + parts.party("respondent")
        + paragraph(
            "{{ applicants_text }}与本人（单位）{{ cause }}争议一案，"
            f"本人（单位）于{day('received_on')}收到仲裁申请书副本。"
            "已知悉依照{{ law.answer }}，"
            f"答辩期限为收到副本之日起十个工作日，至{day('statutory_due')}届满。"
        )
        + paragraph("经仲裁庭征求意见，本人（单位）依照{{ law.consent }}自愿同意：")
        + paragraph(
            box(f"mode == '{SHORTER}'", "缩短答辩期")
            + f"{{% if mode == '{SHORTER}' %}}为{{{{ days }}}}个工作日，答辩期限至"
            + day("answer_due")
            + "届满，并在此之前提交答辩书；{% else %}；{% endif %}",
            PARTY,
        )
        + paragraph(
            box(f"mode == '{NONE}'", "放弃答辩期")
            + f"{{% if mode == '{NONE}' %}}，不再另行提交书面答辩，开庭时当庭答辩。"
            "{% else %}。{% endif %}",
            PARTY,
        )
        + paragraph("是否同意简易处理（{{ law.simplified }}）：" + yes_no("agrees_to_simplified"))
        + only_if("hearing_at", paragraph("本人（单位）已知悉本案定于{{ hearing_at.text }}开庭。"))
        + paragraph(
            "本人（单位）知悉：不同意的，仍适用法定的答辩期限；"
            f"{{% if mode == '{SHORTER}' %}}同意后，管辖异议和反申请也应当在新的答辩期限内提出。"
            "{% else %}放弃答辩期不影响开庭时陈述意见的权利。{% endif %}",
            keep=True,
        )
        + addressed()
        + parts.spacer()
        + parts.signatures()
        + paragraph(day("signed_on"), CLOSING, before=10)
    )


def inquiry() -> str:
    return (
        parts.title("申请人调查笔录", issuer="commission")
        + paragraph(f"时间：{parts.from_to()}", PARTY)
        + paragraph("地点：{{ place }}")
        + paragraph("调查人：{{ asked_by }}　　记录人：{{ recorder }}")
        + paragraph("被调查人", HEADING)
        + parts.party("person")
        + paragraph("案由：与{{ respondents_text }}{{ cause }}争议，申请撤回仲裁申请。")
        + paragraph("调查内容", HEADING)
        + paragraph(
            "告知：现就你申请撤回仲裁申请一事进行调查，请如实回答。撤回应当出于自愿，"
            "你可以不撤回；撤回后本案不再审理。"
        )
        + parts.for_each(
            "line in lines",
            paragraph("问：{{ line.question }}", keep=True),
            paragraph("答：{{ line.answer }}"),
        )
        + paragraph("确认事项", HEADING)
        + paragraph(f"撤回是否出于自愿：{yes_no('voluntary')}")
        + paragraph(
            f"是否已收到款项：{yes_no('paid')}"
            "{% if paid_amount %}，金额" + amount("paid_amount") + "{% endif %}"
        )
        + only_if(
            "not voluntary",
            paragraph("申请人表示撤回并非自愿，不予准许撤回，案件继续审理。"),
        )
        + paragraph("以上笔录已阅（已向我宣读），与我所述一致。", BODY, before=8, keep=True)
        + parts.signatures()
    )


PAPERS = {
    "A03": respondent_notice,
    "A04": panel_notice,
    "A05": simplified,
    "A05C": conversion,
    "A06": consent,
    "A02X6": inquiry,
}
