from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.identity import (
    NotAName,
    check_bank_account,
    check_id_number,
    check_phone,
    check_uscc,
    mask_account,
    mask_id,
    mask_phone,
    person_name,
)


def id_number(area="130606", birth="19900307", order="123"):
    number = area + birth + order
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True))
    return number + "10X98765432"[total % 11]


def test_an_id_number_tells_birth_and_sex():
    found = check_id_number(id_number(order="122"))
    assert (found.ok, found.birth, found.sex) == (True, date(1990, 3, 7), "女")
    assert check_id_number(id_number(order="123")).sex == "男"


def test_the_published_example_of_the_standard_is_accepted_with_a_small_x():
    assert check_id_number("11010519491231002x").ok


@pytest.mark.parametrize("area", ["130606", "130132", "130684", "141102", "810000"])
def test_a_new_or_abolished_area_code_is_no_error(area):
    assert check_id_number(id_number(area=area)).ok


def test_an_unknown_area_is_a_warning_only():
    found = check_id_number(id_number(area="990101"))
    assert found.ok
    assert found.warnings


@pytest.mark.parametrize("position", range(17))
def test_one_wrong_digit_is_always_noticed(position):
    number = id_number(birth="19900101")
    wrong = str((int(number[position]) + 1) % 10)
    assert not check_id_number(number[:position] + wrong + number[position + 1 :]).ok


@pytest.mark.parametrize("birth", ["19900230", "19901301", "18991231"])
def test_an_impossible_birth_is_refused(birth):
    assert not check_id_number(id_number(birth=birth)).ok


def test_a_birth_after_the_day_of_entry_is_refused():
    assert not check_id_number(id_number(birth="20300101"), on=date(2026, 11, 21)).ok


@pytest.mark.parametrize("text", ["", "123", "\uff11" * 5, "13060619900307123", "a" * 18])
def test_an_id_number_of_another_shape_is_refused(text):
    assert not check_id_number(text).ok


def test_full_width_digits_and_spaces_are_read():
    wide = "".join(
        chr(ord(character) + 0xFEE0) if character.isdigit() else character
        for character in id_number()
    )
    assert check_id_number(f" {wide[:6]} {wide[6:]}").ok


def test_a_credit_code_is_checked_to_its_last_character():
    assert check_uscc("91350100M000100Y43").ok
    assert not check_uscc("91350100M000100Y44").ok
    assert not check_uscc("91350100M000100I43").ok


def test_bank_accounts_and_phones_are_checked_by_shape():
    assert check_bank_account("6222 0200 0000 0000 000").ok
    assert not check_bank_account("12-34").ok
    assert check_bank_account("4111111111111111").warnings == ()
    assert check_bank_account("4111111111111112").warnings
    assert check_phone("138-0013-8000").ok
    assert check_phone("0312-3012345").ok
    assert not check_phone("12345").ok


@pytest.mark.parametrize("name", ["张三", "阿依古丽·买买提", "𠮷野", "䶮", "李㛃"])
def test_names_people_really_have_are_kept(name):
    assert person_name(f" {name} ") == name


@pytest.mark.parametrize(
    "text", ["", "  ", "张\ud842", "张\x00三", "张\u200b三", "张\ue000", "···", "张" * 101]
)
def test_a_name_no_paper_can_show_is_refused(text):
    with pytest.raises(NotAName):
        person_name(text)


def test_masking_keeps_what_tells_two_people_apart():
    assert mask_id("130606199003071234") == "130***********1234"
    assert mask_account("6222020000000001234") == "***************1234"
    assert mask_phone("13800138000") == "138****8000"


@given(st.text(max_size=30), st.sampled_from([mask_id, mask_account, mask_phone]))
def test_masking_keeps_the_length_and_never_shows_the_whole(text, mask):
    masked = mask(text)
    assert len(masked) == len(text)
    assert not text or "*" in masked
