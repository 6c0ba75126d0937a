"""裁决书: what it decides, sentence by sentence with its source, on its real pages, and after."""

from urllib.parse import quote

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from adjudication import drafting
from adjudication.choices import AwardKind, AwardState
from adjudication.drafting import Facts, Sentence
from adjudication.effect import ANNUL, SUE, WORKER_SUES, effects, rule_for, served
from adjudication.models import Arbitration, Award, AwardItem
from adjudication.operations.countersigning import changes_since_look
from adjudication.operations.issuing import changed_since_draft, is_late, number_of
from adjudication.papers import award as papers
from adjudication.papers.public import public_pdf
from adjudication.permissions import can_conduct, is_arbitrator_of
from adjudication.queries import corrections_of
from adjudication.views.award.menu import acts_of
from cases.models import Case
from documents import store
from documents.contracts.court.confirmation import NO_BASIC_COURT
from documents.draft import draft_pdf
from documents.service.queries import served_on
from law.statutes import cite
from staff.choices import BodyKind
from staff.models import User
from staff.queries import bodies
from staff.refusals import ActRefused

REMEDIES = {
    WORKER_SUES: "可以向基层人民法院起诉",
    ANNUL: "可以向中级人民法院申请撤销",
    SUE: "可以向基层人民法院起诉",
}
TO_COME = "（作出时写明）"


class OfAward(LoginRequiredMixin):
    """A page about an award, by `pk`; to whom it is hidden it does not exist."""

    @cached_property
    def award(self) -> Award:
        rows = Award.objects.visible_to(self.request.user)
        found = rows.select_related(
            "arbitration__case__centre", "arbitration__commission", "document", "drafted_by"
        )
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @property
    def arbitration(self):
        return self.award.arbitration

    @property
    def case(self) -> Case:
        return self.award.arbitration.case

    def get_context_data(self, **kwargs):
        shown = {"award": self.award, "arbitration": self.arbitration, "case": self.case}
        return super().get_context_data(**shown | kwargs)


class AwardPage(OfAward, TemplateView):
    """One award on one page."""

    template_name = "adjudication/award/award.html"

    def get_context_data(self, **kwargs):
        award, user, on = self.award, self.request.user, timezone.localdate()
        items = list(
            award.items.select_related("claim__worker").prefetch_related("corrections__decision")
        )
        items.sort(key=lambda i: (i.claim.worker.roster_no or 0, i.claim.worker_id, i.claim.no))
        workers = list({i.claim.worker_id: i.claim.worker for i in items}.values())
        asked = self.request.GET.get("worker", "")
        worker = next((w for w in workers if str(w.pk) == asked), workers[0] if workers else None)
        inside = can_conduct(user, self.arbitration) or is_arbitrator_of(user, self.arbitration)
        issued = award.state == AwardState.ISSUED
        opens_file = Arbitration.objects.visible_to(user).filter(pk=self.arbitration.pk).exists()
        shown = {
            "items": [_line(item) for item in items],
            "totals": _totals(items),
            "workers": workers,
            "worker": worker,
            "reasons": _reasons(award, [i for i in items if worker and i.claim.worker == worker]),
            "issued": issued,
            "inside": inside,
            "acts": acts_of(award, user, on=on),
            "limit_on": papers.limit_on(self.arbitration, on=on),
            "opens_file": opens_file,
            "others": _others(award, user, inside=inside),
        }
        if award.is_open:
            shown |= self._draft(on)
        elif issued:
            shown |= _after(award)
        return super().get_context_data(**shown | kwargs)

    def _draft(self, on) -> dict:
        award = self.award
        try:
            changed = changed_since_draft(award, Facts.of(self.arbitration), on=on)
        except ActRefused as refused:
            changed = [drafting.Change("月最低工资标准", "", str(refused))]
        return {
            "changed": changed,
            "changes": changes_since_look(award, self.request.user)
            if award.state == AwardState.REVIEW
            else [],
            "looked": award.countersigns.filter(by=self.request.user).exists(),
            "looks": award.countersigns.select_related("by"),
            "versions": award.versions.select_related("by"),
            "approved": award.countersigns.filter(approved=True, digest=award.digest).exists(),
        }


def _others(award: Award, user: User, *, inside: bool) -> QuerySet[Award]:
    """Return the other awards of the case which the person can open; drafts from inside only."""
    rows = Award.objects.visible_to(user).filter(arbitration=award.arbitration_id)
    rows = rows.exclude(pk=award.pk).order_by("id")
    return rows if inside else rows.filter(state=AwardState.ISSUED)


def _line(item: AwardItem) -> dict:
    awarded = item.standing_fen
    taken = item.advanced_fen + item.paid_fen
    return {
        "item": item,
        "claim": item.claim,
        "awarded_fen": awarded,
        "corrected": item.standing_fen != item.awarded_fen,
        "taken_fen": taken,
        "open_fen": max(0, awarded - taken) if awarded is not None else None,
        "difference_fen": (item.claim.amount_fen or 0) - awarded if awarded is not None else None,
    }


def _totals(items: list[AwardItem]) -> dict[str, int]:
    awarded = sum(i.standing_fen or 0 for i in items)
    taken = sum(i.advanced_fen + i.paid_fen for i in items)
    return {
        "claimed_fen": sum(i.claim.amount_fen or 0 for i in items),
        "awarded_fen": awarded,
        "taken_fen": taken,
        "open_fen": awarded - taken,
    }


def _reasons(award: Award, items: list[AwardItem]) -> list[dict]:
    """The reasoning of one worker's claims, each sentence with the names of its sources."""
    elements = {e.pk: e for e in award.arbitration.elements.all()}
    evidence = {e.no: e.name for e in award.arbitration.case.evidence.all()}
    found = []
    for item in items:
        rows = [Sentence.from_data(row) for row in award.reasoning.get(str(item.claim_id), [])]
        found.append(
            {
                "claim": item.claim,
                "order": item.order,
                "sentences": [
                    {
                        "text": row.text,
                        "sourced": row.is_sourced,
                        "elements": [elements[pk] for pk in row.elements if pk in elements],
                        "evidence": [f"证据{no} {evidence.get(no, '')}" for no in row.evidence],
                        "articles": [cite(article) for article in row.articles],
                        "agreed": row.agreed,
                    }
                    for row in rows
                ],
            }
        )
    return found


def _after(award: Award) -> dict:
    """What follows an award that is out: who had it, who may do what until when, its effect."""
    shown = {
        "corrections": corrections_of(award),
        "suits": list(award.suits.select_related("party", "worker")),
    }
    if award.kind == AwardKind.INTERIM:
        told = [*award.arbitration.applicants.all(), *award.arbitration.respondents.all()]
        rows = [
            {"party": p, "served_on": award.document and served_on(award.document, p)} for p in told
        ]
        return shown | {"standings": rows, "certificates": []}
    standings = [
        {
            "party": row.party,
            "served_on": row.served_on,
            "expires_on": row.expires_on,
            "provisional": row.provisional,
            "may": REMEDIES[rule_for(award.final, row.party)],
            "article": rule_for(award.final, row.party),
        }
        for row in served(award)
    ]
    return shown | {
        "standings": standings,
        "effects": effects(award),
        "certificates": award.certificates.select_related("worker", "document"),
    }


class Preview(OfAward, View):
    """The paper's real pages: as issued, or as the draft would be issued, marked as a draft."""

    http_method_names = ("get",)

    def get(self, request, pk):
        award, on = self.award, timezone.localdate()
        if award.document:
            return sent(store.get(award.document.pdf), f"{award.document}.pdf")
        try:
            number = number_of(award)
            fields = papers.award(
                award,
                number=number,
                on=on,
                late_reason=TO_COME if is_late(self.arbitration, on=on) else "",
                dissenting=(),
                basic_court=_any_basic_court(),
            )
            content = draft_pdf(
                case=self.case, code=award.kind, fields=fields, on=on, number=number
            )
        except ActRefused as refusal:
            why = {"why": f"{refusal}{refusal.suggest}"}
            return render(request, "mediation/room/no_preview.html", why)
        return sent(content, "draft.pdf")


def _any_basic_court():
    """Which court it is is chosen when the award is issued."""
    known = bodies(BodyKind.COURT).order_by("pk")
    return next((court for court in known if not NO_BASIC_COURT.search(court.name)), None)


class Public(OfAward, View):
    """公开版: the award as anybody may read it."""

    http_method_names = ("get",)

    def get(self, request, pk):
        if self.award.document is None:
            raise Http404
        try:
            content = public_pdf(self.award.document)
        except ActRefused as refusal:
            return render(request, "mediation/room/no_preview.html", {"why": str(refusal)})
        return sent(content, f"{self.award.number} 公开版.pdf")


def sent(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer
