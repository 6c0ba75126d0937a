"""The payment list as the bank reads it: one line per worker, the total at the end."""

import csv
import io

from fund.models import PaymentList
from law.money import yuan

COLUMNS = ("序号", "户名", "账号", "开户行", "金额（元）", "附言")


def payment_file(sheet: PaymentList) -> bytes:
    """
    Return the list as CSV with a byte-order mark, which banks' programs and spreadsheets read.

    A tab before the account keeps a spreadsheet from rounding its digits.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    lines = sheet.lines.select_related("line__worker").order_by("line__worker__roster_no")
    for p in lines:
        row = (
            p.line.worker.roster_no,
            p.holder,
            f"\t{p.account_no}",
            p.bank_name,
            yuan(p.amount_fen),
            f"{sheet.advance.number}垫付工资",
        )
        writer.writerow(row)
    writer.writerow(("合计", f"{lines.count()}人", "", "", yuan(sheet.total_fen), ""))
    return out.getvalue().encode("utf-8-sig")
