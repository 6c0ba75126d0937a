"""A09, A09C."""

from documents.contracts.tribunal.service import METHODS
from documents.drafting import parts
from documents.drafting.parts import day, short_day
from documents.drafting.tribunal.heads import boxes, listing, sealed
from documents.drafting.writing import (
    BODY,
    CELL,
    CELL_CENTRE,
    FORM,
    LABEL,
    PLAIN,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
)

_BLANK_DAY = "　　　年　　月　　日"


def _row(label: str, text: str, *, height_mm: float = 9, keep: bool = False) -> Row:
    return Row(
        [Cell([paragraph(label, LABEL, keep=keep)]), Cell(text, FORM, span=3)],
        height_mm=height_mm,
    )


def _signed(label: str, text: str, second: str, other: str, *, height_mm: float = 10) -> Row:
    return Row(
        [
            Cell([paragraph(label, LABEL, keep=True)]),
            Cell(text, FORM),
            Cell(second, LABEL),
            Cell(other, FORM),
        ],
        height_mm=height_mm,
    )


def service_return(issuer: str = "commission") -> str:
    """One recipient, every document a row; the signing places stay empty for the pen."""
    sheet = table(
        (28, 62, 26, 40),
        [
            _row("案　　由", "{{ cause }}争议"),
            _row("受送达人", "{{ recipient }}（{{ recipient_role }}）"),
            _row("送达地址", "{{ address }}"),
            Row(
                [
                    Cell("送达文书", LABEL),
                    Cell("名　称", LABEL),
                    Cell("文　号", LABEL),
                    Cell("份　数", LABEL),
                ]
            ),
            row_tag("for d in documents"),
            Row(
                [
                    Cell("{{ loop.index }}", CELL_CENTRE),
                    Cell("{{ d.title }}", FORM),
                    Cell("{{ d.number or '—' }}", CELL),
                    Cell("{{ d.copies }}份", CELL_CENTRE),
                ],
                height_mm=8,
            ),
            row_tag("endfor"),
            Row(
                [
                    Cell("送达方式", LABEL),
                    Cell(
                        [
                            paragraph(boxes("method", METHODS[:5]), FORM),
                            paragraph(boxes("method", METHODS[5:]), FORM),
                        ],
                        span=3,
                    ),
                ]
            ),
            row_tag("if sent_on"),
            _row("送出日期", day("sent_on"), height_mm=9),
            row_tag("endif"),
            row_tag("if tracking_no"),
            _row("邮件号码", "{{ tracking_no }}"),
            row_tag("endif"),
            row_tag("if electronic"),
            _row(
                "电子送达",
                "{{ electronic.channel }}；受送达人于"
                + day("electronic.consented_on")
                + "书面同意；到达时间{{ electronic.arrived_at.text }}；"
                "送达记录：{{ electronic.record }}",
            ),
            row_tag("endif"),
            row_tag("if public_notice"),
            _row(
                "公告送达",
                "{{ public_notice.media }}，"
                + day("public_notice.published_on")
                + "发出，公告期{{ public_notice.days }}日，期满视为送达（{{ law.notice }}）；"
                "原因：{{ public_notice.reason }}",
            ),
            row_tag("endif"),
            row_tag("if left"),
            _row(
                "留置、张贴",
                day("left.left_on")
                + "因{{ left.reason }}而{{ method }}，已拍照、录像（{{ left.record }}），"
                "经过三个工作日视为送达（{{ law.left }}）",
            ),
            row_tag("endif"),
            row_tag("if through"),
            _row("{{ method }}单位", "{{ through }}"),
            row_tag("endif"),
            _signed(
                "签 收 人",
                "{% if receiver %}{{ receiver }}，{{ relation }}{% endif %}（签名或者盖章）：",
                "送达日期",
                "{% if served_on %}" + day("served_on") + f"{{% else %}}{_BLANK_DAY}{{% endif %}}",
                height_mm=20,
            ),
            _signed(
                "拒收事由",
                "{% if refusal %}{{ refusal.reason }}{% endif %}",
                "见证人",
                "{% if refusal and refusal.witnesses %}{{ refusal.witnesses|join('、') }}"
                "{% endif %}",
                height_mm=14,
            ),
            _row("送 达 人", "{{ servers|join('、') }}（签名）：", height_mm=13, keep=True),
            _row("备　　注", "{{ note or '' }}", height_mm=9),
        ],
    )
    return (
        parts.title("送达回证", issuer=issuer)
        + sheet
        + paragraph(
            "说明：一、签收人不是受送达人本人的，注明与受送达人的关系。二、拒绝签收的，"
            "记明事由和日期，由送达人、见证人签名，并拍照、录像。"
            "三、调解书、裁决书不得用电话、短信等简便方式送达（{{ law.simple }}）。",
            CELL,
            before=6,
        )
    )


def certificate() -> str:
    return (
        parts.title("仲裁文书送达证明", issuer="commission")
        + paragraph("{{ addressee }}：", PLAIN)
        + paragraph(
            "{{ applicants_text }}与{{ respondents_text }}{{ cause }}争议一案，本委于"
            f"{day('document.made_on')}作出{{{{ document.number }}}}{{{{ document.title }}}}，"
            "已送达各方当事人，送达情况如下：",
            after=4,
        )
        + listing(
            "r in rows",
            (
                ("身　份", 26, "{{ r.role }}", CELL_CENTRE),
                ("受送达人", 56, "{{ r.name }}", CELL),
                ("送达日期", 28, short_day("r.served_on"), CELL_CENTRE),
                ("方　式", 20, "{{ r.method }}", CELL_CENTRE),
                ("签 收 人", 26, "{{ r.receiver or '—' }}", CELL_CENTRE),
            ),
            height_mm=11,
        )
        + paragraph("以上情况与送达回证记载一致。", BODY, before=8)
        + paragraph(
            "本证明只证明送达的事实；文书是否已经发生法律效力，以生效证明书为准。", keep=True
        )
        + parts.contact()
        + sealed()
    )


PAPERS = {"A09": service_return, "A09C": certificate}
