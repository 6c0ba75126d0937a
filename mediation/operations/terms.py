"""Terms on the table: proposed with every sum checked, and each person's yes or no to them."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Sum

from cases.choices import Capacity, PartyRole
from cases.models import Case, Party
from cases.operations import lock_case, record, require
from cases.queries import current_calendar, wage_accounts
from law.money import divide, yuan
from law.time_limits import payday
from mediation import announcements
from mediation.choices import (
    Answer,
    DefaultClause,
    Liability,
    PayeeMode,
    PerformanceMode,
    ProposalState,
    ResidualRights,
    SessionState,
)
from mediation.models import Proposal, ProposalPayer, ProposalRow, Session, TermsAnswer
from mediation.operations.capacity import check_capacity
from mediation.operations.opening import _in_mediation
from mediation.operations.own_time import refuse_late
from mediation.permissions import acts_for, can_propose_terms, can_record_answers
from staff.models import Body, User
from staff.refusals import ActRefused, Caution


@dataclass(frozen=True)
class PayerTerm:
    """Who pays, on which ground, which fixed share in fen; `cap_fen` for a capped advance."""

    party: Party
    liability: Liability
    share_fen: int
    account: str = ""
    cap_fen: int | None = None
    instalments: tuple = ()


@dataclass(frozen=True)
class InstalmentTerm:
    """
    One due day. Its amount follows from the workers' parts.

    `percent` divides every worker's amount (half up, the last part absorbs the difference);
    `parts` gives each worker's part in fen by roster number instead; `stated_fen` is a control.
    """

    no: int
    due_on: date
    percent: Decimal | None = None
    parts: dict[int, int] | None = None
    stated_fen: int | None = None


@dataclass(frozen=True)
class Terms:
    """Everything a proposal says; `amounts` is by roster number, default what is owed in full."""

    payers: tuple[PayerTerm, ...]
    schedule: tuple[InstalmentTerm, ...]
    performance_mode: PerformanceMode
    payee_mode: PayeeMode = PayeeMode.OWN_ACCOUNT
    default_kind: DefaultClause = DefaultClause.NONE
    grace_days: int | None = None
    penalty_rate: str = ""
    residual_rights: ResidualRights = ResidualRights.THIS_CLAIM_SETTLED
    acknowledging: tuple[tuple[Party, str], ...] = ()
    recourse_reserved: bool = False
    joint_confirmation: bool = False
    court: Body | None = None
    workers: tuple[Party, ...] = ()
    amounts: dict[int, int] = field(default_factory=dict)
    stated_total_fen: int | None = None
    waiver_explanation: str = ""
    other_terms: tuple[str, ...] = ()


@transaction.atomic
def propose_terms(
    *,
    case: Case,
    terms: Terms,
    by: User,
    on: date,
    session: Session | None = None,
    number: int | None = None,
) -> Proposal:
    """
    提出方案: put terms on the table, worker by worker and fen by fen; earlier terms give way.

    What is lawful but unwise comes back in `proposal.cautions` (an instalment on a day off: V-D3).

    Raises:
        ActRefused: V-M2 for sums, V-M3 for instalments, V-D1 for days out of order, V-P4 for a
            payee who is not the worker, LIAB-01 for a crew leader as only payer beside a licensed
            contractor, LIAB-03 for an advance above its cap, MED-34 for an unexplained waiver.
    """
    case = lock_case(case)
    require(can_propose_terms(by, case))
    _in_mediation(case)
    session = session or case.sessions.filter(state=SessionState.HELD).last()
    last = case.proposals.aggregate(last=Max("number"))["last"] or 0
    if number not in (None, last + 1):
        raise ActRefused(f"方案号应为{last + 1}，请刷新后再提。", source="D10")
    rows = _rows(case, terms)
    shares = _shares(terms, rows)
    schedule = _schedule(terms, shares)
    total = sum(amount for _, _, amount in rows)
    _refuse_wrong_payers(case, terms, total)
    _refuse_incomplete(terms, on)
    _refuse_missing_accounts(terms, [worker for worker, _, _ in rows])
    if terms.stated_total_fen not in (None, total):
        raise ActRefused(
            f"写明总额{yuan(terms.stated_total_fen)}元，各人相加为{yuan(total)}元。", source="V-M2"
        )
    earlier = case.proposals.filter(state=ProposalState.OPEN)
    voided = TermsAnswer.objects.filter(proposal__in=earlier).count()
    earlier.update(state=ProposalState.SUPERSEDED)
    proposal = Proposal(
        case=case,
        session=session,
        number=last + 1,
        payee_mode=terms.payee_mode,
        performance_mode=terms.performance_mode,
        schedule=schedule,
        default_kind=terms.default_kind,
        grace_days=terms.grace_days,
        penalty_rate=terms.penalty_rate,
        residual_rights=terms.residual_rights,
        recourse_reserved=terms.recourse_reserved,
        acknowledging=[{"party": p.key, "capacity": c} for p, c in terms.acknowledging],
        joint_confirmation=terms.joint_confirmation,
        court=terms.court,
        waiver_explanation=terms.waiver_explanation.strip(),
        other_terms=list(terms.other_terms),
        cautions=[
            {"source": c.source, "message": c.message, "suggest": c.suggest}
            for c in term_cautions(terms, on=on)
        ],
        proposed_on=on,
    )
    proposal.terms_sha256 = terms_digest(proposal, terms, rows, shares)
    proposal.save()
    ProposalPayer.objects.bulk_create(
        [
            ProposalPayer(
                proposal=proposal,
                party=p.party,
                liability=p.liability,
                share_fen=p.share_fen,
                cap_fen=p.cap_fen,
                account=p.account,
                instalments=list(p.instalments),
            )
            for p in terms.payers
        ]
    )
    ProposalRow.objects.bulk_create(
        [
            ProposalRow(
                proposal=proposal, worker=worker, due_fen=due, amount_fen=amount, shares=share
            )
            for (worker, due, amount), share in zip(rows, shares, strict=True)
        ]
    )
    record(
        case,
        "propose_terms",
        by=by,
        on=on,
        summary=f"提出方案{proposal.number}：{len(rows)}人共{yuan(total)}元，{len(schedule)}期支付",
        facts={
            "proposal": proposal.number,
            "total_fen": total,
            "terms_sha256": proposal.terms_sha256,
        },
        private=True,
    )
    announcements.terms(proposal, voided=voided)
    return proposal


def _rows(case: Case, terms: Terms) -> list[tuple[Party, int, int]]:
    """Return (worker, owed, offered) in roster order, in fen; the fund's part is owed as well."""
    accounts = {a.worker.pk: a for a in wage_accounts(case)}
    asked = list(dict.fromkeys(w.pk for w in terms.workers)) or list(accounts)
    rows = []
    for pk in asked:
        account = accounts.get(pk)
        if account is None:
            raise ActRefused("方案中的劳动者不在本案花名册内。", source="V-M2")
        owed, of_fund = account.liable_fen, account.owed_to_fund_fen
        amount = terms.amounts.get(account.worker.roster_no or 0, owed)
        if not 0 < amount <= owed:
            raise ActRefused(
                f"第{account.worker.roster_no}行{account.worker.name}的方案金额"
                f"{yuan(amount)}元须大于零且不超过尚欠的{yuan(owed)}元。",
                source="V-M5",
            )
        if amount < of_fund:
            raise ActRefused(
                f"第{account.worker.roster_no}行{account.worker.name}由周转金垫付的"
                f"{yuan(of_fund)}元须归还周转金，不能由劳动者放弃，方案不得低于该数。",
                source="FUND-02",
            )
        rows.append((account.worker, owed, amount))
    rows.sort(key=lambda r: r[0].roster_no or 0)
    if not rows:
        raise ActRefused("花名册没有劳动者，不能提出方案。", source="V-M2")
    given_up = sum(due - amount for _, due, amount in rows)
    if given_up and not terms.waiver_explanation.strip():
        raise ActRefused(
            f"方案比欠付少{yuan(given_up)}元，须写明放弃的原因和劳动者知情的说明。",
            source="MED-34",
        )
    return rows


def _shares(terms: Terms, rows: list[tuple[Party, int, int]]) -> list[list[int]]:
    """Return each worker's parts in fen, one list per worker, one number per instalment."""
    if not terms.schedule:
        raise ActRefused("请至少写明一期付款。", source="V-M3")
    by_amount = [s.parts for s in terms.schedule if s.parts is not None]
    if len(by_amount) == len(terms.schedule):
        shares = []
        for worker, _, amount in rows:
            parts = [column.get(worker.roster_no or 0, 0) for column in by_amount]
            if sum(parts) != amount:
                raise ActRefused(
                    f"第{worker.roster_no}行{worker.name}各期合计{yuan(sum(parts))}元，"
                    f"应为{yuan(amount)}元。",
                    source="V-M3",
                )
            shares.append(parts)
        return shares
    percents = [s.percent for s in terms.schedule if s.percent is not None]
    if len(percents) != len(terms.schedule):
        raise ActRefused("各期须同为比例或同为金额。", source="V-M3")
    if any(p <= 0 for p in percents) or sum(percents) != 100:
        raise ActRefused(f"各期比例合计应为100%，现为{sum(percents)}%。", source="V-M3")
    return [divide(amount, percents) for _, _, amount in rows]


def _schedule(terms: Terms, shares: list[list[int]]) -> list[dict]:
    schedule = []
    for place, term in enumerate(terms.schedule):
        amount = sum(parts[place] for parts in shares)
        if term.stated_fen not in (None, amount):
            raise ActRefused(
                f"第{term.no}期写明{yuan(term.stated_fen)}元，各人相加为{yuan(amount)}元。",
                source="V-M3",
            )
        if term.no != place + 1:
            raise ActRefused("期次应从1起连续编号。", source="V-M3")
        if place and term.due_on <= terms.schedule[place - 1].due_on:
            raise ActRefused(f"第{term.no}期付款日应晚于第{term.no - 1}期。", source="V-D1")
        percent = f"{term.percent.normalize():f}" if term.percent is not None else None
        schedule.append(
            {
                "no": term.no,
                "due_on": term.due_on.isoformat(),
                "percent": percent,
                "amount_fen": amount,
            }
        )
    return schedule


def _refuse_wrong_payers(case: Case, terms: Terms, total: int) -> None:
    if not terms.payers:
        raise ActRefused("请写明付款人。", source="JC-08")
    shares = sum(p.share_fen for p in terms.payers)
    if shares != total:
        raise ActRefused(
            f"付款人承担合计{yuan(shares)}元，方案总额{yuan(total)}元，两者必须相等。",
            source="V-M2",
        )
    for payer in terms.payers:
        if payer.party.role == PartyRole.APPLICANT:
            raise ActRefused(f"{payer.party.name}是申请人，不能作为付款人。", source="V-P3")
        if payer.share_fen <= 0:
            raise ActRefused(f"{payer.party.name}的承担金额须大于零。", source="V-M4")
        _refuse_above_cap(payer)
    licensed = {
        PartyRole.GENERAL_CONTRACTOR,
        PartyRole.LABOUR_SUBCONTRACTOR,
        PartyRole.SPECIALTY_SUBCONTRACTOR,
    }
    if all(p.party.role == PartyRole.FOREMAN for p in terms.payers) and any(
        p.role in licensed for p in case.parties.others()
    ):
        raise ActRefused(
            "包工头不能作为唯一付款人：本案有具备用工主体资格的承包单位。",
            source="LIAB-04",
            suggest="请将承包单位列为付款人，包工头仅确认用工和金额。",
        )


def _refuse_above_cap(payer: PayerTerm) -> None:
    """A project owner advances no more than the works price it has not paid (条例 29)."""
    limits = [payer.cap_fen] if payer.cap_fen is not None else []
    if payer.liability == Liability.CAPPED_ADVANCE:
        unpaid = payer.party.links_down.aggregate(total=Sum("unpaid_works_price_fen"))["total"]
        limits += [unpaid] if unpaid is not None else []
        if not limits:
            raise ActRefused(
                f"{payer.party.name}先行垫付的，请写明未结清的工程款（垫付限额）。",
                source="LIAB-03",
            )
    if limits and payer.share_fen > min(limits):
        raise ActRefused(
            f"{payer.party.name}的垫付以未结清工程款{yuan(min(limits))}元为限。",
            source="LIAB-03",
        )


def _refuse_incomplete(terms: Terms, on: date) -> None:
    parts, mode = len(terms.schedule), terms.performance_mode
    if (mode == PerformanceMode.INSTALMENTS) != (parts > 1):
        raise ActRefused(
            f"履行方式“{PerformanceMode(mode).label}”与{parts}期付款不符。", source="V-M3"
        )
    if terms.schedule[0].due_on < on:
        raise ActRefused("第1期付款日不能早于今天。", source="V-D1")
    needs_days = terms.default_kind in (DefaultClause.ACCELERATION, DefaultClause.PENALTY)
    if needs_days and terms.grace_days is None:
        raise ActRefused("请写明违约条款的宽限日数。", source="JC-08")
    if terms.default_kind == DefaultClause.PENALTY and not terms.penalty_rate.strip():
        raise ActRefused("请写明违约金标准。", source="JC-08")
    if terms.joint_confirmation and terms.court is None:
        raise ActRefused("约定共同申请司法确认的，请选择人民法院。", source="JC-02")


def _refuse_missing_accounts(terms: Terms, workers: list[Party]) -> None:
    missing = [w.name for w in workers if not w.bank_account]
    if terms.payee_mode == PayeeMode.OWN_ACCOUNT and missing:
        raise ActRefused(
            f"缺少本人银行账号：{'、'.join(missing[:10])}。",
            source="V-P4",
            suggest="请补录账号，或改为现场现金签收。",
        )


def term_cautions(terms: Terms, *, on: date) -> list[Caution]:
    """Return what a mediator should think about before putting the terms to people."""
    calendar = current_calendar()
    found = []
    for term in terms.schedule:
        if not calendar.covers(term.due_on):
            found.append(
                Caution(
                    "V-D4",
                    f"第{term.no}期付款日{term.due_on:%Y-%m-%d}所在年份的节假日安排尚未公布，"
                    "不能核对是否为休息日。",
                )
            )
        elif not calendar.is_working_day(term.due_on):
            earlier = payday(term.due_on, calendar)
            found.append(
                Caution(
                    "V-D3",
                    f"第{term.no}期付款日{term.due_on:%Y-%m-%d}是休息日"
                    f"（{calendar.reason(term.due_on)}），应在休息日前支付。",
                    # A day that has passed helps nobody.
                    suggest=earlier.isoformat() if earlier >= on else "",
                )
            )
    return found


def terms_digest(
    proposal: Proposal, terms: Terms, rows: list[tuple[Party, int, int]], shares: list[list[int]]
) -> str:
    """Return the SHA-256 of the exact terms, to which an answer and a signature are tied."""
    content = {
        "payers": [[p.party.key, p.liability, p.share_fen, p.account] for p in terms.payers],
        "schedule": proposal.schedule,
        "rows": [
            [w.roster_no, due, amount, parts]
            for (w, due, amount), parts in zip(rows, shares, strict=True)
        ],
        "payee_mode": terms.payee_mode,
        "performance_mode": terms.performance_mode,
        "default": [terms.default_kind, terms.grace_days, terms.penalty_rate],
        "residual": terms.residual_rights,
        "recourse": terms.recourse_reserved,
        "acknowledging": proposal.acknowledging,
        "confirmation": [terms.joint_confirmation, getattr(terms.court, "pk", None)],
        "waiver": proposal.waiver_explanation,
        "other": proposal.other_terms,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def answer_terms(
    *,
    proposal: Proposal,
    party: Party,
    answer: Answer,
    by: User,
    on: date,
    terms_sha256: str | None = None,
    through: str = "",
    capacity: Capacity = Capacity.SELF,
    reason: str = "",
    assistance: str = "",
    witness: str = "",
) -> TermsAnswer:
    """
    表态: one party's yes or no to exactly these terms; a later answer replaces the earlier one.

    `assistance` and `witness` are those of an answer an officer wrote down (`answer_for`).

    Raises:
        ActRefused: the terms have changed since they were read (COL-02); V-P2 for an agent
            without 特别授权; the worker was not asked.
    """
    case = lock_case(proposal.case)
    require(can_record_answers(by, case) or acts_for(by, party))
    _in_mediation(case)
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state != ProposalState.OPEN:
        raise ActRefused(f"方案{proposal.number}已不是现行方案，请对新方案表态。", source="COL-02")
    if terms_sha256 not in (None, proposal.terms_sha256):
        raise ActRefused("方案内容已变更，请阅读新内容后再表态。", source="COL-02")
    if not can_record_answers(by, case):
        refuse_late(proposal.session, on=on)
    rows = ProposalRow.objects.filter(proposal=proposal, worker=party)
    if party.role == PartyRole.APPLICANT and not rows.exists():
        raise ActRefused(f"{party.name}不在这一方案之内。", source="COL-02")
    person = through or party.name
    check_capacity(party, person, capacity, on=on, settle=True)
    TermsAnswer.objects.update_or_create(
        proposal=proposal,
        party=party,
        defaults={
            "answer": answer,
            "terms_sha256": proposal.terms_sha256,
            "through": person,
            "capacity": capacity,
            "reason": reason.strip(),
            "assistance": assistance,
            "witness": witness,
            "answered_on": on,
        },
    )
    record(
        case,
        "confirm_terms" if answer == Answer.AGREE else "decline_terms",
        by=by,
        on=on,
        party=party,
        summary=f"{party.name}对方案{proposal.number}{Answer(answer).label}",
        facts={
            "proposal": proposal.number,
            "answer": answer,
            "terms_sha256": proposal.terms_sha256,
        },
        private=True,
    )
    given = TermsAnswer.objects.select_related("proposal", "party").get(
        proposal=proposal, party=party
    )
    announcements.answer(given)
    return given
