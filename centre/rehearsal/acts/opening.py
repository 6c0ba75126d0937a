"""From the acceptance to the first session."""

from cases.choices import AuthorityScope
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import intake_of, listed, mediator_of, moment, through_of
from centre.rehearsal.reading import Act, ScenarioFault, day
from centre.rehearsal.stage import Stage
from mediation import operations as do
from mediation.choices import Answer, ConsentChannel, DeclineReason, NoticeKind, SessionMode
from staff.choices import Role


@act
def accept_application(stage: Stage, step: Act):
    data = step.data
    recorder = data.get("recorder")
    return do.accept_application(
        case=stage.case,
        mediators=[stage.person(k) for k in listed(data["mediators"])],
        recorder=stage.person(recorder) if recorder else None,
        venue=data["venue"],
        received_on=day(data["received_on"]) if data.get("received_on") else None,
        by=intake_of(stage, step),
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
        by=intake_of(stage, step),
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
        by=intake_of(stage, step),
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
            through=through_of(stage, data),
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
        by=intake_of(stage, step),
        on=step.on,
    )


@act
def disclose_mediator(stage: Stage, step: Act):
    data = step.data
    mediator = mediator_of(stage, step)
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
        starts_at=moment(data["start"]),
        place=data["place"],
        mode=SessionMode(data["mode"]),
        notice=NoticeKind(data["notice"]),
        recipients=stage.parties(data["recipients"]),
        by=mediator_of(stage, step),
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
