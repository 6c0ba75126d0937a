"""A12-1, A12-2, A13: the award; A14 and A14L: what is enforced before it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from adjudication.choices import AwardKind, AwardState, ElementAnswer, HearingState, Procedure
from adjudication.deductions import ADVANCED, PAID, RETURNED, Deduction, deductions
from adjudication.drafting import Facts, shown
from adjudication.models import Arbitration, Award, AwardItem, Element
from adjudication.papers import blocks
from adjudication.queries import clock_reading, deadline, in_order, papers, representatives
from cases.choices import Capacity
from cases.models import Party
from cases.queries import parameter
from documents.contracts import amount_dict, moment_dict
from documents.contracts.award.items import FINAL, NON_FINAL
from documents.contracts.court.confirmation import NO_BASIC_COURT
from documents.models import Document, Service
from documents.service.choices import Outcome
from mediation.papers.blocks import officer_signature
from mediation.papers.opening import SHANGHAI
from staff.choices import BodyKind
from staff.models import Body
from staff.queries import bodies
from staff.refusals import ActRefused

Names = Mapping[int, str]  # of the applicants, in their order, as they are printed
_TOGETHER = (AwardKind.FINAL, AwardKind.NON_FINAL)


def award(
    award: Award,
    *,
    number: str,
    on: date,
    late_reason: str,
    dissenting: Collection[int],
    basic_court: Body | None = None,
) -> dict[str, Any]:
    """A12-1, A12-2 or A13; it prints what the other paper decides too, and decides its own."""
    arbitration = award.arbitration
    items = printed_items(award)
    workers = list({i.claim.worker_id: i.claim.worker for i in items}.values())
    facts = Facts.of(arbitration)
    theirs = {None, *(w.pk for w in workers)}
    rows = in_order(e for e in facts.all() if e.worker_id in theirs)
    limit = limit_on(arbitration, on=on)
    names, head = blocks.named_apart(arbitration), parties(arbitration, workers, on=on)
    places = {pk: no for no, pk in enumerate(names, 1)}
    identify = len(head["applicants"]) < len(workers)
    fields = {
        **head,
        "number": number,
        "finality": FINAL if award.final else NON_FINAL,
        "certified_copy": True,
        **_proceedings(arbitration, on=on),
        **_told(award, rows, facts, names),
        "claims": [_claim(item, names, places, identify=identify) for item in items],
        "finality_limit": {
            "monthly_min_wage": amount_dict(award.min_wage_fen),
            "amount": amount_dict(12 * award.min_wage_fen),
            "source": parameter("monthly_min_wage", case=arbitration.case, on=on).source,
        },
        "claim_total": amount_dict(sum(i.claim.amount_fen or 0 for i in items)),
        **_money(award, names, on=on),
        **_orders(award),
        **courts(basic_court),
        **bench(arbitration, dissenting),
        "limit_on": (limit or on).isoformat(),
        "late_reason": late_reason or None,
        "copies": len(workers) + _others(arbitration) + 1,
    }
    if award.kind == AwardKind.PARTIAL:
        for name in ("clear_part", "continuing_part"):
            fields[name] = blocks.sentence(award.told[name])
    return fields


def printed_items(award: Award) -> list[AwardItem]:
    """Return the items a paper prints: its own, with those of the other paper of the pair."""
    awards = {award.pk: award}
    if award.kind in _TOGETHER:
        pair = award.arbitration.awards.filter(kind__in=_TOGETHER).exclude(pk=award.pk)
        awards |= {other.pk: other for other in pair}
    items = AwardItem.objects.filter(award__in=list(awards)).select_related("claim__worker")
    found = list(items.order_by("claim__worker__roster_no", "claim__worker_id", "claim__no"))
    for item in found:  # an award carries the reasons of all its items: it is read once
        item.award = awards[item.award_id]
    return found


def _claim(
    item: AwardItem, names: Names, places: Mapping[int, int], *, identify: bool
) -> dict[str, Any]:
    claim, awarded = item.claim, item.awarded_fen
    return {
        "no": claim.no,
        "kind": claim.get_kind_display(),
        "what": claim.what,
        "period_from": claim.period_from.isoformat() if claim.period_from else None,
        "period_to": claim.period_to.isoformat() if claim.period_to else None,
        "formula": claim.formula or None,
        "amount": amount_dict(claim.amount_fen) if claim.amount_fen is not None else None,
        "elements": list(claim.elements),
        "worker_no": places[claim.worker_id],
        "worker": names[claim.worker_id],
        "id_no": claim.worker.id_no if identify else None,
        "awarded": amount_dict(awarded) if awarded is not None else None,
        "awarded_formula": item.formula or None,
        "order": item.order or None,
        "opinion": item.opinion,
        "finality": FINAL if item.final else NON_FINAL,
        "finality_reason": item.override_reason or _of_the_whole(item),
    }


def _of_the_whole(item: AwardItem) -> str | None:
    """A partial award does not print the claim that leaves nothing of the case final."""
    if item.award.kind != AwardKind.PARTIAL or item.final:
        return None
    return "本案另有确认劳动关系的请求。" if _status_elsewhere(item.award) else None


def _status_elsewhere(award: Award) -> bool:
    return award.arbitration.claims.filter(kind="labour_relation").exists()


def parties(
    arbitration: Arbitration, workers: Sequence[Party], *, on: date, label: str = ""
) -> dict[str, Any]:
    """Who the paper is about: the workers with claims in it, by their representatives if any."""
    chosen = {w.pk for w in workers}
    speaking = [p for p in representatives(arbitration) if p.pk in chosen] or list(workers)
    return {
        **blocks.heads(arbitration),
        **blocks.sides(arbitration, speaking, on=on),
        "applicants_text": blocks.crew_text(workers),
        "worker_count": len(workers),
    }


def bench(arbitration: Arbitration, dissenting: Collection[int] = ()) -> dict[str, Any]:
    """The panel as it sits, who was told of it last, and who signs."""
    seats = blocks.panel(arbitration)
    keeper = blocks.secretary(arbitration)
    notice = papers(arbitration, "A04").last()
    told = notice.context["panel"] if notice else []
    return {
        "panel": [
            {**blocks.arbitrator(seat), "dissents": seat.user_id in dissenting} for seat in seats
        ],
        "notified_panel": [row["name"] for row in told],
        "secretary": keeper.name if keeper else None,
        "signatures": [
            officer_signature(seat.get_role_display(), seat.user.name)
            for seat in seats
            if seat.user_id not in dissenting
        ],
    }


def limit_on(arbitration: Arbitration, *, on: date) -> date | None:
    """Return the last day of the case with everything that moved its clock (ARB-19, ARB-20)."""
    if reading := clock_reading(arbitration, on=on):
        return reading.due_on
    row = deadline(arbitration, "ARB-19")
    return row.due_on if row else None


def _others(arbitration: Arbitration) -> int:
    return arbitration.respondents.count() + arbitration.third_parties.count()


# The hearing


def _proceedings(arbitration: Arbitration, *, on: date) -> dict[str, Any]:
    held = arbitration.hearings.filter(state=HearingState.CLOSED).order_by("no")
    last = held.last()
    if last is None:
        raise ActRefused("尚未开庭，不能制作裁决书。", source="ARB-33")
    simplified = arbitration.procedure == Procedure.SIMPLIFIED
    return {
        "procedure": "简易处理" if simplified else "一般程序",
        "received_on": arbitration.received_on.isoformat(),
        "docketed_on": str(arbitration.accepted_on),
        "hearings": [
            {"starts_at": moment_dict(h.starts_at.astimezone(SHANGHAI)), "public": h.public}
            for h in held
        ],
        "attendance": "、".join(_attending(arbitration, last)) or "申请人",
        "absent": [
            _absent(arbitration, row.party, before=last.starts_at.astimezone(SHANGHAI).date())
            for row in last.attendance.filter(present=False).select_related("party")
            if arbitration.respondents.filter(pk=row.party_id).exists()
        ],
    }


def _attending(arbitration: Arbitration, hearing) -> Iterable[str]:
    rows = hearing.attendance.filter(present=True).select_related("party").order_by("id")
    places = blocks.roles(arbitration)
    for row in rows:
        who = f"{places[row.party_id]}{row.party.name}"
        if row.person in ("", row.party.name) or row.capacity == Capacity.SELF.label:
            yield who
        else:
            role = places[row.party_id]
            yield f"{role}的{row.capacity or Capacity.AUTHORISED_AGENT.label}{row.person}"


def _absent(arbitration: Arbitration, party: Party, *, before: date) -> dict[str, Any]:
    """
    How the hearing notice reached somebody who did not come.

    Raises:
        ActRefused: it was not served, so nothing may be decided in default (ARB-21).
    """
    served = notice_served(arbitration, party, before=before)
    if served is None:
        raise ActRefused(
            f"没有向{party.name}送达开庭通知的证明，不能缺席裁决。",
            source="ARB-21",
            suggest="请补记送达，或者重新送达后另行开庭。",
        )
    return {
        "name": party.name,
        "notice_served_on": str(served.served_on),
        "simple_channel": served.method == "simple",
        "receipt_proved": receipt_proved(served),
    }


def notice_served(arbitration: Arbitration, party: Party, *, before: date) -> Service | None:
    """Return how the last notice of the hearing reached a party in time; None if none did."""
    notices = papers(arbitration, "A07")
    rows = Service.objects.filter(
        document__in=notices, party=party, outcome=Outcome.SERVED, served_on__lt=before
    )
    return rows.current().order_by("served_on").last()


def receipt_proved(served: Service) -> bool:
    """Whether a simple sending was confirmed by the party, or its receipt is shown (SUM-04)."""
    return bool(served.method != "simple" or served.receiver or served.proofs.exists())


# What was said and found


def _told(award: Award, rows: Sequence[Element], facts: Facts, names: Names) -> dict[str, Any]:
    arbitration = award.arbitration
    undisputed = [e for e in rows if e.agreed and not e.found and e.settled_value]
    disputed = [e for e in rows if e.found]
    proofs = sorted({no for e in rows for no in facts.proofs[e.pk]})
    evidence = arbitration.case.evidence.order_by("no")
    names = {e.no: e.name for e in evidence}
    return {
        "applicant_case": blocks.sentence(
            award.told.get("applicant_case") or arbitration.facts or "申请人的主张见仲裁请求。"
        ),
        "respondent_case": _respondent_case(award, rows, names),
        "third_party_case": _written(award, "third_party_case"),
        "undisputed": [
            {**_row(e, facts, names), "value": shown(e, e.settled_value)} for e in undisputed
        ],
        "disputed": [
            {
                **_row(e, facts, names),
                "applicant_value": shown(e, e.applicant_value) or "未主张",
                "respondent_value": shown(e, e.respondent_value) or "未主张",
                "found": shown(e, e.found),
                "finding": blocks.sentence(e.finding),
            }
            for e in disputed
        ],
        "facts": _written(award, "facts"),
        "evidence": [names[no] for no in proofs if no in names]
        or [e.name for e in evidence if e.submitted]
        or ["当事人陈述"],
        "withheld": [e.name.removesuffix("（未提交）") for e in evidence if not e.submitted],
    }


def _row(element: Element, facts: Facts, names: Names) -> dict[str, Any]:
    nos = "、".join(str(no) for no in facts.proofs[element.pk])
    return {
        "code": element.code,
        "label": blocks.label_of(element, names),
        "evidence": nos or None,
    }


def _written(award: Award, name: str) -> str | None:
    text = award.told.get(name)
    return blocks.sentence(text) if text else None


def _respondent_case(award: Award, rows: Sequence[Element], names: Names) -> str | None:
    """What the tribunal wrote, else the answer element by element; None without an answer."""
    if written := _written(award, "respondent_case"):
        return written
    answered = [e for e in rows if e.answer]
    if not answered:
        return None
    parts = []
    label_of = partial(blocks.label_of, names=names)
    admitted = [label_of(e) for e in answered if e.answer == ElementAnswer.ADMIT]
    if admitted:
        parts.append(f"认可申请人主张的{'、'.join(admitted)}")
    for element in answered:
        if element.answer == ElementAnswer.ADMIT:
            continue
        said = shown(element, element.respondent_value)
        reason = f"，理由是{element.reason.strip().rstrip('。')}" if element.reason else ""
        value = f"{label_of(element)}为{said}" if said else ""
        parts.append(value + reason if value else f"不认可{label_of(element)}{reason}")
    if award.arbitration.limitation_pleaded:
        parts.append("申请人的请求已超过仲裁时效")
    return f"{'；'.join(parts)}。"


# Money


def _money(award: Award, names: Names, *, on: date) -> dict[str, Any]:
    items = list(award.items.select_related("claim__worker"))
    by_claim = {item.claim_id: item.claim for item in items}
    rows: list[Deduction] = deductions(
        award.arbitration, [(i.claim, i.awarded_fen or 0) for i in items], on=on
    )
    total = sum(i.awarded_fen or 0 for i in items)
    advanced, returned, paid = (
        sum(r.amount_fen for r in rows if r.kind == kind) for kind in (ADVANCED, RETURNED, PAID)
    )
    return {
        "awarded_total": amount_dict(total),
        "deductions": [
            {
                "claim_no": by_claim[r.claim_id].no,
                "worker": names[by_claim[r.claim_id].worker_id],
                "kind": r.kind,
                "amount": amount_dict(r.amount_fen),
                "paid_on": r.on.isoformat(),
            }
            for r in rows
        ],
        "advanced_total": amount_dict(advanced),
        "returned_total": amount_dict(returned) if returned else None,
        "paid_total": amount_dict(paid),
        "still_to_pay": amount_dict(total - advanced - returned - paid),
        "advanced_by": _fund_body() if advanced else None,
    }


def _fund_body() -> str | None:
    body = bodies(BodyKind.FUND_BODY).order_by("pk").first()
    return body.name if body else None


def _orders(award: Award) -> dict[str, Any]:
    liable = award.told["liable"]
    named = Party.objects.in_bulk([award.told["debtor"], *(row["party"] for row in liable)])
    return {
        "debtor": named[award.told["debtor"]].name,
        "liable": [
            {
                "name": named[row["party"]].name,
                "mode": row["mode"],
                "cap": amount_dict(row["cap_fen"]) if row["cap_fen"] is not None else None,
            }
            for row in liable
        ],
        "pay_within": {"days": award.pay_within_days, "since": "生效"},
    }


def courts(basic: Body | None = None) -> dict[str, str]:
    """
    Where the parties may go: the basic court, and the intermediate one of the commission's place.

    Raises:
        ActRefused: a court is not registered, or several basic ones are and none was chosen.
    """
    known = list(bodies(BodyKind.COURT).order_by("pk"))
    higher = [court for court in known if "中级" in court.name]
    lower = [court for court in known if not NO_BASIC_COURT.search(court.name)]
    if basic is None and len(lower) == 1:
        basic = lower[0]
    if basic is None:
        raise ActRefused("请选择当事人可以起诉的基层人民法院。", source="ARB-30")
    if not higher:
        raise ActRefused(
            "尚未登记仲裁委员会所在地的中级人民法院，裁决书不能写明救济途径。",
            source="ARB-29",
            suggest="请管理员在“机构”中登记。",
        )
    return {"basic_court": basic.name, "intermediate_court": higher[0].name}


# What is enforced before the award


@dataclass(frozen=True)
class Interim:
    """Why part of the claims may be enforced before the award (调解仲裁法 44)."""

    applied_on: date
    request: str
    clear_relation: str
    hardship: str


def interim(award: Award, why: Interim, *, number: str, court: Body, on: date) -> dict[str, Any]:
    """A14."""
    arbitration = award.arbitration
    items = list(award.items.select_related("claim__worker").order_by("id"))
    workers = list({i.claim.worker_id: i.claim.worker for i in items}.values())
    debtor = Party.objects.get(pk=award.told["debtor"])
    names = blocks.named_apart(arbitration)
    return {
        **parties(arbitration, workers, on=on),
        "number": number,
        "certified_copy": True,
        "docketed_on": str(arbitration.accepted_on),
        "applied_on": why.applied_on.isoformat(),
        "request": blocks.sentence(why.request),
        "clear_relation": blocks.sentence(why.clear_relation),
        "hardship": blocks.sentence(why.hardship),
        "items": [
            {
                "worker": names[i.claim.worker_id],
                "what": i.claim.what,
                "kind": i.claim.get_kind_display(),
                "claimed": amount_dict(i.claim.amount_fen or 0),
                "amount": amount_dict(i.awarded_fen or 0),
                "formula": i.formula or None,
            }
            for i in items
        ],
        "total": amount_dict(sum(i.awarded_fen or 0 for i in items)),
        "debtor": debtor.name,
        "court": court.name,
        **bench(arbitration),
        "copies": len(workers) + _others(arbitration) + 2,
    }


def transfer(
    award: Award,
    *,
    court: str,
    served: Sequence[tuple[Party, date]],
    clues: Sequence[str],
    attachments: Sequence[str],
    approved_by,
    handler,
    on: date,
) -> dict[str, Any]:
    """A14L: the letter with which the court gets it."""
    arbitration = award.arbitration
    return {
        **blocks.heads(arbitration),
        "recipient": court,
        "attachments": list(attachments),
        "copies_to": [],
        "sign_off": {
            "name": approved_by.name,
            "post": approved_by.post or "仲裁委员会负责人",
            "on": on.isoformat(),
        },
        "contact": blocks.contact(arbitration, handler),
        "award_number": award.number,
        "award_on": str(award.made_on),
        "total": amount_dict(sum(i.awarded_fen or 0 for i in award.items.all())),
        "served": [{"name": party.name, "on": day.isoformat()} for party, day in served],
        "clues": list(clues),
    }


def issued_of(arbitration: Arbitration) -> list[Award]:
    return list(arbitration.awards.filter(state=AwardState.ISSUED).order_by("id"))


def document_of(award: Award) -> Document:
    if award.document is None:
        raise ActRefused("裁决尚未作出。", source="ARB-33")
    return award.document
