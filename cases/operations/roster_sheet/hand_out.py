"""Roster sheets that leave the house: the empty template, and an upload with its faults marked."""

import io
import math
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell as OutCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from cases.operations.roster_sheet.rows import (
    CORRECTIONS,
    EXAMPLE,
    HEADERS,
    INSTRUCTIONS,
    PAY_UNITS,
    Fault,
    has_header,
    header_row,
    is_corrections,
)
from cases.operations.roster_sheet.workbook import (
    ROWS_AT_MOST,
    Cell,
    first_sheet,
    printable,
)

_TEXT = "@"
_TEXT_COLUMNS = ("id_no", "phone", "bank_account")
_WIDTHS = {"name": 12, "id_no": 22, "phone": 15, "post": 14, "bank_name": 24, "bank_account": 24}
_HEADER_FILL = PatternFill("solid", fgColor="DCE6F1")
_EXAMPLE_FILL = PatternFill("solid", fgColor="EDEDED")
_FAULT_FILL = PatternFill("solid", fgColor="FFC7CE")
_HEADER_FONT = Font(bold=True)
_EXAMPLE_FONT = Font(italic=True, color="808080")
_LIVE = ("=", "+", "-", "@", "＝", "＋", "－", "\uff20", "\t", "\r", "\n")
_EXAMPLE_CELLS = {
    "no": EXAMPLE,
    "name": "张某某",
    "sex": "男",
    "id_no": "990101199001010016",
    "phone": "10000000000",
    "post": "瓦工班",
    "pay_unit": "日",
    "rate": 300,
    "already_paid": 1000,
    "bank_name": "示例银行示例支行",
    "bank_account": "0000000000000000000",
}
_INSTRUCTIONS = (
    "一、每人一行，从示例行下面开始填写；灰色的示例行不会导入，可以保留。",
    "二、身份证号、手机号、银行账号已设为文本格式，请照原件录入；从别处粘贴时请选“只粘贴值”。"
    "变成数字的号码会丢失末几位，一律不能导入。",
    "三、计薪单位填日、月、件、小时中的一个；单价为每日、每月、每件或每小时的工资，最多两位小数。",
    "四、每月的数量填出勤天数、月数、件数或小时数；按月计薪而不满整月的，把该列的“数量”改为“天数”，"
    "填出勤天数，按月工资÷21.75×天数折算。同一月份可以同时有数量、天数两列，每人只填一列。",
    "五、已付填已经收到的工资，没有收到的留空。欠付可以不填；填写的，必须等于各月应发之和减去已付。",
    "六、性别可以不填；填写的，必须与身份证号一致。",
    "七、不要合并单元格，不要使用公式，数字不要写成文本；合计行可以有，只核对，不导入。",
    f"八、增加月份时，请照“2026年7月数量”的写法增加一列。一份花名册最多{ROWS_AT_MOST:,}人。",
)


def template(months: Sequence[str], *, title: str) -> bytes:
    """
    The .xlsx to download, with a quantity column for each month (`2026-07`).

    Raises:
        ValueError: no months, or one that is not of this form.

    """
    if not months:
        raise ValueError("花名册模板至少要有一个月份")
    columns = _template_columns(months)
    book = Workbook()
    sheet = book.active
    sheet.title = "花名册"
    sheet["A1"] = _inert(title)
    sheet["A1"].font = Font(bold=True, size=14)
    for number, (name, header) in enumerate(columns, 1):
        letter = get_column_letter(number)
        head, example = sheet.cell(2, number, header), sheet.cell(3, number)
        head.font, head.fill = _HEADER_FONT, _HEADER_FILL
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        example.value = _EXAMPLE_CELLS.get(name, 26 if name == "month" else None)
        example.font, example.fill = _EXAMPLE_FONT, _EXAMPLE_FILL
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, 12)
        if name in _TEXT_COLUMNS:
            sheet.column_dimensions[letter].number_format = _TEXT
            example.number_format = _TEXT
        if name == "pay_unit":
            units = DataValidation(
                "list", formula1=f'"{",".join(PAY_UNITS)}"', showErrorMessage=True
            )
            units.errorTitle, units.error = "计薪单位", f"请填{'、'.join(PAY_UNITS)}中的一个"
            units.add(f"{letter}4:{letter}{ROWS_AT_MOST + 3}")
            sheet.add_data_validation(units)
    sheet.freeze_panes = "C3"
    help_sheet = book.create_sheet(INSTRUCTIONS)
    help_sheet.column_dimensions["A"].width = 100
    for line in _INSTRUCTIONS:
        help_sheet.append([line])
        help_sheet.cell(help_sheet.max_row, 1).alignment = Alignment(wrap_text=True)
    return _saved(book)


def marked(data: bytes, faults: Iterable[Fault]) -> bytes:
    """
    The uploaded roster with the bad cells coloured and a last column 「需要改正」.

    Written anew from its values, so that nothing else in the file comes back: a formula is replaced
    by its last result, and a text that a spreadsheet might take for a formula begins with '.

    Raises:
        SheetRefused: the file is one that `parse` refuses whole.

    """
    sheet, _ = first_sheet(data, filename=".xlsx", has_header=has_header)
    header = header_row(sheet.rows) or 1
    head = sheet.rows[header]
    former = {column for column, cell in head.items() if is_corrections(cell.raw)}
    last = max(column for column in head if column not in former) + 1
    bad: set[str] = set()
    notes = {header: [CORRECTIONS]}
    for fault in faults:
        bad.add(fault.cell)
        notes.setdefault(fault.sheet_row or header, []).append(fault.message)
    book = Workbook()
    out = book.active
    out.title = "花名册"
    # Cells beyond the last header are nobody's, and the notes must stand in a column of their own.
    for number, cells in sheet.rows.items():
        for column, cell in cells.items():
            if column < last and column not in former:
                _write(out.cell(number, column), cell)
    for place in bad - {""}:
        out[place].fill = _FAULT_FILL
    for number, messages in notes.items():
        _write(out.cell(number, last), Cell("text", "\n".join(messages)))
    for column in head:
        out.column_dimensions[get_column_letter(column)].width = 16
    out.column_dimensions[get_column_letter(last)].width = 80
    return _saved(book)


def _template_columns(months: Sequence[str]) -> list[tuple[str, str]]:
    """Name of the field and header; every month's field is `month`."""
    columns = []
    for name, header in HEADERS.items():
        if name == "already_paid":
            for month in months:
                match = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", month, re.ASCII)
                if not match:
                    raise ValueError(f"不是月份：{month}")
                columns.append(("month", f"{match[1]}年{int(match[2])}月数量"))
        columns.append((name, header))
    return columns


def _write(target: OutCell, cell: Cell) -> None:
    number = _finite(cell.raw) if cell.kind == "number" else None
    if number is not None:
        target.value = number
    elif cell.raw:
        target.value = _inert(cell.raw)
        target.data_type = "s"
        target.number_format = _TEXT


def _finite(raw: str) -> float | int | None:
    try:
        number = float(raw)
    except ValueError:
        return None
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else number


def _inert(text: str) -> str:
    """The text, made harmless where a spreadsheet might take its first character for a formula."""
    text = printable(text)
    return f"'{text}" if text.startswith(_LIVE) else text


def _saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
