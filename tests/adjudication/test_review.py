"""Review of an agreement by the commission: asked for together, decided, signed for (REV-*)."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from jsonschema import Draft202012Validator

from adjudication.choices import (
    ConfirmationBefore,
    HandedOver,
    ReviewDenial,
    ReviewRefusal,
    ReviewState,
)
from adjudication.models import Review
from adjudication.operations.review import (
    accept_review,
    apply_for_arbitration_review,
    end_review,
    extend_review,
    issue_mediation_statement,
    receive_statement,
    refuse_mediation_statement,
    refuse_review,
    supplement_review,
    withdraw_review,
)
from cases.operations import mark_missed
from confirmation.operations import attach_evidence, withdraw_confirmation
from documents import store
from documents.bag import ROOT, faults
from documents.contracts.schema import amount_fen
from documents.models import Document
from mediation.models import InstalmentShare
from mediation.routes import routes_after_agreement
from staff.operations import declare_conflict, establish_system_user
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.adjudication.reviews import (
    a_made_statement,
    a_review,
    an_accepted_review,
    ask,
    commission,
    day,
    tribunal,
)
from tests.confirmation import filings
from tests.confirmation.filings import a_complete_file, sides
from tests.documents.test_scans import a_pdf

pytestmark = pytest.mark.django_db


def papers(review: Review, code: str) -> list[Document]:
    return list(review.case.documents.filter(code=code).order_by("pk"))


def clock(review: Review, rule: str):
    return review.case.deadlines.filter(rule=rule).exclude(state="cancelled").last()


def accept(review: Review, **changes) -> Review:
    people = tribunal()
    facts = {
        "arbitrators": [people.reviewer],
        "clerk": people.review_clerk,
        "accepted_on": day(review.case, 4),
        "by": people.review_clerk,
        "on": day(review.case, 4),
    }
    return accept_review(review=review, **(facts | changes))


def test_a_complete_application_goes_to_the_commission_and_meets_the_fifteen_days():
    review = a_review()
    packet = review.packets.get()
    codes = [item.code for item in packet.items.all()]
    assert codes == ["R01", "D12", "D12A", "D09", "D09"]
    assert clock(review, "REV-01").state == "met"
    assert (
        papers(review, "R01")[0].context["review_by"] == clock(review, "REV-01").due_on.isoformat()
    )
    assert not {"D10", "D05", "D11"} & set(codes)  # nothing of the talks


def test_the_packet_of_a_review_can_be_checked_without_the_system():
    packet = a_review().packets.get()
    content = store.get(packet.bag)
    assert faults(content) == []
    with zipfile.ZipFile(io.BytesIO(content)) as bag:
        data = json.loads(bag.read(f"{ROOT}/data/packet.json"))
    assert data["agreement"]["number"] == packet.review.agreement.number
    assert [row["sha256"] for row in data["items"]] == [i.file_id for i in packet.items.all()]


@pytest.mark.parametrize(
    ("changes", "source", "words"),
    [
        ({"signed_by": "workers"}, "REV-01", "共同申请"),
        ({"signed_by": "others"}, "REV-01", "共同申请"),
        ({"jointly_with": []}, "REV-01", "共同申请"),
        ({"days": 16}, "REV-01", "十五日"),
    ],
)
def test_what_a_commission_would_refuse_is_not_sent(changes, source, words):
    case = a_complete_file()
    workers, others = sides(case)
    given = dict(changes)
    if isinstance(given.get("signed_by"), str):
        given["signed_by"] = workers if given["signed_by"] == "workers" else others
    if "days" in given:
        given["on"] = day(case, given.pop("days"))
    with pytest.raises(ActRefused, match=words) as refused:
        ask(case, **given)
    assert refused.value.source == source
    assert not Review.objects.exists()


def test_identity_papers_and_service_addresses_are_asked_for():
    case = a_complete_file()
    worker = case.parties.workers().first()
    worker.identity_papers.all().delete()
    with pytest.raises(ActRefused, match=f"缺{worker.name}的身份证明") as refused:
        ask(case)
    assert refused.value.source == "REV-02"


def test_an_agreement_that_confirms_a_labour_relationship_is_not_reviewed():
    case = a_complete_file()
    proposal = filings.agreement_of(case).proposal
    proposal.other_terms = ["双方确认自2026年6月1日起存在劳动关系。"]
    proposal.save(update_fields=["other_terms"])
    with pytest.raises(ActRefused) as refused:
        ask(case)
    assert refused.value.source == "REV-03"


def test_only_the_people_of_the_case_ask():
    case = a_complete_file()
    with pytest.raises(NotPermitted):
        ask(case, by=builders.staff_of(case).stranger)


# One way at a time


def test_while_a_review_stands_the_court_is_not_asked_and_the_route_says_so():
    review = a_review()
    with pytest.raises(ActRefused, match="不能同时申请司法确认") as refused:
        filings.apply(review.case)
    assert refused.value.source == "REV-03"
    routes = {r.name: r for r in routes_after_agreement(review.case, on=day(review.case, 3))}
    assert not routes["共同申请司法确认"].open
    assert "两者只能择一" in routes["共同申请司法确认"].reason


def test_while_the_court_has_it_the_commission_is_not_asked():
    case = filings.an_application().case
    with pytest.raises(ActRefused, match="两者只能择一") as refused:
        ask(case)
    assert refused.value.source == "REV-03"
    routes = {r.name: r for r in routes_after_agreement(case, on=day(case, 3))}
    assert not routes["共同申请仲裁审查"].open


def test_after_a_withdrawal_the_other_way_is_open_again_and_the_paper_says_what_was():
    application = filings.an_application()
    case = application.case
    workers, others = sides(case)
    withdraw_confirmation(
        application=application,
        reason="改为申请仲裁审查",
        signed_by=[*workers, *others],
        by=builders.staff_of(case).mediator,
        on=day(case, 4),
    )
    review = ask(case, on=day(case, 4), confirmation=ConfirmationBefore.WITHDRAWN)
    assert papers(review, "R01")[0].context["confirmation_state"] == "已撤回"


def test_a_second_application_for_review_is_refused():
    review = a_review()
    with pytest.raises(ActRefused, match="不能重复申请"):
        ask(review.case)


# The commission


def test_acceptance_numbers_the_review_tells_both_sides_and_starts_five_working_days():
    review = an_accepted_review()
    assert review.number == "示劳人仲审字〔2026〕1号"
    told = papers(review, "R02")
    assert [p.recipient for p in told] == ["赵国栋等2人", review.others.get().name]
    assert {p.context["case_number"] for p in told} == {review.number}
    limit = clock(review, "REV-04")
    assert (limit.amount, limit.unit) == (5, "working_day")
    assert told[0].context["end_by"] == limit.due_on.isoformat()


def test_who_mediated_or_has_an_interest_does_not_review():
    review = a_review()
    people = tribunal()
    declare_conflict(
        user=people.other_reviewer,
        counterpart_name=review.others.get().name,
        relation="近亲属任职",
        by=people.other_reviewer,
        on=builders.ON,
    )
    for person, words in (
        (people.other_reviewer, "利害关系"),
        (people.review_clerk, "不能兼任"),
        (builders.staff_of(review.case).arbitrator, "不是本委仲裁员"),
    ):
        with pytest.raises(ActRefused, match=words):
            accept(review, arbitrators=[person])


def test_the_people_of_the_case_do_not_answer_for_the_commission():
    review = a_review()
    with pytest.raises(NotPermitted):
        accept(review, by=builders.staff_of(review.case).mediator)
    with pytest.raises(NotPermitted):
        accept(review, by=builders.staff_of(review.case).tribunal_secretary)  # of the centre


def test_not_accepted_on_a_ground_of_the_law_opens_the_court_again():
    review = refuse_review(
        review=a_review(),
        ground=ReviewRefusal.ELSEWHERE,
        reason="用人单位所在地不在本委管辖区域",
        competent="示例市示例县劳动人事争议仲裁委员会",
        by=tribunal().review_clerk,
        on=builders.ON.replace(day=20),
    )
    assert review.state == ReviewState.REFUSED
    assert len(papers(review, "R02N")) == 2
    assert filings.apply(review.case, on=day(review.case, 5)).pk


def test_refused_as_late_although_it_was_not_is_stopped_by_the_paper():
    review = a_review()
    with pytest.raises(ActRefused) as refused:
        refuse_review(
            review=review,
            ground=ReviewRefusal.LATE,
            reason="超过十五日",
            by=tribunal().review_clerk,
            on=day(review.case, 4),
        )
    assert refused.value.source == "REV-03"
    assert Review.objects.get().state == ReviewState.SENT


def test_the_statement_says_what_the_agreement_says_and_takes_effect_by_the_last_receipt():
    review = a_made_statement()
    case, people = review.case, tribunal()
    said = papers(review, "R03")[0].context
    assert said["terms"] == said["agreement_terms"]
    owed = InstalmentShare.objects.filter(instalment__agreement=review.agreement)
    assert sum(amount_fen(w["due"]) for w in said["workers"]) == sum(
        owed.values_list("amount_fen", flat=True)
    )
    assert clock(review, "REV-04").state == "met"
    workers, others = sides(case)
    review = receive_statement(
        review=review,
        signed_for=dict.fromkeys(workers, day(case, 8)),
        method=HandedOver.DIRECT,
        by=people.review_clerk,
        on=day(case, 8),
    )
    assert review.state == ReviewState.ISSUED  # one side has not signed yet
    review = receive_statement(
        review=review,
        signed_for={others[0]: day(case, 10)},
        method=HandedOver.POST,
        by=people.review_clerk,
        on=day(case, 10),
    )
    assert (review.state, review.effective_on) == (ReviewState.EFFECTIVE, day(case, 10))
    last = review.agreement.instalments.order_by("-due_on").first()
    assert clock(review, "JC-16").starts_on == last.due_on
    with pytest.raises(ActRefused, match="不能同时申请"):
        filings.apply(case, on=day(case, 11))


def test_a_statement_that_would_differ_from_the_signed_agreement_is_not_made():
    review = an_accepted_review()
    share = InstalmentShare.objects.filter(instalment__agreement=review.agreement).first()
    share.amount_fen += 1
    share.save(update_fields=["amount_fen"])
    with pytest.raises(ActRefused, match="与调解协议不一致") as refused:
        issue_mediation_statement(review=review, by=tribunal().reviewer, on=day(review.case, 7))
    assert refused.value.source == "REV-05"


def test_only_an_arbitrator_who_reviews_it_decides():
    review = an_accepted_review()
    for person in (tribunal().review_clerk, tribunal().other_reviewer):
        with pytest.raises(NotPermitted):
            issue_mediation_statement(review=review, by=person, on=day(review.case, 7))


def test_the_five_days_are_extended_once_and_only_before_they_are_over():
    review = an_accepted_review()
    due = clock(review, "REV-04").due_on
    people = tribunal()
    facts = {"approved_by": "仲裁院负责人", "reason": "须核对考勤", "by": people.review_clerk}
    with pytest.raises(ActRefused, match="不能再延长"):
        extend_review(review=review, on=due + timedelta(days=3), **facts)
    review = extend_review(review=review, on=due, **facts)
    assert clock(review, "REV-04.extension").amount == 5
    with pytest.raises(ActRefused, match="只能延长一次"):
        extend_review(review=review, on=due, **facts)


@pytest.mark.parametrize("act", ["issue", "deny", "end"])
def test_a_review_that_took_too_long_is_still_ended_and_the_delay_is_on_record(act):
    review = an_accepted_review()
    case, reviewer = review.case, tribunal().reviewer
    limit = clock(review, "REV-04")
    late = limit.due_on + timedelta(days=21)
    mark_missed(on=late, by=establish_system_user())
    if act == "issue":
        ended = issue_mediation_statement(review=review, by=reviewer, on=late)
        assert ended.statement.issued_on == late
    elif act == "deny":
        ground = ReviewDenial.INDEFINITE
        refuse_mediation_statement(
            review=review, ground=ground, reason="付款日不明确", by=reviewer, on=late
        )
    else:
        withdraw_review(
            review=review,
            withdrawn_by=[case.parties.workers().first()],
            reason="另行协商",
            by=builders.staff_of(case).mediator,
            on=late,
        )
        end_review(review=review, by=reviewer, on=late)
    event = case.events.order_by("seq").last()
    assert event.facts["days_late"] == 21
    assert "超过审查期限21日" in event.summary
    limit.refresh_from_db()
    assert (limit.state, limit.met_on) == ("met", late)


def test_no_statement_on_a_ground_of_the_law_is_told_to_both_sides():
    review = refuse_mediation_statement(
        review=an_accepted_review(),
        ground=ReviewDenial.SUSPECTED_SHAM,
        reason="考勤记录与代发记录不一致，当事人未能说明",
        by=tribunal().reviewer,
        on=builders.ON.replace(day=23),
    )
    told = papers(review, "R04")
    assert {p.context["ground"] for p in told} == {"当事人提供证据材料有弄虚作假嫌疑"}
    assert len(told) == 2
    assert filings.apply(review.case, on=day(review.case, 8)).pk  # the court may still be asked


def test_one_side_may_withdraw_before_service_and_the_commission_ends_the_review():
    review = a_made_statement()
    case, people = review.case, tribunal()
    worker = case.parties.workers().first()
    review = withdraw_review(
        review=review,
        withdrawn_by=[worker],
        reason="另行协商付款日期",
        by=builders.staff_of(case).mediator,
        on=day(case, 7),
    )
    with pytest.raises(ActRefused) as refused:
        issue_mediation_statement(review=review, by=people.reviewer, on=day(case, 7))
    assert refused.value.source == "REV-07"
    review = end_review(review=review, by=people.reviewer, on=day(case, 8))
    assert review.state == ReviewState.WITHDRAWN
    assert {p.context["decision"] for p in papers(review, "R04")} == {"终止审查"}
    assert papers(review, "R03")[0].state == "void"


def test_after_service_nobody_withdraws():
    review = a_made_statement()
    case = review.case
    worker = case.parties.workers().first()
    review = receive_statement(
        review=review,
        signed_for={worker: day(case, 8)},
        method=HandedOver.DIRECT,
        by=tribunal().review_clerk,
        on=day(case, 8),
    )
    with pytest.raises(ActRefused, match="已经送达"):
        withdraw_review(
            review=review,
            withdrawn_by=[worker],
            reason="反悔",
            by=builders.staff_of(case).mediator,
            on=day(case, 8),
        )


def test_before_acceptance_a_withdrawal_ends_it_without_a_paper():
    review = a_review()
    workers, others = sides(review.case)
    review = withdraw_review(
        review=review,
        withdrawn_by=[*workers, *others],
        reason="改为申请司法确认",
        by=builders.staff_of(review.case).mediator,
        on=day(review.case, 4),
    )
    assert review.state == ReviewState.WITHDRAWN
    assert review.withdrawn_by == "双方当事人"
    assert not papers(review, "R04")


def test_a_supplement_is_a_new_version_that_says_what_is_new():
    review = a_review()
    case, mediator = review.case, builders.staff_of(review.case).mediator
    with pytest.raises(ActRefused, match="没有不同"):
        supplement_review(review=review, by=mediator, on=day(case, 4))
    attach_evidence(evidence=case.evidence.first(), content=a_pdf(2), by=mediator, on=day(case, 4))
    supplement_review(review=review, by=mediator, on=day(case, 4))
    first, second = review.packets.order_by("version")
    assert [row["what"] for row in second.changes] == ["新增"]
    assert second.pages == first.pages + 2


def test_a_commission_sees_its_own_reviews_and_never_the_case():
    review = a_review()
    people = tribunal()
    assert review in Review.objects.visible_to(people.reviewer)
    assert not type(review.case).objects.visible_to(people.reviewer).exists()
    other = builders.staff_of(review.case)
    assert not Review.objects.visible_to(other.arbitrator).exists()  # of another body
    assert not Review.objects.visible_to(other.stranger).exists()
    assert review in Review.objects.visible_to(other.mediator)
    assert commission() == review.commission


def test_asking_needs_an_agreement():
    case = builders.an_accepted_case(2)
    with pytest.raises(ActRefused) as refused:
        apply_for_arbitration_review(
            case=case,
            commission=commission(),
            jointly_with=[case.debtor],
            signed_by=[],
            by=builders.staff_of(case).mediator,
            on=case.opened_on,
        )
    assert refused.value.source == "REV-01"


@pytest.mark.parametrize("n_workers", [1, 3])
def test_the_data_of_a_packet_is_as_its_schema_says(client, n_workers):
    packet = a_review(n_workers).packets.get()
    with zipfile.ZipFile(io.BytesIO(store.get(packet.bag))) as bag:
        data = json.loads(bag.read(f"{ROOT}/data/packet.json"))
    schema = client.get(reverse("review-packet-schema")).json()
    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in checker.iter_errors(data)] == []
    assert sorted(schema["required"]) == sorted(data)
    for broken in (data | {"version": 0}, data | {"applicants": []}, {**data, "offers": []}):
        assert not checker.is_valid(broken)
