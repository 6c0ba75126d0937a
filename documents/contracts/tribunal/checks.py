"""Checks the papers of an arbitration share: counted periods, identities, numbered evidence."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from documents.contracts.schema import Check, Context, Fault
from law.calendar import published_calendar
from law.identity import check_id_number, check_uscc
from law.time_limits import LIMITS, last_day, latest_day_before


def _at(context: Context, path: str) -> Any:
    value: Any = context
    for name in path.split("."):
        value = value[name] if value else None
    return value


def _day(context: Context, path: str) -> date | None:
    value = _at(context, path)
    text = value["iso"] if isinstance(value, dict) else value
    return date.fromisoformat(text[:10]) if text else None


def counted(limit: str, start: str, due: str, label: str, *, days: str | None = None) -> Check:
    """
    V-D2: the day `due` is the end of the period counted from the day `start`.

    `days` names the field with the number where the paper itself sets it. Nothing is said while a
    year of the calendar is unknown: the day is then not printed at all (V-D4).
    """

    def check(context: Context) -> Iterator[Fault]:
        started, printed = _day(context, start), _day(context, due)
        if not started or not printed:
            return
        amount = _at(context, days) if days else None
        if days and amount is None:
            return
        computed = last_day(limit, started, published_calendar(), amount=amount)
        if not computed.provisional and computed.due_on != printed:
            yield Fault(
                "V-D2",
                due,
                f"“{label}”应为{computed.due_on.isoformat()}（{computed.article}），"
                f"栏内为{printed.isoformat()}。",
            )

    return check


def counted_back(limit: str, event: str, day: str, label: str) -> Check:
    """V-D2: the day is the latest one with the full working days of the limit before the event."""

    def check(context: Context) -> Iterator[Fault]:
        held, printed = _day(context, event), _day(context, day)
        if not held or not printed:
            return
        computed = latest_day_before(limit, held, published_calendar())
        if not computed.provisional and computed.due_on != printed:
            yield Fault(
                "V-D2",
                day,
                f"“{label}”应为{computed.due_on.isoformat()}（{computed.article}），"
                f"栏内为{printed.isoformat()}。",
            )

    return check


def within(limit: str, *starts: str, day: str, label: str) -> Check:
    """V-D2: the act of the day is in time, counted from the last of `starts` that has happened."""

    def check(context: Context) -> Iterator[Fault]:
        happened = [found for found in (_day(context, start) for start in starts) if found]
        done = _day(context, day)
        if not happened or not done:
            return
        computed = last_day(limit, max(happened), published_calendar())
        if not computed.provisional and done > computed.due_on:
            yield Fault(
                "V-D2",
                day,
                f"“{label}”（{done.isoformat()}）已超过{LIMITS[limit].title}的期限"
                f"{computed.due_on.isoformat()}（{computed.article}）。",
            )

    return check


def identified(*lists: str) -> Check:
    """V-P1: check digits of identity numbers and credit codes, birth date and sex as the number."""

    def check(context: Context) -> Iterator[Fault]:
        for name in lists:
            value = context[name]
            rows = value if isinstance(value, list) else [value] if value else []
            for place, party in enumerate(rows):
                path = f"{name}[{place}]" if isinstance(value, list) else name
                yield from _identity_faults(party, path)

    return check


def _identity_faults(party: dict[str, Any], path: str) -> Iterator[Fault]:
    who = f"{party['role']}“{party['name']}”"
    if party["id_no"]:
        found = check_id_number(party["id_no"])
        for error in found.errors:
            yield Fault("V-P1", f"{path}.id_no", f"{who}：{error}。")
        born = party["born_on"]
        if found.ok and born and found.birth and found.birth.isoformat() != born:
            yield Fault("V-P1", f"{path}.born_on", f"{who}的出生日期与公民身份号码不一致。")
        if party["kind"] == "natural" and found.ok and party["sex"] not in (None, found.sex):
            yield Fault("V-P1", f"{path}.sex", f"{who}的性别与公民身份号码不一致。")
    if party["credit_code"]:
        for error in check_uscc(party["credit_code"]).errors:
            yield Fault("V-P1", f"{path}.credit_code", f"{who}：{error}。")


def evidence_listed(rows: str, *, evidence: str = "evidence") -> Check:
    """V-C1: the evidence numbers a row refers to stand in the list of evidence."""

    def check(context: Context) -> Iterator[Fault]:
        known = {row["no"] for row in context[evidence] or []}
        for place, row in enumerate(context[rows] or []):
            for number in re.findall(r"\d+", row["evidence"] or ""):
                if int(number) not in known:
                    yield Fault(
                        "V-C1",
                        f"{rows}[{place}].evidence",
                        f"“{row['label']}”所引证据{number}不在证据清单内。",
                    )

    return check


OFFICIAL_SEAL = "单位公章"
SEALS = (OFFICIAL_SEAL, "合同专用章", "项目部章", "部门章")


def official_seal(field: str = "seal_kind") -> Check:
    """V-S2: an organisation signs with its official seal, no seal of a project or a department."""

    def check(context: Context) -> Iterator[Fault]:
        if context[field] not in (None, OFFICIAL_SEAL):
            yield Fault("V-S2", field, f"{context[field]}不能代替单位公章，请加盖单位公章。")

    return check


def agent_may_sign(parties: str, *, settles: bool = False) -> Check:
    """V-P2: who signs for a party is its head, its guardian or an agent named in the paper."""

    def check(context: Context) -> Iterator[Fault]:
        value = context[parties]
        rows = value if isinstance(value, list) else [value]
        for place, row in enumerate(context["signatures"]):
            party = next((one for one in rows if one["name"] == row["name"]), None)
            if not party or not row["signer"] or row["signer"] == party["head"]:
                continue
            guardian = party["guardian"] and party["guardian"]["name"]
            agent = next((a for a in party["agents"] or [] if a["name"] == row["signer"]), None)
            path = f"signatures[{place}].signer"
            if not agent and row["signer"] != guardian:
                yield Fault(
                    "V-P2",
                    path,
                    f"签署人“{row['signer']}”不是{party['name']}的负责人、法定代理人或者委托代理人。",
                )
            elif settles and agent and agent["scope"] != "特别授权":
                yield Fault(
                    "V-P2",
                    path,
                    f"代理人“{row['signer']}”没有特别授权，不能代为承认、放弃或者变更仲裁请求。",
                )

    return check
