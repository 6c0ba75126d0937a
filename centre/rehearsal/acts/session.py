"""The session: who is there, what is said, what is agreed to be true."""

from typing import Any

from cases.choices import Capacity
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import evidence_of, listed, moment, recorder_of, session_of
from centre.rehearsal.reading import Act, ScenarioFault, money
from centre.rehearsal.stage import Stage
from law.money import yuan
from mediation import operations as do
from mediation.choices import Fact, SessionResult
from staff.choices import Role


@act
def record_attendance(stage: Stage, step: Act):
    data = step.data
    present: list[dict] = []
    for entry in data["present"]:
        key = entry["who"]
        if stage.is_person(key):
            present.append(
                {"officer": stage.people[key], "capacity": Capacity.MEDIATOR, "person": None}
            )
            continue
        present += [
            {
                "party": party,
                "capacity": Capacity(entry["capacity"]),
                "person": entry.get("person") or party.name,
            }
            for party in stage.parties(key)
        ]
    absent = [e["who"] if isinstance(e, dict) else e for e in listed(data["absent"])]
    absent = [key for key in absent if not stage.is_person(key)]
    return do.record_attendance(
        session=session_of(stage, step),
        present=present,
        absent=stage.parties(absent),
        by=recorder_of(stage, step),
        on=step.on,
    )


@act
def add_minutes_line(stage: Stage, step: Act):
    data = step.data
    speaker = data["speaker"]
    party, label = None, ""
    if stage.is_person(speaker):
        person = stage.people[speaker]
        label = f"{'调解员' if person.has_role(Role.MEDIATOR) else '记录员'}{person.name}"
    elif stage.rows_of(speaker):
        label = f"申请人{stage.name_of(speaker)}"
    else:
        party = stage.party(speaker)
    return do.add_minutes_line(
        session=session_of(stage, step),
        no=data["line"],
        party=party,
        speaker=label,
        text=data["text"],
        concession=bool(data.get("concession")),
        by=recorder_of(stage, step),
        on=step.on,
    )


@act
def confirm_undisputed_fact(stage: Stage, step: Act):
    data = step.data
    content, value = _fact(stage, step)
    fact = do.confirm_undisputed_fact(
        case=stage.case,
        fact=Fact(data["fact"]),
        content=content,
        value=value,
        agreed_by=stage.parties(data["agreed_by"]),
        evidence=evidence_of(stage, listed(data.get("evidence"))),
        by=recorder_of(stage, step),
        on=step.on,
    )
    if "D11" in step.documents:
        do.issue_facts_paper(case=stage.case, by=recorder_of(stage, step), on=step.on)
    return fact


_COLUMNS = {
    "rate": "各人工资标准见明细",
    "periods": "各人出勤天数（计件数）见明细",
    "attendance": "各人出勤见明细",
    "already_paid": "各人已付金额见明细",
    "due": "各人欠付金额见明细",
    "gross": "各人应发金额见明细",
}


def _fact(stage: Stage, step: Act) -> tuple[str, dict]:
    """Return a fact in Chinese words, and its control figure where it has one."""
    value = step.data["value"]
    if isinstance(value, dict) and "roster_column" in value:
        total = value.get("total") or value.get("gross_total")
        content = _COLUMNS.get(value["roster_column"], "见明细")
        kept: dict[str, Any] = {"roster_column": value["roster_column"]}
        for other in value.get("except") or []:
            worker = stage.worker(other["worker"])
            content += f"；{worker.name}：{other['value']}"
            kept.setdefault("except", []).append(other)
        if total:
            kept["total_fen"] = money(total)
            content += f"，合计{yuan(money(total))}元"
        return content, kept
    if isinstance(value, dict) and not {"from", "to"} <= set(value):
        total = value.get("total") or value.get("gross_total")
        if not total:
            raise ScenarioFault(f"无争议事实的值{value}不在格式之内。")
        return f"合计{yuan(money(total))}元", {"total_fen": money(total)}
    if isinstance(value, dict):
        start, end = _period_word(value["from"]), _period_word(value["to"])
        return f"{start}至{end}", value
    text = str(value)
    mentioned = [p for p in stage.case.parties.others() if p.key in text]
    mentioned.sort(key=lambda p: text.index(p.key))
    if mentioned:
        content = mentioned[0].name
        others = "、".join(p.name for p in mentioned[1:])
        return content + (f"（由{others}招用）" if others else ""), {"text": text}
    if step.data["fact"] in (Fact.DUE, Fact.ALREADY_PAID) and text.replace(".", "").isdigit():
        return f"{text}元", {"total_fen": money(text)}
    return text, {"text": text}


def _period_word(text: str) -> str:
    parts = [int(p) for p in str(text).split("-")]
    words = f"{parts[0]}年{parts[1]}月"
    return words + (f"{parts[2]}日" if len(parts) > 2 else "")


@act
def close_session(stage: Stage, step: Act):
    data = step.data
    gone = set(data.get("left_out", []))
    return do.close_session(
        session=session_of(stage, step),
        ended_at=moment(data["end"]),
        result=SessionResult(data["result"]),
        signed_by=[
            s for s in stage.everyone(data["signed_by"]) if getattr(s, "key", "") not in gone
        ],
        by=recorder_of(stage, step),
        on=step.on,
    )
