"""To the police and to the procuratorate."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from cases.models import Case, PaymentDirective
from cases.operations import lock_case, meet_deadline, record, require, require_open, start_deadline
from cases.permissions import can_edit_case
from documents.operations import issue_document
from law.money import yuan
from mediation.papers.opening import SHANGHAI
from staff.models import User
from staff.refusals import ActRefused
from supervision import papers
from supervision.choices import Conduct, ReferralRequest, ReferralTrigger
from supervision.models import PoliceTransfer, ProcuratorateReferral
from supervision.queries import crime_test


@transaction.atomic
def transfer_to_police(
    *,
    case: Case,
    directive: PaymentDirective,
    recipient: str,
    conduct: Conduct,
    facts: str,
    proofs: Mapping[str, Sequence[int]],
    reporters: Sequence[Mapping[str, str]],
    reported_on: date,
    approved_at: datetime,
    delivered_at: datetime | None,
    signed_off: Mapping[str, str],
    by: User,
    on: date,
    copies_to: Sequence[str] = (),
    stated_workers: int | None = None,
    stated_amount_fen: int | None = None,
) -> PoliceTransfer:
    """
    移送公安机关: the order must be served, over and not obeyed, the amount reached; makes H02.

    `proofs`: element of the offence → numbers of the case's evidence. `reporters`: name and
    certificate_no of two officers. Clocks: decision in 3 days (CRIM-06), the police in 3 (CRIM-07).

    Raises:
        ActRefused: no order that was not obeyed (CRIM-01); what the contract checks: amount
            (CRIM-02), posting (CRIM-04), evidence (V-C1), officers and days (CRIM-06).
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    if directive.case_id != case.pk or directive.default_on is None:
        raise ActRefused(
            "责令支付的期限尚未届满，或者尚未认定期满未支付，不能移送。",
            source="CRIM-01",
            suggest="请先登记责令限期支付文书、送达情况和期满未支付。",
        )
    test = crime_test(case, on=on)
    if stated_workers not in (None, len(test.workers)):
        raise ActRefused(f"被拖欠的劳动者应为{len(test.workers)}人，请核对。", source="V-M2")
    if stated_amount_fen not in (None, test.amount_fen):
        raise ActRefused(f"拖欠总额应为{yuan(test.amount_fen)}元，请核对。", source="V-M2")
    event = record(
        case,
        "transfer_to_police",
        by=by,
        on=on,
        party=directive.debtor,
        summary=f"涉嫌拒不支付劳动报酬移送{recipient}：{len(test.workers)}人"
        f"{yuan(test.amount_fen)}元",
        facts={"conduct": conduct, "directive": directive.number},
    )
    suspects = list(case.parties.filter(role="investor").order_by("id"))
    paper = issue_document(
        case=case,
        code="H02",
        fields=papers.transfer(
            case,
            test,
            order=directive,
            recipient=recipient,
            conduct=Conduct(conduct),
            suspects=suspects,
            facts=facts,
            proofs={name: list(numbers) for name, numbers in proofs.items()},
            reporters=[dict(row) for row in reporters],
            reported_on=reported_on,
            approved_at=approved_at,
            delivered_at=delivered_at,
            sign_off={**signed_off, "on": approved_at.astimezone(SHANGHAI).date().isoformat()},
            copies_to=list(copies_to),
            on=on,
        ),
        by=by,
        on=on,
        recipient=recipient,
        event=event,
    )
    transfer = PoliceTransfer(
        case=case,
        directive=directive,
        recipient=recipient,
        conduct=conduct,
        reporters=[dict(row) for row in reporters],
        worker_count=len(test.workers),
        amount_fen=test.amount_fen,
        reported_on=reported_on,
        approved_at=approved_at,
        delivered_at=delivered_at,
        document=paper,
        by=by,
    )
    transfer.save()
    approved_on = approved_at.astimezone(SHANGHAI).date()
    start_deadline(case=case, rule="CRIM-06", event="接到报告", trigger=reported_on, by=by)
    meet_deadline(case=case, rule="CRIM-06", on=approved_on, by=by)
    if delivered_at:
        start_deadline(
            case=case,
            rule="CRIM-07",
            event="公安机关接受移送",
            trigger=delivered_at.astimezone(SHANGHAI).date(),
            by=by,
        )
    return transfer


@transaction.atomic
def refer_to_procuratorate(
    *,
    case: Case,
    recipient: str,
    triggers: Sequence[ReferralTrigger],
    requests: Sequence[ReferralRequest],
    facts: str,
    signed_off: Mapping[str, str],
    by: User,
    on: date,
    police_reply: str = "",
) -> ProcuratorateReferral:
    """
    移送检察机关: a supported or public-interest suit, supervision of the filing; makes H03.

    What the police answered is taken from the transfer unless `police_reply` says it.

    Raises:
        ActRefused: no ground or request; what the contract checks.
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    if not triggers or not requests:
        raise ActRefused("请选择移送情形和移送请求。", source="PROC-01")
    earlier = case.police_transfers.order_by("-id").first()
    transferred: dict[str, Any] | None = None
    police_reply = police_reply.strip() or (earlier.reply_words if earlier else "")
    if earlier and police_reply:
        transferred = {
            "number": earlier.document.number,
            "on": earlier.document.issued_on.isoformat(),
            "reply": police_reply,
        }
    event = record(
        case,
        "refer_to_procuratorate",
        by=by,
        on=on,
        summary=f"线索移送{recipient}：{'、'.join(ReferralRequest(r).label for r in requests)}",
        facts={"triggers": list(triggers), "requests": list(requests)},
    )
    paper = issue_document(
        case=case,
        code="H03",
        fields=papers.referral(
            case,
            recipient=recipient,
            triggers=[ReferralTrigger(t) for t in triggers],
            requests=[ReferralRequest(r) for r in requests],
            facts=facts,
            transferred=transferred,
            sign_off={**signed_off, "on": on.isoformat()},
        ),
        by=by,
        on=on,
        recipient=recipient,
        event=event,
    )
    referral = ProcuratorateReferral(
        case=case,
        recipient=recipient,
        triggers=list(triggers),
        requests=list(requests),
        referred_on=on,
        document=paper,
        by=by,
    )
    referral.save()
    # 立案监督 is the other way to have a refusal to file examined (CRIM-07).
    if ReferralRequest.FILING_SUPERVISION in requests:
        meet_deadline(case=case, rule="CRIM-07.review", on=on, by=by)
    return referral
