"""批量办理: chosen cases, what is filled in once, the progress, and what came of every row."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET, require_POST

from adjudication.choices import BatchKind
from adjudication.forms import batches as forms
from adjudication.models import Arbitration, Award, DeskBatch
from adjudication.operations import desk_batches as operations
from adjudication.operations import group_siblings
from adjudication.operations.batches import SILENT
from adjudication.queries.desk import awaiting_countersign, of_tribunal
from cases.views.acts import NOT_PERMITTED, ActView, refused
from documents import store
from documents.choices import BatchState
from staff.choices import Role
from staff.models import User
from staff.refusals import ActRefused

MOST = 400


def _secretary(user: User) -> bool:
    return user.has_role(Role.TRIBUNAL_SECRETARY)


def _arbitrator(user: User) -> bool:
    return user.has_role(Role.ARBITRATOR)


def _tribunal(user: User) -> bool:
    return _secretary(user) or _arbitrator(user)


@dataclass(frozen=True)
class Kind:
    """One batch act: who may order it, what it asks, what is said of it."""

    label: str
    form: type[forms.BatchForm]
    allowed: Callable[[User], bool]
    words: str
    source: str
    grave: bool = False


KINDS: dict[str, Kind] = {
    "appoint": Kind(
        BatchKind.APPOINT.label,
        forms.AppointForm,
        _secretary,
        "按在办案件数逐件指派仲裁员，出具组庭通知书。",
        "ARB-13",
    ),
    "notify": Kind(
        BatchKind.NOTIFY.label,
        forms.BatchForm,
        _secretary,
        "为还没有通知的每一个被申请人出具应诉通知书，连同申请书副本合成一份打印本。",
        "ARB-09",
    ),
    "schedule": Kind(
        BatchKind.SCHEDULE.label,
        forms.ScheduleForm,
        _tribunal,
        "在同一地点一件接一件排庭，出具开庭通知书。",
        "ARB-18",
    ),
    "print": Kind(
        BatchKind.PRINT.label,
        forms.BatchForm,
        _tribunal,
        "把还没有送到的文书按收件人分组，合成一份打印本；每人的送达仍各自登记。",
        "ARB-34",
    ),
    "group": Kind(
        "列为同类案件",
        forms.GroupForm,
        _tribunal,
        "对同一用人单位的几件案件列为一组，共同的事实只录一次，一并开庭。",
        "SUM-05",
    ),
    "issue": Kind(
        BatchKind.ISSUE.label,
        forms.BatchForm,
        _arbitrator,
        "按草稿原样作出裁决；会签没有同意的、起草以后有变动的，那一件不作出。",
        "ARB-33",
        grave=True,
    ),
    "countersign": Kind(
        BatchKind.COUNTERSIGN.label,
        forms.CountersignForm,
        _arbitrator,
        "对勾选的草稿会签同意。",
        "ARB-33",
    ),
}


class StartBatch(LoginRequiredMixin, ActView):
    """Fill in once what the act needs, look over the cases, and start."""

    template_name = "adjudication/desk/batch_start.html"
    button = "开始办理"
    done = "已经开始办理，进度和每一件的结果在本页。"
    case = None
    batch: DeskBatch | None = None

    @cached_property
    def kind(self) -> Kind:
        if self.kwargs["kind"] not in KINDS:
            raise Http404
        return KINDS[self.kwargs["kind"]]

    @cached_property
    def arbitrations(self) -> list[Arbitration]:
        """The chosen cases in the order they were listed."""
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        chosen = [int(pk) for pk in data.getlist("row") if pk.isdecimal()][:MOST]
        rows = of_tribunal(self.request.user).filter(pk__in=chosen)
        if self.awards:
            chosen = list(dict.fromkeys(award.arbitration_id for award in self.awards))
            rows = Arbitration.objects.filter(pk__in=chosen)
        found = {a.pk: a for a in rows.select_related("case", "commission")}
        return [found[pk] for pk in chosen if pk in found]

    @cached_property
    def awards(self) -> list[Award]:
        """The chosen drafts of the queue of countersigning."""
        if self.kwargs["kind"] != "countersign":
            return []
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        chosen = [int(pk) for pk in data.getlist("award") if pk.isdecimal()][:MOST]
        return list(awaiting_countersign(self.request.user).filter(pk__in=chosen))

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.kind.allowed(request.user):
            return refused(request, NOT_PERMITTED)
        if request.user.is_authenticated:
            self.title, self.grave = f"批量{self.kind.label}", self.kind.grave
            self.requirements = ((self.kind.words, self.kind.source),)
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        return self.kind.form

    def get_form_kwargs(self):
        given = {"user": self.request.user, "arbitrations": self.arbitrations}
        return super().get_form_kwargs() | given

    def act(self, form):
        now = timezone.now()
        if self.kwargs["kind"] == "group":
            self.done = "已列为同类案件。"
            group_siblings(
                arbitrations=self.arbitrations,
                by=self.request.user,
                on=timezone.localdate(now),
                **form.told(),
            )
            return
        self.batch = operations.start_desk_batch(
            kind=BatchKind(self.kwargs["kind"]),
            arbitrations=self.arbitrations,
            told=form.told() | ({"awards": [a.pk for a in self.awards]} if self.awards else {}),
            by=self.request.user,
            on=timezone.localdate(now),
            at=now,
        )

    def get_success_url(self):
        return reverse("desk-batch", args=[self.batch.pk]) if self.batch else reverse("tribunal")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            arbitrations=self.arbitrations, awards=self.awards, words=self.kind.words, **kwargs
        )


def _batch(request: HttpRequest, pk: int) -> DeskBatch:
    visible = DeskBatch.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("started_by", "bundle", "commission"), pk=pk)


def _shown(batch: DeskBatch) -> dict:
    items = batch.items.select_related("arbitration__case", "party", "award").order_by("no")
    counts = batch.counts()
    running = batch.state == BatchState.RUNNING
    return {
        "batch": batch,
        "items": list(items),
        "counts": counts,
        "finished": counts["total"] - counts["waiting"],
        "running": running,
        "silent": running and timezone.now() - batch.beat_at >= SILENT,
        "today": timezone.localdate(),
    }


@login_required
@require_GET
def batch_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a batch has come and what came of every row."""
    return render(request, "adjudication/desk/batch.html", _shown(_batch(request, pk)))


@login_required
@require_GET
def batch_progress(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "adjudication/desk/batch_progress.html", _shown(_batch(request, pk)))


@login_required
@require_POST
def batch_resume(request: HttpRequest, pk: int) -> HttpResponse:
    batch = _batch(request, pk)
    try:
        operations.resume_desk_batch(batch=batch, by=request.user, at=timezone.now())
        messages.success(request, "已重新排队办理，办过的不再重复。")
    except ActRefused as no:
        messages.warning(request, f"{no}{no.suggest}")
    return redirect("desk-batch", pk=batch.pk)


@login_required
@require_GET
def batch_bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the papers of a batch as one PDF, a set for each recipient."""
    batch = _batch(request, pk)
    if batch.bundle is None:
        raise Http404
    response = HttpResponse(store.get(batch.bundle), content_type="application/pdf")
    name = quote(f"{batch} {batch.made_on:%Y-%m-%d}.pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return response
