"""What a page shows of money, days and people, and that no page depends on a script or a style."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st

from centre.templatetags import look
from centre.views.look import SampleForm
from centre.views.look import look as look_page
from law.money import from_upper
from tests.journeys.browser import PATIENCE_MS

pytestmark = pytest.mark.django_db  # every page names the centre

TODAY = date(2026, 2, 11)
TEMPLATES = Path(settings.BASE_DIR) / "templates" / "html"
OURS = [
    TEMPLATES / "base.html",
    TEMPLATES / "base_public.html",
    *sorted((TEMPLATES / "components").glob("*.html")),
    *(TEMPLATES / f"{name}.html" for name in ("400", "403", "403_csrf", "404", "409", "500")),
]


class Visitor:
    is_authenticated = True
    is_active = True
    pk = 7
    name = "周敏"

    def __init__(self, *, may: bool) -> None:
        self.may = may

    def has_perm(self, permission: str) -> bool:
        return self.may

    def has_role(self, *roles) -> bool:
        return False


def _get(path: str = "/look/", *, may: bool = True):
    request = RequestFactory().get(path)
    request.user = Visitor(may=may)
    return request


def _shown(source: str, **context) -> str:
    template = engines["django"].from_string("{% load look %}" + source)
    return template.render({"today": TODAY, **context}).strip()


def test_amount_is_written_with_grouped_digits_and_two_decimals():
    assert _shown("{{ amount|fen }}", amount=601_000) == "6,010.00"


def test_missing_amount_is_not_written_as_zero():
    assert _shown("{{ amount|fen }}", amount=None) == "—"
    assert _shown("{{ amount|fen }}", amount=0) == "0.00"


@given(st.integers(min_value=0, max_value=10**15))
def test_money_cell_shows_the_same_sum_in_digits_and_in_capitals(amount):
    cell = render_to_string("components/money.html", {"amount_fen": amount, "upper": True})
    digits, capitals = re.findall(r">([^<>\s][^<>]*)<", cell)
    assert int(digits.replace(",", "").replace(".", "")) == from_upper(capitals) == amount


def test_day_is_written_with_its_weekday():
    assert _shown("{{ day|cn_date }}", day=date(2026, 2, 13)) == "2026年2月13日 周五"


def test_moment_is_shown_on_its_day_in_the_office():
    late = datetime(2026, 2, 12, 17, 0, tzinfo=UTC)
    assert _shown("{{ at|cn_date }}", at=late) == "2026年2月13日 周五"
    assert _shown("{{ at|short_date }}", at=late) == "2026-02-13"


@pytest.mark.parametrize(
    ("due_on", "words", "level"),
    [
        (date(2026, 2, 9), "已超2天", "over"),
        (date(2026, 2, 11), "今天到期", "today"),
        (date(2026, 2, 14), "还有3天", "soon"),
        (date(2026, 2, 15), "还有4天", "calm"),
    ],
)
def test_days_left_are_said_in_words(due_on, words, level):
    source = "{% days_left due_on as left %}{{ left }} {{ left.level }}"
    assert _shown(source, due_on=due_on) == f"{words} {level}"


def test_person_card_shows_no_whole_number():
    numbers = {
        "id_number": "11010519491231002X",
        "phone": "13800001234",
        "account": "6222021234567890123",
    }
    card = render_to_string("components/person.html", {"name": "李国安", **numbers})
    assert "李国安" in card
    assert not any(number in card for number in numbers.values())
    assert "138****1234" in card


def test_article_is_cited_by_its_name():
    assert _shown("{{ 'JC-01'|cite }}") == "《民事诉讼法》第二百零五条"


def test_count_above_the_cap_is_shown_as_at_least():
    assert _shown("{{ n|capped }}", n=200) == "200"
    assert _shown("{{ n|capped }}", n=201) == "200+"


@given(st.lists(st.integers(min_value=0, max_value=10**12), min_size=1, max_size=5))
def test_parts_of_a_bar_follow_one_another_and_fill_it(amounts):
    parts = look.bar_parts(*amounts)
    at = 0
    for part in parts:
        assert part.x == at
        at += part.width
    assert at == (look.BAR_WIDTH if any(amounts) else 0)
    assert all(part.width == 0 for part, n in zip(parts, amounts, strict=True) if not n)


NODES = st.lists(
    st.fixed_dictionaries(
        {
            "role": st.sampled_from(["建设单位", "分包单位"]),
            "name": st.text("宏建劳务有限公司甲乙<&", min_size=1, max_size=70),
            "liable": st.booleans(),
        }
    ),
    min_size=1,
    max_size=6,
)


@given(NODES, st.data())
def test_chain_is_drawn_without_overlap_and_keeps_every_name(nodes, data):
    places = st.integers(0, len(nodes) - 1)
    edges = [
        {"source": source, "target": target, "words": "先行清偿", "article": "LIAB-01"}
        for source, target in data.draw(st.lists(st.tuples(places, places), max_size=4))
    ]
    drawing = look.chain_drawing(nodes, edges)
    assert ["".join(row for _, row in box.lines) for box in drawing.boxes] == [
        node["name"] for node in nodes
    ]
    for upper, lower in zip(drawing.boxes, drawing.boxes[1:], strict=False):
        assert upper.bottom < lower.y
    assert drawing.boxes[-1].bottom <= drawing.height
    assert all(y < box.bottom for box in drawing.boxes for y, _ in box.lines)


def test_chain_is_also_a_list_that_names_the_article():
    page = render_to_string(
        "components/liability_chain.html",
        {
            "nodes": [{"role": "总包", "name": "宏建"}, {"role": "分包", "name": "兴业"}],
            "edges": [{"source": 0, "target": 1, "words": "先行清偿", "article": "LIAB-01"}],
        },
    )
    as_list = page[page.index("<ol") :]
    assert "先行清偿 → 兴业，《保障农民工工资支付条例》第三十条第三款" in as_list


def test_rolled_deadline_shows_both_days_and_how_they_were_counted():
    page = look_page(_get()).content.decode()
    assert "最后一日为休息日，顺延至2026年2月24日" in page
    assert "<dt>顺延前</dt><dd>2026年2月19日 周四</dd>" in page
    assert page.count("deadline-provisional") == 1


def test_refused_form_lists_its_errors_with_links_to_the_fields():
    form = SampleForm({})
    page = render_to_string("components/form.html", {"form": form, "act": "受理"}, _get())
    linked = re.findall(r'<a href="#([^"]+)">', page)
    assert linked
    assert all(f'id="{id}"' in page for id in linked)
    assert "有3处需要改正" in page


def test_form_names_its_act_and_carries_its_submission_key():
    page = render_to_string(
        "components/form.html",
        {"form": SampleForm(), "act": "受理", "submission_key": "k-1"},
        _get(),
    )
    assert re.search(r'<button class="btn btn-primary" type="submit">受理</button>', page)
    assert '<input type="hidden" name="submission_key" value="k-1">' in page
    assert "csrfmiddlewaretoken" in page


def test_help_of_a_field_reaches_a_screen_reader():
    class Form(forms.Form):
        name = forms.CharField(label="姓名", help_text="与身份证一致。")

    form = Form({})
    page = render_to_string("components/field.html", {"field": form["name"]})
    described_by = re.search(r'aria-describedby="([^"]+)"', page)[1].split()
    assert described_by
    assert all(f'id="{id}"' in page for id in described_by)


def test_act_page_shows_what_the_law_requires_beside_the_form():
    page = render_to_string(
        "components/act_page.html",
        {
            "title": "受理",
            "act": "受理",
            "form": SampleForm(),
            "requirements": [{"words": "三个工作日内决定。", "article": "MED-05"}],
        },
        _get(),
    )
    assert "《企业劳动争议协商调解规定》第二十二条" in page
    assert page.index("</main>") < page.index("三个工作日内决定。")


def test_empty_list_page_says_what_would_be_there():
    page = render_to_string(
        "components/list_page.html",
        {"title": "待签", "rows": [], "empty_what": "没有待签的协议。"},
        _get(),
    )
    assert "没有待签的协议。" in page


def test_paging_keeps_the_filters():
    page = render_to_string("components/paging.html", {"after": "k9"}, _get("/?tab=late&before=k1"))
    assert 'href="?tab=late&amp;after=k9"' in page


def test_desk_switch_is_shown_only_to_people_with_several_roles():
    one = [("/a/", "调解员", True)]
    two = [*one, ("/b/", "中心主任", False)]
    assert "中心主任工作台" in render_to_string("base.html", {"desks": two}, _get())
    assert "调解员工作台" not in render_to_string("base.html", {"desks": one}, _get())


def test_practice_installation_says_so_on_every_page():
    words = "演练环境：人员和案件均为虚构"
    for base in ("base.html", "base_public.html"):
        assert words in render_to_string(base, {"demo": True}, _get())
        assert words not in render_to_string(base, {"demo": False}, _get())


def test_style_sheet_is_hidden_from_everyone_but_administrators():
    from django.http import Http404

    assert look_page(_get(may=True)).status_code == 200
    with pytest.raises(Http404):
        look_page(_get(may=False))


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "500"])
def test_error_page_needs_no_context_and_says_what_to_do(name):
    page = render_to_string(f"{name}.html")
    assert "请" in page or "可以" in page
    assert "回到工作台" in page


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_template_has_no_inline_style_or_script_and_no_outside_address(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)
    assert not re.search(r"https?://", source)


def test_styles_and_scripts_name_no_outside_address():
    for file in (Path(settings.BASE_DIR) / "static").rglob("*.*"):
        if file.suffix in {".css", ".js"}:
            # The names of XML namespaces are no addresses.
            named = re.sub(r'xmlns(:\w+)?="[^"]*"', "", file.read_text(encoding="utf-8"))
            assert not re.search(r"https?://|@import", named), file


def test_every_style_value_that_is_used_is_defined():
    styles = [
        file.read_text(encoding="utf-8")
        for file in (Path(settings.BASE_DIR) / "static" / "css").glob("*.css")
    ]
    defined = {name for text in styles for name in re.findall(r"(--[a-z0-9-]+)\s*:", text)}
    used = {name for text in styles for name in re.findall(r"var\((--[a-z0-9-]+)\)", text)}
    assert used <= defined


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (ink, ground)
        for ink in ("grey-900", "grey-800", "grey-600", "blue", "red", "amber", "green", "violet")
        for ground in ("grey-0", "grey-50", "grey-100")
    ]
    + [(name, f"{name}-soft") for name in ("blue", "red", "amber", "green", "violet")]
    + [("grey-600", "blue-soft"), ("grey-0", "blue-deep"), ("grey-0", "violet"), ("grey-0", "red")],
)
def test_text_can_be_read_on_its_ground(ink, ground):
    tokens = Path(finders.find("css/tokens.css")).read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", tokens))
    light, dark = sorted((_luminance(colours[ink]), _luminance(colours[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_drawings_are_well_formed():
    page = look_page(_get()).content.decode()
    drawings = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert len(drawings) >= 6
    for drawing in drawings:
        ElementTree.fromstring(drawing)


SENT: list[dict] = []


def _act(request):
    if request.method == "POST":
        SENT.append(request.POST.dict())
        if request.POST["reason"]:
            messages.success(request, "已受理。")
    page = {"title": "案件", "act": "受理", "form": SampleForm(), "draft": "accept", "today": TODAY}
    return HttpResponse(render_to_string("components/act_page.html", page, request))


urlpatterns = [path("act/", _act)]


@pytest.fixture
def act_page(chromium, live_server, settings):
    settings.ROOT_URLCONF = __name__
    SENT.clear()
    context = chromium.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    page = context.new_page()
    complaints: list[str] = []
    page.set_default_timeout(PATIENCE_MS)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/act/")
    yield page
    context.close()
    assert complaints == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_was_typed_is_back_after_a_reload(act_page):
    act_page.get_by_label("说明").fill("材料齐全")
    act_page.get_by_label("先行调解").check()
    act_page.get_by_text("草稿已存在本机").wait_for()
    act_page.reload()
    assert act_page.get_by_label("说明").input_value() == "材料齐全"
    assert act_page.get_by_label("先行调解").is_checked()
    act_page.get_by_role("button", name="不用，重新填写").click()
    assert act_page.get_by_label("说明").input_value() == ""


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_act_pressed_twice_is_sent_once_and_its_draft_is_gone(act_page):
    act_page.get_by_label("说明").fill("材料齐全")
    act_page.get_by_role("button", name="受理", exact=True).dblclick()
    act_page.get_by_text("已受理。").wait_for()
    assert [sent["reason"] for sent in SENT] == ["材料齐全"]
    assert act_page.get_by_label("说明").input_value() == ""


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_was_sent_is_kept_until_the_act_is_done(act_page):
    act_page.get_by_label("请求金额").fill("6010.00")
    act_page.get_by_role("button", name="受理", exact=True).click()
    act_page.get_by_text("尚未送出").wait_for()
    assert len(SENT) == 1
    assert act_page.get_by_label("请求金额").input_value() == "6010.00"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_phone_never_scrolls_sideways(act_page):
    assert act_page.evaluate("document.documentElement.scrollWidth") == 390
