"""Coming in from a phone to one's own arbitration, and the clerk's side of that door."""

from datetime import datetime, time, timedelta

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView

from adjudication import operations
from adjudication.forms.hearing import EntryForm
from adjudication.forms.phone import EntryCodeForm
from adjudication.models import EntryCode
from adjudication.permissions import can_conduct
from adjudication.queries.parties import arbitrations_of
from adjudication.views.file import OfArbitration
from staff.rates import too_often, visitor
from staff.refusals import ActRefused

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# A minute's tries from one address; a crew may share one. And at all doors together.
TRIES_AT_MOST, TRIES_IN_ALL = 30, 300
SHORTEST_STAY = timedelta(hours=3)
DOES_NOT_FIT = "号码对不上，请核对后再试。入口码可以向书记员重新要一个。"
SLOW_DOWN = "试得太频繁，请一分钟后再试；着急的请找书记员。"


@never_cache
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Ask for the code, and of a person for the end of their identity number."""
    form = EntryCodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if too_often(f"tribunal:{visitor(request)}", most=TRIES_AT_MOST) or too_often(
            "tribunal:all", most=TRIES_IN_ALL
        ):
            form.add_error(None, SLOW_DOWN)
            status = 429
        elif form.is_valid():
            try:
                access = operations.enter_by_code(
                    digits=form.cleaned_data["code"],
                    id_tail=form.cleaned_data["id_tail"],
                    user=request.user,
                    at=timezone.now(),
                )
            except ActRefused as refusal:
                form.add_error(None, f"{refusal}{refusal.suggest}")
            else:
                if access:
                    return _sign_in(request, access.user, form.cleaned_data["code"])
                form.add_error(None, DOES_NOT_FIT)
    return render(request, "adjudication/phone/door.html", {"form": form}, status=status)


def _sign_in(request, user, digits: str) -> HttpResponse:
    """Give the browser a new sign-in that ends with the day."""
    login(request, user, backend=BACKEND)
    request.session.cycle_key()
    now = timezone.localtime()
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    request.session.set_expiry(max(midnight - now, SHORTEST_STAY))
    code = operations.code_of(digits)
    mine = arbitrations_of(user, on=now.date())
    target = code.arbitration if code else mine.last()
    return redirect("phone-arbitration", pk=target.pk)


class Entries(OfArbitration, FormView):
    """手机入口: who of the parties has a code, a new one for somebody, one that ends."""

    permission = staticmethod(can_conduct)
    template_name = "adjudication/hearing/entries.html"
    form_class = EntryForm
    given: tuple[EntryCode, str] | None = None

    def get_form_kwargs(self):
        more = {
            "case": self.case,
            "today": timezone.localdate(),
            "arbitration": self.arbitration,
        }
        return super().get_form_kwargs() | more

    def post(self, request, *args, **kwargs):
        if request.POST.get("act") != "end":
            return super().post(request, *args, **kwargs)
        number = request.POST.get("code", "")
        code = get_object_or_404(
            EntryCode, arbitration=self.arbitration, pk=number if number.isdecimal() else 0
        )
        operations.end_entry_code(code=code, by=request.user, at=timezone.now())
        messages.success(request, f"{code.person}的入口码已停用。")
        return redirect("entries", self.arbitration.pk)

    def form_valid(self, form):
        try:
            self.given = operations.give_entry_code(
                arbitration=self.arbitration,
                by=self.request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except ActRefused as refusal:
            form.add_error(None, f"{refusal}{refusal.suggest}")
            return self.form_invalid(form)
        # Shown this once, and kept nowhere: no redirect that would have to remember it.
        return self.render_to_response(self.get_context_data())

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        shown = {
            "title": "手机入口",
            "codes": self.arbitration.entry_codes.filter(ended_at=None).select_related("party"),
        }
        if self.given:
            code, digits = self.given
            path = reverse("phone-tribunal")
            base = settings.PUBLIC_BASE_URL or self.request.build_absolute_uri("/").rstrip("/")
            # After the #, so that the code reaches no server log.
            address = f"{base}{path}#{digits}"
            shown |= {
                "given": code,
                "digits": f"{digits[:5]} {digits[5:]}",
                "address": f"{base}{path}",
                "qr": segno.make_qr(address, error="m").svg_data_uri(border=2, scale=6),
                "needs_number": operations.needs_number(code),
            }
        return super().get_context_data(**shown | kwargs)
