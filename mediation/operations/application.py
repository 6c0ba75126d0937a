"""From the application to its decision: D01, D07, D08, D09, D14, D02, D02N."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from cases.choices import (
    AuthorityScope,
    DisputeKind,
    OfficerCapacity,
    PartyRole,
    ProceduralPlace,
    WageKind,
)
from cases.models import Authority, Case, Claim, Election, MaterialReceipt, Party, ServiceAddress
from cases.operations import (
    add_officer,
    lock_case,
    meet_deadline,
    move_case,
    place_parties,
    record,
    record_authority,
    record_election,
    record_materials,
    record_service_addresses,
    require,
    require_open,
    start_deadline,
)
from cases.queries import wage_accounts
from documents.operations import issue_document
from law.money import yuan
from law.time_limits import CalendarYearMissing
from mediation.choices import DeclineReason
from mediation.papers import intake, opening
from mediation.papers.blocks import COLLECTIVE_FROM, crew_text
from mediation.permissions import (
    can_accept_application,
    can_decline_application,
    can_file_application,
)
from staff.choices import Role
from staff.history import save_with_reason
from staff.models import Body, Conflict, User
from staff.queries import conflicts_with
from staff.refusals import ActRefused, Caution


@transaction.atomic
def elect_representatives(
    *,
    case: Case,
    representatives: list[Party],
    signed_by: list[Party],
    powers: list[str],
    may_settle: bool,
    witness: User | None,
    by: User,
    on: date,
    before: str = "mediation_org",
) -> Election:
    """推选代表: record the election of 3–5 representatives by ten or more workers; makes D07."""
    election = record_election(
        case=case,
        representatives=representatives,
        signed_by=signed_by,
        powers=powers,
        may_settle=may_settle,
        witness=witness,
        by=by,
        on=on,
        before=before,
    )
    case = _with_body(case, by)
    issue_document(
        case=case,
        code="D07",
        fields=intake.election(case, election),
        by=by,
        on=on,
        event=case.events.last(),
    )
    return election


@transaction.atomic
def file_application(
    *,
    case: Case,
    applicants: list[Party],
    respondents: list[Party],
    third_parties: list[Party],
    claims: list[dict],
    facts: str,
    dispute_kind: DisputeKind,
    by: User,
    on: date,
    oral: bool = False,
    recorder: User | None = None,
    filed_by: list[Party] | None = None,
    marks: list[str] | None = None,
) -> Case:
    """
    申请调解: take the application, oral or written, start its clocks, make D01.

    `claims` is [{"what", "amount_fen", "calculation", "kind"?}]; their sum must equal the roster.
    The application interrupts limitation (MED-19).

    Raises:
        ActRefused: no respondent, an oral application nobody recorded (MED-03), claims that do
            not add up (V-M2), ten or more applicants without an election (MED-26).
    """
    case = lock_case(case)
    require(can_file_application(by, case))
    require_open(case)
    if case.received_on:
        raise ActRefused("本案已登记过调解申请。", source="D01")
    if not applicants:
        raise ActRefused("请至少列一名申请人。", source="D01")
    if not respondents:
        raise ActRefused("请至少列一名被申请人。", source="D01")
    if set(applicants) & (set(respondents) | set(third_parties)):
        raise ActRefused("同一当事人不能列在双方。", source="V-P3")
    if oral and recorder is None:
        raise ActRefused("口头申请须由受理人员当场记录，请写明记录人。", source="MED-03")
    if "signature" not in (marks or []):
        raise ActRefused("申请人须签名（可另捺印）。", source="D01")
    if not facts.strip():
        raise ActRefused("请写明事实与理由。", source="MED-03")
    _refuse_wrong_claims(case, claims)
    collective = len(applicants) >= COLLECTIVE_FROM
    if collective and filed_by and not case.elections.exists():
        raise ActRefused("十人以上由代表递交申请的，须先推选代表（三至五名）。", source="MED-26")
    case.received_on = on
    case.oral, case.facts = oral, facts.strip()
    case.dispute_kind = dispute_kind
    if case.mediation_body is None:
        case.mediation_body = _body_of(case)
    save_with_reason(case, by=by, reason="登记调解申请")
    place_parties(
        case=case,
        applicants=applicants,
        respondents=respondents,
        third_parties=third_parties,
        by=by,
    )
    Claim.objects.bulk_create(
        [
            Claim(
                case=case,
                no=no,
                kind=claim.get("kind", WageKind.WAGES),
                what=claim["what"],
                amount_fen=claim["amount_fen"],
                calculation=claim["calculation"],
            )
            for no, claim in enumerate(claims, start=1)
        ]
    )
    start_deadline(case=case, rule="MED-05", event="收到调解申请", trigger=on, by=by)
    start_deadline(case=case, rule="MED-06", event="收到调解申请", trigger=on, by=by)
    total = sum(c["amount_fen"] for c in claims)
    event = record(
        case,
        "file_application",
        by=by,
        on=on,
        party=(filed_by or applicants)[0],
        summary=f"{crew_text(applicants)}{'口头' if oral else '书面'}申请调解，请求{yuan(total)}元",
        facts={
            "oral": oral,
            "claim_total_fen": total,
            "applicants": len(applicants),
            "respondents": [p.key for p in respondents],
            "limitation_interrupted": True,
        },
    )
    issue_document(
        case=case,
        code="D01",
        fields=intake.application(case, recorder=recorder.name if recorder else "", on=on),
        by=by,
        on=on,
        event=event,
    )
    return case


def _body_of(case: Case) -> Body:
    body = type(case.centre).objects.filter(kind="mediation_body", is_active=True).first()
    if body is None:
        raise ActRefused("尚未登记调解组织，请管理员在“机构”中登记。", source="MED-01")
    return body


def _with_body(case: Case, by: User) -> Case:
    """Lock the case and give it the mediation body that its papers name, if it has none yet."""
    case = lock_case(case)
    if case.mediation_body is None:
        case.mediation_body = _body_of(case)
        save_with_reason(case, by=by, reason="确定调解组织")
    return case


def _refuse_wrong_claims(case: Case, claims: list[dict]) -> None:
    if not claims:
        raise ActRefused("请至少写明一项请求。", source="D01")
    if any(c["amount_fen"] <= 0 for c in claims):
        raise ActRefused("请求金额必须大于零。", source="V-M4")
    accounts = wage_accounts(case)
    if not any(a.gross_fen for a in accounts):
        return
    owed, asked = sum(a.due_fen for a in accounts), sum(c["amount_fen"] for c in claims)
    if asked != owed:
        raise ActRefused(
            f"请求合计{yuan(asked)}元，花名册欠付合计{yuan(owed)}元，两者必须一致。",
            source="V-M2",
        )


def application_cautions(case: Case) -> list[str]:
    """Return in Chinese what to look at before accepting; nothing is blocked by it."""
    found = []
    listed = case.parties.filter(place=ProceduralPlace.RESPONDENT)
    licensed = case.parties.filter(
        role__in=[
            PartyRole.LABOUR_SUBCONTRACTOR,
            PartyRole.SPECIALTY_SUBCONTRACTOR,
            PartyRole.GENERAL_CONTRACTOR,
        ]
    )
    if listed.exists() and all(p.role == PartyRole.FOREMAN for p in listed) and licensed.exists():
        found.append("只列了包工头为被申请人，但本案有具备资格的承包单位，法院常因此退回。")
    if not any(p.address or p.missing for p in listed):
        found.append("被申请人均无地址，也未注明下落不明。")
    return found


@transaction.atomic
def receive_material(
    *,
    case: Case,
    received_from: str,
    pieces: list[dict],
    originals_returned: bool,
    by: User,
    on: date,
    party: Party | None = None,
) -> MaterialReceipt:
    """接收材料: enter papers handed in and give the receipt D14."""
    receipt = record_materials(
        case=case,
        received_from=received_from,
        pieces=pieces,
        originals_returned=originals_returned,
        by=by,
        on=on,
        party=party,
    )
    case = _with_body(case, by)
    issue_document(
        case=case,
        code="D14",
        fields=intake.materials(case, receipt),
        by=by,
        on=on,
        recipient=received_from,
        event=case.events.last(),
    )
    return receipt


@transaction.atomic
def grant_authority(
    *,
    party: Party,
    agent: str,
    scope: AuthorityScope,
    special_items: list[str],
    valid_from: date,
    valid_to: date,
    by: User,
    on: date,
    agent_post: str = "",
    seal_kind: str = "",
    before: str = "mediation_org",
) -> Authority:
    """授权委托: record a power of attorney and make D08."""
    authority = record_authority(
        party=party,
        agent=agent,
        agent_post=agent_post,
        scope=scope,
        special_items=special_items,
        valid_from=valid_from,
        valid_to=valid_to,
        seal_kind=seal_kind,
        before=before,
        by=by,
        on=on,
    )
    case = _with_body(authority.case, by)
    issue_document(
        case=case,
        code="D08",
        fields=intake.authority(case, authority, on=on),
        by=by,
        on=on,
        party=party,
        recipient=party.name,
        event=case.events.last(),
    )
    return authority


@transaction.atomic
def confirm_service_address(
    *,
    case: Case,
    parties: list[Party],
    address: str,
    e_service: bool,
    e_channel: str,
    by: User,
    on: date,
) -> list[ServiceAddress]:
    """确认送达地址: record where papers reach the parties and make D09."""
    rows = record_service_addresses(
        case=case,
        parties=parties,
        address=address,
        e_service=e_service,
        e_channel=e_channel,
        by=by,
        on=on,
    )
    case = _with_body(case, by)
    fields = intake.service_address(
        case, parties, address=address.strip(), e_service=e_service, e_channel=e_channel, on=on
    )
    issue_document(
        case=case,
        code="D09",
        fields=fields,
        by=by,
        on=on,
        party=parties[0] if len(parties) == 1 else None,
        recipient=crew_text(parties),
        event=case.events.last(),
    )
    return rows


class MediatorConflict(ActRefused):
    """The mediator has a declared relation to somebody in the case and may not be allocated."""

    def __init__(self, mediator: User, conflicts: Iterable[Conflict]) -> None:
        related = "、".join(f"{c.counterpart_name}（{c.relation}）" for c in conflicts)
        super().__init__(
            f"调解员{mediator.name}与本案{related}有登记的利害关系，应当回避。",
            source="MED-24",
            suggest="请另选调解员；告知后各方书面同意的，先办理回避处理。",
        )


def refuse_conflicts(case: Case, mediators: Iterable[User]) -> None:
    """Refuse a mediator who is a party, or has a declared relation to one (MED-24)."""
    people = list(case.parties.values_list("name", "legal_rep"))
    names = [name for pair in people for name in pair if name]
    for mediator in mediators:
        conflicts = conflicts_with(mediator, names)
        if conflicts:
            raise MediatorConflict(mediator, conflicts)


@transaction.atomic
def accept_application(
    *,
    case: Case,
    mediators: list[User],
    recorder: User | None,
    venue: str,
    by: User,
    on: date,
    received_on: date | None = None,
) -> Case:
    """
    受理: accept the application, allocate mediator and recorder, start the 15 days, make D02.

    A late decision comes back with a caution in `cautions`.

    Raises:
        ActRefused: no application, no mediator, a mediator with a conflict (MED-24).
    """
    case = lock_case(case)
    require(can_accept_application(by, case))
    if case.received_on is None:
        raise ActRefused("尚未登记调解申请（D01），不能受理。", source="MED-03")
    if received_on and received_on != case.received_on:
        _correct_receipt(case, received_on, by)
    if on < case.received_on:
        raise ActRefused("受理日期早于收到申请的日期。", source="V-D1")
    if not mediators:
        raise ActRefused("请指派调解员。", source="MED-24")
    if not venue.strip():
        raise ActRefused("请填写调解地点。", source="V-T1")
    for mediator in mediators:
        if not mediator.has_role(Role.MEDIATOR):
            raise ActRefused(f"{mediator.name}不是调解员。", source="MED-02")
    refuse_conflicts(case, mediators)
    case.accepted_on, case.venue = on, venue.strip()
    case = move_case(case, "accept", by=by, reason="符合受理条件")
    for mediator in mediators:
        add_officer(case=case, user=mediator, capacity=OfficerCapacity.MEDIATOR, by=by, on=on)
    if recorder is not None:
        add_officer(case=case, user=recorder, capacity=OfficerCapacity.RECORDER, by=by, on=on)
    cautions = _late(case, on)
    meet_deadline(case=case, rule="MED-05", on=on, by=by)
    start_deadline(case=case, rule="MED-07", event="受理调解申请", trigger=on, by=by)
    names = "、".join(m.name for m in mediators)
    event = record(
        case,
        "accept_application",
        by=by,
        on=on,
        summary=f"受理调解申请，由{names}调解",
        facts={"mediators": [m.pk for m in mediators], "venue": venue},
    )
    issue_document(
        case=case,
        code="D02",
        fields=_acceptance(case, on=on, by=by),
        by=by,
        on=on,
        event=event,
    )
    case.cautions = cautions
    return case


def _late(case: Case, on: date) -> list[Caution]:
    """Warn when the decision comes after its time; it is made all the same (MED-05)."""
    deadline = case.deadlines.filter(rule="MED-05").exclude(state="cancelled").last()
    if deadline is None or on <= deadline.due_on:
        return []
    return [Caution("MED-05", f"受理审查期限已于{deadline.due_on:%Y-%m-%d}届满，本次为逾期受理。")]


def _acceptance(case: Case, *, on: date, by: User) -> dict:
    try:
        return opening.acceptance(case, on=on, intake_officer=by.name)
    except CalendarYearMissing as missing:
        raise ActRefused(str(missing), source="V-D4") from missing


def _correct_receipt(case: Case, received_on: date, by: User) -> None:
    case.received_on = received_on
    save_with_reason(case, by=by, reason="更正收到申请日期")
    for rule in ("MED-05", "MED-06"):
        start_deadline(case=case, rule=rule, event="收到调解申请", trigger=received_on, by=by)


@transaction.atomic
def decline_application(
    *,
    case: Case,
    reason: DeclineReason,
    reason_text: str,
    next_step: str,
    by: User,
    on: date,
) -> Case:
    """
    不予受理: decline in writing with a coded reason and the route that is open (D02N).

    Raises:
        ActRefused: no reason in words, or no route (ADM-06).
    """
    case = lock_case(case)
    require(can_decline_application(by, case))
    if case.received_on is None:
        raise ActRefused("尚未登记调解申请（D01），不能作出决定。", source="MED-03")
    if not reason_text.strip():
        raise ActRefused("请写明不予受理的理由。", source="D02N")
    if not next_step.strip():
        raise ActRefused("请写明当事人可以走的途径或转往的部门。", source="ADM-06")
    case = move_case(case, "decline", by=by, reason=DeclineReason(reason).label)
    meet_deadline(case=case, rule="MED-05", on=on, by=by)
    event = record(
        case,
        "decline_application",
        by=by,
        on=on,
        summary=f"不予受理：{DeclineReason(reason).label}",
        facts={"reason": reason},
    )
    fields = opening.refusal(
        case, reason=reason, reason_text=reason_text.strip(), next_step=next_step.strip(), on=on
    )
    issue_document(case=case, code="D02N", fields=fields, by=by, on=on, event=event)
    return case
