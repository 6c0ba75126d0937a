import subprocess
import sys

import pytest

from law.statutes import all_articles, article, cite, cite_all, number_in_words, statutes
from law.time_limits import LIMITS


@pytest.mark.parametrize(
    ("id", "citation"),
    [
        ("JC-01", "《民事诉讼法》第二百零五条"),
        ("MED-06", "《劳动争议调解仲裁法》第十四条第三款"),
        ("CRIM-01", "《刑法》第二百七十六条之一"),
        ("JC-02", "《民事诉讼法》第二百零五条第（二）项"),
        ("TIME-08", "《民法典》第二百零一条至第二百零三条"),
        ("WAGE-12", "《劳动合同法》第三十八条第（二）项、第四十六条"),
        ("JC-16", "《民事诉讼法》第二百五十条"),
        ("TIME-07", "《最高人民法院关于适用〈民事诉讼法〉的解释》第一百二十五条"),
        ("ARB-18", "《劳动人事争议仲裁办案规则》第三十八条"),
        ("SEED-02", "保定市快速解决农民工欠薪的措施（十二）"),
    ],
)
def test_cite_writes_the_provision_as_papers_do(id, citation):
    assert cite(id) == citation


def test_cite_in_full_names_the_law_as_promulgated():
    assert cite("JC-01", full=True) == "《中华人民共和国民事诉讼法》第二百零五条"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (14, "十四"),
        (20, "二十"),
        (85, "八十五"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (205, "二百零五"),
        (250, "二百五十"),
        (372, "三百七十二"),
    ],
)
def test_numbers_are_written_as_article_numbers(number, words):
    assert number_in_words(number) == words


def test_every_provision_has_a_title_an_effect_and_a_known_statute():
    found = all_articles()
    assert len(found) == len({provision.id for provision in found}) == 229
    for provision in found:
        assert 4 <= len(provision.title) <= 14, provision.id
        assert provision.effect.endswith("。"), provision.id
        assert provision.statute in statutes(), provision.id
        assert cite(provision.id)


def test_only_what_was_read_counts_as_verified():
    unverified = {provision.id for provision in all_articles() if not provision.verified}
    assert unverified == {
        *("DEP-02", "SUM-10", "SUM-11", "FUND-06"),
        *("ARB-46", "ARB-47", "ARB-48"),
    }


def test_the_quoted_amount_stands_in_the_provision_of_a_limit():
    spelled = {15: "十五日", 30: "三十日", 45: "四十五日"}
    for limit in LIMITS.values():
        if "." in limit.id or limit.unit != "natural_day" or limit.amount not in spelled:
            continue
        quote = article(limit.article).quote
        assert spelled[limit.amount] in quote or f"{limit.amount}日" in quote, limit.id


def test_law_needs_no_django():
    program = (
        "import sys, law.areas, law.identity, law.liability, law.print_law, law.wages;"
        "assert 'django' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_provisions_of_one_statute_are_cited_under_its_name_once():
    assert cite_all(("JC-03", "JC-16")) == "《民事诉讼法》第二百零六条、第二百五十条"
    assert cite_all(("JC-03", "JC-03")) == "《民事诉讼法》第二百零六条"
    assert cite_all(("JC-03", "FUND-01", "JC-16")) == (
        "《民事诉讼法》第二百零六条、《保障农民工工资支付条例》第六十三条、"
        "《民事诉讼法》第二百五十条"
    )
