"""What the page of one act says, asks and shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from adjudication.choices import ArbitrationState as S
from adjudication.forms.acts.base import ArbitrationForm
from adjudication.models import Arbitration
from adjudication.permissions import can_run_docket


def nothing(arbitration: Arbitration, on: date) -> dict[str, Any]:
    return {}


def always(arbitration: Arbitration) -> bool:
    return True


@dataclass(frozen=True)
class Act:
    """
    One act of law on a file.

    `states`: from which it may be done; `ready`: whether there is now something to do it with.
    `template` shows beside the form what `shown` finds out; `given` goes to the form.
    """

    label: str
    form: type[ArbitrationForm]
    operation: Callable[..., Any]
    done: str
    states: frozenset[S] = frozenset({S.ACCEPTED})
    permission: Callable[..., bool] = can_run_docket
    requirements: tuple[tuple[str, str], ...] = ()
    grave: bool = False
    words: str = ""
    ready: Callable[[Arbitration], bool] = always
    template: str = "adjudication/file/act.html"
    shown: Callable[[Arbitration, date], Mapping[str, Any]] = nothing
    given: Callable[[Arbitration, date], Mapping[str, Any]] = nothing
    group: str = ""
    about: str = "arbitration"
