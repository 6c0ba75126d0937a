"""
Many processes at the books of one database, in a process of its own that is told what to do.

`tables` makes them; `stage ACCOUNTS` opens accounts with money and advances; `work PROCESSES COUNT`
lets each process send COUNT random entries, each until it is answered; `kill RETRIES` has a server
of payments killed between its commits and its answer, or within a commit, and asked the same again,
until so many payments that stood already were asked for again; `check` says whether the books hold.
Each step is one argument with its numbers, as in "work 8 20".
"""

import importlib
import json
import os
import random
import signal
import sys
from collections.abc import Callable
from functools import partial

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "centre.settings")
django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import OperationalError, connection, transaction  # noqa: E402

from fund.models import Advance, FundAccount, Voucher  # noqa: E402
from fund.operations import entries, receive_funding, reverse_voucher  # noqa: E402
from fund.queries import books, first_broken_voucher, standing  # noqa: E402
from staff.operations import establish_system_user  # noqa: E402
from staff.refusals import ActRefused  # noqa: E402
from tests import builders  # noqa: E402
from tests.fund import funds  # noqa: E402
from workflow.locks import is_busy  # noqa: E402

ON = funds.ON
ADVANCES = 25  # of each account


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
        for _ in range(ADVANCES):
            funds.a_bare_advance(account, case, system)


def work(processes: int, count: int) -> None:
    """Let each process send so many entries; print what became of all of them."""
    out, into = os.pipe()
    for place in range(processes):
        fork(one, place, count, into)
    os.close(into)
    with os.fdopen(out) as said:
        reports = [json.loads(line) for line in said]
    for _ in range(processes):
        _, status = os.wait()
        assert status == 0, status
    print(json.dumps({what: sum(report[what] for report in reports) for what in reports[0]}))


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


class Sender:
    """
    One who sends entries until each is answered, and counts what became of them.

    An entry that was answered "busy" is the same entry with the same key when it is sent again;
    every tenth that was written is sent once more although it was answered.
    """

    def __init__(self) -> None:
        self.counts = {"written": 0, "refused": 0, "busy": 0, "sent_twice": 0}

    def send(self, entry: Callable[[], Voucher]) -> Voucher | None:
        """Return the voucher, None when the books refuse the entry."""
        try:
            voucher = self.patiently(entry)
        except ActRefused:
            self.counts["refused"] += 1
            return None
        self.counts["written"] += 1
        if self.counts["written"] % 10 == 0:
            self.counts["sent_twice"] += 1
            assert self.patiently(entry).pk == voucher.pk
        return voucher

    def patiently(self, entry: Callable):
        while True:
            try:
                with transaction.atomic():
                    return entry()
            except OperationalError as error:
                # Who waits too long for the others is told so, and nothing is written.
                if not is_busy(error):
                    raise
                self.counts["busy"] += 1


def one(place: int, count: int, into: int) -> None:
    """Send random entries and write into the pipe what became of them."""
    chance, sender = random.Random(place), Sender()
    system = sender.patiently(establish_system_user)
    advances = sender.patiently(
        lambda: list(Advance.objects.select_related("account", "case", "debtor"))
    )
    paid: list[Voucher] = []
    for step in range(count):
        advance = chance.choice(advances)
        common = {"key": f"w{place}-{step}", "by": system, "on": ON}
        what = chance.choice(KINDS)
        if what == "bounce" and not paid:
            what = "funding"
        if what == "bounce":
            entry = partial(reverse_voucher, voucher=paid.pop(), reason="退票", **common)
        else:
            entry = _entry(what, advance, chance, common)
        voucher = sender.send(entry)
        if voucher is not None and what == "disburse":
            paid.append(voucher)
    connection.close()
    os.write(into, (json.dumps(sender.counts) + "\n").encode())


KINDS = ("commit", "commit", "disburse", "recover", "pass_on", "release", "funding", "bounce")


def _entry(
    what: str, advance: Advance, chance: random.Random, common: dict
) -> Callable[[], Voucher]:
    fen = chance.randint(1, 50_000)
    match what:
        case "commit":
            return partial(entries.commit, advance=advance, amount_fen=fen, **common)
        case "disburse":
            return partial(entries.disburse, advance=advance, amount_fen=fen, to="甲", **common)
        case "recover":
            parts = {"to_fund_fen": fen, "to_workers_fen": chance.choice((0, 0, 200))}
            return partial(
                entries.recover, advance=advance, **parts, payer="乙", checked_by=None, **common
            )
        case "pass_on":
            return partial(
                entries.pay_from_suspense,
                account=advance.account,
                amount_fen=100,
                to="丙",
                **common,
            )
        case "release":
            rest = fen // 9 + 1
            return partial(
                entries.release, advance=advance, amount_fen=rest, reason="撤销", **common
            )
    return partial(receive_funding, account=advance.account, amount_fen=fen, source="拨", **common)


BATCH = 20  # requests on their way to the server when it dies


def kill(retries: int) -> None:
    """Ask for payments; what was not answered because the server died is asked for again."""
    system = establish_system_user()
    advance = Advance.objects.select_related("account", "case", "debtor").first()
    entries.commit(advance=advance, amount_fen=retries * 9, key="promise", by=system, on=ON)
    chance = random.Random(7)
    stood = asked = deaths = 0
    while stood < retries:
        keys = [f"kill-{asked + place}" for place in range(BATCH)]
        asked += BATCH
        again = False
        while True:
            died, known = _serve(advance, system, keys, chance, count_first=again)
            stood += known
            if not died:
                break
            deaths, again = deaths + 1, True
    paid = standing(advance).advanced_fen
    written = Voucher.objects.filter(key__startswith="kill-").count()
    found = {"asked": asked, "retries": stood, "deaths": deaths, "vouchers": written, "paid": paid}
    print(json.dumps(found), flush=True)


def _serve(advance, system, keys, chance, *, count_first: bool) -> tuple[bool, int]:
    """
    Let a server of its own pay one fen per key; return whether it died, and how many stood before.

    Two of three die by SIGKILL: after so many commits without an answer, or after so many
    statements of the payment that follows them.
    """
    dies = chance.random() < 2 / 3
    after = chance.randrange(1, len(keys) + 1) if dies else None
    within = chance.randrange(1, 9) if dies and chance.random() < 1 / 3 else 0
    out, into = os.pipe()

    def serve() -> None:
        os.close(out)
        known = 0
        if count_first:
            with connection.cursor() as cursor:
                marks = ", ".join(["%s"] * len(keys))
                cursor.execute(f"SELECT count(*) FROM fund_voucher WHERE key IN ({marks})", keys)
                known = cursor.fetchone()[0]
        os.write(into, bytes([known]))
        for place, key in enumerate(keys):
            with connection.execute_wrapper(_deadly(within if place == after else 0)):
                entries.disburse(advance=advance, amount_fen=1, to="甲", key=key, by=system, on=ON)
            if place + 1 == after and (not within or after == len(keys)):
                os.kill(os.getpid(), signal.SIGKILL)
        os.write(into, b"!")

    child = fork(serve)
    os.close(into)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), status
    said = os.read(out, 2)
    os.close(out)
    return len(said) < 2, said[0]


def _deadly(statements: int):
    """Die before the statement after so many; never at 0."""
    left = statements

    def run(execute, sql, params, many, context):
        nonlocal left
        if statements:
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
        return execute(sql, params, many, context)

    return run


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
    print(json.dumps(found), flush=True)


STEPS = {"tables": tables, "stage": stage, "work": work, "kill": kill, "check": check}

if __name__ == "__main__":
    for step in sys.argv[1:]:
        name, *numbers = step.split()
        STEPS[name](*map(int, numbers))
