"""The inspectorate's order to pay, and the case handed to the police and the procuratorate."""

from datetime import datetime, time, timedelta

from cases import operations as case_acts
from cases.choices import DeadlineState, DirectiveService
from cases.models import PaymentDirective
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import SHANGHAI, evidence_of, listed
from centre.rehearsal.reading import Act, ScenarioFault, day, money
from centre.rehearsal.stage import Stage
from staff.choices import Role
from staff.models import User
from supervision import operations as do
from supervision.choices import (
    AidStage,
    CardColour,
    Conduct,
    PoliceReply,
    ReferralRequest,
    ReferralTrigger,
)
from supervision.models import PoliceTransfer


def _desk(stage: Stage) -> User:
    """Who enters at the centre what another body has done."""
    return stage.officer("", Role.INTAKE_OFFICER)


def _directive(stage: Stage, step: Act) -> PaymentDirective:
    found = stage.case.directives.order_by("-id")
    number = step.data.get("directive")
    directive = (found.filter(number=number) if number else found).first()
    if directive is None:
        raise ScenarioFault(f"{step.label}：没有登记过责令限期支付文书。")
    return directive


@act
def register_payment_directive(stage: Stage, step: Act):
    data = step.data
    if data["term"]["unit"] != "working_day":
        raise ScenarioFault(f"{step.label}：限期应以工作日计。")
    return case_acts.register_payment_directive(
        case=stage.case,
        number=data["number"],
        issued_on=day(data["issued_on"]),
        debtor=stage.party(data["debtor"]),
        amount_fen=money(data["amount"]),
        worker_count=data["workers"],
        term_days=data["term"]["amount"],
        officers=[stage.name_of(step.by)],
        by=_desk(stage),
        on=step.on,
    )


@act
def post_payment_directive(stage: Stage, step: Act):
    data = step.data
    return case_acts.serve_payment_directive(
        directive=_directive(stage, step),
        service=DirectiveService.POSTED,
        served_on=day(data["served_on"]),
        officers=[stage.name_of(step.by), stage.name_of(data["second_officer"])],
        places=listed(data["places"]),
        recorded_by=listed(data["recorded_by"]),
        evidence=evidence_of(stage, listed(data["evidence"])),
        by=_desk(stage),
        on=step.on,
    )


@act
def record_directive_default(stage: Stage, step: Act):
    data = step.data
    return case_acts.record_directive_default(
        directive=_directive(stage, step),
        stated_term_end=day(data["term_end"]),
        paid_fen=money(data["paid"]),
        by=_desk(stage),
        on=step.on,
    )


@act
def transfer_to_police(stage: Stage, step: Act):
    data = step.data
    head = stage.person(step.by)
    approved = datetime.combine(day(data["approved_on"]), time(9), SHANGHAI)
    return do.transfer_to_police(
        case=stage.case,
        directive=_directive(stage, step),
        recipient=stage.name_of(data["to"]),
        conduct=Conduct(data["conduct"]),
        facts=_facts(stage),
        proofs=_proofs(stage),
        reporters=[
            {"name": stage.person(k).name, "certificate_no": stage.person(k).certificate_no}
            for k in data["reporters"]
        ],
        reported_on=day(data["reported_on"]),
        approved_at=approved,
        delivered_at=datetime.combine(day(data["delivered_on"]), time(15, 30), SHANGHAI),
        signed_off={"name": head.name, "post": head.post or "负责人"},
        copies_to=[name for name in [stage.bodies_named("procuratorate")] if name],
        stated_workers=data["workers"],
        stated_amount_fen=money(data["amount"]),
        by=_desk(stage),
        on=step.on,
    )


def _transfer(stage: Stage, step: Act) -> PoliceTransfer:
    found = stage.case.police_transfers.order_by("-id").first()
    if found is None:
        raise ScenarioFault(f"{step.label}：没有移送过公安机关。")
    return found


@act
def record_police_reply(stage: Stage, step: Act):
    data = step.data
    return do.record_police_reply(
        transfer=_transfer(stage, step),
        reply=PoliceReply(data["reply"]),
        replied_on=day(data["replied_on"]),
        reply_number=data["number"],
        reply_reason=data.get("reason") or "",
        by=_desk(stage),
        on=step.on,
    )


@act
def ask_police_review(stage: Stage, step: Act):
    return do.ask_police_review(
        transfer=_transfer(stage, step),
        asked_on=day(step.data["asked_on"]),
        by=_desk(stage),
        on=step.on,
    )


def _facts(stage: Stage) -> str:
    case = stage.case
    return f"{case.facts.rstrip('。')}。" if case.facts else f"{case.debtor.name}拖欠工资。"


def _proofs(stage: Stage) -> dict[str, list[int]]:
    """Which evidence shows which element, by who brought it: what the format does not say."""
    pieces = list(stage.case.evidence.order_by("no"))
    order = [e.no for e in pieces if "指令" in e.name] or [e.no for e in pieces][:1]
    wages = [e.no for e in pieces if e.no not in order and e.kind == "书证"] or order
    conduct = [e.no for e in pieces if e.no not in order and e.no != wages[0]] or order
    return {
        "拖欠劳动报酬": wages[:1],
        "责令限期支付": order,
        "责令支付文书送达": order,
        "期满仍未支付": order,
        "不支付的行为": conduct,
    }


@act
def refer_to_procuratorate(stage: Stage, step: Act):
    data = step.data
    head = stage.person(step.by)
    return do.refer_to_procuratorate(
        case=stage.case,
        recipient=stage.name_of(data["to"]),
        triggers=[ReferralTrigger(t) for t in data["triggers"]],
        requests=[ReferralRequest(r) for r in data["requests"]],
        facts=_facts(stage),
        signed_off={"name": head.name, "post": head.post or "负责人"},
        by=_desk(stage),
        on=step.on,
    )


@act
def refer_to_legal_aid(stage: Stage, step: Act):
    data = step.data
    head = stage.people.get("hrss_head") or next(iter(stage.people.values()))
    arbitrating = hasattr(stage.case, "arbitrations") and stage.case.arbitrations.exists()
    until = data.get("urgent_until")
    return do.refer_to_legal_aid(
        case=stage.case,
        recipient=stage.bodies_named(data.get("to", "legal_aid")) or "法律援助中心",
        workers=stage.workers(data["applicant"]),
        matter=data["matter"],
        stage=AidStage(data.get("stage") or ("arbitration" if arbitrating else "mediation")),
        summary=data.get("summary") or _facts(stage),
        urgent_until=day(until) if until else None,
        signed_off={"name": head.name, "post": head.post or "负责人"},
        by=_desk(stage),
        on=step.on,
    )


@act
def show_warning_card(stage: Stage, step: Act):
    data = step.data
    late = stage.case.deadlines.filter(due_on=day(data["due_on"])).exclude(
        state=DeadlineState.CANCELLED
    )
    deadline = late.filter(met_on=None).order_by("id").first() or late.order_by("id").first()
    if deadline is None:
        raise ScenarioFault(f"{step.label}：本案没有在{data['due_on']}届满的期限。")
    heads = [stage.person(k) for k in listed(data.get("leaders")) if stage.is_person(k)]
    head = stage.people.get("hrss_head") or next(iter(stage.people.values()))
    return do.show_warning_card(
        case=stage.case,
        colour=CardColour(data["colour"]),
        deadline=deadline,
        recipient=stage.bodies_named(data.get("to", "centre")) or stage.case.centre.name,
        demands=listed(data.get("demands")) or ["于收到本通知之日起三个工作日内提出办结方案"],
        report_by=day(data["report_by"]) if "report_by" in data else step.on + timedelta(days=5),
        leaders=[
            {"name": p.name, "post": p.post or "负责人", "on": step.on.isoformat()}
            for p in heads or [head]
        ],
        stated_days=data["days_overdue"],
        signed_off={"name": head.name, "post": head.post or "负责人"},
        by=stage.system,
        on=step.on,
    )
