"""What was entered and waits to be confirmed, in words and figures, for the page that asks."""

from collections.abc import Callable, Iterator

from cases.choices import EntryKind
from cases.models import Party
from documents.registry import contract_of
from fund import queries
from fund.choices import Designation, Ledger, MoneyActKind
from fund.models import Held, MoneyAct, PaymentLine, Recovery, Voucher
from law.money import yuan
from mediation.choices import PaymentMethod
from mediation.models import Instalment

Facts = Iterator[tuple[str, str]]


def money_act(act: MoneyAct) -> dict:
    """Return what was entered, what would be booked, and how things have moved since."""
    now = queries.how_it_stands(act)
    return {
        "act": act,
        "facts": list(_FACTS[MoneyActKind(act.kind)](act.facts)),
        "ledgers": [
            {"name": Ledger(name).label, "fen": fen} for name, fen in act.outcome["ledgers"].items()
        ],
        "wages": _wages(act),
        "kinds": _kinds(act),
        "papers": [contract_of(code).title for code in act.outcome["papers"]],
        "stands": [
            {"label": label, "then": act.before[name], "now": now[name]}
            for name, label in _STANDS.items()
            if name in act.before
        ],
    }


_STANDS = {
    "owed_fen": "这笔垫付尚未收回",
    "wages_fen": "本案劳动者尚欠",
    "held_fen": "这笔暂收款还剩",
}


def _of_funding(facts: dict) -> Facts:
    yield "拨款文件", facts["source"]


def _of_recovery(facts: dict) -> Facts:
    yield "付款人", facts["payer"]
    yield "到账日期", facts["received_on"]
    yield "付款人指定用途", Designation(facts["designation"]).label
    if facts["over_fen"]:
        yield "多付待退", f"{yuan(facts['over_fen'])}元"
    if facts["held"]:
        yield from _of_held(facts)


def _of_shared(facts: dict) -> Facts:
    instalment = Instalment.objects.get(pk=facts["instalment"])
    yield "付款人", Party.objects.get(pk=facts["payer"]).name
    yield "期次", f"第{instalment.no}期，{instalment.due_on:%Y-%m-%d}前支付"
    yield "支付劳动者", f"{PaymentMethod(facts['method']).label}，{facts['voucher']}"


def _of_hold(facts: dict) -> Facts:
    yield "付款人", facts["payer"]
    yield "到账日期", facts["received_on"]


def _of_held(facts: dict) -> Facts:
    held = Held.objects.get(pk=facts["held"])
    yield (
        "出自暂收款",
        f"{held.held_on:%Y-%m-%d}{held.payer}付来{yuan(held.amount_fen)}元，"
        f"{held.get_purpose_display()}",
    )
    yield from _with_reason(facts)


def _with_reason(facts: dict) -> Facts:
    if facts.get("reason"):
        yield "理由", facts["reason"]


def _of_reversal(facts: dict) -> Facts:
    taken = Recovery.objects.get(pk=facts["recovery"])
    words = f"{taken.received_on:%Y-%m-%d}{taken.payer}付来，凭证{taken.voucher}"
    yield "被冲销的回款", words
    yield from _with_reason(facts)


def _of_correction(facts: dict) -> Facts:
    voucher = Voucher.objects.get(pk=facts["voucher"])
    yield "被冲销的凭证", f"{voucher}，{voucher.on:%Y-%m-%d}，{voucher.summary}"
    yield from _with_reason(facts)


def _of_bounce(facts: dict) -> Facts:
    line = PaymentLine.objects.get(pk=facts["line"])
    yield "退回的付款", f"第{line.list.no}份付款清单，{line.holder}，凭证{line.voucher}"
    yield from _with_reason(facts)


# The words of the bank and of who entered it, each with its name.
_FACTS: dict[MoneyActKind, Callable[[dict], Facts]] = {
    MoneyActKind.FUNDING: _of_funding,
    MoneyActKind.RECOVERY: _of_recovery,
    MoneyActKind.SHARED: _of_shared,
    MoneyActKind.HOLD: _of_hold,
    MoneyActKind.PASS_ON: _of_held,
    MoneyActKind.GIVE_BACK: _of_held,
    MoneyActKind.REVERSAL: _of_reversal,
    MoneyActKind.CORRECTION: _of_correction,
    MoneyActKind.BOUNCE: _of_bounce,
}


def _kinds(act: MoneyAct) -> list[str]:
    """Return what happens to the wages, each a column."""
    found = {kind for _, kind, _ in act.outcome["wages"]}
    return [EntryKind(kind).label for kind in sorted(found)]


def _wages(act: MoneyAct) -> list[dict]:
    """Return what each worker's account would take: the sums in the order of `_kinds`."""
    kinds = sorted({kind for _, kind, _ in act.outcome["wages"]})
    of: dict[int, dict[str, int]] = {}
    for worker, kind, fen in act.outcome["wages"]:
        of.setdefault(worker, {})[kind] = fen
    workers = Party.objects.filter(pk__in=of).order_by("roster_no")
    return [
        {
            "worker": worker,
            "sums": [
                {"label": EntryKind(kind).label, "fen": of[worker.pk].get(kind, 0)}
                for kind in kinds
            ],
        }
        for worker in workers
    ]
