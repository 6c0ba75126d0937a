"""An order to pay runs in working days from service, and is not obeyed only when they are over."""

from datetime import date

import pytest

from cases import operations as cases
from cases.choices import DirectiveService
from staff.refusals import ActRefused
from tests import builders

pytestmark = pytest.mark.django_db
ISSUED, SERVED, END = date(2026, 9, 28), date(2026, 9, 29), date(2026, 10, 10)


@pytest.fixture
def case():
    return builders.a_case(on=date(2026, 9, 27))


def registered(case, **changes):
    facts = {
        "number": "示人社监令字〔2026〕31号",
        "issued_on": ISSUED,
        "debtor": case.debtor,
        "amount_fen": 137_642_20,
        "worker_count": 16,
        "term_days": 4,
        "officers": ["高远"],
        "by": builders.staff_of(case).intake_officer,
        "on": ISSUED,
    }
    return cases.register_payment_directive(case=case, **(facts | changes))


def posted(directive, **changes):
    facts = {
        "service": DirectiveService.POSTED,
        "served_on": SERVED,
        "officers": ["白露"],
        "places": ["示例区示例路31号厂区"],
        "recorded_by": ["photo", "video"],
        "by": builders.staff_of(directive.case).intake_officer,
        "on": SERVED,
    }
    return cases.serve_payment_directive(directive=directive, **(facts | changes))


def defaulted(directive, *, on, paid_fen=0, **changes):
    by = builders.staff_of(directive.case).intake_officer
    return cases.record_directive_default(
        directive=directive, paid_fen=paid_fen, by=by, on=on, **changes
    )


def test_four_working_days_run_over_the_holiday_to_a_working_saturday(case):
    assert posted(registered(case)).term_end == END


@pytest.mark.parametrize(
    "changes",
    [{"recorded_by": []}, {"places": []}, {"officers": []}],
    ids=["no photo or video", "no place", "one officer"],
)
def test_posting_without_its_record_is_no_service(case, changes):
    with pytest.raises(ActRefused) as refused:
        posted(registered(case), **changes)
    assert refused.value.source == "CRIM-04"


def test_on_the_last_day_nobody_is_in_default_yet(case):
    directive = posted(registered(case))
    with pytest.raises(ActRefused, match="2026-10-10届满") as refused:
        defaulted(directive, on=END)
    assert refused.value.source == "CRIM-01"


def test_who_paid_everything_is_not_in_default(case):
    directive = posted(registered(case))
    with pytest.raises(ActRefused, match="已经全部支付"):
        defaulted(directive, on=date(2026, 10, 12), paid_fen=137_642_20)


def test_the_default_starts_the_clock_of_the_list_from_the_end_of_the_term(case):
    defaulted(posted(registered(case)), on=date(2026, 10, 12))
    clock = case.deadlines.get(rule="LIST-03")
    assert (clock.starts_on, clock.due_on) == (END, date(2026, 11, 6))


def test_the_same_number_is_registered_once(case):
    registered(case)
    with pytest.raises(ActRefused, match="已经登记"):
        registered(case)


def test_only_who_works_on_the_case_registers(case):
    stranger = builders.staff_of(case).stranger
    with pytest.raises(ActRefused) as refused:
        registered(case, by=stranger)
    assert refused.value.source == "permission"
