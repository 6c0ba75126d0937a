"""What every act in the courtroom asks first, and how it is told to the room."""

from adjudication.choices import HearingState
from adjudication.models import Arbitration, Hearing
from adjudication.operations.records import lock
from adjudication.permissions import can_conduct
from adjudication.queries.course import course_of
from cases.models import Party
from cases.operations import require
from room.choices import PUBLIC
from room.models import Room
from room.operations import Draft, publish
from staff.models import User
from staff.refusals import ActRefused


def fresh(hearing: Hearing, arbitration: Arbitration) -> Hearing:
    hearing = (
        Hearing.objects.select_for_update(of=("self",)).select_related("room").get(pk=hearing.pk)
    )
    hearing.arbitration = arbitration
    return hearing


def held(hearing: Hearing, by: User) -> Arbitration:
    """Return the case under its lock, while the hearing is open and `by` is of the tribunal."""
    arbitration = lock(hearing.arbitration)
    require(can_conduct(by, arbitration))
    hearing.refresh_from_db(fields=["state", "room"])
    if hearing.state != HearingState.HELD:
        raise ActRefused(
            f"这次开庭{hearing.get_state_display()}。",
            source="ARB-43",
            suggest="开庭以后才能记录。" if hearing.state == HearingState.SCHEDULED else "",
        )
    return arbitration


def there(hearing: Hearing, party: Party, by: User) -> None:
    held(hearing, by)
    if party.key not in course_of(hearing).present:
        raise ActRefused(f"{party.name}没有登记到庭。", source="ARB-43")


def tell(hearing: Hearing, kind: str, body: dict) -> None:
    publish(room_of(hearing).pk, [Draft(PUBLIC, kind, body)])


def room_of(hearing: Hearing) -> Room:
    if hearing.room is None:
        raise ActRefused("庭审室没有开放。", source="ARB-43")
    return hearing.room


def words_of(text: str, longest: int) -> str:
    words = text.strip()
    if not words:
        raise ActRefused("请写内容。", source="ARB-43")
    if len(words) > longest:
        raise ActRefused(f"内容不能超过{longest}字。", source="ARB-43")
    return words
