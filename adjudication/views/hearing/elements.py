"""要素表: asked of both sides before the hearing, with evidence, and confirmed by both (A10)."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from adjudication import operations, queries
from adjudication.choices import ArbitrationState
from adjudication.forms.elements import AddElementForm, AskedForm, numbers_in
from adjudication.permissions import can_conduct
from adjudication.queries import parties
from adjudication.views.file import OfArbitration
from adjudication.views.sections.elements import elements_of, table_row
from cases.models import Party
from cases.operations import AlreadySubmitted, claim_submission
from staff.refusals import ActRefused


class Elements(OfArbitration, TemplateView):
    """The table; whoever conducts the case asks both sides here, adds a line, shares lines."""

    template_name = "adjudication/hearing/elements.html"
    acts = ("ask", "add", "share", "seen")

    @cached_property
    def conducts(self) -> bool:
        return can_conduct(self.request.user, self.arbitration)

    @cached_property
    def editable(self) -> bool:
        return self.conducts and self.arbitration.state == ArbitrationState.ACCEPTED

    @cached_property
    def said(self) -> list[parties.Said]:
        applicants = set(self.arbitration.applicants.values_list("pk", flat=True))
        return parties.said_of(
            self.arbitration, elements_of(self.arbitration), applicants=applicants
        )

    def forms(self, act: str = "", data=None) -> dict:
        """Return both forms; the one that was sent is bound."""
        return {
            "asked": AskedForm(data if act == "ask" else None, said=self.said),
            "adding": AddElementForm(
                data if act == "add" else None, arbitration=self.arbitration, auto_id="add_%s"
            ),
        }

    def get_context_data(self, **kwargs):
        arbitration = self.arbitration
        table = queries.paper(arbitration, "A10")
        confirmed = parties.confirmations_of(table) if table else {}
        shown = {
            "title": "要素表",
            "table": table,
            "to_confirm": [
                (party, confirmed.get(party.pk)) for party in parties.called(arbitration)
            ],
            "all_confirmed": table
            and all(party.pk in confirmed for party in parties.called(arbitration)),
            "rows": [table_row(row.element) for row in self.said],
            "locked": [table_row(row.element) for row in self.said if row.element.locked_by_id],
            "replied": {row.element.pk: row.replies for row in self.said},
            "disputed": sum(row.element.agreed is False for row in self.said),
            "unasked": sum(row.element.agreed is None for row in self.said),
            "editable": self.editable,
            "evidence": arbitration.case.evidence.filter(submitted=True).order_by("no"),
            "siblings": arbitration.siblings_id is not None,
            "submission": uuid.uuid4().hex,
        }
        if self.editable and "asked" not in kwargs:
            shown |= self.forms()
        return super().get_context_data(**shown | kwargs)

    def post(self, request, *args, **kwargs):
        act = request.POST.get("act", "")
        if not self.editable or act not in self.acts:
            messages.error(request, "现在不能修改要素表。")
            return redirect("elements", self.arbitration.pk)
        bound = self.forms(act, request.POST)
        try:
            with transaction.atomic():
                claim_submission(
                    key=request.POST.get("submission", "")[:64] or "none",
                    by=request.user,
                    path=f"{request.path}#{act}",
                )
                words = getattr(self, act)(bound, request.POST)
        except AlreadySubmitted as refusal:
            messages.warning(request, str(refusal))
        except ActRefused as refusal:
            return self.refused(bound, f"{refusal}{refusal.suggest}", act)
        else:
            if words is None:
                return self.refused(bound, "", act)
            messages.success(request, words)
        return redirect("elements", self.arbitration.pk)

    def refused(self, bound: dict, sentence: str, act: str):
        form = bound["adding" if act == "add" else "asked"]
        if sentence and form.is_bound:
            form.add_error(None, sentence)
            sentence = ""
        return self.render_to_response(
            self.get_context_data(**bound, sentence=sentence), status=422
        )

    # Each act returns what is said afterwards, None where its form is wrong.

    def ask(self, bound: dict, given) -> str | None:
        form = bound["asked"]
        if not form.is_valid():
            return None
        today = timezone.localdate()
        rows = form.confirmed()
        for row in form.open:
            wanted = numbers_in(form.cleaned_data[f"e-{row.element.pk}"]) or []
            if {piece.no for piece in row.element.evidence.all()} - set(wanted):
                operations.link_element(
                    element=row.element, evidence=wanted, by=self.request.user, on=today
                )
        paper = operations.confirm_elements(
            arbitration=self.arbitration, rows=rows, by=self.request.user, on=today
        )
        if paper:
            return f"已记录{len(rows)}项。全部要素已询问，《{paper.title}》已生成，请双方确认。"
        return f"已记录{len(rows)}项。其余各项询问以后，自动生成庭前要素确认表。"

    def add(self, bound: dict, given) -> str | None:
        form = bound["adding"]
        if not form.is_valid():
            return None
        element = operations.add_element(
            arbitration=self.arbitration,
            by=self.request.user,
            on=timezone.localdate(),
            **form.cleaned_data,
        )
        return f"已增列“{element.label}”，请询问双方。"

    def share(self, bound: dict, given) -> str:
        codes = given.getlist("code")
        if not codes:
            raise ActRefused("请勾选要送到同类案件的要素。", source="SUM-05")
        made = operations.share_elements(
            source=self.arbitration, codes=codes, by=self.request.user, on=timezone.localdate()
        )
        cases = len({element.arbitration_id for element in made})
        return f"已送到{cases}件同类案件，共{len(made)}项；已有的没有改动。各案仍要询问双方。"

    def seen(self, bound: dict, given) -> str:
        table = queries.paper(self.arbitration, "A10")
        number = given.get("party", "")
        party = Party.objects.filter(
            case=self.case, pk=int(number) if number.isdecimal() else None
        ).first()
        if table is None or party is None:
            raise ActRefused("请刷新页面后再试。", source="SUM-05")
        operations.confirm_as_party(
            document=table,
            arbitration=self.arbitration,
            party=party,
            by=self.request.user,
            at=timezone.now(),
        )
        return f"已登记{party.name}当面签名确认。"
