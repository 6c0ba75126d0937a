"""D10, D11."""

from documents.contracts.mediation.sessions import RESULTS
from documents.drafting import parts
from documents.drafting.parts import day, joined, only_if
from documents.drafting.writing import (
    BODY,
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    CLOSING,
    HEADING,
    PARTY,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
    tag,
)


def minutes() -> str:
    return (
        parts.title("调解笔录")
        + paragraph(f"时间：{parts.from_to()}", PARTY)
        + paragraph("地点：{{ place }}")
        + paragraph("方式：{{ mode }}　　次数：第{{ session_no }}次")
        + paragraph(
            f"调解员：{joined('mediators')}　　记录员：{{{{ recorder }}}}　　纠纷类型："
            f"{{{{ dispute }}}}"
        )
        + paragraph("到场人员", HEADING, after=4)
        + table(
            (40, 30, 42, 44),
            [
                Row(
                    [
                        Cell(head, CELL_HEAD)
                        for head in ("代表的当事人", "姓名", "到场身份", "权限依据")
                    ],
                    header=True,
                ),
                row_tag("for a in attendees"),
                Row(
                    [
                        Cell("{{ a.role }}"),
                        Cell("{{ a.name }}", CELL_CENTRE),
                        Cell("{{ a.capacity }}", CELL_CENTRE),
                        Cell("{{ a.authority or '—' }}", CELL_CENTRE),
                    ]
                ),
                row_tag("endfor"),
            ],
        )
        + only_if("absent", paragraph("未到场人员：{{ absent|join('、') }}。", BODY, before=6))
        + paragraph(
            "调解员已核对到场人员身份，告知权利义务，并说明调解不公开进行，"
            "为达成协议作出的让步不得在以后的程序中作为对其不利的证据（{{ law.secrecy }}）。",
            BODY,
            before=6,
        )
        + paragraph("调解过程", HEADING)
        + tag("for line in lines")
        + tag("if with_concessions or not line.concession")
        + paragraph(
            "{{ line.speaker }}：{% if line.concession %}【调解让步】{% endif %}{{ line.text }}"
        )
        + tag("endif", "endfor")
        + only_if("not with_concessions", paragraph("（本件不含调解让步和调解方案。）"))
        + only_if(
            "facts_agreed",
            paragraph("共同确认的事实", HEADING),
            parts.for_each(
                "fact in facts_agreed", paragraph("（{{ loop.index|cn_num }}）{{ fact }}")
            ),
        )
        + only_if(
            "offers and with_concessions",
            paragraph("调解方案（调解让步）", HEADING),
            parts.for_each("offer in offers", paragraph("（{{ loop.index|cn_num }}）{{ offer }}")),
        )
        + paragraph("调解结果", HEADING)
        + paragraph(
            "{{ result }}。{% if result_text %}{{ result_text }}{% endif %}"
            "{% if next_session %}下次调解时间：{{ next_session.text }}。"
            f"{{% elif result == '{RESULTS[2]}' %}}下次调解时间另行通知。{{% endif %}}",
            keep=True,
        )
        + paragraph(
            "以上笔录已阅（已向我宣读），无误。（到场人员逐页签名）", BODY, before=10, keep=True
        )
        + parts.signatures(confirmed=True)
    )


def agreed_facts() -> str:
    workers = table(
        (12, 22, 24, 48, 25, 25),
        [
            Row(
                [
                    Cell(head, CELL_HEAD)
                    for head in ("序号", "姓名", "工种", "计算依据", "已付（元）", "欠付（元）")
                ],
                header=True,
            ),
            row_tag("for w in workers"),
            Row(
                [
                    Cell("{{ w.no }}", CELL_CENTRE),
                    Cell("{{ w.name }}", CELL_CENTRE),
                    Cell("{{ w.post }}", CELL_CENTRE),
                    Cell("{{ w.basis }}"),
                    Cell("{{ w.paid|money }}", CELL_RIGHT),
                    Cell("{{ w.due|money }}", CELL_RIGHT),
                ]
            ),
            row_tag("endfor"),
            Row(
                [
                    Cell("合计", CELL_HEAD),
                    Cell("{{ due_total|rmb }}", span=4),
                    Cell("{{ due_total|money }}", CELL_RIGHT),
                ]
            ),
        ],
    )
    return (
        parts.title("无争议事实确认书")
        + paragraph("申请人：{{ applicants_text }}")
        + paragraph("被申请人：{{ respondents_text }}")
        + paragraph(
            f"各方当事人因{{{{ dispute }}}}纠纷参加调解，于{day('confirmed_on')}"
            f"对下列没有争议的事实"
            "予以书面确认（{{ law.facts }}）：",
            after=6,
        )
        + table(
            (30, 90, 36),
            [
                Row(
                    [Cell(head, CELL_HEAD) for head in ("要素", "各方一致认可的内容", "证据")],
                    header=True,
                ),
                row_tag("for f in facts"),
                Row(
                    [
                        Cell("{{ f.element }}", CELL_CENTRE),
                        Cell("{{ f.content }}"),
                        Cell("{{ f.evidence or '—' }}", CELL_CENTRE),
                    ],
                    height_mm=11,
                ),
                row_tag("endfor"),
            ],
        )
        + only_if(
            "workers",
            paragraph("各劳动者无争议的金额：", BODY, before=8, after=4, keep=True),
            workers,
        )
        + only_if(
            "disputed",
            paragraph("仍有争议的事项：", BODY, before=8),
            parts.for_each("d in disputed", paragraph("（{{ loop.index|cn_num }}）{{ d }}")),
        )
        + paragraph(
            "各方确认：上述事实系自愿确认，不含为达成协议作出的让步；调解未达成协议的，"
            "可以在以后的仲裁、诉讼程序中使用（{{ law.use }}）。",
            BODY,
            before=8,
            keep=True,
        )
        + parts.signatures()
        + paragraph("{{ mediation_body.name }}", CLOSING, before=16, keep=True)
        + paragraph("{{ made_on|cn_date_upper }}", CLOSING)
    )


PAPERS = {"D10": minutes, "D11": agreed_facts}
