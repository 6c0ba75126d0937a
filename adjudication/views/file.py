"""案卷页: one arbitration on one page, and the frame of every page about it."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from adjudication import queries
from adjudication.models import Arbitration
from adjudication.permissions import can_conduct
from adjudication.views.sections import award, hearing
from cases.models import Case
from cases.views.acts import NOT_PERMITTED, refused


class OfArbitration(LoginRequiredMixin):
    """
    A page about an arbitration, by `pk`; to whom it is hidden it does not exist.

    `permission` is a predicate `(user, arbitration)`; None where seeing it is enough.
    """

    permission = None

    @cached_property
    def arbitration(self) -> Arbitration:
        rows = Arbitration.objects.visible_to(self.request.user)
        found = rows.select_related("case__centre", "commission", "siblings")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def case(self) -> Case:
        return self.arbitration.case

    def dispatch(self, request, *args, **kwargs):
        permission = type(self).permission
        if (
            request.user.is_authenticated
            and permission
            and not permission(request.user, self.arbitration)
        ):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        shown = {"arbitration": self.arbitration, "case": self.case}
        return super().get_context_data(**shown | kwargs)


class FilePage(OfArbitration, TemplateView):
    """The file: who, before whom, where it stands, what the law requires next, and its parts."""

    template_name = "adjudication/file/file.html"

    def get_context_data(self, **kwargs):
        arbitration, user = self.arbitration, self.request.user
        today = timezone.localdate()
        shown = {
            "applicants": queries.applicants(arbitration),
            "respondents": queries.respondents(arbitration),
            "third_parties": queries.third_parties(arbitration),
            "panel": queries.panel(arbitration),
            "secretary": queries.secretary(arbitration),
            "conducts": can_conduct(user, arbitration),
        }
        for part in (hearing, award):
            shown |= part.shown(arbitration, user, on=today)
        menu = [
            *hearing.acts(arbitration, user, on=today),
            *award.acts(arbitration, user, on=today),
        ]
        return super().get_context_data(menu=menu, **shown | kwargs)
