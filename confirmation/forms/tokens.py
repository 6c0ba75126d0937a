"""What the administrator fills in to let a court's system in."""

from django import forms

from confirmation.forms.filing import CourtField
from confirmation.operations.interface import TOKEN_DAYS_AT_MOST
from staff.choices import Role
from staff.queries import people_holding


class ClerkField(forms.ModelChoiceField):
    def label_from_instance(self, obj) -> str:
        return f"{obj.name}（{obj.body.name if obj.body else '未登记法院'}）"


class TokenForm(forms.Form):
    court = CourtField(label="法院")
    name = forms.CharField(
        label="系统名称", max_length=60, help_text="例如：网上立案系统。一个系统一个令牌。"
    )
    clerk = ClerkField(
        label="由谁负责",
        queryset=None,
        empty_label="（请选择）",
        help_text="系统办理的事项记在此人名下；此人停用或者调离，令牌随即失效。",
    )
    writes = forms.BooleanField(
        label="可以登记立案、退回和裁定", required=False, help_text="不勾选的，只能领取材料。"
    )
    days = forms.IntegerField(
        label="几天内有效", min_value=1, max_value=TOKEN_DAYS_AT_MOST, initial=180
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        clerks = people_holding(Role.COURT_CLERK).select_related("body")
        self.fields["clerk"].queryset = clerks.order_by("name", "pk")
