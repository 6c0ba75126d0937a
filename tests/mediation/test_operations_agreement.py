"""The agreement: signed by each, sealed, in effect on the last day; paid once, or in default."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.choices import Capacity, CaseStatus, CloseOutcome, EntryKind, SealKind
from cases.models import Case
from cases.queries import total_account, wage_accounts
from mediation import operations
from mediation.choices import AgreementState, EndReason, Mark, PaymentMethod
from mediation.models import Payment, Signature
from mediation.papers.blocks import UNCALCULATED, basis_of
from mediation.queries import (
    agreement_outstanding_fen,
    current_agreement,
    next_instalment,
    signature_places,
)
from mediation.routes import next_for_workers, routes_after_agreement
from staff.models import Body
from staff.refusals import ActRefused
from tests.builders import (
    ON,
    a_settled_case,
    an_accepted_case,
    an_agreement,
    pay,
    seal,
    sign,
    sign_all,
    staff_of,
)

pytestmark = pytest.mark.django_db
DUE = 693000


def refused_by(source, act, *args, **facts):
    with pytest.raises(ActRefused) as refused:
        act(*args, **facts)
    assert refused.value.source == source, refused.value
    return refused.value


@pytest.fixture
def agreement():
    return an_agreement(an_accepted_case(1))


def debtor(agreement):
    return agreement.case.debtor


def worker(agreement):
    return agreement.case.parties.workers().first()


def test_calculation_is_printed_only_if_it_comes_to_what_is_claimed(agreement):
    assert "×" in basis_of(worker(agreement))
    worker(agreement).wage_items.update(formula="1日×1.00元/日", rate_fen=1)
    assert basis_of(worker(agreement)) == UNCALCULATED


# Signatures


@pytest.mark.parametrize(
    ("who", "wrong", "source"),
    [
        (worker, {"marks": [Mark.FINGERPRINT]}, "MED-10"),
        (worker, {"signer": "孙长河"}, "V-P2"),
        (worker, {"capacity": Capacity.ELECTED_REPRESENTATIVE}, "V-P2"),
        (worker, {"on": ON - timedelta(days=1)}, "V-D1"),
        (worker, {"document_sha256": "0" * 64}, "V-H1"),
        (debtor, {"marks": [Mark.SIGNATURE]}, "V-S1"),
        (debtor, {"seal_kind": ""}, "V-S1"),
        (debtor, {"seal_kind": SealKind.PROJECT_DEPARTMENT}, "V-S2"),
        (debtor, {"seal_kind": SealKind.CONTRACT}, "V-S2"),
        (debtor, {"seal_kind": SealKind.COMMISSION}, "V-S2"),
        (debtor, {"signer": "何平", "capacity": Capacity.AUTHORISED_AGENT}, "V-P2"),
    ],
)
def test_a_signature_that_does_not_bind_is_refused(agreement, who, wrong, source):
    refused_by(source, sign, agreement, who(agreement), **wrong)
    assert not agreement.signatures.exists()


def test_a_party_signs_once(agreement):
    sign(agreement, worker(agreement))
    refused_by("V-S1", sign, agreement, worker(agreement))


def test_a_mediator_does_not_sign_before_the_paper_is_made(agreement):
    mediator = staff_of(agreement.case).mediator
    early = {"mediator": mediator, "by": mediator, "on": ON - timedelta(days=1)}
    refused_by("V-D1", operations.sign_as_mediator, agreement=agreement, **early)


def test_another_mediator_does_not_sign(agreement):
    staff = staff_of(agreement.case)
    other = {"mediator": staff.other_mediator, "by": staff.mediator, "on": ON}
    refused_by("MED-10", operations.sign_as_mediator, agreement=agreement, **other)


# The seal


def test_the_seal_comes_last(agreement):
    case = agreement.case
    for party in (worker(agreement), debtor(agreement)):
        refused_by("V-S1", seal, case)
        sign(agreement, party)
    refused_by("V-S1", seal, case)
    assert Case.objects.get(pk=case.pk).status == CaseStatus.ACCEPTED


@pytest.mark.parametrize("kind", [SealKind.OFFICIAL, SealKind.DEPARTMENT, SealKind.COMMISSION])
def test_another_seal_than_the_bodys_is_refused(agreement, kind):
    sign_all(agreement)
    case = agreement.case
    by = staff_of(case).mediator
    refused_by("V-S2", operations.seal_agreement, case=case, seal_kind=kind, by=by, on=ON)


def test_a_body_without_registration_does_not_seal(agreement):
    sign_all(agreement)
    Body.objects.filter(pk=agreement.case.mediation_body_id).update(registration_no="")
    refused_by("MED-01", seal, agreement.case)
    assert not Signature.objects.filter(slot="seal").exists()


def test_the_seal_settles_the_case_and_starts_the_clocks(agreement):
    sign_all(agreement)
    sealed = seal(agreement.case)
    case = Case.objects.get(pk=agreement.case_id)
    assert (case.status, sealed.state, sealed.effective_on) == (
        CaseStatus.SETTLED,
        AgreementState.EFFECTIVE,
        ON,
    )
    due = {d.rule: d.due_on for d in case.deadlines.filter(state="running")}
    assert due == {"REV-01": ON + timedelta(days=15), "JC-01": ON + timedelta(days=30)}
    assert total_account(wage_accounts(case))["agreed"] == DUE
    refused_by("MED-10", seal, case)


@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(days=st.lists(st.integers(min_value=0, max_value=20), min_size=4, max_size=4))
def test_effect_begins_on_the_last_of_all_marks(db, days):
    with transaction.atomic():
        made = an_agreement(an_accepted_case(1))
        *of_places, of_seal = (ON + timedelta(days=n) for n in days)
        places = signature_places(made)
        assert len(places) == len(of_places)
        mediator = staff_of(made.case).mediator
        for place, day in zip(places, of_places, strict=True):
            if place.party:
                sign(made, place.party, on=day)
            else:
                operations.sign_as_mediator(agreement=made, mediator=mediator, by=mediator, on=day)
        assert seal(made.case, on=of_seal).effective_on == max(*of_places, of_seal)
        transaction.set_rollback(True)


def test_a_void_agreement_leaves_the_claims(agreement):
    case = agreement.case
    mediator = staff_of(case).mediator
    operations.void_agreement(agreement=agreement, reason="一方拒签", by=mediator, on=ON)
    assert current_agreement(case) is None
    assert total_account(wage_accounts(case))["outstanding"] == DUE
    refused_by("MED-10", sign, agreement, case.debtor)


# Payments


@pytest.fixture
def settled():
    return a_settled_case(2, 2)


def open_rows(case, fen=None):
    return [(w, fen or DUE // 2) for w in case.parties.workers()]


def test_a_payment_reaches_the_accounts_and_makes_its_paper(settled):
    pay(settled)
    assert total_account(wage_accounts(settled))["paid"] == DUE
    assert settled.documents.filter(code="D15").count() == 1
    assert next_instalment(current_agreement(settled)).no == 2


def test_the_same_wage_is_not_paid_twice(settled):
    rows = open_rows(settled)
    pay(settled, rows=rows)
    refused_by("V-P4", pay, settled, rows=rows)
    assert total_account(wage_accounts(settled))["paid"] == DUE
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "source"),
    [
        (lambda case: {"rows": open_rows(case, DUE // 2 + 1)}, "V-P4"),
        (lambda case: {"rows": [*open_rows(case), open_rows(case)[0]]}, "V-P4"),
        (lambda case: {"rows": open_rows(case, -1)}, "V-M4"),
        (lambda case: {"rows": []}, "D15"),
        (lambda case: {"payer": case.parties.workers().first()}, "V-P4"),
        (lambda case: {"voucher": " "}, "D15"),
        (lambda case: {"stated_total_fen": 1}, "V-M2"),
        (lambda case: {"on": ON - timedelta(days=1)}, "V-D1"),
        (lambda case: {"method": PaymentMethod.CASH, "witnesses": ["姚静"]}, "V-S1"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_whole(settled, wrong, source):
    before = settled.events.count()
    refused_by(source, pay, settled, **wrong(settled))
    assert not Payment.objects.exists()
    assert total_account(wage_accounts(settled))["paid"] == 0
    assert settled.events.count() == before


def test_cash_is_paid_before_two_witnesses(settled):
    pay(settled, method=PaymentMethod.CASH, witnesses=["姚静", "田禾"])
    assert Payment.objects.get().method == PaymentMethod.CASH


def test_the_last_payment_performs_the_agreement(settled):
    pay(settled, no=1)
    pay(settled, no=2)
    assert current_agreement(settled).state == AgreementState.PERFORMED
    assert agreement_outstanding_fen(current_agreement(settled)) == 0


# Default


FIRST_DUE = ON + timedelta(weeks=1)


def declare(case, *, no=1, on=FIRST_DUE + timedelta(days=10), **more):
    instalment = current_agreement(case).instalments.get(no=no)
    by = staff_of(case).mediator
    return operations.declare_default(instalment=instalment, by=by, on=on, **more)


def test_a_default_waits_for_the_days_of_grace(settled):
    last = FIRST_DUE + timedelta(days=3)
    refused_by("MED-14", declare, settled, on=last)
    assert not settled.deadlines.filter(rule="MED-14").exists()
    assert declare(settled, on=last + timedelta(days=1)).unpaid_fen == DUE


def test_a_default_brings_the_rest_forward(settled):
    first = settled.parties.workers().first()
    pay(settled, rows=[(first, 46500)])
    default = declare(settled)
    assert (default.unpaid_fen, default.accelerated_fen) == (DUE - 46500, DUE)
    assert default.due_now_fen == agreement_outstanding_fen(current_agreement(settled))
    due = {n.worker.roster_no: n.due_now_fen for n in next_for_workers(settled, on=FIRST_DUE)}
    assert due == {1: DUE - 46500, 2: DUE}


def test_what_is_paid_is_no_default(settled):
    pay(settled)
    refused_by("MED-14", declare, settled)


def test_a_default_is_declared_once(settled):
    declare(settled)
    refused_by("MED-14", declare, settled)


def test_a_default_misstated_is_refused(settled):
    refused_by("V-M2", declare, settled, stated={"unpaid_total_fen": DUE - 1})
    refused_by("V-M3", declare, settled, stated={"accelerated_instalments": [3]})


def test_a_default_opens_the_ways_of_the_law(settled):
    before = {r.name for r in routes_after_agreement(settled, on=ON) if r.open}
    assert before == {"共同申请仲裁审查", "共同申请司法确认"}
    declare(settled)
    on = FIRST_DUE + timedelta(days=4)
    after = {r.name for r in routes_after_agreement(settled, on=on) if r.open}
    assert after == before | {"申请支付令", "申请劳动仲裁", "直接向法院起诉"}
    late = {r.name for r in routes_after_agreement(settled, on=ON + timedelta(days=31)) if r.open}
    assert late == {"申请支付令", "申请劳动仲裁", "直接向法院起诉"}


# The end


def close(case, outcome=CloseOutcome.SETTLED_AND_PERFORMED, fen=0, **more):
    by = staff_of(case).intake_officer
    return operations.close_case(
        case=case, outcome=outcome, outstanding_fen=fen, by=by, on=ON, **more
    )


def test_a_case_closes_on_the_figure_of_its_accounts():
    case = an_accepted_case(1)
    operations.terminate_mediation(
        case=case, reason=EndReason.WITHDRAWN, guidance=["可依法申请仲裁"],
        by=staff_of(case).mediator, on=ON,
    )  # fmt: skip
    refused_by("V-M2", close, case, CloseOutcome.WITHDRAWN, DUE - 1)
    refused_by("D18", close, case, CloseOutcome.DECLINED, DUE)
    closed = close(case, CloseOutcome.WITHDRAWN, DUE)
    assert (closed.status, closed.closed_on) == (CaseStatus.CLOSED, ON)
    assert [d.rule for d in closed.deadlines.filter(state="running")] == ["ARB-37"]


def test_performed_means_paid(settled):
    pay(settled)
    owed = total_account(wage_accounts(settled))["outstanding"]
    refused_by("D18", close, settled, fen=owed)
    assert Case.objects.get(pk=settled.pk).status == CaseStatus.SETTLED


def test_an_ended_mediation_leaves_nothing_open():
    case = an_accepted_case(1)
    facts = {"case": case, "by": staff_of(case).mediator, "on": ON}
    refused_by(
        "MED-18", operations.terminate_mediation, reason=EndReason.OTHER, guidance=[], **facts
    )
    refused_by(
        "D13", operations.terminate_mediation, reason=EndReason.PARTLY_SETTLED,
        guidance=["可依法申请仲裁"], **facts,
    )  # fmt: skip
    operations.terminate_mediation(
        reason=EndReason.RESPONDENT_UNREACHABLE, guidance=["可依法申请仲裁"], **facts
    )
    assert Case.objects.get(pk=case.pk).status == CaseStatus.ENDED
    assert not case.deadlines.filter(state="running").exists()


def test_what_was_advanced_or_paid_stays_on_the_account(settled):
    pay(settled)
    kinds = {e.kind for a in settled.wage_items.all() for e in a.entries.all()}
    assert kinds == {EntryKind.CLAIMED, EntryKind.PAID_BEFORE, EntryKind.AGREED, EntryKind.PAID}
