"""Time limits in a case: started, replaced, met, extended, recomputed, never printed by guess."""

from datetime import date, timedelta

import pytest

from cases.choices import CaseStatus, DeadlineState
from cases.models import Case, Deadline, SeriesCounter
from cases.operations import (
    confirm_parameter,
    enter_calendar_year,
    extend_deadline,
    mark_missed,
    meet_deadline,
    start_deadline,
)
from cases.queries import optional_parameter, parameter
from law.areas import ParameterUnconfirmed
from staff.refusals import ActRefused, NotPermitted
from tests.builders import ON, a_case, accept, apply, people, staff_of

pytestmark = pytest.mark.django_db
LATE = date(2026, 12, 20)


@pytest.fixture
def case():
    return a_case(n_workers=1)


@pytest.fixture
def by(case):
    return staff_of(case).intake_officer


def start(case, rule="MED-07", trigger=ON, **more) -> Deadline:
    event = "受理调解申请"
    by = staff_of(case).intake_officer
    return start_deadline(case=case, rule=rule, event=event, trigger=trigger, by=by, **more)


def new_year(by, rest_days=(date(2027, 1, 1), date(2027, 1, 4)), **changes):
    facts = {"year": 2027, "rest_days": list(rest_days), "make_up_days": []}
    facts |= {"source": "国办发明电〔2026〕示例号", "published_on": ON, "by": by, "on": ON}
    return enter_calendar_year(**(facts | changes))


def test_a_deadline_keeps_how_it_was_found(case):
    kept = start(case)
    assert (kept.starts_on, kept.amount, kept.unit) == (ON, 15, "natural_day")
    assert (kept.raw_on, kept.due_on, kept.provisional) == (
        date(2026, 12, 1),
        date(2026, 12, 1),
        False,
    )
    assert kept.steps


def test_starting_again_replaces_the_running_one(case):
    first, second = start(case), start(case, trigger=ON + timedelta(days=2))
    first.refresh_from_db()
    assert (first.state, second.state) == (DeadlineState.CANCELLED, DeadlineState.RUNNING)


def test_deadlines_with_different_suffix_run_side_by_side(case):
    start(case, "JC-01")
    start(case, "JC-01", suffix="7")
    assert case.deadlines.filter(state=DeadlineState.RUNNING).count() == 2


def test_late_is_still_met(case, by):
    started = start(case)
    system = staff_of(case).system
    assert mark_missed(on=started.due_on, by=system) == 0
    assert mark_missed(on=started.due_on + timedelta(days=1), by=system) == 1
    meet_deadline(case=case, rule="MED-07", on=started.due_on + timedelta(days=3), by=by)
    started.refresh_from_db()
    assert (started.state, started.met_on) == (DeadlineState.MET, date(2026, 12, 4))


def test_only_the_clock_marks_a_deadline_missed(by):
    with pytest.raises(NotPermitted):
        mark_missed(on=ON, by=by)


def test_extending_moves_the_day_and_keeps_the_earlier_row(case, by):
    earlier = start(case)
    day = date(2026, 12, 15)
    later = extend_deadline(case=case, rule="MED-07", until=day, by=by, reason="双方同意延期")
    earlier.refresh_from_db()
    assert (earlier.state, later.due_on) == (DeadlineState.CANCELLED, day)


def test_extending_to_an_earlier_day_is_refused(case, by):
    due_on = start(case).due_on
    with pytest.raises(ActRefused, match="晚于"):
        extend_deadline(case=case, rule="MED-07", until=due_on, by=by, reason="双方同意延期")


def test_extending_what_does_not_run_is_refused(case, by):
    with pytest.raises(ActRefused) as refused:
        extend_deadline(case=case, rule="MED-07", until=LATE, by=by, reason="双方同意延期")
    assert refused.value.source == "MED-07"


# The year whose notice has not been published


def test_a_day_in_an_unpublished_year_is_provisional(case):
    assert start(case, trigger=LATE).provisional


def test_entering_the_calendar_moves_what_runs_into_it(case):
    running = start(case, trigger=LATE)
    assert running.due_on == date(2027, 1, 4)
    met = start(case, "MED-06", trigger=LATE)
    meet_deadline(case=case, rule="MED-06", on=LATE, by=staff_of(case).intake_officer)
    moved = new_year(staff_of(case).director)
    assert [(d.pk, before) for d, before in moved] == [(running.pk, date(2027, 1, 4))]
    running.refresh_from_db()
    met.refresh_from_db()
    assert (running.due_on, running.provisional) == (date(2027, 1, 5), False)
    assert met.due_on == date(2027, 1, 4)
    assert "节假日" in running.history.first().history_change_reason


def test_a_day_agreed_on_stays_when_the_calendar_comes(case, by):
    start(case)
    day = date(2027, 1, 4)
    extended = extend_deadline(case=case, rule="MED-07", until=day, by=by, reason="双方同意延期")
    assert extended.provisional
    assert new_year(staff_of(case).director) == []
    extended.refresh_from_db()
    assert (extended.due_on, extended.provisional) == (day, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": " "},
        {"rest_days": [date(2026, 12, 31)]},
        {"make_up_days": [date(2027, 1, 1)]},
    ],
)
def test_a_calendar_that_cannot_be_right_is_refused(case, wrong):
    with pytest.raises(ActRefused) as refused:
        new_year(staff_of(case).director, **wrong)
    assert refused.value.source == "V-D4"


def test_a_mediator_cannot_enter_a_calendar(case):
    with pytest.raises(NotPermitted):
        new_year(staff_of(case).mediator)


def test_a_paper_whose_day_is_not_certain_is_refused_and_nothing_changes(case):
    apply(case)
    before = (case.events.count(), case.documents.count(), case.deadlines.count())
    numbers = list(SeriesCounter.objects.order_by("pk").values_list("last", flat=True))
    with pytest.raises(ActRefused, match="2027年") as refused:
        accept(case, on=LATE)
    assert refused.value.source == "V-D4"
    again = Case.objects.get(pk=case.pk)
    assert (again.status, again.accepted_on) == (CaseStatus.FILED, None)
    assert (case.events.count(), case.documents.count(), case.deadlines.count()) == before
    assert list(SeriesCounter.objects.order_by("pk").values_list("last", flat=True)) == numbers
    new_year(staff_of(case).director, rest_days=[date(2027, 1, 1)])
    assert accept(case, on=LATE).status == CaseStatus.ACCEPTED


# Parameters of the area


def confirm(case, /, value="7", **changes):
    facts = {"centre": case.centre, "code": "follow_up_working_days", "value": value}
    facts |= {"effective_from": date(2026, 1, 1), "source": "示人社发〔2026〕1号"}
    facts |= {"by": people(case.centre).director, "on": ON}
    return confirm_parameter(**(facts | changes))


def test_a_parameter_nobody_confirmed_is_named(case):
    with pytest.raises(ParameterUnconfirmed, match="尚未核定"):
        parameter("follow_up_working_days", case=case, on=ON)
    assert optional_parameter("follow_up_working_days", case=case, on=ON) is None


def test_a_confirmed_parameter_holds_from_its_day(case):
    confirm(case, effective_from=ON)
    assert int(parameter("follow_up_working_days", case=case, on=ON).value) == 7
    assert optional_parameter("follow_up_working_days", case=case, on=ON - timedelta(1)) is None


def test_a_value_for_training_is_never_used_for_a_real_case(case):
    confirm(case, demo=True)
    assert optional_parameter("follow_up_working_days", case=case, on=ON) is None
    training = a_case(demo=True)
    assert int(parameter("follow_up_working_days", case=training, on=ON).value) == 7


def test_a_value_of_one_training_case_is_used_there_alone(case):
    training, other = a_case(demo=True), a_case(demo=True)
    confirm(case, case=training, demo=True)
    assert optional_parameter("follow_up_working_days", case=training, on=ON) is not None
    assert optional_parameter("follow_up_working_days", case=other, on=ON) is None


def test_a_real_case_has_no_value_of_its_own(case):
    with pytest.raises(ActRefused, match="真实案件"):
        confirm(case, case=case)


@pytest.mark.parametrize(
    "wrong", [{"code": "unheard_of"}, {"value": ""}, {"value": "七"}, {"source": " "}]
)
def test_a_parameter_without_sense_or_source_is_refused(case, wrong):
    with pytest.raises(ActRefused) as refused:
        confirm(case, **wrong)
    assert refused.value.source == "V-L1"


def test_a_mediator_confirms_no_parameter(case):
    with pytest.raises(NotPermitted):
        confirm(case, by=staff_of(case).mediator)
