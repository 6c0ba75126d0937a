"""Both sides ask the commission, it accepts, makes the statement, and everybody signs for it."""

import pytest

from adjudication.models import Review
from tests.adjudication.reviews import tribunal
from tests.confirmation.filings import a_complete_file
from tests.journeys.browser import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case():
    found = a_complete_file(2, 2)
    tribunal()
    return found


@pytest.fixture
def desk_of(chromium, live_server, case):
    seated: dict[str, Desk] = {}

    def desk_of(name: str) -> Desk:
        if name not in seated:
            seated[name] = Desk(chromium, live_server.url, name)
        return seated[name]

    yield desk_of
    complaints = {name: desk.complaints for name, desk in seated.items() if desk.complaints}
    for desk in seated.values():
        desk.context.close()
    assert complaints == {}


def test_an_agreement_becomes_a_statement_both_sides_signed_for(desk_of, case):
    mediator, clerk, reviewer = desk_of("mediator"), desk_of("review_clerk"), desk_of("reviewer")

    mediator.open(f"/cases/{case.pk}/")
    mediator.act("申请仲裁审查")
    mediator.page.get_by_label("全选").nth(1).check()
    mediator.press("生成申请书并提交")
    mediator.reads("核验一致", "待受理")
    review = Review.objects.get()
    address = f"/reviews/{review.pk}/"

    clerk.open("/")
    clerk.follow("仲裁审查 1 件")
    clerk.follow(case.agreements.get().number)
    clerk.follow("受理")
    clerk.tick("韩清")
    clerk.press("受理")
    clerk.reads("五个工作日的审查期限开始计算")

    reviewer.open(address)
    reviewer.follow("制作调解书")
    reviewer.press("制作调解书")
    reviewer.reads("送双方签收后生效")

    clerk.open(address)
    clerk.follow("登记签收")
    clerk.page.get_by_label("全选").first.check()
    clerk.press("登记签收")
    clerk.reads("发生法律效力", "可以申请执行")

    mediator.open(f"/cases/{case.pk}/confirmation/")
    mediator.reads("不能", "都有了执行依据：仲裁调解书", "已有仲裁调解书，不再需要")
    assert mediator.on_a_phone([f"/cases/{case.pk}/review/", address]) == []
    assert clerk.on_a_phone(["/reviews/", "/reviews/?tab=ended", address]) == []
