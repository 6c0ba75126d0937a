"""
Every act of the tribunal against every state an arbitration can stand in.

What may be done where is the table printed in docs/lifecycle.md: here each of its pairs is done,
and every other pair is refused with a sentence and leaves the file as it was.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from adjudication import operations as do
from adjudication.choices import ArbitrationState, MediationResult, SimplifiedGround
from adjudication.models import Arbitration, Challenge, CounterClaim
from adjudication.obligations import obligation_of
from adjudication.operations import Lacking
from adjudication.papers.award import Interim
from adjudication.papers.decisions import Approval
from adjudication.queries import next_hearing, panel
from cases.choices import Capacity, CloseOutcome, PartyKind, PartyRole
from cases.operations import add_party
from cases.queries import wage_accounts
from documents.scans import as_pages
from law.statutes import article
from mediation.choices import PaymentMethod
from staff.refusals import ActRefused
from tests import builders
from tests.adjudication import cases, heard
from tests.adjudication.test_statements import settle, sign
from tests.documents.test_scans import an_image

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).parents[2] / "docs" / "lifecycle.md"
ROW = re.compile(r"^\| `(\w+)` \| (\S+) \| (\S+) \| (\S+) \| (\S+) \|$", re.MULTILINE)
LATER = date(2026, 9, 8)
HEAD = Approval("范立群", "仲裁委员会主任", date(2026, 9, 8))


def _table() -> dict[str, dict[str, str]]:
    """Read by act: where it may be done, and where the case stands afterwards."""
    states = {state.label: state.value for state in ArbitrationState}
    found: dict[str, dict[str, str]] = {}
    for act, _, frm, to, source in ROW.findall(PAGE.read_text(encoding="utf-8")):
        assert article(source)
        for label in frm.split("、"):
            found.setdefault(act, {})[states[label]] = states[label if to == "—" else to]
    return found


TABLE = _table()


@dataclass(frozen=True)
class Act:
    """How an act is done, and on an arbitration of which stage."""

    base: Callable[[], Arbitration]
    do: Callable[[Arbitration], Any]


def _filed() -> Arbitration:
    return cases.a_filed_arbitration()


def _accepted() -> Arbitration:
    return cases.an_accepted_arbitration()


def _ordinary() -> Arbitration:
    return cases.a_formed_arbitration(simplified=False)


def _formed() -> Arbitration:
    return cases.a_formed_arbitration()


def _served() -> Arbitration:
    return cases.a_served_arbitration()


def _answered() -> Arbitration:
    return cases.an_answered_arbitration()


def _scheduled() -> Arbitration:
    return cases.a_scheduled_hearing().arbitration


def _heard() -> Arbitration:
    return heard.heard(absent=True, notified=True)


def _away() -> Arbitration:
    return heard.heard(away=True, notified=True)


def _found() -> Arbitration:
    arbitration = heard.heard()
    heard.find(arbitration)
    return arbitration


def _drafted() -> Arbitration:
    arbitration = _found()
    heard.draft(arbitration)
    return arbitration


def _decided() -> Arbitration:
    return heard.an_issued_award()


def _lacking() -> Arbitration:
    arbitration = cases.a_filed_arbitration()
    return _ask(arbitration)


def _ask(arbitration: Arbitration) -> Arbitration:
    return do.request_correction(
        arbitration=arbitration,
        items=[Lacking("身份证复印件", False, date(2026, 9, 7))],
        by=clerk(),
        on=cases.FILED,
    )


def _may_follow() -> Arbitration:
    arbitration = cases.a_filed_arbitration()
    return do.request_correction(
        arbitration=arbitration,
        items=[Lacking("身份证复印件", True, date(2026, 9, 20))],
        by=clerk(),
        on=cases.FILED,
    )


def _accepted_lacking() -> Arbitration:
    return cases.accept(_may_follow())


def _suspended_lacking() -> Arbitration:
    arbitration = _accepted_lacking()
    ACTS["suspend_arbitration"].do(arbitration)
    return Arbitration.objects.get(pk=arbitration.pk)


def _challenged() -> Arbitration:
    arbitration = _formed()
    _challenge(arbitration)
    return arbitration


def _challenge(arbitration: Arbitration) -> Challenge:
    return do.challenge_arbitrator(
        arbitration=arbitration,
        challenged=panel(arbitration)[0].user,
        party=arbitration.applicants.first(),
        ground="系被申请人代理人的近亲属",
        by=clerk(),
        on=LATER,
    )


def _with_evidence_period() -> Arbitration:
    arbitration = _served()
    _order_evidence(arbitration)
    return Arbitration.objects.get(pk=arbitration.pk)


def _order_evidence(arbitration: Arbitration) -> Any:
    return do.order_evidence(
        arbitration=arbitration,
        to=[arbitration.respondents.get()],
        employer_must_produce=["考勤记录"],
        due_on=date(2026, 9, 15),
        by=clerk(),
        on=cases.SERVED,
    )


def _countered() -> Arbitration:
    arbitration = _served()
    cases.answer(arbitration, counter_claims=["返还门禁卡"])
    return Arbitration.objects.get(pk=arbitration.pk)


def clerk():
    return cases.bench().clerk


def _investor(arbitration: Arbitration):
    return add_party(
        case=arbitration.case,
        key="investor",
        role=PartyRole.INVESTOR,
        kind=PartyKind.NATURAL,
        name="卢海洋",
        id_no=builders.id_number(77),
        address="示例区示例路5号",
        phone="10000090077",
        by=builders.staff_of(arbitration.case).intake_officer,
        on=LATER,
    )


def _decision(**more: Any) -> dict[str, Any]:
    return {"ground": "等待鉴定", "findings": "鉴定需要时间", "approval": HEAD} | more


def _said(**more: Any) -> dict[str, Any]:
    return {"ground": "查明的事由", "findings": "查明的事实", "by": clerk(), "on": LATER} | more


def _withdraw(arbitration: Arbitration) -> Any:
    return do.withdraw_arbitration(
        arbitration=arbitration,
        workers=list(arbitration.applicants.all()),
        reason="双方已和解",
        voluntary=True,
        head=cases.bench().fourth,
        by=clerk(),
        on=LATER,
    )


def _close(arbitration: Arbitration) -> Any:
    decided = arbitration.state == ArbitrationState.DECIDED
    left = sum(account.outstanding_fen for account in wage_accounts(arbitration.case))
    outcome = CloseOutcome.AWARD_EFFECTIVE if decided else CloseOutcome.WITHDRAWN
    if arbitration.state == ArbitrationState.SETTLED:
        outcome = CloseOutcome.SETTLED_AND_PERFORMED
    return do.close_arbitration(
        arbitration=arbitration,
        outcome=outcome,
        outstanding_fen=left,
        by=clerk(),
        on=date(2026, 11, 20),
    )


def _interim(arbitration: Arbitration) -> Any:
    claim = arbitration.claims.order_by("no").first()
    return do.order_interim_enforcement(
        arbitration=arbitration,
        items=[do.InterimItem(claim, "1000.00元×1")],
        why=Interim(LATER, "请求先予执行工资", "双方没有争议", "家有病人，没有其他收入"),
        court=heard.court(),
        by=heard.presiding(arbitration),
        on=heard.AWARDED,
    )


def _partial(arbitration: Arbitration) -> Any:
    first = arbitration.claims.order_by("no").first()
    return do.draft_partial_award(
        arbitration=arbitration,
        claims=[first],
        clear_part="工资数额清楚。",
        continuing_part="其余请求继续审理。",
        pay_within_days=15,
        by=heard.presiding(arbitration),
        on=heard.AWARDED,
    )


def _find(arbitration: Arbitration) -> Any:
    return do.find_element(
        element=arbitration.elements.get(code="E10"),
        found="9",
        finding="考勤表可以证明",
        evidence=list(arbitration.case.evidence.filter(submitted=True)),
        by=heard.presiding(arbitration),
        on=heard.AWARDED,
    )


def _issue(arbitration: Arbitration) -> Any:
    return heard.issue(arbitration.awards.order_by("id").first())


def _settling() -> Arbitration:
    """Settled by everybody and not signed for by anybody."""
    arbitration = _formed()
    settle(arbitration, list(arbitration.applicants.all()))
    return Arbitration.objects.get(pk=arbitration.pk)


def _suspended_settling() -> Arbitration:
    arbitration = _settling()
    ACTS["suspend_arbitration"].do(arbitration)
    return Arbitration.objects.get(pk=arbitration.pk)


def _sign(arbitration: Arbitration) -> Any:
    return sign(
        arbitration.statements.get(),
        *arbitration.applicants.all(),
        arbitration.respondents.get(),
    )


def _settled() -> Arbitration:
    """Settled, signed for and paid, so that its file may be closed."""
    arbitration = _settling()
    statement = _sign(arbitration)
    for part in obligation_of(statement).parts:
        do.record_payment_on_title(
            title=statement,
            payer=arbitration.respondents.get(),
            rows=[(line.worker, line.due_fen) for line in part.lines],
            method=PaymentMethod.BANK_TRANSFER,
            voucher="银行回单",
            acknowledged=[],
            by=clerk(),
            on=part.due_on,
        )
    return Arbitration.objects.get(pk=arbitration.pk)


ACTS: dict[str, Act] = {
    "accept_arbitration": Act(_filed, lambda a: cases.accept(a)),
    "request_correction": Act(_filed, _ask),
    "receive_correction": Act(
        _lacking,
        lambda a: do.receive_correction(
            arbitration=a, received=["身份证复印件"], by=clerk(), on=cases.ACCEPTED
        ),
    ),
    "decline_arbitration": Act(
        _filed,
        lambda a: do.decline_arbitration(
            arbitration=a,
            ground="没有明确的被申请人",
            reason="申请书写明的单位不存在",
            court="示例市示例区人民法院",
            by=clerk(),
            on=cases.ACCEPTED,
        ),
    ),
    "adopt_simplified_procedure": Act(
        _accepted, lambda a: cases.simplify(a, ground=SimplifiedGround.CLEAR_FACTS)
    ),
    "appoint_arbitrator": Act(_accepted, lambda a: cases.form(a)),
    "convert_to_ordinary_procedure": Act(
        _formed,
        lambda a: do.convert_to_ordinary_procedure(
            arbitration=a, reason="案情复杂", by=clerk(), on=LATER
        ),
    ),
    "notify_respondent": Act(
        _ordinary,
        lambda a: do.notify_respondent(
            arbitration=a, respondent=a.respondents.get(), by=clerk(), on=cases.SERVED
        ),
    ),
    "order_evidence": Act(_served, _order_evidence),
    "hand_in_evidence": Act(
        _formed,
        lambda a: do.hand_in_evidence(
            arbitration=a,
            name="门禁记录",
            kind="电子数据",
            proves="到岗的天数",
            scan=as_pages(an_image()),
            by=clerk(),
            on=LATER,
        ),
    ),
    "consent_to_shorter_answer": Act(
        _served,
        lambda a: do.consent_to_shorter_answer(
            arbitration=a,
            respondent=a.respondents.get(),
            signer=builders.LEGAL_REPRESENTATIVE,
            capacity=Capacity.LEGAL_REPRESENTATIVE,
            days=3,
            seal_kind="official",
            by=clerk(),
            on=cases.SERVED,
        ),
    ),
    "submit_answer": Act(_served, lambda a: cases.answer(a)),
    "confirm_elements": Act(_answered, lambda a: cases.confirm(a)),
    "schedule_hearing": Act(_answered, lambda a: cases.schedule(a)),
    "record_pre_hearing_mediation": Act(
        _answered,
        lambda a: do.record_pre_hearing_mediation(
            arbitration=a, result=MediationResult.NOT_SETTLED, by=clerk(), on=LATER
        ),
    ),
    "hold_hearing": Act(_scheduled, lambda a: cases.hold(next_hearing(a))),
    "open_hearing": Act(
        _scheduled,
        lambda a: do.open_hearing(
            hearing=next_hearing(a), by=heard.presiding(a), at=cases.at(cases.HEARD, 9, 30)
        ),
    ),
    "settle_in_arbitration": Act(_formed, lambda a: settle(a, list(a.applicants.all()))),
    "receive_settlement": Act(_settling, _sign),
    "give_up_settlement": Act(
        _settling,
        lambda a: do.give_up_settlement(
            statement=a.statements.get(),
            party=a.respondents.get(),
            reason="资金没有着落",
            by=clerk(),
            on=LATER,
        ),
    ),
    "add_element": Act(
        _formed, lambda a: do.add_element(arbitration=a, code="E14", by=clerk(), on=LATER)
    ),
    "link_element": Act(
        _formed,
        lambda a: do.link_element(element=a.elements.first(), evidence=[], by=clerk(), on=LATER),
    ),
    "rule_on_claims": Act(
        _heard,
        lambda a: do.rule_on_claims(
            claims=[a.claims.order_by("no").first()],
            by=heard.presiding(a),
            on=heard.AWARDED,
        ),
    ),
    "challenge_arbitrator": Act(_formed, _challenge),
    "decide_challenge": Act(
        _challenged,
        lambda a: do.decide_challenge(
            challenge=Challenge.objects.get(),
            granted=False,
            reason="所述不属实",
            approval=HEAD,
            by=clerk(),
            on=LATER,
        ),
    ),
    "join_party": Act(
        _served,
        lambda a: do.join_party(
            arbitration=a,
            party=_investor(a),
            as_respondent=True,
            joined_by="本委通知",
            reason="应当追加出资人",
            by=clerk(),
            on=LATER,
        ),
    ),
    "change_claims": Act(
        _with_evidence_period,
        lambda a: do.change_claims(
            arbitration=a,
            added=[cases.claimed(a.applicants.first(), 52000, formula="260.00元/日×2日")],
            by=clerk(),
            on=LATER,
        ),
    ),
    "decide_counter_claim": Act(
        _countered,
        lambda a: do.decide_counter_claim(
            arbitration=a,
            respondent=CounterClaim.objects.get().respondent,
            accepted=True,
            by=clerk(),
            on=LATER,
        ),
    ),
    "decide_jurisdiction": Act(
        _served,
        lambda a: do.decide_jurisdiction(
            arbitration=a,
            respondent=a.respondents.get(),
            competent="邻市劳动人事争议仲裁委员会",
            upheld=False,
            raised_on=LATER,
            **_said(),
        ),
    ),
    "decide_investigation": Act(
        _served,
        lambda a: do.decide_investigation(
            arbitration=a,
            subject="门禁记录",
            granted=True,
            raised_by="申请人",
            raised_on=LATER,
            **_said(),
        ),
    ),
    "suspend_arbitration": Act(
        _served,
        lambda a: do.suspend_arbitration(arbitration=a, by=clerk(), on=LATER, **_decision()),
    ),
    "resume_arbitration": Act(
        lambda: _suspended(),
        lambda a: do.resume_arbitration(arbitration=a, by=clerk(), on=LATER, **_decision()),
    ),
    "extend_award_limit": Act(
        _served,
        lambda a: do.extend_award_limit(
            arbitration=a, until=date(2026, 10, 30), by=clerk(), on=LATER, **_decision()
        ),
    ),
    "find_element": Act(_heard, _find),
    "draft_awards": Act(_found, heard.draft),
    "draft_partial_award": Act(_found, _partial),
    "issue_award": Act(_drafted, _issue),
    "order_interim_enforcement": Act(_heard, _interim),
    "deem_withdrawn": Act(
        _away,
        lambda a: do.deem_withdrawn(
            arbitration=a, findings="收到通知未到庭", by=clerk(), on=heard.AWARDED
        ),
    ),
    "withdraw_arbitration": Act(_formed, _withdraw),
    "transfer_arbitration": Act(
        _formed,
        lambda a: do.transfer_arbitration(
            arbitration=a, to="邻市劳动人事争议仲裁委员会", **_said()
        ),
    ),
    "dismiss_arbitration": Act(_formed, lambda a: do.dismiss_arbitration(arbitration=a, **_said())),
    "close_arbitration": Act(lambda: _withdrawn(), _close),
}


def _suspended() -> Arbitration:
    arbitration = _served()
    ACTS["suspend_arbitration"].do(arbitration)
    return Arbitration.objects.get(pk=arbitration.pk)


def _withdrawn() -> Arbitration:
    arbitration = _formed()
    _withdraw(arbitration)
    return Arbitration.objects.get(pk=arbitration.pk)


def _declined() -> Arbitration:
    return ACTS["decline_arbitration"].do(_filed())


def _ended(act: str) -> Callable[[], Arbitration]:
    def reach() -> Arbitration:
        arbitration = _formed()
        ACTS[act].do(arbitration)
        return Arbitration.objects.get(pk=arbitration.pk)

    return reach


def _effective() -> Arbitration:
    """Decided by a final award alone, so that its file may be closed."""
    arbitration = heard.heard(claims=heard.CLAIMS[:1], elements=heard.ELEMENTS[:2])
    for award in heard.draft(arbitration):
        heard.issue(award)
    return Arbitration.objects.get(pk=arbitration.pk)


# How an arbitration comes to stand where the act's own base does not.
REACHED: dict[tuple[str, str], Callable[[], Arbitration]] = {
    ("receive_correction", "filed"): _may_follow,
    ("receive_correction", "accepted"): _accepted_lacking,
    ("receive_correction", "suspended"): _suspended_lacking,
    ("decline_arbitration", "correcting"): _lacking,
    ("withdraw_arbitration", "filed"): _filed,
    ("withdraw_arbitration", "correcting"): _lacking,
    ("withdraw_arbitration", "suspended"): lambda: _suspended(),
    ("close_arbitration", "declined"): _declined,
    ("close_arbitration", "transferred"): _ended("transfer_arbitration"),
    ("close_arbitration", "dismissed"): _ended("dismiss_arbitration"),
    ("close_arbitration", "decided"): _effective,
    ("close_arbitration", "settled"): _settled,
    ("receive_settlement", "suspended"): _suspended_settling,
    ("give_up_settlement", "suspended"): _suspended_settling,
}
ALLOWED = [(act, state) for act in ACTS for state in TABLE.get(act, {})]


def test_the_table_prints_every_act():
    assert set(TABLE) == set(ACTS)


@pytest.mark.parametrize(("act", "state"), ALLOWED)
def test_what_the_table_allows_is_done(act, state):
    arbitration = REACHED.get((act, state), ACTS[act].base)()
    assert arbitration.state == state
    ACTS[act].do(arbitration)
    arbitration.refresh_from_db()
    assert arbitration.state == TABLE[act][state]


@pytest.mark.parametrize("act", ACTS)
def test_what_the_table_does_not_allow_is_refused_with_a_sentence(act):
    arbitration = BARRED_BASE.get(act, ACTS[act].base)()
    papers = arbitration.case.documents.count()
    for state in ArbitrationState:
        if state in TABLE[act]:
            continue
        with transaction.atomic():
            _stands(arbitration, state)
            with pytest.raises(ActRefused) as refused, transaction.atomic():
                ACTS[act].do(arbitration)
            assert re.search(r"[\u4e00-\u9fff]{4,}.*。$", str(refused.value)), (act, state)
            arbitration.refresh_from_db()
            assert arbitration.state == state
            assert arbitration.case.documents.count() == papers
            transaction.set_rollback(True)


# What waits for a paper is what lacks one.
BARRED_BASE = {"accept_arbitration": _lacking}


def _stands(arbitration: Arbitration, state: str) -> None:
    """Wherever it comes from: only where it stands may decide."""
    Arbitration.objects.filter(pk=arbitration.pk).update(
        state=state,
        number=arbitration.number or "示劳人仲案字〔2026〕999号",
        accepted_on=arbitration.accepted_on or cases.ACCEPTED,
    )
    arbitration.refresh_from_db()
