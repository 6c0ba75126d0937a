"""Help for who has no phone (代为办理): an answer written down, and a sheet to sign on paper."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from mediation import operations, queries
from mediation.forms import phone as forms
from mediation.models import Proposal
from mediation.permissions import can_record_answers
from mediation.views.acts import SubjectAct, SubjectOfCase


class AnswerFor(SubjectAct):
    model = Proposal
    argument = "proposal"
    permission = can_record_answers
    operation = staticmethod(operations.answer_for)
    form_class = forms.AnswerForForm
    button = "记录表态"
    done = "表态已记录，并写入笔录。"
    requirements = (("每名劳动者本人表态；推选的代表不能代他人达成协议。", "COL-02"),)

    @property
    def title(self):
        return f"代为记录对方案{self.subject.number}的表态"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"proposal": self.subject}

    def get_initial(self):
        pk = self.request.GET.get("party", "")
        return {"party": int(pk)} if pk.isdigit() else {}

    def get_success_url(self):
        return reverse("proposal", args=[self.subject.pk])


class RosterSheet(SubjectOfCase, TemplateView):
    """逐人表态表: on paper, every worker's own sum with room for a hand or a finger."""

    template_name = "phone/roster_sheet.html"
    model = Proposal
    permission = can_record_answers

    def get_context_data(self, **kwargs):
        proposal = self.subject
        rows = proposal.rows.select_related("worker").order_by("worker__roster_no")
        answers = {a.party_id: a for a in proposal.answers.all()}
        return super().get_context_data(
            case=self.case,
            proposal=proposal,
            rows=[{"row": row, "answer": answers.get(row.worker_id)} for row in rows],
            schedule=[
                part | {"due_on": date.fromisoformat(part["due_on"])} for part in proposal.schedule
            ],
            total_fen=sum(row.amount_fen for row in rows),
            mediators=queries.mediators_of(self.case),
            printed_on=timezone.localdate(),
            **kwargs,
        )
