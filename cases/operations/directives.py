"""The inspectorate's order to pay: registered, served, and not obeyed."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from cases.choices import DirectiveService
from cases.models import Case, Evidence, Party, PaymentDirective
from cases.operations.deadlines import start_deadline
from cases.operations.records import lock_case, record, require, require_open
from cases.permissions import can_edit_case
from law.money import yuan
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def register_payment_directive(
    *,
    case: Case,
    number: str,
    issued_on: date,
    debtor: Party,
    amount_fen: int,
    worker_count: int,
    term_days: int,
    officers: Sequence[str],
    by: User,
    on: date,
) -> PaymentDirective:
    """
    登记责令限期支付文书: the term runs in working days from service.

    Raises:
        ActRefused: the number is registered (V-N1), nobody or nothing to pay, a day in the future.
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    number = number.strip()
    if not number:
        raise ActRefused("请填写指令书的文号。", source="ADM-04")
    if case.directives.filter(number=number).exists():
        raise ActRefused(f"{number}已经登记，无需重复登记。", source="V-N1")
    if issued_on > on:
        raise ActRefused("作出日期不能晚于登记日期。", source="V-D1")
    if amount_fen <= 0 or worker_count <= 0 or term_days <= 0:
        raise ActRefused("责令支付的金额、人数和期限都须大于零。", source="ADM-04")
    directive = PaymentDirective(
        case=case,
        number=number,
        issued_on=issued_on,
        debtor=debtor,
        amount_fen=amount_fen,
        worker_count=worker_count,
        term_days=term_days,
        officers=[name.strip() for name in officers if name.strip()],
    )
    save_with_reason(directive, by=by, reason="登记责令限期支付文书")
    record(
        case,
        "register_payment_directive",
        by=by,
        on=on,
        party=debtor,
        summary=f"{number}责令{debtor.name}支付{worker_count}人{yuan(amount_fen)}元",
        facts={"number": number, "amount_fen": amount_fen, "term_days": term_days},
    )
    return directive


@transaction.atomic
def serve_payment_directive(
    *,
    directive: PaymentDirective,
    service: DirectiveService,
    served_on: date,
    by: User,
    on: date,
    officers: Sequence[str] = (),
    places: Sequence[str] = (),
    recorded_by: Sequence[str] = (),
    evidence: Sequence[Evidence] = (),
) -> PaymentDirective:
    """
    送达（张贴）责令支付文书: from this day the term runs (ADM-04).

    Posting counts only with the places named, two officers and a photo or video (CRIM-04).

    Raises:
        ActRefused: served already; days out of order; a posting without its record.
    """
    case = lock_case(directive.case)
    require(can_edit_case(by, case))
    require_open(case)
    directive = PaymentDirective.objects.select_for_update().get(pk=directive.pk)
    if directive.served_on:
        raise ActRefused(f"该指令书已于{directive.served_on:%Y-%m-%d}送达。", source="ADM-04")
    if not directive.issued_on <= served_on <= on:
        raise ActRefused("送达日期应在作出日期之后、登记日期之前。", source="V-D1")
    names = list(dict.fromkeys([*directive.officers, *officers]))
    directive.service, directive.served_on = service, served_on
    directive.places = [place.strip() for place in places if place.strip()]
    directive.recorded_by, directive.officers = list(recorded_by), names
    if directive.is_posted and not (directive.places and directive.recorded):
        raise ActRefused("张贴送达须写明张贴地点，并有拍照或者录像。", source="CRIM-04")
    if directive.is_posted and len(names) < 2:
        raise ActRefused("张贴须由二名监察员进行，请写明另一名。", source="CRIM-04")
    deadline = start_deadline(
        case=case,
        rule="ADM-04",
        event=f"{directive.number}送达",
        trigger=served_on,
        amount=directive.term_days,
        by=by,
    )
    directive.term_end = deadline.due_on
    save_with_reason(directive, by=by, reason="责令支付文书送达")
    directive.evidence.set(evidence)
    record(
        case,
        "post_payment_directive" if directive.is_posted else "serve_payment_directive",
        by=by,
        on=on,
        party=directive.debtor,
        summary=f"{directive.number}{directive.get_service_display()}，"
        f"限{directive.term_end:%Y-%m-%d}前支付",
        facts={"number": directive.number, "served_on": served_on.isoformat()},
    )
    return directive


@transaction.atomic
def record_directive_default(
    *,
    directive: PaymentDirective,
    paid_fen: int,
    by: User,
    on: date,
    stated_term_end: date | None = None,
) -> PaymentDirective:
    """
    认定期满未支付: the term is over and less than the order was paid; starts the list's clock.

    Raises:
        ActRefused: not served, the term has not run out, everything was paid (CRIM-01), the stated
            last day is not the computed one (V-D1).
    """
    case = lock_case(directive.case)
    require(can_edit_case(by, case))
    require_open(case)
    directive = PaymentDirective.objects.select_for_update().get(pk=directive.pk)
    if directive.term_end is None:
        raise ActRefused("指令书尚未送达，期限没有起算。", source="CRIM-01")
    if directive.default_on:
        raise ActRefused("已经认定期满未支付。", source="V-N1")
    if stated_term_end not in (None, directive.term_end):
        raise ActRefused(f"期限届满日应为{directive.term_end:%Y-%m-%d}，请核对。", source="V-D1")
    if on <= directive.term_end:
        raise ActRefused(
            f"支付期限至{directive.term_end:%Y-%m-%d}届满，现在不能认定。", source="CRIM-01"
        )
    if not 0 <= paid_fen < directive.amount_fen:
        raise ActRefused("期限内已经全部支付的，不能认定为未支付。", source="CRIM-01")
    directive.default_on, directive.paid_fen = on, paid_fen
    save_with_reason(directive, by=by, reason="认定期满未支付")
    record(
        case,
        "record_directive_default",
        by=by,
        on=on,
        party=directive.debtor,
        summary=f"{directive.number}期满未支付，已付{yuan(paid_fen)}元",
        facts={"number": directive.number, "paid_fen": paid_fen},
    )
    start_deadline(
        case=case,
        rule="LIST-03",
        event=f"{directive.number}指定期限届满",
        trigger=directive.term_end,
        by=by,
    )
    return directive
