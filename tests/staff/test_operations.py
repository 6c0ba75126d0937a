from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from staff import operations, queries
from staff.choices import BodyKind, Role
from staff.models import NeverDeleted, RoleGrant, User
from staff.refusals import ActRefused, NotPermitted
from tests.staff.conftest import ON, PASSWORD


def test_person_is_never_deleted(mediator):
    with pytest.raises(NeverDeleted, match="不能删除"):
        mediator.delete()
    with pytest.raises(NeverDeleted):
        User.objects.filter(pk=mediator.pk).delete()
    assert User.objects.filter(pk=mediator.pk).exists()


def test_deactivating_ends_roles_and_keeps_the_person(administrator, mediator):
    operations.deactivate_person(user=mediator, by=administrator, on=ON, reason="调离")
    kept = User.objects.get(pk=mediator.pk)
    assert not kept.is_active
    assert kept.role_list == mediator.role_list == []
    assert kept.roles.get().revoked_on == ON


def test_reactivated_person_has_no_role(administrator, mediator):
    operations.deactivate_person(user=mediator, by=administrator, on=ON, reason="调离")
    operations.reactivate_person(user=mediator, by=administrator, reason="调回")
    assert User.objects.get(pk=mediator.pk).is_active
    assert mediator.role_list == []


def test_deactivated_person_can_be_given_no_role(administrator, mediator):
    operations.deactivate_person(user=mediator, by=administrator, on=ON, reason="调离")
    with pytest.raises(operations.PersonInactive):
        operations.grant_role(user=mediator, role=Role.RECORDER, by=administrator, on=ON)


def test_only_administrator_left_can_neither_leave_nor_lose_the_role(administrator):
    with pytest.raises(operations.LastAdministrator):
        operations.deactivate_person(user=administrator, by=administrator, on=ON, reason="调离")
    with pytest.raises(operations.LastAdministrator):
        operations.revoke_role(
            user=administrator, role=Role.ADMINISTRATOR, by=administrator, on=ON, reason="轮岗"
        )
    assert User.objects.get(pk=administrator.pk).has_role(Role.ADMINISTRATOR)


def test_administrator_can_leave_when_another_stays(administrator, appoint):
    other = appoint("guanli2", "何平", Role.ADMINISTRATOR)
    operations.deactivate_person(user=administrator, by=other, on=ON, reason="调离")
    assert not administrator.is_active


def test_system_user_cannot_be_deactivated_nor_doubled(administrator, system):
    with pytest.raises(NotPermitted):
        operations.deactivate_person(user=system, by=administrator, on=ON, reason="多余")
    assert operations.establish_system_user() == system
    assert not system.has_usable_password()


def test_role_held_cannot_be_granted_again(administrator, mediator):
    with pytest.raises(operations.RoleAlreadyHeld, match="孙敏已是调解员"):
        operations.grant_role(user=mediator, role=Role.MEDIATOR, by=administrator, on=ON)


@pytest.mark.both
def test_database_holds_a_role_once(mediator, system):
    grant = RoleGrant(user=mediator, role=Role.MEDIATOR, granted_on=ON, granted_by=system)
    with pytest.raises(IntegrityError), transaction.atomic():
        grant.save()


def test_revoking_a_role_not_held_is_refused(administrator, mediator):
    with pytest.raises(operations.RoleNotHeld):
        operations.revoke_role(
            user=mediator, role=Role.DIRECTOR, by=administrator, on=ON, reason="轮岗"
        )


def test_revoking_before_the_grant_is_refused(administrator, mediator):
    with pytest.raises(operations.DatesOutOfOrder):
        operations.revoke_role(
            user=mediator,
            role=Role.MEDIATOR,
            by=administrator,
            on=ON - timedelta(days=1),
            reason="轮岗",
        )
    assert mediator.has_role(Role.MEDIATOR)


def test_revoked_role_can_be_granted_again(administrator, mediator):
    operations.revoke_role(
        user=mediator, role=Role.MEDIATOR, by=administrator, on=ON, reason="聘期届满"
    )
    operations.grant_role(user=mediator, role=Role.MEDIATOR, by=administrator, on=ON)
    assert mediator.has_role(Role.MEDIATOR)


def acts_of_an_administrator(by, person, body):
    grave = {"by": by, "reason": "试"}
    return [
        lambda: operations.appoint_person(username="x", name="某", password=PASSWORD, by=by),
        lambda: operations.amend_person(
            user=person, name="某", body=None, post="", phone="", certificate_no="", **grave
        ),
        lambda: operations.issue_password(user=person, password=PASSWORD, by=by),
        lambda: operations.grant_role(user=person, role=Role.DIRECTOR, by=by, on=ON),
        lambda: operations.revoke_role(user=person, role=Role.MEDIATOR, on=ON, **grave),
        lambda: operations.deactivate_person(user=person, on=ON, **grave),
        lambda: operations.reactivate_person(user=person, **grave),
        lambda: operations.set_role_policy(role=Role.MEDIATOR, mfa_required=True, by=by),
        lambda: operations.register_body(kind=BodyKind.COURT, name="某法院", by=by),
        lambda: operations.amend_body(
            body=body,
            kind=BodyKind.COURT,
            name="某法院",
            code="",
            mediation_kind="",
            registration_no="",
            seal_registered_on=None,
            address="",
            phone="",
            is_active=True,
            **grave,
        ),
    ]


@pytest.mark.parametrize("number", list(range(10)))
def test_nobody_but_an_administrator_manages_people_and_bodies(appoint, mediator, body, number):
    director = appoint("zhuren", "赵宏", Role.DIRECTOR)
    with pytest.raises(NotPermitted):
        acts_of_an_administrator(director, mediator, body)[number]()


def test_user_name_taken_is_refused_whatever_its_case(administrator, mediator):
    with pytest.raises(operations.UsernameTaken):
        operations.appoint_person(
            username="TiaoJie", name="孙明", password=PASSWORD, by=administrator
        )


@pytest.mark.parametrize("password", ["短密码", "password123", "1234567890"])
def test_weak_password_is_refused(administrator, password):
    with pytest.raises(operations.PasswordTooWeak):
        operations.appoint_person(
            username="xinren", name="吴新", password=password, by=administrator
        )


@pytest.mark.parametrize("reason", ["", "  "])
def test_grave_act_without_reason_is_refused(administrator, mediator, reason):
    with pytest.raises(operations.ReasonMissing):
        operations.deactivate_person(user=mediator, by=administrator, on=ON, reason=reason)
    assert User.objects.get(pk=mediator.pk).is_active


SEALED = {
    "mediation_kind": "依法设立的基层人民调解组织",
    "registration_no": "安人调备2024-3",
    "seal_registered_on": date(2024, 3, 1),
}


def test_body_may_seal_when_kind_registration_and_seal_are_known(administrator):
    complete = operations.register_body(
        kind=BodyKind.MEDIATION_BODY, name="甲调解委员会", by=administrator, **SEALED
    )
    assert complete.may_seal


@pytest.mark.parametrize("missing", list(SEALED))
def test_body_missing_a_particular_may_not_seal(administrator, missing):
    known = {key: value for key, value in SEALED.items() if key != missing}
    body = operations.register_body(
        kind=BodyKind.MEDIATION_BODY, name="乙调解委员会", by=administrator, **known
    )
    assert not body.may_seal


@pytest.mark.parametrize("seal", [date(2024, 3, 1), None])
def test_body_that_is_no_mediation_body_seals_once_its_seal_is_registered(administrator, seal):
    fund = operations.register_body(
        kind=BodyKind.FUND_BODY, name="周转金办公室", by=administrator, seal_registered_on=seal
    )
    assert fund.may_seal == bool(seal)


def test_two_bodies_of_one_name_are_refused(administrator, body):
    with pytest.raises(operations.BodyNameTaken):
        operations.register_body(kind=BodyKind.OTHER, name=body.name, by=administrator)


def test_declared_conflict_is_found_until_it_ends(mediator, administrator):
    conflict = operations.declare_conflict(
        user=mediator, counterpart_name=" 刘建国 ", relation="表兄弟", by=mediator, on=ON
    )
    assert queries.conflicts_with(mediator, ["王芳", "刘建国 "]) == [conflict]
    assert queries.conflicts_with(mediator, ["王芳", ""]) == []
    operations.end_conflict(conflict=conflict, by=administrator, on=ON, reason="登记有误")
    assert queries.conflicts_with(mediator, ["刘建国"]) == []


def test_nobody_declares_for_a_colleague(mediator, appoint):
    colleague = appoint("tiaojie2", "马丽", Role.MEDIATOR)
    with pytest.raises(NotPermitted):
        operations.declare_conflict(
            user=mediator, counterpart_name="刘建国", relation="表兄弟", by=colleague, on=ON
        )


def test_nobody_clears_their_own_conflict(appoint):
    director = appoint("zhuren", "赵宏", Role.DIRECTOR)
    conflict = operations.declare_conflict(
        user=director, counterpart_name="刘建国", relation="表兄弟", by=director, on=ON
    )
    with pytest.raises(NotPermitted):
        operations.end_conflict(conflict=conflict, by=director, on=ON, reason="已无关系")


def test_absence_names_the_stand_in_on_its_days_alone(mediator, appoint):
    colleague = appoint("tiaojie2", "马丽", Role.MEDIATOR)
    operations.register_absence(
        user=mediator, from_on=ON, to_on=ON + timedelta(days=2), stand_in=colleague, by=mediator
    )
    days = [ON + timedelta(days=n) for n in range(-1, 4)]
    assert [queries.stand_in_of(mediator, on=day) for day in days] == [
        None,
        colleague,
        colleague,
        colleague,
        None,
    ]


def test_nobody_stands_in_for_themselves(mediator):
    with pytest.raises(operations.StandInUnfit):
        operations.register_absence(
            user=mediator, from_on=ON, to_on=ON, stand_in=mediator, by=mediator
        )


def test_reading_a_number_is_logged_with_its_reason_and_stays(mediator):
    at = datetime(2026, 11, 16, 2, tzinfo=UTC)
    line = operations.log_reading(
        by=mediator, at=at, what="身份证号", object_label="王芳", reason="核对转账户名"
    )
    assert (line.user, line.at, line.reason) == (mediator, at, "核对转账户名")
    with pytest.raises(NeverDeleted):
        line.delete()


def test_reading_a_number_without_reason_is_refused(mediator):
    with pytest.raises(operations.ReasonMissing):
        operations.log_reading(
            by=mediator,
            at=datetime(2026, 11, 16, 2, tzinfo=UTC),
            what="身份证号",
            object_label="王芳",
            reason=" ",
        )
    assert not mediator.readings.exists()


def test_refusal_reads_as_its_chinese_sentence():
    refusal = ActRefused("一方明确拒绝调解。", source="MED-04", suggest="请告知申请仲裁。")
    assert str(refusal) == "一方明确拒绝调解。"
    assert (refusal.source, refusal.suggest) == ("MED-04", "请告知申请仲裁。")
    assert NotPermitted().source == "permission"
