"""Adds paragraphs and tables with tags to the Word template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

if TYPE_CHECKING:
    from docx.document import Document as Doc
    from docx.table import _Cell, _Row

TABLE_STYLE = "Table Grid"
HEAD_FILL = "E4ECF5"
TEXT_WIDTH = 17


@dataclass(frozen=True)
class Matrix:
    """A table with as many columns as a sequence has entries; each loop is its names and its sequence."""

    corner: str
    columns: tuple[str, str]
    heading: str
    rows: tuple[str, str]
    first: str
    entries: tuple[str, str]
    cell: str


class Writer:
    """Adds paragraphs and tables with tags."""

    def __init__(self, document: Doc) -> None:
        self.document = document

    def line(self, text: str, style: str = "Normal", *, new_page: bool = False, leads: bool = False) -> None:
        """Add a paragraph; one that leads stays on the sheet of what comes next."""
        paragraph = self.document.add_paragraph(text, style=style)
        paragraph.paragraph_format.page_break_before = new_page or None
        paragraph.paragraph_format.keep_with_next = leads or None

    def tag(self, tag: str) -> None:
        self.line(f"{{%p {tag} %}}")

    def bullets(self, sequence: str, style: str = "List Bullet", text: str = "each") -> None:
        self.tag(f"for each in {sequence}")
        self.line(f"{{{{ {text} }}}}", style)
        self.tag("endfor")

    def heading(self, condition: str, text: str, style: str = "Heading 2") -> None:
        self.tag(f"if {condition}")
        self.line(text, style)
        self.tag("endif")

    def rows(  # noqa: PLR0913 - the parts of a table
        self,
        head: list[str],
        sequence: str,
        names: str,
        cells: list[str],
        last: list[str] | None = None,
        *,
        wide: tuple[float, ...] = (),
    ) -> None:
        """Add a table with a head, a row for each entry of a sequence, and a last row.

        `wide` are the centimetres of the columns after the first, which then hold text; without it they hold numbers.
        """
        table = self.document.add_table(rows=0, cols=len(head))
        table.style = TABLE_STYLE
        widths = wide or (2,) * (len(head) - 1)
        widths = (TEXT_WIDTH - sum(widths), *widths)
        lines = [head, [f"{{%tr for {names} in {sequence} %}}"], cells, ["{%tr endfor %}"], *([last] if last else [])]
        for texts in lines:
            row = table.add_row()
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no word for it
            for number, text in enumerate(texts):
                _fill(row.cells[number], text)
                row.cells[number].width = Cm(widths[number])
                if number and len(texts) > 1 and not wide:
                    row.cells[number].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        _mark_head(table.rows[0])
        self.line("", "Support")

    def matrix(self, matrix: Matrix) -> None:
        """Add a table whose columns come from a sequence too."""
        table = self.document.add_table(rows=0, cols=4)
        table.style = TABLE_STYLE
        (column, columns), (row, rows), (entry, entries) = matrix.columns, matrix.rows, matrix.entries
        for texts in (
            [matrix.corner, f"{{%tc for {column} in {columns} %}}", matrix.heading, "{%tc endfor %}"],
            [f"{{%tr for {row} in {rows} %}}"],
            [matrix.first, f"{{%tc for {entry} in {entries} %}}", matrix.cell, "{%tc endfor %}"],
            ["{%tr endfor %}"],
        ):
            row_made = table.add_row()
            row_made._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - nor here
            cells = row_made.cells
            for number, text in enumerate(texts):
                _fill(cells[number], text)
        _mark_head(table.rows[0])
        self.line("", "Support")


def _fill(cell: _Cell, text: str) -> None:
    cell.text = text
    cell.paragraphs[0].style = "In a table"


def _mark_head(row: _Row) -> None:
    """Shade and embolden a table's head, and have it stand again on each page the table goes on to."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no word for it
    for cell in row.cells:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", HEAD_FILL)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - nor for this
        for run in cell.paragraphs[0].runs:
            run.font.bold = True
