"""责令支付与移送: one page of a case on the order to pay and everything that needs it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cases.choices import DeadlineState
from cases.models import Case, PaymentDirective
from cases.permissions import can_edit_case
from law.statutes import cite
from law.time_limits import LIMITS
from staff.refusals import ActRefused
from supervision.queries import crime_test, elements, listing_clock

CLOCKS = (
    "ADM-04",
    "AID-02",
    "CRIM-06",
    "CRIM-07",
    "CRIM-07.review",
    "LIST-02",
    "LIST-03",
    "LIST-03.extension",
    "LIST-05",
)


@login_required
def handoff(request, case_pk: int):
    """Show what was ordered, whether the amount of the offence is reached, and what was sent."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=case_pk)
    directives = list(case.directives.select_related("debtor").order_by("id"))
    answered, unconfirmed = [], None
    try:
        answered = elements(crime_test(case, on=timezone.localdate()))
    except ActRefused as refusal:
        unconfirmed = refusal
    edits = case.is_open and can_edit_case(request.user, case)
    running = case.deadlines.filter(rule__in=CLOCKS).exclude(state=DeadlineState.CANCELLED)
    return render(
        request,
        "supervision/handoff.html",
        {
            "title": "责令支付与移送",
            "case": case,
            "directives": directives,
            "elements": answered,
            "unconfirmed": unconfirmed,
            "transfers": case.police_transfers.select_related("document"),
            "referrals": case.referrals.select_related("document"),
            "edits": edits,
            "aid": case.legal_aid_referrals.select_related("document"),
            "acts": _acts(case, directives[-1] if directives else None) if edits else [],
            "clocks": [_clock(deadline) for deadline in running.order_by("due_on", "id")],
        },
    )


def _acts(case: Case, latest: PaymentDirective | None) -> list[tuple[str, str]]:
    """Return (label, address) of what can be done now, the next step first."""
    found = []
    if latest and not latest.served_on:
        found.append(("登记送达或者张贴", reverse("directive-serve", args=[latest.pk])))
    if latest and latest.served_on and not latest.default_on:
        found.append(("认定期满未支付", reverse("directive-default", args=[latest.pk])))
    if latest and latest.default_on:
        found.append(("移送公安机关", reverse("police-transfer", args=[case.pk])))
        clock = listing_clock(case)
        if clock and clock.state != DeadlineState.MET:
            found.append(("登记失信名单办理情况", reverse("directive-listing", args=[latest.pk])))
    found.append(("移送检察机关线索", reverse("procuratorate-referral", args=[case.pk])))
    found.append(("转介法律援助", reverse("legal-aid", args=[case.pk])))
    register = ("登记责令限期支付文书", reverse("directive-add", args=[case.pk]))
    return [*found, register] if latest else [register, *found]


def _clock(deadline) -> dict:
    return {
        "title": deadline.title,
        "due_on": deadline.due_on,
        "raw_on": deadline.raw_on,
        "steps": deadline.steps,
        "provisional": deadline.provisional,
        "article": cite(LIMITS[deadline.rule].article),
        "met_on": deadline.met_on,
    }
