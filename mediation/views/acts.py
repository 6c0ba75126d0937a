"""The page of one act on a case, a session, a proposal, an agreement or an instalment."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from cases.models import Case
from cases.views.acts import NOT_PERMITTED, ActFormView, refused
from mediation.forms.fields import ActForm
from room.queries import seat_of


def place_of(session, user) -> str:
    """Return where somebody is during a session: in its room, if they sit there, or on its page."""
    seated = session.room_id and session.room.is_open and seat_of(user, session.room_id)
    return reverse("room" if seated else "session", args=[session.pk])


class CaseAct(ActFormView):
    template_name = "mediation/act.html"
    form_class = ActForm

    def get_form_kwargs(self):
        given = {"case": self.case, "today": timezone.localdate()}
        return super().get_form_kwargs() | given

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"today": timezone.localdate()} | kwargs)


class SubjectOfCase(LoginRequiredMixin):
    """
    A page about something of a case, found by `pk` among the cases the person may open.

    `case_path` leads from the model to its case; `permission` is a predicate `(user, case)`.
    """

    model = None
    case_path = "case"
    permission = None

    @cached_property
    def subject(self):
        visible = Case.objects.visible_to(self.request.user)
        rows = self.model.objects.filter(**{f"{self.case_path}__in": visible})
        return get_object_or_404(rows.select_related(self.case_path), pk=self.kwargs["pk"])

    @cached_property
    def case(self) -> Case:
        found = self.subject
        for name in self.case_path.split("__"):
            found = getattr(found, name)
        return found

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.permission(request.user, self.case):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)


class SubjectAct(SubjectOfCase, CaseAct):
    """The page of an act on something of a case; the operation takes it by the name `argument`."""

    argument = ""

    def act(self, form):
        moment = timezone.localdate()
        given = {self.argument: self.subject, "by": self.request.user, "on": moment}
        return self.operation(**given | self.arguments(form))
