"""The record of a case: complete, chained, never changed; an act is done whole or not at all."""

import pytest
from django.db import DatabaseError, connection, transaction

from cases.choices import CaseStatus, CloseOutcome, Complexity, OfficerCapacity
from cases.models import (
    CASE_MOVES,
    Case,
    CaseEvent,
    CaseOfficer,
    Deadline,
    Lead,
    NumberSeries,
    Party,
    SeriesCounter,
    WageEntry,
)
from cases.operations import (
    AlreadySubmitted,
    IllegalMove,
    case_changed,
    claim_submission,
    first_broken_event,
    lock_case,
    move_case,
    open_case,
    record,
    triage_case,
)
from mediation import operations as mediation
from mediation.choices import DeclineReason, EndReason
from staff.refusals import ActRefused
from tests.builders import (
    ON,
    a_case,
    a_centre,
    a_lead,
    a_settled_case,
    an_accepted_case,
    apply,
    people,
    staff_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def note(case, text="备注", **changes) -> CaseEvent:
    return record(case, "note", by=staff_of(case).intake_officer, on=ON, summary=text, **changes)


# The chain


def test_events_of_a_case_are_numbered_without_gaps():
    case = a_settled_case(1)
    assert list(case.events.values_list("seq", flat=True)) == list(
        range(1, case.events.count() + 1)
    )


def test_an_untouched_record_holds():
    case = a_settled_case(2, 2)
    note(case, "含有“引号”、换行\n和表情🙂", facts={"fen": 1, "空": None, "list": [1, "二"]})
    assert first_broken_event(case) is None


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def set_past_the_trigger(event: CaseEvent, assignment: str) -> None:
    """Change a row as somebody with the keys to the database would."""
    on_postgresql = connection.vendor == "postgresql"
    sql(
        "SET LOCAL session_replication_role = replica"
        if on_postgresql
        else "DROP TRIGGER cases_caseevent_append_only"
    )
    sql(f"UPDATE cases_caseevent SET {assignment} WHERE id = {event.pk}")
    if on_postgresql:
        sql("SET LOCAL session_replication_role = DEFAULT")


@pytest.mark.parametrize(
    "assignment",
    [
        "summary = '没有这回事'",
        "facts = '{\"fen\": 2}'",
        "\"on\" = '2026-11-17'",
        "act = 'other'",
        "private = NOT private",
        "seq = seq + 100",
        "prev_hash = ''",
        "hash = 'f'",
        "by_id = (SELECT id FROM staff_user WHERE username = 'stranger')",
    ],
)
def test_a_planted_edit_is_located(assignment):
    case = a_case()
    planted, _ = note(case, facts={"fen": 1}), note(case)
    set_past_the_trigger(planted, assignment)
    found = first_broken_event(case)
    assert found is not None
    # A row that was renumbered leaves a gap, which shows at the next one.
    assert found.pk == planted.pk if "seq" not in assignment else found.seq > planted.seq


# Append-only


@pytest.mark.parametrize("table", ["cases_caseevent", "cases_wageentry"])
def test_the_database_refuses_to_change_a_row(table):
    a_case(n_workers=1)
    column = {"cases_caseevent": "summary", "cases_wageentry": "basis"}[table]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(f"UPDATE {table} SET {column} = '改'")
    assert not CaseEvent.objects.filter(summary="改").exists()
    assert not WageEntry.objects.filter(basis="改").exists()


@pytest.mark.parametrize("model", [CaseEvent, WageEntry])
def test_a_stored_row_cannot_be_saved_again(model):
    a_case(n_workers=1)
    row = model.objects.first()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.save()


@pytest.mark.postgresql
@pytest.mark.parametrize("table", ["cases_caseevent", "cases_wageentry"])
def test_the_database_refuses_to_delete_a_row(table):
    a_case(n_workers=1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(f"DELETE FROM {table}")


# What goes with every act


def test_a_form_is_accepted_once():
    staff = people(a_centre())
    claim_submission(key="k1", by=staff.mediator, path="/x/")
    with pytest.raises(AlreadySubmitted):
        claim_submission(key="k1", by=staff.mediator, path="/x/")


def test_a_form_whose_act_failed_may_be_sent_again():
    staff = people(a_centre())
    with transaction.atomic():
        claim_submission(key="k1", by=staff.mediator, path="/x/")
        transaction.set_rollback(True)
    claim_submission(key="k1", by=staff.mediator, path="/x/")


def test_a_change_is_announced_after_commit(django_capture_on_commit_callbacks):
    case = a_case()
    heard = []

    def listen(sender, case_id, **kwargs):
        heard.append(case_id)

    case_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            note(case)
            assert heard == []
    finally:
        case_changed.disconnect(listen)
    assert heard == [case.pk]


def test_every_history_row_names_who_and_why():
    a_settled_case(2, 2)
    for model in (Case, CaseOfficer, Party, Lead, Deadline, NumberSeries):
        rows = model.history.all()
        assert rows.exists(), model
        unexplained = [r for r in rows if not r.history_user_id or not r.history_change_reason]
        assert unexplained == [], model


def test_every_current_row_has_its_history():
    a_settled_case(2, 2)
    for model in (Case, CaseOfficer, Party, Lead, Deadline):
        assert set(model.objects.values_list("pk", flat=True)) == set(
            model.history.values_list("id", flat=True)
        ), model


# The lifecycle


@pytest.fixture
def in_status():
    """Return a function that puts an open case with its application into any status."""
    case = an_accepted_case(1)

    def in_status(status):
        changed = {"status": status, "closed_on": ON if status == CaseStatus.CLOSED else None}
        Case.objects.filter(pk=case.pk).update(**changed)
        return Case.objects.get(pk=case.pk)

    return in_status


@pytest.mark.parametrize("act", CASE_MOVES)
@pytest.mark.parametrize("status", CaseStatus)
def test_a_move_is_allowed_from_its_statuses_only(in_status, act, status):
    case = in_status(status)
    if status in CASE_MOVES[act].frm:
        locked = lock_case(case)
        locked.closed_on = ON
        move_case(locked, act, by=staff_of(case).intake_officer, reason="试")
        assert Case.objects.get(pk=case.pk).status == CASE_MOVES[act].to
        return
    with pytest.raises(IllegalMove) as refused:
        move_case(lock_case(case), act, by=staff_of(case).intake_officer, reason="试")
    assert CASE_MOVES[act].label in str(refused.value)
    assert Case.objects.get(pk=case.pk).status == status


def do(act, case):
    """Do the act of law that makes a move, as the officer who took the case in."""
    staff = staff_of(case)
    common = {"case": case, "by": staff.intake_officer, "on": ON}
    if act == "accept":
        return mediation.accept_application(
            mediators=[staff.mediator], recorder=staff.recorder, venue="第一调解室", **common
        )
    if act == "decline":
        return mediation.decline_application(
            reason=DeclineReason.NOT_WAGES,
            reason_text="系工程款",
            next_step="向人民法院起诉",
            **common,
        )
    if act == "end":
        return mediation.terminate_mediation(
            reason=EndReason.WITHDRAWN, guidance=["可依法申请仲裁"], **common
        )
    return mediation.close_case(outcome=CloseOutcome.WITHDRAWN, outstanding_fen=693000, **common)


@pytest.mark.parametrize("act", ["accept", "decline", "end", "close"])
@pytest.mark.parametrize("status", CaseStatus)
def test_an_act_in_the_wrong_status_changes_nothing(in_status, act, status):
    case = in_status(status)
    if status in CASE_MOVES[act].frm:
        do(act, case)
        assert Case.objects.get(pk=case.pk).status == CASE_MOVES[act].to
        return
    before = counts(case)
    with pytest.raises(ActRefused):
        do(act, case)
    assert Case.objects.get(pk=case.pk).status == status
    assert counts(case) == before


def counts(case) -> tuple:
    return (
        case.events.count(),
        case.documents.count(),
        case.deadlines.count(),
        Case.history.count(),
        list(SeriesCounter.objects.order_by("pk").values_list("last", flat=True)),
    )


def test_a_closed_case_takes_no_more_acts():
    case = a_case()
    Case.objects.filter(pk=case.pk).update(status=CaseStatus.CLOSED, closed_on=ON)
    with pytest.raises(ActRefused, match="已结案"):
        triage_case(
            case=case, complexity=Complexity.SMALL, reason="一人", by=staff_of(case).director, on=ON
        )


# All or nothing


def test_a_case_that_cannot_be_recorded_takes_no_number(monkeypatch):
    centre = a_centre()
    staff = people(centre)
    lead = a_lead(centre, staff)

    def fail(*args, **kwargs):
        raise ActRefused("写不进去", source="test")

    monkeypatch.setattr("cases.operations.leads.record", fail)
    with pytest.raises(ActRefused, match="写不进去"):
        open_case(lead=lead, centre=centre, by=staff.intake_officer, on=ON)
    assert not Case.objects.exists()
    assert not CaseOfficer.objects.exists()
    assert not SeriesCounter.objects.filter(series__code="mediation_case").exists()
    assert Lead.objects.get().status == "open"


def test_an_acceptance_whose_paper_fails_leaves_nothing(monkeypatch):
    case = apply(a_case(n_workers=1))
    before = counts(case)

    def fail(*args, **kwargs):
        raise ActRefused("印不出来", source="test")

    monkeypatch.setattr("mediation.operations.application.issue_document", fail)
    with pytest.raises(ActRefused, match="印不出来"):
        do("accept", case)
    again = Case.objects.get(pk=case.pk)
    assert (again.status, again.accepted_on) == (CaseStatus.FILED, None)
    assert not again.officers.filter(capacity=OfficerCapacity.MEDIATOR).exists()
    assert counts(case) == before


def test_an_accepted_case_is_seen_by_those_at_work_on_it():
    case = an_accepted_case(1)
    staff = staff_of(case)
    seeing = {
        name
        for name, user in vars(staff).items()
        if Case.objects.visible_to(user).filter(pk=case.pk).exists()
    }
    assert seeing == {"intake_officer", "mediator", "recorder", "director"}
