"""Terms, answers, the agreement and its signatures, or the end without one."""

from decimal import Decimal
from typing import Any

from cases.choices import Capacity
from cases.queries import wage_accounts
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import (
    column_of,
    listed,
    mediator_of,
    proposal_of,
    through_of,
    without,
)
from centre.rehearsal.reading import Act, ScenarioFault, day, money
from centre.rehearsal.stage import Stage
from law.money import yuan
from mediation import operations as do
from mediation.choices import (
    Answer,
    DefaultClause,
    EndReason,
    Liability,
    PayeeMode,
    PerformanceMode,
    ResidualRights,
)
from mediation.queries import current_agreement
from staff.refusals import ActRefused


@act
def propose_terms(stage: Stage, step: Act):
    data, terms = step.data, step.data["terms"]
    asked = terms.get("rows") or data.get("rows") or "workers"
    workers = stage.workers(asked)
    if terms.get("advanced"):
        _refuse_other_advance(stage, workers, terms["advanced"])
    schedule = _schedule(stage, workers, terms)
    default = terms.get("default_clause") or {"kind": "none"}
    court = terms.get("court")
    session = stage.case.sessions.filter(no=data["session"]).first()
    return do.propose_terms(
        case=stage.case,
        session=session,
        number=data["proposal"],
        terms=do.Terms(
            payers=tuple(
                do.PayerTerm(
                    party=stage.party(p["party"]),
                    liability=Liability(p["liability"]),
                    share_fen=_share(p, terms),
                    account=p.get("from_account") or "",
                    cap_fen=_cap(stage, p),
                    instalments=tuple(p.get("instalments") or ()),
                )
                for p in terms["payers"]
            ),
            schedule=schedule,
            performance_mode=PerformanceMode(terms["performance_mode"]),
            payee_mode=PayeeMode(terms["payee_mode"]),
            default_kind=DefaultClause(default["kind"]),
            grace_days=_whole(default.get("grace_days")),
            penalty_rate=str(default.get("rate") or ""),
            residual_rights=_residual(terms["residual_rights"]),
            acknowledging=tuple(
                (stage.party(a["party"]), a["capacity"]) for a in terms.get("acknowledging") or []
            ),
            recourse_reserved=bool(terms.get("recourse_reserved")),
            joint_confirmation=bool(terms.get("joint_confirmation")),
            court=stage.bodies.get(court) if court else None,
            workers=tuple(workers),
            amounts=_amounts(stage, asked, terms, schedule, workers),
            stated_total_fen=money(terms["confirmed_total"]),
            waiver_explanation=_waiver(terms),
        ),
        by=mediator_of(stage, step),
        on=step.on,
    )


def _refuse_other_advance(stage: Stage, workers: list, stated: dict) -> None:
    """What the terms say the fund has advanced to these workers must be what it is still owed."""
    owed = {a.worker.pk: a.owed_to_fund_fen for a in wage_accounts(stage.case)}
    total = sum(owed[w.pk] for w in workers)
    if stated.get("total") and money(stated["total"]) != total:
        raise ActRefused(f"周转金已垫付的部分应为{yuan(total)}元，请核对。", source="FUND-02")
    for row in stated.get("rows") or []:
        if isinstance(row, dict) and "worker" in row:
            worker = stage.worker(row["worker"])
            if money(row["amount"]) != owed[worker.pk]:
                raise ActRefused(
                    f"{worker.name}名下已垫付的部分应为{yuan(owed[worker.pk])}元。",
                    source="FUND-02",
                )


def _whole(value: Any) -> int | None:
    return None if value in (None, "") else int(value)


def _schedule(stage: Stage, workers: list, terms: dict) -> tuple:
    """Return the instalments, each by its percent or by a column of the roster."""
    found = []
    for row in terms["schedule"]:
        percent = row.get("percent")
        column = row.get("roster_column")
        found.append(
            do.InstalmentTerm(
                no=row["instalment"],
                due_on=day(row["due_on"]),
                percent=None if percent in (None, "") else Decimal(str(percent).rstrip("%")),
                parts=column_of(stage, workers, column, row["instalment"]) if column else None,
                stated_fen=money(row["amount"]) if row.get("amount") else None,
            )
        )
    return tuple(found)


def _share(payer: dict, terms: dict) -> int:
    """Return a payer's share: as stated, of the instalments it pays, or all if it is alone."""
    if payer.get("share"):
        return money(payer["share"])
    paid = payer.get("instalments") or []
    if paid and all(isinstance(p, str) for p in paid):
        return sum(money(p) for p in paid)
    if paid:
        return sum(money(s["amount"]) for s in terms["schedule"] if s["instalment"] in paid)
    if len(terms["payers"]) == 1:
        return money(terms["confirmed_total"])
    raise KeyError("share")


def _cap(stage: Stage, payer: dict) -> int | None:
    """Return the cap of an advance: as stated, but never above the works price still unpaid."""
    stated = money(payer["cap"]) if payer.get("cap") else None
    if payer["liability"] != Liability.CAPPED_ADVANCE:
        return stated
    prices = stage.case.links.filter(
        upper=stage.party(payer["party"]), unpaid_works_price_fen__isnull=False
    ).values_list("unpaid_works_price_fen", flat=True)
    known = [sum(prices)] if prices else []
    return min([*known, *([] if stated is None else [stated])], default=None)


def _waiver(terms: dict) -> str:
    """Return why less than what is owed was agreed; the format knows several names for it."""
    for key in ("waiver_explanation", "waiver_reason", "waiver", "waived"):
        said = terms.get(key)
        if isinstance(said, dict):
            said = said.get("explanation") or said.get("reason") or said.get("text")
        if isinstance(said, str) and said.strip() and not said.replace(".", "").isdigit():
            return said
    return ""


def _residual(word: str) -> ResidualRights:
    if word in ResidualRights.values:
        return ResidualRights(word)
    if "reserve" in word or "保留" in word:
        return ResidualRights.OTHERS_RESERVED
    return ResidualRights(word)


def _amounts(stage: Stage, asked: Any, terms: dict, schedule: tuple, workers) -> dict[int, int]:
    """
    Return what each worker is offered where it is not simply what is owed.

    Said by a column (`amount_column`), by rows with an `amount`, by the columns of the schedule,
    or for a single worker by the total. A total that none of the other figures bears out is a
    slip, not an offer.
    """
    total = money(terms["confirmed_total"])
    if terms.get("amount_column"):
        return column_of(stage, workers, terms["amount_column"])
    table = terms.get("amounts") or asked
    if isinstance(table, list) and table and isinstance(table[0], dict) and "amount" in table[0]:
        return {row["worker"]: money(row["amount"]) for row in table}
    if schedule and all(s.parts is not None for s in schedule):
        offered = {w.roster_no: sum(s.parts[w.roster_no] for s in schedule) for w in workers}
        if sum(offered.values()) == total != _owed(workers):
            return offered
    stated = [s.stated_fen for s in schedule]
    borne_out = None not in stated and sum(stated) == total
    if len(workers) == 1 and borne_out and sum(_share(p, terms) for p in terms["payers"]) == total:
        return {workers[0].roster_no: total}
    return {}


def _owed(workers: list) -> int:
    """Return what the wage accounts of these workers have open."""
    if not workers:
        return 0
    accounts = {a.worker.pk: a.outstanding_fen for a in wage_accounts(workers[0].case)}
    return sum(accounts.get(w.pk, 0) for w in workers)


def _people(stage: Stage, step: Act) -> list:
    """Return whose act it is: the rows named, the row, or who does it."""
    if step.data.get("rows"):
        return stage.workers(step.data["rows"])
    if step.data.get("row"):
        return [stage.worker(step.data["row"])]
    return stage.parties(step.by)


def _acting(stage: Stage, step: Act, party) -> str:
    """Return the name of a worker who acts for the row of another; empty otherwise."""
    own = stage.rows_of(step.by) is None and step.by.startswith("worker_")
    actor = stage.party(step.by) if own else None
    return actor.name if actor is not None and actor.pk != party.pk else ""


def _capacity(stage: Stage, step: Act, party) -> Capacity:
    if step.data.get("capacity"):
        return Capacity(step.data["capacity"])
    return Capacity.ELECTED_REPRESENTATIVE if _acting(stage, step, party) else Capacity.SELF


def _answers(stage: Stage, step: Act, answer: Answer):
    data = step.data
    people = _people(stage, step)
    people = without(stage, people, data)
    return [
        do.answer_terms(
            proposal=proposal_of(stage, step),
            party=party,
            answer=answer,
            through=_acting(stage, step, party) or through_of(stage, data),
            capacity=_capacity(stage, step, party),
            reason=data.get("reason") or "",
            by=mediator_of(stage, step),
            on=step.on,
        )
        for party in people
    ]


@act
def confirm_terms(stage: Stage, step: Act):
    return _answers(stage, step, Answer.AGREE)


@act
def decline_terms(stage: Stage, step: Act):
    return _answers(stage, step, Answer.REFUSE)


@act
def generate_agreement(stage: Stage, step: Act):
    data = step.data
    if data.get("advanced_total"):
        agreed = proposal_of(stage, step).answers.filter(answer=Answer.AGREE)
        _refuse_other_advance(
            stage,
            [w for w in stage.workers("workers") if agreed.filter(party=w).exists()],
            {"total": data["advanced_total"]},
        )
    stated: dict[str, Any] = {}
    if data.get("rows"):
        stated["rows"] = sorted(stage.numbers(data["rows"]))
    if data.get("confirmed_total"):
        stated["confirmed_total_fen"] = money(data["confirmed_total"])
    if data.get("instalments"):
        stated["instalments_fen"] = [_money_of(i) for i in data["instalments"]]
    if data.get("shares"):
        stated["shares_fen"] = _shares(stage, step, data["shares"])
    return do.generate_agreement(
        proposal=proposal_of(stage, step),
        annex=bool(data.get("annex")),
        copies=_whole(data.get("copies")),
        stated=stated,
        by=mediator_of(stage, step),
        on=step.on,
    )


def _shares(stage: Stage, step: Act, shares: Any) -> list[int]:
    """Return stated shares in the order of the proposal's payers."""
    if isinstance(shares, dict):
        shares = [{"party": key, "share": share} for key, share in shares.items()]
    if not all(isinstance(s, dict) and "party" in s for s in shares):
        return [_money_of(s) for s in shares]
    by_party = {s["party"]: _money_of(s) for s in shares}
    payers = proposal_of(stage, step).payers.select_related("party")
    return [by_party.get(p.party.key, 0) for p in payers]


def _money_of(entry: Any) -> int:
    if isinstance(entry, dict):
        return money(entry.get("amount") or entry.get("share"))
    return money(entry)


@act
def sign_agreement(stage: Stage, step: Act):
    data = step.data
    agreement = current_agreement(stage.case)
    officer = mediator_of(stage, step)
    if agreement is None:
        raise ScenarioFault(f"{step.label}：尚无调解协议。")
    if data["slot"] == "mediator":
        return do.sign_as_mediator(
            agreement=agreement,
            mediator=stage.people.get(step.by, officer),
            by=officer,
            on=step.on,
        )
    if data.get("authority") not in (None, "special"):
        raise ActRefused("签署协议的代理人须有特别授权。", source="V-P2")
    parties = without(stage, _people(stage, step), data)
    return [
        do.sign_agreement(
            agreement=agreement,
            party=party,
            signer=party.name if data["signer"] == "each" else data["signer"],
            capacity=_capacity(stage, step, party),
            marks=listed(data["marks"]),
            seal_kind=data.get("seal_kind") or "",
            by=officer,
            on=step.on,
        )
        for party in parties
    ]


@act
def seal_agreement(stage: Stage, step: Act):
    return do.seal_agreement(
        case=stage.case,
        seal_kind=step.data.get("seal_kind", "mediation_org") or "",
        by=mediator_of(stage, step),
        on=step.on,
    )


@act
def terminate_mediation(stage: Stage, step: Act):
    data = step.data

    def listed(key: str):
        return stage.workers(data[key]) if data.get(key) is not None else None

    return do.terminate_mediation(
        case=stage.case,
        reason=EndReason(data["reason"]),
        reason_text=data.get("reason_text") or "",
        sessions_held=data.get("sessions_held"),
        guidance=data["guidance"],
        agreed=listed("agreed_rows"),
        not_agreed=listed("not_agreed_rows"),
        as_to=stage.parties(data["as_to"]) if data.get("as_to") else None,
        by=mediator_of(stage, step),
        on=step.on,
    )
