"""回避: asked with a ground, decided in three working days, the challenged one meanwhile halted."""

from datetime import date

from django.db import transaction

from adjudication.choices import ArbitrationState, HearingState, Matter, SeatRole
from adjudication.models import Arbitration, Challenge, Decision, Seat
from adjudication.operations.records import begin, issue, meet, note, start
from adjudication.papers import blocks, forming
from adjudication.papers import decisions as papers
from adjudication.papers.decisions import Approval
from adjudication.permissions import can_conduct, can_run_docket
from adjudication.queries import candidates, everybody, paper, why_barred
from cases.models import CaseEvent, Party
from staff.choices import Role
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

ACCEPTED = ArbitrationState.ACCEPTED


@transaction.atomic
def challenge_arbitrator(
    *,
    arbitration: Arbitration,
    challenged: User,
    party: Party,
    ground: str,
    by: User,
    on: date,
    learned_later: bool = False,
) -> Challenge:
    """
    申请回避: of an arbitrator or the secretary, before the hearing opens (ARB-17).

    `learned_later`: the ground became known after the opening; then until the debate ends. Until
    it is decided the challenged person does nothing in the case.

    Raises:
        ActRefused: no ground is given, the hearing has opened or ended, nobody of that name sits.
    """
    arbitration = begin(arbitration, can_conduct, by, ACCEPTED)
    sitting = arbitration.seats.filter(user=challenged, until_on=None).first()
    if sitting is None:
        raise ActRefused(f"{challenged.name}不是本庭的人员。", source="ARB-17")
    if not ground.strip():
        raise ActRefused("申请回避应当说明理由。", source="ARB-17")
    _in_time(arbitration, learned_later)
    sitting.halted = True
    save_with_reason(sitting, by=by, reason="被申请回避，暂停参与")
    challenge = Challenge.objects.create(
        seat=sitting, party=party, ground=ground.strip()[:300], asked_on=on
    )
    start(arbitration, "ARB-17", event=f"{party.name}申请回避", trigger=on, by=by)
    note(
        arbitration,
        "challenge_arbitrator",
        by=by,
        on=on,
        party=party,
        summary=f"{party.name}申请{challenged.name}回避：{ground.strip()}",
        facts={"challenge": challenge.pk},
    )
    return challenge


def _in_time(arbitration: Arbitration, learned_later: bool) -> None:
    opened = arbitration.hearings.filter(
        state__in=[HearingState.HELD, HearingState.CLOSED], adjourned_for=""
    )
    if opened.filter(state=HearingState.CLOSED).exists():
        raise ActRefused("庭审辩论已经终结，不能再申请回避。", source="ARB-17")
    if opened.exists() and not learned_later:
        raise ActRefused(
            "申请回避应当在开庭前提出。",
            source="ARB-17",
            suggest="开庭后才知道事由的，请注明。",
        )


@transaction.atomic
def decide_challenge(
    *,
    challenge: Challenge,
    granted: bool,
    reason: str,
    approval: Approval,
    by: User,
    on: date,
    replacement: User | None = None,
) -> Decision:
    """
    决定回避: by the head of the commission (ARB-17); A16, and A04 anew when somebody goes.

    Without a `replacement` the one with the fewest open cases takes the seat.

    Raises:
        ActRefused: it has been decided, no reason is given; the challenged person decides it
            (ARB-17, by A16); the replacement may not sit (ARB-16).
    """
    arbitration = begin(challenge.seat.arbitration, can_run_docket, by, ACCEPTED)
    challenge = Challenge.objects.select_for_update().get(pk=challenge.pk)
    sitting = Seat.objects.select_for_update().get(pk=challenge.seat_id)
    if challenge.granted is not None:
        raise ActRefused("这件回避申请已经决定。", source="ARB-17")
    if not reason.strip():
        raise ActRefused("请写明决定的理由。", source="ARB-17")
    challenge.granted, challenge.decided_on, challenge.decided_by = granted, on, by
    challenge.save(update_fields=["granted", "decided_on", "decided_by"])
    event = note(
        arbitration,
        "decide_challenge",
        by=by,
        on=on,
        party=challenge.party,
        summary=f"{'同意' if granted else '驳回'}{challenge.party.name}"
        f"对{sitting.user.name}的回避申请",
        facts={"challenge": challenge.pk, "granted": granted},
    )
    fields = papers.decision(
        arbitration,
        matter="回避",
        outcome="准许" if granted else "不准许",
        subject=sitting.user.name,
        raised_by=blocks.place_of(arbitration, challenge.party),
        raised_on=challenge.asked_on,
        ground=challenge.ground,
        findings=reason,
        approval=approval,
        on=on,
    )
    decision = Decision(
        arbitration=arbitration,
        matter=Matter.CHALLENGE_GRANTED if granted else Matter.CHALLENGE_REFUSED,
        reason=reason.strip()[:400],
        decided_on=on,
        approver=approval.name,
        document=issue(arbitration, "A16", fields, event=event, by=by, on=on),
        by=by,
    )
    decision.save()
    if granted:
        _replace(arbitration, sitting, replacement, event=event, by=by, on=on)
    else:
        sitting.halted = False
        save_with_reason(sitting, by=by, reason="回避申请被驳回")
    meet(arbitration, "ARB-17", on=on, by=by)
    return decision


def _replace(
    arbitration: Arbitration,
    sitting: Seat,
    replacement: User | None,
    *,
    event: CaseEvent,
    by: User,
    on: date,
) -> None:
    """Put somebody else in the seat and tell everybody who sits now (A04)."""
    sitting.until_on = on
    save_with_reason(sitting, by=by, reason="回避")
    fresh = replacement or _next_free(arbitration, sitting)
    role = Role.TRIBUNAL_SECRETARY if sitting.role == SeatRole.SECRETARY else Role.ARBITRATOR
    if not fresh.has_role(role) or fresh.body_id != arbitration.commission_id:
        raise ActRefused(f"{fresh.name}不是本委的{role.label}。", source="ARB-13")
    if barred := why_barred(fresh, arbitration):
        raise ActRefused(barred, source="ARB-16")
    if arbitration.seats.filter(user=fresh, until_on=None).exists():
        raise ActRefused(f"{fresh.name}已在本庭任职。", source="ARB-15")
    save_with_reason(
        Seat(arbitration=arbitration, user=fresh, role=sitting.role, from_on=on),
        by=by,
        reason=f"接替{sitting.user.name}",
    )
    for party in everybody(arbitration):
        fields = forming.tribunal(arbitration, party, replaced=sitting.user.name, reason="回避")
        earlier = paper(arbitration, "A04", party)
        issue(
            arbitration,
            "A04",
            fields,
            event=event,
            by=by,
            on=on,
            party=party,
            supersedes=earlier if earlier and not earlier.is_signed else None,
        )


def _next_free(arbitration: Arbitration, sitting: Seat) -> User:
    if sitting.role == SeatRole.SECRETARY:
        raise ActRefused("请指定接替的书记员。", source="ARB-17")
    seated = set(arbitration.seats.filter(until_on=None).values_list("user_id", flat=True))
    for candidate in candidates(arbitration):
        if not candidate.barred and candidate.user.pk not in seated:
            return candidate.user
    raise ActRefused("没有可以接替的仲裁员。", source="ARB-17", suggest="请指定接替的仲裁员。")
