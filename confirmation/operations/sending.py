"""分批提交: one application after the other, each in its own transaction, in the background."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from cases.models import Case, Party
from cases.operations import lock_case, require
from confirmation.models import Sending
from confirmation.operations.application import apply_for_confirmation
from confirmation.permissions import can_apply
from staff.models import Body, User
from staff.refusals import ActRefused

_PARTIES = ("jointly_with", "signed_by")


@transaction.atomic
def start_sending(
    *, case: Case, batches: Sequence[Sequence[Party]], by: User, on: date, asked: dict[str, Any]
) -> Sending:
    """
    Order an application for every batch; `asked` are the other arguments of the application.

    Raises:
        ActRefused: another sending of the case is under way.
    """
    case = lock_case(case)
    require(can_apply(by, case))
    if any(one.is_running for one in Sending.objects.filter(case=case)):
        raise ActRefused("本案正在分批提交，请等它办完。", source="V-X1")
    before = case.confirmations.count()
    kept = dict(asked)
    for name in _PARTIES:
        kept[name] = [party.pk for party in asked[name]]
    for name in ("court", "approved_by", "domiciled"):
        kept[name] = asked[name].pk if asked.get(name) else None
    sending = Sending(
        case=case,
        asked=kept,
        batches=[[worker.pk for worker in batch] for batch in batches],
        first_no=before + 1,
        total=len(batches),
        by=by,
        on=on,
    )
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
    try:
        with transaction.atomic():
            case = Case.objects.get(sendings=pk)
            lock_case(case)
            sending = Sending.objects.select_for_update().get(pk=pk)
            if not sending.is_running:
                return False
            _apply(sending, case)
            sending.done += 1
            sending.save(update_fields=["done"])
    except ActRefused as refusal:
        _stop(pk, str(refusal))
        return False
    return True


def _apply(sending: Sending, case: Case) -> None:
    asked = dict(sending.asked)
    parties = {party.pk: party for party in case.parties.all()}
    for name in _PARTIES:
        asked[name] = [parties[key] for key in asked[name]]
    asked["domiciled"] = parties.get(asked.get("domiciled") or 0)
    asked["court"] = Body.objects.get(pk=asked["court"])
    asked["approved_by"] = User.objects.get(pk=asked["approved_by"])
    last = sending.first_no + sending.total - 1
    apply_for_confirmation(
        case=case,
        workers=[parties[key] for key in sending.batches[sending.done]],
        batch=(sending.first_no + sending.done, last),
        by=sending.by,
        on=sending.on,
        **asked,
    )


@transaction.atomic
def _stop(pk: int, why: str) -> None:
    sending = Sending.objects.select_for_update().get(pk=pk)
    sending.fault = why[:400]
    sending.save(update_fields=["fault"])
