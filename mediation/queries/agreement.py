"""协议: the agreement at hand, who must sign it and who has."""

from dataclasses import dataclass

from cases.choices import ProceduralPlace
from cases.models import Case, Party
from mediation.choices import AgreementState, Answer, Slot
from mediation.models import Agreement, InstalmentShare, Proposal, Signature


def current_agreement(case: Case) -> Agreement | None:
    return case.agreements.exclude(state=AgreementState.VOID).order_by("-id").first()


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


def settled_workers(case: Case) -> set[int]:
    """Return the ids of the workers who stand in an agreement that is signed or being signed."""
    return set(
        InstalmentShare.objects.filter(instalment__agreement__case=case)
        .exclude(instalment__agreement__state=AgreementState.VOID)
        .values_list("worker_id", flat=True)
    )
