"""会签: a second pair of eyes on exactly one text; what changed since the last look is shown."""

from datetime import date

from django.db import transaction

from adjudication.choices import AwardState
from adjudication.drafting import Change, changes, unsourced
from adjudication.models import Award, Countersign
from adjudication.permissions import can_countersign, sits
from cases.models import Case
from cases.operations import lock_case, record, require
from staff.history import save_with_reason
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def send_for_review(*, award: Award, by: User, on: date) -> Award:
    """
    送会签: the draft is closed until it is approved or returned.

    Raises:
        ActRefused: it is no open draft, has a sentence without a source, or was returned and not
            changed since.
    """
    case, award = _locked(award)
    require(sits(by, award.arbitration), "只有本案仲裁员可以送会签。")
    if award.state != AwardState.DRAFT:
        raise ActRefused(
            f"裁决书现为“{award.get_state_display()}”，不能送会签。",
            source="ARB-33",
            suggest="被退回的，请修改后重新起草。" if award.state == AwardState.RETURNED else "",
        )
    if loose := unsourced(award):
        raise ActRefused(f"裁决理由中的“{loose[0]}”没有来源。", source="ARB-33")
    returned = award.countersigns.filter(approved=False).last()
    if returned and returned.digest == award.digest:
        raise ActRefused("退回以后内容没有改动，请按退回意见修改。", source="ARB-33")
    award.state = AwardState.REVIEW
    save_with_reason(award, by=by, reason="送会签")
    _recorded(case, award, "send_for_review", f"送会签：{award.get_kind_display()}", by=by, on=on)
    return award


@transaction.atomic
def countersign(
    *, award: Award, by: User, on: date, digest: str = "", opinion: str = ""
) -> Countersign:
    """
    会签同意: `digest` is of the text that was on the screen, empty where it was read elsewhere.

    Raises:
        ActRefused: it does not wait for this, the text has changed, or its drafter signs it.
    """
    return _look(award, approved=True, digest=digest, opinion=opinion, by=by, on=on)


@transaction.atomic
def return_award(
    *, award: Award, opinion: str, by: User, on: date, digest: str = ""
) -> Countersign:
    """
    退回修改, with what is to be changed.

    Raises:
        ActRefused: no opinion; what `countersign` raises.
    """
    if not opinion.strip():
        raise ActRefused("退回须写明要修改的地方。", source="ARB-33")
    return _look(award, approved=False, digest=digest, opinion=opinion, by=by, on=on)


def _look(
    award: Award, *, approved: bool, digest: str, opinion: str, by: User, on: date
) -> Countersign:
    case, award = _locked(award)
    require(can_countersign(by, award.arbitration), "您不能会签本案的裁决书。")
    if award.state != AwardState.REVIEW:
        raise ActRefused(
            f"裁决书现为“{award.get_state_display()}”，不在会签中。",
            source="ARB-33",
            suggest="请刷新页面查看最新状态。",
        )
    if award.drafted_by_id == by.pk:
        raise ActRefused("起草人不能会签自己起草的裁决书。", source="V-S1")
    if digest and digest != award.digest:
        raise ActRefused("您看的不是现在这一稿，请刷新后再会签。", source="V-H1")
    look = Countersign(
        award=award,
        by=by,
        on=on,
        approved=approved,
        digest=award.digest,
        opinion=opinion.strip()[:400],
    )
    look.save()
    if not approved:
        award.state = AwardState.RETURNED
        save_with_reason(award, by=by, reason=f"退回：{opinion.strip()}")
    word = "会签同意" if approved else "会签退回"
    _recorded(
        case,
        award,
        "countersign" if approved else "return_award",
        f"{word}：{award.get_kind_display()}",
        by=by,
        on=on,
    )
    return look


def versions_to_compare(award: Award, user: User) -> tuple[dict, dict]:
    """Return the draft as this person last saw it, {} where they have not, and as it is now."""
    last = award.countersigns.filter(by=user).last()
    now = award.versions.filter(digest=award.digest).first()
    before = award.versions.filter(digest=last.digest).first() if last else None
    return before.content if before else {}, now.content if now else {}


def changes_since_look(award: Award, user: User) -> list[Change]:
    """Return what reads otherwise than when this person last looked; all of it at first."""
    return changes(*versions_to_compare(award, user))


def _locked(award: Award) -> tuple[Case, Award]:
    case = lock_case(award.arbitration.case)
    award = Award.objects.select_for_update().select_related("arbitration").get(pk=award.pk)
    return case, award


def _recorded(case: Case, award: Award, act: str, summary: str, *, by: User, on: date) -> None:
    """The tribunal's own deliberation stays inside: the event is private."""
    record(
        case,
        act,
        by=by,
        on=on,
        summary=summary,
        facts={"arbitration": award.arbitration_id, "award": award.pk, "digest": award.digest},
        private=True,
    )
