"""No application leaves that both sides have not signed as it now stands."""

import io
import json
import zipfile
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from freezegun import freeze_time

from centre import clocks
from confirmation.choices import OVER, ApplicationState, ReviewState
from confirmation.models import Application
from confirmation.operations import (
    discard_draft,
    draft_application,
    keep_signed_sheets,
    renew_application,
    resubmit_packet,
)
from documents import store
from documents.bag import ROOT
from documents.choices import DocumentState
from documents.models import Document
from mediation import routes
from mediation.models import Agreement
from mediation.queries import current_agreement
from staff.history import save_with_reason
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.confirmation.filings import (
    ORIGINALS,
    a_complete_file,
    an_application,
    apply,
    draft,
    later,
    send,
    sides,
    sign,
)
from tests.confirmation.test_court import everybody, officer, send_back
from tests.documents.test_scans import a_pdf

pytestmark = pytest.mark.django_db


def test_a_draft_is_two_sheets_at_most_and_nothing_the_court_sees():
    case = a_complete_file()
    application = draft(case, undertaking_apart=True)
    codes = Document.objects.filter(case=case, code__startswith="C").values_list("code", flat=True)
    assert sorted(codes) == ["C01", "C02"]
    clerk = builders.staff_of(case).court_clerk
    clerk.body = application.court
    clerk.save()
    assert not Application.objects.visible_to(clerk).exists()
    assert case.deadlines.get(rule="JC-01").state == "running"
    assert not case.deadlines.filter(rule="JC-09").exists()


def test_an_application_nobody_signed_does_not_leave():
    application = draft(a_complete_file())
    application.signed_by.set(everybody(application))  # ticked, but no paper
    with pytest.raises(ActRefused, match="还没有双方签名的扫描件") as refused:
        send(application)
    assert refused.value.source == "V-S1"
    assert not application.packets.exists()


def test_one_side_that_has_not_signed_keeps_it_here():
    application = draft(a_complete_file())
    sign(application, signed_by=list(application.workers.all()))
    with pytest.raises(ActRefused, match="未签名") as refused:
        send(application)
    assert refused.value.source == "JC-01"


def test_the_undertaking_apart_is_signed_too():
    application = draft(a_complete_file(), undertaking_apart=True)
    with pytest.raises(ActRefused, match="承诺书"):
        keep_signed_sheets(
            application=application,
            signed_by=everybody(application),
            paper=a_pdf(1),
            by=officer(application),
            on=application.drawn_on,
        )
    assert application.paper in application.unsigned  # the one sheet is not kept without the other
    sign(application)
    codes = [i.code for i in send(application).packets.get().items.filter(original=False)]
    assert codes == ["C01", "C02"]


def test_the_signed_sheet_is_looked_through_like_every_scan():
    application = draft(a_complete_file())
    locked = a_pdf(encryption=pikepdf.Encryption(user="a", owner="b"))
    with pytest.raises(ActRefused, match="设了密码"):
        keep_signed_sheets(
            application=application,
            signed_by=everybody(application),
            paper=locked,
            by=officer(application),
            on=application.drawn_on,
        )


def test_what_changed_after_the_signing_is_to_be_signed_anew():
    case = a_complete_file()
    application = draft(case)
    sign(application)
    case.debtor.address = "示例区新址9号"
    save_with_reason(case.debtor, by=officer(application), reason="迁址")
    with pytest.raises(ActRefused, match="不一致"):
        send(application)
    before = application.paper
    application = renew_application(
        application=application, by=officer(application), on=later(case, 5)
    )
    assert application.paper.supersedes == before
    assert application.unsigned == [application.paper]
    assert not application.signed_by.exists()
    sign(application, on=later(case, 5))
    assert send(application).state == ApplicationState.SENT


def test_drawing_anew_what_says_the_same_keeps_the_signatures():
    application = draft(a_complete_file())
    sign(application)
    again = renew_application(
        application=application, by=officer(application), on=application.drawn_on
    )
    assert again.paper == application.paper
    assert again.unsigned == []


def test_signed_on_one_day_and_sent_on_another_the_thirty_days_look_at_the_sending():
    case = a_complete_file()
    application = draft(case)
    sign(application)
    last = case.deadlines.get(rule="JC-01").due_on
    with pytest.raises(ActRefused, match="三十日"):
        send(application, on=last + timedelta(days=1))
    send(application, on=last)
    clock = case.deadlines.get(rule="JC-01")
    assert (clock.state, clock.met_on) == ("met", last)


def test_a_payment_after_the_signing_does_not_ask_for_new_signatures():
    case = a_complete_file(2, 2)
    application = draft(case)
    sign(application)
    builders.pay(case, no=1, on=later(case, 4))
    send(application, on=later(case, 5))
    told = application.packets.get().items.get(code="C08").document.context["agreement"]
    assert told["paid"]["digits"] != "0.00"


def test_a_dropped_draft_leaves_its_workers_free():
    case = a_complete_file()
    application = draft(case)
    with pytest.raises(ActRefused, match="已经申请"):
        draft(case)
    discard_draft(application=application, by=officer(application), on=later(case))
    application.paper.refresh_from_db()
    assert application.paper.state == DocumentState.VOID
    assert apply(case).state == ApplicationState.SENT


def test_what_was_sent_is_withdrawn_not_dropped():
    application = an_application()
    with pytest.raises(ActRefused, match="撤回"):
        discard_draft(application=application, by=officer(application), on=later(application.case))


def test_a_returned_application_whose_sheet_no_longer_holds_is_signed_anew():
    application = an_application()
    case = application.case
    send_back(application)
    case.debtor.address = "示例区新址9号"
    save_with_reason(case.debtor, by=officer(application), reason="迁址")
    given = {
        "answers": ["已补交", "见工资表"],
        "approved_by": officer(application),
        "by": officer(application),
        "on": later(case, 6),
        "originals": ORIGINALS,
    }
    with pytest.raises(ActRefused, match="不一致"):
        resubmit_packet(application=application, **given)
    renewed = renew_application(application=application, by=officer(application), on=later(case, 6))
    assert renewed.paper.context["applied_on"] == application.applied_on.isoformat()
    with pytest.raises(ActRefused, match="共同申请"):
        resubmit_packet(application=application, **given)
    sign(Application.objects.get(pk=application.pk), on=later(case, 6))
    resubmit_packet(application=application, **given)
    changes = application.packets.get(version=2).changes
    assert {("更换", "C01")} <= {(row["what"], row["code"]) for row in changes}


def test_only_who_mediates_or_took_the_case_in_drafts():
    case = a_complete_file()
    for who in ("stranger", "recorder", "director", "court_clerk"):
        with pytest.raises(NotPermitted):
            draft(case, by=getattr(builders.staff_of(case), who))


# One way at a time (办案规则 75)


@pytest.mark.parametrize("state", [ReviewState.PENDING, ReviewState.DONE])
def test_what_the_arbitration_commission_has_no_court_gets(state):
    with pytest.raises(ActRefused, match="仲裁") as refused:
        draft(a_complete_file(), review_state=state)
    assert refused.value.source == "REV-03"


def test_a_review_that_was_withdrawn_is_told_to_the_court():
    application = draft(a_complete_file(), review_state=ReviewState.WITHDRAWN)
    assert application.paper.context["review_state"] == "已撤回"


def test_a_review_known_to_the_system_shuts_the_court_out_whatever_was_ticked(monkeypatch):
    case = a_complete_file()
    known: list[Agreement] = []

    def reviewed(agreement):
        known.append(agreement)
        return routes.Track(routes.REVIEW, "正在审查")

    monkeypatch.setattr(routes, "TRACKS", [*routes.TRACKS, reviewed])
    with pytest.raises(ActRefused, match="正在审查"):
        draft(case)
    assert known[0] == case.agreements.get()
    (way,) = [
        r for r in routes.routes_after_agreement(case, on=later(case)) if "司法确认" in r.name
    ]
    assert not way.open
    assert "REV-03" in way.rules


def test_what_is_before_the_court_is_not_reviewed():
    application = an_application()
    named = {
        r.name: r
        for r in routes.routes_after_agreement(application.case, on=later(application.case))
    }
    assert not named["共同申请仲裁审查"].open
    assert "只能择一" in named["共同申请仲裁审查"].reason


def test_a_draft_does_not_shut_the_other_way_yet():
    case = a_complete_file()
    draft(case)
    named = {r.name: r for r in routes.routes_after_agreement(case, on=later(case))}
    assert named["共同申请仲裁审查"].open
    assert ApplicationState.DRAFT not in OVER


def test_the_sides_of_a_draft_are_those_of_the_agreement():
    case = a_complete_file()
    workers, others = sides(case)
    with pytest.raises(ActRefused, match="不在这份协议中"):
        draft_application(
            case=case,
            court=draft(case).court,
            ground="mediation_org_place",
            workers=others,
            jointly_with=workers,
            by=builders.staff_of(case).mediator,
            on=later(case),
        )


def test_what_is_not_enclosed_goes_along_only_with_a_word_on_its_original():
    """The court returns a packet without what it is to look at (JC-04)."""
    application = draft(a_complete_file())
    sign(application)
    with pytest.raises(ActRefused, match="材料包不完整") as refused:
        send(application, originals="  ")
    assert "怎样送交" in refused.value.suggest
    assert not application.packets.exists()
    send(application, originals="由周敏28日当面送立案庭")
    told = [row["sentence"] for row in application.packets.get().to_look]
    assert [one for one in told if "原件另送：由周敏28日当面送立案庭。" in one]
    # Whoever has the packet alone, as a court without an account, reads it there as well.
    packet = application.packets.get()
    with zipfile.ZipFile(io.BytesIO(store.get(packet.bag))) as bag:
        data = json.loads(bag.read(f"{ROOT}/data/packet.json"))
    assert data["to_look"] == packet.to_look
    letter = packet.items.get(code="C04").document
    assert "签名盖章的调解协议书" in letter.context["separately"]
    assert "由周敏28日当面送立案庭" in letter.context["separately"]


def test_a_way_that_has_been_taken_says_how_it_stands_and_closes_the_other_clock():
    application = an_application()
    case, on = application.case, later(application.case)
    taken = {r.name: r.taken for r in routes.routes_after_agreement(case, on=on)}
    assert taken["共同申请司法确认"] == application.get_state_display()
    assert taken["共同申请仲裁审查"] == ""
    assert case.deadlines.get(rule="REV-01").state == "running"
    assert not clocks.counting().filter(case=case, rule="REV-01").exists()


def test_after_the_thirty_days_the_page_says_at_once_that_nothing_drafted_can_be_sent(client):
    case = a_complete_file()
    client.force_login(builders.staff_of(case).mediator)
    page = reverse("confirmation-apply", args=[case.pk])
    with freeze_time(f"{builders.ON + timedelta(days=29)} 02:00:00"):
        assert "已经不能申请" not in client.get(page).content.decode()
    with freeze_time(f"{builders.ON + timedelta(days=40)} 02:00:00"):
        client.force_login(builders.staff_of(case).mediator)
        assert "已经不能申请" in client.get(page).content.decode()


def test_an_instalment_that_is_late_is_not_said_to_be_early():
    """Of a broken promise that nobody has declared yet, the page says what to do first."""
    case = a_complete_file()
    late = current_agreement(case).instalments.first().due_on + timedelta(days=1)
    ways = {r.name: r for r in routes.routes_after_agreement(case, on=late)}
    assert not ways["申请支付令"].open
    assert "认定违约以后可以申请" in ways["申请支付令"].reason
    early = {r.name: r for r in routes.routes_after_agreement(case, on=late - timedelta(days=1))}
    assert early["申请支付令"].reason == "约定的付款日尚未逾期"
