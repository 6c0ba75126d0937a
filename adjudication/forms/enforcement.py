"""What is asked of the court, and what it answers."""

from django import forms

from adjudication.forms.award import CourtField
from adjudication.papers.enforcement import Clue
from adjudication.papers.payment_order import Conditions
from cases.forms.fields import CaseForm, DayField, YuanField
from cases.models import Party
from documents.contracts.enforcement.applications import HEADS
from mediation.forms.fields import PartiesField, PartyField

_CLUES = ("银行账户", "车辆", "房产", "工程款债权", "农民工工资专用账户", "工资保证金", "其他财产")


class ApplyForm(CaseForm):
    """The application (E02) on one title, for some of its workers or all."""

    workers = PartiesField(label="申请执行人")
    court = CourtField(
        label="向哪个法院申请", help_text="被执行人住所地或者被执行的财产所在地的基层人民法院。"
    )

    def __init__(self, *args, workers, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        keys = [w.pk for w in workers]
        field = self.fields["workers"]
        field.queryset = Party.objects.filter(pk__in=keys).order_by("roster_no", "id")
        field.initial = keys
        self.fields["court"].offer()
        for no in (1, 2, 3):
            self.fields[f"clue_{no}"] = forms.ChoiceField(
                label=f"财产线索{no}",
                choices=[("", "（没有）"), *((c, c) for c in _CLUES)],
                required=False,
            )
            self.fields[f"clue_{no}_where"] = forms.CharField(
                label=f"线索{no}的内容", max_length=120, required=False
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        clues = []
        for no in (1, 2, 3):
            kind, where = cleaned.pop(f"clue_{no}", ""), cleaned.pop(f"clue_{no}_where", "")
            if kind and not where.strip():
                self.add_error(f"clue_{no}_where", "请写明这条线索的内容。")
            if kind and where.strip():
                clues.append(Clue(kind, where.strip()))
        return cleaned | {"clues": clues}


class ArrivedForm(CaseForm):
    """What the court brought in, worker by worker; an empty sum is none."""

    number = forms.CharField(label="执行案号", max_length=60)

    def __init__(self, *args, workers, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.workers = list(workers)
        for worker in self.workers:
            self.fields[f"sum_{worker.pk}"] = YuanField(
                label=f"{worker.name}到账（元）", required=False
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        number = cleaned.pop("number", "")
        sums = [(worker, cleaned.pop(f"sum_{worker.pk}", None)) for worker in self.workers]
        return cleaned | {"rows": [(worker, number, fen) for worker, fen in sums if fen]}


class PaymentOrderForm(CaseForm):
    """E01: one worker against one debtor; each condition is declared, none is assumed."""

    worker = PartyField(label="申请人")
    debtor = PartyField(label="债务人")
    court = CourtField(label="向哪个法院申请", help_text="债务人住所地的基层人民法院。")
    head = forms.ChoiceField(label="请求给付的款项", choices=[(h, h) for h in HEADS])
    overdue_since = DayField(
        label="逾期自", required=False, help_text="没有生效调解协议的填写：工资从哪一天起逾期。"
    )
    whole_sum_settled = forms.BooleanField(label="数额确定，双方没有争议", required=False)
    no_counter_performance = forms.BooleanField(label="申请人没有对待给付义务", required=False)
    serviceable = forms.BooleanField(label="支付令能够送达债务人", required=False)
    preserved = forms.BooleanField(label="已申请诉前保全", required=False)
    groups = (
        ("", ("worker", "debtor", "court", "head", "overdue_since")),
        (
            "条件（逐项由申请人声明）",
            ("whole_sum_settled", "no_counter_performance", "serviceable", "preserved"),
        ),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = self.case.parties.workers().order_by("roster_no")
        others = self.case.parties.select_related("case").others()
        self.fields["debtor"].queryset = others
        self.fields["debtor"].initial = self.case.debtor_id
        self.fields["court"].offer()

    def clean(self) -> dict:
        cleaned = super().clean()
        names = ("whole_sum_settled", "no_counter_performance", "serviceable", "preserved")
        return cleaned | {"conditions": Conditions(**{n: cleaned.pop(n, False) for n in names})}


class AcceptedForm(CaseForm):
    number = forms.CharField(label="支付令案号", max_length=60)
    decided_on = DayField(label="法院受理日期")


class IssuedForm(CaseForm):
    number = forms.CharField(label="支付令案号", max_length=60)
    amount_fen = YuanField(label="支付令写明的金额（元）")
    issued_on = DayField(label="发出日期")
    served_on = DayField(label="送达债务人日期")


class InForceForm(CaseForm):
    no_objection = forms.BooleanField(
        label="已向法院核实，债务人在十五日内没有提出书面异议",
        error_messages={"required": "请先向法院核实，再勾选。"},
    )


class ObjectionForm(CaseForm):
    ground = forms.CharField(
        label="异议的理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    objected_on = DayField(label="提出日期")
    decided_on = DayField(label="法院审查结果的日期")
    upheld = forms.TypedChoiceField(
        label="法院认定",
        choices=[("yes", "异议成立，支付令失效"), ("no", "异议不成立")],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
        help_text="只说没有钱付的，不是异议。",
    )
