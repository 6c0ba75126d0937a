"""分批: one draft or one packet after the other, each in its own transaction, in the background."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Max
from django_tasks import task

from cases.models import Case, Party
from cases.operations import lock_case, require
from confirmation.choices import ApplicationState
from confirmation.models import Application, Sending
from confirmation.operations.drafting import draft_application
from confirmation.operations.outgoing import (
    Outgoing,
    draw_packet,
    keep_packet,
    refuse_incomplete,
)
from confirmation.permissions import can_apply
from documents.packet import drawn_before_locking
from staff.models import Body, User
from staff.refusals import ActRefused

_PARTIES = ("jointly_with",)


@transaction.atomic
def start_drafting(
    *, case: Case, batches: Sequence[Sequence[Party]], by: User, on: date, asked: dict[str, Any]
) -> Sending:
    """
    Order a draft for every batch; `asked` are the other arguments of the draft.

    Raises:
        ActRefused: something of the case is being drafted or sent already.
    """
    case = lock_case(case)
    require(can_apply(by, case))
    kept = dict(asked)
    for name in _PARTIES:
        kept[name] = [party.pk for party in asked[name]]
    for name in ("court", "domiciled"):
        kept[name] = asked[name].pk if asked.get(name) else None
    batches_before = case.confirmations.exclude(state=ApplicationState.DISCARDED)
    return _start(
        case,
        Sending(
            step=Sending.Step.DRAFT,
            asked=kept,
            batches=[[worker.pk for worker in batch] for batch in batches],
            first_no=1 + (batches_before.aggregate(last=Max("batch_no"))["last"] or 0),
            by=by,
            on=on,
        ),
    )


@transaction.atomic
def start_sending(
    *,
    case: Case,
    applications: Sequence[Application],
    approved_by: User,
    by: User,
    on: date,
    originals: str = "",
) -> Sending:
    """
    Order that the signed drafts go out, one after the other.

    Raises:
        ActRefused: nothing to send (V-S1); a packet would not be complete (JC-04).
    """
    case = lock_case(case)
    require(can_apply(by, case))
    if not applications:
        raise ActRefused("没有双方已经签名、可以提交的申请。", source="V-S1")
    for application in applications:
        refuse_incomplete(application, originals)
    return _start(
        case,
        Sending(
            step=Sending.Step.SEND,
            asked={"approved_by": approved_by.pk, "originals": originals},
            batches=[[application.pk] for application in applications],
            by=by,
            on=on,
        ),
    )


def _start(case: Case, sending: Sending) -> Sending:
    if any(one.is_running for one in Sending.objects.filter(case=case)):
        raise ActRefused("本案正在分批办理，请等它办完。", source="V-X1")
    sending.case, sending.total = case, len(sending.batches)
    sending.save()
    queue_sending(sending=sending)
    return sending


def queue_sending(*, sending: Sending) -> None:
    """Hand it to the background; twice does no harm, no batch is sent twice."""
    transaction.on_commit(partial(run_sending.enqueue, sending.pk))


@task
def run_sending(sending_pk: int) -> None:
    send_all(sending=Sending.objects.get(pk=sending_pk))


def send_all(*, sending: Sending) -> Sending:
    """Send every batch that has not been sent; stop at the first that is refused, and say why."""
    while _send_next(sending.pk):
        pass
    sending.refresh_from_db()
    return sending


def _send_next(pk: int) -> bool:
    sending = Sending.objects.select_related("case", "by").get(pk=pk)
    if not sending.is_running:
        return False
    step = _draft if sending.step == Sending.Step.DRAFT else _send
    try:
        step(sending)
    except ActRefused as refusal:
        return not _stop(sending, str(refusal))
    return True


class _DoneAlready(Exception):
    """Another worker did this batch while it was being drawn here."""


def _count(sending: Sending) -> Sending:
    """Lock case and sending, and count one more batch as done."""
    lock_case(sending.case)
    locked = Sending.objects.select_for_update().get(pk=sending.pk)
    if not locked.is_running or locked.done != sending.done:
        raise _DoneAlready
    locked.done += 1
    locked.save(update_fields=["done"])
    return locked


def _draft(sending: Sending) -> None:
    case = sending.case
    asked = dict(sending.asked)
    parties = {party.pk: party for party in case.parties.all()}
    for name in _PARTIES:
        asked[name] = [parties[key] for key in asked[name]]
    asked["domiciled"] = parties.get(asked.get("domiciled") or 0)
    asked["court"] = Body.objects.get(pk=asked["court"])
    last = sending.first_no + sending.total - 1
    with suppress(_DoneAlready), transaction.atomic():
        _count(sending)
        draft_application(
            case=case,
            workers=[parties[key] for key in sending.batches[sending.done]],
            batch=(sending.first_no + sending.done, last),
            by=sending.by,
            on=sending.on,
            **asked,
        )


def _send(sending: Sending) -> None:
    (key,) = sending.batches[sending.done]
    application = Application.objects.get(pk=key, case=sending.case)

    def keep(drawn: Outgoing) -> None:
        _count(sending)
        keep_packet(drawn)

    with suppress(_DoneAlready):
        drawn_before_locking(
            lambda: draw_packet(
                application=application,
                state=ApplicationState.DRAFT,
                approved_by=User.objects.get(pk=sending.asked["approved_by"]),
                by=sending.by,
                on=sending.on,
                originals=sending.asked["originals"],
            ),
            keep,
        )


@transaction.atomic
def _stop(sending: Sending, why: str) -> bool:
    """Stop at the batch that was refused, unless another worker has done it meanwhile."""
    locked = Sending.objects.select_for_update().get(pk=sending.pk)
    if locked.done != sending.done:
        return False
    locked.fault = why[:400]
    locked.save(update_fields=["fault"])
    return True
