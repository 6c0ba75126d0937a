import pytest
from django.core.management import CommandError, call_command

from staff.choices import Role
from staff.models import User
from tests.staff.conftest import PASSWORD


@pytest.mark.django_db
def test_first_administrator_is_appointed_from_the_console(monkeypatch, capsys):
    monkeypatch.setenv("KUAIJIE_PASSWORD", PASSWORD)
    call_command("appoint_administrator", "guanli", "高静")
    person = User.objects.get(username="guanli")
    assert person.has_role(Role.ADMINISTRATOR)
    assert person.password_is_temporary
    assert "高静" in capsys.readouterr().out


@pytest.mark.django_db
def test_weak_password_appoints_nobody(monkeypatch):
    monkeypatch.setenv("KUAIJIE_PASSWORD", "123")
    with pytest.raises(CommandError, match="密码"):
        call_command("appoint_administrator", "guanli", "高静")
    assert not User.objects.exists()
