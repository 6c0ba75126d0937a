"""Parties, the project, the liability chain, and the papers that say who may act for whom."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from cases.choices import (
    AuthorityScope,
    LicenceState,
    LinkKind,
    PartyKind,
    PartyRole,
    ProceduralPlace,
    SealKind,
)
from cases.models import (
    Authority,
    Case,
    Election,
    Evidence,
    IdentityPaper,
    LiabilityLink,
    MaterialReceipt,
    Party,
    Project,
    ServiceAddress,
)
from cases.models.fields import blind_index
from cases.operations.records import checked_name, lock_case, record, require, require_open
from cases.permissions import can_edit_case
from law.identity import check_id_number, check_uscc, clean_id_number
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

# What may be corrected; a worker's place on the roster may not.
AMENDABLE = {
    "role",
    "name",
    "uscc",
    "org_kind",
    "legal_rep",
    "legal_rep_title",
    "id_no",
    "sex",
    "birth",
    "native_place",
    "address",
    "phone",
    "status_note",
    "missing",
    "licensed",
    "post",
    "bank_account",
    "bank_name",
}


class NoSuchParty(ActRefused):
    def __init__(self, key: str) -> None:
        super().__init__(f"案件中没有代号为“{key}”的当事人。", source="V-P1")


def checked_party(party: Party) -> Party:
    """Return `party` with its identity checked and its blind index set (V-P1)."""
    if party.kind == PartyKind.ORG:
        party.name = party.name.strip()
        if not party.name:
            raise ActRefused("请填写单位名称（与营业执照一致）。", source="V-P1")
        if party.uscc:
            party.uscc = clean_id_number(party.uscc)
            checked = check_uscc(party.uscc)
            if not checked.ok:
                raise ActRefused(f"{party.name}：{'；'.join(checked.errors)}", source="V-P1")
        return party
    party.name = checked_name(party.name)
    if party.id_no:
        party.id_no = clean_id_number(party.id_no)
        checked = check_id_number(party.id_no)
        errors = list(checked.errors)
        if party.birth and checked.birth and party.birth != checked.birth:
            errors.append("出生日期与身份证号不符")
        if party.sex and checked.sex and party.sex != checked.sex:
            errors.append("性别与身份证号不符")
        if errors:
            raise ActRefused(f"{party.name}：{'；'.join(errors)}", source="V-P1")
        party.birth, party.sex = checked.birth, checked.sex or ""
    party.id_index = blind_index(party.id_no)
    _refuse_same_person(party)
    return party


def _refuse_same_person(party: Party) -> None:
    """Refuse a person who stands in the case already, on the other side or on the roster (V-P3)."""
    if not party.id_index:
        return
    same = party.case.parties.filter(id_index=party.id_index).exclude(pk=party.pk)
    opposite = same.exclude(role=PartyRole.APPLICANT)
    if party.role != PartyRole.APPLICANT:
        opposite = same.filter(role=PartyRole.APPLICANT)
    if found := opposite.first():
        where = f"花名册第{found.roster_no}行的申请人" if found.roster_no else f"当事人{found.name}"
        raise ActRefused(f"{party.name}与本案{where}是同一人，同一人不能列在双方。", source="V-P3")
    if party.roster_no and (found := same.workers().first()):
        raise ActRefused(
            f"{party.name}的身份证号与花名册第{found.roster_no}行相同。", source="V-P1"
        )


@transaction.atomic
def add_party(
    *,
    case: Case,
    role: PartyRole,
    kind: PartyKind,
    name: str,
    by: User,
    on: date,
    key: str = "",
    **details: Any,
) -> Party:
    """
    Enter a party of the case (not a worker of the roster).

    `details` are further fields of `Party`: uscc, legal_rep, legal_rep_title, org_kind, id_no, sex,
    birth, native_place, address, phone, status_note, missing, licensed, post.

    Raises:
        ActRefused: V-P1 (identity), V-P3 (the same person on both sides).
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    key = key or f"party_{case.parties.count() + 1}"
    party = checked_party(Party(case=case, key=key, role=role, kind=kind, name=name, **details))
    save_with_reason(party, by=by, reason=f"登记{PartyRole(role).label}")
    record(
        case,
        "add_party",
        by=by,
        on=on,
        summary=f"登记{PartyRole(role).label}：{party.name}",
        facts={"party": party.key, "role": role},
        party=party,
    )
    return party


@transaction.atomic
def amend_party(*, party: Party, by: User, on: date, reason: str, **details: Any) -> Party:
    """Correct what is known of a party; the earlier values stay in the history."""
    case = lock_case(party.case)
    require(can_edit_case(by, case))
    require_open(case)
    if not reason.strip():
        raise ActRefused("请写明更正理由。", source="V-T1")
    fixed = sorted(set(details) - AMENDABLE)
    if fixed:
        raise TypeError(f"not amendable: {', '.join(fixed)}")
    party = Party.objects.select_for_update().get(pk=party.pk)
    if party.is_worker and details.get("role", party.role) != party.role:
        raise ActRefused("花名册上的劳动者不能改为其他角色。", source="V-P3")
    for name, value in details.items():
        setattr(party, name, value)
    save_with_reason(checked_party(party), by=by, reason=reason)
    record(
        case,
        "amend_party",
        by=by,
        on=on,
        summary=f"更正当事人信息：{party.name}（{reason}）",
        facts={"party": party.key, "fields": sorted(details)},
        party=party,
    )
    return party


def _refuse_foreign(case: Case, *parties: Party) -> None:
    for party in parties:
        if party.case_id != case.pk:
            raise NoSuchParty(party.key)


@transaction.atomic
def name_debtor(*, case: Case, party: Party, by: User) -> Case:
    """Say which party owes the wages first; wage items are booked against it."""
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    _refuse_foreign(case, party)
    case.debtor = party
    return save_with_reason(case, by=by, reason=f"欠薪主体：{party.name}")


@transaction.atomic
def place_parties(
    *,
    case: Case,
    applicants: Iterable[Party],
    respondents: Iterable[Party],
    third_parties: Iterable[Party],
    by: User,
) -> None:
    """Set what each party is in this case: 申请人, 被申请人, 第三人."""
    for place, parties in (
        (ProceduralPlace.APPLICANT, applicants),
        (ProceduralPlace.RESPONDENT, respondents),
        (ProceduralPlace.THIRD_PARTY, third_parties),
    ):
        for party in parties:
            if party.place != place:
                party.place = place
                save_with_reason(party, by=by, reason=f"列为{place.label}")


@transaction.atomic
def set_project(*, case: Case, name: str, by: User, on: date, **details: Any) -> Project:
    """Enter the building project: permit, team, wage account, real-name system, wage deposit."""
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    project = Project.objects.filter(case=case).first() or Project(case=case)
    project.name = name
    for field, value in details.items():
        setattr(project, field, value)
    save_with_reason(project, by=by, reason="登记工程项目")
    record(case, "set_project", by=by, on=on, summary=f"登记工程项目：{name}", facts={})
    return project


@transaction.atomic
def add_link(
    *,
    case: Case,
    upper: Party,
    lower: Party,
    kind: LinkKind,
    by: User,
    on: date,
    contract_name: str = "",
    contract_no: str = "",
    signed_on: date | None = None,
    unpaid_works_price_fen: int | None = None,
) -> LiabilityLink:
    """Draw one step of the liability chain: `upper` gave the work to `lower`."""
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    _refuse_foreign(case, upper, lower)
    if upper.pk == lower.pk:
        raise ActRefused("发包方与承包方不能是同一当事人。", source="V-P3")
    if LiabilityLink.objects.filter(case=case, upper=upper, lower=lower, kind=kind).exists():
        raise ActRefused("这一环已经登记过。", source="V-P3")
    link = LiabilityLink(
        case=case,
        upper=upper,
        lower=lower,
        kind=kind,
        contract_name=contract_name,
        contract_no=contract_no or "",
        signed_on=signed_on,
        unpaid_works_price_fen=unpaid_works_price_fen,
    )
    save_with_reason(link, by=by, reason="登记责任链")
    record(
        case,
        "add_link",
        by=by,
        on=on,
        summary=f"责任链：{upper.name} → {lower.name}（{LinkKind(kind).label}）",
        facts={"upper": upper.key, "lower": lower.key, "kind": kind},
    )
    return link


@transaction.atomic
def record_election(
    *,
    case: Case,
    representatives: list[Party],
    signed_by: list[Party],
    powers: list[str],
    may_settle: bool,
    witness: User | None,
    by: User,
    on: date,
    before: str = "mediation_org",
) -> Election:
    """
    Record that ten or more workers elected three to five of them (MED-26, COL-02).

    Raises:
        ActRefused: fewer than ten workers, not 3–5 representatives, one of them not on the roster,
            a worker of the roster who has not signed.
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    roster = list(case.parties.workers())
    if len(roster) < 10:
        raise ActRefused(
            f"推选代表须十人以上有共同请求，花名册现有{len(roster)}人；不足十人请用授权委托。",
            source="MED-26",
        )
    if not 3 <= len({p.pk for p in representatives}) <= 5:
        raise ActRefused(
            f"代表应为三至五名，现推选{len({p.pk for p in representatives})}名。", source="COL-02"
        )
    members = {p.pk for p in roster}
    strangers = [p.name for p in representatives if p.pk not in members]
    if strangers:
        raise ActRefused(f"代表必须在花名册中：{'、'.join(strangers)}。", source="COL-02")
    signed = {p.pk for p in signed_by}
    unsigned = [p for p in roster if p.pk not in signed]
    if unsigned:
        names = "、".join(f"第{p.roster_no}行{p.name}" for p in unsigned[:10])
        raise ActRefused(f"花名册尚有{len(unsigned)}人未签名：{names}。", source="D07")
    election = Election(
        case=case,
        elected_on=on,
        before=before,
        powers=powers,
        may_settle=may_settle,
        witness=witness,
    )
    election.save()
    election.representatives.set(representatives)
    election.signed_by.set(signed_by)
    record(
        case,
        "elect_representatives",
        by=by,
        on=on,
        summary=f"{len(roster)}名劳动者推选代表：{'、'.join(p.name for p in representatives)}",
        facts={
            "representatives": [p.roster_no for p in representatives],
            "may_settle": may_settle,
            "powers": powers,
        },
    )
    return election


@transaction.atomic
def record_authority(
    *,
    party: Party,
    agent: str,
    scope: AuthorityScope,
    special_items: list[str],
    valid_from: date,
    valid_to: date,
    by: User,
    on: date,
    agent_post: str = "",
    seal_kind: str = "",
    before: str = "mediation_org",
) -> Authority:
    """
    Record a power of attorney (授权委托, V-P2).

    Raises:
        ActRefused: a project, contract or department seal (V-S2); dates in the wrong order.
    """
    case = lock_case(party.case)
    require(can_edit_case(by, case))
    require_open(case)
    refuse_wrong_seal(seal_kind)
    if valid_to < valid_from:
        raise ActRefused("授权期限的止日早于起日。", source="V-D1")
    if party.kind == PartyKind.ORG and not seal_kind:
        raise ActRefused("单位的授权委托书须加盖单位公章。", source="V-S2")
    authority = Authority(
        case=case,
        party=party,
        agent=checked_name(agent),
        agent_post=agent_post,
        scope=scope,
        special_items=special_items,
        before=before,
        valid_from=valid_from,
        valid_to=valid_to,
        seal_kind=seal_kind,
    )
    save_with_reason(authority, by=by, reason="登记授权委托")
    record(
        case,
        "grant_authority",
        by=by,
        on=on,
        summary=f"{party.name}委托{agent}，{AuthorityScope(scope).label}",
        facts={"agent": agent, "scope": scope, "before": before},
        party=party,
    )
    return authority


def refuse_wrong_seal(seal_kind: str) -> None:
    """Refuse the seals that make courts send an agreement back (V-S2)."""
    wrong = {SealKind.PROJECT_DEPARTMENT, SealKind.CONTRACT, SealKind.DEPARTMENT}
    if seal_kind in wrong:
        raise ActRefused(
            f"不能使用{SealKind(seal_kind).label}，须加盖单位公章。",
            source="V-S2",
            suggest="请当事人携单位公章办理，或提交加盖公章的授权委托书。",
        )


@transaction.atomic
def record_service_addresses(
    *,
    case: Case,
    parties: list[Party],
    address: str,
    e_service: bool,
    e_channel: str,
    by: User,
    on: date,
) -> list[ServiceAddress]:
    """Record where papers reach each of `parties`; an earlier address of theirs is superseded."""
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    if not address.strip():
        raise ActRefused("请填写送达地址。", source="D09")
    missing = [p.name for p in parties if e_service and not p.phone]
    if missing:
        raise ActRefused(
            f"同意电子送达的当事人须有联系电话：{'、'.join(missing[:10])}。", source="D09"
        )
    ServiceAddress.objects.filter(case=case, party__in=parties).update(superseded=True)
    rows = ServiceAddress.objects.bulk_create(
        [
            ServiceAddress(
                case=case,
                party=p,
                address=address.strip(),
                phone=p.phone,
                e_service=e_service,
                e_channel=e_channel,
                confirmed_on=on,
            )
            for p in parties
        ]
    )
    names = "、".join(p.name for p in parties[:3]) + (
        f"等{len(parties)}人" if len(parties) > 3 else ""
    )
    record(
        case,
        "confirm_service_address",
        by=by,
        on=on,
        summary=f"{names}确认送达地址" + ("，同意电子送达" if e_service else ""),
        facts={"parties": [p.key for p in parties], "e_service": e_service},
        party=parties[0] if len(parties) == 1 else None,
    )
    return rows


@transaction.atomic
def record_materials(
    *,
    case: Case,
    received_from: str,
    pieces: list[dict],
    originals_returned: bool,
    by: User,
    on: date,
    party: Party | None = None,
) -> MaterialReceipt:
    """
    Record papers handed in.

    `pieces` is [{no, name, kind, pages, proves}], `no` omitted for the next number; a number that
    exists already names an earlier piece brought again.
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    require_open(case)
    if not pieces:
        raise ActRefused("请至少登记一件材料。", source="D14")
    evidence = []
    last = max(case.evidence.values_list("no", flat=True), default=0)
    for piece in pieces:
        no = piece.get("no") or last + 1
        last = max(last, no)
        found = case.evidence.filter(no=no).first()
        if found is None:
            found = Evidence(
                case=case,
                no=no,
                name=piece["name"],
                kind=piece.get("kind", ""),
                pages=piece.get("pages", 1),
                proves=piece.get("proves", ""),
                by=party,
                by_label=received_from,
            )
            found.save()
        evidence.append(found)
    receipt = MaterialReceipt(
        case=case,
        received_from=received_from,
        received_on=on,
        received_by=by,
        originals_returned=originals_returned,
    )
    receipt.save()
    receipt.evidence.set(evidence)
    record(
        case,
        "receive_material",
        by=by,
        on=on,
        summary=f"接收{received_from}材料{len(evidence)}件："
        + "、".join(e.name for e in evidence)[:200],
        facts={"evidence": [e.no for e in evidence], "originals_returned": originals_returned},
        party=party,
    )
    return receipt


@transaction.atomic
def record_identity_papers(
    *,
    party: Party,
    papers: Iterable[tuple[str, int, str]],
    registered_name: str,
    licence_state: LicenceState,
    by: User,
    on: date,
) -> list[IdentityPaper]:
    """
    登记身份证明: copies of a party's papers as (name, pages, digest of the scan or "").

    They take the place of those recorded before. `registered_name` is what stands on the card or
    licence, `licence_state` what the register says on that day (ARB-40).

    Raises:
        ActRefused: no paper, a paper without a page, or a licence state that does not fit (V-P1).
    """
    case = lock_case(party.case)
    require(can_edit_case(by, case))
    require_open(case)
    given = list(papers)
    if not given or any(not name.strip() or pages < 1 for name, pages, _ in given):
        raise ActRefused("请逐项写明身份证明的名称和页数。", source="V-P1")
    if (licence_state == LicenceState.NATURAL) != (
        party.kind == PartyKind.NATURAL and not party.uscc
    ):
        raise ActRefused(f"{party.name}的登记状态与主体类型不符。", source="V-P1")
    kept = {name for name, _, _ in given}
    party.identity_papers.exclude(name__in=kept).delete()
    rows = []
    for name, pages, digest in given:
        row = party.identity_papers.filter(name=name).first() or IdentityPaper(
            party=party, name=name
        )
        row.pages, row.file_sha256, row.checked_on = pages, digest, on
        row.registered_name, row.licence_state = registered_name.strip(), licence_state
        rows.append(save_with_reason(row, by=by, reason="登记身份证明"))
    record(
        case,
        "record_identity_papers",
        by=by,
        on=on,
        party=party,
        summary=f"登记{party.name}的身份证明{len(rows)}项",
        facts={"party": party.key, "papers": [r.name for r in rows]},
    )
    return rows
