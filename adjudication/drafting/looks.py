"""
会签: what of a draft is new to somebody, worker by worker, as much of it as fits on a page.

An award of three hundred workers states a thousand items: of those only what changed is shown,
with what it comes to in all, and the wording is compared for the page that is looked at.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from adjudication.drafting.content import Change, changes
from adjudication.queries.wording import Run, marked
from law.formulas import number_of
from law.money import yuan

PAGE = 25
ITEM = re.compile(r"裁决 · (?P<no>\d+) (?P<name>.+)第(?P<item>\d+)项 · (?P<what>[^·]+)")
SUM = "裁决金额"
SHORT = ("请求", SUM, "算式", "终局")


@dataclass
class Item:
    """One claim of a worker: its figures that changed, then the sentences that did."""

    no: int
    figures: dict[str, list[Run]] = field(default_factory=dict)
    sentences: list[tuple[str, list[Run]]] = field(default_factory=list)

    @property
    def cells(self) -> list[list[Run]]:
        return [self.figures.get(name, []) for name in SHORT]


@dataclass
class Person:
    """A worker of whom something changed; the sums are of all their items, in yuan."""

    no: int
    name: str
    before: str
    after: str
    changed: list[Change]
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Look:
    """`people` are those of the page; `next_no` is where the next one begins, 0: it is the last."""

    general: list[tuple[str, list[Run]]]
    people: list[Person]
    found: int
    changed: int
    before: str
    after: str
    next_no: int

    @property
    def is_empty(self) -> bool:
        return not self.general and not self.changed


@dataclass(frozen=True)
class StatedElement:
    """An element as a draft rests on it; of one worker it is called with the name."""

    called: str
    applicant: str
    respondent: str
    agreed: bool
    found: str
    finding: str
    evidence: str


def elements_of(
    content: Mapping[str, Any], names: Mapping[str, str], units: Mapping[str, str]
) -> list[StatedElement]:
    """
    Return the elements of a version of a draft, bare numbers with their units.

    `names` of the workers by their key, `units` by the code of the element.
    """
    found = []
    for where, said in content.get("要素", {}).items():
        unit = units.get(where.split(" ", 1)[0], "")
        values = (said["申请人主张"], said["被申请人主张"], said["认定"])
        applicant, respondent, settled = (
            f"{value}{unit}" if value[-1:].isdigit() and number_of(value) is not None else value
            for value in values
        )
        nos = "、".join(str(no) for no in said["证据"])
        found.append(
            StatedElement(
                called(where, names),
                applicant,
                respondent,
                bool(said["一致"]),
                settled,
                said["认定理由"],
                nos,
            )
        )
    return found


def called(where: str, names: Mapping[str, str]) -> str:
    """Return where something stands, with the name of the worker and not the key of the row."""
    head, *rest = where.split(" · ")
    if head == "要素" and rest:
        return " · ".join([head, called(rest[0], names), *rest[1:]])
    words, _, key = head.rpartition(" ")
    return " · ".join([f"{words}（{names[key]}）" if key in names else head, *rest])


def look_at(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    names: Mapping[str, str] | None = None,
    words: str = "",
    sums_only: bool = False,
    after_no: int = 0,
) -> Look:
    """Compare two versions of a draft; `words` is part of a name, or a roster number."""
    people: dict[int, Person] = {}
    general: list[Change] = []
    old, new = _sums(before), _sums(after)
    for change in changes(before, after):
        found = ITEM.fullmatch(change.where)
        if found is None:
            general.append(change)
            continue
        no = int(found["no"])
        if no not in people:
            sums = yuan(old.get(no, 0)), yuan(new.get(no, 0))
            people[no] = Person(no, found["name"], *sums, changed=[])
        people[no].changed.append(change)
    wanted = [person for person in people.values() if _fits(person, words.strip(), sums_only)]
    wanted.sort(key=lambda person: person.no)
    rest = [person for person in wanted if person.no > after_no]
    page = rest[:PAGE]
    for person in page:
        person.items = list(_items(person.changed))
    return Look(
        general=[
            (called(one.where, names or {}), marked(one.before, one.after)) for one in general
        ],
        people=page,
        found=len(wanted),
        changed=len(people),
        before=yuan(sum(old.values())),
        after=yuan(sum(new.values())),
        next_no=page[-1].no if len(rest) > PAGE else 0,
    )


def _fits(person: Person, words: str, sums_only: bool) -> bool:
    if sums_only and person.before == person.after:
        return False
    if words.isdecimal():
        return words == str(person.no)
    return words in person.name


def _items(changed: Iterable[Change]) -> Iterable[Item]:
    items: dict[int, Item] = {}
    for change in changed:
        found = ITEM.fullmatch(change.where)
        assert found is not None  # they were sorted by it
        item = items.setdefault(int(found["item"]), Item(int(found["item"])))
        runs = marked(change.before, change.after)
        if found["what"] in SHORT:
            item.figures[found["what"]] = runs
        else:
            item.sentences.append((found["what"], runs))
    return [items[no] for no in sorted(items)]


def _sums(content: Mapping[str, Any]) -> dict[int, int]:
    """Return what is awarded in all, in fen, by the number of the worker."""
    sums: dict[int, int] = {}
    for name, said in content.get("裁决", {}).items():
        no = int(name.split(" ", 1)[0])
        sums[no] = sums.get(no, 0) + int((said[SUM] or "0").replace(".", ""))
    return sums
