"""今日调解: the mediator's cases and the day's sessions, each with what comes next."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from cases.choices import CaseStatus, EntryKind, OfficerCapacity, ProceduralPlace
from cases.models import Case, CaseOfficer, Party, WageEntry
from mediation.choices import AgreementState, Answer, ProposalState, SessionState
from mediation.models import Agreement, Attendance, Consent, Proposal, Session
from staff.models import User


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
