"""What the pages are about: an application somebody may see, and an act on it."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from cases.models import Case
from cases.permissions import can_see_case
from cases.views.acts import NOT_PERMITTED, ActView, refused
from confirmation.models import Application
from confirmation.permissions import is_clerk_of_court


def visible_application(request, pk: int) -> Application:
    visible = Application.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("case__mediation_body", "case__centre", "agreement", "court"), pk=pk
    )


def home_of(request, application: Application) -> str:
    """Return the page of the application for this person: the court's, or the centre's."""
    name = "court-packet" if is_clerk_of_court(request.user, application) else "confirmation"
    return reverse(name, args=[application.pk])


class OfApplication(LoginRequiredMixin):
    """A page about an application, by `pk`; `permission` is a predicate `(user, application)`."""

    permission = None

    @cached_property
    def application(self) -> Application:
        return visible_application(self.request, self.kwargs["pk"])

    @cached_property
    def case(self) -> Case:
        return self.application.case

    @cached_property
    def outside(self) -> bool:
        """Whether the person is of the centre, not of the court."""
        return not is_clerk_of_court(self.request.user, self.application)

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not type(self).permission(
            request.user, self.application
        ):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        home = home_of(self.request, self.application)
        shown = {"application": self.application, "outside": self.outside, "home": home}
        return super().get_context_data(**shown | kwargs)


class ApplicationAct(OfApplication, ActView):
    """The page of an act on an application; afterwards one is back at its page."""

    template_name = "confirmation/act.html"

    def get_form_kwargs(self):
        given = {"case": self.case, "today": timezone.localdate()}
        return super().get_form_kwargs() | given

    def act(self, form):
        on = timezone.localdate()
        given = {"application": self.application, "by": self.request.user, "on": on}
        return self.operation(**given | self.arguments(form))

    def get_success_url(self):
        return home_of(self.request, self.application)


def people_of(application: Application) -> tuple[list, list]:
    """Return the workers of an application and those who apply with them."""
    workers = list(application.workers.order_by("roster_no"))
    return workers, list(application.others.order_by("id"))


def sees_case(user, application: Application) -> bool:
    return can_see_case(user, application.case)
