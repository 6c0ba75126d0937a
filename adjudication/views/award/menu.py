"""The acts on an award: what each is called, when and by whom it is done, what the law asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from adjudication import operations
from adjudication.choices import AwardKind, AwardState
from adjudication.forms import award_acts as forms
from adjudication.models import Award
from adjudication.permissions import can_countersign, can_run_docket, presides, sits
from staff.models import User

DRAFT, REVIEW, RETURNED, ISSUED = (
    AwardState.DRAFT,
    AwardState.REVIEW,
    AwardState.RETURNED,
    AwardState.ISSUED,
)
DECIDING = frozenset({AwardKind.FINAL, AwardKind.NON_FINAL, AwardKind.PARTIAL})
INTERIM = frozenset({AwardKind.INTERIM})


@dataclass(frozen=True)
class AwardAct:
    """
    What the page of one act says and asks.

    `permission` is a predicate `(user, arbitration)`; `states` and `kinds` of the award in which
    the act is done; `when` what else must hold for it to be offered. `operation` does it, or
    returns what is to be drawn first.
    """

    label: str
    form: type
    operation: Callable
    states: frozenset[str]
    permission: Callable
    done: str
    kinds: frozenset[str] = DECIDING
    requirements: tuple[tuple[str, str], ...] = ()
    grave: bool = False
    first: bool = False
    when: Callable[[Award, User], bool] = lambda award, user: True


def _in(*states: str) -> frozenset[str]:
    return frozenset(states)


def _approved(award: Award, user: User) -> bool:
    return (
        award.state == DRAFT
        or award.countersigns.filter(approved=True, digest=award.digest).exists()
    )


ACTS: dict[str, AwardAct] = {
    "issue": AwardAct(
        "作出裁决",
        forms.IssueForm,
        operations.Issuing,
        _in(DRAFT, REVIEW),
        presides,
        "裁决书已作出，请送达各方当事人。",
        requirements=(
            ("裁决书由仲裁员签名，加盖仲裁委员会印章。", "ARB-33"),
            ("终局裁决自作出之日起发生法律效力。", "ARB-25"),
            ("应当在审限内裁决。", "ARB-19"),
        ),
        grave=True,
        first=True,
        when=_approved,
    ),
    "review": AwardAct(
        "送会签",
        forms.NothingForm,
        operations.send_for_review,
        _in(DRAFT),
        sits,
        "已送会签，会签同意或者退回以前不能改动。",
        requirements=(("裁决书应当载明请求、争议事实、理由、结果、当事人权利和日期。", "ARB-33"),),
    ),
    "certify": AwardAct(
        "出具生效证明",
        forms.CertifyForm,
        operations.certify_effectiveness,
        _in(ISSUED),
        can_run_docket,
        "生效证明已出具。",
        requirements=(
            ("终局裁决自作出之日起生效。", "ARB-25"),
            ("非终局裁决，各方起诉期满不起诉的，发生法律效力。", "ARB-30"),
            ("部分劳动者起诉的，对未起诉的劳动者生效。", "ARB-31"),
        ),
    ),
    "suit": AwardAct(
        "登记起诉或者申请撤销",
        forms.SuitForm,
        operations.record_suit,
        _in(ISSUED),
        can_run_docket,
        "已登记。起诉期间裁决对有关劳动者不生效。",
        requirements=(
            ("劳动者不服终局裁决，十五日内起诉。", "ARB-28"),
            ("用人单位对终局裁决，三十日内向中级人民法院申请撤销。", "ARB-29"),
            ("对非终局裁决不服的，十五日内起诉。", "ARB-30"),
        ),
    ),
    "suit-result": AwardAct(
        "登记法院结果",
        forms.SuitResultForm,
        operations.record_suit_result,
        _in(ISSUED),
        can_run_docket,
        "法院结果已登记。",
        requirements=(("终局裁决被撤销的，十五日内可以起诉。", "ARB-29"),),
        when=lambda award, user: award.suits.filter(result="").exists(),
    ),
    "correct": AwardAct(
        "补正",
        forms.CorrectForm,
        operations.correct_award,
        _in(ISSUED),
        presides,
        "补正决定书已作出，请送达各方当事人。",
        requirements=(
            ("文字、计算错误，或者已经认定而未列明的事项，以决定书补正。", "ARB-33"),
            ("补正不改变认定，也不改变终局与非终局的类型。", "ARB-26"),
        ),
        grave=True,
    ),
    "transfer": AwardAct(
        "移送法院执行",
        forms.SendForm,
        operations.send_interim_award,
        _in(ISSUED),
        can_run_docket,
        "移送执行函已出具。",
        kinds=INTERIM,
        requirements=(("先予执行裁决移送人民法院执行。", "ARB-24"),),
        first=True,
    ),
}


def may(act: AwardAct, award: Award, user: User) -> bool:
    """Whether the act may be done now; who may do it is asked of `permission` alone."""
    return award.state in act.states and award.kind in act.kinds and act.when(award, user)


def acts_of(award: Award, user: User, *, on: date) -> list[tuple[str, str, bool]]:
    """Return (label, address, is the one expected) for what this person may do now."""
    found = [
        (act.label, reverse("award-act", args=[award.pk, name]), act.first)
        for name, act in ACTS.items()
        if may(act, award, user) and act.permission(user, award.arbitration)
    ]
    arbitration = award.arbitration
    own = award.drafted_by_id == user.pk
    if award.state == REVIEW and not own and can_countersign(user, arbitration):
        found.append(("会签", reverse("countersign", args=[award.pk]), True))
    if award.is_open and award.state != REVIEW and sits(user, arbitration):
        name = "award-partial" if award.kind == AwardKind.PARTIAL else "award-draft"
        returned = award.state == RETURNED
        found.append(("重新起草", reverse(name, args=[arbitration.pk]), returned))
    if award.state == ISSUED and can_run_docket(user, arbitration):
        found.insert(0, ("送达", reverse("award-serve", args=[award.pk]), _unserved(award)))
    return found


def _unserved(award: Award) -> bool:
    if award.document is None:
        return False
    told = set(award.document.services.effective().values_list("party_id", flat=True))
    return award.arbitration.respondents.exclude(pk__in=told).exists()
