"""The frame of every page about an arbitration."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property

from adjudication.models import Arbitration
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
