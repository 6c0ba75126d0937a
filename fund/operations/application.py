"""Asking for an advance and verifying, row by row, what is owed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from cases.models import Case, Party
from cases.operations import lock_case, record, require, require_open
from cases.queries import wage_accounts
from documents.operations import issue_document
from fund.choices import AdvanceKind, AdvanceState, ApplicantKind, Trigger
from fund.models import Advance, AdvanceLine, FundAccount
from fund.papers import application as papers
from fund.permissions import can_apply_for_advance, can_handle_account
from fund.queries import (
    ENDED,
    advanced_before_fen,
    approvers_of,
    caps_of,
    confirmed,
    shares_of,
)
from law.advances import shares
from law.money import yuan
from staff.history import bulk_create_with_reason, save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@dataclass(frozen=True)
class Applicant:
    """Who asks: the employer, or the department in charge when it has fled."""

    kind: ApplicantKind
    name: str
    head: str
    address: str
    phone: str


@dataclass(frozen=True)
class Source:
    """Money that comes before the fund: 工资保证金, 工资专用账户, the general contractor's duty."""

    name: str
    applies: bool
    used_fen: int = 0
    exhausted: bool = False
    note: str = ""


@transaction.atomic
def apply_for_advance(
    *,
    case: Case,
    account: FundAccount,
    applicant: Applicant,
    trigger: Trigger,
    kind: AdvanceKind,
    sources: Sequence[Source],
    by: User,
    on: date,
    workers: Sequence[Party] | None = None,
    statement: str = "",
    employer_statement: str = "",
    repayment_plan: str = "",
    requested_fen: int | None = None,
    attachments: Sequence[str] | None = None,
    stated_arrears_fen: int | None = None,
    stated_workers: int | None = None,
) -> Advance:
    """
    申请垫付 (FUND-01) for one worker or a roster; makes F01.

    Without `requested_fen` what the caps allow on the arrears claimed is asked for.

    Raises:
        ActRefused: nothing is owed; an advance of this case is under way (V-F2); a control figure
            differs (V-M2); a cap is not confirmed (V-L1); other sources are not used up (V-F2).
    """
    case = lock_case(case)
    require(can_apply_for_advance(by, case))
    require_open(case)
    if case.debtor is None:
        raise ActRefused("请先确定欠薪的用人单位。", source="FUND-01")
    if case.advances.exclude(state__in=ENDED).exists():
        raise ActRefused("本案已有未办结的垫付，请先办结再申请。", source="V-F2")
    asked = None if workers is None else {w.pk for w in workers}
    owed = [
        a
        for a in wage_accounts(case)
        if a.outstanding_fen > 0 and (asked is None or a.worker.pk in asked)
    ]
    if not owed:
        raise ActRefused("工资账户上没有尚欠的工资，无需垫付。", source="FUND-01")
    arrears = sum(a.outstanding_fen for a in owed)
    _refuse_other_figures(stated_arrears_fen, arrears, stated_workers, len(owed))
    caps, _ = caps_of(case, on=on)
    allowed = shares([a.outstanding_fen for a in owed], caps).allowed
    advance = Advance(
        case=case,
        account=account,
        trigger=trigger,
        kind=kind,
        debtor=case.debtor,
        applicant_kind=applicant.kind,
        applicant_name=applicant.name.strip(),
        applicant_head=applicant.head.strip(),
        applicant_address=applicant.address.strip(),
        applicant_phone=applicant.phone.strip(),
        sources_first=confirmed("fund_sources_first", case=case, on=on).value == "yes",
        sources=[asdict(source) for source in sources],
        statement=statement.strip() or case.facts,
        employer_statement=employer_statement.strip(),
        repayment_plan=repayment_plan.strip(),
        requested_fen=allowed if requested_fen is None else requested_fen,
        applied_on=on,
        applied_by=by,
    )
    save_with_reason(advance, by=by, reason="申请垫付")
    lines = bulk_create_with_reason(
        AdvanceLine,
        [
            AdvanceLine(advance=advance, worker=a.worker, claimed_fen=a.outstanding_fen)
            for a in owed
        ],
        by=by,
        reason="申请垫付",
    )
    event = record(
        case,
        "apply_for_advance",
        by=by,
        on=on,
        party=case.debtor,
        summary=f"{applicant.name}申请垫付{len(lines)}人，欠薪{yuan(arrears)}元，"
        f"申请{yuan(advance.requested_fen)}元",
        facts={"trigger": trigger, "kind": kind, "requested_fen": advance.requested_fen},
    )
    names = attachments or [e.name for e in case.evidence.order_by("no")] or ["欠薪核实表"]
    issue_document(
        case=case,
        code="F01",
        fields=papers.application(advance, lines, attachments=list(names)),
        by=by,
        on=on,
        event=event,
    )
    return advance


def _refuse_other_figures(
    arrears_fen: int | None, owed_fen: int, workers: int | None, count: int
) -> None:
    if arrears_fen not in (None, owed_fen):
        raise ActRefused(
            f"写明欠薪{yuan(arrears_fen)}元，工资账户为{yuan(owed_fen)}元。", source="V-M2"
        )
    if workers not in (None, count):
        raise ActRefused(f"写明{workers}人，工资账户尚欠工资的为{count}人。", source="V-M2")


@dataclass(frozen=True)
class Verified:
    """What two people found about one row."""

    worker: Party
    verified_fen: int
    evidence: Sequence[str] = ()
    disputed: bool = False
    note: str = ""
    claimed_fen: int | None = None


@dataclass(frozen=True)
class OverCap:
    """超限额: what each worker named is to get instead of what the caps allow, and why."""

    rows: Mapping[int, int]  # roster number → fen
    reason: str


def locked(advance: Advance) -> tuple[Case, Advance]:
    """Lock the case and the advance of an act."""
    case = lock_case(advance.case)
    advance = Advance.objects.select_for_update(of=("self",)).get(pk=advance.pk)
    advance.case = case
    return case, advance


def require_state(advance: Advance, *states: AdvanceState) -> None:
    if advance.state not in states:
        raise ActRefused(
            f"该垫付现为“{advance.get_state_display()}”，不能办理此项，请刷新页面。",
            source="F03",
        )


@transaction.atomic
def verify_advance(
    *,
    advance: Advance,
    rows: Sequence[Verified],
    second_verifier: User,
    method: str,
    by: User,
    on: date,
    stated_total_fen: int | None = None,
    over_cap: OverCap | None = None,
) -> Advance:
    """
    核实欠薪, by two people; fixes the caps and what each worker may get; makes F02.

    `over_cap` proposes more than the caps allow, which only the government may approve.

    Raises:
        ActRefused: not two people, or one who applied (F02) or gave an opinion in an earlier round
            (F03); the rows are not those applied for; more than the wage account owes (V-F2); an
            advance on the same wages before (V-F2); a cap that is not confirmed (V-L1).
    """
    case, advance = locked(advance)
    spoke = sorted(p.name for p in {by, second_verifier} & approvers_of(advance))
    if spoke:
        raise ActRefused(f"{'、'.join(spoke)}在以前的轮次审批过本次垫付，不得核实。", source="F03")
    if by == second_verifier:
        raise ActRefused("欠薪须由两名不同的人员核实。", source="F02")
    if advance.applied_by in (by, second_verifier):
        raise ActRefused(
            f"{advance.applied_by.name}登记了该申请，不得核实自己经办的申请。", source="F02"
        )
    require(
        can_handle_account(by, advance.account)
        and can_handle_account(second_verifier, advance.account)
    )
    require_open(case)
    require_state(advance, AdvanceState.APPLIED)
    lines = {
        line.worker_id: line
        for line in advance.lines.select_related("worker").order_by("worker__roster_no")
    }
    if {row.worker.pk for row in rows} != set(lines) or len(rows) != len(lines):
        raise ActRefused("核实明细应与申请的劳动者逐一对应，不多不少。", source="F02")
    total = sum(row.verified_fen for row in rows)
    if stated_total_fen not in (None, total):
        raise ActRefused(
            f"写明核实合计{yuan(stated_total_fen)}元，各人相加为{yuan(total)}元。", source="V-M2"
        )
    owed = {a.worker.pk: a.outstanding_fen for a in wage_accounts(case)}
    for row in rows:
        _take_row(lines[row.worker.pk], row, owed[row.worker.pk])
    caps, source = caps_of(case, on=on)
    advance.caps = {**asdict(caps), "source": source}
    advance.verifier_a, advance.verifier_b, advance.verified_on = by, second_verifier, on
    advance.state = AdvanceState.VERIFIED
    advance.over_cap = None
    _share_out(advance, list(lines.values()))
    if over_cap is not None:
        _exceed_caps(advance, lines, over_cap)
    save_with_reason(advance, by=by, reason="核实欠薪")
    for line in lines.values():
        save_with_reason(line, by=by, reason="核实欠薪")
    event = record(
        case,
        "verify_advance",
        by=by,
        on=on,
        summary=f"{by.name}、{second_verifier.name}核实欠薪{len(rows)}人{yuan(total)}元",
        facts={"verified_fen": total, "disputed": [r.worker.roster_no for r in rows if r.disputed]},
    )
    issue_document(
        case=case,
        code="F02",
        fields=papers.verification(advance, list(lines.values()), method=method),
        by=by,
        on=on,
        event=event,
    )
    return advance


def _take_row(line: AdvanceLine, row: Verified, owed_fen: int) -> None:
    if row.claimed_fen not in (None, line.claimed_fen):
        raise ActRefused(
            f"{line.worker.name}申报金额应为{yuan(line.claimed_fen)}元。", source="V-M2"
        )
    if not 0 <= row.verified_fen <= min(owed_fen, line.claimed_fen):
        raise ActRefused(
            f"{line.worker.name}核实{yuan(row.verified_fen)}元，工资账户尚欠{yuan(owed_fen)}元。",
            source="V-F2",
        )
    line.verified_fen, line.disputed = row.verified_fen, row.disputed
    line.evidence, line.note = list(row.evidence), row.note.strip()
    before = advanced_before_fen(line)
    if before and row.verified_fen and not row.disputed:
        raise ActRefused(
            f"{line.worker.name}同一期间的工资已经垫付过{yuan(before)}元，不得重复垫付。",
            source="V-F2",
            suggest="请把该行注明为有争议，或者核减。",
        )


def _share_out(advance: Advance, lines: list[AdvanceLine]) -> None:
    """Set cap and amount of every row by the caps taken; a row that is in dispute gets nothing."""
    payable = [line for line in lines if line.verified_fen and not line.disputed]
    if not payable:
        raise ActRefused("没有核实无争议的欠薪，不能垫付。", source="F02")
    shared = shares_of(advance, payable)
    for line in lines:
        line.cap_fen = line.amount_fen = 0
    for line, cap, amount in zip(payable, shared.caps, shared.advances, strict=True):
        line.cap_fen, line.amount_fen = cap, amount


def _exceed_caps(advance: Advance, lines: dict[int, AdvanceLine], asked: OverCap) -> None:
    """
    Set the rows asked for above the caps.

    Raises:
        ActRefused: no reason, nothing above a cap, more than is verified (V-F2).
    """
    if not asked.reason.strip():
        raise ActRefused("超过限额垫付的，须写明理由。", source="FUND-04")
    by_number = {line.worker.roster_no: line for line in lines.values()}
    for number, fen in asked.rows.items():
        line = by_number.get(number)
        if line is None or line.disputed or not line.verified_fen:
            raise ActRefused(f"第{number}行没有核实无争议的欠薪，不能超限额垫付。", source="V-F2")
        most = line.verified_fen - line.paid_otherwise_fen
        if not line.amount_fen <= fen <= most:
            raise ActRefused(
                f"{line.worker.name}超限额垫付须在{yuan(line.amount_fen)}元（限额内）和"
                f"{yuan(most)}元（核实欠薪）之间，写为{yuan(fen)}元。",
                source="V-F2",
            )
        line.amount_fen = fen
    shared = shares_of(advance, [line for line in lines.values() if line.amount_fen])
    if sum(line.amount_fen for line in lines.values()) <= shared.allowed:
        raise ActRefused("所写金额没有超过限额，无需按超限额办理。", source="FUND-04")
    advance.over_cap = {"reason": asked.reason.strip()}


@transaction.atomic
def withdraw_advance(*, advance: Advance, reason: str, by: User, on: date) -> Advance:
    """
    撤回申请, before anything is decided: the employer has paid, or the workers want none.

    Raises:
        ActRefused: decided already; no reason.
    """
    case, advance = locked(advance)
    require(can_apply_for_advance(by, case))
    require_state(advance, AdvanceState.APPLIED, AdvanceState.VERIFIED)
    if not reason.strip():
        raise ActRefused("请写明撤回的理由。", source="V-T1")
    advance.state = AdvanceState.WITHDRAWN
    advance.closed_on = on
    save_with_reason(advance, by=by, reason=f"撤回：{reason.strip()}")
    record(case, "withdraw_advance", by=by, on=on, summary=f"撤回垫付申请：{reason.strip()}")
    return advance
