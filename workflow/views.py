"""
One act on one page: form, operation, and for a task its completion, in one transaction.

`TaskFormView` is the page of a flow's task, `ActFormView` of an act that is no task. Both need a
form class and an `operation`, and read the clock for it.
"""

import uuid
from functools import wraps

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, View
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from cases.models import Case
from cases.operations import AlreadySubmitted, claim_submission
from staff.refusals import ActRefused
from workflow import permissions

CASE_PAGE = "case-detail"

NOT_PERMITTED = "您没有办理此事项的权限。"
NOT_YOURS = "这项任务不由您办理。"
SETTLED = "这项任务已经办结，未重复办理。"
WITHDRAWN = "案件情况已变化，这项任务不再需要办理。"


class ActView(FormView):
    """
    The page of one act on a case.

    Subclasses give `operation` (a staticmethod, called with `case`, `by`, the day as `on` and what
    the form yields), `title`, `button`, the `requirements` of the law as (words, article id), and
    in `done` the sentence said afterwards.
    """

    template_name = "components/act_page.html"
    operation = None
    clock = "on"  # or "at", the moment, where the operation takes that
    title = ""
    button = "提交"
    requirements: tuple[tuple[str, str], ...] = ()
    grave = False  # cannot be taken back
    done = "已办理。"

    @cached_property
    def case(self) -> Case:
        raise NotImplementedError

    def arguments(self, form) -> dict:
        """Return what the form contributes to the operation, by keyword."""
        return form.cleaned_data

    def act(self, form):
        now = timezone.now()
        moment = now if self.clock == "at" else timezone.localdate(now)
        given = {"case": self.case, "by": self.request.user, self.clock: moment}
        return self.operation(**given | self.arguments(form))

    def complete(self) -> None:
        """Do what follows the act in the same transaction."""

    def get_form(self, form_class=None):
        """Add the key by which a form is accepted once."""
        form = super().get_form(form_class)
        form.fields["submission"] = forms.CharField(
            max_length=64, widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex
        )
        return form

    def form_valid(self, form):
        key = form.cleaned_data.pop("submission")
        try:
            with transaction.atomic():  # a refused act leaves nothing behind, not even its key
                claim_submission(key=key, by=self.request.user, path=self.request.path)
                outcome = self.act(form)
                self.complete()
        except AlreadySubmitted as refusal:
            messages.warning(self.request, str(refusal))
            return redirect(self.get_success_url())
        except ActRefused as refusal:
            form.add_error(None, f"{refusal}{refusal.suggest}")
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        for caution in getattr(outcome, "cautions", ()):
            messages.warning(self.request, f"{caution.message}{caution.suggest}")
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_success_url(self):
        return resolve_url(CASE_PAGE, self.case.pk)

    def get_context_data(self, **kwargs):
        shown = {
            "case": self.case,
            "title": self.title,
            "act": self.button,
            "requirements": [{"words": w, "article": a} for w, a in self.requirements],
            "grave": self.grave,
            "back_url": self.get_success_url(),
        }
        return super().get_context_data(**shown | kwargs)


class TaskFormView(ActView):
    """The page of a flow's task; runs inside the flow's lock and transaction."""

    @cached_property
    def case(self):
        return self.request.activation.process.case

    def complete(self):
        self.request.activation.execute()

    def arguments(self, form):
        """Add the item of a parallel task as `item`."""
        item = self.request.activation.task.seed
        return form.cleaned_data | ({} if item is None else {"item": item})

    def get_context_data(self, **kwargs):
        title = self.title or self.request.activation.flow_task.task_title
        return super().get_context_data(title=title, **kwargs)


class ActFormView(LoginRequiredMixin, ActView):
    """
    The page of an act that is not a task; the URL names the case as `case_pk`.

    `permission` is a `rules` predicate `(user, case)`.
    """

    permission = None

    @cached_property
    def case(self):
        return get_object_or_404(
            Case.objects.visible_to(self.request.user), pk=self.kwargs["case_pk"]
        )

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.permission(request.user, self.case):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)


class TakeTask(FormView):
    """领取任务: who may do a task that nobody has makes it theirs."""

    template_name = "workflow/take.html"
    form_class = forms.Form

    def form_valid(self, form):
        activation = self.request.activation
        activation.assign(self.request.user)
        return redirect(activation.task.reverse("execute"))

    def get_context_data(self, **kwargs):
        activation = self.request.activation
        return super().get_context_data(
            case=activation.process.case,
            title=activation.flow_task.task_title,
            back_url=resolve_url(CASE_PAGE, activation.process.case.pk),
            **kwargs,
        )


class CasePage(View):
    """A task is looked at on the page of its case."""

    def get(self, request, *args, **kwargs):
        return redirect(CASE_PAGE, request.activation.process.case.pk)


def refused(request, sentence: str):
    """Return the page that says in words why somebody may not come in here."""
    return render(request, "403.html", {"exception": PermissionDenied(sentence)}, status=403)


def guarded(view):
    """
    Return a task's page, wrapped by the engine, so that it refuses in words.

    The engine locks the process named in the address and never compares it with the task's own, so
    that is done here. A task that is over leads to its case, whoever ended it: a second click
    finds the first one's result.
    """

    @wraps(view)
    def page(request, process_pk, task_pk, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        task = get_object_or_404(Task, pk=task_pk)
        if task.process_id != process_pk:
            raise Http404
        try:
            return view(request, process_pk=process_pk, task_pk=task_pk, **kwargs)
        except PermissionDenied:
            task.refresh_from_db()
            if task.finished is None or not permissions.can_see_process(request.user, task.process):
                return refused(request, NOT_YOURS)
            messages.warning(request, SETTLED if task.status == STATUS.DONE else WITHDRAWN)
            return redirect(CASE_PAGE, task.process.coerced.case_id)

    return page
