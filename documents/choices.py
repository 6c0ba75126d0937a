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
