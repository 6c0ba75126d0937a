"""An award is enforced when it has effect, when the time to pay is over, and for what is unpaid."""

from datetime import date

import pytest

from adjudication import operations as do
from adjudication.models import Arbitration
from adjudication.papers.enforcement import Clue
from cases.queries import worker_account
from staff.refusals import ActRefused
from tests import builders
from tests.adjudication import heard

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 5)


def refused(act, *, source: str, says: str = "") -> None:
    with pytest.raises(ActRefused, match=says or None) as caught:
        act()
    assert caught.value.source == source, str(caught.value)


def titles(arbitration: Arbitration) -> dict:
    awards = {award.kind: award for award in arbitration.awards.all()}
    for award in awards.values():
        heard.serve(award, arbitration.applicants.get(), date(2026, 9, 29))
        heard.serve(award, arbitration.case.debtor, date(2026, 9, 30))
    return awards


def enforce(award, **changes):
    arbitration = award.arbitration
    workers = list(arbitration.applicants.all())
    facts = {
        "case": arbitration.case,
        "title": do.title_of_award(award, workers, on=ON),
        "workers": workers,
        "court": heard.court(),
        "clues": [Clue("银行账户", "示例银行示例支行")],
        "by": builders.staff_of(arbitration.case).intake_officer,
        "on": ON,
    }
    return do.apply_for_enforcement(**(facts | changes))


def test_a_final_award_is_enforced_after_its_term_for_what_is_unpaid() -> None:
    arbitration = heard.an_issued_award()
    final, worker = titles(arbitration)["A12-1"], arbitration.applicants.get()
    in_time = date(2026, 10, 13)  # fifteen days from 28 September
    refused(
        lambda: do.title_of_award(final, [worker], on=in_time), source="ARB-44", says="支付期限"
    )
    applied = enforce(final)
    assert applied.amount_fen == heard.MARK + 546207 + 1980000
    context = applied.document.context
    assert context["title_document"]["finality"] == "终局"
    assert context["court_place"] == arbitration.case.debtor.address
    owed = worker_account(worker).outstanding_fen
    by = builders.staff_of(arbitration.case).intake_officer
    do.record_enforcement(
        enforcement=applied, rows=[(worker, "（2026）冀0699执9号", 100000)], by=by, on=ON
    )
    assert worker_account(worker).outstanding_fen == owed - 100000
    assert do.outstanding_fen(applied) == applied.amount_fen - 100000


def test_an_award_that_is_not_final_needs_its_certificate() -> None:
    arbitration = heard.an_issued_award()
    other, worker = titles(arbitration)["A12-2"], arbitration.applicants.get()
    early = date(2026, 10, 15)
    refused(lambda: do.title_of_award(other, [worker], on=early), source="ARB-44", says="尚未发生")
    refused(lambda: do.title_of_award(other, [worker], on=ON), source="A17")
    do.certify_effectiveness(
        award=other, court=heard.court(), asked_on=ON, by=heard.bench().clerk, on=ON
    )
    assert enforce(other).amount_fen == 2970000


def test_while_an_annulment_is_examined_nothing_is_enforced() -> None:
    arbitration = heard.an_issued_award()
    final = titles(arbitration)["A12-1"]
    do.record_suit(
        award=final,
        party=arbitration.case.debtor,
        court="示例市中级人民法院",
        filed_on=date(2026, 10, 9),
        annulment=True,
        by=heard.bench().clerk,
        on=date(2026, 10, 9),
    )
    refused(lambda: enforce(final), source="ARB-29")


def test_what_was_paid_on_the_award_is_not_asked_for_again() -> None:
    arbitration = heard.an_issued_award()
    final, worker = titles(arbitration)["A12-1"], arbitration.applicants.get()
    applied = enforce(final)
    by = builders.staff_of(arbitration.case).intake_officer
    do.record_enforcement(
        enforcement=applied,
        rows=[(worker, "（2026）冀0699执9号", applied.amount_fen)],
        by=by,
        on=ON,
    )
    paid = do.title_of_award(final, [worker], on=ON)
    assert paid.open_fen(worker) == 0
    refused(lambda: enforce(final), source="E02", says="没有未付的款项")


def test_interim_enforcement_goes_to_the_court_once_everybody_has_the_order() -> None:
    from adjudication.papers.award import Interim

    arbitration = heard.heard()
    wages, overtime = arbitration.claims.get(no=1), arbitration.claims.get(no=2)
    why = Interim(date(2026, 9, 24), "请求先予执行两个月工资", "双方均无争议", "无力支付房租")
    by, on = heard.presiding(arbitration), date(2026, 9, 25)

    def order(claim, formula, reasons=why):
        return do.order_interim_enforcement(
            arbitration=arbitration,
            items=[do.InterimItem(claim, formula)],
            why=reasons,
            court=heard.court(),
            by=by,
            on=on,
        )

    none = Interim(why.applied_on, why.request, why.clear_relation, "")
    refused(lambda: order(wages, "6600.00元/月×2个月", none), source="ARB-24", says="严重影响生活")
    refused(lambda: order(overtime, "6600.00元/月×2个月"), source="V-M5")
    award = order(wages, "6600.00元/月×2个月")
    assert (award.kind, award.items.get().awarded_fen) == ("A14", 1320000)
    refused(lambda: order(wages, "6600.00元/月"), source="ARB-24", says="已经裁决先予执行")

    def send():
        return do.send_interim_award(
            award=award,
            court=heard.court(),
            clues=["示例银行示例支行基本存款账户"],
            enclosures=[
                "先予执行申请书1份，共2页",
                "生活困难证据1份，共5页",
                "被申请人财产线索1份，共2页",
            ],
            approved_by=by,
            by=heard.bench().clerk,
            on=on,
        )

    refused(send, source="V-C1", says="还没有送达")
    heard.serve(award, arbitration.applicants.get(), on)
    heard.serve(award, arbitration.case.debtor, on)
    assert send().code == "A14L"
    assert arbitration.claims.filter(state="pending").count() == 4
