"""Reads: where consents, answers, signatures and payments stand; which routes are open."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from cases.choices import ProceduralPlace
from cases.models import Case, Party
from mediation.choices import AgreementState, Answer, Slot
from mediation.models import (
    Agreement,
    Instalment,
    InstalmentShare,
    PaymentRow,
    Proposal,
    Session,
    Signature,
)


def latest_consents(case: Case) -> dict[int, Answer]:
    """Return each party's latest answer to the invitation, by party id."""
    return {c.party_id: Answer(c.answer) for c in case.consents.order_by("id")}


def refusing_parties(case: Case) -> list[Party]:
    answers = latest_consents(case)
    return [p for p in case.parties.others() if answers.get(p.pk) == Answer.REFUSE]


def unanswered_parties(case: Case) -> list[Party]:
    """Return the respondents and third parties who have not consented to mediation yet."""
    answers = latest_consents(case)
    asked = case.parties.filter(
        place__in=[ProceduralPlace.RESPONDENT, ProceduralPlace.THIRD_PARTY]
    ).order_by("id")
    return [p for p in asked if p.pk not in answers]


def open_session(case: Case) -> Session | None:
    """Return the session that is scheduled or being held, the earliest first."""
    return case.sessions.filter(state__in=["scheduled", "held"]).order_by("no").first()


def current_proposal(case: Case) -> Proposal | None:
    return case.proposals.exclude(state="superseded").order_by("-number").first()


def current_agreement(case: Case) -> Agreement | None:
    return case.agreements.exclude(state=AgreementState.VOID).order_by("-id").first()


@dataclass(frozen=True)
class Tally:
    """逐人表决: how the workers asked have answered one proposal."""

    agree: int
    refuse: int
    silent: int

    @property
    def asked(self) -> int:
        return self.agree + self.refuse + self.silent


def tally(proposal: Proposal) -> Tally:
    answers = dict(
        proposal.answers.filter(terms_sha256=proposal.terms_sha256).values_list(
            "party_id", "answer"
        )
    )
    workers = list(proposal.rows.values_list("worker_id", flat=True))
    agree = sum(answers.get(w) == Answer.AGREE for w in workers)
    refuse = sum(answers.get(w) == Answer.REFUSE for w in workers)
    return Tally(agree, refuse, len(workers) - agree - refuse)


@dataclass(frozen=True)
class SignaturePlace:
    """One place that must be signed before the agreement can be sealed."""

    slot: Slot
    name: str
    party: Party | None
    signature: Signature | None
    officer_id: int | None = None

    @property
    def signed(self) -> bool:
        return self.signature is not None


def signature_places(agreement: Agreement) -> list[SignaturePlace]:
    """Return every required place of an agreement in order: workers, parties, mediators."""
    signed = list(agreement.signatures.all())
    by_party = {s.party_id: s for s in signed if s.party_id}
    by_officer = {s.officer_id: s for s in signed if s.officer_id and s.slot == Slot.MEDIATOR}
    workers = Party.objects.filter(instalment_shares__instalment__agreement=agreement)
    places = [
        SignaturePlace(Slot.PARTY, w.name, w, by_party.get(w.pk))
        for w in workers.distinct().order_by("roster_no")
    ]
    for party in signing_parties(agreement.proposal):
        third = party.place == ProceduralPlace.THIRD_PARTY
        places.append(
            SignaturePlace(
                Slot.THIRD_PARTY if third else Slot.PARTY,
                party.name,
                party,
                by_party.get(party.pk),
            )
        )
    mediators = agreement.case.officers.filter(capacity="mediator", until_on=None)
    for row in mediators.select_related("user"):
        places.append(
            SignaturePlace(
                Slot.MEDIATOR, row.user.name, None, by_officer.get(row.user_id), row.user_id
            )
        )
    return places


def signing_parties(proposal: Proposal) -> list[Party]:
    """Return everybody but the workers who signs: payers, who acknowledges, who agreed."""
    keys = {a["party"] for a in proposal.acknowledging}
    wanted = set(proposal.payers.values_list("party_id", flat=True))
    wanted |= set(
        proposal.answers.filter(answer=Answer.AGREE, party__roster_no__isnull=True)
        .exclude(party__place=ProceduralPlace.APPLICANT)
        .values_list("party_id", flat=True)
    )
    return [p for p in proposal.case.parties.others() if p.pk in wanted or p.key in keys]


def missing_signatures(agreement: Agreement) -> list[SignaturePlace]:
    return [p for p in signature_places(agreement) if not p.signed]


def agreed_fen(agreement: Agreement) -> int:
    shares = InstalmentShare.objects.filter(instalment__agreement=agreement)
    return shares.aggregate(total=Sum("amount_fen"))["total"] or 0


def agreement_paid_fen(agreement: Agreement) -> int:
    rows = PaymentRow.objects.filter(payment__agreement=agreement)
    return rows.aggregate(total=Sum("amount_fen"))["total"] or 0


def agreement_outstanding_fen(agreement: Agreement) -> int:
    return agreed_fen(agreement) - agreement_paid_fen(agreement)


def paid_on_instalment(instalment: Instalment) -> dict[int, int]:
    """Return what has been paid on an instalment in fen, by worker id."""
    rows = PaymentRow.objects.filter(payment__instalment=instalment)
    return dict(rows.values_list("worker_id").annotate(total=Sum("amount_fen")).order_by())


def unpaid_shares(instalment: Instalment) -> list[tuple[Party, int]]:
    """Return the workers who have not been paid in full on an instalment, with what is open."""
    paid = paid_on_instalment(instalment)
    rows = []
    for share in instalment.shares.select_related("worker").order_by("worker__roster_no"):
        rest = share.amount_fen - paid.get(share.worker_id, 0)
        if rest:
            rows.append((share.worker, rest))
    return rows


def instalment_outstanding_fen(instalment: Instalment) -> int:
    return sum(rest for _, rest in unpaid_shares(instalment))


def next_instalment(agreement: Agreement) -> Instalment | None:
    """Return the earliest instalment that is not paid in full."""
    for instalment in agreement.instalments.order_by("no"):
        if instalment_outstanding_fen(instalment):
            return instalment
    return None


def settled_workers(case: Case) -> set[int]:
    """Return the ids of the workers who stand in an agreement that is signed or being signed."""
    return set(
        InstalmentShare.objects.filter(instalment__agreement__case=case)
        .exclude(instalment__agreement__state=AgreementState.VOID)
        .values_list("worker_id", flat=True)
    )


def instalments_due(*, user, until: date):
    """Return unpaid instalments of effective agreements the user may see, next first."""
    return (
        Instalment.objects.filter(
            agreement__state=AgreementState.EFFECTIVE,
            due_on__lte=until,
            agreement__case__in=Case.objects.visible_to(user),
        )
        .select_related("agreement__case")
        .order_by("due_on", "id")
    )
