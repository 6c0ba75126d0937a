"""The hearing on the log of its room, from the roll to the minutes that everybody confirmed."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from freezegun import freeze_time

from adjudication import operations as do
from adjudication.choices import HearingState
from adjudication.models import Hearing
from adjudication.queries.course import callings, course_of
from cases.choices import Capacity, IdentityProof
from cases.models import Evidence
from cases.operations import admit_person
from room.models import Event, Seat
from room.operations import Answer, receive
from room.protocol import Frame
from staff.refusals import ActRefused
from tests import builders
from tests.adjudication import cases
from tests.remembered import remembered

NOW = cases.at(cases.HEARD, 9, 30)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MARK = "暗号-评议-七三"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with freeze_time(NOW):
        yield


def send(seat: Seat, kind: str, body: dict | None = None, stream: str = "pub") -> Answer:
    send.count += 1
    frame = Frame(seat.pk, stream, kind, f"h{send.count}", body or {}, NOW)
    return receive(room_id=seat.room_id, frames=[frame]).answers[0]


send.count = 0


def done(*answers: Answer) -> None:
    for answer in answers:
        assert answer.event, answer.why


def admitted(party):
    org = not party.is_worker
    return admit_person(
        party=party,
        person=party.legal_rep if org else party.name,
        capacity=Capacity.LEGAL_REPRESENTATIVE if org else Capacity.SELF,
        proof=IdentityProof.OFFICER,
        at=NOW,
    ).user


@remembered
def a_hearing_the_company_was_not_called_to() -> Hearing:
    arbitration = cases.an_answered_arbitration()
    hearing = cases.schedule(arbitration)
    cases.serve(arbitration, arbitration.applicants.get(), ["A07"], on=date(2026, 9, 9))
    cases.confirm(arbitration)
    return opened(Hearing.objects.get(pk=hearing.pk))


@remembered
def an_open_hearing() -> Hearing:
    return opened(cases.a_scheduled_hearing())


def opened(hearing: Hearing) -> Hearing:
    sole = hearing.arbitration.seats.get(role="sole").user
    do.enter_as_tribunal(hearing=hearing, by=sole, at=NOW)
    do.enter_as_tribunal(hearing=hearing, by=cases.bench().keeper, at=NOW)
    hearing.refresh_from_db()
    do.open_in_room(hearing=hearing, by=sole, at=NOW)
    return Hearing.objects.get(pk=hearing.pk)


@pytest.fixture
def hearing() -> Hearing:
    return an_open_hearing()


def chair(hearing: Hearing) -> Seat:
    return hearing.room.seats.get(role="chair")


def keeper(hearing: Hearing) -> Seat:
    return hearing.room.seats.get(role="recorder")


def sides(hearing: Hearing):
    arbitration = hearing.arbitration
    return arbitration.applicants.get(), arbitration.respondents.get()


def everybody_in(hearing: Hearing) -> tuple[Seat, Seat]:
    worker, company = sides(hearing)
    return (
        do.enter_as_party_of(hearing=hearing, user=admitted(worker), at=NOW),
        do.enter_as_party_of(hearing=hearing, user=admitted(company), at=NOW),
    )


LINES = (
    ("identity", "仲", "双方对到庭人员的身份有无异议？"),
    ("statements", "申", "请求和理由同仲裁申请书。"),
    ("elements", "被", "没有安排加班。"),
    ("debate", "申", "坚持请求。"),
)


def conduct(hearing: Hearing) -> None:
    """Everything the law asks of a hearing, up to the minutes handed out."""
    head, clerk = chair(hearing), keeper(hearing)
    worker, company = sides(hearing)
    for party, person in ((worker, worker.name), (company, company.legal_rep)):
        body = {"party": party.key, "present": "yes", "person": person}
        done(send(clerk, "roll", body))
        done(send(clerk, "recusal", {"party": party.key, "text": "不申请回避。"}))
    for step, speaker, text in LINES:
        done(send(clerk, "agenda", {"step": step}))
        done(send(clerk, "line", {"speaker": speaker, "text": text}))
    element = hearing.arbitration.elements.get(agreed=False)
    done(
        send(clerk, "element", {"element": element.pk, "state": "open"}),
        send(clerk, "element", {"element": element.pk, "state": "done"}),
        send(head, "mediation", {"result": "not_settled"}),
    )
    for party in (worker, company):
        done(send(clerk, "last", {"party": party.key, "text": "坚持已经陈述的意见。"}))
    done(send(clerk, "minutes.give"))


def close(hearing: Hearing, **changes) -> Hearing:
    given = {"at": cases.at(cases.HEARD, 11)} | changes
    return do.close_in_room(hearing=hearing, by=chair(hearing).user, **given)


def test_a_hearing_goes_from_the_roll_to_its_minutes(hearing):
    worker_seat, company_seat = everybody_in(hearing)
    conduct(hearing)
    sha = course_of(hearing).digest
    worker, company = sides(hearing)
    done(
        send(worker_seat, "minutes.sign", {"sha": sha}, f"p:{worker.key}"),
        send(company_seat, "minutes.sign", {"sha": sha}, f"p:{company.key}"),
    )
    closed = close(hearing)
    assert closed.state == HearingState.CLOSED
    said = closed.document.context
    places = {row["name"]: row["confirmation"] for row in said["signatures"]}
    assert places[worker.name].endswith(f"在庭审室阅看后确认，笔录校验码{sha[:8]}")
    assert places[company.name]
    assert [row["confirmation"] for row in said["signatures"] if "仲裁" in row["role"]] == [None]
    assert [line["text"] for line in said["lines"]] == [text for _, _, text in LINES]
    assert [row["code"] for row in said["disputed"]] == ["E10"]
    assert said["mediation"] == "未达成调解"
    assert not Hearing.objects.get(pk=hearing.pk).room.is_open


def test_a_hearing_may_end_within_the_minute_it_began(hearing):
    """The minutes print hours and minutes; a hearing adjourned at once has no later one."""
    conduct(hearing)
    for party in sides(hearing):
        done(send(keeper(hearing), "minutes.paper", {"party": party.key}))
    closed = close(hearing, at=NOW + timedelta(seconds=20))
    said = closed.document.context
    assert said["starts_at"]["iso"] == said["ends_at"]["iso"]


def test_frames_that_arrive_together_are_taken_one_after_the_other(hearing):
    """A step and two lines in one packet: the lines belong to that step and have two numbers."""
    clerk = keeper(hearing)
    frames = [
        Frame(clerk.pk, "pub", kind, f"together{place}", body, NOW)
        for place, (kind, body) in enumerate(
            (
                ("line", {"speaker": "仲", "text": "核对身份。"}),
                ("agenda", {"step": "elements"}),
                ("line", {"speaker": "申", "text": "加班三天。"}),
                ("line", {"speaker": "申", "text": "加班两天。", "corrects": 2}),
                ("line", {"speaker": "申", "text": "没有这一行。", "corrects": 9}),
                ("line", {"speaker": "被", "text": "没有加班。"}),
            )
        )
    ]
    answers = receive(room_id=hearing.room_id, frames=frames).answers
    assert [bool(answer.event) for answer in answers] == [True, True, True, True, False, True]
    told = [(line.no, line.part, line.corrects) for line in course_of(hearing).lines]
    assert told == [
        (1, "identity", None),
        (2, "evidence", None),
        (3, "evidence", 2),
        (4, "evidence", None),
    ]
    positions = Event.objects.filter(room=hearing.room_id).order_by("position")
    numbers = list(positions.values_list("position", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_correction_strikes_the_line_through_and_both_stay(hearing):
    clerk = keeper(hearing)
    done(
        send(clerk, "line", {"speaker": "申", "text": "加班三天。"}),
        send(clerk, "line", {"speaker": "申", "text": "加班两天。", "corrects": 1}),
    )
    first, second = course_of(hearing).lines
    assert (first.corrected_by, second.corrects) == (2, 1)
    assert "加班三天" in course_of(hearing).corrections()
    again = send(clerk, "line", {"speaker": "申", "text": "一天。", "corrects": 1})
    assert "没有可以更正的第1行" in again.why


def test_minutes_changed_after_reading_are_read_again(hearing):
    worker_seat, _ = everybody_in(hearing)
    conduct(hearing)
    sha = course_of(hearing).digest
    done(send(keeper(hearing), "line", {"speaker": "仲", "text": "补问一句。"}))
    worker, _ = sides(hearing)
    answer = send(worker_seat, "minutes.sign", {"sha": sha}, f"p:{worker.key}")
    assert "又有改动" in answer.why
    with pytest.raises(ActRefused, match="笔录还没有交双方阅看"):
        close(hearing)


def test_the_hearing_is_not_closed_before_everybody_there_confirmed_or_refused(hearing):
    conduct(hearing)
    worker, company = sides(hearing)
    done(send(keeper(hearing), "minutes.paper", {"party": worker.key}))
    with pytest.raises(ActRefused, match=company.name):
        close(hearing)
    done(send(keeper(hearing), "minutes.refuse", {"party": company.key, "text": "不同意第3行"}))
    closed = close(hearing)
    refusals = [row["refusal"] for row in closed.document.context["signatures"]]
    assert any(refusal and "不同意第3行" in refusal for refusal in refusals)


def test_a_party_asks_for_a_correction_and_the_request_stays(hearing):
    worker_seat, _ = everybody_in(hearing)
    conduct(hearing)
    worker, company = sides(hearing)
    body = {"no": "2", "text": "应为三天"}
    done(send(worker_seat, "minutes.object", body, f"p:{worker.key}"))
    assert course_of(hearing).objections[0]["text"] == "应为三天"
    other = send(worker_seat, "minutes.object", body, f"p:{company.key}")
    assert other.event is None


def test_only_the_tribunal_writes_minutes_and_only_the_chair_mediates(hearing):
    worker_seat, _ = everybody_in(hearing)
    for kind, body in (
        ("line", {"speaker": "申", "text": "自己写"}),
        ("roll", {"party": "x", "present": "no"}),
        ("minutes.give", {}),
    ):
        assert send(worker_seat, kind, body).event is None
    assert send(keeper(hearing), "mediation", {"result": "not_settled"}).event is None


def test_nothing_is_tried_that_both_sides_agree_on(hearing):
    agreed = hearing.arbitration.elements.filter(agreed=True).first()
    answer = send(keeper(hearing), "element", {"element": agreed.pk, "state": "open"})
    assert "没有争议" in answer.why


def test_somebody_without_authority_is_not_there_for_a_party(hearing):
    _, company = sides(hearing)
    body = {"party": company.key, "present": "yes", "person": "路人甲"}
    assert "授权" in send(keeper(hearing), "roll", body).why


def test_the_line_of_everybody_is_green_when_the_notice_came_in_time(hearing):
    assert [row.in_time for row in callings(hearing)] == [True, True]


def test_a_default_needs_the_proof_of_the_notice():
    """Without it the line is red, and the hearing can only be adjourned."""
    hearing = a_hearing_the_company_was_not_called_to()
    worker, company = sides(hearing)
    assert {row.party.pk: row.in_time for row in callings(hearing)} == {
        worker.pk: True,
        company.pk: False,
    }
    clerk = keeper(hearing)
    done(
        send(clerk, "roll", {"party": worker.key, "present": "yes", "person": worker.name}),
        send(clerk, "roll", {"party": company.key, "present": "no"}),
        send(clerk, "recusal", {"party": worker.key, "text": "不申请"}),
        send(clerk, "last", {"party": worker.key, "text": "坚持"}),
    )
    element = hearing.arbitration.elements.get(agreed=False)
    done(send(clerk, "element", {"element": element.pk, "state": "done"}))
    for step, speaker, text in LINES:
        done(send(clerk, "agenda", {"step": step}))
        done(send(clerk, "line", {"speaker": speaker, "text": text}))
    done(
        send(clerk, "minutes.give"),
        send(clerk, "minutes.paper", {"party": worker.key}),
    )
    with pytest.raises(ActRefused, match="没有到庭，也没有开庭通知按期送达的证明"):
        close(hearing)
    adjourned = close(hearing, adjourned_for="重新送达开庭通知")
    assert adjourned.adjourned_for


def test_evidence_is_shown_and_taken_away_again(hearing):
    piece = Evidence.objects.create(
        case=hearing.arbitration.case, no=8, name="考勤表", kind="书证", by_label="申请人"
    )
    hidden = Evidence.objects.create(
        case=hearing.arbitration.case,
        no=9,
        name="没交的",
        kind="书证",
        by_label="申请人",
        submitted=False,
    )
    clerk = keeper(hearing)
    done(send(clerk, "show", {"evidence": piece.pk}))
    assert course_of(hearing).shown["name"] == "考勤表"
    assert "已经提交" in send(clerk, "show", {"evidence": hidden.pk}).why
    done(send(clerk, "show.end"))
    assert course_of(hearing).shown is None


# 副卷: the wall around the deliberation


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, BACKEND)
    return client


def test_deliberation_never_reaches_a_party_nor_a_paper(hearing):
    seats = everybody_in(hearing)
    done(send(chair(hearing), "note", {"text": MARK}, "med"))
    for seat in seats:
        assert not Event.objects.visible_to(seat).filter(stream="med").exists()
        assert send(seat, "note", {"text": "我也写"}, "med").event is None
        client = signed_in(seat.user)
        arbitration = hearing.arbitration_id
        for url in (
            reverse("phone-arbitration", args=[arbitration]),
            reverse("phone-elements", args=[arbitration]),
            reverse("phone-hearing", args=[hearing.pk]),
            reverse("phone-hearing-cards", args=[hearing.pk]),
            f"/rooms/{hearing.room_id}/log/?cur=%7B%7D",
        ):
            page = client.get(url)
            assert page.status_code == 200, url
            assert MARK not in page.content.decode()
    conduct(hearing)
    for party in sides(hearing):
        done(send(keeper(hearing), "minutes.paper", {"party": party.key}))
    closed = close(hearing)
    assert MARK not in closed.document.context_json
    # The panel deliberates when the parties have gone.
    done(send(chair(closed), "note", {"text": MARK + "二"}, "med"))
    assert send(keeper(closed), "line", {"speaker": "仲", "text": "晚了"}).event is None


def test_the_pages_of_the_room_are_the_tribunals(hearing):
    conduct(hearing)
    url = reverse("hearing-room", args=[hearing.pk])
    clerk = signed_in(cases.bench().keeper)
    page = clerk.get(url)
    assert "庭审程序" in page.content.decode()
    for part in ("people", "elements", "evidence", "closing"):
        assert clerk.get(f"{url}part/{part}/").status_code == 200
    assert clerk.get(f"{url}part/other/").status_code == 404
    stranger = builders.staff_of(hearing.arbitration.case).mediator
    assert signed_in(stranger).get(url).status_code == 403
    party = admitted(sides(hearing)[0])
    assert signed_in(party).get(url).status_code == 403


def test_the_chair_enters_opens_and_closes_on_the_page():
    hearing = cases.a_scheduled_hearing()
    sole = signed_in(hearing.arbitration.seats.get(role="sole").user)
    url = reverse("hearing-room", args=[hearing.pk])
    assert "进入庭审室" in sole.get(url).content.decode()
    sole.post(url, {"act": "enter"})
    sole.post(url, {"act": "start"})
    hearing.refresh_from_db()
    assert hearing.state == HearingState.HELD
    refused = sole.post(url, {"act": "close", "adjourned_for": ""}, follow=True)
    assert "还没有核对到庭的人" in refused.content.decode()


def test_a_partys_person_of_another_case_does_not_enter(hearing):
    other = builders.an_accepted_case(1, on=cases.ON)
    stranger = admitted(next(iter(other.parties.workers())))
    with pytest.raises(ActRefused, match="不是本案"):
        do.enter_as_party_of(hearing=hearing, user=stranger, at=NOW)
    page = signed_in(stranger).get(reverse("phone-hearing", args=[hearing.pk]))
    assert page.status_code == 404
