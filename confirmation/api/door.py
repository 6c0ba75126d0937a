"""Who comes in with which token, how often, and how every refusal is said."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache, wraps

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from confirmation.api.problems import PROBLEM, TITLES, faults_of, problem
from confirmation.models import CourtToken
from confirmation.operations.desk import digest
from confirmation.operations.interface import KeyReused
from documents.store import FileDamaged
from staff.rates import too_often, visitor
from staff.refusals import ActRefused, NotPermitted
from workflow.locks import BUSY, is_busy

CALLS_A_MINUTE = 120
WRONG_TOKENS_A_MINUTE = 20
_KEEP_LAST_USED = timedelta(minutes=1)


class TokenRefused(HttpError):
    """A good token that may not do this, or not so often."""


class Entry(HttpBearer):
    """The token of a court's system; with `writes`, one that may give the court's answers."""

    openapi_name = "令牌"

    def __init__(self, *, writes: bool = False) -> None:
        super().__init__()
        self.writes = writes

    def authenticate(self, request: HttpRequest, token: str) -> CourtToken | None:
        now = timezone.now()
        kept = CourtToken.objects.select_related("court", "clerk").filter(
            token_sha256=digest(token)
        )
        found = kept.first()
        if found is None or not found.opens(now):
            if too_often(f"court-token:{visitor(request)}", most=WRONG_TOKENS_A_MINUTE):
                raise TokenRefused(429, "错误的令牌太多。")
            return None
        if too_often(f"court-api:{found.pk}", most=CALLS_A_MINUTE):
            raise TokenRefused(429, f"每个令牌每分钟最多{CALLS_A_MINUTE}次请求。")
        if self.writes and not found.writes:
            raise TokenRefused(403, f"“{found.name}”的令牌只能领取，不能登记答复。")
        if found.last_used_at is None or now - found.last_used_at > _KEEP_LAST_USED:
            kept.update(last_used_at=now)
        return found


class CourtAPI(NinjaAPI):
    """The interface whose every refusal is a problem in Chinese, on the wire and in its schema."""

    def answer_in_problems(self) -> None:
        for kind, answer in _ANSWERS:
            self.add_exception_handler(kind, answer)

    def _get_urls(self):
        found = super()._get_urls()
        for pattern in found:
            pattern.callback = _method_as_problem(pattern.callback)
        return found

    def get_openapi_schema(self, *, path_prefix=None, path_params=None):
        return _described(self, path_prefix or self.get_root_path(path_params or {}))


@cache
def _described(api: NinjaAPI, path_prefix: str) -> dict:
    # To write it takes half a second, and anybody may ask for it.
    schema = NinjaAPI.get_openapi_schema(api, path_prefix=path_prefix)
    for path in schema["paths"].values():
        for operation in path.values():
            for status, answer in operation["responses"].items():
                if int(status) in TITLES and "application/json" in answer.get("content", {}):
                    answer["content"] = {PROBLEM: answer["content"]["application/json"]}
                    answer["description"] = TITLES[int(status)]
    return schema


def _method_as_problem(view: Callable) -> Callable:
    @wraps(view)
    def answered(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if not isinstance(answer, HttpResponseNotAllowed):
            return answer
        said = problem(405)
        said["Allow"] = answer["Allow"]
        return said

    return answered


def _refused(request: HttpRequest, refusal: ActRefused) -> HttpResponse:
    status = 403 if isinstance(refusal, NotPermitted) else 422
    status = 409 if isinstance(refusal, KeyReused) else status
    return problem(status, str(refusal), advice=refusal.suggest, source=refusal.source)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, "请求里有不对的字段。", source="格式", faults=faults_of(error.errors))


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error, TokenRefused):
        return problem(error.status_code, str(error))
    return problem(400)


def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(400, "请求读不出来，或者太大。")


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    if is_busy(error):
        return problem(409, f"{BUSY}。", advice="请用同一个 Idempotency-Key 重发。")
    raise error


_ANSWERS = (
    (ActRefused, _refused),
    (ValidationError, _invalid),
    (AuthenticationError, lambda request, error: problem(401)),
    (HttpError, _http),
    (Http404, lambda request, error: problem(404)),
    (BadRequest, _unreadable),
    (SuspiciousOperation, _unreadable),
    (FileDamaged, lambda request, error: problem(503)),
    (Exception, _broken),
)
