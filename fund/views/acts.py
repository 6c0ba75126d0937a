"""The acts on an advance: one page each, all at one address with the act's name."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from cases.models import Case
from cases.views.acts import NOT_PERMITTED, ActFormView, ActView, refused
from fund import operations
from fund.choices import AdvanceState as S
from fund.choices import PaidBy
from fund.forms import acts as forms
from fund.forms import payees, shared
from fund.models import Advance
from fund.permissions import can_apply_for_advance, can_approve_advance, can_handle_fund
from fund.views.second_step import SecondStep
from fund.views.summary import recovery, summary

# Acts whose page shows everything the decision rests on.
DECIDING = ("approve", "decide")
# Acts that promise money or give it up.
APPROVING = ("approve", "write-off-approve")


@dataclass(frozen=True)
class AdvanceAct:
    """
    What the page of one act says and asks.

    `about` is what the operation takes: the advance, the list at the bank or the write-off that
    waits. `states`: from which the act may be done.
    """

    label: str
    form: type
    operation: Callable
    states: frozenset[str]
    done: str
    permission: Callable = can_handle_fund
    about: str = "advance"
    requirements: tuple[tuple[str, str], ...] = ()
    grave: bool = False


def _in(*states: S) -> frozenset[str]:
    return frozenset(states)


ACTS: dict[str, AdvanceAct] = {
    "verify": AdvanceAct(
        "登记核实",
        forms.VerifyForm,
        operations.verify_advance,
        _in(S.APPLIED),
        "已登记核实，欠薪核实表已出具。下一步由审批人审批。",
        requirements=(("只垫付核实无争议的欠薪，由两名人员核实", "FUND-01"),),
    ),
    "approve": AdvanceAct(
        "审批",
        forms.ApproveForm,
        operations.approve_advance,
        _in(S.VERIFIED),
        "审批意见已登记。",
        permission=can_approve_advance,
        requirements=(("经办、核实和审批由不同的人办理", "FUND-01"),),
    ),
    "decide": AdvanceAct(
        "出具垫付文书",
        forms.DecideForm,
        operations.decide_advance,
        _in(S.APPROVED),
        "垫付文书已出具。下一步由劳动者签署追偿文书。",
        requirements=(("垫付后依法向用人单位追偿", "FUND-02"),),
    ),
    "assign": AdvanceAct(
        "登记追偿文书签署",
        forms.WitnessForm,
        operations.assign_claim,
        _in(S.DECIDED),
        "追偿文书已逐人出具。下一步由出纳制作付款清单。",
        requirements=(("垫付后依法追偿", "FUND-02"),),
    ),
    "list": AdvanceAct(
        "制作付款清单",
        forms.NothingForm,
        operations.make_payment_list,
        _in(S.DECIDED, S.PAYING),
        "付款清单已制作，请下载后送银行。",
        requirements=(("支付到农民工本人账户", "WAGE-02"),),
    ),
    "answers": AdvanceAct(
        "登记银行回盘",
        forms.AnswersForm,
        operations.record_bank_answers,
        _in(S.PAYING),
        "银行回盘已登记，到账的已入账。",
        about="sheet",
        requirements=(("支付到农民工本人账户", "WAGE-02"),),
    ),
    "cash": AdvanceAct(
        "登记现场现金付款",
        payees.CashForm,
        operations.pay_in_cash,
        _in(S.DECIDED, S.PAYING),
        "现场现金付款已入账，领款确认时由本人或者代领人签名捺印。",
        requirements=(("通过银行转账或者现金支付给农民工本人", "WAGE-02"),),
        grave=True,
    ),
    "receipts": AdvanceAct(
        "登记领款确认",
        payees.ReceiptsForm,
        operations.confirm_receipts,
        _in(S.DISBURSED),
        "领款确认表已出具。",
        requirements=(("支付到农民工本人账户", "WAGE-02"),),
    ),
    "notice": AdvanceAct(
        "发出追偿通知",
        forms.NoticeForm,
        operations.send_recovery_notice,
        _in(S.DISBURSED),
        "追偿通知已出具，请送达并登记送达情况。",
        requirements=(("依法向拖欠工资的用人单位追偿", "FUND-02"),),
    ),
    "recover": AdvanceAct(
        "登记回款",
        forms.RecoverForm,
        operations.enter_recovery,
        _in(S.DISBURSED, S.WRITTEN_OFF),
        "回款已登记，等另一名经办人登录后复核；复核以后入账。",
        requirements=(("依法向拖欠工资的用人单位追偿", "FUND-02"),),
    ),
    "shared": AdvanceAct(
        "登记兼付的款项",
        shared.SharedForm,
        operations.enter_shared_payment,
        _in(S.DISBURSED),
        "兼付的款项已登记，等周转金的另一名经办人和本案的办案人各自登录确认；都确认以后一并入账。",
        requirements=(("垫付的部分归还周转金，其余支付劳动者", "FUND-02"),),
    ),
    "take": AdvanceAct(
        "认领追偿",
        forms.NothingForm,
        operations.take_recovery,
        _in(S.DISBURSED),
        "已由您认领。该催收时列在“该催收”的最前，收回以后自动消失。",
        requirements=(("依法向拖欠工资的用人单位追偿", "FUND-02"),),
    ),
    "hand-back": AdvanceAct(
        "退回追偿",
        forms.ReasonForm,
        operations.hand_back_recovery,
        _in(S.DISBURSED),
        "已退回，等其他经办人认领。",
    ),
    "close": AdvanceAct(
        "销账",
        forms.NothingForm,
        operations.close_advance,
        _in(S.DISBURSED),
        "垫付款已全部收回，已销账。",
    ),
    "write-off": AdvanceAct(
        "提出核销",
        forms.WriteOffForm,
        operations.propose_write_off,
        _in(S.DISBURSED),
        "已提出核销，由两名审批人审批。",
        grave=True,
    ),
    "write-off-approve": AdvanceAct(
        "审批核销",
        forms.RemarkForm,
        operations.approve_write_off,
        _in(S.DISBURSED),
        "核销审批已登记。",
        permission=can_approve_advance,
        about="written",
        grave=True,
    ),
    "withdraw": AdvanceAct(
        "撤回申请",
        forms.ReasonForm,
        operations.withdraw_advance,
        _in(S.APPLIED, S.VERIFIED),
        "申请已撤回。",
    ),
    "cancel": AdvanceAct(
        "撤销垫付",
        forms.ReasonForm,
        operations.cancel_advance,
        _in(S.APPROVED, S.DECIDED),
        "垫付已撤销，承诺的金额已退回可用余额。",
        grave=True,
    ),
}


class AdvanceActView(SecondStep, LoginRequiredMixin, ActView):
    """The page of one act on one advance."""

    template_name = "fund/act.html"

    @cached_property
    def advance(self) -> Advance:
        rows = Advance.objects.visible_to(self.request.user)
        found = rows.select_related("case__centre", "account__body", "debtor")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    @cached_property
    def page(self) -> AdvanceAct:
        if self.kwargs["act"] not in ACTS:
            raise Http404
        return ACTS[self.kwargs["act"]]

    @cached_property
    def case(self) -> Case:
        return self.advance.case

    @property
    def wants_second_step(self) -> bool:
        return self.kwargs["act"] in APPROVING

    def dispatch(self, request, *args, **kwargs):
        # Who may not see the advance is not told that it is there.
        user = request.user
        if user.is_authenticated and self.advance and not self.page.permission(user):
            return refused(request, NOT_PERMITTED)
        self.title = self.button = self.page.label
        self.requirements, self.grave = self.page.requirements, self.page.grave
        self.done = self.page.done
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        return self.page.form

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "case": self.case,
            "today": timezone.localdate(),
            "advance": self.advance,
            "user": self.request.user,
        }

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.at = timezone.now()
        return form

    def act(self, form):
        subject = self.advance
        if self.page.about == "sheet":
            subject = self.advance.payment_lists.filter(method=PaidBy.BANK).order_by("-no").first()
        elif self.page.about == "written":
            subject = self.advance.write_offs.filter(voucher=None).first()
        if subject is None:
            raise Http404
        given = {"by": self.request.user, "on": timezone.localdate()}
        return self.page.operation(**{self.page.about: subject}, **given, **form.cleaned_data)

    def get_success_url(self):
        return reverse("advance", args=[self.advance.pk])

    def get_context_data(self, **kwargs):
        shown = {"advance": self.advance, "today": timezone.localdate()}
        if self.kwargs["act"] in DECIDING:
            shown |= summary(self.advance)
        if self.kwargs["act"] == "write-off-approve":
            shown |= recovery(self.advance, on=shown["today"]) | {"watches": True}
        return super().get_context_data(**shown | kwargs)


class Apply(ActFormView):
    """The application for an advance, from the page of the case."""

    template_name = "fund/apply.html"
    form_class = forms.ApplyForm
    operation = staticmethod(operations.apply_for_advance)
    permission = can_apply_for_advance
    title = "申请应急周转金垫付"
    button = "提交申请"
    done = "垫付申请已登记，下一步由周转金经办人核实。"
    requirements = (
        ("一时难以支付或者逃匿的，可以先行垫付部分工资或者基本生活费", "FUND-01"),
        ("先用工资保证金", "DEP-01"),
    )

    def get_form_kwargs(self):
        given = {"case": self.case, "today": timezone.localdate()}
        return super().get_form_kwargs() | given

    def get_context_data(self, **kwargs):
        return super().get_context_data(**{"today": timezone.localdate()} | kwargs)
