"""
An award drafted from the record: every sum from a formula, every sentence from a source.

The tribunal finds elements and may give a formula or its own words for a claim; everything else
follows. What a draft states is one plain value with one digest, so that what was looked at is what
is issued and a change can be shown.
"""

from adjudication.drafting.content import (
    Change,
    changes,
    content,
    digest,
    sentences_of,
    unsourced,
)
from adjudication.drafting.proposing import (
    ARTICLES,
    Facts,
    Proposed,
    Ruling,
    Sentence,
    called,
    propose,
    shown,
    status_claimed,
    values,
)

__all__ = [
    "ARTICLES",
    "Change",
    "Facts",
    "Proposed",
    "Ruling",
    "Sentence",
    "called",
    "changes",
    "content",
    "digest",
    "propose",
    "sentences_of",
    "shown",
    "status_claimed",
    "unsourced",
    "values",
]
