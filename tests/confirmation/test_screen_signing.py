"""The application is signed with a finger, on the very text, by whom a finger binds."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from freezegun import freeze_time
from pypdf import PdfReader

from cases.choices import Capacity
from cases.models import Party, PartyAccess
from confirmation.choices import ApplicationState
from confirmation.models import Application
from confirmation.operations import (
    keep_signed_sheets,
    renew_application,
    sign_application,
)
from documents import store
from documents.models import Document
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.confirmation.filings import (
    a_complete_file,
    a_signed_sheet,
    draft,
    later,
    send,
    show_papers,
)
from tests.mediation.in_session import admitted

pytestmark = pytest.mark.django_db


def a_draft(**changes) -> Application:
    return draft(a_complete_file(), **changes)


def sign(application: Application, party: Party, **changes) -> Application:
    user = changes.pop("user", None) or admitted(party)
    facts = {
        "signer": party.name,
        "capacity": Capacity.SELF,
        "drawing": builders.drawn_signature(),
        "seen": [sheet.pdf_id for sheet in application.sheets],
        "by": user,
        "on": application.drawn_on,
    }
    return sign_application(application=application, party=party, **(facts | changes))


def scan_of(application: Application, parties, **sheets) -> None:
    keep_signed_sheets(
        application=application,
        signed_by=parties,
        by=builders.staff_of(application.case).mediator,
        on=application.drawn_on,
        **({"paper": a_signed_sheet("C01")} | sheets),
    )


def workers_of(application: Application) -> list[Party]:
    return list(application.workers.order_by("roster_no"))


def words_of(item) -> str:
    import io

    pages = PdfReader(io.BytesIO(store.get(item.file))).pages
    return "".join("".join(page.extract_text() for page in pages).split())


def test_workers_on_their_phones_and_the_company_on_paper_make_one_application():
    application = a_draft()
    for worker in workers_of(application):
        sign(application, worker)
    scan_of(application, application.others.all())
    sent = send(Application.objects.get(pk=application.pk))
    assert sent.state == ApplicationState.SENT
    (page,) = [i for i in sent.packets.get().items.all() if i.name.endswith("（签署页）")]
    text = words_of(page)
    assert all(worker.name in text for worker in workers_of(application))
    assert "屏幕手写" in text
    assert application.paper.pdf_id in text


def test_what_only_the_workers_signed_is_not_sent():
    application = a_draft()
    for worker in workers_of(application):
        sign(application, worker)
    with pytest.raises(ActRefused, match="未签名") as refused:
        send(Application.objects.get(pk=application.pk))
    assert refused.value.source == "JC-01"


def test_a_scan_does_not_strike_out_who_signed_on_the_phone_nor_stand_in_for_who_did_not():
    application = a_draft()
    first, second = workers_of(application)
    sign(application, first)
    scan_of(application, application.others.all())
    assert first in application.signed_by.all()
    with pytest.raises(ActRefused, match=f"{second.name}未签名") as refused:
        send(Application.objects.get(pk=application.pk))
    assert refused.value.source == "JC-01"


def test_a_signature_is_bound_to_the_text_that_was_read():
    application = a_draft()
    worker = workers_of(application)[0]
    user = admitted(worker)
    with pytest.raises(ActRefused, match="不是现在的文本") as refused:
        sign(application, worker, user=user, seen=["0" * 64])
    assert refused.value.source == "V-H1"
    sign(application, worker, user=user)
    kept = application.screen_signatures.get().signature
    assert kept.document_sha256 == application.paper.pdf_id
    assert kept.evidence is not None
    with pytest.raises(ActRefused, match="已经签名"):
        sign(application, worker, user=user)


def test_both_sheets_are_signed_where_the_undertaking_stands_apart():
    application = a_draft(undertaking_apart=True)
    worker = workers_of(application)[0]
    user = admitted(worker)
    with pytest.raises(ActRefused, match="不是现在的文本"):
        sign(application, worker, user=user, seen=[application.paper.pdf_id])
    sign(application, worker, user=user)
    signed = application.screen_signatures.values_list("sheet__code", flat=True)
    assert sorted(signed) == ["C01", "C02"]


@pytest.mark.parametrize("drawing", ["", "data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=", "<script>"])
def test_what_is_no_handwriting_is_no_signature(drawing):
    application = a_draft()
    with pytest.raises(ActRefused) as refused:
        sign(application, workers_of(application)[0], drawing=drawing)
    assert refused.value.source == "V-H1"
    assert not application.screen_signatures.exists()


def test_nobody_signs_for_another_and_a_company_signs_on_paper():
    application = a_draft()
    first, second = workers_of(application)
    with pytest.raises(NotPermitted):
        sign(application, second, user=admitted(first))
    company = application.others.get()
    speaks = builders.acting(company)
    with pytest.raises(ActRefused, match="加盖单位公章") as refused:
        sign(application, company, signer=speaks["person"], capacity=speaks["capacity"])
    assert refused.value.source == "V-S2"


def test_what_changed_is_signed_again_and_the_earlier_signature_stays_with_its_text():
    application = a_draft()
    worker = workers_of(application)[0]
    sign(application, worker)
    before = application.paper
    Party.objects.filter(pk=worker.pk).update(phone="10000000999")
    application = Application.objects.get(pk=application.pk)
    by = builders.staff_of(application.case).mediator
    user = PartyAccess.objects.get(party=worker).user
    with pytest.raises(ActRefused, match="有变动"):
        sign(application, worker, user=user)
    application = renew_application(application=application, by=by, on=later(application.case))
    assert application.paper != before
    assert Document.objects.get(pk=before.pk).state == "void"
    assert before.signatures.count() == 1
    assert not application.signed_by.exists()
    sign(application, worker, user=user)
    assert list(application.signed_by.all()) == [worker]


def test_after_it_was_sent_nobody_signs_any_more():
    application = a_draft()
    workers = workers_of(application)
    scan_of(application, [*workers, *application.others.all()])
    by = builders.staff_of(application.case).mediator
    send(application, approved_by=by, by=by)
    with pytest.raises(ActRefused, match="不能再签名"):
        sign(application, workers[0])


# The phone


def page_of(application: Application, access: PartyAccess) -> str:
    return reverse("phone-application", args=[application.pk, access.pk])


def test_a_worker_finds_reads_and_signs_it_on_the_phone(client):
    application = a_draft()
    worker = workers_of(application)[0]
    client.force_login(admitted(worker))
    access = PartyAccess.objects.get(party=worker)
    url = page_of(application, access)
    with freeze_time(f"{application.drawn_on + timedelta(days=1)} 02:00:00"):
        assert url in client.get(reverse("phone-home")).text
        page = client.get(url).text
        sheet = client.get(reverse("phone-application-sheet", args=[application.pk, access.pk, 1]))
        assert sheet.content == store.get(application.paper.pdf)
        seen = re.search(r'name="seen"[^>]*value="([0-9a-f ]+)"', page)[1]
        nothing = client.post(url, {"seen": seen})
        assert nothing.status_code == 422
        assert "写您的姓名" in nothing.text
        answer = client.post(
            url, {"seen": seen, "read": "on", "drawing": builders.drawn_signature()}
        )
        assert answer.status_code == 302
        assert "您已经签名" in client.get(url).text
        assert url not in client.get(reverse("phone-home")).text


def test_a_phone_opens_only_its_own_application(client):
    application = a_draft()
    first, second = workers_of(application)
    other = admitted(second)
    client.force_login(admitted(first))
    theirs = PartyAccess.objects.get(party=second, user=other)
    assert client.get(page_of(application, theirs)).status_code == 404
    assert client.post(page_of(application, theirs)).status_code == 404
    show_papers(first)
    mine = PartyAccess.objects.get(party=first)
    beyond = reverse("phone-application-sheet", args=[application.pk, mine.pk, 9])
    assert client.get(beyond).status_code == 404
