"""Where what a court sends back, or would, is mended: the page, and what its link says."""

from django.urls import reverse

from cases.models import Case, Party
from confirmation.choices import ReturnReason
from confirmation.models import Application, ReturnItem
from mediation.queries import current_agreement

_COPIES = ("enclosures", "补交扫描件")
_ON_CASE = {
    ReturnReason.NO_SERVICE_ADDRESS: ("service-address", "确认送达地址"),
    ReturnReason.NO_AUTHORITY: ("authority", "登记授权委托"),
    ReturnReason.SUSPECTED_SHAM: ("material", "接收材料"),
    ReturnReason.NAME_DIFFERS: _COPIES,
    ReturnReason.NO_IDENTITY_PAPERS: _COPIES,
    ReturnReason.LIST_MISMATCH: _COPIES,
}
_ON_APPLICATION = {ReturnReason.ONE_SIDE: ("confirmation-sign", "更换签署件")}


def mended_at(case: Case, reason: ReturnReason, *, party: Party | None = None) -> tuple[str, str]:
    """Return the address where it is mended and the words of the link; both may be empty."""
    if party is not None:
        return reverse("identity-papers", args=[party.pk]), "登记身份证明"
    if reason in _ON_CASE:
        name, words = _ON_CASE[reason]
        return reverse(name, args=[case.pk]), words
    agreement = current_agreement(case)
    if agreement is None:
        return "", ""
    return reverse("agreement", args=[agreement.pk]), "查看签署情况"


def mended_point(application: Application, point: ReturnItem) -> tuple[str, str]:
    """Return the same for a point of a return; the party it names has a page of their own."""
    reason = ReturnReason(point.code)
    if reason in _ON_APPLICATION:
        name, words = _ON_APPLICATION[reason]
        return reverse(name, args=[application.pk]), words
    named = None
    if reason in (ReturnReason.NAME_DIFFERS, ReturnReason.NO_IDENTITY_PAPERS):
        people = [*application.workers.all(), *application.others.all()]
        named = next((p for p in people if p.name in f"{point.about}{point.what}"), None)
    return mended_at(application.case, reason, party=named)
