"""
One act on one page: form and operation in one transaction, every refusal a sentence on the form.

It reads the clock for the operation; a form that was accepted once is not accepted again.
"""

import uuid

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from cases.models import Case
from cases.operations import AlreadySubmitted, claim_submission, was_submitted
from staff.refusals import ActRefused

CASE_PAGE = "case-detail"

NOT_PERMITTED = "您没有办理此事项的权限。"


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

    def prepare(self, form) -> None:
        """Do what takes long and changes nothing of the case, before anything is locked."""

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
            self.prepare(form)
            with transaction.atomic():  # a refused act leaves nothing behind, not even its key
                claim_submission(key=key, by=self.request.user, path=self.request.path)
                outcome = self.act(form)
                self.complete()
        except AlreadySubmitted as refusal:
            messages.warning(self.request, str(refusal))
            return redirect(self.get_success_url())
        except ActRefused as refusal:
            if was_submitted(key):  # refused because the same form has done it already
                messages.warning(self.request, str(AlreadySubmitted()))
                return redirect(self.get_success_url())
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


def refused(request, sentence: str):
    """Return the page that says in words why somebody may not come in here."""
    return render(request, "403.html", {"exception": PermissionDenied(sentence)}, status=403)
