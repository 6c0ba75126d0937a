"""Showing an identity, phone or bank number in full: once, with a reason, and on record."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from cases.forms.parties import RevealForm
from cases.models import Case, Lead, Party
from cases.permissions import can_edit_case, can_handle_leads
from cases.views.acts import NOT_PERMITTED, refused
from law.identity import mask_account, mask_id, mask_phone
from staff.operations import log_reading
from staff.refusals import ActRefused

NUMBERS = {
    "id_no": ("公民身份号码", mask_id),
    "phone": ("联系电话", mask_phone),
    "bank_account": ("银行账号", mask_account),
}


class Reveal(LoginRequiredMixin, FormView):
    """
    The numbers of one person: masked, then those that were asked for in full.

    The answer to the POST is the page itself and is never kept by the browser.
    """

    template_name = "cases/reveal.html"
    form_class = RevealForm
    shown: tuple[str, ...] = ()

    @cached_property
    def person(self) -> Party:
        visible = Case.objects.visible_to(self.request.user)
        parties = Party.objects.filter(case__in=visible).select_related("case")
        return get_object_or_404(parties, pk=self.kwargs["pk"])

    def label(self) -> str:
        return f"{self.person.case.number} {self.person.name}"

    def may(self) -> bool:
        return can_edit_case(self.request.user, self.person.case)

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not self.may():
            return refused(request, NOT_PERMITTED)
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def held(self) -> dict[str, str]:
        """Return the numbers there are of this person, by field."""
        return {n: v for n in NUMBERS if (v := getattr(self.person, n, ""))}

    def form_valid(self, form):
        what = self.request.POST.get("what", "")
        if what not in self.held():
            raise Http404
        try:
            log_reading(
                by=self.request.user,
                at=timezone.now(),
                what=NUMBERS[what][0],
                object_label=self.label(),
                reason=form.cleaned_data["reason"],
            )
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)
        self.shown = (what,)
        return self.render_to_response(self.get_context_data(form=form))

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        numbers = [
            {
                "what": name,
                "label": NUMBERS[name][0],
                "full": name in self.shown,
                "text": value if name in self.shown else NUMBERS[name][1](value),
            }
            for name, value in self.held().items()
        ]
        return super().get_context_data(
            person=self.person, numbers=numbers, case=getattr(self.person, "case", None), **kwargs
        )


class RevealReporter(Reveal):
    """The telephone number of who reported a lead."""

    @cached_property
    def person(self) -> Lead:
        leads = Lead.objects.visible_to(self.request.user)
        lead = get_object_or_404(leads, pk=self.kwargs["pk"])
        lead.name, lead.phone = lead.reporter_name, lead.reporter_phone
        return lead

    def label(self) -> str:
        return str(self.person.number)

    def may(self) -> bool:
        return can_handle_leads(self.request.user)
