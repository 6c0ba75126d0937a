"""Checks of the validation catalogue that more than one paper uses."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from documents.contracts.schema import Check, Context, Fault, amount_dict, amount_fen
from law.formulas import reproduces

REPRESENTATIVES_MIN, REPRESENTATIVES_MAX = 3, 5
COLLECTIVE_FROM = 10


def total_of(rows: str, column: str, total: str, label: str) -> Check:
    """V-M2: the column of the rows adds up to the total."""

    def check(context: Context) -> Iterator[Fault]:
        added = sum(amount_fen(row[column]) for row in context[rows])
        if added != amount_fen(context[total]):
            digits = amount_dict(added)["digits"]
            yield Fault(
                "V-M2",
                total,
                f"{label}不等：各行合计{digits}元，合计栏{context[total]['digits']}元。",
            )

    return check


def headcount(rows: str, count: str, label: str) -> Check:
    """V-M2: as many rows as the paper says there are people."""

    def check(context: Context) -> Iterator[Fault]:
        if len(context[rows]) != context[count]:
            yield Fault(
                "V-M2", count, f"{label}不符：名单{len(context[rows])}人，栏内{context[count]}人。"
            )

    return check


_CREW = re.compile(r"等(\d+)[人名]")


def crew_counted(text: str = "applicants_text", count: str = "worker_count") -> Check:
    """V-M2: 周建民等12人 in a sentence counts the people the paper is about."""

    def check(context: Context) -> Iterator[Fault]:
        named = _CREW.search(context[text])
        if named and int(named[1]) != context[count]:
            yield Fault(
                "V-M2",
                text,
                f"“{context[text]}”与劳动者人数不符，栏内{context[count]}人。",
            )

    return check


def in_order(*steps: tuple[str, str]) -> Check:
    """V-D1: the named days (field path, label) follow one another; equal days are in order."""

    def check(context: Context) -> Iterator[Fault]:
        days = [(path, label, _day(context, path)) for path, label in steps]
        days = [step for step in days if step[2]]
        for (_, before, earlier), (path, after, later) in pairwise(days):
            if later < earlier:
                yield Fault(
                    "V-D1", path, f"日期先后有误：“{after}”（{later}）早于“{before}”（{earlier}）。"
                )

    return check


def _day(context: Context, path: str) -> str:
    value: Any = context
    for name in path.split("."):
        value = value[name] if value else None
    if isinstance(value, Mapping):
        value = value["iso"]
    return (value or "")[:10]


def worker_rows(context: Context) -> Iterator[Fault]:
    """V-M2, V-D1 and V-P4 on each worker row of `workers`."""
    for place, worker in enumerate(context["workers"]):
        who, path = f"第{worker['no']}号劳动者“{worker['name']}”", f"workers[{place}]"
        if amount_fen(worker["due"]) > amount_fen(worker["gross"]) - amount_fen(worker["paid"]):
            yield Fault("V-M2", f"{path}.due", f"{who}的欠付金额大于应发减已付。")
        if not reproduces(worker["basis"], amount_fen(worker["gross"])):
            yield Fault(
                "V-M2",
                f"{path}.basis",
                f"{who}的计算依据“{worker['basis']}”得不出应发{worker['gross']['digits']}元。",
            )
        if worker["period_to"] < worker["period_from"]:
            yield Fault("V-D1", f"{path}.period_to", f"{who}的计薪止日早于起日。")
        if worker["account_holder"] not in (None, worker["name"]):
            yield Fault(
                "V-P4",
                f"{path}.account_holder",
                f"{who}的收款账户不是本人账户（户名“{worker['account_holder']}”）。",
            )


def instalments(context: Context) -> Iterator[Fault]:
    """V-M3 by row and by column, and strictly increasing days (V-D1)."""
    yield from _instalment_days(context["instalments"] or [])
    count = len(context["instalments"] or [])
    for place, worker in enumerate(context["workers"]):
        shares = [amount_fen(share["amount"]) for share in worker["instalments"] or []]
        path, who = f"workers[{place}].instalments", f"第{worker['no']}号劳动者“{worker['name']}”"
        if len(shares) != count:
            yield Fault("V-M3", path, f"{who}的分期为{len(shares)}期，付款计划为{count}期。")
        elif count and sum(shares) != amount_fen(worker["due"]):
            yield Fault("V-M3", path, f"{who}的各期金额合计与欠付金额不等。")
    if any(len(worker["instalments"] or []) != count for worker in context["workers"]):
        return
    for place, instalment in enumerate(context["instalments"] or []):
        added = sum(
            amount_fen(worker["instalments"][place]["amount"]) for worker in context["workers"]
        )
        if added != amount_fen(instalment["amount"]):
            digits = amount_dict(added)["digits"]
            yield Fault(
                "V-M3",
                f"instalments[{place}].amount",
                f"第{instalment['no']}期金额{instalment['amount']['digits']}元，"
                f"与各劳动者该期合计{digits}元不等。",
            )


def _instalment_days(rows: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    for place, (before, after) in enumerate(pairwise(rows), 1):
        if after["due_on"] <= before["due_on"]:
            yield Fault(
                "V-D1",
                f"instalments[{place}].due_on",
                f"第{after['no']}期付款日（{after['due_on']}）应晚于第{before['no']}期。",
            )


def reachable(rows: str, *, by_phone_alone: bool = False) -> Check:
    """
    V-P1: an address or the mark 下落不明, and the number its kind has.

    A person is reached by telephone too, but somebody on the side must have an address or the mark
    unless the telephone is enough for all of it.
    """

    def check(context: Context) -> Iterator[Fault]:
        placed = False
        for place, party in enumerate(context[rows] or []):
            path, who = f"{rows}[{place}]", f"{party['role']}“{party['name']}”"
            natural = party["kind"] == "natural"
            located = bool(party["address"] or party["whereabouts_unknown"])
            placed = placed or located
            if not located and not (natural and party["phone"]):
                lacking = "地址和联系电话" if natural else "地址"
                yield Fault("V-P1", f"{path}.address", f"{who}没有{lacking}，也未注明下落不明。")
            if natural:
                if not party["id_no"] and not party["whereabouts_unknown"]:
                    yield Fault("V-P1", f"{path}.id_no", f"{who}没有公民身份号码。")
            elif not party["credit_code"]:
                yield Fault("V-P1", f"{path}.credit_code", f"{who}没有统一社会信用代码。")
        if not placed and not by_phone_alone and context[rows]:
            label = context[rows][0]["role"].rstrip("0123456789")
            yield Fault("V-P1", rows, f"{label}中至少一方须有地址，或者注明下落不明。")

    return check


def one_side_only(*sides: str) -> Check:
    """V-P3: nobody stands on two sides."""

    def check(context: Context) -> Iterator[Fault]:
        seen: dict[str, str] = {}
        for side in sides:
            for place, party in enumerate(context[side] or []):
                number = party["id_no"] if party["kind"] == "natural" else party["credit_code"]
                if number and seen.setdefault(number, side) != side:
                    yield Fault("V-P3", f"{side}[{place}]", f"“{party['name']}”同时列在两方。")

    return check


def slots_present(*roles: str) -> Check:
    """V-S1: the signature area has a place for each of the roles (compared by their beginning)."""

    def check(context: Context) -> Iterator[Fault]:
        present = [row["role"] for row in context["signatures"]]
        for role in roles:
            if not any(name.startswith(role) for name in present):
                yield Fault("V-S1", "signatures", f"签名栏缺少“{role}”的签名位置。")

    return check


def slots_for(*lists: str) -> Check:
    """V-S1: every party of the lists has its own signature place, by name."""

    def check(context: Context) -> Iterator[Fault]:
        present = {row["name"] for row in context["signatures"]}
        for name in lists:
            for party in context[name] or []:
                if party["name"] not in present:
                    yield Fault(
                        "V-S1", "signatures", f"签名栏缺少{party['role']}“{party['name']}”的位置。"
                    )

    return check


def agents_may_sign(*sides: str) -> Check:
    """V-P2: an agent who signs is named and holds special authority; V-P3: acts for one side."""

    def check(context: Context) -> Iterator[Fault]:
        agents: dict[str, Mapping[str, Any]] = {}
        for side in sides:
            own = {
                agent["name"]: agent
                for party in context[side] or []
                for agent in party["agents"] or []
            }
            for name in own.keys() & agents.keys():
                yield Fault("V-P3", side, f"“{name}”同时代理双方，请更换代理人。")
            agents |= own
        for place, row in enumerate(context["signatures"]):
            if row["capacity"] != "委托代理人":
                continue
            agent = agents.get(row["signer"])
            path = f"signatures[{place}].signer"
            if agent is None:
                yield Fault(
                    "V-P2",
                    path,
                    f"“{row['name']}”的签署人“{row['signer']}”不是已列明的委托代理人。",
                )
            elif agent["scope"] != "特别授权":
                yield Fault(
                    "V-P2",
                    path,
                    f"“{row['signer']}”只有一般授权，不能代为签署本文书，须提交特别授权委托书。",
                )

    return check


def when(field: str, check: Check) -> Check:
    """The check, only when the field holds something."""

    def checked(context: Context) -> Iterator[Fault]:
        if context[field]:
            yield from check(context)

    return checked


_MEDIATES = ("调解委员会", "调解中心", "调解组织", "调解室")


def no_mediator_sends(context: Context) -> Iterator[Fault]:
    """V-S1: what goes to another body bears the seal of an authority."""
    name = context["authority"]["name"]
    if any(word in name for word in _MEDIATES):
        yield Fault(
            "V-S1",
            "authority.name",
            f"应由人力资源社会保障行政部门或者领导小组办公室发出，调解组织“{name}”不能发出。",
        )


def of_authority(context: Context) -> Iterator[Fault]:
    """V-S1, V-D1: a letter is the authority's, signed off by its head before it goes out."""
    yield from no_mediator_sends(context)
    sign_off = context["sign_off"]
    if sign_off["on"] > context["made_on"]:
        yield Fault(
            "V-D1",
            "sign_off.on",
            f"签发日期（{sign_off['on']}）晚于成文日期（{context['made_on']}）。",
        )
