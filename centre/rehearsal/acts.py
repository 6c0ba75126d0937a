"""Every act of the format as a call of its operation; what is not built says so by name."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from cases.choices import AuthorityScope, Capacity, Channel, CloseOutcome, DisputeKind
from cases.operations import file_lead as take_lead
from cases.operations import import_roster as enter_roster
from cases.operations import open_case
from centre.rehearsal.reading import Act, ActNotBuilt, ScenarioFault, day, money
from centre.rehearsal.stage import Stage
from law.money import yuan
from mediation import operations as do
from mediation.choices import (
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
from mediation.queries import current_agreement
from mediation.routes import refuse_confirmation
from staff.choices import Role

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
        raise ActNotBuilt(step.name)
    try:
        outcome = PERFORM[step.name](stage, step)
    except KeyError as missing:
        raise ScenarioFault(f"{step.label}缺少“{missing.args[0]}”。") from missing
    if stage.case is not None:
        stage.refresh()
    return outcome


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
    if step.by in stage.people:
        return stage.people[step.by]
    return _mediator(stage, step)


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
    agreement = current_agreement(stage.case)
    no = step.data["instalment"]
    found = agreement.instalments.filter(no=no).first() if agreement else None
    if found is None:
        raise ScenarioFault(f"{step.label}：没有第{no}期。")
    return found


def _evidence(stage: Stage, numbers: list) -> list:
    return list(stage.case.evidence.filter(no__in=[n for n in numbers if isinstance(n, int)]))


# Intake


@act
def file_lead(stage: Stage, step: Act):
    data = step.data
    officer = _intake(stage, step)
    names = {p["key"]: p["name"] for p in stage.scenario.raw["parties"] if "name" in p}
    reporter = names.get(step.by)
    if reporter is None and step.by.startswith("worker"):
        first = (stage.scenario.get("workers") or [{"no": 1}])[0]["no"]
        no = int(step.by.partition("_")[2] or first) if step.by != "workers" else first
        reporter = stage.scenario.worker_row(no)["name"]
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
        prior_channels=data["prior_channels"],
        by=officer,
        on=step.on,
    )
    case = open_case(lead=lead, centre=stage.bodies["centre"], by=officer, on=step.on, demo=True)
    stage.open(case, lead, officer, step)
    return case


@act
def import_roster(stage: Stage, step: Act):
    data = step.data
    numbers = data["workers"]
    if isinstance(numbers, str):
        numbers = stage.rows_of(numbers) or [r["no"] for r in stage.scenario.get("workers", [])]
    return enter_roster(
        case=stage.case,
        rows=stage.roster_rows(numbers),
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
        third_parties=stage.parties(data["third_parties"]),
        claims=[
            {
                "what": item["what"],
                "amount_fen": money(item["amount"]),
                "calculation": _calculation(item["calculation"]),
            }
            for item in data["request_items"]
        ],
        facts=data["facts"],
        dispute_kind=DisputeKind(data["dispute_kind"]),
        oral=data["oral"],
        recorder=stage.people.get(data.get("recorder", "")),
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
        {
            "no": no,
            "name": known[no]["name"],
            "kind": known[no]["kind"],
            "pages": known[no]["pages"],
            "proves": known[no]["proves"],
        }
        if no in known
        else {"name": str(no)}
        for no in data["evidence"]
    ]
    key = data["received_from"]
    single = key not in stage.bodies and stage.rows_of(key) is None
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
        mediators=[stage.people[k] for k in data["mediators"]],
        recorder=stage.people[recorder] if recorder else None,
        venue=data["venue"],
        received_on=day(data["received_on"]),
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
        method=data.get("method", "direct"),
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
            through=data.get("through", ""),
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
    for key in data["received_by"]:
        for party in stage.parties(key):
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
        do.raise_objection(
            case=stage.case,
            mediator=mediator,
            raised_by=stage.name_of(objection["by"]),
            ground=objection["ground"],
            by=mediator,
            on=step.on,
        )
    relation = "" if data["relation"] == "none" else data["relation"]
    return do.disclose_mediator(
        case=stage.case,
        relation=relation,
        waiver=data.get("waiver", ""),
        by=mediator,
        on=step.on,
    )


@act
def recuse_mediator(stage: Stage, step: Act):
    data = step.data
    decision = str(data["decision"])
    dismissed = decision in {"dismiss", "dismissed", "reject", "rejected", "refuse", "驳回"}
    replacement = data.get("replacement")
    return do.recuse_mediator(
        case=stage.case,
        mediator=stage.people[data["mediator"]],
        ground=_ground(data["ground"]),
        replace=not dismissed,
        reason=data.get("reason", ""),
        replacement=stage.people[replacement] if replacement else None,
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
        special_items=data["special_items"],
        valid_from=day(data["valid"]["from"]),
        valid_to=day(data["valid"]["to"]),
        seal_kind=data.get("seal_kind", ""),
        before=data.get("before", "mediation_org"),
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
        e_channel=data.get("e_channel", ""),
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
                {"officer": stage.people[key], "capacity": entry["capacity"], "person": None}
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
    absent = [e["who"] if isinstance(e, dict) else e for e in data["absent"]]
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
        concession=data["concession"],
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
        evidence=_evidence(stage, data["evidence"]),
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
    workers = stage.workers(terms.get("rows") or data.get("rows") or "workers")
    default = terms["default_clause"]
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
                    liability=_liability(p["liability"]),
                    share_fen=money(p["share"]),
                    account=p.get("from_account", ""),
                    cap_fen=money(p["cap"]) if p.get("cap") else None,
                    instalments=tuple(p.get("instalments") or ()),
                )
                for p in terms["payers"]
            ),
            schedule=tuple(
                do.InstalmentTerm(
                    no=s["instalment"],
                    due_on=day(s["due_on"]),
                    percent=Decimal(str(s["percent"])) if "percent" in s else None,
                    parts=_column(stage, workers, s["roster_column"])
                    if "roster_column" in s
                    else None,
                    stated_fen=money(s["amount"]) if "amount" in s else None,
                )
                for s in terms["schedule"]
            ),
            performance_mode=PerformanceMode(terms["performance_mode"]),
            payee_mode=PayeeMode(terms["payee_mode"]),
            default_kind=DefaultClause(default["kind"]),
            grace_days=default.get("grace_days"),
            penalty_rate=str(default.get("rate") or ""),
            residual_rights=_residual(terms["residual_rights"]),
            acknowledging=tuple(
                (stage.party(a["party"]), a["capacity"]) for a in terms.get("acknowledging", [])
            ),
            recourse_reserved=bool(terms.get("recourse_reserved")),
            joint_confirmation=terms["joint_confirmation"],
            court=stage.bodies.get(court) if court else None,
            workers=tuple(workers),
            amounts=_amounts(stage, terms, workers),
            stated_total_fen=money(terms["confirmed_total"]),
            waiver_explanation=terms.get("waiver_explanation", ""),
        ),
        by=_mediator(stage, step),
        on=step.on,
    )


def _liability(word: str) -> Liability:
    return Liability(word)


def _residual(word: str) -> ResidualRights:
    if word == "other_rights_reserved":
        return ResidualRights.OTHERS_RESERVED
    return ResidualRights(word)


def _column(stage: Stage, workers, column: str) -> dict[int, int]:
    """
    Return each worker's part from a column of the roster.

    A column may be a list with a position after a dot or a number: instalments.2, instalment_2.
    """
    parts = {}
    for worker in workers:
        row = stage.scenario.worker_row(worker.roster_no)
        if column in row and not isinstance(row[column], list):
            parts[worker.roster_no] = money(row[column])
            continue
        name, _, place = column.replace("[", ".").rstrip("]").rpartition(".")
        if not name:
            name, _, place = column.rpartition("_")
            name = f"{name}s"
        if not place.isdigit() or name not in row:
            raise ScenarioFault(f"花名册没有“{column}”一列。")
        parts[worker.roster_no] = money(row[name][int(place) - 1])
    return parts


def _amounts(stage: Stage, terms: dict, workers) -> dict[int, int]:
    """Return agreed amounts where the terms name a column for them; else what is owed."""
    column = terms.get("amount_column")
    return _column(stage, workers, column) if column else {}


def _without(stage: Stage, people: list, data: dict) -> list:
    """Leave out whom a refusal takes out of a group's act."""
    gone = {stage.party(key).pk for key in data.get("left_out", [])}
    return [p for p in people if p.pk not in gone]


def _answers(stage: Stage, step: Act, answer: Answer):
    data = step.data
    if step.data.get("rows"):
        people = stage.workers(data["rows"])
    elif step.by == "workers" and data.get("row"):
        people = [stage.worker(data["row"])]
    else:
        people = stage.parties(step.by)
    people = _without(stage, people, data)
    return [
        do.answer_terms(
            proposal=_proposal(stage, step),
            party=party,
            answer=answer,
            through=data.get("through", ""),
            capacity=Capacity(data.get("capacity", Capacity.SELF)),
            reason=data.get("reason", "") or "",
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
        stated["rows"] = sorted(w.roster_no for w in stage.workers(data["rows"]))
    if data.get("confirmed_total"):
        stated["confirmed_total_fen"] = money(data["confirmed_total"])
    if data.get("instalments"):
        stated["instalments_fen"] = [_money_of(i) for i in data["instalments"]]
    if data.get("shares"):
        shares = data["shares"]
        values = list(shares.values()) if isinstance(shares, dict) else shares
        stated["shares_fen"] = [_money_of(s) for s in values]
    return do.generate_agreement(
        proposal=_proposal(stage, step),
        annex=data["annex"],
        copies=data["copies"],
        stated=stated,
        by=_mediator(stage, step),
        on=step.on,
    )


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
    parties = stage.workers(data["rows"]) if data.get("rows") else stage.parties(step.by)
    parties = _without(stage, parties, data)
    return [
        do.sign_agreement(
            agreement=agreement,
            party=party,
            signer=party.name if data["signer"] == "each" else data["signer"],
            capacity=Capacity(data["capacity"]),
            marks=data["marks"],
            seal_kind=data.get("seal_kind", ""),
            by=officer,
            on=step.on,
        )
        for party in parties
    ]


@act
def seal_agreement(stage: Stage, step: Act):
    return do.seal_agreement(
        case=stage.case,
        seal_kind=step.data.get("seal_kind", "mediation_org"),
        by=_mediator(stage, step),
        on=step.on,
    )


@act
def terminate_mediation(stage: Stage, step: Act):
    data = step.data

    def listed(key: str):
        return stage.workers(data[key]) if key in data else None

    return do.terminate_mediation(
        case=stage.case,
        reason=EndReason(data["reason"]),
        reason_text=data.get("reason_text", ""),
        sessions_held=data["sessions_held"],
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
    if data.get("credited_to_fund"):
        raise ActNotBuilt(step.name, "归还周转金的部分")
    behalf = data.get("on_behalf_of")
    return do.record_payment(
        instalment=_instalment(stage, step),
        payer=stage.party(step.by),
        on_behalf_of=stage.party(behalf) if behalf else None,
        rows=_payment_rows(stage, data["rows"]),
        stated_total_fen=money(data["total"]),
        method=PaymentMethod(data["method"]),
        voucher=_voucher(stage, data["evidence"]),
        acknowledged=stage.workers(data["acknowledged_rows"]),
        witnesses=[stage.name_of(w) for w in data.get("witnesses", [])],
        by=stage.officer("", Role.INTAKE_OFFICER),
        on=step.on,
    )


def _payment_rows(stage: Stage, rows: Any) -> list:
    if isinstance(rows, dict):
        workers = stage.workers(rows["group"])
        column = _column(stage, workers, rows["roster_column"])
        changed = {e["worker"]: money(e["value"]) for e in rows.get("except") or []}
        column |= changed
        return [(w, column[w.roster_no]) for w in workers if column[w.roster_no]]
    found = []
    for row in rows:
        if "group" in row:
            found += _payment_rows(stage, row)
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
        stated["unpaid"] = {w.roster_no: fen for w, fen in _payment_rows(stage, data["unpaid"])}
    for key in ("unpaid_total", "due_now_total"):
        if data.get(key):
            stated[f"{key}_fen"] = money(data[key])
    if data.get("accelerated_total"):
        stated["accelerated_total_fen"] = money(data["accelerated_total"])
    for key in ("accelerated", "accelerated_instalments"):
        if key in data:
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
    to = data.get("to")
    payer = stage.party(to) if to else instalment.agreement.payers.first().party
    return do.demand_performance(
        instalment=instalment,
        to=payer,
        pay_by=day(data["pay_by"]),
        stated_outstanding_fen=money(data["outstanding"]),
        by=stage.officer("", Role.INTAKE_OFFICER),
        on=step.on,
    )


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
        remarks=data.get("remarks", ""),
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
        outstanding_fen=money(data["outstanding"]),
        residual_open=bool(data.get("residual_open")),
        by=_intake(stage, step),
        on=step.on,
    )


@act
def record_service_failure(stage: Stage, step: Act):
    data = step.data
    return do.record_service_failure(
        case=stage.case,
        items=data["items"],
        to=stage.name_of(data["to"])
        if isinstance(data["to"], str)
        else "、".join(stage.name_of(k) for k in data["to"]),
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


def default_attempt(stage: Stage, name: str, on: date) -> Act:
    """Return the plain form of an attempt that a scenario names without data of its own."""
    others = [p.key for p in stage.case.parties.others() if p.place in ("respondent", "none")]
    signers = [p.key for p in stage.case.parties.workers()] + others
    plain: dict[str, tuple[str, dict[str, Any]]] = {
        "apply_for_confirmation": (
            "workers",
            {"jointly_with": others, "signed_by": signers},
        ),
        "seal_agreement": ("mediation_org", {"seal_kind": "mediation_org"}),
    }
    if name not in plain:
        raise ActNotBuilt(name)
    by, data = plain[name]
    return Act(on, name, by, data, 0)
