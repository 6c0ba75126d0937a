"""What the court answers: docketing, returns with coded reasons, the ruling and its service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cases.models import Case, Party
from cases.operations import lock_case, meet_deadline, record, require, start_deadline
from confirmation.choices import (
    REFUSAL_REASONS,
    REJECTION_REASONS,
    ApplicationState,
    ReturnReason,
    RulingResult,
)
from confirmation.models import (
    Application,
    Packet,
    Return,
    ReturnItem,
    Ruling,
    RulingRow,
    RulingService,
)
from confirmation.permissions import can_enter_court_answer
from documents import scans, store
from documents.contracts.court.confirmation import COURT_NUMBERS
from documents.operations import PDF
from mediation.models import InstalmentShare
from mediation.operations.titles import end_other_ways
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@dataclass(frozen=True)
class Point:
    """One reason of a return: its code, the item of the packet, what the court asks for."""

    code: ReturnReason
    what: str
    about: str = ""


def _locked(application: Application, by: User) -> tuple[Case, Application]:
    """Lock case and application for an answer of the court, which only some may enter."""
    case = lock_case(application.case)
    application = Application.objects.select_for_update().get(pk=application.pk)
    require(can_enter_court_answer(by, application))
    return case, application


def _require_state(application: Application, *states: ApplicationState) -> None:
    if application.state not in states:
        last = application.history.select_related("history_user").first()
        who = f"（{last.history_user.name}办理）" if last and last.history_user else ""
        raise ActRefused(
            f"申请现为“{application.get_state_display()}”{who}，不能再办理此项，请刷新页面。",
            source="JC-09",
        )


@transaction.atomic
def court_accepts(
    *,
    application: Application,
    number: str,
    decided_on: date,
    by: User,
    on: date,
    version: int | None = None,
) -> Application:
    """
    法院立案: the court's number and day; the ruling is awaited in 15 and 30 days (JC-10, JC-11).

    Raises:
        ActRefused: not waiting for this answer, a `version` that is not the last one, a number
            that is none or is taken, a day before the packet was sent (V-D1).
    """
    case, application = _locked(application, by)
    _require_state(application, ApplicationState.SENT)
    _last_packet(application, version)
    number = number.strip()
    if not COURT_NUMBERS.fullmatch(number):
        raise ActRefused(
            f"法院案号应为“（2026）冀0699民特12号”的样子，现为“{number}”。", source="V-N1"
        )
    if Application.objects.filter(court=application.court, number=number).exists():
        raise ActRefused(f"案号{number}已用于另一件申请，请核对。", source="V-N1")
    _refuse_before_sent(application, decided_on)
    application.state, application.number = ApplicationState.ACCEPTED, number
    application.accepted_on = decided_on
    save_with_reason(application, by=by, reason=f"法院立案{number}")
    record(
        case,
        "court_accepts",
        by=by,
        on=on,
        summary=f"{application.court.name}立案：{number}",
        facts={"number": number, "decided_on": decided_on.isoformat()},
    )
    suffix = application.clock
    meet_deadline(case=case, rule="JC-09", on=decided_on, by=by, suffix=suffix)
    for rule in ("JC-10", "JC-11"):
        start_deadline(
            case=case, rule=rule, event="法院立案", trigger=decided_on, by=by, suffix=suffix
        )
    return application


def _last_packet(application: Application, version: int | None) -> Packet:
    """Return the packet that is answered; an answer to an earlier one is an answer to nothing."""
    packet = application.packets.order_by("-version").first()
    if packet is None or version not in (None, packet.version):
        raise ActRefused("答复的不是最后提交的一版材料，请核对版次。", source="C10")
    return packet


def _refuse_before_sent(application: Application, day: date) -> None:
    sent = application.packets.order_by("-version").values_list("sent_on", flat=True).first()
    if sent and day < sent:
        raise ActRefused(f"日期早于材料提交日{sent:%Y-%m-%d}，请核对。", source="V-D1")


@transaction.atomic
def court_returns(
    *,
    application: Application,
    points: Sequence[Point],
    notice_on: date,
    received_on: date,
    by: User,
    on: date,
    due_on: date | None = None,
    refused: bool = False,
    version: int | None = None,
) -> Return:
    """
    退回补正, or 不予受理 with `refused`: each reason coded, on the item it is about.

    Raises:
        ActRefused: no reason; a refusal on a ground that is none (民诉法解释 355); a packet that
            is not the last one; days out of order (V-D1).
    """
    case, application = _locked(application, by)
    _require_state(application, ApplicationState.SENT, ApplicationState.ACCEPTED)
    packet = _last_packet(application, version)
    if not points or any(not p.what.strip() for p in points):
        raise ActRefused("请逐项写明退回的理由和要求。", source="C10")
    if refused and any(p.code not in REFUSAL_REASONS for p in points):
        raise ActRefused(
            "不予受理的理由只能是民诉法解释第三百五十五条所列情形；其他情形请退回补正。",
            source="JC-06",
        )
    _refuse_before_sent(application, notice_on)
    if received_on < notice_on or (due_on and due_on < notice_on):
        raise ActRefused("收到日期、补正期限不能早于通知日期。", source="V-D1")
    returned = Return(
        packet=packet,
        refused=refused,
        notice_on=notice_on,
        received_on=received_on,
        due_on=due_on,
        by=by,
    )
    returned.save()
    ReturnItem.objects.bulk_create(
        ReturnItem(returned=returned, code=p.code, about=p.about, what=p.what.strip())
        for p in points
    )
    application.state = ApplicationState.REFUSED if refused else ApplicationState.RETURNED
    save_with_reason(application, by=by, reason=str(returned))
    record(
        case,
        "court_returns",
        by=by,
        on=on,
        summary=f"{application.court.name}{returned}：{'；'.join(p.what for p in points)}",
        facts={"version": packet.version, "codes": [p.code for p in points]},
    )
    suffix = application.clock
    meet_deadline(case=case, rule="JC-09", on=notice_on, by=by, suffix=suffix)
    return returned


class AnotherNumber(ActRefused):
    """The uploaded ruling names other cases and not this one: most likely the wrong file."""


def _refuse_another_number(application: Application, file: bytes) -> None:
    said = "".join(scans.words(file).split()).replace("(", "（").replace(")", "）")
    numbers = list(dict.fromkeys(COURT_NUMBERS.findall(said)))
    if numbers and application.number not in numbers:
        raise AnotherNumber(
            f"裁定书里写的案号是{'、'.join(numbers[:3])}，本案是{application.number}。",
            source="V-N1",
            suggest="请核对是否传错了文件。",
        )


@dataclass(frozen=True)
class Unconfirmed:
    """A worker's part the court did not confirm, in fen, and why."""

    worker: Party
    amount_fen: int
    reason: ReturnReason


@transaction.atomic
def court_rules(
    *,
    application: Application,
    number: str,
    result: RulingResult,
    ruled_on: date,
    served_on: dict[Party, date],
    by: User,
    on: date,
    unconfirmed: Sequence[Unconfirmed] = (),
    reason: ReturnReason | None = None,
    file: bytes | None = None,
    whatever_number: bool = False,
) -> Ruling:
    """
    法院裁定: valid, partly valid, rejected, or withdrawal allowed; served on each party by day.

    A valid ruling is a title: enforcement may be applied for within two years of the last
    instalment's day (JC-16); a party's objection runs from its own service (JC-12).

    Raises:
        ActRefused: another case's number, a ruling before docketing (V-D1), a rejection without a
            ground of 民诉法解释 358 (JC-08), sums beyond the agreement (V-M5), a file that could
            do harm.
        AnotherNumber: the file bears numbers, but not this one; `whatever_number` overrides it.
    """
    case, application = _locked(application, by)
    # A docketed application that both sides withdrew still ends with the court's ruling on that.
    ruled = Ruling.objects.filter(application=application).exists()
    allowed = result == RulingResult.WITHDRAWN and application.accepted_on and not ruled
    _require_state(
        application,
        ApplicationState.ACCEPTED,
        *([ApplicationState.WITHDRAWN] if allowed else []),
    )
    if number.strip() != application.number:
        raise ActRefused(
            f"裁定书案号{number}与本案立案号{application.number}不一致，请核对是否传错。",
            source="V-N1",
        )
    if application.accepted_on and ruled_on < application.accepted_on:
        raise ActRefused("裁定日期早于立案日期。", source="V-D1")
    if any(day < ruled_on for day in served_on.values()):
        raise ActRefused("送达日期早于裁定日期。", source="V-D1")
    if result == RulingResult.REJECTED and reason not in REJECTION_REASONS:
        raise ActRefused("驳回的，请选择民诉法解释第三百五十八条所列的理由。", source="JC-08")
    if (result == RulingResult.PARTLY_VALID) != bool(unconfirmed):
        raise ActRefused("部分确认的，请写明未确认的劳动者、金额和理由。", source="JC-08")
    if file is not None:
        scans.looked_through(file)
        if not whatever_number:
            _refuse_another_number(application, file)
    ruling = Ruling(
        application=application,
        result=result,
        ruled_on=ruled_on,
        reason=reason or "",
        file=store.put(file, media_type=PDF) if file else None,
        by=by,
    )
    ruling.save()
    _keep_rows(ruling, unconfirmed)
    RulingService.objects.bulk_create(
        RulingService(ruling=ruling, party=party, served_on=day) for party, day in served_on.items()
    )
    application.state = _STATE[result]
    save_with_reason(application, by=by, reason=f"裁定{ruling}")
    record(
        case,
        "court_rules",
        by=by,
        on=on,
        summary=f"{application.court.name}{application.number}裁定：{ruling}",
        facts={
            "number": application.number,
            "result": result,
            "ruled_on": ruled_on.isoformat(),
            "unconfirmed_fen": sum(u.amount_fen for u in unconfirmed),
        },
    )
    _clocks_of_ruling(application, ruling, served_on, by=by)
    return ruling


_STATE = {
    RulingResult.VALID: ApplicationState.CONFIRMED,
    RulingResult.PARTLY_VALID: ApplicationState.PARTLY_CONFIRMED,
    RulingResult.REJECTED: ApplicationState.REJECTED,
    RulingResult.WITHDRAWN: ApplicationState.WITHDRAWN,
}


def _keep_rows(ruling: Ruling, unconfirmed: Sequence[Unconfirmed]) -> None:
    application = ruling.application
    left_out = {u.worker.pk: u for u in unconfirmed}
    agreed: dict[int, int] = {}
    shares = InstalmentShare.objects.filter(
        instalment__agreement=application.agreement, worker__in=application.workers.all()
    )
    for share in shares:
        agreed[share.worker_id] = agreed.get(share.worker_id, 0) + share.amount_fen
    wrong = [
        u.worker.name for u in unconfirmed if not 0 < u.amount_fen <= agreed.get(u.worker.pk, 0)
    ]
    if wrong:
        raise ActRefused(f"{'、'.join(wrong)}的未确认金额超出协议金额。", source="V-M5")
    valid = ruling.result in (RulingResult.VALID, RulingResult.PARTLY_VALID)
    RulingRow.objects.bulk_create(
        RulingRow(
            ruling=ruling,
            worker_id=pk,
            confirmed_fen=fen - (left_out[pk].amount_fen if pk in left_out else 0) if valid else 0,
            unconfirmed_fen=left_out[pk].amount_fen if pk in left_out else 0 if valid else fen,
            reason=left_out[pk].reason if pk in left_out else ruling.reason,
        )
        for pk, fen in agreed.items()
    )


def _clocks_of_ruling(
    application: Application, ruling: Ruling, served_on: dict[Party, date], *, by: User
) -> None:
    case, suffix = application.case, application.clock
    for rule in ("JC-10", "JC-11"):
        meet_deadline(case=case, rule=rule, on=ruling.ruled_on, by=by, suffix=suffix)
    if ruling.result not in (RulingResult.VALID, RulingResult.PARTLY_VALID):
        return
    together = len(set(served_on.values())) == 1
    for party, day in served_on.items():
        own = suffix if together else ".".join(filter(None, [suffix, party.key]))
        start_deadline(
            case=case, rule="JC-12", event="收到确认裁定", trigger=day, by=by, suffix=own
        )
        if together:
            break
    end_other_ways(agreement=application.agreement, by=by)
    last = application.agreement.instalments.order_by("-due_on").first()
    if last:
        start_deadline(
            case=case,
            rule="JC-16",
            event="最后一期履行期间届满",
            trigger=last.due_on,
            by=by,
            suffix=suffix,
        )
