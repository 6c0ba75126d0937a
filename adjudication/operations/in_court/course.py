"""The course of a hearing: roll, recusal, lines, elements, evidence, mediation, last words."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from adjudication.choices import HearingStep, MediationResult, Speaker
from adjudication.models import Element, Hearing
from adjudication.operations.hearings import open_hearing
from adjudication.operations.in_court.log import held, tell, there, words_of
from adjudication.operations.replies import capacity_of
from adjudication.papers.blocks import role_of
from adjudication.permissions import can_preside
from adjudication.queries import disputed
from adjudication.queries.course import PART_OF, SPEAKERS, course_of
from adjudication.queries.parties import called
from cases.models import Evidence, Party
from cases.operations import require
from mediation.models import EvidenceCopy
from staff.models import User
from staff.refusals import ActRefused


@transaction.atomic
def open_in_room(*, hearing: Hearing, by: User, at: datetime) -> Hearing:
    """开庭 in the room: everybody there is told; see `open_hearing` for what is refused."""
    opened = open_hearing(hearing=hearing, by=by, at=at)
    step = HearingStep.IDENTITY
    tell(opened, "opened", {"no": opened.no})
    tell(opened, "agenda", {"step": step, "label": step.label})
    return opened


@transaction.atomic
def go_to_step(*, hearing: Hearing, step: HearingStep, by: User) -> None:
    held(hearing, by)
    tell(hearing, "agenda", {"step": step, "label": HearingStep(step).label})


@transaction.atomic
def call_party(
    *,
    hearing: Hearing,
    party: Party,
    present: bool,
    by: User,
    at: datetime,
    person: str = "",
) -> None:
    """
    核对身份: who came for a party, or that nobody did.

    Raises:
        ActRefused: not a party of this case (A11); the person may not act for it here (V-P2).
    """
    arbitration = held(hearing, by)
    if party.pk not in {p.pk for p in called(arbitration)} and not (
        arbitration.applicants.filter(pk=party.pk).exists()
    ):
        raise ActRefused("只登记本案的当事人，旁听人员不登记。", source="A11")
    capacity = ""
    if present:
        known, _ = capacity_of(party, person.strip(), on=localtime(at).date())
        capacity = known.label
    tell(
        hearing,
        "roll",
        {
            "party": party.key,
            "name": party.name,
            "role": role_of(arbitration, party),
            "present": present,
            "person": person.strip() if present else "",
            "capacity": capacity,
        },
    )


@transaction.atomic
def ask_recusal(*, hearing: Hearing, party: Party, text: str, by: User) -> None:
    """询问回避: the answer of a party that is there (ARB-16)."""
    there(hearing, party, by)
    tell(hearing, "recusal", {"party": party.key, "name": party.name, "text": words_of(text, 200)})


@transaction.atomic
def write_line(
    *,
    hearing: Hearing,
    speaker: Speaker,
    text: str,
    by: User,
    corrects: int | None = None,
) -> None:
    """
    记录: one utterance; a correction stands at its own place and strikes the old line through.

    Raises:
        ActRefused: no such line, or it was corrected before.
    """
    held(hearing, by)
    course = course_of(hearing)
    if corrects is not None and corrects not in {line.no for line in course.standing}:
        raise ActRefused(f"没有可以更正的第{corrects}行，请刷新页面。", source="ARB-43")
    step = HearingStep(course.step) if course.step else HearingStep.IDENTITY
    body = {
        "no": len(course.lines) + 1,
        "part": PART_OF[step],
        "code": speaker,
        "speaker": SPEAKERS[speaker],
        "text": words_of(text, 2000),
    }
    tell(hearing, "line", body | ({"corrects": corrects} if corrects else {}))


@transaction.atomic
def try_element(*, hearing: Hearing, element: Element, done: bool, by: User) -> None:
    """
    审理一项争议要素: opened, and after both sides were heard on it, done.

    Raises:
        ActRefused: an element both sides agree on is not tried again (SUM-05).
    """
    arbitration = held(hearing, by)
    if element.pk not in {e.pk for e in disputed(arbitration)}:
        raise ActRefused(f"“{element.label}”双方没有争议，不再审理。", source="SUM-05")
    state = "done" if done else "open"
    label = f"{element.code} {element.label}"
    tell(hearing, "element", {"element": element.pk, "label": label, "state": state})


@transaction.atomic
def show_evidence(*, hearing: Hearing, evidence: Evidence | None, by: User) -> None:
    """出示证据 to everybody; None takes it from the screens."""
    arbitration = held(hearing, by)
    if evidence is None:
        tell(hearing, "show.end", {})
        return
    if evidence.case_id != arbitration.case_id or not evidence.submitted:
        raise ActRefused("只能出示已经提交的证据。", source="ARB-39")
    copied = EvidenceCopy.objects.filter(evidence=evidence).exists()
    said = {"id": evidence.pk, "no": evidence.no, "name": evidence.name, "copy": copied}
    tell(hearing, "show", said)


@transaction.atomic
def take_last_words(*, hearing: Hearing, party: Party, text: str, by: User) -> None:
    """最后意见 of a party that is there (ARB-43)."""
    there(hearing, party, by)
    tell(hearing, "last", {"party": party.key, "name": party.name, "text": words_of(text, 500)})


@transaction.atomic
def mediate_in_hearing(*, hearing: Hearing, result: MediationResult, by: User) -> None:
    """当庭调解: what came of it, said as often as it was tried; the last result counts (ARB-32)."""
    arbitration = held(hearing, by)
    require(can_preside(by, arbitration), "由独任仲裁员或者首席仲裁员主持调解。")
    tell(hearing, "mediation", {"result": result, "label": MediationResult(result).label})
