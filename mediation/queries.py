"""Reads: where consents, answers, signatures and payments stand; which routes are open."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from cases.choices import (
    AuthorityScope,
    Capacity,
    CaseStatus,
    EntryKind,
    OfficerCapacity,
    PartyKind,
    ProceduralPlace,
)
from cases.models import Authority, Case, CaseOfficer, Party, WageEntry
from mediation.choices import (
    AgreementState,
    Answer,
    OfferState,
    ProposalState,
    SessionState,
    Slot,
)
from mediation.models import (
    Agreement,
    Attendance,
    Consent,
    Door,
    Group,
    Instalment,
    InstalmentShare,
    MinutesConfirmation,
    MinutesReady,
    Offer,
    PaymentRow,
    Proposal,
    Session,
    Signature,
)
from mediation.permissions import can_read_minutes
from room.choices import PUBLIC, SeatRole
from room.models import Room, Seat
from staff.models import User


def latest_consents(case: Case) -> dict[int, Answer]:
    """Return each party's latest answer to the invitation, by party id."""
    return {c.party_id: Answer(c.answer) for c in case.consents.order_by("id")}


def refusing_parties(case: Case) -> list[Party]:
    answers = latest_consents(case)
    return [p for p in case.parties.others() if answers.get(p.pk) == Answer.REFUSE]


def unanswered_parties(case: Case) -> list[Party]:
    """Return the respondents and third parties who have not consented to mediation yet."""
    answers = latest_consents(case)
    asked = case.parties.filter(
        place__in=[ProceduralPlace.RESPONDENT, ProceduralPlace.THIRD_PARTY]
    ).order_by("id")
    return [p for p in asked if p.pk not in answers]


def open_session(case: Case) -> Session | None:
    """Return the session that is scheduled or being held, the earliest first."""
    return case.sessions.filter(state__in=["scheduled", "held"]).order_by("no").first()


def group_of(session: Session, party: Party) -> Group | None:
    """Return the side `party` is spoken to with in private; None for who was not called."""
    return session.groups.filter(parties=party).first()


def current_proposal(case: Case) -> Proposal | None:
    return case.proposals.exclude(state="superseded").order_by("-number").first()


def current_agreement(case: Case) -> Agreement | None:
    return case.agreements.exclude(state=AgreementState.VOID).order_by("-id").first()


@dataclass(frozen=True)
class Tally:
    """逐人表决: how the workers asked have answered one proposal."""

    agree: int
    refuse: int
    silent: int

    @property
    def asked(self) -> int:
        return self.agree + self.refuse + self.silent


def tally(proposal: Proposal) -> Tally:
    answers = dict(
        proposal.answers.filter(terms_sha256=proposal.terms_sha256).values_list(
            "party_id", "answer"
        )
    )
    workers = list(proposal.rows.values_list("worker_id", flat=True))
    agree = sum(answers.get(w) == Answer.AGREE for w in workers)
    refuse = sum(answers.get(w) == Answer.REFUSE for w in workers)
    return Tally(agree, refuse, len(workers) - agree - refuse)


@dataclass(frozen=True)
class SignaturePlace:
    """One place that must be signed before the agreement can be sealed."""

    slot: Slot
    name: str
    party: Party | None
    signature: Signature | None
    officer_id: int | None = None

    @property
    def signed(self) -> bool:
        return self.signature is not None


def signature_places(agreement: Agreement) -> list[SignaturePlace]:
    """Return every required place of an agreement in order: workers, parties, mediators."""
    signed = list(agreement.signatures.all())
    by_party = {s.party_id: s for s in signed if s.party_id}
    by_officer = {s.officer_id: s for s in signed if s.officer_id and s.slot == Slot.MEDIATOR}
    workers = Party.objects.filter(instalment_shares__instalment__agreement=agreement)
    places = [
        SignaturePlace(Slot.PARTY, w.name, w, by_party.get(w.pk))
        for w in workers.distinct().order_by("roster_no")
    ]
    for party in signing_parties(agreement.proposal):
        third = party.place == ProceduralPlace.THIRD_PARTY
        places.append(
            SignaturePlace(
                Slot.THIRD_PARTY if third else Slot.PARTY,
                party.name,
                party,
                by_party.get(party.pk),
            )
        )
    mediators = agreement.case.officers.filter(capacity="mediator", until_on=None)
    for row in mediators.select_related("user"):
        places.append(
            SignaturePlace(
                Slot.MEDIATOR, row.user.name, None, by_officer.get(row.user_id), row.user_id
            )
        )
    return places


def signing_parties(proposal: Proposal) -> list[Party]:
    """Return everybody but the workers who signs: payers, who acknowledges, who agreed."""
    keys = {a["party"] for a in proposal.acknowledging}
    wanted = set(proposal.payers.values_list("party_id", flat=True))
    wanted |= set(
        proposal.answers.filter(answer=Answer.AGREE, party__roster_no__isnull=True)
        .exclude(party__place=ProceduralPlace.APPLICANT)
        .values_list("party_id", flat=True)
    )
    return [p for p in proposal.case.parties.others() if p.pk in wanted or p.key in keys]


def missing_signatures(agreement: Agreement) -> list[SignaturePlace]:
    return [p for p in signature_places(agreement) if not p.signed]


def agreed_fen(agreement: Agreement) -> int:
    shares = InstalmentShare.objects.filter(instalment__agreement=agreement)
    return shares.aggregate(total=Sum("amount_fen"))["total"] or 0


def agreement_paid_fen(agreement: Agreement) -> int:
    rows = PaymentRow.objects.filter(payment__agreement=agreement)
    return rows.aggregate(total=Sum("amount_fen"))["total"] or 0


def agreement_outstanding_fen(agreement: Agreement) -> int:
    return agreed_fen(agreement) - agreement_paid_fen(agreement)


def paid_on_instalment(instalment: Instalment) -> dict[int, int]:
    """Return what has been paid on an instalment in fen, by worker id."""
    rows = PaymentRow.objects.filter(payment__instalment=instalment)
    return dict(rows.values_list("worker_id").annotate(total=Sum("amount_fen")).order_by())


def unpaid_shares(instalment: Instalment) -> list[tuple[Party, int]]:
    """Return the workers who have not been paid in full on an instalment, with what is open."""
    paid = paid_on_instalment(instalment)
    rows = []
    for share in instalment.shares.select_related("worker").order_by("worker__roster_no"):
        rest = share.amount_fen - paid.get(share.worker_id, 0)
        if rest:
            rows.append((share.worker, rest))
    return rows


def instalment_outstanding_fen(instalment: Instalment) -> int:
    return sum(rest for _, rest in unpaid_shares(instalment))


def next_instalment(agreement: Agreement) -> Instalment | None:
    """Return the earliest instalment that is not paid in full."""
    for instalment in agreement.instalments.order_by("no"):
        if instalment_outstanding_fen(instalment):
            return instalment
    return None


def settled_workers(case: Case) -> set[int]:
    """Return the ids of the workers who stand in an agreement that is signed or being signed."""
    return set(
        InstalmentShare.objects.filter(instalment__agreement__case=case)
        .exclude(instalment__agreement__state=AgreementState.VOID)
        .values_list("worker_id", flat=True)
    )


def instalments_due(*, user: User, until: date) -> QuerySet[Instalment]:
    """Return unpaid instalments of effective agreements the user may see, next first."""
    return (
        Instalment.objects.filter(
            agreement__state=AgreementState.EFFECTIVE,
            due_on__lte=until,
            agreement__case__in=Case.objects.visible_to(user),
        )
        .select_related("agreement__case")
        .order_by("due_on", "id")
    )


def mediators_of(case: Case) -> QuerySet[User]:
    rows = case.officers.filter(capacity=OfficerCapacity.MEDIATOR, until_on=None)
    return User.objects.filter(pk__in=rows.values("user")).order_by("pk")


def may_not_settle(attendance: Attendance) -> bool:
    """Whether this person speaks for somebody whom they cannot bind (V-P2)."""
    if attendance.capacity == Capacity.ELECTED_REPRESENTATIVE:
        return True
    authority = attendance.authority
    return authority is not None and authority.scope != AuthorityScope.SPECIAL


@dataclass(frozen=True)
class AgendaItem:
    """One step of a session; the first that is not done is the one at hand."""

    title: str
    done: bool
    current: bool


def agenda(session: Session, proposal: Proposal | None) -> list[AgendaItem]:
    """Return the steps of a session as far as the record shows them done."""
    case = session.case
    counted = tally(proposal) if proposal else None
    done = [
        ("核对到场", session.attendance.exists()),
        ("告知权利", case.rights_notices.exists() and case.disclosures.exists()),
        ("双方陈述", session.lines.exists()),
        ("无争议事实", case.undisputed_facts.filter(superseded=False).exists()),
        ("协商方案", proposal is not None),
        ("逐人表决", counted is not None and counted.asked > 0 and not counted.silent),
        ("笔录签名", session.state == SessionState.CLOSED),
    ]
    first = next((title for title, is_done in done if not is_done), "")
    return [AgendaItem(title, is_done, title == first) for title, is_done in done]


def instalment_sums(agreement: Agreement) -> dict[int, tuple[int, int]]:
    """Return (due, paid) in fen by instalment id, in two queries."""
    due = dict(
        InstalmentShare.objects.filter(instalment__agreement=agreement)
        .values_list("instalment_id")
        .annotate(total=Sum("amount_fen"))
        .order_by()
    )
    paid = dict(
        PaymentRow.objects.filter(payment__agreement=agreement)
        .values_list("payment__instalment_id")
        .annotate(total=Sum("amount_fen"))
        .order_by()
    )
    return {pk: (total, paid.get(pk, 0)) for pk, total in due.items()}


def _on_day(day: date) -> QuerySet[Session]:
    starts = timezone.make_aware(datetime.combine(day, time()))
    return Session.objects.filter(
        starts_at__gte=starts, starts_at__lt=starts + timedelta(days=1)
    ).exclude(state=SessionState.CANCELLED)


def room_sessions(day: date) -> QuerySet[Session]:
    """Return everybody's sessions of a day, to see which room is free; of others only the time."""
    return _on_day(day).order_by("starts_at", "id")


@dataclass(frozen=True)
class BoardRow:
    """
    One case on the mediator's board.

    `present` of `called` people are here; `url_name` with `url_pk` opens the `next_step`.
    """

    case: Case
    session: Session | None
    parties: str
    due_fen: int
    present: int
    called: int
    next_step: str
    url_name: str
    url_pk: int

    @property
    def starts_at(self) -> datetime | None:
        return self.session.starts_at if self.session else None


BOARD_LENGTH = 200


def board_rows(user: User) -> list[BoardRow]:
    """Return the cases `user` mediates or records, next session first, in constant queries."""
    work = CaseOfficer.objects.filter(
        user=user,
        until_on=None,
        capacity__in=[OfficerCapacity.MEDIATOR, OfficerCapacity.RECORDER],
    )
    cases = list(
        Case.objects.visible_to(user)
        .filter(pk__in=work.values("case"), status__in=[CaseStatus.ACCEPTED, CaseStatus.SETTLED])
        .order_by("-id")[:BOARD_LENGTH]
    )
    sessions = {
        s.case_id: s
        for s in Session.objects.filter(
            case__in=cases, state__in=[SessionState.SCHEDULED, SessionState.HELD]
        ).order_by("-no")
    }
    rows = _board(cases, sessions)
    return sorted(rows, key=lambda r: (r.starts_at is None, r.starts_at or r.case.opened_on))


def sessions_on(user: User, day: date) -> list[BoardRow]:
    """Return the cases `user` may open with a session on a day, its last one, in order of time."""
    found = list(
        _on_day(day)
        .filter(case__in=Case.objects.visible_to(user))
        .select_related("case")
        .order_by("starts_at", "id")[:BOARD_LENGTH]
    )
    by_case = {s.case_id: s for s in found}
    in_order = sorted(by_case.values(), key=lambda s: s.starts_at)
    return _board([s.case for s in in_order], by_case)


def _board(cases: list[Case], sessions: dict[int, Session]) -> list[BoardRow]:
    held = [s.pk for s in sessions.values()]
    present = dict(
        Attendance.objects.filter(session__in=held, present=True, left_at=None, officer=None)
        .values_list("session_id")
        .annotate(n=Count("party", distinct=True))
        .order_by()
    )
    called = dict(
        Session.recipients.through.objects.filter(session__in=held)
        .values_list("session_id")
        .annotate(n=Count("id"))
        .order_by()
    )
    sums = WageEntry.objects.filter(
        item__case__in=cases, kind__in=[EntryKind.CLAIMED, EntryKind.PAID_BEFORE]
    )
    due: dict[int, int] = {}
    for case_id, kind, total in (
        sums.values_list("item__case_id", "kind").annotate(total=Sum("amount_fen")).order_by()
    ):
        sign = 1 if kind == EntryKind.CLAIMED else -1
        due[case_id] = due.get(case_id, 0) + sign * total
    steps = _next_steps(cases, sessions)
    rows = []
    for case in cases:
        session = sessions.get(case.pk)
        words, url_name, url_pk = steps[case.pk]
        rows.append(
            BoardRow(
                case=case,
                session=session,
                parties=case.title.removesuffix("劳动报酬争议"),
                due_fen=due.get(case.pk, 0),
                present=present.get(session.pk, 0) if session else 0,
                called=called.get(session.pk, 0) if session else 0,
                next_step=words,
                url_name=url_name,
                url_pk=url_pk,
            )
        )
    return rows


def _next_steps(cases: list[Case], sessions: dict[int, Session]) -> dict[int, tuple[str, str, int]]:
    """Return (words, URL name, its pk) of what comes next in each case."""
    agreements = {
        a.case_id: a
        for a in Agreement.objects.filter(case__in=cases)
        .exclude(state=AgreementState.VOID)
        .order_by("id")
    }
    agreed = Q(answers__answer=Answer.AGREE, answers__party__roster_no__isnull=False)
    supported = set(
        Proposal.objects.filter(case__in=cases, state=ProposalState.OPEN)
        .filter(agreed)
        .values_list("case_id", flat=True)
    )
    answered = Consent.objects.filter(case__in=cases).values("party")
    silent = set(
        Party.objects.filter(
            case__in=cases,
            place__in=[ProceduralPlace.RESPONDENT, ProceduralPlace.THIRD_PARTY],
        )
        .exclude(pk__in=answered)
        .values_list("case_id", flat=True)
    )
    steps: dict[int, tuple[str, str, int]] = {}
    for case in cases:
        session, agreement = sessions.get(case.pk), agreements.get(case.pk)
        if session and session.state == SessionState.HELD:
            step = ("进入调解会", "session", session.pk)
        elif agreement and agreement.state == AgreementState.SIGNING:
            step = ("请各方签署", "agreement", agreement.pk)
        elif session and session.state == SessionState.SCHEDULED:
            step = ("签到", "session", session.pk)
        elif agreement and agreement.state == AgreementState.EFFECTIVE:
            step = ("跟踪履行", "agreement", agreement.pk)
        elif agreement:
            step = ("结案归档", "close-case", case.pk)
        elif case.pk in supported:
            step = ("生成协议书", "generate", case.pk)
        elif case.pk in silent:
            step = ("记录调解意愿", "consent", case.pk)
        else:
            step = ("安排调解会", "session-schedule", case.pk)
        steps[case.pk] = step
    return steps


def _stage_of_mediation(case: Case) -> str:
    """Return the task due while a case is in mediation."""
    agreement = current_agreement(case)
    if agreement and agreement.state == AgreementState.SIGNING:
        return "collect_signatures"
    if open_session(case):
        return "hold_session"
    last = case.sessions.filter(state="closed").order_by("-no").first()
    if last and last.result == "settled":
        return "draft_agreement"
    asked = case.parties.filter(place=ProceduralPlace.RESPONDENT)
    unwilling = {p.pk for p in refusing_parties(case)}
    refused = asked.exists() and all(p.pk in unwilling for p in asked)
    if refused or (last and last.result == "not_settled"):
        return "decide_next"
    return "schedule_session"


def _stage_of_performance(case: Case) -> str:
    """Return the task due after an agreement has taken effect."""
    if open_session(case):
        return "hold_session"
    agreement = current_agreement(case)
    if agreement and agreement.state == AgreementState.SIGNING:
        return "collect_signatures"
    applicants = set(
        case.parties.filter(place=ProceduralPlace.APPLICANT).values_list("pk", flat=True)
    )
    outside = applicants - settled_workers(case)
    answered = set(case.terminations.values_list("not_agreed", flat=True))
    if outside - answered:
        return "settle_the_others"
    effective = case.agreements.filter(state=AgreementState.EFFECTIVE)
    if effective.exists():
        return "watch_performance"
    return "close_case" if case.follow_ups.exists() else "follow_up"


def next_node(case: Case) -> str | None:
    """
    Return the name of the human task that is due by the state of the case.

    The names are those of `mediation.flows.MediationFlow`; a closed case ends the flow.
    """
    if case.status == CaseStatus.FILED:
        return "decide_application" if case.received_on else "take_application"
    if case.status == CaseStatus.ACCEPTED:
        return _stage_of_mediation(case)
    if case.status == CaseStatus.SETTLED:
        return _stage_of_performance(case)
    return "end_closed" if case.status == CaseStatus.CLOSED else "close_case"


# The live room


def digest_of_lines(session: Session) -> str:
    """Return the SHA-256 of the minutes as they stand, to which every confirmation is bound."""
    lines = [
        [line.no, line.speaker, line.text, line.concession, line.corrects and line.corrects.no]
        for line in session.lines.select_related("corrects").order_by("no")
    ]
    text = json.dumps(lines, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def minutes_in_force(session: Session) -> MinutesReady | None:
    """Return the minutes given out to be read, as long as no line was added since."""
    ready = session.minutes_ready.last()
    return ready if ready and ready.sha256 == digest_of_lines(session) else None


def confirmations(session: Session) -> QuerySet[MinutesConfirmation]:
    """Return who confirmed, or refused before a witness, the minutes as they stand."""
    return session.minutes_confirmations.filter(sha256=digest_of_lines(session)).select_related(
        "party", "officer"
    )


def unconfirmed(session: Session) -> list[Attendance]:
    """Return who is on the roll as present and has not confirmed the minutes as they stand."""
    marks = list(confirmations(session))
    parties, officers = {m.party_id for m in marks}, {m.officer_id for m in marks}
    return [
        row
        for row in session.attendance.filter(present=True).select_related("party", "officer")
        if (row.party_id and row.party_id not in parties)
        or (row.officer_id and row.officer_id not in officers)
    ]


@dataclass(frozen=True)
class SpeakingTime:
    """How long one side has had the floor."""

    group: str
    seconds: int


def speaking_times(session: Session, *, at: datetime) -> list[SpeakingTime]:
    """
    Return the seconds each side had the floor, up to `at`.

    One person has it at a time: giving it to the next ends the turn before, and so do leaving the
    room, a pause and its closing.
    """
    if session.room is None:
        return []
    # A side that was divided anew has nobody any more; its time stays where it was spent.
    names = dict(session.groups.values_list("slug", "name"))
    present = set(session.groups.filter(parties__isnull=False).values_list("slug", flat=True))
    seats = {seat.pk: seat for seat in session.room.seats.all()}
    spent = dict.fromkeys(names, timedelta())
    turns = session.room.events.filter(
        stream=PUBLIC, kind__in=["floor.give", "floor.end", "pause", "room.closed"]
    )
    speaker, since = None, at
    for event in turns.order_by("position"):
        if event.kind == "floor.end" and event.body["seat"] != (speaker and speaker.pk):
            continue
        _spend(spent, speaker, since, event.at)
        speaker, since = None, event.at
        if event.kind == "floor.give":
            speaker = seats.get(event.body["seat"])
    _spend(spent, speaker, since, at)
    return [
        SpeakingTime(names[slug], int(time.total_seconds()))
        for slug, time in spent.items()
        if time or slug in present
    ]


def _spend(
    spent: dict[str, timedelta], speaker: Seat | None, since: datetime, until: datetime
) -> None:
    if speaker is None or speaker.group not in spent:
        return
    until = min(until, speaker.removed_at or until)
    spent[speaker.group] += max(until - since, timedelta())


@dataclass(frozen=True)
class Rung:
    """One offer of the ladder, as it stands at a moment."""

    offer: Offer
    state: OfferState

    @property
    def words(self) -> str:
        return self.state.label


def offer_ladder(seat: Seat | None, *, at: datetime) -> list[Rung]:
    """Return the offers that `seat` may read, the oldest first."""
    rows = Offer.objects.visible_to(seat).select_related("giver", "receiver", "counters")
    return [Rung(row, row.state_at(at)) for row in rows]


def accepted_offer(session: Session) -> Offer | None:
    """Return the offer the other side could live with, from which terms may be proposed."""
    return session.offers.filter(state=OfferState.ACCEPTED).last()


def shown_now(room: Room) -> dict | None:
    """Return what is being shown to everybody in an open room: the body of its `show`."""
    last = room.events.filter(stream=PUBLIC, kind__in=["show", "show.end"]).last()
    if not room.is_open or last is None or last.kind == "show.end":
        return None
    return last.body


def recording_state(session: Session) -> str:
    """
    Return where the question of recording stands: "" never asked, asked, agreed or refused.

    Agreed only when every party on the roll as present has said yes to the last question.
    """
    question = session.recording_questions.last()
    if question is None:
        return ""
    answers = dict(question.consents.values_list("party", "answer"))
    if Answer.REFUSE in answers.values():
        return "refused"
    here = session.attendance.filter(present=True, left_at=None, party__isnull=False)
    waiting = set(here.values_list("party", flat=True)) - answers.keys()
    return "asked" if waiting or not answers else "agreed"


def reader_of(session: Session, user: User) -> Seat | None:
    """
    Return the seat by whose right `user` reads the record of a session, during it and after.

    The mediator and the recorder of the case read all, even when they never took a seat; a party's
    person reads by the seat they had, as long as they act for that party.
    """
    if session.room is None or not user.is_authenticated or not user.is_active:
        return None
    if can_read_minutes(user, session.case):
        return Seat(room=session.room, user=user, role=SeatRole.RECORDER, label=user.name)
    seat = session.room.seats.filter(user=user, role=SeatRole.PARTY, removed_at=None).first()
    if seat is None:
        return None
    acting = session.case.parties.filter(
        key__in=seat.keys, accesses__user=user, accesses__revoked_at=None
    ).values_list("key", flat=True)
    return seat if set(acting) == set(seat.keys) else None


# The door


@dataclass(frozen=True)
class Acting:
    """Somebody in the capacity in which they act for a party, under which power of attorney."""

    party: Party
    person: str
    capacity: Capacity
    authority: Authority | None = None


TOKEN_LASTS = 300  # seconds; an address is good for as long again after that


def door_token(door: Door, at: datetime, *, age: int = 0) -> str:
    """Return what stands in the QR at that moment; it finds the session and says nothing else."""
    slot = int(at.timestamp()) // TOKEN_LASTS - age
    mac = salted_hmac("mediation.door.address", f"{door.pk}.{door.secret}.{slot}").hexdigest()
    return f"{door.pk}-{mac[:24]}"


def door_of_token(token: str, at: datetime) -> Door | None:
    pk = token.partition("-")[0]
    door = _doors().filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 10 else None
    if door is None or not door.is_open:
        return None
    fresh = any(constant_time_compare(token, door_token(door, at, age=age)) for age in (0, 1))
    return door if fresh else None


def door_of_code(code: str) -> Door | None:
    door = _doors().filter(code=code).first() if code else None
    return door if door and door.is_open else None


def _doors() -> QuerySet[Door]:
    return Door.objects.select_related("session__case", "session__room")


def named_at_door(session: Session, name: str, represents: str, *, on: date) -> list[Acting]:
    """
    Return as whom somebody of that name may come in: as themselves, or for `represents`.

    Nobody is asked to type the whole name of a company: four characters of it do where they fit
    one party only.
    """
    parties = session.case.parties
    if not represents:
        own = parties.filter(kind=PartyKind.NATURAL, name=name)
        return [Acting(party, name, Capacity.SELF) for party in own]
    exact = list(parties.filter(name=represents))
    part = list(parties.filter(name__contains=represents)) if len(represents) >= 4 else []
    found = exact or (part if len(part) == 1 else [])
    acting = []
    for party in found:
        if party.kind == PartyKind.ORG and party.legal_rep == name:
            acting.append(Acting(party, name, Capacity.LEGAL_REPRESENTATIVE))
            continue
        authority = party.authorities.filter(
            agent=name, before="mediation_org", valid_from__lte=on, valid_to__gte=on
        )
        if under := authority.order_by("-id").first():
            acting.append(Acting(party, name, Capacity.AUTHORISED_AGENT, under))
    return acting


def shown_out(session: Session, user: User) -> bool:
    """Whether the person had a seat in the room of the session and was asked to leave it."""
    if session.room_id is None:
        return False
    last = Seat.objects.filter(room=session.room_id, user=user).order_by("-id").first()
    return last is not None and last.removed_at is not None
