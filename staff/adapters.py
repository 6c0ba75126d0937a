"""
How allauth signs people in here: accounts come from the administrator, words are Chinese.

Secrets of the authenticator app are stored encrypted under the installation's field key.
"""

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils import timezone

from staff import operations, queries

TIME_FORMAT = "%Y-%m-%d %H:%M"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "该账号已停用。",
        "enter_current_password": "当前密码不正确。",
        "incorrect_code": "验证码不正确。",
        "incorrect_password": "密码不正确。",
        "rate_limited": "操作过于频繁，请稍后再试。",
        "too_many_login_attempts": "登录失败次数过多，请稍后再试。",
        "username_password_mismatch": "用户名或密码不正确。",
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def login(self, request, user) -> None:
        previous = user.last_login
        super().login(request, user)
        if previous:
            shown = timezone.localtime(previous).strftime(TIME_FORMAT)
            messages.info(request, f"上次登录：{shown}。如非本人登录，请立即修改密码并告知管理员。")

    def clean_password(self, password, user=None):
        if user and user.check_password(password):
            raise ValidationError("新密码不能与当前密码相同。")
        return super().clean_password(password, user)

    def set_password(self, user, password) -> None:
        operations.choose_password(user=user, password=password)


class MfaAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "您的角色要求两步验证，不能停用。",
        "cannot_generate_recovery_codes": "请先启用两步验证，再生成备用码。",
        "incorrect_code": "验证码不正确。",
    }

    def can_delete_authenticator(self, authenticator) -> bool:
        return not queries.mfa_demanded_of(authenticator.user)

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    digest = hashlib.sha256(b"staff.mfa:" + settings.FIELD_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
