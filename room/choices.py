"""The words of a room: what somebody is in it, and the families of its streams."""

from django.db.models import TextChoices


class SeatRole(TextChoices):
    CHAIR = "chair", "主持人"
    RECORDER = "recorder", "记录人"
    PARTY = "party", "当事人"
    OBSERVER = "observer", "旁听人"


# Who staffs the room: both read every stream of it.
STAFF = frozenset({SeatRole.CHAIR, SeatRole.RECORDER})

PUBLIC = "pub"  # everybody admitted
STAFF_ONLY = "med"  # chair and recorder
CAUCUS = "c"  # c:<group>, one side and the staff
PERSONAL = "p"  # p:<key>, one party and the staff


def family(stream: str) -> str:
    """Return the family of a stream: `c` for `c:workers`."""
    return stream.partition(":")[0]
