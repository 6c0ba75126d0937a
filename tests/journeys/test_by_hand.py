"""
Whole cases done by hand in the browser, by clicking and typing what a reader of the pages sees.

The day is the real one: papers, sessions and signatures are of today, and wages are owed for months
long past. Only the instalments lie ahead; late in December they fall in a year without a notice.
"""

import io
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from cases.models import Lead
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


def enter_worker(desk: Desk) -> None:
    desk.act("增加劳动者")
    desk.fill(
        {
            "姓名": WORKER,
            "身份证号": "990101197908161019",
            "手机号": "10000000101",
            "岗位或班组": "抹灰工",
            "计薪单位": "日",
            "单价（元）": "260.00",
            "已付（元）": "4000.00",
            "开户行": "示例银行示例支行",
            "银行账号": "0000000000000000101",
            "第1行数量": "26",
            "第2行数量": "12.5",
        }
    )
    desk.press("登记农民工")


def apply_orally(desk: Desk, recorder: str) -> None:
    desk.follow("登记调解申请")
    desk.tick("口头申请，由受理人员当场记录")
    desk.fill({"记录人": recorder, "事实与理由": "从事抹灰，日工资260.00元，完工后尚欠6010.00元。"})
    desk.tick(f"1 {WORKER}", within=desk.question("申请人"))
    desk.tick(EMPLOYER, within=desk.question("被申请人"))
    assert desk.field("第1行金额（元）").input_value() == "6010.00"
    desk.fill({"第1行计算方法": "26×260.00＋12.5×260.00－4000.00"})
    desk.tick("签名", "捺印", within=desk.question("申请人签名"))
    desk.press("登记申请")


def receive(desk: Desk, received_from: str, *pieces: tuple[str, str, str]) -> None:
    desk.act("接收材料")
    desk.fill({"提交人": received_from})
    for row, (name, pages, proves) in enumerate(pieces, 1):
        desk.fill(
            {f"第{row}行材料名称": name, f"第{row}行页数": pages, f"第{row}行证明什么": proves}
        )
    desk.press("接收材料")


def accept(desk: Desk, mediator: str) -> None:
    desk.follow("受理审查")
    desk.fill({"调解地点": ROOM, "记录员": "姚静"})
    desk.question("调解员").locator(".choice").filter(has_text=mediator).get_by_role(
        "checkbox"
    ).check()
    desk.press("受理")


def prepare(desk: Desk) -> None:
    """The employer says yes on the spot, everybody is told their rights."""
    desk.act("登记答复")
    desk.tick("同意", within=desk.question("是否愿意调解"))
    desk.fill({"答复方式": "当场", "答复人": "孙立群"})
    desk.press("记录答复")
    desk.next_act("告知权利义务", "田禾、罗安")
    desk.follow("告知权利义务")
    desk.press("出具权利义务告知书")


def open_session(desk: Desk, today: date) -> None:
    """The mediator discloses, fixes the sitting for today and calls the roll: everybody came."""
    desk.follow("调解员告知")
    desk.press("作出告知")
    desk.follow("安排第1次调解会")
    start = begins()
    desk.fill({"日期": today.isoformat(), "时间": f"{start:%H:%M}", "地点": ROOM})
    desk.tick("当场通知")
    desk.press("安排调解会")
    desk.next_act("召开第1次调解会", "罗安")
    desk.follow("召开第1次调解会")
    desk.follow("签到")
    for presence in desk.page.get_by_label("到场情况").all():
        presence.select_option(label="到场")
    desk.press("记录到场")


def speak(desk: Desk, speaker: str, words: str) -> None:
    """One line of the minutes, recorded by the Enter key."""
    desk.field("发言人").select_option(label=speaker)
    desk.field("发言内容").fill(words)
    desk.field("发言内容").press("Enter")
    desk.page.locator(".minutes-lines").get_by_text(words).wait_for()


def close_session(desk: Desk, *, at: str) -> None:
    desk.follow("结束调解会")
    desk.fill({"时间": at})
    desk.tick("达成调解协议")
    for box in desk.question("已在笔录上签名的人").get_by_role("checkbox").all():
        box.check()
    desk.press("结束调解会")


def paper(desk: Desk, button: str) -> bytes:
    link = desk.page.get_by_role("link", name=button).get_attribute("href")
    return desk.context.request.get(desk.address + link).body()


def paper_words(desk: Desk) -> str:
    """What the Word file of the open paper says, without its layout."""
    with ZipFile(io.BytesIO(paper(desk, "下载 Word"))) as file:
        return re.sub(r"<[^>]+>", "", file.read("word/document.xml").decode())


def sign(desk: Desk, party: str) -> None:
    desk.follow(f"记录签署：{party}")
    desk.press("记录签署")


def test_one_worker_is_paid_on_the_day_he_came(desk_of, staff, today):
    intake, mediator, director = (desk_of(n) for n in ("intake_officer", "mediator", "director"))
    case = register(intake)
    intake.next_act("登记调解申请", "田禾")
    enter_worker(intake)
    intake.open(f"{case}?tab=wages")
    intake.reads("10,010.00", "4,000.00", OWED)
    apply_orally(intake, "田禾")
    intake.next_act("受理审查", "田禾")
    receive(
        intake,
        WORKER,
        ("微信聊天记录截图及工时照片", "6", "出勤天数及日工资"),
        ("工资结算单", "1", "双方结算欠付6010.00元"),
    )
    accept(intake, "罗安")
    intake.next_act("征询对方调解意愿", "田禾、罗安")
    prepare(intake)
    intake.next_act("调解员告知", "罗安")

    mediator.open(case)
    open_session(mediator, today)
    mediator.reads("进行中", f"{EMPLOYER}的法定代表人")
    speak(mediator, "调解员罗安", "双方对38.5个工日及日工资206.00元有无异议？")
    speak(mediator, WORKER, "无异议，还欠6010.00元。")
    speak(mediator, f"{EMPLOYER}（孙立群）", "无异议，同意今天一次付清。")
    mediator.follow("更正第1行")
    speak(mediator, "调解员罗安", "双方对38.5个工日及日工资260.00元有无异议？")
    struck = mediator.page.locator(".minutes-lines del")
    assert struck.all_inner_texts() == ["双方对38.5个工日及日工资206.00元有无异议？"]
    mediator.reads("更正见第4行", "更正第1行")

    mediator.follow("提出方案")
    mediator.fill(
        {
            "第1付款人：付款人": f"被申请人 {EMPLOYER}",
            "第1期付款日": today.isoformat(),
            "第1期比例": "100",
            "履行方式": "即时",
            "违约条款": "无",
        }
    )
    mediator.press("试算")
    mediator.reads(f"{OWED}元", OWED_UPPER)
    mediator.press("提出方案1")
    mediator.press(f"同意：{WORKER}")
    mediator.press(f"同意：{EMPLOYER}")
    close_session(mediator, at=f"{begins() + timedelta(minutes=20):%H:%M}")
    mediator.follow("生成协议书")
    mediator.press("生成协议书")
    mediator.reads("签署进度 0 / 3", f"{OWED}元")
    signing = mediator.path
    mediator.open(case)
    mediator.next_act("请各方签署调解协议", "罗安")
    mediator.open(signing)
    sign(mediator, WORKER)
    sign(mediator, EMPLOYER)
    mediator.follow("记录签名：罗安")
    mediator.press("记录调解员签名")
    mediator.reads("签署进度 3 / 3", "捺印", "单位公章")
    mediator.follow("加盖调解组织印章")
    mediator.press("盖章")
    mediator.reads(f"生效日 {in_words(today)}", "已生效")

    intake.open(case)
    intake.next_act("跟踪履行，登记付款", "田禾")
    receive(intake, EMPLOYER, ("银行转账回单", "1", "已付清"))
    intake.follow("跟踪履行，登记付款")
    intake.fill({"付款凭证": "银行转账回单"})
    intake.tick("赵国栋已确认收到")
    intake.press("登记付款")
    intake.open(case)
    intake.next_act("回访", "田禾")
    intake.follow("回访")
    intake.tick(f"1 {WORKER}", within=intake.question("受访人"))
    intake.tick("受访人确认协议款项已全部付清", "对办理情况满意")
    intake.press("记录回访")
    intake.open(case)
    intake.next_act("结案归档", "田禾")
    intake.follow("结案归档")
    intake.tick("达成协议并履行完毕")
    assert intake.field("尚欠金额（元）").input_value() == "0.00"
    intake.press("结案")

    director.open("/cases/?tab=closed")
    director.follow("示农薪调字〔2026〕1号")
    director.reads("已结案", in_words(today), "达成协议并履行完毕")
    director.follow("文书")
    director.follow("案卷封面及卷内目录")
    assert paper(director, "打开 PDF").startswith(b"%PDF")
    assert WORKER in paper_words(director)
    assert director.on_a_phone([case, f"{case}?tab=wages", f"{case}?tab=papers"]) == []


@pytest.fixture
def crew(today):
    """A crew of twelve, accepted, willing and told their rights, before the mediator begins."""
    case = builders.an_accepted_case(12, on=today)
    builders.willing(case, on=today)
    return case


def roster_file(desk: Desk, folder: Path, *, wrong_row: int | None) -> Path:
    """The template the page offers, filled with twelve people; one number may be wrong."""
    with desk.page.expect_download() as offered:
        desk.page.get_by_role("link", name="下载花名册模板").click()
    offered.value.save_as(folder / "template.xlsx")
    book = load_workbook(folder / "template.xlsx")
    sheet = book.active
    columns = {cell.value: cell.column for cell in sheet[2]}
    for no, row in enumerate(builders.a_roster(12), 1):
        number = row.id_no[:-1] + "?" if no == wrong_row else row.id_no
        typed = {
            "序号": no,
            "姓名": row.name,
            "身份证号": number,
            "计薪单位": "日",
            "单价(元)": 260,
            "2025年12月数量": 20,
            "2026年1月数量": 10.5,
            "已付(元)": 1000,
            "开户行": row.bank_name,
            "银行账号": row.bank_account,
        }
        for name, value in typed.items():
            sheet.cell(3 + no, columns[name], value)
    file = folder / ("wrong.xlsx" if wrong_row else "right.xlsx")
    book.save(file)
    return file


def test_bad_row_of_a_crew_is_shown_corrected_and_imported(desk_of, tmp_path):
    intake = desk_of("intake_officer")
    case = register(intake, headcount=12)
    intake.act("导入花名册")
    wrong, right = (roster_file(intake, tmp_path, wrong_row=row) for row in (7, None))
    intake.page.get_by_label("花名册文件").set_input_files(wrong)
    intake.press("上传并检查")
    intake.reads("有1处需要改正，整份没有导入", "D10")
    intake.page.get_by_label("花名册文件").set_input_files(right)
    intake.press("上传并检查")
    intake.reads("合计 12 人", "83,160.00", "捌万叁仟壹佰陆拾元整")
    intake.press("确认导入12人，合计83160.00元")
    intake.open(f"{case}?tab=wages")
    intake.reads("83,160.00")


def test_eleven_settle_in_instalments_and_the_twelfth_gets_his_routes(desk_of, crew, today):
    mediator = desk_of("mediator")
    builders.a_held_session(crew, on=today)
    session = f"/sessions/{crew.sessions.get().pk}/"
    mediator.open(session)
    mediator.follow("提出方案")
    days = instalment_days(today)
    schedule = {}
    for no, (day, percent) in enumerate(zip(days, ("40", "30", "20"), strict=True), 1):
        schedule |= {f"第{no}期付款日": day.isoformat(), f"第{no}期比例": percent}
    mediator.fill({"第1付款人：付款人": "被申请人 示例建筑劳务有限公司"} | schedule)
    mediator.fill({"履行方式": "分期", "违约条款": "加速到期", "宽限日数": "3"})
    mediator.press("试算")
    mediator.reads("各期比例合计应为100%，现为90%")
    mediator.fill({"第3期比例": "30"})
    mediator.press("试算")
    mediator.reads("83,160.00元", "捌万叁仟壹佰陆拾元整", "33,264.00", "24,948.00")
    mediator.reads(f"第1期付款日{days[0]}")
    mediator.press("提出方案1")
    mediator.press("不同意：蒋小梅")
    mediator.page.get_by_label("全选在场未答的劳动者").check()
    mediator.press("所选各人均表示同意")
    mediator.press("同意：示例建筑劳务有限公司")
    close_session(mediator, at="11:30")
    mediator.follow("生成协议书")
    mediator.reads("只把表示同意的11人写入协议")
    mediator.press("生成协议书")
    mediator.reads("签署进度 0 / 13", "76,230.00元")
    agreement = mediator.path

    mediator.open(f"/cases/{crew.pk}/seal/")
    mediator.press("盖章")
    mediator.reads("尚有13处未签署")
    mediator.open(agreement)
    mediator.follow("记录签署：示例建筑劳务有限公司")
    mediator.fill({"签署人": "施文涛", "身份": "委托代理人"})
    mediator.press("记录签署")
    mediator.reads("授权")
    mediator.open(agreement)
    mediator.reads("签署进度 0 / 13")
    sign(mediator, "示例建筑劳务有限公司")
    mediator.follow("逐人登记当面签名")
    mediator.page.get_by_label("全选").check()
    mediator.press("登记所选各人的签名")
    mediator.follow("记录签名：罗安")
    mediator.press("记录调解员签名")
    mediator.follow("加盖调解组织印章")
    mediator.press("盖章")
    mediator.reads(f"生效日 {in_words(today)}")

    mediator.open(f"/cases/{crew.pk}/")
    mediator.next_act("未达成协议的劳动者：终止调解并告知途径", "罗安")
    mediator.act("终止调解")
    mediator.reads("未达成协议 1人：蒋小梅")
    mediator.tick("部分达成协议", "申请劳动仲裁", "申请法律援助")
    mediator.press("终止调解")
    mediator.open(f"/cases/{crew.pk}/?tab=papers")
    mediator.follow("调解终止通知书")
    words = paper_words(mediator)
    assert "蒋小梅" in words
    assert "仲裁" in words
    assert "法律援助" in words


def instalment_days(today: date) -> list[date]:
    """Three Sundays; where no notice covers their year yet, the caution says that instead."""
    sunday = today + timedelta(days=7 - today.isoweekday() % 7)
    return [sunday + timedelta(weeks=week) for week in range(3)]


@pytest.mark.slow
def test_lead_pressed_twice_is_one_lead_and_typed_again_a_duplicate(desk_of):
    intake = desk_of("intake_officer")
    intake.open("/leads/new/")
    intake.fill(
        {
            "反映人": WORKER,
            "被反映的单位或个人": EMPLOYER,
            "反映金额（元）": "6010.00",
            "欠薪期间自": "2025-12-01",
            "欠薪期间至": "2026-01-16",
        }
    )
    intake.page.get_by_role("button", name="登记来件").dblclick()
    intake.reads("来件已登记")
    assert Lead.objects.count() == 1
    # The page one goes back to is a new form; the very same report is not taken in again.
    intake.page.go_back()
    intake.press("登记来件")
    intake.reads("同样的线索您今天已经登记")
    assert Lead.objects.count() == 1
    intake.fill({"反映内容": "又来反映同一件事。"})
    intake.press("登记来件")
    intake.reads("疑似重复 1", "同一劳动者、同一单位、期间重叠")


@pytest.mark.slow
def test_case_of_another_mediator_stays_shut(desk_of, crew):
    stranger = desk_of("stranger")
    assert stranger.open(f"/cases/{crew.pk}/") == 404
    stranger.reads("回到工作台")
    assert crew.number not in stranger.page.content()
    assert stranger.open(f"/cases/{crew.pk}/propose/") == 404
    watching = desk_of("director")
    assert watching.open(f"/cases/{crew.pk}/propose/") == 403
    watching.reads("您没有办理此事项的权限")
