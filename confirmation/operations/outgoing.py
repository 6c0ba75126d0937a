"""
One version of a packet: drawn while nothing is locked, kept only while what it is drawn from holds.

Laying out some hundred pages takes seconds, and whoever locks the case makes everybody else wait
(on SQLite the whole office). So it is drawn from what is registered now; under the lock all checks
are made again and what it was drawn from is asked for again. If that has moved, nothing is sent.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cases.models import Case, Party
from cases.operations import meet_deadline, record, require, start_deadline
from confirmation import packets, papers
from confirmation.checks import Filing, Finding, findings
from confirmation.choices import UNSENT, ApplicationState
from confirmation.copies import Lacking, lacking
from confirmation.models import Application, Packet, PacketItem, ReturnItem
from confirmation.operations.drafting import (
    is_outdated,
    locked_for,
    refuse_what_would_return,
    require_state,
    says,
)
from confirmation.permissions import can_apply
from documents.models import Document
from documents.operations import Moved, draw_document, keep_document
from documents.packet import drawn_from
from mediation.models import Agreement, InstalmentShare
from mediation.routes import deadline_of
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

# The court may ask for smaller batches; this is the centre's own habit (catalogue of forms, C04).
BATCH_LIMIT = 50
_WHERE = {
    ApplicationState.DRAFT: "不能再次提交",
    ApplicationState.RETURNED: "没有待补正的材料",
}
Asked = list[tuple[str, str, dict]]


@dataclass
class Outgoing:
    """A packet that is drawn and not sent: its papers and rows are made, none of them is saved."""

    application: Application
    state: ApplicationState  # at which it is sent: as a draft, or after a return
    answers: Sequence[str]
    approved_by: User
    by: User
    on: date
    basis: str
    papers: list[Document]
    items: list[PacketItem]
    packet: Packet


def draw_packet(
    *,
    application: Application,
    state: ApplicationState,
    approved_by: User,
    by: User,
    on: date,
    answers: Sequence[str] = (),
    originals: str = "",
) -> Outgoing:
    """
    Check everything, make C03, C05–C08, the letter and, after a return, the reply; draw the packet.

    `originals` tells the court how it gets what is not enclosed as a scan.

    Raises:
        ActRefused: any reason for which the court would return it; a scan that is not enclosed,
            and nothing said of its original (JC-04); a point without an answer (C10).
    """
    application = Application.objects.get(pk=application.pk)
    case = application.case
    require(can_apply(by, case))
    require_state(application, state, act=_WHERE[state])
    found = checked(application, on=on)
    missing = refuse_incomplete(application, originals)
    last = application.packets.order_by("-version").first()
    points = points_of(last, answers)
    applied = papers.Applied(application, on=on)
    asked = _asked(applied, by)
    basis = _drawn_from(applied, asked, by=by)
    version = last.version + 1 if last else 1
    own = _own_papers(application, asked, last, by=by, on=on)
    if last:
        told = papers.reply(
            applied, last.returned, answers, version=version, approved_by=approved_by
        )
        own.append(_draw(case, "C10R", told, application.court.name, by=by, on=on))
    along = [*application.sheets, *own, *_of_the_file(application)]
    inside = packets.listed(along)
    scans = packets.enclosed(application, along, after=len(inside))
    comes = originals.strip().rstrip("。")
    listed = papers.referral(
        applied,
        [*inside, *scans],
        handler=by,
        approved_by=approved_by,
        batch_limit=BATCH_LIMIT,
        separately=f"{'、'.join(one.what for one in missing)}，{comes}。" if missing else "",
    )
    letter = _draw(case, "C04", listed, application.court.name, by=by, on=on)
    for scan in scans:  # the letter itself comes before everything it lists
        scan.no += 1
    items = [*packets.listed([letter, *along]), *scans]
    told = {one.sentence: f"没有随附{one.what}，原件另送：{comes}。" for one in missing}
    to_look = [
        {"code": f.reason, "sentence": told.get(f.sentence, f.sentence)} for f in found if f.look
    ]
    packet = packets.make(application, items, version=version, on=on, to_look=to_look)
    packet.sent_by = by
    if last:
        said = {p.about: f"{p.what}：{a}" for p, a in zip(points, answers, strict=True) if p.about}
        packet.changes = packets.changed(last, items, said)
    new = [paper for paper in [*own, letter] if not paper.pk]
    return Outgoing(application, state, answers, approved_by, by, on, basis, new, items, packet)


@transaction.atomic
def keep_packet(outgoing: Outgoing) -> Application:
    """
    Send what was drawn; the court's clock starts.

    Raises:
        Moved: what is registered is no longer what it was drawn from; draw it anew.
        ActRefused: as for the drawing: everything is checked again.
    """
    by, on, packet = outgoing.by, outgoing.on, outgoing.packet
    case, application = locked_for(
        outgoing.application, outgoing.state, by=by, act=_WHERE[outgoing.state]
    )
    checked(application, on=on)
    applied = papers.Applied(application, on=on)
    if _drawn_from(applied, _asked(applied, by), by=by) != outgoing.basis:
        raise Moved
    last = application.packets.order_by("-version").first()
    for point, answer in zip(points_of(last, outgoing.answers), outgoing.answers, strict=True):
        point.answer = answer.strip()
        point.save(update_fields=["answer"])
    for paper in outgoing.papers:
        keep_document(document=paper, by=by)
    packet.application = application
    packet.save()
    for item in outgoing.items:
        item.packet = packet
    PacketItem.objects.bulk_create(outgoing.items)
    application.state = ApplicationState.SENT
    save_with_reason(application, by=by, reason=f"提交材料包第{packet.version}版")
    record(
        case,
        "apply_for_confirmation" if last is None else "resubmit_packet",
        by=by,
        on=on,
        summary=f"向{application.court.name}提交司法确认材料包第{packet.version}版"
        f"（{application.workers.count()}名劳动者）",
        facts={
            "court": application.court.name,
            "version": packet.version,
            "items": [item.code for item in outgoing.items],
        },
    )
    thirty = deadline_of(application.agreement, "JC-01")
    if thirty and not _unapplied(application.agreement):
        first = _first_sent(application)
        meet_deadline(case=case, rule="JC-01", on=first, by=by, suffix=thirty.suffix)
    start_deadline(
        case=case,
        rule="JC-09",
        event="提交司法确认申请",
        trigger=on,
        by=by,
        suffix=application.clock,
    )
    return application


def checked(application: Application, *, on: date) -> list[Finding]:
    """Return what only a person can judge; refuse what the court would return."""
    found = findings(Filing(application, list(application.signed_by.all()), on))
    refuse_what_would_return(found)
    if is_outdated(application):
        raise ActRefused(
            "申请书与现在登记的内容不一致，法院会退回。",
            source="V-C1",
            suggest="请重新制作申请书，双方签名后再提交。",
        )
    return found


def refuse_incomplete(application: Application, originals: str) -> list[Lacking]:
    """
    Return what is not enclosed; `originals` says how the court gets it.

    Raises:
        ActRefused: something is not enclosed and nobody says how the court gets it (JC-04).
    """
    parties = [*application.workers.all(), *application.others.all()]
    lacks = list(lacking(application.case, application.agreement, parties))
    if lacks and not originals.strip():
        raise ActRefused(
            f"材料包不完整。{''.join(one.sentence for one in lacks)}",
            source="JC-04",
            suggest="请补交扫描件；原件另送法院的，写明由谁、哪一天、怎样送交。",
        )
    return lacks


def points_of(last: Packet | None, answers: Sequence[str]) -> list[ReturnItem]:
    """Return what the court asked for with the last packet, each of which has its answer."""
    points = list(last.returned.items.all()) if last else []
    if len(answers) != len(points) or any(not answer.strip() for answer in answers):
        raise ActRefused(f"法院提出{len(points)}项补正要求，请逐项答复。", source="C10")
    return points


def _drawn_from(applied: papers.Applied, asked: Asked, *, by: User) -> str:
    """Return everything the packet is made from, to be compared and not to be read."""
    application = applied.application
    court, agreement = application.court, application.agreement
    along = [*application.sheets, *_of_the_file(application)]
    parties = [*applied.workers, *applied.others]
    last = application.packets.order_by("-version").values_list("version", flat=True).first()
    body = application.case.mediation_body
    front = [court.name, agreement.number, body.name if body else "", last]
    letter = papers.referral(applied, [], handler=by, approved_by=by, batch_limit=BATCH_LIMIT)
    whole = [
        front,
        str(application.confirm_by),
        asked,
        letter,
        drawn_from(application.case, along, parties),
    ]
    return json.dumps(whole, ensure_ascii=False, sort_keys=True)


def _asked(applied: papers.Applied, by: User) -> Asked:
    """Return the papers that are made for the packet: code, for whom, what they say."""
    return [
        ("C03", "", papers.certificate(applied)),
        ("C05", "", papers.evidence(applied, handler=by)),
        *(
            ("C06", names, papers.service_address(applied, group))
            for names, group in _by_address(applied)
        ),
        ("C07", "", papers.identity(applied, handler=by)),
        ("C08", "", papers.information(applied)),
    ]


def _own_papers(
    application: Application, asked: Asked, last: Packet | None, *, by: User, on: date
) -> list[Document]:
    """Return these papers; one that the last packet has and that says the same stays."""
    earlier = {
        (item.code, item.document.recipient): item.document
        for item in (last.items.select_related("document") if last else ())
        if item.document and item.code.startswith("C") and item.code not in ("C04", "C10R")
    }
    made = []
    for code, recipient, fields in asked:
        before = earlier.get((code, recipient))
        if before and says(before, fields):
            made.append(before)
        else:
            made.append(
                _draw(application.case, code, fields, recipient, by=by, on=on, before=before)
            )
    return made


def _draw(
    case: Case,
    code: str,
    fields: dict,
    recipient: str,
    *,
    by: User,
    on: date,
    before: Document | None = None,
) -> Document:
    return draw_document(
        case=case, code=code, fields=fields, by=by, on=on, recipient=recipient, supersedes=before
    )


def _by_address(applied: papers.Applied) -> list[tuple[str, list[Party]]]:
    """Return the parties who confirmed one address together, with how that group is called."""
    groups: dict[tuple, list[Party]] = {}
    for party in [*applied.workers, *applied.others]:
        confirmed = papers.blocks.service_address_of(party)
        if confirmed is None:
            continue
        same = (party.is_worker, confirmed.address if party.is_worker else party.pk)
        groups.setdefault(same, []).append(party)
    return [(papers.blocks.crew_text(group), group) for group in groups.values()]


def _of_the_file(application: Application) -> list[Document]:
    """The papers of the mediation that go along: agreement, annex, rights notice, payments."""
    codes = ["D04", "D07", "D15"]
    along = application.case.documents.current().filter(code__in=codes).order_by("id")
    agreement = application.agreement
    return [agreement.document, *filter(None, [agreement.annex]), *along]


def _first_sent(application: Application) -> date:
    """Return the day the two sides applied: when the first packet went out."""
    return application.packets.order_by("version").values_list("sent_on", flat=True)[0]


def _unapplied(agreement: Agreement) -> bool:
    """Whether some worker of the agreement has not applied yet; a draft is no application."""
    workers = InstalmentShare.objects.filter(instalment__agreement=agreement)
    asked = Party.objects.filter(
        confirmations__in=agreement.confirmations.exclude(state__in=UNSENT)
    )
    return workers.exclude(worker__in=asked).exists()
