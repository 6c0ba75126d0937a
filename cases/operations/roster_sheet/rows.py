"""
What a roster sheet says, row by row, and everything that is wrong with it.

A spreadsheet loses digits, remembers stale results and lets anybody type anything, so every cell is
judged by its stored type as well as by its text. One fault anywhere and no row is given out.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar, get_args

from cases.operations.roster_sheet.workbook import (
    HEADER_WITHIN,
    ROWS_AT_MOST,
    Cell,
    Sheet,
    TooManyRows,
    first_sheet,
    printable,
    reference,
)
from cases.operations.roster_sheet.workbook import Row as CellRow
from law import identity, money, wages

LARGEST_FEN = 10**10
LARGEST_QUANTITY = 10**6
LARGEST_NUMBER = 10**15
LONGEST_TEXT = 200
CORRECTIONS = "需要改正"
INSTRUCTIONS = "填写说明"
EXAMPLE = "示例"
HEADERS = {
    "no": "序号",
    "name": "姓名",
    "sex": "性别",
    "id_no": "身份证号",
    "phone": "手机号",
    "post": "岗位/班组",
    "pay_unit": "计薪单位",
    "rate": "单价(元)",
    "already_paid": "已付(元)",
    "due": "欠付(元)",
    "bank_name": "开户行",
    "bank_account": "银行账号",
}
REQUIRED = ("name", "id_no", "pay_unit", "rate")
PAY_UNITS: dict[str, wages.PayUnit] = {"日": "day", "月": "month", "件": "piece", "小时": "hour"}

_OTHER_HEADERS = {
    "编号": "no",
    "身份证号码": "id_no",
    "公民身份号码": "id_no",
    "手机号码": "phone",
    "联系电话": "phone",
    "电话": "phone",
    "岗位": "post",
    "班组": "post",
    "工种": "post",
    "计薪方式": "pay_unit",
    "单价": "rate",
    "工价": "rate",
    "已付": "already_paid",
    "已付金额": "already_paid",
    "欠付": "due",
    "欠付金额": "due",
    "开户银行": "bank_name",
    "银行卡号": "bank_account",
}
_OTHER_UNITS = {"天": "日", "个": "件", "时": "小时"}
_MONTH = re.compile(r"(20\d\d)[年./-](0?[1-9]|1[0-2])月?份?(数量|天数)", re.ASCII)
_LIKE_A_MONTH = re.compile(r"月|数量$|天数$")
_EXCEL_DATES = range(36_526, 73_051)
_TOTALS = ("合计", "总计", "共计")
_LONGEST = {"post": 60, "bank_name": 80}
_NOBODY: tuple[str, date | None, str] = ("", None, "")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Period:
    """One month (`2026-07`): either a quantity of pay units, or days of a monthly wage."""

    month: str
    quantity: Decimal | None
    days: Decimal | None
    gross_fen: int


@dataclass(frozen=True)
class Row:
    """One worker; `no` counts from 1 in the order of the sheet."""

    no: int
    name: str
    sex: str
    birth: date | None
    id_no: str
    phone: str
    post: str
    pay_unit: str
    rate_fen: int
    periods: tuple[Period, ...]
    already_paid_fen: int
    bank_account: str
    bank_name: str
    compensation_fen: int = 0
    compensation_formula: str = ""

    @property
    def gross_fen(self) -> int:
        return sum(period.gross_fen for period in self.periods)

    @property
    def due_fen(self) -> int:
        return self.gross_fen - self.already_paid_fen + self.compensation_fen


@dataclass(frozen=True)
class Fault:
    """`message` names row, column and cell, what is wrong and what to do; no identity number."""

    sheet_row: int | None
    column: str
    cell: str
    message: str


@dataclass(frozen=True)
class Parsed:
    """`rows` is empty and `total_due_fen` 0 while any fault stands; cautions stop nothing."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    cautions: tuple[Fault, ...]
    total_due_fen: int


def parse(data: bytes, *, filename: str, on: date | None = None) -> Parsed:
    """
    The roster in an .xlsx file. With `on`, a birth after that day is a fault.

    Raises:
        SheetRefused: the file is refused whole.

    """
    sheet, others = first_sheet(data, filename=filename, has_header=has_header)
    reading = _Reading(sheet, on)
    others = tuple(printable(other) for other in others if other != INSTRUCTIONS)
    if others:
        reading.caution(
            None,
            "",
            f"文件中有几张表，只导入了“{printable(sheet.name)}”，没有导入：{'、'.join(others)}",
        )
    rows = reading.read()
    if reading.faults:
        rows = []
    return Parsed(
        rows=tuple(rows),
        faults=tuple(reading.faults),
        cautions=tuple(reading.cautions),
        total_due_fen=sum(row.due_fen for row in rows),
    )


def has_header(rows: Mapping[int, CellRow]) -> bool:
    return header_row(rows) is not None


def header_row(rows: Mapping[int, CellRow]) -> int | None:
    """The row among the first ten that names most columns; three at least, one of them a person."""
    best, named = None, 2
    for number, cells in rows.items():
        if number > HEADER_WITHIN:
            break
        fields = {_field(cell.raw) for cell in cells.values()} - {None}
        if len(fields) > named and fields & {"name", "id_no"}:
            best, named = number, len(fields)
    return best


def is_corrections(header: str) -> bool:
    """Whether the column is the one we added when the sheet was handed back."""
    return header.startswith(CORRECTIONS)


def _plain(header: str) -> str:
    """A header without spaces, marks and what stands in brackets."""
    text = unicodedata.normalize("NFKC", header[:LONGEST_TEXT])
    return re.sub(r"[\s*]|\([^)]*\)", "", text)


_FIELDS = {_plain(header): name for name, header in HEADERS.items()} | _OTHER_HEADERS


def _field(header: str) -> str | None:
    return _FIELDS.get(_plain(header))


class _Unusable(Exception):
    """What is wrong with a cell and what to do, in Chinese."""


@dataclass(frozen=True)
class _Month:
    month: str
    counts_days: bool
    header: str


class _Reading:
    def __init__(self, sheet: Sheet, on: date | None) -> None:
        self.faults: list[Fault] = []
        self.cautions: list[Fault] = []
        self._sheet = sheet
        self._on = on
        self._header = header_row(sheet.rows) or 0
        self._columns: dict[str, int] = {}
        self._months: list[_Month] = []
        self._row = self._header
        self._cells: CellRow = {}

    def read(self) -> list[Row]:
        self._read_header()
        if self.faults:
            return []
        numbers, total = self._sorted_out()
        if len(numbers) > ROWS_AT_MOST:
            raise TooManyRows
        if not numbers:
            self.fault(self._header, "name", "表头下面没有任何人员，请填写后再上传")
        judged = (
            self._read_row(number, self._sheet.rows[number], no)
            for no, number in enumerate(numbers, 1)
        )
        rows = [row for row in judged if row]
        self._refuse_merged(numbers)
        self._compare_across(numbers)
        if total is not None and not self.faults:
            self._check_total(total, rows)
        self._mention_gaps(numbers)
        return rows

    def _sorted_out(self) -> tuple[list[int], int | None]:
        """The rows that are workers, and the 合计 row."""
        numbers: list[int] = []
        total = None
        for number, cells in self._sheet.rows.items():
            if number <= self._header or self._is_left_out(cells):
                continue
            if total is not None:
                self._after_total(number, cells)
            elif _first_word(cells) in _TOTALS:
                total = number
            else:
                numbers.append(number)
        return numbers, total

    def fault(self, row: int, column: str, what: str) -> None:
        """Of a field or a month's header."""
        self.faults.append(self._at(row, column, what))

    def caution(self, row: int | None, column: str, what: str) -> None:
        self.cautions.append(
            Fault(None, column, "", what) if row is None else self._at(row, column, what)
        )

    def _at(self, row: int, column: str, what: str) -> Fault:
        title = HEADERS.get(column, column)
        where = self._columns.get(column)
        cell = reference(row, where) if where else ""
        at = f"“{title}”（{cell}）" if cell else f"“{title}”"
        return Fault(row, title, cell, f"第{row}行{at}：{what}")

    def _read_header(self) -> None:
        for column, cell in self._sheet.rows[self._header].items():
            title = printable(cell.raw).strip()
            if cell.formula:
                self._header_fault(column, title, "表头是公式，请改为文字")
                continue
            name = _field(cell.raw)
            if name:
                if name in self._columns:
                    first = reference(self._header, self._columns[name])
                    self._header_fault(column, title, f"与{first}是同一项，请只保留一列")
                self._columns.setdefault(name, column)
            elif not is_corrections(title):
                self._read_other_header(column, title, cell)
        for name in REQUIRED:
            if name not in self._columns:
                self.fault(self._header, name, "表头中没有这一列，请按模板补上")
        if not self._months and not self.faults:
            self.fault(self._header, "2026年7月数量", "没有任何月份列，请按“年月＋数量”的写法补上")

    def _read_other_header(self, column: int, title: str, cell: Cell) -> None:
        text = _plain(cell.raw)
        match = _MONTH.fullmatch(text)
        if match:
            counts_days = match[3] == "天数"
            month = f"{match[1]}-{int(match[2]):02d}"
            header = f"{match[1]}年{int(match[2])}月{match[3]}"
            if header in self._columns:
                first = reference(self._header, self._columns[header])
                self._header_fault(column, title, f"与{first}是同一个月，请合并成一列")
                return
            self._columns[header] = column
            self._months.append(_Month(month, counts_days, header))
        elif cell.kind == "number" and _is_date_number(cell.raw):
            self._header_fault(
                column, title, "月份被表格软件变成了日期，请设为文本并写成“2026年7月数量”"
            )
        elif _LIKE_A_MONTH.search(text):
            self._header_fault(
                column, title, "看不懂是哪年哪月，请写成“2026年7月数量”或“2026年7月天数”"
            )
        else:
            self.cautions.append(
                Fault(
                    self._header,
                    title[:40],
                    reference(self._header, column),
                    f"“{title[:40]}”（{reference(self._header, column)}）不是花名册的列，没有导入",
                )
            )

    def _header_fault(self, column: int, title: str, what: str) -> None:
        cell = reference(self._header, column)
        message = f"第{self._header}行表头“{title[:40]}”（{cell}）：{what}"
        self.faults.append(Fault(self._header, title[:40], cell, message))

    def _is_left_out(self, cells: CellRow) -> bool:
        """Rows with nothing in any column of ours, and the template's example."""
        if cells.keys().isdisjoint(self._columns.values()):
            return True
        no = cells.get(self._columns.get("no", 0))
        return no is not None and no.kind == "text" and no.raw.strip() == EXAMPLE

    def _after_total(self, number: int, cells: CellRow) -> None:
        if self._columns["id_no"] in cells:
            self.fault(number, "id_no", "合计行下面还有人员，请移到合计行之上")
        else:
            self.caution(None, "", f"第{number}行在合计行之下，没有导入")

    def _read_row(self, number: int, cells: CellRow, no: int) -> Row | None:
        self._row, self._cells = number, cells
        before = len(self.faults)
        if _first_word(cells) == "小计":
            self.fault(number, "name", "花名册中不能有小计行，请删去这一行")
            return None
        name = self._take("name", _name, "")
        id_no, birth, sex = self._take("id_no", self._id_number, _NOBODY)
        stated = self._take("sex", _sex, "")
        if sex and stated and stated != sex:
            self.fault(number, "sex", f"填的是{stated}，身份证号表明是{sex}，请核对")
        unit = self._take("pay_unit", _unit, None)
        rate = self._take("rate", _rate, 0)
        paid = self._take("already_paid", _amount, None) or 0
        periods = self._periods(unit, rate)
        row = Row(
            no=no,
            name=name,
            sex=sex,
            birth=birth,
            id_no=id_no,
            phone=self._take("phone", self._phone, ""),
            post=self._take("post", _words("post"), ""),
            pay_unit=unit or "",
            rate_fen=rate,
            periods=tuple(periods),
            already_paid_fen=paid,
            bank_account=self._take("bank_account", self._account, ""),
            bank_name=self._take("bank_name", _words("bank_name"), ""),
        )
        stated_due = self._take("due", _amount, None)
        if len(self.faults) > before:
            return None
        self._check_due(row, stated_due)
        return row if len(self.faults) == before else None

    def _take(self, name: str, read: Callable[[Cell | None], Value], default: Value) -> Value:
        """The cell of a field, read; its fault noted and the default given where it is unusable."""
        column = self._columns.get(name)
        if column is None:
            return default
        try:
            return read(_usable(self._cells.get(column)))
        except _Unusable as fault:
            self.fault(self._row, name, str(fault))
            return default

    def _id_number(self, cell: Cell | None) -> tuple[str, date | None, str]:
        if cell is None:
            raise _Unusable("没有填写身份证号，请补上")
        number = identity.clean_id_number(_digits(cell, "身份证号"))
        check = identity.check_id_number(number, on=self._on)
        if not check.ok:
            raise _Unusable("；".join(check.errors))
        for warning in check.warnings:
            self.caution(self._row, "id_no", warning)
        return number, check.birth, check.sex or ""

    def _phone(self, cell: Cell | None) -> str:
        if cell is None:
            return ""
        phone = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", _digits(cell, "手机号")))
        phone = phone.removeprefix("+86")
        if not re.fullmatch(r"\d{7,12}", phone, re.ASCII):
            raise _Unusable("不是电话号码，请只填一个手机号或带区号的固定电话")
        if not identity.check_phone(phone).ok:
            self.caution(self._row, "phone", "不像手机号或带区号的固定电话，请核对")
        return phone

    def _account(self, cell: Cell | None) -> str:
        if cell is None:
            return ""
        text = unicodedata.normalize("NFKC", _digits(cell, "银行账号"))
        account = re.sub(r"[\s-]", "", text)
        check = identity.check_bank_account(account)
        if not check.ok:
            raise _Unusable("；".join(check.errors) + "，请核对后按文本重新录入")
        for warning in check.warnings:
            self.caution(self._row, "bank_account", warning)
        return account

    def _periods(self, unit: wages.PayUnit | None, rate_fen: int) -> list[Period]:
        periods: dict[str, Period] = {}
        before = len(self.faults)
        for month in self._months:
            number = self._take(month.header, _quantity, None)
            if not number:
                continue
            if month.month in periods:
                self.fault(self._row, month.header, "同一个月的数量和天数只能填一项，请删去一项")
                continue
            if month.counts_days and unit in ("piece", "hour"):
                self.fault(self._row, month.header, "按件、按小时计薪的填“数量”列，不填“天数”")
                continue
            days = month.counts_days and unit == "month"
            quantity, days_worked = (None, number) if days else (number, None)
            gross = wages.gross(unit, rate_fen, quantity, days_worked) if unit else 0
            if gross > LARGEST_FEN:
                self.fault(self._row, month.header, "数量乘以单价超过一亿元，请核对")
            periods[month.month] = Period(month.month, quantity, days_worked, gross)
        if not periods and len(self.faults) == before:
            self.fault(
                self._row, self._months[0].header, "这一行各月都没有数量，请填写或删去这一行"
            )
        return [periods[month] for month in sorted(periods)]

    def _check_due(self, row: Row, stated_fen: int | None) -> None:
        sums = f"应发{money.yuan(row.gross_fen)}元、已付{money.yuan(row.already_paid_fen)}元"
        if row.due_fen < 0:
            self.fault(self._row, "already_paid", f"已付多于应发（{sums}），请核对")
        elif stated_fen is not None and stated_fen != row.due_fen:
            self.fault(
                self._row,
                "due",
                f"填的是{money.yuan(stated_fen)}元，按数量和单价算出的是"
                f"{money.yuan(row.due_fen)}元（{sums}），请核对",
            )
        elif not row.due_fen:
            self.fault(self._row, "already_paid", f"没有欠付（{sums}），请核对或删去这一行")

    def _refuse_merged(self, numbers: list[int]) -> None:
        last = numbers[-1] if numbers else self._header
        for top, left, bottom, right in self._sheet.merged:
            if bottom >= self._header and top <= last:
                first = reference(top, left)
                area = f"{first}:{reference(bottom, right)}"
                self.faults.append(
                    Fault(
                        top,
                        "",
                        first,
                        f"第{top}行：单元格{area}是合并的，请取消合并，每格分别填写",
                    )
                )

    def _compare_across(self, numbers: list[int]) -> None:
        """One identity number twice is a fault; one account for two workers may be a sham."""
        people: dict[str, int] = {}
        accounts: dict[str, int] = {}
        for number in numbers:
            cells = self._sheet.rows[number]
            person = _compared(cells.get(self._columns["id_no"]))
            account = _compared(cells.get(self._columns.get("bank_account", 0)))
            if person and people.setdefault(person, number) != number:
                self.fault(
                    number,
                    "id_no",
                    f"与第{people[person]}行的身份证号相同，请核对，重复的人员只留一行",
                )
            if account and accounts.setdefault(account, number) != number:
                self.caution(
                    number,
                    "bank_account",
                    f"与第{accounts[account]}行的银行账号相同，请核实是否代领、冒领",
                )

    def _check_total(self, number: int, rows: list[Row]) -> None:
        self._row, self._cells = number, self._sheet.rows[number]
        sums = {
            "already_paid": sum(row.already_paid_fen for row in rows),
            "due": sum(row.due_fen for row in rows),
        }
        for name, computed in sums.items():
            stated = self._take(name, _amount, None)
            if stated is not None and stated != computed:
                self.fault(
                    number,
                    name,
                    f"合计填的是{money.yuan(stated)}元，各行相加是{money.yuan(computed)}元，请核对",
                )
        for month in self._months:
            total = self._take(month.header, _total_quantity, None)
            added = sum(
                (
                    (period.days if month.counts_days else period.quantity) or Decimal(0)
                    for row in rows
                    for period in row.periods
                    if period.month == month.month
                ),
                Decimal(0),
            )
            if total is not None and total != added:
                self.fault(
                    number,
                    month.header,
                    f"合计填的是{total:f}，各行相加是{added:f}，请核对",
                )

    def _mention_gaps(self, numbers: list[int]) -> None:
        for name in ("phone", "bank_account"):
            column = self._columns.get(name)
            if column is None:
                self.caution(None, HEADERS[name], f"没有“{HEADERS[name]}”这一列，导入后请补录")
                continue
            gaps = [number for number in numbers if column not in self._sheet.rows[number]]
            if gaps:
                listed = "、".join(map(str, gaps[:20])) + ("等" if len(gaps) > 20 else "")
                self.caution(
                    None,
                    HEADERS[name],
                    f"第{listed}行没有填写“{HEADERS[name]}”，共{len(gaps)}人，导入后请补录",
                )
        self._mention_numbering(numbers)

    def _mention_numbering(self, numbers: list[int]) -> None:
        column = self._columns.get("no")
        for no, number in enumerate(numbers, 1):
            cell = self._sheet.rows[number].get(column or 0)
            if cell and re.sub(r"\.0+$", "", cell.raw.strip()) != str(no):
                self.caution(number, "no", "序号不是从1起逐行递增，已按行次重新编号")
                return


def _usable(cell: Cell | None) -> Cell | None:
    if cell is None:
        return None
    if cell.formula:
        raise _Unusable("是公式，请复制后“选择性粘贴—数值”，只留下结果")
    if cell.kind == "error":
        raise _Unusable("是表格软件的错误值，请重新填写")
    if cell.kind == "boolean":
        raise _Unusable("是逻辑值，请重新填写")
    if len(cell.raw) > LONGEST_TEXT:
        raise _Unusable(f"超过{LONGEST_TEXT}个字，请缩短")
    return cell


def _name(cell: Cell | None) -> str:
    if cell is None:
        raise _Unusable("没有填写姓名，请补上")
    if cell.kind == "number":
        raise _Unusable("姓名是数字，请改正")
    odd = _first_odd(cell.raw, also="<>&")
    if odd:
        raise _Unusable(f"姓名中有不能使用的字符{_shown(odd)}，请删去或改正")
    name = cell.raw
    # Two-character names are often padded to the width of three; a Latin name keeps its spaces.
    if not name.isascii() and not re.search(r"[A-Za-z]", name):
        name = re.sub(r"\s", "", name)
    try:
        return identity.person_name(name)
    except identity.NotAName as fault:
        raise _Unusable(str(fault)) from fault


def _sex(cell: Cell | None) -> str:
    text = cell.raw.strip() if cell else ""
    if text and text not in get_args(identity.Sex):
        raise _Unusable("请填“男”或“女”，也可以留空")
    return text


def _unit(cell: Cell | None) -> wages.PayUnit:
    words = unicodedata.normalize("NFKC", cell.raw).strip() if cell else ""
    word = re.sub(r"^[按计每]|[薪资]$", "", words)
    unit = PAY_UNITS.get(_OTHER_UNITS.get(word, word))
    if unit is None:
        raise _Unusable(f"请填{'、'.join(PAY_UNITS)}中的一个")
    return unit


def _rate(cell: Cell | None) -> int:
    amount = _amount(cell)
    if not amount:
        raise _Unusable("单价没有填写或为0，请补上")
    return amount


def _amount(cell: Cell | None) -> int | None:
    if cell is None:
        return None
    try:
        amount = money.fen(_number(cell))
    except money.NotAnAmount as fault:
        raise _Unusable(f"{fault}，请改正") from fault
    if amount > LARGEST_FEN:
        raise _Unusable("金额超过一亿元，请核对")
    return amount


def _quantity(cell: Cell | None) -> Decimal | None:
    number = _total_quantity(cell)
    if number is not None and number > LARGEST_QUANTITY:
        raise _Unusable("数量超过一百万，请核对")
    return number


def _total_quantity(cell: Cell | None) -> Decimal | None:
    if cell is None:
        return None
    number = _number(cell)
    if number < 0:
        raise _Unusable(f"数量不能为负：{number:f}，请改正")
    if number != round(number, 3):
        raise _Unusable(f"数量最多三位小数：{number:f}，请改正")
    return number


def _number(cell: Cell) -> Decimal:
    if cell.kind == "text":
        if re.fullmatch(r"'?[+-]?[\d,，]*\.?\d+\s*元?", cell.raw.strip()):
            raise _Unusable("是文本格式的数字，请改为“数值”格式后重新录入")
        raise _Unusable("不是数字，请只填数字，不写单位和说明")
    try:
        stored = float(cell.raw)
    except ValueError as fault:
        raise _Unusable("不是数字，请重新填写") from fault
    if not abs(stored) < LARGEST_NUMBER:
        raise _Unusable("数字过大，请核对")
    # A workbook stores 8.2 as 8.1999999999999993; fifteen digits are what it shows.
    return Decimal(f"{stored:.15g}")


def _digits(cell: Cell, title: str) -> str:
    if cell.kind == "number":
        raise _Unusable(
            f"{title}是数字格式，末几位可能已经丢失；请把这一列设为“文本”，再照原件重新录入"
        )
    return cell.raw.strip().removeprefix("'")


def _words(name: str) -> Callable[[Cell | None], str]:
    def read(cell: Cell | None) -> str:
        text = cell.raw.strip() if cell else ""
        odd = _first_odd(text)
        if odd:
            raise _Unusable(f"有不能使用的字符{_shown(odd)}，请删去")
        if len(text) > _LONGEST[name]:
            raise _Unusable(f"不能超过{_LONGEST[name]}个字，请缩短")
        return text

    return read


def _first_odd(text: str, also: str = "") -> str:
    """The first character that nobody can see, or that is one of `also`."""
    if text.isprintable() and not any(each in text for each in also):
        return ""
    odd = (each for each in text if each in also or not _is_visible(each))
    return next(odd, "")


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _shown(character: str) -> str:
    """A character nobody can see is named by its number."""
    if _is_visible(character):
        return f"“{character}”"
    return f" U+{ord(character):04X} "


def _first_word(cells: CellRow) -> str:
    return _plain(cells[min(cells)].raw)


def _compared(cell: Cell | None) -> str:
    if cell is None or cell.kind != "text" or len(cell.raw) > LONGEST_TEXT:
        return ""
    return re.sub(r"[\s'-]", "", identity.clean_id_number(cell.raw))


def _is_date_number(raw: str) -> bool:
    whole = raw.strip().partition(".")[0]
    return len(whole) == 5 and whole.isdecimal() and int(whole) in _EXCEL_DATES
