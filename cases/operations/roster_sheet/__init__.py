"""花名册: the roster as a spreadsheet, read, judged, handed out and handed back. No database."""

from cases.operations.roster_sheet.hand_out import marked, template
from cases.operations.roster_sheet.rows import Fault, Parsed, Period, Row, parse
from cases.operations.roster_sheet.workbook import SheetRefused

__all__ = ["Fault", "Parsed", "Period", "Row", "SheetRefused", "marked", "parse", "template"]
