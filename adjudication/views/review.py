"""Review of agreements: asked for by the centre, received and decided by the commission."""

from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from adjudication import queries
from adjudication.checks import Obstacle, obstacles
from adjudication.choices import ReviewState
from adjudication.forms import review as forms
from adjudication.models import Review, ReviewDownload, ReviewItem, ReviewPacket
from adjudication.operations import review as operations
from adjudication.packets import SCHEMA_FILE
from adjudication.permissions import (
    can_apply_for_review,
    can_file,
    can_withdraw_review,
    is_of_commission,
    is_reviewer,
)
from cases.models import Case, Party
from cases.permissions import can_see_case
from cases.views.acts import NOT_PERMITTED, ActView, refused
from documents import store
from documents.bag import faults
from documents.models import StoredFile
from law.statutes import cite
from mediation.models import InstalmentShare
from mediation.queries import current_agreement
from mediation.routes import deadline_of
from mediation.views.acts import CaseAct
from staff.choices import Role

DOWNLOADS_SHOWN = 10


def sides(case: Case) -> tuple[list[Party], list[Party]]:
    """Return the workers of the agreement, and who owes or pays under it."""
    agreement = current_agreement(case)
    if agreement is None:
        return [], []
    shares = InstalmentShare.objects.filter(instalment__agreement=agreement)
    workers = case.parties.workers().filter(pk__in=shares.values("worker"))
    others = case.parties.filter(
        Q(pk__in=agreement.payers.values("party")) | Q(pk=case.debtor_id)
    ).order_by("id")
    return list(workers), list(others)


class Ask(CaseAct):
    """共同申请仲裁审查: the fifteen days, what stands in the way, and who signed."""

    permission = staticmethod(can_apply_for_review)
    template_name = "adjudication/review_ask.html"
    form_class = forms.AskForm
    title = "共同申请仲裁审查"
    button = "生成申请书并提交"
    done = "申请书和材料包已生成，已提交仲裁委员会。"
    grave = True
    requirements = (
        ("双方自协议生效之日起十五日内共同申请。", "REV-01"),
        ("提交申请书、协议、身份和资格证明、送达地址。", "REV-02"),
        ("已经司法确认的、确认劳动关系的，不予受理。", "REV-03"),
        ("受理后五个工作日内审查结束。", "REV-04"),
        ("调解书与协议内容一致，双方签收后生效。", "REV-05"),
    )
    asked: operations.Asked
    drawn: operations.Outgoing
    made: Review | None = None

    @cached_property
    def sides(self) -> tuple[list[Party], list[Party]]:
        return sides(self.case)

    @cached_property
    def limit(self):
        agreement = current_agreement(self.case)
        return deadline_of(agreement, "REV-01") if agreement else None

    def get_form_kwargs(self):
        workers, others = self.sides
        return super().get_form_kwargs() | {"workers": workers, "others": others}

    def prepare(self, form):
        by, on, said = self.request.user, timezone.localdate(), self.arguments(form)
        self.asked = operations.Asked(
            self.case,
            said["commission"],
            said["jointly_with"],
            said["signed_by"],
            said["confirmation"],
            by,
            on,
        )
        self.drawn = self.asked.draw()

    def act(self, form):
        self.made = self.asked.keep(self.drawn)
        return self.made

    def get_success_url(self):
        return reverse("review", args=[self.made.pk]) if self.made else super().get_success_url()

    def in_the_way(self) -> list[Obstacle]:
        """Return what would be refused today even if everybody has signed."""
        agreement, (workers, others) = current_agreement(self.case), self.sides
        if agreement is None or self.limit is None:
            return [Obstacle("REV-01", "还没有生效的调解协议，不能申请仲裁审查。")]
        return obstacles(
            agreement,
            workers=workers,
            others=others,
            signed_by=[*workers, *others],
            review_by=self.limit.due_on,
            on=timezone.localdate(),
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            in_the_way=self.in_the_way(),
            limit=self.limit,
            reviews=self.case.reviews.order_by("id"),
            **kwargs,
        )


class OfReview(LoginRequiredMixin):
    """A page about a review, by `pk`; `permission` is a predicate `(user, review)`."""

    permission = None

    @cached_property
    def review(self) -> Review:
        rows = Review.objects.visible_to(self.request.user)
        found = rows.select_related("case__mediation_body", "case__centre", "agreement")
        return get_object_or_404(found.select_related("commission", "clerk"), pk=self.kwargs["pk"])

    @cached_property
    def case(self) -> Case:
        return self.review.case

    @cached_property
    def of_commission(self) -> bool:
        return is_of_commission(self.request.user, self.review)

    def dispatch(self, request, *args, **kwargs):
        permission = type(self).permission
        if (
            request.user.is_authenticated
            and permission
            and not permission(request.user, self.review)
        ):
            return refused(request, NOT_PERMITTED)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        shown = {"review": self.review, "of_commission": self.of_commission}
        return super().get_context_data(**shown | kwargs)


class ReviewPage(OfReview, TemplateView):
    """One review on one page: the packet, the five days, who signed, what may be done now."""

    template_name = "adjudication/review.html"

    def get_context_data(self, **kwargs):
        review, user = self.review, self.request.user
        packets = list(review.packets.select_related("sent_by"))
        wanted = self.request.GET.get("version", "")
        packet = next((p for p in packets if str(p.version) == wanted), packets[-1])
        changed = {(row["code"], row["name"]): row["what"] for row in packet.changes}
        signed = {receipt.party_id: receipt for receipt in review.receipts.all()}
        return super().get_context_data(
            packet=packet,
            packets=packets,
            items=[(item, changed.get((item.code, item.name))) for item in packet.items.all()],
            broken=_verification(packet),
            workers=list(review.workers),
            others=list(review.others.order_by("id")),
            receipts=[(party, signed.get(party.pk)) for party in review.parties],
            limits=self._limits(),
            papers=_papers(review),
            acts=_acts(review, user),
            downloads=ReviewDownload.objects.filter(packet__review=review).select_related("by")[
                :DOWNLOADS_SHOWN
            ],
            case_link=can_see_case(user, review.case),
            **kwargs,
        )

    def _limits(self) -> list:
        rules = ("REV-01", *queries.REVIEW_LIMITS)
        rows = list(self.case.deadlines.filter(rule__in=rules).exclude(state="cancelled"))
        for row in rows:
            row.article = cite(row.rule.split(".")[0])
        return rows


def _verification(packet: ReviewPacket) -> list[str]:
    try:
        return faults(store.get(packet.bag))
    except store.FileDamaged as damaged:
        return [str(damaged)]


def _papers(review: Review) -> list:
    """The papers of this review: what the commission wrote in it."""
    codes = ["R02", "R02N", "R03", "R04"]
    made = review.case.documents.filter(code__in=codes, issued_on__gte=review.applied_on)
    return [paper for paper in made.order_by("pk") if _is_of(paper, review)]


def _is_of(paper, review: Review) -> bool:
    number = paper.context["case_number"]
    return number == review.number if review.number else paper.code == "R02N"


def _acts(review: Review, user) -> list[tuple[str, str, bool]]:
    """Return (label, address, is the one expected) for what this person may do now."""
    state, own = review.state, is_of_commission(user, review)
    deciding = is_reviewer(user, review)
    withdrawn = review.withdrawn_on is not None
    waits = state == ReviewState.SENT
    under = state == ReviewState.ACCEPTED
    served = review.receipts.exists()
    open_ = waits or under or (state == ReviewState.ISSUED and not served)
    rows = (
        ("受理", "review-accept", own and waits, True),
        ("不予受理", "review-refuse", own and waits, False),
        ("制作调解书", "review-issue", deciding and under and not withdrawn, True),
        ("不予制作调解书", "review-deny", deciding and under and not withdrawn, False),
        ("准许撤回", "review-end", deciding and under and withdrawn, True),
        ("延长期限", "review-extend", own and under and not review.extended_by, False),
        ("登记签收", "review-receipt", own and state == ReviewState.ISSUED, True),
        (
            "补充材料",
            "review-supplement",
            can_apply_for_review(user, review.case) and (waits or under),
            False,
        ),
        (
            "申请强制执行",
            "review-enforce",
            state == ReviewState.EFFECTIVE and can_file(user, review.case),
            False,
        ),
        ("撤回申请", "review-withdraw", can_withdraw_review(user, review) and open_, False),
    )
    return [
        (label, reverse(name, args=[review.pk]), first)
        for label, name, allowed, first in rows
        if allowed
    ]


class ReviewAct(OfReview, ActView):
    """The page of an act on a review; afterwards one is back at its page."""

    template_name = "adjudication/act.html"
    form_class = forms.OfReview
    ends = False  # the review, whose period may be over

    def get_context_data(self, **kwargs):
        late = queries.days_late(self.review, on=timezone.localdate()) if self.ends else 0
        return super().get_context_data(late=late, **kwargs)

    def get_form_kwargs(self):
        given = {"case": self.case, "review": self.review, "today": timezone.localdate()}
        return super().get_form_kwargs() | given

    def act(self, form):
        given = {"review": self.review, "by": self.request.user, "on": timezone.localdate()}
        return self.operation(**given | self.arguments(form))

    def get_success_url(self):
        return reverse("review", args=[self.review.pk])


class Accept(ReviewAct):
    permission = is_of_commission
    operation = staticmethod(operations.accept_review)
    form_class = forms.AcceptForm
    title = button = "受理"
    done = "已受理，五个工作日的审查期限开始计算。"
    requirements = (
        ("自受理之日起五个工作日内审查结束。", "REV-04"),
        ("与本案有利害关系的应当回避。", "ARB-16"),
        ("记录人员不得由审查的仲裁员兼任。", "ARB-15"),
    )

    def get_initial(self):
        return super().get_initial() | {"clerk": self.request.user.pk}


class Refuse(ReviewAct):
    permission = is_of_commission
    operation = staticmethod(operations.refuse_review)
    form_class = forms.RefuseForm
    title = button = "不予受理"
    done = "已出具不予受理通知书。"
    grave = True
    requirements = (("只有法定的五种情形可以不予受理。", "REV-03"),)


class Extend(ReviewAct):
    permission = is_of_commission
    operation = staticmethod(operations.extend_review)
    form_class = forms.ExtendForm
    title = button = "延长期限"
    done = "审查期限已延长五个工作日。"
    requirements = (("有特殊情况，经仲裁委员会主任或者仲裁院负责人批准，可以延长五日。", "REV-04"),)


class Issue(ReviewAct):
    permission = is_reviewer
    operation = staticmethod(operations.issue_mediation_statement)
    form_class = forms.StatementForm
    title = button = "制作调解书"
    ends = True
    done = "仲裁调解书已制作，送双方签收后生效。"
    grave = True
    requirements = (
        ("调解书的内容应当与调解协议一致。", "REV-05"),
        ("送达前撤回申请的，应当准许。", "REV-07"),
    )


class Deny(ReviewAct):
    permission = is_reviewer
    operation = staticmethod(operations.refuse_mediation_statement)
    form_class = forms.DenyForm
    title = button = "不予制作调解书"
    ends = True
    done = "已出具不予制作调解书的决定。"
    grave = True
    requirements = (("只有法定的六种情形不予制作调解书。", "REV-06"),)


class Receipt(ReviewAct):
    permission = is_of_commission
    operation = staticmethod(operations.receive_statement)
    form_class = forms.ReceiptForm
    title = button = "登记签收"
    done = "签收已登记。"
    requirements = (
        ("双方签收后，调解书发生法律效力。", "REV-05"),
        ("不得用短信、电话等简便方式送达调解书。", "SUM-04"),
    )


class Supplement(ReviewAct):
    permission = staticmethod(lambda user, review: can_apply_for_review(user, review.case))
    drawn: operations.Outgoing
    title = button = "补充材料"
    words = "把上次提交以后登记的文书和上传的扫描件作为新的一版提交。"
    done = "新的一版材料已提交。"
    requirements = (("应当提交与调解协议相关的证明材料。", "REV-02"),)

    def prepare(self, form):
        by, on = self.request.user, timezone.localdate()
        self.drawn = operations.draw_supplement(review=self.review, by=by, on=on)

    def act(self, form):
        return operations.keep_supplement(self.drawn, by=self.request.user, on=timezone.localdate())


class Withdraw(ReviewAct):
    permission = can_withdraw_review
    operation = staticmethod(operations.withdraw_review)
    form_class = forms.WithdrawForm
    title = button = "撤回申请"
    done = "撤回已登记。"
    grave = True
    requirements = (("调解书送达前，一方或者双方撤回申请的，应当准许。", "REV-07"),)


class End(ReviewAct):
    permission = is_reviewer
    operation = staticmethod(operations.end_review)
    title = button = "准许撤回，终止审查"
    ends = True
    done = "已出具终止审查的决定。"
    grave = True
    requirements = (("当事人撤回申请的，仲裁委员会应当准许。", "REV-07"),)


@login_required
def inbox(request):
    """Show the reviews asked of the commission, by the day they have to end."""
    user = request.user
    if not (user.has_role(Role.ARBITRATOR) or user.has_role(Role.TRIBUNAL_SECRETARY)):
        return refused(request, NOT_PERMITTED)
    tab = request.GET.get("tab", "")
    tab = tab if tab in queries.REVIEW_TABS else "new"
    counts = queries.reviews_of_commission(user).aggregate(
        **{
            name: Count("pk", filter=Q(state__in=states))
            for name, (_, states) in queries.REVIEW_TABS.items()
        }
    )
    return render(
        request,
        "adjudication/reviews.html",
        {
            "title": "仲裁审查收件",
            "today": timezone.localdate(),
            "rows": list(queries.review_inbox(user, tab)[:100]),
            "tab": tab,
            "commission": user.body,
            "counts": counts,
            "tabs": [
                {
                    "url": f"?tab={name}",
                    "label": label,
                    "count": counts[name],
                    "active": name == tab,
                }
                for name, (label, _) in queries.REVIEW_TABS.items()
            ],
            "empty_what": "这里没有仲裁审查申请。",
            "empty_how": "双方共同提出的申请，连同材料包列在这里。",
        },
    )


@login_required
@require_GET
def packet_file(request, pk: int, what: str):
    """Send the bundle, shown or to keep, or the bag; on record when the commission had it."""
    visible = Review.objects.visible_to(request.user)
    packet = get_object_or_404(
        ReviewPacket.objects.filter(review__in=visible).select_related(
            "review__agreement", "bundle", "bag"
        ),
        pk=pk,
    )
    kinds = {"preview": "在线查看", "bundle": "合订 PDF", "bag": "压缩包"}
    if what not in kinds:
        raise Http404
    _log(request, packet, kinds[what])
    name = f"{packet.review.agreement.number} 仲裁审查材料第{packet.version}版"
    if what == "bag":
        return _file(packet.bag, f"{name}.zip", inline=False)
    return _file(packet.bundle, f"{name}.pdf", inline=what == "preview")


@login_required
@require_GET
def packet_item(request, pk: int):
    visible = Review.objects.visible_to(request.user)
    rows = ReviewItem.objects.filter(packet__review__in=visible)
    item = get_object_or_404(rows.select_related("packet__review", "file"), pk=pk)
    _log(request, item.packet, item.name)
    return _file(item.file, f"{item.no:02d} {item.name}.pdf", inline=True)


@login_required
@require_GET
def review_paper(request, pk: int):
    """Send one of the papers the commission wrote in a review the person may open."""
    reviews = Review.objects.visible_to(request.user).filter(case__documents=pk)
    found = next((p for review in reviews for p in _papers(review) if p.pk == pk), None)
    if found is None:
        raise Http404
    return _file(found.pdf, f"{found.title} {found.recipient}.pdf", inline=True)


@require_GET
def packet_schema(request):
    """The JSON Schema of the packet.json of a review."""
    return HttpResponse(SCHEMA_FILE.read_bytes(), content_type="application/schema+json")


def _log(request, packet: ReviewPacket, what: str) -> None:
    if is_of_commission(request.user, packet.review):
        operations.log_review_download(packet=packet, what=what, by=request.user, at=timezone.now())


def _file(file: StoredFile, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(store.get(file), content_type=file.media_type)
    place = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
