"""A roster a worker or a foreman uploads: what is taken, what is refused, and in which words."""

import io
import os
import re
import resource
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from cases.operations.roster_sheet import Fault, SheetRefused, marked, parse, template
from cases.operations.roster_sheet.workbook import reference

HEADER = [
    "序号",
    "姓名",
    "性别",
    "身份证号",
    "手机号",
    "岗位/班组",
    "计薪单位",
    "单价(元)",
    "2026年7月数量",
    "2026年8月数量",
    "已付(元)",
    "欠付(元)",
    "开户行",
    "银行账号",
]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def id_number(order: int, *, area: str = "110101") -> str:
    """A different number with a right check digit for each order: born 1960–1999, 男 when odd."""
    body = (
        f"{area}{1960 + order // 5000 % 40}{order // 900 % 12 + 1:02d}"
        f"{order // 35 % 28 + 1:02d}{order % 1000:03d}"
    )
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def worker(order: int = 1, **changes: object) -> list[object]:
    """One row under HEADER, with the named columns changed."""
    row = dict(
        zip(
            HEADER,
            [
                order,
                "周建民",
                None,
                id_number(order),
                f"138{order:08d}",
                "瓦工班",
                "日",
                285.5,
                27,
                28.5,
                6000,
                None,
                "示例银行示例支行",
                f"{order:018d}",
            ],
            strict=True,
        )
    )
    assert changes.keys() <= row.keys()
    return list((row | changes).values())


class Xml(str):
    """A cell given as the XML it is stored as, with REF where its place stands."""


def cell(row: int, column: int, value: object) -> str:
    place = reference(row, column)
    if value is None:
        return ""
    if isinstance(value, Xml):
        return value.replace("REF", place)
    if isinstance(value, str):
        text = f'<t xml:space="preserve">{escape(value)}</t>'
        return f'<c r="{place}" t="inlineStr"><is>{text}</is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def formula(expression: str, result: object) -> Xml:
    return Xml(f'<c r="REF"><f>{escape(expression)}</f><v>{result}</v></c>')


def sheet_xml(rows: list[list[object]], merged: tuple[str, ...] = ()) -> str:
    lines = "".join(
        f'<row r="{number}">'
        + "".join(cell(number, column, value) for column, value in enumerate(row, 1))
        + "</row>"
        for number, row in enumerate(rows, 1)
    )
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    merges = f"<mergeCells>{merges}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData>{merges}</worksheet>'


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts(*sheets: str, names: tuple[str, ...] = ()) -> dict[str, str | bytes]:
    titles = names or tuple(f"表{number}" for number in range(1, len(sheets) + 1))
    listed = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="r{number}"/>'
        for number, title in enumerate(titles, 1)
    )
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/worksheet" Target="worksheets/{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f"{relations}</Relationships>",
    } | {f"xl/worksheets/{number}.xml": xml for number, xml in enumerate(sheets, 1)}


def book(*rows: list[object], header: list[object] | None = None, merged=()) -> bytes:
    return packed(parts(sheet_xml([header or HEADER, *rows], merged)))


def read(*rows: list[object], **how):
    return parse(book(*rows, **how), filename="花名册.xlsx")


def only_fault(*rows: list[object], **how) -> Fault:
    parsed = read(*rows, **how)
    assert [fault.message for fault in parsed.faults[1:]] == []
    assert parsed.rows == ()
    assert parsed.total_due_fen == 0
    return parsed.faults[0]


def refusal(data: bytes, filename: str = "花名册.xlsx") -> str:
    with pytest.raises(SheetRefused) as refused:
        parse(data, filename=filename)
    return str(refused.value)


# What is taken.


def test_parse_gives_every_figure_of_a_row():
    (row,) = read(worker(身份证号="110101199001010015")).rows
    assert (row.no, row.name, row.sex, row.birth) == (1, "周建民", "男", date(1990, 1, 1))
    assert (row.post, row.pay_unit, row.rate_fen) == ("瓦工班", "day", 28550)
    assert [(p.month, p.quantity, p.days, p.gross_fen) for p in row.periods] == [
        ("2026-07", Decimal(27), None, 770850),
        ("2026-08", Decimal("28.5"), None, 813675),
    ]
    assert (row.gross_fen, row.already_paid_fen, row.due_fen) == (1584525, 600000, 984525)
    assert (row.phone, row.bank_name) == ("13800000001", "示例银行示例支行")
    assert row.bank_account == "000000000000000001"


def test_parse_a_good_roster_gives_the_total_and_no_caution():
    parsed = read(worker(1), worker(2))
    assert (parsed.faults, parsed.cautions) == ((), ())
    assert parsed.total_due_fen == 2 * 984525


def test_parse_finds_the_header_by_name_in_any_order_below_a_title():
    header = ["单价（元）", "身份证号码", "2026年07月份数量", "姓 名", "计薪单位"]
    row = [10, id_number(1), 3, "张三", "件"]
    sheet = sheet_xml([["某某工程花名册"], [], header, row], merged=("A1:E1",))
    parsed = parse(packed(parts(sheet)), filename="花名册.XLSX")
    assert parsed.faults == ()
    assert (parsed.rows[0].pay_unit, parsed.total_due_fen) == ("piece", 3000)


def test_parse_days_of_a_monthly_wage_are_converted_by_the_paid_days_of_a_month():
    header = [*HEADER[:8], "2026年7月数量", "2026年8月天数", *HEADER[10:]]
    row = worker(计薪单位="月", **{"单价(元)": 6000, "2026年7月数量": 1, "2026年8月数量": 10})
    (first, second) = read(row, header=header).rows[0].periods
    assert (first.quantity, first.days, first.gross_fen) == (Decimal(1), None, 600000)
    assert (second.quantity, second.days, second.gross_fen) == (None, Decimal(10), 275862)


def test_parse_days_of_a_daily_wage_are_its_quantity():
    header = [*HEADER[:8], "2026年7月天数", "2026年8月天数", *HEADER[10:]]
    (first, _) = read(worker(), header=header).rows[0].periods
    assert (first.quantity, first.days, first.gross_fen) == (Decimal(27), None, 770850)


def test_parse_reads_a_number_as_the_spreadsheet_shows_it():
    stored = Xml('<c r="REF"><v>258.19999999999999</v></c>')
    (row,) = read(worker(**{"单价(元)": stored})).rows
    assert row.rate_fen == 25820


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("𬱖䶮", "𬱖䶮"),
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("张　三", "张三"),
        (" 张 三 ", "张三"),
        ("Anna Li", "Anna Li"),
    ],
)
def test_parse_a_name_is_kept(written, read_as):
    assert read(worker(姓名=written)).rows[0].name == read_as


def test_parse_ignores_the_phonetic_guide_of_a_name():
    guided = Xml(
        '<c r="REF" t="inlineStr"><is><r><t>单</t></r><r><t>伟</t></r>'
        '<rPh sb="0" eb="1"><t>shan</t></rPh></is></c>'
    )
    assert read(worker(姓名=guided)).rows[0].name == "单伟"


def test_parse_a_lower_case_x_is_stored_in_upper_case():
    number = next(n for n in map(id_number, range(100)) if n.endswith("X"))
    assert read(worker(身份证号=number.lower())).rows[0].id_no == number


def test_parse_a_month_without_work_gives_no_period():
    (row,) = read(worker(**{"2026年7月数量": 0})).rows
    assert [period.month for period in row.periods] == ["2026-08"]


def test_parse_trailing_rows_without_content_are_ignored():
    blank = Xml('<c r="REF" s="1"/>')
    assert len(read(worker(), [blank] * 14, [" "] * 14, []).rows) == 1


def test_parse_reads_shared_strings_like_any_other_reader(tmp_path: Path):
    book_ = openpyxl.load_workbook(io.BytesIO(template(["2026-07", "2026-08"], title="花名册")))
    book_["花名册"].append(worker())
    book_.save(tmp_path / "a.xlsx")
    data = (tmp_path / "a.xlsx").read_bytes()
    (row,) = parse(data, filename="a.xlsx").rows
    other = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()[3]
    assert [row.no, row.name, row.id_no, row.phone, row.post] == [other[0], other[1], *other[3:6]]
    assert [row.bank_name, row.bank_account] == other[12:14]


# The controls a roster carries in itself.


def test_parse_a_stated_due_that_agrees_is_accepted():
    assert read(worker(**{"欠付(元)": 9845.25})).total_due_fen == 984525


def test_parse_a_stated_due_that_differs_says_both_figures():
    fault = only_fault(worker(**{"欠付(元)": 9845.26}))
    assert (fault.sheet_row, fault.column, fault.cell) == (2, "欠付(元)", "L2")
    assert "9845.26" in fault.message
    assert "9845.25" in fault.message


def total(**changes: object) -> list[object]:
    return list((dict.fromkeys(HEADER) | {"序号": "合 计"} | changes).values())


def test_parse_a_total_row_that_agrees_is_not_imported():
    sums = {"2026年7月数量": 54, "已付(元)": 12000, "欠付(元)": 19690.5}
    parsed = read(worker(1), worker(2), total(**sums), merged=("A4:B4",))
    assert (len(parsed.rows), parsed.faults) == (2, ())


@pytest.mark.parametrize(
    ("column", "stated", "computed", "place"),
    [
        ("2026年7月数量", 55, "54", "I4"),
        ("已付(元)", 12000.01, "12000.00", "K4"),
        ("欠付(元)", 19690, "19690.50", "L4"),
    ],
)
def test_parse_a_total_that_differs_says_both_figures(column, stated, computed, place):
    fault = only_fault(worker(1), worker(2), total(**{column: stated}))
    assert (fault.column, fault.cell) == (column, place)
    assert str(stated) in fault.message
    assert computed in fault.message


def test_parse_people_below_the_total_are_a_fault():
    fault = only_fault(worker(1), total(), worker(2))
    assert (fault.sheet_row, fault.cell) == (4, "D4")


def test_parse_a_signature_line_below_the_total_is_left_out_with_a_caution():
    parsed = read(worker(1), total(), ["制表人：某某"])
    assert len(parsed.rows) == 1
    assert [caution.message for caution in parsed.cautions] == ["第4行在合计行之下，没有导入"]


# Faults: each names its row, column and cell, and nothing is imported.


BAD_CELLS = [
    ("姓名", None, "没有填写姓名"),
    ("姓名", 12, "姓名是数字"),
    ("姓名", "张<b>", "“<”"),
    ("姓名", "张&三", "“&”"),
    ("姓名", "张_x0007_三", "U+0007"),
    ("姓名", "张_xD800_三", "U+D800"),
    ("姓名", "张\u200b三", "U+200B"),
    ("性别", "未知", "“男”或“女”"),
    ("性别", "女", "身份证号表明是男"),
    ("身份证号", None, "没有填写身份证号"),
    ("身份证号", "110101199001010016", "校验位不符"),
    ("身份证号", "110101199002300018", "出生日期不存在"),
    ("身份证号", "11010119900101001", "应为18位"),
    ("身份证号", "110101900101001", "应为18位"),
    ("身份证号", 110101199001010015, "末几位可能已经丢失"),
    ("手机号", 13800000001, "末几位可能已经丢失"),
    ("手机号", "无", "不是电话号码"),
    ("银行账号", 6.2e18, "末几位可能已经丢失"),
    ("银行账号", "6.2E+18", "8至30位数字"),
    ("岗位/班组", "瓦" * 61, "不能超过60个字"),
    ("开户行", "银行_x0001_", "U+0001"),
    ("计薪单位", None, "请填日、月、件、小时中的一个"),
    ("计薪单位", "年", "请填日、月、件、小时中的一个"),
    ("单价(元)", None, "没有填写或为0"),
    ("单价(元)", 0, "没有填写或为0"),
    ("单价(元)", 285.505, "最多两位小数"),
    ("单价(元)", -285, "不能为负"),
    ("单价(元)", "285.5", "文本格式的数字"),
    ("单价(元)", "2,850元", "文本格式的数字"),
    ("单价(元)", "面议", "不是数字"),
    ("单价(元)", 1e9, "超过一亿元"),
    ("单价(元)", Xml('<c r="REF"><v>1e400</v></c>'), "数字过大"),
    ("单价(元)", Xml('<c r="REF"><v>nan</v></c>'), "数字过大"),
    ("单价(元)", Xml('<c r="REF"><v>0x10</v></c>'), "不是数字"),
    ("单价(元)", Xml('<c r="REF" t="e"><v>#N/A</v></c>'), "错误值"),
    ("单价(元)", Xml('<c r="REF" t="b"><v>1</v></c>'), "逻辑值"),
    ("单价(元)", formula("200+85.5", 285.5), "是公式"),
    ("单价(元)", Xml('<c r="REF"><f>1+1</f></c>'), "是公式"),
    ("姓名", Xml('<c r="REF" t="str"><f>A1</f><v>张三</v></c>'), "是公式"),
    ("2026年8月数量", formula("27+1", 28), "是公式"),
    ("2026年8月数量", "28", "文本格式的数字"),
    ("2026年8月数量", -1, "不能为负"),
    ("2026年8月数量", 1.2345, "最多三位小数"),
    ("2026年8月数量", 1000001, "超过一百万"),
    ("已付(元)", "6000", "文本格式的数字"),
    ("已付(元)", 6000.001, "最多两位小数"),
    ("已付(元)", -1, "不能为负"),
    ("已付(元)", 15845.26, "已付多于应发"),
    ("已付(元)", 15845.25, "没有欠付"),
    ("欠付(元)", formula("I2*H2-K2", 9845.25), "是公式"),
]


@pytest.mark.parametrize(("column", "value", "says"), BAD_CELLS)
def test_parse_a_bad_cell_is_named_with_what_is_wrong(column, value, says):
    row = worker(1, **({"身份证号": "110101199001010015"} | {column: value}))
    fault = only_fault(row)
    place = reference(2, HEADER.index(column) + 1)
    assert (fault.sheet_row, fault.column, fault.cell) == (2, column, place)
    assert fault.message.startswith(f"第2行“{column}”（{place}）：")
    assert says in fault.message


def test_parse_a_row_without_any_quantity_is_a_fault():
    fault = only_fault(worker(**{"2026年7月数量": 0, "2026年8月数量": None}))
    assert (fault.cell, "各月都没有数量" in fault.message) == ("I2", True)


def test_parse_one_bad_row_keeps_the_good_ones_out_and_names_them_all():
    parsed = read(worker(1), worker(2, 姓名=None, 计薪单位=None), worker(3, 手机号=138))
    assert parsed.rows == ()
    assert [fault.cell for fault in parsed.faults] == ["B3", "G3", "E4"]


def test_parse_an_identity_number_twice_names_both_rows_and_not_the_number():
    fault = only_fault(worker(1), worker(2), worker(3, 身份证号=id_number(1)))
    assert (fault.sheet_row, fault.cell) == (4, "D4")
    assert "第2行" in fault.message
    assert id_number(1) not in fault.message


def test_parse_an_account_twice_is_a_caution_naming_both_rows():
    parsed = read(worker(1), worker(2), worker(3, 银行账号="0000 0000 0000 0000 01"))
    assert len(parsed.rows) == 3
    (caution,) = parsed.cautions
    assert (caution.sheet_row, caution.cell, "第2行" in caution.message) == (4, "N4", True)


@pytest.mark.parametrize("area", ["A2:A3", "B3:C3", "I1:J1"])
def test_parse_a_merged_range_in_the_roster_is_a_fault(area):
    fault = only_fault(worker(1), worker(2), merged=(area,))
    assert fault.cell == area.partition(":")[0]
    assert area in fault.message


@pytest.mark.parametrize("days", [True, False])
def test_parse_quantity_and_days_of_one_month_cannot_both_be_filled(days):
    header = [*HEADER[:8], "2026年7月数量", "2026年7月天数", *HEADER[10:]]
    row = worker(计薪单位="月", **{"2026年8月数量": 3 if days else None})
    parsed = read(row, header=header)
    assert [fault.cell for fault in parsed.faults] == (["J2"] if days else [])


def test_parse_days_of_piece_work_are_a_fault():
    header = [*HEADER[:8], "2026年7月数量", "2026年8月天数", *HEADER[10:]]
    assert only_fault(worker(计薪单位="件"), header=header).cell == "J2"


@pytest.mark.parametrize("wrong", ["7月数量", "2026年13月数量", "2026年8月", "数量", 46204])
def test_parse_a_month_nobody_can_read_is_a_fault(wrong):
    fault = only_fault(worker(), header=[*HEADER[:9], wrong, *HEADER[10:]])
    assert fault.cell == "J1"
    assert "2026年7月数量" in fault.message


def test_parse_a_month_twice_is_a_fault():
    fault = only_fault(worker(), header=[*HEADER[:9], "2026-07数量", *HEADER[10:]])
    assert (fault.cell, "与I1是同一个月" in fault.message) == ("J1", True)


def test_parse_a_column_twice_is_a_fault():
    fault = only_fault(worker(), header=[*HEADER[:4], "姓名", *HEADER[5:]])
    assert (fault.cell, "与B1是同一项" in fault.message) == ("E1", True)


@pytest.mark.parametrize("column", ["姓名", "身份证号", "计薪单位", "单价(元)"])
def test_parse_a_missing_column_is_named(column):
    header = [None if title == column else title for title in HEADER]
    assert column in only_fault(worker(), header=header).message


def test_parse_a_header_without_people_below_is_a_fault():
    assert "没有任何人员" in only_fault().message


def test_parse_a_birth_after_the_day_is_a_fault_when_the_day_is_given():
    data = book(worker(身份证号="110101199001010015"))
    assert parse(data, filename="a.xlsx", on=date(1990, 1, 1)).faults == ()
    assert parse(data, filename="a.xlsx", on=date(1989, 12, 31)).faults[0].cell == "D2"


# Cautions stop nothing.


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("身份证号", id_number(1, area="990101"), "地区代码"),
        ("手机号", "10000000201", "不像手机号"),
        ("手机号", None, "没有填写“手机号”"),
        ("银行账号", None, "没有填写“银行账号”"),
        ("银行账号", "0000000000000000201", "校验位不符"),
        ("序号", 7, "重新编号"),
    ],
)
def test_parse_a_doubt_is_a_caution_and_the_row_is_given(column, value, says):
    parsed = read(worker(**{column: value}))
    assert len(parsed.rows) == 1
    (caution,) = parsed.cautions
    assert says in caution.message


def test_parse_an_unknown_column_is_left_out_with_a_caution():
    parsed = read([*worker(), formula("A1", 1)], header=[*HEADER, "备注"])
    assert len(parsed.rows) == 1
    (caution,) = parsed.cautions
    assert (caution.cell, "备注" in caution.message) == ("O1", True)


def test_parse_takes_the_first_sheet_with_a_header_and_names_the_others():
    sheets = [sheet_xml([["说明"]]), sheet_xml([HEADER, worker()]), sheet_xml([HEADER, worker(2)])]
    data = packed(parts(*sheets, names=("封面", "七月", "八月")))
    parsed = parse(data, filename="a.xlsx")
    assert [row.id_no for row in parsed.rows] == [id_number(1)]
    (caution,) = parsed.cautions
    assert all(name in caution.message for name in ("七月", "封面", "八月"))


def test_parse_a_long_sheet_that_is_no_roster_is_not_read_to_its_end():
    diary = sheet_xml([["考勤"]] * 25_000)
    data = packed(parts(diary, sheet_xml([HEADER, worker()])))
    assert len(parse(data, filename="a.xlsx").rows) == 1


# Files that are refused whole.


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "文件是空的"),
        (OLE + bytes(5000), ".xls"),
        (OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "取消密码"),
        ("姓名,身份证号\n张三,1\n".encode("gb18030"), ".csv"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n", "图片"),
        (b"\0\1\2", "不是 .xlsx"),
        (packed({"word/document.xml": "<a/>"}), "Word"),
        (packed({"content.xml": "<a/>", "mimetype": "x"}), ".ods"),
        (packed({"xl/workbook.bin": "x"}), ".xlsb"),
        (packed({"a.txt": "x"}), "不是 .xlsx"),
        (book(worker())[:-30], "损坏"),
        (b"PK\x03\x04" + bytes(100), "损坏"),
        (bytes(10 * 1024 * 1024 + 1), "10MB"),
    ],
)
def test_parse_another_kind_of_file_is_refused_with_what_to_do(data, says):
    assert says in refusal(data)


@pytest.mark.parametrize("name", ["花名册.xls", "花名册.xlsm", "花名册"])
def test_parse_another_file_name_is_refused(name):
    assert "另存为" in refusal(book(worker()), name)


def with_part(name: str, content: str | bytes = "x") -> bytes:
    return packed(parts(sheet_xml([HEADER, worker()])) | {name: content})


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("xl/vbaProject.bin", "宏"),
        ("xl/macrosheets/sheet1.xml", "宏"),
        ("xl/externalLinks/externalLink1.xml", "断开链接"),
        ("xl/connections.xml", "断开链接"),
        ("xl/embeddings/oleObject1.bin", "嵌入"),
        ("xl/activeX/activeX1.xml", "控件"),
    ],
)
def test_parse_macros_links_and_embedded_files_are_refused(name, says):
    assert says in refusal(with_part(name))


def test_parse_a_workbook_declared_to_hold_macros_is_refused():
    types = '<Types><Override ContentType="x.macroEnabled"/></Types>'
    assert "宏" in refusal(with_part("[Content_Types].xml", types))


def test_parse_a_password_on_a_member_is_refused():
    data = bytearray(book(worker()))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "密码" in refusal(bytes(data))


def test_parse_a_sheet_without_a_roster_header_is_refused():
    assert "没有找到表头" in refusal(packed(parts(sheet_xml([["姓名"], ["张三"]]))))


@pytest.mark.slow
def test_parse_more_rows_than_the_limit_are_refused():
    rows = [worker(order) for order in range(1, 20_002)]
    assert "超过20,000行" in refusal(book(*rows))


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


def hostile(sheet: str | bytes) -> bytes:
    return packed(parts(sheet_xml([HEADER])) | {"xl/worksheets/1.xml": sheet})


def in_sheet(xml: str) -> bytes:
    return hostile(sheet_xml([HEADER, worker()]).replace("</sheetData>", f"{xml}</sheetData>"))


def noise(size: int) -> str:
    """Text that packs only to half, so that no ratio gives it away."""
    state, out = 1, io.StringIO()
    while out.tell() < size:
        state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        out.write(f"{state:016x}")
    return out.getvalue()


def forged_sizes() -> bytes:
    """Declares one kilobyte for a sheet of twenty megabytes."""
    data = bytearray(hostile(sheet_xml([HEADER]) + " " * 20_000_000))
    for mark, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        for found in re.finditer(re.escape(mark), bytes(data)):
            start = found.start()
            if data[start + name_at :].startswith(b"xl/worksheets/1.xml"):
                data[start + size_at : start + size_at + 4] = (1024).to_bytes(4, "little")
    return bytes(data)


def two_of_one_name() -> bytes:
    """The second sheet takes the first one's name in the directory and in its own head."""
    sheet = sheet_xml([HEADER, worker()])
    return packed(parts(sheet, sheet)).replace(b"worksheets/2.xml", b"worksheets/1.xml")


HOSTILE = {
    "bomb by ratio": (lambda: hostile(b" " * 20_000_000), "解压后过大"),
    "bomb by size": (lambda: hostile((noise(20_000) + " " * 1_000_000) * 110), "解压后过大"),
    "forged sizes": (forged_sizes, "损坏"),
    "entities": (lambda: hostile(DOCTYPE + sheet_xml([HEADER, worker()])), "DTD"),
    "external entity": (
        lambda: hostile('<!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet_xml([HEADER])),
        "DTD",
    ),
    "DTD in wide characters": (
        lambda: hostile(f'<?xml version="1.0" encoding="utf-16"?>{DOCTYPE}<x/>'.encode("utf-16")),
        "DTD",
    ),
    "members": (lambda: packed({str(number): "" for number in range(5000)}), "解压后过大"),
    "member twice": (two_of_one_name, "损坏"),
    "cell outside": (
        lambda: hostile(sheet_xml([HEADER, worker()]).replace('"A2"', '"ZZZ2"')),
        "损坏",
    ),
    "row outside": (lambda: in_sheet('<row r="9999999"/>'), "损坏"),
    "row twice": (lambda: in_sheet('<row r="2"><c r="A2"><v>1</v></c></row>'), "损坏"),
    "cell twice": (
        lambda: in_sheet('<row r="3"><c r="A3"><v>1</v></c><c r="A3"><v>2</v></c></row>'),
        "损坏",
    ),
    "cell of another row": (lambda: in_sheet('<row r="3"><c r="A2"><v>1</v></c></row>'), "损坏"),
    "string not there": (lambda: in_sheet('<row><c t="s"><v>5</v></c></row>'), "损坏"),
    "string before the first": (lambda: in_sheet('<row><c t="s"><v>-1</v></c></row>'), "损坏"),
    "endless tag": (lambda: hostile(f"<a b='{noise(4_000_000)}'>"), "解压后过大"),
    "many tags": (
        lambda: in_sheet(f"<row><!--{noise(2000)}-->{'<x/>' * 20_000}</row>" * 200),
        "解压后过大",
    ),
    "many cells": (
        lambda: in_sheet(f"<row><!--{noise(9000)}-->{'<c><v>1</v></c>' * 16_000}</row>" * 24),
        "解压后过大",
    ),
    "long text": (lambda: hostile(sheet_xml([HEADER, ["长" * 40_000]])), "损坏"),
    "unclosed": (lambda: hostile("<worksheet>"), "损坏"),
    "no xml": (lambda: hostile(b"\0\1\2"), "损坏"),
    "unknown encoding": (
        lambda: hostile('<?xml version="1.0" encoding="klingon"?><a/>'),
        "损坏",
    ),
}


def seconds_within(megabytes: int, data: bytes) -> float:
    """Processor time of refusing the file in a child that may take so much more memory."""
    child = os.fork()
    if not child:
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + megabytes * 1024 * 1024,) * 2)
        try:
            parse(data, filename="a.xlsx")
        except SheetRefused:
            os._exit(0)
        finally:
            os._exit(1)
    _, status, usage = os.wait4(child, 0)
    assert status == 0
    return usage.ru_utime + usage.ru_stime


LONG_TO_MAKE = {"many tags", "many cells"}


@pytest.mark.parametrize(
    "kind",
    [pytest.param(k, marks=[pytest.mark.slow] if k in LONG_TO_MAKE else []) for k in HOSTILE],
)
def test_parse_a_hostile_file_is_refused_before_it_costs_anything(kind):
    make, says = HOSTILE[kind]
    data = make()
    assert says in refusal(data)
    # The limits on content leave room for the largest roster; everything else is refused at once.
    assert seconds_within(256, data) < (5 if kind.startswith("many") else 1)


def test_parse_a_cell_at_the_far_corner_costs_nothing():
    tracemalloc.start()
    try:
        data = in_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
        assert len(parse(data, filename="a.xlsx").rows) == 1
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_parse_one_long_text_in_every_cell_is_refused():
    strings = f'<sst xmlns="{MAIN}"><si><t>{"长" * 30_000}</t></si></sst>'
    relation = f'<Relationship Id="s" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    shared = Xml('<c r="REF" t="s"><v>0</v></c>')
    made = parts(sheet_xml([HEADER, *[[shared] * 14] * 1000]))
    made["xl/_rels/workbook.xml.rels"] = str(made["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>", f"{relation}</Relationships>"
    )
    assert "过大" in refusal(packed(made | {"xl/sharedStrings.xml": strings}))


@given(cut=st.integers(0, 3000), junk=st.binary(max_size=40))
def test_parse_damaged_bytes_are_read_or_refused_and_never_break(cut, junk):
    good = book(worker())
    at = cut % len(good)
    try:
        parsed = parse(good[:at] + junk + good[at + len(junk) :], filename="a.xlsx")
    except SheetRefused:
        return
    assert parsed.faults or parsed.total_due_fen == 984525


# The template.


def filled(count: int, months: tuple[str, ...] = ("2026-07", "2026-08")) -> bytes:
    book_ = openpyxl.load_workbook(io.BytesIO(template(months, title="示例工程花名册")))
    for order in range(1, count + 1):
        book_["花名册"].append(worker(order))
    out = io.BytesIO()
    book_.save(out)
    return out.getvalue()


@pytest.mark.parametrize("count", [1, 300, pytest.param(5000, marks=pytest.mark.slow)])
def test_template_filled_is_read_back_whole(count):
    parsed = parse(filled(count), filename="花名册.xlsx")
    assert (parsed.faults, parsed.cautions) == ((), ())
    assert [row.no for row in parsed.rows] == list(range(1, count + 1))
    assert [row.id_no for row in parsed.rows] == [id_number(n) for n in range(1, count + 1)]
    assert parsed.total_due_fen == count * 984525


def test_template_example_is_not_imported():
    parsed = parse(template(["2026-07"], title="花名册"), filename="a.xlsx")
    assert parsed.rows == ()
    assert "没有任何人员" in parsed.faults[0].message


def test_template_keeps_numbers_as_text_and_offers_the_pay_units():
    book_ = openpyxl.load_workbook(io.BytesIO(template(["2026-12"], title="=1+1")))
    sheet = book_["花名册"]
    titles = {cell.value: cell.column_letter for cell in sheet[2]}
    assert "2026年12月数量" in titles
    for title in ("身份证号", "手机号", "银行账号"):
        assert sheet.column_dimensions[titles[title]].number_format == "@"
    (units,) = sheet.data_validations.dataValidation
    assert units.formula1 == '"日,月,件,小时"'
    assert sheet["A1"].data_type == "s"
    assert "填写说明" in book_.sheetnames


@pytest.mark.parametrize("months", [[], ["2026-13"], ["2026年7月"]])
def test_template_without_a_readable_month_is_an_error(months):
    with pytest.raises(ValueError, match="月份"):
        template(months, title="花名册")


letters = st.text(
    st.sampled_from("张王李赵欧阳买提古丽·𬱖䶮㛃𠅤龦"), min_size=1, max_size=12
).filter(lambda text: text.strip("·"))


@given(
    name=letters,
    rate=st.integers(1, 10**7),
    quantities=st.tuples(st.integers(0, 60_000), st.integers(1, 60_000)),
)
def test_parse_gives_back_any_name_and_any_amount(name, rate, quantities):
    rate_yuan = Decimal(rate) / 100
    first, second = (Decimal(quantity) / 1000 for quantity in quantities)
    row = worker(姓名=name, **{"单价(元)": rate_yuan, "已付(元)": None})
    row[8:10] = [first, second]
    parsed = read(row)
    exact = [int((rate * q * 2 + 1000) // 2000) for q in quantities if q]
    if sum(exact) == 0:
        assert "没有欠付" in parsed.faults[0].message
        return
    assert parsed.faults == ()
    assert parsed.rows[0].name == name
    assert parsed.rows[0].rate_fen == rate
    assert [period.gross_fen for period in parsed.rows[0].periods] == exact
    assert parsed.total_due_fen == sum(exact)


# The sheet handed back.


def reopened(data: bytes) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def test_marked_shows_each_fault_in_the_last_column_and_colours_its_cell():
    data = book(worker(1), worker(2, 姓名=None, **{"单价(元)": "285.5"}))
    parsed = parse(data, filename="a.xlsx")
    sheet = reopened(marked(data, parsed.faults))
    assert sheet["O1"].value == "需要改正"
    assert sheet["O2"].value is None
    assert [fault.message for fault in parsed.faults] == sheet["O3"].value.split("\n")
    coloured = {c.coordinate for row in sheet for c in row if c.fill.fill_type}
    assert coloured == {"B3", "H3"}


def test_marked_and_corrected_is_imported_and_can_be_marked_again():
    data = book(worker(1), worker(2, 姓名=None))
    once = marked(data, parse(data, filename="a.xlsx").faults)
    again = parse(once, filename="a.xlsx")
    assert [fault.cell for fault in again.faults] == ["B3"]
    book_ = openpyxl.load_workbook(io.BytesIO(marked(once, again.faults)))
    assert book_.active.max_column == 15
    book_.active["B3"] = "李四"
    out = io.BytesIO()
    book_.save(out)
    parsed = parse(out.getvalue(), filename="a.xlsx")
    assert (len(parsed.rows), parsed.faults, parsed.cautions) == (2, (), ())


def test_marked_replaces_a_formula_by_its_result():
    data = book(worker(**{"单价(元)": formula("200+85.5", 285.5)}))
    sheet = reopened(marked(data, parse(data, filename="a.xlsx").faults))
    assert (sheet["H2"].value, sheet["H2"].data_type) == (285.5, "n")


ATTACKS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://example.com","x")',
    "=cmd|' /C calc'!A0",
    "\t=1",
    "＝1+1",
    "#N/A",
    "_x003D_1+1",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("column", ["姓名", "手机号", "单价(元)", "开户行"])
def test_marked_has_no_live_formula(attack, column):
    hidden = Xml(f'<c r="REF" t="str"><f>1</f><v>{escape(attack)}</v></c>')
    data = book(worker(1, **{column: attack}), worker(2, **{column: hidden}))
    faults = parse(data, filename="a.xlsx").faults
    for row in reopened(marked(data, faults)):
        for each in row:
            assert each.data_type in ("s", "n")
            assert each.data_type == "n" or each.value[0] not in "=+-@\t＝"


@given(st.text(st.characters(), max_size=30))
def test_marked_writes_any_text_there_is(text):
    stored = "".join(
        c if c.isprintable() and ord(c) < 0xFFFE else f"_x{ord(c) % 0x10000:04X}_" for c in text
    )
    data = book(worker(姓名=stored))
    sheet = reopened(marked(data, parse(data, filename="a.xlsx").faults))
    assert sheet["H2"].value == 285.5


def test_marked_refuses_what_parse_refuses():
    with pytest.raises(SheetRefused):
        marked(hostile(b" " * 20_000_000), [])
