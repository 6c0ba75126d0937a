"""An applicant's own phone: the text of the application, and where it is signed with a finger."""

from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.choices import Capacity
from cases.models import PartyAccess
from confirmation.choices import MENDABLE
from confirmation.models import Application
from confirmation.operations import sign_application
from confirmation.operations.drafting import is_outdated
from confirmation.operations.signing import refuse_screen
from documents import store
from mediation.views.phone import party_page, whom_to_call
from staff.refusals import ActRefused


class SignOnPhone(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=200)
    read = forms.BooleanField(
        label="我已看完申请书全文", error_messages={"required": "请先看完申请书，再勾选。"}
    )
    drawing = forms.CharField(
        widget=forms.HiddenInput,
        max_length=200_000,
        error_messages={"required": "请用手指在框里写您的姓名。"},
    )


def _mine(request, pk: int, access_pk: int) -> tuple[Application, PartyAccess]:
    accesses = PartyAccess.objects.filter(user=request.user, revoked_at=None)
    access = get_object_or_404(accesses.select_related("party__case__centre"), pk=access_pk)
    found = Application.objects.filter(case=access.party.case_id, state__in=MENDABLE)
    application = get_object_or_404(found.select_related("court"), pk=pk)
    people = {*application.workers.values_list("pk", flat=True)}
    if access.party_id not in people | {*application.others.values_list("pk", flat=True)}:
        raise Http404
    return application, access


@require_http_methods(["GET", "POST"])
@party_page
def application(request, pk: int, access_pk: int):
    """看和签申请书: the sheets, and the pad while they wait for this person's name."""
    found, access = _mine(request, pk, access_pk)
    waiting = found.sheets_unsigned_by(access.party)
    first = {"seen": " ".join(sheet.pdf_id for sheet in waiting)}
    form = SignOnPhone(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            sign_application(
                application=found,
                party=access.party,
                signer=access.person,
                capacity=Capacity(access.capacity),
                drawing=form.cleaned_data["drawing"],
                seen=form.cleaned_data["seen"].split(),
                by=request.user,
                on=timezone.localdate(),
            )
        except ActRefused as refusal:
            messages.error(request, f"没有记录：{refusal}{refusal.suggest}")
        else:
            messages.success(request, "签好了。双方都签完，工作人员提交法院。")
        return redirect("phone-application", pk=pk, access_pk=access_pk)
    return render(
        request,
        "phone/application.html",
        {
            "application": found,
            "access": access,
            "form": form,
            "waiting": waiting,
            "outdated": is_outdated(found),
            "cannot": _cannot(found, access),
            **whom_to_call(found.case),
        },
        status=422 if request.method == "POST" else 200,
    )


def _cannot(found: Application, access: PartyAccess) -> str:
    """Say why this person does not sign here; empty where they do."""
    on = timezone.localdate()
    try:
        refuse_screen(found, access.party, access.person, Capacity(access.capacity), on=on)
    except ActRefused as refusal:
        return f"{refusal}{refusal.suggest}"
    return ""


@require_GET
@party_page
def sheet(request, pk: int, access_pk: int, no: int):
    """Send what is signed to somebody who signs it."""
    found, _ = _mine(request, pk, access_pk)
    if not 1 <= no <= len(found.sheets):
        raise Http404
    paper = found.sheets[no - 1]
    response = HttpResponse(store.get(paper.pdf), content_type=paper.pdf.media_type)
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(f'{paper.title}.pdf')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
