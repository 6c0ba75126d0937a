"""Who may act for a party, in which capacity, under which power of attorney."""

from datetime import date

from cases.choices import AuthorityScope, Capacity, PartyKind
from cases.models import Authority, Party, PartyAccess
from staff.models import User
from staff.refusals import ActRefused


def authority_for(party: Party, person: str, *, on: date, special: bool) -> Authority | None:
    """Return the power of attorney by which `person` may act for `party` on that day, if any."""
    found = party.authorities.filter(
        agent=person, before="mediation_org", valid_from__lte=on, valid_to__gte=on
    )
    if special:
        found = found.filter(scope=AuthorityScope.SPECIAL)
    return found.order_by("-id").first()


class NotAuthorised(ActRefused):
    """The person may not act for the party in this capacity (V-P2)."""

    def __init__(self, message: str, suggest: str = "请先提交特别授权委托书，或由本人到场。"):
        super().__init__(message, source="V-P2", suggest=suggest)


def acting(party: Party, *, by: User, on: date, settle: bool) -> PartyAccess:
    """
    Return on what ground a party's person acts for it today.

    Raises:
        NotAuthorised: not admitted for this party, or without the authority the act takes.
    """
    access = party.accesses.filter(user=by, revoked_at=None).order_by("-id").first()
    if access is None:
        raise NotAuthorised(f"您不能代{party.name}办理。", suggest="请由本人或者代理人办理。")
    check_capacity(party, access.person, Capacity(access.capacity), on=on, settle=settle)
    return access


def check_capacity(
    party: Party, person: str, capacity: Capacity, *, on: date, settle: bool
) -> Authority | None:
    """
    Check that `person` may act for `party` as `capacity`; for settling an agent needs 特别授权.

    Returns:
        The power of attorney used, for an agent.

    Raises:
        NotAuthorised: with the sentence that says what is missing.
    """
    check = _CHECKS.get(capacity)
    if check is None:
        raise NotAuthorised(f"{person}的身份“{capacity}”不能代表当事人。")
    return check(party, person, on, settle)


def _in_person(party: Party, person: str, on: date, settle: bool) -> None:
    if party.kind == PartyKind.ORG:
        raise NotAuthorised(f"{party.name}是单位，须由法定代表人或委托代理人办理。")
    if person != party.name:
        raise NotAuthorised(f"“本人”应为{party.name}，不是{person}。")


def _by_legal_representative(party: Party, person: str, on: date, settle: bool) -> None:
    if person != party.legal_rep:
        registered = party.legal_rep or "（未登记）"
        raise NotAuthorised(f"{party.name}登记的法定代表人是{registered}，不是{person}。")


def _by_agent(party: Party, person: str, on: date, settle: bool) -> Authority:
    if authority_for(party, person, on=on, special=False) is None:
        raise NotAuthorised(f"{person}没有{party.name}在{on:%Y-%m-%d}有效的授权委托书。")
    authority = authority_for(party, person, on=on, special=settle)
    if authority is None:
        raise NotAuthorised(f"{person}只有一般授权，不能代{party.name}承认、变更请求或达成协议。")
    return authority


def _by_elected_representative(party: Party, person: str, on: date, settle: bool) -> None:
    if not party.case.elections.filter(representatives=party).exists():
        raise NotAuthorised(f"{party.name}不是推选的代表。", suggest="请由劳动者本人办理。")
    if settle:
        raise ActRefused(
            "推选的代表不能代他人达成协议，须由每名劳动者本人表态并签名。",
            source="COL-02",
            suggest="请由劳动者本人办理。",
        )


_CHECKS = {
    Capacity.SELF: _in_person,
    Capacity.LEGAL_REPRESENTATIVE: _by_legal_representative,
    Capacity.AUTHORISED_AGENT: _by_agent,
    Capacity.ELECTED_REPRESENTATIVE: _by_elected_representative,
}
