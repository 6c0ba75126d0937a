"""A worker's own application on the phone, and the officer who files what was handed in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from adjudication import operations
from adjudication.forms.apply import ApplyForm, FileDraftsForm
from adjudication.models import ApplicationDraft, Arbitration
from adjudication.permissions import can_file
from adjudication.queries.parties import accesses_of
from mediation.views.acts import CaseAct
from mediation.views.phone import party_page
from staff.refusals import ActRefused


@require_http_methods(["GET", "POST"])
@party_page
def apply(request):
    """Fill in, save, hand in; the sum is reckoned as one types and again here."""
    now = timezone.now()
    held = accesses_of(request.user, on=timezone.localdate(now))
    access = next((a for a in held if a.party.is_worker), None)
    if access is None:
        raise Http404
    party = access.party
    draft = ApplicationDraft.objects.filter(party=party, arbitration=None).first()
    answers = draft.answers if draft else {}
    form = ApplyForm(request.POST or None, case=party.case, initial=answers)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            answers = form.answers()
            try:
                draft = operations.save_draft(party=party, answers=answers, by=request.user, at=now)
                if request.POST.get("act") == "hand-in":
                    operations.hand_in_draft(draft=draft, by=request.user, at=now)
                    messages.success(request, "已提交。工作人员核对以后会和您联系。")
                else:
                    messages.success(request, "已保存，随时可以接着填。")
                return redirect("phone-apply")
            except ActRefused as refusal:
                form.add_error(None, f"{refusal}{refusal.suggest}")
    return render(
        request,
        "adjudication/phone/apply.html",
        {
            "case": party.case,
            "party": party,
            "person": access.person,
            "form": form,
            "draft": draft,
            "reckoned": operations.reckon(answers),
            "missing": operations.missing_in(answers) if answers else [],
            "may_apply": party.case.status in operations.OPEN_TO,
        },
        status=status,
    )


class FileDrafts(CaseAct):
    """按手机申请提交仲裁: the workers' drafts become one application (A01)."""

    permission = staticmethod(can_file)
    operation = staticmethod(operations.file_from_drafts)
    template_name = "adjudication/hearing/drafts.html"
    form_class = FileDraftsForm
    title = "按手机申请提交仲裁"
    button = "生成仲裁申请书"
    done = "仲裁申请书已生成，等待仲裁委员会审查。"
    requirements = (("收到申请之日起五日内决定是否受理。", "ARB-06"),)
    made: Arbitration | None = None

    def act(self, form):
        self.made = super().act(form)
        return self.made

    def arguments(self, form):
        return {"drafts": list(form.cleaned_data["drafts"])}

    def get_context_data(self, **kwargs):
        rows = self.case.arbitration_drafts.filter(arbitration=None).select_related("party")
        return super().get_context_data(drafts=rows, said=self.said(rows), **kwargs)

    def said(self, rows) -> list[tuple[ApplicationDraft, list[tuple[str, str]]]]:
        """Return what each worker handed in, question by question, to go through with them."""
        fields = ApplyForm(case=self.case).fields
        return [
            (
                row,
                [
                    (field.label, dict(getattr(field, "choices", ())).get(answer, answer))
                    for name, field in fields.items()
                    if (answer := row.answers.get(name))
                ],
            )
            for row in rows
            if row.handed_in_at
        ]
