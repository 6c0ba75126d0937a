"""What goes wrong, as application/problem+json (RFC 9457): what it is, and what to do about it."""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from ninja import Field, Schema
from ninja.responses import Response

PROBLEM = "application/problem+json"

TITLES = {
    400: "请求的格式不对",
    401: "没有有效的接口令牌",
    403: "令牌没有这项权限",
    404: "没有这份材料",
    405: "这个网址不支持这种方法",
    409: "与已经办理的不一致",
    422: "没有办理",
    429: "请求过于频繁",
    503: "材料文件暂时读不出来",
}
ADVICE = {
    400: "请对照接口说明改正后重发。",
    401: "请在 Authorization 中写 Bearer 和令牌；令牌失效的，请中心的管理员重新签发。",
    403: "请中心的管理员签发可以登记答复的令牌。",
    404: "请核对编号；只能看到提交给本院的材料。",
    405: "请对照接口说明。",
    422: "请按说明改正后，用同一个或者新的 Idempotency-Key 重发。",
    429: "请稍后再发。",
    503: "请联系寄送材料的中心。",
}


class Fault(Schema):
    """One field that is not as it has to be."""

    where: str = Field(description="字段的位置")
    what: str = Field(description="哪里不对")


class Problem(Schema):
    """为什么没有办成，怎样改正。"""

    type: str = Field("about:blank", description="恒为 about:blank，类别看 status 和 source")
    title: str = Field(description="类别")
    status: int
    detail: str = Field(description="具体原因")
    advice: str = Field(description="怎样改正")
    source: str = Field("", description="依据的规则、检查或者文书代号")
    faults: list[Fault] = Field(default_factory=list, description="逐个字段")


def problem(status: int, detail: str = "", *, advice: str = "", source: str = "", faults=()):
    """Return the answer for something that could not be done."""
    said: dict[str, Any] = Problem(
        title=TITLES[status],
        status=status,
        detail=detail or f"{TITLES[status]}。",
        advice=advice or ADVICE.get(status, ""),
        source=source,
        faults=list(faults),
    ).model_dump()
    answer: HttpResponse = Response(said, status=status, content_type=PROBLEM)
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        answer["Retry-After"] = "60"
    answer["Cache-Control"] = "no-store"
    return answer


SAID = {
    "missing": "缺少这一项",
    "string_too_short": "太短",
    "string_too_long": "太长",
    "string_pattern_mismatch": "写法不对",
    "enum": "不是可以选的值",
    "literal_error": "不是可以选的值",
    "extra_forbidden": "没有这一项",
    "date_from_datetime_parsing": "日期应为 2026-11-03 的样子",
    "date_parsing": "日期应为 2026-11-03 的样子",
    "int_parsing": "应为整数",
    "json_invalid": "不是 JSON",
}


def faults_of(errors) -> list[Fault]:
    """Say in Chinese what the validation of a request found, without repeating what was sent."""
    return [
        Fault(
            where=".".join(str(step) for step in error.get("loc", ())),
            what=SAID.get(error.get("type", ""), "不符合接口说明"),
        )
        for error in errors
    ]
