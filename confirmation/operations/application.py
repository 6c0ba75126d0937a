"""The joint application: checked against every reason for a return, its papers, its packet."""

import json
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from cases.choices import DeadlineState
from cases.models import Case, Party
from cases.operations import lock_case, meet_deadline, record, require, start_deadline
from confirmation import packets, papers
from confirmation.checks import Filing, Finding, findings
from confirmation.choices import ApplicationState, CourtGround
from confirmation.models import Application, Packet, Return
from confirmation.permissions import can_apply
from documents.models import Document
from documents.operations import issue_document
from mediation.choices import AgreementState
from mediation.models import Agreement, InstalmentShare
from mediation.queries import current_agreement, missing_signatures
from staff.history import save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused

# The court may ask for smaller batches; this is the centre's own habit (catalogue of forms, C04).
BATCH_LIMIT = 50


@transaction.atomic
def apply_for_confirmation(
    *,
    case: Case,
    court: Body,
    ground: CourtGround,
    workers: Sequence[Party],
    jointly_with: Sequence[Party],
    signed_by: Iterable[Party],
    approved_by: User,
    by: User,
    on: date,
    place: str = "",
    domiciled: Party | None = None,
    invitation: str = "",
    undertaking_apart: bool = False,
    batch: tuple[int, int] = (1, 1),
) -> Application:
    """
    共同申请司法确认: check it, make C01–C08, send the first packet (民事诉讼法 205).

    `workers` are those of the agreement this application is for (all, or a batch); `place` is
    where court and ground meet, default the mediation body's address.

    Raises:
        ActRefused: any reason for which the court would return it: V-S1 for what is not signed,
            JC-01 for one side alone or after thirty days, JC-02 for a wrong court, JC-04 for
            missing papers, JC-14 for what is not payment; V-X1 for a second application.
    """
    case = lock_case(case)
    require(can_apply(by, case))
    agreement = _agreement_to_confirm(case)
    chosen = _workers_of(agreement, workers)
    application = Application(
        case=case,
        agreement=agreement,
        court=court,
        ground=ground,
        place=place or (case.mediation_body.address if case.mediation_body else ""),
        domiciled=domiciled,
        invitation=invitation.strip(),
        batch_no=batch[0],
        batch_count=batch[1],
        applied_on=on,
        confirm_by=_confirm_by(agreement),
    )
    save_with_reason(application, by=by, reason="共同申请司法确认")
    application.workers.set(chosen)
    application.others.set(jointly_with)
    filing = Filing(application, list(signed_by), on)
    found = findings(filing)
    refuse_what_would_return(found)
    made = _make_papers(application, by=by, on=on, undertaking_apart=undertaking_apart)
    return _send(application, made, found, version=1, approved_by=approved_by, by=by, on=on)


def refuse_what_would_return(found: Iterable[Finding]) -> None:
    """Raise the first reason for which the court would certainly return the packet."""
    certain = [finding for finding in found if not finding.look]
    if certain:
        more = f"（另有{len(certain) - 1}处）" if len(certain) > 1 else ""
        raise ActRefused(f"{certain[0].sentence}{more}", source=certain[0].rule)


def _agreement_to_confirm(case: Case) -> Agreement:
    agreement = current_agreement(case)
    if agreement is None:
        raise ActRefused("没有双方达成的调解协议，一方不能单独申请司法确认。", source="JC-01")
    if agreement.state == AgreementState.SIGNING:
        missing = "、".join(p.name for p in missing_signatures(agreement)[:10])
        raise ActRefused(f"协议尚未签署完毕：{missing or '调解组织印章'}。", source="V-S1")
    return agreement


def _workers_of(agreement: Agreement, workers: Sequence[Party]) -> list[Party]:
    """Return the workers, who must be in the agreement and in no other application that runs."""
    in_agreement = set(
        InstalmentShare.objects.filter(instalment__agreement=agreement).values_list(
            "worker", flat=True
        )
    )
    strangers = [w.name for w in workers if w.pk not in in_agreement]
    if strangers or not workers:
        names = "、".join(strangers[:10])
        raise ActRefused(f"{names or '申请人'}不在这份协议中，不能申请确认。", source="JC-01")
    taken = Party.objects.filter(
        pk__in=[w.pk for w in workers],
        confirmations__in=agreement.confirmations.exclude(
            state__in=[
                ApplicationState.WITHDRAWN,
                ApplicationState.REFUSED,
                ApplicationState.REJECTED,
            ]
        ),
    )
    if taken.exists():
        names = "、".join(taken.values_list("name", flat=True)[:10])
        raise ActRefused(f"{names}已经申请司法确认，不能重复申请。", source="V-X1")
    return list(workers)


def _confirm_by(agreement: Agreement) -> date:
    deadline = (
        agreement.case.deadlines.filter(rule="JC-01")
        .exclude(state=DeadlineState.CANCELLED)
        .order_by("-id")
        .first()
    )
    if deadline is None:
        raise ActRefused("协议没有申请司法确认的期限记录，请先完成协议盖章。", source="JC-01")
    return deadline.due_on


def _make_papers(
    application: Application,
    *,
    by: User,
    on: date,
    undertaking_apart: bool,
    earlier: dict[tuple[str, str], Document] | None = None,
) -> list[Document]:
    """
    Issue C01–C03 and C05–C08.

    Of what `earlier` holds, a paper that would say the same stays; the others get a new version.
    """
    applied = papers.Applied(application, on=on)
    asked: list[tuple[str, str, dict]] = [
        (
            "C01",
            "",
            papers.application(
                applied, with_undertaking=not undertaking_apart, review_state="未申请"
            ),
        )
    ]
    if undertaking_apart:
        asked.append(("C02", "", papers.undertaking(applied)))
    asked += [
        ("C03", "", papers.certificate(applied)),
        ("C05", "", papers.evidence(applied, handler=by)),
        *(
            ("C06", names, papers.service_address(applied, group))
            for names, group in _by_address(applied)
        ),
        ("C07", "", papers.identity(applied, handler=by)),
        ("C08", "", papers.information(applied)),
    ]
    made = []
    for code, recipient, fields in asked:
        before = (earlier or {}).get((code, recipient))
        if before and _says(before, fields):
            made.append(before)
            continue
        made.append(
            issue_document(
                case=application.case,
                code=code,
                fields=fields,
                by=by,
                on=on,
                recipient=recipient,
                supersedes=before,
            )
        )
    return made


def _says(paper: Document, fields: dict) -> bool:
    """Whether a paper already says this: then it stays, and the court has nothing to read anew."""
    said = {name: paper.context.get(name) for name in fields}
    return json.dumps(said, sort_keys=True) == json.dumps(fields, sort_keys=True)


def _by_address(applied: papers.Applied) -> list[tuple[str, list[Party]]]:
    """Return the parties who confirmed one address together, with how that group is called."""
    groups: dict[tuple, list[Party]] = {}
    for party in [*applied.workers, *applied.others]:
        confirmed = party.service_addresses.filter(superseded=False).last()
        if confirmed is None:
            continue
        same = (party.is_worker, confirmed.address if party.is_worker else party.pk)
        groups.setdefault(same, []).append(party)
    return [(papers.blocks.crew_text(group), group) for group in groups.values()]


def _others_of_the_file(application: Application) -> list[Document]:
    """The papers of the mediation that go along: agreement, annex, rights notice, payments."""
    codes = ["D04", "D07", "D15"]
    along = application.case.documents.current().filter(code__in=codes).order_by("id")
    agreement = application.agreement
    return [agreement.document, *filter(None, [agreement.annex]), *along]


def _send(
    application: Application,
    made: list[Document],
    found: list[Finding],
    *,
    version: int,
    approved_by: User,
    by: User,
    on: date,
    reply: Document | None = None,
    answered: dict[str, str] | None = None,
) -> Application:
    """Make the letter that lists everything, then the packet; the court's clock starts."""
    case = application.case
    applied = papers.Applied(application, on=on)
    along = [*made, *_others_of_the_file(application), *filter(None, [reply])]
    inside = packets.listed(along)
    scans = packets.enclosed(application, along, after=len(inside))
    letter = issue_document(
        case=case,
        code="C04",
        fields=papers.referral(
            applied, [*inside, *scans], handler=by, approved_by=approved_by, batch_limit=BATCH_LIMIT
        ),
        by=by,
        on=on,
        recipient=application.court.name,
    )
    for scan in scans:  # the letter itself comes before everything it lists
        scan.no += 1
    items = [*packets.listed([letter, *along]), *scans]
    changes = (
        packets.changed(_last_packet(application), items, answered or {}) if version > 1 else []
    )
    to_look = [{"code": f.reason, "sentence": f.sentence} for f in found if f.look]
    packets.store_packet(
        application, items, version=version, changes=changes, to_look=to_look, by=by, on=on
    )
    application.state = ApplicationState.SENT
    save_with_reason(application, by=by, reason=f"提交材料包第{version}版")
    record(
        case,
        "apply_for_confirmation" if version == 1 else "resubmit_packet",
        by=by,
        on=on,
        summary=f"向{application.court.name}提交司法确认材料包第{version}版"
        f"（{application.workers.count()}名劳动者）",
        facts={
            "court": application.court.name,
            "version": version,
            "items": [item.code for item in items],
        },
    )
    if not _unapplied(application.agreement):
        meet_deadline(case=case, rule="JC-01", on=application.applied_on, by=by)
    start_deadline(
        case=case,
        rule="JC-09",
        event="提交司法确认申请",
        trigger=on,
        by=by,
        suffix=clock_of(application),
    )
    return application


def clock_of(application: Application) -> str:
    """Return the suffix of this application's deadlines; the only one of its case has none."""
    return "" if application.batch_count == 1 else f"batch{application.batch_no}"


def _unapplied(agreement: Agreement) -> bool:
    """Whether some worker of the agreement has not applied yet."""
    workers = InstalmentShare.objects.filter(instalment__agreement=agreement)
    asked = Party.objects.filter(confirmations__agreement=agreement)
    return workers.exclude(worker__in=asked).exists()


def _last_packet(application: Application) -> Packet:
    packet = application.packets.order_by("-version").first()
    if packet is None:
        raise ActRefused("还没有提交过材料包。", source="C04")
    return packet


@transaction.atomic
def resubmit_packet(
    *,
    application: Application,
    answers: Sequence[str],
    signed_by: Iterable[Party],
    approved_by: User,
    by: User,
    on: date,
) -> Application:
    """
    补正后重新提交: answer each point of the return (C10R), check again, send the next version.

    The thirty days keep running; the court's three days run anew (JC-09).

    Raises:
        ActRefused: nothing was returned, a point has no answer (C10), the reasons still stand.
    """
    case = lock_case(application.case)
    require(can_apply(by, case))
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.state != ApplicationState.RETURNED:
        raise ActRefused(
            f"申请现为“{application.get_state_display()}”，没有待补正的材料。", source="C10"
        )
    last = _last_packet(application)
    returned: Return = last.returned
    points = list(returned.items.all())
    if len(answers) != len(points) or any(not a.strip() for a in answers):
        raise ActRefused(f"法院提出{len(points)}项补正要求，请逐项答复。", source="C10")
    for point, answer in zip(points, answers, strict=True):
        point.answer = answer.strip()
        point.save(update_fields=["answer"])
    found = findings(Filing(application, list(signed_by), on))
    refuse_what_would_return(found)
    version = last.version + 1
    earlier = {
        (item.code, item.document.recipient): item.document
        for item in last.items.select_related("document")
        if item.document and item.code.startswith("C") and item.code not in ("C04", "C10R")
    }
    made = _make_papers(
        application,
        by=by,
        on=on,
        undertaking_apart=("C02", "") in earlier,
        earlier=earlier,
    )
    applied = papers.Applied(application, on=on)
    reply = issue_document(
        case=case,
        code="C10R",
        fields=papers.reply(applied, returned, [], version=version, approved_by=approved_by),
        by=by,
        on=on,
        recipient=application.court.name,
    )
    return _send(
        application,
        made,
        found,
        version=version,
        approved_by=approved_by,
        by=by,
        on=on,
        reply=reply,
        answered={p.about: f"{p.what}：{p.answer}" for p in points if p.about},
    )


@transaction.atomic
def withdraw_confirmation(
    *, application: Application, reason: str, signed_by: Iterable[Party], by: User, on: date
) -> Application:
    """
    撤回申请: by both sides, before the ruling (民诉法解释 357); the claims stay as agreed.

    Raises:
        ActRefused: one side alone (JC-01), a ruling has been made, no reason is given (C12).
    """
    case = lock_case(application.case)
    require(can_apply(by, case))
    application = Application.objects.select_for_update().get(pk=application.pk)
    if application.state not in (
        ApplicationState.SENT,
        ApplicationState.RETURNED,
        ApplicationState.ACCEPTED,
    ):
        raise ActRefused(f"申请现为“{application.get_state_display()}”，不能再撤回。", source="C12")
    if not reason.strip():
        raise ActRefused("请写明撤回理由。", source="C12")
    signed = {party.pk for party in signed_by}
    everybody = [*application.workers.all(), *application.others.all()]
    absent = [p.name for p in everybody if p.pk not in signed]
    if absent:
        raise ActRefused(f"撤回须双方共同提出，{'、'.join(absent[:10])}未签名。", source="JC-01")
    applied = papers.Applied(application, on=on)
    event = record(
        case,
        "withdraw_confirmation",
        by=by,
        on=on,
        summary=f"双方撤回向{application.court.name}提出的司法确认申请：{reason.strip()}",
        facts={"court": application.court.name, "number": application.number},
    )
    application.withdrawal = issue_document(
        case=case,
        code="C12",
        fields=papers.withdrawal(applied, reason=reason),
        by=by,
        on=on,
        event=event,
    )
    application.state = ApplicationState.WITHDRAWN
    save_with_reason(application, by=by, reason=f"撤回：{reason.strip()}")
    for rule in ("JC-09", "JC-10", "JC-11"):
        meet_deadline(case=case, rule=rule, on=on, by=by, suffix=clock_of(application))
    return application
