"""What both sides and the commission fill in about the review of an agreement."""

from django import forms

from adjudication.choices import ConfirmationBefore, HandedOver, ReviewDenial, ReviewRefusal
from adjudication.models import Review
from adjudication.papers.review import VOLUNTARY
from cases.models import Party
from mediation.forms.fields import ActForm, DayField, PartiesField
from staff.choices import BodyKind, Role
from staff.models import User
from staff.queries import bodies, people_holding


def _coded(choices) -> dict:
    return {"choices": choices.choices, "coerce": choices, "widget": forms.RadioSelect}


class People(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person: User) -> str:
        return person.name


class Person(forms.ModelChoiceField):
    def label_from_instance(self, person: User) -> str:
        return person.name


class AskForm(ActForm):
    commission = forms.ModelChoiceField(
        label="向哪个仲裁委员会申请",
        queryset=bodies(BodyKind.ARBITRATION_COMMISSION).none(),
        empty_label="（请选择）",
    )
    jointly_with = PartiesField(label="与谁共同申请")
    signed_by = PartiesField(
        label="谁已经在申请书上签名", help_text="按纸面逐人勾选。仲裁审查须双方共同申请。"
    )
    confirmation = forms.TypedChoiceField(
        label="这份协议申请过司法确认吗",
        initial=ConfirmationBefore.NONE,
        help_text="正在法院审查或者已经确认的，不能申请仲裁审查。",
        **_coded(ConfirmationBefore),
    )
    groups = (("", ("commission", "jointly_with", "signed_by", "confirmation")),)

    def __init__(self, *args, workers: list[Party], others: list[Party], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        commissions = bodies(BodyKind.ARBITRATION_COMMISSION).order_by("pk")
        self.fields["commission"].queryset = commissions
        self.fields["commission"].initial = commissions.first()
        parties = self.fields["signed_by"].queryset
        theirs = [p.pk for p in others]
        self.fields["jointly_with"].queryset = parties.filter(pk__in=theirs)
        self.fields["jointly_with"].initial = theirs
        self.fields["signed_by"].queryset = parties.filter(
            pk__in=[*(w.pk for w in workers), *theirs]
        )


class OfReview(ActForm):
    """A form about one review; choices of parties are its parties."""

    def __init__(self, *args, review: Review, **kwargs) -> None:
        self.review = review
        super().__init__(*args, **kwargs)
        keys = [party.pk for party in review.parties]
        for field in self.fields.values():
            if isinstance(field, PartiesField):
                field.queryset = field.queryset.filter(pk__in=keys)


class AcceptForm(OfReview):
    arbitrators = People(
        label="审查的仲裁员", queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    clerk = Person(label="书记员", queryset=User.objects.none(), empty_label="（请选择）")
    accepted_on = DayField(label="受理日期", help_text="五个工作日的审查期限从次日起算。")
    number = forms.CharField(
        label="审查案号",
        max_length=60,
        required=False,
        help_text="不填的，按本委编号格式取下一号。",
    )
    bring = forms.CharField(
        label="要求提交的材料",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一行一项，印在受理通知书上；没有的不填。",
    )
    apart = forms.BooleanField(label="受理通知书已经另行出具，不在这里制作", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        ours = people_holding(Role.ARBITRATOR, Role.TRIBUNAL_SECRETARY).filter(
            body=self.review.commission_id
        )
        self.fields["arbitrators"].queryset = ours.filter(
            roles__role=Role.ARBITRATOR, roles__revoked_on=None
        ).distinct()
        self.fields["clerk"].queryset = ours.order_by("name", "pk")
        self.fields["accepted_on"].initial = self.today

    def clean(self) -> dict:
        cleaned = super().clean()
        lines = [line.strip() for line in cleaned.get("bring", "").splitlines()]
        cleaned["bring"] = [line for line in lines if line]
        cleaned["notices"] = not cleaned.pop("apart", False)
        cleaned["arbitrators"] = list(cleaned.get("arbitrators") or [])
        return cleaned


class RefuseForm(OfReview):
    ground = forms.TypedChoiceField(label="不予受理的情形", **_coded(ReviewRefusal))
    reason = forms.CharField(
        label="事实和理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    competent = forms.CharField(
        label="有管辖权的仲裁委员会",
        max_length=120,
        required=False,
        help_text="不属于本委管辖的填写。",
    )


class ExtendForm(OfReview):
    approved_by = forms.CharField(label="批准的负责人", max_length=60)
    reason = forms.CharField(label="特殊情况", max_length=200)


class StatementForm(OfReview):
    findings = forms.CharField(
        label="审查意见",
        max_length=600,
        initial=VOLUNTARY,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="印在调解书上。条款和金额照调解协议，不能在这里改动。",
    )


class DenyForm(OfReview):
    ground = forms.TypedChoiceField(label="不予制作的情形", **_coded(ReviewDenial))
    reason = forms.CharField(
        label="事实和理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReceiptForm(OfReview):
    parties = PartiesField(label="谁签收了")
    method = forms.TypedChoiceField(
        label="怎样送到", initial=HandedOver.DIRECT, **_coded(HandedOver)
    )
    signed_on = DayField(label="签收日期")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        before = self.review.receipts.values("party")
        field = self.fields["parties"]
        field.queryset = field.queryset.exclude(pk__in=before)
        self.fields["signed_on"].initial = self.today

    def clean(self) -> dict:
        cleaned = super().clean()
        parties, day = cleaned.pop("parties", None), cleaned.pop("signed_on", None)
        return cleaned | {"signed_for": dict.fromkeys(parties or [], day)}


class WithdrawForm(OfReview):
    withdrawn_by = PartiesField(
        label="谁撤回申请", help_text="一方或者双方都可以，在调解书送达以前。"
    )
    reason = forms.CharField(label="撤回理由", max_length=200)
