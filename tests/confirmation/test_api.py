"""A court's system fetches what was sent to its court and answers as the clerk's desk would."""

import io
import json
import re
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from freezegun import freeze_time
from jsonschema import Draft202012Validator

from confirmation.api.door import CALLS_A_MINUTE
from confirmation.choices import ApplicationState, Fetched
from confirmation.models import Application, CourtRequest, CourtToken, PacketDownload
from confirmation.operations import issue_token, revoke_token, withdraw_confirmation
from documents import store
from documents.bag import ROOT
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.confirmation.filings import NUMBER, a_docketed_application, an_application, later
from tests.confirmation.systems import System
from tests.confirmation.test_court import everybody, officer, send_back
from tests.confirmation.test_pages_court import another_court, colleague
from tests.documents.test_scans import a_pdf, script

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(f"{builders.ON + timedelta(days=10)} 02:45:00") as clock:
        yield clock


def packet_of(application):
    return application.packets.order_by("-version").first()


def docket(system, packet, **more):
    asked = {"number": NUMBER, "decided_on": packet.sent_on.isoformat()} | more.pop("asked", {})
    return system.post(f"packets/{packet.pk}/acceptance", asked, **more)


def ruling_file(name: str = "裁定书.pdf", content: bytes | None = None):
    return SimpleUploadedFile(name, content or a_pdf(1), "application/pdf")


def is_problem(answer, status: int) -> dict:
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert said["status"] == status
    assert said["detail"].endswith("。")
    assert said["advice"] or said["source"]
    return said


# Who comes in


def test_nobody_comes_in_without_a_token(client):
    said = is_problem(client.get("/api/court/v1/packets"), 401)
    assert "令牌" in said["title"]


@pytest.mark.parametrize("why", ["wrong", "expired", "revoked", "clerk left", "clerk moved"])
def test_a_token_that_does_not_open_is_no_token(why, clock):
    application = an_application()
    system = System(application)
    if why == "wrong":
        system.secret += "x"
    elif why == "expired":
        clock.tick(timedelta(days=31))
    elif why == "revoked":
        admin = builders.staff_of(application.case).administrator
        revoke_token(token=system.token, by=admin, at=system.token.issued_at)
    elif why == "clerk left":
        system.clerk.is_active = False
        system.clerk.save()
    else:
        system.clerk.body = another_court()
        system.clerk.save()
    is_problem(system.get("packets"), 401)


def test_a_session_of_a_clerk_does_not_open_the_interface(client):
    application = an_application()
    system = System(application)
    client.force_login(system.clerk)
    is_problem(client.get("/api/court/v1/packets"), 401)


def test_a_token_that_reads_cannot_answer():
    application = an_application()
    system = System(application, writes=False)
    assert system.get("packets").status_code == 200
    is_problem(docket(system, packet_of(application)), 403)
    application.refresh_from_db()
    assert application.state == ApplicationState.SENT


def test_too_many_calls_are_put_off():
    system = System(an_application())
    for _ in range(CALLS_A_MINUTE):
        assert system.get("reasons").status_code == 200
    answer = system.get("reasons")
    is_problem(answer, 429)
    assert answer["Retry-After"] == "60"


def test_when_a_token_was_last_used_is_known():
    system = System(an_application())
    system.get("reasons")
    assert CourtToken.objects.get().last_used_at is not None


def test_only_an_administrator_issues_and_only_to_a_clerk_of_that_court():
    application = an_application()
    staff = builders.staff_of(application.case)
    staff.court_clerk.body = application.court
    staff.court_clerk.save()
    given = {
        "court": application.court,
        "name": "系统",
        "clerk": staff.court_clerk,
        "writes": True,
        "days": 30,
        "at": system_time(),
    }
    with pytest.raises(NotPermitted):
        issue_token(by=staff.mediator, **given)
    with pytest.raises(ActRefused, match="不是"):
        issue_token(by=staff.administrator, **given | {"clerk": staff.mediator})
    with pytest.raises(ActRefused, match="365"):
        issue_token(by=staff.administrator, **given | {"days": 366})
    token, secret = issue_token(by=staff.administrator, **given)
    assert secret not in str(CourtToken.objects.filter(pk=token.pk).values().get())


def system_time():
    from django.utils import timezone

    return timezone.now()


# What is fetched


def test_the_list_names_what_waits_at_this_court():
    application = an_application()
    page = System(application).get("packets", state="sent").json()
    (row,) = page["packets"]
    assert row["agreement"] == application.agreement.number
    assert (row["state"], row["workers"], row["version"]) == ("sent", 2, 1)
    assert page["next"] is None


def test_pages_follow_one_another_and_miss_nothing():
    from tests.confirmation.filings import a_complete_file, apply, sides

    case = a_complete_file(3)
    workers, others = sides(case)
    for no, worker in enumerate(workers, 1):
        one = apply(case, workers=[worker], signed_by=[worker, *others], batch=(no, 3))
    system, seen, after = System(one), [], ""
    while after is not None:
        page = system.get("packets", limit=1, after=after).json()
        seen += [row["batch"]["no"] for row in page["packets"]]
        after = page["next"]
    assert seen == [1, 2, 3]


def test_another_court_has_nothing_of_it():
    application = an_application()
    packet = packet_of(application)
    foreign = System(application, clerk=colleague(application, body=another_court()))
    assert foreign.get("packets").json()["packets"] == []
    for path in ("", "/packet.json", "/bundle.pdf", "/bag.zip", "/items/1.pdf"):
        is_problem(foreign.get(f"packets/{packet.pk}{path}"), 404)
    is_problem(docket(foreign, packet), 404)
    assert not PacketDownload.objects.exists()


def test_every_file_is_the_one_listed_and_every_fetch_is_on_record():
    application = an_application()
    packet, system = packet_of(application), System(application)
    about = system.get(f"packets/{packet.pk}").json()
    bundle = system.get(f"packets/{packet.pk}/bundle.pdf")
    bag = system.get(f"packets/{packet.pk}/bag.zip")
    assert sha256(bundle.content).hexdigest() == about["bundle_sha256"]
    assert sha256(bag.content).hexdigest() == about["bag_sha256"]
    for item in about["items"]:
        file = system.get(f"packets/{packet.pk}/items/{item['no']}.pdf")
        assert sha256(file.content).hexdigest() == item["sha256"]
    data = system.get(f"packets/{packet.pk}/packet.json")
    with zipfile.ZipFile(io.BytesIO(store.get(packet.bag))) as inside:
        assert data.content == inside.read(f"{ROOT}/data/packet.json")
    log = PacketDownload.objects.filter(token=system.token, by=system.clerk)
    assert log.count() == 3 + len(about["items"])
    assert set(log.values_list("what", flat=True)) == {
        *(Fetched.BUNDLE, Fetched.BAG, Fetched.ITEM, Fetched.DATA)
    }


def test_the_data_of_a_packet_is_as_its_schema_says(client):
    application = an_application()
    packet = packet_of(application)
    data = System(application).get(f"packets/{packet.pk}/packet.json").json()
    answer = client.get(reverse("packet-schema"))
    schema = json.loads(answer.content)
    Draft202012Validator.check_schema(schema)
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in checker.iter_errors(data)] == []
    for broken in (data | {"version": 0}, data | {"items": []}, {**data, "extra": 1}):
        assert not checker.is_valid(broken)


def test_a_withdrawal_is_known_with_its_paper():
    application = an_application()
    packet, system = packet_of(application), System(application)
    is_problem(system.get(f"packets/{packet.pk}/withdrawal.pdf"), 404)
    withdraw_confirmation(
        application=application,
        reason="已经付清",
        signed_by=everybody(application),
        by=officer(application),
        on=later(application.case, 4),
    )
    about = system.get(f"packets/{packet.pk}").json()
    assert about["state"] == "withdrawn"
    paper = system.get(f"packets/{packet.pk}/withdrawal.pdf").content
    assert sha256(paper).hexdigest() == about["withdrawal"]["sha256"]
    said = is_problem(docket(system, packet), 422)
    assert "已撤回" in said["detail"]


# What is answered


def test_docketing_by_the_system_is_docketing():
    application = an_application()
    packet, system = packet_of(application), System(application)
    answer = docket(system, packet).json()
    assert (answer["state"], answer["court_number"]) == ("accepted", NUMBER)
    application.refresh_from_db()
    assert application.accepted_on == packet.sent_on
    assert application.case.deadlines.filter(rule="JC-10").exists()
    assert application.history.first().history_user == system.clerk


def test_the_same_request_again_gets_the_same_answer_and_does_nothing():
    application = an_application()
    packet, system = packet_of(application), System(application)
    first = docket(system, packet, key="lost-answer-1").json()
    events = application.case.events.count()
    again = docket(system, packet, key="lost-answer-1")
    assert again.status_code == 200
    assert again.json() == first | {"repeated": True}
    assert application.case.events.count() == events


def test_the_same_key_for_something_else_is_refused():
    application = an_application()
    packet, system = packet_of(application), System(application)
    docket(system, packet, key="used-before")
    other = {"number": "（2026）冀0699民特13号"}
    said = is_problem(docket(system, packet, key="used-before", asked=other), 409)
    assert said["source"] == "Idempotency-Key"


def test_a_refused_request_leaves_its_key_free():
    application = an_application()
    packet, system = packet_of(application), System(application)
    said = is_problem(docket(system, packet, key="try-again", asked={"number": "12"}), 422)
    assert "法院案号应为" in said["detail"]
    assert not CourtRequest.objects.exists()
    assert docket(system, packet, key="try-again").status_code == 200


def test_without_a_key_nothing_is_done():
    application = an_application()
    packet, system = packet_of(application), System(application)
    answer = system.client.post(
        f"/api/court/v1/packets/{packet.pk}/acceptance",
        {"number": NUMBER, "decided_on": packet.sent_on.isoformat()},
        content_type="application/json",
        headers=system.headers(),
    )
    said = is_problem(answer, 422)
    assert said["faults"] == [{"where": "header.Idempotency-Key", "what": "缺少这一项"}]


def test_a_return_names_the_reason_on_the_item():
    application = an_application()
    packet, system = packet_of(application), System(application)
    item = packet.items.get(code="C07")
    asked = {
        "notice_on": packet.sent_on.isoformat(),
        "points": [
            {"reason": "RR-28", "what": "补交营业执照", "item": item.no},
            {"reason": "RR-11", "what": "说明日工资标准"},
        ],
    }
    assert system.post(f"packets/{packet.pk}/return", asked).json()["state"] == "returned"
    points = packet.returned.items.all()
    assert [(p.code, p.about) for p in points] == [("RR-28", item.name), ("RR-11", "")]


def test_an_item_that_is_not_on_the_list_is_refused():
    application = an_application()
    packet, system = packet_of(application), System(application)
    point = {"reason": "RR-28", "what": "补交", "item": 99}
    asked = {"notice_on": packet.sent_on.isoformat(), "points": [point]}
    is_problem(system.post(f"packets/{packet.pk}/return", asked), 422)


def test_an_answer_to_a_version_that_came_back_is_no_answer():
    application = an_application()
    packet, system = packet_of(application), System(application)
    send_back(application)
    said = is_problem(docket(system, packet), 422)
    assert "退回补正" in said["detail"]


def rule(system, packet, application, *, file=None, key: str = "", **changes):
    on = (packet.sent_on + timedelta(days=3)).isoformat()
    served = [{"party": party.key, "on": on} for party in everybody(application)]
    asked = {"number": NUMBER, "result": "valid", "ruled_on": on, "served": served} | changes
    file = file or ruling_file()
    return system.post(f"packets/{packet.pk}/ruling", asked, key=key, file=file)


def test_a_ruling_comes_with_its_paper():
    application = a_docketed_application()
    packet, system = packet_of(application), System(application)
    answer = rule(system, packet, application)
    assert answer.status_code == 200, answer.content.decode()
    application.refresh_from_db()
    assert application.state == ApplicationState.CONFIRMED
    assert application.ruling.file is not None
    assert application.ruling.services.count() == 3


def test_the_same_ruling_sent_twice_with_another_boundary_is_the_same():
    application = a_docketed_application()
    packet, system = packet_of(application), System(application)
    content = a_pdf(1)
    rule(system, packet, application, file=ruling_file(content=content), key="ruling-12")
    again = rule(system, packet, application, file=ruling_file("b.pdf", content), key="ruling-12")
    assert again.json()["repeated"] is True
    other = rule(system, packet, application, file=ruling_file(content=a_pdf(2)), key="ruling-12")
    is_problem(other, 409)


def test_what_is_left_unconfirmed_is_told_by_worker():
    application = a_docketed_application()
    packet, system = packet_of(application), System(application)
    worker = application.workers.first()
    left = [{"party": worker.key, "amount": "100.50", "reason": "RR-10"}]
    answer = rule(system, packet, application, result="partly_valid", unconfirmed=left)
    assert answer.status_code == 200, answer.content.decode()
    assert application.ruling.rows.get(worker=worker).unconfirmed_fen == 10_050
    stranger = [{"party": "nobody", "amount": "1", "reason": "RR-10"}]
    is_problem(rule(system, packet, application, unconfirmed=stranger), 422)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": "（2026）冀0699民特99号"}, "不一致"),
        ({"ruled_on": "2099-01-01"}, "不能晚于今天"),
        ({"result": "rejected"}, "第三百五十八条"),
    ],
)
def test_a_ruling_the_desk_would_refuse_is_refused(changes, words):
    application = a_docketed_application()
    packet, system = packet_of(application), System(application)
    said = is_problem(rule(system, packet, application, **changes), 422)
    assert words in said["detail"]
    assert Application.objects.get(pk=application.pk).state == ApplicationState.ACCEPTED


# How it describes itself


def test_what_is_no_address_is_said_in_the_same_manner(client):
    is_problem(client.get("/api/court/v1/nothing"), 404)
    answer = client.delete("/api/court/v1/packets")
    is_problem(answer, 405)
    assert answer["Allow"] == "GET"


def test_the_description_is_public_and_names_every_address(client):
    schema = client.get("/api/court/openapi.json").json()
    page = client.get(reverse("court-api-docs")).content.decode()
    assert len(schema["paths"]) == 13
    for path in schema["paths"]:
        assert path in page
    assert "http://" not in page
    assert "https://" not in page


def test_a_system_that_sends_rubbish_is_told_so():
    system = System(an_application())
    answer = system.client.post(
        "/api/court/v1/packets/1/acceptance",
        b"{not json",
        content_type="application/json",
        headers=system.headers("some-key-1"),
    )
    is_problem(answer, 400)
    assert json.loads(answer.content)["advice"]


# The administrator's page


def test_the_administrator_issues_a_token_that_is_shown_once(client):
    application = an_application()
    staff = builders.staff_of(application.case)
    staff.court_clerk.body = application.court
    staff.court_clerk.save()
    client.force_login(staff.administrator)
    given = {
        "court": application.court_id,
        "name": "网上立案系统",
        "clerk": staff.court_clerk.pk,
        "writes": "on",
        "days": 30,
    }
    page = client.post(reverse("court-token-issue"), given)
    secret = re.search(r"kj_[\w-]{40,}", page.content.decode()).group()
    assert page["Cache-Control"] == "no-store"
    listed = client.get(reverse("court-tokens")).content.decode()
    assert "网上立案系统" in listed
    assert secret not in listed
    asked = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/court/v1/packets", headers=asked).status_code == 200
    client.post(reverse("court-token-revoke", args=[CourtToken.objects.get().pk]))
    is_problem(client.get("/api/court/v1/packets", headers=asked), 401)
    assert "已停用" in client.get(reverse("court-tokens")).content.decode()


def test_a_person_who_is_no_clerk_of_the_court_is_named_on_the_form(client):
    application = an_application()
    staff = builders.staff_of(application.case)
    client.force_login(staff.administrator)
    given = {
        "court": application.court_id,
        "name": "系统",
        "clerk": staff.court_clerk.pk,
        "days": 9,
    }
    page = client.post(reverse("court-token-issue"), given)
    assert page.status_code == 422
    assert "不是" in page.content.decode()
    assert not CourtToken.objects.exists()


def test_a_ruling_larger_than_it_may_be_is_refused_unread():
    application = a_docketed_application()
    packet, system = packet_of(application), System(application)
    large = ruling_file(content=b"%PDF-" + b"0" * (21 * 1024 * 1024))
    said = is_problem(rule(system, packet, application, file=large), 422)
    assert "超过20MB" in said["detail"]
    harmful = ruling_file(content=a_pdf(change=script))
    assert "脚本" in is_problem(rule(system, packet, application, file=harmful), 422)["detail"]
