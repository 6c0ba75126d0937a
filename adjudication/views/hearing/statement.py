"""仲裁调解书: made of what was settled, signed for by everybody, or given up before that."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from adjudication import operations
from adjudication.choices import StatementState
from adjudication.forms import statement as forms
from adjudication.models import Arbitration, Statement
from adjudication.permissions import can_conduct, can_file, can_preside
from adjudication.views.file import OfArbitration
from cases.views.acts import ActView


class OfSettlement(OfArbitration):
    """A page about a statement, by its own `pk`."""

    @cached_property
    def statement(self) -> Statement:
        visible = Arbitration.objects.visible_to(self.request.user)
        rows = Statement.objects.filter(arbitration__in=visible)
        found = rows.select_related("arbitration__case", "arbitration__commission", "document")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def arbitration(self) -> Arbitration:
        return self.statement.arbitration


class Settle(OfArbitration, ActView):
    """制作仲裁调解书: for all of them or for some; the rest go on to the award."""

    permission = staticmethod(can_preside)
    template_name = "adjudication/hearing/settle.html"
    form_class = forms.SettleForm
    title = "制作仲裁调解书"
    button = "制作调解书"
    done = "仲裁调解书已制作，双方签收后生效。"
    grave = True
    requirements = (
        ("裁决前先行调解；达成协议的制作调解书。", "ARB-32"),
        ("双方签收后，调解书发生法律效力。", "ARB-32"),
        ("签收前反悔的，及时裁决。", "ARB-32"),
        ("不得用短信、电话等简便方式送达调解书。", "SUM-04"),
    )
    made: Statement | None = None

    def get_form_kwargs(self):
        more = {
            "case": self.case,
            "today": timezone.localdate(),
            "arbitration": self.arbitration,
        }
        return super().get_form_kwargs() | more

    def act(self, form):
        self.made = operations.settle_in_arbitration(
            arbitration=self.arbitration,
            hearing=self.arbitration.hearings.order_by("no").last(),
            by=self.request.user,
            on=timezone.localdate(),
            **form.cleaned_data,
        )
        return self.made

    def get_success_url(self):
        if self.made:
            return reverse("statement", args=[self.made.pk])
        return reverse("arbitration", args=[self.arbitration.pk])


class StatementPage(OfSettlement, TemplateView):
    template_name = "adjudication/hearing/statement.html"

    def get_context_data(self, **kwargs):
        statement = self.statement
        signed = {row.party_id: row for row in statement.signatures.all()}
        waits = statement.state == StatementState.ISSUED
        conducts = can_conduct(self.request.user, self.arbitration)
        return super().get_context_data(
            title="仲裁调解书",
            statement=statement,
            rows=statement.rows.select_related("worker"),
            signatures=[(party, signed.get(party.pk)) for party in operations.bound_by(statement)],
            may_sign=waits and conducts,
            may_file=can_file(self.request.user, self.case),
            **kwargs,
        )


class StatementAct(OfSettlement, ActView):
    """签收 or 反悔, by the act in the address."""

    permission = staticmethod(can_conduct)
    template_name = "adjudication/hearing/act.html"
    acts = {
        "signed": (
            forms.SignedForm,
            operations.receive_settlement,
            "登记签收",
            "签收已登记。",
            (
                ("双方签收后，调解书发生法律效力。", "ARB-32"),
                ("不得用短信、电话等简便方式送达调解书。", "SUM-04"),
            ),
        ),
        "given-up": (
            forms.GivenUpForm,
            operations.give_up_settlement,
            "登记反悔",
            "已登记，调解书作废，请求继续审理。",
            (("调解书送达前一方反悔的，仲裁庭应当及时作出裁决。", "ARB-32"),),
        ),
    }

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if self.kwargs["act"] not in self.acts:
            raise Http404
        form, operation, title, done, law = self.acts[self.kwargs["act"]]
        self.form_class, self.operation = form, operation
        self.title = self.button = title
        self.done, self.requirements = done, law
        self.grave = self.kwargs["act"] == "given-up"

    def get_form_kwargs(self):
        more = {
            "case": self.case,
            "today": timezone.localdate(),
            "statement": self.statement,
        }
        return super().get_form_kwargs() | more

    def act(self, form):
        return self.operation(
            statement=self.statement,
            by=self.request.user,
            on=timezone.localdate(),
            **form.cleaned_data,
        )

    def get_success_url(self):
        return reverse("statement", args=[self.statement.pk])
