from datetime import date
from decimal import Decimal

import pytest

from law.areas import ParameterUnconfirmed, Profile, lookup, parameters
from law.statutes import all_articles, article

ON = date(2026, 11, 21)
BAODING = Profile()


def entry(value, start, end=None, **more):
    return {
        "value": value,
        "from": start,
        "to": end,
        "source": "冀政发通知",
        "confirmed_by": "管理员",
        "confirmed_on": start,
        **more,
    }


def test_a_verified_value_holds_without_the_centre():
    found = lookup("red_card_days", ON, BAODING, {})
    assert (found.value, found.layer, found.status) == (10, "保定市", "verified")


def test_an_unconfirmed_value_stops_with_its_chinese_name():
    with pytest.raises(ParameterUnconfirmed, match="月最低工资标准") as stopped:
        lookup("monthly_min_wage", ON, BAODING, {})
    assert stopped.value.code == "monthly_min_wage"


def test_a_starting_value_is_not_used_until_confirmed():
    with pytest.raises(ParameterUnconfirmed):
        lookup("card_day_unit", ON, BAODING, {})


def test_a_confirmed_value_holds_in_its_time_only():
    confirmed = {
        "monthly_min_wage": [
            entry("2200", "2023-01-01", "2025-12-31"),
            entry("2380.50", "2026-01-01"),
        ]
    }
    assert lookup("monthly_min_wage", date(2024, 6, 1), BAODING, confirmed).value == 220000
    assert lookup("monthly_min_wage", ON, BAODING, confirmed).value == 238050
    with pytest.raises(ParameterUnconfirmed):
        lookup("monthly_min_wage", date(2022, 6, 1), BAODING, confirmed)


def test_of_two_confirmed_values_in_force_the_later_wins():
    confirmed = {
        "follow_up_working_days": [entry("7", "2025-01-01"), entry("5", "2026-06-01")],
    }
    assert lookup("follow_up_working_days", ON, BAODING, confirmed).value == 5


def test_the_centre_s_own_value_goes_before_the_shipped_one():
    confirmed = {"red_card_days": [entry("8", "2026-01-01")]}
    assert lookup("red_card_days", ON, BAODING, confirmed).value == 8
    assert lookup("red_card_days", date(2025, 1, 1), BAODING, confirmed).value == 10


def test_the_narrower_layer_goes_before_the_wider():
    confirmed = {
        "public_notice_days": [
            entry("15", "2026-01-01", layer="河北省"),
            entry("20", "2026-01-01", layer="国家"),
        ]
    }
    assert lookup("public_notice_days", ON, BAODING, confirmed).value == 15
    assert lookup("public_notice_days", ON, Profile(("国家",)), confirmed).value == 20


def test_a_city_s_number_does_not_hold_in_another_city():
    with pytest.raises(ParameterUnconfirmed):
        lookup("red_card_days", ON, Profile(("国家", "山东省", "济南市")), {})


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("crime_threshold_one_worker", "4999.99"),
        ("crime_threshold_one_worker", "20000.01"),
        ("file_retention_years", "4"),
        ("fund_cap_arrears_ratio", "120%"),
        ("mediation_body_kind", "centre"),
        ("red_card_days", "十"),
        ("monthly_min_wage", "2,200"),
        ("mediation_body_name", " "),
    ],
)
def test_a_value_outside_what_the_law_allows_is_refused(code, text):
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        parameters()[code].parse(text)


def test_ratios_are_read_as_percent_or_fraction():
    ratio = parameters()["fund_cap_arrears_ratio"]
    assert ratio.parse("20%") == ratio.parse("0.2") == Decimal("0.2")


def test_every_parameter_rests_on_known_rules_and_shipped_values_are_allowed():
    for parameter in parameters().values():
        assert all(article(rule) for rule in parameter.rules)
        for value in parameter.values:
            if parameter.choices and value.value is not None:
                assert value.value in parameter.choices


def test_every_rule_the_centre_has_to_confirm_has_a_parameter_for_it():

    covered = {rule for parameter in parameters().values() for rule in parameter.rules}
    waiting = {found.id for found in all_articles() if found.confirm}
    assert waiting <= covered
