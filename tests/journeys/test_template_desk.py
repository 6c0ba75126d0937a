"""A template changed by hand in the browser: uploaded, looked at, approved by somebody else."""

import pytest

from documents.registry import template_of
from tests import builders
from tests.builders import a_template
from tests.journeys.browser import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk_of(chromium, live_server, settings):
    """Return a function that seats somebody at a browser of their own, by the name of the role."""
    settings.DOCUMENT_RENDER_LIMITS = {"seconds": 60, "megabytes": 512}
    builders.people(builders.a_centre())
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


def upload(desk: Desk, content: bytes, words: str) -> None:
    desk.follow("上传改好的模板")
    desk.page.get_by_label("模板文件").set_input_files(
        {"name": "D06.docx", "mimeType": "application/octet-stream", "buffer": content}
    )
    desk.fill({"改了什么": words})
    desk.press("上传并检查")


def test_office_changes_a_template_and_the_director_approves_it(desk_of):
    office = desk_of("administrator")
    office.open("/")
    office.follow("模板")
    office.fill({"代号或名称": "D06"})
    office.press("查找")
    office.page.get_by_role("row", name="D06").get_by_role("link").first.click()
    office.reads("还没有上传过这种文书的模板")
    upload(office, a_template("D06", "{{ case_numbr }}"), "加上案号")
    office.reads("正文第1段", "是不是 case_number", "有错误的不能提交")
    wrong = office.path
    office.follow("再上传一份")
    office.page.go_back()
    office.page.get_by_role("navigation").get_by_role("link").nth(2).click()
    upload(office, a_template("D06", "本页由示例市中心印制。"), "加一句印制单位")
    office.reads("没有发现问题", "没有旧案可以试")
    version = office.path
    office.follow("提交批准")
    office.press("提交批准")
    office.reads("等待批准")

    director = desk_of("director")
    director.open("/")
    director.follow("文书模板")
    director.page.get_by_role("link", name="第2版待批准").click()
    director.follow("批准启用")
    director.tick("已看过样例，文字和格式都可以对外使用")
    director.press("批准启用")
    director.reads("已启用")
    assert template_of("D06") == a_template("D06", "本页由示例市中心印制。")
    paths = ["/templates/", "/templates/D06/", "/templates/D06/upload/", wrong, version]
    assert director.on_a_phone(paths) == []
