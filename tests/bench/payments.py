"""
Payments from one account by many processes: `python -m tests.bench.payments PROCESSES EACH`.

Prints the milliseconds one payment takes through the books of the fund, and the same locks and rows
written by hand in SQL, in turns on one PostgreSQL (DATABASE_URL).
"""

import json
import os
import sys
import time
import uuid
from collections.abc import Callable

from tests.fund import hammer  # sets Django up

from django.db import connection, transaction  # isort: skip

from fund.models import Advance  # isort: skip
from fund.operations import entries  # isort: skip
from staff.operations import establish_system_user  # isort: skip

ROUNDS = 3


def through_the_books(place: str, count: int) -> None:
    system = establish_system_user()
    advance = Advance.objects.select_related("account", "case", "debtor").first()
    for step in range(count):
        entries.disburse(
            advance=advance, amount_fen=1, to="甲", key=f"{place}-{step}", by=system, on=hammer.ON
        )


def by_hand(place: str, count: int) -> None:
    """The same four postings and the voucher under the same lock, with nothing checked."""
    system = establish_system_user()
    advance = Advance.objects.first()
    account = advance.account_id
    with connection.cursor() as cursor:
        for step in range(count):
            with transaction.atomic():
                _voucher(cursor, account, advance.pk, system.pk, f"{place}-{step}")


def _voucher(cursor, account: int, advance: int, by: int, key: str) -> None:
    voucher = uuid.uuid4()
    cursor.execute("SELECT id FROM fund_fundaccount WHERE id = %s FOR UPDATE", [account])
    cursor.execute("SELECT 1 FROM fund_voucher WHERE key = %s", [key])
    cursor.execute(
        "SELECT number, hash FROM fund_voucher WHERE account_id = %s"
        " ORDER BY year DESC, number DESC LIMIT 1",
        [account],
    )
    number, last = cursor.fetchone()
    cursor.execute(
        "UPDATE fund_fundaccount SET available_fen = available_fen WHERE id = %s"
        " AND available_fen >= 0",
        [account],
    )
    for ledger, fen in (("receivable", 1), ("bank", -1), ("committed", -1), ("commitments", 1)):
        cursor.execute(
            "INSERT INTO fund_posting (voucher_id, account_id, ledger, advance_id, amount_fen)"
            " VALUES (%s, %s, %s, %s, %s)",
            [voucher, account, ledger, advance, fen],
        )
    cursor.execute(
        'INSERT INTO fund_voucher (id, account_id, year, number, kind, "on", summary, key,'
        " made_by_id, prev_hash, hash)"
        " VALUES (%s, %s, %s, %s, 'disburse', %s, '付', %s, %s, %s, %s)",
        [voucher, account, hammer.ON.year, number + 1, hammer.ON, key, by, last, "0" * 64],
    )


def timed(work: Callable[[str, int], None], processes: int, each: int, label: str) -> float:
    """Return the milliseconds per payment when so many processes do `each` of them at once."""
    start = time.perf_counter()
    for place in range(processes):
        hammer.fork(work, f"{label}-{place}", each)
    for _ in range(processes):
        _, status = os.wait()
        assert status == 0, status
    return (time.perf_counter() - start) * 1000 / (processes * each)


def main(processes: int, each: int) -> None:
    assert connection.vendor == "postgresql", "fund.payments needs PostgreSQL"
    hammer.tables()
    hammer.stage(1)
    advance = Advance.objects.select_related("account", "case").first()
    entries.commit(
        advance=advance,
        amount_fen=2 * ROUNDS * processes * each,
        key="promise",
        by=establish_system_user(),
        on=hammer.ON,
    )
    ours = theirs = 0.0
    for turn in range(ROUNDS):
        ours += timed(through_the_books, processes, each, f"books-{turn}")
        theirs += timed(by_hand, processes, each, f"hand-{turn}")
    print(json.dumps({"ms": ours / ROUNDS, "by_hand_ms": theirs / ROUNDS}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
