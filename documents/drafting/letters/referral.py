"""H03, H04, H13, H14."""

from documents.drafting import parts
from documents.drafting.parts import amount, day, for_each, joined, only_if
from documents.drafting.writing import (
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    LETTER,
    LETTER_HEADING,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
)


def numbered(name: str) -> str:
    """（一）…；（二）…。 of a list of texts, in one paragraph."""
    return (
        f"{{% for x in {name} %}}{{% if {name}|length > 1 %}}（{{{{ loop.index|cn_num }}}}）"
        "{% endif %}{{ x }}{% if not loop.last %}；{% else %}。{% endif %}{% endfor %}"
    )


def procuratorate() -> str:
    body = (
        paragraph(
            "我单位在办理{{ workers_text }}与{{ employer_name }}劳动报酬纠纷中，"
            "发现该案属于{{ triggers|join('、') }}情形，现将有关线索移送你院。",
            LETTER,
        )
        + paragraph("一、基本事实", LETTER_HEADING)
        + paragraph(
            f"{{{{ facts }}}}涉及劳动者{{{{ worker_count }}}}人，拖欠金额{amount('amount')}。",
            LETTER,
        )
        + paragraph("二、损害情况", LETTER_HEADING)
        + paragraph("{{ harm }}", LETTER)
        + only_if(
            "transfer",
            paragraph(
                f"该案涉嫌拒不支付劳动报酬罪，已于{day('transfer.on')}以{{{{ transfer.number }}}}"
                "移送公安机关（{{ law.reply }}）。{{ transfer.reply }}",
                LETTER,
            ),
        )
        + paragraph("三、移送请求", LETTER_HEADING)
        + paragraph(
            "{% if '立案监督' in requests %}对公安机关应当立案而不立案的情形依法进行立案监督。"
            "{% endif %}"
            "{% if '支持起诉' in requests %}"
            "对起诉确有困难的劳动者，依法支持起诉（{{ law.supported_suit }}）。{% endif %}"
            "{% if '公益诉讼' in requests %}依法审查是否符合公益诉讼的条件。{% endif %}"
            "处理情况请告知我单位。",
            LETTER,
            keep=True,
        )
    )
    return parts.letter(
        body,
        title="关于移送{% if '公益诉讼' in requests %}公益诉讼"
        "{% if '支持起诉' in requests %}（支持起诉）{% endif %}"
        "{% else %}{{ requests|join('、') }}{% endif %}线索的函",
    )


def legal_aid() -> str:
    heads = ("序号", "姓名", "公民身份号码", "联系电话", "请求金额（元）")
    body = (
        paragraph(
            f"{joined('applicants')}因{{{{ matter }}}}，请求法律援助，现转介你单位。"
            "{{ summary }}"
            f"对方当事人为{{{{ opponent }}}}，请求金额合计{amount('claim_total')}，"
            "现处于{{ stage }}阶段。",
            LETTER,
        )
        + paragraph(
            "申请人系请求支付劳动报酬的进城务工人员，申请法律援助免予核查经济困难状况"
            "（{{ law.no_means_test }}）。请依法及时审查、决定和指派（{{ law.terms }}）。",
            LETTER,
        )
        + only_if(
            "clocks",
            paragraph(
                "请注意下列期限："
                "{% for c in clocks %}{{ c.name }}于"
                f"{day('c.ends_on')}届满"
                "{% if not loop.last %}；{% else %}。{% endif %}{% endfor %}"
                "{% if urgent %}因期限届满不足七日，请先行提供法律援助，手续随后补办"
                "（{{ law.in_advance }}）。{% endif %}",
                LETTER,
            ),
        )
        + paragraph("申请人情况见附表，办理结果请告知我单位。", LETTER, keep=True)
    )
    return (
        parts.letter(body, title="关于转介法律援助申请的函")
        + parts.annex("申请人情况表", mark="附表")
        + table(
            (14, 28, 46, 36, 32),
            [
                Row([Cell(head, CELL_HEAD) for head in heads], header=True),
                row_tag("for a in applicants"),
                Row(
                    [
                        Cell("{{ a.no }}", CELL_CENTRE),
                        Cell("{{ a.name }}", CELL_CENTRE),
                        Cell("{{ a.id_no }}", CELL_CENTRE),
                        Cell("{{ a.phone }}", CELL_CENTRE),
                        Cell("{{ a.claim|money }}", CELL_RIGHT),
                    ],
                    height_mm=11,
                ),
                row_tag("endfor"),
                Row(
                    [
                        Cell("合计", CELL_HEAD, span=4),
                        Cell("{{ claim_total|money }}", CELL_RIGHT),
                    ],
                    height_mm=11,
                ),
            ],
        )
    )


def onward() -> str:
    body = (
        paragraph(
            "我单位在办理欠薪案件中发现，{{ project.name }}"
            "（{% if project.owner %}建设单位{{ project.owner }}，{% endif %}"
            "施工总承包单位{{ project.general_contractor }}"
            "{% if project.subcontractor %}，分包单位{{ project.subcontractor }}{% endif %}）"
            f"拖欠{{{{ worker_count }}}}名农民工工资{amount('amount')}。",
            LETTER,
        )
        + paragraph("经核查，存在下列情形：" + numbered("breaches"), LETTER)
        + paragraph(
            "上述情形涉嫌违反{{ basis|join('、')|laws }}的规定，属于你单位职责范围。"
            "依照{{ law.onward }}，现转请你单位办理：" + numbered("requests"),
            LETTER,
        )
        + paragraph(f"办理结果请于{day('reply_by')}前书面反馈我单位。", LETTER, keep=True)
    )
    return parts.letter(body, title="关于转办欠薪问题的函")


def inquiry() -> str:
    body = (
        paragraph(
            "{{ reason }}依照{{ law.inquiry }}，经"
            "{{ approval.level }}人力资源社会保障行政部门负责人"
            f"{day('approval.on')}批准"
            "{% if approval.number %}（{{ approval.number }}）{% endif %}，"
            "现请你单位协助查询。",
            LETTER,
        )
        + paragraph(
            "一、查询对象：",
            LETTER,
            keep=True,
        )
        + for_each(
            "s in subjects",
            paragraph(
                "{{ s.no }}. {{ s.name }}（{{ s.relation }}），证照号码{{ s.identifier }}"
                "{% if loop.last %}。{% else %}；{% endif %}",
                LETTER,
            ),
        )
        + paragraph("二、查询内容：" + numbered("items"), LETTER)
        + paragraph(
            "三、经办人员：{% for o in officers %}{{ o.name }}（监察证号{{ o.certificate_no }}）"
            "{% if not loop.last %}、{% else %}。{% endif %}{% endfor %}",
            LETTER,
        )
        + paragraph(
            f"请于{day('reply_by')}前书面回复，并加盖印章。查询事项请予保密，"
            "查询结果仅用于本案的查处。",
            LETTER,
            keep=True,
        )
    )
    return parts.letter(body, title="关于协助查询有关情况的函")


PAPERS = {"H03": procuratorate, "H04": legal_aid, "H13": onward, "H14": inquiry}
