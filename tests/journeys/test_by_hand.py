"""
Whole cases done by hand in the browser, by clicking and typing what a reader of the pages sees.

The day is the real one: the papers, sessions and signatures are all of today, so nothing falls in a
year without a calendar. Wages are owed for months long past.
"""

import io
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from law.calendar import WEEKDAYS
from tests import builders
from tests.journeys.browser import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EMPLOYER = "示例市示例装饰工程有限公司"
WORKER = "赵国栋"
OWED, OWED_UPPER = "6,010.00", "陆仟零壹拾元整"
ROOM = "第一调解室"


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def staff(today):
    return builders.people(builders.a_centre(today), today)


@pytest.fixture
def desk_of(chromium, live_server, staff):
    """Return a function that seats somebody at a browser of their own, by the name of the role."""
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


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def begins() -> datetime:
    """Half an hour ago, or midnight: a sitting of today that can already have ended."""
    now = timezone.localtime()
    return max(now - timedelta(minutes=30), now.replace(hour=0, minute=0))


def register(desk: Desk, *, headcount: int = 1) -> str:
    """The first words at the window become a case with its debtor; returns the path of its page."""
    desk.open("/")
    desk.follow("登记来件")
    desk.fill(
        {
            "来源": "现场接访",
            "反映人": WORKER,
            "被反映的单位或个人": EMPLOYER,
            "工地或单位地点": "示例商场二层改造工程",
            "人数": str(headcount),
            "反映金额（元）": "6010.00",
            "欠薪期间自": "2025-12-01",
            "欠薪期间至": "2026-01-16",
        }
    )
    desk.press("登记来件")
    desk.reads(f"{WORKER} 反映 {EMPLOYER}", "待核实")
    desk.follow("登记为案件")
    desk.press("登记为案件")
    case = desk.path
    desk.act("增加当事人")
    desk.fill(
        {
            "在工程或用工中的角色": "用人单位",
            "单位名称": EMPLOYER,
            "统一社会信用代码": builders.uscc(11),
            "法定代表人（负责人）": "孙立群",
            "职务": "执行董事",
            "住所（送达前的已知地址）": "示例市示例区示例路11号",
            "联系电话": "10000090011",
        }
    )
    desk.press("登记当事人")
    desk.open(case)
    desk.act("确定欠薪主体")
    desk.tick(f"{EMPLOYER}（用人单位）")
    desk.press("确定欠薪主体")
    desk.open(case)
    return case


def test_one_worker_is_paid_on_the_day_he_came(desk_of, staff, today):
    intake, mediator, director = (desk_of(n) for n in ("intake_officer", "mediator", "director"))
    case = register(intake)
    intake.next_act("登记调解申请", staff.intake_officer.name)
    enter_worker(intake)
    intake.open(case)
