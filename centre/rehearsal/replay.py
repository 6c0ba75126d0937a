"""Playing a scenario from its first act to its last, and trying what it says must be refused."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from centre.rehearsal.acts import default_attempt, papers_of, perform
from centre.rehearsal.comparing import differences
from centre.rehearsal.reading import (
    Act,
    Scenario,
    ScenarioFault,
    day,
    parse_acts,
)
from centre.rehearsal.refusing import Attempt, place_of, plan
from centre.rehearsal.stage import Stage
from centre.rehearsal.summary import summary
from documents import store
from documents.models import Document
from mediation.routes import refuse_closed_way
from staff.refusals import ActRefused
from staff.sms import no_sms

Say = Callable[[str], None]


@dataclass
class Outcome:
    """What a replay showed; `differences` empty means it passed."""

    scenario: Scenario
    differences: list[str] = field(default_factory=list)
    not_reached: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    summary: dict[str, Any] = field(default_factory=dict)
    acts_done: int = 0

    @property
    def passed(self) -> bool:
        return not self.differences


class _RollBack(Exception):
    """Undo what an attempt or an unkept replay did."""


@contextmanager
def _undone() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
            raise _RollBack
    except _RollBack:
        pass


@contextmanager
def _scratch_files(keep: bool) -> Iterator[None]:
    """Keep the papers of a replay that is thrown away out of the installation's store."""
    if keep:
        yield
        return
    before = settings.FILES_DIR
    with tempfile.TemporaryDirectory(prefix="kuaijie-rehearsal-") as scratch:
        settings.FILES_DIR = Path(scratch)
        try:
            yield
        finally:
            settings.FILES_DIR = before


def rehearse(
    scenario: Scenario,
    *,
    say: Say,
    keep: bool = False,
    out: Path | None = None,
    until: str | None = None,
) -> Outcome:
    """
    Replay one scenario and everything it says must be refused.

    `until` stops after the first act of that name; `out` receives every paper and summary.json;
    without `keep` the database is left as it was.
    """
    outcome = Outcome(scenario)
    with _scratch_files(keep), no_sms():
        try:
            with transaction.atomic():
                _Replay(scenario, outcome, say, until).run(out)
                if not keep:
                    raise _RollBack
        except _RollBack:
            pass
    if until is None:
        for variant in scenario.get("variants") or []:
            _rehearse_variant(scenario, variant, outcome, say=say, out=out)
    return outcome


def _rehearse_variant(scenario, variant, outcome: Outcome, *, say: Say, out: Path | None) -> None:
    """Replay one variant and add what it showed to the outcome of the scenario."""
    say(f"  变体{variant['key']}")
    shown = rehearse(
        _variant(scenario, variant), say=say, out=out / variant["key"] if out else None
    )
    outcome.differences += [f"变体{variant['key']}：{d}" for d in shown.differences]
    outcome.refusals += [f"变体{variant['key']}：{r}" for r in shown.refusals]
    outcome.summary.setdefault("variants", {})[variant["key"]] = shown.summary


def _variant(scenario: Scenario, variant: dict[str, Any]) -> Scenario:
    """Return the scenario that runs to `keep_until` and then goes the variant's way."""
    place = place_of(scenario, variant["keep_until"])
    raw = {k: v for k, v in scenario.raw.items() if k != "variants"}
    raw["expected"] = variant.get("expected") or {}
    acts = [*scenario.acts[: place + 1], *parse_acts(variant["acts"])]
    for number, step in enumerate(acts, start=1):
        step.place = number
    return Scenario(f"{scenario.id}-{variant['key']}", scenario.title, raw, acts)


class _Replay:
    def __init__(self, scenario: Scenario, outcome: Outcome, say: Say, until: str | None) -> None:
        self.scenario = scenario
        self.outcome = outcome
        self.say = say
        self.stage = Stage(scenario)
        self.documents: dict[str, set[str]] = {"generated": set(), "received": set()}
        self.last = self._last_act(until)

    def _last_act(self, until: str | None) -> int:
        """Return the number of acts to perform."""
        if until is None:
            return len(self.scenario.acts)
        for number, step in enumerate(self.scenario.acts, start=1):
            if step.name == until:
                return number
        raise ScenarioFault(f"情景中没有行为“{until}”。")

    @property
    def whole(self) -> bool:
        return self.last == len(self.scenario.acts)

    def run(self, out: Path | None) -> None:
        acts = self.scenario.acts
        self.stage.set_up(acts[0])
        attempts = plan(self.scenario)
        for number in range(self.last):
            self._try(attempts, number)
            if not self._do(acts[number]):
                break
            self.outcome.acts_done = number + 1
        else:
            if self.whole:
                self._try(attempts, len(acts))
        for attempt in attempts:
            if not attempt.done:
                self.outcome.not_reached.append(f"refusals：尚未到{attempt.label}")
        self._finish(out)

    def _do(self, step: Act) -> bool:
        """Perform one act and compare its papers; False when the replay cannot go on."""
        before = _last_paper()
        try:
            with transaction.atomic():
                perform(self.stage, step)
        except ScenarioFault as fault:
            self.outcome.differences.append(str(fault))
            self.say(f"  ✗ {fault}")
            return False
        except ActRefused as refused:
            self.outcome.differences.append(f"{step.label}被拒绝（{refused.source}）：{refused}")
            self.say(f"  ✗ {step.label}：{refused}（{refused.source}）")
            return False
        made = set(Document.objects.filter(pk__gt=before).values_list("code", flat=True))
        made = papers_of(self.stage, step, made)
        wanted = set(step.documents)
        self.documents["generated"] |= made
        self.documents["received"] |= set(step.data.get("received", []))
        if made != wanted:
            self.outcome.differences.append(
                f"{step.label}：应出具{sorted(wanted) or '无'}，实出具{sorted(made) or '无'}"
            )
        papers = f" → {' '.join(sorted(made))}" if made else ""
        self.say(f"  ✓ [{step.place}/{len(self.scenario.acts)}] {step.on} {step.name}{papers}")
        return True

    def _try(self, attempts: list[Attempt], number: int) -> None:
        for attempt in attempts:
            if attempt.start == number and not attempt.done:
                attempt.done = True
                self._attempt(attempt)

    def _attempt(self, attempt: Attempt) -> None:
        """Perform a changed stretch of the replay, see what happens, and undo it."""
        met = attempt.fault
        stage = self.stage
        kept = stage.scenario, stage.case, stage.lead
        stage.scenario = attempt.scenario
        with _undone():
            if not met:
                met = self._meets(attempt)
        stage.scenario, stage.case, stage.lead = kept
        stage.refresh()
        if met:
            self.outcome.differences.append(f"refusals：{attempt.label}：{met}")
            self.say(f"  ✗ 应拒绝 {attempt.label}：{met}")
        else:
            self.outcome.refusals.append(attempt.label)
            self.say(f"  ✓ 已拒绝 {attempt.label}")

    def _meets(self, attempt: Attempt) -> str:
        """Return what is wrong with how the attempt was met; empty when as expected."""
        entry = attempt.entry
        acts = attempt.acts
        if attempt.city:
            self.stage.change_bodies(attempt.city)
        if attempt.plain:
            try:
                refuse_closed_way(self.stage.case, attempt.plain)
                acts = [default_attempt(self.stage, attempt.plain, day(entry["on"]))]
            except ScenarioFault as fault:
                return str(fault)
            except ActRefused as refused:
                return "" if refused.source == entry["source"] else str(refused)
        found, result = "", None
        for step in acts:
            found = ""
            try:
                with transaction.atomic():
                    result = perform(self.stage, step)
            except ActRefused as refused:
                if entry["expect"] == "refused" and refused.source == entry["source"]:
                    return _unsaid(entry, str(refused))
                found = f"{step.name}以{refused.source}被拒绝：{refused}"
            except ScenarioFault as fault:
                found = str(fault)
            # What else cannot be done on the way is no matter: the last act is the attempt.
        return found or self._warned(entry, result)

    def _warned(self, entry: dict[str, Any], result: Any) -> str:
        if entry["expect"] != "warned":
            return "没有被拒绝"
        said = [c if isinstance(c, dict) else vars(c) for c in getattr(result, "cautions", [])]
        cautions = [c for c in said if c["source"] == entry["source"]]
        if not cautions:
            return "没有提示"
        suggest = entry.get("suggest")
        if suggest and str(suggest) not in [c["suggest"] for c in cautions]:
            return f"提示建议{cautions[0]['suggest']}，应为{suggest}"
        return ""

    def _finish(self, out: Path | None) -> None:
        computed = summary(self.stage, self.documents)
        expected = self.scenario.expected
        reached = self.whole and self.outcome.acts_done == self.last
        wrong, later = differences(expected, computed, whole=reached)
        self.outcome.differences += wrong
        self.outcome.not_reached += later
        computed["refusals"] = self.outcome.refusals
        computed["not_reached"] = self.outcome.not_reached
        computed["differences"] = self.outcome.differences
        self.outcome.summary = computed
        if out is not None:
            _write(out, self.stage, computed)


def _unsaid(entry: dict[str, Any], sentence: str) -> str:
    """Return that the refusal does not say what the entry has it say, "" when it does."""
    says = entry.get("says")
    return f"拒绝时没有说“{says}”，说的是：{sentence}" if says and says not in sentence else ""


def _last_paper() -> int:
    return Document.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _write(out: Path, stage: Stage, computed: dict[str, Any]) -> None:
    """Write every paper as .docx and .pdf, and the summary beside them."""
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(computed, ensure_ascii=False, indent=2)
    (out / "summary.json").write_text(text + "\n", encoding="utf-8")
    if stage.case is None:
        return
    papers = stage.case.documents.select_related("docx", "pdf").order_by("pk")
    for place, paper in enumerate(papers, start=1):
        recipient = f"-{paper.recipient}" if paper.recipient else ""
        name = f"{place:03d}-{paper.code}-{paper.title}{recipient}".replace("/", "_")[:80]
        (out / f"{name}.docx").write_bytes(store.get(paper.docx))
        (out / f"{name}.pdf").write_bytes(store.get(paper.pdf))
