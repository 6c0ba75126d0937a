"""D04, D05, D06, D08, D09."""

from documents.drafting import parts
from documents.drafting.parts import day, form, joined, only_if
from documents.drafting.writing import (
    BODY,
    CLOSING,
    FORM,
    HEADING,
    LABEL,
    PARTY,
    PLAIN,
    TITLE,
    Cell,
    Row,
    paragraph,
    row_tag,
    tag,
)


def rights() -> str:
    return (
        parts.title("权利义务告知书")
        + paragraph("{{ recipient }}：", PLAIN)
        + paragraph("现将你（单位）在调解中的权利和义务告知如下：")
        + paragraph("一、当事人的权利", HEADING)
        + paragraph(
            f"（一）选择或者接受调解员。本案调解员为{joined('mediators')}；"
            f"调解员有应当回避情形的，"
            "可以申请回避或者要求更换（{{ law.recusal }}）。"
        )
        + paragraph(
            "（二）接受调解、拒绝调解或者要求终止调解。一方明确拒绝的，"
            "不得调解（{{ law.voluntary }}）。"
        )
        + paragraph(
            "（三）要求调解公开进行或者不公开进行。调解一般不公开（{{ law.private }}），"
            "{% if public %}本案经双方要求公开进行。{% else %}本案不公开进行。{% endif %}"
        )
        + paragraph("（四）自主表达意愿，自愿达成调解协议。")
        + paragraph("二、当事人的义务", HEADING)
        + paragraph("（一）如实陈述纠纷事实，提交真实的证据材料。")
        + paragraph("（二）遵守调解现场秩序，尊重调解员，尊重对方行使权利。")
        + paragraph("（三）按约定全面履行调解协议。")
        + paragraph("三、调解协议的效力和后续途径", HEADING)
        + paragraph(
            "（一）调解协议书由双方当事人签名或者盖章，经调解员签名并加盖调解组织印章后生效，"
            "对双方具有约束力（{{ law.effect }}）。"
        )
        + paragraph(
            "（二）"
            "双方可以自调解协议生效之日起三十日内共同向人民法院申请司法确认"
            "（{{ law.confirmation }}），"
            "或者自生效之日起十五日内共同向仲裁委员会申请仲裁审查（{{ law.review }}）。"
        )
        + paragraph(
            "（三）用人单位在约定期限内不支付拖欠的劳动报酬的，劳动者可以持调解协议书"
            "依法向人民法院申请支付令（{{ law.payment_order }}）。"
        )
        + paragraph(
            "（四）自收到调解申请之日起十五日内未达成协议的，"
            "可以依法申请仲裁（{{ law.arbitration }}）。"
        )
        + paragraph("四、其他事项", HEADING)
        + paragraph("（一）调解不收取任何费用（{{ law.free }}）。")
        + paragraph(
            "（二）为达成协议作出妥协而认可的事实，除共同确认的无争议事实外，"
            "不得在以后的程序中作为对其不利的依据（{{ law.secrecy }}）。"
        )
        + paragraph(
            "（三）不得恶意串通、虚构事实进行虚假调解；虚假调解的，依法承担法律责任"
            "（{{ law.false_mediation }}）。",
            keep=True,
        )
        + paragraph("以上内容已阅读（已向我宣读），本人（单位）已知悉。", BODY, before=8, keep=True)
        + parts.signatures()
    )


def disclosure() -> str:
    objection = paragraph(
        "回避申请：{{ o.by }}于{{ o.raised_on|cn_date }}申请{{ o.mediator }}回避，事由："
        "{{ o.ground }}。",
        keep=True,
    ) + paragraph(
        "处理决定：{{ o.decision }}。理由：{{ o.reason }}"
        "（决定人：{{ o.decided_by }}，{{ o.decided_on|cn_date }}）",
        keep=True,
    )
    return (
        parts.title("调解员告知及回避申请处理表")
        + form(
            [
                ("申请人", "{{ applicants_text }}"),
                ("被申请人", "{{ respondents_text }}"),
                ("记录员", "{{ recorder }}", "告知日期", day("disclosed_on")),
                row_tag("for m in mediators"),
                (
                    "调解员",
                    "{{ m.name }}{% if m.certificate_no %}（{{ m.certificate_no }}）"
                    "{% endif %}：{{ m.relation }}",
                ),
                row_tag("endfor"),
            ]
        )
        + paragraph(
            "调解员有下列情形之一的，应当披露并回避，但双方当事人书面同意由其继续调解的除外"
            "（{{ law.recusal }}）：是当事人或者当事人、代理人的近亲属的；与纠纷有利害关系的；"
            "与当事人、代理人有其他可能影响公正调解的关系的。",
            BODY,
            before=12,
        )
        + tag("if objections")
        + parts.for_each("o in objections", objection)
        + tag("else")
        + paragraph(
            "各方当事人已知悉上述规定和调解员、记录员的身份，均未申请回避，同意由其进行调解、记录。",
            keep=True,
        )
        + tag("endif")
        + only_if("waiver", paragraph("各方同意继续调解的说明：{{ waiver }}", keep=True))
        + parts.spacer()
        + parts.signatures()
    )


def session_notice() -> str:
    return (
        parts.title("调解通知书")
        + paragraph("{{ recipient }}：", PLAIN)
        + paragraph(
            "{{ applicants_text }}与{{ respondents_text }}{{ dispute }}纠纷一案，"
            "定于下列时间进行第{{ session_no }}次调解，请按时参加。",
            after=6,
        )
        + form(
            [
                ("时　　间", "{{ starts_at.text }}{% if day_off %}（休息日）{% endif %}"),
                ("地点及方式", "{{ place }}（{{ mode }}）"),
                ("调 解 员", joined("mediators"), "记 录 员", "{{ recorder }}"),
                row_tag("if remote"),
                ("接入方式", "{{ remote.link }}"),
                ("身份核验", "{{ remote.identity_check }}"),
                row_tag("endif"),
                ("应到人员", "{{ attendees|join('；') }}"),
                row_tag("if bring"),
                ("携带材料", "{{ bring|join('；') }}"),
                row_tag("endif"),
            ]
        )
        + paragraph(
            "参加调解出于自愿（{{ law.voluntary }}）。确有正当理由不能按时参加的，"
            "请在调解开始前告知本调解组织；"
            "{% if day_off %}休息日不便参加的，可以要求另定时间；{% endif %}"
            "委托代理人参加并代为达成协议的，须提交载明特别授权的授权委托书。",
            BODY,
            before=12,
            keep=True,
        )
        + parts.contact()
        + parts.closing()
    )


def authority() -> str:
    return (
        parts.title("授权委托书", issued=False)
        + parts.party("principal")
        + paragraph(
            "受委托人：{{ agent.name }}，{{ agent.unit or agent.kind }}，"
            f"公民身份号码{{{{ agent.id_no or '：{'_' * 20}' }}}}，"
            f"联系电话{{{{ agent.phone or '：{'_' * 14}' }}}}，与委托人关系：{{{{ relation }}}}。",
            PARTY,
        )
        + paragraph(
            "现委托上列受委托人在{{ matter }}中，作为委托人参加{{ submitted_to }}调解的代理人。"
        )
        + paragraph("代理权限：{{ agent.scope }}。")
        + tag("if special_items")
        + paragraph("特别授权事项：{{ special_items|join('；') }}。", keep=True)
        + tag("else")
        + paragraph(
            "受委托人无权代为承认、放弃、变更请求，无权代为和解或者签署调解协议。", keep=True
        )
        + tag("endif")
        + paragraph(f"委托期限：自{day('valid_from')}起至{day('valid_to')}止。", keep=True)
        + parts.spacer()
        + parts.signatures()
        + only_if(
            "proof_of_office",
            paragraph("法定代表人身份证明书", TITLE, page_break=True),
            parts.number(),
            paragraph(
                "{{ principal.head }}{% if principal.head_title %}在我单位担任"
                "{{ principal.head_title }}职务，{% endif %}系我单位的法定代表人，特此证明。"
            ),
            paragraph("单位名称：{{ principal.name }}"),
            paragraph("统一社会信用代码：{{ principal.credit_code }}"),
            only_if("principal.address", paragraph("住　　所：{{ principal.address }}")),
            only_if("principal.phone", paragraph("联系电话：{{ principal.phone }}")),
            paragraph("附：法定代表人居民身份证复印件一份"),
            paragraph("{{ principal.name }}（盖章）", CLOSING, before=60),
            paragraph("{{ made_on|cn_date_upper }}", CLOSING),
        )
    )


def service_address() -> str:
    return (
        parts.title("送达地址确认书", issued=False)
        + form(
            [
                Row(
                    [
                        Cell("告知事项", LABEL),
                        Cell(
                            [
                                paragraph(
                                    "一、受送达人应当如实提供准确的送达地址；地址变更的，"
                                    "应当及时书面告知。",
                                    FORM,
                                ),
                                paragraph(
                                    "二、因提供的地址不准确、拒不提供地址、"
                                    "变更后未及时告知或者拒绝签收，"
                                    "致使文书未能被实际接收的，文书退回之日视为送达之日。",
                                    FORM,
                                ),
                                paragraph(
                                    "三、同意电子送达的，"
                                    "以送达信息到达受送达人所留号码或者账号的日期为送达日期；"
                                    "本确认可以用于其后的仲裁和诉讼程序（{{ law.e_service }}）。",
                                    FORM,
                                ),
                            ],
                            span=3,
                        ),
                    ]
                ),
                ("身　　份", "{{ role }}"),
                row_tag("for r in recipients"),
                Row(
                    [
                        Cell("受送达人", LABEL),
                        Cell(
                            "{{ r.name }}，{{ r.id_no or '—' }}，电话{{ r.phone or '—' }}",
                            FORM,
                            span=3,
                        ),
                    ],
                    height_mm=10,
                ),
                row_tag("endfor"),
                row_tag("for a in addresses"),
                ("送达地址{{ loop.index }}", "{{ a }}"),
                row_tag("endfor"),
                (
                    "电子送达",
                    "{% if e_service %}■ 同意　□ 不同意{% else %}□ 同意　■ 不同意{% endif %}",
                ),
                row_tag("for c in channels or []"),
                ("{{ c.kind }}", "{{ c.address }}"),
                row_tag("endfor"),
                (
                    "代 收 人",
                    "{% if substitute %}{{ substitute.name }}（{{ substitute.relation }}），"
                    "电话{{ substitute.phone }}，"
                    "{{ substitute.address }}{% else %}无{% endif %}",
                ),
            ]
        )
        + paragraph(
            "本人（单位）已阅读（听明白）上述告知事项，保证所提供的送达地址准确、有效。",
            BODY,
            before=12,
            keep=True,
        )
        + parts.signatures()
        + paragraph(f"确认日期：{day('confirmed_on')}", CLOSING, before=8)
    )


PAPERS = {
    "D04": rights,
    "D05": disclosure,
    "D06": session_notice,
    "D08": authority,
    "D09": service_address,
}
