"""A joint application goes out as a packet, or is refused with the reason the court would have."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from pypdf import PdfReader

from cases.choices import LicenceState
from confirmation.checks import Filing, findings
from confirmation.choices import ApplicationState, CourtGround, ReturnReason
from confirmation.models import Application
from confirmation.operations import attach_evidence, record_party_papers
from confirmation.operations.enclosures import Copy
from documents import store
from documents.bag import ROOT
from documents.models import Document
from documents.operations import attach_scan
from staff.refusals import ActRefused, NotPermitted
from tests import builders
from tests.confirmation.filings import (
    a_complete_file,
    a_signed_sheet,
    an_application,
    apply,
    later,
    show_papers,
    sides,
)

pytestmark = pytest.mark.django_db


def test_a_complete_application_goes_out_with_its_papers_in_order():
    application = an_application()
    packet = application.packets.get()
    codes = [item.code for item in packet.items.all()]
    assert codes == [
        *("C04", "C01", "D12", "D12A", "C03", "C07", "C06", "C06", "C05", "C08"),
        "C01",  # what both sides signed
    ]
    assert application.state == ApplicationState.SENT
    assert application.applied_on == later(application.case)


def test_the_letter_lists_what_is_attached_with_its_pages():
    application = an_application()
    letter = Document.objects.get(case=application.case, code="C04")
    items = application.packets.get().items.exclude(code="C04")
    listed = letter.context["materials"]
    assert [(r["code"], r["pages"]) for r in listed] == [(i.code, i.pages) for i in items]


def test_the_court_has_three_days_and_the_thirty_days_are_met():
    case = an_application().case
    clocks = {d.rule: d for d in case.deadlines.filter(rule__in=["JC-01", "JC-09"])}
    assert clocks["JC-01"].state == "met"
    assert clocks["JC-09"].starts_on == later(case)
    assert clocks["JC-09"].amount == 3


def test_the_bundle_holds_every_item_on_the_page_the_list_says():
    packet = an_application().packets.get()
    pages = PdfReader(io.BytesIO(store.get(packet.bundle))).pages
    assert len(pages) == packet.pages
    for item in packet.items.all():
        own = PdfReader(io.BytesIO(store.get(item.file))).pages[0].extract_text()
        first = "".join(own.split())[:12]
        assert first in "".join(pages[item.first_page - 1].extract_text().split())


def test_the_bag_can_be_checked_without_the_system():
    packet = an_application().packets.get()
    with zipfile.ZipFile(io.BytesIO(store.get(packet.bag))) as bag:
        names = bag.namelist()
        manifest = bag.read(f"{ROOT}/manifest-sha256.txt").decode().splitlines()
        data = json.loads(bag.read(f"{ROOT}/data/packet.json"))
    assert f"{ROOT}/bagit.txt" in names
    assert len(manifest) == len(names) - 4  # all but the four tag files
    assert data["information"]["agreement"]["number"] == packet.application.agreement.number
    assert [item["sha256"] for item in data["items"]] == [i.file_id for i in packet.items.all()]


def test_the_same_papers_make_the_same_bag():
    from confirmation import packets

    application = an_application()
    packet = application.packets.get()
    items = list(packet.items.all())
    made = packets.make(application, items, version=1, on=packet.sent_on, to_look=packet.to_look)
    assert (made.bag, made.bundle) == (packet.bag, packet.bundle)


@pytest.mark.parametrize(
    ("changes", "source", "words"),
    [
        ({"signed_by": "workers"}, "JC-01", "共同申请"),
        ({"signed_by": "others"}, "JC-01", "共同申请"),
        ({"jointly_with": []}, "JC-01", "共同申请"),
        ({"days": 31}, "JC-01", "三十日"),
        ({"ground": CourtGround.INVITING_COURT}, "JC-02", "邀请文书"),
        ({"ground": CourtGround.PARTY_DOMICILE}, "JC-02", "住所地"),
        ({"workers": []}, "JC-01", "不在这份协议中"),
    ],
)
def test_what_a_court_would_return_is_not_sent(changes, source, words):
    case = a_complete_file()
    workers, others = sides(case)
    given = dict(changes)
    if isinstance(given.get("signed_by"), str):
        given["signed_by"] = workers if given["signed_by"] == "workers" else others
    if "days" in given:
        given["on"] = later(case, given.pop("days"))
    with pytest.raises(ActRefused, match=words) as refused:
        apply(case, **given)
    assert refused.value.source == source
    assert not Application.objects.exists()
    assert not Document.objects.filter(code__startswith="C").exists()


def test_the_last_day_still_counts():
    case = a_complete_file()
    assert apply(case, on=case.deadlines.get(rule="JC-01").due_on).state == ApplicationState.SENT


def test_one_signature_missing_on_the_agreement_is_named():
    case = builders.an_accepted_case(2)
    agreement = builders.an_agreement(case, instalments=2)
    first, second = case.parties.workers()
    builders.sign(agreement, first)
    with pytest.raises(ActRefused, match=second.name) as refused:
        apply(case)
    assert refused.value.source == "V-S1"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"papers": [], "registered_name": ""}, ReturnReason.NO_IDENTITY_PAPERS),
        ({"registered_name": "示例建筑劳务公司"}, ReturnReason.NAME_DIFFERS),
    ],
)
def test_a_party_that_is_not_who_the_papers_say_is_found(changes, reason):
    case = a_complete_file()
    if changes.get("papers") == []:
        case.debtor.identity_papers.all().delete()
    else:
        show_papers(case.debtor, **changes)
    with pytest.raises(ActRefused, match=case.debtor.name):
        apply(case)
    workers, others = sides(case)
    draft = Application(case=case, agreement=case.agreements.get())
    assert draft.pk is None
    assert reason in {f.reason for f in findings(_filing(case, workers, others))}


def _filing(case, workers, others) -> Filing:
    from tests.confirmation.filings import agreement_of, court

    application = Application.objects.create(
        case=case,
        agreement=agreement_of(case),
        court=court(),
        ground=CourtGround.MEDIATION_ORG_PLACE,
        place="示例区",
        drawn_on=later(case),
        applied_on=later(case),
        confirm_by=case.deadlines.get(rule="JC-01").due_on,
    )
    application.workers.set(workers)
    application.others.set(others)
    return Filing(application, [*workers, *others], later(case))


def test_a_complete_file_gives_no_finding_but_what_is_not_enclosed():
    case = a_complete_file()
    filing = _filing(case, *sides(case))
    assert all(f.look for f in findings(filing))
    told = " ".join(f.sentence for f in findings(filing))
    assert "调解协议书没有签名、盖章" in told
    assert f"{filing.workers[0].name}等3方的身份证明只有目录" in told
    assert "1件没有复印件" in told
    on, by = later(case), builders.staff_of(case).mediator
    attach_scan(
        document=filing.agreement.document, content=a_signed_sheet("D12"), note="", by=by, on=on
    )
    for piece in case.evidence.all():
        attach_evidence(evidence=piece, content=a_signed_sheet("E"), by=by, on=on)
    for party in filing.everybody:
        record_party_papers(
            party=party,
            papers=[Copy("居民身份证", 1, a_signed_sheet("ID"))],
            registered_name=party.name,
            licence_state=party.identity_papers.first().licence_state,
            by=by,
            on=on,
        )
    assert findings(Filing(filing.application, filing.signed_by, on)) == []


def test_a_revoked_licence_asks_for_the_investor():
    case = a_complete_file()
    show_papers(case.debtor, licence_state=LicenceState.REVOKED)
    with pytest.raises(ActRefused, match="出资人") as refused:
        apply(case)
    assert refused.value.source == "ARB-40"


def test_nobody_applies_twice_for_the_same_wages():
    application = an_application()
    with pytest.raises(ActRefused, match="已经申请") as refused:
        apply(application.case, on=later(application.case, 4))
    assert refused.value.source == "V-X1"


def test_nothing_is_left_to_confirm_when_all_is_paid():
    case = a_complete_file(2, 1)
    builders.pay(case)
    with pytest.raises(ActRefused, match="已全部履行"):
        apply(case)


def test_what_was_paid_before_is_told_to_the_court():
    case = a_complete_file(2, 2)
    builders.pay(case, no=1, on=case.opened_on + timedelta(days=1))
    application = apply(case)
    told = Document.objects.get(case=case, code="C01").context["agreement"]
    assert told["paid"]["digits"] != "0.00"
    assert "D15" in [item.code for item in application.packets.get().items.all()]


@pytest.mark.parametrize("who", ["stranger", "recorder", "director", "court_clerk"])
def test_only_who_mediates_or_took_the_case_in_applies(who):
    case = a_complete_file()
    with pytest.raises(NotPermitted):
        apply(case, by=getattr(builders.staff_of(case), who))


def test_batches_are_applications_of_their_own():
    case = a_complete_file(4)
    workers, others = sides(case)
    first = apply(case, workers=workers[:2], signed_by=[*workers[:2], *others], batch=(1, 2))
    assert case.deadlines.get(rule="JC-01").state == "running"
    second = apply(case, workers=workers[2:], signed_by=[*workers[2:], *others], batch=(2, 2))
    assert case.deadlines.get(rule="JC-01").state == "met"
    totals = [
        Document.objects.get(pk=a.packets.get().items.get(code="C08").document_id).context
        for a in (first, second)
    ]
    cents = [int(t["agreement"]["total"]["digits"].replace(".", "")) for t in totals]
    rows = case.agreements.get().proposal.rows
    assert sum(cents) == sum(rows.values_list("amount_fen", flat=True))
