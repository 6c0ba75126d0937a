"""支付令: the application of one worker, and what the court makes of it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from adjudication import operations
from adjudication.choices import PaymentOrderState as S
from adjudication.forms import enforcement as forms
from adjudication.models import Enforcement, PaymentOrder
from adjudication.obligations import numbers_of, obligation_of
from adjudication.permissions import can_file
from cases.views.acts import refused
from mediation.queries import current_agreement, unpaid_shares
from mediation.views.acts import CaseAct, SubjectAct


class ApplyForOrder(CaseAct):
    """申请支付令, with every order of the case above the form."""

    permission = can_file
    form_class = forms.PaymentOrderForm
    template_name = "adjudication/award/payment_orders.html"
    operation = staticmethod(operations.apply_for_payment_order)
    title = "支付令"
    button = "生成支付令申请书"
    done = "支付令申请书已生成，请由申请人签名后递交法院。"
    requirements = (
        ("用人单位拖欠劳动报酬的，劳动者可以申请支付令。", "PAYO-05"),
        ("因支付拖欠劳动报酬达成的调解协议，逾期不履行的，可以申请支付令。", "MED-15"),
        ("数额确定、已经到期、没有对待给付、能够送达。", "PAYO-04"),
        ("债务人十五日内不异议又不履行的，可以申请执行。", "PAYO-03"),
    )

    def act(self, form):
        by, on = self.request.user, timezone.localdate()
        return self.operation(by=by, on=on, **self.arguments(form))

    def get_success_url(self):
        return reverse("payment-orders", args=[self.case.pk])

    def get_context_data(self, **kwargs):
        orders = self.case.payment_orders.select_related("worker", "court", "debtor", "document")
        rows = [
            (
                order,
                [
                    (a.label, reverse("payment-order-act", args=[order.pk, name]))
                    for name, a in ACTS.items()
                    if order.state in a.states
                ]
                + _payments(order),
            )
            for order in orders
        ]
        enforced = Enforcement.objects.filter(case=self.case, title="payment_order")
        return super().get_context_data(
            rows=rows,
            enforced=set(enforced.values_list("title_number", flat=True)),
            **kwargs,
        ) | {"back_url": reverse("case-detail", args=[self.case.pk])}


def _payments(order: PaymentOrder) -> list[tuple[str, str]]:
    """Return where a payment is recorded: on an agreement, at the instalments the order is for."""
    found = obligation_of(order)
    if found is None:
        return []
    agreement = current_agreement(order.case)
    if agreement is None or agreement.number != order.basis:
        pages = [reverse("payment-order-payment", args=[order.pk])] if found.open_fen else []
        return [("登记付款", page) for page in pages]
    asked = agreement.instalments.filter(no__in=numbers_of(order)).order_by("no")
    return [
        (f"登记第{part.no}期付款", reverse("payment", args=[part.pk]))
        for part in asked
        if order.worker in dict(unpaid_shares(part))
    ]


@dataclass(frozen=True)
class OrderAct:
    label: str
    form: type
    operation: Callable
    states: frozenset[str]
    done: str
    requirements: tuple[tuple[str, str], ...]


def _accept(*, order: PaymentOrder, number: str, decided_on, by, on):
    return operations.court_accepts_payment_order(
        orders=[(order, number)], decided_on=decided_on, by=by, on=on
    )


def _in_force(*, order: PaymentOrder, no_objection: bool, by, on):
    return operations.payment_order_takes_effect(order=order, by=by, on=on)


def _enforce(*, order: PaymentOrder, workers, court, clues, by, on):
    """On an order nobody objected to in time."""
    title = operations.title_of_payment_order(order, on=on)
    return operations.apply_for_enforcement(
        case=order.case, title=title, workers=workers, court=court, clues=clues, by=by, on=on
    )


ACTS: dict[str, OrderAct] = {
    "accept": OrderAct(
        "登记法院受理",
        forms.AcceptedForm,
        _accept,
        frozenset({S.APPLIED}),
        "受理已登记，法院应在十五日内发出支付令。",
        (("法院受理后十五日内发出支付令。", "PAYO-02"),),
    ),
    "issue": OrderAct(
        "登记支付令",
        forms.IssuedForm,
        operations.court_issues_payment_order,
        frozenset({S.ACCEPTED}),
        "支付令已登记，债务人十五日的异议期开始计算。",
        (("债务人收到支付令十五日内清偿或者提出书面异议。", "PAYO-03"),),
    ),
    "object": OrderAct(
        "登记异议",
        forms.ObjectionForm,
        operations.object_to_payment_order,
        frozenset({S.ISSUED}),
        "异议已登记。",
        (("异议成立的，支付令失效。", "PAYO-03"),),
    ),
    "effect": OrderAct(
        "登记生效",
        forms.InForceForm,
        _in_force,
        frozenset({S.ISSUED}),
        "支付令已经生效，申请执行的二年开始计算。",
        (
            ("债务人十五日内不异议又不履行的，可以申请执行。", "PAYO-03"),
            ("申请执行的期间为二年。", "JC-16"),
        ),
    ),
    "enforce": OrderAct(
        "申请强制执行",
        forms.ApplyForm,
        _enforce,
        frozenset({S.ISSUED, S.EFFECTIVE}),
        "强制执行申请书已生成。",
        (
            ("异议期满不履行又不异议的，可以申请执行。", "PAYO-03"),
            ("申请执行的期间为二年。", "JC-16"),
        ),
    ),
}


class OnOrder(SubjectAct):
    """One of `ACTS` on one order."""

    model = PaymentOrder
    argument = "order"
    permission = can_file

    @cached_property
    def asked(self) -> OrderAct:
        try:
            return ACTS[self.kwargs["act"]]
        except KeyError:
            raise Http404 from None

    def dispatch(self, request, *args, **kwargs):
        if (
            request.user.is_authenticated
            and can_file(request.user, self.case)
            and self.subject.state not in self.asked.states
        ):
            word = self.subject.get_state_display()
            return refused(request, f"支付令现为“{word}”，不能{self.asked.label}。")
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        return self.asked.form

    def get_form_kwargs(self):
        given = super().get_form_kwargs()
        return given | (
            {"workers": [self.subject.worker]} if self.kwargs["act"] == "enforce" else {}
        )

    def act(self, form):
        by, on = self.request.user, timezone.localdate()
        return self.asked.operation(order=self.subject, by=by, on=on, **self.arguments(form))

    @property
    def title(self) -> str:
        return f"{self.asked.label}：{self.subject.worker.name}"

    @property
    def button(self) -> str:
        return self.asked.label

    @property
    def done(self) -> str:
        return self.asked.done

    @property
    def requirements(self):
        return self.asked.requirements

    def get_success_url(self):
        return reverse("payment-orders", args=[self.case.pk])
