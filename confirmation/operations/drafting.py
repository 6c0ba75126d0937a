"""The joint application before it goes out: drawn up, signed by both sides, drawn anew, dropped."""

import json
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from cases.models import Case, Party
from cases.operations import lock_case, record, require
from confirmation import papers
from confirmation.checks import Filing, Finding, findings
from confirmation.choices import MENDABLE, OVER, ApplicationState, CourtGround, ReviewState
from confirmation.models import Application
from confirmation.operations.telling import tell_signers
from confirmation.permissions import can_apply
from documents import scans
from documents.models import Document
from documents.operations import attach_scan, issue_document, void_document
from mediation.choices import AgreementState
from mediation.models import Agreement, InstalmentShare
from mediation.queries import current_agreement, missing_signatures
from mediation.routes import deadline_of
from staff.history import save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused


@transaction.atomic
def draft_application(
    *,
    case: Case,
    court: Body,
    ground: CourtGround,
    workers: Sequence[Party],
    jointly_with: Sequence[Party],
    by: User,
    on: date,
    place: str = "",
    domiciled: Party | None = None,
    invitation: str = "",
    undertaking_apart: bool = False,
    review_state: ReviewState = ReviewState.NONE,
    batch: tuple[int, int] = (1, 1),
) -> Application:
    """
    起草共同申请: check all that can be checked before anybody signs, and print what they sign.

    Everybody who is to sign gets a short message that a paper waits for them.

    `workers` are those of the agreement this application is for (all, or a batch); `place` is
    where court and ground meet, default the mediation body's address.

    Raises:
        ActRefused: any reason for which the court would return it: JC-01 after thirty days, JC-02
            for a wrong court, JC-04 for missing papers, JC-14 for what is not payment, REV-03
            where the arbitration commission has it; V-X1 for a second application.
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
        clock=_own_clock(case, batch),
        review_state=review_state,
        undertaking_apart=undertaking_apart,
        drawn_on=on,
        applied_on=on,
        confirm_by=_confirm_by(agreement),
    )
    save_with_reason(application, by=by, reason="起草司法确认申请书")
    application.workers.set(chosen)
    application.others.set(jointly_with)
    refuse_what_would_return(
        findings(Filing(application, [*chosen, *jointly_with], on)),
    )
    _draw(application, by=by, on=on)
    record(
        case,
        "draft_confirmation",
        by=by,
        on=on,
        summary=f"起草向{court.name}提出的司法确认申请书（{len(chosen)}名劳动者）",
        facts={"court": court.name, "batch": list(batch), "review_state": review_state},
    )
    tell_signers(application)
    return application


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
        confirmations__in=agreement.confirmations.exclude(state__in=OVER),
    )
    if taken.exists():
        names = "、".join(taken.values_list("name", flat=True)[:10])
        raise ActRefused(f"{names}已经申请司法确认，不能重复申请。", source="V-X1")
    return list(workers)


def _confirm_by(agreement: Agreement) -> date:
    deadline = deadline_of(agreement, "JC-01")
    if deadline is None:
        raise ActRefused("协议没有申请司法确认的期限记录，请先完成协议盖章。", source="JC-01")
    return deadline.due_on


def _own_clock(case: Case, batch: tuple[int, int]) -> str:
    """Return by what the deadlines of this application differ from those of every other one."""
    no, count = batch
    name = "" if count == 1 else f"batch{no}"
    before = case.confirmations.exclude(state=ApplicationState.DISCARDED)
    taken = set(before.values_list("clock", flat=True))
    later = (f"{name}again{turn}" for turn in range(2, len(taken) + 3))
    return next(clock for clock in (name, *later) if clock not in taken)


def _sheets(application: Application) -> dict[str, tuple[str, dict]]:
    """Return what C01 and, where it stands apart, C02 say, as of the day they are drawn."""
    applied = papers.Applied(application, on=application.drawn_on)
    said = {"paper": ("C01", papers.application(applied))}
    if application.undertaking_apart:
        said["undertaking"] = ("C02", papers.undertaking(applied))
    return said


def _draw(application: Application, *, by: User, on: date) -> None:
    """Issue the sheets to be signed; those that say the same already stay, with their scans."""
    for name, (code, fields) in _sheets(application).items():
        before = getattr(application, name)
        if before and says(before, fields):
            continue
        if before and before.is_signed:  # on a screen: it stays what they signed, and is void
            void_document(document=before, reason="申请书重新制作", by=by)
            before = None
        paper = issue_document(
            case=application.case, code=code, fields=fields, by=by, on=on, supersedes=before
        )
        setattr(application, name, paper)
    save_with_reason(application, by=by, reason="制作申请书")


def says(paper: Document, fields: dict) -> bool:
    """Whether a paper already says this: then it stays, and nobody has to read or sign it anew."""
    said = {name: paper.context.get(name) for name in fields}
    return json.dumps(said, sort_keys=True) == json.dumps(fields, sort_keys=True)


def is_outdated(application: Application) -> bool:
    """Whether what is registered now is not what both sides have signed."""
    return any(
        not says(getattr(application, name), fields)
        for name, (_, fields) in _sheets(application).items()
        if getattr(application, name)
    )


def locked_for(
    application: Application, *states: ApplicationState, by: User, act: str
) -> tuple[Case, Application]:
    """Lock case and application for an act of the applicants, who are at that point."""
    case = lock_case(application.case)
    require(can_apply(by, case))
    application = Application.objects.select_for_update().get(pk=application.pk)
    require_state(application, *states, act=act)
    return case, application


def require_state(application: Application, *states: ApplicationState, act: str) -> None:
    if application.state not in states:
        raise ActRefused(f"申请现为“{application.get_state_display()}”，{act}。", source="C01")


@transaction.atomic
def keep_signed_sheets(
    *,
    application: Application,
    signed_by: Iterable[Party],
    by: User,
    on: date,
    paper: bytes | None = None,
    undertaking: bytes | None = None,
    note: str = "",
) -> tuple[int, ...]:
    """
    上传签署件: the scan of the signed C01, of C02 where it stands apart, and who signed them.

    Returns the pages that came upside down.

    Raises:
        ActRefused: it is past that point, no scan, or a scan that cannot go into a packet.
    """
    _, application = locked_for(application, *MENDABLE, by=by, act="不能再更换签署件")
    given = [(application.paper, paper), (application.undertaking, undertaking)]
    doubtful: list[int] = []
    for sheet, content in given:
        if content is None or sheet is None:
            continue
        doubtful += scans.as_pages(content).doubtful
        attach_scan(document=sheet, content=content, note=note, by=by, on=on)
    if missing := [sheet.title for sheet in application.unsigned]:
        raise ActRefused(f"请上传{'、'.join(missing)}的签署件。", source="V-S1")
    on_screen = set.intersection(*(application.on_screen(sheet) for sheet in application.sheets))
    application.signed_by.set(on_screen | {party.pk for party in signed_by})
    return tuple(doubtful)


@transaction.atomic
def renew_application(*, application: Application, by: User, on: date) -> Application:
    """
    重新制作申请书: as things are registered now, to be signed again; what says the same stays.

    The day of the application stays the day on which it was first sent.
    """
    case, application = locked_for(application, *MENDABLE, by=by, act="不能再改申请书")
    before = application.paper_id
    application.drawn_on = on
    if application.state == ApplicationState.DRAFT:
        application.applied_on = on
    _draw(application, by=by, on=on)
    if application.paper_id != before:
        application.signed_by.clear()
        record(
            case,
            "renew_confirmation",
            by=by,
            on=on,
            summary="重新制作司法确认申请书，待双方重新签名",
            facts={"court": application.court.name},
        )
        tell_signers(application)
    return application


@transaction.atomic
def discard_draft(*, application: Application, by: User, on: date) -> Application:
    """作废草稿: what was never sent; its sheets are void and its workers may apply anew."""
    case, application = locked_for(
        application, ApplicationState.DRAFT, by=by, act="已经提交的请办理撤回"
    )
    for sheet in application.sheets:
        void_document(document=sheet, reason="申请未提交", by=by)
    application.state = ApplicationState.DISCARDED
    save_with_reason(application, by=by, reason="作废草稿")
    record(
        case,
        "discard_confirmation_draft",
        by=by,
        on=on,
        summary=f"作废未提交的司法确认申请（{application.court.name}）",
        facts={"court": application.court.name},
    )
    return application
