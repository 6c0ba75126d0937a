"""The statutes, time limits, calendars and local numbers, as plain data a lawyer can read."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


@cache
def read(name: str) -> Any:
    """The parsed content of `<name>.yaml`; treat it as read-only, it is shared."""
    return yaml.safe_load((_HERE / f"{name}.yaml").read_text(encoding="utf-8"))
