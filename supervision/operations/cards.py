"""Yellow and red cards (SEED-02)."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from cases.choices import DeadlineState
from cases.models import Case, Deadline
from cases.operations import lock_case, record, require, require_open
from documents.operations import issue_document
from staff.models import User
from staff.refusals import ActRefused
from supervision import papers
from supervision.cards import card_rules, days_over, progress_after
from supervision.choices import CardColour
from supervision.models import WarningCard
from supervision.permissions import can_show_card


@transaction.atomic
def show_warning_card(
    *,
    case: Case,
    colour: CardColour,
    deadline: Deadline,
    recipient: str,
    demands: Sequence[str],
    report_by: date,
    signed_off: Mapping[str, str],
    by: User,
    on: date,
    leaders: Sequence[Mapping[str, str]] = (),
    stated_days: int | None = None,
) -> WarningCard:
    """
    发出黄牌预警或者红牌督办 for a time limit that has passed; makes H11.

    Yellow as soon as the limit has passed; red after the days of the city's rules without any
    progress, with the leaders' sign-off (name, post, on) and copies to the supervisors.

    Raises:
        ActRefused: the limit has not passed, was met, or the colour was shown; red without a
            yellow, too early, or after progress (SEED-02); a rule not confirmed (V-L1); what the
            contract checks.
    """
    case = lock_case(case)
    require(can_show_card(by, case) or by.is_system)
    require_open(case)
    deadline = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if deadline.case_id != case.pk or deadline.state == DeadlineState.CANCELLED:
        raise ActRefused("所选期限不是本案现行的期限。", source="SEED-02")
    if deadline.met_on or on <= deadline.due_on:
        raise ActRefused(
            f"“{deadline.title}”的期限为{deadline.due_on:%Y-%m-%d}，没有超期，不能发出"
            f"{CardColour(colour).label}。",
            source="SEED-02",
        )
    if case.warning_cards.filter(deadline=deadline, colour=colour).exists():
        raise ActRefused(f"该期限已经发出{CardColour(colour).label}。", source="V-N1")
    rules = card_rules(case, colour=CardColour(colour), on=on)
    days = days_over(deadline.due_on, on)
    if stated_days not in (None, days):
        raise ActRefused(f"超期天数应为{days}天。", source="V-M2")
    progress = progress_after(case, deadline=deadline, rules=rules, until=on)
    if colour == CardColour.RED:
        if not case.warning_cards.filter(deadline=deadline, colour=CardColour.YELLOW).exists():
            raise ActRefused("没有发出过黄牌预警，不能直接红牌督办。", source="SEED-02")
        if rules.counted(deadline.due_on, on) < rules.red_after_days:
            raise ActRefused(
                f"超期满{rules.red_after_days}天仍无进展的才能红牌督办，现超期{days}天。",
                source="SEED-02",
            )
        later = [row for row in progress if row["on"] > deadline.due_on.isoformat()]
        if later:
            raise ActRefused(
                f"{later[-1]['on']}已有进展（{later[-1]['what']}），不符合红牌督办的条件。",
                source="SEED-02",
            )
    event = record(
        case,
        "show_warning_card",
        by=by,
        on=on,
        summary=f"对{recipient.strip()}发出{CardColour(colour).label}："
        f"{deadline.title}超期{days}天",
        facts={"colour": colour, "rule": deadline.key, "days": days},
    )
    paper = issue_document(
        case=case,
        code="H11",
        fields=papers.card(
            case,
            colour=CardColour(colour),
            deadline=deadline,
            days=days,
            rules=rules,
            recipient=recipient.strip(),
            progress=progress,
            demands=list(demands),
            report_by=report_by,
            leaders=[dict(row) for row in leaders],
            sign_off={**signed_off, "on": on.isoformat()},
        ),
        by=by,
        on=on,
        recipient=recipient.strip(),
        event=event,
    )
    card = WarningCard(
        case=case,
        colour=colour,
        deadline=deadline,
        recipient=recipient.strip(),
        due_on=deadline.due_on,
        shown_on=on,
        report_by=report_by,
        document=paper,
        by=by,
    )
    card.save()
    return card
