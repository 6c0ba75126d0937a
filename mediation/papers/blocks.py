"""Blocks several papers share: parties as described by law, workers' rows, signature places."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from cases.choices import (
    AuthorityScope,
    Capacity,
    OfficerCapacity,
    PartyKind,
    PartyRole,
    PayUnit,
    ProceduralPlace,
    WageKind,
)
from cases.models import Authority, Case, Party, ServiceAddress, WageItem
from cases.queries import WorkerAccount, representatives
from documents.contracts import amount_dict
from law.formulas import reproduces
from law.money import yuan

# A crew of ten or more is described by its representatives (调解仲裁法 7).
COLLECTIVE_FROM = 10
UNCALCULATED = "见工资明细"
DISPUTES = {
    "wages": "劳动报酬",
    "overtime": "加班工资",
    "economic_compensation": "经济补偿",
    "mixed": "劳动报酬等",
}


def applicants(case: Case) -> list[Party]:
    return list(case.parties.filter(place=ProceduralPlace.APPLICANT).order_by("roster_no", "id"))


def respondents(case: Case) -> list[Party]:
    return list(case.parties.filter(place=ProceduralPlace.RESPONDENT).order_by("id"))


def third_parties(case: Case) -> list[Party]:
    return list(case.parties.filter(place=ProceduralPlace.THIRD_PARTY).order_by("id"))


def crew_text(workers: Iterable[Party]) -> str:
    """Return 周建民等12人, or the one worker's name."""
    workers = list(workers)
    if not workers:
        return ""
    first = workers[0].name
    return first if len(workers) == 1 else f"{first}等{len(workers)}人"


def applicants_text(case: Case) -> str:
    return crew_text(applicants(case))


def respondents_text(case: Case) -> str:
    return "、".join(p.name for p in respondents(case))


def names_text(parties: Iterable[Party]) -> str:
    return "、".join(p.name for p in parties)


def dispute(case: Case) -> str:
    return DISPUTES[case.dispute_kind]


def described_applicants(case: Case, workers: list[Party]) -> list[Party]:
    """Return whom a paper describes: everybody, or of a collective case the representatives."""
    if len(workers) < COLLECTIVE_FROM:
        return workers
    return representatives(case) or workers[:1]


def numbered(label: str, count: int) -> list[str]:
    """Return 申请人, or 申请人1, 申请人2, … when there are several."""
    return [label] if count == 1 else [f"{label}{n}" for n in range(1, count + 1)]


def party_blocks(parties: list[Party], label: str, *, on: date) -> list[dict]:
    labels = numbered(label, len(parties))
    return [party_block(p, role, on=on) for p, role in zip(parties, labels, strict=True)]


_KINDS = {"个体工商户": "sole_trader", "个人独资企业": "sole_proprietorship"}


def party_block(party: Party, role: str, *, on: date) -> dict:
    """Describe a party in the order of the catalogue; `on` decides which agents are in office."""
    natural = party.kind == PartyKind.NATURAL
    standing = None if party.is_worker else party.get_role_display()
    agents = [a for a in party.authorities.all() if a.valid_from <= on <= a.valid_to]
    return {
        "role": role,
        "kind": "natural" if natural else _KINDS.get(party.org_kind, "organisation"),
        "name": party.name,
        "sex": party.sex or None,
        "ethnicity": None,
        "born_on": party.birth.isoformat() if party.birth else None,
        "id_no": party.id_no or None,
        "credit_code": party.uscc or None,
        "address": address_of(party),
        "phone": party.phone or None,
        "whereabouts_unknown": party.missing,
        "head": party.legal_rep or None,
        "head_title": party.legal_rep_title or None,
        "standing": standing,
        "guardian": None,
        "agents": [agent_block(a) for a in agents],
    }


def address_of(party: Party) -> str | None:
    if party.address:
        return party.address
    confirmed = service_address_of(party)
    return confirmed.address if confirmed else party.native_place or None


def service_address_of(party: Party) -> ServiceAddress | None:
    """Return the address the party confirmed last and has not changed since."""
    standing = [row for row in party.service_addresses.all() if not row.superseded]
    return standing[-1] if standing else None


# What the rows and blocks of papers read of a party; for a crew, asked once instead of each time.
OF_A_PARTY = ("wage_items__entries", "identity_papers", "service_addresses", "authorities")


def agent_block(authority: Authority) -> dict:
    organisation = authority.party.kind == PartyKind.ORG
    return {
        "name": authority.agent,
        "kind": "员工" if organisation else "公民",
        "unit": f"该公司{authority.agent_post}" if organisation and authority.agent_post else None,
        "scope": AuthorityScope(authority.scope).label,
    }


def officers(case: Case, capacity: OfficerCapacity) -> list:
    rows = case.officers.filter(capacity=capacity, until_on=None).select_related("user")
    return [row.user for row in rows]


def mediators(case: Case) -> list[dict]:
    return [
        {"name": u.name, "certificate_no": u.certificate_no or None}
        for u in officers(case, OfficerCapacity.MEDIATOR)
    ]


def recorder(case: Case) -> str:
    found = officers(case, OfficerCapacity.RECORDER) or officers(case, OfficerCapacity.MEDIATOR)
    return found[0].name if found else ""


def contact(case: Case) -> dict:
    """Return who answers questions: the intake officer, by the centre's telephone."""
    found = officers(case, OfficerCapacity.INTAKE) or officers(case, OfficerCapacity.MEDIATOR)
    person = found[0] if found else None
    return {
        "name": person.name if person else case.centre.name,
        "phone": (person.phone if person else "") or case.centre.phone,
    }


def short_unit(unit: str) -> str:
    return PayUnit(unit).label


def basis_of(worker: Party) -> str:
    """
    Return the calculation as printed: 67.5日×285.50元/日, months of one rate taken together.

    The rounding is half up to the fen per month, so a sum over months is printed per month when
    taking them together would not give the same figure. A calculation that does not come to what
    is claimed is not printed.
    """
    items = list(worker.wage_items.all())
    claimed = sum(e.amount_fen for i in items for e in i.entries.all() if e.kind == "claimed")
    text = _calculation(items)
    return text if reproduces(text, claimed) else UNCALCULATED


def _calculation(items: list[WageItem]) -> str:
    wages = [i for i in items if i.kind == WageKind.WAGES]
    parts = []
    plain = [i for i in wages if "÷" not in i.formula]
    if plain and len({(i.rate_fen, i.unit) for i in plain}) == 1 and len(plain) == len(wages):
        unit, rate = short_unit(plain[0].unit), plain[0].rate_fen
        claimed = sum(e.amount_fen for i in plain for e in i.entries.all() if e.kind == "claimed")
        quantity = sum((i.quantity for i in plain), Decimal(0))
        if quantity * rate == claimed:
            return _with(items, f"{_plain(quantity)}{unit}×{yuan(rate)}元/{unit}")
    for item in wages:
        parts.append(item.formula)
    return _with(items, "＋".join(parts) or UNCALCULATED)


def _with(items, text: str) -> str:
    others = [i.formula for i in items if i.kind != WageKind.WAGES and i.formula]
    return "＋".join([text, *others])


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def span(case: Case, worker: Party) -> tuple[date, date]:
    """Return the worker's wage period, cut to the period the application names."""
    items = list(worker.wage_items.all())
    start = min(i.period_from for i in items) if items else case.period_from
    end = max(i.period_to for i in items) if items else case.period_to
    if case.period_from and start < case.period_from <= end:
        start = case.period_from
    if case.period_to and start <= case.period_to < end:
        end = case.period_to
    return start, end


def post_of(case: Case, worker: Party) -> str:
    project = getattr(case, "project", None)
    return (
        worker.post or (project.team if project else "") or case.contract.get("post") or "务工人员"
    )


def worker_row(
    case: Case,
    account: WorkerAccount,
    *,
    due_fen: int,
    shares: list[int] | None = None,
    own_account: bool = True,
) -> dict:
    """One line of the workers' table; `due_fen` is what this paper says is owed to the worker."""
    worker = account.worker
    start, end = span(case, worker)
    return {
        "no": worker.roster_no,
        "name": worker.name,
        "id_no": worker.id_no,
        "phone": worker.phone,
        "post": post_of(case, worker),
        "period_from": start.isoformat(),
        "period_to": end.isoformat(),
        "basis": basis_of(worker),
        "gross": amount_dict(account.gross_fen),
        "paid": amount_dict(account.paid_before_fen),
        "due": amount_dict(due_fen),
        "instalments": [{"amount": amount_dict(s)} for s in shares or []],
        "account_holder": worker.name if own_account and worker.bank_account else None,
        "bank": worker.bank_name or None if own_account else None,
        "account_no": worker.bank_account or None if own_account else None,
    }


def total(fens: Iterable[int]) -> dict:
    return amount_dict(sum(fens))


def officer_signature(role: str, name: str) -> dict:
    return {
        "role": role,
        "name": name,
        "kind": "officer",
        "signer": None,
        "capacity": None,
        "refusal": None,
    }


def party_signature(party: Party, role: str, *, on: date) -> dict:
    """The place where a party signs; an organisation by its representative or agent of the day."""
    if party.kind == PartyKind.NATURAL:
        agent = None
        kind = "person"
    else:
        special = [a for a in party.authorities.all() if a.scope == AuthorityScope.SPECIAL]
        agent = next((a for a in reversed(special) if a.valid_from <= on <= a.valid_to), None)
        kind = "organisation"
    signer = agent.agent if agent else (party.legal_rep or None if kind != "person" else None)
    capacity = None
    if signer:
        capacity = (Capacity.AUTHORISED_AGENT if agent else Capacity.LEGAL_REPRESENTATIVE).label
    return {
        "role": role,
        "name": party.name,
        "kind": kind,
        "signer": signer,
        "capacity": capacity,
        "refusal": None,
    }


def party_signatures(parties: list[Party], label: str, *, on: date) -> list[dict]:
    labels = numbered(label, len(parties))
    return [party_signature(p, role, on=on) for p, role in zip(parties, labels, strict=True)]


def place_label(party: Party) -> str:
    """Return 申请人, 被申请人, 第三人, numbered as in the papers when there are several."""
    label = ProceduralPlace(party.place).label
    if party.place == ProceduralPlace.APPLICANT:
        return label
    same = list(
        party.case.parties.filter(place=party.place).order_by("id").values_list("pk", flat=True)
    )
    return label if len(same) == 1 else f"{label}{same.index(party.pk) + 1}"


def is_foreman(party: Party) -> bool:
    return party.role == PartyRole.FOREMAN
