"""What the tribunal decides of one element or one claim, each on a page of its own."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from adjudication import operations
from adjudication.drafting import Facts, shown
from adjudication.forms import award as forms
from adjudication.models import Claim, Element
from adjudication.operations.reckoning import reckon
from adjudication.permissions import sits
from adjudication.views.award.reckoning import limit_for
from adjudication.views.file import OfArbitration
from cases.views.acts import ActView


class OfTribunal(OfArbitration, ActView):
    """The page of an act of the tribunal on its file; afterwards one is back at the reckoning."""

    permission = sits
    template_name = "adjudication/award/act.html"

    def get_form_kwargs(self):
        given = {"case": self.case, "today": timezone.localdate()}
        return super().get_form_kwargs() | given

    def get_success_url(self):
        return reverse("award-reckoning", args=[self.arbitration.pk])


class Find(OfTribunal):
    """认定要素."""

    form_class = forms.FindForm
    template_name = "adjudication/award/find.html"
    operation = staticmethod(operations.find_element)
    button = "认定"
    done = "已认定。"
    requirements = (
        ("裁决书应当载明争议事实和裁决理由。", "ARB-33"),
        ("用人单位掌握的证据不提供的，承担不利后果。", "ARB-39"),
        ("简易处理的案件，对无争议的事实可以径行确认。", "SUM-05"),
    )

    @cached_property
    def element(self) -> Element:
        rows = self.arbitration.elements.select_related("worker")
        return get_object_or_404(rows, pk=self.kwargs["element_pk"])

    @property
    def title(self) -> str:
        return f"认定{self.element}"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"element": self.element}

    def get_initial(self):
        element = self.element
        return super().get_initial() | {
            "found": element.found,
            "finding": element.finding,
            "article": element.article,
            "evidence": [piece.pk for piece in element.evidence.all()],
        }

    def act(self, form):
        given = {"element": self.element, "by": self.request.user, "on": timezone.localdate()}
        return self.operation(**given | self.arguments(form))

    def get_context_data(self, **kwargs):
        element = self.element
        return super().get_context_data(
            element=element,
            applicant=shown(element, element.applicant_value),
            respondent=shown(element, element.respondent_value),
            **kwargs,
        )


class Rule(OfTribunal):
    """写裁决意见 on one claim, or on the like claims of all workers."""

    form_class = forms.RuleForm
    template_name = "adjudication/award/rule.html"
    operation = staticmethod(operations.rule_on_claims)
    button = "保存裁决意见"
    done = "裁决意见已保存，起草时使用。"
    requirements = (
        ("裁决书应当写明理由和所依的条文。", "ARB-33"),
        ("单项裁决数额不超过月最低工资十二个月金额的，为终局。", "ARB-26"),
    )

    @cached_property
    def claim(self) -> Claim:
        rows = self.arbitration.claims.select_related("worker")
        return get_object_or_404(rows, pk=self.kwargs["claim_pk"])

    @cached_property
    def alike(self) -> list[Claim]:
        """Return the claims of the same number and kind, this one among them."""
        like = {"no": self.claim.no, "kind": self.claim.kind, "state": self.claim.state}
        return list(self.arbitration.claims.filter(**like).select_related("worker"))

    @property
    def title(self) -> str:
        return f"裁决意见：{self.claim.worker.name}第{self.claim.no}项"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"claim": self.claim, "alike": len(self.alike)}

    def get_initial(self):
        row = getattr(self.claim, "ruling", None)
        if row is None:
            return super().get_initial()
        names = ("basis", "formula", "opinion", "article", "order", "why")
        final = {None: "", True: "yes", False: "no"}[row.final]
        kept = {name: getattr(row, name) for name in names} | {"final": final}
        return super().get_initial() | kept

    def act(self, form):
        given = self.arguments(form)
        claims = self.alike if given.pop("together", False) else [self.claim]
        by, on = self.request.user, timezone.localdate()
        return self.operation(claims=claims, by=by, on=on, **given)

    def get_context_data(self, **kwargs):
        on = timezone.localdate()
        limit, no_limit = limit_for(self.arbitration, on)
        rows = reckon(self.arbitration, wage_fen=limit.wage_fen) if limit else []
        mine = next((row for row in rows if row.claim.pk == self.claim.pk), None)
        facts = Facts.of(self.arbitration)
        return super().get_context_data(
            row=mine,
            claim=self.claim,
            limit=limit,
            no_limit=no_limit,
            resting=[(e, shown(e, e.settled_value)) for e in facts.under(self.claim)],
            **kwargs,
        )
