"""Asked for together: the application, its packet, what is supplied afterwards (REV-01, REV-02)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db import transaction

from adjudication import packets
from adjudication.checks import obstacles
from adjudication.choices import (
    ConfirmationBefore,
    ReviewState,
)
from adjudication.models import Review, ReviewItem, ReviewPacket
from adjudication.operations.review.state import locked, require_state
from adjudication.papers import review as papers
from adjudication.permissions import (
    can_apply_for_review,
)
from cases.models import Case, Party
from cases.operations import (
    lock_case,
    meet_deadline,
    record,
    require,
)
from documents.models import Document
from documents.operations import Moved, draw_document, keep_document
from documents.packet import drawn_before_locking, drawn_from
from mediation.models import Agreement
from mediation.papers.joint import Joint
from mediation.queries import current_agreement
from mediation.routes import deadline_of
from staff.history import save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused


@dataclass
class Outgoing:
    """A packet that is drawn and not sent; a new review with its R01 is not saved either."""

    review: Review
    others: Sequence[Party]
    form: Document
    items: list[ReviewItem]
    packet: ReviewPacket
    basis: str


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
    asked = Asked(case, commission, jointly_with, signed_by, confirmation, by, on)
    return drawn_before_locking(asked.draw, asked.keep)


@dataclass(frozen=True)
class Asked:
    """What both sides ask for; drawn while nothing is locked, kept if it still holds."""

    case: Case
    commission: Body
    others: Sequence[Party]
    signed_by: Sequence[Party]
    confirmation: ConfirmationBefore
    by: User
    on: date

    def draw(self) -> Outgoing:
        """Return the application and its packet as they would go out now. Raises as the act."""
        review = self._review(Case.objects.get(pk=self.case.pk))
        fields = self._form(review)
        form = draw_document(
            case=review.case,
            code="R01",
            fields=fields,
            by=self.by,
            on=self.on,
            recipient=self.commission.name,
        )
        basis = _drawn_from(review, [], self.others, fields)
        return _draw(review, form, self.others, None, basis, by=self.by, on=self.on)

    def keep(self, drawn: Outgoing) -> Review:
        """Send it, if nothing has moved (`Moved`). Raises as the act."""
        review = self._review(lock_case(self.case))
        if _drawn_from(review, [], self.others, self._form(review)) != drawn.basis:
            raise Moved
        save_with_reason(review, by=self.by, reason="共同申请仲裁审查")
        review.others.set(self.others)
        keep_document(document=drawn.form, by=self.by)
        _keep_packet(review, drawn)
        record(
            review.case,
            "apply_for_arbitration_review",
            by=self.by,
            on=self.on,
            summary=f"双方共同向{self.commission.name}申请审查调解协议{review.agreement.number}",
            facts={"commission": self.commission.name, "agreement": review.agreement.number},
        )
        fifteen = deadline_of(review.agreement, "REV-01")
        suffix = fifteen.suffix if fifteen else ""
        meet_deadline(case=review.case, rule="REV-01", on=self.on, by=self.by, suffix=suffix)
        return review

    def _review(self, case: Case) -> Review:
        require(can_apply_for_review(self.by, case))
        agreement = _agreement_to_review(case)
        review = Review(
            case=case,
            agreement=agreement,
            commission=self.commission,
            applied_on=self.on,
            review_by=last_day(agreement, "REV-01"),
        )
        found = obstacles(
            agreement,
            workers=list(review.workers),
            others=self.others,
            signed_by=self.signed_by,
            review_by=review.review_by,
            on=self.on,
        )
        if found:
            more = f"（另有{len(found) - 1}处）" if len(found) > 1 else ""
            raise ActRefused(f"{found[0].sentence}{more}", source=found[0].rule)
        return review

    def _form(self, review: Review) -> dict:
        """Return what R01 says."""
        others = Party.objects.filter(pk__in=[party.pk for party in self.others])
        return papers.application(
            Joint(review.agreement, review.workers, others.order_by("pk"), on=self.on),
            review_by=review.review_by,
            confirmation_state=self.confirmation.label,
        )


def _agreement_to_review(case: Case) -> Agreement:
    agreement = current_agreement(case)
    if agreement is None:
        raise ActRefused("没有双方达成的调解协议，不能申请仲裁审查。", source="REV-01")
    return agreement


def last_day(agreement: Agreement, rule: str) -> date:
    """Return the last day for one of the two ways, as it was counted when the seal was put."""
    deadline = deadline_of(agreement, rule)
    if deadline is None:
        raise ActRefused("协议尚未生效，没有申请期限，请先完成签署和盖章。", source="V-S1")
    return deadline.due_on


def _drawn_from(
    review: Review, kept: Sequence[Document], others: Sequence[Party], said: dict | None
) -> str:
    """Return everything the packet is made from, to be compared and not to be read."""
    along = [*kept, *packets.papers_of(review)]
    body = review.case.mediation_body
    front = [body.name if body else "", review.agreement.number, review.commission.name]
    found = drawn_from(review.case, along, [*review.workers, *others])
    whole = [front, str(review.review_by), said, found]
    return json.dumps(whole, ensure_ascii=False, sort_keys=True)


def _draw(
    review: Review,
    form: Document,
    others: Sequence[Party],
    earlier: ReviewPacket | None,
    basis: str,
    *,
    by: User,
    on: date,
) -> Outgoing:
    parties = [*review.workers, *others]
    items = packets.items_of(review, [form, *packets.papers_of(review)], parties)
    packet = packets.make(review, items, earlier=earlier, by=by, on=on)
    return Outgoing(review, others, form, items, packet, basis)


def _keep_packet(review: Review, drawn: Outgoing) -> None:
    drawn.packet.review = review
    drawn.packet.save()
    for item in drawn.items:
        item.packet = drawn.packet
    ReviewItem.objects.bulk_create(drawn.items)


def supplement_review(*, review: Review, by: User, on: date) -> Review:
    """
    补充材料: send the packet anew with what has been added to the case since; R01 stays.

    Raises:
        ActRefused: it has been decided already, or nothing differs from what the commission has.
    """
    return drawn_before_locking(
        lambda: draw_supplement(review=review, by=by, on=on), partial(keep_supplement, by=by, on=on)
    )


def draw_supplement(*, review: Review, by: User, on: date) -> Outgoing:
    """Return the next version of the packet as it would go out now. Raises as the act."""
    review = Review.objects.get(pk=review.pk)
    require(can_apply_for_review(by, review.case))
    require_state(review, ReviewState.SENT, ReviewState.ACCEPTED)
    last = review.packets.order_by("-version").first()
    if last is None:
        raise ActRefused("还没有提交过材料包。", source="REV-02")
    form = Document.objects.get(pk__in=last.items.filter(code="R01").values("document"))
    others = list(review.others.order_by("id"))
    basis = _drawn_from(review, [form], others, None)
    drawn = _draw(review, form, others, last, basis, by=by, on=on)
    if not drawn.packet.changes:
        raise ActRefused(
            "与上一版材料没有不同，请先上传扫描件或者登记材料，再补充提交。", source="REV-02"
        )
    return drawn


@transaction.atomic
def keep_supplement(drawn: Outgoing, *, by: User, on: date) -> Review:
    """Send the next version that was drawn, if nothing has moved (`Moved`)."""
    case, review = locked(drawn.review)
    require(can_apply_for_review(by, case))
    require_state(review, ReviewState.SENT, ReviewState.ACCEPTED)
    sent = review.packets.filter(version__gte=drawn.packet.version).exists()
    if sent or _drawn_from(review, [drawn.form], drawn.others, None) != drawn.basis:
        raise Moved
    _keep_packet(review, drawn)
    record(
        case,
        "supplement_review",
        by=by,
        on=on,
        summary=f"向{review.commission.name}补充提交仲裁审查材料（第{drawn.packet.version}版）",
        facts={"version": drawn.packet.version},
    )
    return review
