"""Reads: every figure of the fund is a sum of postings, and where each comes from."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from cases.choices import EntryKind
from cases.models import Case, WageEntry
from cases.queries import (
    confirmed_values,
    optional_parameter,
    parameter,
    total_account,
    wage_accounts,
    worker_account,
)
from fund.choices import AdvanceState, HeldFor, Ledger, PaymentState, VoucherKind
from fund.models import (
    Advance,
    AdvanceLine,
    BankLine,
    FundAccount,
    Held,
    MoneyAct,
    Posting,
    Voucher,
)
from fund.permissions import can_handle_account
from law.advances import Caps, Level, Shares, approval_levels, percent, shares
from law.areas import ParameterUnconfirmed, ParameterValue, Profile, lookup
from law.money import yuan
from staff.choices import BodyKind, Role
from staff.models import User
from staff.queries import bodies
from staff.refusals import ActRefused

CLOSED = (AdvanceState.RECOVERED, AdvanceState.WRITTEN_OFF)
ENDED = (*CLOSED, AdvanceState.REFUSED, AdvanceState.WITHDRAWN)


@dataclass(frozen=True)
class Books:
    """Balances of one account's ledgers in fen, debit positive."""

    sums: dict[str, int]

    def of(self, ledger: Ledger) -> int:
        return self.sums.get(ledger, 0)

    @property
    def balance_fen(self) -> int:
        return self.of(Ledger.BANK)

    @property
    def committed_fen(self) -> int:
        return self.of(Ledger.COMMITTED)

    @property
    def receivable_fen(self) -> int:
        return self.of(Ledger.RECEIVABLE)

    @property
    def written_off_fen(self) -> int:
        return self.of(Ledger.WRITTEN_OFF)

    @property
    def suspense_fen(self) -> int:
        """What was paid in and is not the fund's."""
        return -self.of(Ledger.SUSPENSE)

    @property
    def capital_fen(self) -> int:
        return -self.of(Ledger.CAPITAL)

    @property
    def own_fen(self) -> int:
        """What is in the bank and the fund's own: what is held for others is not."""
        return self.balance_fen - self.suspense_fen

    @property
    def available_fen(self) -> int:
        return self.balance_fen - self.suspense_fen - self.committed_fen


def books(account: FundAccount, *, until: date | None = None) -> Books:
    rows = Posting.objects.filter(account=account)
    if until:
        rows = rows.filter(voucher__on__lte=until)
    sums = rows.values("ledger").annotate(total=Sum("amount_fen")).order_by()
    return Books({row["ledger"]: row["total"] for row in sums})


@dataclass(frozen=True)
class Standing:
    """
    Where one advance stands, in fen, from its postings alone.

    `written_off_open_fen` is what was written off less what came back on it later (账销案存).
    """

    advanced_fen: int = 0
    recovered_fen: int = 0
    written_off_fen: int = 0
    written_off_open_fen: int = 0
    outstanding_fen: int = 0
    committed_fen: int = 0


_OF_ADVANCE = (Ledger.RECEIVABLE, Ledger.COMMITTED, Ledger.WRITTEN_OFF)


def standings(advances: Sequence[Advance]) -> dict[int, Standing]:
    """Return where each advance stands, by its id, in one query."""
    rows = (
        Posting.objects.filter(advance__in=advances, ledger__in=_OF_ADVANCE)
        .values_list("advance_id", "ledger", "voucher__kind")
        .annotate(total=Sum("amount_fen"))
        .order_by()
    )
    found: dict[int, dict[tuple[str, str], int]] = {a.pk: {} for a in advances}
    for advance_id, ledger, kind, total in rows:
        found[advance_id][ledger, kind] = total
    return {pk: _standing(sums) for pk, sums in found.items()}


def _standing(sums: dict[tuple[str, str], int]) -> Standing:
    def of(ledger: Ledger, kind: VoucherKind) -> int:
        return sums.get((ledger, kind), 0)

    def balance(ledger: Ledger) -> int:
        return sum(total for (name, _), total in sums.items() if name == ledger)

    recover = VoucherKind.RECOVER
    return Standing(
        advanced_fen=of(Ledger.RECEIVABLE, VoucherKind.DISBURSE),
        recovered_fen=-of(Ledger.RECEIVABLE, recover) - of(Ledger.WRITTEN_OFF, recover),
        written_off_fen=of(Ledger.WRITTEN_OFF, VoucherKind.WRITE_OFF),
        written_off_open_fen=balance(Ledger.WRITTEN_OFF),
        outstanding_fen=balance(Ledger.RECEIVABLE),
        committed_fen=balance(Ledger.COMMITTED),
    )


def standing(advance: Advance) -> Standing:
    return standings([advance])[advance.pk]


# The chain of vouchers


def voucher_hash(voucher: Voucher, postings: Sequence[Posting]) -> str:
    """Return the SHA-256 of a voucher, its postings and the voucher before it."""
    content = {
        "account": voucher.account_id,
        "year": voucher.year,
        "number": voucher.number,
        "kind": voucher.kind,
        "on": voucher.on.isoformat(),
        "summary": voucher.summary,
        "key": voucher.key,
        "reverses": str(voucher.reverses_id or ""),
        "made_by": voucher.made_by_id,
        "checked_by": voucher.checked_by_id,
        "event": voucher.event_id,
        "postings": [[p.ledger, p.advance_id, p.amount_fen] for p in postings],
        "prev": voucher.prev_hash,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def first_broken_voucher(account: FundAccount) -> Voucher | None:
    """Return the first voucher whose number, sum, chain or hash does not hold; None if all do."""
    prev, year, number = "", 0, 0
    for voucher in account.vouchers.order_by("year", "number").prefetch_related("postings"):
        number = number + 1 if voucher.year == year else 1
        year = voucher.year
        postings = sorted(voucher.postings.all(), key=lambda p: p.pk)
        whole = voucher.number == number and voucher.prev_hash == prev
        if not whole or sum(p.amount_fen for p in postings) != 0:
            return voucher
        if voucher.hash != voucher_hash(voucher, postings):
            return voucher
        prev = voucher.hash
    return None


def last_voucher(account: FundAccount) -> Voucher | None:
    return account.vouchers.order_by("-year", "-number").first()


# Caps and approval


class NotConfirmed(ActRefused):
    """The act needs a number of the city's rules that nobody has confirmed."""

    def __init__(self, missing: ParameterUnconfirmed) -> None:
        super().__init__(
            f"“{missing.title}”尚未核定，不能办理垫付。",
            source="V-L1",
            suggest="请中心主任在“参数”中按市级办法录入数值、依据和生效日期。",
        )
        self.code = missing.code


def confirmed(code: str, *, case: Case, on: date) -> ParameterValue:
    """
    Return a parameter in force.

    Raises:
        NotConfirmed: the centre has not confirmed it.
    """
    try:
        return parameter(code, case=case, on=on)
    except ParameterUnconfirmed as missing:
        raise NotConfirmed(missing) from missing


def second_step_asked(*, case: Case | None, on: date) -> bool:
    """
    Whether the code of the two-step login is asked again where money is approved or taken back.

    What is of no case, such as money of the treasury, follows the strictest of the centres.
    """
    centres = [case.centre] if case else list(bodies(BodyKind.CENTRE))
    for centre in centres:
        values = confirmed_values(centre=centre, case=case)
        try:
            asked = lookup("fund_second_step", on, Profile(), values).value
        except ParameterUnconfirmed:
            continue
        if asked == "yes":
            return True
    return False


def caps_of(case: Case, *, on: date) -> tuple[Caps, str]:
    """
    Return the caps in force for this case, and the paper they come from.

    Raises:
        NotConfirmed: the centre has not confirmed one that is needed.
    """
    formula = confirmed("fund_cap_formula", case=case, on=on)
    per_worker: int | None = None
    share: str | None = None
    if formula.value == "amount":
        per_worker = int(confirmed("fund_cap_per_worker", case=case, on=on).value)
    if formula.value in ("wage_multiple", "lower_of_both"):
        multiple = confirmed("fund_cap_wage_multiple", case=case, on=on).value
        wage = confirmed("monthly_min_wage", case=case, on=on).value
        per_worker = int(Decimal(multiple) * int(wage))
    if formula.value in ("arrears_ratio", "lower_of_both"):
        share = percent(Decimal(confirmed("fund_cap_arrears_ratio", case=case, on=on).value))
    of_case = Decimal(confirmed("fund_cap_case_ratio", case=case, on=on).value)
    return Caps(per_worker, share, None if of_case == 1 else percent(of_case)), formula.source


def approval_chain(case: Case, *, on: date) -> list[str]:
    """
    Return the bodies that approve, level 1 first.

    Raises:
        NotConfirmed: the centre has not confirmed the chain.
    """
    words = str(confirmed("fund_approval_chain", case=case, on=on).value)
    return [word.strip() for word in words.replace(",", "、").split("、") if word.strip()]


def levels_of(case: Case, *, on: date) -> list[Level]:
    """
    Return up to which amount which level decides.

    Raises:
        NotConfirmed: the centre has not confirmed them.
        ActRefused: what was confirmed cannot be read (V-L1).
    """
    words = str(confirmed("fund_approval_levels", case=case, on=on).value)
    try:
        return approval_levels(words)
    except ValueError as wrong:
        raise ActRefused(f"{wrong}。", source="V-L1") from wrong


def is_small(advance: Advance, *, on: date) -> bool:
    """Whether it is to be advanced the same day (FUND-11); no where the amount is not set."""
    limit = optional_parameter("fund_small_case_amount", case=advance.case, on=on)
    return isinstance(limit, int) and advance.requested_fen <= limit


def caps_taken(advance: Advance) -> Caps:
    """Return the caps as they were when the arrears were verified."""
    taken = advance.caps
    return Caps(taken["per_worker_fen"], taken["per_worker_percent"], taken["case_percent"])


def payable_lines(advance: Advance) -> list[AdvanceLine]:
    """Return the rows that can be advanced on: verified and not disputed, in roster order."""
    rows = advance.lines.select_related("worker").order_by("worker__roster_no")
    return [line for line in rows if line.verified_fen and not line.disputed]


def shares_of(advance: Advance, lines: Sequence[AdvanceLine] | None = None) -> Shares:
    lines = payable_lines(advance) if lines is None else lines
    dues = [line.verified_fen - line.paid_otherwise_fen for line in lines]
    return shares(dues, caps_taken(advance), total=advance.requested_fen)


def advanced_before_fen(line: AdvanceLine) -> int:
    """
    Return what the same worker has been advanced on the same wages by an earlier advance.

    An advance that ended without a payment does not count.
    """
    earlier = AdvanceLine.objects.filter(
        worker__id_index=line.worker.id_index,
        worker__case__debtor__name=line.advance.debtor.name,
    ).exclude(advance=line.advance)
    earlier = earlier.exclude(advance__state__in=[AdvanceState.REFUSED, AdvanceState.WITHDRAWN])
    earlier = earlier.filter(
        advance__case__period_from__lte=line.advance.case.period_to,
        advance__case__period_to__gte=line.advance.case.period_from,
    )
    return earlier.aggregate(total=Sum("amount_fen"))["total"] or 0


def handlers_of(advance: Advance) -> list[User]:
    """
    Return everybody who applied or verified, in any round; none of them approves.

    A return clears the verifiers of the round; the history still knows them.
    """
    people = [advance.applied_by, advance.verifier_a, advance.verifier_b]
    for pair in advance.history.order_by("history_id").values_list("verifier_a", "verifier_b"):
        people += User.objects.filter(pk__in=[pk for pk in pair if pk]).order_by("pk")
    return list(dict.fromkeys(person for person in people if person is not None))


def approvers_of(advance: Advance) -> set[User]:
    """Return everybody who gave an opinion on an advance, in any round."""
    return {step.by for step in advance.approvals.select_related("by")}


def owed_fen(line: AdvanceLine) -> int:
    """Return what the worker is still owed by the wage account today."""
    return worker_account(line.worker).outstanding_fen


def unpaid_lines(advance: Advance) -> list[AdvanceLine]:
    """Return the rows of the decision with no payment under way and none arrived."""
    busy = Q(payments__state__in=[PaymentState.SENT, PaymentState.PAID])
    rows = advance.lines.filter(amount_fen__gt=0).exclude(busy).select_related("worker")
    return list(rows.order_by("worker__roster_no"))


def open_by_worker(advance: Advance) -> dict[int, int]:
    """Return what of an advance has not come back yet in fen, by worker id; without zeros."""
    entries = WageEntry.objects.filter(
        basis=advance.number,
        item__case=advance.case_id,
        kind__in=[EntryKind.ADVANCED, EntryKind.REPAID_TO_FUND],
    )
    found: dict[int, int] = {}
    rows = entries.values_list("item__worker_id", "kind").annotate(total=Sum("amount_fen"))
    for worker, kind, total in rows.order_by("item__worker__roster_no"):
        sign = 1 if kind == EntryKind.ADVANCED else -1
        found[worker] = found.get(worker, 0) + sign * total
    return {worker: fen for worker, fen in found.items() if fen}


def held_rest_fen(held: Held) -> int:
    """Return what is left of a sum in suspense."""
    if held.cancelled_on:
        return 0
    standing_ = held.payments.filter(voucher__reversed_by=None)
    return held.amount_fen - (standing_.aggregate(total=Sum("amount_fen"))["total"] or 0)


def held_for_workers_fen(case: Case) -> int:
    """Return what the fund holds for the workers of a case and has not passed on."""
    rows = Held.objects.filter(advance__case=case, purpose=HeldFor.WORKERS, cancelled_on=None)
    return sum(held_rest_fen(held) for held in rows)


def open_held(account: FundAccount) -> list[Held]:
    """Return the sums in suspense that still wait for somebody, oldest first."""
    rows = account.held.filter(cancelled_on=None).select_related("advance__case")
    return [held for held in rows.order_by("held_on", "id") if held_rest_fen(held)]


def how_it_stands(act: MoneyAct) -> dict[str, int]:
    """Return the balances an act on money is judged by, in fen, as they are now."""
    found = {}
    if act.advance:
        where = standing(act.advance)
        found["owed_fen"] = where.outstanding_fen + where.written_off_open_fen
        found["wages_fen"] = total_account(wage_accounts(act.advance.case))["outstanding"]
    if held := act.facts.get("held"):
        found["held_fen"] = held_rest_fen(Held.objects.get(pk=held))
    return found


def waiting_money_acts(advance: Advance) -> QuerySet[MoneyAct]:
    """Return what was entered on an advance and waits to be confirmed, oldest first."""
    return advance.money_acts.waiting().order_by("id")


def recovery_holder(advance: Advance) -> User | None:
    """Return who has taken the recovery and still holds the office; else it is free again."""
    holder = advance.recovery_officer
    return holder if holder and can_handle_account(holder, advance.account) else None


def unmatched_bank_lines(account: FundAccount) -> QuerySet[BankLine]:
    return account.bank_lines.filter(voucher=None).order_by("on", "id")


def vouchers_not_on_statement(account: FundAccount, *, until: date) -> QuerySet[Voucher]:
    """Return vouchers that moved the bank account and are on no line of the statement."""
    moved = Posting.objects.filter(account=account, ledger=Ledger.BANK).values("voucher")
    return account.vouchers.filter(pk__in=moved, bank_line=None, on__lte=until)


@dataclass(frozen=True)
class RuleCheck:
    """One rule the desk would otherwise look up: it holds, it does not, or cannot be told yet."""

    label: str
    holds: bool | None
    words: str
    source: str


def rule_checks(advance: Advance, lines: Sequence[AdvanceLine]) -> list[RuleCheck]:
    """Answer the rules of an advance from the records (FUND-01 to FUND-11)."""
    account = FundAccount.objects.get(pk=advance.account_id)
    given = sum(line.amount_fen for line in lines)
    where = standing(advance)
    promised = bool(where.committed_fen or where.advanced_fen)
    free = account.available_fen
    left = [s["name"] for s in advance.sources if s["applies"] and not s["exhausted"]]
    again = [line.worker.name for line in lines if advanced_before_fen(line)]
    verified = advance.verified_on is not None
    missing = advance.debtor.missing
    fled = advance.trigger == "absconded"
    return [
        RuleCheck(
            "垫付事由",
            missing if fled else True,
            advance.get_trigger_display()
            + (
                "，当事人资料注明下落不明"
                if missing
                else "，当事人资料未注明下落不明"
                if fled
                else ""
            ),
            "FUND-01",
        ),
        RuleCheck(
            "其他来源优先",
            not (left and advance.sources_first),
            f"{'、'.join(left)}尚未用完" if left else "没有可以先用的其他来源",
            "DEP-01",
        ),
        RuleCheck(
            "两人核实",
            True if verified else None,
            f"{advance.verifier_a.name}、{advance.verifier_b.name}"
            if advance.verifier_a and advance.verifier_b
            else "尚未核实",
            "FUND-01",
        ),
        RuleCheck(
            "重复垫付",
            None if not verified else not again,
            f"{'、'.join(again)}以前垫付过" if again else "同一期间没有垫付过",
            "FUND-02",
        ),
        RuleCheck(
            "余额",
            None if not verified else promised or given <= free,
            "审批通过时已经留出本次金额"
            if promised
            else f"可用{yuan(free)}元，本次{yuan(given)}元"
            if verified
            else "核实后计算",
            "FUND-03",
        ),
    ]


def papers_of_the_fund(user: User) -> Q:
    """
    Return which papers the people of the fund read without seeing the case.

    In a case with an advance: the fund's own, the application for mediation and the certificate of
    its end; never minutes or offers.
    """
    if not user.is_authenticated or not user.has_role(Role.FUND_OFFICER, Role.FUND_APPROVER):
        return Q(pk__in=[])
    accounts = FundAccount.objects.visible_to(user)
    with_advance = Exists(Advance.objects.filter(case=OuterRef("case_id"), account__in=accounts))
    own = Q(code__startswith="F") | Q(code__in=["D01", "D13"])
    return own & Q(with_advance)
