"""Forms from the application to its decision: D01, D07, D08, D09, D14, D02, D02N."""

from django import forms

from cases.choices import (
    AuthorityScope,
    DisputeKind,
    PartyKind,
    ProceduralPlace,
    SealKind,
    WageKind,
)
from cases.forms.fields import RowsForm, YuanField
from cases.models import Authority, Claim, Evidence, MaterialReceipt, ServiceAddress
from mediation.choices import DeclineReason, Mark
from mediation.forms.fields import (
    ActForm,
    DatedForm,
    DayField,
    PartiesField,
    PartyField,
)
from mediation.papers.intake import E_CHANNELS, POWERS, SPECIAL_ITEMS
from staff.choices import Role
from staff.models import User
from staff.queries import people_holding

ORAL, WRITTEN = "oral", "written"
# Who may take part is asked apart, because it needs every worker's consent.
POWERS_OF_REPRESENTATIVES = [(k, v) for k, v in POWERS.items() if k != "settle"]
MARKS = [(m.value, m.label) for m in (Mark.SIGNATURE, Mark.FINGERPRINT)]
FORMS_OF_EVIDENCE = ("书证", "电子数据", "视听资料", "证人证言", "物证")


def _longest(model, name: str) -> int:
    return model._meta.get_field(name).max_length


class PersonChoice(forms.ModelChoiceField):
    """Somebody of the centre who holds one of `roles`."""

    def __init__(self, *roles: Role, **kwargs) -> None:
        self.roles = roles
        super().__init__(User.objects.none(), empty_label="（请选择）", **kwargs)

    def label_from_instance(self, person: User) -> str:
        return person.name

    def __deepcopy__(self, memo):
        # The list of people is read when a form is made, not when the process starts.
        field = super().__deepcopy__(memo)
        field.queryset = people_holding(*self.roles).order_by("name", "pk")
        return field


class ClaimRow(forms.Form):
    what = forms.CharField(
        label="请求",
        max_length=_longest(Claim, "what"),
        widget=forms.TextInput(attrs={"size": 24}),
    )
    kind = forms.ChoiceField(label="类型", choices=WageKind, initial=WageKind.WAGES)
    amount_fen = YuanField(
        label="金额（元）",
        widget=forms.TextInput(attrs={"class": "amount", "inputmode": "decimal", "size": 12}),
    )
    calculation = forms.CharField(
        label="计算方法",
        max_length=_longest(Claim, "calculation"),
        widget=forms.TextInput(attrs={"size": 40}),
    )


class ApplicationForm(RowsForm, DatedForm):
    manner = forms.ChoiceField(
        label="申请方式",
        choices=[(WRITTEN, "书面申请"), (ORAL, "口头申请，由受理人员当场记录")],
        widget=forms.RadioSelect,
        initial=WRITTEN,
    )
    recorder = PersonChoice(
        Role.INTAKE_OFFICER,
        Role.RECORDER,
        Role.MEDIATOR,
        label="记录人",
        required=False,
        help_text="口头申请的必填；记录后读给申请人听，由其签名。",
    )
    dispute_kind = forms.ChoiceField(label="争议类型", choices=DisputeKind)
    applicants = PartiesField(label="申请人")
    filed_by = PartiesField(
        label="递交申请的代表人",
        required=False,
        help_text="本人递交的不选；十人以上的由推选的代表递交。",
    )
    respondents = PartiesField(label="被申请人", help_text="要求其付款的各方，不要只列包工头。")
    third_parties = PartiesField(
        label="第三人", required=False, help_text="知情或者与结果有利害关系的，如建设单位。"
    )
    facts = forms.CharField(
        label="事实与理由",
        help_text="何时起、在哪里、干什么活、约定多少、付了多少、还欠多少。",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    marks = forms.MultipleChoiceField(
        label="申请人签名", choices=MARKS, widget=forms.CheckboxSelectMultiple
    )

    groups = (
        ("", ("manner", "on", "recorder", "dispute_kind")),
        ("各方", ("applicants", "filed_by", "respondents", "third_parties")),
        ("", ("facts", "marks")),
    )
    row_form = ClaimRow
    row_noun = "项请求"
    rows_title = "请求事项"
    rows_help = "各项金额合计须与花名册欠付合计一致。"
    rows_shown = 4

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        workers, others = self.case.parties.workers(), self.others()
        natural = self.others().filter(kind=PartyKind.NATURAL)
        self.fields["applicants"].queryset = workers if workers.exists() else natural
        self.fields["filed_by"].queryset = self.case.parties.filter(
            elected_in__case=self.case
        ).distinct()
        if not self.fields["filed_by"].queryset.exists():
            del self.fields["filed_by"]
        self.fields["respondents"].queryset = others
        self.fields["third_parties"].queryset = others


class ElectionForm(DatedForm):
    representatives = PartiesField(label="推选的代表（三至五名）")
    signed_by = PartiesField(
        label="在推选代表人记录上签名的农民工", help_text="花名册上的每一个人都要签名。"
    )
    powers = forms.MultipleChoiceField(
        label="代表的权限",
        choices=POWERS_OF_REPRESENTATIVES,
        initial=[key for key, _ in POWERS_OF_REPRESENTATIVES],
        widget=forms.CheckboxSelectMultiple,
    )
    witness = PersonChoice(
        Role.INTAKE_OFFICER, Role.MEDIATOR, Role.RECORDER, label="见证人", required=False
    )

    groups = (
        ("", ("on", "witness")),
        ("", ("representatives", "powers", "signed_by")),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("representatives", "signed_by"):
            self.fields[name].queryset = self.case.parties.workers()


class MaterialRow(forms.Form):
    name = forms.CharField(label="材料名称", max_length=_longest(Evidence, "name"))
    kind = forms.ChoiceField(
        label="形式", choices=[(k, k) for k in FORMS_OF_EVIDENCE], initial=FORMS_OF_EVIDENCE[0]
    )
    pages = forms.IntegerField(label="页数", min_value=1, max_value=9999, initial=1)
    proves = forms.CharField(
        label="证明什么", max_length=_longest(Evidence, "proves"), required=False
    )


class MaterialForm(RowsForm, DatedForm):
    received_from = forms.CharField(
        label="提交人", max_length=_longest(MaterialReceipt, "received_from")
    )
    party = PartyField(label="为哪一方提交", required=False)
    originals_returned = forms.BooleanField(label="核对后原件已退还提交人", required=False)

    groups = (("", ("received_from", "party", "on", "originals_returned")),)
    row_form = MaterialRow
    row_noun = "件材料"
    rows_title = "材料"
    rows_help = "每件一行，编号接着本案已有的证据；多于八件的分次登记。"
    rows_shown = 8


class AuthorityForm(DatedForm):
    party = PartyField(label="委托人")
    agent = forms.CharField(label="受委托人", max_length=_longest(Authority, "agent"))
    agent_post = forms.CharField(
        label="职务", max_length=_longest(Authority, "agent_post"), required=False
    )
    scope = forms.ChoiceField(
        label="权限",
        choices=AuthorityScope,
        widget=forms.RadioSelect,
        help_text="承认、放弃、变更请求，和解，签署协议，须特别授权并逐项写明。",
    )
    special_items = forms.MultipleChoiceField(
        label="特别授权事项",
        choices=list(SPECIAL_ITEMS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    valid_from = DayField(label="授权自")
    valid_to = DayField(label="授权至")
    seal_kind = forms.ChoiceField(
        label="所盖印章",
        choices=[
            ("", "（自然人，不盖章）"),
            *(
                (kind.value, kind.label)
                for kind in (
                    SealKind.OFFICIAL,
                    SealKind.PROJECT_DEPARTMENT,
                    SealKind.CONTRACT,
                    SealKind.DEPARTMENT,
                )
            ),
        ],
        required=False,
        help_text="照委托书实际所盖的选；单位须盖公章。",
    )

    groups = (
        ("", ("party", "on", "agent", "agent_post")),
        ("代理范围", ("scope", "special_items", "valid_from", "valid_to", "seal_kind")),
    )

    def clean(self) -> dict:
        cleaned = super().clean()
        special = cleaned.get("scope") == AuthorityScope.SPECIAL
        if special and not cleaned.get("special_items") and "special_items" not in self.errors:
            self.add_error("special_items", "特别授权的，请逐项勾选授权事项。")
        if not special:
            cleaned["special_items"] = []
        return cleaned


class ServiceAddressForm(DatedForm):
    parties = PartiesField(
        label="确认送达地址的当事人", help_text="地址相同的可以一起确认，如同住一处的工友。"
    )
    address = forms.CharField(label="送达地址", max_length=_longest(ServiceAddress, "address"))
    e_service = forms.BooleanField(
        label="同意电子送达", required=False, help_text="须当事人本人同意，并登记有联系电话。"
    )
    e_channel = forms.ChoiceField(
        label="电子送达方式", choices=[("", "（不采用）"), *E_CHANNELS.items()], required=False
    )

    groups = (("", ("parties", "address", "on", "e_service", "e_channel")),)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("e_service") and not cleaned.get("e_channel"):
            self.add_error("e_channel", "请选择电子送达方式。")
        if not cleaned.get("e_service"):
            cleaned["e_channel"] = ""
        return cleaned


class AcceptForm(ActForm):
    received_on = DayField(
        label="收到申请日",
        help_text="收到完整申请的日期，受理期限从次日起算；登记有误的在此更正。",
    )
    mediators = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="调解员",
        widget=forms.CheckboxSelectMultiple,
        help_text="在岗的在前，按在办件数由少到多排列；有登记的利害关系的不能指派。",
    )
    recorder = PersonChoice(Role.RECORDER, Role.MEDIATOR, label="记录员", required=False)
    venue = forms.CharField(label="调解地点", max_length=200)

    groups = (("", ("received_on", "venue", "mediators", "recorder")),)

    def __init__(self, *args, mediators, **kwargs) -> None:
        """`mediators` are rows of `cases.queries.mediators_for`, the least busy first."""
        super().__init__(*args, **kwargs)
        field = self.fields["mediators"]
        field.queryset = people_holding(Role.MEDIATOR)
        field.choices = [(row.user.pk, row.words) for row in mediators]

    def clean_mediators(self) -> list[User]:
        return list(self.cleaned_data["mediators"])


class DeclineForm(ActForm):
    reason = forms.ChoiceField(
        label="不予受理的情形", choices=[("", "请选择"), *DeclineReason.choices]
    )
    reason_text = forms.CharField(
        label="理由",
        help_text="写进通知书，让当事人看得懂。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_step = forms.CharField(
        label="可以走的途径",
        help_text="去哪里、找谁、带什么；转往部门的写明部门名称。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def places(case) -> dict[str, list[int]]:
    """Return who is already listed as what, by the names of the application's fields."""
    listed: dict[str, list[int]] = {"respondents": [], "third_parties": []}
    for party in case.parties.others():
        if party.place == ProceduralPlace.RESPONDENT:
            listed["respondents"].append(party.pk)
        if party.place == ProceduralPlace.THIRD_PARTY:
            listed["third_parties"].append(party.pk)
    return listed
