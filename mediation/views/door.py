"""
Coming in from a phone: six digits or a QR, a name, a proof; and the officer's side of the door.

Nothing to register. Whoever comes in has a sign-in that is new, lasts the day, and belongs to the
one case.
"""

from datetime import datetime, time, timedelta

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.generic import View

from mediation import operations, queries
from mediation.choices import ArrivalState, Standing
from mediation.forms import phone as forms
from mediation.forms.fields import ReasonForm
from mediation.models import Arrival, Door, Session
from mediation.permissions import can_keep_minutes
from mediation.views.acts import SubjectAct, SubjectOfCase
from staff.rates import too_often, visitor
from staff.refusals import ActRefused

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# A minute's questions from one address; a whole crew may share one.
CODES_AT_MOST = 120
# A minute's proofs at one door, from everywhere.
PROOFS_AT_MOST = 240
SHORTEST_STAY = timedelta(hours=3)
DOOR, ARRIVAL = "door", "arrival"  # in the visitor's own session
NO_DOOR = "没有找到这个调解会，或者它已经结束。请看清大屏幕上的六位数字。"
OLD_ADDRESS = "这个二维码已经过时。请重新扫一次，或者输入大屏幕上的六位数字。"
DOES_NOT_FIT = "姓名和号码对不上，请核对后再试。试几次还不行的，请工作人员核对。"
SLOW_DOWN = "试得太频繁，请一分钟后再试；着急的请找工作人员。"


def _asks_too_often(request: HttpRequest) -> bool:
    return too_often(f"door:{visitor(request)}", most=CODES_AT_MOST)


def _door_page(request, form=None, *, sentence: str = "", status: int = 200) -> HttpResponse:
    shown = {"form": form or forms.CodeForm(), "sentence": sentence}
    return render(request, "phone/door.html", shown, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Ask for the six digits."""
    if request.method == "GET":
        return _door_page(request)
    if _asks_too_often(request):
        return _door_page(request, sentence=SLOW_DOWN, status=429)
    form = forms.CodeForm(request.POST)
    if not form.is_valid():
        return _door_page(request, form, status=422)
    return _before(request, queries.door_of_code(form.cleaned_data["code"]), NO_DOOR, form)


@never_cache
@require_GET
def door_by_address(request: HttpRequest, token: str) -> HttpResponse:
    """Come from the QR on the screen."""
    if _asks_too_often(request):
        return _door_page(request, sentence=SLOW_DOWN, status=429)
    return _before(request, queries.door_of_token(token, timezone.now()), OLD_ADDRESS)


def _before(request, found: Door | None, sentence: str, form=None) -> HttpResponse:
    if found is None:
        return _door_page(request, form, sentence=sentence, status=404)
    request.session[DOOR] = found.pk
    request.session.pop(ARRIVAL, None)
    return redirect("phone-who")


def _open_door(request) -> Door | None:
    pk = request.session.get(DOOR)
    found = Door.objects.select_related("session__case", "session__room").filter(pk=pk).first()
    return found if found and found.is_open else None


def _arrival(request) -> Arrival | None:
    pk = request.session.get(ARRIVAL)
    found = Arrival.objects.select_related("door__session__case", "user").filter(pk=pk).first()
    return found if found and found.door.is_open else None


@never_cache
@require_http_methods(["GET", "POST"])
def who(request: HttpRequest) -> HttpResponse:
    """Ask who somebody is; a code goes to their phone, if they have one on file."""
    found = _open_door(request)
    if found is None:
        return _door_page(request, sentence=NO_DOOR, status=404)
    form = forms.WhoForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if too_often(f"door:{found.pk}:who", most=PROOFS_AT_MOST):
            form.add_error(None, SLOW_DOWN)
            status = 429
        elif form.is_valid():
            data = form.cleaned_data
            try:
                arrival = operations.arrive(
                    door=found,
                    name=data["name"],
                    standing=Standing(data["standing"]),
                    represents=data["represents"],
                    at=timezone.now(),
                )
            except ActRefused as refusal:
                form.add_error(None, f"{refusal}{refusal.suggest}")
            else:
                request.session[ARRIVAL] = arrival.pk
                return redirect("phone-proof")
    return render(request, "phone/who.html", {"form": form, "door": found}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest) -> HttpResponse:
    """Ask for the code or the end of the identity number, and let in who has it."""
    arrival = _arrival(request)
    if arrival is None:
        return redirect("phone-door")
    if arrival.state != ArrivalState.PROVING:
        return redirect("phone-wait")
    form = forms.ProofForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if too_often(f"door:{arrival.door_id}:proof", most=PROOFS_AT_MOST):
            form.add_error(None, SLOW_DOWN)
            status = 429
        elif form.is_valid():
            try:
                arrival = operations.prove_identity(
                    arrival=arrival, user=request.user, at=timezone.now(), **form.cleaned_data
                )
            except ActRefused as refusal:
                form.add_error(None, f"{refusal}{refusal.suggest}")
            else:
                if arrival.state == ArrivalState.ADMITTED:
                    return _sign_in(request, arrival)
                if arrival.state != ArrivalState.PROVING:
                    return redirect("phone-wait")
                form.add_error(None, DOES_NOT_FIT)
    return render(
        request,
        "phone/proof.html",
        {"form": form, "arrival": arrival, "proof": settings.DOOR_PROOF},
        status=status,
    )


@require_POST
def knock(request: HttpRequest) -> HttpResponse:
    """Ask the officers to look at one's papers."""
    arrival = _arrival(request)
    if arrival is None:
        return redirect("phone-door")
    if _asks_too_often(request):
        return _door_page(request, sentence=SLOW_DOWN, status=429)
    try:
        operations.knock(arrival=arrival, at=timezone.now())
    except ActRefused as refusal:
        messages.error(request, f"{refusal}{refusal.suggest}")
        return redirect("phone-proof")
    return redirect("phone-wait")


@never_cache
@require_http_methods(["GET", "POST"])
def wait(request: HttpRequest) -> HttpResponse:
    """Say how far the officers are; admitted, one goes in with one press."""
    arrival = _arrival(request)
    if arrival is None:
        return redirect("phone-door")
    if arrival.state == ArrivalState.PROVING:
        return redirect("phone-proof")
    if request.method == "POST" and arrival.state == ArrivalState.ADMITTED:
        return _sign_in(request, arrival)
    return render(request, "phone/wait.html", {"arrival": arrival})


def _sign_in(request, arrival: Arrival) -> HttpResponse:
    """Give the browser a new sign-in that ends with the day."""
    login(request, arrival.user, backend=BACKEND)
    request.session.cycle_key()
    request.session.pop(ARRIVAL, None)
    now = timezone.localtime()
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    request.session.set_expiry(max(midnight - now, SHORTEST_STAY))
    return redirect("phone-room", pk=arrival.door.session_id)


# The officer's side


def door_panel(request, session: Session) -> dict:
    """Return what the screen and the console show of the door: code, address and QR."""
    found = Door.objects.filter(session=session).select_related("session__room").first()
    if found is None or not found.is_open:
        return {"door": None}
    path = reverse("phone-address", args=[queries.door_token(found, timezone.now())])
    address = (settings.PUBLIC_BASE_URL or request.build_absolute_uri("/").rstrip("/")) + path
    return {
        "door": found,
        "door_code": f"{found.code[:3]} {found.code[3:]}",
        # To be typed; the one in the QR is good for minutes only.
        "door_address": address.removesuffix(path) + reverse("phone-door"),
        "door_qr": segno.make_qr(address, error="m").svg_data_uri(border=2, scale=8),
    }


class SessionDoor(SubjectOfCase, View):
    """
    入口: code and QR, on a page of its own or, asked for by htmx, as a piece of another.

    POST opens it; with `renew` the old code opens nothing any more.
    """

    model = Session
    permission = can_keep_minutes

    def get(self, request, *args, **kwargs) -> HttpResponse:
        session = self.subject
        shown = door_panel(request, session) | {
            "session": session,
            "case": self.case,
            "waiting": Arrival.objects.filter(
                door__session=session, state=ArrivalState.KNOCKING
            ).order_by("id"),
        }
        piece = request.headers.get("HX-Request") == "true"
        return render(request, f"phone/door_{'panel' if piece else 'page'}.html", shown)

    def post(self, request, *args, **kwargs) -> HttpResponse:
        try:
            operations.open_door(
                session=self.subject,
                renew=bool(request.POST.get("renew")),
                by=request.user,
                at=timezone.now(),
            )
        except ActRefused as refusal:
            messages.error(request, f"{refusal}{refusal.suggest}")
        return redirect("session-door", pk=self.subject.pk)


class OnArrival(SubjectAct):
    model = Arrival
    case_path = "door__session__case"
    permission = can_keep_minutes

    def get_success_url(self):
        return reverse("session-door", args=[self.subject.door.session_id])

    def act(self, form):
        return self.operation(
            arrival=self.subject, by=self.request.user, at=timezone.now(), **self.arguments(form)
        )


class AdmitArrival(OnArrival):
    operation = staticmethod(operations.admit_arrival)
    form_class = forms.AdmitForm
    button = "核对无误，准予进入"
    done = "已准予进入。"
    requirements = (
        ("代理人须有授权委托书；代为达成协议的，须有特别授权。", "COL-02"),
        ("明确拒绝调解的一方，不再参加调解。", "MED-04"),
    )

    @property
    def title(self):
        return f"准予{self.subject.name}进入"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"arrival": self.subject}


class RefuseArrival(OnArrival):
    operation = staticmethod(operations.refuse_arrival)
    form_class = ReasonForm
    button = "不准予进入"
    done = "已不准予进入，对方看得到理由。"

    @property
    def title(self):
        return f"不准予{self.subject.name}进入"
