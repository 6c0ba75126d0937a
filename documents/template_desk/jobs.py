"""The background job of the desk: an uploaded template against the hardest past cases."""

from collections.abc import Iterator, Sequence
from typing import Any

from django_tasks import task

from documents import store, trial
from documents.contracts import CONTRACTS
from documents.models import TemplateVersion
from documents.template_desk.queries import (
    hardest_cases,
    template_in_force,
    trial_fonts,
    trial_limits,
)

SAVED_EVERY = 5


@task
def try_past_cases(version_pk: int) -> None:
    """
    Print the hardest past cases with a version and keep how each went, without its data.

    What fails is tried with the template in force too: a case that cannot be printed either way is
    no fault of the new one. Started again, it begins anew.
    """
    version = TemplateVersion.objects.select_related("file").get(pk=version_pk)
    found = hardest_cases(version.code)
    contexts = [context for _, context in found]
    rows: list[dict[str, Any]] = []
    _keep(version, rows, len(found))

    def tried(template: bytes, contexts: Sequence[dict[str, Any]]) -> Iterator[trial.Outcome]:
        return trial.cases(
            template,
            contexts,
            title=CONTRACTS[version.code].title,
            on=version.uploaded_on,
            fonts=trial_fonts(),
            limits=trial_limits(),
        )

    outcomes = tried(store.get(version.file), contexts)
    for (measured, _), outcome in zip(found, outcomes, strict=True):
        rows.append(
            {
                "rows": measured.rows,
                "letters": measured.letters,
                "rare": measured.rare,
                "pages": outcome.pages,
                "fault": outcome.fault,
                "known": False,
            }
        )
        if len(rows) % SAVED_EVERY == 0 and len(rows) < len(found):
            _keep(version, rows, len(found))
    failing = [place for place, row in enumerate(rows) if row["fault"]]
    if failing:
        before = tried(template_in_force(version.code), [contexts[place] for place in failing])
        for place, outcome in zip(failing, before, strict=True):
            rows[place]["known"] = bool(outcome.fault)
    _keep(version, rows, len(found))


def _keep(version: TemplateVersion, rows: list[dict[str, Any]], total: int) -> None:
    TemplateVersion.objects.filter(pk=version.pk).update(
        trial={"done": len(rows), "total": total, "rows": rows}
    )
