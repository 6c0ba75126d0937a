"""
Every page there is, asked by everybody, with GET and with an empty POST.

The addresses come from the resolver: a page that has no row in `ROWS` fails here.
"""

from dataclasses import dataclass

import pytest
from django.db import transaction

from tests.access.addresses import OF_ROOM, Address, addresses, url_of
from tests.access.conftest import OUTSIDE, PEOPLE, SEATED, STRANGERS

INTAKE, MEDIATOR, RECORDER, DIRECTOR = "intake officer", "mediator", "recorder", "director"
ADMINISTRATOR = "administrator"
SEE = {INTAKE, MEDIATOR, RECORDER, DIRECTOR}
WORK = {INTAKE, MEDIATOR, RECORDER}
HELD = {MEDIATOR, RECORDER}  # who held the session
FUND = {"fund officer", "fund approver"}

OF_ROLE = {
    "intake": {INTAKE, "other intake officer"},
    "mediation": {
        *(MEDIATOR, "mediator without cases", "mediator of another case"),
        *(RECORDER, "recorder of another case"),
    },
    "leads": {INTAKE, "other intake officer", DIRECTOR},
    "settings": {DIRECTOR, ADMINISTRATOR},
}
EVERYBODY = set(PEOPLE)
OF_TURNS = tuple(who for who in STRANGERS if who != "mediator of another case")
PERFORMED = ("payment", "payment-reverse", "default", "demand", "follow-up", "close-case")
LOGIN, FORBIDDEN, HIDDEN, NO_SUCH_METHOD = "login", 403, 404, 405
PAGE, MOVED, REFUSED_FORM = 200, 302, 422


@dataclass(frozen=True)
class Row:
    """What GET and POST answer: to who is admitted, to who sees the case, to all others."""

    admitted: set[str]
    get: int | str
    post: int | str
    seen_by: frozenset[str] = frozenset()
    others: int | str = FORBIDDEN
    outside: int | str = LOGIN
    # A view that looks at the method before it looks at the person answers 405 to everybody.
    method_first: bool = False

    def expected(self, who: str, method: str) -> int | str:
        answer = getattr(self, method)
        if self.method_first and answer == NO_SUCH_METHOD and self.outside != LOGIN:
            return answer
        if who in OUTSIDE:
            public = who in self.admitted
            return answer if public else self.outside
        if who in self.admitted:
            return answer
        if self.method_first and answer == NO_SUCH_METHOD:
            return answer
        return FORBIDDEN if who in self.seen_by else self.others


def everybody(get=PAGE, post=PAGE) -> Row:
    return Row(EVERYBODY | set(OUTSIDE), get, post)


def signed_in(get=PAGE, post=PAGE) -> Row:
    return Row(EVERYBODY, get, post)


def by_role(who: set[str], get=PAGE, post=REFUSED_FORM) -> Row:
    return Row(who, get, post)


def on_case(who: set[str], get=PAGE, post=REFUSED_FORM, **more) -> Row:
    """A page of a case: who sees the case is told that this is not theirs; to others it is not."""
    return Row(who, get, post, seen_by=frozenset(SEE), others=HIDDEN, **more)


def task(who: set[str], get=PAGE, post=NO_SUCH_METHOD) -> Row:
    """The door to a task of the case; it refuses in the same words whoever it is not for."""
    return Row(who, get, post)


def in_room(get=PAGE, post=PAGE) -> Row:
    """An address of the room: whoever has no seat in it is told so, signed in or not."""
    return Row(HELD | SEATED, get, post, outside=FORBIDDEN, method_first=True)


def of_room() -> Row:
    """A page for whoever held the session or had a seat in it; to others it does not exist."""
    return Row(HELD | SEATED, PAGE, NO_SUCH_METHOD, others=HIDDEN, method_first=True)


def of_starter(get=PAGE, post=NO_SUCH_METHOD) -> Row:
    """A batch of the tribunal's desk is for who started it."""
    return Row({"tribunal secretary"}, get, post, others=HIDDEN, method_first=True)


def one(person: str) -> set[str]:
    return {person}


# An act of the fund's officers: who works on the case, or watches the account, is told so.
OFFICERS_OF_ADVANCE = Row(
    one("fund officer"),
    PAGE,
    REFUSED_FORM,
    seen_by=frozenset(SEE | {"fund approver"}),
    others=HIDDEN,
)
OFFICERS_OF_ACCOUNT = Row(
    one("fund officer"),
    PAGE,
    REFUSED_FORM,
    seen_by=frozenset({"fund approver", DIRECTOR}),
    others=HIDDEN,
)

ROWS = {
    # The first pages
    "home": signed_in(MOVED, MOVED),
    "desk-intake": by_role(OF_ROLE["intake"], post=PAGE),
    "desk-mediator": by_role(OF_ROLE["mediation"], post=PAGE),
    "desk-court": by_role(one("court clerk"), post=PAGE),
    "desk-fund": by_role(one("fund officer"), post=PAGE),
    "desk-approver": by_role(one("fund approver"), post=PAGE),
    "desk-director": by_role(one(DIRECTOR), post=PAGE),
    "desk-administrator": by_role(one(ADMINISTRATOR), post=PAGE),
    "cases": signed_in(),
    "search": signed_in(),
    "notices": signed_in(),
    # The revolving fund: who works on the case reads what was advanced in it
    "advance-apply": on_case(WORK),
    "advance": Row(SEE | FUND, PAGE, PAGE, others=HIDDEN),
    "advance-act": OFFICERS_OF_ADVANCE,
    # The case's officer confirms the workers' part of a shared payment, and is sent it there.
    "money-act": Row(
        {"fund officer", INTAKE, MEDIATOR},
        PAGE,
        REFUSED_FORM,
        seen_by=frozenset(SEE | {"fund approver"}),
        others=HIDDEN,
    ),
    "payment-file": Row(
        one("fund officer"),
        PAGE,
        PAGE,
        seen_by=frozenset(SEE | {"fund approver"}),
        others=HIDDEN,
    ),
    "fund-recoveries": by_role(FUND | {DIRECTOR}, post=PAGE),
    "fund-account": Row(FUND | {DIRECTOR}, PAGE, PAGE, others=HIDDEN),
    "fund-account-act": OFFICERS_OF_ACCOUNT,
    "fund-voucher": Row(FUND | {DIRECTOR}, PAGE, PAGE, others=HIDDEN),
    "fund-account-csv": Row(FUND | {DIRECTOR}, PAGE, PAGE, others=HIDDEN),
    "fund-months": Row(FUND | {DIRECTOR}, PAGE, PAGE, others=HIDDEN),
    **dict.fromkeys(("payment-bounce", "recovery-reverse"), OFFICERS_OF_ADVANCE),
    **dict.fromkeys(("bank-line-match", "held-act", "fund-voucher-correct"), OFFICERS_OF_ACCOUNT),
    "fund-seats": by_role(OF_ROLE["settings"]),
    "fund-seat-vacate": by_role(OF_ROLE["settings"]),
    # Orders to pay and what follows them
    "handoff": on_case(SEE, post=PAGE),
    "directive-add": on_case(WORK),
    "directive-serve": on_case(WORK),
    "directive-default": on_case(WORK),
    "directive-listing": on_case(WORK),
    "police-transfer": on_case(WORK),
    "procuratorate-referral": on_case(WORK),
    "legal-aid": on_case(WORK),
    **dict.fromkeys(("police-delivery", "police-reply", "police-review"), on_case(WORK)),
    "cards": on_case(SEE, post=PAGE),
    "card-show": on_case(one(DIRECTOR)),
    "all-cards": by_role(one(DIRECTOR), post=PAGE),
    "fund-open": by_role(OF_ROLE["settings"]),
    # What the centre settles
    "law": signed_in(),
    "calendar": signed_in(),
    "parameters": by_role(OF_ROLE["settings"], post=PAGE),
    "parameter-confirm": by_role(OF_ROLE["settings"]),
    "calendar-enter": by_role(OF_ROLE["settings"]),
    "series": by_role(OF_ROLE["settings"], post=PAGE),
    "series-set": by_role(OF_ROLE["settings"]),
    "fonts": by_role(OF_ROLE["settings"], post=PAGE),
    "templates": by_role(OF_ROLE["settings"], post=PAGE),
    "template": by_role(OF_ROLE["settings"], post=PAGE),
    "template-now": by_role(OF_ROLE["settings"], post=PAGE),
    "template-upload": by_role(OF_ROLE["settings"]),
    "template-return": by_role(OF_ROLE["settings"]),
    "template-version": by_role(OF_ROLE["settings"], post=PAGE),
    "template-file": by_role(OF_ROLE["settings"], post=PAGE),
    "template-trial": by_role(OF_ROLE["settings"], post=MOVED),
    "template-check": by_role(OF_ROLE["settings"]),
    "template-submit": by_role(OF_ROLE["settings"]),
    "template-approve": by_role(OF_ROLE["settings"]),
    "template-retire": by_role(OF_ROLE["settings"]),
    "look": Row(one(ADMINISTRATOR), PAGE, PAGE, others=HIDDEN, outside=HIDDEN),
    # One's own account
    "account_login": Row(EVERYBODY, MOVED, MOVED, outside=PAGE),
    "account_logout": signed_in(PAGE, LOGIN),
    "account_inactive": everybody(post=NO_SUCH_METHOD),
    "account_change_password": signed_in(),
    "account_reauthenticate": signed_in(),
    "account_reset_password": everybody(),
    "account_signup": everybody(),
    "mfa_index": signed_in(PAGE, NO_SUCH_METHOD),
    "mfa_authenticate": signed_in(MOVED, MOVED),
    "mfa_reauthenticate": signed_in(MOVED, MOVED),
    "mfa_activate_totp": signed_in(MOVED, MOVED),
    "mfa_deactivate_totp": signed_in(HIDDEN, HIDDEN),
    "mfa_view_recovery_codes": signed_in(HIDDEN, NO_SUCH_METHOD),
    "mfa_generate_recovery_codes": signed_in(MOVED, MOVED),
    "mfa_download_recovery_codes": signed_in(HIDDEN, HIDDEN),
    # People and bodies
    "staff-no-role": signed_in(),
    "staff-conflicts": signed_in(),
    "staff-declare-conflict": signed_in(post=REFUSED_FORM),
    "staff-absences": signed_in(post=NO_SUCH_METHOD),
    "staff-absence": signed_in(post=REFUSED_FORM),
    # Of others, who stands in among them, nobody is told that it is there.
    "staff-absence-end": Row(
        {"mediator without cases", DIRECTOR, ADMINISTRATOR}, PAGE, MOVED, others=HIDDEN
    ),
    "staff-readings": by_role(one(DIRECTOR), post=NO_SUCH_METHOD),
    "staff-unlock-person": by_role(one(ADMINISTRATOR)),
    "staff-people": by_role(one(ADMINISTRATOR), post=NO_SUCH_METHOD),
    "staff-appoint-person": by_role(one(ADMINISTRATOR)),
    "staff-person": by_role(one(ADMINISTRATOR), post=NO_SUCH_METHOD),
    "staff-amend-person": by_role(one(ADMINISTRATOR)),
    "staff-grant-role": by_role(one(ADMINISTRATOR)),
    "staff-revoke-role": by_role(one(ADMINISTRATOR)),
    "staff-issue-password": by_role(one(ADMINISTRATOR)),
    "staff-deactivate-person": by_role(one(ADMINISTRATOR)),
    "staff-reactivate-person": by_role(one(ADMINISTRATOR)),
    "staff-role-policy": by_role(one(ADMINISTRATOR), post=MOVED),
    "staff-bodies": by_role(one(ADMINISTRATOR), post=NO_SUCH_METHOD),
    "staff-register-body": by_role(one(ADMINISTRATOR)),
    "staff-body": by_role(one(ADMINISTRATOR)),
    # Leads
    "leads": by_role(OF_ROLE["leads"], post=NO_SUCH_METHOD),
    "lead-new": by_role(OF_ROLE["leads"]),
    "lead": by_role(OF_ROLE["leads"], post=NO_SUCH_METHOD),
    "lead-docket": by_role(OF_ROLE["leads"]),
    "lead-refer": by_role(OF_ROLE["leads"]),
    "lead-reply": by_role(OF_ROLE["leads"]),
    "lead-merge": by_role(OF_ROLE["leads"]),
    "lead-reveal": by_role(OF_ROLE["leads"]),
    # The case file
    "case-detail": on_case(SEE, post=PAGE),
    "case-changes": on_case(SEE, post=PAGE),
    "party-add": on_case(WORK),
    "link-add": on_case(WORK),
    "debtor": on_case(WORK),
    "project": on_case(WORK),
    "triage": on_case({INTAKE, DIRECTOR}),
    "roster": on_case(WORK),
    "roster-template": on_case(WORK, post=NO_SUCH_METHOD),
    "roster-marked": on_case(WORK, get=NO_SUCH_METHOD, post=400),
    "worker-add": on_case(WORK),
    "party-amend": on_case(WORK),
    "reveal": on_case(WORK),
    # From the application to the first session
    "application": on_case(WORK),
    "election": on_case(WORK),
    "material": on_case(WORK),
    "authority": on_case(WORK),
    "service-address": on_case(WORK),
    "accept": on_case(one(INTAKE)),
    "decline": on_case(one(INTAKE)),
    "invite": on_case(WORK),
    "consent": on_case(WORK),
    "rights": on_case(WORK),
    "disclose": on_case(one(MEDIATOR)),
    "objection": on_case(WORK),
    "recuse": on_case({INTAKE, DIRECTOR}),
    "extend": on_case(WORK),
    # The session: the director and the intake officer stay outside
    "session-schedule": on_case(one(MEDIATOR)),
    "session": on_case(HELD, post=NO_SUCH_METHOD),
    "session-cancel": on_case(one(MEDIATOR)),
    "session-extend": on_case(one(MEDIATOR)),
    "attendance": on_case(HELD),
    "leaving": on_case(HELD),
    "minutes-line": on_case(HELD, get=NO_SUCH_METHOD, post=MOVED),
    "close-session": on_case(HELD),
    "fact-confirm": on_case(HELD),
    "facts-paper": on_case(HELD),
    # The door of a session, and help for who has no phone
    "session-door": on_case(HELD, post=MOVED),
    "arrival-admit": on_case(HELD),
    "arrival-refuse": on_case(HELD),
    "answer-for": on_case(HELD),
    "roster-sheet": on_case(HELD, post=NO_SUCH_METHOD),
    # Pages of a party's phone: whoever has not come in by the door is shown to it
    "phone-door": everybody(post=REFUSED_FORM),
    "phone-who": everybody(HIDDEN, HIDDEN),
    "phone-proof": everybody(MOVED, MOVED),
    "phone-knock": everybody(NO_SUCH_METHOD, MOVED),
    "phone-wait": everybody(MOVED, MOVED),
    "phone-address": everybody(HIDDEN, NO_SUCH_METHOD),
    "phone-home": everybody(MOVED, NO_SUCH_METHOD),
    "phone-leave": everybody(NO_SUCH_METHOD, MOVED),
    "phone-room": everybody(MOVED, NO_SUCH_METHOD),
    "phone-cards": everybody(MOVED, NO_SUCH_METHOD),
    "phone-enter": everybody(NO_SUCH_METHOD, MOVED),
    "phone-answer": everybody(NO_SUCH_METHOD, MOVED),
    "phone-paper": everybody(MOVED, NO_SUCH_METHOD),
    # A party's phone before the tribunal: whoever is no party is led to the door
    "phone-tribunal": everybody(post=REFUSED_FORM),
    "phone-apply": everybody(MOVED, MOVED),
    "phone-arbitration": everybody(MOVED, NO_SUCH_METHOD),
    "phone-elements": everybody(MOVED, MOVED),
    "phone-tribunal-paper": everybody(MOVED, NO_SUCH_METHOD),
    "phone-receive": everybody(NO_SUCH_METHOD, MOVED),
    "phone-hearing": everybody(MOVED, MOVED),
    "phone-hearing-cards": everybody(MOVED, NO_SUCH_METHOD),
    "phone-hearing-shown": Row(EVERYBODY, HIDDEN, NO_SUCH_METHOD),
    "phone-application": everybody(MOVED, MOVED),
    "phone-application-sheet": everybody(MOVED, NO_SUCH_METHOD),
    # The live room answers in frames: a seat, or nothing
    "room-stream": in_room(post=NO_SUCH_METHOD),
    "room-log": in_room(post=NO_SUCH_METHOD),
    "room-say": in_room(get=NO_SUCH_METHOD, post=400),
    "session-record": of_room(),
    "session-record-file": of_room(),
    "session-shown": of_room(),
    "session-media": of_room(),
    "evidence-copy": on_case(WORK),
    # The room of the session as its officers have it
    "room": on_case(HELD, post=NO_SUCH_METHOD),
    "room-enter": on_case(HELD, get=NO_SUCH_METHOD, post=MOVED),
    "room-part": on_case(HELD, post=NO_SUCH_METHOD),
    "room-terms": on_case(one(MEDIATOR), get=NO_SUCH_METHOD),
    "room-preview": on_case(HELD, post=NO_SUCH_METHOD),
    "room-print": on_case(HELD, post=NO_SUCH_METHOD),
    "room-groups": on_case(one(MEDIATOR)),
    "room-admit": on_case(HELD, get=NO_SUCH_METHOD, post=MOVED),
    "room-refuse": on_case(HELD, get=NO_SUCH_METHOD, post=MOVED),
    "room-out": on_case(HELD, get=NO_SUCH_METHOD, post=MOVED),
    "room-away": on_case(HELD, get=NO_SUCH_METHOD, post=MOVED),
    "phrases": by_role(OF_ROLE["mediation"]),
    "room-close": on_case(HELD, get=NO_SUCH_METHOD, post=MOVED),
    "screen": on_case(HELD, post=NO_SUCH_METHOD),
    "screen-people": on_case(HELD, post=NO_SUCH_METHOD),
    "propose": on_case(one(MEDIATOR)),
    "proposal": on_case(HELD, post=NO_SUCH_METHOD),
    "answer": on_case(HELD),
    "answer-together": on_case(HELD),
    # The agreement and what follows it
    "generate": on_case(one(MEDIATOR)),
    "agreement": on_case(SEE, post=NO_SUCH_METHOD),
    "sign": on_case(WORK),
    "sign-together": on_case(WORK),
    "sign-mediator": on_case(WORK),
    "void-agreement": on_case(one(MEDIATOR)),
    "seal": on_case(WORK),
    "payment": on_case({INTAKE, MEDIATOR}),
    "payment-reverse": on_case({INTAKE, MEDIATOR}),
    "default": on_case({INTAKE, MEDIATOR}),
    "demand": on_case(WORK),
    "follow-up": on_case(WORK),
    "terminate": on_case({INTAKE, MEDIATOR}),
    "close-case": on_case({INTAKE, MEDIATOR}),
    # Papers; those of the session have rows of their own below
    "document": on_case(SEE),
    "document-regenerate": on_case(SEE, get=NO_SUCH_METHOD, post=MOVED, method_first=True),
    "document-file": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
    "scan-file": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
    # Papers for every worker
    "batches": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
    "batch-start": on_case(WORK),
    "batch": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
    "batch-progress": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
    "batch-cancel": on_case(WORK, get=NO_SUCH_METHOD, post=MOVED, method_first=True),
    "batch-resume": on_case(WORK, get=NO_SUCH_METHOD, post=MOVED, method_first=True),
    "batch-bundle": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
    "batch-zip": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
    "document-seal": on_case(WORK, get=NO_SUCH_METHOD, post=MOVED, method_first=True),
    "sealed-file": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
    "verify": everybody(post=REFUSED_FORM),
    "verify-code": everybody(post=REFUSED_FORM),
    "serve": on_case(WORK),
    "case-service": on_case(WORK),
    "service": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
    "service-confirm": on_case(WORK),
    "service-correct": on_case(WORK),
    "service-return": on_case(WORK, get=NO_SUCH_METHOD, post=MOVED, method_first=True),
    "service-blank-return": on_case(WORK, get=NO_SUCH_METHOD, post=MOVED, method_first=True),
    "service-proof": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
}

# Judicial confirmation: the centre's people, and the clerk of the court it was sent to
CLERK = "court clerk"
APPLYING = {INTAKE, MEDIATOR}


def at_court(who: set[str], get=PAGE, post=REFUSED_FORM, **more) -> Row:
    """A page of an application: its people and its court's clerk know of it, nobody else."""
    return Row(who, get, post, seen_by=frozenset(SEE | {CLERK}), others=HIDDEN, **more)


# Review of an agreement: the centre's people, and the commission that was asked
REVIEWING = {"arbitrator", "tribunal secretary"}
FILES = SEE | REVIEWING


def at_commission(who: set[str], get=PAGE, post=REFUSED_FORM, **more) -> Row:
    return Row(who, get, post, seen_by=frozenset(FILES), others=HIDDEN, **more)


ROWS |= {
    "confirmation-check": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
    "confirmation-apply": on_case(APPLYING),
    "confirmation-send-signed": on_case(APPLYING),
    "enclosures": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
    "sending": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
    "sending-resume": on_case(APPLYING, get=NO_SUCH_METHOD, post=MOVED, method_first=True),
    "identity-papers": on_case(WORK),
    "evidence-scan": on_case(WORK),
    "enclosure": on_case(WORK),
    "enclosure-file": on_case(SEE, post=NO_SUCH_METHOD, method_first=True),
    "confirmation": at_court(SEE, post=NO_SUCH_METHOD),
    "confirmation-sign": at_court(APPLYING),
    "confirmation-send": at_court(APPLYING),
    "confirmation-renew": at_court(APPLYING),
    "confirmation-discard": at_court(APPLYING),
    "confirmation-resubmit": at_court(APPLYING),
    "confirmation-withdraw": at_court(APPLYING),
    "packet-link": at_court(APPLYING),
    "court-packet": at_court({CLERK}, post=NO_SUCH_METHOD),
    "court-accept": at_court({CLERK} | APPLYING),
    "court-batch": at_court({CLERK} | APPLYING),
    "court-return": at_court({CLERK} | APPLYING),
    "court-refuse": at_court({CLERK} | APPLYING),
    "court-rule": at_court({CLERK} | APPLYING),
    "court-call": at_court({CLERK} | APPLYING),
    "court-appearance": at_court({CLERK} | APPLYING),
    "court-note": at_court({CLERK}),
    "court-data": at_court({CLERK}, post=NO_SUCH_METHOD),
    "packet-file": at_court(SEE | {CLERK}, post=NO_SUCH_METHOD, method_first=True),
    "packet-item": at_court(SEE | {CLERK}, post=NO_SUCH_METHOD, method_first=True),
    "ruling-file": at_court(SEE | {CLERK}, post=NO_SUCH_METHOD, method_first=True),
    "court-paper": at_court(SEE | {CLERK}, post=NO_SUCH_METHOD, method_first=True),
    "tribunal": by_role(REVIEWING, post=PAGE),
    "service-desk": by_role(REVIEWING, post=PAGE),
    "hearing-calendar": by_role(REVIEWING, post=PAGE),
    "countersigns": by_role(REVIEWING, post=PAGE),
    "tribunal-file": by_role(one("tribunal secretary")),
    "case-arbitrate": on_case(APPLYING),
    "desk-batch-start": by_role(REVIEWING),
    "desk-batch": of_starter(),
    "desk-batch-progress": of_starter(),
    "desk-batch-bundle": of_starter(),
    "desk-batch-resume": of_starter(get=NO_SUCH_METHOD, post=MOVED),
    "countersign": Row(one("arbitrator"), PAGE, REFUSED_FORM, others=HIDDEN),
    "arbitration-act": at_commission(REVIEWING),
    "arbitration-serve": at_commission(REVIEWING),
    "arbitration-proof": Row(
        one("tribunal secretary"),
        PAGE,
        REFUSED_FORM,
        seen_by=frozenset(SEE | {"arbitrator"}),
        others=HIDDEN,
    ),
    "tribunal-confirm": at_commission(REVIEWING),
    "elements": at_commission(SEE | REVIEWING, post=MOVED),
    "entries": at_commission(REVIEWING),
    "settle": at_commission(one("arbitrator")),
    "hearing": at_commission(SEE | REVIEWING, post=NO_SUCH_METHOD, method_first=True),
    "hearing-room": at_commission(REVIEWING, post=HIDDEN),
    "hearing-part": at_commission(REVIEWING, post=NO_SUCH_METHOD),
    "hearing-screen": at_commission(REVIEWING, post=NO_SUCH_METHOD),
    "hearing-shown": Row(EVERYBODY, HIDDEN, NO_SUCH_METHOD),
    "statement": at_commission(SEE | REVIEWING, post=NO_SUCH_METHOD, method_first=True),
    "statement-act": at_commission(REVIEWING),
    "arbitration-drafts": on_case({INTAKE, MEDIATOR}),
    "arbitration": at_commission(SEE | REVIEWING, post=NO_SUCH_METHOD, method_first=True),
    "review-ask": on_case(APPLYING),
    "reviews": by_role(REVIEWING, post=PAGE),
    "review": at_commission(SEE | REVIEWING, post=NO_SUCH_METHOD, method_first=True),
    "review-accept": at_commission(REVIEWING),
    "review-refuse": at_commission(REVIEWING),
    "review-extend": at_commission(REVIEWING),
    "review-receipt": at_commission(REVIEWING),
    "review-issue": at_commission(one("arbitrator")),
    "review-deny": at_commission(one("arbitrator")),
    "review-end": at_commission(one("arbitrator")),
    "review-supplement": at_commission(APPLYING),
    "review-withdraw": at_commission(APPLYING | REVIEWING),
    "review-packet-file": at_commission(FILES, post=NO_SUCH_METHOD, method_first=True),
    "review-packet-item": at_commission(FILES, post=NO_SUCH_METHOD, method_first=True),
    "review-paper": at_commission(FILES, post=NO_SUCH_METHOD, method_first=True),
    "returns": Row({DIRECTOR, CLERK}, PAGE, NO_SUCH_METHOD, method_first=True),
    "packet-schema": everybody(post=NO_SUCH_METHOD),
    "review-packet-schema": everybody(post=NO_SUCH_METHOD),
    "court-tokens": by_role(one(ADMINISTRATOR), post=NO_SUCH_METHOD),
    "court-token-issue": by_role(one(ADMINISTRATOR)),
    "court-token-revoke": by_role(one(ADMINISTRATOR), get=NO_SUCH_METHOD, post=MOVED),
    "packet-open": everybody(HIDDEN, HIDDEN),
    "packet-fetch": everybody(HIDDEN, NO_SUCH_METHOD),
}

# The award: the tribunal finds and decides; who may file asks the court
FILING = {INTAKE, MEDIATOR, "tribunal secretary"}
HEAD = one("arbitrator")


def of_draft(who: set[str], get=PAGE, post=NO_SUCH_METHOD, **more) -> Row:
    """A page of a draft: to the people of the case it does not exist."""
    return Row(who, get, post, seen_by=frozenset(REVIEWING), others=HIDDEN, **more)


ROWS |= {
    "award-reckoning": at_commission(REVIEWING, post=NO_SUCH_METHOD),
    "award-find": at_commission(HEAD),
    "award-rule": at_commission(HEAD),
    "award-draft": at_commission(HEAD),
    "award-partial": at_commission(HEAD),
    "award-interim": at_commission(HEAD),
    "arbitration-close": at_commission(one("tribunal secretary")),
    "award": of_draft(REVIEWING, method_first=True),
    "award-preview": of_draft(REVIEWING, method_first=True),
    "award-public": of_draft(REVIEWING, get=HIDDEN, method_first=True),
    "award-serve": of_draft(set(), post=FORBIDDEN),
    "award-act": of_draft(HEAD, post=REFUSED_FORM),
    "award-batches": Row(REVIEWING, PAGE, NO_SUCH_METHOD, method_first=True),
    "award-batch-start": by_role(HEAD),
    "award-find-together": by_role(HEAD),
    "award-batch": of_draft(REVIEWING, method_first=True),
    "award-batch-progress": of_draft(REVIEWING, method_first=True),
    "award-batch-resume": of_draft(HEAD, get=NO_SUCH_METHOD, post=MOVED, method_first=True),
    "enforcement": at_commission(FILING, post=NO_SUCH_METHOD),
    "enforcement-apply": at_commission(FILING),
    "award-payment": at_commission(FILING),
    "statement-payment": at_commission(FILING),
    "statement-enforce": at_commission(FILING),
    "review-enforce": at_commission(FILING),
    "enforcement-record": at_commission(FILING),
    "payment-orders": on_case({INTAKE, MEDIATOR}),
    "payment-order-act": on_case({INTAKE, MEDIATOR}),
    "payment-order-payment": on_case({INTAKE, MEDIATOR}),
}

# The interface for court systems knows tokens; who is signed in is nobody to it
NO_TOKEN = 401


def by_token(get=NO_TOKEN, post=NO_SUCH_METHOD) -> Row:
    return everybody(get, post)


ROWS |= {
    "court-api-docs": everybody(post=NO_SUCH_METHOD),
    "court-api-unknown": everybody(HIDDEN, HIDDEN),
    "court-api:api-root": everybody(HIDDEN, HIDDEN),
    "court-api:openapi-json": everybody(),
    "court-api:packets": by_token(),
    "court-api:packet": by_token(),
    "court-api:packet-data": by_token(),
    "court-api:packet-bundle": by_token(),
    "court-api:packet-bag": by_token(),
    "court-api:packet-item": by_token(),
    "court-api:packet-withdrawal": by_token(),
    "court-api:reasons": by_token(),
    "court-api:call": by_token(NO_SUCH_METHOD, NO_TOKEN),
    "court-api:appearance": by_token(NO_SUCH_METHOD, NO_TOKEN),
    "court-api:acceptance": by_token(NO_SUCH_METHOD, NO_TOKEN),
    "court-api:return": by_token(NO_SUCH_METHOD, NO_TOKEN),
    "court-api:ruling": by_token(NO_SUCH_METHOD, NO_TOKEN),
}

# Who does which task; a task is taken and opened by them, looked at by who sees the case.
TASKS = {
    "take_application": one(INTAKE),
    "decide_application": one(INTAKE),
    "schedule_session": one(MEDIATOR),
    "hold_session": one(MEDIATOR),
    "decide_next": one(MEDIATOR),
    "draft_agreement": one(MEDIATOR),
    "collect_signatures": one(MEDIATOR),
    "settle_the_others": one(MEDIATOR),
    "watch_performance": {INTAKE, MEDIATOR},
    "follow_up": one(INTAKE),
    "close_case": one(INTAKE),
}
for name, who in TASKS.items():
    ROWS |= {
        f"mediation:{name}:assign": task(who, post=MOVED),
        f"mediation:{name}:execute": task(who - {MEDIATOR} or who, get=MOVED),
        f"mediation:{name}:detail": task(SEE, get=MOVED),
    }


def answer_of(browser, who: str, method: str, url: str) -> int | str:
    """Return the status of an answer, or that it leads to the sign-in; nothing of it stays."""
    with transaction.atomic():
        answer = getattr(browser(who), method)(url)
        transaction.set_rollback(True)
    if answer.status_code == MOVED and answer.headers["Location"].startswith("/account/login/"):
        return LOGIN
    return answer.status_code


def differences(browser, row: Row, url: str, people) -> list[str]:
    found = []
    for who in people:
        for method in ("get", "post"):
            expected, actual = row.expected(who, method), answer_of(browser, who, method, url)
            if expected != actual:
                found.append(f"{who} {method} {url}: expected {expected}, got {actual}")
    return found


def check(world, browser, address: Address, people) -> None:
    assert address.name in ROWS, "a new page needs its row"
    case = world.cases["settled" if address.name in PERFORMED else "signing"]
    url = url_of(address, world, case)
    found = differences(browser, ROWS[address.name], url, people)
    assert not found, "\n".join(found)


ADDRESSES = addresses()


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_page_answers_as_its_row_says(world, browser, address: Address):
    """Of the strangers whom its row answers alike one is asked by turns, and all when slow."""
    row = ROWS.get(address.name)
    turn = ADDRESSES.index(address) % len(OF_TURNS)
    alike = {}
    for who in (*OF_TURNS[turn:], *OF_TURNS[:turn]):
        alike.setdefault(row and (row.expected(who, "get"), row.expected(who, "post")), who)
    asked = [who for who in PEOPLE if who not in OF_TURNS or who in alike.values()]
    check(world, browser, address, [*asked, *OUTSIDE, *seated_at(address)])


@pytest.mark.slow
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_page_answers_everybody_as_its_row_says(world, browser, address: Address):
    check(world, browser, address, (*PEOPLE, *OUTSIDE, *seated_at(address)))


def seated_at(address: Address) -> set[str]:
    """Return the people of the parties where the address is about a room."""
    return SEATED if "room_id" in address.parameters or address.name in OF_ROOM else set()


def test_every_row_is_about_a_page():
    assert not ROWS.keys() - {address.name for address in ADDRESSES}
