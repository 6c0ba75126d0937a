"""What is awarded on each claim, why, and whether that is final: from the record alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from adjudication.choices import ClaimKind, ClaimState, RulingBasis
from adjudication.models import Arbitration, Claim, ClaimRuling, Element
from adjudication.queries import in_order
from law.finality import Finality, finality
from law.formulas import NotAFormula, fill, number_of, tie, worth_fen
from law.money import yuan
from law.statutes import cite
from staff.refusals import ActRefused

# What an award on a claim of the kind rests on; for the others the tribunal names the article.
ARTICLES: Mapping[str, str] = {
    ClaimKind.WAGES: "WAGE-16",
    ClaimKind.OVERTIME: "WAGE-05",
    ClaimKind.DOUBLE_WAGES: "WAGE-13",
    ClaimKind.ECONOMIC_COMPENSATION: "WAGE-12",
    ClaimKind.ADDITIONAL_COMPENSATION: "WAGE-09",
}


@dataclass(frozen=True)
class Ruling:
    """
    What the tribunal decides on one claim where the record alone does not say it.

    `formula` None: the claim's own with what was found; "": rejected. `opinion` are the tribunal's
    words before the operative sentence. `final` departs from the law's proposal and needs `why`.
    """

    claim: Claim
    formula: str | None = None
    opinion: str = ""
    article: str = ""
    order: str = ""
    final: bool | None = None
    why: str = ""

    @classmethod
    def kept(cls, row: ClaimRuling) -> "Ruling":
        """Return what the tribunal has kept about a claim before it drafts."""
        formula = {RulingBasis.OWN: row.formula, RulingBasis.REJECTED: ""}.get(
            RulingBasis(row.basis)
        )
        return cls(row.claim, formula, row.opinion, row.article, row.order, row.final, row.why)


@dataclass(frozen=True)
class Sentence:
    """One sentence of the reasoning with what it rests on."""

    text: str
    elements: tuple[int, ...] = ()
    evidence: tuple[int, ...] = ()
    articles: tuple[str, ...] = ()
    agreed: bool = False

    @property
    def is_sourced(self) -> bool:
        """Whether it names a fact that is proved or agreed on by both sides, or applies the law."""
        return bool(self.articles or (self.elements and (self.evidence or self.agreed)))

    def as_data(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "elements": list(self.elements),
            "evidence": list(self.evidence),
            "articles": list(self.articles),
            "agreed": self.agreed,
        }

    @classmethod
    def from_data(cls, row: Mapping[str, Any]) -> "Sentence":
        return cls(
            row["text"],
            tuple(row["elements"]),
            tuple(row["evidence"]),
            tuple(row["articles"]),
            row["agreed"],
        )


@dataclass(frozen=True)
class Proposed:
    """What is decided on one claim, with its reasons and what the law makes of it."""

    claim: Claim
    awarded_fen: int | None
    formula: str
    tied: str
    order: str
    sentences: tuple[Sentence, ...]
    law: Finality
    final: bool
    override_reason: str

    @property
    def opinion(self) -> str:
        return "".join(sentence.text for sentence in self.sentences)


@dataclass
class Facts:
    """The elements of an arbitration, read once: those of all workers and those of each."""

    common: list[Element]
    own: dict[int, list[Element]] = field(default_factory=dict)
    proofs: dict[int, list[int]] = field(default_factory=dict)  # element → evidence numbers

    @classmethod
    def of(cls, arbitration: Arbitration) -> "Facts":
        elements = arbitration.elements.select_related("worker").prefetch_related("evidence")
        rows = in_order(elements.order_by("id"))
        facts = cls([e for e in rows if e.worker_id is None])
        for element in rows:
            if element.worker_id is not None:
                facts.own.setdefault(element.worker_id, []).append(element)
            facts.proofs[element.pk] = sorted(e.no for e in element.evidence.all())
        return facts

    def all(self) -> list[Element]:
        return [*self.common, *(e for rows in self.own.values() for e in rows)]

    def under(self, claim: Claim) -> list[Element]:
        """Return what a claim rests on; a worker's own element stands before that of all."""
        mine = self.own.get(claim.worker_id, [])
        own = {(e.code, e.label) for e in mine}
        codes = {e.code for e in mine}
        rows = [
            *mine,
            *(e for e in self.common if (e.code, e.label) not in own and e.code not in codes),
        ]
        return in_order(e for e in rows if e.code in claim.elements)

    def unresolved(self, claims: Iterable[Claim]) -> list[Element]:
        """Return what somebody stated and nobody has settled, of these claims' workers or all."""
        workers = {claim.worker_id for claim in claims}
        return [
            e
            for e in self.all()
            if (e.applicant_value or e.respondent_value)
            and not e.settled_value
            and (e.worker_id is None or e.worker_id in workers)
        ]


def values(elements: Iterable[Element], *, claimed: bool = False) -> dict[str, str]:
    """Return what counts by code, or what was claimed; a code that stands twice says nothing."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for element in elements:
        if element.code in found:
            twice.add(element.code)
        found[element.code] = element.applicant_value if claimed else element.settled_value
    return {code: text for code, text in found.items() if code not in twice and text}


def shown(element: Element, value: str) -> str:
    """Return a value as a sentence says it, a bare number with its unit."""
    bare = element.unit and number_of(value) is not None and value.strip()[-1:].isdigit()
    return f"{value}{element.unit}" if bare else value


def propose(
    claim: Claim,
    facts: Facts,
    ruling: Ruling | None,
    *,
    monthly_min_wage_fen: int,
    status_claimed: bool,
) -> Proposed:
    """
    Return what is awarded on a claim, why, and whether that is final.

    Raises:
        ActRefused: the sum cannot be worked out or exceeds the claim (V-M2, V-M5), the reasons
            lack an article (ARB-33), a departure from the law's finality lacks its reason (V-F1).
    """
    elements = facts.under(claim)
    ruling = ruling or Ruling(claim)
    tied, formula, awarded = _sum(claim, elements, ruling)
    found = finality(
        claim.get_kind_display(), awarded, monthly_min_wage_fen, status_claimed=status_claimed
    )
    final = found.final if ruling.final is None else ruling.final
    if final != found.final and not ruling.why.strip():
        raise ActRefused(
            f"{called(claim)}依法应为{'终局' if found.final else '非终局'}（{found.why}），"
            "仲裁庭另作认定的，请写明理由。",
            source="V-F1",
        )
    return Proposed(
        claim=claim,
        awarded_fen=awarded,
        formula=formula,
        tied=tied,
        order=ruling.order.strip().rstrip("。") if awarded is None else "",
        sentences=tuple(_reasons(claim, elements, facts, ruling)),
        law=found,
        final=final,
        override_reason=ruling.why.strip() if final != found.final else "",
    )


def called(claim: Claim) -> str:
    return f"{claim.worker.name}的第{claim.no}项请求“{claim.what}”"


def _sum(claim: Claim, elements: list[Element], ruling: Ruling) -> tuple[str, str, int | None]:
    """Return the formula tied to its facts, as printed, and what it comes to."""
    if claim.amount_fen is None:
        return "", "", None
    settled = values(elements)
    if ruling.formula is None:
        tied = tie(claim.formula, values(elements, claimed=True))
        if not claim.formula:
            raise ActRefused(f"{called(claim)}没有算式，请写明裁决的算式。", source="V-M2")
    else:
        tied = tie(ruling.formula.strip(), settled)
    if not tied:
        return "", "", 0
    try:
        formula = fill(tied, settled)
        awarded = worth_fen(formula)
    except NotAFormula as wrong:
        raise ActRefused(f"{called(claim)}的算式不能计算：{wrong}。", source="V-M2") from wrong
    if awarded > claim.amount_fen:
        raise ActRefused(
            f"{called(claim)}按算式{formula}应为{yuan(awarded)}元，"
            f"超过请求的{yuan(claim.amount_fen)}元，不能裁决。",
            source="V-M5",
        )
    if awarded <= 0:
        return tied, "", 0
    return tied, formula, awarded


def _reasons(claim: Claim, elements: list[Element], facts: Facts, ruling: Ruling) -> list[Sentence]:
    found: list[Sentence] = []
    settled = [e for e in elements if e.settled_value]
    if ruling.opinion.strip():
        proofs = sorted({no for e in settled for no in facts.proofs[e.pk]})
        articles = tuple(dict.fromkeys([ruling.article, *(e.article for e in settled)]))
        found.append(
            Sentence(
                f"{ruling.opinion.strip().rstrip('。')}。",
                tuple(e.pk for e in settled),
                tuple(proofs),
                tuple(filter(None, articles)),
                agreed=bool(settled) and all(e.agreed and not e.found for e in settled),
            )
        )
    else:
        found += [_of_element(e, facts) for e in settled]
    article = (
        ruling.article
        or ARTICLES.get(claim.kind, "")
        or next((e.article for e in settled if e.article), "")
    )
    if not article:
        raise ActRefused(
            f"{called(claim)}没有写明裁决所依的条文。",
            source="ARB-33",
            suggest="请在认定要素时或者对这项请求写明依据。",
        )
    # The paper itself says what follows for the claim and cites the article of its kind.
    if claim.kind not in ARTICLES or not found:
        ids = tuple(e.pk for e in settled)
        found.append(Sentence(f"该项请求适用{cite(article)}。", ids, (), (article,)))
    return found


def _of_element(element: Element, facts: Facts) -> Sentence:
    """What both sides agree on, or what they said and what was found."""
    proofs = tuple(facts.proofs[element.pk])
    articles = tuple(filter(None, [element.article]))
    value = shown(element, element.settled_value)
    if element.agreed and not element.found:
        text = f"双方对{element.label}（{value}）均无争议，本委予以确认。"
        return Sentence(text, (element.pk,), proofs, agreed=True)
    claimed = shown(element, element.applicant_value) or "未主张"
    answered = shown(element, element.respondent_value) or "未主张"
    text = (
        f"关于{element.label}，申请人主张{claimed}，被申请人主张{answered}。"
        f"{element.finding.strip().rstrip('。')}。本委认定为{value}。"
    )
    return Sentence(text, (element.pk,), proofs, articles)


def status_claimed(arbitration: Arbitration) -> bool:
    """Whether somebody in the case asks to confirm the labour relationship."""
    claims = arbitration.claims.filter(kind=ClaimKind.LABOUR_RELATION)
    return claims.exclude(state=ClaimState.WITHDRAWN).exists()
