"""Terms at the table: what a change would come to, and how the agreement would read."""

import json

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import View

from documents.draft import draft_pdf
from mediation import frames, operations, queries
from mediation.choices import Answer
from mediation.papers import agreement as papers
from mediation.permissions import can_keep_minutes, can_propose_terms
from mediation.views.seated import Seated
from mediation.views.terms import proposal_context
from room.protocol import FrameRefused
from staff.refusals import ActRefused


class TryTerms(Seated, View):
    """
    What a change of the terms would come to, computed by the act itself and taken back.

    Answers with the difference as a part of the page; a refusal with 422 and its sentence.
    """

    permission = can_propose_terms
    http_method_names = ("post",)

    def post(self, request, pk):
        try:
            body = json.loads(request.body)
            asked = frames.revision_of(body if isinstance(body, dict) else {})
        except (ValueError, RecursionError):
            return JsonResponse({"why": frames.INCOMPLETE}, status=422)
        except FrameRefused as refusal:
            return JsonResponse({"why": str(refusal)}, status=422)
        base = self.case.proposals.filter(number=asked["base"]).first()
        if base is None:
            return JsonResponse({"why": "没有这一方案，请刷新页面。"}, status=422)
        try:
            with transaction.atomic():
                asked["sha"] = None
                tried = frames.revised_by(
                    asked, base=base, by=request.user, on=timezone.localdate()
                )
                shown = {
                    "base": base,
                    "changes": operations.changes_between(base, tried),
                    "voided": base.answers.count(),
                    "days": base.schedule != tried.schedule,
                    **proposal_context(tried),
                }
                answer = render(request, "mediation/room/tried.html", shown)
                transaction.set_rollback(True)
        except ActRefused as refusal:
            stale = queries.current_proposal(self.case) != base
            return JsonResponse({"why": f"{refusal}{refusal.suggest}", "stale": stale}, status=422)
        return answer


class PreviewAgreement(Seated, View):
    """The agreement as it would read now, on its real pages, marked as a draft."""

    permission = can_keep_minutes
    http_method_names = ("get",)

    def get(self, request, pk):
        proposal = queries.current_proposal(self.case)
        if proposal is None:
            return render(
                request, "mediation/room/no_preview.html", {"why": "还没有方案，不能预览。"}
            )
        agreed = set(
            proposal.answers.filter(
                answer=Answer.AGREE, terms_sha256=proposal.terms_sha256
            ).values_list("party_id", flat=True)
        )
        rows = list(proposal.rows.select_related("worker").order_by("worker__roster_no"))
        settled = papers.Settled(proposal, [r for r in rows if r.worker_id in agreed] or rows)
        today = timezone.localdate()
        fields = papers.agreement(
            settled,
            copies=papers.least_copies(settled),
            annex=len(settled.rows) > 1,
            on=today,
        )
        try:
            content = draft_pdf(case=self.case, code="D12", fields=fields, on=today)
        except ActRefused as refusal:
            return render(request, "mediation/room/no_preview.html", {"why": str(refusal)})
        answer = HttpResponse(content, content_type="application/pdf")
        answer["Content-Disposition"] = "inline; filename=draft.pdf"
        answer["Cache-Control"] = "no-store"
        return answer
