"""The tribunal from the application to the closed hearing."""

from datetime import date
from typing import Any

from adjudication import operations as do
from adjudication.choices import (
    ClaimKind,
    ElementAnswer,
    HearingPart,
    MediationResult,
    Origin,
    SimplifiedGround,
    Speaker,
)
from adjudication.models import Arbitration, Challenge
from adjudication.operations import Answered, Claimed, Confirmed, Line, Present, Stated
from adjudication.papers.decisions import Approval
from adjudication.queries import claimed_fen, is_collective, next_hearing, panel
from cases.choices import Capacity
from cases.models import Case, Party
from cases.operations import confirm_parameter
from cases.queries import current_calendar, optional_parameter
from centre.rehearsal.acts.intake import calculation
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import evidence_of, intake_of, listed, moment
from centre.rehearsal.reading import Act, ScenarioFault, day, money
from centre.rehearsal.stage import Stage
from documents.contracts.tribunal.elements import ELEMENTS
from law.areas import parameters
from staff.choices import Role
from staff.models import User
from staff.refusals import ActRefused

UNTOLD = "情景没有写明理由"


def clerk_of(stage: Stage, step: Act) -> User:
    return stage.officer(step.by, Role.TRIBUNAL_SECRETARY)


def arbitrator_of(stage: Stage, step: Act) -> User:
    return stage.officer(step.by, Role.ARBITRATOR)


def arbitration_of(stage: Stage, step: Act) -> Arbitration:
    """Return the arbitration an act means: of the number it names, else the last of the case."""
    found = Arbitration.objects.filter(case=_case(stage)).order_by("id")
    if step.data.get("arbitration"):
        found = found.filter(number=step.data["arbitration"])
    arbitration = found.last()
    if arbitration is None:
        raise ScenarioFault(f"{step.label}：没有申请过仲裁。")
    return arbitration


def _case(stage: Stage) -> Case:
    assert stage.case is not None  # the registry has seen to it
    return stage.case


@act
def file_arbitration(stage: Stage, step: Act):
    data, case = step.data, _case(stage)
    applicants = _applicants(stage, step)
    claims = [
        Claimed(
            worker=stage.worker(row["worker"]) if row.get("worker") else applicants[0],
            kind=ClaimKind(row["kind"]),
            what=row["item"],
            amount_fen=money(row["amount"]) if row.get("amount") else None,
            formula=calculation(str(row.get("formula") or "")),
            elements=tuple(row.get("elements") or ()),
        )
        for row in data["claims"]
    ]
    if money(data["total"]) != sum(c.amount_fen or 0 for c in claims):
        raise ActRefused("请求总额与各项之和不符。", source="V-M2")
    filed_by = data.get("filed_by")
    copies = data["copies"]
    return do.file_arbitration(
        case=case,
        origin=_origin(case, data),
        applicants=applicants,
        respondents=stage.parties(data["against"]),
        third_parties=stage.parties(data.get("third_parties") or []),
        representatives=stage.workers(filed_by) if filed_by else None,
        claims=claims,
        elements=[_stated(stage, row) for row in data["elements"]],
        facts=data.get("facts") or "",
        evidence=evidence_of(stage, data["evidence"]),
        copies=sum(copies.values()),
        employment_ended_on=_left_on(case),
        by=intake_of(stage, Act(step.on, step.name, "", data, step.place)),
        on=step.on,
    )


def _applicants(stage: Stage, step: Act) -> list[Party]:
    if "rows" in step.data:
        return stage.workers(step.data["rows"])
    return [p for p in stage.parties(step.by) if p.is_worker]


def _origin(case: Case, data: dict) -> Origin:
    if data.get("origin"):
        return Origin(data["origin"])
    if case.agreements.filter(effective_on__isnull=False).exists() and data.get("breach"):
        return Origin.BREACH
    return Origin.MEDIATION if case.terminations.exists() else Origin.DIRECT


def _left_on(case: Case) -> date | None:
    end = (case.contract or {}).get("end")
    return day(end) if end else None


def _stated(stage: Stage, row: dict) -> Stated:
    return Stated(
        code=row["element"],
        value=_words(row["value"]),
        label=_label(stage, row),
        unit=row.get("unit") or "",
        worker=stage.worker(row["worker"]) if row.get("worker") else None,
        evidence=tuple(row.get("evidence") or ()),
    )


def _label(stage: Stage, row: dict) -> str:
    """Return how the file calls an element, else its name in the form."""
    return _called(stage, row) or ELEMENTS[row["element"]]


def _called(stage: Stage, row: dict) -> str:
    """Return how the file calls an element; "" means the only one of its code."""
    if row.get("label"):
        return row["label"]
    listed_ = stage.scenario.get("elements") or {}
    for entry in [*listed_.get("undisputed", []), *listed_.get("disputed", [])]:
        if entry["element"] == row["element"]:
            return entry["label"]
    return ""


def _words(value: Any) -> str:
    """Return a value as the form has it written: a period in words."""
    if isinstance(value, dict) and "from" in value:
        return f"{_month(value['from'])}至{_month(value['to'])}"
    return str(value)


def _month(text: str) -> str:
    parts = [int(part) for part in text.split("-")]
    return f"{parts[0]}年{parts[1]}月" + (f"{parts[2]}日" if len(parts) > 2 else "")


@act
def accept_arbitration(stage: Stage, step: Act):
    data = step.data
    arbitration = arbitration_of(stage, step)
    if day(data["received_on"]) != arbitration.received_on:
        raise ScenarioFault(f"收到申请的日期应为{arbitration.received_on}。")
    accepted = do.accept_arbitration(
        arbitration=arbitration,
        number=data["number"],
        cause=data["cause"],
        by=clerk_of(stage, step),
        on=step.on,
    )
    if bool(data["priority"]) != accepted.priority:
        raise ScenarioFault("是否优先审理与人数不符（COL-05）。")
    return accepted


@act
def request_correction(stage: Stage, step: Act):
    return do.request_correction(
        arbitration=arbitration_of(stage, step),
        items=[
            do.Lacking(item["what"], bool(item["may_follow_later"]), day(item["due_on"]))
            for item in step.data["items"]
        ],
        by=clerk_of(stage, step),
        on=step.on,
    )


@act
def decline_arbitration(stage: Stage, step: Act):
    data = step.data
    return do.decline_arbitration(
        arbitration=arbitration_of(stage, step),
        ground=data["reason"],
        reason=data.get("reason_text") or data["reason"],
        court=stage.bodies["court"].name,
        competent=data.get("competent") or "",
        by=clerk_of(stage, step),
        on=step.on,
    )


@act
def adopt_simplified_procedure(stage: Stage, step: Act):
    data = step.data
    arbitration = arbitration_of(stage, step)
    test = data.get("amount_test")
    if test:
        claimed, threshold = claimed_fen(arbitration), money(test["threshold"])
        if money(test["claimed"]) != claimed or bool(test["met"]) != (claimed <= threshold):
            raise ScenarioFault("标的额的比较与案件记录不符（SUM-01）。")
    agreed = data.get("agreed_on")
    _adopt_target(stage, step)
    return do.adopt_simplified_procedure(
        arbitration=arbitration,
        ground=SimplifiedGround(data["ground"]),
        agreed_on=day(agreed) if agreed else None,
        object_by=_working_days_later(step.on, 3),
        by=clerk_of(stage, step),
        on=step.on,
    )


def _adopt_target(stage: Stage, step: Act) -> None:
    """Let the rehearsal run under the target of thirty days a centre still has to confirm."""
    case = _case(stage)
    target = parameters()["simplified_target_days"].values[0].value
    if optional_parameter("simplified_target_days", case=case, on=step.on) is None:
        confirm_parameter(
            centre=case.centre,
            case=case,
            code="simplified_target_days",
            value=str(target),
            effective_from=step.on.replace(month=1, day=1),
            source=f"演练情景{stage.scenario.id}",
            by=stage.system,
            on=step.on,
            demo=True,
        )


def _working_days_later(start: date, count: int) -> date:
    """The days the tribunal of a rehearsal leaves for an objection."""
    calendar, found = current_calendar(), start
    for _ in range(count):
        found = calendar.next_working_day(date.fromordinal(found.toordinal() + 1))
    return found


@act
def convert_to_ordinary_procedure(stage: Stage, step: Act):
    data = step.data
    people = [stage.person(key) for key in listed(data.get("arbitrators"))]
    return do.convert_to_ordinary_procedure(
        arbitration=arbitration_of(stage, step),
        reason=data["reason"],
        arbitrators=people or None,
        presiding=stage.person(data["presiding"]) if data.get("presiding") else None,
        by=clerk_of(stage, step),
        on=step.on,
    )


@act
def appoint_arbitrator(stage: Stage, step: Act):
    data = step.data
    people = [stage.person(key) for key in listed(data["arbitrators"])]
    if bool(data["sole"]) != (len(people) == 1):
        raise ScenarioFault("独任与仲裁员人数不符。")
    return do.appoint_arbitrator(
        arbitration=arbitration_of(stage, step),
        arbitrators=people,
        presiding=stage.person(data["presiding"]) if data.get("presiding") else None,
        secretary=stage.person(data["secretary"]),
        reason="情景指定",
        by=clerk_of(stage, step),
        on=step.on,
    )


@act
def notify_respondent(stage: Stage, step: Act):
    data = step.data
    made = [
        do.notify_respondent(
            arbitration=arbitration_of(stage, step),
            respondent=party,
            handed_over_on=step.on if data.get("answer_due") else None,
            by=clerk_of(stage, step),
            on=step.on,
        )
        for party in stage.parties(data["to"])
    ]
    if data.get("answer_due") and made[-1].context["answer_due"] != data["answer_due"]:
        raise ScenarioFault(f"答辩期限应为{made[-1].context['answer_due']}。")
    return made


@act
def consent_to_shorter_answer(stage: Stage, step: Act):
    data = step.data
    arbitration, respondent = arbitration_of(stage, step), stage.party(step.by)
    paper = do.consent_to_shorter_answer(
        arbitration=arbitration,
        respondent=respondent,
        signer=data["signer"],
        capacity=Capacity(data["capacity"]),
        days=data["answer_period"]["amount"],
        seal_kind=data["seal_kind"],
        agrees_to_simplified=bool(data.get("agrees_to_simplified")),
        by=stage.officer("", Role.TRIBUNAL_SECRETARY),
        on=step.on,
    )
    if paper.context["answer_due"] != data["answer_due"]:
        raise ScenarioFault(f"缩短后的答辩期限应为{paper.context['answer_due']}。")
    return paper


@act
def schedule_hearing(stage: Stage, step: Act):
    data = step.data
    return do.schedule_hearing(
        arbitration=arbitration_of(stage, step),
        starts_at=moment(data["start"]),
        place=data["place"],
        own_period=bool(data.get("own_period")),
        by=clerk_of(stage, step),
        on=step.on,
    )


@act
def order_evidence(stage: Stage, step: Act):
    data = step.data
    return do.order_evidence(
        arbitration=arbitration_of(stage, step),
        to=stage.parties(data["to"]),
        employer_must_produce=listed(data["employer_must_produce"]),
        due_on=day(data["due_on"]),
        by=clerk_of(stage, step),
        on=step.on,
    )


@act
def submit_answer(stage: Stage, step: Act):
    data = step.data
    respondent = stage.party(step.by)
    agent = respondent.authorities.filter(
        before="arb", valid_from__lte=step.on, valid_to__gte=step.on
    ).last()
    return do.submit_answer(
        arbitration=arbitration_of(stage, step),
        respondent=respondent,
        answers=[
            Answered(
                code=row["element"],
                answer=ElementAnswer(row["answer"]),
                value=_words(row["value"]),
                reason=row.get("reason") or UNTOLD,
                label=_called(stage, row),
                worker=stage.worker(row["worker"]) if row.get("worker") else None,
            )
            for row in data["elements"]
        ],
        limitation=_plea(data, "limitation_defence", "limitation_reason"),
        jurisdiction=_plea(data, "jurisdiction_objection", "jurisdiction_reason"),
        counter_claims=listed(data.get("counter_claims")) if data["counter_claim"] else [],
        evidence=evidence_of(stage, data["evidence"]),
        signer=agent.agent if agent else respondent.legal_rep,
        capacity=Capacity.AUTHORISED_AGENT if agent else Capacity.LEGAL_REPRESENTATIVE,
        seal_kind=data.get("seal_kind") or "official",
        by=stage.officer("", Role.TRIBUNAL_SECRETARY),
        on=step.on,
    )


def _plea(data: dict, flag: str, reason: str) -> str | None:
    return (data.get(reason) or UNTOLD) if data[flag] else None


@act
def confirm_element(stage: Stage, step: Act):
    data = step.data
    return do.confirm_element(
        arbitration=arbitration_of(stage, step),
        row=Confirmed(
            code=data["element"],
            label=_called(stage, data),
            applicant_value=_words(data["applicant_value"]),
            respondent_value=_words(data["respondent_value"]),
            agreed=bool(data["agreed"]),
            worker=stage.worker(data["worker"]) if data.get("worker") else None,
            evidence=tuple(n for n in data["evidence"] if isinstance(n, int)),
        ),
        by=clerk_of(stage, step),
        on=step.on,
    )


@act
def hold_hearing(stage: Stage, step: Act):
    data = step.data
    hearing = next_hearing(arbitration_of(stage, step))
    if hearing is None:
        raise ScenarioFault(f"{step.label}：没有排期的开庭。")
    if data["recusal_requested"]:
        raise ScenarioFault("开庭时申请回避的，写成 challenge_arbitrator。")
    if hearing.place != data["place"]:
        raise ScenarioFault(f"开庭地点应为{hearing.place}。")
    present = [_present(stage, row, data) for row in _each(stage, data["present"])]
    result = data.get("mediation_result") if data["mediation_tried"] else None
    by = arbitrator_of(stage, step)
    if result and is_collective(hearing.arbitration):
        _led_to_settle(hearing.arbitration, MediationResult(result), by, step)
    return do.hold_hearing(
        hearing=hearing,
        started_at=moment(data["start"]),
        ended_at=moment(data["end"]),
        present=present,
        lines=_lines(data["disputed_elements"]),
        walked=data["disputed_elements"],
        recusal_asked=bool(data["recusal_asked"]),
        mediation_result=MediationResult(result) if result else None,
        adjourned_for=data.get("adjourned_for") or "",
        by=by,
    )


def _led_to_settle(arbitration: Arbitration, result: MediationResult, by: User, step: Act) -> None:
    """
    Enter the mediation before a collective hearing (COL-06), unless an act of its own has.

    The format says of a hearing whether mediation was tried, and has no act for it.
    """
    told = arbitration.case.events.filter(
        act="record_pre_hearing_mediation", facts__arbitration=arbitration.pk
    )
    if not told.exists():
        do.record_pre_hearing_mediation(arbitration=arbitration, result=result, by=by, on=step.on)


def _each(stage: Stage, rows: list[dict]) -> list[dict]:
    """Return who is there one by one; a group's key or roster numbers stand for several."""
    found = []
    for row in rows:
        several = stage.rows_of(row["who"]) if isinstance(row["who"], str) else row["who"]
        if several is None:
            found.append(row)
        else:
            found += [row | {"who": f"worker_{no}"} for no in stage.numbers(several)]
    return found


def _present(stage: Stage, row: dict, data: dict) -> Present:
    party = stage.party(row["who"])
    person = row.get("person") or party.name
    signed = {p.pk for p in stage.everyone(data["signed_by"]) if isinstance(p, Party)}
    if party.pk not in signed and not row.get("refusal"):
        raise ActRefused(f"{person}没有在笔录上签名，也没有记明拒签的情况。", source="ARB-43")
    return Present(
        party=party,
        person=person,
        capacity=Capacity(row["capacity"]).label,
        recusal_answer="听清楚了，不申请回避。",
        last_statement="坚持已经陈述的意见。" if data["last_statements"] else "",
        refusal=row.get("refusal") or "",
    )


def _lines(codes: list[str]) -> list[Line]:
    """The course of a hearing the format tells only in outline."""
    tribunal, applicant, respondent = Speaker.TRIBUNAL, Speaker.APPLICANT, Speaker.RESPONDENT
    names = "、".join(ELEMENTS[code] for code in codes) or "无争议要素的证据"
    return [
        Line(HearingPart.IDENTITY, tribunal, "双方对对方到庭人员的身份和权限有无异议？"),
        Line(HearingPart.IDENTITY, applicant, "没有异议。"),
        Line(HearingPart.IDENTITY, respondent, "没有异议。"),
        Line(HearingPart.STATEMENTS, applicant, "请求和理由同仲裁申请书。"),
        Line(HearingPart.STATEMENTS, respondent, "意见同答辩书（要素表）。"),
        Line(HearingPart.EVIDENCE, tribunal, f"围绕下列要素举证、质证：{names}。"),
        Line(HearingPart.EVIDENCE, applicant, "证据和证明内容同证据清单。"),
        Line(HearingPart.EVIDENCE, respondent, "质证意见同答辩书（要素表）。"),
        Line(HearingPart.DEBATE, applicant, "坚持请求。"),
        Line(HearingPart.DEBATE, respondent, "坚持答辩意见。"),
    ]


@act
def challenge_arbitrator(stage: Stage, step: Act):
    data = step.data
    arbitration = arbitration_of(stage, step)
    return do.challenge_arbitrator(
        arbitration=arbitration,
        challenged=_challenged(stage, arbitration, data),
        party=stage.party(step.by),
        ground=data["ground"],
        learned_later=bool(data.get("learned_later")),
        by=stage.officer("", Role.TRIBUNAL_SECRETARY),
        on=step.on,
    )


def _challenged(stage: Stage, arbitration: Arbitration, data: dict) -> User:
    """Return who is challenged: the person named, else who presides."""
    if data.get("arbitrator"):
        return stage.person(data["arbitrator"])
    seats = panel(arbitration)
    if not seats:
        raise ScenarioFault("仲裁庭还没有组成，没有可以申请回避的仲裁员。")
    return seats[0].user


@act
def decide_challenge(stage: Stage, step: Act):
    data = step.data
    arbitration = arbitration_of(stage, step)
    asked = Challenge.objects.filter(seat__arbitration=arbitration, granted=None).last()
    if asked is None:
        raise ScenarioFault("没有待决定的回避申请。")
    replacement = data.get("replacement")
    return do.decide_challenge(
        challenge=asked,
        granted=str(data["decision"]) in ("granted", "grant", "同意", "准许"),
        reason=data.get("reason") or UNTOLD,
        approval=approval_of(stage, step),
        replacement=stage.person(replacement) if replacement else None,
        by=stage.officer("", Role.TRIBUNAL_SECRETARY),
        on=step.on,
    )


def approval_of(stage: Stage, step: Act) -> Approval:
    """Return who of the commission's head decided; the format names a key or a person."""
    name = step.data.get("approver") or "仲裁委员会主任"
    name = stage.people[name].name if name in stage.people else str(name)
    return Approval(name, "仲裁委员会主任", step.on)


@act
def extend_award_limit(stage: Stage, step: Act):
    data = step.data
    return do.extend_award_limit(
        arbitration=arbitration_of(stage, step),
        until=day(data["until"]),
        ground=data.get("reason") or "案情复杂，需要延期",
        findings=data.get("findings") or data.get("reason") or "案情复杂",
        approval=approval_of(stage, step),
        by=stage.officer("", Role.TRIBUNAL_SECRETARY),
        on=step.on,
    )
