"""
Which ways are open after an agreement, or after it was broken, with the clock and reason of each.

The routes exclude one another in part: a joint application for confirmation and one for review by
the arbitration commission cannot both be made (办案规则 75).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cases.choices import DeadlineState
from cases.models import Case, Deadline, Party
from mediation.models import Agreement
from mediation.queries import (
    agreement_outstanding_fen,
    current_agreement,
    unpaid_shares,
)
from mediation.queries.titles import titles_for_all
from staff.refusals import ActRefused


@dataclass(frozen=True)
class Route:
    """
    One way: what it is called, whether it is open, why, until when, under which rules.

    `taken` says how it stands with those who are on it already: “已提交法院”.
    """

    name: str
    open: bool
    reason: str
    until: date | None = None
    rules: tuple[str, ...] = ()
    taken: str = ""


REVIEW, CONFIRMATION, ENFORCEMENT = "仲裁审查", "司法确认", "申请强制执行"
NEEDLESS = (
    f"共同申请{REVIEW}",
    f"共同申请{CONFIRMATION}",
    "申请支付令",
    "申请劳动仲裁",
    "直接向法院起诉",
)


@dataclass(frozen=True)
class Track:
    """The way an agreement has been put on: 仲裁审查 or 司法确认, and how it stands there."""

    name: str
    state: str


# Asked of the apps above, which know what has been applied for: an agreement, and the way it is
# on there, or None where it is on none (or on none any more).
TRACKS: list[Callable[[Agreement], Track | None]] = []


def other_track(agreement: Agreement, name: str) -> Track | None:
    """Return the way the agreement is on that shuts out `name`, if it is on one."""
    return next((track for track in _tracks(agreement) if track.name != name), None)


def _tracks(agreement: Agreement) -> list[Track]:
    return [track for find in TRACKS if (track := find(agreement))]


WAYS = ("REV-01", "JC-01")  # the periods in which both sides may ask for either


def deadline_of(agreement: Agreement, rule: str) -> Deadline | None:
    """
    Return the period of one of the two ways, as it runs for this agreement of its case.

    One that has ended because there is a title is still returned: its days stay what they were.
    """
    every = agreement.case.deadlines.filter(rule=rule).order_by("-id")
    rows = list(every.filter(suffix=str(agreement.pk))) or list(every.filter(suffix=""))
    running = (row for row in rows if row.state != DeadlineState.CANCELLED)
    return next(running, rows[0] if rows else None)


def routes_after_agreement(case: Case, *, on: date) -> list[Route]:
    """Return every route of rules section 8 for the agreement as it stands on that day."""
    agreement = current_agreement(case)
    if agreement is None or agreement.effective_on is None:
        return []
    unpaid = agreement_outstanding_fen(agreement)
    defaults = list(agreement.defaults.all())
    broken = bool(unpaid and defaults)
    payer_missing = any(p.party.missing for p in agreement.payers.select_related("party"))
    routes = []
    titles = titles_for_all(agreement) if unpaid else []
    if titles:
        return _ended_by(titles, case, agreement, on=on)
    for track, rule, rules in (
        (REVIEW, "REV-01", ("REV-01", "REV-03")),
        (CONFIRMATION, "JC-01", ("JC-01", "JC-14")),
    ):
        name, other = f"共同申请{track}", other_track(agreement, track)
        deadline = deadline_of(agreement, rule)
        until = deadline.due_on if deadline else None
        if not unpaid:
            routes.append(Route(name, False, "协议已履行完毕", until, rules))
        elif other:
            reason = f"{other.name}{other.state}，两者只能择一"
            routes.append(
                Route(name, False, reason, until, tuple(dict.fromkeys((*rules, "REV-03"))))
            )
        elif until and on > until:
            routes.append(Route(name, False, f"期限已于{until:%Y-%m-%d}届满", None, rules))
        else:
            on_it = (row.state for row in _tracks(agreement) if row.name == track)
            taken = next(on_it, "")
            why = (
                "已经申请；还有人没有申请的，双方可以另行共同申请"
                if taken
                else "双方须共同申请，两者择一"
            )
            routes.append(Route(name, True, why, until, rules, taken))
    if not unpaid:
        return routes
    if not broken:
        wait = _not_yet(agreement, on=on)
        routes += [
            Route("申请支付令", False, wait, None, ("MED-15", "PAYO-04")),
            Route("申请劳动仲裁", False, wait, None, ("MED-14",)),
            Route("直接向法院起诉", False, wait, None, ("MED-16",)),
        ]
        return routes
    if payer_missing:
        routes.append(
            Route("申请支付令", False, "付款人下落不明，支付令无法送达", None, ("PAYO-04",))
        )
    else:
        routes.append(
            Route("申请支付令", True, "用人单位逾期未付，金额确定", None, ("MED-15", "PAYO-04"))
        )
    routes += [
        Route("申请劳动仲裁", True, "对方不履行协议的，可依法申请仲裁", None, ("MED-14", "ARB-02")),
        Route("直接向法院起诉", True, "协议仅涉及劳动报酬的给付", None, ("MED-16",)),
    ]
    return routes


def _not_yet(agreement: Agreement, *, on: date) -> str:
    """Say why what follows a broken promise cannot be asked for: not due, or not yet declared."""
    for instalment in agreement.instalments.filter(due_on__lt=on).order_by("no"):
        if unpaid_shares(instalment):
            return f"第{instalment.no}期已过付款日、没有付清，认定违约以后可以申请"
    return "约定的付款日尚未逾期"


def _ended_by(titles: list[str], case: Case, agreement: Agreement, *, on: date) -> list[Route]:
    """Everybody has a title: what was agreed is enforced once it is due; no way to one is open."""
    title = "、".join(titles)
    needless = f"已有{title}，不再需要"
    two_years = case.deadlines.filter(rule="JC-16").exclude(state=DeadlineState.CANCELLED)
    until = min(two_years.values_list("due_on", flat=True), default=None)
    due = agreement.instalments.filter(due_on__lt=on).order_by("no")
    late = agreement.defaults.exists() or any(unpaid_shares(one) for one in due)
    told = f"已有{title}，到期未付的可以申请" if late else f"已有{title}，到期不付的再申请"
    return [
        Route(ENFORCEMENT, late, told, until, ("JC-16",)),
        *(Route(name, False, needless) for name in NEEDLESS),
    ]


# What a debtor who cannot be found closes off, by the act it would be.
_NEEDS_THE_DEBTOR = {
    "apply_for_payment_order": Route(
        "申请支付令", False, "债务人下落不明，支付令不能送达", None, ("PAYO-04",)
    ),
    "adopt_simplified_procedure": Route(
        "简易处理", False, "被申请人下落不明的，不得适用简易处理", None, ("SUM-02",)
    ),
    "hold_hearing": Route(
        "缺席开庭",
        False,
        "尚未依法送达：十人以上且单位停业的，可以张贴并拍照、录像，满三个工作日视为送达；"
        "其他的须公告送达",
        None,
        ("ARB-34", "ARB-35"),
    ),
}


def closed_by_absence(case: Case) -> dict[str, Route]:
    """Return the ways that are closed because the employer is missing, by the act; else none."""
    missing = case.debtor is not None and case.debtor.missing
    return dict(_NEEDS_THE_DEBTOR) if missing else {}


def refuse_closed_way(case: Case, act: str) -> None:
    """
    Refuse an act that the absence of the employer closes off.

    Raises:
        ActRefused: with the rule that closes it.
    """
    route = closed_by_absence(case).get(act)
    if route is not None:
        raise ActRefused(
            f"不能{route.name}：{route.reason}。",
            source=route.rules[0],
            suggest="仍可申请劳动仲裁、投诉监察、申请法律援助和应急周转金。",
        )


@dataclass(frozen=True)
class WorkerNext:
    """What one worker may do after a default, with the amount that is due to that worker."""

    worker: Party
    due_now_fen: int
    routes: tuple[Route, ...]


def next_for_workers(case: Case, *, on: date) -> list[WorkerNext]:
    """
    Return, per worker who has not been paid, what is due now and the routes that are open.

    With an acceleration clause everything unpaid is due; otherwise what has fallen due.
    """
    agreement = current_agreement(case)
    if agreement is None or not agreement.defaults.exists():
        return []
    accelerated = agreement.defaults.filter(accelerated=True).exists()
    open_routes = tuple(r for r in routes_after_agreement(case, on=on) if r.open)
    owed: dict[int, tuple[Party, int]] = {}
    for instalment in agreement.instalments.order_by("no"):
        if not accelerated and instalment.due_on >= on:
            continue
        for worker, rest in unpaid_shares(instalment):
            _, before = owed.get(worker.pk, (worker, 0))
            owed[worker.pk] = (worker, before + rest)
    rows = sorted(owed.values(), key=lambda pair: pair[0].roster_no or 0)
    return [WorkerNext(worker, fen, open_routes) for worker, fen in rows if fen]
