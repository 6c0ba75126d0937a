"""Scans of a party's papers and of the evidence: taken in, and turned the right way up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cases.choices import LicenceState
from cases.models import Case, Evidence, IdentityPaper, Party
from cases.operations import lock_case, record, record_identity_papers, require
from cases.permissions import can_edit_case
from confirmation.models import EvidenceScan
from documents import scans, store
from documents.models import StoredFile
from documents.operations import PDF
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@dataclass(frozen=True)
class Copy:
    """One paper that proves who a party is; without `content` the copy there is stays."""

    name: str
    pages: int
    content: bytes | None = None


@transaction.atomic
def record_party_papers(
    *,
    party: Party,
    papers: Sequence[Copy],
    registered_name: str,
    licence_state: LicenceState,
    by: User,
    on: date,
) -> tuple[int, ...]:
    """
    登记身份证明 with the scans; returns the pages, through all scans, that came upside down.

    Raises:
        ActRefused: as record_identity_papers, or a scan cannot go into a packet.
    """
    kept = {p.name: p for p in party.identity_papers.all()}
    rows: list[tuple[str, int, str]] = []
    doubtful: list[int] = []
    for paper in papers:
        if paper.content is None:
            before = kept.get(paper.name)
            rows.append((paper.name, paper.pages, before.file_sha256 if before else ""))
            continue
        scan = scans.as_pages(paper.content)
        rows.append((paper.name, scan.pages, store.put(scan.content, media_type=PDF).pk))
        doubtful += scan.doubtful
    record_identity_papers(
        party=party,
        papers=rows,
        registered_name=registered_name,
        licence_state=licence_state,
        by=by,
        on=on,
    )
    return tuple(doubtful)


@transaction.atomic
def attach_evidence(*, evidence: Evidence, content: bytes, by: User, on: date) -> scans.Scan:
    """
    上传证据复印件: the scan of one piece of evidence, in place of the one there was.

    Raises:
        ActRefused: the scan cannot go into a packet.
    """
    case = lock_case(evidence.case)
    require(can_edit_case(by, case))
    scan = scans.as_pages(content)
    _keep_evidence(evidence, scan, by=by, on=on, reason="上传证据复印件")
    record(
        case,
        "attach_evidence",
        by=by,
        on=on,
        summary=f"上传{evidence}的复印件{scan.pages}页",
        facts={"evidence": evidence.no, "pages": scan.pages},
    )
    return scan


def _keep_evidence(
    evidence: Evidence, scan: scans.Scan, *, by: User, on: date, reason: str
) -> None:
    row = EvidenceScan.objects.filter(evidence=evidence).first() or EvidenceScan(evidence=evidence)
    row.file = store.put(scan.content, media_type=PDF)
    row.pages, row.added_by, row.added_on = scan.pages, by, on
    save_with_reason(row, by=by, reason=reason)


@transaction.atomic
def turn_page(
    *, enclosure: IdentityPaper | Evidence, page: int, degrees: int, by: User, on: date
) -> None:
    """
    旋转一页 of the scan of an identity paper or a piece of evidence, clockwise.

    Raises:
        ActRefused: there is no scan, no such page, or no quarter turn.
    """
    case = lock_case(case_of(enclosure))
    require(can_edit_case(by, case))
    file = file_of(enclosure)
    if file is None:
        raise ActRefused("还没有扫描件，请先上传。", source="V-H1")
    scan = scans.turned(store.get(file), page=page, degrees=degrees)
    reason = f"第{page}页旋转{degrees}度"
    if isinstance(enclosure, Evidence):
        _keep_evidence(enclosure, scan, by=by, on=on, reason=reason)
        return
    enclosure.file_sha256 = store.put(scan.content, media_type=PDF).pk
    save_with_reason(enclosure, by=by, reason=reason)


def case_of(enclosure: IdentityPaper | Evidence) -> Case:
    return enclosure.case if isinstance(enclosure, Evidence) else enclosure.party.case


def file_of(enclosure: IdentityPaper | Evidence) -> StoredFile | None:
    """Return the scan of a paper or a piece of evidence, if there is one."""
    if isinstance(enclosure, Evidence):
        scan = EvidenceScan.objects.filter(evidence=enclosure).select_related("file").first()
        return scan.file if scan else None
    return StoredFile.objects.filter(pk=enclosure.file_sha256).first()
