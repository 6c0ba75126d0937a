"""Making a stored paper again from its own template and data, and saying what came of it."""

import hashlib
from dataclasses import dataclass

from documents import store
from documents.choices import RegenerationResult
from documents.docxzip import NotADocx
from documents.layout.fonts import FontsMissing, GlyphMissing
from documents.layout.vocabulary import UnsupportedElement
from documents.models import Document, StoredFile
from documents.office import OfficeFailed
from documents.pdf import font_digest
from documents.registry import fonts, made_by, make
from documents.render import TemplateFault, render

KEPT = "存档文件没有改动，仍以存档为准。"


@dataclass(frozen=True)
class Outcome:
    """What was compared, in one Chinese paragraph; the digests are those of the new files."""

    result: RegenerationResult
    sentence: str
    docx_sha256: str = ""
    pdf_sha256: str = ""


def compare(document: Document) -> Outcome:
    """
    Make the paper again and compare both files with those on record.

    What stands in the way (template lost, data altered, a font gone) is an outcome, no error.
    """
    text = document.context_json.encode()
    if hashlib.sha256(text).hexdigest() != document.context_sha256:
        return _impossible(
            document, "存档数据与出具时登记的数据摘要不符，不能重新生成；请由管理员查明原因。"
        )
    try:
        template = store.get(document.template)
    except store.FileDamaged:
        return _impossible(
            document,
            f"存档的模板（SHA-256 {_short(document.template_id)}）缺失或者已损坏，不能重新生成；"
            "请从备份恢复这个文件后再试。",
        )
    try:
        docx = render(template, document.context)
        made = make(docx, title=document.title, created=document.issued_on, fonts=fonts())
    except (FontsMissing, GlyphMissing) as missing:
        return _impossible(document, f"现有字体排不出这份文书：{missing}{_used(document)}")
    except (TemplateFault, UnsupportedElement, NotADocx, OfficeFailed) as fault:
        return _impossible(document, f"现在的程序不能再用存档的模板生成：{fault}")
    docx_sha256, pdf_sha256 = (
        hashlib.sha256(content).hexdigest() for content in (docx, made.content)
    )
    same = {
        "Word 文件": docx_sha256 == document.docx_id,
        "PDF 文件": pdf_sha256 == document.pdf_id,
    }
    done = (
        f"已用存档模板（SHA-256 {_short(document.template_id)}）"
        f"和存档数据（SHA-256 {_short(document.context_sha256)}）重新生成："
    )
    lost = _lost(document)
    if all(same.values()):
        sentence = f"{done}Word 文件和 PDF 文件都与存档登记的摘要逐字节一致。{lost}"
        return Outcome(RegenerationResult.SAME, sentence, docx_sha256, pdf_sha256)
    verdicts = "，".join(
        f"{name}{'一致' if is_same else '不一致'}" for name, is_same in same.items()
    )
    sentence = f"{done}{verdicts}。{_why(document, made.fonts)}{lost or KEPT}"
    return Outcome(RegenerationResult.DIFFERENT, sentence, docx_sha256, pdf_sha256)


def fonts_gone_or_changed(document: Document) -> list[str]:
    """The files the paper was drawn with that are not there any more, or are other files now."""
    try:
        installed = fonts()
    except FontsMissing:
        return sorted(document.fonts)
    paths = {name: installed.path_of(name) for name in document.fonts}
    return sorted(
        name
        for name, digest in document.fonts.items()
        if (path := paths[name]) is None or font_digest(path) != digest
    )


def changed_fonts(document: Document, now: dict[str, str]) -> list[str]:
    """The font files that are new, gone or other than when the paper was issued."""
    names = document.fonts.keys() | now.keys()
    return sorted(name for name in names if document.fonts.get(name) != now.get(name))


def _impossible(document: Document, sentence: str) -> Outcome:
    return Outcome(RegenerationResult.IMPOSSIBLE, f"{sentence}{_lost(document) or KEPT}")


def _why(document: Document, now: dict[str, str]) -> str:
    reasons = []
    if changed := changed_fonts(document, now):
        reasons.append(f"出具之后字体有变（{'、'.join(changed)}）")
    if document.engine != made_by():
        before = document.engine or "（未登记）"
        reasons.append(f"生成程序由{before}变为{made_by()}")
    if not reasons:
        return "字体和生成程序都没有变，请由管理员查明原因。"
    return f"原因：{'；'.join(reasons)}。"


def _used(document: Document) -> str:
    return f"出具时使用的字体：{'、'.join(document.fonts)}。" if document.fonts else ""


def _lost(document: Document) -> str:
    files: dict[str, StoredFile] = {"Word": document.docx, "PDF": document.pdf}
    lost = []
    for name, file in files.items():
        try:
            store.get(file)
        except store.FileDamaged:
            lost.append(name)
    if not lost:
        return ""
    return f"存档的 {' 和 '.join(lost)} 文件缺失或者已损坏，请由管理员从备份恢复。"


def _short(digest: str) -> str:
    return f"{digest[:16]}…"
