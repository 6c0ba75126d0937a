"""Leads: nobody is turned away without reason and route, nothing is docketed twice."""

from datetime import date

import pytest

from cases.choices import CaseStatus, Channel, LeadOutcome, LeadStatus
from cases.models import Case, Lead
from cases.operations import file_lead, merge_lead, open_case, refer_lead
from cases.queries import possible_duplicates
from staff.refusals import ActRefused, NotPermitted
from tests.builders import ON, a_case, a_centre, a_lead, id_number, people

pytestmark = pytest.mark.django_db
FULL_WIDTH_NINE = "\uff19"
JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 31), date(2026, 8, 1)


@pytest.fixture
def centre():
    return a_centre()


@pytest.fixture
def staff(centre):
    return people(centre)


@pytest.fixture
def lead(centre, staff):
    return a_lead(centre, staff)


def duplicates(**changes):
    asked = {"reporter": "赵国栋", "debtor": "示例建筑劳务有限公司"}
    asked |= {"period_from": JUNE, "period_to": JULY}
    return possible_duplicates(**(asked | changes))


def test_a_lead_gets_a_number_and_who_answers_for_it(lead, staff):
    assert lead.number == "示农薪线〔2026〕1号"
    assert (lead.taken_by, lead.status) == (staff.intake_officer, LeadStatus.OPEN)


@pytest.mark.parametrize(
    ("wrong", "source"),
    [
        ({"period_to": date(2026, 5, 31)}, "V-D1"),
        ({"period_from": date(2026, 11, 17), "period_to": date(2026, 11, 18)}, "V-D1"),
        ({"headcount": 0}, "V-T1"),
        ({"amount_fen": -1}, "V-M4"),
        ({"debtor_name": "　"}, "V-P1"),
        ({"reporter_name": ""}, "V-P1"),
    ],
)
def test_a_lead_that_cannot_be_true_is_refused(centre, staff, wrong, source):
    with pytest.raises(ActRefused) as refused:
        a_lead(centre, staff, **wrong)
    assert refused.value.source == source
    assert not Lead.objects.exists()


def test_the_very_same_lead_is_taken_in_once(centre, staff):
    told = {"summary": "两个月没有发工资", "reporter_phone": "10000000001"}
    first = a_lead(centre, staff, **told)
    with pytest.raises(ActRefused, match=f"已经登记（{first.number}）"):
        a_lead(centre, staff, **told)
    assert Lead.objects.count() == 1
    a_lead(centre, staff, **(told | {"reporter_phone": "10000000002"}))
    a_lead(centre, staff, **(told | {"amount_fen": 100}))
    last = a_lead(centre, staff, on=date(2026, 11, 17), **told)
    assert last.number == "示农薪线〔2026〕4号"  # the refused one left no gap


def test_an_old_claim_is_taken_in(centre, staff):
    old = a_lead(centre, staff, period_from=date(2019, 1, 1), period_to=date(2019, 6, 30))
    assert old.status == LeadStatus.OPEN


def test_a_lead_of_the_same_name_is_warned_about(lead):
    assert [d.number for d in duplicates()] == [lead.number]


def test_a_lead_of_the_same_identity_is_warned_about(centre, staff):
    known = a_lead(centre, staff, reporter_name="赵国柱", reporter_id_no=id_number(1))
    assert duplicates() == []
    assert [d.number for d in duplicates(id_no=id_number(1))] == [known.number]


def test_an_identity_number_is_the_same_however_it_was_typed(centre, staff):
    typed = " " + id_number(1).replace("9", FULL_WIDTH_NINE)
    known = a_lead(centre, staff, reporter_name="赵国柱", reporter_id_no=typed)
    assert [d.number for d in duplicates(id_no=id_number(1))] == [known.number]


def test_another_debtor_or_period_is_no_duplicate(lead):
    assert duplicates(debtor="示例建工集团有限公司") == []
    assert duplicates(period_from=AUGUST, period_to=AUGUST) == []
    assert duplicates(period_from=JULY, period_to=AUGUST) != []


def test_the_lead_itself_is_no_duplicate(lead):
    assert duplicates(exclude_lead=lead) == []


def test_a_worker_on_the_roster_of_an_open_case_is_warned_about():
    case = a_case(n_workers=2)
    Lead.objects.all().update(reporter_name="别人")
    [found] = duplicates(reporter="孙长河")
    assert (found.number, found.case_id) == (case.number, case.pk)
    Case.objects.update(status=CaseStatus.CLOSED, closed_on=ON)
    assert duplicates(reporter="孙长河") == []


def test_a_lead_is_docketed_once(lead, centre, staff):
    case = open_case(lead=lead, centre=centre, by=staff.intake_officer, on=ON)
    assert (case.number, case.status) == ("示农薪调字〔2026〕1号", CaseStatus.FILED)
    assert Lead.objects.get().case == case
    with pytest.raises(ActRefused, match="不能重复办理"):
        open_case(lead=lead, centre=centre, by=staff.other_intake_officer, on=ON)
    assert Case.objects.count() == 1


def test_a_second_lead_is_merged_into_the_case(lead, centre, staff):
    case = open_case(lead=lead, centre=centre, by=staff.intake_officer, on=ON)
    again = a_lead(centre, staff, channel=Channel.HOTLINE_12345, source_number="2026-881")
    merge_lead(lead=again, case=case, by=staff.intake_officer, on=ON)
    again.refresh_from_db()
    assert (again.status, again.case, again.source_number) == (
        LeadStatus.MERGED,
        case,
        "2026-881",
    )
    assert case.events.last().act == "merge_lead"
    with pytest.raises(ActRefused, match="已并入"):
        merge_lead(lead=again, case=case, by=staff.intake_officer, on=ON)


def test_a_lead_is_not_merged_into_a_closed_case(lead, centre, staff):
    case = open_case(lead=lead, centre=centre, by=staff.intake_officer, on=ON)
    Case.objects.update(status=CaseStatus.CLOSED, closed_on=ON)
    with pytest.raises(ActRefused, match="已结案"):
        merge_lead(lead=a_lead(centre, staff), case=case, by=staff.intake_officer, on=ON)


@pytest.mark.parametrize(
    ("reason", "route", "source"), [(" ", "人民法院", "D02N"), ("系工程款", " ", "ADM-06")]
)
def test_nobody_is_sent_away_without_reason_and_route(lead, staff, reason, route, source):
    with pytest.raises(ActRefused) as refused:
        refer_lead(
            lead=lead, outcome=LeadOutcome.WORKS_PRICE, reason=reason, route=route,
            by=staff.intake_officer, on=ON,
        )  # fmt: skip
    assert refused.value.source == source
    assert Lead.objects.get().status == LeadStatus.OPEN


@pytest.mark.parametrize(
    ("outcome", "status"),
    [(LeadOutcome.WORKS_PRICE, LeadStatus.REFERRED), (LeadOutcome.PAID, LeadStatus.DECLINED)],
)
def test_a_referred_lead_keeps_where_to_go(lead, staff, outcome, status):
    refer_lead(
        lead=lead, outcome=outcome, reason="经核实", route="向人民法院起诉",
        by=staff.intake_officer, on=ON,
    )  # fmt: skip
    lead.refresh_from_db()
    assert (lead.status, lead.route, lead.replied_on) == (status, "向人民法院起诉", ON)


def test_a_mediator_takes_no_leads(centre, staff):
    with pytest.raises(NotPermitted):
        file_lead(
            centre=centre, channel=Channel.WALK_IN, reporter_name="赵国栋", debtor_name="某公司",
            headcount=1, amount_fen=1, period_from=JUNE, period_to=JULY, by=staff.mediator, on=ON,
        )  # fmt: skip
