"""举证: what a party hands in to the tribunal, or the tribunal has obtained itself."""

from datetime import date

from django.db import transaction
from django.db.models import Max

from adjudication.choices import ArbitrationState
from adjudication.models import Arbitration
from adjudication.operations.records import begin, note
from adjudication.permissions import can_conduct
from adjudication.queries import everybody, speaking
from cases.models import Evidence, Party
from documents import store
from documents.scans import Scan
from mediation.models import EvidenceCopy
from staff.models import User
from staff.refusals import ActRefused

OWN = "仲裁庭调取"


@transaction.atomic
def hand_in_evidence(
    *,
    arbitration: Arbitration,
    name: str,
    kind: str,
    proves: str,
    scan: Scan,
    by: User,
    on: date,
    party: Party | None = None,
) -> Evidence:
    """
    提交证据: one piece with its copy, shown in the hearing and cited in findings by its number.

    `scan` is what is left of the upload after it was looked through and drawn anew. Without
    `party` the tribunal has obtained it itself.

    Raises:
        ActRefused: not a party of this case (V-P1), no name, or nothing it is to prove (ARB-39).
    """
    arbitration = begin(arbitration, can_conduct, by, ArbitrationState.ACCEPTED)
    sides = {p.pk for p in (*everybody(arbitration), *speaking(arbitration))}
    sides |= set(arbitration.applicants.values_list("pk", flat=True))
    if party is not None and party.pk not in sides:
        raise ActRefused(f"{party.name}不是本案的当事人，不能提交证据。", source="V-P1")
    if not name.strip() or not proves.strip():
        raise ActRefused("请写明证据的名称和要证明什么。", source="ARB-39")
    last = arbitration.case.evidence.aggregate(no=Max("no"))["no"] or 0
    piece = Evidence(
        case=arbitration.case,
        no=last + 1,
        name=name.strip(),
        kind=kind,
        pages=scan.pages,
        proves=proves.strip(),
        by=party,
        by_label=party.name if party else OWN,
    )
    piece.save()
    file = store.put(scan.content, media_type="application/pdf")
    EvidenceCopy(evidence=piece, file=file, by=by, added_on=on).save()
    due = arbitration.evidence_due_on
    late = bool(party and due and on > due)
    note(
        arbitration,
        "hand_in_evidence",
        by=by,
        on=on,
        party=party,
        summary=f"{piece.by_label}提交证据{piece.no}“{piece.name}”（{scan.pages}页）"
        + (f"，已过举证期限{due:%Y-%m-%d}" if late and due else ""),
        facts={"evidence": piece.no, "sha256": file.pk, "late": late},
    )
    return piece
