"""An award before it is issued: findings, the draft, and the second pair of eyes."""

from adjudication import operations as do
from adjudication.models import Award, Element
from centre.rehearsal.acts.arbitration import arbitration_of, arbitrator_of
from centre.rehearsal.acts.award import FOUND_BECAUSE, drafted, items_of, open_draft
from centre.rehearsal.acts.registry import act
from centre.rehearsal.acts.subjects import evidence_of, listed
from centre.rehearsal.reading import Act, ScenarioFault
from centre.rehearsal.stage import Stage


@act
def find_element(stage: Stage, step: Act):
    data, arbitration = step.data, arbitration_of(stage, step)
    worker = stage.worker(data["worker"]) if data.get("worker") else None
    rows = Element.objects.filter(arbitration=arbitration, code=data["element"], worker=worker)
    if data.get("label"):
        rows = rows.filter(label=data["label"])
    element = rows.order_by("id").first()
    if element is None:
        raise ScenarioFault(f"{step.label}：没有要素{data['element']}。")
    return do.find_element(
        element=element,
        found=str(data["found"]),
        finding=data.get("finding") or FOUND_BECAUSE,
        evidence=evidence_of(stage, listed(data.get("evidence"))),
        article=data.get("article") or "",
        by=arbitrator_of(stage, step),
        on=step.on,
    )


@act
def draft_award(stage: Stage, step: Act):
    """As `issue_award` says it, without issuing: the papers of what is left of the case."""
    arbitration = arbitration_of(stage, step)
    return drafted(stage, step, arbitration, items_of(stage, arbitration, step))


def _draft(stage: Stage, step: Act) -> Award:
    award = open_draft(arbitration_of(stage, step), step.data["document"])
    if award is None:
        raise ScenarioFault(f"{step.label}：没有{step.data['document']}的草稿。")
    return award


@act
def send_for_review(stage: Stage, step: Act):
    return do.send_for_review(award=_draft(stage, step), by=arbitrator_of(stage, step), on=step.on)


@act
def countersign(stage: Stage, step: Act):
    return do.countersign(
        award=_draft(stage, step),
        opinion=step.data.get("opinion") or "",
        by=stage.person(step.by),
        on=step.on,
    )


@act
def return_award(stage: Stage, step: Act):
    return do.return_award(
        award=_draft(stage, step),
        opinion=step.data.get("opinion") or "",
        by=stage.person(step.by),
        on=step.on,
    )
