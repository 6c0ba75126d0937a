"""Pages of a proposal: writing it with a trial run first, reading it, answering it."""

import uuid
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from cases.choices import Capacity, PartyRole, ProceduralPlace
from law.calendar import in_words
from law.money import grouped
from mediation import operations, queries
from mediation.choices import Answer, DefaultClause, PerformanceMode, ProposalState
from mediation.forms import terms as forms
from mediation.models import Proposal, Session
from mediation.permissions import can_propose_terms, can_read_minutes, can_record_answers
from mediation.views.acts import CaseAct, SubjectAct, SubjectOfCase, place_of
from staff.refusals import ActRefused


def proposal_context(proposal: Proposal, session: Session | None = None) -> dict:
    """
    Return what the tables of one proposal show, in a fixed number of queries.

    `rows` are the workers, `others` everybody else who is asked; each with its answer and with
    who would answer for it now.
    """
    case = proposal.case
    answers = {
        a.party_id: a for a in proposal.answers.all() if a.terms_sha256 == proposal.terms_sha256
    }
    here = {}
    if session is not None:
        present = session.attendance.filter(present=True, left_at=None, party__isnull=False)
        here = {a.party_id: a for a in present}
    rows = []
    for row in proposal.rows.select_related("worker").order_by("worker__roster_no"):
        attendance = here.get(row.worker_id)
        answer = answers.get(row.worker_id)
        in_person = attendance is not None and attendance.person == row.worker.name
        rows.append(
            {
                "row": row,
                "party": row.worker,
                "answer": answer,
                "in_person": in_person,
                "ready": in_person and answer is None,
                "waived_fen": row.due_fen - row.amount_fen,
            }
        )
    signing = {p.pk for p in queries.signing_parties(proposal)}
    others = []
    for party in case.parties.others().exclude(place=ProceduralPlace.NONE):
        if party.role == PartyRole.APPLICANT:
            continue
        attendance = here.get(party.pk)
        capacity, person = forms.spokesman(case, party, attendance)
        others.append(
            {
                "party": party,
                "answer": answers.get(party.pk),
                "needed": party.pk in signing,
                "here": attendance is not None,
                "capacity": capacity,
                "capacity_words": Capacity(capacity).label,
                "person": person,
            }
        )
    schedule = [s | {"due_on": date.fromisoformat(s["due_on"])} for s in proposal.schedule]
    return {
        "proposal": proposal,
        "rows": rows,
        "others": others,
        "schedule": schedule,
        "payers": list(proposal.payers.select_related("party")),
        "total_fen": sum(r["row"].amount_fen for r in rows),
        "due_fen": sum(r["row"].due_fen for r in rows),
        "tally": queries.tally(proposal),
        "ready": any(r["ready"] for r in rows),
    }


def clauses(proposal: Proposal) -> list[tuple[str, str]]:
    """Return a proposal clause by clause as (label, words), for reading and for comparing."""
    rows = list(proposal.rows.select_related("worker").order_by("worker__roster_no"))
    lines = [
        ("人数", f"{len(rows)}人"),
        ("总额", f"{grouped(sum(r.amount_fen for r in rows))}元"),
    ]
    for payer in proposal.payers.select_related("party"):
        words = f"{payer.get_liability_display()}{grouped(payer.share_fen)}元"
        if payer.cap_fen is not None:
            words += f"，以{grouped(payer.cap_fen)}元为限"
        if payer.account:
            words += f"，由{payer.account}支付"
        lines.append((f"付款人 {payer.party.name}", words))
    lines.append(("履行方式", PerformanceMode(proposal.performance_mode).label))
    for s in proposal.schedule:
        day = in_words(date.fromisoformat(s["due_on"]))
        share = f"（{s['percent']}%）" if s.get("percent") else ""
        lines.append((f"第{s['no']}期", f"{day}支付{grouped(s['amount_fen'])}元{share}"))
    lines.append(("收款方式", proposal.get_payee_mode_display()))
    default = DefaultClause(proposal.default_kind).label
    if proposal.grace_days is not None:
        default += f"，宽限{proposal.grace_days}日"
    if proposal.penalty_rate:
        default += f"，{proposal.penalty_rate}"
    lines.append(("违约条款", default))
    lines.append(("剩余权利", proposal.get_residual_rights_display()))
    keys = {a["party"] for a in proposal.acknowledging}
    named = [p.name for p in proposal.case.parties.others() if p.key in keys]
    lines.append(("确认用工和金额", "、".join(named) or "无"))
    lines.append(("追偿", "保留" if proposal.recourse_reserved else "未约定"))
    court = proposal.court.name if proposal.joint_confirmation and proposal.court else "不申请"
    lines.append(("共同申请司法确认", court))
    if proposal.waiver_explanation:
        lines.append(("放弃部分的说明", proposal.waiver_explanation))
    lines += [(f"其他约定{n}", text) for n, text in enumerate(proposal.other_terms, 1)]
    lines += [(f"{r.worker.roster_no} {r.worker.name}", f"{grouped(r.amount_fen)}元") for r in rows]
    return lines


def compared(before: Proposal, after: Proposal) -> list[dict]:
    """Return two proposals side by side for `components/diff_terms.html`, in the later's order."""
    old, new = dict(clauses(before)), dict(clauses(after))
    labels = [*new, *(label for label in old if label not in new)]
    return [{"label": x, "before": old.get(x, ""), "after": new.get(x, "")} for x in labels]


class ProposeTerms(CaseAct):
    """
    Write a proposal; the first press computes it and shows every sum, the second puts it up.

    The trial run is the operation itself, rolled back, so that what is shown is what would be
    written. The button that puts it up carries the digest of what was shown.
    """

    template_name = "mediation/propose.html"
    permission = can_propose_terms
    operation = staticmethod(operations.propose_terms)
    form_class = forms.TermsForm
    button = "试算"
    done = "方案已提出，请逐人表态。"
    requirements = (
        ("协议应写明付款人、金额、期限和方式，内容具体明确，可以执行。", "JC-08"),
        ("付款日遇休息日的，应当在休息日前支付。", "WAGE-01"),
        ("分包单位拖欠的，由施工总承包单位先行清偿，再依法追偿。", "LIAB-01"),
        ("放弃部分工资须出于自愿，不存在欺诈、胁迫或者乘人之危。", "MED-34"),
        ("每名劳动者的金额各自表态；改动任何一项即为新方案。", "COL-02"),
    )

    @cached_property
    def base(self) -> Proposal | None:
        return queries.current_proposal(self.case)

    @property
    def title(self):
        return "修改方案" if self.base else "提出方案"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"base": self.base}

    def act(self, form):
        proposal = self.operation(
            case=self.case, terms=form.terms(), by=self.request.user, on=timezone.localdate()
        )
        if proposal.terms_sha256 != self.request.POST.get("previewed"):
            raise ActRefused("试算之后内容有改动，请重新试算，核对后再提出。", source="COL-02")
        # Its cautions were shown with the trial and stay beside the proposal.

    def form_valid(self, form):
        if "previewed" in self.request.POST:
            return super().form_valid(form)
        try:
            shown = self.tried(form)
        except ActRefused as refusal:
            form.add_error(None, f"{refusal}{refusal.suggest}")
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, tried=shown))

    def tried(self, form) -> dict:
        with transaction.atomic():
            proposal = self.operation(
                case=self.case, terms=form.terms(), by=self.request.user, on=timezone.localdate()
            )
            shown = proposal_context(proposal)
            base = self.base
            shown["changes"] = compared(base, proposal) if base else []
            shown["voids"] = base.answers.count() if base else 0
            transaction.set_rollback(True)
        return shown

    def get_success_url(self):
        session = queries.open_session(self.case)
        if session:
            return place_of(session, self.request.user)
        proposal = queries.current_proposal(self.case)
        if proposal:
            return reverse("proposal", args=[proposal.pk])
        return super().get_success_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(base=self.base, **kwargs)


class ProposalPage(SubjectOfCase, TemplateView):
    """One proposal, its answers, and what it changed against another one."""

    template_name = "mediation/proposal.html"
    model = Proposal
    permission = can_read_minutes

    def get_context_data(self, **kwargs):
        proposal = self.subject
        others = self.case.proposals.exclude(pk=proposal.pk).order_by("-number")
        asked = self.request.GET.get("with", "")
        before = others.filter(number=int(asked)).first() if asked.isdigit() else None
        before = before or others.filter(number__lt=proposal.number).first()
        user = self.request.user
        return super().get_context_data(
            case=self.case,
            today=timezone.localdate(),
            session=queries.open_session(self.case),
            may_answer=can_record_answers(user, self.case) and proposal.state == ProposalState.OPEN,
            conducts=can_propose_terms(user, self.case),
            agreement=queries.current_agreement(self.case),
            clauses=clauses(proposal),
            before=before,
            changes=compared(before, proposal) if before else [],
            earlier=others,
            submission=uuid.uuid4().hex,
            **proposal_context(proposal, queries.open_session(self.case)),
            **kwargs,
        )


class OnProposal(SubjectAct):
    model = Proposal
    argument = "proposal"
    permission = can_record_answers
    done = "表态已记录。"
    requirements = (
        ("每名劳动者本人表态；推选的代表不能代他人达成协议。", "COL-02"),
        ("代理人代为达成协议的，须有特别授权。", "COL-02"),
    )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"proposal": self.subject}

    def get_success_url(self):
        session = queries.open_session(self.case)
        if session:
            return place_of(session, self.request.user) + "#proposal"
        return reverse("proposal", args=[self.subject.pk])


class AnswerTerms(OnProposal):
    operation = staticmethod(operations.answer_terms)
    form_class = forms.AnswerForm
    button = "记录表态"

    @property
    def title(self):
        return f"对方案{self.subject.number}表态"

    def get_initial(self):
        pk = self.request.GET.get("party", "")
        party = self.case.parties.filter(pk=int(pk)).first() if pk.isdigit() else None
        if party is None:
            return {}
        session = queries.open_session(self.case)
        here = session and session.attendance.filter(party=party, present=True).first()
        capacity, person = forms.spokesman(self.case, party, here or None)
        return {"party": party.pk, "capacity": capacity, "through": person}


class AnswerTogether(OnProposal):
    """Several workers who are here say yes; recorded one by one, all or none."""

    form_class = forms.AnswersForm
    button = "所选各人均表示同意"

    @property
    def title(self):
        return f"逐人记录：同意方案{self.subject.number}"

    def act(self, form):
        data, today = form.cleaned_data, timezone.localdate()
        if not data["parties"]:
            raise ActRefused("请勾选表态的人。", source="COL-02")
        for worker in data["parties"]:
            operations.answer_terms(
                proposal=self.subject,
                party=worker,
                answer=Answer.AGREE,
                terms_sha256=data["terms_sha256"],
                by=self.request.user,
                on=today,
            )
