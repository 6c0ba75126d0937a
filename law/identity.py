"""Names and numbers as they are written on papers: checked, cleaned and masked."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

Sex = Literal["男", "女"]

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_PROVINCES = frozenset(
    map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)))
) | frozenset(map(str, (*range(61, 66), 71, 81, 82, 83)))
LONGEST_NAME = 100


@dataclass(frozen=True)
class IdCheck:
    """An error stops the entry, a warning is shown and may be passed over."""

    ok: bool
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    birth: date | None = None
    sex: Sex | None = None


class NotAName(ValueError):
    """What was written cannot be a person's name; the message says why, in Chinese."""


def check_id_number(number: str, *, on: date | None = None) -> IdCheck:
    """
    A citizen's 18-character number (GB 11643): check digit, date of birth, sex.

    The area code is only warned about: codes are abolished and renamed. Give `on` to refuse a birth
    after that day.
    """
    number = clean_id_number(number)
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        return IdCheck(False, ("身份证号码应为18位：前17位为数字，末位为数字或X",))
    errors, warnings = [], []
    if _id_check_character(number) != number[17]:
        errors.append("身份证号码校验位不符，请核对是否录错")
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return IdCheck(False, (*errors, "身份证号码中的出生日期不存在"))
    if birth.year < 1900 or (on is not None and birth > on):
        errors.append("身份证号码中的出生日期不合理")
    if number[:2] not in _PROVINCES:
        warnings.append("身份证号码的地区代码未见过，请核对证件")
    sex: Sex = "男" if int(number[16]) % 2 else "女"
    return IdCheck(not errors, tuple(errors), tuple(warnings), birth, sex)


def clean_id_number(number: str) -> str:
    """The number as stored: half-width, no spaces, X in upper case."""
    return _without_spaces(number).upper()


def check_uscc(code: str) -> IdCheck:
    """A unified social credit code (GB 32100), 18 characters."""
    code = _without_spaces(code).upper()
    if len(code) != 18 or any(character not in _USCC_ALPHABET for character in code):
        return IdCheck(False, ("统一社会信用代码应为18位数字或大写字母（不含I、O、S、V、Z）",))
    total = sum(
        _USCC_ALPHABET.index(character) * weight
        for character, weight in zip(code, _USCC_WEIGHTS, strict=False)
    )
    if _USCC_ALPHABET[-total % 31] != code[17]:
        return IdCheck(False, ("统一社会信用代码校验位不符，请核对是否录错",))
    return IdCheck(True)


def check_bank_account(account: str) -> IdCheck:
    """A bank account or card: 8 to 30 digits; a 16- or 19-digit card that fails Luhn is warned."""
    account = _without_spaces(account).replace("-", "")
    if not re.fullmatch(r"\d{8,30}", account, re.ASCII):
        return IdCheck(False, ("银行账号应为8至30位数字",))
    if len(account) in (16, 19) and not _passes_luhn(account):
        return IdCheck(True, warnings=("银行卡号校验位不符，请核对是否录错",))
    return IdCheck(True)


def check_phone(phone: str) -> IdCheck:
    """A mainland mobile number, or a landline with its area code."""
    phone = _without_spaces(phone).replace("-", "").removeprefix("+86")
    if re.fullmatch(r"1[3-9]\d{9}|0\d{9,11}", phone, re.ASCII):
        return IdCheck(True)
    return IdCheck(False, ("电话号码应为11位手机号码，或者带区号的固定电话",))


def person_name(text: str) -> str:
    """
    The name in NFC without outer spaces; rare ideographs and · stay.

    Raises:
        NotAName: empty, too long, or with characters no paper can show.

    """
    if any(unicodedata.category(character) == "Cs" for character in text):
        raise NotAName("姓名中有损坏的字符，请重新输入")
    name = unicodedata.normalize("NFC", text).strip()
    if not name:
        raise NotAName("姓名不能为空")
    if any(unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") for character in name):
        raise NotAName("姓名中有看不见的控制字符，请重新输入")
    if any(unicodedata.category(character) in ("Cn", "Co") for character in name):
        raise NotAName("姓名中有非标准编码的字，请用标准汉字重新输入")
    if not any(unicodedata.category(character).startswith("L") for character in name):
        raise NotAName("姓名中没有文字")
    if len(name) > LONGEST_NAME:
        raise NotAName(f"姓名不能超过{LONGEST_NAME}个字")
    return name


def mask_id(number: str) -> str:
    """First three and last four."""
    return _mask(number, 3, 4)


def mask_account(account: str) -> str:
    """Last four only."""
    return _mask(account, 0, 4)


def mask_phone(phone: str) -> str:
    """First three and last four."""
    return _mask(phone, 3, 4)


def _mask(text: str, head: int, tail: int) -> str:
    """Too short to hide anything behind: hidden whole."""
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[-tail:]


def _without_spaces(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _id_check_character(number: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return _ID_CHECKS[total % 11]


def _passes_luhn(digits: str) -> bool:
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(n // 10 + n % 10 for n in doubled)) % 10 == 0
