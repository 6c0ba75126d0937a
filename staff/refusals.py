"""
How an operation says no, and how it warns.

Every app raises these, so that a page, the room and the replay can turn any refusal into one
Chinese sentence.
"""

from dataclasses import dataclass


class ActRefused(Exception):
    """
    An act the law, a check or a paper does not allow; `str()` is the Chinese sentence for the user.

    `source` is the id of the rule, check or paper ("MED-04", "V-S1", "C01");
    `suggest` says in Chinese what would make the act possible, or is empty.
    """

    def __init__(self, message: str, *, source: str, suggest: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.suggest = suggest


class NotPermitted(ActRefused):
    """The person may not do this act at all, whatever the state of the case."""

    def __init__(self, message: str = "您没有办理此事项的权限。", *, suggest: str = "") -> None:
        super().__init__(message, source="permission", suggest=suggest)


@dataclass(frozen=True)
class Caution:
    """A warning that goes with an act which may still be done."""

    source: str
    message: str
    suggest: str = ""
