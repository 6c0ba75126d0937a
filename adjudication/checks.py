"""
The self-check before an application for review leaves: what the commission would not accept.

What the paper itself must say (the clauses, the identity of everybody named) its contract checks
when it is made (documents.contracts.review).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from adjudication.choices import REVIEW_STANDS
from adjudication.models import Review
from cases.models import Party
from mediation.models import Agreement
from mediation.queries import agreement_outstanding_fen, missing_signatures
from mediation.queries.titles import titled
from mediation.routes import REVIEW, other_track


@dataclass(frozen=True)
class Obstacle:
    """One thing for which the commission would refuse: the rule, and what to do about it."""

    rule: str
    sentence: str
    party: Party | None = None


def obstacles(
    agreement: Agreement,
    *,
    workers: Sequence[Party],
    others: Sequence[Party],
    signed_by: Sequence[Party],
    review_by: date,
    on: date,
) -> list[Obstacle]:
    """Return everything that stands in the way, the gravest first."""
    if agreement.effective_on is None:
        missing = "、".join(p.name for p in missing_signatures(agreement)[:10])
        return [Obstacle("V-S1", f"协议尚未签署完毕：{missing or '调解组织印章'}。")]
    return [
        *_asked_already(agreement),
        *_other_way(agreement),
        *_titled(agreement, workers),
        *_in_time(review_by, on),
        *_both_sides(agreement, workers, others, signed_by),
        *_something_owed(agreement),
        *_papers_of([*workers, *others]),
    ]


def _asked_already(agreement: Agreement) -> Iterator[Obstacle]:
    standing = Review.objects.filter(agreement=agreement, state__in=REVIEW_STANDS).first()
    if standing:
        yield Obstacle(
            "V-X1", f"这份协议的仲裁审查现为“{standing.get_state_display()}”，不能重复申请。"
        )


def _other_way(agreement: Agreement) -> Iterator[Obstacle]:
    """REV-03: one way at a time."""
    other = other_track(agreement, REVIEW)
    if other:
        yield Obstacle(
            "REV-03", f"同一协议的{other.name}{other.state}，不能再申请仲裁审查，两者只能择一。"
        )


def _titled(agreement: Agreement, workers: Sequence[Party]) -> Iterator[Obstacle]:
    have = titled(agreement)
    for title in dict.fromkeys(have[w.pk] for w in workers if w.pk in have):
        names = [w.name for w in workers if have.get(w.pk) == title]
        who = "、".join(names[:10]) + (f"等{len(names)}人" if len(names) > 10 else "")
        yield Obstacle("V-X1", f"{who}已有{title}，到期不付的直接申请强制执行，不再申请仲裁审查。")


def _in_time(review_by: date, on: date) -> Iterator[Obstacle]:
    if on > review_by:
        yield Obstacle(
            "REV-01", f"自协议生效起十五日内共同申请的期限已于{review_by:%Y-%m-%d}届满。"
        )


def _both_sides(
    agreement: Agreement,
    workers: Sequence[Party],
    others: Sequence[Party],
    signed_by: Sequence[Party],
) -> Iterator[Obstacle]:
    signed = {party.pk for party in signed_by}
    bound = [payer.party for payer in agreement.payers.select_related("party")]
    asked = [*workers, *others, *(p for p in bound if p not in others)]
    absent = [party for party in asked if party.pk not in signed]
    if absent or not others:
        names = "、".join(party.name for party in absent[:10])
        who = f"，{names}{f'等{len(absent)}方' if len(absent) > 10 else ''}未签名" if absent else ""
        yield Obstacle("REV-01", f"仲裁审查须双方共同申请{who}。")


def _something_owed(agreement: Agreement) -> Iterator[Obstacle]:
    if not agreement_outstanding_fen(agreement):
        yield Obstacle("R01", "协议义务已全部履行，不需要仲裁调解书。")


def _papers_of(parties: Sequence[Party]) -> Iterator[Obstacle]:
    """REV-02: identity and qualification of everybody, and where and how they are reached."""
    for party in parties:
        if not party.identity_papers.all():
            yield Obstacle("REV-02", f"缺{party.name}的身份证明、资格证明。", party)
    silent = [p.name for p in parties if not p.service_addresses.filter(superseded=False).exists()]
    if silent:
        more = f"等{len(silent)}方" if len(silent) > 10 else ""
        yield Obstacle("REV-02", f"缺{'、'.join(silent[:10])}{more}的送达地址确认书，请补签。")
