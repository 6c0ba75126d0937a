import pytest
from django.urls import reverse

from staff.choices import BodyKind, Role
from staff.models import Body, User
from tests.staff.conftest import PASSWORD


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def administrators_pages(person, body):
    return [
        reverse("staff-people"),
        reverse("staff-appoint-person"),
        reverse("staff-person", args=[person.pk]),
        reverse("staff-amend-person", args=[person.pk]),
        reverse("staff-grant-role", args=[person.pk]),
        reverse("staff-revoke-role", args=[person.pk, Role.MEDIATOR]),
        reverse("staff-issue-password", args=[person.pk]),
        reverse("staff-deactivate-person", args=[person.pk]),
        reverse("staff-reactivate-person", args=[person.pk]),
        reverse("staff-role-policy", args=[Role.MEDIATOR]),
        reverse("staff-bodies"),
        reverse("staff-register-body"),
        reverse("staff-body", args=[body.pk]),
    ]


def test_administrator_opens_every_page(desk, mediator, body):
    for url in administrators_pages(mediator, body):
        assert desk.get(url).status_code == 200, url


def test_the_register_of_staff_holds_no_party(desk, mediator):
    """A worker who came in by phone has a user too; whose it is, is content of a case."""
    worker = User.objects.create(username="party-1", name="何远", is_party=True)
    assert "何远" not in desk.get(reverse("staff-people")).content.decode()
    assert desk.get(reverse("staff-person", args=[worker.pk])).status_code == 404
    assert desk.get(reverse("staff-grant-role", args=[worker.pk])).status_code == 404


def test_other_staff_and_visitors_open_none(client, mediator, body):
    pages = administrators_pages(mediator, body)
    for url in pages:
        assert client.get(url).headers["Location"].startswith(reverse("account_login")), url
    client.force_login(mediator)
    for url in pages:
        assert client.get(url).status_code == 403, url
        assert client.post(url).status_code in {403, 405}, url


def test_person_is_appointed_and_given_a_role(desk, body):
    answer = desk.post(
        reverse("staff-appoint-person"),
        {"username": "xinren", "name": "吴新", "password": PASSWORD, "body": body.pk},
    )
    person = User.objects.get(username="xinren")
    assert answer.headers["Location"] == reverse("staff-person", args=[person.pk])
    assert person.password_is_temporary
    desk.post(reverse("staff-grant-role", args=[person.pk]), {"role": Role.RECORDER})
    assert person.has_role(Role.RECORDER)


def test_refused_act_comes_back_as_a_sentence_on_the_form(desk, mediator):
    page = desk.post(
        reverse("staff-appoint-person"),
        {"username": "tiaojie", "name": "吴新", "password": PASSWORD},
    )
    assert page.status_code == 422
    assert "用户名“tiaojie”已被使用。请换一个用户名。" in page.content.decode()


def test_missing_field_is_named_in_the_error_summary(desk, mediator):
    page = desk.post(reverse("staff-deactivate-person", args=[mediator.pk]), {})
    summary = page.content.decode().split('class="error-summary"', 1)[1].split("</div>", 1)[0]
    assert 'href="#id_reason"' in summary
    assert "事由" in summary
    assert User.objects.get(pk=mediator.pk).is_active


def test_role_is_revoked_and_person_deactivated(desk, mediator):
    desk.post(reverse("staff-revoke-role", args=[mediator.pk, Role.MEDIATOR]), {"reason": "轮岗"})
    assert User.objects.get(pk=mediator.pk).role_list == []
    desk.post(reverse("staff-deactivate-person", args=[mediator.pk]), {"reason": "调离"})
    assert not User.objects.get(pk=mediator.pk).is_active


def test_people_are_found_by_name_role_and_body(desk, mediator, appoint):
    appoint("shouli", "李娜", Role.INTAKE_OFFICER)

    def found(**query):
        return {p.name for p in desk.get(reverse("staff-people"), query).context["people"]}

    assert found(q="孙") == {"孙敏"}
    assert found(role=Role.INTAKE_OFFICER) == {"李娜"}
    assert found(q="人民调解委员会") == {"孙敏", "李娜", "高静"}
    assert found(q="没有此人") == set()


def test_people_who_left_show_only_when_asked_for(desk, mediator):
    desk.post(reverse("staff-deactivate-person", args=[mediator.pk]), {"reason": "调离"})
    page = reverse("staff-people")
    assert mediator not in desk.get(page).context["people"]
    assert mediator in desk.get(page, {"left": "1"}).context["people"]


@pytest.mark.parametrize("extra", [0, 3])
def test_people_list_costs_the_same_queries_for_any_length(
    desk, appoint, django_assert_num_queries, extra
):
    for n in range(extra):
        appoint(f"renyuan{n}", f"周强{n}", Role.MEDIATOR, Role.RECORDER)
    with django_assert_num_queries(9):
        desk.get(reverse("staff-people"))


def test_role_policy_is_switched_on_and_off(desk):
    page = reverse("staff-role-policy", args=[Role.FUND_APPROVER])
    desk.post(page, {"mfa_required": "on"})
    assert desk.get(page).context["form"].initial["mfa_required"]
    desk.post(page, {})
    assert not desk.get(page).context["form"].initial["mfa_required"]


def test_unknown_role_is_not_found(desk):
    assert desk.get(reverse("staff-role-policy", args=["king"])).status_code == 404


def test_body_is_registered_and_amended(desk):
    fields = {"kind": BodyKind.COURT, "name": "安河市人民法院"}
    desk.post(reverse("staff-register-body"), fields)
    court = Body.objects.get(name="安河市人民法院")
    page = reverse("staff-body", args=[court.pk])
    desk.post(page, fields | {"code": "冀0699", "is_active": "on", "reason": "补录代字"})
    court.refresh_from_db()
    assert (court.code, court.is_active) == ("冀0699", True)


def test_mediation_body_that_may_not_seal_says_so(desk, body):
    assert "不能：类型、备案号、印章不全" in desk.get(reverse("staff-bodies")).content.decode()


def test_own_conflict_is_declared(client, mediator):
    client.force_login(mediator)
    client.post(
        reverse("staff-declare-conflict"), {"counterpart_name": "刘建国", "relation": "表兄弟"}
    )
    page = client.get(reverse("staff-conflicts")).content.decode()
    assert "刘建国" in page
    assert "表兄弟" in page
