"""What a paper's context is made of, and the faults found in one."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from typing import Any

from law import money, statutes

Context = Mapping[str, Any]


class Kind(Enum):
    """The shape of one value in a context."""

    TEXT = "文字"  # one line, without line breaks
    LONG = "长文字"  # may hold line breaks
    DATE = "日期"  # "2026-09-28"
    MOMENT = "日期时间"  # what `moment_dict` gives
    AMOUNT = "金额"  # what `amount_dict` gives
    COUNT = "数目"  # int
    FLAG = "是否"  # bool
    CHOICE = "选项"  # one of Field.choices
    BLOCK = "栏组"  # dict with Field.of
    ROWS = "表"  # list of dicts with Field.of
    TEXTS = "条目"  # list of str


@dataclass(frozen=True)
class Field:
    """
    One value a paper prints.

    `label` is the Chinese name a fault uses, `note` tells the filler what to put. Every field is
    always present in the context: `required=False` allows None, "" or [] as its value.
    `sentence`: True for text that stands by itself and ends in a full stop, False for text that is
    printed inside a sentence of the template and ends in no mark.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    note: str = ""
    required: bool = True
    of: tuple["Field", ...] = ()
    choices: tuple[str, ...] = ()
    sentence: bool | None = None


@dataclass(frozen=True)
class Slot:
    """
    A place on the paper that is signed or sealed.

    `role` is the key under which it is signed, `marks` says how (signature, fingerprint, seal),
    `each` whether every person in that role signs, `every_page` whether each page is signed.
    """

    role: str
    label: str
    marks: tuple[str, ...]
    required: bool = True
    each: bool = False
    every_page: bool = False


@dataclass(frozen=True)
class Fault:
    """Why a context may not become a paper: check, path of the field, a Chinese sentence."""

    code: str
    field: str
    message: str


Check = Callable[[Context], Iterable[Fault]]


@dataclass(frozen=True)
class Contract:
    """
    What one paper needs.

    series: the number series (受理, 协议) or None when the paper carries the case number only.
    volume: "first" (正卷) or "second" (副卷).
    citations: name in `law` -> rule ids of the law catalogue, in the order of printing.
    sample: builds a complete context that passes `validate`.
    letter: an official letter (公函), drawn up by GB/T 9704 under the issuer's red name.
    """

    code: str
    title: str
    series: str | None
    volume: str
    fields: tuple[Field, ...]
    slots: tuple[Slot, ...]
    sample: Callable[[], dict[str, Any]]
    citations: Mapping[str, tuple[str, ...]]
    checks: tuple[Check, ...] = ()
    landscape: bool = False
    letter: bool = False

    @property
    def issuer(self) -> Field:
        """The block of the body whose paper this is or that receives it; fields begin with it."""
        return self.fields[0]

    def law(self) -> dict[str, str]:
        """The `law` block of the context: name -> articles as printed, 《…法》第十四条第二款."""
        return {name: statutes.cite_all(rules) for name, rules in self.citations.items()}

    def all_fields(self) -> tuple[Field, ...]:
        """`fields` and the `law` block, whose fields are called as they print."""
        return self._all_fields

    @cached_property
    def _all_fields(self) -> tuple[Field, ...]:
        articles = tuple(Field(name, cited) for name, cited in self.law().items())
        return (*self.fields, Field("law", "法律依据", Kind.BLOCK, "Contract.law()", of=articles))

    def validate(self, context: Context) -> list[Fault]:
        """Shape first; the checks run only on a context whose fields are all well-formed."""
        faults = list(block_faults(self.all_fields(), context, path="", label=f"《{self.title}》"))
        if self.series and "number" in context and not context["number"]:
            faults.append(Fault("V-T1", "number", f"《{self.title}》缺少文号。"))
        if faults:
            return faults
        return [fault for check in self.checks for fault in check(context)]


def amount_dict(fen: int) -> dict[str, str]:
    """{"digits": "6010.00", "grouped": "6,010.00", "upper": "人民币陆仟零壹拾元整"}."""
    return money.Amount(fen).as_dict()


def amount_fen(amount: Mapping[str, str]) -> int:
    return money.fen(amount["digits"])


WEEKDAYS = "一二三四五六日"


def moment_dict(at: datetime) -> dict[str, str]:
    """{"iso": "2026-09-24T09:00", "text": "2026年9月24日（星期四）上午9时"}; `at` is local time."""
    half = "上午" if at.hour < 12 else "下午"
    hour = at.hour - 12 if at.hour > 12 else at.hour
    minute = f"{at.minute}分" if at.minute else ""
    day = f"{at.year}年{at.month}月{at.day}日（星期{WEEKDAYS[at.weekday()]}）"
    return {"iso": at.strftime("%Y-%m-%dT%H:%M"), "text": f"{day}{half}{hour}时{minute}"}


def block_faults(
    fields: Iterable[Field], block: object, *, path: str, label: str
) -> Iterator[Fault]:
    """The faults in one dict: missing and unknown names, then each value by its kind."""
    if not isinstance(block, Mapping):
        yield Fault("V-T1", path, f"{label}应为一组栏目。")
        return
    fields = tuple(fields)
    prefix = f"{path}." if path else ""
    for name in sorted(set(block) - {field.name for field in fields}):
        yield Fault("V-T1", f"{prefix}{name}", f"{label}有本文书不认识的栏目“{name}”。")
    for field in fields:
        where, called = f"{prefix}{field.name}", f"{label}的“{field.label}”"
        if field.name not in block:
            yield Fault("V-T1", where, f"{label}没有“{field.label}”一栏（{field.name}）。")
        elif block[field.name] in (None, "", []):
            if field.required:
                yield Fault("V-T1", where, f"{called}未填写。")
        else:
            yield from _value_faults(field, block[field.name], where, called)


def _value_faults(field: Field, value: object, path: str, label: str) -> Iterator[Fault]:
    if field.kind is Kind.BLOCK:
        yield from block_faults(field.of, value, path=path, label=label)
    elif field.kind is Kind.ROWS:
        if not isinstance(value, list):
            yield Fault("V-T1", path, f"{label}应为列表。")
            return
        for place, row in enumerate(value, 1):
            called = f"{label}第{place}行"
            yield from block_faults(field.of, row, path=f"{path}[{place - 1}]", label=called)
    elif field.kind is Kind.TEXTS:
        texts = value if isinstance(value, list) else [None]
        for place, text in enumerate(texts):
            where, called = f"{path}[{place}]", f"{label}第{place + 1}项"
            yield from _text_faults(text, where, called)
            yield from _mark_faults(field, text, where, called)
    else:
        yield from _PLAIN[field.kind](field, value, path, label)


_PLACEHOLDER = re.compile(r"\{\{|\{%|某")


def _text_faults(value: object, path: str, label: str) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield Fault("V-T1", path, f"{label}应为文字。")
    elif not value.strip():
        yield Fault("V-T1", path, f"{label}只有空白。")
    elif _PLACEHOLDER.search(value):
        yield Fault("V-T1", path, f"{label}含有未替换的占位内容：{value[:20]}")


def _text(field: Field, value: object, path: str, label: str) -> Iterator[Fault]:
    yield from _text_faults(value, path, label)
    if field.kind is Kind.TEXT and isinstance(value, str) and "\n" in value:
        yield Fault("V-T1", path, f"{label}只能写一行。")
    yield from _mark_faults(field, value, path, label)


_ENDED = re.compile(r"[。！？；][”）]?\Z")
_MARKED = re.compile(r"[。！？；，、：]\Z")


def _mark_faults(field: Field, value: object, path: str, label: str) -> Iterator[Fault]:
    """The paper has neither a sentence without its end nor two marks in a row."""
    if not isinstance(value, str) or not value.strip():
        return
    if field.sentence is True and not _ENDED.search(value.rstrip()):
        yield Fault("V-T1", path, f"{label}应为完整的句子，末尾须有句号。")
    elif field.sentence is False and _MARKED.search(value.rstrip()):
        yield Fault("V-T1", path, f"{label}写在句子中间，末尾不写标点。")


def _date(field: Field, value: object, path: str, label: str) -> Iterator[Fault]:
    try:
        date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        yield Fault("V-T1", path, f"{label}不是日期（应为“2026-09-28”的样子）。")


def _moment(field: Field, value: object, path: str, label: str) -> Iterator[Fault]:
    try:
        expected = moment_dict(datetime.fromisoformat(value["iso"]))  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        yield Fault("V-T1", path, f"{label}不是日期时间。")
        return
    if value != expected:
        yield Fault("V-T1", path, f"{label}的文字与时间不一致，应为{expected['text']}。")


def _amount(field: Field, value: object, path: str, label: str) -> Iterator[Fault]:
    if not isinstance(value, Mapping) or set(value) != {"digits", "grouped", "upper"}:
        yield Fault("V-M1", path, f"{label}不是完整的金额（小写、千分位、大写）。")
        return
    digits = value["digits"]
    if not isinstance(digits, str) or not re.fullmatch(r"(0|[1-9]\d*)\.\d\d", digits):
        yield Fault("V-M4", path, f"{label}应为不小于零、两位小数的金额：{digits}。")
        return
    expected = amount_dict(money.fen(digits))
    if value["upper"] != expected["upper"]:
        yield Fault("V-M1", path, f"{label}大小写不一致：{digits}的大写应为{expected['upper']}。")
    if value["grouped"] != expected["grouped"]:
        yield Fault("V-M1", path, f"{label}的千分位写法与小写不一致：应为{expected['grouped']}。")


def _count(field: Field, value: object, path: str, label: str) -> Iterator[Fault]:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        yield Fault("V-T1", path, f"{label}应为不小于零的整数。")


def _flag(field: Field, value: object, path: str, label: str) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield Fault("V-T1", path, f"{label}应为是或否。")


def _choice(field: Field, value: object, path: str, label: str) -> Iterator[Fault]:
    if value not in field.choices:
        yield Fault("V-T1", path, f"{label}不在可选范围内：{value}。")


_PLAIN = {
    Kind.TEXT: _text,
    Kind.LONG: _text,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.AMOUNT: _amount,
    Kind.COUNT: _count,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
}
