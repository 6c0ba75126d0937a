"""Every act of the format as a call of its operation; what is not built says so by name."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from cases.choices import AuthorityScope, Capacity, Channel, CloseOutcome, DisputeKind, WageKind
from cases.models import Party
from cases.operations import file_lead as take_lead
from cases.operations import import_roster as enter_roster
from cases.operations import open_case
from cases.queries import wage_accounts
from centre.rehearsal.reading import Act, ActNotBuilt, ScenarioFault, day, money
from centre.rehearsal.stage import Stage
from law.money import yuan
from mediation import operations as do
from mediation.choices import (
    AgreementState,
    Answer,
    ConsentChannel,
    DeclineReason,
    DefaultClause,
    EndReason,
    Fact,
    FollowUpMethod,
    Liability,
    NoticeKind,
    PayeeMode,
    PaymentMethod,
    PerformanceMode,
    ResidualRights,
    SessionMode,
    SessionResult,
)
from mediation.models import Instalment
from mediation.queries import (
    agreement_outstanding_fen,
    current_agreement,
    instalment_outstanding_fen,
    unpaid_shares,
)
from mediation.routes import refuse_confirmation
from staff.choices import Role
from staff.refusals import ActRefused

# Acts of the format that belong to stations of a case beyond mediation.
_LATER = """
    court_accepts court_rules court_returns resubmit_packet withdraw_confirmation
    apply_for_arbitration_review issue_mediation_statement refuse_mediation_statement
    register_payment_directive post_payment_directive record_directive_default apply_for_advance
    verify_advance approve_advance decide_advance assign_claim disburse_advance
    send_recovery_notice record_recovery close_advance write_off_advance transfer_to_police
    refer_to_procuratorate refer_to_legal_aid show_warning_card file_arbitration
    accept_arbitration adopt_simplified_procedure appoint_arbitrator notify_respondent
    serve_document consent_to_shorter_answer schedule_hearing order_evidence submit_answer
    confirm_element hold_hearing issue_award issue_partial_award certify_effectiveness
    request_correction decline_arbitration convert_to_ordinary_procedure challenge_arbitrator
    decide_challenge order_interim_enforcement correct_award decide_procedure extend_award_limit
    apply_for_payment_order court_accepts_payment_order court_issues_payment_order
    object_to_payment_order apply_for_enforcement record_enforcement
"""
NOT_BUILT = frozenset(_LATER.split())
SHANGHAI = ZoneInfo("Asia/Shanghai")
PERFORM: dict[str, Callable[[Stage, Act], Any]] = {}


def act(function: Callable[[Stage, Act], Any]) -> Callable[[Stage, Act], Any]:
    """Register a function as the performance of the act of its name."""
    PERFORM[function.__name__] = function
    return function


def perform(stage: Stage, step: Act) -> Any:
    """
    Perform one act and return what its operation returned.

    Raises:
        ActNotBuilt: no operation exists for it yet.
        ActRefused: the operation refused it.
        ScenarioFault: the act's data is not of the format.
    """
    if step.name not in PERFORM:
        raise ActNotBuilt(step.name) if step.name in NOT_BUILT else _unknown(step)
    if stage.case is None and step.name != "file_lead":
        raise ScenarioFault(f"{step.label}：尚未登记线索，没有案件。")
    try:
        outcome = PERFORM[step.name](stage, step)
    except KeyError as missing:
        raise ScenarioFault(f"{step.label}缺少“{missing.args[0]}”。") from missing
    except ScenarioFault as fault:
        said = str(fault)
        raise ScenarioFault(said if said.startswith("第") else f"{step.label}：{said}") from fault
    except (ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise ScenarioFault(f"{step.label}的数据不合格式：{error}") from error
    if stage.case is not None:
        stage.refresh()
    return outcome


def _unknown(step: Act) -> ScenarioFault:
    return ScenarioFault(f"{step.label}：“{step.name}”不是格式中的行为。")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _intake(stage: Stage, step: Act):
    return stage.officer(step.by, Role.INTAKE_OFFICER)


def _mediator(stage: Stage, step: Act):
    """Return the mediator at work on the case, or the one the act names."""
    if step.by in stage.people and stage.people[step.by].has_role(Role.MEDIATOR):
        return stage.people[step.by]
    row = stage.case.officers.filter(capacity="mediator", until_on=None).first()
    return row.user if row else stage.officer(step.by, Role.INTAKE_OFFICER)


def _recorder(stage: Stage, step: Act):
    """Return who keeps the minutes: the person named if assigned to the case, else a mediator."""
    person = stage.people.get(step.by)
    if person and stage.case.officers.filter(user=person, until_on=None).exists():
        return person
    return _mediator(stage, Act(step.on, step.name, "", step.data, step.place))


def _session(stage: Stage, step: Act):
    found = stage.case.sessions.filter(no=step.data["session"]).first()
    if found is None:
        raise ScenarioFault(f"{step.label}：没有第{step.data['session']}次调解会。")
    return found


def _proposal(stage: Stage, step: Act):
    found = stage.case.proposals.filter(number=step.data["proposal"]).first()
    if found is None:
        raise ScenarioFault(f"{step.label}：没有方案{step.data['proposal']}。")
    return found


def _instalment(stage: Stage, step: Act):
    """
    Return the instalment an act means; where a case has several agreements, of the right one.

    That is the agreement whose workers the act's rows name, else the one of which the instalment
    is open with the sum stated, else the earliest in which it is open.
    """
    no = step.data["instalment"]
    agreements = stage.case.agreements.exclude(state=AgreementState.VOID).order_by("id")
    found = list(Instalment.objects.filter(agreement__in=agreements, no=no).order_by("agreement"))
    if not found:
        raise ScenarioFault(f"{step.label}：没有第{no}期。")
    if len(found) == 1:
        return found[0]
    rows = step.data.get("rows") or step.data.get("unpaid")
    if isinstance(rows, list) and rows and isinstance(rows[0], dict) and "worker" in rows[0]:
        worker = stage.worker(rows[0]["worker"])
        return next((i for i in found if i.shares.filter(worker=worker).exists()), found[-1])
    if rows:
        worker = stage.worker(stage.numbers(rows)[0])
        return next((i for i in found if i.shares.filter(worker=worker).exists()), found[-1])
    left = {i: instalment_outstanding_fen(i) for i in found}
    stated = step.data.get("unpaid_total") or step.data.get("outstanding")
    exact = [i for i in found if stated and left[i] == money(stated)]
    return next(iter([*exact, *(i for i in found if left[i])]), found[-1])


def _list(value: Any) -> list:
    """Return what the format allows as one thing or a list of them as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _through(stage: Stage, data: dict) -> str:
    """Return the name of the person through whom a party acts; the format gives name or key."""
    through = data.get("through") or ""
    if stage.is_person(through) or stage.rows_of(through) or through.startswith("worker_"):
        return stage.name_of(through)
    return through


def _evidence(stage: Stage, numbers: list) -> list:
    return list(stage.case.evidence.filter(no__in=[n for n in numbers if isinstance(n, int)]))


# Intake


@act
def file_lead(stage: Stage, step: Act):
    data = step.data
    officer = _intake(stage, step)
    names = {p["key"]: p["name"] for p in stage.scenario.raw["parties"] if "name" in p}
    if data["debtor"] not in names:
        raise ScenarioFault(f"没有代号为“{data['debtor']}”的当事人。")
    reporter = names.get(step.by) or stage.bodies_named(step.by)
    if not reporter and not stage.is_person(step.by):
        reporter = stage.scenario.worker_row(stage.numbers(step.by)[0])["name"]
    lead = take_lead(
        centre=stage.bodies["centre"],
        channel=Channel(data["channel"]),
        source_number=data.get("source_number", ""),
        reporter_name=reporter or stage.people[step.by].name,
        debtor_name=names[data["debtor"]],
        site=data["site"],
        headcount=data["headcount"],
        amount_fen=money(data["amount"]),
        period_from=day(data["period"]["from"]),
        period_to=day(data["period"]["to"]),
        prior_channels=data.get("prior_channels") or [],
        by=officer,
        on=step.on,
    )
    case = open_case(lead=lead, centre=stage.bodies["centre"], by=officer, on=step.on, demo=True)
    stage.open(case, lead, officer, step)
    return case


@act
def import_roster(stage: Stage, step: Act):
    data = step.data
    return enter_roster(
        case=stage.case,
        rows=stage.roster_rows(stage.numbers(data["workers"])),
        by=_intake(stage, step),
        on=step.on,
        stated_rows=data["rows"],
        stated_total_fen=money(data["total_due"]),
    )


@act
def elect_representatives(stage: Stage, step: Act):
    data = step.data
    if data.get("file") == "arbitration" or data.get("before") == "arb":
        raise ActNotBuilt(step.name, "仲裁阶段的推选")
    return do.elect_representatives(
        case=stage.case,
        representatives=stage.workers(data["representatives"]),
        signed_by=_without(stage, stage.workers(data["signed_rows"]), data),
        powers=data["powers"],
        may_settle=data["may_settle"],
        witness=stage.people.get(data["witness"]),
        by=_intake(stage, step),
        on=step.on,
    )


@act
def file_application(stage: Stage, step: Act):
    data = step.data
    return do.file_application(
        case=stage.case,
        applicants=stage.workers(data["applicants"]),
        respondents=stage.parties(data["respondents"]),
        third_parties=stage.parties(data.get("third_parties") or []),
        claims=[
            {
                "what": item["what"],
                "amount_fen": money(item["amount"]),
                "calculation": _calculation(item["calculation"]),
                **({"kind": WageKind(item["kind"])} if item.get("kind") else {}),
            }
            for item in data["request_items"]
        ],
        facts=data["facts"],
        dispute_kind=DisputeKind(data["dispute_kind"]),
        oral=data["oral"],
        recorder=stage.people.get(data.get("recorder") or ""),
        filed_by=stage.workers(data["filed_by"]) if data.get("filed_by") else None,
        marks=data["marks"],
        by=_intake(stage, step),
        on=step.on,
    )


def _calculation(text: str) -> str:
    """Say in Chinese what the format says in words of its own."""
    if text.startswith("sum of roster column"):
        return "见花名册，各人欠付金额之和"
    return text.replace("*", "×").replace("/", "÷")


@act
def receive_material(stage: Stage, step: Act):
    data = step.data
    known = {e["no"]: e for e in stage.scenario.get("evidence") or []}
    pieces = [
        {k: known[no][k] for k in ("no", "name", "kind", "pages", "proves") if k in known[no]}
        if no in known
        else {"name": str(no)}
        for no in _list(data["evidence"])
    ]
    key = data["received_from"]
    single = not stage.bodies_named(key) and stage.rows_of(key) is None
    return do.receive_material(
        case=stage.case,
        received_from=stage.name_of(key),
        pieces=pieces,
        originals_returned=data["originals_returned"],
        party=stage.party(key) if single and not stage.is_person(key) else None,
        by=_intake(stage, step),
        on=step.on,
    )


# Mediation: opening


@act
def accept_application(stage: Stage, step: Act):
    data = step.data
    recorder = data.get("recorder")
    return do.accept_application(
        case=stage.case,
        mediators=[stage.person(k) for k in _list(data["mediators"])],
        recorder=stage.person(recorder) if recorder else None,
        venue=data["venue"],
        received_on=day(data["received_on"]) if data.get("received_on") else None,
        by=_intake(stage, step),
        on=step.on,
    )


_DECLINES = {
    "works_price": DeclineReason.NOT_WAGES,
    "loan": DeclineReason.NOT_WAGES,
    "not_wage_dispute": DeclineReason.NOT_WAGES,
    "outside_area": DeclineReason.OTHER_AREA,
    "refused": DeclineReason.CLEARLY_REFUSED,
    "sham": DeclineReason.SUSPECTED_SHAM,
}


@act
def decline_application(stage: Stage, step: Act):
    data = step.data
    code = data["reason"]
    known = {r.label: r for r in DeclineReason} | {r.value: r for r in DeclineReason} | _DECLINES
    if code not in known:
        raise ScenarioFault(f"{step.label}：不予受理的理由“{code}”不在格式之内。")
    return do.decline_application(
        case=stage.case,
        reason=known[code],
        reason_text=data["reason_text"],
        next_step=data["next_step"],
        by=_intake(stage, step),
        on=step.on,
    )


@act
def invite_respondent(stage: Stage, step: Act):
    data = step.data
    return do.invite_respondent(
        case=stage.case,
        parties=stage.parties(data["to"]),
        reply_by=day(data["reply_by"]),
        method=data.get("method") or "direct",
        by=_intake(stage, step),
        on=step.on,
    )


@act
def record_mediation_consent(stage: Stage, step: Act):
    data = step.data
    return [
        do.record_mediation_consent(
            party=party,
            answer=Answer(data["answer"]),
            channel=ConsentChannel(data["channel"]),
            through=_through(stage, data),
            by=stage.officer("", Role.INTAKE_OFFICER),
            on=step.on,
        )
        for party in stage.parties(step.by)
    ]


@act
def give_rights_notice(stage: Stage, step: Act):
    data = step.data
    to = stage.parties(data["to"])
    names = {}
    received_by = data["received_by"]
    for party in to if received_by == "each" else stage.parties(received_by):
        names[party.pk] = party.name
    receivers = []
    for side in ([p for p in to if p.is_worker], *([p] for p in to if not p.is_worker)):
        if side:
            signed = [names[p.pk] for p in side if p.pk in names]
            receivers.append("、".join(signed[:3]) or side[0].name)
    return do.give_rights_notice(
        case=stage.case,
        parties=to,
        received_by=receivers,
        by=_intake(stage, step),
        on=step.on,
    )


@act
def disclose_mediator(stage: Stage, step: Act):
    data = step.data
    mediator = _mediator(stage, step)
    for objection in data["objections"]:
        said = objection if isinstance(objection, dict) else {"ground": str(objection)}
        do.raise_objection(
            case=stage.case,
            mediator=mediator,
            raised_by=stage.name_of(said["by"]) if said.get("by") else "当事人",
            ground=_ground(said["ground"]),
            by=mediator,
            on=step.on,
        )
    relation = "" if data["relation"] in ("none", None) else data["relation"]
    return do.disclose_mediator(
        case=stage.case,
        relation=relation,
        waiver=data.get("waiver") or "",
        by=mediator,
        on=step.on,
    )


@act
def recuse_mediator(stage: Stage, step: Act):
    data = step.data
    decision = str(data["decision"])
    dismissed = "驳回" in decision or decision.startswith(("dismiss", "reject", "refus", "den"))
    replacement = data.get("replacement")
    return do.recuse_mediator(
        case=stage.case,
        mediator=stage.person(data["mediator"]),
        ground=_ground(data["ground"]),
        replace=not dismissed,
        reason=data.get("reason") or "",
        replacement=stage.person(replacement) if replacement else None,
        raised_by=stage.name_of(data["raised_by"]) if data.get("raised_by") else "",
        by=stage.officer(step.by, Role.DIRECTOR),
        on=step.on,
    )


_GROUNDS = (
    ("亲属", "是当事人或者当事人、代理人的近亲属"),
    ("relative", "是当事人或者当事人、代理人的近亲属"),
    ("利害", "与纠纷有利害关系"),
    ("interest", "与纠纷有利害关系"),
)


def _ground(text: str) -> str:
    for word, ground in _GROUNDS:
        if word in text:
            return ground
    return "与当事人、代理人有其他可能影响公正调解的关系"


@act
def extend_mediation(stage: Stage, step: Act):
    data = step.data
    return do.extend_mediation(
        case=stage.case,
        until=day(data["until"]),
        consented_by=stage.parties(data["consented_by"]),
        by=stage.officer("", Role.INTAKE_OFFICER),
        on=step.on,
    )


@act
def schedule_session(stage: Stage, step: Act):
    data = step.data
    return do.schedule_session(
        case=stage.case,
        no=data["session"],
        starts_at=_moment(data["start"]),
        place=data["place"],
        mode=SessionMode(data["mode"]),
        notice=NoticeKind(data["notice"]),
        recipients=stage.parties(data["recipients"]),
        by=_mediator(stage, step),
        on=step.on,
    )


@act
def grant_authority(stage: Stage, step: Act):
    data = step.data
    return do.grant_authority(
        party=stage.party(step.by),
        agent=data["agent"],
        agent_post=_agent_post(stage, step.by, data["agent"]),
        scope=AuthorityScope(data["scope"]),
        special_items=data.get("special_items") or [],
        valid_from=day(data["valid"]["from"]),
        valid_to=day(data["valid"]["to"]),
        seal_kind=data.get("seal_kind") or "",
        before=data.get("before") or "mediation_org",
        by=stage.officer("", Role.INTAKE_OFFICER),
        on=step.on,
    )


def _agent_post(stage: Stage, key: str, name: str) -> str:
    for entry in stage.scenario.raw["parties"]:
        agent = entry.get("agent") or {}
        if entry["key"] == key and agent.get("name") == name:
            return agent.get("post", "")
    return ""


@act
def confirm_service_address(stage: Stage, step: Act):
    data = step.data
    return do.confirm_service_address(
        case=stage.case,
        parties=stage.parties(data["recipients"]),
        address=data["address"],
        e_service=data["e_service"],
        e_channel=data.get("e_channel") or "",
        by=stage.officer("", Role.INTAKE_OFFICER),
        on=step.on,
    )


# Mediation: the session


@act
def record_attendance(stage: Stage, step: Act):
    data = step.data
    present: list[dict] = []
    for entry in data["present"]:
        key = entry["who"]
        if stage.is_person(key):
            present.append(
                {"officer": stage.people[key], "capacity": Capacity.MEDIATOR, "person": None}
            )
            continue
        present += [
            {
                "party": party,
                "capacity": Capacity(entry["capacity"]),
                "person": entry.get("person") or party.name,
            }
            for party in stage.parties(key)
        ]
    absent = [e["who"] if isinstance(e, dict) else e for e in _list(data["absent"])]
    absent = [key for key in absent if not stage.is_person(key)]
    return do.record_attendance(
        session=_session(stage, step),
        present=present,
        absent=stage.parties(absent),
        by=_recorder(stage, step),
        on=step.on,
    )


@act
def add_minutes_line(stage: Stage, step: Act):
    data = step.data
    speaker = data["speaker"]
    party, label = None, ""
    if stage.is_person(speaker):
        person = stage.people[speaker]
        label = f"{'调解员' if person.has_role(Role.MEDIATOR) else '记录员'}{person.name}"
    elif stage.rows_of(speaker):
        label = f"申请人{stage.name_of(speaker)}"
    else:
        party = stage.party(speaker)
    return do.add_minutes_line(
        session=_session(stage, step),
        no=data["line"],
        party=party,
        speaker=label,
        text=data["text"],
        concession=bool(data.get("concession")),
        by=_recorder(stage, step),
        on=step.on,
    )


@act
def confirm_undisputed_fact(stage: Stage, step: Act):
    data = step.data
    content, value = _fact(stage, step)
    fact = do.confirm_undisputed_fact(
        case=stage.case,
        fact=Fact(data["fact"]),
        content=content,
        value=value,
        agreed_by=stage.parties(data["agreed_by"]),
        evidence=_evidence(stage, _list(data.get("evidence"))),
        by=_recorder(stage, step),
        on=step.on,
    )
    if "D11" in step.documents:
        do.issue_facts_paper(case=stage.case, by=_recorder(stage, step), on=step.on)
    return fact


_COLUMNS = {
    "rate": "各人工资标准见明细",
    "periods": "各人出勤天数（计件数）见明细",
    "attendance": "各人出勤见明细",
    "already_paid": "各人已付金额见明细",
    "due": "各人欠付金额见明细",
    "gross": "各人应发金额见明细",
}


def _fact(stage: Stage, step: Act) -> tuple[str, dict]:
    """Return a fact in Chinese words, and its control figure where it has one."""
    value = step.data["value"]
    if isinstance(value, dict) and "roster_column" in value:
        total = value.get("total") or value.get("gross_total")
        content = _COLUMNS.get(value["roster_column"], "见明细")
        kept: dict[str, Any] = {"roster_column": value["roster_column"]}
        for other in value.get("except") or []:
            worker = stage.worker(other["worker"])
            content += f"；{worker.name}：{other['value']}"
            kept.setdefault("except", []).append(other)
        if total:
            kept["total_fen"] = money(total)
            content += f"，合计{yuan(money(total))}元"
        return content, kept
    if isinstance(value, dict) and not {"from", "to"} <= set(value):
        total = value.get("total") or value.get("gross_total")
        if not total:
            raise ScenarioFault(f"无争议事实的值{value}不在格式之内。")
        return f"合计{yuan(money(total))}元", {"total_fen": money(total)}
    if isinstance(value, dict):
        start, end = _period_word(value["from"]), _period_word(value["to"])
        return f"{start}至{end}", value
    text = str(value)
    mentioned = [p for p in stage.case.parties.others() if p.key in text]
    mentioned.sort(key=lambda p: text.index(p.key))
    if mentioned:
        content = mentioned[0].name
        others = "、".join(p.name for p in mentioned[1:])
        return content + (f"（由{others}招用）" if others else ""), {"text": text}
    if step.data["fact"] in (Fact.DUE, Fact.ALREADY_PAID) and text.replace(".", "").isdigit():
        return f"{text}元", {"total_fen": money(text)}
    return text, {"text": text}


def _period_word(text: str) -> str:
    parts = [int(p) for p in str(text).split("-")]
    words = f"{parts[0]}年{parts[1]}月"
    return words + (f"{parts[2]}日" if len(parts) > 2 else "")


@act
def close_session(stage: Stage, step: Act):
    data = step.data
    gone = set(data.get("left_out", []))
    return do.close_session(
        session=_session(stage, step),
        ended_at=_moment(data["end"]),
        result=SessionResult(data["result"]),
        signed_by=[
            s for s in stage.everyone(data["signed_by"]) if getattr(s, "key", "") not in gone
        ],
        by=_recorder(stage, step),
        on=step.on,
    )


# Terms and agreement


@act
def propose_terms(stage: Stage, step: Act):
    data, terms = step.data, step.data["terms"]
    if terms.get("advanced"):
        raise ActNotBuilt(step.name, "已垫付部分的条款属于周转金")
    asked = terms.get("rows") or data.get("rows") or "workers"
    workers = stage.workers(asked)
    schedule = _schedule(stage, workers, terms)
    default = terms.get("default_clause") or {"kind": "none"}
    court = terms.get("court")
    session = stage.case.sessions.filter(no=data["session"]).first()
    return do.propose_terms(
        case=stage.case,
        session=session,
        number=data["proposal"],
        terms=do.Terms(
            payers=tuple(
                do.PayerTerm(
                    party=stage.party(p["party"]),
                    liability=Liability(p["liability"]),
                    share_fen=_share(p, terms),
                    account=p.get("from_account") or "",
                    cap_fen=_cap(stage, p),
                    instalments=tuple(p.get("instalments") or ()),
                )
                for p in terms["payers"]
            ),
            schedule=schedule,
            performance_mode=PerformanceMode(terms["performance_mode"]),
            payee_mode=PayeeMode(terms["payee_mode"]),
            default_kind=DefaultClause(default["kind"]),
            grace_days=_whole(default.get("grace_days")),
            penalty_rate=str(default.get("rate") or ""),
            residual_rights=_residual(terms["residual_rights"]),
            acknowledging=tuple(
                (stage.party(a["party"]), a["capacity"]) for a in terms.get("acknowledging") or []
            ),
            recourse_reserved=bool(terms.get("recourse_reserved")),
            joint_confirmation=bool(terms.get("joint_confirmation")),
            court=stage.bodies.get(court) if court else None,
            workers=tuple(workers),
            amounts=_amounts(stage, asked, terms, schedule, workers),
            stated_total_fen=money(terms["confirmed_total"]),
            waiver_explanation=_waiver(terms),
        ),
        by=_mediator(stage, step),
        on=step.on,
    )


def _whole(value: Any) -> int | None:
    return None if value in (None, "") else int(value)


def _schedule(stage: Stage, workers: list, terms: dict) -> tuple:
    """Return the instalments, each by its percent or by a column of the roster."""
    found = []
    for row in terms["schedule"]:
        percent = row.get("percent")
        column = row.get("roster_column")
        found.append(
            do.InstalmentTerm(
                no=row["instalment"],
                due_on=day(row["due_on"]),
                percent=None if percent in (None, "") else Decimal(str(percent).rstrip("%")),
                parts=_column(stage, workers, column, row["instalment"]) if column else None,
                stated_fen=money(row["amount"]) if row.get("amount") else None,
            )
        )
    return tuple(found)


def _share(payer: dict, terms: dict) -> int:
    """Return a payer's share: as stated, of the instalments it pays, or all if it is alone."""
    if payer.get("share"):
        return money(payer["share"])
    paid = payer.get("instalments") or []
    if paid and all(isinstance(p, str) for p in paid):
        return sum(money(p) for p in paid)
    if paid:
        return sum(money(s["amount"]) for s in terms["schedule"] if s["instalment"] in paid)
    if len(terms["payers"]) == 1:
        return money(terms["confirmed_total"])
    raise KeyError("share")


def _cap(stage: Stage, payer: dict) -> int | None:
    """Return the cap of an advance: as stated, but never above the works price still unpaid."""
    stated = money(payer["cap"]) if payer.get("cap") else None
    if payer["liability"] != Liability.CAPPED_ADVANCE:
        return stated
    prices = stage.case.links.filter(
        upper=stage.party(payer["party"]), unpaid_works_price_fen__isnull=False
    ).values_list("unpaid_works_price_fen", flat=True)
    known = [sum(prices)] if prices else []
    return min([*known, *([] if stated is None else [stated])], default=None)


def _waiver(terms: dict) -> str:
    """Return why less than what is owed was agreed; the format knows several names for it."""
    for key in ("waiver_explanation", "waiver_reason", "waiver", "waived"):
        said = terms.get(key)
        if isinstance(said, dict):
            said = said.get("explanation") or said.get("reason") or said.get("text")
        if isinstance(said, str) and said.strip() and not said.replace(".", "").isdigit():
            return said
    return ""


def _residual(word: str) -> ResidualRights:
    if word in ResidualRights.values:
        return ResidualRights(word)
    if "reserve" in word or "保留" in word:
        return ResidualRights.OTHERS_RESERVED
    return ResidualRights(word)


_PLACE = re.compile(r"(?P<name>.+?)s?[._\[](?P<place>\d+)\]?")


def _column(stage: Stage, workers, column: str, place: int = 1) -> dict[int, int]:
    """
    Return each worker's part in fen from a column of the roster, by roster number.

    A column that is a list is read at `place`, from 1, or at the place its own name ends with:
    instalments.2, instalment_2. Who has nothing in a column others have gets nothing.
    """
    rows = {w.roster_no: stage.scenario.worker_row(w.roster_no) for w in workers}
    named = _PLACE.fullmatch(column)
    if named and not any(column in row for row in rows.values()):
        place = int(named["place"])
        column = next(
            (c for c in (named["name"], f"{named['name']}s") if any(c in r for r in rows.values())),
            column,
        )
    if not any(column in row for row in rows.values()):
        raise ScenarioFault(f"花名册没有“{column}”一列。")
    parts = {}
    for no, row in rows.items():
        cell = row.get(column, "0.00")
        if isinstance(cell, list):
            cell = cell[place - 1] if place <= len(cell) else "0.00"
        parts[no] = money(cell)
    return parts


def _amounts(stage: Stage, asked: Any, terms: dict, schedule: tuple, workers) -> dict[int, int]:
    """
    Return what each worker is offered where it is not simply what is owed.

    Said by a column (`amount_column`), by rows with an `amount`, by the columns of the schedule,
    or for a single worker by the total. A total that none of the other figures bears out is a
    slip, not an offer.
    """
    total = money(terms["confirmed_total"])
    if terms.get("amount_column"):
        return _column(stage, workers, terms["amount_column"])
    table = terms.get("amounts") or asked
    if isinstance(table, list) and table and isinstance(table[0], dict) and "amount" in table[0]:
        return {row["worker"]: money(row["amount"]) for row in table}
    if schedule and all(s.parts is not None for s in schedule):
        offered = {w.roster_no: sum(s.parts[w.roster_no] for s in schedule) for w in workers}
        if sum(offered.values()) == total != _owed(workers):
            return offered
    stated = [s.stated_fen for s in schedule]
    borne_out = None not in stated and sum(stated) == total
    if len(workers) == 1 and borne_out and sum(_share(p, terms) for p in terms["payers"]) == total:
        return {workers[0].roster_no: total}
    return {}


def _owed(workers: list) -> int:
    """Return what the wage accounts of these workers have open."""
    if not workers:
        return 0
    accounts = {a.worker.pk: a.outstanding_fen for a in wage_accounts(workers[0].case)}
    return sum(accounts.get(w.pk, 0) for w in workers)


def _without(stage: Stage, people: list, data: dict) -> list:
    """Leave out whom a refusal takes out of a group's act."""
    gone = {stage.party(key).pk for key in data.get("left_out", [])}
    return [p for p in people if p.pk not in gone]


def _people(stage: Stage, step: Act) -> list:
    """Return whose act it is: the rows named, the row, or who does it."""
    if step.data.get("rows"):
        return stage.workers(step.data["rows"])
    if step.data.get("row"):
        return [stage.worker(step.data["row"])]
    return stage.parties(step.by)


def _acting(stage: Stage, step: Act, party) -> str:
    """Return the name of a worker who acts for the row of another; empty otherwise."""
    own = stage.rows_of(step.by) is None and step.by.startswith("worker_")
    actor = stage.party(step.by) if own else None
    return actor.name if actor is not None and actor.pk != party.pk else ""


def _capacity(stage: Stage, step: Act, party) -> Capacity:
    if step.data.get("capacity"):
        return Capacity(step.data["capacity"])
    return Capacity.ELECTED_REPRESENTATIVE if _acting(stage, step, party) else Capacity.SELF


def _answers(stage: Stage, step: Act, answer: Answer):
    data = step.data
    people = _people(stage, step)
    people = _without(stage, people, data)
    return [
        do.answer_terms(
            proposal=_proposal(stage, step),
            party=party,
            answer=answer,
            through=_acting(stage, step, party) or _through(stage, data),
            capacity=_capacity(stage, step, party),
            reason=data.get("reason") or "",
            by=_mediator(stage, step),
            on=step.on,
        )
        for party in people
    ]


@act
def confirm_terms(stage: Stage, step: Act):
    return _answers(stage, step, Answer.AGREE)


@act
def decline_terms(stage: Stage, step: Act):
    return _answers(stage, step, Answer.REFUSE)


@act
def generate_agreement(stage: Stage, step: Act):
    data = step.data
    if data.get("advanced_total"):
        raise ActNotBuilt(step.name, "已垫付部分的条款属于周转金")
    stated: dict[str, Any] = {}
    if data.get("rows"):
        stated["rows"] = sorted(stage.numbers(data["rows"]))
    if data.get("confirmed_total"):
        stated["confirmed_total_fen"] = money(data["confirmed_total"])
    if data.get("instalments"):
        stated["instalments_fen"] = [_money_of(i) for i in data["instalments"]]
    if data.get("shares"):
        stated["shares_fen"] = _shares(stage, step, data["shares"])
    return do.generate_agreement(
        proposal=_proposal(stage, step),
        annex=bool(data.get("annex")),
        copies=_whole(data.get("copies")),
        stated=stated,
        by=_mediator(stage, step),
        on=step.on,
    )


def _shares(stage: Stage, step: Act, shares: Any) -> list[int]:
    """Return stated shares in the order of the proposal's payers."""
    if isinstance(shares, dict):
        shares = [{"party": key, "share": share} for key, share in shares.items()]
    if not all(isinstance(s, dict) and "party" in s for s in shares):
        return [_money_of(s) for s in shares]
    by_party = {s["party"]: _money_of(s) for s in shares}
    payers = _proposal(stage, step).payers.select_related("party")
    return [by_party.get(p.party.key, 0) for p in payers]


def _money_of(entry: Any) -> int:
    if isinstance(entry, dict):
        return money(entry.get("amount") or entry.get("share"))
    return money(entry)


@act
def sign_agreement(stage: Stage, step: Act):
    data = step.data
    agreement = current_agreement(stage.case)
    officer = _mediator(stage, step)
    if agreement is None:
        raise ScenarioFault(f"{step.label}：尚无调解协议。")
    if data["slot"] == "mediator":
        return do.sign_as_mediator(
            agreement=agreement,
            mediator=stage.people.get(step.by, officer),
            by=officer,
            on=step.on,
        )
    if data.get("authority") not in (None, "special"):
        raise ActRefused("签署协议的代理人须有特别授权。", source="V-P2")
    parties = _without(stage, _people(stage, step), data)
    return [
        do.sign_agreement(
            agreement=agreement,
            party=party,
            signer=party.name if data["signer"] == "each" else data["signer"],
            capacity=_capacity(stage, step, party),
            marks=_list(data["marks"]),
            seal_kind=data.get("seal_kind") or "",
            by=officer,
            on=step.on,
        )
        for party in parties
    ]


@act
def seal_agreement(stage: Stage, step: Act):
    return do.seal_agreement(
        case=stage.case,
        seal_kind=step.data.get("seal_kind", "mediation_org") or "",
        by=_mediator(stage, step),
        on=step.on,
    )


@act
def terminate_mediation(stage: Stage, step: Act):
    data = step.data

    def listed(key: str):
        return stage.workers(data[key]) if data.get(key) is not None else None

    return do.terminate_mediation(
        case=stage.case,
        reason=EndReason(data["reason"]),
        reason_text=data.get("reason_text") or "",
        sessions_held=data.get("sessions_held"),
        guidance=data["guidance"],
        agreed=listed("agreed_rows"),
        not_agreed=listed("not_agreed_rows"),
        as_to=stage.parties(data["as_to"]) if data.get("as_to") else None,
        by=_mediator(stage, step),
        on=step.on,
    )


# After the agreement


@act
def record_payment(stage: Stage, step: Act):
    data = step.data
    if data.get("basis", "D12") != "D12":
        raise ActNotBuilt(step.name, f"按{data['basis']}付款")
    if data.get("credited_to_fund") or data.get("credited_total"):
        raise ActNotBuilt(step.name, "归还周转金的部分")
    behalf = data.get("on_behalf_of")
    instalment = _instalment(stage, step)
    return do.record_payment(
        instalment=instalment,
        payer=stage.party(step.by),
        on_behalf_of=stage.party(behalf) if behalf else None,
        rows=_payment_rows(stage, data["rows"], instalment),
        stated_total_fen=money(data["total"]),
        method=PaymentMethod(data["method"]),
        voucher=_voucher(stage, _list(data["evidence"])),
        acknowledged=stage.workers(data["acknowledged_rows"]),
        witnesses=_witnesses(stage, data),
        by=stage.officer("", Role.INTAKE_OFFICER),
        on=step.on,
    )


def _witnesses(stage: Stage, data: dict) -> list[str]:
    """Return who saw cash change hands; mediator and recorder where the file names nobody."""
    if data["method"] != PaymentMethod.CASH:
        return []
    for key in ("witnesses", "witness"):
        if key in data:
            return [
                stage.name_of(w) if stage.is_person(w) or stage.rows_of(w) else _name(stage, w)
                for w in _list(data[key])
            ]
    officers = stage.case.officers.filter(until_on=None).exclude(capacity="intake")
    return [row.user.name for row in officers.select_related("user")]


def _name(stage: Stage, word: str) -> str:
    """Return the name behind a key, or the word itself when it is a name already."""
    try:
        return stage.name_of(word)
    except ScenarioFault:
        return word


def _payment_rows(stage: Stage, rows: Any, instalment=None) -> list:
    """
    Return (worker, fen) for a table of rows.

    A table is a list of {worker, amount}, {group, roster_column}, or a group alone, which pays
    what the instalment has open for each.
    """
    if isinstance(rows, str):
        rows = {"group": rows}
    if isinstance(rows, dict):
        workers = stage.workers({k: v for k, v in rows.items() if k in ("group", "from", "to")})
        if "roster_column" in rows:
            place = instalment.no if instalment else 1
            column = _column(stage, workers, rows["roster_column"], place)
        else:
            column = {w.roster_no: fen for w, fen in unpaid_shares(instalment)}
        for other in rows.get("except") or []:
            if isinstance(other, dict):
                value = other.get("value", other.get("amount"))
                column[other["worker"]] = money(value)
            else:
                column[other] = 0
        return [(w, column[w.roster_no]) for w in workers if column.get(w.roster_no)]
    found = []
    for row in rows:
        if isinstance(row, str) or "worker" not in row:
            found += _payment_rows(stage, row, instalment)
        else:
            found.append((stage.worker(row["worker"]), money(row["amount"])))
    return found


def _voucher(stage: Stage, evidence: list) -> str:
    names = []
    for piece in evidence:
        if isinstance(piece, int):
            found = stage.case.evidence.filter(no=piece).first()
            names.append(found.name if found else f"证据{piece}")
        elif "bank slip" in str(piece):
            names.append("银行回单")
        else:
            names.append(str(piece))
    return "、".join(names)


@act
def declare_default(stage: Stage, step: Act):
    data = step.data
    stated: dict[str, Any] = {}
    if data.get("unpaid"):
        unpaid = _payment_rows(stage, data["unpaid"], _instalment(stage, step))
        stated["unpaid"] = {w.roster_no: fen for w, fen in unpaid}
    for key in ("unpaid_total", "due_now_total"):
        if data.get(key):
            stated[f"{key}_fen"] = money(data[key])
    if data.get("accelerated_total") is not None:
        stated["accelerated_total_fen"] = money(data["accelerated_total"])
    for key in ("accelerated", "accelerated_instalments"):
        if data.get(key) is not None:
            stated[key] = data[key]
    return do.declare_default(
        instalment=_instalment(stage, step),
        stated=stated,
        by=_intake(stage, step),
        on=step.on,
    )


@act
def demand_performance(stage: Stage, step: Act):
    data = step.data
    instalment = _instalment(stage, step)
    to = _list(data.get("to"))
    payer = stage.party(to[0]) if to else _payer_of(instalment)
    return do.demand_performance(
        instalment=instalment,
        to=payer,
        pay_by=day(data["pay_by"]),
        stated_outstanding_fen=money(data["outstanding"]),
        by=stage.officer("", Role.INTAKE_OFFICER),
        on=step.on,
    )


def _payer_of(instalment: Instalment) -> Party:
    """Return who is to pay an instalment: whose it is by the terms, else the first payer."""
    for payer in instalment.agreement.proposal.payers.select_related("party"):
        if instalment.no in payer.instalments:
            return payer.party
    return instalment.agreement.payers.first().party


@act
def record_follow_up(stage: Stage, step: Act):
    data = step.data
    return do.record_follow_up(
        case=stage.case,
        method=FollowUpMethod(data["method"]),
        interviewees=stage.parties(data["to"]),
        paid_in_full=data["paid_in_full"],
        satisfied=data["satisfied"],
        new_arrears=data["new_arrears"],
        remarks=data.get("remarks") or "",
        by=_intake(stage, step),
        on=step.on,
    )


@act
def close_case(stage: Stage, step: Act):
    data = step.data
    if data.get("file") == "arbitration":
        raise ActNotBuilt(step.name, "仲裁案卷")
    return do.close_case(
        case=stage.case,
        outcome=CloseOutcome(data["outcome"]),
        outstanding_fen=_outstanding(stage, data),
        residual_open=bool(data.get("residual_open")),
        by=_intake(stage, step),
        on=step.on,
    )


def _outstanding(stage: Stage, data: dict) -> int:
    """
    Return what the case has outstanding, for a stated sum of the agreement or of the case.

    Where claims stay open elsewhere a file is closed with what its agreement has outstanding.
    """
    stated = money(data["outstanding"])
    agreements = stage.case.agreements.exclude(state=AgreementState.VOID)
    of_agreements = sum(agreement_outstanding_fen(a) for a in agreements)
    if data.get("residual_open") and agreements and stated == of_agreements:
        return sum(a.outstanding_fen for a in wage_accounts(stage.case))
    return stated


@act
def record_service_failure(stage: Stage, step: Act):
    data = step.data
    return do.record_service_failure(
        case=stage.case,
        items=[str(item) for item in _list(data["items"])],
        to="、".join(stage.name_of(key) for key in _list(data["to"])),
        method=data["method"],
        returned_on=day(data["returned_on"]),
        reason=data["reason"],
        by=_intake(stage, step),
        on=step.on,
    )


@act
def apply_for_confirmation(stage: Stage, step: Act):
    """Check that the joint application may be made; the packet itself is not built yet."""
    data = step.data
    applicants = stage.parties(data.get("rows") or step.by)
    refuse_confirmation(
        case=stage.case,
        on=step.on,
        applicants=applicants,
        jointly_with=stage.parties(data["jointly_with"]),
        signed_by=_without(stage, stage.parties(data["signed_by"]), data),
    )
    raise ActNotBuilt(step.name, "司法确认材料包")


def _owed_in(stage: Stage) -> int:
    return sum(a.outstanding_fen for a in wage_accounts(stage.case))


def default_attempt(stage: Stage, name: str, on: date) -> Act:
    """Return the plain form of an attempt that a scenario names without data of its own."""
    everyone = list(stage.case.parties.others())
    others = [p.key for p in everyone if p.place in ("respondent", "none")]
    signers = [p.key for p in stage.case.parties.workers()] + others
    last = stage.case.proposals.order_by("number").last()
    plain: dict[str, tuple[str, dict[str, Any]]] = {
        "apply_for_confirmation": (
            "workers",
            {"jointly_with": others, "signed_by": signers},
        ),
        "seal_agreement": ("mediation_org", {"seal_kind": "mediation_org"}),
        "generate_agreement": ("mediator", {"proposal": last.number if last else 1, "annex": True}),
        "schedule_session": (
            "mediator",
            {
                "session": stage.case.sessions.count() + 1,
                "start": f"{on}T09:00",
                "place": stage.case.venue or "调解室",
                "mode": "on_site",
                "notice": "on_the_spot",
                "recipients": signers,
            },
        ),
        "close_case": (
            "intake_clerk",
            {"outcome": "settled_and_performed", "outstanding": yuan(_owed_in(stage))},
        ),
        "extend_mediation": (
            "workers",
            {"until": (on + timedelta(days=30)).isoformat(), "consented_by": signers},
        ),
    }
    if name not in plain:
        raise ActNotBuilt(name)
    by, data = plain[name]
    return Act(on, name, by, data, 0)
