"""A14, A14L, A21."""

from documents.drafting import parts
from documents.drafting.award.bench import amount, operative_amounts, sealed, signed_by_panel
from documents.drafting.parts import clause, count_from_one, day, for_each, only_if
from documents.drafting.writing import HEADING, LETTER, paragraph, tag


def interim_award() -> str:
    return (
        operative_amounts()
        + parts.title("先予执行裁决书", issuer="commission", numbered=True).replace(
            "{{ number }}", "{{ number or case_number }}"
        )
        + parts.parties("applicants", "respondents", "third_parties")
        + paragraph(
            "申请人{{ applicants_text }}与被申请人{{ respondents_text }}{{ cause }}争议一案，"
            f"本委于{day('docketed_on')}立案。"
            "申请人于{{ applied_on|cn_date }}申请先予执行：{{ request }}"
        )
        + paragraph("本委认为", HEADING)
        + paragraph("（一）当事人之间权利义务关系明确。{{ clear_relation }}")
        + paragraph("（二）不先予执行将严重影响申请人的生活。{{ hardship }}")
        + paragraph("（三）申请人系劳动者，其申请先予执行，依法可以不提供担保。")
        + paragraph("申请人的申请符合{{ law.interim }}规定的条件。本委裁决如下：")
        + count_from_one()
        + for_each(
            "i in items",
            clause(
                "被申请人{{ debtor }}于本裁决书送达后立即支付申请人{{ i.worker }}{{ i.what }}"
                f"{amount('i.amount')}。"
            ),
            only_if("i.formula", paragraph("即：{{ i.formula }}＝{{ i.amount.digits }}元。")),
        )
        + only_if("items|length > 1", paragraph(f"以上各项合计{amount('total')}。"))
        + clause("本裁决移送{{ court }}执行。")
        + paragraph(
            "先予执行的款项在本案裁决时予以扣除。当事人不服本裁决提起诉讼的，人民法院不予受理。",
            keep=True,
        )
        + signed_by_panel()
        + sealed(certified=True)
    )


def _clues() -> str:
    return paragraph(
        "被申请人的财产线索：{% for c in clues %}{% if clues|length > 1 %}"
        "{{ loop.index }}. {% endif %}{{ c }}{% if loop.last %}。{% else %}；{% endif %}"
        "{% endfor %}",
        LETTER,
    )


def transfer() -> str:
    return parts.letter(
        paragraph(
            "申请人{{ applicants_text }}与被申请人{{ respondents_text }}{{ cause }}争议一案"
            "（{{ case_number }}），我委根据申请人的申请，依照{{ law.interim }}，"
            f"于{day('award_on')}作出先予执行裁决书（{{{{ award_number }}}}），裁决先予执行"
            "人民币{{ total.digits }}元（大写：{{ total|rmb|replace('人民币', '') }}）。"
            "{% for s in served %}{% if not loop.first %}，{% endif %}"
            "{{ s.on|cn_date }}送达{{ s.name }}{% endfor %}。",
            LETTER,
        )
        + _clues()
        + paragraph("现将有关材料移送贵院，请依法执行，并将执行情况函告我委。", LETTER, keep=True),
        title="关于移送执行先予执行裁决的函",
        issuer="commission",
    )


def preservation() -> str:
    return parts.letter(
        paragraph(
            "申请人{{ applicants_text }}与被申请人{{ respondents_text }}{{ cause }}争议一案，"
            "{% if stage == '仲裁中' %}我委已于{{ docketed_on|cn_date }}立案"
            "（{{ case_number }}）。申请人{% else %}申请人在申请仲裁前{% endif %}"
            f"于{day('applied_on')}申请财产保全，申请保全金额"
            "人民币{{ amount.digits }}元（大写：{{ amount|rmb|replace('人民币', '') }}）。",
            LETTER,
        )
        + paragraph("申请理由：{{ reason }}申请的保全措施：{{ measures }}", LETTER)
        + _clues()
        + tag("if stage == '仲裁前'")
        + paragraph(
            "该申请系仲裁前保全，请贵院在接受申请后四十八小时内作出裁定（{{ law.ruling }}）。"
            "我委已告知申请人，应当在采取保全措施后三十日内申请仲裁（{{ law.filing }}）。",
            LETTER,
        )
        + tag("endif")
        + paragraph(
            "本案系追索劳动报酬等案件，可以不要求申请人提供担保（{{ law.no_security }}）。"
            "我委已告知申请人，应当在裁判文书生效后三个月内申请强制执行（{{ law.execution }}）。",
            LETTER,
        )
        + paragraph("现将申请材料转交贵院，请依法审查，并将结果函告我委。", LETTER, keep=True),
        title="关于转交财产保全申请的函",
        issuer="commission",
    )


PAPERS = {"A14": interim_award, "A14L": transfer, "A21": preservation}
