"""
庭审室: what is done while the hearing goes on, each told to the room as it happens.

The log of the room is the hearing until it is closed: `close_in_room` folds it into the attendance,
the minutes and A11. Deliberation stands in the stream of the tribunal alone and in no paper of the
parties (副卷).
"""

from adjudication.operations.in_court.closing import (
    close_in_room,
)
from adjudication.operations.in_court.course import (
    ask_recusal,
    call_party,
    go_to_step,
    mediate_in_hearing,
    open_in_room,
    show_evidence,
    take_last_words,
    try_element,
    write_line,
)
from adjudication.operations.in_court.entering import (
    OVER,
    PURPOSE,
    enter_as_party_of,
    enter_as_tribunal,
)
from adjudication.operations.in_court.minutes import (
    give_minutes,
    object_to_line,
    refuse_minutes_in_hearing,
    sign_minutes,
    sign_on_paper,
)

__all__ = [
    "OVER",
    "PURPOSE",
    "ask_recusal",
    "call_party",
    "close_in_room",
    "enter_as_party_of",
    "enter_as_tribunal",
    "give_minutes",
    "go_to_step",
    "mediate_in_hearing",
    "object_to_line",
    "open_in_room",
    "refuse_minutes_in_hearing",
    "show_evidence",
    "sign_minutes",
    "sign_on_paper",
    "take_last_words",
    "try_element",
    "write_line",
]
