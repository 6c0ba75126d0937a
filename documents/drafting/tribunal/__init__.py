"""The templates of A01 to A11."""

from collections.abc import Callable

PAPERS: dict[str, Callable[[], str]] = {}
