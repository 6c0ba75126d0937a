"""The pages of the template desk, as the administrator and the director use them."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.models import TemplateVersion
from documents.registry import template_of
from documents.template_desk.jobs import try_past_cases
from tests import builders
from tests.access.conftest import BACKEND
from tests.builders import a_template


@pytest.fixture
def staff(db, settings):
    # A loaded machine is no fault of a template.
    settings.DOCUMENT_RENDER_LIMITS = {"seconds": 60, "megabytes": 512}
    return builders.people(builders.a_centre())


@pytest.fixture
def signed_in(staff):
    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(getattr(staff, name), backend=BACKEND)
        return client

    return signed_in


def send(client: Client, path: str, **given):
    key = client.get(path).context["form"]["submission"].value()
    return client.post(path, {"submission": key} | given, follow=True)


def upload(client: Client, content: bytes, code: str = "D06"):
    file = SimpleUploadedFile("改过的.docx", content)
    return send(client, f"/templates/{code}/upload/", file=file, note="加了一句话")


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_list_names_every_paper_with_the_template_it_has(signed_in):
    shown = text(signed_in("director").get("/templates/"))
    assert "D12" in shown
    assert "调解协议书" in shown
    assert "随系统提供" in shown
    found = text(signed_in("director").get("/templates/?q=d06"))
    assert "D06" in found
    assert "D12A" not in found


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?show=waiting", "没有待批准的模板"),
        ("?show=changed", "还没有改过的模板"),
        ("?q=没有这种", "没有这个代号或者名称的文书"),
    ],
)
def test_list_that_is_empty_says_so(signed_in, query, said):
    assert said in text(signed_in("administrator").get(f"/templates/{query}"))


def test_template_goes_from_download_to_use_by_two_people(signed_in, staff):
    office, director = signed_in("administrator"), signed_in("director")
    given = office.get("/templates/D06/now.template")
    assert given.content == template_of("D06")
    assert "attachment" in given["Content-Disposition"]
    assert "还没有上传过" in text(office.get("/templates/D06/"))

    shown = upload(office, a_template("D06", "本页由示例市中心印制。"))
    version = TemplateVersion.objects.get()
    assert shown.redirect_chain[-1][0] == f"/templates/versions/{version.pk}/"
    assert "没有发现问题" in text(shown)
    assert "用的栏目相同" in text(shown)
    assert f"/templates/versions/{version.pk}.pdf" in text(shown)
    sample = office.get(f"/templates/versions/{version.pk}.pdf")
    assert sample.content.startswith(b"%PDF-")
    assert "inline" in sample["Content-Disposition"]

    send(office, f"/templates/versions/{version.pk}/submit/")
    waiting = text(director.get("/templates/?show=waiting"))
    assert "第1版待批准" in waiting
    own = send(office, f"/templates/versions/{version.pk}/approve/", seen="on")
    assert "不能由自己批准" in text(own)
    early = send(director, f"/templates/versions/{version.pk}/approve/", seen="on")
    assert "旧案试排还没有完成" in text(early)
    try_past_cases.func(version.pk)
    assert "没有旧案可以试" in text(director.get(f"/templates/versions/{version.pk}/trial/"))
    done = send(director, f"/templates/versions/{version.pk}/approve/", seen="on")
    assert "已启用" in text(done)
    assert template_of("D06") == a_template("D06", "本页由示例市中心印制。")
    assert "第1版" in text(director.get("/templates/?show=changed"))

    back = send(director, "/templates/D06/return/", reason="格式有误")
    assert "已改回" in text(back)
    assert "停用" in text(back)


def test_findings_stand_on_the_page_by_paragraph(signed_in):
    shown = text(upload(signed_in("director"), a_template("D06", "{{ case_numbr }}")))
    assert "正文第1段" in shown
    assert "是不是 case_number" in shown
    assert "有错误的不能提交" in shown
    assert "还没有样例" in shown


def test_differences_in_fields_are_listed(signed_in):
    upload(signed_in("director"), a_template("D06", "{{ mediation_body.registration_no }}"))
    version = TemplateVersion.objects.get()
    shown = text(signed_in("director").get(f"/templates/versions/{version.pk}/"))
    assert "多用" in shown
    assert "mediation_body.registration_no" in shown
    assert "多用1栏" in text(signed_in("director").get("/templates/D06/"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7", "不是有效的 Word 文档"),
        (b"x" * (5 * 1024 * 1024 + 1), "超过5MB"),
    ],
)
def test_file_that_cannot_be_a_template_is_refused_in_words(signed_in, content, said):
    answer = upload(signed_in("administrator"), content)
    assert answer.status_code == 422
    assert said in text(answer)
    assert not TemplateVersion.objects.exists()


def test_page_of_a_trial_shows_how_far_it_is_and_no_data(signed_in, staff):
    upload(signed_in("director"), a_template("D06", "加一句"))
    version = TemplateVersion.objects.get()
    row = {"rows": 3, "letters": 90, "rare": 1, "pages": 2, "fault": "", "known": False}
    bad = row | {"pages": 0, "fault": "印不出来。"}
    version.trial = {"done": 1, "total": 3, "rows": [row]}
    version.save(update_fields=["trial"])
    page = f"/templates/versions/{version.pk}/trial/"
    going = text(signed_in("director").get(page))
    assert "1 / 3" in going
    assert "hx-get" in going
    version.trial = {"done": 3, "total": 3, "rows": [row, bad, bad | {"known": True}]}
    version.save(update_fields=["trial"])
    done = text(signed_in("director").get(page))
    assert "hx-get" not in done
    assert "1件排不出" in done
    assert "现用模板也排不出" in done
    assert "3行、90字、1个生僻字" in done


def test_samples_of_the_template_in_force_are_printed(signed_in):
    office = signed_in("administrator")
    assert office.get("/templates/D06/now.pdf").content.startswith(b"%PDF-")
    assert office.get("/templates/D06/now.docx").content.startswith(b"PK")
    assert office.get("/templates/D06/now.exe").status_code == 404
    assert office.get("/templates/X99/").status_code == 404
    assert office.get("/templates/X99/now.pdf").status_code == 404


def test_commands_check_a_file_and_print_a_sample(tmp_path, db):
    from django.core.management import CommandError, call_command

    good, bad = tmp_path / "D06.docx", tmp_path / "bad.docx"
    good.write_bytes(a_template("D06", "加一句"))
    bad.write_bytes(a_template("D06", "{{ nobody }}"))
    out = io.StringIO()
    call_command("template_lint", str(good), stdout=out)
    assert "没有发现问题" in out.getvalue()
    with pytest.raises(CommandError, match="1个文件有错误"):
        call_command("template_lint", str(good), str(bad), "--code", "D06", stdout=out)
    assert "正文第1段" in out.getvalue()
    with pytest.raises(CommandError, match="--code"):
        call_command("template_lint", str(bad), stdout=out)
    call_command("render_sample", "D06", "D02", "--out", str(tmp_path / "样例"), stdout=out)
    names = sorted(path.name for path in (tmp_path / "样例").iterdir())
    assert names == ["D02.docx", "D02.pdf", "D06.docx", "D06.pdf"]
    with pytest.raises(CommandError, match="X99"):
        call_command("render_sample", "X99", "--out", str(tmp_path), stdout=out)
