"""Between acceptance and the first session: invitation, consent, rights, disclosure, recusal."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils.timezone import make_aware

from cases.choices import CaseStatus, OfficerCapacity, ProceduralPlace
from cases.models import Case, Party
from cases.operations import (
    add_officer,
    extend_deadline,
    lock_case,
    record,
    remove_officer,
    require,
    require_open,
)
from cases.permissions import can_edit_case
from documents.operations import issue_document
from documents.service.operations import hand_over
from mediation.choices import Answer, ConsentChannel
from mediation.models import Consent, Disclosure, Objection, RightsNotice
from mediation.operations.application import refuse_conflicts
from mediation.papers import opening
from mediation.papers.blocks import crew_text, names_text
from mediation.permissions import can_recuse_mediator
from mediation.queries import latest_consents
from room.models import Seat
from room.operations import remove_seat
from staff.choices import Role
from staff.models import User
from staff.refusals import ActRefused, NotPermitted


def _in_mediation(case: Case) -> None:
    require_open(case)
    if case.status not in (CaseStatus.ACCEPTED, CaseStatus.SETTLED):
        raise ActRefused(f"案件现为“{case.get_status_display()}”，不在调解中。", source="MED-07")


def sides(parties: list[Party]) -> list[list[Party]]:
    """Group recipients so that all workers are one side and every other party its own."""
    workers = [p for p in parties if p.is_worker]
    return ([workers] if workers else []) + [[p] for p in parties if not p.is_worker]


@transaction.atomic
def invite_respondent(
    *, case: Case, parties: list[Party], reply_by: date, by: User, on: date, method: str = "direct"
) -> None:
    """
    征询调解意愿: ask each respondent whether they are willing, one D03 each.

    Raises:
        ActRefused: by public notice (mediation needs a real yes, MED-04); a day to reply by that
            has passed.
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    _in_mediation(case)
    if method == "public_notice":
        raise ActRefused(
            "调解以自愿为前提，不能以公告方式征询意愿。",
            source="MED-04",
            suggest="联系不上被申请人的，可终止调解并告知其他途径。",
        )
    if reply_by < on:
        raise ActRefused("答复期限不能早于今天。", source="V-D1")
    if not parties:
        raise ActRefused("请选择被征询的当事人。", source="D03")
    event = record(
        case,
        "invite_respondent",
        by=by,
        on=on,
        summary=f"征询{names_text(parties)}的调解意愿，{reply_by:%Y-%m-%d}前答复",
        facts={
            "to": [p.key for p in parties],
            "reply_by": reply_by.isoformat(),
            "method": method,
        },
    )
    for party in parties:
        issue_document(
            case=case,
            code="D03",
            fields=opening.invitation(case, party, reply_by=reply_by),
            by=by,
            on=on,
            party=party,
            recipient=party.name,
            event=event,
        )


@transaction.atomic
def record_mediation_consent(
    *,
    party: Party,
    answer: Answer,
    channel: ConsentChannel,
    by: User,
    on: date,
    through: str = "",
) -> Consent:
    """记录调解意愿: a party's yes or no, with channel and time (人民调解法 17)."""
    case = lock_case(party.case)
    require(can_edit_case(by, case))
    require_open(case)
    consent = Consent(
        case=case,
        party=party,
        answer=answer,
        channel=channel,
        through=through or party.name,
        answered_on=on,
    )
    consent.save()
    record(
        case,
        "record_mediation_consent",
        by=by,
        on=on,
        party=party,
        summary=f"{party.name}{Answer(answer).label}调解（{ConsentChannel(channel).label}）",
        facts={"answer": answer, "channel": channel},
    )
    return consent


@transaction.atomic
def give_rights_notice(
    *, case: Case, parties: list[Party], received_by: list[str], by: User, on: date
) -> None:
    """
    告知权利义务: tell every party their rights; one D04 per party, one for a crew.

    `received_by` names who signed for it, in the order of the sides; a shorter list lets each
    party sign for itself. The paper is handed over there and then, which is its service.
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    _in_mediation(case)
    if not parties:
        raise ActRefused("请选择被告知的当事人。", source="D04")
    event = record(
        case,
        "give_rights_notice",
        by=by,
        on=on,
        summary=f"向{crew_text(parties)}告知权利义务",
        facts={"to": [p.key for p in parties]},
    )
    signers = iter(received_by)
    for side in sides(parties):
        signed = next(signers, "")
        signer = signed or side[0].name
        RightsNotice.objects.bulk_create(
            [RightsNotice(case=case, party=p, received_by=signer, told_on=on) for p in side]
        )
        paper = issue_document(
            case=case,
            code="D04",
            fields=opening.rights(case, side, on=on),
            by=by,
            on=on,
            party=side[0] if len(side) == 1 else None,
            recipient=crew_text(side),
            event=event,
        )
        signed_by = [(p, signed or p.name) for p in side]
        hand_over(document=paper, signed_by=signed_by, by=by, on=on)


@transaction.atomic
def disclose_mediator(
    *, case: Case, relation: str, by: User, on: date, waiver: str = ""
) -> Disclosure:
    """
    调解员告知: the mediator says what relation there is to anybody in the case; makes D05.

    An empty `relation` is the statement that there is none.
    """
    case = lock_case(case)
    require(
        case.officers.filter(user=by, capacity=OfficerCapacity.MEDIATOR, until_on=None).exists(),
        "只有本案调解员本人可以作出告知。",
    )
    _in_mediation(case)
    sentence = relation.strip() or "与各方当事人及其代理人无亲属关系和利害关系。"
    disclosure = Disclosure(
        case=case, mediator=by, relation=sentence, disclosed_on=on, waiver=waiver.strip()
    )
    disclosure.save()
    event = record(
        case,
        "disclose_mediator",
        by=by,
        on=on,
        summary=f"调解员{by.name}作出告知，见告知书",
        facts={"related": bool(relation.strip())},
    )
    issue_document(
        case=case,
        code="D05",
        fields=opening.disclosure(case, on=on),
        by=by,
        on=on,
        event=event,
    )
    return disclosure


@transaction.atomic
def raise_objection(
    *, case: Case, mediator: User, raised_by: str, ground: str, by: User, on: date
) -> Objection:
    """申请回避: record a party's challenge of the mediator; a person decides on it."""
    case = lock_case(case)
    require(can_edit_case(by, case))
    _in_mediation(case)
    objection = Objection(
        case=case, mediator=mediator, raised_by=raised_by, ground=ground, raised_on=on
    )
    objection.save()
    record(
        case,
        "raise_objection",
        by=by,
        on=on,
        summary=f"{raised_by}申请调解员{mediator.name}回避：{ground}",
        facts={"mediator": mediator.pk},
    )
    return objection


def _take_out_of_rooms(case: Case, user: User, on: date) -> None:
    """Who no longer works on the case leaves its rooms with all they could read there."""
    midnight = make_aware(datetime.combine(on, time.min))
    for seat in Seat.objects.filter(room__session__case=case, user=user, removed_at=None):
        remove_seat(seat=seat, at=max(seat.seated_at, midnight))


@transaction.atomic
def recuse_mediator(
    *,
    case: Case,
    mediator: User,
    ground: str,
    replace: bool,
    reason: str,
    by: User,
    on: date,
    replacement: User | None = None,
    raised_by: str = "",
) -> Objection:
    """
    回避处理: decide on a challenge, replace the mediator or dismiss it; a new D05 records both.

    Raises:
        ActRefused: no replacement, or one with a conflict of their own (MED-24).
        NotPermitted: the mediator concerned cannot decide.
    """
    case = lock_case(case)
    require(can_recuse_mediator(by, case))
    _in_mediation(case)
    if by.pk == mediator.pk:
        raise NotPermitted("被申请回避的调解员不能自行作出决定。")
    if not case.officers.filter(
        user=mediator, capacity=OfficerCapacity.MEDIATOR, until_on=None
    ).exists():
        raise ActRefused(f"{mediator.name}不是本案调解员。", source="MED-24")
    if replace:
        if replacement is None or replacement.pk == mediator.pk:
            raise ActRefused("请另行指派调解员。", source="MED-24")
        if not replacement.has_role(Role.MEDIATOR):
            raise ActRefused(f"{replacement.name}不是调解员。", source="MED-02")
        refuse_conflicts(case, [replacement])
    objection = case.objections.filter(mediator=mediator, upheld=None).last() or Objection(
        case=case,
        mediator=mediator,
        raised_by=raised_by or "当事人",
        ground=ground,
        raised_on=on,
    )
    objection.upheld, objection.reason = replace, reason.strip() or "经审查决定。"
    objection.decided_by, objection.decided_on = by, on
    objection.save()
    if replacement and replace:
        _take_out_of_rooms(case, mediator, on)
        remove_officer(
            case=case,
            user=mediator,
            capacity=OfficerCapacity.MEDIATOR,
            by=by,
            on=on,
            reason=f"回避：{ground}",
        )
        add_officer(case=case, user=replacement, capacity=OfficerCapacity.MEDIATOR, by=by, on=on)
    if not case.disclosures.filter(mediator=mediator).exists():
        Disclosure.objects.create(
            case=case, mediator=mediator, relation=f"被申请回避：{ground}。", disclosed_on=on
        )
    decision = f"更换为{replacement.name}" if replacement and replace else "驳回"
    event = record(
        case,
        "recuse_mediator",
        by=by,
        on=on,
        summary=f"调解员{mediator.name}回避申请：{decision}",
        facts={"mediator": mediator.pk, "upheld": replace},
    )
    issue_document(
        case=case,
        code="D05",
        fields=opening.disclosure(case, on=on),
        by=by,
        on=on,
        event=event,
    )
    return objection


@transaction.atomic
def extend_mediation(
    *, case: Case, until: date, consented_by: list[Party], by: User, on: date
) -> None:
    """
    延长调解期限: only with the recorded consent of both sides (企业劳动争议协商调解规定 29).

    Raises:
        ActRefused: a side has not consented; the day is not later than the running one.
    """
    case = lock_case(case)
    require(can_edit_case(by, case))
    _in_mediation(case)
    places = {p.place for p in consented_by}
    if ProceduralPlace.APPLICANT not in places:
        raise ActRefused("申请人一方未同意延期，不能延长。", source="MED-07")
    willing = {p.pk for p in consented_by}
    answers = latest_consents(case)
    missing = [
        p.name
        for p in case.parties.filter(place=ProceduralPlace.RESPONDENT)
        if p.pk not in willing and answers.get(p.pk) != Answer.REFUSE
    ]
    if missing:
        raise ActRefused(f"{'、'.join(missing)}未同意延期，不能延长。", source="MED-07")
    extend_deadline(case=case, rule="MED-07", until=until, by=by, reason="双方同意延期")
    record(
        case,
        "extend_mediation",
        by=by,
        on=on,
        summary=f"双方同意将调解期限延长至{until:%Y-%m-%d}",
        facts={"until": until.isoformat(), "consented_by": [p.key for p in consented_by]},
    )
