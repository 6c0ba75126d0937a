"""Service on parties: what may serve what, and the day from which it counts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law import service
from law.areas import Profile
from law.calendar import published_calendar
from law.service import (
    METHODS,
    Circumstances,
    channel_called,
    effect,
    kind_of_title,
    method_called,
    offers,
    why_not,
)
from law.statutes import article

CALENDAR = published_calendar()
DAYS = st.dates(date(2026, 1, 1), date(2026, 10, 20))
KINDS = ("ordinary", "invitation", "mediation", "award")
ANY = st.builds(
    Circumstances,
    e_channel=st.sampled_from([None, "sms", "email", "platform"]),
    whereabouts_unknown=st.booleans(),
    organisation=st.booleans(),
    workers=st.integers(1, 40),
    refused=st.booleans(),
    failed=st.frozensets(st.sampled_from(["direct", "post"])),
    simplified=st.sampled_from([None, True, False]),
)


@pytest.mark.parametrize(
    ("method", "done_on", "served_on"),
    [
        ("direct", date(2026, 9, 24), date(2026, 9, 24)),
        ("post", date(2026, 9, 26), date(2026, 9, 26)),  # a Saturday: the receipt's day stands
        ("electronic", date(2026, 9, 27), date(2026, 9, 27)),
        ("left", date(2026, 11, 16), date(2026, 11, 19)),  # Monday, three working days
        ("left", date(2026, 11, 19), date(2026, 11, 24)),  # over a weekend
        ("posted", date(2026, 9, 29), date(2026, 10, 9)),  # over the National Day holiday
        ("public_notice", date(2026, 9, 1), date(2026, 10, 8)),  # day 30 is 1 October: rolls
        ("public_notice", date(2026, 6, 1), date(2026, 7, 1)),
    ],
)
def test_effect_counts_from_the_day_the_law_says(method, done_on, served_on):
    assert effect(method, done_on, CALENDAR).served_on == served_on


def test_effect_of_a_notice_where_the_province_says_fifteen_days():
    assert effect("public_notice", date(2026, 6, 1), CALENDAR, notice_days=15).served_on == date(
        2026, 6, 16
    )


def test_effect_of_a_returned_letter_names_the_return():
    found = effect("post", date(2026, 6, 1), CALENDAR, returned=True)
    assert found.served_on == date(2026, 6, 1)
    assert "退回" in found.steps[0]


def test_effect_in_an_unpublished_year_is_provisional():
    assert effect("left", date(2031, 3, 3), CALENDAR).provisional
    assert not effect("direct", date(2031, 3, 3), CALENDAR).provisional


@given(st.sampled_from(sorted(METHODS)), DAYS)
def test_nothing_is_served_before_it_is_done(method, day):
    assert effect(method, day, CALENDAR).served_on >= day


@given(st.sampled_from(["left", "posted"]), DAYS)
def test_left_papers_wait_for_exactly_three_working_days(method, day):
    served_on = effect(method, day, CALENDAR).served_on
    between = [day + timedelta(n) for n in range(1, (served_on - day).days + 1)]
    assert sum(CALENDAR.is_working_day(d) for d in between) == 3
    assert CALENDAR.is_working_day(served_on)


@given(st.sampled_from(sorted(METHODS)), DAYS, st.integers(0, 20))
def test_who_serves_later_is_never_served_earlier(method, day, more):
    later = day + timedelta(more)
    assert effect(method, day, CALENDAR).served_on <= effect(method, later, CALENDAR).served_on


@given(DAYS, st.integers(15, 60))
def test_a_notice_runs_its_whole_term_and_ends_on_a_working_day(day, days):
    served_on = effect("public_notice", day, CALENDAR, notice_days=days).served_on
    assert served_on >= day + timedelta(days)
    assert served_on == day + timedelta(days) or CALENDAR.is_working_day(served_on)


@given(st.sampled_from(["mediation", "award"]), ANY)
def test_mediation_papers_and_awards_never_go_by_phone_or_message(kind, met):
    assert why_not("simple", kind, met)
    if met.e_channel in ("sms", "email"):
        assert why_not("electronic", kind, met)


@given(ANY)
def test_nobody_is_asked_for_their_will_by_public_notice(met):
    assert why_not("public_notice", "invitation", met)


@given(st.sampled_from(["ordinary", "mediation", "award"]), ANY)
def test_notice_only_when_missing_or_after_another_way_failed(kind, met):
    lawful = not why_not("public_notice", kind, met)
    assert lawful == (met.whereabouts_unknown or bool(met.failed))


@given(st.sampled_from(KINDS), ANY)
def test_what_is_not_lawful_says_why_and_personal_delivery_always_is(kind, met):
    found = {offer.method.code: offer for offer in offers(kind, met)}
    assert list(found) == list(METHODS)
    assert found["direct"].lawful
    assert found["post"].lawful
    assert all(offer.reason.endswith("。") for offer in found.values() if not offer.lawful)


@given(st.sampled_from(KINDS), ANY)
def test_leaving_needs_a_refusal_and_electronic_needs_consent(kind, met):
    assert bool(why_not("left", kind, met)) == (not met.refused)
    if met.e_channel is None:
        assert why_not("electronic", kind, met)


def test_posting_needs_a_crew_of_ten_and_an_employer_that_is_gone():
    gone = Circumstances(whereabouts_unknown=True, organisation=True, workers=10)
    assert not why_not("posted", "ordinary", gone)
    for met in (
        Circumstances(whereabouts_unknown=True, organisation=True, workers=9),
        Circumstances(whereabouts_unknown=False, organisation=True, workers=10),
        Circumstances(whereabouts_unknown=True, organisation=False, workers=10),
    ):
        assert why_not("posted", "ordinary", met)


def test_simple_ways_in_arbitration_only_when_handled_simply():
    assert not why_not("simple", "ordinary", Circumstances(simplified=None))
    assert not why_not("simple", "ordinary", Circumstances(simplified=True))
    assert why_not("simple", "ordinary", Circumstances(simplified=False))


def test_every_method_rests_on_an_article():
    for method in METHODS.values():
        assert method.basis.startswith("《"), method.code
        assert method.condition.endswith("。")
        assert all(article(rule).verified for rule in method.rules)
    assert METHODS["left"].basis.startswith(
        "《民事诉讼法》第八十九条、《劳动人事争议仲裁办案规则》"
    )


@pytest.mark.parametrize(
    ("written", "code"),
    [("电子邮箱", "email"), ("短信通知", "sms"), ("微信", "wechat"), ("送达平台", "platform")],
)
def test_channel_is_known_by_any_of_its_words(written, code):
    assert channel_called(written) == code


def test_title_tells_what_a_paper_is_to_the_rules_of_service():
    titles = ("仲裁调解书", "调解协议书", "先行裁决书", "调解意愿征询函", "开庭通知书")
    kinds = ["mediation", "mediation", "award", "invitation", "ordinary"]
    assert [kind_of_title(title) for title in titles] == kinds


def test_method_is_found_by_title_and_by_word():
    for method in METHODS.values():
        assert method_called(method.title) is method_called(method.word) is method


@pytest.mark.parametrize(
    ("province", "allowed"), [("河北省", (30,)), ("山东省", (30, 15)), ("浙江省", (30,))]
)
def test_shorter_notice_is_the_law_of_its_province_only(province, allowed, monkeypatch):
    here = Profile(("国家", province))
    monkeypatch.setattr(service, "Profile", lambda: here)
    assert service.notice_days() == allowed
