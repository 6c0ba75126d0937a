"""Where the centre wants it, approving money and taking it back asks for the code of the phone."""

from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.urls import reverse
from freezegun import freeze_time

from cases.operations import confirm_parameter
from fund import operations as fund
from fund.choices import WriteOffGround
from fund.models import WriteOff
from staff.operations import TRIES
from staff.refusals import ActRefused
from tests import builders
from tests.fund import funds
from tests.fund.test_pages import do, page, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    cache.clear()
    with freeze_time(f"{funds.ON} 06:00:00"):
        yield


@pytest.fixture
def case():
    case = funds.a_fled_case(1)
    funds.confirm_rules(case)
    return case


@pytest.fixture
def advance(case):
    return funds.verified(funds.applied(case, funds.an_account()))


def demand(case, value: str = "yes") -> None:
    confirm_parameter(
        centre=case.centre,
        code="fund_second_step",
        value=value,
        effective_from=date(2026, 1, 1),
        source="《中心内部控制制度》",
        by=builders.staff_of(case).director,
        on=funds.ON,
    )


def set_up(user) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code(secret: str, step: int = 0) -> str:
    counter = list(yield_hotp_counters_from_time())[step]
    return format_hotp_value(hotp_value(secret, counter))


def approve(client, advance, **data):
    approver = funds.crew().approvers[0]
    return do(client, approver, advance, "approve", opinion="approve", **data)


def test_nothing_is_asked_until_the_centre_says_so(client, advance, case):
    demand(case, "no")
    assert approve(client, advance).status_code == 302


def test_an_approval_takes_the_code_of_the_phone_once(client, advance, case):
    demand(case)
    secret = set_up(funds.crew().approvers[0])
    assert approve(client, advance).status_code == 422  # no code
    wrong = approve(client, advance, second_step="000000")
    assert "验证码不正确" in text(wrong)
    assert not advance.approvals.exists()
    assert approve(client, advance, second_step=code(secret)).status_code == 302
    second = funds.crew().approvers[1]
    other = set_up(second)
    used = do(client, second, advance, "approve", opinion="approve", second_step=code(secret))
    assert used.status_code == 422  # somebody else's
    done = do(client, second, advance, "approve", opinion="approve", second_step=code(other))
    assert done.status_code == 302


def test_who_has_no_second_step_is_told_where_to_set_it_up(client, advance, case):
    demand(case)
    told = text(approve(client, advance, second_step="123456"))
    assert "您还没有设置" in told
    assert "两步验证" in told


def test_codes_cannot_be_tried_through(client, advance, case):
    demand(case)
    secret = set_up(funds.crew().approvers[0])
    for _ in range(TRIES):
        approve(client, advance, second_step="000000")
    stopped = approve(client, advance, second_step=code(secret))
    assert "五分钟以后再试" in text(stopped)
    assert not advance.approvals.exists()


def written_off(advance) -> WriteOff:
    """Proposed by the accountant; the evidence is in the file."""
    evidence_of_it(advance.case)
    return fund.propose_write_off(
        advance=advance,
        ground=WriteOffGround.ENFORCEMENT_ENDED,
        facts="无财产可供执行。",
        efforts=["追偿通知一次"],
        evidence=[1],
        by=funds.crew().handler,
        on=funds.ON,
    )


def evidence_of_it(case) -> None:
    case.evidence.create(
        no=1, name="终结执行裁定书", kind="书证", by_label="人民法院", proves="无财产"
    )


def paid(case):
    return funds.disbursed(
        funds.decided(funds.approved(funds.verified(funds.applied(case, funds.an_account()))))
    )


def test_a_write_off_and_a_red_reversal_ask_too(client, case):
    advance = paid(case)
    recovery = funds.recover(advance, 100)
    written_off(advance)
    demand(case)
    approver, cashier = funds.crew().approvers[1], funds.crew().cashier
    secret = set_up(approver)
    assert do(client, approver, advance, "write-off-approve").status_code == 422
    done = do(client, approver, advance, "write-off-approve", second_step=code(secret))
    assert done.status_code == 302
    shown = page(client, cashier, "recovery-reverse", recovery.pk)
    assert "两步验证码" in text(shown)
    facts = {"reason": "写错", "second_step": "000000"}
    facts["submission"] = shown.context["form"]["submission"].value()
    told = client.post(reverse("recovery-reverse", args=[recovery.pk]), facts)
    assert "您还没有设置" in text(told)
    act = fund.enter_reversal(recovery=recovery, reason="写错", by=cashier, on=funds.ON)
    assert "两步验证码" in text(page(client, funds.crew().handler, "money-act", act.pk))
    assert "两步验证码" not in text(page(client, cashier, "money-act", act.pk))


def test_the_seats_of_a_fund_bind_its_write_offs(case):
    advance = paid(case)
    written = written_off(advance)
    people, director = funds.crew(), builders.staff_of(case).director
    for body, person in (("人社", people.approvers[1]), ("财政", people.approvers[2])):
        fund.seat_approver(
            account=advance.account, body=body, user=person, by=director, on=funds.ON
        )
    with pytest.raises(ActRefused, match="这一级由“人社”审批") as refused:
        fund.approve_write_off(written=written, by=people.approvers[2], on=funds.ON)
    assert refused.value.source == "F03"
    fund.approve_write_off(written=written, by=people.approvers[1], on=funds.ON)
    fund.approve_write_off(written=written, by=people.approvers[2], on=funds.ON)
    assert [step.body for step in written.approvals.order_by("level")] == ["人社", "财政"]
