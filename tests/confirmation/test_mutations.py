"""
A good packet with one thing broken at a time: the self-check names exactly what is broken.

Every reason the self-check looks for (COVERED) is broken at least once. Recall is whole when each
break is found under its own code; a false alarm is any certain finding under another code, or one
on a file that is in order.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from cases.choices import Capacity, SealKind
from cases.models import Case
from confirmation.checks import COVERED, Filing, findings
from confirmation.choices import CourtGround, ReturnReason
from confirmation.models import Application
from mediation.choices import AgreementState, Mark
from mediation.queries import current_agreement
from staff.models import Body
from tests.adjudication.reviews import ask
from tests.confirmation.filings import a_complete_file, court, later, show_papers, sides

pytestmark = pytest.mark.django_db


@dataclass
class Made:
    """What would be sent; a mutation changes the case, or one of these."""

    case: Case
    on: date
    changes: dict = field(default_factory=dict)
    signed_by: list | None = None
    others: list | None = None


Break = Callable[[Made], None]
BREAKS: list[tuple[ReturnReason, str, Break]] = []


def breaks(reason: ReturnReason, words: str = "") -> Callable[[Break], Break]:
    def register(mutation: Break) -> Break:
        BREAKS.append((reason, words, mutation))
        return mutation

    return register


def signature_of(case: Case, *, worker: bool):
    found = current_agreement(case).signatures.filter(party__roster_no__isnull=not worker)
    return found.filter(party__isnull=False).first()


def change(thing, **values) -> None:
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save(update_fields=list(values))


@breaks(ReturnReason.OTHER_PROCEDURE, "仲裁审查")
def reviewed_by_the_commission(made: Made) -> None:
    ask(made.case)


@breaks(ReturnReason.ONE_SIDE, "未签名")
def the_employer_did_not_sign(made: Made) -> None:
    made.signed_by = sides(made.case)[0]


@breaks(ReturnReason.ONE_SIDE, "未签名")
def one_worker_did_not_sign(made: Made) -> None:
    workers, others = sides(made.case)
    made.signed_by = [*workers[1:], *others]


@breaks(ReturnReason.LATE, "三十日")
def a_day_too_late(made: Made) -> None:
    made.on = made.case.deadlines.get(rule="JC-01").due_on + timedelta(days=1)


@breaks(ReturnReason.BODY_UNPROVED, "登记号")
def the_body_is_not_registered(made: Made) -> None:
    change(made.case.mediation_body, registration_no="")


@breaks(ReturnReason.BODY_UNPROVED, "印章")
def the_seal_is_not_registered(made: Made) -> None:
    change(made.case.mediation_body, seal_registered_on=None)


@breaks(ReturnReason.NO_SEAL, "作废")
def the_agreement_was_voided(made: Made) -> None:
    change(made.changes["agreement"], state=AgreementState.VOID)


@breaks(ReturnReason.SIGNED_BY_REPRESENTATIVE, "本人签名")
def a_representative_signed_for_a_worker(made: Made) -> None:
    mark = signature_of(made.case, worker=True)
    change(mark, capacity=Capacity.ELECTED_REPRESENTATIVE, signer="代表人")


@breaks(ReturnReason.WRONG_SEAL, "公章")
def a_project_seal(made: Made) -> None:
    change(signature_of(made.case, worker=False), seal_kind=SealKind.PROJECT_DEPARTMENT)


@breaks(ReturnReason.WRONG_SEAL, "公章")
def the_seal_for_contracts(made: Made) -> None:
    change(signature_of(made.case, worker=False), seal_kind=SealKind.CONTRACT)


@breaks(ReturnReason.WRONG_SEAL, "公章")
def a_signature_without_a_seal(made: Made) -> None:
    change(signature_of(made.case, worker=False), marks=[Mark.SIGNATURE])


@breaks(ReturnReason.WRONG_SEAL, "公章")
def a_department_applies(made: Made) -> None:
    name = f"{made.case.debtor.name}项目部"
    change(made.case.debtor, name=name)
    made.others = [type(made.case.debtor).objects.get(pk=made.case.debtor_id)]
    show_papers(made.others[0])


@breaks(ReturnReason.NO_AUTHORITY, "特别授权")
def an_agent_without_power(made: Made) -> None:
    mark = signature_of(made.case, worker=False)
    change(mark, capacity=Capacity.AUTHORISED_AGENT, signer="无权")


@breaks(ReturnReason.NAME_DIFFERS, "不一致")
def another_name_on_the_licence(made: Made) -> None:
    show_papers(made.case.debtor, registered_name="别的劳务有限公司")


@breaks(ReturnReason.NAME_DIFFERS, "校验")
def a_wrong_check_digit(made: Made) -> None:
    worker = made.case.parties.workers().first()
    last = "1" if worker.id_no[-1] != "1" else "2"
    change(worker, id_no=worker.id_no[:-1] + last)


@breaks(ReturnReason.NO_IDENTITY_PAPERS, "身份证明")
def no_identity_papers(made: Made) -> None:
    made.case.parties.workers().last().identity_papers.all().delete()


@breaks(ReturnReason.INDEFINITE_SUM_OR_DAY)
def no_definite_day(made: Made) -> None:
    change(made.changes["agreement"].proposal, other_terms=["其余款项尽快支付。"])


@breaks(ReturnReason.COLLECTED_BY_FOREMAN)
def the_foreman_collects(made: Made) -> None:
    change(made.changes["agreement"].proposal, other_terms=["上述款项由班组长代领后发给各劳动者。"])


@breaks(ReturnReason.NOT_PAYMENT_ONLY)
def it_confirms_a_relationship(made: Made) -> None:
    change(
        made.changes["agreement"].proposal,
        other_terms=["双方确认自2026年6月1日起存在劳动关系。"],
    )


@breaks(ReturnReason.THIRD_PARTY_BOUND, "约束")
def somebody_bound_has_not_signed(made: Made) -> None:
    signature_of(made.case, worker=False).delete()


@breaks(ReturnReason.NO_SERVICE_ADDRESS, "送达地址")
def no_service_address(made: Made) -> None:
    made.case.debtor.service_addresses.all().delete()


@breaks(ReturnReason.SUSPECTED_SHAM, "证据")
def no_evidence(made: Made) -> None:
    made.case.evidence.update(submitted=False)


@breaks(ReturnReason.WRONG_COURT, "邀请文书")
def an_invitation_that_is_not_named(made: Made) -> None:
    made.changes["ground"] = CourtGround.INVITING_COURT


@breaks(ReturnReason.WRONG_COURT, "住所地")
def nobody_lives_there(made: Made) -> None:
    made.changes["ground"] = CourtGround.PARTY_DOMICILE


@breaks(ReturnReason.WRONG_COURT, "基层")
def an_intermediate_court(made: Made) -> None:
    made.changes["court"] = Body(name="示例市中级人民法院", kind="court")


def looked_through(mutation: Break | None) -> list:
    """Return what the self-check finds on a file in which one thing was broken."""
    case = a_complete_file()
    made = Made(case, later(case), {"agreement": current_agreement(case)})
    if mutation:
        mutation(made)
    case = Case.objects.get(pk=case.pk)
    workers, others = sides(case)
    facts = {
        "court": court(),
        "ground": CourtGround.MEDIATION_ORG_PLACE,
        "place": case.mediation_body.address,
        "applied_on": made.on,
        "confirm_by": case.deadlines.get(rule="JC-01").due_on,
    } | made.changes
    facts["agreement"].refresh_from_db()
    others = made.others or others
    signed = made.signed_by if made.signed_by is not None else [*workers, *others]
    application = Application(case=case, **facts)
    return findings(Filing(application, signed, made.on, sides=(workers, others)))


def test_on_a_file_in_order_nothing_is_found():
    assert [finding for finding in looked_through(None) if not finding.look] == []


def test_every_reason_that_is_looked_for_is_broken_here():
    assert {reason for reason, _, _ in BREAKS} == set(COVERED)


@pytest.mark.parametrize(
    ("reason", "words", "mutation"),
    [pytest.param(*one, id=one[2].__name__) for one in BREAKS],
)
def test_the_one_thing_broken_is_found_under_its_own_code_and_no_other(reason, words, mutation):
    found = [finding for finding in looked_through(mutation) if not finding.look]
    assert {finding.reason for finding in found} == {reason}
    assert all(words in finding.sentence for finding in found)


def test_many_files_in_order_raise_no_alarm():
    for workers, instalments in ((1, 1), (3, 2), (12, 3)):
        case = a_complete_file(workers, instalments)
        mine, theirs = sides(case)
        draft = Application(
            case=case,
            agreement=current_agreement(case),
            court=court(),
            ground=CourtGround.MEDIATION_ORG_PLACE,
            place=case.mediation_body.address,
            applied_on=later(case),
            confirm_by=case.deadlines.get(rule="JC-01").due_on,
        )
        everybody = [*mine, *theirs]
        found = findings(Filing(draft, everybody, later(case), sides=(mine, theirs)))
        assert [finding for finding in found if not finding.look] == []
