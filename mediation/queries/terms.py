"""方案: the terms on the table and how the workers answered them."""

from dataclasses import dataclass

from cases.models import Case
from mediation.choices import Answer
from mediation.models import Proposal


def current_proposal(case: Case) -> Proposal | None:
    return case.proposals.exclude(state="superseded").order_by("-number").first()


@dataclass(frozen=True)
class Tally:
    """逐人表决: how the workers asked have answered one proposal."""

    agree: int
    refuse: int
    silent: int

    @property
    def asked(self) -> int:
        return self.agree + self.refuse + self.silent


def tally(proposal: Proposal) -> Tally:
    answers = dict(
        proposal.answers.filter(terms_sha256=proposal.terms_sha256).values_list(
            "party_id", "answer"
        )
    )
    workers = list(proposal.rows.values_list("worker_id", flat=True))
    agree = sum(answers.get(w) == Answer.AGREE for w in workers)
    refuse = sum(answers.get(w) == Answer.REFUSE for w in workers)
    return Tally(agree, refuse, len(workers) - agree - refuse)
