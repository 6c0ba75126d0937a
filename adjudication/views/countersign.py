"""会签: the drafts that wait, oldest first, and of each what changed since the last look."""

from datetime import date

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from adjudication import operations
from adjudication.drafting import changes
from adjudication.drafting.looks import elements_of, look_at
from adjudication.models import Award, AwardVersion, Countersign
from adjudication.operations.countersigning import versions_to_compare
from adjudication.queries.desk import awaiting_countersign
from adjudication.views.desk import of_tribunal
from cases.models import CaseEvent
from cases.views.acts import ActView
from staff.choices import Role
from staff.models import User


@of_tribunal
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits for a second pair of eyes, the oldest first."""
    awards = list(awaiting_countersign(request.user))
    sent, changed = _sent_on(awards), _changed(awards, request.user)
    rows = [
        {"award": award, "changes": changed[award.pk], "since": sent.get(award.pk)}
        for award in awards
    ]
    rows.sort(key=lambda row: (row["since"] or date.max, row["award"].pk))
    return render(
        request,
        "adjudication/desk/countersigns.html",
        {"title": "会签", "today": timezone.localdate(), "rows": rows},
    )


def _sent_on(awards: list[Award]) -> dict[int, date]:
    """Return the day each was sent to be looked at, the last time."""
    cases = {award.arbitration.case_id for award in awards}
    events = CaseEvent.objects.filter(case__in=cases, act="send_for_review").order_by("seq")
    return {facts["award"]: on for facts, on in events.values_list("facts", "on")}


def _changed(awards: list[Award], user: User) -> dict[int, int]:
    """Return in how many places each reads otherwise than when this person last looked."""
    keys = [award.pk for award in awards]
    looked = dict(
        Countersign.objects.filter(award__in=keys, by=user.pk)
        .order_by("id")
        .values_list("award_id", "digest")
    )
    versions = {
        (row.award_id, row.digest): row.content
        for row in AwardVersion.objects.filter(award__in=keys)
    }
    return {
        award.pk: len(
            changes(
                versions.get((award.pk, looked.get(award.pk, "")), {}),
                versions.get((award.pk, award.digest), {}),
            )
        )
        for award in awards
    }


class LookForm(forms.Form):
    """Approve, or return with what is to be changed; the digest is of the text on the screen."""

    approved = forms.TypedChoiceField(
        label="意见",
        choices=[("yes", "同意"), ("no", "退回修改")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label="修改意见",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="退回的必须写明要改哪里。",
    )
    digest = forms.CharField(widget=forms.HiddenInput)


class Look(LoginRequiredMixin, ActView):
    """One draft as it differs from what this person last saw, and the answer."""

    template_name = "adjudication/desk/countersign.html"
    form_class = LookForm
    title, button = "会签裁决书", "提交会签意见"
    done = "会签意见已登记。"
    requirements = (
        ("起草人不会签自己起草的裁决书。", "ARB-33"),
        ("会签只对屏幕上的这一稿有效，改动以后须重新会签。", "ARB-33"),
    )

    @cached_property
    def award(self) -> Award:
        user = self.request.user
        waiting = awaiting_countersign(user).values("pk")
        looked = Countersign.objects.filter(by=user.pk).values("award")
        rows = Award.objects.filter(pk__in=waiting) | Award.objects.filter(pk__in=looked)
        found = rows.select_related("arbitration__case", "drafted_by")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def case(self):
        return self.award.arbitration.case

    def get_initial(self):
        return super().get_initial() | {"digest": self.award.digest}

    def act(self, form):
        given = form.cleaned_data
        operation = operations.countersign if given["approved"] else operations.return_award
        return operation(
            award=self.award,
            digest=given["digest"],
            opinion=given["opinion"],
            by=self.request.user,
            on=timezone.localdate(),
        )

    def get_success_url(self):
        return reverse("countersigns")

    def get_context_data(self, **kwargs):
        user, award = self.request.user, self.award
        last = award.countersigns.filter(by=user.pk).last()
        before, now = (
            versions_to_compare(award, user) if user.has_role(Role.ARBITRATOR) else ({}, {})
        )
        asked = self.request.GET
        after = asked.get("after", "")
        names = {str(w.pk): w.name for w in award.arbitration.applicants.all()}
        units = dict(award.arbitration.elements.values_list("code", "unit"))
        whole = not before  # nothing to compare with: the elements are shown as a table
        look = look_at(
            before,
            {name: said for name, said in now.items() if not (whole and name == "要素")},
            names=names,
            words=asked.get("q", "")[:40],
            sums_only=asked.get("sums") == "1",
            after_no=int(after) if after.isdecimal() and len(after) < 9 else 0,
        )
        return super().get_context_data(
            award=award,
            arbitration=award.arbitration,
            last=last,
            look=look,
            elements=elements_of(now, names, units) if whole else [],
            asked=asked,
            looks=award.countersigns.select_related("by"),
            **kwargs,
        )
