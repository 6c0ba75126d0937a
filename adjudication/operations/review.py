"""Review of an agreement: asked for together, decided by the commission (REV-01 to REV-07)."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from adjudication import packets
from adjudication.checks import obstacles
from adjudication.choices import (
    REVIEW_STANDS,
    ConfirmationBefore,
    HandedOver,
    ReviewDenial,
    ReviewRefusal,
    ReviewState,
)
from adjudication.models import Review, ReviewDownload, ReviewPacket, StatementReceipt
from adjudication.papers import review as papers
from adjudication.permissions import (
    can_apply_for_review,
    can_withdraw_review,
    is_of_commission,
    is_reviewer,
)
from adjudication.queries import review_due_on
from cases.choices import DeadlineState
from cases.models import Case, Party
from cases.operations import (
    cancel_deadlines,
    lock_case,
    meet_deadline,
    record,
    require,
    start_deadline,
    take_number,
)
from documents.models import Document
from documents.operations import issue_document, void_document
from mediation.models import Agreement
from mediation.papers.joint import Joint
from mediation.queries import current_agreement
from staff.choices import Role
from staff.history import save_with_reason
from staff.models import Body, User
from staff.queries import conflicts_with
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
        review_by=_last_day(agreement, "REV-01"),
    )
    _refuse_a_second(agreement)
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


def _refuse_a_second(agreement: Agreement) -> None:
    standing = Review.objects.filter(agreement=agreement, state__in=REVIEW_STANDS).first()
    if standing:
        raise ActRefused(
            f"这份协议的仲裁审查现为“{standing.get_state_display()}”，不能重复申请。", source="V-X1"
        )


def _last_day(agreement: Agreement, rule: str) -> date:
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


def _send(review: Review, application: Document, *, version: int, by: User, on: date) -> None:
    items = packets.items_of(review, packets.papers_of(review, application))
    packets.store_packet(review, items, version=version, by=by, on=on)


@transaction.atomic
def supplement_review(*, review: Review, by: User, on: date) -> Review:
    """
    补充材料: send the packet anew with what has been added to the case since; R01 stays.

    Raises:
        ActRefused: it has been decided already, or nothing differs from what the commission has.
    """
    case, review = _locked(review)
    require(can_apply_for_review(by, case))
    _require_state(review, ReviewState.SENT, ReviewState.ACCEPTED)
    last = review.packets.order_by("-version").first()
    if last is None:
        raise ActRefused("还没有提交过材料包。", source="REV-02")
    application = last.items.select_related("document").get(code="R01", document__isnull=False)
    _send(review, application.document, version=last.version + 1, by=by, on=on)
    if not review.packets.order_by("-version").first().changes:
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


def _locked(review: Review) -> tuple[Case, Review]:
    case = lock_case(review.case)
    return case, Review.objects.select_for_update().get(pk=review.pk)


def _require_state(review: Review, *states: ReviewState) -> None:
    if review.state not in states:
        last = review.history.select_related("history_user").first()
        who = f"（{last.history_user.name}办理）" if last and last.history_user else ""
        raise ActRefused(
            f"这件审查现为“{review.get_state_display()}”{who}，不能再办理此项，请刷新页面。",
            source="REV-04",
        )


@transaction.atomic
def accept_review(
    *,
    review: Review,
    arbitrators: Sequence[User],
    clerk: User,
    accepted_on: date,
    by: User,
    on: date,
    bring: Sequence[str] = (),
    number: str = "",
    notices: bool = True,
) -> Review:
    """
    受理: number it, say who reviews, tell both sides (R02); five working days begin (REV-04).

    `number` is one the commission's own register gave, else the next of the series is taken;
    without `notices` the commission has told both sides on a paper of its own.

    Raises:
        ActRefused: no arbitrator; one who handled the mediation or has an interest (ARB-16); a day
            before the application (V-D1).
    """
    case, review = _locked(review)
    require(is_of_commission(by, review))
    _require_state(review, ReviewState.SENT)
    _refuse_unfit(review, arbitrators, clerk)
    if not review.applied_on <= accepted_on <= on:
        raise ActRefused("受理日期不能早于申请日期，也不能晚于今天。", source="V-D1")
    review.number = number.strip() or take_number(
        body=review.commission, code="tribunal_review", on=accepted_on
    )
    if Review.objects.filter(commission=review.commission, number=review.number).exists():
        raise ActRefused(f"案号{review.number}已用于另一件审查，请核对。", source="V-N1")
    review.state, review.accepted_on, review.clerk = ReviewState.ACCEPTED, accepted_on, clerk
    save_with_reason(review, by=by, reason=f"受理{review.number}")
    review.arbitrators.set(arbitrators)
    deadline = start_deadline(
        case=case, rule="REV-04", event="受理仲裁审查申请", trigger=accepted_on, by=by
    )
    for recipient, party in papers.recipients(review) if notices else ():
        issue_document(
            case=case,
            code="R02",
            fields=papers.acceptance(review, recipient, end_by=deadline.due_on, bring=bring),
            by=by,
            on=on,
            recipient=recipient,
            party=party,
        )
    record(
        case,
        "accept_review",
        by=by,
        on=on,
        summary=f"{review.commission.name}受理仲裁审查：{review.number}",
        facts={"number": review.number, "accepted_on": accepted_on.isoformat()},
    )
    return review


def _refuse_unfit(review: Review, arbitrators: Sequence[User], clerk: User) -> None:
    if not arbitrators:
        raise ActRefused("请指定审查的仲裁员。", source="REV-04")
    if clerk in arbitrators:
        raise ActRefused(f"{clerk.name}是审查的仲裁员，不能兼任记录人员。", source="ARB-15")
    strangers = [
        person.name
        for person in arbitrators
        if person.body_id != review.commission_id or not person.has_role(Role.ARBITRATOR)
    ]
    if strangers:
        raise ActRefused(f"{'、'.join(strangers)}不是本委仲裁员。", source="REV-04")
    for person in arbitrators:
        if review.case.officers.filter(user=person).exists():
            raise ActRefused(f"{person.name}办理过本案调解，不能审查这份协议。", source="ARB-16")
        if conflicts_with(person, [party.name for party in review.parties]):
            raise ActRefused(f"{person.name}与当事人有利害关系，应当回避。", source="ARB-16")


@transaction.atomic
def refuse_review(
    *,
    review: Review,
    ground: ReviewRefusal,
    reason: str,
    by: User,
    on: date,
    competent: str = "",
) -> Review:
    """
    不予受理 on one of the five grounds (办案规则 75), told to both sides in writing (R02N).

    Raises:
        ActRefused: no reason (REV-03); what the paper refuses: a ground that the days contradict,
            a commission that is not named although another is competent.
    """
    case, review = _locked(review)
    require(is_of_commission(by, review))
    _require_state(review, ReviewState.SENT)
    if not reason.strip():
        raise ActRefused("请写明不予受理的事实和理由。", source="REV-03")
    review.state, review.refusal, review.reason = ReviewState.REFUSED, ground, reason.strip()
    review.ended_on = on
    save_with_reason(review, by=by, reason=f"不予受理：{ground.label}")
    confirm_by = _last_day(review.agreement, "JC-01")
    for recipient, party in papers.recipients(review):
        issue_document(
            case=case,
            code="R02N",
            fields=papers.not_accepted(
                review,
                recipient,
                ground=ground,
                reason=reason,
                competent=competent,
                confirm_by=confirm_by,
                clerk=by,
                on=on,
            ),
            by=by,
            on=on,
            recipient=recipient,
            party=party,
        )
    record(
        case,
        "refuse_review",
        by=by,
        on=on,
        summary=f"{review.commission.name}不予受理仲裁审查申请：{ground.label}",
        facts={"ground": ground},
    )
    return review


@transaction.atomic
def extend_review(*, review: Review, approved_by: str, reason: str, by: User, on: date) -> Review:
    """
    延长五日, once, approved by the head of the commission or the delegate (REV-04).

    Raises:
        ActRefused: no approver, extended already, or the five days are over.
    """
    case, review = _locked(review)
    require(is_of_commission(by, review))
    _require_state(review, ReviewState.ACCEPTED)
    if not approved_by.strip() or not reason.strip():
        raise ActRefused("请写明批准的负责人和延期的特殊情况。", source="REV-04")
    running = review_due_on(review)
    if review.extended_by or running is None:
        raise ActRefused("审查期限只能延长一次。", source="REV-04")
    if on > running.due_on:
        raise ActRefused(
            f"审查期限已于{running.due_on:%Y-%m-%d}届满，不能再延长。", source="REV-04"
        )
    review.extended_by = approved_by.strip()
    save_with_reason(review, by=by, reason=f"延长五日：{reason.strip()}")
    extended = start_deadline(
        case=case,
        rule="REV-04.extension",
        event=f"{review.extended_by}批准延期",
        trigger=running.due_on,
        by=by,
    )
    cancel_deadlines(case=case, rules=["REV-04"], by=by, reason="经批准延长")
    record(
        case,
        "extend_review",
        by=by,
        on=on,
        summary=f"仲裁审查经{review.extended_by}批准延长至{extended.due_on:%Y-%m-%d}",
        facts={"until": extended.due_on.isoformat(), "reason": reason.strip()},
    )
    return review


@transaction.atomic
def issue_mediation_statement(
    *, review: Review, by: User, on: date, findings: str = papers.VOLUNTARY
) -> Review:
    """
    制作仲裁调解书 (R03) with the content of the agreement, by an arbitrator who reviewed it.

    It takes effect when the last party has signed for it (`receive_statement`).

    Raises:
        ActRefused: withdrawn meanwhile (REV-07), after the period (REV-04), or the statement would
            say anything else than the signed agreement (REV-05).
    """
    case, review = _locked(review)
    require(is_reviewer(by, review))
    _require_state(review, ReviewState.ACCEPTED)
    if review.withdrawn_on:
        raise ActRefused("当事人已经撤回申请，应当准许并终止审查。", source="REV-07")
    _in_time(review, on)
    review.statement = issue_document(
        case=case,
        code="R03",
        fields=papers.statement(review, findings=findings, on=on),
        by=by,
        on=on,
    )
    review.state, review.ended_on = ReviewState.ISSUED, on
    save_with_reason(review, by=by, reason="制作仲裁调解书")
    _end_clock(case, by=by, on=on)
    record(
        case,
        "issue_mediation_statement",
        by=by,
        on=on,
        summary=f"{review.commission.name}制作仲裁调解书{review.number}",
        facts={"number": review.number},
    )
    return review


def _in_time(review: Review, on: date) -> None:
    limit = review_due_on(review)
    if limit and on > limit.due_on:
        raise ActRefused(
            f"审查期限已于{limit.due_on:%Y-%m-%d}届满。确有特殊情况的，应当在期限内经批准延长。",
            source="REV-04",
        )


def _end_clock(case: Case, *, by: User, on: date) -> None:
    for rule in ("REV-04", "REV-04.extension"):
        meet_deadline(case=case, rule=rule, on=on, by=by)


@transaction.atomic
def receive_statement(
    *,
    review: Review,
    signed_for: Mapping[Party, date],
    method: HandedOver,
    by: User,
    on: date,
) -> Review:
    """
    登记签收 by one or more parties; with the last of them the statement takes effect (REV-05).

    From then it can be enforced, within two years of the last instalment's day (JC-16), and
    judicial confirmation is no longer asked for.

    Raises:
        ActRefused: somebody who is no party, signed for it already, or before it was made.
    """
    case, review = _locked(review)
    require(is_of_commission(by, review))
    _require_state(review, ReviewState.ISSUED)
    parties = {party.pk for party in review.parties}
    before = set(review.receipts.values_list("party", flat=True))
    for party, day in signed_for.items():
        if party.pk not in parties:
            raise ActRefused(f"{party.name}不是这件审查的当事人。", source="REV-05")
        if party.pk in before:
            raise ActRefused(f"{party.name}已经签收。", source="REV-05")
        if review.ended_on and not review.ended_on <= day <= on:
            raise ActRefused(
                f"{party.name}的签收日期不能早于调解书制作日期，也不能晚于今天。", source="V-D1"
            )
    StatementReceipt.objects.bulk_create(
        StatementReceipt(review=review, party=party, method=method, signed_on=day, by=by)
        for party, day in signed_for.items()
    )
    record(
        case,
        "receive_statement",
        by=by,
        on=on,
        summary=f"仲裁调解书{review.number}：{len(signed_for)}方签收",
        facts={"signed_for": {party.name: day.isoformat() for party, day in signed_for.items()}},
    )
    if before | {party.pk for party in signed_for} == parties:
        _take_effect(case, review, by=by, on=on)
    return review


def _take_effect(case: Case, review: Review, *, by: User, on: date) -> None:
    last = review.receipts.order_by("-signed_on").values_list("signed_on", flat=True)[0]
    review.state, review.effective_on = ReviewState.EFFECTIVE, last
    save_with_reason(review, by=by, reason=f"最后一方于{last:%Y-%m-%d}签收，调解书生效")
    final = review.agreement.instalments.order_by("-due_on").first()
    if final:
        start_deadline(
            case=case, rule="JC-16", event="最后一期履行期间届满", trigger=final.due_on, by=by
        )
    cancel_deadlines(
        case=case, rules=["JC-01"], by=by, reason="仲裁调解书已经生效，不再申请司法确认"
    )
    record(
        case,
        "statement_effective",
        by=by,
        on=on,
        summary=f"仲裁调解书{review.number}于{last:%Y-%m-%d}发生法律效力",
        facts={"effective_on": last.isoformat()},
    )


@transaction.atomic
def refuse_mediation_statement(
    *, review: Review, ground: ReviewDenial, reason: str, by: User, on: date
) -> Review:
    """
    不予制作调解书 on one of the six grounds (办案规则 78), told to both sides (R04).

    Raises:
        ActRefused: no reason (REV-06), withdrawn meanwhile (REV-07), after the period (REV-04).
    """
    case, review = _locked(review)
    require(is_reviewer(by, review))
    _require_state(review, ReviewState.ACCEPTED)
    if review.withdrawn_on:
        raise ActRefused("当事人已经撤回申请，应当准许并终止审查。", source="REV-07")
    if not reason.strip():
        raise ActRefused("请写明不予制作调解书的事实和理由。", source="REV-06")
    _in_time(review, on)
    review.state, review.denial = ReviewState.DENIED, ground
    review.reason, review.ended_on = reason.strip(), on
    save_with_reason(review, by=by, reason=f"不予制作调解书：{ground.label}")
    _decide(case, review, reason=reason, denial=ground, by=by, on=on)
    record(
        case,
        "refuse_mediation_statement",
        by=by,
        on=on,
        summary=f"{review.commission.name}决定不予制作调解书：{ground.label}",
        facts={"ground": ground},
    )
    return review


def _decide(
    case: Case,
    review: Review,
    *,
    reason: str,
    denial: ReviewDenial | None,
    by: User,
    on: date,
) -> None:
    _end_clock(case, by=by, on=on)
    for recipient, party in papers.recipients(review):
        issue_document(
            case=case,
            code="R04",
            fields=papers.decision(review, recipient, on=on, reason=reason, denial=denial),
            by=by,
            on=on,
            recipient=recipient,
            party=party,
        )


@transaction.atomic
def withdraw_review(
    *, review: Review, withdrawn_by: Sequence[Party], reason: str, by: User, on: date
) -> Review:
    """
    撤回申请 by one side or both, before the statement is served (REV-07).

    Before acceptance it ends there; later the commission allows it and ends the review (R04).

    Raises:
        ActRefused: nobody withdraws, no reason, somebody has signed for the statement already.
    """
    case, review = _locked(review)
    require(can_withdraw_review(by, review))
    _require_state(review, ReviewState.SENT, ReviewState.ACCEPTED, ReviewState.ISSUED)
    if review.receipts.exists():
        raise ActRefused("调解书已经送达，不能再撤回仲裁审查申请。", source="REV-07")
    parties = {party.pk for party in review.parties}
    if not withdrawn_by or not {party.pk for party in withdrawn_by} <= parties:
        raise ActRefused("请选择撤回申请的当事人。", source="REV-07")
    if not reason.strip():
        raise ActRefused("请写明撤回的理由。", source="REV-07")
    names = "、".join(party.name for party in withdrawn_by)
    everybody = len(withdrawn_by) == len(parties)
    review.withdrawn_by = "双方当事人" if everybody else names[:200]
    review.withdrawn_on, review.reason = on, reason.strip()
    if review.state == ReviewState.SENT:
        review.state, review.ended_on = ReviewState.WITHDRAWN, on
    else:
        review.state = ReviewState.ACCEPTED
    save_with_reason(review, by=by, reason=f"{review.withdrawn_by}撤回申请")
    record(
        case,
        "withdraw_review",
        by=by,
        on=on,
        summary=f"{review.withdrawn_by}撤回仲裁审查申请：{review.reason}",
        facts={"withdrawn_by": review.withdrawn_by},
    )
    return review


@transaction.atomic
def end_review(*, review: Review, by: User, on: date) -> Review:
    """
    准许撤回，终止审查 (R04): the commission must, once it is withdrawn (REV-07).

    Raises:
        ActRefused: nobody has withdrawn.
    """
    case, review = _locked(review)
    require(is_reviewer(by, review))
    _require_state(review, ReviewState.ACCEPTED)
    if review.withdrawn_on is None:
        raise ActRefused("没有当事人撤回申请，不能终止审查。", source="REV-07")
    review.state, review.ended_on = ReviewState.WITHDRAWN, on
    save_with_reason(review, by=by, reason="准许撤回，终止审查")
    if review.statement:  # made, not served: it never takes effect
        void_document(document=review.statement, reason="送达前撤回仲裁审查申请", by=by)
    _decide(case, review, reason=review.reason, denial=None, by=by, on=on)
    record(
        case,
        "end_review",
        by=by,
        on=on,
        summary=f"{review.commission.name}准许撤回，终止仲裁审查",
        facts={"number": review.number},
    )
    return review


def log_review_download(*, packet: ReviewPacket, what: str, by: User, at) -> None:
    """Keep who of the commission had which file of a packet."""
    ReviewDownload(packet=packet, what=what[:160], by=by, at=at).save()
