"""Tokens of court systems, and asking for the same thing twice."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from cases.operations import require
from confirmation.models import CourtRequest, CourtToken
from confirmation.operations.desk import digest
from confirmation.permissions import can_issue_tokens
from staff.choices import BodyKind, Role
from staff.models import Body, User
from staff.refusals import ActRefused

TOKEN_DAYS_AT_MOST = 365


class KeyReused(ActRefused):
    """A key under which something else was asked for before."""


@transaction.atomic
def issue_token(
    *, court: Body, name: str, clerk: User, writes: bool, days: int, by: User, at: datetime
) -> tuple[CourtToken, str]:
    """
    签发接口令牌 for a system of that court; returns it with the token, which nobody reads again.

    Raises:
        ActRefused: no court, no name, more than a year, or a clerk who is not of that court.
    """
    require(can_issue_tokens(by))
    if court.kind != BodyKind.COURT or not court.is_active:
        raise ActRefused("接口令牌只签发给在用的法院。", source="AD1")
    if not name.strip():
        raise ActRefused("请写明是法院的哪个系统。", source="AD1")
    if not 1 <= days <= TOKEN_DAYS_AT_MOST:
        raise ActRefused(f"有效期为1至{TOKEN_DAYS_AT_MOST}天。", source="AD1")
    if clerk.body_id != court.pk or not clerk.has_role(Role.COURT_CLERK):
        raise ActRefused(
            f"{clerk.name}不是{court.name}的立案庭书记员，不能由其负责。",
            source="AD1",
            suggest="请先在“人员”中登记所属法院和角色。",
        )
    secret = f"kj_{secrets.token_urlsafe(32)}"
    token = CourtToken(
        court=court,
        name=name.strip()[:60],
        clerk=clerk,
        writes=writes,
        token_sha256=digest(secret),
        issued_by=by,
        issued_at=at,
        expires_at=at + timedelta(days=days),
    )
    token.save()
    return token, secret


@transaction.atomic
def revoke_token(*, token: CourtToken, by: User, at: datetime) -> CourtToken:
    """停用接口令牌, at once."""
    require(can_issue_tokens(by))
    token = CourtToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at:
        raise ActRefused("这个令牌已经停用。", source="AD1")
    token.revoked_at, token.revoked_by = at, by
    token.save(update_fields=["revoked_at", "revoked_by"])
    return token


@transaction.atomic
def once(
    *, token: CourtToken, key: str, asked: str, at: datetime, act: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """
    Do `act` and keep its answer with it; asked again under the same key, give that answer again.

    `asked` is the digest of what is asked for. Returns the answer, and whether it is an earlier
    one. An act that is refused leaves no key behind and may be asked for again.

    Raises:
        KeyReused: something else was asked for under this key.
        ActRefused: by `act`.
    """
    kept = CourtRequest(token=token, key=key, asked_sha256=asked, at=at)
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        before = CourtRequest.objects.get(token=token, key=key)
        if before.asked_sha256 != asked:
            raise KeyReused(
                "这个 Idempotency-Key 已用于另一项请求。",
                source="Idempotency-Key",
                suggest="同一请求重发用原来的，新的请求换一个。",
            ) from None
        return before.answer, True
    kept.answer = act()
    kept.save(update_fields=["answer"])
    return kept.answer, False
