"""C03, C04, C05, C07, C10R."""

from documents.drafting import parts
from documents.drafting.parts import amount, day, for_each, only_if, short_day
from documents.drafting.writing import (
    BODY,
    CELL,
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    LETTER,
    LETTER_HEADING,
    PLAIN,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
)


def _heads(*names: str) -> Row:
    return Row([Cell(name, CELL_HEAD) for name in names], header=True)


def certificate() -> str:
    return (
        parts.title("调解组织主持调解的证明")
        + paragraph("{{ court_name }}：", PLAIN)
        + paragraph(
            "本调解组织系{{ mediation_body.kind }}，设立（登记）文号为"
            "{{ mediation_body.registration_no }}，住所地为{{ mediation_body.address }}，"
            "联系电话{{ mediation_body.phone }}。"
        )
        + paragraph(
            "{{ applicants_text }}与{{ respondents_text }}{{ dispute }}争议一案"
            f"（{{{{ case_number }}}}），涉及劳动者{{{{ worker_count }}}}人，"
            f"本调解组织于{day('accepted_on')}受理，由调解员"
            "{% for m in mediators %}{{ m.name }}（证号：{{ m.certificate_no or '—' }}）"
            "{% if not loop.last %}、{% endif %}{% endfor %}"
            "在{{ place }}主持调解，经过如下：",
            after=6,
        )
        + table(
            (20, 86, 50),
            [
                _heads("次序", "时间", "结果"),
                row_tag("for s in sessions"),
                Row(
                    [
                        Cell("第{{ s.no }}次", CELL_CENTRE),
                        Cell("{{ s.held_at.text }}", CELL_CENTRE),
                        Cell("{{ s.result }}", CELL_CENTRE),
                    ]
                ),
                row_tag("endfor"),
            ],
        )
        + paragraph(
            f"双方当事人于{day('agreement.made_on')}达成{{{{ agreement.number }}}}调解协议，"
            f"给付总额{amount('agreement.total')}。协议经各方当事人签名、盖章，"
            "调解员签名并加盖本调解组织印章，"
            f"自{day('agreement.effective_on')}起生效（{{{{ law.effect }}}}）。",
            before=8,
        )
        + paragraph(
            "调解系双方当事人自愿参加，协议系双方当事人自愿达成；"
            "调解未收取任何费用（{{ law.free }}）。"
        )
        + paragraph("依照{{ law.papers }}，特此证明。", keep=True)
        + parts.signatures()
        + parts.closing()
    )


def _materials() -> str:
    return table(
        (14, 76, 22, 20, 24),
        [
            _heads("序号", "材料名称", "形式", "份数", "页数"),
            row_tag("for m in materials"),
            Row(
                [
                    Cell("{{ m.no }}", CELL_CENTRE),
                    Cell("{{ m.name }}"),
                    Cell("{% if m.original %}原件{% else %}复印件{% endif %}", CELL_CENTRE),
                    Cell("{{ m.copies }}", CELL_CENTRE),
                    Cell("{{ m.pages }}", CELL_CENTRE),
                ],
                height_mm=11,
            ),
            row_tag("endfor"),
            Row(
                [
                    Cell("合计", CELL_HEAD),
                    Cell("{{ materials|length }}项", CELL_CENTRE, span=3),
                    Cell("{{ pages_total }}", CELL_CENTRE),
                ],
                height_mm=11,
            ),
        ],
    ) + paragraph("页数为一份材料的页数。复印件经核对与原件一致。", CELL, before=6)


def referral() -> str:
    cases = table(
        (11, 54, 28, 11, 29, 23),
        [
            _heads("序号", "协议文号", "劳动者一方", "人数", "给付总额（元）", "申请期限"),
            row_tag("for c in cases"),
            Row(
                [
                    Cell("{{ c.no }}", CELL_CENTRE),
                    Cell("{{ c.agreement_number }}", CELL_CENTRE),
                    Cell("{{ c.applicants_text }}", CELL_CENTRE),
                    Cell("{{ c.worker_count }}", CELL_CENTRE),
                    Cell("{{ c.total|money }}", CELL_RIGHT),
                    Cell(short_day("c.confirm_by"), CELL_CENTRE),
                ]
            ),
            row_tag("endfor"),
        ],
    )
    body = (
        paragraph(
            "{{ cases[0].applicants_text }}与{{ cases[0].respondents_text }}"
            "{% if cases|length > 1 %}等{{ cases|length }}件{% endif %}{{ dispute }}争议，"
            "经本调解组织主持调解达成协议并已生效。"
            "双方当事人依照{{ law.joint }}，共同申请贵院确认调解协议有效。"
            "现将有关材料移送贵院立案庭，请予审查。",
            LETTER,
        )
        + paragraph(
            "本次移送{{ cases|length }}件，涉及劳动者{{ worker_count }}人，"
            f"给付总额{amount('total')}。"
            "{% if batch_policy == '一协议一申请' %}一份调解协议提出一件申请。"
            "{% elif batch_policy == '逐人申请' %}每名劳动者各提出一件申请。"
            "{% else %}按每批不超过{{ batch.limit }}人分批申请，"
            "本批为第{{ batch.no }}批，共{{ batch.count }}批。{% endif %}",
            LETTER,
            after=6,
        )
        + cases
        + paragraph(
            "移送材料共{{ materials|length }}项，{{ pages_total }}页（{{ law.papers }}），"
            "清单附后，经办人{{ handler }}。材料需要补正的，请告知本调解组织，"
            "由本调解组织通知双方当事人及时补正。",
            LETTER,
            before=8,
            keep=True,
        )
        + only_if(
            "separately", paragraph("未随附扫描件的材料，另行送交原件：{{ separately }}", LETTER)
        )
    )
    return (
        parts.letter(
            body,
            title="关于移送调解协议司法确认申请材料的函",
            issuer="mediation_body",
            addressee="{{ recipient }}立案庭",
        )
        + parts.annex("移送材料清单")
        + _materials()
    )


def reply() -> str:
    body = (
        paragraph(
            f"贵院{day('notice_on')}就{{{{ applicants_text }}}}与{{{{ respondents_text }}}}"
            "申请司法确认调解协议（{{ agreement_number }}）"
            "{% if court_number %}{{ court_number }}{% endif %}一案作出的补正通知，"
            f"已于{day('received_on')}收到。经通知双方当事人，现就各项要求（{{{{ law.papers }}}}）"
            "回复如下：",
            LETTER,
        )
        + for_each(
            "i in items",
            paragraph("{{ i.no|cn_num }}、{{ i.asked }}", LETTER_HEADING),
            paragraph("{{ i.kind }}：{{ i.answer }}", LETTER),
        )
        + paragraph(
            "本次为第{{ submission_no }}次提交"
            "{% if materials %}，补交材料{{ materials|length }}项，"
            "共{{ pages_total }}页{% endif %}。"
            f"双方当事人系在申请期限（至{day('confirm_by')}）内共同提出申请，请贵院继续审查。",
            LETTER,
            keep=True,
        )
    )
    return parts.letter(
        body,
        title="关于补正司法确认申请材料的复函",
        issuer="mediation_body",
        addressee="{{ recipient }}立案庭",
    ) + only_if("materials", parts.annex("补正材料清单"), _materials())


def _cause() -> str:
    return (
        paragraph("受理法院：{{ court_name }}", PLAIN)
        + paragraph("劳动者一方：{{ applicants_text }}", PLAIN)
        + paragraph("用工一方：{{ respondents_text }}", PLAIN, after=6)
    )


def evidence_list() -> str:
    return (
        parts.title("证据目录", issued=False)
        + _cause()
        + table(
            (12, 50, 19, 16, 12, 21, 26),
            [
                _heads("编号", "证据名称", "种类", "形式", "页数", "来源", "证明内容"),
                row_tag("for e in evidence"),
                Row(
                    [
                        Cell("{{ e.no }}", CELL_CENTRE),
                        Cell("{{ e.name }}"),
                        Cell("{{ e.form }}", CELL_CENTRE),
                        Cell("{% if e.original %}原件{% else %}复印件{% endif %}", CELL_CENTRE),
                        Cell("{{ e.pages }}", CELL_CENTRE),
                        Cell("{{ e.source }}", CELL_CENTRE),
                        Cell("{{ e.proves or '—' }}"),
                    ],
                    height_mm=14,
                ),
                row_tag("endfor"),
                Row(
                    [
                        Cell("合计", CELL_HEAD),
                        Cell("{{ evidence|length }}件", CELL_CENTRE, span=3),
                        Cell("{{ pages_total }}", CELL_CENTRE),
                        Cell("", span=2),
                    ],
                    height_mm=11,
                ),
            ],
        )
        + paragraph(
            f"证据编号与调解案卷一致。提交人：{{{{ submitted_by }}}}；提交日期：{day('made_on')}。",
            BODY,
            before=8,
            keep=True,
        )
        + parts.signatures()
    )


def identity_papers() -> str:
    proofs = (
        "{{ p.papers|join('、') }}"
        "{% if p.agent %}（委托代理人{{ p.agent }}）{% endif %}"
        "{% if p.investor %}；出资人（开办单位）{{ p.investor }}"
        "已列为当事人（{{ law.investor }}）{% endif %}"
    )
    return (
        parts.title("身份证明、资格证明目录", issued=False)
        + _cause()
        + table(
            (12, 58, 19, 53, 14),
            [
                _heads("序号", "当事人及证件号码", "登记状态", "所附证明", "页数"),
                row_tag("for p in parties"),
                Row(
                    [
                        Cell("{{ p.no }}", CELL_CENTRE),
                        Cell(
                            "{{ p.name }}"
                            "{% if p.kind == 'natural' %}　{% else %}，{% endif %}"
                            "{{ p.identity_no }}"
                        ),
                        Cell(
                            "{% if p.licence_state == '自然人' %}—{% else %}"
                            "{{ p.licence_state }}{% endif %}",
                            CELL_CENTRE,
                        ),
                        Cell(proofs),
                        Cell("{{ p.pages }}", CELL_CENTRE),
                    ],
                    height_mm=9.5,
                ),
                row_tag("endfor"),
                Row(
                    [
                        Cell("合计", CELL_HEAD),
                        Cell("{{ parties|length }}名当事人", CELL_CENTRE, span=3),
                        Cell("{{ pages_total }}", CELL_CENTRE),
                    ],
                    height_mm=11,
                ),
            ],
        )
        + paragraph(
            f"以上证明依照{{{{ law.papers }}}}提交，复印件按上列次序附后，均于{day('checked_on')}"
            "与原件核对一致；单位的登记状态同日经查询核实。",
            BODY,
            before=8,
            keep=True,
        )
        + parts.signatures()
    )


PAPERS = {
    "C03": certificate,
    "C04": referral,
    "C05": evidence_list,
    "C07": identity_papers,
    "C10R": reply,
}
