"""Parts many papers share: title, parties, signatures, closing, amounts."""

from collections.abc import Sequence

from documents.drafting.writing import (
    BODY,
    CELL,
    CLOSING,
    FORM,
    LABEL,
    LETTER,
    LETTER_ANNEX,
    LETTER_ATTACHMENT,
    LETTER_ATTACHMENTS,
    LETTER_COPIES,
    LETTER_DATE,
    LETTER_NEXT_ATTACHMENT,
    LETTER_NUMBER,
    LETTER_PLAIN,
    LETTER_SIGNED,
    LETTER_SIGNED_WIDE,
    LETTER_TITLE,
    NUMBER,
    ORGANISATION,
    PARTY,
    SIGN,
    TEXT_WIDTH_MM,
    TITLE,
    Cell,
    Row,
    paragraph,
    row_tag,
    table,
    tag,
)

FOOTER_NOTE = (
    "{{ number or case_number }}　"
    "{% if digest %}第{{ version }}版　校验码 {{ digest }}　验真码 {{ verify_code }}"
    "{% else %}草稿，未签发{% endif %}"
)
BLANK_DATE = "　　　　年　　月　　日"
SPACED_UP_TO = 5


def spaced(name: str) -> str:
    """Short names of papers are set with a space between the characters: 调　解　笔　录."""
    return "　".join(name) if len(name) <= SPACED_UP_TO else name


def title(
    name: str,
    *,
    issuer: str = "mediation_body",
    issued: bool = True,
    numbered: bool = False,
    page_break: bool = False,
) -> str:
    """The head of a paper; one that a body issues has the body's name on top."""
    lines = ""
    if issued:
        lines = paragraph(f"{{{{ {issuer}.name }}}}", ORGANISATION, page_break=page_break)
        page_break = False
    lines += paragraph(spaced(name), TITLE, page_break=page_break)
    return lines + number("{{ number }}" if numbered else "案号：{{ case_number }}")


def number(text: str = "案号：{{ case_number }}") -> str:
    return paragraph(text, NUMBER, after=6)


def amount(path: str) -> str:
    """人民币153222.63元（大写：壹拾伍万叁仟贰佰贰拾贰元陆角叁分）."""
    return f"人民币{{{{ {path}.digits }}}}元（大写：{{{{ {path}|rmb|replace('人民币', '') }}}}）"


def form_amount(path: str) -> tuple[str, str]:
    """The same for a form: the words on a line of their own, where they need not break."""
    return (
        paragraph(f"人民币{{{{ {path}.digits }}}}元", FORM),
        paragraph(f"（大写：{{{{ {path}|rmb|replace('人民币', '') }}}}）", FORM),
    )


def from_to() -> str:
    """From when until when; neither the day nor 上午 is said twice."""
    first, last = (f"{at}.text.split('）')[1]" for at in ("starts_at", "ends_at"))
    return (
        "{{ starts_at.text }}至{% if starts_at.iso[:10] != ends_at.iso[:10] %}"
        f"{{{{ ends_at.text }}}}{{% elif {first}[:2] != {last}[:2] %}}{{{{ {last} }}}}"
        f"{{% else %}}{{{{ {last}[2:] }}}}{{% endif %}}"
    )


def day(path: str) -> str:
    return f"{{{{ {path}|cn_date }}}}"


def short_day(path: str) -> str:
    """2026.09.28, for columns of tables."""
    return f"{{{{ {path}|replace('-', '.') }}}}"


def joined(path: str, field: str = "name", mark: str = "、") -> str:
    return f"{{{{ {path}|map(attribute='{field}')|join('{mark}') }}}}"


def clause(
    text: str,
    *,
    counter: str = "clauses",
    style: str = BODY,
    after: int = 0,
    keep: bool = False,
) -> str:
    """A paragraph with the next Chinese number; the counter is opened by `count_from_one`."""
    step = f"{{% set {counter}.n = {counter}.n + 1 %}}"
    return paragraph(f"{step}{{{{ {counter}.n|cn_num }}}}、{text}", style, after=after, keep=keep)


def count_from_one(counter: str = "clauses") -> str:
    return tag(f"set {counter} = namespace(n=0)")


def only_if(condition: str, *content: str) -> str:
    return tag(f"if {condition}") + "".join(content) + tag("endif")


def for_each(loop: str, *content: str) -> str:
    return tag(f"for {loop}") + "".join(content) + tag("endfor")


def party(path: str) -> str:
    """One party in the order the papers of courts and commissions use."""

    def optional(field: str, text: str) -> str:
        return f"{{% if {path}.{field} %}}{text}{{% endif %}}"

    def value(field: str) -> str:
        return f"{{{{ {path}.{field} }}}}"

    def located(label: str) -> str:
        return optional("address", f"，{label}{value('address')}") + optional(
            "whereabouts_unknown", "，下落不明"
        )

    standing = optional("standing", f"（{value('standing')}）")
    phone = optional("phone", f"，联系电话{value('phone')}")
    natural = (
        f"{value('role')}：{value('name')}{standing}"
        + optional("sex", f"，{value('sex')}")
        + optional("ethnicity", f"，{value('ethnicity')}")
        + optional("born_on", f"，{day(path + '.born_on')}出生")
        + located("住")
        + optional("id_no", f"，公民身份号码{value('id_no')}")
        + f"{phone}。"
    )
    organisation = (
        f"{value('role')}：{value('name')}{standing}"
        + optional("credit_code", f"，统一社会信用代码{value('credit_code')}")
        + located("住所")
        + f"{phone}。"
    )
    head = (
        f"{{% if {path}.kind == 'sole_trader' %}}经营者"
        f"{{% elif {path}.kind == 'sole_proprietorship' %}}投资人{{% else %}}"
        f"法定代表人{{% endif %}}"
        f"：{value('head')}" + f"{{% if {path}.kind == 'organisation' and {path}.head_title %}}"
        f"，{value('head_title')}{{% endif %}}"
        + f"{{% if {path}.kind != 'organisation' and {path}.id_no %}}"
        f"，公民身份号码{value('id_no')}{{% endif %}}。"
    )
    return (
        tag(f"if {path}.kind == 'natural'")
        + paragraph(natural, PARTY)
        + tag("else")
        + paragraph(organisation, PARTY)
        + only_if(f"{path}.head", paragraph(head, PARTY))
        + tag("endif")
        + only_if(
            f"{path}.guardian",
            paragraph(
                f"法定代理人：{value('guardian.name')}，系{value('name')}"
                f"的{value('guardian.relation')}，"
                f"公民身份号码{value('guardian.id_no')}，联系电话{value('guardian.phone')}。",
                PARTY,
            ),
        )
        + for_each(
            f"agent in {path}.agents or []",
            paragraph(
                "委托代理人：{{ agent.name }}，{{ agent.unit or agent.kind }}，代理权限："
                "{{ agent.scope }}。",
                PARTY,
            ),
        )
    )


def parties(*lists: str) -> str:
    return "".join(for_each(f"party in {name} or []", party("party")) for name in lists)


def signatures(*, confirmed: bool = False) -> str:
    """
    The signature area: room for pen, fingerprint and seal, one row each, no lines.

    With `confirmed` a place may say how it was confirmed elsewhere, as one may say why it is empty.
    """
    refusal = "{% if s.refusal %}（{{ s.refusal }}）{% endif %}"
    dated = BLANK_DATE
    if confirmed:
        refusal += "{% if s.confirmation %}（{{ s.confirmation }}）{% endif %}"
        dated = f"{{% if not (s.refusal or s.confirmation) %}}{BLANK_DATE}{{% endif %}}"
    person = Row(
        [
            Cell([paragraph(f"{{{{ s.role }}}} {{{{ s.name }}}}（签名、捺印）：{refusal}", SIGN)]),
            Cell([paragraph(dated, SIGN)]),
        ],
        height_mm=17,
    )
    organisation = Row(
        [
            Cell(
                [
                    paragraph("{{ s.role }}（盖章）：", SIGN),
                    paragraph(f"{{{{ s.name }}}}{refusal}", SIGN),
                ],
                align="top",
            ),
            Cell(
                [
                    paragraph("{{ s.capacity or '法定代表人或者委托代理人' }}（签名）：", SIGN),
                    paragraph("", SIGN),
                    paragraph(BLANK_DATE, SIGN),
                ],
                align="top",
            ),
        ],
        height_mm=32,
    )
    officer = Row(
        [
            Cell(
                [
                    paragraph(
                        "{{ s.role }} {{ s.signer or s.name }}"
                        f"（{{% if s.capacity %}}{{{{ s.capacity }}}}，{{% endif %}}签名）："
                        f"{refusal}",
                        SIGN,
                    )
                ]
            ),
            Cell([paragraph(dated, SIGN)]),
        ],
        height_mm=15,
    )
    return table(
        (98, TEXT_WIDTH_MM - 98),
        [
            row_tag("for s in signatures"),
            row_tag("if s.kind == 'person'"),
            person,
            row_tag("elif s.kind == 'organisation'"),
            organisation,
            row_tag("else"),
            officer,
            row_tag("endif"),
            row_tag("endfor"),
        ],
        borders=False,
    )


def closing(*, issuer: str = "mediation_body", seal: str = "（盖章）") -> str:
    """Name, seal place and date of the issuing body."""
    return paragraph(f"{{{{ {issuer}.name }}}}{seal}", CLOSING, before=24, keep=True) + paragraph(
        "{{ made_on|cn_date_upper }}", CLOSING
    )


def contact() -> str:
    return paragraph(
        "联系人：{{ contact.name }}，联系电话：{{ contact.phone }}。",
        keep=True,
    )


def form(
    rows: Sequence[tuple[str, str | Sequence[str]] | tuple[str, str, str, str] | Row | str],
    *,
    height_mm: float = 11,
) -> str:
    """A registration form: label and value, or two pairs side by side."""
    made: list[Row | str] = []
    for row in rows:
        if not isinstance(row, tuple):
            made.append(row)
        elif len(row) == 2:
            made.append(Row([Cell(row[0], LABEL), Cell(row[1], FORM, span=3)], height_mm=height_mm))
        else:
            made.append(
                Row(
                    [
                        Cell(row[0], LABEL),
                        Cell(row[1], FORM),
                        Cell(row[2], LABEL),
                        Cell(row[3], FORM),
                    ],
                    height_mm=height_mm,
                )
            )
    return table((30, 50, 30, 46), made)


def spacer() -> str:
    return paragraph("", CELL, keep=True)


def letter(
    body: str,
    *,
    title: str,
    issuer: str = "authority",
    addressee: str = "{{ recipient }}",
    attachments: str | None = "attachments",
    copies_to: str | None = "copies_to",
    contact: bool = True,
) -> str:
    """
    An official letter (公函) from its number to the copies; `body` in the styles LETTER….

    The last paragraph of the body asks to be kept (`keep=True`): no page carries a closing alone.
    `attachments` and `copies_to` name lists of texts in the context, or None where a letter never
    has any. A sheet that is attached follows with `annex`.
    """
    return (
        paragraph("{{ number }}", LETTER_NUMBER)
        # Two lines above it and one below; with its own line, four whole lines of the grid.
        + paragraph(title, LETTER_TITLE, before=57, after=27)
        + paragraph(f"{addressee}：", LETTER_PLAIN)
        + body
        + (_attachments(attachments) if attachments else "")
        + _letter_signed(issuer)
        + (
            paragraph(
                "（联系人：{{ contact.name }}，联系电话：{{ contact.phone }}）", LETTER, keep=True
            )
            if contact
            else ""
        )
        + (
            only_if(
                copies_to,
                paragraph(f"抄送：{{{{ {copies_to}|join('，') }}}}。", LETTER_COPIES, before=29),
            )
            if copies_to
            else ""
        )
    )


def _attachments(name: str) -> str:
    """The note under the text: 附件：1. …, the names under one another."""
    return only_if(
        name,
        tag(f"if {name}|length == 1"),
        paragraph(f"附件：{{{{ {name}[0] }}}}", LETTER_ATTACHMENT, before=29, keep=True),
        tag("else"),
        paragraph(f"附件：1. {{{{ {name}[0] }}}}", LETTER_ATTACHMENTS, before=29, keep=True),
        for_each(
            f"attached in {name}[1:]",
            paragraph("{{ loop.index + 1 }}. {{ attached }}", LETTER_NEXT_ATTACHMENT, keep=True),
        ),
        tag("endif"),
    )


_CENTRED_NAME = 16
_DATE_PLACE_MM = 90


def _letter_signed(issuer: str) -> str:
    """
    The issuer's name centred over the date, which ends four characters from the right edge.

    A name that would not fit stands two characters from the edge instead.
    """
    name, date = f"{{{{ {issuer}.name }}}}", "{{ made_on|cn_date }}"
    return (
        tag(f"if {issuer}.name|length <= {_CENTRED_NAME}")
        + paragraph("", LETTER_PLAIN, keep=True)
        + table(
            (TEXT_WIDTH_MM - _DATE_PLACE_MM, _DATE_PLACE_MM),
            [
                Row(
                    [
                        Cell([paragraph("", LETTER_SIGNED)]),
                        Cell(
                            [
                                paragraph(name, LETTER_SIGNED, before=29),
                                paragraph(date, LETTER_DATE, keep=True),
                            ]
                        ),
                    ]
                )
            ],
            borders=False,
            side_margin_mm=0,
        )
        + tag("else")
        + paragraph(name, LETTER_SIGNED_WIDE, before=58, keep=True)
        + paragraph(date, LETTER_DATE, keep=True)
        + tag("endif")
    )


def annex(name: str, *, mark: str = "附件") -> str:
    """The head of a sheet attached to a letter, on a page of its own."""
    return paragraph(mark, LETTER_ANNEX, page_break=True) + paragraph(
        name, LETTER_TITLE, before=29, after=29
    )
