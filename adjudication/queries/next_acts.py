"""
What the law requires next in an arbitration: one act, by whom, until when, and why.

The first of the rules below that has something to say is the answer; they stand in the order of
the procedure, what bars everything else first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import TextChoices
from django.utils import timezone

from adjudication.choices import ArbitrationState as S
from adjudication.choices import AwardState, HearingState
from adjudication.models import Hearing
from adjudication.queries.standings import Limit, Paper, Standing
from cases.choices import DeadlineState
from cases.models import Party

Who = Literal["secretary", "tribunal", "parties"]
WHO = {"secretary": "书记员", "tribunal": "仲裁庭", "parties": "当事人"}


class Stage(TextChoices):
    """The part of the procedure the next act belongs to, as the desk is filtered by it."""

    INTAKE = "intake", "收案审查"
    FORMING = "forming", "组庭和通知"
    PREPARING = "preparing", "答辩和庭前"
    HEARING = "hearing", "开庭"
    AWARD = "award", "裁决"
    AFTER = "after", "裁后送达"
    PERFORMANCE = "performance", "到期未付"


@dataclass(frozen=True)
class Next:
    """
    One act: `act` is the name of its page, else `anchor` the section of the file it is done in.

    `who` is "parties" while the tribunal only waits; `deadline` carries the arithmetic.
    """

    title: str
    stage: Stage
    who: Who
    source: str
    why: str
    deadline: Limit | None = None
    due_on: date | None = None
    act: str = ""
    anchor: str = ""

    @property
    def whose(self) -> str:
        return WHO[self.who]

    @property
    def waits(self) -> bool:
        return self.who == "parties"


def next_act(standing: Standing, *, on: date) -> Next | None:
    """Return what comes next on that day; None where nothing does."""
    for rule in OF_STATE[S(standing.arbitration.state)]:
        if found := rule(standing, on):
            return found
    return None


def _by(row: Limit | None) -> dict:
    """The day of a deadline that still runs."""
    if row is None or row.state == DeadlineState.MET:
        return {}
    return {"deadline": row, "due_on": row.due_on}


def _limit(standing: Standing) -> dict:
    """The day by which the award has to be made, where no nearer day is set."""
    return _by(standing.deadline("ARB-19"))


# Before acceptance


def _examine(s: Standing, on: date) -> Next:
    lacking = s.arbitration.lacking
    why = "收到申请五个工作日内作出受理与否的决定。"
    if lacking:
        why = f"缺{len(lacking)}项材料，均可以后补，容缺受理。"
    return Next(
        "审查受理",
        Stage.INTAKE,
        "secretary",
        "ARB-07",
        why,
        act="accept",
        **_by(s.deadline("ARB-07")),
    )


def _await_correction(s: Standing, on: date) -> Next:
    missing = [row for row in s.arbitration.lacking if not row["may_follow_later"]]
    due = max((date.fromisoformat(row["due_on"]) for row in missing), default=None)
    names = "、".join(row["what"] for row in missing[:3])
    if due and due < on:
        return Next(
            "补正期已过，决定受理与否",
            Stage.INTAKE,
            "secretary",
            "ARB-06",
            f"{names}没有在告知的日期前补正。",
            due_on=due,
            act="decline",
        )
    return Next(
        "等申请人补正材料",
        Stage.INTAKE,
        "parties",
        "ARB-06",
        f"已一次性告知补正：{names}。",
        due_on=due,
        act="receive-correction",
    )


# After acceptance


def _decide_challenge(s: Standing, on: date) -> Next | None:
    if not getattr(s.arbitration, "challenged", False):
        return None
    return Next(
        "决定回避申请",
        Stage.FORMING,
        "secretary",
        "ARB-17",
        "被申请回避的人员暂停参与本案，三个工作日内作出决定。",
        act="decide-challenge",
        **_by(s.deadline("ARB-17")),
    )


def _decide_counter_claim(s: Standing, on: date) -> Next | None:
    if not getattr(s.arbitration, "counter_claimed", False):
        return None
    return Next(
        "决定反申请",
        Stage.PREPARING,
        "secretary",
        "ARB-12",
        "被申请人提出了反申请，五个工作日内决定是否受理。",
        act="decide-counter-claim",
        **_by(s.deadline("ARB-12")),
    )


def _form(s: Standing, on: date) -> Next | None:
    if s.panel:
        return None
    return Next(
        "组成仲裁庭",
        Stage.FORMING,
        "secretary",
        "ARB-13",
        "受理后五个工作日内组成仲裁庭并书面通知当事人。",
        act="appoint",
        **_by(s.deadline("ARB-13")),
    )


def _notify(s: Standing, on: date) -> Next | None:
    # Who was joined later has the notice of joinder (A02X2) instead.
    unnamed = [p for p in s.respondents if not (s.of("A03", p.pk) or s.of("A02X2", p.pk))]
    if s.heard or not unnamed:
        return None
    return Next(
        "通知被申请人应诉",
        Stage.FORMING,
        "secretary",
        "ARB-09",
        f"还没有制作{_names(unnamed)}的应诉通知书。",
        act="notify",
        **_by(s.deadline("ARB-09")),
    )


def _serve_copy(s: Standing, on: date) -> Next | None:
    return _serve(
        s,
        "A01",
        s.respondents,
        Stage.FORMING,
        "ARB-09",
        "送达后答辩期才起算：",
        s.deadline("ARB-09"),
    )


def _serve_panel(s: Standing, on: date) -> Next | None:
    people = [*s.addressees, *s.respondents, *s.third_parties]
    row = s.deadline("ARB-13")
    return _serve(s, "A04", people, Stage.FORMING, "ARB-13", "组庭情况要书面通知：", row)


def _serve_answer(s: Standing, on: date) -> Next | None:
    """Of several respondents every answer goes to the applicants, each in its own five days."""
    to = [(paper, p) for paper in s.answers() for p in s.addressees]
    waiting = [(paper, p) for paper, p in to if (paper.pk, p.pk) not in s.served]
    if s.heard or not waiting:
        return None
    limits = [row for paper, _ in waiting if (row := s.copy_limit(paper))]
    nearest = min(limits, key=lambda row: row.due_on, default=None)
    return _serving(waiting, Stage.PREPARING, "ARB-10", "答辩书副本要送申请人：", nearest)


def _await_answer(s: Standing, on: date) -> Next | None:
    """Every respondent has its own days: one answer does not end those of the others."""
    waiting = [
        (p, row)
        for p in s.respondents
        if not s.has_answered(p) and (row := s.answer_limit(p)) and on <= row.due_on
    ]
    if not waiting:
        return None
    last = max((row for _, row in waiting), key=lambda row: row.due_on)
    whose = f"{_names([p for p, _ in waiting])}的" if len(s.respondents) > 1 else ""
    return Next(
        "等被申请人答辩",
        Stage.PREPARING,
        "parties",
        "ARB-10",
        f"{whose}答辩期没有届满；可以先排期，开庭在答辩期满以后。",
        deadline=last,
        due_on=last.due_on,
        act="" if s.hearing else "schedule",
    )


def _schedule(s: Standing, on: date) -> Next | None:
    if s.hearing or s.heard:
        return None
    return Next(
        "排期开庭",
        Stage.PREPARING,
        "secretary",
        "ARB-18",
        "答辩期满，可以确定开庭日期，开庭五个工作日前送达通知。",
        act="schedule",
        **_limit(s),
    )


def _serve_hearing(s: Standing, on: date) -> Next | None:
    if s.hearing is None or s.heard:
        return None
    people = [*s.addressees, *s.respondents, *s.third_parties]
    row = s.deadline("ARB-18")
    return _serve(s, "A07", people, Stage.HEARING, "ARB-18", "开庭通知要在最迟送达日前送到：", row)


def _ask_elements(s: Standing, on: date) -> Next | None:
    if s.heard or not getattr(s.arbitration, "unasked", False) or not s.of("A01R"):
        return None
    return Next(
        "庭前确认要素",
        Stage.PREPARING,
        "tribunal",
        "SUM-05",
        "有要素还没有征询双方；一致的不再审，只审争议的。",
        due_on=day_of(s.hearing) if s.hearing else None,
        anchor="elements",
    )


def _hold(s: Standing, on: date) -> Next | None:
    if s.hearing is None or s.heard:
        return None
    now = s.hearing.state == HearingState.HELD
    return Next(
        "继续开庭" if now else "开庭",
        Stage.HEARING,
        "tribunal",
        "ARB-18",
        f"已排在{s.hearing.place}。",
        due_on=day_of(s.hearing),
        anchor="hearings",
    )


def _send_interim(s: Standing, on: date) -> Next | None:
    """What is to be enforced before the award goes to the court once everybody has it."""
    paper, sent = s.of("A14"), s.of("A14L")
    if paper is None or (sent and sent.pk > paper.pk):
        return None
    if waiting := [(p, who) for p, who in s.to_serve() if p.pk == paper.pk]:
        return _serving(waiting, Stage.AWARD, "ARB-24", "各方收到后才移送人民法院执行：", None)
    return Next(
        "先予执行裁决移送法院",
        Stage.AWARD,
        "secretary",
        "ARB-24",
        "各方都收到了先予执行裁决书，应当移送人民法院执行。",
        anchor="award",
    )


def _find(s: Standing, on: date) -> Next | None:
    if not s.heard or not getattr(s.arbitration, "unresolved", False):
        return None
    return Next(
        "认定争议要素",
        Stage.AWARD,
        "tribunal",
        "ARB-33",
        "有争议的要素没有认定，不能起草裁决书。",
        anchor="award",
        **_limit(s),
    )


_OF_DRAFT = {
    AwardState.DRAFT: ("核对并作出裁决", "tribunal", "裁决书草稿已经起草。"),
    AwardState.RETURNED: ("按退回意见修改裁决书", "tribunal", "会签人退回了草稿。"),
    AwardState.REVIEW: ("会签裁决书", "tribunal", "草稿已送会签。"),
}


def _decide(s: Standing, on: date) -> Next | None:
    if not s.heard:
        return None
    title, why = "起草裁决书", "庭审终结，要素已经认定。"
    if s.drafts:
        title, _, why = _OF_DRAFT[AwardState(s.drafts[0].state)]
    return Next(title, Stage.AWARD, "tribunal", "ARB-19", why, anchor="award", **_limit(s))


# While it stands, and afterwards


def _resume(s: Standing, on: date) -> Next:
    until = getattr(s.arbitration, "held_until", None)
    if until and on >= until:
        return Next(
            "核对中止的事由是否消除",
            Stage.PREPARING,
            "secretary",
            "ARB-20",
            "预计恢复的日期已到；事由消除的，恢复审理。",
            due_on=until,
            act="resume",
        )
    return Next(
        "中止中，事由消除后恢复审理",
        Stage.PREPARING,
        "parties",
        "ARB-20",
        "中止期间不计入审限。",
        due_on=until,
        act="resume",
    )


def _serve_award(s: Standing, on: date) -> Next | None:
    papers = [(p, who) for p, who in s.to_serve() if p.code.startswith(("A12", "A13", "A15"))]
    if not papers:
        return None
    return _serving(papers, Stage.AFTER, "ARB-34", "双方收到之日起，起诉的期间才起算：", None)


def _watch_payment(s: Standing, on: date) -> Next | None:
    """What an agreement's instalments are to the mediator, an award or statement is here."""
    late = [title for title in s.unpaid if title.due_on < on]
    if not late:
        return None
    others = f"等{len(late)}份" if len(late) > 1 else ""
    return Next(
        f"{late[0].name}到期未付：登记付款或者申请执行",
        Stage.PERFORMANCE,
        "secretary",
        "ARB-44",
        f"{late[0].number}{others}支付期限已过，还没有登记付清，也没有申请强制执行。",
        due_on=late[0].due_on,
        act="enforcement",
    )


def _serve(
    s: Standing,
    code: str,
    people: list[Party],
    stage: Stage,
    source: str,
    why: str,
    row: Limit | None,
) -> Next | None:
    if s.heard:  # what a hearing needs is not served any more once it is over
        return None
    waiting = [
        (paper, p) for p in people if (paper := s.of(code, p.pk)) is not None and not s.has(code, p)
    ]
    return _serving(waiting, stage, source, why, row) if waiting else None


def _serving(
    waiting: list[tuple[Paper, Party]], stage: Stage, source: str, why: str, row: Limit | None
) -> Next:
    title = waiting[0][0].title
    people = [p for _, p in waiting]
    return Next(
        f"送达{title}",
        stage,
        "secretary",
        source,
        f"{why}{_names(people)}还没有收到。",
        act="serve",
        **_by(row),
    )


def day_of(hearing: Hearing) -> date:
    return hearing.starts_at.astimezone(timezone.get_current_timezone()).date()


def _names(people: list[Party]) -> str:
    names = list(dict.fromkeys(p.name for p in people))
    return "、".join(names[:3]) + (f"等{len(names)}人" if len(names) > 3 else "")


Rule = Callable[[Standing, date], Next | None]
_AFTERWARDS: tuple[Rule, ...] = (_serve_award, _watch_payment)
OF_STATE: dict[S, tuple[Rule, ...]] = {
    S.FILED: (_examine,),
    S.CORRECTING: (_await_correction,),
    S.ACCEPTED: (
        *(_decide_challenge, _send_interim, _decide_counter_claim),
        *(_form, _notify, _serve_copy, _serve_panel),
        *(_serve_answer, _serve_hearing, _await_answer, _ask_elements, _schedule, _hold),
        *(_find, _decide),
    ),
    S.SUSPENDED: (_decide_challenge, _resume),
    S.DECIDED: _AFTERWARDS,
    S.SETTLED: _AFTERWARDS,
    S.DECLINED: (),
    S.WITHDRAWN: (),
    S.TRANSFERRED: (),
    S.DISMISSED: (),
}
