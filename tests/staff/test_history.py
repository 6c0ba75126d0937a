from datetime import timedelta

import pytest
from django.apps import apps
from simple_history.models import registered_models

from staff import operations
from staff.choices import BodyKind, Role
from staff.history import bulk_create_with_reason, save_with_reason
from staff.models import Absence, Body, Conflict, RoleGrant, RolePolicy, User
from tests.staff.conftest import ON, PASSWORD

KEPT = [Body, User, RoleGrant, RolePolicy, Conflict, Absence]


def rows_without_user_or_reason() -> list[str]:
    return [
        f"{model._meta.label} {row.pk}"
        for model in registered_models.values()
        for row in model.history.all()
        if row.history_user_id is None or not (row.history_change_reason or "").strip()
    ]


def test_staff_models_keep_history():
    ours = {
        m for m in registered_models.values() if m in set(apps.get_app_config("staff").get_models())
    }
    assert ours == set(KEPT)


def test_every_act_leaves_its_author_and_reason(administrator, mediator, appoint, body):
    by = administrator
    colleague = appoint("tiaojie2", "马丽", Role.MEDIATOR)
    operations.amend_person(
        user=mediator,
        name="孙敏",
        body=body,
        post="首席调解员",
        phone="",
        certificate_no="",
        by=by,
        reason="任职变动",
    )
    operations.issue_password(user=mediator, password=PASSWORD, by=by)
    operations.set_role_policy(role=Role.MEDIATOR, mfa_required=True, by=by)
    operations.set_role_policy(role=Role.MEDIATOR, mfa_required=False, by=by)
    court = operations.register_body(kind=BodyKind.COURT, name="安河市人民法院", by=by)
    operations.amend_body(
        body=court,
        kind=BodyKind.COURT,
        name="安河市人民法院",
        code="冀0699",
        mediation_kind="",
        registration_no="",
        seal_registered_on=None,
        address="",
        phone="",
        is_active=True,
        by=by,
        reason="补录代字",
    )
    conflict = operations.declare_conflict(
        user=mediator, counterpart_name="刘建国", relation="表兄弟", by=mediator, on=ON
    )
    operations.end_conflict(conflict=conflict, by=by, on=ON, reason="登记有误")
    operations.register_absence(
        user=mediator, from_on=ON, to_on=ON, stand_in=colleague, by=mediator
    )
    operations.deactivate_person(user=colleague, by=by, on=ON + timedelta(days=1), reason="调离")
    operations.reactivate_person(user=colleague, by=by, reason="调回")

    assert all(model.history.exists() for model in KEPT)
    assert rows_without_user_or_reason() == []


def test_signing_in_leaves_no_row_and_passwords_never_enter_history(client, mediator):
    before = User.history.count()
    client.force_login(mediator)
    mediator.refresh_from_db()
    assert mediator.last_login is not None
    assert User.history.count() == before
    kept = {field.name for field in User.history.model._meta.get_fields()}
    assert kept.isdisjoint({"password", "last_login"})


def test_saving_without_reason_is_refused(mediator):
    with pytest.raises(ValueError, match="reason"):
        save_with_reason(mediator, by=mediator, reason=" ")
    with pytest.raises(ValueError, match="reason"):
        bulk_create_with_reason(Body, [], by=mediator, reason="")


def test_bulk_creation_leaves_a_row_each(mediator):
    names = ["甲公安分局", "乙公安分局", "丙公安分局"]
    bulk_create_with_reason(
        Body,
        [Body(kind=BodyKind.POLICE, name=name) for name in names],
        by=mediator,
        reason="批量登记",
    )
    rows = Body.history.filter(name__in=names)
    assert {(row.name, row.history_user, row.history_change_reason) for row in rows} == {
        (name, mediator, "批量登记") for name in names
    }
