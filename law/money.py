"""Money: integer fen, its three written forms, and every division that must not lose a fen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
LARGEST_FEN = 10**18 - 1


class NotAnAmount(ValueError):
    """What was written is not an amount of money; the message says why, in Chinese."""


def fen(amount: str | Decimal, *, signed: bool = False) -> int:
    """
    The amount, given in yuan, in fen.

    Raises:
        NotAnAmount: more than two decimals, separators, a sign without `signed`, not a number.
        TypeError: a float, or a bare int, of which nobody can tell whether it is yuan or fen.

    """
    if not isinstance(amount, str | Decimal):
        raise TypeError("金额只接受文字或 Decimal，不接受浮点数和整数")
    if isinstance(amount, str):
        text = amount.strip()
        if not text:
            raise NotAnAmount("金额不能为空")
        if "," in text or "，" in text:
            raise NotAnAmount(f"金额不要写千位分隔符：{text}")
        if not _PLAIN_NUMBER.fullmatch(text):
            raise NotAnAmount(f"不是金额：{text}")
        amount = Decimal(text)
    if not amount.is_finite():
        raise NotAnAmount(f"不是金额：{amount}")
    if amount < 0 and not signed:
        raise NotAnAmount(f"金额不能为负：{amount}")
    digits = Fraction(amount) * 100
    if digits.denominator != 1:
        raise NotAnAmount(f"金额最多两位小数：{amount}")
    if abs(digits) > LARGEST_FEN:
        raise NotAnAmount(f"金额过大：{amount}")
    return int(digits)


def yuan(amount_fen: int) -> str:
    """`6010.00`, as running text and data write it."""
    sign, rest = ("-" if amount_fen < 0 else ""), abs(amount_fen)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def grouped(amount_fen: int) -> str:
    """`6,010.00`, as tables write it."""
    sign, rest = ("-" if amount_fen < 0 else ""), abs(amount_fen)
    return f"{sign}{rest // 100:,}.{rest % 100:02d}"


def upper(amount_fen: int) -> str:
    """
    The 大写 form with its 人民币: 整 after 元 and 角, none after 分.

    Where the 元 digit is 0 and 角 is not, 零 is written (the law allows both). Minus is 负.
    """
    if abs(amount_fen) > LARGEST_FEN:
        raise NotAnAmount(f"金额过大：{yuan(amount_fen)}")
    sign, rest = ("负" if amount_fen < 0 else ""), abs(amount_fen)
    whole, jiao, cents = rest // 100, rest // 10 % 10, rest % 10
    words = f"{_whole(whole)}元" if whole else ""
    if not jiao and not cents:
        return f"人民币{sign}{words or '零元'}整"
    if jiao:
        words += ("零" if whole and whole % 10 == 0 else "") + DIGITS[jiao] + "角"
    elif words:
        words += "零"
    return f"人民币{sign}{words}{DIGITS[cents] + '分' if cents else '整'}"


def from_upper(text: str) -> int:
    """
    The fen a 大写 amount says; only the form `upper` writes is accepted.

    Raises:
        NotAnAmount: it is not a 大写 amount in canonical form.

    """
    words = text.strip().removeprefix("人民币")
    sign = -1 if words.startswith("负") else 1
    words = words.removeprefix("负").removesuffix("整")
    whole, separator, small = words.rpartition("元")
    total = 0
    try:
        if separator:
            total = _number(whole) * 100
        for unit, worth in (("角", 10), ("分", 1)):
            before, separator, after = small.partition(unit)
            if separator:
                total += DIGITS.index(before.removeprefix("零")) * worth
                small = after
    except (ValueError, KeyError) as error:
        raise NotAnAmount(f"不是大写金额：{text}") from error
    if small or upper(sign * total).removeprefix("人民币") != text.strip().removeprefix("人民币"):
        raise NotAnAmount(f"不是规范的大写金额：{text}")
    return sign * total


@dataclass(frozen=True, order=True)
class Amount:
    """What a template gets: one number in its three forms, so that they cannot differ."""

    fen: int

    @property
    def digits(self) -> str:
        return yuan(self.fen)

    @property
    def grouped(self) -> str:
        return grouped(self.fen)

    @property
    def upper(self) -> str:
        return upper(self.fen)

    def as_dict(self) -> dict[str, str]:
        return {"digits": self.digits, "grouped": self.grouped, "upper": self.upper}


def half_up(value: Decimal | Fraction) -> int:
    """The nearest integer, a half away from zero."""
    fraction = Fraction(value)
    rounded = (2 * abs(fraction.numerator) + fraction.denominator) // (2 * fraction.denominator)
    return rounded if fraction >= 0 else -rounded


def product(quantity: Decimal, rate_fen: Decimal | int) -> int:
    """Quantity times rate in fen, half up."""
    return half_up(Fraction(quantity) * Fraction(rate_fen))


def divide(total_fen: int, percents: Sequence[Decimal]) -> list[int]:
    """
    The total in shares: each half up to the fen, the last absorbs the difference.

    Raises:
        ValueError: the percents do not sum to 100.

    """
    if sum(percents, Decimal(0)) != 100 or any(percent < 0 for percent in percents):
        raise ValueError("各期比例之和必须为100%")
    shares = [half_up(Fraction(total_fen) * Fraction(percent) / 100) for percent in percents[:-1]]
    return [*shares, total_fen - sum(shares)]


def schedule(dues: Sequence[int], percents: Sequence[Decimal]) -> list[list[int]]:
    """One row per due, one column per instalment; each row sums to its due."""
    return [divide(due, percents) for due in dues]


def largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    """
    The total in whole parts proportional to the weights; of equal remainders the earlier gains.

    Raises:
        ValueError: a weight is negative, or there is something to share and nobody to get it.

    """
    whole = sum(weights)
    if any(weight < 0 for weight in weights) or (total and not whole):
        raise ValueError("分配权重必须为非负数且不全为零")
    if not whole:
        return [0 for _ in weights]
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(
        range(len(weights)), key=lambda index: (-(total * weights[index] % whole), index)
    )
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def shared_by_payers(
    parts: Sequence[int], before: Sequence[int], payers: Sequence[tuple[int, Sequence[int]]]
) -> list[int]:
    """
    What each payer bears once the instalments come to `parts` instead of `before`.

    A payer is (share stated for `before`, the numbers of the instalments taken; none = of all).
    Who takes an instalment alone pays what it comes to now; who takes one together with others
    keeps their proportion of it. Stated shares that do not follow from the instalments keep their
    proportion of the whole.

    Raises:
        ValueError: an instalment is taken that is not there.

    """
    stated = [share for share, _ in payers]
    if list(parts) == list(before):
        return stated
    taken = [set(numbers) for _, numbers in payers]
    if any(not 0 < no <= len(parts) for numbers in taken for no in numbers):
        raise ValueError("承担的期次不在付款计划内")
    if len(parts) == len(before) and _borne(before, before, stated, taken) == stated:
        return _borne(parts, before, stated, taken)
    if all(taken) and sum(map(len, taken)) == len(parts) == len(set().union(*taken)):
        return [sum(parts[no - 1] for no in numbers) for numbers in taken]
    return largest_remainder(sum(parts), stated)


def _borne(
    parts: Sequence[int], before: Sequence[int], stated: Sequence[int], taken: Sequence[set[int]]
) -> list[int]:
    """The parts of each payer; what a payer bears beyond instalments of their own is the weight."""
    takers = {no: [who for who, nos in enumerate(taken) if no in nos] for no in set().union(*taken)}
    alone = [sum(before[no - 1] for no in nos if len(takers[no]) == 1) for nos in taken]
    weights = [max(share - own, 0) for share, own in zip(stated, alone, strict=True)]
    borne = [0] * len(stated)
    for no, people in takers.items():
        among = [weights[who] for who in people]
        split = largest_remainder(parts[no - 1], among if any(among) else [1] * len(people))
        for who, part in zip(people, split, strict=True):
            borne[who] += part
    others = [who for who, nos in enumerate(taken) if not nos]
    rest = sum(parts) - sum(borne)
    among = [stated[who] for who in others]
    if any(among):
        for who, part in zip(others, largest_remainder(max(rest, 0), among), strict=True):
            borne[who] += part
    return borne


def _whole(number: int) -> str:
    """A positive whole number in 大写, at most sixteen digits."""
    words, gap = "", False
    for worth, name in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        group = number // worth % 10000
        if group:
            words += ("零" if words and (gap or group < 1000) else "") + _group(group) + name
        gap = bool(words) and not group
    return words


def _group(number: int) -> str:
    """Four digits in 大写; a run of inner zeros is one 零."""
    words, gap = "", False
    for worth, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = number // worth % 10
        if digit:
            words += ("零" if gap and words else "") + DIGITS[digit] + name
        gap = not digit
    return words


def _number(words: str) -> int:
    if words == "零":
        return 0
    total = 0
    for worth, name in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")):
        group, separator, rest = words.partition(name)
        if separator:
            total += _group_number(group) * worth
            words = rest
    return total + _group_number(words)


def _group_number(words: str) -> int:
    total, digit = 0, 0
    for character in words:
        if character in _PLACES:
            total += digit * _PLACES[character]
            digit = 0
        else:
            digit = DIGITS.index(character)
    return total + digit
