"""认定与计算: what is found, what each claim comes to, what is final; then the draft."""

from collections.abc import Sequence

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from adjudication import operations
from adjudication.choices import ArbitrationState, AwardState, HearingState
from adjudication.drafting import Facts, shown
from adjudication.forms import award as forms
from adjudication.models import Award, Claim, Element
from adjudication.operations.reckoning import Limit, Reckoned, limit_of, reckon
from adjudication.permissions import can_conduct, can_run_docket, presides, sits
from adjudication.views.file import OfArbitration
from cases.queries import total_account, wage_accounts
from cases.views.acts import ActView
from staff.refusals import ActRefused

OPEN_DRAFT = (AwardState.DRAFT, AwardState.REVIEW, AwardState.RETURNED)


class ReckoningPage(OfArbitration, TemplateView):
    """Every element with its finding, every claim with its formula, every item with its class."""

    permission = can_conduct
    template_name = "adjudication/award/reckoning.html"

    def get_context_data(self, **kwargs):
        arbitration, on = self.arbitration, timezone.localdate()
        facts = Facts.of(arbitration)
        limit, no_limit = _limit(arbitration, on)
        rows = reckon(arbitration, wage_fen=limit.wage_fen) if limit else []
        elements = _elements(arbitration, facts)
        decides = sits(self.request.user, arbitration)
        open_ = arbitration.state == ArbitrationState.ACCEPTED
        heard = arbitration.hearings.filter(state=HearingState.CLOSED).exists()
        return super().get_context_data(
            elements=elements,
            waiting=[row for row in elements if row["waiting"]],
            rows=rows,
            unready=[row for row in rows if row.refused],
            totals=_totals(rows),
            by_worker=_by_worker(rows),
            limit=limit,
            no_limit=no_limit,
            heard=heard,
            decides=decides and open_ and heard,
            awards=list(arbitration.awards.order_by("id")),
            drafts=list(arbitration.awards.filter(state__in=OPEN_DRAFT).order_by("kind")),
            **kwargs,
        )


def _limit(arbitration, on) -> tuple[Limit | None, str]:
    try:
        return limit_of(arbitration, on=on), ""
    except ActRefused as refused:
        return None, f"{refused}{refused.suggest}"


def _elements(arbitration, facts: Facts) -> list[dict]:
    names = {e.no: e.name for e in arbitration.case.evidence.all()}
    pending = list(arbitration.claims.filter(state="pending"))
    waiting = {e.pk for e in facts.unresolved(pending)}
    used: dict[int, int] = {}
    for claim in pending:
        for element in facts.under(claim):
            used[element.pk] = used.get(element.pk, 0) + 1
    workers = {w.pk: w.name for w in arbitration.applicants.all()}
    return [
        {
            "element": element,
            "worker": workers.get(element.worker_id or 0, ""),
            "applicant": shown(element, element.applicant_value),
            "respondent": shown(element, element.respondent_value),
            "settled": shown(element, element.settled_value),
            "evidence": [(no, names.get(no, "")) for no in facts.proofs[element.pk]],
            "waiting": element.pk in waiting,
            "used": used.get(element.pk, 0),
        }
        for element in sorted(
            facts.all(), key=lambda e: (e.pk not in waiting, int(e.code[1:]), e.worker_id or 0)
        )
    ]


def _totals(rows: Sequence[Reckoned]) -> dict[str, int]:
    known = [row for row in rows if row.awarded_fen is not None]
    claimed = sum(row.claim.amount_fen or 0 for row in rows)
    return {
        "claimed_fen": claimed,
        "awarded_fen": sum(row.awarded_fen or 0 for row in known),
        "difference_fen": sum(row.difference_fen or 0 for row in known),
    }


def _by_worker(rows: Sequence[Reckoned]) -> dict:
    """The table item × worker, by the number of the claim."""
    numbers = sorted({row.claim.no for row in rows})
    table: dict[int, dict] = {}
    for row in rows:
        line = table.setdefault(
            row.claim.worker_id, {"worker": row.claim.worker, "cells": dict.fromkeys(numbers)}
        )
        line["cells"][row.claim.no] = row
    for line in table.values():
        line["cells"] = list(line["cells"].values())
    heads = {row.claim.no: row.claim.get_kind_display() for row in reversed(rows)}
    return {"heads": [(no, heads[no]) for no in numbers], "lines": list(table.values())}


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
        limit, no_limit = _limit(self.arbitration, on)
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


class Draft(OfTribunal):
    """起草裁决书."""

    form_class = forms.DraftForm
    template_name = "adjudication/award/draft.html"
    operation = staticmethod(operations.draft_awards)
    title = button = "起草裁决书"
    done = "裁决书草稿已生成，请核对。"
    requirements = (
        ("终局与非终局的事项分别制作裁决书，写明各自的救济途径。", "ARB-27"),
        ("裁决书应当载明请求、争议事实、理由、结果、当事人权利和日期。", "ARB-33"),
        ("当事人用周转金和已付款抵扣的，逐项扣除。", "FUND-02"),
    )
    drafted: list[Award] = []

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"arbitration": self.arbitration}

    def get_initial(self):
        last = self.arbitration.awards.filter(state__in=OPEN_DRAFT).order_by("id").last()
        if last is None:
            return super().get_initial()
        kept = {"pay_within_days": last.pay_within_days, **last.told}
        for row in last.told.get("liable", []):
            kept |= {f"mode_{row['party']}": row["mode"], f"cap_{row['party']}": row["cap_fen"]}
        return super().get_initial() | kept

    def act(self, form):
        given = {"arbitration": self.arbitration, "by": self.request.user}
        self.drafted = self.operation(**given | {"on": timezone.localdate()} | self.arguments(form))
        return self.drafted

    def get_success_url(self):
        if self.drafted:
            return reverse("award", args=[self.drafted[0].pk])
        return super().get_success_url()

    def get_context_data(self, **kwargs):
        facts = Facts.of(self.arbitration)
        pending = list(self.arbitration.claims.filter(state="pending"))
        waiting = facts.unresolved(pending)
        return super().get_context_data(waiting=waiting, pending=len(pending), **kwargs)


class DraftPartial(Draft):
    """先行裁决: a part whose facts are clear."""

    form_class = forms.PartialForm
    operation = staticmethod(operations.draft_partial_award)
    title = button = "起草先行裁决书"
    done = "先行裁决书草稿已生成，请核对。"
    requirements = (
        ("一部分事实已经清楚的，可以就该部分先行裁决。", "ARB-23"),
        ("终局与非终局的事项分别制作裁决书。", "ARB-27"),
    )

    def act(self, form):
        given = {"arbitration": self.arbitration, "by": self.request.user}
        award = self.operation(**given | {"on": timezone.localdate()} | self.arguments(form))
        self.drafted = [award]
        return award

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"partial": True} | kwargs)


class OrderInterim(OfTribunal):
    """先予执行."""

    permission = presides
    form_class = forms.InterimForm
    operation = staticmethod(operations.order_interim_enforcement)
    title = button = "裁决先予执行"
    done = "先予执行裁决书已作出，请送达后移送法院。"
    grave = True
    requirements = (
        ("劳动者申请先予执行的，可以不提供担保。", "ARB-24"),
        ("须权利义务关系明确，且不先予执行将严重影响生活。", "ARB-24"),
    )
    award: Award | None = None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"arbitration": self.arbitration}

    def act(self, form):
        given = {"arbitration": self.arbitration, "by": self.request.user}
        self.award = self.operation(**given | {"on": timezone.localdate()} | self.arguments(form))
        return self.award

    def get_success_url(self):
        return reverse("award", args=[self.award.pk]) if self.award else super().get_success_url()

    def get_context_data(self, **kwargs):
        if self.arbitration.state != ArbitrationState.ACCEPTED:
            raise Http404
        return super().get_context_data(**kwargs)


class CloseFile(OfTribunal):
    """归档: the file of the tribunal, once every award in it has effect or was sued on."""

    permission = can_run_docket
    form_class = forms.CloseForm
    operation = staticmethod(operations.close_arbitration)
    title = button = "仲裁案卷归档"
    done = "案卷已归档，保存期开始计算。"
    grave = True
    requirements = (
        ("裁决结案的案卷保存不少于十年，其他方式结案的不少于五年。", "ARB-37"),
        ("裁决生效以后才能归档。", "ARB-30"),
    )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"arbitration": self.arbitration}

    def get_initial(self):
        owed = total_account(wage_accounts(self.case))["outstanding"]
        return super().get_initial() | {"outstanding_fen": owed}

    def act(self, form):
        given = {"arbitration": self.arbitration, "by": self.request.user}
        return self.operation(**given | {"on": timezone.localdate()} | self.arguments(form))

    def get_success_url(self):
        return reverse("arbitration", args=[self.arbitration.pk])
