"""C01, C02, C12."""

from documents.drafting import joint, parts
from documents.drafting.parts import amount, day, for_each, only_if
from documents.drafting.writing import BODY, HEADING, paragraph

PROMISE = (
    "双方达成调解协议系出于自愿，内容真实合法，没有恶意串通、规避法律的情形，"
    "不损害国家利益、社会公共利益和他人合法权益",
    "所提交的材料真实，不存在虚构事实、虚假调解的情形",
    "如有虚假或者因该协议给他人造成损害的，愿意承担相应的民事责任和其他法律责任",
)


def _jurisdiction() -> str:
    return (
        "{% if court.ground == '调解组织所在地' %}"
        "{{ mediation_body.name }}系{{ mediation_body.kind }}，所在地为{{ court.place }}，"
        "属贵院辖区"
        "{% elif court.ground == '当事人住所地' %}"
        "申请人{{ court.party }}的住所地为{{ court.place }}，属贵院辖区"
        "{% elif court.ground == '标的物所在地' %}"
        "本案标的物所在地为{{ court.place }}，属贵院辖区"
        "{% else %}"
        "本次调解由贵院邀请{{ mediation_body.name }}开展（{{ court.invitation }}）"
        "{% endif %}"
    )


def _promises() -> str:
    return "".join(
        paragraph(f"{'一二三'[place]}、{promise}。") for place, promise in enumerate(PROMISE)
    )


def application() -> str:
    return (
        parts.title("司法确认申请书", issued=False)
        + joint.sides()
        + paragraph("请求事项", HEADING)
        + paragraph(f"请求贵院依法确认{joint.MEDIATED}{{{{ agreement.number }}}}调解协议有效。")
        + paragraph("事实与理由", HEADING)
        + paragraph(
            f"{joint.BETWEEN}因{{{{ dispute }}}}争议，自愿申请{{{{ mediation_body.name }}}}调解，"
            f"于{day('agreement.made_on')}达成{{{{ agreement.number }}}}调解协议。"
            "协议经各方当事人签名、盖章，调解员签名并加盖调解组织印章，"
            f"自{day('agreement.effective_on')}起生效。协议主要内容如下："
        )
        + for_each("term in terms", paragraph("（{{ loop.index|cn_num }}）{{ term }}"))
        + paragraph(
            f"协议确认的给付总额为{amount('agreement.total')}；截至本申请之日，"
            "{% if agreement.paid.digits == '0.00' %}尚未履行{% else %}"
            f"已履行{amount('agreement.paid')}，尚未履行{amount('agreement.outstanding')}"
            "{% endif %}。协议仅就给付义务作出约定（{{ law.payment }}）。"
        )
        + paragraph(
            "依照{{ law.joint }}，双方可以自调解协议生效之日起三十日内"
            f"（至{day('confirm_by')}）共同申请司法确认。{_jurisdiction()}，"
            "贵院有管辖权（{% if court.ground == '邀请法院' %}{{ law.joint }}"
            "{% else %}{{ law.court }}{% endif %}）。"
            "双方{% if review_state == '未申请' %}未就该协议申请仲裁审查"
            "{% elif review_state == '已撤回' %}已撤回就该协议提出的仲裁审查申请"
            "{% else %}就该协议提出的仲裁审查申请未被受理{% endif %}。"
        )
        + only_if("with_undertaking", paragraph("双方承诺", HEADING), _promises())
        + paragraph("附件", HEADING)
        + joint.attached("attachments")
        + joint.signed("applied_on", to="{{ court.name }}")
    )


def undertaking() -> str:
    return (
        parts.title("承诺书", issued=False)
        + joint.sides()
        + paragraph(
            f"就{joint.MEDIATED}{{{{ agreement.number }}}}调解协议，双方依照{{{{ law.joint }}}}"
            "共同向{{ court_name }}申请司法确认，现共同承诺如下："
        )
        + _promises()
        + paragraph(
            "四、知悉存在虚假调解可能而不提供相关证据的，人民法院不予确认调解协议效力"
            "（{{ law.false_mediation }}）。",
            keep=True,
        )
        + joint.signed("made_on", to="{{ court_name }}")
    )


def withdrawal() -> str:
    return (
        parts.title("撤回司法确认申请书", issued=False)
        + joint.sides()
        + paragraph("请求事项", HEADING)
        + paragraph(
            "请求贵院准许撤回"
            "{% if court_number %}{{ court_number }}{% endif %}"
            "确认{{ agreement.number }}调解协议有效的申请。"
        )
        + paragraph("事实与理由", HEADING)
        + paragraph(
            f"双方于{day('applied_on')}共同申请贵院确认{joint.MEDIATED}"
            "{{ agreement.number }}调解协议有效。现因{{ reason }}，"
            "双方一致同意撤回上述申请。截至本申请之日，贵院尚未作出裁定。"
        )
        + paragraph("撤回申请不影响调解协议的效力。", BODY, keep=True)
        + joint.signed("withdrawn_on", to="{{ court_name }}")
    )


PAPERS = {"C01": application, "C02": undertaking, "C12": withdrawal}
