"""The acts of the format by name, and how one of them is performed."""

from collections.abc import Callable
from typing import Any

from centre.rehearsal.reading import Act, ScenarioFault
from centre.rehearsal.stage import Stage

PERFORM: dict[str, Callable[[Stage, Act], Any]] = {}


def act(function: Callable[[Stage, Act], Any]) -> Callable[[Stage, Act], Any]:
    """Register a function as the performance of the act of its name."""
    PERFORM[function.__name__] = function
    return function


COUNT: dict[str, Callable[[Stage, Act, set[str]], set[str]]] = {}


def counts(name: str) -> Callable[[Callable], Callable]:
    """Register what counts as the papers of an act, where that is not just those it issued."""

    def register(function: Callable[[Stage, Act, set[str]], set[str]]) -> Callable:
        COUNT[name] = function
        return function

    return register


def papers_of(stage: Stage, step: Act, made: set[str]) -> set[str]:
    """Return the papers an act is held to have made, of which `made` were issued in it."""
    return COUNT[step.name](stage, step, made) if step.name in COUNT else made


def perform(stage: Stage, step: Act) -> Any:
    """
    Perform one act and return what its operation returned.

    Raises:
        ActRefused: the operation refused it.
        ScenarioFault: the act's data is not of the format.
    """
    if step.name not in PERFORM:
        raise _unknown(step)
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
