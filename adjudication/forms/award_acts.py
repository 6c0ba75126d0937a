"""What is filled in about a draft that is reviewed and issued, and an award that is out."""

from django import forms

from adjudication.choices import SuitResult
from adjudication.forms.award import CourtField
from adjudication.forms.review import People, Person
from adjudication.models import Award, AwardItem, AwardSuit
from adjudication.operations import CorrectedSum, Correction
from adjudication.operations.issuing import is_late
from adjudication.queries import panel
from cases.forms.fields import CaseForm, DayField, RowsForm
from cases.models import Party
from documents.contracts.award.decisions import CORRECTIONS
from documents.contracts.court.confirmation import NO_BASIC_COURT
from law.money import yuan
from staff.choices import Role
from staff.models import User
from staff.queries import people_holding


class OfAward(CaseForm):
    """A form about one award."""

    def __init__(self, *args, award: Award, **kwargs) -> None:
        self.award = award
        super().__init__(*args, **kwargs)


class NothingForm(OfAward):
    """An act that asks nothing but that it is meant."""


class ReadForm(OfAward):
    """An act on exactly the text that is on the screen."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["digest"].initial = self.award.digest


class IssueForm(ReadForm):
    late_reason = forms.CharField(
        label="超过审限的原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    dissenting = People(
        label="不签名的仲裁员（持不同意见）",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    basic_court = CourtField(label="当事人可以起诉的基层人民法院", required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        arbitration = self.award.arbitration
        if not is_late(arbitration, on=self.today):
            del self.fields["late_reason"]
        members = [seat.user_id for seat in panel(arbitration) if seat.role == "member"]
        if members:
            self.fields["dissenting"].queryset = User.objects.filter(pk__in=members)
        else:
            del self.fields["dissenting"]
        court = self.fields["basic_court"]
        court.offer()
        basic = [c for c in court.queryset if not NO_BASIC_COURT.search(c.name)]
        if len(basic) < 2:
            del self.fields["basic_court"]
        else:
            court.queryset = court.queryset.filter(pk__in=[c.pk for c in basic])
            court.required = True

    def clean(self) -> dict:
        cleaned = super().clean()
        if "dissenting" in cleaned:
            cleaned["dissenting"] = list(cleaned["dissenting"])
        return cleaned


class _PartyField(forms.ModelChoiceField):
    def __init__(self, **kwargs) -> None:
        super().__init__(queryset=Party.objects.none(), **kwargs)

    def label_from_instance(self, party: Party) -> str:
        return party.name


class SuitForm(OfAward):
    party = _PartyField(label="谁起诉", empty_label="（请选择）")
    worker = _PartyField(label="针对哪名劳动者的裁决", empty_label="全部", required=False)
    annulment = forms.BooleanField(
        label="是申请撤销终局裁决", required=False, help_text="只有用人单位对终局裁决可以申请。"
    )
    court = forms.CharField(label="法院", max_length=120)
    number = forms.CharField(label="案号", max_length=60, required=False)
    filed_on = DayField(label="法院收到的日期")

    def __init__(self, *args, parties, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        workers = [p.pk for p in parties if p.is_worker]
        everybody = Party.objects.order_by("roster_no", "id")
        self.fields["party"].queryset = everybody.filter(pk__in=[p.pk for p in parties])
        self.fields["worker"].queryset = everybody.filter(pk__in=workers)
        if len(workers) == 1:
            del self.fields["worker"]


class SuitResultForm(OfAward):
    suit = forms.ModelChoiceField(
        label="哪一件", queryset=AwardSuit.objects.none(), empty_label=None
    )
    result = forms.TypedChoiceField(
        label="法院的结果",
        choices=SuitResult.choices,
        coerce=SuitResult,
        widget=forms.RadioSelect,
    )
    served_on = DayField(label="法院文书送达日期")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suit"].queryset = self.award.suits.filter(result="")


class CertifyForm(OfAward):
    worker = _PartyField(label="为谁出具", empty_label="全部已生效的劳动者", required=False)
    court = CourtField(label="查询有无起诉的法院", required=False)
    asked_on = DayField(label="查询日期", required=False)
    somebody_sued = forms.BooleanField(label="法院答复有人起诉（已登记）", required=False)

    def __init__(self, *args, workers, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = Party.objects.filter(
            pk__in=[w.pk for w in workers]
        ).order_by("roster_no", "id")
        if len(workers) == 1:
            del self.fields["worker"]
        if self.award.final:
            del self.fields["court"], self.fields["asked_on"], self.fields["somebody_sued"]
            return
        self.fields["court"].offer()
        for name in ("court", "asked_on"):
            self.fields[name].required = True
        self.fields["asked_on"].initial = self.today

    def clean(self) -> dict:
        cleaned = super().clean()
        return cleaned | {"nobody_sued": not cleaned.pop("somebody_sued", False)}


class SendForm(OfAward):
    """先予执行 to the court: property known, what goes along, who approved it."""

    court = CourtField(label="移送哪个法院")
    clues = forms.CharField(
        label="财产线索",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一条，例如“示例银行示例支行账户”。",
    )
    enclosures = forms.CharField(
        label="随案材料",
        initial="先予执行申请书1份\n生活困难证据1份\n被申请人财产线索1份",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一项，请改成实际的份数和页数；裁决书和送达回证自动列入。",
    )
    approved_by = Person(
        label="批准的负责人", queryset=User.objects.none(), empty_label="（请选择）"
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["court"].offer()
        ours = people_holding(Role.ARBITRATOR, Role.TRIBUNAL_SECRETARY)
        self.fields["approved_by"].queryset = ours.filter(
            body=self.award.arbitration.commission_id
        ).order_by("name", "pk")

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in ("clues", "enclosures"):
            lines = [line.strip() for line in cleaned.get(name, "").splitlines()]
            cleaned[name] = [line for line in lines if line]
        return cleaned


class _ItemField(forms.ModelChoiceField):
    def label_from_instance(self, item: AwardItem) -> str:
        return f"{item.claim.worker.name}第{item.claim.no}项 {yuan(item.standing_fen or 0)}元"


class _CorrectionRow(forms.Form):
    place = forms.CharField(label="位置", max_length=60)
    kind = forms.ChoiceField(label="性质", choices=[(kind, kind) for kind in CORRECTIONS])
    original = forms.CharField(label="原文", max_length=200, required=False)
    corrected = forms.CharField(label="补正为", max_length=200)
    item = _ItemField(
        label="哪一项的数额",
        queryset=AwardItem.objects.none(),
        empty_label="（不涉及）",
        required=False,
    )
    formula = forms.CharField(label="正确的算式", max_length=200, required=False)


class CorrectForm(OfAward, RowsForm):
    """Words and, where the arithmetic was wrong, the sums; what was decided stays."""

    row_form = _CorrectionRow
    row_noun = "处补正"
    rows_title = "补正的内容"
    rows_help = (
        "原文照裁决书逐字填写。计算错误的，另选哪一项并写正确的算式，数额由系统计算；"
        "改变认定或者终局类型的，不能用补正。"
    )
    rows_shown = 3

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        items = self.award.items.exclude(awarded_fen=None).select_related("claim__worker")
        for row in self.rows:
            row.fields["item"].queryset = items.prefetch_related("corrections")

    def clean(self) -> dict:
        cleaned = super().clean()
        rows = cleaned.pop("rows", [])
        cleaned["corrections"] = [
            Correction(row["place"], row["original"], row["corrected"], row["kind"])
            for row in rows
            if row
        ]
        cleaned["sums"] = [
            CorrectedSum(row["item"], row["formula"]) for row in rows if row and row.get("item")
        ]
        return cleaned
