"""Every named address of the installation, with an object of the world in each place."""

from dataclasses import dataclass

from django.urls import URLPattern, get_resolver, reverse
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.token import Token

from documents.models import Scan, SealedFile, Service
from fund.models import ApprovalSeat
from mediation.flows import MediationFlow
from mediation.models import Arrival
from mediation.queries import current_agreement

# Addresses by `pk` that are not about the case itself, with what they are about.
OF_PARTY = ("party-amend", "reveal")
OF_SESSION = (
    *("session", "session-cancel", "attendance", "minutes-line", "close-session", "session-door"),
    "session-extend",
    *("phone-room", "phone-cards", "phone-enter", "phone-answer"),
)
OF_ROOM = ("session-record", "session-record-file", "session-shown", "session-media")
OF_CONSOLE = (
    *("room", "room-enter", "room-part", "room-terms", "room-preview", "room-print"),
    *("room-groups", "room-admit", "room-refuse", "room-out", "room-away", "room-close"),
    *("screen", "screen-people"),
)
OF_PROPOSAL = ("proposal", "answer", "answer-together", "answer-for", "roster-sheet")
OF_AGREEMENT = (
    *("agreement", "sign", "sign-together", "sign-mediator", "void-agreement", "phone-paper"),
)
OF_ARRIVAL = ("arrival-admit", "arrival-refuse")
OF_INSTALMENT = ("payment", "default", "demand")
OF_PAYMENT = ("payment-reverse",)
OF_DOCUMENT = ("document", "document-regenerate", "document-file", "document-seal", "serve")
OF_BATCH = (
    *("batch", "batch-progress", "batch-cancel", "batch-resume"),
    *("batch-bundle", "batch-zip"),
)
OF_SERVICE = ("service", "service-correct", "service-return")
OF_LEAD = ("lead", "lead-docket", "lead-refer", "lead-reply", "lead-merge", "lead-reveal")
OF_PERSON = (
    "staff-person",
    "staff-amend-person",
    "staff-grant-role",
    "staff-revoke-role",
    "staff-issue-password",
    "staff-deactivate-person",
    "staff-reactivate-person",
    "staff-unlock-person",
)
OF_TEMPLATE = (
    *("template-version", "template-file", "template-trial", "template-check"),
    *("template-submit", "template-approve", "template-retire"),
)
# Judicial confirmation: asked of the case "confirming", which has an application at the court.
OF_APPLICATION = (
    *("phone-application", "phone-application-sheet"),
    *("confirmation", "confirmation-sign", "confirmation-send", "confirmation-renew"),
    *("confirmation-discard", "confirmation-resubmit", "confirmation-withdraw", "packet-link"),
    *("court-packet", "court-accept", "court-batch", "court-return", "court-refuse"),
    *("court-rule", "court-note", "court-data", "court-call"),
)
# Review by the commission: asked of a case of its own, whose agreement an arbitrator has accepted.
OF_REVIEW = (
    *("review", "review-accept", "review-refuse", "review-extend", "review-issue", "review-deny"),
    *("review-receipt", "review-supplement", "review-withdraw", "review-end"),
)
# The tribunal: asked of a case of its own, accepted by the commission, whose tribunal sits.
OF_ARBITRATION = ("arbitration", "arbitration-act", "arbitration-serve", "arbitration-proof")
OF_DESK = (
    *("desk-batch", "desk-batch-progress", "desk-batch-resume", "desk-batch-bundle"),
    *("tribunal-confirm", "countersign"),
)
# The award: asked of the same case, with a draft, an award that is out, a batch and what is asked
# of a court.
OF_FINDINGS = (
    *("award-reckoning", "award-find", "award-rule", "award-draft", "award-partial"),
    *("award-interim", "arbitration-close", "enforcement", "enforcement-apply"),
    "award-payment",
)
OF_AWARD_DRAFT = ("award", "award-preview", "award-public", "award-serve", "award-act")
OF_AWARD_BATCH = ("award-batch", "award-batch-progress", "award-batch-resume")
OF_AWARDS = (
    *(*OF_FINDINGS, *OF_AWARD_DRAFT, *OF_AWARD_BATCH),
    *("review-enforce", "enforcement-record", "payment-order-act"),
    "payment-order-payment",
)
# What is heard of it: asked of the same case, a hearing whose room is open, and a statement.
OF_ELEMENTS = ("elements", "entries", "settle")
OF_HEARING = ("hearing", "hearing-room", "hearing-part", "hearing-screen", "hearing-shown")
OF_STATEMENT = ("statement", "statement-act", "statement-payment", "statement-enforce")
OF_PARTYS_PHONE = (
    *("phone-arbitration", "phone-elements", "phone-hearing", "phone-hearing-cards"),
    *("phone-hearing-shown", "phone-tribunal-paper", "phone-receive"),
)
OF_CONFIRMATION = (
    *OF_APPLICATION,
    *OF_AWARDS,
    *OF_ARBITRATION,
    *OF_DESK,
    *(*OF_ELEMENTS, *OF_HEARING, *OF_STATEMENT),
    *(*OF_REVIEW, "review-packet-file", "review-packet-item", "review-paper"),
    *("identity-papers", "evidence-scan", "enclosure", "enclosure-file"),
    *("packet-file", "packet-item", "ruling-file", "court-paper"),
    *("sending", "sending-resume"),
)
# The revolving fund: asked of the advance of the settled case.
OF_ADVANCE = ("advance", "advance-act")
OF_ACCOUNT = ("fund-account", "fund-account-act", "fund-account-csv", "fund-months")
OF_DIRECTIVE = ("directive-serve", "directive-default", "directive-listing")
OTHER = {
    "award-act": {"act": "issue"},
    "payment-order-act": {"act": "accept"},
    "arbitration-act": {"act": "withdraw"},
    "desk-batch-start": {"kind": "print"},
    "hearing-part": {"part": "people"},
    "statement-act": {"act": "signed"},
    "advance-act": {"act": "verify"},
    "fund-account-act": {"act": "close"},
    "fund-months": {"year": 2026},
    "held-act": {"act": "give-back"},
    "enclosure": {"kind": "identity"},
    "enclosure-file": {"kind": "identity"},
    "packet-file": {"what": "bag"},
    "review-packet-file": {"what": "bag"},
    "court-api-unknown": {"rest": "v1/nothing"},
    "packet-open": {"token": "AAAA"},
    "packet-fetch": {"token": "AAAA", "what": "bag"},
    "document-file": {"kind": "pdf"},
    "parameter-confirm": {"code": "monthly_min_wage"},
    "room-part": {"part": "roll"},
    "series-set": {"code": "mediation_case"},
    "staff-revoke-role": {"role": "mediator"},
    "staff-role-policy": {"role": "mediator"},
    "template": {"code": "D06"},
    "template-now": {"code": "D06", "kind": "template"},
    "template-upload": {"code": "D06"},
    "template-return": {"code": "D06"},
    "template-file": {"kind": "template"},
    "verify-code": {"code": "AAAA"},
    "phone-address": {"token": "1-a"},
    "phone-paper": {"which": "text"},
    "phone-application": {"access_pk": 1},
    "phone-application-sheet": {"access_pk": 1},
}


@dataclass(frozen=True)
class Address:
    name: str  # with its namespaces
    parameters: tuple[str, ...]


def addresses(resolver=None, prefix: str = "") -> list[Address]:
    """Return every named address there is."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            parameters = tuple(entry.pattern.converters)
            found.append(Address(f"{prefix}{entry.name}", parameters))
        else:
            namespace = f"{entry.namespace}:" if entry.namespace else ""
            found += addresses(entry, prefix + namespace)
    return found


def subjects(case) -> dict[str, int]:
    """Return, by name of the address, the key of what it is about in that case."""
    agreement = current_agreement(case)
    keys = {
        OF_PARTY: case.parties.workers().first(),
        OF_SESSION: case.sessions.first(),
        OF_CONSOLE: case.sessions.first(),
        OF_PROPOSAL: case.proposals.last(),
        OF_AGREEMENT: agreement,
        OF_INSTALMENT: agreement and agreement.instalments.last(),
        OF_PAYMENT: agreement and agreement.payments.last(),
        OF_DOCUMENT: case.documents.filter(code="D02").first(),
        OF_BATCH: case.batches.first(),
        OF_ARRIVAL: Arrival.objects.filter(door__session__case=case).first(),
    }
    found = {name: thing.pk for names, thing in keys.items() if thing for name in names}
    if session := case.sessions.first():
        found["leaving"] = session.attendance.first().pk
    if session := case.sessions.exclude(room=None).first():
        found |= dict.fromkeys(OF_ROOM, session.pk)
    if evidence := case.evidence.first():
        found["evidence-copy"] = evidence.pk
    if scan := Scan.objects.filter(document__case=case, document__code="D12").first():
        found["scan-file"] = scan.pk
    if sealed := SealedFile.objects.filter(document__case=case).first():
        found["sealed-file"] = sealed.pk
    if sent := Service.objects.filter(document__case=case, outcome="sent").first():
        found["service-confirm"] = sent.pk
    if served := Service.objects.filter(document__case=case, proofs__isnull=False).first():
        found |= dict.fromkeys(OF_SERVICE, served.pk)
        found["service-proof"] = served.proofs.first().pk
    return found | {"case-detail": case.pk, "case-changes": case.pk}


def subjects_of_confirmation(case) -> dict[str, int]:
    """Return the keys for `OF_CONFIRMATION`: of an application that waits and one ruled on."""
    first, second = case.confirmations.order_by("id")
    packet = first.packets.get()
    paper = case.parties.workers().first().identity_papers.get()
    return dict.fromkeys(OF_APPLICATION, first.pk) | {
        "identity-papers": case.debtor_id,
        "evidence-scan": case.evidence.get().pk,
        "enclosure": paper.pk,
        "enclosure-file": paper.pk,
        "packet-file": packet.pk,
        "packet-item": packet.items.first().pk,
        "ruling-file": second.ruling.pk,
        "court-paper": first.court_papers.get().pk,
        "court-appearance": first.appearances.get().pk,
        "court-token-revoke": first.court.tokens.get().pk,
        "sending": case.sendings.first().pk,
        "sending-resume": case.sendings.first().pk,
    }


def subjects_of_review(review) -> dict[str, int]:
    packet = review.packets.get()
    return dict.fromkeys(OF_REVIEW, review.pk) | {
        "review-packet-file": packet.pk,
        "review-packet-item": packet.items.first().pk,
        "review-paper": review.case.documents.filter(code="R02").first().pk,
    }


def subjects_of_arbitration(arbitration) -> dict[str, int]:
    batch = arbitration.desk_items.get().batch
    sent = Service.objects.get(document__case=arbitration.case, outcome="sent")
    return (
        dict.fromkeys(OF_ARBITRATION, arbitration.pk)
        | dict.fromkeys(OF_DESK, batch.pk)
        | {"tribunal-confirm": sent.pk, "countersign": arbitration.awards.get(state="review").pk}
    )


def subjects_of_award(arbitration, review) -> dict[str, int]:
    case = arbitration.case
    draft = arbitration.awards.get(state="draft")
    return {
        **dict.fromkeys(OF_FINDINGS, arbitration.pk),
        **dict.fromkeys(OF_AWARD_DRAFT, draft.pk),
        **dict.fromkeys(OF_AWARD_BATCH, arbitration.batch_items.get().batch_id),
        "review-enforce": review.pk,
        "enforcement-record": case.enforcements.get().pk,
        "payment-order-act": case.payment_orders.get().pk,
        "payment-order-payment": case.payment_orders.get().pk,
        "element_pk": arbitration.elements.first().pk,
        "claim_pk": arbitration.claims.first().pk,
        "award_pk": arbitration.awards.get(state="issued").pk,
    }


def subjects_of_hearing(arbitration) -> dict[str, int]:
    hearing = arbitration.hearings.get()
    return (
        dict.fromkeys(OF_ELEMENTS, arbitration.pk)
        | dict.fromkeys((*OF_HEARING, *OF_PARTYS_PHONE), hearing.pk)
        | dict.fromkeys(OF_STATEMENT, arbitration.statements.get().pk)
    )


def subjects_of_fund(advance) -> dict[str, object]:
    """Return the keys of the fund's addresses and of what follows an order to pay."""
    account = advance.account
    sheet, seat = advance.payment_lists.get(), ApprovalSeat.objects.get()
    voucher = account.vouchers.first()
    keys = {
        OF_ADVANCE: advance.pk,
        OF_ACCOUNT: account.pk,
        OF_DIRECTIVE: advance.case.directives.get().pk,
        ("payment-file",): sheet.pk,
        ("payment-bounce",): sheet.lines.get().pk,
        ("recovery-reverse",): advance.recoveries.get().pk,
        ("bank-line-match",): account.bank_lines.get().pk,
        ("held-act",): account.held.get().pk,
        ("money-act",): advance.money_acts.get().pk,
        ("fund-voucher", "fund-voucher-correct"): voucher.pk,
        ("fund-seats",): seat.account_id,
        ("fund-seat-vacate",): seat.pk,
        (
            "police-delivery",
            "police-reply",
            "police-review",
        ): advance.case.police_transfers.get().pk,
    }
    return {name: key for names, key in keys.items() for name in names}


def url_of(address: Address, world, case) -> str:
    """Return the address filled with what belongs to `case`."""
    if address.name.startswith("mediation:"):
        return task_of(address.name, case)
    named = dict(world.subjects[case.pk])
    named |= dict.fromkeys(OF_LEAD, world.lead.pk)
    named |= dict.fromkeys(OF_PERSON, world.staff.stranger.pk)
    named |= dict.fromkeys(OF_TEMPLATE, world.template.pk)
    named["staff-body"] = world.centre.pk
    named["staff-absence-end"] = world.staff.stranger.absences.get().pk
    named |= world.of_confirmation
    named |= world.of_fund
    given = {
        "case_pk": case.pk,
        "room_id": room_of(case),
        "pk": named.get(address.name),
        "party_pk": case.debtor_id,
        "packet_id": world.of_confirmation["packet-file"],
        "no": 1,
        **{name: world.of_confirmation[name] for name in ("element_pk", "claim_pk", "award_pk")},
    } | OTHER.get(address.name, {})
    return reverse(address.name, kwargs={name: given[name] for name in address.parameters})


def room_of(case) -> int:
    """Return the room a session of the case was held in; 0, which is none, where it had none."""
    return case.sessions.exclude(room=None).values_list("room", flat=True).first() or 0


def task_of(name: str, case) -> str:
    """Return the address of a task of that node: to take if nobody has it, else its owner's."""
    _, node_name, page = name.split(":")
    node = next(n for n in MediationFlow.instance.nodes() if n.name == node_name)
    process = MediationFlow.process_class.objects.get(case=case)
    task = Task(
        process=process,
        flow_task=node,
        flow_task_type="HUMAN",
        token=Token("start"),
        owner_permission=node._owner_permission,
        status=STATUS.NEW,
    )
    if page != "assign":
        task.status = STATUS.ASSIGNED
        task.owner = _owner(node, case)
    task.save()
    return reverse(name, args=[process.pk, task.pk])


def _owner(node, case):
    capacity = "intake" if "mediate" not in node._owner_permission else "mediator"
    return case.officers.get(capacity=capacity, user__is_active=True).user
