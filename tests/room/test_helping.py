"""Help for who has no phone, and what a phone's answer and signature are worth."""

import io

import pypdf
import pytest
from django.urls import reverse

from documents import store
from documents.choices import SignatureLevel
from mediation import operations
from mediation.choices import Answer, Assistance
from mediation.models import MinutesLine, Signature, TermsAnswer
from room.models import Seat
from staff.refusals import ActRefused
from tests import builders
from tests.mediation.in_session import own, send
from tests.room.visiting import (
    AT,
    SENDER,
    Outbox,
    a_meeting,
    arrive,
    code_for,
    come_in,
    room_url,
    signed_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _phones(settings):
    settings.SMS_BACKEND = SENDER
    Outbox.sent = []


@pytest.fixture
def meeting():
    return a_meeting()


def written_down(meeting, proposal, **changes):
    facts = {
        "party": meeting.workers[0],
        "answer": Answer.AGREE,
        "assistance": Assistance.SPOKEN,
        "witness": "何见证",
        "terms_sha256": proposal.terms_sha256,
        "by": meeting.staff.recorder,
        "on": builders.ON,
    }
    return operations.answer_for(proposal=proposal, **(facts | changes))


# 代为办理


def test_spoken_answer_counts_and_its_witness_stands_in_the_minutes(meeting):
    proposal = builders.a_proposal(meeting.case)
    given = written_down(meeting, proposal)
    assert (given.answer, given.assistance, given.witness) == ("agree", "spoken", "何见证")
    line = MinutesLine.objects.last()
    assert line.party == meeting.workers[0]
    assert "表示同意（口头，由姚静代为记录，见证人何见证）" in line.text


@pytest.mark.parametrize("how", [Assistance.SPOKEN, Assistance.FINGERPRINT])
def test_what_was_not_written_has_a_witness(meeting, how):
    proposal = builders.a_proposal(meeting.case)
    with pytest.raises(ActRefused, match="须有见证人"):
        written_down(meeting, proposal, assistance=how, witness=" ")
    assert not TermsAnswer.objects.exists()


def test_paper_that_was_signed_needs_no_witness(meeting):
    proposal = builders.a_proposal(meeting.case)
    assert written_down(meeting, proposal, assistance=Assistance.PAPER, witness="").witness == ""


def test_nobody_witnesses_their_own_answer_or_their_own_record(meeting):
    proposal = builders.a_proposal(meeting.case)
    for witness in (meeting.workers[0].name, meeting.staff.recorder.name):
        with pytest.raises(ActRefused, match="见证人不能是"):
            written_down(meeting, proposal, witness=witness)


def test_answer_for_old_terms_is_not_written_down(meeting):
    first = builders.a_proposal(meeting.case)
    builders.a_proposal(meeting.case, other_terms=("另约",))
    with pytest.raises(ActRefused, match="已不是现行方案"):
        written_down(meeting, first)
    assert not MinutesLine.objects.filter(text__contains="表示").exists()


def test_later_answer_on_the_own_phone_is_no_assisted_one(meeting):
    proposal = builders.a_proposal(meeting.case)
    written_down(meeting, proposal)
    user = come_in(meeting, meeting.workers[0])
    signed_in(user).post(
        reverse("phone-answer", args=[meeting.session.pk]), answer_of(meeting, proposal, "refuse")
    )
    given = TermsAnswer.objects.get()
    assert (given.answer, given.assistance, given.witness) == ("refuse", "", "")


def test_sheet_on_paper_names_everybody_with_their_sum(meeting):
    proposal = builders.a_proposal(meeting.case)
    written_down(meeting, proposal)
    client = signed_in(meeting.staff.recorder)
    page = client.get(reverse("roster-sheet", args=[proposal.pk])).content.decode()
    assert all(worker.name in page for worker in meeting.workers)
    assert "见证人何见证" in page
    assert proposal.terms_sha256[:16] in page


def test_the_witness_of_an_answer_is_printed_where_the_worker_signs(meeting):
    proposal = builders.a_proposal(meeting.case)
    builders.everybody_agrees(proposal)
    helped, other = meeting.workers
    written_down(meeting, proposal, assistance=Assistance.FINGERPRINT)
    builders.end_session(meeting.session)
    agreement = operations.generate_agreement(
        proposal=proposal, annex=True, by=meeting.staff.mediator, on=builders.ON
    )
    seen = [{"no": 1, "name": helped.name, "how": "捺印", "witness": "何见证"}]
    assert agreement.annex.context["witnesses"] == seen
    # The body leaves it to the annex, where the workers sign.
    assert agreement.document.context["witnesses"] is None
    text = pypdf.PdfReader(io.BytesIO(store.get(agreement.annex.pdf))).pages[-1].extract_text()
    assert "1号赵国栋以捺印方式表态，签署时由见证人在场，见证人何见证（签名）：" in text
    builders.sign(agreement, helped, witness="何见证")
    builders.sign(agreement, other)
    roles = list(agreement.annex.signatures.order_by("id").values_list("role", flat=True))
    assert roles == ["申请人1号（见证人何见证）", "申请人2号"]


# A phone's answer


def answer_of(meeting, proposal, answer: str = "agree", **changes) -> dict:
    return {
        "party": meeting.workers[0].pk,
        "number": proposal.number,
        "sha": proposal.terms_sha256,
        "seen": "1",
        "answer": answer,
    } | changes


def test_nobody_answers_for_a_party_that_is_not_theirs(meeting):
    user = come_in(meeting, meeting.workers[0])
    proposal = builders.a_proposal(meeting.case)
    client, url = signed_in(user), reverse("phone-answer", args=[meeting.session.pk])
    client.post(url, answer_of(meeting, proposal, party=meeting.workers[1].pk))
    client.post(url, answer_of(meeting, proposal, seen=""))
    client.post(url, answer_of(meeting, proposal, sha="0" * 64))
    assert not TermsAnswer.objects.exists()
    client.post(url, answer_of(meeting, proposal))
    assert TermsAnswer.objects.get().through == meeting.workers[0].name


def test_a_worker_is_shown_no_other_workers_name_or_sum(meeting):
    user = come_in(meeting, meeting.workers[0])
    proposal = builders.a_proposal(meeting.case)
    rows = {row.worker.roster_no: row.amount_fen for row in proposal.rows.all()}
    payer = builders.terms(meeting.case).payers[0]
    rows[2] -= 12300
    builders.a_proposal(
        meeting.case,
        amounts=rows,
        payers=(type(payer)(payer.party, payer.liability, sum(rows.values())),),
        waiver_explanation="自愿",
    )
    page = signed_in(user).get(room_url(meeting)).content.decode()
    assert "6,930.00" in page
    assert meeting.workers[1].name not in page
    assert "6,807.00" not in page


def test_a_payer_is_shown_to_whom_they_pay(meeting):
    arrival = arrive(meeting, builders.LEGAL_REPRESENTATIVE, represents="示例建筑")
    user = operations.prove_identity(arrival=arrival, code=code_for(meeting.employer), at=AT).user
    builders.a_proposal(meeting.case)
    page = signed_in(user).get(room_url(meeting)).content.decode()
    assert all(worker.name in page for worker in meeting.workers)


# A phone's signature


def an_agreement(meeting):
    proposal = builders.a_proposal(meeting.case)
    builders.everybody_agrees(proposal)
    builders.end_session(meeting.session)
    return operations.generate_agreement(
        proposal=proposal, annex=True, by=meeting.staff.mediator, on=builders.ON
    )


def signing(agreement, /, **changes) -> dict:
    return {
        "agreement": agreement.pk,
        "sha": agreement.document.pdf_id,
        "drawing": builders.drawn_signature(),
    } | changes


def test_finger_signs_the_agreement_and_the_level_is_named(meeting):
    worker = meeting.workers[0]
    seat = Seat.objects.get(user=come_in(meeting, worker))
    agreement = an_agreement(meeting)
    answer = send(seat, own(worker), "sign", signing(agreement), AT)
    assert answer.why == ""
    assert answer.event.kind == "signed"
    signature = Signature.objects.get()
    assert (signature.level, signature.signer) == (SignatureLevel.DRAWN, worker.name)
    again = send(seat, own(worker), "sign", signing(agreement), AT)
    assert "已经签署" in again.why


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"sha": "0" * 64}, "协议文本已变更"),
        ({"drawing": "data:image/png;base64,AAAA"}, "没有读到"),
        ({"drawing": "data:image/svg+xml;base64,AAAA"}, "没有读到"),
        ({"agreement": 999_999}, "没有这份协议"),
        ({"sha": None}, "先打开协议全文"),
    ],
)
def test_signature_of_another_text_or_of_nothing_is_refused(meeting, change, why):
    worker = meeting.workers[0]
    seat = Seat.objects.get(user=come_in(meeting, worker))
    agreement = an_agreement(meeting)
    assert why in send(seat, own(worker), "sign", signing(agreement, **change), AT).why
    assert not Signature.objects.exists()


def test_company_signs_and_seals_on_paper(meeting):
    """V-S1, V-S2."""
    arrival = arrive(meeting, builders.LEGAL_REPRESENTATIVE, represents="示例建筑")
    user = operations.prove_identity(arrival=arrival, code=code_for(meeting.employer), at=AT).user
    agreement = an_agreement(meeting)
    seat = Seat.objects.get(user=user)
    answer = send(seat, own(meeting.employer), "sign", signing(agreement), AT)
    assert "须加盖单位公章" in answer.why
    assert "请在纸上签" in signed_in(user).get(room_url(meeting)).content.decode()


def test_who_does_not_sign_is_given_no_text_of_the_agreement(meeting):
    user = come_in(meeting, meeting.workers[0])
    outsider = come_in(other := a_meeting(1), other.workers[0])
    agreement = an_agreement(meeting)
    for which in ("text", "annex"):
        url = reverse("phone-paper", args=[agreement.pk, which])
        assert signed_in(user).get(url).status_code == 200
        assert signed_in(outsider).get(url).status_code == 404


def test_home_says_what_happens_now_when_the_money_comes_and_whom_to_call(meeting):
    user = come_in(meeting, meeting.workers[0])
    page = signed_in(user).get(reverse("phone-home")).content.decode()
    assert "6,930.00" in page
    assert meeting.staff.mediator.name in page
    assert "12333" in page
    assert reverse("phone-room", args=[meeting.session.pk]) in page
    agreement = an_agreement(meeting)
    builders.sign_all(agreement)
    builders.seal(meeting.case)
    page = signed_in(user).get(reverse("phone-home")).content.decode()
    day = agreement.instalments.first().due_on
    assert f"{day.year}年{day.month}月{day.day}日" in page
    assert "未到账" in page
    builders.pay(meeting.case, rows=[(meeting.workers[0], 100_000)])
    page = signed_in(user).get(reverse("phone-home")).content.decode()
    assert "已付 1,000.00 元，还差 5,930.00 元" in page
    builders.pay(meeting.case)
    assert "已付" in signed_in(user).get(reverse("phone-home")).content.decode()
