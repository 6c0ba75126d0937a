"""
The record of a session for whoever may read it: every event as a sentence, and all in one file.

What is in it is decided by the seat of the reader and nothing else.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from law.money import yuan
from mediation.choices import Answer, BlindState, OfferState
from mediation.models import Session
from mediation.papers.opening import SHANGHAI
from room.choices import CAUCUS, PERSONAL, PUBLIC
from room.models import Event, Seat

STEPS = {
    "identity": "核对身份",
    "statements": "陈述",
    "negotiation": "协商",
    "terms": "方案表态",
    "signing": "签署",
}
# A file of the archive never depends on the hour it was packed.
PACKED_AT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Entry:
    """One event as it is read: when, to whom it was open, who did it, and what."""

    at: datetime
    audience: str
    who: str
    words: str
    is_private: bool
    number: int


def entries(session: Session, reader: Seat) -> list[Entry]:
    """Return what `reader` may read of the room of a session, in its order."""
    groups = dict(session.groups.values_list("slug", "name"))
    parties = dict(session.case.parties.values_list("key", "name"))
    rows = Event.objects.visible_to(reader).select_related("seat").order_by("position")
    return [
        Entry(
            event.at.astimezone(SHANGHAI),
            _audience(event.stream, groups, parties),
            event.seat.label if event.seat else "",
            sentence(event),
            event.stream != PUBLIC,
            event.number,
        )
        for event in rows
    ]


def _audience(stream: str, groups: dict[str, str], parties: dict[str, str]) -> str:
    kind, _, name = stream.partition(":")
    if kind == PUBLIC:
        return "全体"
    if kind == CAUCUS:
        return f"仅{groups.get(name, name)}"
    return f"仅{parties.get(name, name)}本人" if kind == PERSONAL else "仅调解员、记录员"


def sentence(event: Event) -> str:
    """Return one event in plain words; a kind without any is named by its own word."""
    words = _WORDS.get(event.kind)
    return words(event.body) if words else event.kind


def _said(body: dict) -> str:
    return body["text"]


def _roll(body: dict) -> str:
    whom = f"（{body['for']}，{body['as']}）" if body["for"] else f"（{body['as']}）"
    if not body["present"]:
        return f"{body['person']}{whom}未到场"
    left = f"，{body['left']}离场" if body["left"] else ""
    return f"{body['person']}{whom}{body['arrived']}到场{left}"


def _line(body: dict) -> str:
    notes = ["调解让步"] if body["concession"] else []
    notes += [f"更正第{body['corrects']}行"] if body["corrects"] else []
    note = f"（{'，'.join(notes)}）" if notes else ""
    return f"笔录第{body['no']}行 {body['speaker']}：{body['text']}{note}"


def _offer(body: dict) -> str:
    note = f"，{body['note']}" if body["note"] else ""
    state = OfferState(body["state"]).label
    return f"{body['from']}向{body['to']}报价{yuan(body['amount_fen'])}元{note}（{state}）"


def _terms(body: dict) -> str:
    return (
        f"方案{body['number']}：{body['workers']}人共{yuan(body['total_fen'])}元，"
        f"{len(body['schedule'])}期支付，摘要{body['sha'][:8]}"
    )


def _own_terms(body: dict) -> str:
    parts = "，".join(f"{part['due_on']}付{yuan(part['fen'])}元" for part in body["parts"])
    return f"方案{body['number']}中本人{yuan(body['amount_fen'])}元（{body['words']}）：{parts}"


def _tally(body: dict) -> str:
    silent = f"，{body['silent']}人未答" if "silent" in body else ""
    return f"{body['agree']}人同意，{body['refuse']}人不同意{silent}"


def _answer(what: str) -> Callable[[dict], str]:
    def words(body: dict) -> str:
        note = f"（{body['note']}）" if body.get("note") else ""
        return f"{body['name']}{what}{Answer(body['answer']).label}{note}"

    return words


def _blind(body: dict) -> str:
    given = f"，{'、'.join(body['given'])}已填写" if body["given"] else ""
    return f"密封报价：{BlindState(body['state']).label}{given}"


def _confirmed(body: dict) -> str:
    what = "拒绝确认笔录" if body["refused"] else "确认笔录"
    return f"{body['name']}{what}，还有{body['left']}人"


_WORDS: dict[str, Callable[[dict], str]] = {
    "say": _said,
    "pause": lambda body: f"休会：{body['text']}",
    "resume": lambda body: "继续开会",
    "session": lambda body: f"调解会{body['result'] or body['state']}",
    "roll": _roll,
    "agenda": lambda body: f"议程：{STEPS.get(body['step'], body['step'])}",
    "floor.ask": lambda body: "请求发言" if body["why"] == "speak" else "提出程序问题",
    "floor.withdraw": lambda body: "放下举手",
    "floor.give": lambda body: "给予发言",
    "floor.end": lambda body: "结束发言",
    "call": lambda body: "请调解员过来",
    "caucus": lambda body: "单独会谈开始" if body["state"] == "open" else "单独会谈结束",
    "minutes.line": _line,
    "minutes.ready": lambda body: f"笔录{body['lines']}行交各方阅看，校验码{body['sha'][:8]}",
    "minutes.voided": _said,
    "minutes.signed": _confirmed,
    "fact.put": lambda body: f"征询{body['label']}：{body['text']}",
    "fact.withdrawn": lambda body: f"撤回征询，{body['voided']}份答复作废",
    "fact.answered": _answer("对征询的事实"),
    "fact.tally": lambda body: f"征询的事实：{_tally(body)}",
    "fact": lambda body: f"无争议事实（{body['label']}）：{body['text']}",
    "show": lambda body: f"出示：{body['name']}",
    "show.end": lambda body: "结束出示",
    "terms": _terms,
    "terms.mine": _own_terms,
    "terms.answered": _answer("对方案"),
    "terms.tally": lambda body: f"方案{body['number']}：{_tally(body)}",
    "agreement": lambda body: f"调解协议书{body['number']}",
    "signed": lambda body: f"{body['signer']}在协议上签署，还有{body['left']}处",
    "offer": _offer,
    "blind": _blind,
    "blind.agreed": lambda body: "已同意密封报价",
    "blind.given": lambda body: "已填写密封报价（金额不留存）",
    "recording": lambda body: {
        "asked": "征询录音录像",
        "agreed": "到场各方同意录音录像",
        "refused": "有人不同意，不录音录像",
    }.get(body["state"], "征询录音录像"),
    "recording.answered": _answer("对录音录像"),
    "room.closed": lambda body: "调解室关闭",
}


def export(session: Session, reader: Seat, *, made_at: datetime) -> bytes:
    """
    Return the record as a ZIP file: a page to read, the events as lines of JSON, and a manifest.

    Numbers are those of each stream, so that a reader can see that nothing is missing of theirs.
    """
    events = Event.objects.visible_to(reader).select_related("seat").order_by("position")
    lines = "".join(
        json.dumps(
            {
                "s": event.stream,
                "n": event.number,
                "k": event.kind,
                "u": event.seat.label if event.seat else None,
                "at": event.at.astimezone(SHANGHAI).isoformat(timespec="seconds"),
                "b": event.body,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        + "\n"
        for event in events
    )
    about = {
        "case": session.case,
        "session": session,
        "reader": reader,
        "entries": entries(session, reader),
        "made_at": made_at.astimezone(SHANGHAI),
    }
    files = {
        "record.html": render_to_string("mediation/record_file.html", about).encode(),
        "events.jsonl": lines.encode(),
    }
    manifest = {
        "case": session.case.number,
        "session": session.no,
        "reader": reader.label,
        "all_streams": reader.is_staff,
        "events": len(about["entries"]),
        "made_at": about["made_at"].isoformat(timespec="seconds"),
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    files["manifest.json"] = json.dumps(manifest, ensure_ascii=False, indent=2).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, PACKED_AT), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
