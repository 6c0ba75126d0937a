"""The pages of a flow's task: the act with its completion in one transaction, and taking it."""

from functools import wraps

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.functional import cached_property
from django.views.generic import FormView, View
from viewflow.workflow.models import Task
from viewflow.workflow.status import STATUS

from cases.views.acts import CASE_PAGE, ActView, refused
from workflow import permissions

NOT_YOURS = "这项任务不由您办理。"
SETTLED = "这项任务已经办结，未重复办理。"
WITHDRAWN = "案件情况已变化，这项任务不再需要办理。"


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


class TaskDoor(View):
    """
    A task whose acts have pages of their own: opening it leads to the page `to(case)` names.

    The task is completed when one of the acts its node names (`DoneBy`) has been done.
    """

    to = None

    def get(self, request, *args, **kwargs):
        return redirect(self.to(request.activation.process.case))


class CasePage(View):
    """A task is looked at on the page of its case."""

    def get(self, request, *args, **kwargs):
        return redirect(CASE_PAGE, request.activation.process.case.pk)


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
