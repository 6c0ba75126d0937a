"""A17, A20."""

from documents.drafting import parts
from documents.drafting.award.bench import sealed
from documents.drafting.parts import day, for_each, only_if
from documents.drafting.writing import PLAIN, paragraph, tag


def certificate() -> str:
    return (
        parts.title("生效证明书", issuer="commission")
        + paragraph("{{ recipient }}：", PLAIN)
        + paragraph(
            "申请人{{ applicants_text }}与被申请人{{ respondents_text }}{{ cause }}争议一案，"
            f"本委于{day('paper_on')}作出{{{{ paper }}}}（{{{{ paper_number }}}}）。"
        )
        + for_each(
            "s in served",
            paragraph(
                "{{ s.role }}{{ s.name }}于{{ s.served_on|cn_date }}收到该裁决书"
                "{% if s.expires_on %}，起诉期限于{{ s.expires_on|cn_date }}届满{% endif %}。"
            ),
        )
        + only_if(
            "suit_query",
            paragraph(
                "本委于{{ suit_query.asked_on|cn_date }}向{{ suit_query.court }}查询，"
                "{% if suit_query.result == '无人起诉' %}各方当事人均未起诉"
                "{% else %}部分劳动者已起诉{% endif %}。"
            ),
        )
        + tag("if finality == '终局'")
        + paragraph(
            "该裁决为终局裁决，依照{{ law.final }}，自作出之日即"
            f"{day('effective_on')}起发生法律效力。",
            keep=True,
        )
        + tag("elif effective_for")
        + paragraph(
            f"依照{{{{ law.each_worker }}}}，该裁决书自{day('effective_on')}起对未起诉的"
            "{{ effective_for|join('、') }}发生法律效力。",
            keep=True,
        )
        + tag("else")
        + paragraph(
            f"依照{{{{ law.non_final }}}}，该裁决书自{day('effective_on')}起发生法律效力。",
            keep=True,
        )
        + tag("endif")
        + paragraph("特此证明。", keep=True)
        + sealed(clerk=False)
    )


def public_notice() -> str:
    return (
        parts.title("公告", issuer="commission")
        + paragraph("{{ recipient }}：", PLAIN)
        + paragraph(
            "本委受理的申请人{{ applicants_text }}与被申请人{{ respondents_text }}"
            "{{ cause }}争议一案，因无法以其他方式送达，现依法向你（单位）公告送达"
            "{{ papers|join('、') }}。{% if decided %}{{ decided }}{% endif %}"
        )
        + paragraph(
            "自本公告发出之日起，经过{{ days|cn_num }}日，即视为送达（{{ law.notice }}）。"
            "请在公告期内到{{ pick_up }}领取。"
        )
        + only_if(
            "answer_days",
            paragraph(
                "提交答辩书的期限为公告期满后{{ answer_days|cn_num }}个工作日内"
                "（{{ law.answer }}）。"
            ),
        )
        + only_if(
            "hearing",
            paragraph(
                "本案定于{{ hearing.text }}开庭审理。无正当理由拒不到庭的，"
                "本委将依照{{ law.default }}缺席裁决。"
            ),
        )
        + tag("if finality == '终局'")
        + paragraph(
            "该裁决为终局裁决。申请人不服的，可以自收到裁决书之日起十五日内向{{ basic_court }}"
            "提起诉讼；被申请人有证据证明该裁决有{{ law.annulment }}规定情形之一的，"
            "可以自公告期满之日起三十日内向{{ intermediate_court }}申请撤销裁决。"
        )
        + tag("elif finality == '非终局'")
        + paragraph(
            "不服该裁决的，可以自公告期满之日起十五日内向{{ basic_court }}提起诉讼；"
            "期满不起诉的，裁决书发生法律效力（{{ law.suit }}）。"
        )
        + tag("endif")
        + parts.contact()
        + sealed(clerk=False)
    )


PAPERS = {"A17": certificate, "A20": public_notice}
