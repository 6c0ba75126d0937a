"""Asked for together: the application, its packet, what is supplied afterwards (REV-01, REV-02)."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from adjudication import packets
from adjudication.checks import obstacles
from adjudication.choices import (
    ConfirmationBefore,
    ReviewState,
)
from adjudication.models import Review, ReviewPacket
from adjudication.operations.review.state import locked, require_state
from adjudication.papers import review as papers
from adjudication.permissions import (
    can_apply_for_review,
)
from cases.choices import DeadlineState
from cases.models import Case, Party
from cases.operations import (
    lock_case,
    meet_deadline,
    record,
    require,
)
from documents.models import Document
from documents.operations import issue_document
from mediation.models import Agreement
from mediation.papers.joint import Joint
from mediation.queries import current_agreement
from staff.history import save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused


@transaction.atomic
def apply_for_arbitration_review(
    *,
    case: Case,
    commission: Body,
    jointly_with: Sequence[Party],
    signed_by: Sequence[Party],
    by: User,
    on: date,
    confirmation: ConfirmationBefore = ConfirmationBefore.NONE,
) -> Review:
    """
    共同申请仲裁审查: check it, make R01, send the first packet (办案规则 74).

    Raises:
        ActRefused: V-S1 for what is not signed, REV-01 for one side alone or after fifteen days,
            REV-02 for papers that lack, REV-03 when the court has it, V-X1 for a second one; what
            the paper itself may not say (REV-03 to confirm a labour relationship).
    """
    case = lock_case(case)
    require(can_apply_for_review(by, case))
    agreement = _agreement_to_review(case)
    review = Review(
        case=case,
        agreement=agreement,
        commission=commission,
        applied_on=on,
        review_by=last_day(agreement, "REV-01"),
    )
    found = obstacles(
        agreement,
        workers=list(review.workers),
        others=jointly_with,
        signed_by=signed_by,
        review_by=review.review_by,
        on=on,
    )
    if found:
        more = f"（另有{len(found) - 1}处）" if len(found) > 1 else ""
        raise ActRefused(f"{found[0].sentence}{more}", source=found[0].rule)
    save_with_reason(review, by=by, reason="共同申请仲裁审查")
    review.others.set(jointly_with)
    form = _application(review, confirmation, by=by, on=on)
    _send(review, form, version=1, by=by, on=on)
    record(
        case,
        "apply_for_arbitration_review",
        by=by,
        on=on,
        summary=f"双方共同向{commission.name}申请审查调解协议{agreement.number}",
        facts={"commission": commission.name, "agreement": agreement.number},
    )
    meet_deadline(case=case, rule="REV-01", on=on, by=by)
    return review


def _agreement_to_review(case: Case) -> Agreement:
    agreement = current_agreement(case)
    if agreement is None:
        raise ActRefused("没有双方达成的调解协议，不能申请仲裁审查。", source="REV-01")
    return agreement


def last_day(agreement: Agreement, rule: str) -> date:
    """Return the last day for one of the two ways, as it was counted when the seal was put."""
    deadline = (
        agreement.case.deadlines.filter(rule=rule)
        .exclude(state=DeadlineState.CANCELLED)
        .order_by("-id")
        .first()
    )
    if deadline is None:
        raise ActRefused("协议尚未生效，没有申请期限，请先完成签署和盖章。", source="V-S1")
    return deadline.due_on


def _application(
    review: Review, confirmation: ConfirmationBefore, *, by: User, on: date
) -> Document:
    asked = Joint(review.agreement, review.workers, review.others.order_by("id"), on=on)
    return issue_document(
        case=review.case,
        code="R01",
        fields=papers.application(
            asked,
            review_by=review.review_by,
            confirmation_state=confirmation.label,
        ),
        by=by,
        on=on,
        recipient=review.commission.name,
    )


def _send(
    review: Review, application: Document, *, version: int, by: User, on: date
) -> ReviewPacket:
    items = packets.items_of(review, packets.papers_of(review, application))
    return packets.store_packet(review, items, version=version, by=by, on=on)


@transaction.atomic
def supplement_review(*, review: Review, by: User, on: date) -> Review:
    """
    补充材料: send the packet anew with what has been added to the case since; R01 stays.

    Raises:
        ActRefused: it has been decided already, or nothing differs from what the commission has.
    """
    case, review = locked(review)
    require(can_apply_for_review(by, case))
    require_state(review, ReviewState.SENT, ReviewState.ACCEPTED)
    last = review.packets.order_by("-version").first()
    if last is None:
        raise ActRefused("还没有提交过材料包。", source="REV-02")
    form = Document.objects.get(pk__in=last.items.filter(code="R01").values("document"))
    if not _send(review, form, version=last.version + 1, by=by, on=on).changes:
        raise ActRefused(
            "与上一版材料没有不同，请先上传扫描件或者登记材料，再补充提交。", source="REV-02"
        )
    record(
        case,
        "supplement_review",
        by=by,
        on=on,
        summary=f"向{review.commission.name}补充提交仲裁审查材料（第{last.version + 1}版）",
        facts={"version": last.version + 1},
    )
    return review
