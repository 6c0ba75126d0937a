"""Whose process and whose task it is, as far as the case decides it."""

import rules

from cases.permissions import can_see_case


def can_see_process(user, process) -> bool:
    return user.is_authenticated and can_see_case(user, process.coerced.case)


def held_permissions(user, codes) -> list[str]:
    """Return those of the permission names tasks carry that `user` holds."""
    return [code for code in sorted(codes) if rules.has_perm(code, user)]
