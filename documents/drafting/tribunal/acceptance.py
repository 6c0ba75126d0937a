"""A02, A02N, A02B and what comes in later: A02X1 to A02X4."""

from documents.contracts.tribunal.acceptance import GROUNDS, LATER, MUST, NO_JURISDICTION
from documents.contracts.tribunal.joining import MERGED
from documents.drafting import parts
from documents.drafting.parts import amount, clause, day, only_if
from documents.drafting.tribunal.heads import CASE_TEXT, listing, notice
from documents.drafting.writing import BODY, CELL, CELL_CENTRE, CELL_RIGHT, paragraph, tag

_DUPLICATE, _WITHDRAWN = GROUNDS[5], GROUNDS[6]


def acceptance() -> str:
    return notice(
        "受理通知书",
        paragraph(
            f"你（单位）于{day('received_on')}提出的与{{{{ respondents_text }}}}{{{{ cause }}}}"
            "争议的仲裁申请收悉"
            "{% if complete_on %}，补正材料于" + day("complete_on") + "收到{% endif %}。"
            "经审查，符合受理条件，依照{{ law.acceptance }}，"
            f"本委决定于{day('accepted_on')}予以受理。现将有关事项通知如下："
        ),
        parts.count_from_one(),
        clause("请在送达回证上签名或者盖章，并填写送达地址确认书；地址变更的，及时书面告知本委。"),
        only_if(
            "employer_applies",
            clause("你单位应当提交营业执照副本复印件、法定代表人身份证明书。"),
        ),
        clause(
            "委托代理人参加仲裁的，应当"
            "{% if authority_by %}在" + day("authority_by") + "前{% endif %}提交授权委托书，"
            "载明委托事项和权限；代为承认、放弃、变更仲裁请求，进行和解的，必须有特别授权。"
        ),
        clause(
            "你（单位）有权委托代理人、申请回避、提供证据、进行质证和辩论、请求调解、自行和解、"
            "放弃或者变更仲裁请求；仲裁员有法定情形的，可以申请回避（{{ law.recusal }}）。"
        ),
        clause(
            "增加或者变更仲裁请求的，应当在举证期限届满前"
            "{% if evidence_by %}（" + day("evidence_by") + "前，含当日）{% endif %}"
            "书面提出（{{ law.change }}）。"
        ),
        clause(
            "应当按时参加开庭，遵守仲裁庭秩序，如实陈述，依法行使权利。无正当理由拒不到庭，"
            "或者未经仲裁庭同意中途退庭的，可以按撤回仲裁申请处理；"
            "其后重新申请仲裁的，不予受理（{{ law.absence }}）。"
        ),
        only_if(
            "supplements",
            clause(f"请于{day('supplement_by')}前补交下列材料：{{{{ supplements|join('；') }}}}。"),
        ),
        clause(
            "本案自{% if complete_on %}收到补正材料{% else %}受理{% endif %}之日起四十五日内结束，"
            f"至{day('award_due')}届满（{{{{ law.limit }}}}"
            "{% if complete_on %}、{{ law.clock }}{% endif %}）；依法延长、中止、"
            "重新计算的另行通知。",
            keep=True,
        ),
        clause("仲裁不收费（{{ law.free }}）。", keep=True),
    )


def refusal() -> str:
    return notice(
        "不予受理通知书",
        paragraph(
            f"你（单位）于{day('received_on')}提出的与{{{{ respondents_text }}}}劳动争议的仲裁申请"
            "收悉{% if complete_on %}，补正材料于" + day("complete_on") + "收到{% endif %}。"
            "经审查，该申请{{ ground }}，依照"
            f"{{% if ground == '{NO_JURISDICTION}' %}}{{{{ law.jurisdiction }}}}、"
            f"{{% elif ground == '{_DUPLICATE}' %}}{{{{ law.duplicate }}}}、"
            f"{{% elif ground == '{_WITHDRAWN}' %}}{{{{ law.absence }}}}、{{% endif %}}"
            "{{ law.refusal }}，"
            f"本委于{day('decided_on')}决定不予受理。"
        ),
        paragraph("理由：{{ reason_text }}"),
        only_if("competent", paragraph("你（单位）可以向{{ competent }}申请仲裁。")),
        paragraph(
            "不服本决定的，可以就该争议事项向{{ court }}提起诉讼（{{ law.suit }}）。", keep=True
        ),
        numbered=True,
    )


def correction() -> str:
    return notice(
        "一次性补正（容缺）告知书",
        paragraph(
            f"你（单位）于{day('received_on')}提出的与{{{{ respondents_text }}}}劳动争议的仲裁申请"
            "收悉。经审查，尚缺下列材料，依照{{ law.correction }}一次性告知：",
            after=4,
        ),
        listing(
            "i in items",
            (
                ("序号", 14, "{{ i.no }}", CELL_CENTRE),
                ("材料名称", 62, "{{ i.name }}", CELL),
                ("处　理", 28, "{{ i.treatment }}", CELL_CENTRE),
                ("说　明", 52, "{{ i.note or '—' }}", CELL),
            ),
        ),
        parts.count_from_one(),
        only_if(
            f"items|selectattr('treatment', 'equalto', '{MUST}')|list",
            clause(
                f"“{MUST}”的材料，请于{day('correct_by')}前（含当日）提交；"
                "收到补正材料之日起五个工作日内决定是否受理（{{ law.acceptance }}），"
                "仲裁期限从收到补正材料之日起计算（{{ law.clock }}）。逾期不补正的，"
                "本委依法处理。"
            ),
        ),
        only_if(
            f"items|selectattr('treatment', 'equalto', '{LATER}')|list",
            clause(f"“{LATER}”的材料，请于{day('supply_by')}前提交。"),
        ),
        only_if(
            "provisional",
            clause("你（单位）的申请已具备立案必需的材料，本委先予受理，受理通知书另行送达。"),
        ),
        paragraph("除上列材料外，本委不再要求补充其他立案材料。", BODY, keep=True),
        numbered=True,
    )


def change() -> str:
    return notice(
        "变更仲裁请求受理通知书",
        paragraph(
            f"{CASE_TEXT}，申请人于{day('requested_on')}（举证期限{day('evidence_by')}届满前）"
            "提出增加或者变更仲裁请求。经审查，依照{{ law.change }}，"
            f"本委于{day('accepted_on')}决定予以受理，内容如下：",
            after=4,
        ),
        listing(
            "c in changes",
            (
                ("请求", 14, "{{ c.no }}", CELL_CENTRE),
                ("种类", 16, "{{ c.kind }}", CELL_CENTRE),
                ("内　容", 66, "{{ c.what }}", CELL),
                (
                    "原金额（元）",
                    30,
                    "{% if c.before %}{{ c.before|money }}{% else %}—{% endif %}",
                    CELL_RIGHT,
                ),
                ("现金额（元）", 30, "{{ c.after|money }}", CELL_RIGHT),
            ),
        ),
        paragraph(
            f"请求总额由人民币{{{{ total_before.digits }}}}元变更为{amount('total_after')}。",
            BODY,
            before=6,
        ),
        parts.count_from_one(),
        tag("if answer_waived"),
        clause("被申请人已书面放弃新的答辩期，原定程序继续进行。"),
        tag("else"),
        clause(
            "被申请人自收到本通知之日起十个工作日内"
            "{% if answer_due %}（至" + day("answer_due") + "）{% endif %}"
            "可以提交书面答辩（{{ law.answer }}）；不答辩的，不影响仲裁程序进行。"
        ),
        tag("endif"),
        clause(
            "本案审理期限自受理变更请求之日起重新计算"
            f"（{{{{ law.clock }}}}），至{day('award_due')}届满。",
            keep=True,
        ),
    )


def third_party() -> str:
    return notice(
        "第三人参加仲裁通知书",
        paragraph(
            f"本委受理的{CASE_TEXT}，"
            "{% if joined_by == '本人申请' %}你（单位）申请参加仲裁"
            "{% elif joined_by == '申请追加' %}当事人申请追加你（单位）参加仲裁"
            "{% else %}本委认为你（单位）应当参加仲裁{% endif %}。理由：{{ reason }}"
        ),
        paragraph(
            f"本委于{day('decided_on')}决定你（单位）"
            "{% if as_respondent %}作为共同被申请人（{{ law.joint }}）{% else %}作为第三人"
            "{% endif %}参加本案仲裁活动。现将有关事项通知如下："
        ),
        parts.count_from_one(),
        clause("随本通知送达：{{ enclosures|join('、') }}。"),
        clause(
            "{% if statement_by %}请于" + day("statement_by") + "前提交书面意见和证据；{% endif %}"
            "单位参加的，提交营业执照副本复印件、法定代表人身份证明书；"
            "委托代理人的，提交授权委托书。"
        ),
        clause(
            "你（单位）有权委托代理人、举证、质证、辩论；"
            "有法定情形的，可以申请仲裁员回避（{{ law.recusal }}）。"
        ),
        only_if(
            "award_due",
            clause(
                f"追加当事人后，审理期限重新计算（{{{{ law.clock }}}}），至{day('award_due')}届满。"
            ),
        ),
        paragraph(
            "请按时参加开庭；无正当理由不到庭的，"
            "{% if as_respondent %}可以缺席裁决（{{ law.absence }}）{% else %}"
            "不影响本案的审理{% endif %}。",
            keep=True,
        ),
    )


_MERGING = (
    f"{{% if handling == '{MERGED}' %}}反申请与本申请合并审理，"
    "审理期限自受理反申请之日起重新计算（{{ law.clock }}），至"
    + day("award_due")
    + "届满。{% else %}反申请另案审理，案号另行通知，本申请的审理期限不变。{% endif %}"
)
_COUNTER_CLAIMS = parts.for_each(
    "c in counter_claims", paragraph("（{{ loop.index|cn_num }}）{{ c }}。")
)


def counter_acceptance() -> str:
    return notice(
        "反申请受理通知书",
        paragraph(
            "{{ applicants_text }}与你（单位）{{ cause }}争议一案，"
            f"你（单位）于{day('filed_on')}（答辩期限{day('answer_ends_on')}届满前）提出反申请，"
            "请求："
        ),
        _COUNTER_CLAIMS,
        paragraph(
            "经审查，依照{{ law.counter_claim }}，"
            f"本委于{day('decided_on')}决定予以受理。现将有关事项通知如下："
        ),
        parts.count_from_one(),
        clause(_MERGING),
        only_if(
            "evidence_by",
            clause(f"就反申请请求的举证期限至{day('evidence_by')}届满，请按时提交证据。"),
        ),
        clause("反申请书副本由本委送达对方当事人。", keep=True),
    )


def counter_notice() -> str:
    return notice(
        "反申请通知书",
        paragraph(
            "你（单位）与{{ counter_applicant }}{{ cause }}争议一案，{{ counter_applicant }}"
            f"于{day('filed_on')}提出反申请，请求："
        ),
        _COUNTER_CLAIMS,
        paragraph(
            f"依照{{{{ law.counter_claim }}}}，本委于{day('decided_on')}决定予以受理。"
            "现将有关事项通知如下："
        ),
        parts.count_from_one(),
        clause("随本通知送达：{{ enclosures|join('、') }}。"),
        clause(
            "请自收到反申请书副本之日起十个工作日内"
            "{% if answer_due %}（至" + day("answer_due") + "）{% endif %}"
            "提交书面答辩（{{ law.answer }}）；不答辩的，不影响仲裁程序进行。"
        ),
        clause(_MERGING, keep=True),
    )


PAPERS = {
    "A02": acceptance,
    "A02N": refusal,
    "A02B": correction,
    "A02X1": change,
    "A02X2": third_party,
    "A02X3": counter_acceptance,
    "A02X4": counter_notice,
}
