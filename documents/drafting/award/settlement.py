"""A19."""

from documents.drafting import parts
from documents.drafting.award.bench import sealed, signed_by_panel
from documents.drafting.parts import clause, count_from_one, day, for_each, only_if
from documents.drafting.writing import (
    CELL_CENTRE,
    CELL_HEAD,
    CELL_RIGHT,
    HEADING,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
)


def _workers() -> str:
    heads = ("序号", "姓名", "公民身份号码", "请求（元）", "调解金额（元）")
    return table(
        (14, 28, 52, 31, 31),
        [
            Row([Cell(head, CELL_HEAD) for head in heads], header=True),
            row_tag("for w in workers"),
            Row(
                [
                    Cell("{{ w.no }}", CELL_CENTRE),
                    Cell("{{ w.name }}", CELL_CENTRE),
                    Cell("{{ w.id_no }}", CELL_CENTRE),
                    Cell("{{ w.claimed|money }}", CELL_RIGHT),
                    Cell("{{ w.due|money }}", CELL_RIGHT),
                ],
                height_mm=7.5,
            ),
            row_tag("endfor"),
            Row(
                [
                    Cell("合计", CELL_HEAD),
                    Cell("{{ worker_count }}人", CELL_CENTRE, span=3),
                    Cell("{{ total|money }}", CELL_RIGHT),
                ]
            ),
        ],
    )


def _receipts() -> str:
    def of(path: str) -> str:
        return f"{{% for r in receipts or [] if r.name == p.name %}}{{{{ {path} }}}}{{% endfor %}}"

    heads = ("当事人", "送达方式", "签收（签名或者盖章）", "签收日期")
    return table(
        (58, 22, 52, 24),
        [
            Row([Cell(head, CELL_HEAD) for head in heads], header=True),
            row_tag("for p in workers + respondents"),
            Row(
                [
                    Cell("{{ p.name }}"),
                    Cell(of("r.method"), CELL_CENTRE),
                    Cell(""),
                    Cell(of("r.signed_on|replace('-', '.')"), CELL_CENTRE),
                ],
                height_mm=11.5,
            ),
            row_tag("endfor"),
        ],
    )


def settlement() -> str:
    return (
        parts.title("仲裁调解书", issuer="commission", numbered=True).replace(
            "{{ number }}",
            "{{ case_number }}{% if part_no > 1 %}之{{ part_no|cn_num }}{% endif %}",
        )
        + parts.parties("applicants", "respondents", "third_parties")
        + paragraph(
            "申请人{{ applicants_text }}与被申请人{{ respondents_text }}{{ cause }}争议一案，"
            f"本委于{day('docketed_on')}立案，依法组成仲裁庭"
            "{% if heard %}开庭进行了审理{% else %}进行了审理{% endif %}。"
        )
        + paragraph("仲裁请求", HEADING)
        + paragraph("{{ claims }}")
        + paragraph("调解结果", HEADING)
        + paragraph(
            "本案审理中，经仲裁庭主持调解，双方当事人在自愿、合法的基础上达成如下协议，"
            "本委予以确认："
        )
        + count_from_one()
        + for_each("term in terms", clause("{{ term }}"))
        + only_if("worker_count > 1", parts.spacer(), _workers(), parts.spacer())
        + only_if(
            "others_go_on",
            paragraph("其余申请人的仲裁请求，由仲裁庭继续审理。"),
        )
        + paragraph(
            "本调解书经双方当事人签收后，发生法律效力（{{ law.effect }}）。"
            "{% if legally_effective_on %}本调解书自{{ legally_effective_on|cn_date }}起"
            "发生法律效力。{% endif %}一方当事人逾期不履行的，另一方当事人可以依法向人民法院"
            "申请执行（{{ law.enforcement }}）。",
            keep=True,
        )
        + signed_by_panel()
        + sealed(certified=True)
        + paragraph("签收", HEADING, before=10)
        + _receipts()
    )


PAPERS = {"A19": settlement}
