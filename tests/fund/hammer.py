"""
Many processes at the books of one database, in a process of its own.

`tables` makes them; `stage ACCOUNTS` opens accounts with money and two advances each; `work
PROCESSES COUNT` lets each process do COUNT random entries; `kill RETRIES` has a server of payments
killed between its commit and its answer, and asked again, until so many retries were needed;
`check` says whether the books hold.
"""

import importlib
import json
import os
import random
import signal
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "centre.settings")
django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from fund.models import Advance, FundAccount, Voucher  # noqa: E402
from fund.operations import entries, receive_funding, reverse_voucher  # noqa: E402
from fund.queries import books, first_broken_voucher, standing  # noqa: E402
from staff.operations import establish_system_user  # noqa: E402
from staff.refusals import ActRefused  # noqa: E402
from tests import builders  # noqa: E402
from tests.fund import funds  # noqa: E402

ON = funds.ON


def tables() -> None:
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    for name in ("cases.migrations.0002_append_only", "fund.migrations.0002_append_only"):
        with connection.schema_editor() as editor:
            importlib.import_module(name).add_triggers(None, editor)


def stage(accounts: int) -> None:
    system = establish_system_user()
    case = builders.a_case()
    for number in range(accounts):
        account = funds.an_account(1_000_000_00, name=f"账户{number}")
        for _ in range(2):
            funds.a_bare_advance(account, case, system)


def work(processes: int, count: int) -> None:
    for place in range(processes):
        fork(one, place, count)
    for _ in range(processes):
        _, status = os.wait()
        assert status == 0, status


def fork(function, *arguments) -> int:
    """Run `function` in a child with a connection of its own; return the child's number."""
    connection.close()
    if pid := os.fork():
        return pid
    try:
        function(*arguments)
    except BaseException:
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def one(place: int, count: int) -> None:
    """Do random entries; what the books refuse is refused."""
    chance = random.Random(place)
    system = establish_system_user()
    advances = list(Advance.objects.select_related("account", "case", "debtor"))
    for step in range(count):
        advance, fen = chance.choice(advances), chance.randint(1, 50_000)
        common = {"key": f"w{place}-{step}", "by": system, "on": ON}
        what = chance.randrange(8)
        try:
            with transaction.atomic():
                if what in (0, 1):
                    entries.commit(advance=advance, amount_fen=fen, **common)
                elif what == 2:
                    entries.disburse(advance=advance, amount_fen=fen, to="甲", **common)
                elif what == 3:
                    entries.recover(
                        advance=advance,
                        to_fund_fen=fen,
                        to_workers_fen=chance.choice((0, 0, 200)),
                        payer="乙",
                        checked_by=None,
                        **common,
                    )
                elif what == 4:
                    entries.pay_from_suspense(
                        account=advance.account, amount_fen=100, to="丙", **common
                    )
                elif what == 5:
                    entries.release(
                        advance=advance, amount_fen=fen // 9 + 1, reason="撤销", **common
                    )
                elif what == 6:
                    receive_funding(account=advance.account, amount_fen=fen, source="拨", **common)
                else:
                    mine = Voucher.objects.filter(key__startswith=f"w{place}-", kind="disburse")
                    last = mine.filter(reverses=None).order_by("-number").first()
                    if last is not None:
                        reverse_voucher(voucher=last, reason="退票", **common)
        except ActRefused:
            pass
    connection.close()


def kill(retries: int) -> None:
    """Ask for payments one by one; who is killed before answering is asked the same again."""
    system = establish_system_user()
    advance = Advance.objects.select_related("account", "case", "debtor").first()
    chance = random.Random(7)
    needed = asked = 0
    entries.commit(advance=advance, amount_fen=retries * 2, key="promise", by=system, on=ON)
    answers, child = None, 0
    requests = None
    while needed < retries:
        key = f"kill-{asked}"
        asked += 1
        while True:
            if not child:
                child, requests, answers = _server(advance.pk, chance.random())
            os.write(requests, f"{key}\n".encode())
            if os.read(answers, 100).decode().strip() == key:
                break
            os.waitpid(child, 0)
            os.close(requests)
            os.close(answers)
            child, needed = 0, needed + 1
    os.close(requests)
    os.waitpid(child, 0)
    paid = standing(advance).advanced_fen
    written = Voucher.objects.filter(key__startswith="kill-").count()
    print(json.dumps({"asked": asked, "retries": needed, "vouchers": written, "paid": paid}))


def _server(advance: int, seed: float) -> tuple[int, int, int]:
    """Fork a server that pays one fen per request and dies by SIGKILL before some answers."""
    asked_out, asked_in = os.pipe()
    answered_out, answered_in = os.pipe()

    def serve() -> None:
        os.close(asked_in)
        os.close(answered_out)
        chance, system = random.Random(seed), establish_system_user()
        subject = Advance.objects.select_related("account", "case", "debtor").get(pk=advance)
        while key := os.read(asked_out, 100).decode().strip():
            entries.disburse(advance=subject, amount_fen=1, to="甲", key=key, by=system, on=ON)
            if chance.random() < 0.6:
                os.kill(os.getpid(), signal.SIGKILL)
            os.write(answered_in, key.encode())

    child = fork(serve)
    os.close(asked_out)
    os.close(answered_in)
    return child, asked_in, answered_out


def check() -> None:
    found = {"drift": 0, "unbalanced": 0, "broken": 0, "overdrawn": 0, "vouchers": 0}
    for account in FundAccount.objects.all():
        state = books(account)
        found["drift"] += abs(state.available_fen - account.available_fen)
        found["unbalanced"] += abs(sum(state.sums.values()))
        found["broken"] += first_broken_voucher(account) is not None
        found["vouchers"] += account.vouchers.count()
    for advance in Advance.objects.all():
        where = standing(advance)
        found["overdrawn"] += where.outstanding_fen < 0 or where.committed_fen < 0
    print(json.dumps(found))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["tables"]:
            tables()
        case ["stage", accounts]:
            stage(int(accounts))
        case ["work", processes, count]:
            work(int(processes), int(count))
        case ["kill", retries]:
            kill(int(retries))
        case ["check"]:
            check()
