"""通知与送达: to the respondent, of the evidence; and what follows from the day of service."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction

from adjudication.choices import ArbitrationState, ClockChange
from adjudication.models import Arbitration
from adjudication.operations.clock import move_clock
from adjudication.operations.records import begin, issue, keep, meet, note, start
from adjudication.papers import forming, notices
from adjudication.permissions import can_conduct, can_run_docket
from adjudication.queries import (
    addressees,
    everybody,
    is_collective,
    next_hearing,
    paper,
    papers,
    respondents,
    suffix_for,
)
from cases.models import Party
from cases.queries import current_calendar
from documents.models import Document, Service
from documents.service import operations as delivering
from documents.service.choices import Outcome
from documents.service.operations import Delivery, Proof
from documents.service.queries import kind_of, served_on
from law.service import never
from law.time_limits import last_day
from staff.models import User
from staff.refusals import ActRefused, Caution

ACCEPTED, SUSPENDED = ArbitrationState.ACCEPTED, ArbitrationState.SUSPENDED


@transaction.atomic
def notify_respondent(
    *,
    arbitration: Arbitration,
    respondent: Party,
    by: User,
    on: date,
    handed_over_on: date | None = None,
    enclosures: Sequence[str] = forming.ENCLOSURES,
) -> Document:
    """
    应诉通知: make A03 for one respondent; handed over on the spot it says until when to answer.

    The copy goes with it by `serve`; the answer period runs from that day (ARB-10).
    """
    arbitration = begin(arbitration, can_run_docket, by, ACCEPTED)
    if not arbitration.respondents.filter(pk=respondent.pk).exists():
        raise ActRefused(f"{respondent.name}不是本案的被申请人。", source="ARB-09")
    due = None
    if handed_over_on:
        due = last_day("ARB-10", handed_over_on, current_calendar()).due_on
    event = note(
        arbitration,
        "notify_respondent",
        by=by,
        on=on,
        party=respondent,
        summary=f"通知{respondent.name}应诉" + (f"，答辩至{due:%Y-%m-%d}" if due else ""),
    )
    fields = forming.to_respondent(
        arbitration,
        respondent,
        handed_over_on=handed_over_on,
        answer_due=due,
        enclosures=enclosures,
        contact=by,
    )
    return issue(arbitration, "A03", fields, event=event, by=by, on=on, party=respondent)


@transaction.atomic
def order_evidence(
    *,
    arbitration: Arbitration,
    to: Sequence[Party],
    due_on: date,
    by: User,
    on: date,
    employer_must_produce: Sequence[str] = (),
) -> list[Document]:
    """举证通知: until when evidence is brought, and what the employer has to produce (ARB-39)."""
    arbitration = begin(arbitration, can_conduct, by, ACCEPTED)
    arbitration.evidence_due_on = due_on
    keep(arbitration, by=by, reason="确定举证期限")
    event = note(
        arbitration,
        "order_evidence",
        by=by,
        on=on,
        summary=f"举证期限至{due_on:%Y-%m-%d}",
        facts={"must_produce": list(employer_must_produce)},
    )
    made = []
    for party in to:
        fields = notices.evidence(
            arbitration, party, due_on=due_on, must_produce=employer_must_produce, contact=by
        )
        made.append(issue(arbitration, "A08", fields, event=event, by=by, on=on, party=party))
    return made


@transaction.atomic
def serve(
    *,
    arbitration: Arbitration,
    documents: Sequence[Document],
    party: Party,
    delivery: Delivery,
    by: User,
    on: date,
    arrived_at: datetime | None = None,
) -> tuple[list[Service], list[Caution]]:
    """
    送达: bring papers to one party in one round; make A09; start what runs from the day of service.

    `arrived_at` is when an electronic sending reached the party's system. Either every paper is
    recorded or none. Returns the rows and what the clerk should know.

    Raises:
        ActRefused: the way may not serve one of the papers (SUM-04, ARB-34 …), or proof lacks.
    """
    arbitration = begin(arbitration, can_conduct, by, *ArbitrationState)
    if not documents:
        raise ActRefused("请选择要送达的文书。", source="A09")
    rows = [
        delivering.record_service(document=paper, party=party, delivery=delivery, by=by, on=on)
        for paper in documents
    ]
    return rows, _after(arbitration, party, rows, arrived_at, by=by, on=on)


@transaction.atomic
def leave_refused(
    *,
    arbitration: Arbitration,
    documents: Sequence[Document],
    party: Party,
    reason: str,
    done_on: date,
    by: User,
    on: date,
    address: str = "",
    receiver: str = "",
    witnesses: Sequence[str] = (),
    proofs: Sequence[Proof] = (),
) -> tuple[list[Service], list[Caution]]:
    """
    拒收、留置: nobody would sign; with a photograph or video the papers are left and served so.

    Without proof only the refusal is recorded. Raises:
        ActRefused: nobody witnessed it and nothing shows it (ARB-34).
    """
    arbitration = begin(arbitration, can_conduct, by, *ArbitrationState)
    if not documents:
        raise ActRefused("请选择要送达的文书。", source="A09")
    rows = [
        delivering.record_refusal(
            document=paper,
            party=party,
            reason=reason,
            done_on=done_on,
            address=address,
            receiver=receiver,
            witnesses=witnesses,
            proofs=proofs,
            by=by,
            on=on,
        )
        for paper in documents
    ]
    return rows, _after(arbitration, party, rows, None, by=by, on=on)


@transaction.atomic
def confirm_served(
    *,
    arbitration: Arbitration,
    services: Sequence[Service],
    done_on: date,
    by: User,
    on: date,
    receiver: str = "",
    relation: str = "",
    returned: bool = False,
    reason: str = "",
    proofs: Sequence[Proof] = (),
    arrived_at: datetime | None = None,
) -> tuple[list[Service], list[Caution]]:
    """确认送达: what was sent to one party arrived, or came back; then as `serve`."""
    arbitration = begin(arbitration, can_conduct, by, *ArbitrationState)
    rows = [
        delivering.confirm_service(
            service=row,
            done_on=done_on,
            receiver=receiver,
            relation=relation,
            returned=returned,
            reason=reason,
            proofs=proofs,
            by=by,
            on=on,
        )
        for row in services
    ]
    return rows, _after(arbitration, rows[0].party, rows, arrived_at, by=by, on=on)


def _after(
    arbitration: Arbitration,
    party: Party,
    rows: Sequence[Service],
    arrived_at: datetime | None,
    *,
    by: User,
    on: date,
) -> list[Caution]:
    """Make the return, and do what service of each paper brings about."""
    if rows[0].outcome == Outcome.FAILED:
        return []
    event = note(
        arbitration,
        "serve_document",
        by=by,
        on=on,
        party=party,
        summary=f"向{party.name}送达{'、'.join(row.document.title for row in rows)}",
        facts={"services": [row.pk for row in rows]},
    )
    fields = notices.service_return(arbitration, party, rows, arrived_at=arrived_at, server=by)
    issue(arbitration, "A09", fields, event=event, by=by, on=on, party=party)
    if rows[0].outcome != Outcome.SERVED:
        return []
    _stop_for_notice(arbitration, rows[0], by=by)
    cautions: list[Caution] = []
    for row in rows:
        if follow := FOLLOWS.get(row.document.code):
            cautions += follow(arbitration, row, by) or []
    return cautions


def _stop_for_notice(arbitration: Arbitration, row: Service, *, by: User) -> None:
    """The days of a public notice do not count (ARB-20)."""
    if row.method != "public_notice" or arbitration.state not in (ACCEPTED, SUSPENDED):
        return
    assert row.done_on is not None  # it was published
    assert row.served_on is not None  # counted from it
    cause = f"向{row.party.name}公告送达"
    if arbitration.clock.filter(cause=cause, on=row.done_on).exists():
        return
    for change, day in (
        (ClockChange.STOPPED, row.done_on),
        (ClockChange.RESUMED, row.served_on),
    ):
        move_clock(arbitration, change, cause=cause, rule="ARB-20", by=by, on=day)


def all_served(arbitration: Arbitration, code: str, parties: Sequence[Party]) -> bool:
    """Return whether everybody of these has their paper of the code."""
    shared = papers(arbitration, code).filter(party=None).last()
    made = {p.party_id: p for p in papers(arbitration, code).exclude(party=None)}
    return all(
        (own := made.get(p.pk) or shared) is not None and served_on(own, p) is not None
        for p in parties
    )


def _copy_received(arbitration: Arbitration, row: Service, by: User) -> list[Caution]:
    """ARB-09 is met with the last respondent; for this one the answer period runs (ARB-10)."""
    assert row.served_on is not None  # the row counts
    own = suffix_for(arbitration, row.party)
    for rule in ("ARB-10", "ARB-11"):
        start(
            arbitration,
            rule,
            event=f"{row.party.name}收到申请书副本",
            trigger=row.served_on,
            by=by,
            suffix=own,
        )
    if all_served(arbitration, "A01", respondents(arbitration)):
        meet(arbitration, "ARB-09", on=row.served_on, by=by)
    return []


def _answer_received(arbitration: Arbitration, row: Service, by: User) -> list[Caution]:
    """The five days of one respondent's answer are met when the applicants' side has it."""
    assert row.served_on is not None  # the row counts
    event = row.document.event
    own = suffix_for(arbitration, event.party) if event and event.party else None
    if all(served_on(row.document, party) for party in addressees(arbitration)):
        meet(arbitration, "ARB-10.copy", on=row.served_on, by=by, suffix=own)
    return []


def _panel_known(arbitration: Arbitration, row: Service, by: User) -> list[Caution]:
    assert row.served_on is not None  # the row counts
    if all_served(arbitration, "A04", everybody(arbitration)):
        meet(arbitration, "ARB-13", on=row.served_on, by=by)
    return []


def _hearing_known(arbitration: Arbitration, row: Service, by: User) -> list[Caution]:
    """A notice that came too late, or simply and unconfirmed, carries no default (ARB-18)."""
    assert row.served_on is not None  # the row counts
    if all_served(arbitration, "A07", everybody(arbitration)):
        meet(arbitration, "ARB-18", on=row.served_on, by=by)
        if is_collective(arbitration):
            meet(arbitration, "COL-03", on=row.served_on, by=by)
    said = row.document.context
    hearing = next_hearing(arbitration)
    if hearing and not hearing.own_period and row.served_on.isoformat() > said["serve_by"]:
        return [
            Caution(
                "ARB-18",
                f"开庭通知{row.served_on:%Y-%m-%d}才送达{row.party.name}，"
                f"晚于最迟送达日{said['serve_by']}；其不到庭的，不能缺席裁决或者按撤回处理。",
                "请改期开庭，或者由其书面同意按期开庭。",
            )
        ]
    return []


Follow = Callable[[Arbitration, Service, User], list[Caution]]
FOLLOWS: dict[str, Follow] = {
    "A01": _copy_received,
    "A01R": _answer_received,
    "A04": _panel_known,
    "A07": _hearing_known,
}
"""What service of a paper brings about; the operations on awards add theirs."""


def papers_for(
    arbitration: Arbitration, party: Party, codes: Sequence[str], *, method: str = ""
) -> list[Document]:
    """
    Return the papers of these codes that go to a party: its own, else the one made for all.

    Raises:
        ActRefused: the method never serves such a paper (SUM-04); one of them has not been made.
    """
    found = []
    for code in codes:
        if method and (reason := never(method, kind_of(code))):
            raise ActRefused(reason, source="SUM-04")
        own = paper(arbitration, code, party)
        shared = [own] if own else list(papers(arbitration, code).filter(party=None))
        if not shared:
            raise ActRefused(f"还没有制作送给{party.name}的{code}。", source="A09")
        if code in OF_EACH:  # those that were handed in later are still to be brought
            found += [p for p in shared if served_on(p, party) is None] or shared
        else:
            found += shared[-1:]
    return found


OF_EACH = ("A01R", "A06")
"""Papers each respondent makes for itself: whoever gets them gets those of all respondents."""
