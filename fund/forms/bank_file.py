"""Reading what the bank sends back (回盘): 序号, 户名, 账号, 金额, 结果, 原因; the total last."""

import csv
import io
from datetime import date, datetime

from django import forms

from fund.operations import Answer, StatementLine
from law.money import NotAnAmount, fen

PAID, FAILED = {"成功", "已付", "到账"}, {"失败", "退回", "退票"}
LIMIT = 2 * 1024 * 1024


def read_answers(content: bytes, *, at: datetime) -> tuple[list[Answer], int | None]:
    """
    Return the answers of the bank and the total its file states.

    Raises:
        forms.ValidationError: no such file; the sentence names the line.
    """
    rows = _table(content)
    places = {name: _place(rows[0], name) for name in ("序号", "户名", "账号", "金额", "结果")}
    reason = _place(rows[0], "原因", required=False)
    answers: list[Answer] = []
    total = None
    for number, row in enumerate(rows[1:], start=2):
        cells = {n: row[p].strip() for n, p in places.items() if p is not None and p < len(row)}
        if not any(cells.values()):
            continue
        if len(cells) < len(places):
            raise forms.ValidationError(f"第{number}行缺少栏目，请核对文件。")
        amount = _fen(cells["金额"], number)
        if cells["序号"] == "合计":
            total = amount
            continue
        if not cells["序号"].isdigit():
            raise forms.ValidationError(f"第{number}行的序号“{cells['序号']}”不是数字。")
        if cells["结果"] not in PAID | FAILED:
            raise forms.ValidationError(
                f"第{number}行的结果“{cells['结果']}”看不懂，应为“成功”或者“失败”。"
            )
        why = row[reason].strip() if reason is not None and reason < len(row) else ""
        failure = (why or "银行未写明原因") if cells["结果"] in FAILED else ""
        answers.append(
            Answer(int(cells["序号"]), cells["账号"], amount, at, failure, cells["户名"])
        )
    return answers, total


def _table(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        rows = [row for row in csv.reader(io.StringIO(text)) if any(c.strip() for c in row)]
        if rows:
            return rows
    raise forms.ValidationError("文件不是可以读取的 CSV 表格，请从银行系统重新导出。")


def _place(header: list[str], name: str, *, required: bool = True) -> int | None:
    for place, cell in enumerate(header):
        if name in cell:
            return place
    if required:
        raise forms.ValidationError(f"文件没有“{name}”一栏，请核对是否为银行回盘文件。")
    return None


def _fen(text: str, number: int) -> int:
    try:
        return fen(text.replace(",", ""))
    except NotAnAmount as wrong:
        raise forms.ValidationError(f"第{number}行：{wrong}。") from wrong


def read_statement(content: bytes) -> list[StatementLine]:
    """
    Return the lines of a bank statement: 流水号, 日期, 收入, 支出, 对方户名, 附言.

    Raises:
        forms.ValidationError: no such file; the sentence names the line.
    """
    rows = _table(content)
    places = {name: _place(rows[0], name) for name in ("流水号", "日期", "收入", "支出")}
    others = {name: _place(rows[0], name, required=False) for name in ("对方户名", "附言")}
    found = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {n: row[p].strip() for n, p in places.items() if p is not None and p < len(row)}
        if len(cells) < len(places):
            raise forms.ValidationError(f"第{number}行缺少栏目，请核对文件。")
        if not cells["流水号"]:
            continue
        try:
            on = date.fromisoformat(cells["日期"].replace("/", "-"))
        except ValueError as wrong:
            raise forms.ValidationError(f"第{number}行的日期“{cells['日期']}”看不懂。") from wrong
        came, went = (_fen(cells[n] or "0", number) for n in ("收入", "支出"))
        if bool(came) == bool(went):
            raise forms.ValidationError(f"第{number}行应当只有收入或者只有支出。")
        more = {n: row[p].strip() for n, p in others.items() if p is not None and p < len(row)}
        found.append(
            StatementLine(
                cells["流水号"],
                on,
                came - went,
                more.get("对方户名", ""),
                more.get("附言", ""),
            )
        )
    return found
