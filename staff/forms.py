"""Forms of the people and bodies pages; what may be done is decided by the operations."""

from django import forms

from staff import queries
from staff.choices import BodyKind, Role
from staff.models import Body, User

REASON = {"label": "事由", "max_length": 200}

MEDIATION_KINDS = (
    "企业劳动争议调解委员会",
    "依法设立的基层人民调解组织",
    "在乡镇、街道设立的具有劳动争议调解职能的组织",
)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PersonFields(forms.Form):
    name = forms.CharField(label="姓名", max_length=User._meta.get_field("name").max_length)
    body = forms.ModelChoiceField(
        label="所属机构", queryset=Body.objects.none(), required=False, empty_label="（未指定）"
    )
    post = forms.CharField(
        label="职务", max_length=User._meta.get_field("post").max_length, required=False
    )
    phone = forms.CharField(
        label="电话", max_length=User._meta.get_field("phone").max_length, required=False
    )
    certificate_no = forms.CharField(
        label="证件（聘书）号",
        max_length=User._meta.get_field("certificate_no").max_length,
        required=False,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = queries.bodies()


class PasswordFields(forms.Form):
    password = forms.CharField(
        label="初始密码",
        strip=False,
        help_text="至少10个字符。本人首次登录时须改为自己的密码。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class AppointPersonForm(PersonFields, PasswordFields):
    username = forms.CharField(
        label="用户名",
        max_length=User._meta.get_field("username").max_length,
        validators=User._meta.get_field("username").validators,
        help_text="登录用，设定后不能修改。",
    )
    field_order = ("username", "password", "name")


class AmendPersonForm(PersonFields):
    reason = forms.CharField(**REASON)


class ReasonForm(forms.Form):
    reason = forms.CharField(**REASON)


class GrantRoleForm(forms.Form):
    role = forms.ChoiceField(label="角色")

    def __init__(self, *args, held: list[Role], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(r.value, r.label) for r in Role if r not in held]


class RolePolicyForm(forms.Form):
    mfa_required = forms.BooleanField(
        label="登录须两步验证",
        required=False,
        help_text="要求后，持有此角色而未设置的人员下次操作时须先完成设置。",
    )


class BodyFields(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=BodyKind)
    name = forms.CharField(label="名称", max_length=Body._meta.get_field("name").max_length)
    code = forms.CharField(
        label="代字",
        max_length=Body._meta.get_field("code").max_length,
        required=False,
        help_text="法院代字，如“冀0699”。",
    )
    mediation_kind = forms.ChoiceField(
        label="调解组织类型",
        required=False,
        help_text="劳动争议调解仲裁法第十条。类型、备案号、印章不全的，不能在调解协议上盖章。",
    )
    registration_no = forms.CharField(
        label="备案（登记）号",
        max_length=Body._meta.get_field("registration_no").max_length,
        required=False,
    )
    seal_registered_on = forms.DateField(label="印章备案日期", required=False, widget=DateInput())
    address = forms.CharField(
        label="地址", max_length=Body._meta.get_field("address").max_length, required=False
    )
    phone = forms.CharField(
        label="电话", max_length=Body._meta.get_field("phone").max_length, required=False
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Local law adds kinds of its own; one registered elsewhere must survive an edit.
        kept = self.initial.get("mediation_kind", "")
        kinds = dict.fromkeys([*MEDIATION_KINDS, kept])
        self.fields["mediation_kind"].choices = [
            ("", "（不是调解组织）"),
            *((kind, kind) for kind in kinds if kind),
        ]


class AmendBodyForm(BodyFields):
    is_active = forms.BooleanField(label="在用", required=False)
    reason = forms.CharField(**REASON)


class DeclareConflictForm(forms.Form):
    counterpart_name = forms.CharField(label="相对人姓名或名称", max_length=120)
    relation = forms.CharField(
        label="关系", max_length=120, help_text="如近亲属、曾任代理人、持有股份。"
    )


class AbsenceForm(forms.Form):
    user = forms.ModelChoiceField(label="谁离岗", queryset=User.objects.none(), empty_label=None)
    from_on = forms.DateField(label="从哪一天", widget=DateInput())
    to_on = forms.DateField(label="到哪一天", widget=DateInput(), help_text="包括这一天。")
    stand_in = forms.ModelChoiceField(
        label="代班人",
        queryset=User.objects.none(),
        empty_label="（请选择）",
        help_text="代班人接电话、提醒期限；要由其办理的案件，请主任更换调解员，不因代班自动看到案件。",
    )

    def __init__(self, *args, by: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        at_work = queries.people().filter(is_active=True)
        manages = by.has_role(Role.DIRECTOR, Role.ADMINISTRATOR)
        self.fields["user"].queryset = at_work if manages else at_work.filter(pk=by.pk)
        self.fields["user"].initial = by.pk
        self.fields["stand_in"].queryset = at_work if manages else at_work.exclude(pk=by.pk)


class ReadingFilter(forms.Form):
    q = forms.CharField(label="案号、姓名或者事由", required=False, max_length=60)
    reader = forms.ModelChoiceField(
        label="谁查阅的", queryset=User.objects.none(), required=False, empty_label="全部"
    )
    since = forms.DateField(label="从哪一天起", required=False, widget=DateInput())

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reader"].queryset = queries.people().filter(readings__isnull=False).distinct()


class NothingToFill(forms.Form):
    """An act that asks nothing: the page says what it does."""
