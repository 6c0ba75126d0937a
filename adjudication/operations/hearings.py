"""开庭: fixed in time to be served, held in the order of the law, closed with its minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from adjudication.choices import (
    ArbitrationState,
    HearingPart,
    HearingState,
    MediationResult,
    Procedure,
    Speaker,
)
from adjudication.models import Arbitration, Hearing, HearingAttendance, HearingLine
from adjudication.operations.records import begin, issue, lock, meet, note, require_state, start
from adjudication.papers import hearing as minutes_paper
from adjudication.papers import notices
from adjudication.papers.blocks import SHANGHAI, label_of
from adjudication.permissions import can_conduct, can_preside
from adjudication.queries import (
    answer_ends_on,
    collisions,
    disputed,
    everybody,
    is_collective,
    next_hearing,
    panel,
    papers,
    respondents,
    secretary,
    speaking,
)
from adjudication.queries.course import calling
from cases.models import Party
from cases.operations import require
from cases.queries import current_calendar
from law.calendar import in_words
from law.time_limits import latest_day_before
from staff.history import save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused

ACCEPTED = ArbitrationState.ACCEPTED


@dataclass(frozen=True)
class Present:
    """Who came for a party, what they said of a recusal and last, and why they did not sign."""

    party: Party
    person: str
    capacity: str
    recusal_answer: str = ""
    last_statement: str = ""
    refusal: str = ""
    confirmation: str = ""  # how the minutes were confirmed elsewhere than on paper
    left_early: bool = False


@dataclass(frozen=True)
class Line:
    part: HearingPart
    speaker: Speaker
    text: str


@transaction.atomic
def schedule_hearing(
    *,
    arbitration: Arbitration,
    starts_at: datetime,
    place: str,
    by: User,
    on: date,
    minutes: int = 120,
    public: bool = True,
    remote: bool = False,
    own_period: bool = False,
    moved: Hearing | None = None,
) -> Hearing:
    """
    排期开庭: after the answer period and early enough to be served; A07 to everybody.

    `own_period` is the shorter notice a tribunal may set in a simplified case (SUM-05); `moved` is
    the hearing this one takes the place of.

    Raises:
        ActRefused: before the answer period ends (SUM-03) or while it has not begun (ARB-09); too
            short for five working days, the latest lawful day named (ARB-18); room or somebody of
            the tribunal is taken (ARB-13); not a working day.
    """
    arbitration = begin(arbitration, can_conduct, by, ACCEPTED)
    if not panel(arbitration) or secretary(arbitration) is None:
        raise ActRefused("仲裁庭还没有组成，请先组庭。", source="ARB-13")
    if moved is None and (fixed := next_hearing(arbitration)):
        raise ActRefused(
            f"本案已排{fixed.starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}开庭。",
            source="ARB-18",
            suggest="需要改期的，请办理延期开庭。",
        )
    day = starts_at.astimezone(SHANGHAI).date()
    ends = answer_ends_on(arbitration)
    _after_the_answer(ends, day)
    hearing = Hearing(
        arbitration=arbitration,
        no=arbitration.hearings.count() + 1,
        starts_at=starts_at,
        place=place.strip(),
        public=public,
        remote=remote,
        minutes_planned=minutes,
        own_period=own_period,
    )
    _in_time(arbitration, hearing, day, on)
    if moved is not None:
        moved.state = HearingState.POSTPONED
        save_with_reason(moved, by=by, reason="延期开庭")
    # Two cases ask for one room at the same moment: whoever comes second sees the first.
    Body.objects.select_for_update(no_key=True).get(pk=arbitration.commission_id)
    if taken := collisions(hearing):
        raise ActRefused(
            f"这个时间不能开庭：{'；'.join(taken[:3])}。",
            source="ARB-13",
            suggest="请换时间或者地点。",
        )
    save_with_reason(hearing, by=by, reason="排期开庭")
    event = note(
        arbitration,
        "schedule_hearing",
        by=by,
        on=on,
        summary=f"{day:%Y-%m-%d}在{hearing.place}开庭",
        facts={"hearing": hearing.pk, "own_period": own_period},
    )
    calendar = current_calendar()
    serve_by = latest_day_before("ARB-18", day, calendar).due_on
    postpone_by = latest_day_before("ARB-18.postponement", day, calendar).due_on
    for party in everybody(arbitration):
        fields = notices.hearing(
            arbitration,
            party,
            hearing,
            answer_ends_on=ends or on,
            serve_by=serve_by,
            postpone_by=None if own_period and postpone_by < on else postpone_by,
            moved_from=moved.starts_at if moved else None,
            contact=by,
        )
        earlier = papers(arbitration, "A07").filter(party=party).last() if moved else None
        issue(
            arbitration,
            "A07",
            fields,
            event=event,
            by=by,
            on=on,
            party=party,
            supersedes=earlier if earlier and not earlier.is_signed else None,
        )
    if not own_period:
        for rule in ("ARB-18", "ARB-18.postponement"):
            start(arbitration, rule, event="开庭", trigger=day, by=by)
    return hearing


def _after_the_answer(ends: date | None, day: date) -> None:
    if ends is None:
        raise ActRefused(
            "申请书副本还没有送达全部被申请人，答辩期没有起算，不能排期。", source="ARB-09"
        )
    if day <= ends:
        raise ActRefused(
            f"答辩期至{in_words(ends)}，开庭应当在这以后。",
            source="SUM-03",
            suggest="简易处理的，可以请被申请人书面同意缩短或者放弃答辩期。",
        )


def _in_time(arbitration: Arbitration, hearing: Hearing, day: date, on: date) -> None:
    calendar = current_calendar()
    if not calendar.is_working_day(day):
        raise ActRefused(f"{in_words(day)}不是工作日。", source="ARB-18")
    if hearing.own_period:
        if arbitration.procedure != Procedure.SIMPLIFIED:
            raise ActRefused("只有简易处理的案件可以由仲裁庭自定通知期限。", source="SUM-05")
        return
    last = latest_day_before("ARB-18", day, calendar).due_on
    if on > last:
        raise ActRefused(
            f"开庭五日前应当送达通知：{in_words(day)}开庭的，最迟{in_words(last)}送达，已经来不及。",
            source="ARB-18",
            suggest="请排在五个完整的工作日以后；简易处理的，可以由仲裁庭自定通知期限。",
        )


@transaction.atomic
def open_hearing(*, hearing: Hearing, by: User, at: datetime) -> Hearing:
    """
    开庭: by the presiding arbitrator, on the day fixed.

    Raises:
        ActRefused: a challenge is undecided (ARB-17), a collective case was not mediated before
            (COL-06), it is another day.
    """
    arbitration = lock(hearing.arbitration)
    hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
    require_state(arbitration, ACCEPTED)
    if arbitration.seats.filter(until_on=None, halted=True).exists():
        raise ActRefused("回避申请还没有决定，不能开庭。", source="ARB-17")
    require(can_preside(by, arbitration), "由独任仲裁员或者首席仲裁员主持开庭。")
    if hearing.state != HearingState.SCHEDULED:
        raise ActRefused(f"这次开庭{hearing.get_state_display()}。", source="ARB-18")
    if at.astimezone(SHANGHAI).date() != hearing.starts_at.astimezone(SHANGHAI).date():
        raise ActRefused("今天不是通知的开庭日期。", source="ARB-18", suggest="请办理延期开庭。")
    if is_collective(arbitration) and not _led_to_settle(arbitration):
        raise ActRefused(
            "十人以上的案件，开庭前应当引导当事人协商或者先行调解。",
            source="COL-06",
            suggest="请先登记庭前调解的情况。",
        )
    hearing.state, hearing.starts_at = HearingState.HELD, at
    hearing.arbitration = arbitration
    return save_with_reason(hearing, by=by, reason="开庭")


def _led_to_settle(arbitration: Arbitration) -> bool:
    return arbitration.case.events.filter(
        act="record_pre_hearing_mediation", facts__arbitration=arbitration.pk
    ).exists()


@transaction.atomic
def record_pre_hearing_mediation(
    *, arbitration: Arbitration, result: MediationResult, by: User, on: date, text: str = ""
) -> Arbitration:
    """庭前调解: before a collective hearing the parties are led to settle (COL-06)."""
    arbitration = begin(arbitration, can_conduct, by, ACCEPTED)
    note(
        arbitration,
        "record_pre_hearing_mediation",
        by=by,
        on=on,
        summary=f"庭前调解：{MediationResult(result).label}",
        facts={"result": result, "text": text},
    )
    return arbitration


@transaction.atomic
def close_hearing(
    *,
    hearing: Hearing,
    present: Sequence[Present],
    lines: Sequence[Line],
    walked: Sequence[str],
    recusal_asked: bool,
    mediation_result: MediationResult | None,
    by: User,
    at: datetime,
    adjourned_for: str = "",
    next_at: datetime | None = None,
    corrections: str = "",
) -> Hearing:
    """
    闭庭: the minutes with everything the law asks of a hearing, signed or the refusal noted; A11.

    `walked` are the codes of the disputed elements that were tried. Who of the parties is not in
    `present` was absent. `adjourned_for` closes a hearing that goes on another day.

    Raises:
        ActRefused: recusal was not asked (ARB-16), a disputed element was not tried (SUM-05), no
            mediation was tried (ARB-32), a side had no last word, somebody absent had no lawful
            notice (ARB-18), what A11 checks.
    """
    arbitration = lock(hearing.arbitration)
    hearing = Hearing.objects.select_for_update().get(pk=hearing.pk)
    hearing.arbitration = arbitration
    require(can_preside(by, arbitration), "由独任仲裁员或者首席仲裁员宣布闭庭。")
    if hearing.state != HearingState.HELD:
        raise ActRefused(f"这次开庭{hearing.get_state_display()}，不能闭庭。", source="ARB-43")
    if not recusal_asked:
        raise ActRefused("开庭应当询问当事人是否申请回避。", source="ARB-16")
    absent = _absent(arbitration, present)
    if not adjourned_for.strip():
        _absent_were_called(arbitration, hearing, absent)
    one_sided = len({p.party.place for p in present}) < 2
    if one_sided and not adjourned_for.strip():
        mediation_result = MediationResult.ABSENT
    if not adjourned_for.strip():
        _everything_tried(arbitration, present, walked, mediation_result)
    hearing.ended_at, hearing.recusal_asked = at, recusal_asked
    hearing.mediation_tried = mediation_result not in (None, MediationResult.ABSENT)
    hearing.mediation_result = mediation_result or ""
    hearing.last_statements = all(p.last_statement for p in present)
    hearing.adjourned_for = adjourned_for.strip()
    hearing.state = HearingState.CLOSED
    _keep_attendance(hearing, present, absent)
    HearingLine.objects.bulk_create(
        HearingLine(hearing=hearing, no=no, part=line.part, speaker=line.speaker, text=line.text)
        for no, line in enumerate(lines, 1)
    )
    on = at.astimezone(SHANGHAI).date()
    event = note(
        arbitration,
        "hold_hearing",
        by=by,
        on=on,
        summary=f"第{hearing.no}次开庭，"
        + (f"休庭：{hearing.adjourned_for}" if hearing.adjourned_for else "庭审结束"),
        facts={
            "hearing": hearing.pk,
            "present": [p.party.key for p in present],
            "absent": [p.key for p in absent],
            "disputed": list(walked),
        },
    )
    fields = minutes_paper.minutes(arbitration, hearing, next_at=next_at, corrections=corrections)
    hearing.document = issue(arbitration, "A11", fields, event=event, by=by, on=on)
    save_with_reason(hearing, by=by, reason="闭庭")
    meet(arbitration, "ARB-18.postponement", on=on, by=by)
    return hearing


@transaction.atomic
def hold_hearing(
    *, hearing: Hearing, by: User, started_at: datetime, ended_at: datetime, **held: Any
) -> Hearing:
    """开庭审理 in one act, for a hearing recorded on paper; see `close_hearing`."""
    opened = open_hearing(hearing=hearing, by=by, at=started_at)
    return close_hearing(hearing=opened, by=by, at=ended_at, **held)


def _absent(arbitration: Arbitration, present: Sequence[Present]) -> list[Party]:
    there = {p.party.pk for p in present}
    called = [*speaking(arbitration), *respondents(arbitration), *arbitration.third_parties.all()]
    strangers = (
        there - {p.pk for p in called} - set(arbitration.applicants.values_list("pk", flat=True))
    )
    if strangers:
        raise ActRefused("到庭的人不是本案的当事人，旁听人员不记入到庭。", source="A11")
    return [p for p in called if p.pk not in there]


def _absent_were_called(arbitration: Arbitration, hearing: Hearing, absent: list[Party]) -> None:
    """Refuse to go on without somebody who was not lawfully called: default rests on proof."""
    made = {p.party_id: p for p in papers(arbitration, "A07")}
    called_for_all = arbitration.representatives.exists()
    for party in absent:
        paper = made.get(party.pk)
        if paper is None and called_for_all and arbitration.applicants.filter(pk=party.pk).exists():
            continue
        if calling(hearing, party, paper).in_time:
            continue
        raise ActRefused(
            f"{party.name}没有到庭，也没有开庭通知按期送达的证明，不能继续开庭。",
            source="ARB-18",
            suggest="请休庭改期，重新送达开庭通知。",
        )


def _everything_tried(
    arbitration: Arbitration,
    present: Sequence[Present],
    walked: Sequence[str],
    result: MediationResult | None,
) -> None:
    rest = [e for e in disputed(arbitration) if e.code not in walked]
    if rest:
        raise ActRefused(
            f"有争议的要素还没有审理：{'、'.join(label_of(e) for e in rest[:5])}。",
            source="SUM-05",
            suggest="请逐项举证质证，或者休庭。",
        )
    if result is None:
        raise ActRefused("裁决前应当先行调解，请写明调解的结果。", source="ARB-32")
    if silent := [p.person for p in present if not p.last_statement.strip()]:
        raise ActRefused(f"还没有征询{silent[0]}的最后意见。", source="ARB-43")


def _keep_attendance(hearing: Hearing, present: Sequence[Present], absent: Sequence[Party]) -> None:
    HearingAttendance.objects.bulk_create(
        [
            *(
                HearingAttendance(
                    hearing=hearing,
                    party=p.party,
                    present=True,
                    person=p.person,
                    capacity=p.capacity,
                    recusal_answer=p.recusal_answer,
                    last_statement=p.last_statement,
                    refusal=p.refusal,
                    confirmation=p.confirmation,
                    left_early=p.left_early,
                )
                for p in present
            ),
            *(HearingAttendance(hearing=hearing, party=p, present=False) for p in absent),
        ]
    )
