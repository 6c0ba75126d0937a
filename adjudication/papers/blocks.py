"""What the papers of an arbitration share: how it is called, who sits, who came for whom."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import prefetch_related_objects

from adjudication.choices import SeatRole
from adjudication.models import Arbitration, Claim, Element, Seat
from adjudication.queries import (
    applicants,
    in_order,
    panel,
    respondents,
    secretary,
    third_parties,
    worker_count,
)
from cases.choices import AuthorityScope, Capacity, PartyKind
from cases.models import Authority, Evidence, Party
from documents.contracts import amount_dict
from law.money import yuan
from mediation.papers import blocks as shared
from staff.models import User

SHANGHAI = ZoneInfo("Asia/Shanghai")
crew_text, names_text = shared.crew_text, shared.names_text
ROLES = {"applicant": "申请人", "respondent": "被申请人", "third_party": "第三人"}


def number(arbitration: Arbitration) -> str:
    """Return the number its papers bear: its own, before acceptance that of the file."""
    return arbitration.number or arbitration.case.number


def heads(arbitration: Arbitration) -> dict:
    """Whose case it is: number, both sides in short, cause."""
    return {
        "case_number": number(arbitration),
        "applicants_text": crew_text(applicants(arbitration)),
        "respondents_text": names_text(respondents(arbitration)),
        "cause": arbitration.cause,
    }


def picked(arbitration: Arbitration, *names: str) -> dict:
    """Return the named ones of `heads` with the number, which every paper bears."""
    every = heads(arbitration)
    return {name: every[name] for name in ("case_number", *names)}


def contact(arbitration: Arbitration, person: User) -> dict:
    return {"name": person.name, "phone": person.phone or arbitration.commission.phone}


def arbitrator(seat: Seat) -> dict:
    return {
        "role": SeatRole(seat.role).label,
        "name": seat.user.name,
        "certificate_no": seat.user.certificate_no or None,
    }


def bench(arbitration: Arbitration) -> dict:
    """The panel, the presiding one first, and who keeps the record."""
    keeper = secretary(arbitration)
    return {
        "panel": [arbitrator(seat) for seat in panel(arbitration)],
        "secretary": keeper.name if keeper else None,
    }


def place_of(arbitration: Arbitration, party: Party) -> str:
    """Return 申请人, 被申请人 or 第三人."""
    if arbitration.applicants.filter(pk=party.pk).exists():
        return ROLES["applicant"]
    if arbitration.respondents.filter(pk=party.pk).exists():
        return ROLES["respondent"]
    return ROLES["third_party"]


def roles(arbitration: Arbitration) -> dict[int, str]:
    """Return the place of every party as papers print it, numbered where there are several."""
    found: dict[int, str] = defaultdict(lambda: ROLES["third_party"])
    for place, same in (
        ("third_party", third_parties(arbitration)),
        ("respondent", respondents(arbitration)),
        ("applicant", applicants(arbitration)),
    ):
        labels = shared.numbered(ROLES[place], len(same))
        found.update((party.pk, label) for party, label in zip(same, labels, strict=True))
    return found


def named_apart(arbitration: Arbitration) -> dict[int, str]:
    """Return the name of every applicant; of two with one name with the place: 张伟（申请人2）."""
    people = applicants(arbitration)
    alike = Counter(worker.name for worker in people)
    places = roles(arbitration) if len(alike) < len(people) else {}
    return {
        worker.pk: worker.name
        if alike[worker.name] == 1
        else f"{worker.name}（{places[worker.pk]}）"
        for worker in people
    }


def role_of(arbitration: Arbitration, party: Party) -> str:
    """Return the place of one party; of many ask `roles` once."""
    return roles(arbitration)[party.pk]


def sides(arbitration: Arbitration, speaking: Sequence[Party], *, on: date) -> dict[str, list]:
    """Describe everybody of the case; of the applicants those who speak."""
    everybody = {
        "applicants": speaking,
        "respondents": respondents(arbitration),
        "third_parties": third_parties(arbitration),
    }
    places = roles(arbitration)
    return {
        side: described(arbitration, parties, on=on, places=places)
        for side, parties in everybody.items()
    }


def described(
    arbitration: Arbitration,
    parties: Sequence[Party],
    *,
    on: date,
    places: Mapping[int, str] | None = None,
) -> list[dict]:
    """
    Describe parties with the agents they have before the commission on that day.

    `places` are the `roles`, where they are known already.
    """
    found = []
    if places is None:
        places = roles(arbitration) if parties else {}
    prefetch_related_objects(list(parties), "authorities", "service_addresses")  # of a crew at once
    for party in parties:
        block = shared.party_block(party, places[party.pk], on=on)
        granted = [
            a
            for a in sorted(party.authorities.all(), key=lambda a: a.pk)
            if a.before == "arb" and a.valid_from <= on <= a.valid_to
        ]
        block["agents"] = [shared.agent_block(a) for a in granted]
        found.append(block)
    return found


def agents(party: Party, *, on: date) -> list[Authority]:
    """Return who may act for a party before the commission on a day (V-P2)."""
    granted = party.authorities.filter(before="arb", valid_from__lte=on, valid_to__gte=on)
    return list(granted.order_by("id"))


@dataclass(frozen=True)
class Attending:
    """Who came for a party, in which capacity (本人, 法定代表人, 委托代理人)."""

    party: Party
    person: str
    capacity: str


def usual_attendant(party: Party, *, on: date) -> Attending:
    """Return who comes for a party when nobody else is named: an agent, the head, or itself."""
    if granted := agents(party, on=on):
        return Attending(party, granted[-1].agent, Capacity.AUTHORISED_AGENT.label)
    if party.kind == PartyKind.NATURAL:
        return Attending(party, party.name, Capacity.SELF.label)
    return Attending(party, party.legal_rep or party.name, Capacity.LEGAL_REPRESENTATIVE.label)


def attendee(arbitration: Arbitration, there: Attending, *, on: date) -> dict:
    authority = next((a for a in agents(there.party, on=on) if a.agent == there.person), None)
    return {
        "name": there.person,
        "role": role_of(arbitration, there.party),
        "capacity": there.capacity,
        "authority": AuthorityScope(authority.scope).label if authority else None,
    }


def attendee_signature(arbitration: Arbitration, there: Attending, refusal: str = "") -> dict:
    """The place of who came for a party; minutes are signed by people, not sealed."""
    themself = there.person == there.party.name
    return {
        "role": role_of(arbitration, there.party),
        "name": there.party.name,
        "kind": "person" if themself else "officer",
        "signer": None if themself else there.person,
        "capacity": None if themself else there.capacity,
        "refusal": refusal or None,
    }


def bench_signatures(arbitration: Arbitration) -> list[dict]:
    keeper = secretary(arbitration)
    return [
        *(
            shared.officer_signature(SeatRole(s.role).label, s.user.name)
            for s in panel(arbitration)
        ),
        *([shared.officer_signature(SeatRole.SECRETARY.label, keeper.name)] if keeper else []),
    ]


def party_signature(
    arbitration: Arbitration, party: Party, *, on: date, signer: str = "", capacity: str = ""
) -> dict:
    """
    The place of a party on what it hands in; an organisation seals by head or agent.

    A person who signs for themself is their own name, and nobody signs for them.
    """
    natural = party.kind == PartyKind.NATURAL
    if natural and signer in ("", party.name):
        signer = capacity = ""
    return {
        "role": role_of(arbitration, party),
        "name": party.name,
        "kind": "person" if natural else "organisation",
        "signer": (signer or None) if natural else (signer or party.legal_rep or None),
        "capacity": (capacity or None)
        if natural
        else (capacity or Capacity.LEGAL_REPRESENTATIVE.label),
        "refusal": None,
    }


def evidence_rows(pieces: Iterable[Evidence]) -> list[dict]:
    return [
        {
            "no": piece.no,
            "name": piece.name,
            "form": piece.kind,
            "original": False,
            "pages": piece.pages,
            "source": piece.by_label,
            "proves": piece.proves or None,
        }
        for piece in pieces
    ]


def evidence_nos(element: Element) -> str | None:
    return "、".join(str(piece.no) for piece in element.evidence.all()) or None


def label_of(element: Element, names: Mapping[int, str] | None = None) -> str:
    """Return the name of an element; one worker's own says whose it is, by `names` if given."""
    if not element.worker_id:
        return element.label
    return f"{element.label}（{(names or {}).get(element.worker_id, str(element.worker))}）"


def with_unit(element: Element, value: str) -> str:
    return f"{value}{element.unit}" if value and not value.endswith(element.unit) else value


def elements_of(arbitration: Arbitration) -> list[Element]:
    """Return the elements in order, with workers and evidence loaded."""
    found = arbitration.elements.select_related("worker").prefetch_related("evidence")
    return in_order(found)


def claim_rows(arbitration: Arbitration) -> list[dict]:
    """
    The claims as a paper lists them: of one worker each, of several summed up by what is asked.

    Elements that nobody has stated are left out: a row of the table is what a claim refers to.
    """
    claims = list(
        arbitration.claims.exclude(state="withdrawn").select_related("worker").order_by("no", "id")
    )
    stated = set(arbitration.elements.values_list("code", flat=True))
    if worker_count(arbitration) == 1:
        return [_claim_row(no, [claim], stated) for no, claim in enumerate(claims, 1)]
    together: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        together.setdefault((claim.kind, claim.what), []).append(claim)
    return [_claim_row(no, same, stated) for no, same in enumerate(together.values(), 1)]


def _claim_row(no: int, claims: list[Claim], stated: set[str]) -> dict:
    first, alone = claims[0], len(claims) == 1
    amounts = [c.amount_fen for c in claims if c.amount_fen is not None]
    starts = [c.period_from for c in claims if c.period_from]
    ends = [c.period_to for c in claims if c.period_to]
    codes = {code for c in claims for code in c.elements if code in stated}
    return {
        "no": no,
        "kind": first.get_kind_display(),
        "what": first.what,
        "period_from": min(starts).isoformat() if starts else None,
        "period_to": max(ends).isoformat() if ends else None,
        "formula": (first.formula or None) if alone else None,
        "amount": amount_dict(sum(amounts)) if amounts else None,
        "elements": sorted(codes, key=lambda code: int(code[1:])),
    }


def roster_rows(arbitration: Arbitration) -> list[dict]:
    """Every applicant with what is claimed for them; empty for one."""
    people = applicants(arbitration)
    if len(people) == 1:
        return []
    sums: dict[int, int] = {}
    claims = arbitration.claims.exclude(state="withdrawn")
    for worker_id, fen in claims.values_list("worker_id", "amount_fen"):
        sums[worker_id] = sums.get(worker_id, 0) + (fen or 0)
    return [
        {
            "no": no,
            "name": worker.name,
            "id_no": worker.id_no,
            "phone": worker.phone or None,
            "amount": amount_dict(sums.get(worker.pk, 0)),
        }
        for no, worker in enumerate(people, 1)
    ]


def sentence(text: str) -> str:
    """Return text that stands by itself with its full stop."""
    text = text.strip()
    return text if text.endswith(("。", "！", "？", "；")) else f"{text.rstrip('，、：,.;')}。"


def in_yuan(fen: int) -> str:
    return f"{yuan(fen)}元"
