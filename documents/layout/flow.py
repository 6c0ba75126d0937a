"""Paragraphs and tables on pages: where pages turn, and the headers and footers of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from documents.layout.fonts import FontSet
from documents.layout.page import Column, Heading, Page
from documents.layout.reading import Block, Paper, Paragraph, Section, Table, read
from documents.layout.table import TableSetter
from documents.layout.text import Line, set_lines
from documents.layout.vocabulary import UnsupportedElement

PASSES_AT_MOST = 4


def paginate(docx: bytes, fonts: FontSet) -> list[Page]:
    """
    The pages of a .docx.

    Raises:
        UnsupportedElement: the file holds what the layout does not know.
        GlyphMissing: no face has a character of the text.
    """
    paper = read(docx)
    total = 1
    for _ in range(PASSES_AT_MOST):
        made = _Pages(paper, fonts, total)
        if len(made.pages) == total or not _tells_total(paper):
            break
        total = len(made.pages)
    made.repeat_headers_and_footers()
    return made.pages


def _tells_total(paper: Paper) -> bool:
    return any(
        run.field == "NUMPAGES"
        for section in paper.sections
        for paragraph in _paragraphs(section.blocks)
        for run in paragraph.runs
    )


def _paragraphs(blocks: list[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from cell.paragraphs


@dataclass(slots=True)
class _Repeated:
    """What a page repeats, and the place in its section that decides which."""

    section: Section
    in_section: int
    first_in_section: bool


class _Pages:
    def __init__(self, paper: Paper, fonts: FontSet, total: int) -> None:
        self.paper = paper
        self.fonts = fonts
        self.pages: list[Page] = []
        self.repeated: list[_Repeated] = []
        self.body_fields = {"NUMPAGES": str(total)}
        self._heights: dict[tuple[int, float], float] = {}
        for place, section in enumerate(paper.sections):
            self._section(place, section)

    def _section(self, place: int, section: Section) -> None:
        if section.first_number is not None:
            number = section.first_number
        else:
            number = self.pages[-1].number + 1 if self.pages else 1
        width = section.width - section.left - section.right
        started = len(self.pages)

        def turn() -> None:
            page = Page(section.width, section.height, number + len(self.pages) - started)
            self.pages.append(page)
            first = len(self.pages) == started + 1
            self.repeated.append(_Repeated(section, place, first))
            above = self._height(self._chosen(section, section.headers, first, page), width)
            below = self._height(self._chosen(section, section.footers, first, page), width)
            column.top = max(section.top, above and section.header_distance + above)
            column.bottom = section.height - max(
                section.bottom, below and section.footer_distance + below
            )
            column.begin(page)

        column = Column(
            Page(0, 0, 0), section.left, width, section.top, section.height - section.bottom, turn
        )
        turn()
        _Filler(column, section.blocks, self.fonts, self.body_fields, self.paper.tab_width).fill()

    def _chosen(
        self, section: Section, kinds: Mapping[str, list[Block]], first: bool, page: Page
    ) -> list[Block]:
        if first and section.title_page:
            return kinds.get("first", [])
        if self.paper.even_and_odd and page.number % 2 == 0:
            return kinds.get("even", [])
        return kinds.get("default", [])

    def _height(self, blocks: list[Block], width: float) -> float:
        """The height of a header or footer: the same on every page that has it."""
        if not blocks:
            return 0.0
        key = (id(blocks), width)
        if key not in self._heights:
            counted = {"PAGE": "1", "NUMPAGES": "1", "SECTIONPAGES": "1"}
            height = self._fill_aside(Page(0, 0, 0), blocks, 0.0, 0.0, width, counted)
            self._heights[key] = height
        return self._heights[key]

    def _fill_aside(
        self,
        page: Page,
        blocks: list[Block],
        left: float,
        top: float,
        width: float,
        fields: Mapping[str, str],
    ) -> float:
        """Lay blocks out where nothing can turn; the height they take."""
        column = Column(page, left, width, top, float("inf"), _cannot_turn, y=top)
        _Filler(column, blocks, self.fonts, fields, self.paper.tab_width).fill()
        return column.y + column.after - top

    def repeat_headers_and_footers(self) -> None:
        in_section: dict[int, int] = {}
        for repeated in self.repeated:
            in_section[repeated.in_section] = in_section.get(repeated.in_section, 0) + 1
        for page, repeated in zip(self.pages, self.repeated, strict=True):
            section = repeated.section
            width = section.width - section.left - section.right
            fields = {
                "PAGE": str(page.number),
                "NUMPAGES": str(len(self.pages)),
                "SECTIONPAGES": str(in_section[repeated.in_section]),
            }
            first = repeated.first_in_section
            header = self._chosen(section, section.headers, first, page)
            # The head is drawn, and so read aloud and copied, before the text below it.
            body, page.texts = page.texts, []
            self._fill_aside(page, header, section.left, section.header_distance, width, fields)
            page.texts += body
            footer = self._chosen(section, section.footers, first, page)
            top = section.height - section.footer_distance - self._height(footer, width)
            self._fill_aside(page, footer, section.left, top, width, fields)


def _cannot_turn() -> None:
    raise UnsupportedElement("页眉或页脚中含有分页。")


class _Chain(NamedTuple):
    """
    Blocks that keep with the next, and the least of what they lead to.

    ``end`` is the first block that is not held; ``loose_table`` is one whose rows may be parted
    although they ask to stay together.
    """

    height: float
    end: int
    loose_table: int = -1


class _Filler:
    """Blocks into one column, page after page."""

    def __init__(
        self,
        column: Column,
        blocks: list[Block],
        fonts: FontSet,
        fields: Mapping[str, str],
        tab_width: float,
    ) -> None:
        self.column = column
        self.blocks = blocks
        self.fonts = fonts
        self.fields = fields
        self.tab_width = tab_width
        self.kept_until = 0
        self.loose_table = -1
        self.must_turn = False
        self._lines: dict[int, list[Line]] = {}
        self._tables: dict[int, TableSetter] = {}

    def fill(self) -> None:
        for place, block in enumerate(self.blocks):
            if self.must_turn:
                self._turn()
            self._keep_together(place)
            if isinstance(block, Table):
                self._place_table(place, block)
            else:
                self._place_paragraph(place, block)

    def _turn(self) -> None:
        self.must_turn = False
        self.column.turn()

    def _set(self, paragraph: Paragraph, width: float, ruled: bool = False) -> list[Line]:
        for run in paragraph.runs:
            if run.field and run.field not in self.fields:
                raise UnsupportedElement(
                    f"正文中不能使用页码域（{run.field}），页码只能放在页眉或页脚。"
                )
        return set_lines(paragraph, width, self.fonts, self.fields, self.tab_width, ruled=ruled)

    def _lines_of(self, place: int, paragraph: Paragraph) -> list[Line]:
        if place not in self._lines:
            self._lines[place] = self._set(paragraph, self.column.width)
        return self._lines[place]

    def _table_of(self, place: int, table: Table) -> TableSetter:
        if place not in self._tables:
            self._tables[place] = TableSetter(table, self.column, self._set)
        return self._tables[place]

    def _keep_together(self, place: int) -> None:
        """Turn the page before a keepNext chain that would be parted from what it leads to."""
        if place < self.kept_until:
            return
        chain = self._chain(place, self.column.after)
        self.kept_until, self.loose_table = chain.end, chain.loose_table
        turns = self.column.room < chain.height <= self.column.whole
        if chain.end > place and turns and not self.column.at_top:
            self._turn()

    def _chain(self, place: int, after: float) -> _Chain:
        """
        The blocks held together from here on.

        A chain longer than a page ends inside its first table, so that at least its text stands
        above the first rows.
        """
        needed, end = 0.0, place
        shorter: _Chain | None = None
        while end < len(self.blocks):
            block = self.blocks[end]
            if isinstance(block, Paragraph):
                if block.format.page_break_before:
                    return _Chain(needed, end)
                if not block.format.keep_next:
                    break
                lines = self._lines_of(end, block)
                needed += max(after, block.format.before) + sum(line.height for line in lines)
                after = block.format.after
            else:
                table = self._table_of(end, block)
                if not table.keeps_together:
                    break
                shorter = shorter or _Chain(needed + self._least(end, after), end + 1, end)
                needed += after + table.height
                after = 0.0
            end += 1
        if end < len(self.blocks):
            needed += self._least(end, after)
        if shorter and needed > self.column.whole:
            return shorter
        return _Chain(needed, end)

    def _least(self, place: int, after: float) -> float:
        """The least of a block that may stand at the foot of a page."""
        block = self.blocks[place]
        if isinstance(block, Table):
            return after + self._table_of(place, block).start_height
        lines = self._lines_of(place, block)
        together = len(lines) if len(lines) == 3 and block.format.widow else 2
        return max(after, block.format.before) + sum(line.height for line in lines[:together])

    def _place_table(self, place: int, table: Table) -> None:
        column = self.column
        column.y += column.after
        column.after = 0.0
        setter = self._table_of(place, table)
        following = self._chain(place + 1, 0.0).height if setter.keeps_next else 0.0
        setter.place(following, loose=place == self.loose_table)

    def _place_paragraph(self, place: int, paragraph: Paragraph) -> None:
        column, format_ = self.column, paragraph.format
        if format_.page_break_before and not column.at_top:
            self._turn()
        lines = self._lines_of(place, paragraph)
        if not column.at_top:
            column.y += max(format_.before, column.after)
        group: list[Line] = []
        for line in lines:
            group.append(line)
            if line.ends_page:
                self._place_lines(group, paragraph)
                group = []
                self.must_turn = True
        if group:
            if self.must_turn:
                self._turn()
            self._place_lines(group, paragraph)
        column.after = format_.after

    def _place_lines(self, lines: list[Line], paragraph: Paragraph) -> None:
        column = self.column
        while lines:
            count = self._fitting(lines, paragraph)
            page, top, drawn = column.page, column.y, len(column.page.texts)
            for line in lines[:count]:
                column.page.draw(line, column.left, column.y)
                column.y += line.height
                column.at_top = False
            if paragraph.level and len(page.texts) > drawn:
                words = "".join(run.text for run in paragraph.runs).strip()
                range_ = (drawn, len(page.texts))
                page.headings.append(Heading(paragraph.level, words, top, *range_))
            lines = lines[count:]
            if lines:
                self._turn()

    def _fitting(self, lines: list[Line], paragraph: Paragraph) -> int:
        room, count = self.column.room, 0
        while count < len(lines) and lines[count].height <= room:
            room -= lines[count].height
            count += 1
        if count == len(lines):
            return count
        if paragraph.format.keep_lines and not self.column.at_top:
            whole = sum(line.height for line in lines)
            count = 0 if whole <= self.column.whole else count
        if paragraph.format.widow:
            count -= len(lines) - count == 1
            count = 0 if count == 1 else count
        return max(count, 1) if self.column.at_top else max(count, 0)
