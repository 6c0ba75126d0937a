"""Who comes into the room and who has to leave it, decided at the console."""

from django.db import transaction
from django.utils import timezone

from cases.models import PartyAccess
from mediation import operations
from mediation.forms.phone import AdmitForm
from mediation.models import Arrival
from mediation.views.seated import RoomAct
from room.models import Seat
from staff.refusals import ActRefused


class OnKnock(RoomAct):
    """An answer to somebody who asks to come in; `arrival` names them in the form."""

    def arrival(self, given) -> Arrival:
        number = given.get("arrival", "")
        found = Arrival.objects.filter(
            door__session=self.subject, pk=int(number) if number.isdecimal() else None
        ).first()
        if found is None:
            raise ActRefused("没有这位来人，请刷新页面。", source="D10")
        return found


class Admit(OnKnock):
    """准予进入, after a look at the papers."""

    def act(self, given) -> str:
        arrival = self.arrival(given)
        form = AdmitForm(given, case=self.case, today=timezone.localdate(), arrival=arrival)
        if not form.is_valid():
            raise ActRefused("请选择其代表哪一方、以什么身份。", source="V-P2")
        operations.admit_arrival(
            arrival=arrival, by=self.request.user, at=timezone.now(), **form.cleaned_data
        )
        return f"已准予{arrival.name}进入。"


class Refuse(OnKnock):
    """不准予进入; the person reads the reason."""

    def act(self, given) -> str:
        arrival = self.arrival(given)
        operations.refuse_arrival(
            arrival=arrival,
            reason=given.get("reason", ""),
            by=self.request.user,
            at=timezone.now(),
        )
        return f"未准予{arrival.name}进入，对方看得到理由。"


class OnSeat(RoomAct):
    """An act on one person's seat; `seat` names it in the form."""

    def seat_of_party(self, given) -> Seat:
        number = given.get("seat", "")
        seat = self.subject.room.seats.filter(
            pk=int(number) if number.isdecimal() else None, removed_at=None
        ).first()
        if seat is None:
            raise ActRefused("这一位已不在调解室。", source="D10")
        return seat


class ShowOut(OnSeat):
    """请出: one person's screens close; an officer may let them in again."""

    def act(self, given) -> str:
        seat = self.seat_of_party(given)
        operations.show_out(
            session=self.subject, seat=seat, by=self.request.user, at=timezone.now()
        )
        return f"{seat.label}已离开调解室。"


class TurnAway(OnSeat):
    """停用准入: the person acts for nobody in this case any longer, and their screens close."""

    @transaction.atomic
    def act(self, given) -> str:
        seat = self.seat_of_party(given)
        reason = given.get("reason", "").strip()
        if not reason:
            raise ActRefused("请写明停用准入的理由。", source="V-P2")
        accesses = PartyAccess.objects.filter(
            user=seat.user, party__case=self.case, revoked_at=None
        )
        if seat.is_staff or not accesses:
            raise ActRefused("只能停用当事人一方人员的准入。", source="V-P2")
        for access in accesses:
            operations.turn_away(
                access=access, reason=reason[:200], by=self.request.user, at=timezone.now()
            )
        return f"{seat.label}的准入已停用，其页面已关闭。"
