"""The signed application goes out as a packet, comes back and goes out again, or is withdrawn."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from cases.models import Party
from cases.operations import lock_case, meet_deadline, record, require, start_deadline
from confirmation import packets, papers
from confirmation.checks import Filing, Finding, findings
from confirmation.choices import UNSENT, ApplicationState
from confirmation.models import Application, Packet, Return
from confirmation.operations.drafting import (
    is_outdated,
    locked_for,
    refuse_what_would_return,
    says,
)
from confirmation.permissions import can_apply
from documents.models import Document
from documents.operations import issue_document
from mediation.models import Agreement, InstalmentShare
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

# The court may ask for smaller batches; this is the centre's own habit (catalogue of forms, C04).
BATCH_LIMIT = 50


@transaction.atomic
def send_application(
    *, application: Application, approved_by: User, by: User, on: date
) -> Application:
    """
    提交法院: check everything again, make C03 and C05–C08 and send the first packet.

    Raises:
        ActRefused: any reason for which the court would return it: V-S1 for what is not signed,
            JC-01 for one side alone or after thirty days, and as for the draft.
    """
    _, application = locked_for(application, ApplicationState.DRAFT, by=by, act="不能再次提交")
    found = _checked(application, on=on)
    made = [*application.sheets, *_make_papers(application, by=by, on=on)]
    return _send(application, made, found, version=1, approved_by=approved_by, by=by, on=on)


def _checked(application: Application, *, on: date) -> list[Finding]:
    """Return what only a person can judge; refuse what the court would return."""
    found = findings(Filing(application, list(application.signed_by.all()), on))
    refuse_what_would_return(found)
    if is_outdated(application):
        raise ActRefused(
            "申请书与现在登记的内容不一致，法院会退回。",
            source="V-C1",
            suggest="请重新制作申请书，双方签名后再提交。",
        )
    return found


def _make_papers(
    application: Application,
    *,
    by: User,
    on: date,
    earlier: dict[tuple[str, str], Document] | None = None,
) -> list[Document]:
    """
    Issue C03 and C05–C08.

    Of what `earlier` holds, a paper that would say the same stays; the others get a new version.
    """
    applied = papers.Applied(application, on=on)
    asked: list[tuple[str, str, dict]] = [
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
        if before and says(before, fields):
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
        meet_deadline(case=case, rule="JC-01", on=_first_sent(application), by=by)
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


def _first_sent(application: Application) -> date:
    """Return the day the two sides applied: when the first packet went out."""
    return application.packets.order_by("version").values_list("sent_on", flat=True)[0]


def _unapplied(agreement: Agreement) -> bool:
    """Whether some worker of the agreement has not applied yet; a draft is no application."""
    workers = InstalmentShare.objects.filter(instalment__agreement=agreement)
    asked = Party.objects.filter(
        confirmations__in=agreement.confirmations.exclude(state__in=UNSENT)
    )
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
    case, application = locked_for(
        application, ApplicationState.RETURNED, by=by, act="没有待补正的材料"
    )
    last = _last_packet(application)
    returned: Return = last.returned
    points = list(returned.items.all())
    if len(answers) != len(points) or any(not a.strip() for a in answers):
        raise ActRefused(f"法院提出{len(points)}项补正要求，请逐项答复。", source="C10")
    for point, answer in zip(points, answers, strict=True):
        point.answer = answer.strip()
        point.save(update_fields=["answer"])
    found = _checked(application, on=on)
    version = last.version + 1
    earlier = {
        (item.code, item.document.recipient): item.document
        for item in last.items.select_related("document")
        if item.document and item.code.startswith("C") and item.code not in ("C04", "C10R")
    }
    made = [
        *application.sheets,
        *_make_papers(application, by=by, on=on, earlier=earlier),
    ]
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
