"""红黄牌: the cards of one case, what is late in it, and the page that shows one."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from cases.views.acts import NOT_PERMITTED, refused
from mediation.views.acts import CaseAct
from staff.permissions import is_director
from staff.refusals import ActRefused
from supervision import operations
from supervision.cards import card_rules, days_over, late_deadlines
from supervision.choices import CardColour
from supervision.forms.cards import CardForm
from supervision.models import WarningCard
from supervision.permissions import can_show_card

PAGE = 30


class ShowCard(CaseAct):
    """发出黄牌、红牌, by the director."""

    permission = can_show_card
    template_name = "supervision/card_act.html"
    form_class = CardForm
    operation = staticmethod(operations.show_warning_card)
    title = button = "发出红黄牌"
    done = "通知已出具，请送责任单位；红牌同时抄送督查机构。"
    requirements = (("未按期办结的标黄牌，超期十日仍无进展的标红牌", "SEED-02"),)
    grave = True

    def get_success_url(self):
        return reverse("cards", args=[self.case.pk])


@login_required
def cards(request, case_pk: int):
    """Show the cards of a case, and which of its time limits are over."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=case_pk)
    today = timezone.localdate()
    shown = list(case.warning_cards.select_related("document", "deadline").order_by("-id"))
    have = {(card.deadline_id, card.colour) for card in shown}
    late = [
        {
            "deadline": deadline,
            "days": days_over(deadline.due_on, today),
            "yellow": (deadline.pk, CardColour.YELLOW) in have,
            "red": (deadline.pk, CardColour.RED) in have,
        }
        for deadline in late_deadlines(case, on=today)
    ]
    return render(
        request,
        "supervision/cards.html",
        {
            "title": "红黄牌",
            "case": case,
            "cards": shown,
            "late": late,
            "unconfirmed": _unconfirmed(case, today),
            "may_show": is_director(request.user) and case.is_open and bool(late),
        },
    )


def _unconfirmed(case: Case, on) -> ActRefused | None:
    """Say what the centre has not confirmed yet for a red card."""
    try:
        card_rules(case, colour=CardColour.RED, on=on)
    except ActRefused as refusal:
        return refusal
    return None


@login_required
def all_cards(request):
    """List every card shown, the newest first, for the director."""
    if not is_director(request.user):
        return refused(request, NOT_PERMITTED)
    rows = WarningCard.objects.filter(case__in=Case.objects.visible_to(request.user))
    colour = request.GET.get("colour", "")
    chosen = rows.filter(colour=colour) if colour in CardColour.values else rows
    found = chosen.select_related("case__debtor", "document", "deadline").order_by("-id")
    today = timezone.localdate()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for card in page:
        card.waits = card.deadline.met_on is None
        card.report_late = card.waits and card.report_by < today
    tabs = [("", "全部", rows.count())]
    tabs += [(c.value, c.label, rows.filter(colour=c).count()) for c in CardColour]
    return render(
        request,
        "supervision/all_cards.html",
        {
            "title": "红黄牌",
            "page": page,
            "tabs": [
                {"url": f"?colour={key}", "label": label, "count": n, "active": key == colour}
                for key, label, n in tabs
            ],
        },
    )
