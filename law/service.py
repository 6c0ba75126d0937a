"""
Service on parties (送达): which way may be used for which paper, and from which day it counts.

A mediation body has no rules of service of its own; those of the civil procedure law and, for
papers left or posted, of the arbitration rules are followed, because the later day is never wrong.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from law.areas import Profile, parameters
from law.calendar import Calendar, in_words
from law.data import read
from law.statutes import cite, number_in_words, statutes
from law.time_limits import LIMITS, last_day

MethodCode = Literal[
    "direct",
    "left",
    "posted",
    "post",
    "electronic",
    "simple",
    "entrusted",
    "forwarded",
    "public_notice",
]
# ordinary; invitation: asks for a will that silence cannot give (调解意愿); mediation: 调解书,
# 调解协议书; award: 裁决书.
PaperKind = Literal["ordinary", "invitation", "mediation", "award"]
Need = Literal["receiver", "reason", "evidence", "tracking_no", "consent", "through", "media"]

COLLECTIVE_FROM = 10
# What SUM-04 calls simple, by code: its name, then other words for it. It stays simple when it is
# consented to as an electronic address.
SIMPLE_CHANNELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "phone": ("电话",),
        "sms": ("短信",),
        "fax": ("传真",),
        "email": ("电子邮件", "邮箱", "邮件"),
        "wechat": ("微信",),
    }
)
# How the title of a paper ends → what it is to the rules of service; every other is ordinary.
_TITLES: Mapping[str, PaperKind] = MappingProxyType(
    {
        "调解书": "mediation",
        "调解协议书": "mediation",
        "裁决书": "award",
        "调解意愿征询函": "invitation",
    }
)


@dataclass(frozen=True)
class Method:
    """One way of serving a paper; `article` is of the civil procedure law."""

    code: MethodCode
    title: str
    article: int | None
    rules: tuple[str, ...]
    not_for: frozenset[PaperKind]
    counts: Literal["received", "limit"]
    counted_from: str
    needs: tuple[Need, ...]
    condition: str
    limit: str | None = None

    @property
    def word(self) -> str:
        """直接, as the return of service of the tribunal prints it."""
        return self.title.removesuffix("送达")

    @property
    def basis(self) -> str:
        """《民事诉讼法》第八十九条、《劳动人事争议仲裁办案规则》第二十条."""
        own = []
        if self.article:
            own.append(f"《{statutes()['MSS'].name}》第{number_in_words(self.article)}条")
        return "、".join(dict.fromkeys([*own, *(cite(rule) for rule in self.rules)]))


def _methods() -> Mapping[str, Method]:
    listed = [
        Method(
            **row
            | {
                "rules": tuple(row["rules"]),
                "not_for": frozenset(row["not_for"]),
                "needs": tuple(row["needs"]),
            }
        )
        for row in read("service")
    ]
    return MappingProxyType({method.code: method for method in listed})


METHODS: Mapping[str, Method] = _methods()


def method_called(words: str) -> Method:
    """The method of that title or word, 直接送达 or 直接; KeyError for another."""
    return _CALLED[words.removesuffix("送达")]


_CALLED: Mapping[str, Method] = MappingProxyType({m.word: m for m in METHODS.values()})


def kind_of_title(title: str) -> PaperKind:
    """What a paper of that title is to the rules of service."""
    return next((kind for end, kind in _TITLES.items() if title.endswith(end)), "ordinary")


def channel_called(words: str) -> str:
    """The code of a channel as written, 电子邮件 or 短信通知; what is not simple is platform."""
    for code, names in SIMPLE_CHANNELS.items():
        if any(name in words for name in names):
            return code
    return "platform"


@dataclass(frozen=True)
class Circumstances:
    """
    What decides how a paper may be served on somebody.

    `e_channel` is the confirmed electronic address' kind, None without consent; `failed` are the
    methods tried without success, `refused` that one of them was refused. `simplified` says for a
    paper of arbitration whether the case is handled simply, None for every other paper.
    """

    e_channel: str | None = None
    whereabouts_unknown: bool = False
    organisation: bool = False
    workers: int = 1
    refused: bool = False
    failed: frozenset[str] = frozenset()
    simplified: bool | None = None


@dataclass(frozen=True)
class Offer:
    """A method with the reason why it may not be used here, empty where it may."""

    method: Method
    reason: str = ""

    @property
    def lawful(self) -> bool:
        return not self.reason


def offers(kind: PaperKind, met: Circumstances) -> tuple[Offer, ...]:
    """Every method, in the order of the table, each lawful here or with the reason why not."""
    return tuple(Offer(m, why_not(m.code, kind, met)) for m in METHODS.values())


def why_not(code: str, kind: PaperKind, met: Circumstances) -> str:
    """Why this paper may not be served so on somebody in these circumstances; "" if it may."""
    if reason := never(code, kind):
        return reason
    check = _CHECKS.get(code)
    return check(kind, met) if check else ""


def never(code: str, kind: PaperKind) -> str:
    """Why a paper of this kind may not be served so on anybody; "" if it may on somebody."""
    if kind not in METHODS[code].not_for:
        return ""
    if kind == "invitation":
        return f"调解以自愿为前提，不能用公告征询意愿（{cite('MED-04')}）。"
    return f"调解书、调解协议书和裁决书不得用电话、短信等简便方式送达（{cite('SUM-04')}）。"


def _left(kind: PaperKind, met: Circumstances) -> str:
    if met.refused:
        return ""
    return "对方没有拒绝签收。被拒收的，先记录拒收。"


def _posted(kind: PaperKind, met: Circumstances) -> str:
    gone = met.whereabouts_unknown and met.organisation
    if gone and met.workers >= COLLECTIVE_FROM:
        return ""
    return "只有劳动者十人以上、用人单位停业或者下落不明的，才可以张贴。"


def _electronic(kind: PaperKind, met: Circumstances) -> str:
    if met.e_channel is None:
        return "对方没有在《送达地址确认书》中同意电子送达。"
    if kind in METHODS["simple"].not_for and met.e_channel in SIMPLE_CHANNELS:
        return (
            "对方确认的是短信、电子邮箱一类的方式；调解书、调解协议书和裁决书"
            f"不能这样送达（{cite('SUM-04')}）。"
        )
    return ""


def _simple(kind: PaperKind, met: Circumstances) -> str:
    if met.simplified is False:
        return f"只有简易处理的仲裁案件可以用简便方式送达（{cite('SUM-04')}）。"
    return ""


def _public_notice(kind: PaperKind, met: Circumstances) -> str:
    if met.whereabouts_unknown or met.failed:
        return ""
    return "只有下落不明，或者其他方式都送不到的，才可以公告。请先用别的方式送达并记下结果。"


_CHECKS = {
    "left": _left,
    "posted": _posted,
    "electronic": _electronic,
    "simple": _simple,
    "public_notice": _public_notice,
}


def notice_days() -> tuple[int, ...]:
    """How long a public notice may run here: by law, and as a layer of the area says for crews."""
    shorter = parameters()["public_notice_days_collective"].values
    own = [v.value for v in shorter if v.layer in Profile().layers and isinstance(v.value, int)]
    return (LIMITS["ARB-35"].amount or 0, *own)


@dataclass(frozen=True)
class Effect:
    """The day a paper counts as served, and the sentences that show how it was found."""

    served_on: date
    provisional: bool
    steps: tuple[str, ...]


def effect(
    code: str,
    done_on: date,
    calendar: Calendar,
    *,
    notice_days: int | None = None,
    returned: bool = False,
) -> Effect:
    """
    The day of service by this method.

    `done_on` is the day it was signed for, arrived, was left, posted or published, or came back:
    a letter `returned` from the address the party itself confirmed counts from that day (D09).
    `notice_days` is the length of a public notice where it is not thirty days.
    """
    method = METHODS[code]
    if method.limit is None:
        from_day = "邮件退回之日" if returned else method.counted_from
        step = f"以{from_day}为送达日期：{in_words(done_on)}。"
        if returned:
            step += "对方确认的地址不准确或者拒绝签收，致使邮件退回。"
        return Effect(done_on, False, (step,))
    counted = last_day(method.limit, done_on, calendar, amount=notice_days)
    return Effect(
        counted.due_on,
        counted.provisional,
        (*counted.steps, f"{in_words(counted.due_on)}视为送达（{counted.article}）。"),
    )
