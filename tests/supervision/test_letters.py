"""Workers are sent on to legal aid in time, and a case that is late is carded by the rules."""

from datetime import timedelta

import pytest

from cases import operations as cases
from cases.models import Deadline
from staff.choices import BodyKind
from staff.operations import establish_system_user, register_body
from staff.refusals import ActRefused
from supervision.choices import AidStage, CardColour
from supervision.operations import refer_to_legal_aid, show_warning_card
from tests import builders

pytestmark = pytest.mark.django_db
ON = builders.ON
SIGNED = {"name": "石磊", "post": "负责人"}


@pytest.fixture(autouse=True)
def bureau():
    """The labour bureau, in whose name the letters go out."""
    system = establish_system_user()
    body = register_body(
        kind=BodyKind.LABOUR_DEPARTMENT,
        name="示例市人力资源和社会保障局",
        by=system,
        address="示例市示例区示例路7号",
        phone="10000090007",
    )
    builders.settle_series(builders.a_centre(), by=system, on=ON)
    return body


@pytest.fixture
def case():
    return builders.an_accepted_case(2)


def refer(case, **changes):
    facts = {
        "recipient": "示例市法律援助中心",
        "workers": list(case.parties.workers()),
        "stage": AidStage.MEDIATION,
        "signed_off": SIGNED,
        "by": builders.staff_of(case).intake_officer,
        "on": ON,
    }
    return refer_to_legal_aid(case=case, **(facts | changes))


def test_a_referral_names_claims_and_running_limits_and_starts_the_clock_of_seven_days(case):
    referral = refer(case)
    paper = referral.document.context
    assert [row["name"] for row in paper["applicants"]] == [w.name for w in case.parties.workers()]
    assert paper["clocks"]
    assert case.deadlines.get(rule="AID-02").due_on == ON + timedelta(days=7)


def test_with_less_than_seven_days_left_aid_is_asked_for_in_advance(case):
    assert not refer(case, urgent_until=ON + timedelta(days=7)).urgent
    assert refer(case, urgent_until=ON + timedelta(days=6)).urgent


def test_a_limit_that_is_over_is_not_asked_for(case):
    with pytest.raises(ActRefused) as refused:
        refer(case, urgent_until=ON - timedelta(days=1))
    assert refused.value.source == "V-D2"


def test_who_has_been_paid_needs_no_aid_and_nobody_no_letter():
    case = builders.a_settled_case(1)
    builders.pay(case)
    for workers in ([], list(case.parties.workers())):
        with pytest.raises(ActRefused) as refused:
            refer(case, workers=workers)
        assert refused.value.source == "AID-01"


# Cards


@pytest.fixture
def late(case) -> Deadline:
    return case.deadlines.get(rule="MED-07")


def card(case, deadline, colour=CardColour.YELLOW, **changes):
    on = changes.pop("on", deadline.due_on + timedelta(days=1))
    facts = {
        "recipient": "示例区示例街道办事处",
        "demands": ["三个工作日内提出办结方案"],
        "report_by": on + timedelta(days=5),
        "signed_off": SIGNED,
        "leaders": [{"name": "程明", "post": "分管副市长", "on": on.isoformat()}],
        "by": builders.staff_of(case).director,
        "on": on,
    }
    return show_warning_card(case=case, colour=colour, deadline=deadline, **(facts | changes))


def confirm(case, *codes_and_values) -> None:
    for code, value in codes_and_values:
        cases.confirm_parameter(
            centre=case.centre,
            code=code,
            value=value,
            effective_from=ON.replace(month=1, day=1),
            source="《示例市督办办法》",
            by=builders.staff_of(case).director,
            on=ON,
        )


UNIT = (("card_day_unit", "natural_day"), ("card_progress", "any_step"))


def test_a_yellow_card_only_after_the_last_day_and_once(case, late):
    with pytest.raises(ActRefused, match="没有超期"):
        card(case, late, on=late.due_on)
    shown = card(case, late)
    assert shown.document.context["overdue_days"] == 1
    with pytest.raises(ActRefused, match="已经发出"):
        card(case, late)


def test_a_red_card_needs_confirmed_rules_ten_days_and_a_yellow_before(case, late):
    tenth = late.due_on + timedelta(days=10)
    with pytest.raises(ActRefused) as refused:
        card(case, late, CardColour.RED, on=tenth)
    assert refused.value.source == "V-L1"
    confirm(case, *UNIT)
    with pytest.raises(ActRefused, match="没有发出过黄牌"):
        card(case, late, CardColour.RED, on=tenth)
    card(case, late)
    with pytest.raises(ActRefused, match="满10天"):
        card(case, late, CardColour.RED, on=tenth - timedelta(days=1))
    with pytest.raises(ActRefused) as refused:
        card(case, late, CardColour.RED, on=tenth, leaders=[])
    assert refused.value.source == "V-S1"
    red = card(case, late, CardColour.RED, on=tenth)
    assert red.document.context["copies_to"] == ["市委督查室", "市政府督查室"]


def test_in_working_days_ten_take_longer(case, late):
    confirm(case, ("card_day_unit", "working_day"), UNIT[1])
    card(case, late)
    with pytest.raises(ActRefused, match="满10天"):
        card(case, late, CardColour.RED, on=late.due_on + timedelta(days=10))


def test_a_step_after_the_limit_bars_the_red_card(case, late):
    confirm(case, *UNIT)
    card(case, late)
    cases.record(
        case,
        "give_rights_notice",
        by=builders.staff_of(case).intake_officer,
        on=late.due_on + timedelta(days=3),
        summary="约谈用人单位负责人",
    )
    with pytest.raises(ActRefused, match="约谈用人单位负责人") as refused:
        card(case, late, CardColour.RED, on=late.due_on + timedelta(days=10))
    assert refused.value.source == "SEED-02"


def test_only_the_director_shows_a_card(case, late):
    with pytest.raises(ActRefused):
        card(case, late, by=builders.staff_of(case).mediator)
    assert card(case, late, by=establish_system_user())
