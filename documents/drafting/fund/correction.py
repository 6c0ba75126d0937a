"""F10."""

from documents.drafting import parts
from documents.drafting.parts import day, form, form_amount
from documents.drafting.writing import FORM, LABEL, Cell, Row, paragraph


def correction() -> str:
    return (
        parts.title("记账更正单（红字冲销）", issuer="fund_body")
        + form(
            [
                ("垫付文书", "{{ decision_number }}"),
                ("用人单位", "{{ employer_name }}"),
                ("原 凭 证", "{{ voucher }}（{{ kind }}）", "原凭证日期", day("voucher_on")),
                ("摘　　要", "{{ summary }}"),
                ("冲销金额", form_amount("amount")),
                ("红字凭证", "{{ red_voucher }}", "制单日期", day("made_on")),
                Row(
                    [Cell("更正理由", LABEL), Cell("{{ reason }}。", FORM, span=3)],
                    height_mm=20,
                ),
                ("作废文书", "{{ voided or '无' }}"),
                (
                    "尚未收回",
                    "冲销前：{{ outstanding_before.grouped }}元",
                    "尚未收回",
                    "冲销后：{{ outstanding_after.grouped }}元",
                ),
                (
                    "周转金余额",
                    "冲销前：{{ balance_before.grouped }}元",
                    "周转金余额",
                    "冲销后：{{ balance_after.grouped }}元",
                ),
            ],
            height_mm=9.5,
        )
        + paragraph(
            "原凭证和红字凭证都保留在账簿中，不得涂改、删除；"
            "冲销的款项应当重新登记的，另制凭证。"
            "{% if outstanding_after.digits != '0.00' %}"
            "尚未收回的垫付款继续追偿（{{ law.recovery }}）。{% endif %}",
            before=10,
            keep=True,
        )
        + parts.signatures()
    )


PAPERS = {"F10": correction}
