"""Parties: identities that hold, nobody on both sides, elections and powers of attorney."""

from datetime import date, timedelta

import pytest

from cases.choices import AuthorityScope, LinkKind, PartyKind, PartyRole, SealKind
from cases.operations import (
    add_link,
    add_party,
    amend_party,
    name_debtor,
    record_authority,
    record_election,
    record_materials,
    record_service_addresses,
)
from staff.refusals import ActRefused
from tests.builders import ON, a_case, id_number, staff_of, uscc

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return a_case(n_workers=1)


def by(case):
    return staff_of(case).intake_officer


def company(case, **changes):
    facts = {"role": PartyRole.GENERAL_CONTRACTOR, "kind": PartyKind.ORG, "uscc": uscc(21)}
    facts |= {"name": "示例建工集团有限公司", "by": by(case), "on": ON}
    return add_party(case=case, **(facts | changes))


def person(case, **changes):
    facts = {"role": PartyRole.FOREMAN, "kind": PartyKind.NATURAL, "id_no": id_number(991)}
    facts |= {"name": "马六", "by": by(case), "on": ON}
    return add_party(case=case, **(facts | changes))


def test_a_code_is_stored_as_it_is_printed(case):
    assert company(case, uscc=uscc(21).lower() + " ").uscc == uscc(21)


@pytest.mark.parametrize(
    "wrong",
    [
        {"uscc": uscc(21)[:-1] + ("0" if uscc(21)[-1] != "0" else "1")},
        {"uscc": "123"},
        {"name": " "},
    ],
)
def test_a_company_that_cannot_be_is_refused(case, wrong):
    before = case.parties.count()
    with pytest.raises(ActRefused) as refused:
        company(case, **wrong)
    assert refused.value.source == "V-P1"
    assert case.parties.count() == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"id_no": id_number(991)[:-1] + ("0" if id_number(991)[-1] != "0" else "1")},
        {"birth": date(1979, 8, 17)},
        {"sex": "女"},
        {"name": "马\u200b六"},
    ],
)
def test_a_person_who_cannot_be_is_refused(case, wrong):
    with pytest.raises(ActRefused) as refused:
        person(case, **wrong)
    assert refused.value.source == "V-P1"


def test_birth_and_sex_follow_from_the_number(case):
    entered = person(case)
    assert (entered.birth, entered.sex) == (date(1979, 8, 16), "男")


@pytest.mark.parametrize("typed", [id_number(1), id_number(1)[:6] + " " + id_number(1)[6:]])
def test_a_worker_cannot_be_on_the_other_side(case, typed):
    with pytest.raises(ActRefused) as refused:
        person(case, id_no=typed)
    assert refused.value.source == "V-P3"


def test_a_correction_cannot_put_a_person_on_both_sides(case):
    foreman = person(case)
    with pytest.raises(ActRefused) as refused:
        amend_party(party=foreman, by=by(case), on=ON, reason="录错", id_no=id_number(1))
    assert refused.value.source == "V-P3"
    worker = case.parties.workers().first()
    with pytest.raises(ActRefused) as refused:
        amend_party(
            party=worker, by=by(case), on=ON, reason="录错", id_no=foreman.id_no,
            birth=None, sex="",
        )  # fmt: skip
    assert refused.value.source == "V-P3"


def test_a_correction_cannot_make_two_workers_one():
    case = a_case(n_workers=2)
    second = case.parties.workers().last()
    with pytest.raises(ActRefused) as refused:
        amend_party(party=second, by=by(case), on=ON, reason="录错", id_no=id_number(1), sex="")
    assert refused.value.source == "V-P1"


def test_a_correction_needs_its_reason_and_keeps_what_was(case):
    foreman = person(case)
    with pytest.raises(ActRefused, match="更正理由"):
        amend_party(party=foreman, by=by(case), on=ON, reason=" ", name="马六六")
    amend_party(party=foreman, by=by(case), on=ON, reason="身份证为准", name="马六六")
    assert [row.name for row in foreman.history.all()] == ["马六六", "马六"]
    assert case.events.last().act == "amend_party"


def test_a_party_of_another_case_is_not_taken_for_one_of_this(case):
    foreign = a_case().debtor
    with pytest.raises(ActRefused):
        name_debtor(case=case, party=foreign, by=by(case))
    with pytest.raises(ActRefused):
        add_link(
            case=case, upper=foreign, lower=case.debtor, kind=LinkKind.SUBCONTRACT,
            by=by(case), on=ON,
        )  # fmt: skip


def test_a_link_is_drawn_once_and_has_two_ends(case):
    upper = company(case)
    link = {"case": case, "kind": LinkKind.SUBCONTRACT, "by": by(case), "on": ON}
    add_link(upper=upper, lower=case.debtor, **link)
    with pytest.raises(ActRefused, match="已经登记"):
        add_link(upper=upper, lower=case.debtor, **link)
    with pytest.raises(ActRefused, match="同一当事人"):
        add_link(upper=upper, lower=upper, **link)


# Elections (MED-26, COL-02)


def elect(case, how_many, *, signed=None, strangers=()):
    workers = list(case.parties.workers())
    return record_election(
        case=case,
        representatives=[*workers[:how_many], *strangers],
        signed_by=workers if signed is None else signed,
        powers=["递交材料"],
        may_settle=False,
        witness=by(case),
        by=by(case),
        on=ON,
    )


def test_nine_workers_cannot_elect_and_ten_can():
    with pytest.raises(ActRefused) as refused:
        elect(a_case(n_workers=9), 3)
    assert refused.value.source == "MED-26"
    assert elect(a_case(n_workers=10), 3).representatives.count() == 3


@pytest.mark.parametrize(("how_many", "allowed"), [(2, False), (3, True), (5, True), (6, False)])
def test_three_to_five_represent(how_many, allowed):
    case = a_case(n_workers=10)
    if allowed:
        assert elect(case, how_many).representatives.count() == how_many
        return
    with pytest.raises(ActRefused) as refused:
        elect(case, how_many)
    assert refused.value.source == "COL-02"
    assert not case.elections.exists()


def test_one_worker_named_three_times_is_one():
    case = a_case(n_workers=10)
    worker = case.parties.workers().first()
    with pytest.raises(ActRefused, match="现推选1名"):
        elect(case, 1, strangers=[worker, worker])


def test_a_representative_is_on_the_roster():
    case = a_case(n_workers=10)
    with pytest.raises(ActRefused, match="必须在花名册中"):
        elect(case, 2, strangers=[case.debtor])


def test_every_worker_signs_the_election():
    case = a_case(n_workers=10)
    with pytest.raises(ActRefused, match="第10行") as refused:
        elect(case, 3, signed=list(case.parties.workers())[:9])
    assert refused.value.source == "D07"


# Powers of attorney, service, materials


def authorise(case, **changes):
    facts = {"party": case.debtor, "agent": "何平", "scope": AuthorityScope.SPECIAL}
    facts |= {"special_items": ["代为和解"], "valid_from": ON, "valid_to": ON, "by": by(case)}
    facts |= {"seal_kind": SealKind.OFFICIAL, "on": ON}
    return record_authority(**(facts | changes))


@pytest.mark.parametrize(
    ("wrong", "source"),
    [
        ({"seal_kind": SealKind.PROJECT_DEPARTMENT}, "V-S2"),
        ({"seal_kind": SealKind.CONTRACT}, "V-S2"),
        ({"seal_kind": SealKind.DEPARTMENT}, "V-S2"),
        ({"seal_kind": ""}, "V-S2"),
        ({"valid_to": ON - timedelta(days=1)}, "V-D1"),
        ({"agent": " "}, "V-P1"),
    ],
)
def test_a_power_of_attorney_that_does_not_hold_is_refused(case, wrong, source):
    with pytest.raises(ActRefused) as refused:
        authorise(case, **wrong)
    assert refused.value.source == source
    assert not case.authorities.exists()


def test_a_worker_authorises_without_a_seal(case):
    worker = case.parties.workers().first()
    assert authorise(case, party=worker, seal_kind="").party == worker


def test_a_new_address_supersedes_the_earlier_one(case):
    facts = {"case": case, "parties": [case.debtor], "e_service": False, "e_channel": ""}
    for address in ("示例路1号", "示例路2号"):
        record_service_addresses(address=address, by=by(case), on=ON, **facts)
    current = case.service_addresses.get(superseded=False)
    assert current.address == "示例路2号"


def test_electronic_service_needs_a_telephone(case):
    silent = company(case, phone="")
    with pytest.raises(ActRefused, match="联系电话"):
        record_service_addresses(
            case=case, parties=[silent], address="示例路1号", e_service=True, e_channel="短信",
            by=by(case), on=ON,
        )  # fmt: skip


def test_a_piece_brought_again_is_the_same_evidence(case):
    hand_in = {"case": case, "received_from": "赵国栋", "originals_returned": True}
    hand_in |= {"by": by(case), "on": ON}
    record_materials(pieces=[{"name": "工资条", "pages": 2}, {"name": "考勤表"}], **hand_in)
    record_materials(pieces=[{"no": 1, "name": "工资条"}, {"name": "欠条"}], **hand_in)
    assert list(case.evidence.values_list("no", "name")) == [
        (1, "工资条"),
        (2, "考勤表"),
        (3, "欠条"),
    ]
    assert case.receipts.last().evidence.count() == 2
