"""Reads on people and bodies; what other apps ask of this one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from allauth.mfa.utils import is_mfa_enabled
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Prefetch, Q, QuerySet

from staff.choices import BodyKind, Role
from staff.models import Absence, Body, Conflict, ReadLog, RoleGrant, RolePolicy, User

NO_DESK = "staff-no-role"

# The order decides where somebody with several roles lands.
DESKS: dict[Role, str] = {
    Role.INTAKE_OFFICER: "desk-intake",
    Role.MEDIATOR: "desk-mediator",
    Role.RECORDER: "desk-mediator",
    Role.ARBITRATOR: "tribunal",
    Role.TRIBUNAL_SECRETARY: "tribunal",
    Role.COURT_CLERK: "desk-court",
    Role.FUND_OFFICER: "desk-fund",
    Role.FUND_APPROVER: "desk-approver",
    Role.DIRECTOR: "desk-director",
    Role.ADMINISTRATOR: "desk-administrator",
}


def desks_of(user: User) -> list[str]:
    """Return the URL names of the desks of a person's roles, each once, the landing desk first."""
    return list(dict.fromkeys(name for role, name in DESKS.items() if user.has_role(role)))


def landing_url_name(user: User) -> str:
    """Return the URL name of the page a person sees first; without any role, `NO_DESK`."""
    return next(iter(desks_of(user)), NO_DESK)


def people() -> QuerySet[User]:
    """Everybody but the system and parties, with their bodies and current grants loaded."""
    current = RoleGrant.objects.filter(revoked_on=None)
    return (
        User.objects.filter(is_system=False, is_party=False)
        .select_related("body")
        .prefetch_related(Prefetch("roles", queryset=current, to_attr="current_grants"))
    )


def people_holding(*roles: Role) -> QuerySet[User]:
    """Return active people who hold at least one of `roles`."""
    held = RoleGrant.objects.filter(role__in=roles, revoked_on=None)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def bodies(*kinds: BodyKind) -> QuerySet[Body]:
    """Return bodies in use, of `kinds` or of every kind."""
    active = Body.objects.filter(is_active=True)
    return active.filter(kind__in=kinds) if kinds else active


def conflicts_with(user: User, names: Iterable[str]) -> list[Conflict]:
    """Return the standing conflicts of `user` with anybody of these exact names (MED-24)."""
    stripped = {name.strip() for name in names if name.strip()}
    return list(user.conflicts.filter(counterpart_name__in=stripped, ended_on=None))


def stand_in_of(user: User, *, on: date) -> User | None:
    """Return who stands in for `user` on a day, or None when they are at work."""
    absence = absences_on(on).filter(user=user).first()
    return absence.stand_in if absence else None


def absences_on(day: date) -> QuerySet[Absence]:
    """Return who is away on a day, with who stands in."""
    return Absence.objects.between(day, day).select_related("user", "stand_in")


def absences_for(reader: User) -> QuerySet[Absence]:
    """Return all absences to who manages people, to others their own and those they cover."""
    found = Absence.objects.select_related("user", "stand_in")
    if reader.has_role(Role.DIRECTOR, Role.ADMINISTRATOR):
        return found
    return found.filter(Q(user=reader) | Q(stand_in=reader))


def locked_since(person: User, *, at: datetime) -> datetime | None:
    """Return when the last wrong password locked the person out, None while they may sign in."""
    attempts = AccessAttempt.objects.filter(
        username__iexact=person.username,
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gt=at - settings.AXES_COOLOFF_TIME,
    )
    return attempts.aggregate(last=Max("attempt_time"))["last"]


def readings(
    *, q: str = "", reader: int | None = None, since: date | None = None
) -> QuerySet[ReadLog]:
    """Return who saw which number in full, the latest first; `q` is part of whose it was."""
    found = ReadLog.objects.select_related("user")
    if q:
        found = found.filter(Q(object_label__icontains=q) | Q(reason__icontains=q))
    if reader:
        found = found.filter(user=reader)
    if since:
        found = found.filter(at__date__gte=since)
    return found


def mfa_demanded_of(user: User) -> bool:
    """Whether one of the person's roles demands two-step sign-in."""
    return RolePolicy.objects.filter(role__in=user.role_list, mfa_required=True).exists()


@dataclass(frozen=True)
class Duty:
    """What a person must do before anything else: on which page, and the sentence that says so."""

    page: str
    sentence: str


OWN_PASSWORD = Duty("account_change_password", "您的密码由管理员设置，请先改为自己的密码。")
SECOND_STEP = Duty("mfa_activate_totp", "您的角色要求两步验证，请先完成设置。")


def duty_of(user: User) -> Duty | None:
    """Return what a signed-in person must do before any page or socket is open to them."""
    if user.password_is_temporary:
        return OWN_PASSWORD
    if mfa_demanded_of(user) and not is_mfa_enabled(user):
        return SECOND_STEP
    return None


def roles_demanding_mfa() -> set[str]:
    return set(RolePolicy.objects.filter(mfa_required=True).values_list("role", flat=True))
