"""A locked account is opened again, who is away is said where cases are given out, and who read."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from cases.queries import mediators_for
from staff import operations, queries
from staff.choices import Role
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.staff.conftest import ON, PASSWORD
from tests.staff.test_access import sign_in

WRONG = "猜一个密码2026"
LAST = ON + timedelta(days=4)


@pytest.fixture
def colleague(appoint):
    return appoint("tiaojie2", "宋远", Role.MEDIATOR)


@pytest.fixture
def director(appoint):
    return appoint("zhuren", "方正", Role.DIRECTOR)


def away(person, stand_in, **changes):
    facts = {"user": person, "from_on": ON, "to_on": LAST, "stand_in": stand_in, "by": person}
    return operations.register_absence(**(facts | changes))


# Unlocking


def test_the_administrator_unlocks_who_is_locked_out_and_it_is_written_down(
    client, mediator, administrator
):
    for _ in range(5):
        sign_in(client, "tiaojie", WRONG)
    assert sign_in(client, "tiaojie", PASSWORD).status_code == 429
    client.force_login(administrator)
    page = reverse("staff-person", args=[mediator.pk])
    way = reverse("staff-unlock-person", args=[mediator.pk])
    assert way in client.get(page).content.decode()
    assert client.post(way, {"reason": ""}).status_code == 422
    done = client.post(way, {"reason": "当面核实本人"}, follow=True).content.decode()
    assert "锁定已解除" in done
    assert "解除登录锁定：当面核实本人" in done
    assert way not in done
    client.logout()
    assert sign_in(client, "tiaojie", PASSWORD).status_code == 302


def test_only_an_administrator_unlocks_and_only_who_is_locked(client, mediator, administrator):
    facts = {"user": mediator, "at": timezone.now(), "reason": "当面核实本人"}
    with pytest.raises(ActRefused, match="没有锁定"):
        operations.unlock_person(**facts, by=administrator)
    for _ in range(5):
        sign_in(client, "tiaojie", WRONG)
    with pytest.raises(NotPermitted):
        operations.unlock_person(**facts, by=mediator)
    assert queries.locked_since(mediator, at=timezone.now())
    assert queries.locked_since(mediator, at=timezone.now() + timedelta(minutes=16)) is None


# Absences


def test_two_absences_of_one_person_do_not_overlap_and_nobody_away_stands_in(mediator, colleague):
    away(mediator, colleague)
    with pytest.raises(ActRefused, match="日期重叠"):
        away(mediator, colleague, from_on=LAST, to_on=LAST + timedelta(days=1))
    with pytest.raises(ActRefused, match="也离岗，不能代班"):
        away(colleague, mediator, to_on=ON)
    away(mediator, colleague, from_on=LAST + timedelta(days=1), to_on=LAST + timedelta(days=2))


def test_who_is_back_early_is_at_work_from_that_day(mediator, colleague):
    absence = away(mediator, colleague)
    operations.end_absence(absence=absence, by=mediator, on=ON + timedelta(days=2))
    at_work = [
        queries.stand_in_of(mediator, on=ON + timedelta(days=n)) is None for n in range(-1, 5)
    ]
    assert at_work == [True, False, False, True, True, True]
    with pytest.raises(ActRefused, match="已经结束"):
        operations.end_absence(absence=absence, by=mediator, on=ON + timedelta(days=3))
    away(mediator, colleague, from_on=ON + timedelta(days=2))


def test_one_that_has_not_begun_does_not_take_place(mediator, colleague):
    absence = away(mediator, colleague)
    operations.end_absence(absence=absence, by=mediator, on=ON - timedelta(days=3))
    assert not queries.absences_on(ON).exists()
    away(mediator, colleague)


def test_it_is_registered_and_ended_on_its_page(client, mediator, colleague, director):
    with freeze_time(f"{ON} 02:00:00"):
        client.force_login(mediator)
        form = {"user": mediator.pk, "from_on": ON, "to_on": LAST, "stand_in": colleague.pk}
        wrong = client.post(reverse("staff-absence"), form | {"to_on": ON - timedelta(days=1)})
        assert wrong.status_code == 422
        assert f'value="{ON}"' in wrong.content.decode()  # what was typed is still there
        other = client.post(reverse("staff-absence"), form | {"user": colleague.pk})
        assert other.status_code == 422
        page = client.post(reverse("staff-absence"), form, follow=True).content.decode()
        assert "正在离岗" in page
        end = reverse("staff-absence-end", args=[mediator.absences.get().pk])
        client.force_login(colleague)
        assert "孙敏" in client.get(reverse("staff-absences")).content.decode()
        assert client.get(end).status_code == client.post(end).status_code == 404
        client.force_login(director)
        assert end in client.get(reverse("staff-absences")).content.decode()
        assert "已取消" in client.post(end, follow=True).content.decode()


def test_it_is_said_where_a_mediator_is_chosen_and_on_the_case(client, db):
    case = builders.an_accepted_case()
    staff = builders.staff_of(case)
    away(staff.mediator, staff.stranger, from_on=builders.ON, to_on=builders.ON)
    rows = mediators_for(case, on=builders.ON)
    assert rows[-1].user == staff.mediator
    assert f"离岗至{builders.ON:%Y-%m-%d}" in rows[-1].words
    with freeze_time(f"{builders.ON} 02:00:00"):
        client.force_login(staff.director)
        told = f"离岗至{builders.ON:%Y-%m-%d}，代班人{staff.stranger.name}"
        assert told in client.get(f"/cases/{case.pk}/").content.decode()
        assert told in client.get("/desk/supervision/").content.decode()


# Who read what


def test_the_director_finds_who_read_a_number_in_a_case(client, mediator, director, administrator):
    for label, reason in (
        ("示调〔2026〕1号 王五", "核对账号"),
        ("示调〔2026〕2号 赵六", "寄送文书"),
    ):
        operations.log_reading(
            by=mediator, at=timezone.now(), what="身份证号", object_label=label, reason=reason
        )
    page = reverse("staff-readings")
    for person in (mediator, administrator):
        client.force_login(person)
        assert client.get(page).status_code == 403
    client.force_login(director)
    everything = client.get(page).content.decode()
    assert "核对账号" in everything
    assert "寄送文书" in everything
    found = client.get(page, {"q": "〔2026〕2号"}).content.decode()
    assert "赵六" in found
    assert "王五" not in found
    nobody = client.get(page, {"reader": director.pk}).content.decode()
    assert "王五" in nobody  # who read nothing cannot be chosen; the choice is refused aloud
    assert "没有符合条件" in client.get(page, {"q": "没有这个人"}).content.decode()
