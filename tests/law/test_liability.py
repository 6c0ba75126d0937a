import pytest

from law.liability import Facts, liabilities, rebuttal

CASES = [
    ({"licensed_subcontractor_in_arrears": True}, "general_contractor", "LIAB-01"),
    ({"licensed_subcontractor_in_arrears": True}, "subcontractor", "LIAB-01"),
    ({"onward_contract": True}, "general_contractor", "LIAB-02"),
    ({"owner_late_with_works_price": True}, "project_owner", "LIAB-03"),
    ({"owner_contracted_unqualified": True}, "project_owner", "LIAB-04"),
    (
        {"general_contractor_subcontracted_unqualified": True},
        "general_contractor",
        "LIAB-04",
    ),
    (
        {"general_contractor_subcontracted_unqualified": True},
        "general_contractor",
        "LIAB-09",
    ),
    ({"borrowed_licence": True}, "borrowed_licence_lender", "LIAB-05"),
    ({"project_unlawful": True}, "project_owner", "LIAB-06"),
    ({"unlicensed_dispatch": True}, "user_of_dispatched_workers", "LIAB-07"),
    ({"employer_is_partnership_or_sole": True}, "investor", "LIAB-08"),
    ({"employer_defunct": True}, "founding_body", "ARB-40"),
    ({"individual_contracting": True}, "crew_leader", "LIAB-10"),
    ({"employer_paid_unqualified": True}, "employer", "LIAB-12"),
]


@pytest.mark.parametrize(("facts", "role", "article_id"), CASES)
def test_a_fact_brings_in_the_payer_the_law_names(facts, role, article_id):
    named = {(found.role, found.article_id) for found in liabilities(Facts(**facts))}
    assert (role, article_id) in named
    assert (role, article_id) not in {
        (found.role, found.article_id) for found in liabilities(Facts())
    }


def test_without_further_facts_only_the_employer_pays():
    assert [found.role for found in liabilities(Facts())] == ["employer"]


def test_the_owner_advances_no_more_than_the_unpaid_works_price():
    facts = Facts(owner_late_with_works_price=True, unpaid_works_price_fen=5_000_000)
    owner = next(found for found in liabilities(facts) if found.role == "project_owner")
    assert (owner.cap_fen, owner.cap_unknown) == (5_000_000, False)


def test_an_unknown_works_price_is_not_taken_for_no_cap():
    owner = liabilities(Facts(owner_late_with_works_price=True))[-1]
    assert owner.cap_unknown


def test_the_general_contractor_pays_first_and_may_recover():
    found = liabilities(Facts(licensed_subcontractor_in_arrears=True))[1]
    assert found.sentence == (
        "施工总承包单位：先行清偿，可追偿（《保障农民工工资支付条例》第三十条第三款）"
    )


def test_a_quality_dispute_is_answered_and_is_no_defence():
    pleaded = Facts(quality_dispute_pleaded=True)
    assert "第三十五条" in rebuttal(pleaded)
    assert liabilities(pleaded) == liabilities(Facts())
    assert rebuttal(Facts()) is None
