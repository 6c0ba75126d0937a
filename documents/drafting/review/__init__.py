"""The templates of R01 to R04."""

from documents.contracts.review.application import CONFIRMED, ELSEWHERE, OUT_OF_SCOPE, STATUS
from documents.drafting import joint, parts
from documents.drafting.parts import amount, clause, day, for_each, only_if
from documents.drafting.writing import (
    BODY,
    CELL,
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    CLOSING,
    HEADING,
    PLAIN,
    SIGN,
    TEXT_WIDTH_MM,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
    tag,
)

MEDIATED = joint.MEDIATED.replace("mediation_body.name", "mediation_body_name")
NAMES_MM = 78


def _title(name: str) -> str:
    """The commission's papers carry the number of its case, without a word before it."""
    title = parts.title(name, issuer="commission", numbered=True)
    return title.replace("{{ number }}", "{{ case_number }}")


def application() -> str:
    return (
        parts.title("仲裁审查申请书", issued=False)
        + joint.sides()
        + paragraph("请求事项", HEADING)
        + paragraph(
            f"请求贵委对{MEDIATED}{{{{ agreement.number }}}}调解协议进行审查，"
            "并根据该协议制作调解书。"
        )
        + paragraph("事实与理由", HEADING)
        + paragraph(
            f"双方因{{{{ dispute }}}}争议，于{day('agreement.made_on')}经"
            "{{ mediation_body_name }}主持调解达成{{ agreement.number }}调解协议，"
            f"自{day('agreement.effective_on')}起生效，"
            f"给付总额{amount('agreement.total')}"
            "{% if agreement.paid.digits != '0.00' %}"
            f"，已履行{amount('agreement.paid')}{{% endif %}}。协议主要内容如下："
        )
        + for_each("term in terms", paragraph("（{{ loop.index|cn_num }}）{{ term }}"))
        + paragraph(
            "协议系双方自愿达成，内容真实、明确，不确认劳动关系。"
            "{% if confirmation_state == '未申请' %}双方未就该协议申请司法确认。"
            "{% elif confirmation_state == '已撤回' %}双方已撤回就该协议提出的司法确认申请。"
            "{% else %}就该协议提出的司法确认申请未被受理。{% endif %}"
        )
        + paragraph(
            "依照{{ law.joint }}，双方可以自调解协议生效之日起十五日内"
            f"（至{day('review_by')}）共同向有管辖权的仲裁委员会提出仲裁审查申请。"
            "现共同提出申请，并依照{{ law.papers }}提交下列材料。双方的送达地址和联系方式如上。"
        )
        + paragraph("附件", HEADING)
        + joint.attached("attachments")
        + joint.signed("applied_on", to="{{ commission.name }}")
    )


def _asked() -> str:
    return (
        "{{ applicants_text }}与{{ respondents_text }}"
        f"于{day('applied_on')}共同提出的仲裁审查申请"
        "（{{ mediation_body_name }}主持达成的{{ agreement_number }}调解协议）"
    )


def accepted() -> str:
    return (
        _title("仲裁审查受理通知书")
        + paragraph("{{ recipient }}：", PLAIN)
        + paragraph(
            f"{_asked()}收悉。经审查，符合受理条件（{{{{ law.joint }}}}），"
            f"本委决定于{day('accepted_on')}予以受理。现将有关事项通知如下："
        )
        + parts.count_from_one()
        + clause("本案由仲裁员{{ reviewers|join('、') }}审查，书记员为{{ clerk }}。")
        + clause(
            f"审查自受理之日起五个工作日内（至{day('end_by')}）结束；"
            "因特殊情况需要延期的，经批准可以延长五个工作日（{{ law.end }}）。"
        )
        + only_if("bring", clause("请携带下列材料接受审查：{{ bring|join('、') }}。"))
        + clause(
            "经审查符合规定的，本委根据调解协议制作调解书，"
            "调解书的内容与调解协议一致（{{ law.result }}）。"
        )
        + clause(
            "调解书送达前，一方或者双方可以撤回仲裁审查申请（{{ law.withdrawal }}）。", keep=True
        )
        + parts.contact()
        + parts.closing(issuer="commission")
    )


def not_accepted() -> str:
    return (
        parts.title("仲裁审查不予受理通知书", issuer="commission", numbered=True)
        + paragraph("{{ recipient }}：", PLAIN)
        + paragraph(
            f"{_asked()}收悉。经审查，该申请有下列情形：{{{{ ground }}}}。{{{{ reason }}}}"
            f"依照{{{{ law.refusal }}}}，本委于{day('decided_on')}决定不予受理。"
        )
        + tag(f"if ground == '{CONFIRMED}'")
        + paragraph(
            "经司法确认的调解协议，一方当事人拒绝履行或者未全部履行的，"
            "对方当事人可以向人民法院申请执行（{{ law.enforcement }}）。",
            keep=True,
        )
        + tag("else")
        + only_if(
            f"ground == '{ELSEWHERE}' and made_on <= review_by",
            paragraph(
                f"双方可以在{day('review_by')}前（含当日）共同向{{{{ competent }}}}"
                "提出仲裁审查申请（{{ law.joint }}）。"
            ),
        )
        + only_if(
            f"ground != '{STATUS}' and made_on <= confirm_by",
            paragraph(
                f"双方也可以在{day('confirm_by')}前（含当日）共同向人民法院申请司法确认"
                "（{{ law.confirmation }}）。"
            ),
        )
        + tag(f"if ground == '{OUT_OF_SCOPE}'")
        + paragraph(
            "不予受理不影响调解协议的效力。有关争议可以依法向人民法院提起诉讼，"
            "或者向有处理权限的机关申请处理。",
            keep=True,
        )
        + tag("else")
        + paragraph(
            "不予受理不影响调解协议的效力。一方当事人在协议约定期限内不履行的，"
            "另一方当事人可以依法申请仲裁（{{ law.arbitration }}）"
            "{% if pay_only %}；用人单位不履行协议确定的给付义务的，"
            "劳动者可以依法向人民法院提起诉讼（{{ law.suit }}）{% endif %}。",
            keep=True,
        )
        + tag("endif")
        + tag("endif")
        + parts.contact()
        + parts.closing(issuer="commission")
    )


def _panel() -> str:
    """Arbitrators who sign, seal and date of the commission."""
    return (
        paragraph("", SIGN)
        + table(
            (TEXT_WIDTH_MM - NAMES_MM, NAMES_MM),
            [
                row_tag("for name in arbitrators"),
                Row(
                    [
                        Cell([paragraph("", SIGN)]),
                        Cell([paragraph("仲裁员　{{ name }}（签名）：", SIGN)]),
                    ],
                    height_mm=13,
                ),
                row_tag("endfor"),
            ],
            borders=False,
        )
        + paragraph("{{ commission.name }}（盖章）", CLOSING, before=12, keep=True)
        + paragraph("{{ made_on|cn_date_upper }}", CLOSING, keep=True)
    )


def document() -> str:
    workers = table(
        (14, 36, 60, 46),
        [
            Row(
                [Cell(head, CELL_HEAD) for head in ("序号", "姓名", "公民身份号码", "金额（元）")],
                header=True,
            ),
            row_tag("for w in workers"),
            Row(
                [
                    Cell("{{ w.no }}", CELL_CENTRE),
                    Cell("{{ w.name }}", CELL_CENTRE),
                    Cell("{{ w.id_no }}", CELL_CENTRE),
                    Cell("{{ w.due|money }}", CELL_RIGHT),
                ],
                height_mm=7.5,
            ),
            row_tag("endfor"),
            Row(
                [
                    Cell("合计", CELL_HEAD),
                    Cell("{{ worker_count }}人", CELL_CENTRE, span=2),
                    Cell("{{ total|money }}", CELL_RIGHT),
                ]
            ),
        ],
    )
    plan = table(
        (30, 60, 66),
        [
            Row(
                [Cell(head, CELL_HEAD) for head in ("期次", "付款日", "金额（元）")],
                header=True,
            ),
            row_tag("for i in instalments"),
            Row(
                [
                    Cell("第{{ i.no }}期", CELL_CENTRE),
                    Cell(day("i.due_on"), CELL_CENTRE),
                    Cell("{{ i.amount|money }}", CELL_RIGHT),
                ]
            ),
            row_tag("endfor"),
            Row([Cell("合计", CELL_HEAD, span=2), Cell("{{ total|money }}", CELL_RIGHT)]),
        ],
    )
    receipts = table(
        (58, 22, 52, 24),
        [
            Row(
                [
                    Cell(head, CELL_HEAD)
                    for head in ("当事人", "送达方式", "签收（签名或者盖章）", "签收日期")
                ],
                header=True,
            ),
            row_tag("for p in applicants + respondents"),
            Row(
                [
                    Cell("{{ p.name }}"),
                    Cell(
                        "{% for r in receipts or [] if r.name == p.name %}"
                        "{{ r.method }}{% endfor %}",
                        CELL_CENTRE,
                    ),
                    Cell(""),
                    Cell(
                        "{% for r in receipts or [] if r.name == p.name %}"
                        "{{ r.signed_on|replace('-', '.') }}{% endfor %}",
                        CELL_CENTRE,
                    ),
                ],
                height_mm=11.5,
            ),
            row_tag("endfor"),
        ],
    )
    return (
        _title("仲裁调解书")
        + only_if(
            "representatives",
            paragraph(
                "申请人：{{ workers[0].name }}等{{ worker_count }}人（名单附后），"
                "推选{{ representatives|join('、') }}为代表人。"
            ),
        )
        + parts.parties("applicants", "respondents")
        + paragraph(
            "{% if worker_count > 1 %}{{ workers[0].name }}等{{ worker_count }}人"
            "{% else %}{{ workers[0].name }}{% endif %}"
            "与{{ respondents|map(attribute='name')|join('、') }}"
            f"因{{{{ dispute }}}}发生争议，于{day('agreement_on')}经{{{{ mediation_body_name }}}}"
            f"主持调解达成{{{{ agreement_number }}}}调解协议，该协议自{day('effective_on')}起生效。"
            f"双方于{day('applied_on')}共同向本委提出仲裁审查申请（{{{{ law.review }}}}），"
            f"本委于{day('accepted_on')}受理，依法进行了审查，现已审查终结。"
        )
        + paragraph("调解请求：{{ claims }}")
        + paragraph("经审查，{{ findings }}。依照{{ law.content }}，根据调解协议制作调解书如下：")
        + parts.count_from_one()
        + for_each(
            "term in terms",
            clause("{{ term }}"),
            only_if("instalments and term[-1] == '：'", plan, parts.spacer()),
        )
        + paragraph("上述内容与{{ agreement_number }}调解协议一致。")
        + paragraph(
            "本调解书经双方当事人签收后，发生法律效力（{{ law.effect }}）。"
            "一方当事人逾期不履行的，另一方当事人可以依照民事诉讼法的有关规定"
            "向人民法院申请执行（{{ law.enforcement }}）。",
            keep=True,
        )
        + _panel()
        + only_if("certified_copy", paragraph("本件与原本核对无异", PLAIN, before=10, keep=True))
        + paragraph("书记员　{{ clerk }}", CLOSING, before=6)
        + only_if(
            "workers|length > 1",
            paragraph("附：劳动者名单及金额", BODY, page_break=True, after=6),
            workers,
        )
        + paragraph("签收情况", HEADING, before=12, after=6)
        + receipts
        + only_if(
            "legally_effective_on",
            paragraph(f"本调解书自{day('legally_effective_on')}起发生法律效力。", CELL, before=6),
        )
    )


def no_document() -> str:
    return (
        _title("仲裁审查决定书")
        + paragraph("{{ recipient }}：", PLAIN)
        + paragraph(f"{_asked()}，本委于{day('accepted_on')}受理。")
        + tag("if decision == '终止审查'")
        + paragraph(
            f"{{{{ withdrawn_by }}}}于{day('withdrawn_on')}以{{{{ reason }}}}为由，"
            "在调解书送达前撤回仲裁审查申请。"
            f"依照{{{{ law.withdrawal }}}}，本委于{day('decided_on')}决定："
            "准许撤回申请，终止对该调解协议的审查。"
        )
        + tag("else")
        + paragraph(
            "经审查，{{ reason }}，属于{{ ground }}的情形。"
            f"依照{{{{ law.no_document }}}}，本委于{day('decided_on')}决定："
            "对该调解协议不予制作调解书。"
        )
        + tag("endif")
        + paragraph(
            "当事人可以就原争议依法申请仲裁。一方当事人在协议约定期限内不履行调解协议的，"
            "另一方当事人可以依法申请仲裁（{{ law.arbitration }}）"
            "{% if pay_only %}；用人单位不履行协议确定的给付义务的，"
            "劳动者可以依法向人民法院提起诉讼（{{ law.suit }}）{% endif %}。",
            keep=True,
        )
        + _panel()
        + paragraph("书记员　{{ clerk }}", CLOSING, before=6)
    )


PAPERS = {
    "R01": application,
    "R02": accepted,
    "R02N": not_accepted,
    "R03": document,
    "R04": no_document,
}
