"""强制执行: the application on a title, and what the court brings in, worker by worker."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum

from adjudication.choices import AwardKind, AwardState, PaymentOrderState, TitleKind
from adjudication.effect import effects
from adjudication.models import Award, Enforcement, EnforcementEntry, PaymentOrder
from adjudication.obligations import (
    clock_of_order,
    numbers_of,
    obligation_of_title,
    paid_on_awards,
)
from adjudication.operations.payment_orders import parts_due, payment_order_takes_effect
from adjudication.operations.performance import meet_title_clock
from adjudication.papers import enforcement as papers
from adjudication.papers.enforcement import Clue, Title
from adjudication.permissions import can_file
from adjudication.queries import corrections_of
from cases.choices import EntryKind
from cases.models import Case, Party, WageEntry
from cases.operations import lock_case, meet_deadline, post, record, require
from cases.queries import current_calendar
from documents.operations import issue_document
from law.money import yuan
from law.time_limits import last_day
from mediation.models import Agreement
from staff.models import Body, User
from staff.refusals import ActRefused


def title_of_award(award: Award, workers: Iterable[Party], *, on: date) -> Title:
    """
    Return the title an award is for these workers on that day.

    Raises:
        ActRefused: it is without effect for one of them, or there is still time to pay (E02); of a
            non-final one there is no certificate (A17).
    """
    workers = list(workers)
    if award.state != AwardState.ISSUED or award.made_on is None:
        raise ActRefused("裁决书尚未作出，不能申请强制执行。", source="E02")
    if award.kind == AwardKind.INTERIM:
        raise ActRefused(
            "先予执行裁决由仲裁委员会移送人民法院执行，劳动者不必申请。", source="ARB-24"
        )
    known = {e.worker.pk: e for e in effects(award)}
    for worker in workers:
        effect = known.get(worker.pk)
        if effect is None or effect.effective_on is None or effect.effective_on > on:
            raise ActRefused(
                f"裁决书{award.number}对{worker.name}尚未发生法律效力，不能申请强制执行。",
                source="ARB-44",
            )
    if not award.final and not award.certificates.exists():
        raise ActRefused(
            f"请先出具裁决书{award.number}的生效证明。",
            source="A17",
        )
    effective_on = max(day for w in workers if (day := known[w.pk].effective_on))
    last_due_on = effective_on + timedelta(days=award.pay_within_days)
    if on <= last_due_on:
        raise ActRefused(
            f"裁决书确定的支付期限到{last_due_on:%Y-%m-%d}，期满不付才能申请强制执行。",
            source="ARB-44",
        )
    items = award.items.filter(claim__worker__in=workers).select_related("claim__worker")
    items = items.prefetch_related("corrections")
    owed: dict[Party, int] = dict.fromkeys(workers, 0)
    by_claim = {}
    for item in items:
        owed[item.claim.worker] += item.standing_fen or 0
        by_claim[item.claim_id] = item.claim.worker
    paid: dict[Party, int] = dict.fromkeys(workers, 0)
    for row in paid_on_awards(award, on=on):
        if row.claim_id in by_claim:
            paid[by_claim[row.claim_id]] += row.amount_fen
    return Title(
        kind=TitleKind(award.kind),
        number=award.number,
        issuer=award.arbitration.commission.name,
        made_on=award.made_on,
        effective_on=effective_on,
        last_due_on=last_due_on,
        debtor=Party.objects.get(pk=award.told["debtor"]),
        owed=owed,
        paid=paid,
        final=award.final,
        stayed=any(known[w.pk].stayed for w in workers),
        corrected_on=[d.decided_on for d in corrections_of(award)],
    )


def title_of_payment_order(order: PaymentOrder, *, on: date) -> Title:
    """
    Return the title a payment order is on that day.

    Raises:
        ActRefused: it was objected to, or the fifteen days are not over (PAYO-03).
    """
    if order.state not in (PaymentOrderState.ISSUED, PaymentOrderState.EFFECTIVE):
        raise ActRefused(
            f"支付令现为“{order.get_state_display()}”，不能申请强制执行。", source="PAYO-03"
        )
    if order.effective_on is None or on < order.effective_on or order.issued_on is None:
        raise ActRefused(
            f"支付令自{order.effective_on:%Y-%m-%d}起生效，此前不能申请强制执行。",
            source="PAYO-03",
        )
    paid = _paid_on_order(order, on=on)
    return Title(
        kind=TitleKind.PAYMENT_ORDER,
        number=order.number,
        issuer=order.court.name,
        made_on=order.issued_on,
        effective_on=order.effective_on,
        last_due_on=order.effective_on - timedelta(days=1),
        debtor=order.debtor,
        owed={order.worker: order.amount_fen},
        paid={order.worker: min(paid, order.amount_fen)},
    )


def _paid_on_order(order: PaymentOrder, *, on: date) -> int:
    """
    Return what has reached the worker since of what an order is for.

    A worker may have an order for each instalment of an agreement: what was paid on another, or the
    court brought in on another, is not this one's.
    """
    others = PaymentOrder.objects.filter(worker=order.worker_id, basis=order.basis)
    agreement = Agreement.objects.filter(case=order.case_id, number=order.basis).first()
    if agreement is None or not others.exclude(pk=order.pk).exists():
        arrived = WageEntry.objects.filter(
            item__worker=order.worker,
            kind__in=[EntryKind.PAID, EntryKind.ADVANCED],
            on__gt=order.applied_on,
            on__lte=on,
        )
        return arrived.aggregate(total=Sum("amount_fen"))["total"] or 0
    numbers = numbers_of(order)
    parts, _ = parts_due(order.worker, agreement, on=on, overdue_since=None)
    still_open = sum(part.open_fen for part in parts if part.no in numbers)
    return order.amount_fen - min(still_open, order.amount_fen)


@transaction.atomic
def apply_for_enforcement(
    *,
    case: Case,
    title: Title,
    workers: Sequence[Party],
    court: Body,
    by: User,
    on: date,
    clues: Sequence[Clue] = (),
    stated_fen: int | None = None,
    stated_effective_on: date | None = None,
) -> Enforcement:
    """
    申请强制执行 (E02): of one title, for its workers together or some of them.

    Raises:
        ActRefused: paid already or applied for twice (V-X1), two years are over (JC-16), an
            annulment is examined (ARB-29), no account of the worker's own (V-P4), other figures.
    """
    case = lock_case(case)
    require(can_file(by, case))
    workers = list(workers)
    _refuse_title(title, stated_effective_on, on)
    settled = [w.name for w in workers if title.open_fen(w) <= 0]
    if settled or not workers:
        raise ActRefused(
            f"{'、'.join(settled[:10]) or '申请人'}没有未付的款项，无需申请强制执行。", source="E02"
        )
    before = Enforcement.objects.filter(
        case=case,
        title=title.kind,
        title_number=title.number,
        workers__in=[w.pk for w in workers],
    )
    if before.exists():
        raise ActRefused(f"已就{title.number}申请强制执行，未重复办理。", source="V-X1")
    unbanked = [w.name for w in workers if not w.bank_account or not w.bank_name]
    if unbanked:
        raise ActRefused(f"请先登记{'、'.join(unbanked[:10])}本人的开户行和账号。", source="V-P4")
    amount = sum(title.open_fen(worker) for worker in workers)
    if stated_fen is not None and stated_fen != amount:
        raise ActRefused(
            f"申请执行金额写明{yuan(stated_fen)}元，未付的为{yuan(amount)}元。", source="V-M2"
        )
    event = record(
        case,
        "apply_for_enforcement",
        by=by,
        on=on,
        summary=f"就{title.number}向{court.name}申请强制执行{yuan(amount)}元（{len(workers)}人）",
        facts={
            "title": title.kind,
            "number": title.number,
            "amount_fen": amount,
            "workers": [w.key for w in workers],
        },
    )
    document = issue_document(
        case=case,
        code="E02",
        fields=papers.application(case, title, workers, court=court, clues=clues, on=on),
        by=by,
        on=on,
        event=event,
        recipient=court.name,
    )
    applied = Enforcement(
        case=case,
        title=title.kind,
        title_number=title.number,
        effective_on=title.effective_on,
        court=court,
        debtor=title.debtor,
        amount_fen=amount,
        applied_on=on,
        document=document,
    )
    applied.save()
    applied.workers.set(workers)
    _in_force(case, title, by=by, on=on)
    if found := obligation_of_title(applied):
        meet_title_clock(case, found, by=by, on=on)
    return applied


def _refuse_title(title: Title, stated_effective_on: date | None, on: date) -> None:
    if title.stayed:
        raise ActRefused(
            "用人单位申请撤销终局裁决期间中止执行，待人民法院裁定后再申请。", source="ARB-29"
        )
    if title.effective_on > on:
        raise ActRefused(
            f"{title.number}自{title.effective_on:%Y-%m-%d}起生效，不能提前申请。", source="E02"
        )
    if stated_effective_on and stated_effective_on != title.effective_on:
        raise ActRefused(
            f"写明生效日期{stated_effective_on:%Y-%m-%d}，应为{title.effective_on:%Y-%m-%d}。",
            source="V-D1",
        )
    counted = last_day("JC-16", title.last_due_on, current_calendar())
    if on > counted.due_on:
        raise ActRefused(f"申请强制执行的期限已于{counted.due_on:%Y-%m-%d}届满。", source="JC-16")


def _in_force(case: Case, title: Title, *, by: User, on: date) -> None:
    """The order nobody objected to is now in force; the two years are kept."""
    if title.kind == TitleKind.PAYMENT_ORDER:
        order = PaymentOrder.objects.get(case=case, number=title.number)
        if order.state == PaymentOrderState.ISSUED:
            payment_order_takes_effect(order=order, by=by, on=on)
        meet_deadline(case=case, rule="JC-16", on=on, by=by, suffix=clock_of_order(order))


@transaction.atomic
def record_enforcement(
    *,
    enforcement: Enforcement,
    rows: Sequence[tuple[Party, str, int]],
    by: User,
    on: date,
    stated_total_fen: int | None = None,
    stated_outstanding_fen: int | None = None,
) -> list[EnforcementEntry]:
    """
    执行登记 (E03): what arrived for each worker, under the court's number, into the wage accounts.

    How money that arrives after an advance is shared with the fund is the fund's to book.

    Raises:
        ActRefused: somebody who is not in it, no number, more than is open (V-P4), other sums.
    """
    case = lock_case(enforcement.case)
    require(can_file(by, case))
    if on < enforcement.applied_on:
        raise ActRefused("到账日期早于申请执行的日期。", source="V-D1")
    applicants = {w.pk for w in enforcement.workers.all()}
    for worker, number, fen in rows:
        if worker.pk not in applicants:
            raise ActRefused(f"{worker.name}没有申请执行{enforcement.title_number}。", source="E03")
        if not number.strip() or fen <= 0:
            raise ActRefused(f"请写明{worker.name}的执行案号和到账金额。", source="E03")
    total = sum(fen for _, _, fen in rows)
    if not rows or (stated_total_fen is not None and stated_total_fen != total):
        raise ActRefused(
            f"到账合计写明{yuan(stated_total_fen or 0)}元，各人之和为{yuan(total)}元。",
            source="V-M2",
        )
    rest = outstanding_fen(enforcement) - total
    if rest < 0:
        raise ActRefused(
            f"到账{yuan(total)}元，超过本执行依据未付的{yuan(rest + total)}元。", source="V-P4"
        )
    if stated_outstanding_fen is not None and stated_outstanding_fen != rest:
        raise ActRefused(
            f"执行后尚欠写明{yuan(stated_outstanding_fen)}元，应为{yuan(rest)}元。", source="V-M2"
        )
    event = record(
        case,
        "record_enforcement",
        by=by,
        on=on,
        summary=f"执行{enforcement.title_number}到账{yuan(total)}元（{len(rows)}人）",
        facts={
            "enforcement": enforcement.pk,
            "total_fen": total,
            "numbers": sorted({number for _, number, _ in rows}),
        },
    )
    found = obligation_of_title(enforcement)
    heads = found.heads if found else None
    for worker, _, fen in rows:
        post(
            worker=worker,
            kind=EntryKind.PAID,
            amount_fen=fen,
            event=event,
            by=by,
            on=on,
            paid_by=enforcement.debtor,
            basis=found.basis if found else enforcement.title_number[:40],
            heads=(heads.get(worker) or None) if heads else None,
        )
    return EnforcementEntry.objects.bulk_create(
        EnforcementEntry(
            enforcement=enforcement, worker=worker, number=number.strip(), amount_fen=fen, on=on
        )
        for worker, number, fen in rows
    )


def outstanding_fen(enforcement: Enforcement) -> int:
    """Return what was applied for and has not arrived."""
    arrived = enforcement.entries.aggregate(total=Sum("amount_fen"))["total"] or 0
    return enforcement.amount_fen - arrived
