"""案卷页: one arbitration on one page: where it stands, what the law requires next, its parts."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from adjudication import queries
from adjudication.choices import ArbitrationState
from adjudication.models import Arbitration, Challenge
from adjudication.permissions import can_conduct, can_run_docket
from adjudication.queries.next_acts import Next
from adjudication.queries.standings import own_deadlines
from adjudication.views.acts.acceptance import lacking
from adjudication.views.acts.page import ACTS, menu
from adjudication.views.frame import OfArbitration
from adjudication.views.sections import award, hearing
from cases.models import Deadline
from cases.permissions import can_see_case
from documents.models import Document, Service
from law.statutes import cite
from staff.models import User

__all__ = ["FilePage", "OfArbitration"]

CLOCK = "ARB-19"


class FilePage(OfArbitration, TemplateView):
    """The file: who, before whom, where it stands, what the law requires next, and its parts."""

    template_name = "adjudication/file/file.html"

    def get_context_data(self, **kwargs):
        arbitration, user = self.arbitration, self.request.user
        today = timezone.localdate()
        standing = queries.standing_of(arbitration)
        conducts = can_conduct(user, arbitration)
        following = queries.next_act(standing, on=today)
        shown = {
            "standing": standing,
            "applicants": standing.applicants,
            "respondents": standing.respondents,
            "third_parties": standing.third_parties,
            "representatives": queries.representatives(arbitration),
            "panel": queries.panel(arbitration),
            "secretary": queries.secretary(arbitration),
            "conducts": conducts,
            "next": following,
            "next_url": act_url(
                arbitration.pk, following, conducts=conducts, runs=can_run_docket(user, arbitration)
            )
            if following
            else "",
            "limit": clock_chip(arbitration, on=today),
            "deadlines": limits(arbitration, standing),
            "sees_case": can_see_case(user, arbitration.case),
            **_acceptance(arbitration),
            **_panel(arbitration),
            **_papers(arbitration, standing, user),
            "log": list(_log(arbitration, private=conducts)),
        }
        for part in (hearing, award):
            shown |= part.shown(arbitration, user, on=today)
        rest = [
            *hearing.acts(arbitration, user, on=today),
            *award.acts(arbitration, user, on=today),
        ]
        parts = [
            *menu(arbitration, user),
            ("送达", _service_acts(standing, runs=can_run_docket(user, arbitration))),
            ("开庭和裁决", rest),
        ]
        parts = [(part, acts) for part, acts in parts if acts]
        return super().get_context_data(menu=parts, **shown | kwargs)


def _service_acts(standing: queries.Standing, *, runs: bool) -> list[tuple[str, str]]:
    pk = standing.arbitration.pk
    found = []
    if runs and standing.to_serve():
        found.append(("登记送达", reverse("arbitration-serve", args=[pk])))
    if runs and standing.issued:
        found.append(("出具送达证明", reverse("arbitration-proof", args=[pk])))
    return found


def act_url(pk: int, following: Next, *, conducts: bool, runs: bool) -> str:
    """
    Return where the next act is done; "" where this person cannot do it.

    `conducts`: they are of the tribunal; `runs`: they are its clerk (see permissions).
    """
    page = reverse("arbitration", args=[pk])
    if not conducts:
        return ""
    if following.anchor:
        return f"{page}#{following.anchor}"
    if following.act == "serve":
        return reverse("arbitration-serve", args=[pk])
    if following.act == "enforcement":
        return reverse("enforcement", args=[pk]) if runs else ""
    act = ACTS.get(following.act)
    if act is None or (act.permission is can_run_docket and not runs):
        return ""
    return reverse("arbitration-act", args=[pk, following.act])


def clock_chip(arbitration: Arbitration, *, on: date) -> dict | None:
    """Return the limit of the award with its arithmetic; None before acceptance and at the end."""
    reading = queries.clock_reading(arbitration, on=on)
    if reading is None or not arbitration.is_open:
        return None
    return {
        "title": "审限（中止中）" if reading.standing else "审限",
        "due_on": reading.due_on,
        "raw_on": None,
        "steps": reading.steps,
        "article": cite(CLOCK),
        "provisional": reading.provisional,
    }


def limits(arbitration: Arbitration, standing: queries.Standing) -> list[Deadline]:
    """Return the deadlines of this arbitration, the running ones first."""
    own = standing.suffix
    others = {p.key for p in standing.respondents}
    known = {own, *(f"{own}.{key}" if own else key for key in others)}
    rows = list(own_deadlines(arbitration.case_id).filter(suffix__in=known))
    for row in rows:
        row.article = cite(row.rule.split(".")[0])
    return sorted(rows, key=lambda row: (row.state != "running", row.due_on, row.pk))


def _acceptance(arbitration: Arbitration) -> dict:
    claims = list(arbitration.claims.select_related("worker"))
    return {
        "claims": claims,
        "claimed_fen": queries.claimed_fen(arbitration),
        "lacking": lacking(arbitration),
        "declined": arbitration.state == ArbitrationState.DECLINED,
    }


def _panel(arbitration: Arbitration) -> dict:
    seats = arbitration.seats.select_related("user").order_by("id")
    asked = Challenge.objects.filter(seat__arbitration=arbitration)
    return {
        "seats": list(seats),
        "challenges": list(asked.select_related("seat__user", "party", "decided_by")),
        "decisions": list(arbitration.decisions.select_related("document", "by")),
    }


def _papers(arbitration: Arbitration, standing: queries.Standing, user: User) -> dict:
    """The papers of this arbitration the person may read, and how far each has been served."""
    readable = Document.objects.visible_to(user).filter(pk__in=[p.pk for p in standing.papers])
    papers = {d.pk: d for d in readable.defer("context_json")}
    waiting: dict[int, list] = {}
    for paper, party in standing.to_serve():
        waiting.setdefault(paper.pk, []).append(party)
    rows = [
        {"paper": papers[p.pk], "waiting": waiting.get(p.pk, [])}
        for p in standing.papers
        if p.pk in papers
    ]
    to_serve: dict[str, list] = {}
    for row in rows:
        to_serve.setdefault(row["paper"].title, []).extend(row["waiting"])
    return {
        "papers": rows,
        "to_serve": [(title, people) for title, people in to_serve.items() if people],
        "services": _services(papers),
    }


def _services(papers: dict[int, Document]) -> list:
    rows = Service.objects.filter(document__in=list(papers)).current()
    return list(rows.select_related("document", "party").order_by("-id")[:30])


def _log(arbitration: Arbitration, *, private: bool):
    """What happened in this arbitration, the newest first; the tribunal's own only for itself."""
    rows = arbitration.case.events.filter(facts__arbitration=arbitration.pk)
    if not private:
        rows = rows.filter(private=False)
    return rows.select_related("by").order_by("-seq")[:100]
