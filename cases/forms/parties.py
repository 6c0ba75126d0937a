"""Forms of parties, the liability chain, the project, and the sorting of a case."""

from django import forms

from cases.choices import Complexity, LinkKind, PartyRole
from cases.forms.fields import CaseForm, DayField, GroupedForm, YuanField
from cases.models import Case, LiabilityLink, Party, Project
from law.identity import check_id_number, check_uscc

ORG_KINDS = (
    "有限责任公司",
    "股份有限公司",
    "个体工商户",
    "个人独资企业",
    "合伙企业",
    "机关事业单位",
    "其他组织",
)
# Workers come in by the roster.
ROLES = [choice for choice in PartyRole.choices if choice[0] != PartyRole.APPLICANT]


def _text(label: str, model, name: str, *, required: bool = False, **kwargs) -> forms.CharField:
    longest = model._meta.get_field(name).max_length
    return forms.CharField(label=label, max_length=longest, required=required, **kwargs)


class PartyForm(CaseForm):
    role = forms.ChoiceField(label="在工程或用工中的角色", choices=[("", "请选择"), *ROLES])
    address = _text("住所（送达前的已知地址）", Party, "address")
    phone = forms.CharField(label="联系电话", max_length=20, required=False)
    missing = forms.BooleanField(
        label="下落不明", required=False, help_text="打不通电话、找不到人的勾选，影响后续途径。"
    )
    status_note = _text("情况说明", Party, "status_note", help_text="如：已吊销、停业、老板失联。")


class OrganisationForm(PartyForm):
    name = _text("单位名称", Party, "name", required=True, help_text="与营业执照一致。")
    uscc = _text("统一社会信用代码", Party, "uscc", help_text="十八位，会核对校验码。")
    org_kind = forms.ChoiceField(
        label="单位类型",
        choices=[("", "未查明"), *((kind, kind) for kind in ORG_KINDS)],
        required=False,
        help_text="个体、独资、合伙的，出资人可能要清偿。",
    )
    legal_rep = _text("法定代表人（负责人）", Party, "legal_rep")
    legal_rep_title = _text("职务", Party, "legal_rep_title")
    licensed = forms.BooleanField(
        label="具备用工主体资格（有营业执照和相应资质）", required=False, initial=True
    )

    groups = (
        ("", ("role", "name", "uscc", "org_kind", "legal_rep", "legal_rep_title")),
        ("联系", ("address", "phone")),
        ("情况", ("licensed", "missing", "status_note")),
    )

    def clean_uscc(self) -> str:
        code = self.cleaned_data["uscc"].strip().upper()
        if code and (errors := check_uscc(code).errors):
            raise forms.ValidationError("；".join(errors))
        return code


class NaturalPersonForm(PartyForm):
    name = _text("姓名", Party, "name", required=True)
    id_no = forms.CharField(
        label="身份证号",
        max_length=18,
        required=False,
        help_text="性别和出生日期由号码得出。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-no-draft": ""}),
    )
    native_place = _text("籍贯", Party, "native_place")

    groups = (
        ("", ("role", "name", "id_no", "native_place")),
        ("联系", ("address", "phone")),
        ("情况", ("missing", "status_note")),
    )

    def clean_id_no(self) -> str:
        number = self.cleaned_data["id_no"].strip().upper()
        if number and (errors := check_id_number(number).errors):
            raise forms.ValidationError("；".join(errors))
        return number


class _Amendment(forms.Form):
    reason = forms.CharField(
        label="更正理由",
        max_length=200,
        help_text="如：核对营业执照后更正；原内容保留在变更记录中。",
    )


class AmendOrganisationForm(_Amendment, OrganisationForm):
    groups = (*OrganisationForm.groups, ("", ("reason",)))


class AmendPersonForm(_Amendment, NaturalPersonForm):
    groups = (*NaturalPersonForm.groups, ("", ("reason",)))


class AmendWorkerForm(_Amendment, CaseForm):
    """What may be put right of a worker without touching the wage account."""

    name = NaturalPersonForm.base_fields["name"]
    id_no = NaturalPersonForm.base_fields["id_no"]
    phone = forms.CharField(label="手机号", max_length=20, required=False)
    native_place = _text("籍贯", Party, "native_place")
    address = _text("住址", Party, "address")
    post = _text("岗位或班组", Party, "post")
    bank_name = _text("开户行", Party, "bank_name")
    bank_account = forms.CharField(
        label="银行账号",
        max_length=30,
        required=False,
        help_text="本人的账号；工资应当支付给本人。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-no-draft": ""}),
    )

    groups = (
        ("", ("name", "id_no", "phone", "post", "native_place", "address")),
        ("收款", ("bank_name", "bank_account")),
        ("", ("reason",)),
    )

    clean_id_no = NaturalPersonForm.clean_id_no


class _PartyChoice(forms.ModelChoiceField):
    def label_from_instance(self, party: Party) -> str:
        return f"{party.name}（{party.get_role_display()}）"


class LinkForm(CaseForm):
    upper = _PartyChoice(Party.objects.none(), label="发包（交活）的一方", empty_label="请选择")
    lower = _PartyChoice(Party.objects.none(), label="承包（接活）的一方", empty_label="请选择")
    kind = forms.ChoiceField(label="关系", choices=[("", "请选择"), *LinkKind.choices])
    contract_name = _text("合同名称", LiabilityLink, "contract_name")
    contract_no = _text("合同编号", LiabilityLink, "contract_no")
    signed_on = DayField(label="签订日期", required=False)
    unpaid_works_price_fen = YuanField(
        label="未按约拨付的工程款（元）",
        required=False,
        help_text="建设单位未按合同约定拨付、导致欠薪的才填；建设单位以此为限垫付。",
    )

    groups = (
        ("", ("upper", "lower", "kind", "unpaid_works_price_fen")),
        ("合同", ("contract_name", "contract_no", "signed_on")),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("upper", "lower"):
            self.fields[name].queryset = self.case.parties.others()


class DebtorForm(CaseForm):
    party = _PartyChoice(
        Party.objects.none(),
        label="欠薪主体",
        empty_label=None,
        widget=forms.RadioSelect,
        help_text="工资明细记在该主体名下；导入花名册前须先确定。",
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = self.case.parties.others()


class ProjectForm(CaseForm):
    name = _text("项目名称", Project, "name", required=True)
    permit = _text("施工许可证号", Project, "permit")
    team = _text("班组", Project, "team")
    wage_account = forms.CharField(
        label="农民工工资专用账户",
        max_length=30,
        required=False,
        help_text="由总包开设的专户账号。",
    )
    wage_deposit_fen = YuanField(label="工资保证金（元）", required=False)
    real_name_system = forms.BooleanField(label="已实行实名制管理", required=False)


class TriageForm(CaseForm):
    complexity = forms.ChoiceField(
        label="繁简",
        choices=Complexity,
        widget=forms.RadioSelect,
        help_text="只作标记，不改变程序和期限。",
    )
    reason = forms.CharField(
        label="理由",
        max_length=Case._meta.get_field("complexity_reason").max_length,
        help_text="如：人数、金额、争议大小、是否失联、是否临近节日。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RevealForm(GroupedForm):
    reason = forms.CharField(
        label="查看事由",
        max_length=200,
        help_text="如：核对身份证原件、电话通知调解、核对收款账号。",
    )
