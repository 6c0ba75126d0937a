"""One advance: the rules answered, the caps, the rows, the chain, the papers, the money."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cases.views.acts import NOT_PERMITTED, refused
from fund.choices import Trigger
from fund.models import Advance, PaymentList, Voucher
from fund.papers.bank_file import payment_file
from fund.permissions import can_handle_fund, can_watch_fund
from fund.views.menu import menu
from fund.views.summary import recovery, summary


@login_required
def advance_page(request, pk: int):
    rows = Advance.objects.visible_to(request.user)
    advance = get_object_or_404(
        rows.select_related(
            *("case", "debtor", "account__body", "applied_by", "verifier_a", "verifier_b"),
            "decided_by",
        ),
        pk=pk,
    )
    vouchers = Voucher.objects.filter(postings__advance=advance).distinct()
    return render(
        request,
        "fund/advance.html",
        {
            "title": f"垫付 {advance}",
            "case": advance.case,
            "sees_case": type(advance.case)
            .objects.visible_to(request.user)
            .filter(pk=advance.case_id)
            .exists(),
            "approvals": advance.approvals.select_related("by").order_by("round", "level"),
            "papers": advance.case.documents.filter(code__startswith="F").order_by("pk"),
            "lists": advance.payment_lists.select_related("made_by")
            .prefetch_related("lines__line__worker", "lines__voucher")
            .order_by("no"),
            "vouchers": vouchers.order_by("year", "number"),
            "acts": menu(advance, request.user),
            "handles": can_handle_fund(request.user),
            "watches": can_watch_fund(request.user),
            "absconded": advance.trigger == Trigger.ABSCONDED,
        }
        | summary(advance)
        | recovery(advance, on=timezone.localdate()),
    )


@login_required
def payment_list_file(request, pk: int):
    """The list for the bank, as a file; only for who handles the fund."""
    sheet = get_object_or_404(PaymentList.objects.select_related("advance"), pk=pk)
    if not Advance.objects.visible_to(request.user).filter(pk=sheet.advance_id).exists():
        raise Http404
    if not can_handle_fund(request.user):
        return refused(request, NOT_PERMITTED)
    response = HttpResponse(payment_file(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="payment-list-{sheet.pk}.csv"'
    return response
