"""
What a person must do before anything else: replace an issued password, set up two-step sign-in.

Only the account pages stay open until it is done. And where a party may go: to a party's pages.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, resolve_url
from django.template.loader import render_to_string
from django_htmx.http import HttpResponseClientRedirect

from staff import queries

OPEN_NAMES = ("account_", "mfa_")
# The pages a party's person may open: their own, whose names begin so, and a few by their whole
# name. Every other page is the office's.
PARTY_PAGES = "phone-"
SHARED_PAGES = frozenset(
    {
        *("room-stream", "room-log", "room-say"),
        *("session-record", "session-record-file", "session-shown", "session-media"),
        *("verify", "verify-code"),
    }
)
PARTY_HOME = "phone-home"


class DutyBeforeWork:
    """
    Sends a signed-in person to the page of their duty until it is done.

    A view that no browser shows as a page says it in its own way: `view.refused(sentence)`.
    """

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        name = request.resolver_match.url_name or ""
        if name.startswith(OPEN_NAMES) or not request.user.is_authenticated:
            return None
        duty = queries.duty_of(request.user)
        if duty is None:
            return None
        if hasattr(view, "refused"):
            return view.refused(duty.sentence)
        messages.warning(request, duty.sentence)
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRedirect(resolve_url(duty.page))
        return redirect(duty.page)


class PartyPagesOnly:
    """Lets a party's person open the pages of parties and nothing else, whatever is added later."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if not getattr(request.user, "is_party", False):
            return None
        name = request.resolver_match.url_name or ""
        if name.startswith(PARTY_PAGES) or name in SHARED_PAGES:
            return None
        if request.method == "GET" and request.path == "/":
            return redirect(PARTY_HOME)
        return HttpResponseForbidden(render_to_string("phone/not_here.html"))
