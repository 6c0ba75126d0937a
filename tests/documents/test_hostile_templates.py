"""Files made to break the desk: none escapes, none takes more time or memory than it is given."""

import json
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from documents import docxzip, trial
from documents.render import TemplateFault, render
from tests.documents import hostile
from tests.documents.hostile import CANARY, LAYOUT, PACKAGE, SAMPLE, SHAPES, TAGS, Hostile
from tests.documents.papers import FONTS_OF_SETUP, docx, fonts, p, shown

DAY = date(2026, 11, 16)
FONTS = trial.Fonts([FONTS_OF_SETUP.resolve()])
LIMITS = trial.Limits()
# What a loaded machine may add to the five seconds: starting Python, ending the child.
SLACK_SECONDS = 15
AT_ONCE_SECONDS = 1.0
# Held to less than the five seconds, or the bombs among them would take the run half an hour.
SECONDS_UNCHECKED = 2
ORDINARY = hostile.spread(30)
PRINTED_UNCHECKED = [one for one in hostile.corpus() if one.family == TAGS]


def plain(shapes) -> list[list]:
    return [[s.name, s.label, s.kind, s.required, plain(s.of)] for s in shapes]


@pytest.fixture(autouse=True)
def canaries() -> Iterator[None]:
    secret, touched = Path(hostile.SECRET), Path(hostile.TOUCHED)
    secret.write_text(CANARY, encoding="utf-8")
    touched.unlink(missing_ok=True)
    yield
    assert not touched.exists(), "the template ran a program"


def desk(one: Hostile) -> tuple[str, trial.Checked | None]:
    """What the desk says of a file, and the check if it came so far."""
    file = one.file
    started = time.monotonic()
    try:
        docxzip.refuse_active(docxzip.read(file))
    except docxzip.NotADocx as refused:
        assert time.monotonic() - started < AT_ONCE_SECONDS
        return str(refused), None
    checked = trial.check(
        file, shapes=plain(SHAPES), sample=SAMPLE, title="样例", on=DAY, fonts=FONTS, limits=LIMITS
    )
    assert time.monotonic() - started < LIMITS.seconds + SLACK_SECONDS
    errors = [f for f in checked.findings if f["level"] == "error"]
    if one.family == TAGS:
        # The check itself has seen it: nothing of the template has run.
        assert errors[0]["place"].startswith("正文第2段")
    assert trial.NOT_STARTED not in [f["message"] for f in errors]
    return "".join(f["message"] for f in errors[:1]), checked


def refuse(one: Hostile) -> None:
    said, checked = desk(one)
    if one.family == LAYOUT:
        # Odd, but harmless: printed within the limits, or refused.
        assert said or checked.sample
    else:
        assert said, "let in"
    assert CANARY not in said
    if checked:
        assert CANARY not in json.dumps([checked.findings, checked.used], ensure_ascii=False)
        if checked.sample:
            assert CANARY not in shown(checked.sample.docx)


@pytest.mark.parametrize("one", ORDINARY, ids=lambda one: one.name)
def test_hostile_file_is_refused(one):
    refuse(one)


@pytest.mark.slow
@pytest.mark.parametrize("one", hostile.corpus(), ids=lambda one: one.name)
def test_every_hostile_file_is_refused(one):
    refuse(one)


def test_there_are_five_hundred_of_them_and_each_family_is_asked_every_time():
    assert len(hostile.corpus()) >= 500
    assert {one.family for one in ORDINARY} == {TAGS, PACKAGE, LAYOUT}


def print_unchecked(one: Hostile, seconds: float) -> None:
    """Print it as if the check had seen nothing: the sandbox and the limits have to hold alone."""
    started = time.monotonic()
    limits = trial.Limits(seconds=seconds)
    outcomes = list(
        trial.cases(one.file, [SAMPLE], title="样例", on=DAY, fonts=FONTS, limits=limits)
    )
    assert time.monotonic() - started < seconds + SLACK_SECONDS
    assert len(outcomes) == 1
    assert outcomes[0].fault or outcomes[0].pages
    assert outcomes[0].fault != trial.NOT_STARTED


@pytest.mark.parametrize("one", PRINTED_UNCHECKED[::25], ids=lambda one: one.name)
def test_hostile_tag_the_check_did_not_see_is_still_held(one):
    print_unchecked(one, SECONDS_UNCHECKED)


@pytest.mark.slow
@pytest.mark.parametrize("one", PRINTED_UNCHECKED, ids=lambda one: one.name)
def test_every_hostile_tag_the_check_did_not_see_is_still_held(one):
    print_unchecked(one, SECONDS_UNCHECKED)


_INTERNALS = re.compile(r"<(class|function|module|built-in|bound|type|jinja2)|root:x:|__\w+__'")


@pytest.mark.parametrize("text", [*hostile.walks(), *hostile.SINGLE], ids=lambda text: text[:70])
def test_tag_that_walks_to_python_prints_nothing_of_it(text):
    try:
        printed = shown(render(docx(p(text)), SAMPLE))
    except TemplateFault:
        return
    assert not _INTERNALS.search(printed)
    assert CANARY not in printed


def test_loop_without_end_is_ended_and_said_so():
    loops = "".join(f"{{% for a{n} in workers %}}" for n in range(6)) + "x" + "{% endfor %}" * 6
    outcome = next(
        trial.cases(
            docx(p(loops)),
            [SAMPLE],
            title="样例",
            on=DAY,
            fonts=FONTS,
            limits=trial.Limits(seconds=1),
        )
    )
    assert outcome.fault == "试排超过1秒，已中止：模板里的循环过多，或者内容过大。"


def test_memory_without_end_is_refused_and_said_so():
    doubling = (
        "{% set n = namespace(a='甲乙丙丁') %}{% for a in workers %}{% set n.a = n.a ~ n.a %}"
        "{% endfor %}{{ n.a }}"
    )
    outcome = next(
        trial.cases(docx(p(doubling)), [SAMPLE], title="样例", on=DAY, fonts=FONTS, limits=LIMITS)
    )
    assert outcome.fault == "试排占用的内存超过512MB，已中止：模板里的循环过多，或者内容过大。"


def test_case_that_ends_the_child_does_not_keep_the_others_from_being_tried():
    loops = "{% for a in workers %}{% for b in workers %}{% for c in workers %}{% endfor %}"
    template = docx(p(loops + "{% endfor %}{% endfor %}{{ case_number }}"))
    long = SAMPLE | {"workers": SAMPLE["workers"] * 60}
    contexts = [SAMPLE, long, SAMPLE, {}, SAMPLE]
    limits = trial.Limits(seconds=4)
    outcomes = trial.cases(template, contexts, title="样例", on=DAY, fonts=FONTS, limits=limits)
    assert [bool(outcome.fault) for outcome in outcomes] == [False, True, False, True, False]


def test_template_that_never_ends_is_not_tried_on_every_case():
    loops = "".join(f"{{% for a{n} in workers %}}" for n in range(6)) + "x" + "{% endfor %}" * 6
    limits = trial.Limits(seconds=1)
    outcomes = trial.cases(
        docx(p(loops)), [SAMPLE] * 20, title="样例", on=DAY, fonts=FONTS, limits=limits
    )
    faults = [outcome.fault for outcome in outcomes]
    assert faults.count(trial.GIVEN_UP) == 17


def test_child_that_does_not_start_is_no_fault_of_the_template(monkeypatch):
    monkeypatch.setattr(trial.sys, "executable", "/bin/false")
    with pytest.raises(trial.NotStarted, match="没有启动"):
        trial.check(docx(p("甲")), shapes=[], sample={}, title="样例", on=DAY, fonts=FONTS)


@pytest.mark.parametrize(
    "attempt",
    [
        "open('/etc/hostname').read()",
        "open('/tmp/kuaijie-touched', 'w')",
        "__import__('socket').create_connection(('192.0.2.1', 80), 1)",
        "__import__('subprocess').run(['true'])",
        "__import__('os').system('true')",
        "__import__('os').listdir('/')",
    ],
)
def test_child_reads_writes_and_calls_nothing_even_if_python_were_reached(attempt, tmp_path):
    import subprocess
    import sys

    code = (
        f"from documents.trial import child; child.shut_in([{str(tmp_path)!r}])\n"
        f"try:\n    {attempt}\nexcept PermissionError as refused:\n    print(refused)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=trial.ROOT
    )
    assert "not in a trial" in done.stdout


def test_child_knows_neither_django_nor_the_environment(monkeypatch):
    monkeypatch.setenv("KUAIJIE_FIELD_KEY", "secret")
    seen = {}
    popen = trial.subprocess.Popen

    def watched(command, **options):
        seen.update(options["env"])
        return popen(command, **options)

    monkeypatch.setattr(trial.subprocess, "Popen", watched)
    checked = trial.check(
        docx(p("甲")), shapes=[], sample={}, title="样例", on=DAY, fonts=FONTS, limits=LIMITS
    )
    assert checked.sample.pages == 1
    assert "KUAIJIE_FIELD_KEY" not in seen


def test_trial_prints_the_same_bytes_as_the_system_itself():
    from documents.pdf import convert

    template = docx(p("案号：{{ case_number }}"))
    checked = trial.check(
        template, shapes=plain(SHAPES), sample=SAMPLE, title="样例", on=DAY, fonts=FONTS
    )
    docx_file = render(template, SAMPLE)
    assert checked.sample.docx == docx_file
    assert checked.sample.pdf == convert(docx_file, title="样例", created=DAY, fonts=fonts())
