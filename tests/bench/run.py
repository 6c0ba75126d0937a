"""
Run the measurements: `python -m tests.bench.run [SUBJECT]`.

Prints one line per value to stdout: name, value, unit, baseline, ratio, separated by tabs.
Everything else goes to stderr. Ends with 1 if a measurement broke.
"""

import importlib
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import Measure


def benches(only: str) -> Iterator[tuple[str, Callable[[], Measure | dict[str, Measure]]]]:
    """Yield name and function of each bench whose name starts with `only`."""
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        subject = path.stem.removeprefix("bench_")
        # A file is imported only when it can hold a match: its imports may be heavy.
        if not (subject.startswith(only) or only.startswith(subject)):
            continue
        module = importlib.import_module(f"tests.bench.{path.stem}")
        for attribute, bench in vars(module).items():
            name = f"{subject}.{attribute.removeprefix('bench_')}"
            if attribute.startswith("bench_") and callable(bench) and name.startswith(only):
                yield name, bench


def rows(name: str, measured: Measure | dict[str, Measure]) -> Iterator[str]:
    several = {"": measured} if isinstance(measured, Measure) else measured
    for label, (value, unit, baseline) in several.items():
        full = f"{name}.{label}" if label else name
        yield f"{full}\t{value:.6g}\t{unit}\t{baseline:.6g}\t{value / baseline:.4g}"


def main(only: str) -> int:
    # Whatever a bench or its children print must not mix with the figures.
    figures = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    with tempfile.TemporaryDirectory(prefix="kuaijie-bench-") as data:
        os.environ["KUAIJIE_DATA"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "centre.settings")
        return measure(only, figures)


def measure(only: str, figures) -> int:
    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    chosen = list(benches(only))
    needs_database = any(getattr(bench, "uses_database", False) for _, bench in chosen)
    databases = setup_databases(verbosity=0, interactive=False) if needs_database else None
    broken = 0
    try:
        for name, bench in chosen:
            print(name, file=sys.stderr, flush=True)
            try:
                print(*rows(name, bench()), sep="\n", file=figures, flush=True)
            except Exception:
                broken += 1
                traceback.print_exc()
    finally:
        if databases is not None:
            teardown_databases(databases, verbosity=0)
    if not chosen:
        print(f"no measurement is called {only!r}", file=sys.stderr)
    return int(bool(broken) or not chosen)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
