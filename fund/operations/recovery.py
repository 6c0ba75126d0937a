"""Getting the money back (追偿): demands, and the end when all of it is there."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from cases.models import Party
from cases.operations import record, require
from documents.operations import issue_document
from fund.choices import AdvanceState, Standing
from fund.models import Advance, RecoveryNotice
from fund.operations.application import locked, require_state
from fund.papers import recovery as papers
from fund.permissions import can_handle_account
from fund.queries import recovery_holder, standing
from law.money import yuan
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

LAST_NOTICE = 3


@transaction.atomic
def take_recovery(*, advance: Advance, by: User, on: date) -> Advance:
    """
    认领追偿: one officer of the fund gets the money back, until it is there or they hand it back.

    Raises:
        ActRefused: nothing is owed (F07), somebody has taken it who still holds the office (V-N1).
    """
    case, advance = locked(advance)
    require(can_handle_account(by, advance.account))
    require_state(advance, AdvanceState.DISBURSED)
    if not standing(advance).outstanding_fen:
        raise ActRefused("垫付款已经全部收回，无需追偿。", source="F07")
    if holder := recovery_holder(advance):
        who = "您" if holder == by else holder.name
        raise ActRefused(
            f"这笔追偿已由{who}认领。",
            source="V-N1",
            suggest="" if holder == by else "确需换人的，先写明理由退回，再认领。",
        )
    advance.recovery_officer = by
    save_with_reason(advance, by=by, reason="认领追偿")
    record(case, "take_recovery", by=by, on=on, summary=f"{by.name}认领{advance.number}的追偿")
    return advance


@transaction.atomic
def hand_back_recovery(*, advance: Advance, reason: str, by: User, on: date) -> Advance:
    """
    退回追偿, for somebody else to take; by who has it, or by a colleague for them.

    Raises:
        ActRefused: nobody has taken it (V-N1), no reason (V-T1).
    """
    case, advance = locked(advance)
    require(can_handle_account(by, advance.account))
    holder = advance.recovery_officer
    if holder is None:
        raise ActRefused("这笔追偿没有人认领。", source="V-N1")
    if not reason.strip():
        raise ActRefused("请写明退回的理由。", source="V-T1")
    advance.recovery_officer = None
    save_with_reason(advance, by=by, reason=f"退回追偿：{reason.strip()}"[:100])
    record(
        case,
        "hand_back_recovery",
        by=by,
        on=on,
        summary=f"{holder.name}认领的追偿退回，等人认领：{reason.strip()}",
    )
    return advance


@transaction.atomic
def send_recovery_notice(
    *,
    advance: Advance,
    to: Sequence[tuple[Party, Standing, str]],
    pay_by: date,
    method: str,
    signed_off: Mapping[str, str],
    by: User,
    on: date,
    listing: bool = False,
    stated_no: int | None = None,
    stated_fen: int | None = None,
) -> list[RecoveryNotice]:
    """
    追偿通知书 (from the second on 催款函) to each who owes: (party, standing, address); makes F07.

    `signed_off`: name and post of the head who signs for the fund. `listing` announces the list of
    wage defaulters.

    Raises:
        ActRefused: nothing is owed, three were sent, a colleague has taken the recovery (F07), a
            control figure differs (V-M2).
    """
    case, advance = locked(advance)
    require(can_handle_account(by, advance.account))
    require_state(advance, AdvanceState.DISBURSED)
    if (holder := recovery_holder(advance)) and holder != by:
        raise ActRefused(
            f"这笔追偿由{holder.name}认领，请由其发出。",
            source="F07",
            suggest="确需换人的，先写明理由退回，再认领。",
        )
    where = standing(advance)
    sent = list(advance.notices.select_related("document").order_by("no"))
    no = max((n.no for n in sent), default=0) + 1
    if no > LAST_NOTICE:
        raise ActRefused(f"已发出{LAST_NOTICE}次通知，请改走诉讼或者申请执行。", source="F07")
    if stated_no not in (None, no) or stated_fen not in (None, where.outstanding_fen):
        raise ActRefused(
            f"应为第{no}次通知，尚未归还{yuan(where.outstanding_fen)}元，请核对。", source="V-M2"
        )
    if not to:
        raise ActRefused("请选择受通知人。", source="F07")
    event = record(
        case,
        "send_recovery_notice",
        by=by,
        on=on,
        summary=f"第{no}次追偿通知：{'、'.join(party.name for party, _, _ in to)}，"
        f"{yuan(where.outstanding_fen)}元",
        facts={"no": no, "outstanding_fen": where.outstanding_fen},
    )
    made = []
    for party, standing_of, address in to:
        earlier = [n for n in sent if n.party_id == party.pk]
        paper = issue_document(
            case=case,
            code="F07",
            fields=papers.notice(
                advance,
                party,
                no=no,
                standing=standing_of,
                earlier=earlier,
                where=where,
                pay_by=pay_by,
                sign_off={**signed_off, "on": on.isoformat()},
                contact={"name": by.name, "phone": by.phone or advance.account.body.phone},
                listing=listing,
            ),
            by=by,
            on=on,
            party=party,
            recipient=party.name,
            event=event,
        )
        one = RecoveryNotice(
            advance=advance,
            no=no,
            party=party,
            standing=standing_of,
            address=address,
            method=method,
            amount_fen=where.outstanding_fen,
            sent_on=on,
            pay_by=pay_by,
            document=paper,
        )
        one.save()
        made.append(one)
    return made


@transaction.atomic
def close_advance(
    *, advance: Advance, by: User, on: date, stated_outstanding_fen: int | None = None
) -> Advance:
    """
    销账: everything came back.

    Raises:
        ActRefused: something is still owed (F08).
    """
    case, advance = locked(advance)
    require(can_handle_account(by, advance.account))
    require_state(advance, AdvanceState.DISBURSED)
    where = standing(advance)
    if where.outstanding_fen or where.committed_fen:
        raise ActRefused(
            f"尚有{yuan(where.outstanding_fen)}元没有收回，不能销账。",
            source="F08",
            suggest="确实无法收回的，请办理呆账核销。",
        )
    if stated_outstanding_fen not in (None, 0):
        raise ActRefused("写明的尚未收回金额与账面不一致。", source="V-M2")
    advance.state, advance.closed_on = AdvanceState.RECOVERED, on
    save_with_reason(advance, by=by, reason="全部收回，销账")
    record(
        case,
        "close_advance",
        by=by,
        on=on,
        summary=f"{advance.number}垫付款{yuan(where.advanced_fen)}元全部收回，销账",
        facts={"recovered_fen": where.recovered_fen},
    )
    return advance
