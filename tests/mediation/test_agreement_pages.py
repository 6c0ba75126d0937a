import pytest
from django.urls import reverse
from freezegun import freeze_time

from cases.choices import CaseStatus
from mediation.choices import AgreementState
from mediation.models import Default
from mediation.queries import current_agreement
from tests import builders

TODAY = builders.ON
DRAWN = builders.drawn_signature()


@pytest.fixture(autouse=True)
def clock():
    with freeze_time(f"{TODAY} 02:45:00") as clock:
        yield clock


@pytest.fixture
def desk(client, db):
    """The mediator of every case the builders make."""
    centre = builders.a_centre()
    client.force_login(builders.people(centre).mediator)
    return client


def words(answer) -> str:
    return answer.content.decode()


def come_back(desk, clock, moment: str, person) -> None:
    """Another day; whoever was signed in overnight signs in again."""
    clock.move_to(moment)
    desk.force_login(person)


def signing(agreement, party, **changes) -> dict:
    speaks = builders.acting(party)
    is_org = party.kind == "org"
    return {
        "party": party.pk,
        "signer": speaks["person"],
        "capacity": speaks["capacity"],
        "marks": ["signature", "seal" if is_org else "fingerprint"],
        "seal_kind": "official" if is_org else "",
        "drawing": "",
        "document_sha256": agreement.document.pdf_id,
        "on": TODAY.isoformat(),
        "submission": f"sign-{party.pk}",
    } | changes


def test_agreement_goes_from_the_proposal_to_effect_on_the_day_of_the_last_mark(desk, clock):
    case = builders.an_accepted_case(2)
    session = builders.a_held_session(case)
    builders.everybody_agrees(builders.a_proposal(case, instalments=2))
    builders.end_session(session)
    made = desk.post(
        reverse("generate", args=[case.pk]),
        {"annex": "on", "copies": "", "on": TODAY.isoformat(), "submission": "generate-1"},
    )
    agreement = current_agreement(case)
    page = reverse("agreement", args=[agreement.pk])
    assert made.headers["Location"] == page
    assert "签署进度 0 / 4" in words(desk.get(page))

    desk.post(
        reverse("sign-together", args=[agreement.pk]),
        {
            "parties_all": "on",
            "fingerprint": "on",
            "document_sha256": agreement.document.pdf_id,
            "on": TODAY.isoformat(),
            "submission": "together-1",
        },
    )
    refused = desk.post(
        reverse("seal", args=[case.pk]),
        {"seal_kind": "mediation_org", "on": TODAY.isoformat(), "submission": "seal-1"},
    )
    assert refused.status_code == 422
    assert "尚有2处未签署" in words(refused)

    desk.post(reverse("sign", args=[agreement.pk]), signing(agreement, case.debtor))
    mediator = builders.staff_of(case).mediator
    desk.post(
        reverse("sign-mediator", args=[agreement.pk]),
        {"mediator": mediator.pk, "on": TODAY.isoformat(), "submission": "mediator-1"},
    )
    assert "签署进度 4 / 4" in words(desk.get(page))

    come_back(desk, clock, "2026-11-17 01:00:00", mediator)
    desk.post(
        reverse("seal", args=[case.pk]),
        {"seal_kind": "mediation_org", "on": "2026-11-17", "submission": "seal-2"},
    )
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.EFFECTIVE
    assert f"{agreement.effective_on}" == "2026-11-17"
    shown = words(desk.get(page))
    assert "生效日 2026年11月17日 周二" in shown
    assert "调解组织盖章 2026-11-17" in shown


def test_pages_of_an_agreement_open_to_its_mediator_and_to_no_other(client, desk):
    case = builders.a_settled_case(1, 2)
    agreement = current_agreement(case)
    first = agreement.instalments.get(no=1)
    urls = [
        *(reverse(name, args=[agreement.pk]) for name in ("agreement", "sign", "sign-together")),
        *(reverse(name, args=[agreement.pk]) for name in ("sign-mediator", "void-agreement")),
        *(reverse(name, args=[first.pk]) for name in ("payment", "default", "demand")),
        reverse("proposal", args=[agreement.proposal_id]),
    ]
    for url in urls:
        assert desk.get(url).status_code == 200, url
    client.force_login(builders.staff_of(case).stranger)
    for url in urls:
        assert client.get(url).status_code == 404, url
        assert client.post(url).status_code in {404, 405}, url


def test_fingerprint_alone_is_no_signature(desk):
    agreement = builders.an_agreement(builders.an_accepted_case(1))
    worker = agreement.case.parties.workers().get()
    page = desk.post(
        reverse("sign", args=[agreement.pk]), signing(agreement, worker, marks=["fingerprint"])
    )
    assert page.status_code == 422
    assert "只按指印不符合" in words(page)
    assert not agreement.signatures.exists()


def test_drawn_signature_is_kept_at_its_own_level(desk):
    agreement = builders.an_agreement(builders.an_accepted_case(1))
    worker = agreement.case.parties.workers().get()
    url = reverse("sign", args=[agreement.pk])
    wrong = desk.post(url, signing(agreement, worker, drawing="<svg onload=alert(1)>"))
    assert wrong.status_code == 422
    assert not agreement.signatures.exists()
    desk.post(url, signing(agreement, worker, drawing=DRAWN, submission="sign-2"))
    assert agreement.signatures.get().level == "drawn"
    page = words(desk.get(reverse("agreement", args=[agreement.pk])))
    assert "屏幕手写" in page
    assert DRAWN in page


def test_signature_on_another_version_of_the_text_is_refused(desk):
    agreement = builders.an_agreement(builders.an_accepted_case(1))
    worker = agreement.case.parties.workers().get()
    page = desk.post(
        reverse("sign", args=[agreement.pk]), signing(agreement, worker, document_sha256="0" * 64)
    )
    assert page.status_code == 422
    assert "协议文本已变更" in words(page)


def test_agreement_nobody_will_sign_is_voided_with_its_reason(desk):
    agreement = builders.an_agreement(builders.an_accepted_case(1))
    url = reverse("void-agreement", args=[agreement.pk])
    assert desk.post(url, {"reason": "", "submission": "void-1"}).status_code == 422
    desk.post(url, {"reason": "单位拒绝签字", "submission": "void-2"})
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.VOID


def paying(case, instalment, **changes) -> dict:
    data = {
        "payer": case.debtor.pk,
        "on_behalf_of": "",
        "method": "bank_transfer",
        "voucher": "银行回单0001",
        "stated_total_fen": "",
        "witnesses": "",
        "on": TODAY.isoformat(),
        "submission": "pay-1",
    }
    for share in instalment.shares.all():
        data[f"worker-{share.worker_id}-amount_fen"] = f"{share.amount_fen / 100:.2f}"
    return data | changes


def test_payment_is_prefilled_with_what_is_open_and_booked_once(desk):
    case = builders.a_settled_case(2, 2)
    agreement = current_agreement(case)
    first = agreement.instalments.get(no=1)
    url = reverse("payment", args=[first.pk])
    assert words(desk.get(url)).count('value="3465.00"') == 2
    for _ in range(2):
        assert desk.post(url, paying(case, first)).status_code == 302
    assert agreement.payments.count() == 1
    page = words(desk.get(reverse("agreement", args=[agreement.pk])))
    assert "已付清" in page
    assert "银行回单0001" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"voucher": ""}, "请写明付款凭证"),
        ({"stated_total_fen": "1.00"}, "写明合计1.00元"),
        ({"method": "cash"}, "现场现金支付须有两名见证人"),
    ],
)
def test_payment_that_cannot_be_proved_is_refused_in_words(desk, change, sentence):
    case = builders.a_settled_case(1, 2)
    first = current_agreement(case).instalments.get(no=1)
    page = desk.post(reverse("payment", args=[first.pk]), paying(case, first, **change))
    assert page.status_code == 422
    assert sentence in words(page)
    assert not first.payments.exists()


def test_default_waits_for_the_grace_and_then_opens_every_workers_routes(desk, clock):
    case = builders.a_settled_case(1, 2)
    agreement = current_agreement(case)
    first = agreement.instalments.get(no=1)  # due on 23 November with three days of grace
    url = reverse("default", args=[first.pk])
    mediator = builders.staff_of(case).mediator
    come_back(desk, clock, "2026-11-26 02:00:00", mediator)
    early = desk.post(url, {"submission": "default-1"})
    assert early.status_code == 422
    assert "宽限期至2026-11-26届满" in words(early)
    assert not Default.objects.exists()
    come_back(desk, clock, "2026-11-27 02:00:00", mediator)
    desk.post(url, {"submission": "default-2"})
    page = words(desk.get(reverse("agreement", args=[agreement.pk])))
    assert "第1期违约" in page
    assert "其余3,465.00元加速到期，现在到期共6,930.00元" in page
    assert "申请支付令、申请劳动仲裁、直接向法院起诉" in page


def test_terminated_mediation_names_the_routes_that_stay_open(desk):
    case = builders.an_accepted_case(1)
    url = reverse("terminate", args=[case.pk])
    data = {
        "reason": "no_agreement_in_time",
        "reason_text": "",
        "guidance": [],
        "on": TODAY.isoformat(),
        "submission": "end-1",
    }
    page = desk.post(url, data)
    assert page.status_code == 422
    assert "请告知当事人可以走的途径" in words(page)
    desk.post(url, data | {"guidance": ["arbitration", "legal_aid"], "submission": "end-2"})
    case.refresh_from_db()
    assert case.status == CaseStatus.ENDED
    assert case.terminations.get().guidance == ["arbitration", "legal_aid"]


def test_case_is_not_closed_against_its_wage_account(desk):
    case = builders.a_settled_case(1)
    url = reverse("close-case", args=[case.pk])
    assert 'value="6930.00"' in words(desk.get(url))
    page = desk.post(
        url,
        {"outcome": "withdrawn", "outstanding_fen": "0.00", "submission": "close-1"},
    )
    assert page.status_code == 422
    assert "写明尚欠0.00元，工资账户为6930.00元" in words(page)
    case.refresh_from_db()
    assert case.is_open
