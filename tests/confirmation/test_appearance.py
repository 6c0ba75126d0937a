"""Both sides are called before the court, see it on their phones, and what came of it is kept."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from freezegun import freeze_time

from confirmation.choices import AppearanceOutcome, ApplicationState, ReturnReason, RulingResult
from confirmation.models import Appearance
from confirmation.operations import call_parties, record_appearance
from mediation.queries.calls import calls_to
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.confirmation.filings import a_docketed_application, later
from tests.confirmation.systems import System
from tests.confirmation.test_court import everybody, officer, rule, send_back

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime.combine(builders.ON + timedelta(days=10), datetime.min.time(), ZONE)
STARTS = NOW + timedelta(days=3, hours=9)


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(NOW + timedelta(hours=10)) as clock:
        yield clock


def clerk_of(application):
    clerk = builders.staff_of(application.case).court_clerk
    clerk.body = application.court
    clerk.save()
    return clerk


def call(application, **changes) -> Appearance:
    facts = {
        "starts_at": STARTS,
        "mode": "on_site",
        "place": "第二审判区203室",
        "bring": "身份证原件",
        "by": clerk_of(application),
        "at": NOW,
        "on": NOW.date(),
    }
    return call_parties(application=application, **(facts | changes))


def record(one, outcome=AppearanceOutcome.BOTH, came=None, **changes) -> Appearance:
    facts = {"by": one.called_by, "on": STARTS.date()}
    everyone = everybody(one.application)
    came = everyone if came is None else came
    return record_appearance(appearance=one, outcome=outcome, came=came, **(facts | changes))


def test_everybody_with_a_telephone_is_told_when_where_and_what_to_bring(
    capsys, django_capture_on_commit_callbacks
):
    application = a_docketed_application()
    with django_capture_on_commit_callbacks(execute=True):
        call(application)
    sent = [line for line in capsys.readouterr().err.splitlines() if line.startswith("[短信]")]
    assert len(sent) == sum(bool(party.phone) for party in everybody(application)) > 0
    assert "第二审判区203室" in sent[0]
    assert "09:00" in sent[0]
    assert "请带身份证原件" in sent[0]


def test_a_party_sees_the_call_on_the_phone_until_it_has_its_outcome(client):
    from django.contrib.auth import get_user_model

    application = a_docketed_application()
    worker = application.workers.first()
    person = get_user_model().objects.create(username="p-1", name=worker.name, is_party=True)
    worker.accesses.create(user=person, person=worker.name, granted_at=NOW, capacity="self")
    one = call(application)
    client.force_login(person)
    page = client.get(reverse("phone-home")).content.decode()
    assert "通知您到场" in page
    assert "第二审判区203室" in page
    record(one)
    assert calls_to(worker) == []
    assert "第二审判区203室" not in client.get(reverse("phone-home")).content.decode()


def test_a_call_is_over_with_the_application():
    application = a_docketed_application()
    call(application)
    day = later(application.case, 9)
    rule(application, ruled_on=day, on=day)
    assert calls_to(application.workers.first()) == []


def test_a_party_of_another_case_is_not_called():
    application = a_docketed_application()
    call(application)
    stranger = builders.a_case(n_workers=1).parties.workers().first()
    assert calls_to(stranger) == []


def test_one_call_at_a_time():
    application = a_docketed_application()
    one = call(application)
    with pytest.raises(ActRefused, match="已经通知过"):
        call(application)
    record(one, AppearanceOutcome.POSTPONED, came=[], note="法官另有庭审", on=NOW.date())
    assert call(application, starts_at=STARTS + timedelta(days=1)).pk != one.pk


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"place": " "}, "地点"), ({"starts_at": NOW - timedelta(hours=1)}, "已经过了")],
)
def test_a_call_nobody_could_follow_is_refused(changes, words):
    application = a_docketed_application()
    with pytest.raises(ActRefused, match=words):
        call(application, **changes)


def test_nobody_is_called_while_the_packet_is_being_mended():
    application = a_docketed_application()
    day = later(application.case, 6)
    send_back(application, notice_on=day, received_on=day)
    with pytest.raises(ActRefused, match="退回补正"):
        call(application)


def test_only_the_court_calls_or_the_centre_for_it():
    application = a_docketed_application()
    staff = builders.staff_of(application.case)
    for who in (staff.recorder, staff.director):
        with pytest.raises(NotPermitted):
            call(application, by=who)
    assert call(application, by=staff.mediator).called_by == staff.mediator


@pytest.mark.parametrize(
    ("outcome", "came", "changes", "words"),
    [
        ("both", "workers", {}, "每一方"),
        ("both", "others", {}, "每一方"),
        ("absent", "everybody", {}, "都到了"),
        ("both", "everybody", {"on": NOW.date()}, "没有到通知的日期"),
        ("postponed", "nobody", {}, "原因"),
        ("cancelled", "nobody", {"note": " "}, "原因"),
    ],
)
def test_an_outcome_that_does_not_fit_who_came_is_refused(outcome, came, changes, words):
    application = a_docketed_application()
    one = call(application)
    who = {
        "workers": list(application.workers.all()),
        "others": list(application.others.all()),
        "everybody": everybody(application),
        "nobody": [],
    }[came]
    with pytest.raises(ActRefused, match=words):
        record(one, AppearanceOutcome(outcome), came=who, **changes)


def test_an_outcome_is_recorded_once():
    one = call(a_docketed_application())
    record(one)
    with pytest.raises(ActRefused, match="已经登记"):
        record(one)


def test_who_stays_away_leaves_the_ruling_to_the_court():
    application = a_docketed_application()
    one = call(application)
    record(one, AppearanceOutcome.ABSENT, came=list(application.workers.all()), note="单位无故不到")
    application.refresh_from_db()
    assert application.state == ApplicationState.ACCEPTED
    day = later(application.case, 13)
    rule(
        application,
        RulingResult.WITHDRAWN,
        reason=ReturnReason.DEEMED_WITHDRAWN,
        ruled_on=day,
        served_on=dict.fromkeys(everybody(application), day),
        on=day,
    )
    application.refresh_from_db()
    assert application.state == ApplicationState.WITHDRAWN
    assert application.ruling.reason == ReturnReason.DEEMED_WITHDRAWN


def test_the_clerk_calls_and_records_on_the_pages_and_the_mediator_reads_it(client, clock):
    application = a_docketed_application()
    client.force_login(clerk_of(application))
    desk, url = (
        reverse("court-packet", args=[application.pk]),
        reverse("court-call", args=[application.pk]),
    )
    assert url in client.get(desk).content.decode()
    assert client.get(url).status_code == 200
    given = {
        "starts_at_0": STARTS.date().isoformat(),
        "starts_at_1": "09:00",
        "mode": "remote",
        "place": "人民法院在线服务小程序，扫短信里的码",
        "submission": "call-1",
    }
    assert client.post(url, given).headers["Location"] == desk
    one = Appearance.objects.get()
    assert one.starts_at == STARTS
    page = client.get(desk).content.decode()
    assert "待核实" in page
    outcome = reverse("court-appearance", args=[one.pk])
    assert outcome in page
    assert client.get(outcome).status_code == 200
    clock.move_to(STARTS + timedelta(hours=3))
    client.force_login(one.called_by)
    came = [party.pk for party in everybody(application)]
    done = {"outcome": "both", "came": came, "note": "", "submission": "call-2"}
    assert client.post(outcome, done).headers["Location"] == desk
    client.force_login(officer(application))
    theirs = client.get(reverse("confirmation", args=[application.pk])).content.decode()
    assert "双方到场，已核实" in theirs
    assert "人民法院在线服务小程序" in theirs


def test_a_courts_system_calls_both_sides_and_tells_what_came_of_it():
    application = a_docketed_application()
    system, packet = System(application), application.packets.get()
    asked = {"starts_at": STARTS.isoformat(), "mode": "remote", "place": "云上法庭，编号 2026"}
    answers = [system.post(f"packets/{packet.pk}/call", asked, key="call-0001") for _ in range(2)]
    assert [a.status_code for a in answers] == [200, 200]
    assert [a.json()["repeated"] for a in answers] == [False, True]
    call = Appearance.objects.get()
    assert (call.starts_at, call.mode, call.called_by) == (STARTS, "remote", system.clerk)
    another = system.post(f"packets/{packet.pk}/call", asked)
    assert another.status_code == 422
    assert "还没有登记结果" in another.json()["detail"]
    early = {"outcome": "both", "came": [party.key for party in everybody(application)]}
    assert system.post(f"packets/{packet.pk}/appearance", early).status_code == 422
    with freeze_time(STARTS + timedelta(hours=2)):
        strangers = system.post(f"packets/{packet.pk}/appearance", {**early, "came": ["nobody"]})
        assert strangers.status_code == 422
        done = system.post(f"packets/{packet.pk}/appearance", early)
    assert done.status_code == 200
    (known,) = system.get(f"packets/{packet.pk}").json()["calls"]
    assert known["outcome"] == "both"
    assert sorted(known["came"]) == sorted(early["came"])


@pytest.mark.parametrize(
    ("starts_at", "status"),
    [
        ("2026-11-25 09:30", 422),  # of which zone?
        ("0001-01-01T00:00:00+14:00", 422),
        ("9999-12-31T23:59:59-12:00", 422),
        ("下周三", 422),
    ],
)
def test_a_moment_nobody_can_come_at_is_refused(starts_at, status):
    application = a_docketed_application()
    asked = {"starts_at": starts_at, "mode": "on_site", "place": "第二审判区203室"}
    packet = application.packets.get()
    assert System(application).post(f"packets/{packet.pk}/call", asked).status_code == status
    assert not Appearance.objects.exists()


def test_a_system_that_only_reads_calls_nobody():
    application = a_docketed_application()
    asked = {"starts_at": STARTS.isoformat(), "mode": "on_site", "place": "第二审判区203室"}
    packet = application.packets.get()
    system = System(application, writes=False)
    assert system.post(f"packets/{packet.pk}/call", asked).status_code == 403
