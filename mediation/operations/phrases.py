"""One's own phrases for the minutes: kept and thrown away by their owner, part of no case."""

from django.db import transaction

from cases.operations import require
from mediation.choices import AgendaStep
from mediation.models import OwnPhrase
from mediation.models.phrases import LONGEST_PHRASE
from mediation.permissions import can_have_phrases
from staff.models import User
from staff.refusals import ActRefused

PHRASES_AT_MOST = 100


@transaction.atomic
def keep_phrase(*, step: AgendaStep, text: str, by: User) -> OwnPhrase:
    """
    存常用语, for one step of the agenda; one that is kept already stays as it is.

    Raises:
        ActRefused: it is empty or too long (V-T1), or too many are kept.
    """
    require(can_have_phrases(by))
    text = " ".join(text.split())
    if not text:
        raise ActRefused("请写常用语的内容。", source="V-T1")
    if len(text) > LONGEST_PHRASE:
        raise ActRefused(f"常用语不能超过{LONGEST_PHRASE}字。", source="V-T1")
    if by.phrases.count() >= PHRASES_AT_MOST:
        raise ActRefused(f"常用语最多{PHRASES_AT_MOST}条，请先删去不用的。", source="V-T1")
    phrase, _ = OwnPhrase.objects.get_or_create(owner=by, step=step, text=text)
    return phrase


@transaction.atomic
def drop_phrase(*, phrase: OwnPhrase, by: User) -> None:
    """删常用语: one's own; what was written with it stays."""
    require(phrase.owner_id == by.pk)
    phrase.delete()
