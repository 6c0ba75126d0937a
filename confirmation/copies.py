"""
随附的扫描件: what the court looks for behind the papers and will not find there.

Paper originals may go to the court another way; then whoever sends the packet says how.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cases.models import Case, Party
from confirmation.choices import ReturnReason
from documents.choices import SignatureLevel
from mediation.models import Agreement


class Lacking(NamedTuple):
    """One kind of scan that is not enclosed: under which reason it would come back, and what."""

    reason: ReturnReason
    what: str
    sentence: str  # to whoever prepares the packet


def lacking(case: Case, agreement: Agreement, parties: Sequence[Party]) -> Iterator[Lacking]:
    """Return what is not enclosed: the signed agreement, copies of identity, copies of evidence."""
    on_paper = agreement.signatures.exclude(level=SignatureLevel.DRAWN)
    if on_paper.exists() and not agreement.document.scans.exists():
        yield Lacking(
            ReturnReason.NO_SEAL,
            "签名盖章的调解协议书",
            "随附的调解协议书没有签名、盖章：请上传签署件，或者把原件另送法院。",
        )
    shown = [(p, list(p.identity_papers.all())) for p in parties]
    without = [p for p, papers in shown if papers and not any(x.file_sha256 for x in papers)]
    if without:
        who = without[0].name + (f"等{len(without)}方" if len(without) > 1 else "")
        yield Lacking(
            ReturnReason.NO_IDENTITY_PAPERS,
            f"{who}的身份证明复印件",
            f"{who}的身份证明只有目录、没有扫描件：请补交，或者把复印件另送法院。",
        )
    pieces = case.evidence.filter(submitted=True)
    bare = pieces.filter(scan__isnull=True).count()
    if bare:
        yield Lacking(
            ReturnReason.SUSPECTED_SHAM,
            f"证据目录中{bare}件证据的复印件",
            f"证据目录列{pieces.count()}件，{bare}件没有复印件：请补交，或者另送法院。",
        )
