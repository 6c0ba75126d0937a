"""
`python -m documents.drafting` writes templates/docx; `--check` says whether it is up to date.

An office may edit a template in Word; the file it uploads is a version of its own.
"""

import io
import sys
import zipfile
from pathlib import Path

from documents.contracts import CONTRACTS
from documents.drafting import (
    award,
    court,
    enforcement,
    fund,
    letters,
    mediation,
    review,
    tribunal,
)
from documents.drafting.parts import FOOTER_NOTE
from documents.drafting.writing import docx

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "docx"
PAPERS = {
    **mediation.PAPERS,
    **court.PAPERS,
    **review.PAPERS,
    **tribunal.PAPERS,
    **award.PAPERS,
    **enforcement.PAPERS,
    **fund.PAPERS,
    **letters.PAPERS,
}


def build() -> dict[str, bytes]:
    """File name -> bytes, for every paper that has a contract."""
    return {
        f"{code}.docx": docx(
            PAPERS[code](),
            footer_note=FOOTER_NOTE,
            landscape=contract.landscape,
            letter_of=contract.issuer.name if contract.letter else None,
        )
        for code, contract in CONTRACTS.items()
    }


def differing(folder: Path = FOLDER) -> list[str]:
    """Names of the templates that are missing, outdated or not built here."""
    built = {name: _members(content) for name, content in build().items()}
    present = {path.name: _members(path.read_bytes()) for path in folder.glob("*.docx")}
    return sorted(
        name for name in built.keys() | present.keys() if built.get(name) != present.get(name)
    )


def _members(docx_file: bytes) -> dict[str, bytes]:
    # What is packed, not how: another release of zlib packs the same text differently.
    with zipfile.ZipFile(io.BytesIO(docx_file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        names = differing()
        for name in names:
            print(f"模板与程序生成的不一致：templates/docx/{name}")
        return 1 if names else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in build().items():
        (FOLDER / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
