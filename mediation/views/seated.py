"""What the pages of the room have in common: its officers, their seat, acts done in place."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from mediation.models import Session
from mediation.permissions import can_keep_minutes
from mediation.views.acts import SubjectOfCase
from room.models import Event, Seat
from room.queries import seat_of
from staff.refusals import ActRefused


class InRoom(SubjectOfCase):
    """A page of the room of a session, for the officers of the case."""

    model = Session
    permission = can_keep_minutes

    @cached_property
    def seat(self) -> Seat | None:
        room_id = self.subject.room_id
        return seat_of(self.request.user, room_id) if room_id else None

    def log(self):
        return Event.objects.visible_to(self.seat)

    def back(self):
        name = "room" if self.seat else "session"
        return redirect(reverse(name, args=[self.subject.pk]))


class Seated(InRoom):
    """A page that needs a seat; without one the way leads to the entrance."""

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if user.is_authenticated and self.permission(user, self.case) and self.seat is None:
            return redirect(reverse("room", args=[self.subject.pk]))
        return super().dispatch(request, *args, **kwargs)


class RoomAct(Seated, View):
    """
    An act done on the console itself, by a form of one of its parts.

    The script is answered with the sentence that says what was done or why not; without a script
    one comes back to the console, which says it.
    """

    http_method_names = ("post",)

    def act(self, given) -> str:
        """Do it; return what is said afterwards."""
        raise NotImplementedError

    def post(self, request, *args, **kwargs):
        try:
            words, done = self.act(request.POST), True
        except ActRefused as refusal:
            words, done = f"{refusal}{refusal.suggest}", False
        if request.headers.get("X-Console") == "1":
            return JsonResponse({"words": words}, status=200 if done else 422)
        (messages.success if done else messages.error)(request, words)
        return self.back()


def people_of(session: Session) -> dict[int, dict[str, str]]:
    """Return name and side of everybody who has or had a seat, by its number."""
    sides_by_slug = {g.slug: g.name for g in session.groups.all()}
    seats = session.room.seats.all() if session.room else []
    return {
        s.pk: {"name": s.label, "side": "主持" if s.is_staff else sides_by_slug.get(s.group, "")}
        for s in seats
    }
