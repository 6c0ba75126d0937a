"""The list of wage defaulters: what the labour department decides is entered, its clocks run."""

from datetime import date

from django.db import transaction

from cases.choices import DeadlineState
from cases.models import Deadline, PaymentDirective
from cases.operations import lock_case, meet_deadline, record, require, require_open, start_deadline
from cases.permissions import can_edit_case
from staff.models import User
from staff.refusals import ActRefused
from supervision.choices import ListingStep
from supervision.queries import listing_clock

DECIDED = (ListingStep.LISTED, ListingStep.NOT_LISTED)


@transaction.atomic
def record_listing_step(
    *,
    directive: PaymentDirective,
    step: ListingStep,
    done_on: date,
    reference: str,
    by: User,
    on: date,
) -> PaymentDirective:
    """
    登记列入失信名单的告知、延长和决定 after an order that was not obeyed.

    A notice opens five working days to object (LIST-02), an extension twenty more (LIST-03), a
    listing lasts three years (LIST-05). `reference`: number or source of the paper.

    Raises:
        ActRefused: the order is not in default (LIST-03); decided already (V-N1); no paper named
            (V-T1); the day lies before the term's end or in the future (V-D1).
    """
    case = lock_case(directive.case)
    require(can_edit_case(by, case))
    require_open(case)
    directive = PaymentDirective.objects.select_for_update().get(pk=directive.pk)
    clock = listing_clock(case)
    if directive.default_on is None or directive.term_end is None or clock is None:
        raise ActRefused(
            "责令支付文书期满未支付以后，才有是否列入名单的问题。",
            source="LIST-03",
            suggest="请先认定期满未支付。",
        )
    if clock.state == DeadlineState.MET:
        raise ActRefused("是否列入名单已经决定，无需再登记。", source="V-N1")
    if not reference.strip():
        raise ActRefused("请写明文书的文号或者来源。", source="V-T1")
    if not directive.term_end < done_on <= on:
        raise ActRefused("日期应在责令期限届满之后、今天以前。", source="V-D1")
    step = ListingStep(step)
    _move_clocks(clock, step, done_on, by=by)
    record(
        case,
        "record_listing_step",
        by=by,
        on=on,
        party=directive.debtor,
        summary=f"失信联合惩戒名单：{directive.debtor.name}{step.label}（{reference.strip()}）",
        facts={"step": step, "done_on": done_on.isoformat(), "directive": directive.number},
    )
    return directive


def _move_clocks(clock: Deadline, step: ListingStep, done_on: date, *, by: User) -> None:
    case = clock.case
    if step == ListingStep.NOTIFIED:
        start_deadline(case=case, rule="LIST-02", event="收到拟列入告知", trigger=done_on, by=by)
    elif step == ListingStep.EXTENDED:
        if clock.rule == "LIST-03.extension":
            raise ActRefused("决定期限只能延长一次。", source="LIST-03")
        start_deadline(
            case=case,
            rule="LIST-03.extension",
            event="批准延长列入决定期限",
            trigger=clock.due_on,
            by=by,
        )
    else:
        for rule in ("LIST-03", "LIST-03.extension"):
            meet_deadline(case=case, rule=rule, on=done_on, by=by)
    if step == ListingStep.LISTED:
        start_deadline(case=case, rule="LIST-05", event="作出列入决定", trigger=done_on, by=by)
