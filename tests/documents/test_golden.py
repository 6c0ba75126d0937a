"""Every paper's sample comes out line by line as it was looked at and approved."""

import pytest

from documents.contracts import CONTRACTS
from tests.documents import golden


@pytest.mark.parametrize("code", sorted(CONTRACTS))
def test_sample_prints_the_approved_lines(code: str) -> None:
    assert golden.printed(code) == golden.path(code).read_text(), (
        f"look at the paper, then python -m tests.documents.golden {code}"
    )


def test_approved_lines_belong_to_papers_of_the_catalogue() -> None:
    assert {file.stem for file in golden.FOLDER.glob("*.txt")} == CONTRACTS.keys()
