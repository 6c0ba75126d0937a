"""What one person's phone shows of the case: their sums, the terms before them, what to sign."""

from dataclasses import dataclass, field
from datetime import date

from cases.choices import Capacity, PartyKind
from cases.models import Party, PartyAccess
from law.money import grouped, upper, yuan
from mediation import queries
from mediation.choices import AgreementState, ProposalState, SessionState
from mediation.models import Agreement, Proposal, ProposalRow, Session, Signature, TermsAnswer
from mediation.operations.capacity import check_capacity
from mediation.views.terms import clauses
from room.models import Event, Seat
from staff.refusals import ActRefused

STEPS = {
    "identity": ("核对身份", "正在核对到场的人，请等调解员叫到您。"),
    "statements": ("各方陈述", "各方正在说明情况。想说话，请按“举手”。"),
    "negotiation": ("协商", "正在商量付多少、哪天付。"),
    "terms": ("确认方案", "请看清下面的方案，再按同意或者不同意。"),
    "signing": ("签字", "请看完协议全文，再签名。"),
}


@dataclass(frozen=True)
class Part:
    """One day of payment to one worker."""

    no: int
    due_on: date
    fen: int


@dataclass
class TermsCard:
    """方案: what one party is asked to answer, and how it differs from the version before."""

    party: Party
    proposal: Proposal
    amount_fen: int | None  # None for who is not paid by it
    due_fen: int | None
    parts: list[Part]
    clauses: list[tuple[str, str]]
    changes: list[str]
    answer: TermsAnswer | None
    open: bool
    may_settle: bool
    cannot: str
    people: list[ProposalRow] = field(default_factory=list)

    @property
    def is_mine(self) -> bool:
        return self.amount_fen is not None

    @property
    def words(self) -> str:
        return upper(self.amount_fen or 0)

    @property
    def aloud(self) -> str:
        """What is read aloud."""
        if not self.is_mine:
            return f"第{self.proposal.number}版方案。" + "".join(
                f"{label}：{words}。" for label, words in self.clauses
            )
        parts = "".join(
            f"{part.due_on.year}年{part.due_on.month}月{part.due_on.day}日付{yuan(part.fen)}元。"
            for part in self.parts
        )
        changed = "".join(f"{change}。" for change in self.changes)
        return (
            f"第{self.proposal.number}版方案。您一共得到{yuan(self.amount_fen or 0)}元。"
            f"{parts}{changed}您同意吗？"
        )


@dataclass(frozen=True)
class SigningCard:
    """签字: the agreement one party signs, or has signed."""

    party: Party
    agreement: Agreement
    signature: Signature | None
    drawn_here: bool  # a person's own hand is enough; a company signs and seals on paper
    cannot: str

    @property
    def open(self) -> bool:
        return self.agreement.state == AgreementState.SIGNING


def step(session: Session, seat: Seat | None) -> tuple[str, str]:
    """Return what happens now, and what the person should do."""
    if session.state == SessionState.CANCELLED:
        return "调解会已取消", "有新的安排，工作人员会通知您。"
    agreement = queries.current_agreement(session.case)
    if agreement is not None and agreement.state == AgreementState.SIGNING:
        return STEPS["signing"]
    if session.room is not None and not session.room.is_open:
        return "调解室已关闭", "不能再写了。签好的、记下的都已保存。"
    if session.state == SessionState.CLOSED:
        return "调解会已结束", f"结果：{session.get_result_display()}。"
    said = Event.objects.visible_to(seat).filter(kind="agenda").order_by("position").last()
    if said is None:
        return "马上开始", "请等调解员开始。"
    return STEPS.get(said.body.get("step", ""), STEPS["identity"])


def terms_cards(session: Session, accesses: list[PartyAccess], *, on: date) -> list[TermsCard]:
    proposal = queries.current_proposal(session.case)
    if proposal is None or not accesses:
        return []
    lines = clauses(proposal)
    names = {
        f"{row.worker.roster_no} {row.worker.name}"
        for row in proposal.rows.select_related("worker")
    }
    common = [(label, words) for label, words in lines if label not in names]
    cards = (_terms_card(proposal, access, common, on) for access in accesses)
    return [card for card in cards if card]


def _terms_card(
    proposal: Proposal, access: PartyAccess, common: list[tuple[str, str]], on: date
) -> TermsCard | None:
    party = access.party
    row = ProposalRow.objects.filter(proposal=proposal, worker=party).first()
    if row is None and party.is_worker:
        return None
    cannot = ""
    try:
        check_capacity(party, access.person, Capacity(access.capacity), on=on, settle=True)
    except ActRefused as refusal:
        cannot = f"{refusal}{refusal.suggest}"
    before = proposal.case.proposals.filter(number=proposal.number - 1).first()
    old = before and ProposalRow.objects.filter(proposal=before, worker=party).first()
    pays = proposal.payers.filter(party=party).exists()
    return TermsCard(
        party=party,
        proposal=proposal,
        amount_fen=row.amount_fen if row else None,
        due_fen=row.due_fen if row else None,
        parts=_parts(proposal, row) if row else [],
        clauses=common,
        changes=_changes(proposal, row, before, old, common),
        answer=proposal.answers.filter(party=party, terms_sha256=proposal.terms_sha256).first(),
        open=proposal.state == ProposalState.OPEN,
        may_settle=not cannot,
        cannot=cannot,
        # Who pays has to see to whom; nobody else is told another's sum.
        people=list(proposal.rows.select_related("worker")) if pays else [],
    )


def _parts(proposal: Proposal, row: ProposalRow) -> list[Part]:
    return [
        Part(place, date.fromisoformat(part["due_on"]), fen)
        for place, (part, fen) in enumerate(zip(proposal.schedule, row.shares, strict=True), 1)
    ]


def _changes(
    proposal: Proposal,
    row: ProposalRow | None,
    before: Proposal | None,
    old: ProposalRow | None,
    common: list[tuple[str, str]],
) -> list[str]:
    """Return in sentences what is other than in the version before, as far as it concerns them."""
    if before is None:
        return []
    if row is None:
        return _other_clauses(before, common, shown=set())
    if old is None:
        return ["上一版没有您，这一版有您"]
    found = []
    if more := row.amount_fen - old.amount_fen:
        found.append(f"您得到的比上一版{'多' if more > 0 else '少'} {grouped(abs(more))} 元")
    now, then = _parts(proposal, row), _parts(before, old)
    if len(now) != len(then):
        found.append(f"由{len(then)}期付改为{len(now)}期付")
    for new, was in zip(now, then, strict=False):
        if new.due_on != was.due_on:
            found.append(f"第{new.no}期由{_day(was.due_on)}改为{_day(new.due_on)}")
        if new.fen != was.fen:
            found.append(f"第{new.no}期由 {grouped(was.fen)} 元改为 {grouped(new.fen)} 元")
    shown = {"人数", "总额"} | {f"第{part.no}期" for part in now}
    return found + _other_clauses(before, common, shown=shown)


def _other_clauses(before: Proposal, common: list[tuple[str, str]], *, shown: set[str]) -> list:
    earlier = dict(clauses(before))
    found = []
    for label, words in common:
        if label in shown or earlier.get(label) == words:
            continue
        was = earlier.get(label)
        found.append(f"{label}由“{was}”改为“{words}”" if was else f"新增{label}：{words}")
    return found


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def signing_cards(session: Session, accesses: list[PartyAccess], *, on: date) -> list[SigningCard]:
    agreement = queries.current_agreement(session.case)
    if agreement is None:
        return []
    places = {p.party.pk: p for p in queries.signature_places(agreement) if p.party}
    cards = []
    for access in accesses:
        place = places.get(access.party_id)
        if place is None:
            continue
        natural = access.party.kind == PartyKind.NATURAL
        cannot = ""
        try:
            check_capacity(
                access.party, access.person, Capacity(access.capacity), on=on, settle=True
            )
        except ActRefused as refusal:
            cannot = f"{refusal}{refusal.suggest}"
        cards.append(SigningCard(access.party, agreement, place.signature, natural, cannot))
    return cards


def may_read_agreement(agreement: Agreement, parties: set[int]) -> bool:
    """Whether one of `parties` signs the agreement and so has its whole text to read."""
    return any(p.party and p.party.pk in parties for p in queries.signature_places(agreement))
