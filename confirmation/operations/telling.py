"""短信: who is to sign is told that a paper waits, once for each paper and not what it says."""

from functools import partial

from django.conf import settings
from django.db import transaction

from cases.choices import PartyKind
from cases.models import Party, PartyAccess
from confirmation.choices import ApplicationState
from confirmation.models import Application
from staff.models import Body
from staff.sms import send_sms


def tell_signers(application: Application) -> None:
    """
    Send a short message to everybody who is to sign and has a telephone.

    A screen may show such a message to anybody: it names neither the case nor the paper. Who signs
    for several batches that are drawn up together is told once.
    """
    centre = application.case.centre
    told = _told_today(application)
    admitted = set(
        PartyAccess.objects.filter(party__case=application.case, revoked_at=None).values_list(
            "party", flat=True
        )
    )
    for party in [*application.workers.all(), *application.others.all()]:
        if party.phone and party.pk not in told:
            text = _words(party, centre, on_phone=party.pk in admitted)
            transaction.on_commit(partial(send_sms, party.phone, text))


def _told_today(application: Application) -> set[int]:
    beside = Application.objects.filter(
        agreement=application.agreement_id,
        drawn_on=application.drawn_on,
        state=ApplicationState.DRAFT,
    ).exclude(pk=application.pk)
    return set(Party.objects.filter(confirmations_with__in=beside).values_list("pk", flat=True))


def _words(party: Party, centre: Body, *, on_phone: bool) -> str:
    ask = f"问询电话{centre.phone}。" if centre.phone else ""
    if party.kind != PartyKind.NATURAL:
        return f"{centre.name}：有一份文书等贵单位签名，请带公章到中心办理。{ask}"
    if not on_phone:
        return f"{centre.name}：有一份文书等您本人签名，请带身份证到中心办理。{ask}"
    address = f"{settings.PUBLIC_BASE_URL}/m/" if settings.PUBLIC_BASE_URL else "中心给您的网址"
    return (
        f"{centre.name}：有一份文书等您本人签名。用手机打开{address}，在“我的案件”里看和签；"
        f"也可以带身份证到中心签。{ask}"
    )
