"""Tokens of court systems, for the administrator; and the public description of the interface."""

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from django.views.generic import FormView, ListView, View

from confirmation.api import api
from confirmation.api.door import CALLS_A_MINUTE
from confirmation.api.problems import problem
from confirmation.forms.tokens import TokenForm
from confirmation.models import CourtToken
from confirmation.operations import issue_token, revoke_token
from confirmation.packets import SCHEMA_FILE
from staff.refusals import ActRefused

ABOUT = {"packet_id": "列表里的 id", "no": "清单上的序号", "limit": "每页最多几个"}


class ManagesTokens(PermissionRequiredMixin):
    permission_required = "staff.manage_bodies"


class TokenList(ManagesTokens, ListView):
    """接口令牌: which system of which court, in whose name, until when, last used when."""

    template_name = "confirmation/tokens.html"
    http_method_names = ["get"]

    def get_queryset(self):
        return CourtToken.objects.select_related("court", "clerk", "revoked_by")

    def get_context_data(self, **kwargs):
        now = timezone.now()
        tokens = [(token, token.opens(now)) for token in self.object_list]
        return super().get_context_data(tokens=tokens, now=now, **kwargs)


class IssueToken(ManagesTokens, FormView):
    """A new token, shown once in the answer itself: nobody reads it again."""

    template_name = "confirmation/token_issue.html"
    form_class = TokenForm

    def form_valid(self, form):
        try:
            token, secret = issue_token(
                by=self.request.user, at=timezone.now(), **form.cleaned_data
            )
        except ActRefused as refusal:
            form.add_error(None, f"{refusal}{refusal.suggest}")
            return self.form_invalid(form)
        shown = self.get_context_data(form=form, token=token, secret=secret)
        response = self.render_to_response(shown)
        response["Cache-Control"] = "no-store"
        return response

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title="签发接口令牌", act="签发", back_url=reverse("court-tokens"), **kwargs
        )


class RevokeToken(ManagesTokens, View):
    http_method_names = ["post"]

    def post(self, request, pk: int):
        token = get_object_or_404(CourtToken, pk=pk)
        try:
            revoke_token(token=token, by=request.user, at=timezone.now())
        except ActRefused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"“{token.name}”的令牌已停用。")
        return redirect("court-tokens")


@require_GET
def reference(request):
    """Explain the interface from its own schema, so that the page never says something else."""
    schema = api.get_openapi_schema(path_prefix="/api/court/")
    parts = schema["components"]["schemas"]
    operations = [
        {
            "method": method.upper(),
            "path": path,
            "about": operation,
            "parameters": [
                parameter | {"words": ABOUT.get(parameter["name"]) or parameter.get("description")}
                for parameter in operation.get("parameters", [])
            ],
            "body": _body(operation),
            "answer": _answer(operation),
        }
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    shown = [
        {"name": name, "about": part, "fields": _fields(part)}
        for name, part in parts.items()
        if part.get("properties") and name not in ("FileParams",)
    ]
    return render(
        request,
        "confirmation/reference.html",
        {
            "info": schema["info"],
            "operations": operations,
            "parts": shown,
            "most": CALLS_A_MINUTE,
        },
    )


def _name(part: dict) -> str:
    """Say what kind of value a schema asks for."""
    if "$ref" in part:
        return part["$ref"].rpartition("/")[2]
    if "anyOf" in part:
        kinds = [_name(one) for one in part["anyOf"] if one.get("type") != "null"]
        return f"{'或'.join(kinds)}，可以没有"
    if "enum" in part:
        return "、".join(part["enum"])
    if part.get("type") == "array":
        return f"若干{_name(part['items'])}"
    kinds = {"string": "文字", "integer": "整数", "boolean": "是否", "object": "对象"}
    return {"date": "日期", "date-time": "日期和时间", "binary": "文件"}.get(
        part.get("format", "")
    ) or kinds.get(part.get("type", ""), part.get("const", ""))


def _fields(part: dict) -> list[dict]:
    needed = part.get("required", [])
    return [
        {
            "name": name,
            "kind": _name(field),
            "needed": name in needed,
            "about": field.get("description", ""),
        }
        for name, field in part["properties"].items()
    ]


def _body(operation: dict) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    for media_type, asked in content.items():
        part = asked["schema"]
        if "$ref" in part:
            return f"{media_type}：{_name(part)}"
        fields = "，".join(f"{f['name']}（{f['kind']}）" for f in _fields(part))
        return f"{media_type}：{fields}"
    return ""


def _answer(operation: dict) -> str:
    answer = operation["responses"].get(200) or operation["responses"].get("200", {})
    for media_type, given in answer.get("content", {}).items():
        return f"{media_type}：{_name(given['schema'])}"
    return ""


@csrf_exempt
def unknown(request, rest: str):
    """Answer below the interface what is no address of it in its own manner."""
    return problem(404, "接口没有这个网址。", advice="请对照接口说明。")


@require_GET
def packet_schema(request):
    """The JSON Schema of packet.json."""
    return HttpResponse(SCHEMA_FILE.read_bytes(), content_type="application/schema+json")
