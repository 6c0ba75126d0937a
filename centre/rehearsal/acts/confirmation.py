"""Judicial confirmation: the joint application, the court's answers, what follows from them."""

from typing import Any

from django.db import transaction

from cases.choices import LicenceState, PartyKind
from cases.models import Party
from cases.operations import record_identity_papers
from centre.rehearsal.acts.registry import act, counts
from centre.rehearsal.acts.subjects import intake_of, listed, mediator_of, without
from centre.rehearsal.reading import Act, ScenarioFault, day, money
from centre.rehearsal.stage import Stage
from confirmation import operations as do
from confirmation import papers
from confirmation.choices import CourtGround, ReturnReason, ReviewState, RulingResult
from confirmation.models import Application
from confirmation.operations.court import Point, Unconfirmed
from confirmation.operations.drafting import is_outdated
from confirmation.queries import confirmed_fen, last_packet
from documents import store
from law.money import yuan
from staff.models import Body
from staff.refusals import ActRefused

# The format knows no scans but the signed sheets; everything else is on paper.
_ORIGINALS = "由办理人当面送交立案庭"


@act
def apply_for_confirmation(stage: Stage, step: Act):
    """Drawn up, signed and sent on one day."""
    data = step.data
    workers = _workers(stage, step)
    others = stage.parties(data["jointly_with"])
    by = mediator_of(stage, Act(step.on, step.name, "", data, step.place))
    show_identity_papers([*workers, *others], by=by, on=step.on)
    with transaction.atomic():  # refused at whichever step, nothing of it stays
        application = do.draft_application(
            case=stage.case,
            court=_court(stage, data.get("court", "court")),
            ground=CourtGround(data.get("court_ground", "mediation_org_place")),
            place=data.get("place", ""),
            workers=workers,
            jointly_with=others,
            undertaking_apart="C02" in data.get("documents", []),
            review_state=ReviewState(data.get("review_state", ReviewState.NONE)),
            batch=_batch(stage, data),
            by=by,
            on=step.on,
        )
        signed_by = without(stage, stage.parties(data["signed_by"]), data)
        _sign(application, signed_by, by=by, on=step.on)
        do.send_application(
            application=application, approved_by=by, by=by, on=step.on, originals=_ORIGINALS
        )
    _hold_to_what_is_stated(stage, step, application)
    return application


def _sign(application: Application, signed_by: list[Party], *, by, on) -> None:
    """The format has no scans: each sheet as it was printed stands for itself signed."""
    sheets = {
        name: store.get(sheet.pdf)
        for name in ("paper", "undertaking")
        if (sheet := getattr(application, name)) is not None and sheet in application.unsigned
    }
    do.keep_signed_sheets(
        application=application,
        signed_by=signed_by,
        note="演练用，没有手写签名",
        by=by,
        on=on,
        **sheets,
    )


def _hold_to_what_is_stated(stage: Stage, step: Act, application: Application) -> None:
    """Refuse an application that asks for another sum than the act states (V-M5)."""
    asked = papers.Applied(application, on=step.on)
    for key, fen in (("amount", asked.total_fen), ("paid_so_far", asked.paid_fen)):
        if key in step.data and money(step.data[key]) != fen:
            raise ActRefused(f"{key}应为{yuan(fen)}，写的是{step.data[key]}。", source="V-M5")


def _workers(stage: Stage, step: Act) -> list[Party]:
    """Whom the application is for: the rows named, else all in the agreement who apply."""
    if "rows" in step.data:
        return stage.workers(step.data["rows"])
    asked = [p for p in stage.parties(step.by) if p.is_worker]
    agreement = stage.case.agreements.order_by("id").last()
    if agreement is None:
        return asked
    settled = set(agreement.proposal.rows.values_list("worker_id", flat=True))
    shares = set(agreement.instalments.values_list("shares__worker_id", flat=True))
    return [p for p in asked if p.pk in (shares or settled)]


def _batch(stage: Stage, data: dict) -> tuple[int, int]:
    """Return which batch of how many: those the file applies for, unless it says how many."""
    batch = data.get("batch")
    if not batch:
        return (1, 1)
    if isinstance(batch, dict):
        return (batch["no"], batch["count"])
    applied = [a for a in stage.scenario.acts if a.name == "apply_for_confirmation"]
    numbers = [a.data["batch"] for a in applied if isinstance(a.data.get("batch"), int)]
    return (batch, data.get("batches") or max([batch, *numbers]))


def _court(stage: Stage, key: str) -> Body:
    body = stage.bodies.get(key)
    if body is None:
        raise ScenarioFault(f"没有“{key}”这一法院。")
    return body


def show_identity_papers(parties: list[Party], *, by, on) -> None:
    """The format says nothing of copies; each party is taken to have shown the usual ones."""
    for party in parties:
        if party.identity_papers.exists():
            continue
        natural = party.kind == PartyKind.NATURAL
        papers = [("居民身份证", 1, "")]
        if not natural:
            papers = [("营业执照", 1, ""), ("法定代表人身份证明书", 1, "")]
            if party.authorities.filter(valid_to__gte=on).exists():
                papers += [("授权委托书（特别授权）", 1, ""), ("受委托人居民身份证", 1, "")]
        record_identity_papers(
            party=party,
            papers=papers,
            registered_name=party.name,
            licence_state=LicenceState.NATURAL if natural else LicenceState.STANDING,
            by=by,
            on=on,
        )


def _application(stage: Stage, step: Act) -> Application:
    """The application an answer is about: of the batch or number named, else the last."""
    found = Application.objects.filter(case=stage.case)
    if "batch" in step.data:
        found = found.filter(batch_no=_batch(stage, step.data)[0])
    numbered = found.filter(number=step.data["number"]) if step.data.get("number") else found.none()
    application = numbered.last() or found.order_by("-id").first()
    if application is None:
        raise ActRefused("没有提交过司法确认申请。", source="JC-01")
    return application


@act
def court_accepts(stage: Stage, step: Act):
    return do.court_accepts(
        application=_application(stage, step),
        number=step.data["number"],
        decided_on=day(step.data["decided_on"]),
        by=intake_of(stage, step),
        on=step.on,
    )


@act
def court_returns(stage: Stage, step: Act):
    data = step.data
    return do.court_returns(
        application=_application(stage, step),
        points=[
            Point(ReturnReason(r["code"]), r["what"], about=str(r.get("item", "")))
            for r in data["reasons"]
        ],
        version=data.get("version"),
        refused=bool(data.get("refused")),
        notice_on=step.on,
        received_on=step.on,
        due_on=day(data["due_on"]) if data.get("due_on") else None,
        by=intake_of(stage, step),
        on=step.on,
    )


@act
def resubmit_packet(stage: Stage, step: Act):
    data = step.data
    application = _application(stage, step)
    by = intake_of(stage, step)
    everybody = [*application.workers.all(), *application.others.all()]
    signed = stage.parties(data["signed_by"]) if "signed_by" in data else everybody
    with transaction.atomic():  # refused at whichever step, nothing of it stays
        if is_outdated(application):
            application = do.renew_application(application=application, by=by, on=step.on)
        _sign(application, without(stage, signed, data), by=by, on=step.on)
        return _resubmit(application, _answers(data), by=by, on=step.on)


def _resubmit(application: Application, answers: list[Any], *, by, on):
    return do.resubmit_packet(
        application=application,
        answers=[str(a["what"] if isinstance(a, dict) else a) for a in answers],
        approved_by=by,
        by=by,
        on=on,
        originals=_ORIGINALS,
    )


@counts("resubmit_packet")
def new_version(stage: Stage, step: Act, made: set[str]) -> set[str]:
    """
    Return C01 to C08 as they lie in the new version: the format lists all of them as sent.

    The covering answer C10R counts where the file names it.
    """
    packet = last_packet(_application(stage, step))
    inside = {item.code for item in packet.items.all()} if packet else set()
    sent = {code for code in made | inside if code.startswith("C")}
    return sent if "C10R" in step.documents else sent - {"C10R"}


def _answers(data: dict) -> list[Any]:
    return listed(data.get("answers") or data["items"])


@act
def withdraw_confirmation(stage: Stage, step: Act):
    data = step.data
    application = _application(stage, step)
    everybody = [*application.workers.all(), *application.others.all()]
    signed = stage.parties(data["signed_by"]) if "signed_by" in data else everybody
    return do.withdraw_confirmation(
        application=application,
        reason=data["reason"],
        signed_by=without(stage, signed, data),
        by=intake_of(stage, step),
        on=step.on,
    )


@act
def court_rules(stage: Stage, step: Act):
    data = step.data
    served = {}
    for key, served_on in data["served_on"].items():
        for party in stage.parties(key):
            served[party] = day(served_on)
    application = _application(stage, step)
    ruling = do.court_rules(
        application=application,
        number=data["number"],
        result=RulingResult(data["result"]),
        ruled_on=day(data["ruled_on"]),
        served_on=served,
        unconfirmed=[
            Unconfirmed(stage.worker(u["worker"]), money(u["amount"]), ReturnReason(u["code"]))
            for u in data.get("not_confirmed", [])
        ],
        reason=_reason(data),
        by=intake_of(stage, step),
        on=step.on,
    )
    stated = data.get("confirmed")
    if stated and money(stated["total"]) != confirmed_fen(application):
        said = yuan(confirmed_fen(application))
        raise ActRefused(f"确认金额应为{said}，写的是{stated['total']}。", source="V-M5")
    return ruling


def _reason(data: dict) -> ReturnReason | None:
    code = data.get("reason_code") or data.get("code")
    return ReturnReason(code) if code else None
