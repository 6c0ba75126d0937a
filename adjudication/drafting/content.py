"""What a draft states, as one plain value with one digest, and what changed between two."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from adjudication.drafting.proposing import Facts, Sentence
from adjudication.models import Award
from cases.models import Party
from law.money import yuan


def sentences_of(award: Award) -> list[tuple[int, Sentence]]:
    """Return every sentence of the reasoning with the claim it is about."""
    return [
        (int(claim), Sentence.from_data(row))
        for claim, rows in award.reasoning.items()
        for row in rows
    ]


def unsourced(award: Award) -> list[str]:
    """Return the sentences nobody can say where they come from; such an award is not issued."""
    return [s.text for _, s in sentences_of(award) if not s.is_sourced]


def content(award: Award, facts: Facts, taken_off: Iterable[Any]) -> dict[str, Any]:
    """Return all an award states and rests on, as plain data under names people know."""
    items = award.items.select_related("claim__worker").order_by("id")
    minus: dict[int, list[str]] = {}
    for row in taken_off:
        minus.setdefault(row.claim_id, []).append(f"{row.on} {row.kind} {yuan(row.amount_fen)}")
    stated: dict[str, Any] = {
        "文书": award.get_kind_display(),
        "月最低工资标准": yuan(award.min_wage_fen),
        "支付期限": f"{award.pay_within_days}日",
        **_told(award),
        "裁决": {},
        "要素": {},
    }
    workers = set()
    for item in items:
        claim = item.claim
        workers.add(claim.worker_id)
        stated["裁决"][
            f"{claim.worker.roster_no or claim.worker_id} {claim.worker.name}第{claim.no}项"
        ] = {
            "请求": yuan(claim.amount_fen) if claim.amount_fen is not None else "",
            "裁决金额": yuan(item.awarded_fen) if item.awarded_fen is not None else "",
            "算式": item.formula,
            "裁决内容": item.order,
            "本委认为": item.opinion,
            "终局": item.final,
            "终局理由": item.override_reason,
            "扣除": minus.get(claim.pk, []),
        }
    for element in facts.all():
        if element.worker_id is None or element.worker_id in workers:
            stated["要素"][f"{element.code} {element.label} {element.worker_id or ''}".strip()] = {
                "申请人主张": element.applicant_value,
                "被申请人主张": element.respondent_value,
                "一致": element.agreed,
                "认定": element.found,
                "认定理由": element.finding,
                "依据": element.article,
                "证据": facts.proofs[element.pk],
            }
    return stated


# What the tribunal wrote itself, by the name people know it by.
_WORDS = {
    "applicant_case": "申请人称",
    "respondent_case": "被申请人辩称",
    "third_party_case": "第三人称",
    "facts": "查明的其他事实",
    "clear_part": "已经清楚的事实",
    "continuing_part": "继续审理的部分",
}


def _told(award: Award) -> dict[str, Any]:
    told = award.told
    liable = told.get("liable", [])
    named = Party.objects.in_bulk([told["debtor"], *(row["party"] for row in liable)])
    others = [
        f"{named[row['party']].name}{row['mode']}"
        f"{'，限额' + yuan(row['cap_fen']) + '元' if row['cap_fen'] is not None else ''}"
        for row in liable
    ]
    words = {label: told[name] for name, label in _WORDS.items() if told.get(name)}
    return {"支付人": named[told["debtor"]].name, "其他责任人": others, "仲裁庭所写": words}


def digest(stated: Mapping[str, Any]) -> str:
    text = json.dumps(stated, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Change:
    """One thing that reads otherwise than when it was last looked at; "" is: was not there."""

    where: str
    before: str
    after: str


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return what differs between two versions of a draft, by where it stands."""
    old, new = dict(_flat(before)), dict(_flat(after))
    return [
        Change(where, old.get(where, ""), new.get(where, ""))
        for where in dict.fromkeys([*new, *old])
        if old.get(where, "") != new.get(where, "")
    ]


def _flat(value: Any, where: str = "") -> Iterable[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, f"{where} · {name}" if where else str(name))
    elif isinstance(value, list):
        yield where, "；".join(str(v) for v in value)
    elif isinstance(value, bool):
        yield where, "是" if value else "否"
    else:
        yield where, "" if value is None else str(value)
