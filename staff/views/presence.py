"""Who is away, until when, and who stands in."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import ListView

from staff import forms, operations, queries
from staff.choices import Role
from staff.views.people import ActView

ABSENCES_PER_PAGE = 50


class AbsenceList(LoginRequiredMixin, ListView):
    template_name = "staff/absences.html"
    context_object_name = "absences"
    paginate_by = ABSENCES_PER_PAGE

    def get_queryset(self):
        return queries.absences_for(self.request.user)

    def get_context_data(self, **kwargs):
        manages = self.request.user.has_role(Role.DIRECTOR, Role.ADMINISTRATOR)
        return super().get_context_data(
            today=timezone.localdate(),
            manages=manages,
            opens_cases=self.request.user.has_role(Role.DIRECTOR),
            **kwargs,
        )


class RegisterAbsence(LoginRequiredMixin, ActView):
    form_class = forms.AbsenceForm
    title = "登记离岗"
    button = "登记"
    done = "离岗已登记，受理时指派调解员的页面和案件页都会写明。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"by": self.request.user}

    def act(self, data):
        operations.register_absence(**data, by=self.request.user)

    def back(self):
        return reverse("staff-absences")


class EndAbsence(LoginRequiredMixin, ActView):
    form_class = forms.NothingToFill
    title = "提前回岗"
    button = "已经回岗"
    done = "已登记回岗。"

    @cached_property
    def absence(self):
        mine = queries.absences_for(self.request.user)
        if not self.request.user.has_role(Role.DIRECTOR, Role.ADMINISTRATOR):
            mine = mine.filter(user=self.request.user)
        return get_object_or_404(mine, pk=self.kwargs["pk"])

    @property
    def note(self):
        told = self.absence
        days = f"{told.from_on:%Y-%m-%d}至{told.to_on:%Y-%m-%d}"
        return f"{told.user}登记了{days}离岗。从今天起算在岗；还没有开始的，这一次取消。"

    def act(self, data):
        operations.end_absence(absence=self.absence, by=self.request.user, on=timezone.localdate())

    def back(self):
        return reverse("staff-absences")
