"""
Acts on people and bodies: appointing, granting, revoking, declaring.

Every act is recorded with its author and reason; nobody is ever deleted.
"""

import contextlib
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from axes.models import AccessAttempt
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction

from staff import permissions, queries
from staff.choices import BodyKind, Role
from staff.history import save_with_reason
from staff.models import Absence, Body, Conflict, ReadLog, RoleGrant, RolePolicy, User
from staff.refusals import ActRefused, NotPermitted

SYSTEM_USERNAME = "system"


class UsernameTaken(ActRefused):
    """Two people cannot sign in under one name."""


class PasswordTooWeak(ActRefused):
    """The password breaks a rule of the installation; the message names the rule."""


class RoleAlreadyHeld(ActRefused):
    """The person has this role already."""


class RoleNotHeld(ActRefused):
    """The person does not have the role that is to be taken back."""


class PersonInactive(ActRefused):
    """A deactivated person can be given nothing."""


class LastAdministrator(ActRefused):
    """Nobody would be left to run the installation."""


class BodyNameTaken(ActRefused):
    """Two bodies of one name could not be told apart on a paper."""


class DatesOutOfOrder(ActRefused):
    """An end lies before its beginning."""


class StandInUnfit(ActRefused):
    """Nobody stands in for themselves, and nobody who has left stands in."""


class NotLocked(ActRefused):
    """Nothing keeps the person from signing in."""


class ReasonMissing(ActRefused):
    """The act needs a reason in words."""


@transaction.atomic
def establish_system_user() -> User:
    """Return the user in whose name the clock and the set-up act; it can never sign in."""
    existing = User.objects.select_for_update().filter(is_system=True).first()
    if existing:
        return existing
    system = User(username=SYSTEM_USERNAME, name="系统", is_system=True)
    system.set_unusable_password()
    return save_with_reason(system, by=system, reason="建立系统用户")


@transaction.atomic
def appoint_person(
    *,
    username: str,
    name: str,
    password: str,
    by: User,
    body: Body | None = None,
    post: str = "",
    phone: str = "",
    certificate_no: str = "",
) -> User:
    """
    Add a person, who must replace the password at the first sign-in.

    Raises:
        NotPermitted: `by` is not an administrator.
        UsernameTaken: somebody, perhaps deactivated, has the user name.
        PasswordTooWeak: the password breaks a rule.
    """
    _require(permissions.may_manage_people(by))
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameTaken(
            f"用户名“{username}”已被使用。", source="AD1", suggest="请换一个用户名。"
        )
    person = User(
        username=username,
        name=name,
        body=body,
        post=post,
        phone=phone,
        certificate_no=certificate_no,
        password_is_temporary=True,
    )
    _check_password(person, password)

    person.set_password(password)
    return save_with_reason(person, by=by, reason="新增人员")


@transaction.atomic
def amend_person(
    *,
    user: User,
    name: str,
    body: Body | None,
    post: str,
    phone: str,
    certificate_no: str,
    by: User,
    reason: str,
) -> User:
    """
    Change what is known of a person; the user name stays.

    Raises:
        NotPermitted: `by` is not an administrator.
        ReasonMissing: the reason is blank.
    """
    person = _lock(user)
    _require(permissions.may_manage_people(by))
    _require_reason(reason)

    person.name = name
    person.body = body
    person.post = post
    person.phone = phone
    person.certificate_no = certificate_no
    return save_with_reason(person, by=by, reason=reason)


@transaction.atomic
def issue_password(*, user: User, password: str, by: User) -> User:
    """
    Give a person who forgot theirs a new password, to be replaced at the next sign-in.

    Raises:
        NotPermitted: `by` is not an administrator.
        PersonInactive: the person has been deactivated.
        PasswordTooWeak: the password breaks a rule.
    """
    person = _lock(user)
    _require(permissions.may_manage_people(by))
    _require_active(person)
    _check_password(person, password)

    person.set_password(password)
    person.password_is_temporary = True
    return save_with_reason(person, by=by, reason="管理员重设密码")


@transaction.atomic
def choose_password(*, user: User, password: str) -> User:
    """Set the password a person has chosen; `user` itself is changed, so its session lives on."""
    user.set_password(password)
    user.password_is_temporary = False
    return save_with_reason(user, by=user, reason="本人修改密码")


@transaction.atomic
def grant_role(*, user: User, role: Role, by: User, on: date) -> RoleGrant:
    """
    Give a person a role.

    Raises:
        NotPermitted: `by` is not an administrator.
        PersonInactive: the person has been deactivated.
        RoleAlreadyHeld: the person has the role.
    """
    person = _lock(user)
    _require(permissions.may_manage_people(by))
    _require_active(person)
    if person.has_role(role):
        raise RoleAlreadyHeld(f"{person}已是{Role(role).label}。", source="AD1")

    grant = RoleGrant(user=user, role=role, granted_on=on, granted_by=by)
    save_with_reason(grant, by=by, reason=f"授予角色：{Role(role).label}")
    _forget_roles(user)
    return grant


@transaction.atomic
def revoke_role(*, user: User, role: Role, by: User, on: date, reason: str) -> RoleGrant:
    """
    Take a role back from a person.

    Raises:
        NotPermitted: `by` is not an administrator.
        ReasonMissing: the reason is blank.
        RoleNotHeld: the person does not have the role.
        DatesOutOfOrder: the role was granted after `on`.
        LastAdministrator: the person is the only administrator.
    """
    person = _lock(user)
    grant = person.roles.select_for_update().filter(role=role, revoked_on=None).first()
    _require(permissions.may_manage_people(by))
    _require_reason(reason)
    if grant is None:
        raise RoleNotHeld(f"{person}不是{Role(role).label}。", source="AD1")
    if role == Role.ADMINISTRATOR:
        _require_another_administrator(person)

    _end_grant(grant, by=by, on=on, reason=reason)
    _forget_roles(user)
    return grant


@transaction.atomic
def deactivate_person(*, user: User, by: User, on: date, reason: str) -> User:
    """
    Shut a person out and end their roles; what they did stays under their name.

    Raises:
        NotPermitted: `by` is not an administrator, or the person is the system.
        ReasonMissing: the reason is blank.
        PersonInactive: the person has been deactivated before.
        LastAdministrator: the person is the only administrator.
    """
    person = _lock(user)
    grants = list(person.roles.select_for_update().filter(revoked_on=None))
    _require(permissions.may_manage_people(by) and not person.is_system)
    _require_reason(reason)
    _require_active(person)
    if person.has_role(Role.ADMINISTRATOR):
        _require_another_administrator(person)

    for grant in grants:
        _end_grant(grant, by=by, on=on, reason=reason)
    person.is_active = False
    save_with_reason(person, by=by, reason=reason)
    user.is_active = False
    _forget_roles(user)
    return person


@transaction.atomic
def reactivate_person(*, user: User, by: User, reason: str) -> User:
    """
    Let a person who left sign in again, without any role.

    Raises:
        NotPermitted: `by` is not an administrator.
        ReasonMissing: the reason is blank.
    """
    person = _lock(user)
    _require(permissions.may_manage_people(by))
    _require_reason(reason)

    person.is_active = True
    save_with_reason(person, by=by, reason=reason)
    user.is_active = True
    return person


TRIES, WAIT = 5, 300  # wrong codes in so many seconds


def prove_second_step(*, user: User, code: str) -> None:
    """
    Check the code of the two-step login once more, before an act that asks for it; used up by it.

    Raises:
        ActRefused: not set up, wrong or used before, or too many were wrong.
    """
    authenticator = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        raise ActRefused(
            "办理此事项须再次两步验证，您还没有设置。",
            source="V-S1",
            suggest="请先在“账号”的“两步验证”中设置，再回来办理。",
        )
    wrong = f"second-step-{user.pk}"
    cache.add(wrong, 0, timeout=WAIT)
    if cache.get(wrong, 0) >= TRIES:
        raise ActRefused(f"验证码连续{TRIES}次不正确，请五分钟以后再试。", source="V-S1")
    if not TOTP(authenticator).validate_code(code.strip()):
        with contextlib.suppress(ValueError):  # just expired
            cache.incr(wrong)
        raise ActRefused(
            "两步验证码不正确，或者已经用过。",
            source="V-S1",
            suggest="请填写验证器现在显示的验证码。",
        )
    cache.delete(wrong)


@transaction.atomic
def set_role_policy(*, role: Role, mfa_required: bool, by: User) -> RolePolicy:
    """
    Say whether everybody who holds a role must sign in in two steps.

    Raises:
        NotPermitted: `by` is not an administrator.
    """
    policy = RolePolicy.objects.select_for_update().filter(role=role).first()
    policy = policy or RolePolicy(role=role)
    _require(permissions.may_manage_people(by))
    if policy.pk and policy.mfa_required == mfa_required:
        return policy

    policy.mfa_required = mfa_required
    demand = "要求" if mfa_required else "不要求"
    return save_with_reason(policy, by=by, reason=f"{Role(role).label}登录{demand}两步验证")


@transaction.atomic
def register_body(
    *,
    kind: BodyKind,
    name: str,
    by: User,
    code: str = "",
    mediation_kind: str = "",
    registration_no: str = "",
    seal_registered_on: date | None = None,
    address: str = "",
    phone: str = "",
) -> Body:
    """
    Enter a body in the register.

    Raises:
        NotPermitted: `by` is not an administrator.
        BodyNameTaken: a body of this name is registered.
    """
    _require(permissions.may_manage_people(by))
    _require_free_name(name)

    body = Body(
        kind=kind,
        name=name,
        code=code,
        mediation_kind=mediation_kind,
        registration_no=registration_no,
        seal_registered_on=seal_registered_on,
        address=address,
        phone=phone,
    )
    return save_with_reason(body, by=by, reason="登记机构")


@transaction.atomic
def amend_body(
    *,
    body: Body,
    kind: BodyKind,
    name: str,
    code: str,
    mediation_kind: str,
    registration_no: str,
    seal_registered_on: date | None,
    address: str,
    phone: str,
    is_active: bool,
    by: User,
    reason: str,
) -> Body:
    """
    Change what is registered of a body, or take it out of use.

    Raises:
        NotPermitted: `by` is not an administrator.
        ReasonMissing: the reason is blank.
        BodyNameTaken: another body has this name.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    _require(permissions.may_manage_people(by))
    _require_reason(reason)
    if name != body.name:
        _require_free_name(name)

    body.kind = kind
    body.name = name
    body.code = code
    body.mediation_kind = mediation_kind
    body.registration_no = registration_no
    body.seal_registered_on = seal_registered_on
    body.address = address
    body.phone = phone
    body.is_active = is_active
    return save_with_reason(body, by=by, reason=reason)


@transaction.atomic
def declare_conflict(
    *,
    user: User,
    counterpart_name: str,
    relation: str,
    by: User,
    on: date,
    counterpart_number_hash: str = "",
) -> Conflict:
    """
    Enter in the recusal register a relation that may affect impartiality (MED-24).

    `counterpart_number_hash` is a keyed digest of the identity number, never the number.

    Raises:
        NotPermitted: `by` is neither the person nor a director or administrator.
    """
    _require(permissions.may_declare_conflict(by, user))

    conflict = Conflict(
        user=user,
        counterpart_name=counterpart_name.strip(),
        counterpart_number_hash=counterpart_number_hash,
        relation=relation,
        declared_on=on,
    )
    return save_with_reason(conflict, by=by, reason="申报应当回避的关系")


@transaction.atomic
def end_conflict(*, conflict: Conflict, by: User, on: date, reason: str) -> Conflict:
    """
    Strike a relation that exists no longer.

    Raises:
        NotPermitted: `by` is neither a director nor an administrator; nobody clears themselves.
        ReasonMissing: the reason is blank.
        DatesOutOfOrder: the relation was declared after `on`.
    """
    conflict = Conflict.objects.select_for_update().get(pk=conflict.pk)
    _require(
        by != conflict.user and (permissions.is_director(by) or permissions.is_administrator(by))
    )
    _require_reason(reason)
    if on < conflict.declared_on:
        raise DatesOutOfOrder("解除日期不能早于申报日期。", source="MED-24")

    conflict.ended_on = on
    return save_with_reason(conflict, by=by, reason=reason)


@transaction.atomic
def register_absence(
    *, user: User, from_on: date, to_on: date, stand_in: User, by: User
) -> Absence:
    """
    Note the days somebody is away, both inclusive, and who stands in.

    Raises:
        NotPermitted: `by` is neither the person nor a director or administrator.
        DatesOutOfOrder: the last day lies before the first; the person is away on one of them
            already.
        StandInUnfit: the stand-in is the person, has been deactivated, or is away too.
    """
    _lock(user)
    _require(permissions.may_declare_conflict(by, user))
    if to_on < from_on:
        raise DatesOutOfOrder("结束日期不能早于开始日期。", source="AD1")
    if stand_in == user or not stand_in.is_active:
        raise StandInUnfit("代班人应当是另一名在岗人员。", source="AD1")
    away = Absence.objects.between(from_on, to_on)
    if known := away.filter(user=user).first():
        raise DatesOutOfOrder(
            f"{user}已登记{known.from_on:%Y-%m-%d}至{known.to_on:%Y-%m-%d}离岗，日期重叠。",
            source="AD1",
            suggest="请先把原来的一次提前结束，再登记。",
        )
    if known := away.filter(user=stand_in).first():
        raise StandInUnfit(
            f"{stand_in}在{known.from_on:%Y-%m-%d}至{known.to_on:%Y-%m-%d}也离岗，不能代班。",
            source="AD1",
            suggest="请另选一名代班人。",
        )

    absence = Absence(user=user, from_on=from_on, to_on=to_on, stand_in=stand_in)
    return save_with_reason(absence, by=by, reason="登记离岗")


@transaction.atomic
def end_absence(*, absence: Absence, by: User, on: date) -> Absence:
    """
    提前回岗: the person is back at work from `on`; one that has not begun does not take place.

    Raises:
        NotPermitted: `by` is neither the person nor a director or administrator.
        DatesOutOfOrder: it is over already.
    """
    absence = Absence.objects.select_for_update().get(pk=absence.pk)
    _require(permissions.may_declare_conflict(by, absence.user))
    if absence.ended_on or on > absence.to_on:
        raise DatesOutOfOrder("这次离岗已经结束。", source="AD1")
    absence.ended_on = max(on, absence.from_on)
    return save_with_reason(absence, by=by, reason="提前回岗")


@transaction.atomic
def unlock_person(*, user: User, by: User, at: datetime, reason: str) -> User:
    """
    解除登录锁定: let somebody who typed wrong passwords try again at once; the trail says why.

    Raises:
        NotPermitted: `by` is not an administrator.
        ReasonMissing: the reason is blank.
        NotLocked: they may sign in.
    """
    person = _lock(user)
    _require(permissions.may_manage_people(by))
    _require_reason(reason)
    if queries.locked_since(person, at=at) is None:
        raise NotLocked(f"{person}的账号没有锁定。", source="AD1")

    AccessAttempt.objects.filter(username__iexact=person.username).delete()
    return save_with_reason(person, by=by, reason=f"解除登录锁定：{reason.strip()}")


def log_reading(*, by: User, at: datetime, what: str, object_label: str, reason: str) -> ReadLog:
    """
    Note that somebody is shown an identity, bank or phone number in full (DATA-01…04).

    `what` names the kind of number ("身份证号"), `object_label` whose it is; neither holds the
    number itself.

    Raises:
        ReasonMissing: the reason is blank.
    """
    _require_reason(reason)

    return ReadLog.objects.create(
        user=by, at=at, what=what, object_label=object_label, reason=reason
    )


def _lock(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)


def _require(permitted: bool) -> None:
    if not permitted:
        raise NotPermitted


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing("请写明事由。", source="AD13")


def _require_active(person: User) -> None:
    if not person.is_active:
        raise PersonInactive(f"{person}已停用。", source="AD1", suggest="请先恢复该人员。")


def _require_free_name(name: str) -> None:
    if Body.objects.filter(name=name).exists():
        raise BodyNameTaken(f"机构“{name}”已登记。", source="AD2")


def _require_another_administrator(person: User) -> None:
    others = RoleGrant.objects.filter(
        role=Role.ADMINISTRATOR, revoked_on=None, user__is_active=True
    ).exclude(user=person)
    if not others.exists():
        raise LastAdministrator(
            f"{person}是唯一的管理员。", source="AD1", suggest="请先授予另一人管理员角色。"
        )


def _check_password(person: User, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise PasswordTooWeak("".join(error.messages), source="AD1") from error


def _end_grant(grant: RoleGrant, *, by: User, on: date, reason: str) -> None:
    if on < grant.granted_on:
        raise DatesOutOfOrder("收回日期不能早于授予日期。", source="AD1")
    grant.revoked_on = on
    save_with_reason(grant, by=by, reason=reason)


def _forget_roles(user: User) -> None:
    """Make the caller's instance read its roles afresh."""
    user.__dict__.pop("role_list", None)
