"""查阅记录: who saw which number in full, when and why."""

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.views.generic import ListView

from staff import forms, queries

READINGS_PER_PAGE = 50


class ReadingList(PermissionRequiredMixin, ListView):
    permission_required = "staff.read_readings"
    template_name = "staff/readings.html"
    context_object_name = "readings"
    paginate_by = READINGS_PER_PAGE

    def get_queryset(self):
        self.form = forms.ReadingFilter(self.request.GET)
        wanted = self.form.cleaned_data if self.form.is_valid() else {}
        reader = wanted.get("reader")
        return queries.readings(
            q=wanted.get("q", "").strip(),
            reader=reader.pk if reader else None,
            since=wanted.get("since"),
        )

    def get_context_data(self, **kwargs):
        filtered = any(self.request.GET.get(name) for name in self.form.fields)
        return super().get_context_data(form=self.form, filtered=filtered, **kwargs)
