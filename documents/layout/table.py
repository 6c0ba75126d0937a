"""Tables on pages: column widths as given, rows that split, headers that repeat, merged cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from documents.layout.page import TOLERANCE, Column, Fill
from documents.layout.reading import Cell, Paragraph, Row, Table
from documents.layout.text import Line

SetLines = Callable[[Paragraph, float, bool], list[Line]]
"""Of a paragraph, a width, and whether a line stands at its right."""


@dataclass(slots=True)
class _Content:
    """What is left to draw of a cell: lines, each with the space above it."""

    cell: Cell
    left: float
    right: float
    strips: list[tuple[float, Line]]
    top: float = 0.0
    bottom_space: float = 0.0

    @property
    def margins(self) -> float:
        return self.cell.margins[0] + self.cell.margins[2]

    @property
    def height(self) -> float:
        return (
            sum(gap + line.height for gap, line in self.strips) + self.bottom_space + self.margins
        )

    def fitting(self, height: float) -> int:
        """How many of the lines fit into a box of the height."""
        used = self.margins
        for count, (gap, line) in enumerate(self.strips):
            used += gap + line.height
            if used > height + TOLERANCE:
                return count
        return len(self.strips)

    def draw(self, column: Column, bottom: float, count: int) -> None:
        """The first lines in the box from ``top`` to ``bottom``; the rest stays for later."""
        cell, top = self.cell, self.top
        page = column.page
        if cell.fill:
            page.fills.append(Fill(self.left, top, self.right - self.left, bottom - top, cell.fill))
        drawn, self.strips = self.strips[:count], self.strips[count:]
        free = bottom - top - self.margins - sum(gap + line.height for gap, line in drawn)
        if not self.strips:
            free -= self.bottom_space
        shift = {"center": free / 2, "bottom": free}.get(cell.align, 0.0)
        y = top + cell.margins[0] + max(shift, 0.0)
        for gap, line in drawn:
            y += gap
            page.draw(line, self.left + cell.margins[3], y)
            y += line.height
        page.frame((self.left, top, self.right, bottom), cell.borders)


@dataclass(slots=True)
class _Measured:
    row: Row
    contents: list[_Content]
    height: float = 0.0
    last_of: list[int] = field(default_factory=list)


class TableSetter:
    """One table, measured once and then placed."""

    def __init__(self, table: Table, column: Column, set_lines: SetLines) -> None:
        self.table = table
        self.column = column
        self.edges = self._edges()
        self.rows = [
            _Measured(row, [self._content(cell, set_lines) for cell in row.cells])
            for row in table.rows
        ]
        self._heights()
        self.headers = self._repeated()
        self.open: dict[int, _Content] = {}
        self.following = 0.0
        self.loose = False

    def _repeated(self) -> int:
        """The header rows; none where they would leave a page no room for a line of the next."""
        count = 0
        for row in self.table.rows[:-1]:
            if not row.header:
                break
            count += 1
        room = self.column.whole - sum(measured.height for measured in self.rows[:count])
        following = self.rows[count].contents if count else []
        return count if all(c.fitting(room) for c in following if c.strips) else 0

    def _edges(self) -> list[float]:
        table, column = self.table, self.column
        total = sum(table.columns)
        x = column.left + table.indent
        if table.align == "center":
            x = column.left + (column.width - total) / 2
        elif table.align == "right":
            x = column.left + column.width - total
        edges = [x]
        for width in table.columns:
            edges.append(edges[-1] + width)
        return edges

    def _content(self, cell: Cell, set_lines: SetLines) -> _Content:
        last = min(cell.column + cell.span, len(self.edges) - 1)
        left, right = self.edges[cell.column], self.edges[last]
        content = _Content(cell, left, right, [])
        if cell.merge == "continue":
            return content
        width = right - left - cell.margins[1] - cell.margins[3]
        ruled = cell.borders.get("right") is not None
        after = 0.0
        for paragraph in cell.paragraphs:
            gap = max(paragraph.format.before, after)
            for line in set_lines(paragraph, width, ruled):
                content.strips.append((gap, line))
                gap = 0.0
            after = paragraph.format.after
        content.bottom_space = after
        return content

    def _heights(self) -> None:
        merged: dict[int, tuple[_Content, float]] = {}
        for place, measured in enumerate(self.rows):
            row = measured.row
            height = row.height
            line = max(_thickness(row, "top"), _thickness(row, "bottom"))
            ends: list[tuple[_Content, float]] = []
            for content in measured.contents:
                cell = content.cell
                if cell.merge == "restart":
                    merged[cell.column] = (content, 0.0)
                if cell.merge and self._ends_here(place, cell.column):
                    measured.last_of.append(cell.column)
                    if cell.column in merged:
                        ends.append(merged.pop(cell.column))
                elif not cell.merge:
                    height = max(height, content.height + line)
            if row.exact:
                height = row.height
            else:
                height = max([height, *(content.height - above for content, above in ends)])
            measured.height = height
            merged = {key: (content, above + height) for key, (content, above) in merged.items()}

    def _ends_here(self, place: int, column: int) -> bool:
        if place + 1 == len(self.rows):
            return True
        below = (cell for cell in self.rows[place + 1].row.cells if cell.column == column)
        return next((cell.merge for cell in below), "") != "continue"

    @property
    def header_height(self) -> float:
        return sum(measured.height for measured in self.rows[: self.headers])

    @property
    def start_height(self) -> float:
        """The least of the table that may stand at the foot of a page: two rows."""
        least = max(self.headers + 1, 2)
        if self._holds_last(least - 1):
            least += 1
        return sum(measured.height for measured in self.rows[:least])

    @property
    def height(self) -> float:
        return sum(measured.height for measured in self.rows)

    @property
    def keeps_next(self) -> bool:
        """Whether the last row is held on the page of what follows the table."""
        return bool(self.rows) and _keeps_next(self.rows[-1].row)

    @property
    def keeps_together(self) -> bool:
        """Whether every row is held on the page of the next, the last of what follows."""
        return bool(self.rows) and all(_keeps_next(measured.row) for measured in self.rows)

    def place(self, following: float = 0.0, *, loose: bool = False) -> None:
        """
        Draw the rows, turning pages.

        ``following`` is the height of what the last row is held to; rows of a ``loose`` table are
        parted although they keep with the next.
        """
        self.following, self.loose = following, loose
        column = self.column
        for place, measured in enumerate(self.rows):
            needed = self._kept_height(place)
            if needed > column.room and not column.at_top and needed <= self._page_room(place):
                fits_alone = measured.height <= column.room
                if fits_alone or measured.row.cant_split or not self._splittable(measured):
                    self._turn(place)
            while measured.height > column.room:
                if not self._split(measured, place) and not self._force(measured, place):
                    break
            self._put(_again(measured) if place < self.headers else measured)

    def _kept_height(self, place: int) -> float:
        """The row with the rows it must not be parted from."""
        end = place
        while end + 1 < len(self.rows) and (
            end < self.headers
            or self._holds_last(end)
            or (not self.loose and _keeps_next(self.rows[end].row))
        ):
            end += 1
        kept = sum(measured.height for measured in self.rows[place : end + 1])
        return kept + (self.following if end + 1 == len(self.rows) else 0.0)

    def _holds_last(self, place: int) -> bool:
        """
        Whether a row is held to the last one: no total stands alone under a repeated head.

        Word and LibreOffice let it; a reader of such a page cannot tell what was added up.
        """
        return bool(self.headers) and self.headers <= place == len(self.rows) - 2

    def _page_room(self, place: int) -> float:
        repeated = self.header_height if place >= self.headers else 0.0
        return self.column.whole - repeated

    def _splittable(self, measured: _Measured) -> bool:
        row = measured.row
        if row.cant_split or row.exact or measured in self.rows[: self.headers]:
            return False
        counts = [c.fitting(self.column.room) for c in measured.contents if c.strips]
        return bool(counts) and min(counts) > 0

    def _split(self, measured: _Measured, place: int) -> bool:
        """Draw what fits of the row and turn the page; False where nothing can be drawn."""
        row = measured.row
        column = self.column
        too_high = measured.height > self._page_room(place)
        if (row.cant_split and not too_high) or row.exact or place < self.headers:
            return False
        pending = [content for content in measured.contents if content.strips]
        counts = [content.fitting(column.room) for content in pending]
        lonely = too_high and self._fresh(place) and max(counts, default=0)
        if not counts or (min(counts) == 0 and not lonely):
            return False
        if all(count == len(c.strips) for count, c in zip(counts, pending, strict=True)):
            return False
        bottom = column.bottom
        for content in measured.contents:
            if content.cell.merge:
                self._open_or_keep(content)
                continue
            content.top = column.y
            content.draw(column, bottom, content.fitting(bottom - column.y))
        column.y = bottom
        self._turn(place)
        heights = [c.height for c in measured.contents if not c.cell.merge]
        line = max(_thickness(row, "top"), _thickness(row, "bottom"))
        measured.height = max(heights, default=0.0) + line
        return True

    def _fresh(self, place: int) -> bool:
        """Whether the page holds nothing yet but the header rows above the row."""
        above = self.header_height if place >= self.headers else 0.0
        return self.column.y <= self.column.top + above + TOLERANCE

    def _force(self, measured: _Measured, place: int) -> bool:
        """Turn the page for a row that cannot split; False where a new page does not help."""
        if self._fresh(place):
            return False
        self._turn(place)
        return measured.height > self.column.room

    def _turn(self, place: int) -> None:
        column = self.column
        for content in self.open.values():
            if column.y > content.top + TOLERANCE:
                content.draw(column, column.y, content.fitting(column.y - content.top))
        column.turn()
        if place >= self.headers:
            for header in self.rows[: self.headers]:
                self._put(_again(header))
        for content in self.open.values():
            content.top = column.y

    def _open_or_keep(self, content: _Content) -> None:
        if content.cell.merge == "restart" and content.cell.column not in self.open:
            content.top = self.column.y
            self.open[content.cell.column] = content

    def _put(self, measured: _Measured) -> None:
        column = self.column
        for content in measured.contents:
            self._open_or_keep(content)
        height = measured.height
        for key in measured.last_of:
            if key in self.open and not measured.row.exact:
                left_over = self.open[key].height - (column.y - self.open[key].top)
                height = max(height, left_over)
        bottom = column.y + height
        for content in measured.contents:
            if not content.cell.merge:
                content.top = column.y
                content.draw(column, bottom, len(content.strips))
        for key in measured.last_of:
            if key in self.open:
                content = self.open.pop(key)
                content.draw(column, bottom, len(content.strips))
        column.y = bottom
        column.at_top = False


def _again(measured: _Measured) -> _Measured:
    """A copy to draw, so that a header row can be drawn on the next page too."""
    return replace(measured, contents=[replace(content) for content in measured.contents])


def _thickness(row: Row, side: str) -> float:
    return max((b.width for cell in row.cells if (b := cell.borders.get(side))), default=0.0)


def _keeps_next(row: Row) -> bool:
    return bool(row.cells) and any(p.format.keep_next for p in row.cells[0].paragraphs[:1])
