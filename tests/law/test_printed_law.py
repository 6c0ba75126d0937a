from pathlib import Path

from law.print_law import page, rows
from law.statutes import all_articles


def test_the_printed_law_is_the_law_in_force():
    printed = Path(__file__).parents[2] / "docs" / "law.md"
    assert printed.read_text(encoding="utf-8") == page(), (
        "docs/law.md is stale: python -m law.print_law > docs/law.md"
    )


def test_every_table_row_keeps_its_columns():
    lines = [line for line in page().splitlines() if line.startswith("| ")]
    widths = {line.count("|") for line in lines}
    assert widths <= {5, 6, 8, 10}


def test_the_page_shows_every_provision_with_its_periods():
    shown = {row.id: row for row in rows()}
    assert list(shown) == [provision.id for provision in all_articles()]
    assert shown["JC-01"].limits == (
        "共同申请司法确认：自调解协议生效之日起30个自然日，末日遇休息日顺延",
    )
    assert len(shown["ARB-18"].limits) == 2
