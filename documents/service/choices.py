"""The words of service: how it came out, who signed, what proves it, over which wire."""

from django.db.models import TextChoices

from law.service import METHODS

METHOD_CHOICES = [(method.code, method.title) for method in METHODS.values()]


class Outcome(TextChoices):
    SENT = "sent", "已发出，待确认"
    SERVED = "served", "已送达"
    FAILED = "failed", "没有送到"


class Relation(TextChoices):
    """Who signed, as seen from the recipient (民事诉讼法 88)."""

    SELF = "self", "本人"
    FAMILY = "family", "同住成年家属"
    HEAD = "head", "法定代表人或者负责人"
    MAIL_ROOM = "mail_room", "单位收发人员"
    AGENT = "agent", "委托代理人"
    REPRESENTATIVE = "representative", "推选的代表人"
    DESIGNATED = "designated", "指定的代收人"


class Channel(TextChoices):
    """Over which wire; the first three are what a party may consent to in D09."""

    SMS = "sms", "短信"
    EMAIL = "email", "电子邮箱"
    PLATFORM = "platform", "平台"
    PHONE = "phone", "电话"
    FAX = "fax", "传真"


class ProofKind(TextChoices):
    PHOTO = "photo", "照片"
    VIDEO = "video", "录像"
    RECEIPT = "receipt", "回执"
    SCREENSHOT = "screenshot", "截图"
    NOTICE = "notice", "公告版面"
