"""履行和强制执行: what was paid on each title, the application to the court, what it brings in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from adjudication import operations
from adjudication.choices import AwardState, StatementState, TitleKind
from adjudication.forms import enforcement as forms
from adjudication.models import Arbitration, Award, Enforcement, Statement
from adjudication.obligations import Obligation, obligation_of
from adjudication.operations.effect import WITH_EFFECT
from adjudication.papers.enforcement import Title
from adjudication.permissions import can_file
from adjudication.queries.titles import number_of_statement
from adjudication.views.file import OfArbitration
from adjudication.views.hearing.statement import OfSettlement
from adjudication.views.review import OfReview
from cases.choices import DeadlineState
from cases.models import Case, Deadline, Party
from cases.views.acts import NOT_PERMITTED, ActView, refused
from staff.refusals import ActRefused

ONE_BY_ONE = 30  # so many workers are asked about singly; of more the common reason is given


@dataclass(frozen=True)
class Standing:
    """One title today: what was paid of it, for whom it may be enforced, why not for the others."""

    title: Award | Statement
    label: str
    number: str
    pay_url: str
    apply_url: str
    obligation: Obligation | None
    enforce_by: Deadline | None
    open_: Sequence[tuple[Party, int]]
    refused: Sequence[tuple[str, str]]
    applied: Sequence[Enforcement] = ()

    @property
    def total_fen(self) -> int:
        return sum(fen for _, fen in self.open_)


def may_file(user, arbitration: Arbitration) -> bool:
    return can_file(user, arbitration.case)


def standing_of(title: Award | Statement, *, on: date) -> Standing:
    arbitration = title.arbitration
    if isinstance(title, Award):
        titled = operations.title_of_award
        label, number, kind = title.get_kind_display(), title.number, title.kind
        rows = Party.objects.filter(arbitration_claims__award_items__award=title).distinct()
        pay = reverse("award-payment", args=[arbitration.pk, title.pk])
        apply = reverse("enforcement-apply", args=[arbitration.pk, title.pk])
    else:
        titled = operations.title_of_statement
        label, number, kind = "仲裁调解书", number_of_statement(title), TitleKind.STATEMENT
        rows = Party.objects.filter(pk__in=title.rows.values("worker"))
        pay = reverse("statement-payment", args=[title.pk])
        apply = reverse("statement-enforce", args=[title.pk])
    workers = list(rows.order_by("roster_no", "id"))
    before = Enforcement.objects.filter(case=arbitration.case, title=kind, title_number=number)
    asked = set(before.values_list("workers", flat=True))
    waiting = [w for w in workers if w.pk not in asked]
    groups = [[w] for w in waiting] if len(waiting) <= ONE_BY_ONE else [waiting]
    open_: list[tuple[Party, int]] = []
    shut: list[tuple[str, str]] = []
    for group in groups:
        who = group[0].name if len(group) == 1 else f"{len(group)}名劳动者"
        try:
            found = titled(title, group, on=on)
        except ActRefused as refusal:
            shut.append((who, f"{refusal}{refusal.suggest}"))
            continue
        if found.stayed:
            shut.append((who, "用人单位申请撤销期间中止执行。"))
            continue
        due = [(w, found.open_fen(w)) for w in group]
        open_ += [(w, fen) for w, fen in due if fen > 0]
        shut += [(w.name, "已经付清。") for w, fen in due if fen <= 0]
    obligation = obligation_of(title)
    clock = None
    if obligation and obligation.clock:
        rule, suffix = obligation.clock
        kept = arbitration.case.deadlines.filter(rule=rule, suffix=suffix)
        clock = kept.exclude(state=DeadlineState.CANCELLED).last()
    applied = list(before.prefetch_related("workers"))
    return Standing(title, label, number, pay, apply, obligation, clock, open_, shut, applied)


class EnforcementPage(OfArbitration, TemplateView):
    """Every title of the file: what was paid on it, and whether it may be enforced."""

    permission = staticmethod(may_file)
    template_name = "adjudication/award/enforcement.html"

    def get_context_data(self, **kwargs):
        on = timezone.localdate()
        issued = self.arbitration.awards.filter(state=AwardState.ISSUED)
        settled = self.arbitration.statements.filter(state=StatementState.EFFECTIVE)
        titles = [*issued.order_by("id"), *settled.order_by("no")]
        rows = [standing_of(title, on=on) for title in titles]
        return super().get_context_data(rows=rows, today=on, **kwargs)


class _Apply(ActView):
    """An application for enforcement; `title_for` gives the title of the chosen workers."""

    form_class = forms.ApplyForm
    template_name = "adjudication/award/enforce.html"
    title = "申请强制执行"
    button = "生成强制执行申请书"
    done = "强制执行申请书已生成，请由申请执行人签名后递交法院。"
    grave = True
    requirements = (
        ("一方逾期不履行的，另一方可以向人民法院申请执行。", "ARB-44"),
        ("申请执行的期间为二年。", "JC-16"),
    )
    made: Enforcement | None = None

    def workers_open(self) -> Sequence[tuple[Party, int]]:
        raise NotImplementedError

    def title_for(self, workers: Sequence[Party], on) -> Title:
        raise NotImplementedError

    @cached_property
    def open_(self) -> Sequence[tuple[Party, int]]:
        return self.workers_open()

    def get_form_kwargs(self):
        given = {"case": self.case, "today": timezone.localdate()}
        return super().get_form_kwargs() | given | {"workers": [w for w, _ in self.open_]}

    def act(self, form):
        on, given = timezone.localdate(), self.arguments(form)
        title = self.title_for(given["workers"], on)
        self.made = operations.apply_for_enforcement(
            case=self.case, title=title, by=self.request.user, on=on, **given
        )
        return self.made

    def get_success_url(self):
        if self.made:
            return reverse("enforcement-record", args=[self.made.pk])
        return self.back

    def get_context_data(self, **kwargs):
        total = sum(fen for _, fen in self.open_)
        return super().get_context_data(open_=self.open_, total_fen=total, **kwargs)


class ApplyOnAward(OfArbitration, _Apply):
    permission = staticmethod(may_file)

    @cached_property
    def award(self) -> Award:
        issued = self.arbitration.awards.filter(state=AwardState.ISSUED, kind__in=WITH_EFFECT)
        return get_object_or_404(issued, pk=self.kwargs["award_pk"])

    @property
    def back(self) -> str:
        return reverse("enforcement", args=[self.arbitration.pk])

    def workers_open(self):
        return standing_of(self.award, on=timezone.localdate()).open_

    def title_for(self, workers, on) -> Title:
        return operations.title_of_award(self.award, workers, on=on)

    def get_context_data(self, **kwargs):
        return super().get_context_data(award=self.award, **kwargs)


class ApplyOnStatement(OfReview, _Apply):
    """On the statement of a review, which both sides have signed for."""

    permission = staticmethod(lambda user, review: can_file(user, review.case))
    requirements = (
        ("调解书经双方当事人签收后，发生法律效力。", "REV-05"),
        ("申请执行的期间为二年。", "JC-16"),
    )

    @property
    def back(self) -> str:
        return reverse("review", args=[self.review.pk])

    def workers_open(self):
        workers, on = list(self.review.workers), timezone.localdate()
        asked = Enforcement.objects.filter(case=self.case, title_number=self.review.number)
        taken = set(asked.values_list("workers", flat=True))
        try:
            title = self.title_for([w for w in workers if w.pk not in taken], on)
        except ActRefused:
            return []
        return [(w, title.open_fen(w)) for w in title.owed if title.open_fen(w) > 0]

    def title_for(self, workers, on) -> Title:
        return operations.title_of_review(self.review, workers, on=on)


class ApplyOnSettlement(OfSettlement, _Apply):
    """On a statement of the tribunal that everybody has signed for."""

    permission = staticmethod(may_file)
    requirements = (
        ("双方签收后，调解书发生法律效力。", "ARB-32"),
        ("申请执行的期间为二年。", "JC-16"),
    )

    @property
    def back(self) -> str:
        return reverse("enforcement", args=[self.arbitration.pk])

    def workers_open(self):
        return standing_of(self.statement, on=timezone.localdate()).open_

    def title_for(self, workers, on) -> Title:
        return operations.title_of_statement(self.statement, workers, on=on)


class Record(LoginRequiredMixin, ActView):
    """One application: its paper, what has arrived, and what arrives now (E03)."""

    form_class = forms.ArrivedForm
    template_name = "adjudication/award/enforced.html"
    operation = staticmethod(operations.record_enforcement)
    button = "登记到账"
    done = "执行到账已登记，记入工资账户。"
    requirements = (("执行到账逐人登记，记明执行案号。", "ARB-44"),)

    @cached_property
    def enforcement(self) -> Enforcement:
        user = self.request.user
        mine = Q(case__in=Case.objects.visible_to(user)) | Q(
            case__arbitrations__in=Arbitration.objects.visible_to(user)
        )
        rows = Enforcement.objects.filter(mine).distinct()
        return get_object_or_404(
            rows.select_related("case", "court", "debtor", "document"), pk=self.kwargs["pk"]
        )

    @property
    def case(self) -> Case:
        return self.enforcement.case

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not can_file(request.user, self.case):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    @property
    def title(self) -> str:
        return str(self.enforcement)

    @cached_property
    def rest_fen(self) -> int:
        return operations.outstanding_fen(self.enforcement)

    def get_form_kwargs(self):
        workers = self.enforcement.workers.order_by("roster_no", "id")
        given = {"case": self.case, "today": timezone.localdate(), "workers": workers}
        return super().get_form_kwargs() | given

    def act(self, form):
        by, on = self.request.user, timezone.localdate()
        given = self.arguments(form)
        return self.operation(enforcement=self.enforcement, by=by, on=on, **given)

    def get_success_url(self):
        return reverse("enforcement-record", args=[self.enforcement.pk])

    def get_context_data(self, **kwargs):
        if self.enforcement.document is None:
            raise Http404
        entries = self.enforcement.entries.select_related("worker")
        return super().get_context_data(
            enforcement=self.enforcement,
            entries=entries,
            arrived_fen=self.enforcement.amount_fen - self.rest_fen,
            rest_fen=self.rest_fen,
            **kwargs,
        )
