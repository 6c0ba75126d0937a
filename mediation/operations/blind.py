"""
Sealed offers (密封报价): whether two secret bounds meet, and nothing else.

Off unless the mediator asks and both sides agree to each round. A bound is stored as ciphertext of
constant length, opened here only, to be compared, and erased in the same transaction, or when its
time is over. What everybody is told depends on nothing but whether the bounds meet.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from cases.models import Case, Party
from cases.models.fields import decrypt, encrypt
from cases.operations import lock_case, record, require
from mediation import announcements
from mediation.choices import Answer, BlindState, SessionState
from mediation.models import BlindBound, BlindConsent, BlindRound, Group, Session
from mediation.operations.capacity import acting
from mediation.operations.own_time import refuse_late
from mediation.permissions import can_schedule_session
from staff.models import User
from staff.refusals import ActRefused

MOST_FEN = 10**12
RUNNING = (BlindState.ASKED, BlindState.OPEN, BlindState.GIVEN)


@transaction.atomic
def ask_blind_round(
    *, session: Session, low: Group, high: Group, expires_at: datetime, by: User, at: datetime
) -> BlindRound:
    """
    征求密封报价: ask both sides whether they want a round of it, until `expires_at`.

    `low` is the side that receives, `high` the side that pays.

    Raises:
        ActRefused: another round is running; the sides are not the workers and somebody else.
    """
    case = lock_case(session.case)
    require(can_schedule_session(by, case), "由调解员提出密封报价。")
    session = Session.objects.select_for_update().get(pk=session.pk)
    if session.state != SessionState.HELD:
        raise ActRefused("调解会没有在进行中。", source="D10")
    _expire(session, at)
    if session.blind_rounds.filter(ended_at=None).exists():
        raise ActRefused("上一轮密封报价还没有结束。", source="MED-20")
    groups = set(session.groups.values_list("pk", flat=True))
    if low == high or not {low.pk, high.pk} <= groups:
        raise ActRefused("请选择收款和付款的两方。", source="MED-20")
    if high.parties.workers().exists() or low.parties.others().exists():
        raise ActRefused("密封报价在劳动者一方和一个付款方之间进行。", source="MED-20")
    if expires_at <= at:
        raise ActRefused("截止时间须晚于现在。", source="V-D1")
    row = BlindRound(
        session=session, low=low, high=high, asked_by=by, asked_at=at, expires_at=expires_at
    )
    row.save()
    _record(case, row, "ask_blind_round", "征求双方是否密封报价", by=by, at=at)
    announcements.blind(row)
    return row


@transaction.atomic
def consent_blind_round(
    *, round: BlindRound, party: Party, answer: Answer, by: User, at: datetime
) -> BlindRound:
    """
    同意密封报价, or not: with one consent of each side it is open; one refusal ends it.

    Raises:
        ActRefused: the round or the answers (MED-35) are over, or it is not theirs; V-P2 without
            power to settle.
    """
    case, round = _running(round, at)
    refuse_late(round.session, on=localtime(at).date())
    group = _side_of(round, party)
    access = acting(party, by=by, on=localtime(at).date(), settle=True)
    if answer == Answer.REFUSE:
        _end(round, BlindState.REFUSED, at)
        _record(case, round, "refuse_blind_round", "一方不同意密封报价", by=by, at=at)
        announcements.blind(round)
        return round
    BlindConsent.objects.get_or_create(
        round=round,
        party=party,
        defaults={"group": group, "person": access.person, "at": at},
    )
    agreed = set(round.consents.values_list("group", flat=True))
    if round.state == BlindState.ASKED and agreed == {round.low_id, round.high_id}:
        round.state = BlindState.OPEN
        round.save(update_fields=["state"])
    _record(case, round, "consent_blind_round", f"{group}同意密封报价", by=by, at=at)
    announcements.blind_consent(round, party)
    return round


@transaction.atomic
def give_blind_bound(
    *, round: BlindRound, party: Party, amount_fen: int, by: User, at: datetime
) -> BlindRound:
    """
    填写密封报价: one bound of each side; with the second both are compared and erased.

    Raises:
        ActRefused: not open, over, not theirs, or the side has given its bound; V-P2.
    """
    case, round = _running(round, at)
    refuse_late(round.session, on=localtime(at).date())
    group = _side_of(round, party)
    access = acting(party, by=by, on=localtime(at).date(), settle=True)
    if round.state == BlindState.ASKED:
        raise ActRefused("双方都同意以后才能填写。", source="MED-20")
    if not 0 < amount_fen <= MOST_FEN:
        raise ActRefused("请填写大于零的金额。", source="V-M4")
    if round.bounds.filter(group=group).exists():
        raise ActRefused("您这一方已经填写，每轮只能填写一次。", source="MED-20")
    BlindBound.objects.create(
        round=round,
        group=group,
        party=party,
        person=access.person,
        sealed=encrypt(f"{amount_fen:013d}"),
        at=at,
    )
    round.state = BlindState.GIVEN
    if round.bounds.count() == 2:
        _end(round, BlindState.OVERLAP if _meet(round) else BlindState.NONE, at)
    round.save(update_fields=["state"])
    _record(case, round, "give_blind_bound", f"{group}已填写密封报价", by=by, at=at)
    announcements.blind_given(round, party)
    return round


@transaction.atomic
def stop_blind_round(*, round: BlindRound, by: User, at: datetime) -> BlindRound:
    """停止本轮密封报价: whatever was given is erased."""
    case, round = _running(round, at)
    require(can_schedule_session(by, case), "由调解员停止密封报价。")
    _end(round, BlindState.EXPIRED, at)
    _record(case, round, "stop_blind_round", "停止密封报价", by=by, at=at)
    announcements.blind(round)
    return round


def erase_expired_bounds(*, at: datetime) -> int:
    """Erase what was given in rounds whose time is over; nothing legal depends on when it runs."""
    late = BlindRound.objects.filter(ended_at=None, expires_at__lte=at)
    sessions = set(late.values_list("session", flat=True))
    for pk in sessions:
        with transaction.atomic():
            lock_case(Session.objects.select_related("case").get(pk=pk).case)
            _expire(Session.objects.select_for_update().get(pk=pk), at)
    return len(sessions)


def end_blind_rounds(session: Session, *, at: datetime) -> None:
    """End what is running when the session ends, and erase what was given."""
    for row in session.blind_rounds.filter(ended_at=None):
        _end(row, BlindState.EXPIRED, at)
        announcements.blind(row)


def _running(round: BlindRound, at: datetime) -> tuple[Case, BlindRound]:
    case = lock_case(round.session.case)
    rows = BlindRound.objects.select_for_update(of=("self",))
    found = rows.select_related("session__case", "low", "high").get(pk=round.pk)
    if found.state not in RUNNING or at >= found.expires_at:
        raise ActRefused("这一轮密封报价已经结束。", source="MED-20")
    if found.session.state != SessionState.HELD:
        raise ActRefused("调解会没有在进行中。", source="D10")
    return case, found


def _side_of(round: BlindRound, party: Party) -> Group:
    for group in (round.low, round.high):
        if group.parties.filter(pk=party.pk).exists():
            return group
    raise ActRefused("这一轮密封报价不涉及您这一方。", source="V-P2")


def _meet(round: BlindRound) -> bool:
    bounds = dict(round.bounds.values_list("group", "sealed"))
    return int(decrypt(bounds[round.low_id])) <= int(decrypt(bounds[round.high_id]))


def _end(round: BlindRound, state: BlindState, at: datetime) -> None:
    round.state, round.ended_at = state, at
    round.save(update_fields=["state", "ended_at"])
    round.bounds.update(sealed="")


def _expire(session: Session, at: datetime) -> None:
    for row in session.blind_rounds.filter(ended_at=None, expires_at__lte=at):
        _end(row, BlindState.EXPIRED, at)
        announcements.blind(row)


def _record(case: Case, row: BlindRound, act: str, what: str, *, by: User, at: datetime) -> None:
    record(
        case,
        act,
        by=by,
        on=localtime(at).date(),
        summary=what,
        facts={"session": row.session.no, "round": row.pk},
        private=True,
    )
