"""The states of a paper and how honest a signature on it is."""

from django.db.models import TextChoices


class DocumentState(TextChoices):
    ISSUED = "issued", "已出具"
    SUPERSEDED = "superseded", "已被新版替代"
    VOID = "void", "作废"


class SignatureLevel(TextChoices):
    """
    What kind of signature a paper carries, named as it is (电子签名法 13, 14).

    Only LICENSED_CA can be a 可靠的电子签名; the platform's own seal proves that a file is
    unaltered and who was signed in, and is never described as equal to a signature by hand.
    """

    PAPER_SCAN = "paper_scan", "纸质扫描"
    DRAWN = "drawn", "屏幕手写"
    PLATFORM = "platform", "平台签章"
    LICENSED_CA = "licensed_ca", "持牌CA"


class SignatureMethod(TextChoices):
    PAPER = "paper", "纸上签署"
    PAD = "pad", "签名板书写"
    E_SIGN = "e_sign", "电子签章"


class RegenerationResult(TextChoices):
    SAME = "same", "一致"
    DIFFERENT = "different", "不一致"
    IMPOSSIBLE = "impossible", "不能比对"


class BatchState(TextChoices):
    RUNNING = "running", "办理中"
    DONE = "done", "已完成"
    CANCELLED = "cancelled", "已取消"


class ItemState(TextChoices):
    WAITING = "waiting", "待办"
    DONE = "done", "已出具"
    REFUSED = "refused", "不能出具"
    CANCELLED = "cancelled", "已取消"


class TemplateState(TextChoices):
    """Where a version of a template stands; at most one of a paper is in force."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待批准"
    ACTIVE = "active", "启用"
    RETIRED = "retired", "停用"
