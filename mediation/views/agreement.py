"""Pages of the agreement: making it, who has signed, sealing it, when it took effect."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from cases.choices import Capacity
from cases.permissions import can_see_case
from documents.models import Document
from mediation import operations, queries, routes
from mediation.choices import AgreementState, Mark, ProposalState, Slot
from mediation.forms import agreement as forms
from mediation.forms.fields import ReasonForm
from mediation.forms.terms import spokesman
from mediation.models import Agreement
from mediation.permissions import (
    can_close,
    can_collect_signatures,
    can_propose_terms,
    can_record_payment,
    can_terminate,
)
from mediation.queries.titles import titles_for_all
from mediation.views.acts import CaseAct, SubjectAct, SubjectOfCase
from mediation.views.terms import proposal_context
from staff.refusals import ActRefused


class GenerateAgreement(CaseAct):
    template_name = "mediation/generate.html"
    permission = can_propose_terms
    operation = staticmethod(operations.generate_agreement)
    form_class = forms.GenerateForm
    title = "生成调解协议书"
    button = "生成协议书"
    done = "调解协议书已生成，请各方签署。"
    requirements = (
        ("协议书应写明当事人、请求、结果、履行期限和方式。", "MED-11"),
        ("不同意或者未表态的劳动者不在协议内，其请求不受影响。", "COL-02"),
        ("约定一方不履行即请求法院裁判的条款无效。", "MED-33"),
    )

    @cached_property
    def proposal(self):
        return queries.current_proposal(self.case)

    def act(self, form):
        if self.proposal is None:
            raise ActRefused("还没有调解方案，不能生成协议。", source="D12")
        self.made = self.operation(
            proposal=self.proposal, by=self.request.user, **self.arguments(form)
        )
        return self.made

    def get_success_url(self):
        agreement = getattr(self, "made", None) or queries.current_agreement(self.case)
        if agreement:
            return reverse("agreement", args=[agreement.pk])
        return super().get_success_url()

    def get_context_data(self, **kwargs):
        shown = proposal_context(self.proposal) if self.proposal else {"proposal": None}
        open_ = self.proposal is not None and self.proposal.state == ProposalState.OPEN
        return super().get_context_data(proposal_open=open_, **shown, **kwargs)


class AgreementPage(SubjectOfCase, TemplateView):
    template_name = "mediation/agreement.html"
    model = Agreement
    permission = can_see_case

    def get_context_data(self, **kwargs):
        agreement, case, user = self.subject, self.case, self.request.user
        today = timezone.localdate()
        papers = Document.objects.visible_to(user).filter(
            pk__in=[agreement.document_id, agreement.annex_id]
        )
        places = queries.signature_places(agreement)
        signed = [p for p in places if p.signed]
        seal = agreement.signatures.filter(slot=Slot.SEAL).first()
        signing = agreement.state == AgreementState.SIGNING
        ways = routes.routes_after_agreement(case, on=today)
        left_out = case.parties.workers().exclude(pk__in=queries.settled_workers(case)).exists()
        return super().get_context_data(
            case=case,
            agreement=agreement,
            today=today,
            papers=papers,
            places=places,
            signed_count=len(signed),
            missing_count=len(places) - len(signed),
            seal=seal,
            signing=signing,
            effective_steps=_effective_steps(signed, seal) if agreement.effective_on else [],
            collects=signing and can_collect_signatures(user, case),
            voids=signing and can_propose_terms(user, case),
            pays=not signing
            and agreement.state != AgreementState.VOID
            and can_record_payment(user, case),
            ends=can_terminate(user, case) and left_out,
            closes=can_close(user, case),
            instalments=instalment_rows(agreement, on=today),
            payers=agreement.payers.select_related("party"),
            agreed_fen=queries.agreed_fen(agreement),
            paid_fen=queries.agreement_paid_fen(agreement),
            outstanding_fen=queries.agreement_outstanding_fen(agreement),
            payments=agreement.payments.select_related(
                "payer", "on_behalf_of", "instalment", "event", "reverses", "reversed_by"
            ).prefetch_related("rows"),
            last_payment=queries.last_payment(agreement),
            defaults=agreement.defaults.select_related("instalment"),
            demands=agreement.demands.select_related("to", "instalment"),
            follow_ups=case.follow_ups.prefetch_related("interviewees"),
            routes=ways,
            any_open=any(way.open for way in ways),
            titles=titles_for_all(agreement),
            next_for=routes.next_for_workers(case, on=today),
            **kwargs,
        )


def _effective_steps(signed: list, seal) -> list[tuple[str, object]]:
    """Return the last day of each of the three kinds of marks the effective day follows from."""
    parties = [p.signature.signed_on for p in signed if p.slot != Slot.MEDIATOR]
    mediators = [p.signature.signed_on for p in signed if p.slot == Slot.MEDIATOR]
    steps = []
    if parties:
        steps.append(("最后一方当事人签署", max(parties)))
    if mediators:
        steps.append(("调解员签名", max(mediators)))
    if seal:
        steps.append(("调解组织盖章", seal.signed_on))
    return steps


def instalment_rows(agreement: Agreement, *, on) -> list[dict]:
    """Return due, paid and open of every instalment, and what may be done about it on that day."""
    sums = queries.instalment_sums(agreement)
    broken = set(agreement.defaults.values_list("instalment_id", flat=True))
    rows = []
    for instalment in agreement.instalments.order_by("no"):
        due, paid = sums.get(instalment.pk, (0, 0))
        late = due > paid and instalment.due_on < on
        rows.append(
            {
                "instalment": instalment,
                "due_fen": due,
                "paid_fen": paid,
                "open_fen": due - paid,
                "late": late,
                "defaulted": instalment.pk in broken,
            }
        )
    return rows


class OnAgreement(SubjectAct):
    model = Agreement
    argument = "agreement"
    permission = can_collect_signatures

    def get_success_url(self):
        return reverse("agreement", args=[self.subject.pk])


class SignsAgreement(OnAgreement):
    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"agreement": self.subject}


class SignAgreement(SignsAgreement):
    template_name = "mediation/sign.html"
    operation = staticmethod(operations.sign_agreement)
    form_class = forms.SignForm
    title = "当事人签署"
    button = "记录签署"
    done = "签署已记录。"
    requirements = (
        ("协议书由双方当事人签名或者盖章；只按指印不够。", "MED-10"),
        ("劳动者本人签名；推选的代表不能代签。", "COL-02"),
        ("单位由法定代表人或者有特别授权的代理人签名，并盖单位公章。", "MED-10"),
        ("屏幕手写按其本来的等级记载，不称为可靠的电子签名。", "MED-29"),
    )

    def get_initial(self):
        pk = self.request.GET.get("party", "")
        party = self.case.parties.filter(pk=int(pk)).first() if pk.isdigit() else None
        if party is None:
            return {}
        here = party.attendance.filter(present=True).order_by("-session__no").first()
        capacity, person = spokesman(self.case, party, here)
        if capacity == Capacity.ELECTED_REPRESENTATIVE:
            capacity, person = Capacity.SELF, party.name
        org = party.kind == "org"
        marks = [Mark.SIGNATURE, Mark.SEAL if org else Mark.FINGERPRINT]
        return {
            "party": party.pk,
            "signer": person,
            "capacity": capacity,
            "marks": marks,
            "seal_kind": "official" if org else "",
        }


class SignTogether(SignsAgreement):
    form_class = forms.SignTogetherForm
    title = "逐人登记当面签名"
    button = "登记所选各人的签名"
    done = "签署已逐人记录。"
    requirements = SignAgreement.requirements[:2]

    def act(self, form):
        data = form.cleaned_data
        marks = [Mark.SIGNATURE] + ([Mark.FINGERPRINT] if data["fingerprint"] else [])
        for worker in data["parties"]:
            operations.sign_agreement(
                agreement=self.subject,
                party=worker,
                signer=worker.name,
                capacity=Capacity.SELF,
                marks=marks,
                document_sha256=data["document_sha256"],
                by=self.request.user,
                on=data["on"],
            )


class SignAsMediator(SignsAgreement):
    operation = staticmethod(operations.sign_as_mediator)
    form_class = forms.MediatorSignsForm
    title = "调解员签名"
    button = "记录调解员签名"
    done = "调解员签名已记录。"
    requirements = (("协议书经调解员签名并加盖调解组织印章后生效。", "MED-10"),)


class SealAgreement(CaseAct):
    permission = can_collect_signatures
    operation = staticmethod(operations.seal_agreement)
    form_class = forms.SealForm
    title = "加盖调解组织印章"
    button = "盖章"
    done = "已盖章，协议生效，确认和审查的期限开始计算。"
    grave = True
    requirements = (
        ("各方和调解员都签署之后才能盖章；最后一个签署日即为生效日。", "MED-10"),
        ("调解组织的类型、登记号和印章须已核定。", "MED-01"),
        ("自生效之日起三十日内，双方可以共同申请司法确认。", "JC-01"),
        ("平台签章的电子件不称为可靠的电子签名，不代替纸质盖章。", "MED-29"),
    )

    def arguments(self, form):
        given = dict(super().arguments(form))
        return given | {"copy_sealed_at": timezone.now() if given.pop("copy") else None}

    def get_success_url(self):
        agreement = queries.current_agreement(self.case)
        if agreement:
            return reverse("agreement", args=[agreement.pk])
        return super().get_success_url()


class VoidAgreement(OnAgreement):
    permission = can_propose_terms
    operation = staticmethod(operations.void_agreement)
    form_class = ReasonForm
    title = "作废未生效的协议"
    button = "作废协议"
    done = "协议已作废，各人的请求恢复原状。"
    grave = True
    requirements = (("已生效的协议不能作废。", "MED-10"),)
