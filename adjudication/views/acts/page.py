"""The page of any act on a file, and the menu of what may be done."""

from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from adjudication.models import Arbitration
from adjudication.permissions import can_conduct
from adjudication.views.acts import acceptance, decisions, forming, joining, notices
from adjudication.views.acts.table import Act
from adjudication.views.frame import OfArbitration
from cases.views.acts import NOT_PERMITTED, ActView, refused
from staff.models import User

ACTS: dict[str, Act] = {
    **acceptance.ACTS,
    **forming.ACTS,
    **notices.ACTS,
    **joining.ACTS,
    **decisions.ACTS,
}


def menu(arbitration: Arbitration, user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what this person may do now: (part, [(label, address)])."""
    if not can_conduct(user, arbitration):
        return []
    parts: dict[str, list[tuple[str, str]]] = {}
    for name, act in ACTS.items():
        if (
            arbitration.state in act.states
            and act.permission(user, arbitration)
            and act.ready(arbitration)
        ):
            url = reverse("arbitration-act", args=[arbitration.pk, name])
            parts.setdefault(act.group, []).append((act.label, url))
    return list(parts.items())


class ArbitrationAct(OfArbitration, ActView):
    """The page of one act; afterwards one is back at the file."""

    @cached_property
    def page(self) -> Act:
        if self.kwargs["act"] not in ACTS:
            raise Http404
        return ACTS[self.kwargs["act"]]

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            if not self.page.permission(request.user, self.arbitration):
                return refused(request, NOT_PERMITTED)
            self.title = self.button = self.page.label
            self.requirements, self.grave = self.page.requirements, self.page.grave
            self.done = self.page.done
        return super().dispatch(request, *args, **kwargs)

    def get_template_names(self):
        return [self.page.template]

    def get_form_class(self):
        return self.page.form

    def get_form_kwargs(self):
        given = {"case": self.case, "arbitration": self.arbitration, "today": self.today}
        return super().get_form_kwargs() | given | self.page.given(self.arbitration, self.today)

    def prepare(self, form):
        """An upload is drawn anew before the case is locked."""
        self.given = form.arguments()

    def act(self, form):
        given = {"by": self.request.user, "on": self.today}
        if self.page.about:
            given[self.page.about] = self.arbitration
        return self.page.operation(**given | self.given)

    def get_success_url(self):
        return reverse("arbitration", args=[self.arbitration.pk])

    def get_context_data(self, **kwargs):
        shown = {"words": self.page.words, "today": self.today}
        return super().get_context_data(
            **shown | self.page.shown(self.arbitration, self.today) | kwargs
        )
