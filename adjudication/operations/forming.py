"""组庭与程序: who hears the case, and whether it is handled simply."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from adjudication.choices import ArbitrationState, Procedure, SeatRole, SimplifiedGround
from adjudication.models import Arbitration, Seat
from adjudication.operations.records import begin, issue, keep, note, start
from adjudication.papers import forming as papers
from adjudication.permissions import ARBITRATORS, can_run_docket
from adjudication.queries import (
    Candidate,
    candidates,
    claimed_fen,
    deadline,
    everybody,
    is_collective,
    must_be_three,
    panel,
    respondents,
    why_barred,
)
from adjudication.queries import (
    secretary as keeper_of,
)
from cases.choices import DeadlineState
from cases.queries import optional_parameter, parameter
from law.areas import ParameterUnconfirmed, Profile
from law.money import yuan
from law.statutes import article
from staff.choices import Role
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

ACCEPTED = ArbitrationState.ACCEPTED
# The limits of a province for simplified cases, where it is the law of the place.
LOCAL_LIMITS = ("SUM-07", "SUM-09")


@transaction.atomic
def appoint_arbitrator(
    *,
    arbitration: Arbitration,
    secretary: User,
    by: User,
    on: date,
    arbitrators: Sequence[User] | None = None,
    presiding: User | None = None,
    reason: str = "",
) -> list[Seat]:
    """
    组成仲裁庭: one arbitrator, or three with a presiding one; tell all parties (A04).

    Without names those with the fewest open cases sit; choosing somebody else needs a `reason`,
    which stays on record. `presiding` defaults to the first.

    Raises:
        ActRefused: three must hear it (ARB-14), somebody mediated it or has a conflict (ARB-16),
            the secretary sits too (ARB-15), others were chosen without a reason (ARB-13).
    """
    arbitration = begin(arbitration, can_run_docket, by, ACCEPTED)
    if panel(arbitration):
        raise ActRefused("仲裁庭已经组成，更换仲裁员请办理回避。", source="ARB-13")
    free = [c for c in candidates(arbitration) if not c.barred]
    count = 3 if must_be_three(arbitration) else len(arbitrators or ()) or 1
    chosen = list(arbitrators) if arbitrators else [c.user for c in free[:count]]
    _may_sit(arbitration, chosen, secretary)
    _size_fits(arbitration, chosen, count)
    turn = _in_turn(chosen, free)
    if not turn and not reason.strip():
        first = "、".join(c.user.name for c in free[: len(chosen)])
        raise ActRefused(
            f"按在办案件数应由{first}承办，指定他人的请写明理由。",
            source="ARB-13",
        )
    seats = seat(
        arbitration, chosen, presiding, secretary, reason="" if turn else reason, by=by, on=on
    )
    event = note(
        arbitration,
        "appoint_arbitrator",
        by=by,
        on=on,
        summary=f"组成仲裁庭：{'、'.join(user.name for user in chosen)}，书记员{secretary.name}",
        facts={"in_turn": turn, "count": len(chosen)},
    )
    for party in everybody(arbitration):
        fields = papers.tribunal(arbitration, party)
        issue(arbitration, "A04", fields, event=event, by=by, on=on, party=party)
    return seats


def seat(
    arbitration: Arbitration,
    chosen: Sequence[User],
    presiding: User | None,
    secretary: User,
    *,
    reason: str,
    by: User,
    on: date,
) -> list[Seat]:
    """Write the seats of a panel and its secretary; who keeps the record already stays."""
    head = presiding or chosen[0]
    if head not in chosen:
        raise ActRefused("首席仲裁员应当是仲裁庭的成员。", source="ARB-14")
    sole = len(chosen) == 1
    rows = []
    for user in sorted(chosen, key=lambda one: one != head):
        role = SeatRole.SOLE if sole else SeatRole.MEMBER
        rows.append((user, SeatRole.PRESIDING if user == head and not sole else role))
    if keeper_of(arbitration) != secretary:
        rows.append((secretary, SeatRole.SECRETARY))
    seats = []
    for user, role in rows:
        row = Seat(arbitration=arbitration, user=user, role=role, from_on=on)
        row.override_reason = reason.strip()[:200] if role in ARBITRATORS else ""
        seats.append(save_with_reason(row, by=by, reason=f"担任{role.label}"))
    return seats


def _may_sit(arbitration: Arbitration, chosen: Sequence[User], secretary: User) -> None:
    if not chosen:
        raise ActRefused("没有可以承办本案的仲裁员。", source="ARB-13")
    for user in chosen:
        if not user.has_role(Role.ARBITRATOR) or user.body_id != arbitration.commission_id:
            raise ActRefused(f"{user.name}不是本委的仲裁员。", source="ARB-13")
    for user in [*chosen, secretary]:
        if barred := why_barred(user, arbitration):
            raise ActRefused(barred, source="ARB-16")
    if secretary in chosen:
        raise ActRefused(f"书记员{secretary.name}不得由本庭仲裁员兼任。", source="ARB-15")
    if not secretary.has_role(Role.TRIBUNAL_SECRETARY) or (
        secretary.body_id != arbitration.commission_id
    ):
        raise ActRefused(f"{secretary.name}不是本委的书记员。", source="ARB-15")


def _size_fits(arbitration: Arbitration, chosen: Sequence[User], count: int) -> None:
    if len(set(chosen)) != len(chosen) or len(chosen) not in (1, 3):
        raise ActRefused("仲裁庭由一名或者三名仲裁员组成。", source="ARB-14")
    if must_be_three(arbitration) and len(chosen) < count:
        raise ActRefused(
            "十人以上有共同请求的案件应当由三名仲裁员组成仲裁庭。",
            source="ARB-14",
            suggest="符合简易处理条件的，可以先决定简易处理。",
        )
    if arbitration.procedure == Procedure.SIMPLIFIED and len(chosen) != 1:
        raise ActRefused("简易处理的案件由一名仲裁员独任仲裁。", source="SUM-01")


def _in_turn(chosen: Sequence[User], free: Sequence[Candidate]) -> bool:
    """Return whether nobody with fewer open cases was passed over."""
    loads = {c.user.pk: c.load for c in free}
    most = max(loads.get(user.pk, 0) for user in chosen)
    passed = [c for c in free if c.user not in chosen and c.load < most]
    return not passed


@transaction.atomic
def adopt_simplified_procedure(
    *,
    arbitration: Arbitration,
    ground: SimplifiedGround,
    object_by: date,
    by: User,
    on: date,
    agreed_on: date | None = None,
    public_interest: bool = False,
    social_impact: bool = False,
    unsuitable: str = "",
    steps: Sequence[str] = (),
) -> Arbitration:
    """
    决定简易处理: on one of three grounds (SUM-01), where nothing excludes it; tell all (A05).

    Raises:
        ActRefused: the ground does not hold or its figure is not confirmed (SUM-01); a bar
            (SUM-02); a crew where the place forbids it (SUM-08); three already sit.
    """
    arbitration = begin(arbitration, can_run_docket, by, ACCEPTED)
    if arbitration.procedure == Procedure.SIMPLIFIED:
        raise ActRefused("本案已经决定简易处理。", source="SUM-01")
    if len(panel(arbitration)) > 1:
        raise ActRefused("简易处理由一名仲裁员独任，本案已组成三人仲裁庭。", source="SUM-01")
    average = _ground_holds(arbitration, ground, agreed_on, on)
    if bar := simplified_barred(
        arbitration,
        public_interest=public_interest,
        social_impact=social_impact,
        unsuitable=unsuitable,
        on=on,
    ):
        raise bar
    arbitration.procedure, arbitration.simplified_ground = Procedure.SIMPLIFIED, ground
    keep(arbitration, by=by, reason="决定简易处理")
    event = note(
        arbitration,
        "adopt_simplified_procedure",
        by=by,
        on=on,
        summary=f"决定简易处理：{SimplifiedGround(ground).label}",
        facts={"ground": ground, "claimed_fen": claimed_fen(arbitration)},
    )
    for party in everybody(arbitration):
        fields = papers.simplified(
            arbitration,
            party,
            average_wage_fen=average,
            agreed_on=agreed_on,
            object_by=object_by,
            steps=steps,
            contact=by,
        )
        issue(arbitration, "A05", fields, event=event, by=by, on=on, party=party)
    _start_shorter_limits(arbitration, by=by, on=on)
    return arbitration


def _ground_holds(
    arbitration: Arbitration, ground: SimplifiedGround, agreed_on: date | None, on: date
) -> int | None:
    """Refuse a ground that does not hold; return the average wage where it is the measure."""
    if ground == SimplifiedGround.BOTH_AGREE and agreed_on is None:
        raise ActRefused("以双方同意为由简易处理的，请填写双方同意的日期。", source="SUM-01")
    if ground != SimplifiedGround.AMOUNT:
        return None
    try:
        average = int(
            parameter("provincial_average_annual_wage", case=arbitration.case, on=on).value
        )
    except ParameterUnconfirmed as unknown:
        raise ActRefused(
            f"{unknown}", source="SUM-01", suggest="符合其他事由的，可以选择其他事由。"
        ) from unknown
    claimed = claimed_fen(arbitration)
    if claimed > average:
        raise ActRefused(
            f"标的额{yuan(claimed)}元超过上年度职工年平均工资{yuan(average)}元。",
            source="SUM-01",
            suggest="符合其他事由的，可以选择其他事由。",
        )
    return average


def simplified_barred(
    arbitration: Arbitration,
    *,
    public_interest: bool,
    social_impact: bool,
    unsuitable: str,
    on: date,
) -> ActRefused | None:
    """Return why the case may not be handled simply here, None if nothing excludes it."""
    missing = [p.name for p in respondents(arbitration) if p.missing]
    for barred, sentence in (
        (bool(missing), f"{'、'.join(missing)}下落不明，不得简易处理。"),
        (public_interest, "涉及国家利益、社会公共利益的案件不得简易处理。"),
        (social_impact, "有重大社会影响的案件不得简易处理。"),
        (bool(unsuitable.strip()), f"仲裁委员会认为不宜简易处理：{unsuitable.strip()}。"),
    ):
        if barred:
            return ActRefused(sentence, source="SUM-02", suggest="请按一般程序办理。")
    if not is_collective(arbitration):
        return None
    if Profile().holds("SUM-08"):
        return ActRefused(f"{article('SUM-08').layer}的集体争议不适用简易程序。", source="SUM-08")
    if optional_parameter("collective_may_be_simplified", case=arbitration.case, on=on) == "no":
        return ActRefused("本地的集体争议不适用简易处理。", source="COL-01")
    return None


def _start_shorter_limits(arbitration: Arbitration, *, by: User, on: date) -> None:
    """The target of the simplified procedure, once confirmed, and a province's own limit."""
    accepted = arbitration.accepted_on
    assert accepted is not None  # the state is ACCEPTED
    target = optional_parameter("simplified_target_days", case=arbitration.case, on=on)
    if target is not None:
        start(
            arbitration,
            "SUM-10",
            event="受理仲裁申请，简易处理",
            trigger=accepted,
            by=by,
            amount=int(target),
        )
    for rule in LOCAL_LIMITS:
        if Profile().holds(rule):
            start(arbitration, rule, event="受理仲裁申请", trigger=accepted, by=by)


@transaction.atomic
def convert_to_ordinary_procedure(
    *,
    arbitration: Arbitration,
    reason: str,
    by: User,
    on: date,
    arbitrators: Sequence[User] | None = None,
    presiding: User | None = None,
) -> Arbitration:
    """
    转为一般程序: before the limit ends, counted on from the first acceptance (SUM-06); A05C.

    Of ten or more three sit from now on. Raises:
        ActRefused: it is not handled simply, the limit has ended (SUM-06), three must sit (ARB-14).
    """
    arbitration = begin(arbitration, can_run_docket, by, ACCEPTED)
    if arbitration.procedure != Procedure.SIMPLIFIED:
        raise ActRefused("本案不是简易处理。", source="SUM-06")
    if not reason.strip():
        raise ActRefused("请写明转为一般程序的理由。", source="SUM-06")
    limit = deadline(arbitration, "ARB-19")
    if limit is None or on > limit.due_on:
        raise ActRefused("应当在仲裁期限届满前决定转为一般程序。", source="SUM-06")
    arbitration.procedure, arbitration.simplified_ground = Procedure.ORDINARY, ""
    keep(arbitration, by=by, reason=f"转为一般程序：{reason.strip()}"[:200])
    keeper = keeper_of(arbitration)
    sitting = [row.user for row in panel(arbitration)]
    chosen = list(arbitrators) if arbitrators else sitting
    if keeper is None or not chosen:
        raise ActRefused("仲裁庭还没有组成。", source="ARB-13")
    _may_sit(arbitration, chosen, keeper)
    _size_fits(arbitration, chosen, 3 if must_be_three(arbitration) else len(chosen))
    if set(chosen) != set(sitting):
        unseat(arbitration, by=by, on=on, reason="转为一般程序")
        seat(arbitration, chosen, presiding, keeper, reason="", by=by, on=on)
    adopted = arbitration.case.events.filter(
        act="adopt_simplified_procedure", facts__arbitration=arbitration.pk
    ).last()
    event = note(
        arbitration,
        "convert_to_ordinary_procedure",
        by=by,
        on=on,
        summary=f"转为一般程序：{reason.strip()}",
    )
    for party in everybody(arbitration):
        fields = papers.conversion(
            arbitration,
            party,
            simplified_on=adopted.on if adopted else on,
            award_due=limit.due_on,
            reason=reason,
            contact=by,
            on=on,
        )
        issue(arbitration, "A05C", fields, event=event, by=by, on=on, party=party)
    for rule in ("SUM-10", *LOCAL_LIMITS):
        if row := deadline(arbitration, rule):
            row.state = DeadlineState.CANCELLED
            save_with_reason(row, by=by, reason="转为一般程序")
    return arbitration


def unseat(arbitration: Arbitration, *, by: User, on: date, reason: str) -> None:
    for row in panel(arbitration):
        row.until_on = on
        save_with_reason(row, by=by, reason=reason)
