"""A10, A11."""

from documents.contracts.tribunal.hearing import STATEMENTS
from documents.drafting import parts
from documents.drafting.parts import day, only_if
from documents.drafting.tribunal.heads import CASE_TEXT, PANEL_TEXT, listing
from documents.drafting.writing import (
    BODY,
    CELL,
    CELL_CENTRE,
    CELL_RIGHT,
    HEADING,
    PARTY,
    paragraph,
    tag,
)

_ATTENDEES = (
    ("代表的当事人", 40, "{{ a.role }}", CELL),
    ("姓名", 30, "{{ a.name }}", CELL_CENTRE),
    ("身份", 42, "{{ a.capacity }}", CELL_CENTRE),
    ("权限依据", 44, "{{ a.authority or '—' }}", CELL_CENTRE),
)


def confirmation() -> str:
    return (
        parts.title("庭前要素确认表", issuer="commission")
        + paragraph(
            f"{CASE_TEXT}，仲裁庭（{PANEL_TEXT}，书记员{{{{ secretary }}}}）依照"
            f"{{{{ law.tribunal }}}}，于{day('held_on')}在{{{{ place }}}}"
            "组织双方逐项核对要素，结果如下：",
            after=4,
        )
        + listing("a in attendees", _ATTENDEES)
        + paragraph("一、要素核对", HEADING, before=6, after=4)
        + listing(
            "e in elements",
            (
                ("编号", 12, "{{ e.code[1:] }}", CELL_CENTRE),
                ("要　素", 34, "{{ e.label }}", CELL),
                ("申请人主张", 40, "{{ e.applicant_value }}", CELL),
                (
                    "被申请人主张",
                    36,
                    "{% if e.agreed %}同左{% else %}{{ e.respondent_value }}{% endif %}",
                    CELL,
                ),
                ("结果", 18, "{% if e.agreed %}一致{% else %}有争议{% endif %}", CELL_CENTRE),
                ("证据", 16, "{{ e.evidence or '—' }}", CELL_CENTRE),
            ),
        )
        + only_if(
            "amounts",
            paragraph("二、按要素计算的金额", HEADING, before=8, after=4),
            listing(
                "m in amounts",
                (
                    ("请求", 12, "{{ m.no }}", CELL_CENTRE),
                    ("内　容", 46, "{{ m.what }}", CELL),
                    ("计算方式", 50, "{{ m.formula or '—' }}", CELL),
                    ("金额（元）", 28, "{{ m.amount|money }}", CELL_RIGHT),
                    ("结果", 20, "{% if m.agreed %}一致{% else %}有争议{% endif %}", CELL_CENTRE),
                ),
            ),
        )
        + paragraph("{% if amounts %}三{% else %}二{% endif %}、庭审焦点", HEADING, before=8)
        + tag("if issues")
        + parts.for_each(
            "i in issues",
            paragraph("（{{ loop.index|cn_num }}）{{ i.question }}（要素{{ i.code[1:] }}）。"),
        )
        + tag("else")
        + paragraph("双方对全部要素没有争议。")
        + tag("endif")
        + paragraph(
            "双方一致的要素，庭审中不再举证、质证；庭审围绕有争议的要素进行，"
            "双方就全部争议陈述意见的权利不受影响。"
            "{% if hearing_at %}本案定于{{ hearing_at.text }}开庭。{% endif %}",
            keep=True,
        )
        + paragraph("以上内容已核对无误。（逐页签名）", BODY, before=8, keep=True)
        + parts.signatures()
    )


def _lines(condition: str) -> str:
    return (
        tag(f"for line in lines if {condition}", "if loop.changed(line.part)")
        + paragraph("【{{ line.part }}】", BODY, before=4, keep=True)
        + tag("endif")
        + paragraph(
            "{% set said.n = said.n + 1 %}{{ said.n }}. {{ line.speaker }}：{{ line.text }}"
        )
        + tag("endfor")
    )


def minutes() -> str:
    return (
        parts.title("庭审笔录", issuer="commission")
        + paragraph("案由：{{ cause }}争议", PARTY)
        + paragraph(f"时间：{parts.from_to()}", PARTY)
        + paragraph(
            "地点：{{ place }}　　{% if public %}公开开庭{% else %}不公开开庭{% endif %}",
            PARTY,
        )
        + paragraph(f"仲裁庭：{PANEL_TEXT}　　书记员：{{{{ secretary }}}}", PARTY)
        + paragraph("一、当事人及到庭人员", HEADING)
        + parts.parties("applicants", "respondents", "third_parties")
        + paragraph("到庭人员：", BODY, after=4, keep=True)
        + listing("a in attendees", _ATTENDEES)
        + only_if("absent", paragraph("未到庭：{{ absent|join('、') }}。", BODY, before=6))
        + paragraph("二、权利义务和回避", HEADING, before=8)
        + paragraph(
            "仲：现在开庭，本案{% if public %}公开{% else %}不公开{% endif %}审理"
            "（{{ law.public }}）。"
            "当事人有权委托代理人，申请回避，提供证据，进行质证和辩论，"
            "请求调解，自行和解，申请人可以放弃或者变更仲裁请求，被申请人可以承认或者反驳仲裁请求；"
            "应当如实陈述，遵守仲裁庭秩序。"
        )
        + paragraph(
            "仲：依照{{ law.recusal }}，仲裁员是本案当事人或者当事人、代理人的近亲属，"
            "与本案有利害关系，与本案当事人、代理人有其他关系可能影响公正裁决，"
            "或者私自会见当事人、代理人、接受其请客送礼的，应当回避。"
            "以上是否听清楚，是否申请仲裁员、书记员回避？"
        )
        + parts.for_each("r in recusal", paragraph("{{ r.role }}：{{ r.answer }}"))
        + paragraph("三、庭审过程", HEADING)
        + parts.count_from_one("said")
        + _lines(f"line.part in {list(STATEMENTS)}")
        + only_if(
            "undisputed",
            paragraph(
                "仲：经核对，双方对下列要素没有争议，本庭予以确认，不再举证、质证"
                "（{{ law.tribunal }}）：",
                BODY,
                before=4,
                after=4,
                keep=True,
            ),
            listing(
                "e in undisputed",
                (
                    ("编号", 14, "{{ e.code[1:] }}", CELL_CENTRE),
                    ("要　素", 44, "{{ e.label }}", CELL),
                    ("双方无争议的内容", 76, "{{ e.value }}", CELL),
                    ("证据", 22, "{{ e.evidence or '—' }}", CELL_CENTRE),
                ),
            ),
        )
        + only_if(
            "disputed",
            paragraph(
                "仲：双方对下列要素有争议，庭审围绕这些要素进行：",
                BODY,
                before=6,
                after=4,
                keep=True,
            ),
            listing(
                "e in disputed",
                (
                    ("编号", 14, "{{ e.code[1:] }}", CELL_CENTRE),
                    ("要　素", 44, "{{ e.label }}", CELL),
                    ("申请人主张", 38, "{{ e.applicant_value }}", CELL),
                    ("被申请人主张", 38, "{{ e.respondent_value }}", CELL),
                    ("证据", 22, "{{ e.evidence or '—' }}", CELL_CENTRE),
                ),
            ),
        )
        + _lines(f"line.part not in {list(STATEMENTS)}")
        + only_if(
            "last_statements",
            paragraph("四、最后陈述", HEADING, before=4),
            paragraph("仲：辩论终结，请各方作最后陈述。", keep=True),
            parts.for_each("s in last_statements", paragraph("{{ s.role }}：{{ s.text }}")),
        )
        + only_if(
            "mediation",
            paragraph("{% if last_statements %}五{% else %}四{% endif %}、庭审调解", HEADING),
            paragraph(
                "{% if mediation == '一方未到庭，不能调解' %}"
                "仲：{{ absent|join('、') or '一方' }}未到庭，不能进行调解。"
                "{% else %}仲：本案先行调解，各方是否同意？{% endif %}"
                "{% if mediation == '达成调解' %}（各方达成调解协议，调解书另行制作。）"
                "{% elif mediation == '未达成调解' %}（经调解，各方未达成一致。）"
                "{% elif mediation == '一方不同意调解' %}（一方不同意调解，调解不再进行。）"
                "{% endif %}"
            ),
        )
        + tag("if adjourned_for")
        + paragraph(
            "仲：因{{ adjourned_for }}，现在休庭。"
            "{% if next_hearing %}下次开庭时间：{{ next_hearing.text }}。"
            "{% else %}下次开庭时间另行通知。{% endif %}"
        )
        + tag("else")
        + paragraph(
            "仲：庭审结束，请核对笔录后签名；认为记录有遗漏或者差错的，可以申请补正。",
            keep=True,
        )
        + tag("endif")
        + only_if("corrections", paragraph("笔录补正：{{ corrections }}"))
        + paragraph(
            "以上笔录已阅（已向我宣读），无误。（逐页签名；拒绝签名的，记明情况，"
            "{{ law.minutes }}；在庭审室确认的，记明时间和笔录校验码）",
            BODY,
            before=8,
            keep=True,
        )
        + parts.signatures(confirmed=True)
    )


PAPERS = {"A10": confirmation, "A11": minutes}
