"""
仲裁申请草稿: filled in by a worker on a phone, in plain words; handed in, then filed.

The draft binds nobody. An officer who takes it in reads it with the worker and files it: the
claim, its reckoning and the elements are made of the answers, for several workers together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime

from adjudication.choices import ClaimKind, Origin
from adjudication.models import ApplicationDraft, Arbitration
from adjudication.operations.filing import Claimed, Stated, file_arbitration
from adjudication.permissions import can_file
from adjudication.queries.parties import accesses_of
from cases.choices import CaseStatus
from cases.models import Case, Party
from cases.operations import lock_case, record, require
from law.calendar import in_words
from law.formulas import NotAFormula, worth_fen
from law.money import fen, yuan
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused

UNITS = {"day": ("日", "日", "天"), "month": ("月", "个月", "个月"), "piece": ("件", "件", "件")}
OPEN_TO = {
    CaseStatus.ENDED: Origin.MEDIATION,
    CaseStatus.SETTLED: Origin.BREACH,
    CaseStatus.FILED: Origin.DIRECT,
    CaseStatus.DECLINED: Origin.DIRECT,
}


@dataclass(frozen=True)
class Reckoned:
    """What is owed by the answers: the formula, its worth, and what is still missing."""

    formula: str = ""
    owed_fen: int = 0
    missing: list[str] = field(default_factory=list)


def reckon(answers: Mapping[str, str]) -> Reckoned:
    """Reckon rate × quantity less what was paid; sentences say what cannot be reckoned."""
    missing = []
    unit = UNITS.get(answers.get("unit", ""))
    if unit is None:
        missing.append("请选择工钱怎么算：按天、按月还是按件。")
    for name, words in (("rate", "每天、每月或者每件多少钱"), ("quantity", "一共多少")):
        if not answers.get(name):
            missing.append(f"请填写{words}。")
    if missing or unit is None:
        return Reckoned(missing=missing)
    try:
        rate, paid = fen(answers["rate"]), fen(answers.get("paid") or "0")
        formula = f"{yuan(rate)}元/{unit[0]}×{answers['quantity']}{unit[1]}"
        if paid:
            formula += f"－{yuan(paid)}元"
        owed = worth_fen(formula)
    except (ValueError, NotAFormula):
        return Reckoned(missing=["金额和数量请写数字，例如：260、31、2000.50。"])
    if owed <= 0:
        return Reckoned(formula, owed, ["按您填的算，已经付清了。请核对单价、数量和已付的钱。"])
    return Reckoned(formula, owed)


@transaction.atomic
def save_draft(
    *, party: Party, answers: Mapping[str, str], by: User, at: datetime
) -> ApplicationDraft:
    """
    保存草稿: whatever has been filled in so far.

    Raises:
        ActRefused: not one's own case (V-P2), the mediation still runs (MED-18), it was handed in.
    """
    case = lock_case(party.case)
    held = accesses_of(by, on=localtime(at).date())
    require(any(a.party_id == party.pk for a in held), "您不能代这位工人申请。")
    if not party.is_worker:
        raise ActRefused("这里由工人申请仲裁。", source="ARB-01")
    if case.status not in OPEN_TO:
        raise ActRefused(
            "调解还在进行，现在不能申请仲裁。",
            source="MED-18",
            suggest="有急事的，请打下面的电话。",
        )
    draft = ApplicationDraft.objects.filter(party=party, arbitration=None).first()
    draft = draft or ApplicationDraft(case=case, party=party)
    if draft.handed_in_at:
        raise ActRefused("您的申请已经提交，要改的请打电话给工作人员。", source="ARB-01")
    draft.answers, draft.saved_at, draft.by = dict(answers), at, by
    draft.save()
    return draft


@transaction.atomic
def hand_in_draft(*, draft: ApplicationDraft, by: User, at: datetime) -> ApplicationDraft:
    """
    提交申请 to the officers, who read it and file it.

    Raises:
        ActRefused: something is missing, named in plain words; handed in before.
    """
    draft = save_draft(party=draft.party, answers=draft.answers, by=by, at=at)
    missing = missing_in(draft.answers)
    if missing:
        raise ActRefused(missing[0], source="V-C1")
    draft.handed_in_at = at
    draft.save()
    owed = reckon(draft.answers).owed_fen
    record(
        draft.case,
        "hand_in_arbitration_draft",
        by=by,
        on=localtime(at).date(),
        party=draft.party,
        summary=f"{draft.party.name}在手机上提交仲裁申请，请求{yuan(owed)}元",
        facts={"draft": draft.pk, "owed_fen": owed},
    )
    return draft


def missing_in(answers: Mapping[str, str]) -> list[str]:
    """Return what has still to be filled in, as sentences for the worker."""
    found = []
    for name, words in (
        ("employer", "请选择谁该付工钱。"),
        ("began", "请填写从哪天开始干活。"),
        ("ended", "请填写干到哪天。"),
        ("work", "请填写干什么活。"),
    ):
        if not answers.get(name):
            found.append(words)
    if answers.get("began", "") > (answers.get("ended") or "9999"):
        found.append("干到哪天不能早于开始的那天。")
    return [*found, *reckon(answers).missing]


@transaction.atomic
def file_from_drafts(
    *, case: Case, drafts: Sequence[ApplicationDraft], by: User, on: date
) -> Arbitration:
    """
    按草稿立案申请: one application of all these workers, with their claims and elements.

    Raises:
        ActRefused: none chosen or one not handed in; what `file_arbitration` refuses.
    """
    case = lock_case(case)
    require(can_file(by, case))
    rows = list(
        ApplicationDraft.objects.select_for_update(of=("self",))
        .select_related("party")
        .filter(pk__in=[d.pk for d in drafts], case=case, arbitration=None)
        .order_by("party__roster_no", "party_id")
    )
    if not rows or any(row.handed_in_at is None for row in rows):
        raise ActRefused("请选择工人已经提交的申请。", source="ARB-01")
    wanted = {row.answers["employer"] for row in rows}
    employers = list(case.parties.filter(key__in=wanted).order_by("id"))
    if len(employers) != len(wanted):
        raise ActRefused("草稿里的用人单位不在本案中，请先核对当事人。", source="V-P1")
    alone = len(rows) == 1
    filed = file_arbitration(
        case=case,
        origin=OPEN_TO[CaseStatus(case.status)],
        applicants=[row.party for row in rows],
        respondents=employers,
        claims=[_claim(row) for row in rows],
        elements=[stated for row in rows for stated in _elements(row, employers, alone)],
        facts="".join(_told(row, employers) for row in rows),
        by=by,
        on=on,
    )
    for row in rows:
        row.arbitration = filed
        row.save(update_fields=["arbitration"])
    save_with_reason(filed, by=by, reason=f"按{len(rows)}份手机申请立案")
    return filed


def _claim(draft: ApplicationDraft) -> Claimed:
    answers, owed = draft.answers, reckon(draft.answers)
    return Claimed(
        worker=draft.party,
        kind=ClaimKind.WAGES,
        what="劳动报酬",
        amount_fen=owed.owed_fen,
        formula=owed.formula,
        elements=("E6", "E9"),
        period_from=date.fromisoformat(answers["began"]),
        period_to=date.fromisoformat(answers["ended"]),
    )


def _days(answers: Mapping[str, str]) -> tuple[str, str]:
    return (
        in_words(date.fromisoformat(answers["began"])),
        in_words(date.fromisoformat(answers["ended"])),
    )


def _elements(draft: ApplicationDraft, employers: Sequence[Party], alone: bool) -> list[Stated]:
    answers, worker = draft.answers, None if alone else draft.party
    began, ended = _days(answers)
    unit = UNITS[answers["unit"]]
    employer = next(p.name for p in employers if p.key == answers["employer"])
    hired = f"，由{answers['hired_by']}招用" if answers.get("hired_by") else ""
    where = f"，{answers['site']}" if answers.get("site") else ""
    rows = [
        Stated("E1", f"{employer}{hired}", worker=worker),
        Stated("E2", began, worker=worker),
        Stated("E3", ended, worker=worker),
        Stated("E5", f"{answers['work']}{where}", worker=worker),
        Stated("E6", answers["rate"], unit=f"元/{unit[0]}", worker=worker),
        Stated("E9", f"{began}至{ended}", worker=worker),
    ]
    if answers.get("paid"):
        rows.append(Stated("E16", answers["paid"], label="已付", unit="元", worker=worker))
    return rows


def _told(draft: ApplicationDraft, employers: Sequence[Party]) -> str:
    answers, owed = draft.answers, reckon(draft.answers)
    began, ended = _days(answers)
    employer = next(p.name for p in employers if p.key == answers["employer"])
    text = (
        f"{draft.party.name}自{began}至{ended}为{employer}做{answers['work']}，"
        f"约定{answers['rate']}元/{UNITS[answers['unit']][0]}，"
        f"尚欠{yuan(owed.owed_fen)}元。"
    )
    more = (answers.get("more") or "").strip()
    return text + (more if not more or more.endswith("。") else f"{more}。")
