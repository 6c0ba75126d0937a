"""作出裁决: exactly what was drafted, numbered, printed; a final one has effect at once."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from adjudication import drafting
from adjudication.choices import ArbitrationState, AwardState, ClaimState, StatementState
from adjudication.drafting import Change, Facts, Ruling
from adjudication.models import Arbitration, Award, Claim
from adjudication.operations.awards import (
    OF_ALL,
    Liable,
    Words,
    content_of,
    draft_partial_award,
    monthly_min_wage_fen,
    pending,
    refuse_unresolved,
)
from adjudication.operations.findings import require_heard
from adjudication.operations.performance import start_award_clock
from adjudication.operations.posting import post_award
from adjudication.operations.records import meet
from adjudication.operations.stated import StatedAward, refuse_misstated, total_fen
from adjudication.papers import award as papers
from adjudication.permissions import can_preside
from cases.models import CaseEvent, Party
from cases.operations import lock_case, record, require
from documents.models import Document
from documents.operations import Moved, draw_document, keep_document
from documents.packet import drawn_before_locking
from law.money import yuan
from staff.history import bulk_update_with_reason, save_with_reason
from staff.models import Body, User
from staff.refusals import ActRefused


@dataclass(frozen=True)
class DrawnAward:
    """A paper that is laid out and not issued, and all it was drawn from, to be compared."""

    document: Document
    basis: str


@dataclass(frozen=True, kw_only=True)
class Issuing:
    """An award to be made: drawn while nothing is locked, kept if it still holds (ADR 0028)."""

    award: Award
    by: User
    on: date
    stated: StatedAward | None = None
    late_reason: str = ""
    dissenting: Sequence[User] = ()
    basic_court: Body | None = None
    digest: str = ""

    def draw(self, *, ahead: int = 0) -> DrawnAward:
        """
        Check everything and lay the paper out as it would be issued now. Raises as `issue_award`.

        `ahead` awards of the same case are issued just before it, which its number follows.
        """
        award = Award.objects.select_related("arbitration__case").get(pk=self.award.pk)
        fields = self._fields(award, ahead=ahead)
        drawn = draw_document(
            case=award.arbitration.case, code=award.kind, fields=fields, by=self.by, on=self.on
        )
        return DrawnAward(drawn, _compared(fields))

    def keep(self, drawn: DrawnAward) -> Award:
        """Make the award that was drawn, if nothing has moved (`Moved`). Raises as the act."""
        by, on = self.by, self.on
        case = lock_case(self.award.arbitration.case)
        award = Award.objects.select_for_update().get(pk=self.award.pk)
        arbitration = Arbitration.objects.select_for_update().get(pk=award.arbitration_id)
        arbitration.case, award.arbitration = case, arbitration
        fields = self._fields(award)
        if _compared(fields) != drawn.basis:
            raise Moved
        award.state, award.number, award.made_on = AwardState.ISSUED, fields["number"], on
        award.effective_on = on if award.final else None
        event = self._recorded(award, fields["late_reason"] or "")
        drawn.document.event = event
        award.document = keep_document(document=drawn.document, by=by)
        save_with_reason(award, by=by, reason=f"作出裁决{award.number}")
        claims = list(Claim.objects.filter(award_items__award=award))
        for claim in claims:
            claim.state = ClaimState.DECIDED
        bulk_update_with_reason(Claim, claims, ["state"], by=by, reason=f"裁决{award.number}")
        if award.final:
            post_award(award, event=event, by=by, on=on)
            start_award_clock(award, on, by=by)
        waits = arbitration.statements.filter(state=StatementState.ISSUED).exists()
        if not waits and not arbitration.claims.filter(state=ClaimState.PENDING).exists():
            _decided(arbitration, by=by, on=on)
        return award

    def _fields(self, award: Award, *, ahead: int = 0) -> dict[str, Any]:
        """Return what the paper says now, once everything is found in order."""
        arbitration, on = award.arbitration, self.on
        require(can_preside(self.by, arbitration), "裁决由独任仲裁员或者首席仲裁员作出。")
        _refuse_issued(award)
        require_heard(arbitration)
        if self.digest and self.digest != award.digest:
            raise ActRefused("您看的不是现在这一稿，请刷新核对后再作出。", source="V-H1")
        _refuse_uncountersigned(award)
        facts = Facts.of(arbitration)
        if award.kind in OF_ALL:
            refuse_unresolved(facts.unresolved(list(pending(arbitration))))
        if loose := drafting.unsourced(award):
            raise ActRefused(f"裁决理由中的“{loose[0]}”没有来源。", source="ARB-33")
        number = number_of(award, ahead=ahead)
        if self.stated:
            refuse_misstated(award, number, self.stated)
        _refuse_changed(award, facts, on=on)
        return papers.award(
            award,
            number=number,
            on=on,
            late_reason=_late(arbitration, self.late_reason, on=on),
            dissenting={user.pk for user in self.dissenting},
            basic_court=self.basic_court,
        )

    def _recorded(self, award: Award, late_reason: str) -> CaseEvent:
        return record(
            award.arbitration.case,
            "issue_award",
            by=self.by,
            on=self.on,
            summary=f"作出{award.get_kind_display()}{award.number}",
            facts={
                "arbitration": award.arbitration_id,
                "award": award.pk,
                "kind": award.kind,
                "number": award.number,
                "digest": award.digest,
                "total_fen": total_fen(award),
                "late_reason": late_reason,
            },
        )


def issue_award(
    *,
    award: Award,
    by: User,
    on: date,
    stated: StatedAward | None = None,
    late_reason: str = "",
    dissenting: Sequence[User] = (),
    basic_court: Body | None = None,
    digest: str = "",
) -> Award:
    """
    作出裁决: issue the draft exactly as it stands; a final one has effect from this day.

    `digest` is of the text that was on the screen, empty where it was read elsewhere.

    Raises:
        ActRefused: it has been issued or waits for its countersignature; it, the record or the
            wage accounts changed since it was drafted; another text was read (V-H1); a sentence
            without a source (ARB-33); after the limit without a reason (ARB-19); stated figures
            that differ (V-M2, V-M5, ARB-27).
    """
    asked = Issuing(
        award=award,
        by=by,
        on=on,
        stated=stated,
        late_reason=late_reason,
        dissenting=dissenting,
        basic_court=basic_court,
        digest=digest,
    )
    return drawn_before_locking(asked.draw, asked.keep)


def issue_together(
    *, awards: Sequence[Award], by: User, on: date, also: Callable[[], None]
) -> list[Award]:
    """
    Issue the papers of one case one after the other, all of them or none.

    `also` is done in their transaction, before anything else. Raises as `issue_award`.
    """
    asked = [Issuing(award=award, by=by, on=on) for award in awards]

    def keep(drawn: Sequence[DrawnAward]) -> list[Award]:
        also()
        return [one.keep(paper) for one, paper in zip(asked, drawn, strict=True)]

    return drawn_before_locking(
        lambda: [one.draw(ahead=place) for place, one in enumerate(asked)], keep
    )


def _compared(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def _refuse_issued(award: Award) -> None:
    if award.state == AwardState.ISSUED:
        last = award.history.select_related("history_user").first()
        who = last.history_user.name if last and last.history_user else "他人"
        raise ActRefused(
            f"裁决书{award.number}已由{who}于{award.made_on:%Y-%m-%d}作出，未重复办理。",
            source="V-N1",
        )


def _refuse_uncountersigned(award: Award) -> None:
    """Who asked for a second pair of eyes waits for them, on exactly this text."""
    if award.state == AwardState.RETURNED:
        raise ActRefused("裁决书已被退回修改，请改后重新送签。", source="ARB-33")
    if award.state != AwardState.REVIEW:
        return
    if not award.countersigns.filter(approved=True, digest=award.digest).exists():
        raise ActRefused("裁决书正在会签，会签同意后才能作出。", source="ARB-33")


def _refuse_changed(award: Award, facts: Facts, *, on: date) -> None:
    """What is issued is what was drafted."""
    found = changed_since_draft(award, facts, on=on)
    if found is None:
        return
    what = (
        f"（{found[0].where}：{found[0].before or '无'}→{found[0].after or '无'}）" if found else ""
    )
    raise ActRefused(
        f"起草以后内容有变动{what}，不能按原稿作出裁决。",
        source="V-M2",
        suggest="请重新起草，核对后再作出。",
    )


def changed_since_draft(award: Award, facts: Facts, *, on: date) -> list[Change] | None:
    """Return what reads otherwise now: record, accounts, minimum wage; None if nothing does."""
    wage_fen = monthly_min_wage_fen(award.arbitration.case, on)
    now = content_of(award, facts, on)
    now["月最低工资标准"] = yuan(wage_fen)
    if drafting.digest(now) == award.digest:
        return None
    kept = award.versions.filter(digest=award.digest).first()
    return drafting.changes(kept.content, now) if kept else []


def is_late(arbitration: Arbitration, *, on: date) -> bool:
    limit = papers.limit_on(arbitration, on=on)
    return bool(limit and on > limit)


def _late(arbitration: Arbitration, reason: str, *, on: date) -> str:
    limit = papers.limit_on(arbitration, on=on)
    if limit and on > limit and not reason.strip():
        raise ActRefused(
            f"已超过审限（{limit:%Y-%m-%d}），作出裁决须写明超期的原因。",
            source="ARB-19",
            suggest="案情复杂的，应在审限届满前报批延期。",
        )
    return reason.strip() if limit and on > limit else ""


def number_of(award: Award, *, ahead: int = 0) -> str:
    """Return the award's number: the case's own, or with -1, -2 in order of issue."""
    arbitration = award.arbitration
    others = arbitration.awards.exclude(pk=award.pk)
    issued = others.filter(state=AwardState.ISSUED).count() + ahead
    alone = not issued and (award.kind in OF_ALL and not others.filter(kind__in=OF_ALL).exists())
    if alone:
        return arbitration.number
    return f"{arbitration.number.removesuffix('号')}-{issued + 1}号"


def _decided(arbitration: Arbitration, *, by: User, on: date) -> None:
    arbitration.state, arbitration.ended_on = ArbitrationState.DECIDED, on
    save_with_reason(arbitration, by=by, reason="全部请求已裁决")
    meet(arbitration, "ARB-19", "SUM-10", on=on, by=by)


def issue_partial_award(
    *,
    arbitration: Arbitration,
    claims: Sequence[Claim],
    clear_part: str,
    continuing_part: str,
    pay_within_days: int,
    by: User,
    on: date,
    rulings: Sequence[Ruling] = (),
    debtor: Party | None = None,
    liable: Sequence[Liable] = (),
    words: Words | None = None,
    stated: StatedAward | None = None,
    late_reason: str = "",
    basic_court: Body | None = None,
) -> Award:
    """先行裁决: draft and issue the part whose facts are clear in one act (A13)."""
    with transaction.atomic():
        award = draft_partial_award(
            arbitration=arbitration,
            claims=claims,
            clear_part=clear_part,
            continuing_part=continuing_part,
            pay_within_days=pay_within_days,
            rulings=rulings,
            debtor=debtor,
            liable=liable,
            words=words,
            by=by,
            on=on,
        )
        return issue_award(
            award=award,
            stated=stated,
            late_reason=late_reason,
            basic_court=basic_court,
            by=by,
            on=on,
        )
