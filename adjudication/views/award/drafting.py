"""起草: the awards of all that is left, of a clear part, and before the award (先予执行)."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from adjudication import operations
from adjudication.choices import ArbitrationState
from adjudication.drafting import Facts
from adjudication.forms import award as forms
from adjudication.models import Award
from adjudication.permissions import presides
from adjudication.views.award.deciding import OfTribunal
from adjudication.views.award.reckoning import OPEN_DRAFT


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
