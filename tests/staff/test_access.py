import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse
from freezegun import freeze_time

from staff import operations
from staff.choices import Role
from tests.staff.conftest import ON, PASSWORD


def totp_code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def sign_in(client, username: str, password: str = PASSWORD):
    return client.post(
        reverse("account_login"),
        {"login": username, "password": password, "next": "/account/no-role/"},
    )


def test_signing_in_by_user_name_succeeds_and_shows_the_previous_time(client, mediator):
    with freeze_time("2026-11-16 01:30:00"):
        sign_in(client, "tiaojie")
    client.post(reverse("account_logout"))
    with freeze_time("2026-11-17 01:00:00"):
        sign_in(client, "tiaojie")
        page = client.get(reverse("staff-no-role"))
    assert "上次登录：2026-11-16 09:30" in page.content.decode()


def test_wrong_password_is_answered_in_chinese(client, mediator):
    page = sign_in(client, "tiaojie", "不是这个密码吧")
    assert "用户名或密码不正确。" in page.content.decode()


def test_guessing_locks_the_name_out_with_a_chinese_page(client, mediator):
    for _ in range(4):
        assert sign_in(client, "tiaojie", "猜一个密码2026").status_code == 200
    for password in ["猜一个密码2026", PASSWORD]:
        page = sign_in(client, "tiaojie", password)
        assert page.status_code == 429
        assert "账号已暂时锁定" in page.content.decode()
        assert "tiaojie" in page.content.decode()
    assert not client.session.get("_auth_user_id")


def test_lockout_spares_a_colleague_behind_the_same_address(client, mediator, administrator):
    for _ in range(5):
        sign_in(client, "tiaojie", "猜一个密码2026")
    assert sign_in(client, "guanli").status_code == 302


def test_lockout_ends_after_a_quarter_of_an_hour(client, mediator):
    with freeze_time("2026-11-16 01:00:00"):
        for _ in range(6):
            sign_in(client, "tiaojie", "猜一个密码2026")
    with freeze_time("2026-11-16 01:15:01"):
        assert sign_in(client, "tiaojie").status_code == 302


def test_deactivated_person_is_out_at_once(client, mediator, administrator):
    client.force_login(mediator)
    assert client.get(reverse("staff-conflicts")).status_code == 200
    operations.deactivate_person(user=mediator, by=administrator, on=ON, reason="调离")
    assert client.get(reverse("staff-conflicts")).status_code == 302
    client.cookies.clear()
    answer = client.get(sign_in(client, "tiaojie").headers["Location"])
    assert "该账号已停用，不能登录" in answer.content.decode()
    assert client.get(reverse("staff-conflicts")).status_code == 302


def test_issued_password_must_be_replaced_before_work(client, administrator, mediator):
    operations.issue_password(user=mediator, password="临时密码由管理员设置", by=administrator)
    sign_in(client, "tiaojie", "临时密码由管理员设置")
    change = reverse("account_change_password")
    assert client.get(reverse("staff-conflicts")).headers["Location"] == change
    fields = {"oldpassword": "临时密码由管理员设置"}
    same = fields | {"password1": "临时密码由管理员设置", "password2": "临时密码由管理员设置"}
    assert "新密码不能与当前密码相同" in client.post(change, same).content.decode()
    client.post(change, fields | {"password1": PASSWORD, "password2": PASSWORD})
    assert client.get(reverse("staff-conflicts")).status_code == 200
    assert mediator.history.first().history_change_reason == "本人修改密码"


def test_sign_up_and_mail_reset_are_closed(client, db):
    for name in ["account_signup", "account_reset_password"]:
        page = client.get(reverse(name)).content.decode()
        assert "由本中心管理员开通" in page
        assert "<form" not in page.split("<main", 1)[1].split("</main>", 1)[0]


@pytest.fixture
def _mediators_need_two_steps(administrator):
    operations.set_role_policy(role=Role.MEDIATOR, mfa_required=True, by=administrator)


@pytest.mark.usefixtures("_mediators_need_two_steps")
class TestTwoSteps:
    def test_role_that_demands_them_leads_to_the_set_up(self, client, mediator):
        sign_in(client, "tiaojie")
        answer = client.get(reverse("staff-conflicts"))
        assert answer.headers["Location"] == reverse("mfa_activate_totp")

    def test_htmx_request_leads_the_whole_page_there(self, client, mediator):
        sign_in(client, "tiaojie")
        answer = client.get(reverse("staff-conflicts"), headers={"HX-Request": "true"})
        assert answer.headers["HX-Redirect"] == reverse("mfa_activate_totp")

    def test_role_that_does_not_is_left_alone(self, client, administrator):
        sign_in(client, "guanli")
        assert client.get(reverse("staff-people")).status_code == 200

    def test_set_up_opens_work_and_the_next_sign_in_asks_for_a_code(self, client, mediator):
        with freeze_time("2026-11-16 01:00:00"):
            secret = self.set_up(client)
            assert client.get(reverse("staff-conflicts")).status_code == 200
            client.post(reverse("account_logout"))
        with freeze_time("2026-11-16 02:00:00"):
            answer = sign_in(client, "tiaojie")
            assert answer.headers["Location"] == reverse("mfa_authenticate")
            assert client.get(reverse("staff-conflicts")).status_code == 302
            wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
            assert "验证码不正确" in wrong.content.decode()
            client.post(reverse("mfa_authenticate"), {"code": totp_code(secret)})
            assert client.get(reverse("staff-conflicts")).status_code == 200

    def test_person_bound_to_them_cannot_switch_them_off(self, client, mediator):
        self.set_up(client)
        page = client.post(reverse("mfa_deactivate_totp"))
        assert "您的角色要求两步验证，不能停用" in page.content.decode()
        assert Authenticator.objects.filter(user=mediator, type="totp").exists()

    def test_secret_is_not_stored_in_the_clear(self, client, mediator):
        secret = self.set_up(client)
        stored = Authenticator.objects.get(user=mediator, type="totp").data["secret"]
        assert secret not in stored

    def test_set_up_asks_for_the_password_again(self, client, mediator):
        sign_in(client, "tiaojie")
        answer = client.get(reverse("mfa_activate_totp"))
        assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))

    def test_account_pages_are_in_chinese(self, client, mediator):
        self.set_up(client)
        for name in [
            "mfa_index",
            "mfa_deactivate_totp",
            "mfa_view_recovery_codes",
            "mfa_generate_recovery_codes",
            "mfa_reauthenticate",
            "account_reauthenticate",
            "account_change_password",
            "account_logout",
        ]:
            page = client.get(reverse(name))
            assert page.status_code == 200, name
            main = page.content.decode().partition("<main")[2].partition("</main>")[0]
            words = re.sub(r"<[^>]*>", " ", f"<main{main}")
            assert re.findall(r"[A-Za-z]{3,}", words) == [], name

    @staticmethod
    def set_up(client) -> str:
        sign_in(client, "tiaojie")
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        page = client.get(reverse("mfa_activate_totp"))
        secret = page.context["form"].secret
        done = client.post(reverse("mfa_activate_totp"), {"code": totp_code(secret)})
        assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
        return secret
