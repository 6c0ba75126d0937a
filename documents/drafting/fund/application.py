"""F01, F02."""

from documents.drafting import parts
from documents.drafting.parts import amount, day, form, form_amount
from documents.drafting.writing import (
    BODY,
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    FORM,
    LABEL,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
)

EMPLOYER_HEAD = (
    "{% if employer.kind == 'sole_trader' %}经营者"
    "{% elif employer.kind == 'sole_proprietorship' %}投资人{% else %}法定代表人{% endif %}"
)


def application() -> str:
    return (
        parts.title("应急周转金垫付申请表", issued=False)
        + form(
            [
                ("申请单位", "{{ applicant.name }}（{{ applicant_kind }}）"),
                ("负 责 人", "{{ applicant.head }}", "联系电话", "{{ applicant.phone }}"),
                ("单位地址", "{{ applicant.address }}"),
                ("用人单位", "{{ employer.name }}"),
                (
                    "信用代码",
                    "{{ employer.credit_code or '—' }}",
                    EMPLOYER_HEAD,
                    "{{ employer.head or '—' }}"
                    "{% if employer.whereabouts_unknown %}（下落不明）{% endif %}",
                ),
                ("垫付事由", "{{ trigger }}", "垫付性质", "{{ purpose }}"),
                (
                    "欠薪期间",
                    f"{day('period_from')}至{day('period_to')}，劳动者{{{{ worker_count }}}}人",
                ),
                ("拖欠工资", form_amount("arrears")),
                ("申请垫付", form_amount("requested")),
                row_tag("for s in sources"),
                (
                    "{{ s.name }}",
                    "{% if s.applies %}已动用{{ s.used.digits }}元，"
                    "{% if s.exhausted %}已用完{% else %}尚有余额{% endif %}"
                    "{% else %}不适用{% endif %}{% if s.note %}（{{ s.note }}）{% endif %}",
                ),
                row_tag("endfor"),
                Row(
                    [
                        Cell("欠薪情况", LABEL),
                        Cell("{{ statement }}", FORM, span=3),
                    ],
                    height_mm=24,
                ),
                row_tag("if employer_statement"),
                Row(
                    [
                        Cell("单位说明", LABEL),
                        Cell("{{ employer_statement }}", FORM, span=3),
                    ],
                    height_mm=20,
                ),
                row_tag("endif"),
                row_tag("if repayment_plan"),
                Row(
                    [
                        Cell("还款计划", LABEL),
                        Cell("{{ repayment_plan }}", FORM, span=3),
                    ],
                    height_mm=20,
                ),
                row_tag("endif"),
                (
                    "附　　件",
                    "{% for a in attachments %}{{ loop.index }}. {{ a }}"
                    "{% if not loop.last %}；{% endif %}{% endfor %}",
                ),
            ],
            height_mm=9,
        )
        + paragraph(
            "依照{{ law.advance }}，申请动用应急周转金先行垫付上列劳动者的{{ purpose }}。"
            "以上情况属实，如有虚假，愿意承担相应责任。",
            FORM,
            before=6,
            after=4,
            keep=True,
        )
        + parts.signatures()
    )


def verification() -> str:
    heads = ("序号", "姓名", "公民身份号码", "申报（元）", "核实（元）", "核实依据", "争议及备注")
    return (
        parts.title("欠薪核实表", issued=False)
        + form(
            [
                ("用人单位", "{{ employer_name }}"),
                (
                    "欠薪期间",
                    f"{day('period_from')}至{day('period_to')}，劳动者{{{{ worker_count }}}}人",
                ),
                ("核实单位", "{{ centre }}"),
                ("核实方法", "{{ method }}"),
            ]
        )
        + parts.spacer()
        + table(
            (11, 19, 42, 23, 23, 19, 19),
            [
                Row([Cell(head, CELL_HEAD) for head in heads], header=True),
                row_tag("for r in rows"),
                Row(
                    [
                        Cell("{{ r.no }}", CELL_CENTRE),
                        Cell("{{ r.name }}", CELL_CENTRE),
                        Cell("{{ r.id_no }}", CELL_CENTRE),
                        Cell("{{ r.claimed|money }}", CELL_RIGHT),
                        Cell("{{ r.verified|money }}", CELL_RIGHT),
                        Cell("{{ r.evidence|join('、') if r.evidence else '无' }}", CELL_CENTRE),
                        Cell(
                            "{% if r.disputed %}有争议{% else %}无争议{% endif %}"
                            "{% if r.note %}；{{ r.note }}{% endif %}",
                            CELL_CENTRE,
                        ),
                    ]
                ),
                row_tag("endfor"),
                Row(
                    [
                        Cell("合计", CELL_HEAD, span=3),
                        Cell("{{ claimed_total|money }}", CELL_RIGHT),
                        Cell("{{ verified_total|money }}", CELL_RIGHT),
                        Cell("", span=2),
                    ]
                ),
            ],
        )
        + paragraph(
            f"经核实，上列劳动者被拖欠工资合计{amount('verified_total')}。"
            "只有经核实且无争议的金额可以垫付。",
            BODY,
            before=8,
            keep=True,
        )
        + parts.signatures()
    )


PAPERS = {"F01": application, "F02": verification}
