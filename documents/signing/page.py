"""The signature page of a signed copy: who signed which text, when, at which level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from documents import docxzip, qr
from documents.drafting.writing import (
    BODY,
    CELL_CENTRE,
    CELL_HEAD,
    FORM,
    TITLE,
    Cell,
    Row,
    docx,
    paragraph,
    picture,
    table,
)

TITLE_TEXT = "签　署　页"
_SIGNED_HIGH_MM = 11.0
_SIGNED_WIDE_MM = 24.0
_EXPLAINED = (
    "签署等级：“纸质扫描”指在纸质文本上签署，原件归档；“屏幕手写”指在签名板上书写，笔迹与上列摘要"
    "一并保存；“平台签章”指由本系统的证书签署，证明文件自签章起未被改动、由登录本系统的人办理。"
    "以上各级都不称为可靠的电子签名，不以本页表示其与手写签名或者盖章具有同等效力。"
)


@dataclass(frozen=True)
class SignedLine:
    """One row; `png` is the drawn signature with its width over its height."""

    role: str
    signer: str
    level: str
    placed_on: date
    bound: str
    png: bytes = b""
    ratio: float = 1.0


def signature_page(
    lines: Iterable[SignedLine], *, title: str, number: str, sha256: str, verify_text: str
) -> bytes:
    """The .docx of the page; drawn signatures stand in their row."""
    lines = list(lines)
    called = f"《{title}》" + (f"（{number}）" if number else "")
    heads = ("序号", "身份", "签署人", "签署等级", "签署日", "笔迹", "绑定摘要")
    rows: list[Row | str] = [Row([Cell(head, CELL_HEAD) for head in heads], header=True)]
    pictures: list[tuple[str, bytes]] = []
    for place, line in enumerate(lines, 1):
        shown = paragraph("—", CELL_CENTRE)
        if line.png:
            pictures.append((f"word/media/signed{place}.png", line.png))
            shown = _drawn(f"rId{100 + place}", line)
        rows.append(
            Row(
                [
                    Cell(str(place), CELL_CENTRE),
                    Cell(line.role, CELL_CENTRE),
                    Cell(line.signer, CELL_CENTRE),
                    Cell(line.level, CELL_CENTRE),
                    Cell(f"{line.placed_on:%Y.%m.%d}", CELL_CENTRE),
                    Cell([shown]),
                    Cell(line.bound, CELL_CENTRE),
                ],
                height_mm=_SIGNED_HIGH_MM + 2 if line.png else 9,
            )
        )
    body = (
        paragraph(TITLE_TEXT, TITLE, after=8)
        + paragraph(f"下列各人签署的是{called}，所签文本（PDF）的 SHA-256 摘要为：", BODY)
        + paragraph(sha256, FORM, after=6)
        + table((9, 28, 27, 19, 23, 28, 22), rows)
        + paragraph(_EXPLAINED, FORM, before=8)
    )
    made = docx(body, footer_note=f"{number or title}　签署页")
    return _with_pictures(
        made, pictures, [100 + n for n, li in enumerate(lines, 1) if li.png], verify_text
    )


def _drawn(relation: str, line: SignedLine) -> str:
    wide = min(_SIGNED_HIGH_MM * line.ratio, _SIGNED_WIDE_MM)
    run = picture(relation, f"{line.signer}的手写签名", wide, wide / line.ratio)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{CELL_CENTRE}"/>'
        f'<w:spacing w:line="240" w:lineRule="auto"/></w:pPr>{run}</w:p>'
    )


def _with_pictures(
    made: bytes, pictures: list[tuple[str, bytes]], ids: list[int], verify_text: str
) -> bytes:
    members = docxzip.read(made)
    relations = next(m for m in members if m.name == "word/_rels/document.xml.rels")
    links = "".join(
        f'<Relationship Id="rId{number}" Type="http://schemas.openxmlformats.org/officeDocument/'
        f'2006/relationships/image" Target="{name.removeprefix("word/")}"/>'
        for number, (name, _) in zip(ids, pictures, strict=True)
    )
    changed = {
        relations.name: relations.content().replace(
            b"</Relationships>", f"{links}</Relationships>".encode()
        ),
        qr.MEMBER: qr.picture(verify_text),
    }
    members += [docxzip.pack(name, content) for name, content in pictures]
    return docxzip.write(members, changed)
