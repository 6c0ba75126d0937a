"""同案批量裁决: found once, decided in one go; how far a batch is, and what it left out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET, require_POST

from adjudication import operations, queries
from adjudication.forms import batch as forms
from adjudication.models import Arbitration, Award, AwardBatch, SiblingGroup
from adjudication.operations.batches import SILENT
from cases.views.acts import NOT_PERMITTED, ActView, refused
from documents.choices import BatchState, ItemState
from staff.choices import Role
from staff.refusals import ActRefused

SHOWN = 50


def _batches(user) -> QuerySet[AwardBatch]:
    """The batches of the person's own commission."""
    if not (user.body_id and user.has_role(Role.ARBITRATOR, Role.TRIBUNAL_SECRETARY)):
        return AwardBatch.objects.none()
    return AwardBatch.objects.filter(commission=user.body_id).select_related("started_by")


@login_required
@require_GET
def batches(request):
    user = request.user
    if not user.has_role(Role.ARBITRATOR, Role.TRIBUNAL_SECRETARY):
        return refused(request, NOT_PERMITTED)
    cases = queries.decidable(user)
    ready = cases.filter(open_elements=0).count()
    groups = {g.pk: g for g in SiblingGroup.objects.filter(arbitrations__in=cases).distinct()}
    counts: dict[int, list[int]] = {pk: [0, 0] for pk in groups}
    for siblings, waiting in cases.filter(siblings__in=groups).values_list(
        "siblings", "open_elements"
    ):
        counts[siblings][0] += 1
        counts[siblings][1] += not waiting
    return render(
        request,
        "adjudication/award/batches.html",
        {
            "title": "同案批量裁决",
            "rows": [(batch, batch.counts()) for batch in _batches(user)[:SHOWN]],
            "groups": [(groups[pk], total, done) for pk, (total, done) in counts.items()],
            "total": cases.count(),
            "ready": ready,
            "decides": user.has_role(Role.ARBITRATOR),
            "empty_what": "还没有批量裁决过。",
            "empty_how": "同类案件开庭以后，在这里一次认定、一次裁决；每名劳动者各有自己的裁决书。",
        },
    )


class _OfArbitrator(LoginRequiredMixin, ActView):
    """An act on many cases of an arbitrator; `group` in the address limits it to siblings."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not request.user.has_role(Role.ARBITRATOR):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def group(self) -> SiblingGroup | None:
        asked = self.request.GET.get("group", "")
        return SiblingGroup.objects.filter(pk=asked).first() if asked.isdigit() else None

    @cached_property
    def cases(self) -> QuerySet[Arbitration]:
        return queries.decidable(self.request.user, siblings=self.group.pk if self.group else None)

    case = None

    def get_success_url(self):
        return reverse("award-batches")

    def get_context_data(self, **kwargs):
        return super().get_context_data(group=self.group, **kwargs)


class Start(_OfArbitrator):
    form_class = forms.StartForm
    template_name = "adjudication/award/batch_start.html"
    title = "批量裁决"
    button = "批量起草并作出"
    done = "已开始批量裁决，办好的不会因为别的案件被拒绝而丢失。"
    grave = True
    requirements = (
        ("每名劳动者各有自己的裁决书。", "ARB-33"),
        ("终局逐项、逐人判断。", "ARB-26"),
        ("要素没有认定的案件不能裁决，会列出原因。", "ARB-33"),
    )
    batch: AwardBatch | None = None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"cases": self.cases}

    def act(self, form):
        now = timezone.now()
        self.batch = operations.start_award_batch(
            **self.arguments(form), by=self.request.user, on=timezone.localdate(now), at=now
        )
        return self.batch

    def get_success_url(self):
        if self.batch:
            return reverse("award-batch", args=[self.batch.pk])
        return super().get_success_url()

    def get_context_data(self, **kwargs):
        rows = list(self.cases.prefetch_related("applicants", "respondents"))
        form = kwargs.get("form") or self.get_form()
        chosen = form["arbitrations"].value() if form.is_bound else None
        for row in rows:
            ready = not row.open_elements
            row.chosen = ready if chosen is None else str(row.pk) in set(map(str, chosen or ()))
        return super().get_context_data(
            rows=rows,
            waiting=sum(1 for row in rows if row.open_elements),
            **kwargs | {"form": form},
        )


class FindTogether(_OfArbitrator):
    form_class = forms.FindTogetherForm
    template_name = "adjudication/award/find_together.html"
    title = "同案认定"
    button = "认定"
    requirements = (
        ("相同的事实一次认定，写进每一件的裁决书。", "ARB-33"),
        ("双方没有争议的案件不受影响。", "SUM-05"),
    )

    @cached_property
    def elements(self) -> list[tuple[str, str, int]]:
        return queries.open_elements(self.cases)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"elements": self.elements}

    def act(self, form):
        given = self.arguments(form)
        open_ = {"found": "", "code": given["code"], "label": given["label"]}
        cases = Arbitration.objects.filter(pk__in=self.cases.values("pk"))
        cases = cases.filter(pk__in=_with_open(cases, **open_)).select_related("case")
        found, left_out = operations.find_together(
            arbitrations=list(cases), by=self.request.user, on=timezone.localdate(), **given
        )
        if not found:
            why = left_out[0].message if left_out else "没有待认定的案件。"
            raise ActRefused(f"一件也没有认定：{why}", source="ARB-33")
        self.done = f"已认定{len(found)}件。"
        return _Left(left_out)

    def get_context_data(self, **kwargs):
        return super().get_context_data(elements=self.elements, **kwargs)


def _with_open(cases, **element):
    rows = cases.model.objects.filter(pk__in=cases)
    named = {f"elements__{name}": value for name, value in element.items()}
    return rows.filter(**named).exclude(elements__isnull=True).values("pk")


class _Left:
    def __init__(self, cautions) -> None:
        self.cautions = cautions


def _shown(batch: AwardBatch, user) -> dict:
    counts = batch.counts()
    now = timezone.now()
    return {
        "batch": batch,
        "counts": counts,
        "settled": counts["total"] - counts[ItemState.WAITING],
        "silent": batch.state == BatchState.RUNNING and now - batch.beat_at > SILENT,
        "may_run": batch.started_by_id == user.pk,
        "refused": batch.items.filter(state=ItemState.REFUSED).select_related("arbitration"),
    }


@login_required
@require_GET
def batch_page(request, pk: int):
    """Show a batch: how far it is, each case with its papers, and why one was left out."""
    batch = get_object_or_404(_batches(request.user), pk=pk)
    items = list(
        batch.items.select_related("arbitration__case").prefetch_related("arbitration__applicants")
    )
    made: dict[int, list[Award]] = {}
    for award in Award.objects.filter(arbitration__in=[i.arbitration_id for i in items]):
        made.setdefault(award.arbitration_id, []).append(award)
    rows = [(item, made.get(item.arbitration_id, [])) for item in items]
    shown = _shown(batch, request.user) | {"rows": rows}
    return render(request, "adjudication/award/batch.html", shown)


@login_required
@require_GET
def progress(request, pk: int):
    batch = get_object_or_404(_batches(request.user), pk=pk)
    return render(request, "adjudication/award/batch_progress.html", _shown(batch, request.user))


@login_required
@require_POST
def resume(request, pk: int):
    batch = get_object_or_404(_batches(request.user), pk=pk)
    if batch.started_by_id != request.user.pk:
        return refused(request, NOT_PERMITTED)
    try:
        operations.resume_award_batch(batch=batch, by=request.user, at=timezone.now())
    except ActRefused as refusal:
        messages.warning(request, f"{refusal}{refusal.suggest}")
    else:
        messages.success(request, "已继续，办好的不会重复。")
    return redirect("award-batch", pk)
