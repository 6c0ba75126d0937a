"""通知到场: both sides are called before the court, and what came of it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction

from cases.models import Party
from cases.operations import lock_case, record, require
from confirmation.choices import BEFORE_COURT, AppearanceMode, AppearanceOutcome
from confirmation.models import Appearance, Application
from confirmation.permissions import can_enter_court_answer
from law.calendar import in_words
from mediation.papers.opening import SHANGHAI
from staff.models import User
from staff.refusals import ActRefused
from staff.sms import send_sms


@transaction.atomic
def call_parties(
    *,
    application: Application,
    starts_at: datetime,
    mode: AppearanceMode,
    place: str,
    by: User,
    at: datetime,
    on: date,
    bring: str = "",
) -> Appearance:
    """
    通知双方到场 (民诉法解释 356); everybody with a telephone gets a short message.

    Raises:
        ActRefused: nothing is before the court, a call is open already (V-X1), no place, or a
            moment that is past or more than a year ahead (V-D1).
    """
    case = lock_case(application.case)
    application = Application.objects.select_for_update().get(pk=application.pk)
    require(can_enter_court_answer(by, application))
    if application.state not in BEFORE_COURT:
        raise ActRefused(
            f"申请现为“{application.get_state_display()}”，不再通知到场。", source="JC-07"
        )
    if application.appearances.filter(outcome="").exists():
        raise ActRefused(
            "已经通知过一次到场，还没有登记结果。", source="V-X1", suggest="请先登记结果或者改期。"
        )
    if not place.strip():
        raise ActRefused("请写明地点，远程的写明怎样接入。", source="JC-07")
    if starts_at <= at:
        raise ActRefused("到场的时间已经过了，请核对。", source="V-D1")
    if starts_at - at > A_YEAR:
        raise ActRefused("到场的时间在一年以后，请核对年份。", source="V-D1")
    call = Appearance(
        application=application,
        starts_at=starts_at,
        mode=mode,
        place=place.strip()[:200],
        bring=bring.strip()[:200],
        called_by=by,
        called_at=at,
    )
    call.save()
    local = starts_at.astimezone(SHANGHAI)
    when = f"{in_words(local.date())}{local:%H:%M}"
    record(
        case,
        "court_calls",
        by=by,
        on=on,
        summary=f"{application.court.name}通知双方{when}{call.get_mode_display()}核实：{call.place}",
        facts={"starts_at": starts_at.isoformat(), "mode": mode},
    )
    more = f"请带{call.bring}。" if call.bring else ""
    text = (
        f"{application.court.name}通知：{when}双方{call.get_mode_display()}核实"
        f"{application.agreement.number}调解协议，{call.place}。{more}不能到场的，请提前联系法院。"
    )
    for party in [*application.workers.all(), *application.others.all()]:
        if party.phone:
            transaction.on_commit(partial(send_sms, party.phone, text))
    return call


@transaction.atomic
def record_appearance(
    *,
    appearance: Appearance,
    outcome: AppearanceOutcome,
    came: Iterable[Party],
    by: User,
    on: date,
    note: str = "",
) -> Appearance:
    """
    登记到场结果: who came, and what came of it; whether absence ends it, a court rules.

    Raises:
        ActRefused: it has its outcome, lies ahead (V-D1), or who came does not fit it.
    """
    case = lock_case(appearance.application.case)
    appearance = Appearance.objects.select_for_update(of=("self",)).get(pk=appearance.pk)
    application = appearance.application
    require(can_enter_court_answer(by, application))
    if appearance.outcome:
        raise ActRefused(f"已经登记为“{appearance.get_outcome_display()}”。", source="V-X1")
    present = {party.pk for party in came}
    workers = {party.pk for party in application.workers.all()}
    others = {party.pk for party in application.others.all()}
    if outcome in HAPPENED and on < appearance.starts_at.astimezone(SHANGHAI).date():
        raise ActRefused("还没有到通知的日期，只能改期或者取消。", source="V-D1")
    if present - workers - others:
        raise ActRefused("到场的人里有不是本件申请人的。", source="V-P1")
    if outcome == AppearanceOutcome.BOTH and not (present & workers and present & others):
        raise ActRefused("双方到场的，每一方至少勾选一人。", source="JC-07")
    if outcome == AppearanceOutcome.ABSENT and present >= workers | others:
        raise ActRefused("各方都到了，不能登记为有人没有到场。", source="JC-07")
    if outcome not in HAPPENED and not note.strip():
        raise ActRefused("请写明改期或者取消的原因。", source="JC-07")
    appearance.outcome, appearance.note = outcome, note.strip()[:300]
    appearance.recorded_by, appearance.recorded_on = by, on
    appearance.save()
    appearance.came.set(present)
    record(
        case,
        "record_appearance",
        by=by,
        on=on,
        summary=f"{application.court.name}核实：{appearance.get_outcome_display()}"
        f"{'，' if note.strip() else ''}{note.strip()}",
        facts={"outcome": outcome, "came": len(present)},
    )
    return appearance


A_YEAR = timedelta(days=366)
HAPPENED = (AppearanceOutcome.BOTH, AppearanceOutcome.ABSENT)
