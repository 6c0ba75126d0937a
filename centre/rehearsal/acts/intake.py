"""Intake: the lead, the roster, the election, the application and its papers."""

from cases.choices import Channel, DisputeKind, WageKind
from cases.operations import file_lead as take_lead
from cases.operations import import_roster as enter_roster
from cases.operations import open_case
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import intake_of, listed, without
from centre.rehearsal.reading import Act, ScenarioFault, day, money
from centre.rehearsal.stage import Stage
from mediation import operations as do


@act
def file_lead(stage: Stage, step: Act):
    data = step.data
    officer = intake_of(stage, step)
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
        by=intake_of(stage, step),
        on=step.on,
        stated_rows=data["rows"],
        stated_total_fen=money(data["total_due"]),
    )


@act
def elect_representatives(stage: Stage, step: Act):
    data = step.data
    return do.elect_representatives(
        case=stage.case,
        representatives=stage.workers(data["representatives"]),
        signed_by=without(stage, stage.workers(data["signed_rows"]), data),
        powers=data["powers"],
        may_settle=data["may_settle"],
        witness=stage.people.get(data["witness"]),
        before="arb" if data.get("before") == "arb" else "mediation_org",
        by=intake_of(stage, step),
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
                "calculation": calculation(item["calculation"]),
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
        by=intake_of(stage, step),
        on=step.on,
    )


def calculation(text: str) -> str:
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
        for no in listed(data["evidence"])
    ]
    key = data["received_from"]
    single = not stage.bodies_named(key) and stage.rows_of(key) is None
    return do.receive_material(
        case=stage.case,
        received_from=stage.name_of(key),
        pieces=pieces,
        originals_returned=data["originals_returned"],
        party=stage.party(key) if single and not stage.is_person(key) else None,
        by=intake_of(stage, step),
        on=step.on,
    )
