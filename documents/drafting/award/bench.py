"""Parts of the tribunal's papers: who decided, remedies, amounts of the operative part."""

from documents.drafting.parts import only_if
from documents.drafting.writing import (
    BODY,
    CLOSING,
    PLAIN,
    SIGN,
    TEXT_WIDTH_MM,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
    tag,
)

_NAMES_MM = 92


def operative_amounts(*, upper_case: bool = False) -> str:
    """Opens the paper's choice whether the operative part repeats amounts in words."""
    return tag(f"set upper_case = {str(upper_case).lower()}")


def amount(path: str) -> str:
    """人民币26400.00元, in words too where the paper chose so."""
    return (
        f"人民币{{{{ {path}.digits }}}}元"
        f"{{% if upper_case %}}（大写：{{{{ {path}|rmb|replace('人民币', '') }}}}）{{% endif %}}"
    )


def signed_by_panel() -> str:
    """One line for each arbitrator who signs, at the right half of the page."""
    return paragraph("", SIGN) + table(
        (TEXT_WIDTH_MM - _NAMES_MM, _NAMES_MM),
        [
            row_tag("for s in signatures"),
            Row(
                [
                    Cell([paragraph("", SIGN)]),
                    Cell([paragraph("{{ s.role }}　{{ s.name }}（签名）：", SIGN)]),
                ],
                height_mm=13,
            ),
            row_tag("endfor"),
        ],
        borders=False,
    )


def sealed(*, clerk: bool = True, certified: bool = False) -> str:
    """Commission, seal and date; the clerk, with the stamp of a served copy above his name."""
    text = paragraph("{{ commission.name }}（盖章）", CLOSING, before=12, keep=True)
    text += paragraph("{{ made_on|cn_date_upper }}", CLOSING, keep=clerk)
    if certified:
        text += only_if(
            "certified_copy", paragraph("本件与原本核对无异", PLAIN, before=10, keep=True)
        )
    if clerk:
        text += paragraph("书记员　{{ secretary }}", CLOSING, before=6)
    return text


def remedies() -> str:
    """
    What the parties may do against the award, by its finality.

    The worker may sue on a final award, the employer only ask for annulment; both may sue on
    another one.
    """
    return (
        tag("if finality == '终局'")
        + paragraph(
            "本裁决为终局裁决，自作出之日起发生法律效力。申请人不服本裁决的，"
            "可以自收到本裁决书之日起十五日内向{{ basic_court }}提起诉讼（{{ law.worker_suit }}）；"
            "被申请人有证据证明本裁决有{{ law.annulment }}规定情形之一的，"
            "可以自收到本裁决书之日起三十日内向{{ intermediate_court }}申请撤销裁决。"
        )
        + tag("else")
        + paragraph(
            "当事人不服本裁决的，可以自收到本裁决书之日起十五日内向{{ basic_court }}提起诉讼；"
            "期满不起诉的，本裁决书发生法律效力（{{ law.suit }}）。"
        )
        + tag("endif")
        + only_if(
            "worker_count > 1 and finality != '终局'",
            paragraph(
                "部分申请人起诉的，本裁决书对未起诉的申请人发生法律效力（{{ law.each_worker }}）。"
            ),
        )
        + paragraph(
            "一方当事人逾期不履行发生法律效力的裁决的，另一方当事人可以依法向人民法院申请执行，"
            "申请执行的期间为二年（{{ law.enforcement }}）。",
            BODY,
            keep=True,
        )
    )
