"""What comes in after acceptance: who joins, claims changed in time, a counter-claim; siblings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from adjudication.choices import ArbitrationState, ClaimKind, ClockChange, Matter
from adjudication.models import (
    Arbitration,
    Claim,
    CounterClaim,
    Decision,
    Element,
    SiblingGroup,
)
from adjudication.operations.clock import move_clock, printable
from adjudication.operations.filing import Claimed, check_sums
from adjudication.operations.notices import FOLLOWS
from adjudication.operations.records import begin, issue, meet, note, start
from adjudication.papers import decisions as decision_papers
from adjudication.papers import joining as papers
from adjudication.permissions import can_conduct, can_run_docket
from adjudication.queries import (
    addressees,
    applicants,
    claimed_fen,
    deadline,
    panel,
    respondents,
    suffix_for,
    third_parties,
)
from cases.choices import DeadlineState, ProceduralPlace
from cases.models import CaseEvent, Party
from documents.contracts.tribunal.joining import JOINED_BY
from documents.models import Service
from law.calendar import in_words
from staff.history import bulk_create_with_reason, save_with_reason
from staff.models import User
from staff.refusals import ActRefused, Caution

ACCEPTED = ArbitrationState.ACCEPTED
ENCLOSED = ("仲裁申请书副本", "举证通知书", "送达地址确认书")


@transaction.atomic
def join_party(
    *,
    arbitration: Arbitration,
    party: Party,
    as_respondent: bool,
    joined_by: str,
    reason: str,
    by: User,
    on: date,
    statement_by: date | None = None,
    enclosures: Sequence[str] = ENCLOSED,
    findings: str = "",
) -> Arbitration:
    """
    追加当事人、第三人参加: A02X2; with a respondent who joins the 45 days begin anew (ARB-20).

    The owner of an unlicensed employer answers beside it (ARB-40). With `findings` the tribunal
    decides it in writing besides (A16).

    Raises:
        ActRefused: a party already, no reason, no way of joining named.
    """
    arbitration = begin(arbitration, can_run_docket, by, ACCEPTED)
    known = [*applicants(arbitration), *respondents(arbitration), *third_parties(arbitration)]
    if party.case_id != arbitration.case_id or party in known:
        raise ActRefused(f"{party.name}已经是本案当事人，或者不在本案登记。", source="ARB-40")
    if joined_by not in JOINED_BY or not reason.strip():
        raise ActRefused("请写明参加的方式和理由。", source="ARB-40")
    place = ProceduralPlace.RESPONDENT if as_respondent else ProceduralPlace.THIRD_PARTY
    if party.place != place:
        party.place = place
        save_with_reason(party, by=by, reason=f"参加仲裁：{place.label}")
    (arbitration.respondents if as_respondent else arbitration.third_parties).add(party)
    award_due = None
    if as_respondent:
        reading = move_clock(
            arbitration,
            ClockChange.RESTARTED,
            cause=f"追加{party.name}为被申请人",
            rule="ARB-20",
            by=by,
            on=on,
        )
        award_due = printable(reading)
        start(arbitration, "ARB-09", event=f"追加{party.name}", trigger=on, by=by)
    event = note(
        arbitration,
        "join_party",
        by=by,
        on=on,
        party=party,
        summary=f"{joined_by}：{party.name}参加仲裁，列为{place.label}",
        facts={"as_respondent": as_respondent},
    )
    fields = papers.joined(
        arbitration,
        party,
        joined_by=joined_by,
        as_respondent=as_respondent,
        reason=reason,
        enclosures=enclosures,
        statement_by=statement_by,
        award_due=award_due,
        contact=by,
        on=on,
    )
    issue(arbitration, "A02X2", fields, event=event, by=by, on=on, party=party)
    if findings.strip():
        _decide_joinder(
            arbitration,
            party,
            award_due,
            reason=reason,
            findings=findings,
            event=event,
            by=by,
            on=on,
        )
    return arbitration


def _decide_joinder(
    arbitration: Arbitration,
    party: Party,
    award_due: date | None,
    *,
    reason: str,
    findings: str,
    event: CaseEvent,
    by: User,
    on: date,
) -> None:
    """A16: who answers from now on and how long the tribunal has; a third party moves no clock."""
    if award_due is None:
        raise ActRefused("只有追加被申请人才重新计算审限，第三人参加不另作决定。", source="ARB-20")
    if not panel(arbitration):
        raise ActRefused("仲裁庭还没有组成，追加当事人以通知办理。", source="A16")
    fields = decision_papers.decision(
        arbitration,
        matter=Matter.JOINDER.label,
        ground=reason,
        findings=findings,
        subject=party.name,
        clock_on=on,
        new_limit_on=award_due,
        on=on,
    )
    Decision(
        arbitration=arbitration,
        matter=Matter.JOINDER,
        reason=reason.strip()[:400],
        decided_on=on,
        document=issue(arbitration, "A16", fields, event=event, by=by, on=on),
        by=by,
    ).save()


@dataclass(frozen=True)
class ClaimChange:
    """A claim of a worker that is now for something else; `no` is its number."""

    worker: Party
    no: int
    amount_fen: int
    formula: str
    what: str = ""


@transaction.atomic
def change_claims(
    *,
    arbitration: Arbitration,
    by: User,
    on: date,
    added: Sequence[Claimed] = (),
    changed: Sequence[ClaimChange] = (),
    requested_on: date | None = None,
    answer_waived: bool = False,
) -> list[Claim]:
    """
    增加、变更仲裁请求: before the evidence period ends (ARB-22); A02X1 to every respondent.

    The 45 days begin anew (ARB-20), and so does the answer period, with the service of A02X1,
    unless it was waived.

    Raises:
        ActRefused: too late or no period was set (ARB-22); a sum that is not its formula's (V-M2).
    """
    arbitration = begin(arbitration, can_run_docket, by, ACCEPTED)
    asked = requested_on or on
    if arbitration.evidence_due_on is None:
        raise ActRefused("还没有确定举证期限。", source="ARB-22", suggest="请先发出举证通知书。")
    if asked > arbitration.evidence_due_on:
        raise ActRefused(
            f"增加或者变更请求应当在举证期限（{in_words(arbitration.evidence_due_on)}）届满前提出。",
            source="ARB-22",
            suggest="可以就新的请求另行申请仲裁。",
        )
    if not added and not changed:
        raise ActRefused("请写明增加或者变更的请求。", source="ARB-22")
    before = claimed_fen(arbitration)
    rows = _change(arbitration, changed, by=by) + _add(arbitration, added, by=by)
    reading = move_clock(
        arbitration,
        ClockChange.RESTARTED,
        cause="受理增加、变更的仲裁请求",
        rule="ARB-20",
        by=by,
        on=on,
    )
    after = claimed_fen(arbitration)
    event = note(
        arbitration,
        "change_claims",
        by=by,
        on=on,
        summary=f"增加请求{len(added)}项、变更{len(changed)}项",
        facts={"before_fen": before, "after_fen": after, "answer_waived": answer_waived},
    )
    for party in respondents(arbitration):
        fields = papers.change(
            arbitration,
            party,
            requested_on=asked,
            changes=rows,
            total_before_fen=before,
            total_after_fen=after,
            answer_waived=answer_waived,
            award_due=printable(reading),
            contact=by,
            on=on,
        )
        issue(arbitration, "A02X1", fields, event=event, by=by, on=on, party=party)
    return [row.claim for row in rows]


def _change(
    arbitration: Arbitration, changed: Sequence[ClaimChange], *, by: User
) -> list[papers.Changed]:
    found = []
    for change in changed:
        claim = arbitration.claims.filter(worker=change.worker, no=change.no).first()
        if claim is None:
            raise ActRefused(f"{change.worker.name}没有第{change.no}项请求。", source="ARB-22")
        stated = Claimed(
            change.worker, ClaimKind(claim.kind), claim.what, change.amount_fen, change.formula
        )
        check_sums([stated], {change.worker.pk})
        found.append(papers.Changed(claim, claim.amount_fen))
        claim.amount_fen, claim.formula = change.amount_fen, change.formula
        claim.what = change.what.strip().rstrip("。；，") or claim.what
        save_with_reason(claim, by=by, reason="变更仲裁请求")
    return found


def _add(arbitration: Arbitration, added: Sequence[Claimed], *, by: User) -> list[papers.Changed]:
    check_sums(added, {p.pk for p in applicants(arbitration)})
    last: dict[int, int] = {}
    for worker_id, no in arbitration.claims.values_list("worker_id", "no"):
        last[worker_id] = max(last.get(worker_id, 0), no)
    rows = []
    for claim in added:
        no = last[claim.worker.pk] = last.get(claim.worker.pk, 0) + 1
        rows.append(
            Claim(
                arbitration=arbitration,
                worker=claim.worker,
                no=no,
                kind=claim.kind,
                what=claim.what.strip().rstrip("。；，"),
                period_from=claim.period_from,
                period_to=claim.period_to,
                amount_fen=claim.amount_fen,
                formula=claim.formula,
                elements=list(claim.elements),
            )
        )
    made = bulk_create_with_reason(Claim, rows, by=by, reason="增加仲裁请求")
    return [papers.Changed(claim, None) for claim in made]


def _change_received(arbitration: Arbitration, row: Service, by: User) -> list[Caution]:
    """A new answer period runs from the day the changed claims were served, unless waived."""
    if row.document.context["answer_waived"]:
        return []
    assert row.served_on is not None  # the row counts
    own = suffix_for(arbitration, row.party)
    if shorter := deadline(arbitration, "SUM-03", own):
        shorter.state = DeadlineState.CANCELLED
        save_with_reason(shorter, by=by, reason="请求变更，答辩期重新起算")
    start(
        arbitration,
        "ARB-10",
        event=f"{row.party.name}收到变更的请求",
        trigger=row.served_on,
        by=by,
        suffix=own,
    )
    return []


FOLLOWS["A02X1"] = _change_received


@transaction.atomic
def decide_counter_claim(
    *,
    arbitration: Arbitration,
    respondent: Party,
    accepted: bool,
    by: User,
    on: date,
    merged: bool = True,
    reason: str = "",
) -> list[CounterClaim]:
    """
    决定反申请: within five working days (ARB-12); merged with the case it begins the 45 days anew.

    Accepted: A02X3 to the respondent, A02X4 to the applicants. Raises:
        ActRefused: nothing waits; a refusal or a separate hearing without its reason; too late
            (V-D2, by A02X3); filed after the answer period (ARB-12).
    """
    arbitration = begin(arbitration, can_run_docket, by, ACCEPTED)
    rows = list(arbitration.counter_claims.filter(respondent=respondent, decided_on=None))
    if not rows:
        raise ActRefused(f"{respondent.name}没有待决定的反申请。", source="ARB-12")
    if not (accepted and merged) and not reason.strip():
        raise ActRefused("不予受理或者另案审理反申请的，请写明理由。", source="ARB-12")
    for row in rows:
        row.accepted, row.merged, row.decided_on = accepted, accepted and merged, on
        row.reason = reason.strip()[:300]
        save_with_reason(row, by=by, reason="决定反申请")
    due = None
    if accepted and merged:
        reading = move_clock(
            arbitration,
            ClockChange.RESTARTED,
            cause="受理反申请，合并审理",
            rule="ARB-20",
            by=by,
            on=on,
        )
        due = printable(reading)
    event = note(
        arbitration,
        "decide_counter_claim",
        by=by,
        on=on,
        party=respondent,
        summary=f"{'受理' if accepted else '不予受理'}{respondent.name}的反申请"
        + ("，合并审理" if due else ""),
        facts={"accepted": accepted, "merged": bool(due)},
    )
    if accepted:
        _tell(arbitration, rows, due, event=event, by=by, on=on)
    meet(arbitration, "ARB-12", on=on, by=by)
    return rows


def _tell(
    arbitration: Arbitration,
    rows: list[CounterClaim],
    due: date | None,
    *,
    event: CaseEvent,
    by: User,
    on: date,
) -> None:
    respondent = rows[0].respondent
    own = suffix_for(arbitration, respondent)
    limit = deadline(arbitration, "SUM-03", own) or deadline(arbitration, "ARB-10", own)
    fields = papers.counter_accepted(
        arbitration,
        rows,
        answer_ends_on=limit.due_on if limit else on,
        award_due=due,
        contact=by,
        on=on,
    )
    issue(arbitration, "A02X3", fields, event=event, by=by, on=on, party=respondent)
    for party in addressees(arbitration):
        fields = papers.counter_notice(arbitration, party, rows, award_due=due, contact=by, on=on)
        issue(arbitration, "A02X4", fields, event=event, by=by, on=on, party=party)


# Siblings


@transaction.atomic
def group_siblings(
    *, arbitrations: Sequence[Arbitration], name: str, by: User, on: date
) -> SiblingGroup:
    """
    同类案件: put cases of one commission against one employer into a group, to enter facts once.

    Raises:
        ActRefused: fewer than two, another commission, no respondent in common.
    """
    locked = [begin(each, can_conduct, by) for each in arbitrations]
    if len(locked) < 2 or len({a.commission_id for a in locked}) > 1:
        raise ActRefused("同类案件应当是同一仲裁委员会的两件以上案件。", source="SUM-05")
    names = [{p.uscc or p.name for p in respondents(a)} for a in locked]
    if not set.intersection(*names):
        raise ActRefused("同类案件应当有共同的被申请人。", source="SUM-05")
    group = SiblingGroup.objects.create(commission=locked[0].commission, name=name.strip()[:120])
    for each in locked:
        each.siblings = group
        save_with_reason(each, by=by, reason=f"列入同类案件：{group.name}")
        note(each, "group_siblings", by=by, on=on, summary=f"列入同类案件“{group.name}”")
    return group


@transaction.atomic
def share_elements(
    *, source: Arbitration, codes: Sequence[str], by: User, on: date
) -> list[Element]:
    """
    同类案件共用事实: copy general elements of one case to its siblings that have none of the code.

    What was agreed or found in one case is not agreed in another: both sides are asked there.
    """
    source = begin(source, can_conduct, by)
    if source.siblings_id is None:
        raise ActRefused("本案没有列入同类案件。", source="SUM-05")
    shared = [e for e in source.elements.filter(worker=None, code__in=codes) if e.applicant_value]
    others = list(Arbitration.objects.open().filter(siblings=source.siblings_id))
    others = [begin(each, can_conduct, by) for each in others if each.pk != source.pk]
    taken = set(
        Element.objects.filter(arbitration__in=others, worker=None).values_list(
            "arbitration_id", "code"
        )
    )
    rows = [
        Element(
            arbitration=other,
            code=e.code,
            label=e.label,
            unit=e.unit,
            applicant_value=e.applicant_value,
        )
        for other in others
        for e in shared
        if (other.pk, e.code) not in taken
    ]
    made = bulk_create_with_reason(Element, rows, by=by, reason=f"取自{source}")
    for other in others:
        count = sum(e.arbitration_id == other.pk for e in made)
        note(
            other,
            "share_elements",
            by=by,
            on=on,
            summary=f"从{source}取得共同要素{count}项",
            facts={"source": source.pk},
        )
    return made
