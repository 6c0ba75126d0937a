"""The acts of the format by name, and how one of them is performed."""

from collections.abc import Callable
from typing import Any

from centre.rehearsal.reading import Act, ActNotBuilt, ScenarioFault
from centre.rehearsal.stage import Stage

# Acts of the format that belong to stations of a case beyond mediation.
_LATER = """
    apply_for_arbitration_review issue_mediation_statement refuse_mediation_statement
    refer_to_legal_aid show_warning_card file_arbitration
    accept_arbitration adopt_simplified_procedure appoint_arbitrator notify_respondent
    serve_document consent_to_shorter_answer schedule_hearing order_evidence submit_answer
    confirm_element hold_hearing issue_award issue_partial_award certify_effectiveness
    request_correction decline_arbitration convert_to_ordinary_procedure challenge_arbitrator
    decide_challenge order_interim_enforcement correct_award decide_procedure extend_award_limit
    apply_for_payment_order court_accepts_payment_order court_issues_payment_order
    object_to_payment_order apply_for_enforcement record_enforcement
"""
NOT_BUILT = frozenset(_LATER.split())
PERFORM: dict[str, Callable[[Stage, Act], Any]] = {}


def act(function: Callable[[Stage, Act], Any]) -> Callable[[Stage, Act], Any]:
    """Register a function as the performance of the act of its name."""
    PERFORM[function.__name__] = function
    return function


def perform(stage: Stage, step: Act) -> Any:
    """
    Perform one act and return what its operation returned.

    Raises:
        ActNotBuilt: no operation exists for it yet.
        ActRefused: the operation refused it.
        ScenarioFault: the act's data is not of the format.
    """
    if step.name not in PERFORM:
        raise ActNotBuilt(step.name) if step.name in NOT_BUILT else _unknown(step)
    if stage.case is None and step.name != "file_lead":
        raise ScenarioFault(f"{step.label}：尚未登记线索，没有案件。")
    try:
        outcome = PERFORM[step.name](stage, step)
    except KeyError as missing:
        raise ScenarioFault(f"{step.label}缺少“{missing.args[0]}”。") from missing
    except ScenarioFault as fault:
        said = str(fault)
        raise ScenarioFault(said if said.startswith("第") else f"{step.label}：{said}") from fault
    except (ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise ScenarioFault(f"{step.label}的数据不合格式：{error}") from error
    if stage.case is not None:
        stage.refresh()
    return outcome


def _unknown(step: Act) -> ScenarioFault:
    return ScenarioFault(f"{step.label}：“{step.name}”不是格式中的行为。")
