"""意愿: who agreed to be mediated, who refused, who has not answered."""

from cases.choices import ProceduralPlace
from cases.models import Case, Party
from mediation.choices import Answer


def latest_consents(case: Case) -> dict[int, Answer]:
    """Return each party's latest answer to the invitation, by party id."""
    rows = case.consents.order_by("id").values_list("party_id", "answer")
    return {party: Answer(answer) for party, answer in rows}


def refusing_parties(case: Case) -> list[Party]:
    answers = latest_consents(case)
    return [p for p in case.parties.others() if answers.get(p.pk) == Answer.REFUSE]


def unanswered_parties(case: Case) -> list[Party]:
    """Return the respondents and third parties who have not consented to mediation yet."""
    answers = latest_consents(case)
    asked = case.parties.filter(
        place__in=[ProceduralPlace.RESPONDENT, ProceduralPlace.THIRD_PARTY]
    ).order_by("id")
    return [p for p in asked if p.pk not in answers]
