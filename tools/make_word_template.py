"""Makes the Word template of reports anew: `python tools/make_word_template.py`.

The template is an ordinary Word document with jinja2 tags, which a firm restyles in Word. This script is for those who
change what is in it: everything here is content and named styles, nothing is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as Doc
    from docx.styles.style import ParagraphStyle
    from docx.table import _Cell, _Row

TARGET = Path(__file__).parents[1] / "mvpod_expert" / "views" / "reports" / "report.docx"
LATIN, CHINESE = "Arial", "Microsoft YaHei"
INK, ACCENT, SOFT = RGBColor(0x1C, 0x24, 0x30), RGBColor(0x1F, 0x5F, 0xA8), RGBColor(0x56, 0x61, 0x6F)
TABLE_STYLE = "Table Grid"
HEAD_FILL = "E4ECF5"
TEXT_WIDTH = 17
STANDINGS = ("strong", "missing", "between", "unknown")


def main() -> None:
    """Write the template."""
    document = Document()
    _page(document)
    _styles(document)
    _content(document)
    document.core_properties.title = "mvpod"
    document.core_properties.author = ""
    document.save(str(TARGET))


def _page(document: Doc) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = foot.add_run()._r  # noqa: SLF001 - python-docx has no word for a field
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        run.append(part)


def _font(style: ParagraphStyle, size: float, color: RGBColor, *, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = LATIN, Pt(size), bold
    style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), CHINESE)


def _styles(document: Doc) -> None:
    styles = document.styles
    _font(styles["Normal"], 10, INK)
    styles["Normal"].paragraph_format.space_after = Pt(4)
    for name, size, color in (
        ("Title", 20, INK),
        ("Heading 1", 16, ACCENT),
        ("Heading 2", 12.5, ACCENT),
        ("Heading 3", 11, INK),
        ("Heading 4", 10, INK),
    ):
        _font(styles[name], size, color, bold=True)
        styles[name].paragraph_format.space_before = Pt(size * 0.7)
        styles[name].paragraph_format.space_after = Pt(3)
        styles[name].paragraph_format.keep_with_next = True
    styles["Heading 4"].font.italic = False
    _font(styles["Intense Quote"], 9.5, INK)
    styles["Intense Quote"].font.italic = False
    quote = styles["Intense Quote"].paragraph_format
    quote.left_indent = quote.right_indent = Cm(0.3)
    quote.space_before = quote.space_after = Pt(3)
    for name, size, color, bold in (
        ("Decided", 15, ACCENT, True),
        ("Support", 8.5, SOFT, False),
        ("In a table", 9, INK, False),
    ):
        style = styles.add_style(name, 1)
        style.base_style = styles["Normal"]
        _font(style, size, color, bold=bold)
    styles["Support"].paragraph_format.space_after = Pt(3)
    inside = styles["In a table"].paragraph_format
    inside.space_before = inside.space_after = Pt(1.5)
    for name in ("List Bullet", "List Bullet 2"):
        styles[name].paragraph_format.space_after = Pt(2)
    short = styles.add_style("In short", 1)
    short.base_style = styles["List Bullet"]
    _font(short, 9, INK)
    short.paragraph_format.space_after = Pt(1)


class _Writer:
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

    def matrix(self, matrix: _Matrix) -> None:
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


@dataclass(frozen=True)
class _Matrix:
    """A table with as many columns as a sequence has entries; each loop is its names and its sequence."""

    corner: str
    columns: tuple[str, str]
    heading: str
    rows: tuple[str, str]
    first: str
    entries: tuple[str, str]
    cell: str


def _content(document: Doc) -> None:
    add = _Writer(document)
    add.line("{{ report.title }}", "Title")
    add.line("{{ report.client }}")
    _brief(add)
    add.tag("for cell in report.cells")
    _one_page(add)
    _pictures(add)
    _economics(add)
    add.tag("endfor")
    _trends(add)
    _between(add)
    _audits(add)
    _vendors(add)
    add.tag("for cell in report.cells")
    add.line("{{ cell.plan_title }}", "Heading 1", new_page=True)
    add.tag("for shelf in cell.plan")
    add.line("{{ shelf.title }}", "Heading 2")
    _items(add, "shelf['items']", "Heading 3")
    add.tag("endfor")
    add.tag("endfor")
    add.tag("for cell in report.cells")
    _proof(add)
    add.tag("endfor")
    add.tag("for basis, title, meaning in report.legend")
    add.line("[{{ title }}] {{ meaning }}", "Support")
    add.tag("endfor")
    add.line("{{ say('report.points_note') }} {{ report.made_with }}", "Support")


def _brief(add: _Writer) -> None:
    add.tag("if report.compared or report.brief")
    add.line("{{ say('report.brief') }}", "Heading 1")
    add.tag("endif")
    add.tag("if report.compared")
    add.line("{{ say('compare.title') }}", "Heading 2")
    add.line("{{ say('report.cells_caption') }}", "Support", leads=True)
    add.matrix(
        _Matrix(
            corner="{{ say('report.cell') }}",
            columns=("mode", "report.modes"),
            heading="{{ mode }}",
            rows=("row", "report.compared"),
            first="{{ row.name }}{{ say('report.colon') }}{{ row.decided }}",
            entries=("each", "row.nets"),
            cell="{{ say('advice.excluded') if each is none else '%+d'|format(each) }}",
        )
    )
    add.tag("endif")
    add.tag("for part in report.brief")
    add.line("{{ part.title }}", "Heading 2")
    add.bullets("part.lines", "In short")
    add.tag("endfor")


def _between(add: _Writer) -> None:
    add.tag("if report.between")
    add.line("{{ say('report.between_cells') }}", "Heading 1", new_page=True)
    add.tag("endif")
    add.tag("for title, between in report.between")
    add.line("{{ title }}", "Heading 2")
    _items(add, "between", "Heading 3")
    add.tag("endfor")


def _one_page(add: _Writer) -> None:
    add.tag("if not loop.first or report.compared or report.brief")
    add.line("{{ cell.name }}", "Heading 1", new_page=True)
    add.tag("else")
    add.line("{{ cell.name }}", "Heading 1")
    add.tag("endif")
    add.line("{{ cell.decided }}", "Decided")
    add.tag("if cell.meaning")
    add.line("{{ cell.meaning }}", "Support")
    add.tag("endif")
    add.line("{{ cell.sentence }}")
    add.tag("if cell.override")
    add.line("{{ cell.override }}", "Intense Quote")
    add.tag("endif")
    add.bullets("cell.doubts", "Intense Quote")
    add.tag("if cell.economics")
    add.bullets("cell.economics.contradictions", "Intense Quote")
    add.tag("endif")
    add.tag("if cell.trend_findings")
    add.line("{{ cell.trend_findings }}", "Intense Quote")
    add.tag("endif")
    add.heading("cell.reasons", "{{ say('report.reasons') }}")
    add.bullets("cell.reasons")
    add.heading("cell.alternatives", "{{ say('report.alternatives') }}")
    add.tag("for other in cell.alternatives")
    add.line(
        "{{ other.sentence }}{% if other.changes %} {{ say('report.would_win', mode=other.mode) }}{% endif %}",
        "List Bullet",
    )
    add.bullets("other.changes", "List Bullet 2")
    add.tag("endfor")
    add.heading("cell.flips or cell.question or cell.open_facts", "{{ say('report.how_sure') }}")
    add.bullets("cell.flips")
    for name in ("question", "open_facts"):
        add.tag(f"if cell.{name}")
        add.line(f"{{{{ cell.{name} }}}}", "List Bullet")
        add.tag("endif")
    add.heading("cell.steps", "{{ say('report.next') }}")
    add.bullets("cell.steps", "List Bullet")


def _pictures(add: _Writer) -> None:
    add.line("{{ say('report.pictures') }}", "Heading 2", new_page=True)
    add.tag("for fall in cell.waterfalls")
    vetoed = "{% if fall.is_vetoed %} {{ say('advice.excluded') }}{% endif %}"
    add.line("{{ say('report.waterfall', mode=fall.mode) }}" + vetoed, "Heading 3")
    add.rows(
        ["{{ say('report.argument') }}", "{{ say('report.points') }}", "{{ say('report.sum') }}"],
        "fall.steps",
        "step",
        [
            "{{ step.title }}",
            "{{ say('advice.veto') if step.points is none else '%+d'|format(step.points) }}",
            "{{ '%+d'|format(step.end) }}",
        ],
        ["{{ say('report.sum') }}", "", "{{ '%+d'|format(fall.net) }}"],
    )
    add.tag("endfor")
    add.heading("cell.house", "{{ say('report.house') }}", "Heading 3")
    add.tag("for room in cell.house")
    add.line("{{ room.title }} {{ room.strong|length }}/{{ room.looked_at }}", "Heading 4")
    for key in STANDINGS:
        add.tag(f"if room.{key}")
        add.line(
            f"{{{{ say('report.{key}') }}}}{{{{ say('report.colon') }}}}"
            f"{{{{ room.{key}|join(say('list.semicolon')) }}}}",
            "List Bullet",
        )
        add.tag("endif")
    add.tag("endfor")
    add.tag("if cell.lines")
    add.line("{{ say('report.lines') }}", "Heading 3")
    add.matrix(
        _Matrix(
            corner="{{ say('report.line') }}",
            columns=("stage", "cell.lines.stages"),
            heading="{{ stage }}{% if loop.index0 == cell.lines.here %} {{ say('report.here') }}{% endif %}",
            rows=("title, today, row", "cell.lines.rows"),
            first="{{ title }} ({{ say('report.today', state=today) }})",
            entries=("each", "row"),
            cell="{% if each.is_planned %}● {% endif %}{{ each.title }}",
        )
    )
    add.tag("endif")
    add.tag("for grid in cell.grids")
    add.line("{{ grid.title }}", "Heading 3")
    add.matrix(
        _Matrix(
            corner="{{ say('report.row') }}",
            columns=("option", "grid.options"),
            heading="{{ option }}",
            rows=("title, points", "grid.rows"),
            first="{{ title }}",
            entries=("each", "points"),
            cell="{% if each is not none %}● {{ '%+d'|format(each) }}{% endif %}",
        )
    )
    add.tag("endfor")


def _economics(add: _Writer) -> None:
    add.tag("if cell.economics")
    add.line("{{ say('report.economics') }}", "Heading 2")
    add.line("{{ cell.economics.basis }}", "Support")
    add.tag("if cell.economics.table")
    add.line("{{ say('report.contributions') }}{{ cell.economics.currency }}", "Heading 3")
    add.matrix(
        _Matrix(
            corner="",
            columns=("text", "cell.economics.table[0][1:]"),
            heading="{{ text }}",
            rows=("row", "cell.economics.table[1:]"),
            first="{{ row[0] }}",
            entries=("text", "row[1:]"),
            cell="{{ text }}",
        )
    )
    add.tag("endif")
    add.bullets("cell.economics.best", "Normal")
    add.tag("for tornado in cell.economics.tornadoes")
    add.line("{{ tornado.title }}", "Heading 3")
    add.rows(
        ["{{ say('report.driver') }}", "{{ say('report.leads_to') }}{{ cell.economics.currency }}"],
        "tornado.bars",
        "each",
        ["{{ each.title }}", "{{ each.note }}"],
        wide=(9,),
    )
    add.tag("if tornado.more")
    add.line("{{ tornado.more }}", "Support")
    add.tag("endif")
    add.tag("endfor")
    add.tag("for title, figures in cell.economics.groups")
    add.line("{{ title }}", "Heading 3")
    add.rows(
        ["{{ say('report.result') }}", "{{ say('report.amount') }}", "{{ say('report.reckoned') }}"],
        "figures",
        "figure",
        [
            "{{ figure.title }}",
            "{{ figure.value }} {{ figure.remarks|join(' ') }}",
            "{{ figure.formula }} {{ figure.meaning }} {{ figure.support }}",
        ],
        wide=(4, 9),
    )
    add.tag("endfor")
    add.heading("cell.economics.fills", "{{ say('figures.fills') }}", "Heading 3")
    add.bullets("cell.economics.fills")
    missing = "{{ say('figures.missing', count=cell.economics.missing|length) }}"
    add.heading("cell.economics.missing", missing, "Heading 3")
    add.bullets("cell.economics.missing")
    add.tag("if cell.economics.counted_as_zero")
    add.line("{{ cell.economics.counted_as_zero }}", "Support")
    add.tag("endif")
    add.tag("endif")


def _trends(add: _Writer) -> None:
    add.tag("for trends in report.trends")
    add.line("{{ say('trends.title') }}", "Heading 1", new_page=True)
    add.tag("if report.cells|length > 1")
    add.line("{{ trends.cells }}", "Support")
    add.tag("endif")
    add.line("{{ say('trends.findings') }}", "Heading 2")
    add.tag("for each in trends.page.findings")
    add.line("{{ each.title }}", "Heading 3")
    add.line("{{ each.reason }}")
    add.line("{{ each.rests_on }} · {{ each.support }}", "Support")
    add.tag("endfor")
    add.tag("if trends.page.reopen")
    add.line("{{ say('trends.reopen') }}", "Heading 2")
    add.line("{{ trends.page.reopen|join(say('list.semicolon')) }}")
    add.tag("endif")
    add.tag("for title, counts, rows in trends.page.lines")
    add.line("{{ title }}", "Heading 2")
    add.line("{{ counts }}", "Support", leads=True)
    add.rows(
        [
            "{{ say('trends.metric_column') }}",
            "{{ say('trends.health_column') }}",
            "{{ say('trends.trend_column') }}",
            "{{ say('trends.ahead_column') }}",
        ],
        "rows",
        "row",
        [
            "{{ row.title }}",
            "{{ row.health_title }}",
            "{{ row.span }}{{ say('list.semicolon') }}{{ row.trend }}{{ row.remarks|join(' ') }}",
            "{{ row.ahead }}",
        ],
        wide=(2.6, 6, 5),
    )
    add.tag("endfor")
    add.line("{{ say('report.reckoned_by') }}", "Heading 2")
    add.line("{{ say('trends.points_note') }}", "Support")
    add.bullets("trends.page.methods", "Support")
    add.tag("endfor")


def _vendors(add: _Writer) -> None:
    add.tag("if report.vendors")
    add.line("{{ say('vendors.title') }}", "Heading 1", new_page=True)
    add.tag("endif")
    add.tag("for page in report.vendors")
    add.line("{{ page.plans }}", "Support")
    add.bullets("page.summary", "Normal")
    add.line("{{ say('vendors.side_by_side') }}", "Heading 2")
    _table_of(add, "page.side_by_side")
    add.tag("for vendor in page.vendors")
    add.line("{{ vendor.name }}{{ say('report.colon') }}{{ vendor.state }}", "Heading 3")
    add.tag("if vendor.notes")
    add.line("{{ vendor.notes }}", "Support")
    add.tag("endif")
    add.bullets("vendor.reasons")
    add.bullets("vendor['items']")
    add.tag("endfor")
    add.line("{{ say('vendors.ask_next') }}", "Heading 2")
    add.tag("for each in page.questions")
    add.line("{{ loop.index }}. {{ each.title }}", "Heading 4")
    add.line("{{ each.worth }}", "Support")
    add.line("{{ each.asked|join(' ') }}")
    add.tag("endfor")
    add.tag("if not page.questions")
    add.line("{{ say('vendors.nothing_to_ask') }}")
    add.tag("endif")
    add.tag("if page.more_questions")
    add.line("{{ page.more_questions }}", "Support")
    add.tag("endif")
    add.line("{{ say('vendors.steadiness') }}", "Heading 2")
    add.bullets("page.steadiness")
    add.tag("if page.matrix or page.alike")
    add.line("{{ say('vendors.matrix') }}", "Heading 2")
    add.tag("endif")
    add.tag("if page.matrix")
    _table_of(add, "page.matrix")
    add.tag("endif")
    add.tag("if page.alike")
    add.line("{{ page.alike }}", "Support")
    add.tag("endif")
    add.line("{{ say('vendors.scores') }}", "Heading 2")
    add.line("{{ say('vendors.scores_note') }}", "Support", leads=True)
    _table_of(add, "page.scores")
    add.heading("page.traced", "{{ say('vendors.traced') }}")
    add.bullets("page.traced", text="each[0] ~ say('report.colon') ~ each[1]")
    add.bullets("page.notes", "Support")
    add.tag("endfor")


def _table_of(add: _Writer, rows: str) -> None:
    """Add a table of texts, the first row its head."""
    add.matrix(
        _Matrix(
            corner=f"{{{{ {rows}[0][0] }}}}",
            columns=("text", f"{rows}[0][1:]"),
            heading="{{ text }}",
            rows=("row", f"{rows}[1:]"),
            first="{{ row[0] }}",
            entries=("text", "row[1:]"),
            cell="{{ text }}",
        )
    )


def _audits(add: _Writer) -> None:
    add.tag("for audit in report.audits")
    add.line("{{ say('audit.title') }}", "Heading 1", new_page=True)
    add.line("{{ audit.against }}", "Support")
    add.bullets("audit.modes", "Normal")
    add.line("{{ say('audit.defects') }}", "Heading 2")
    add.tag("for defect in audit.defects")
    add.line("{{ defect.text }}", "List Bullet")
    add.bullets("defect.reasons", "Support")
    add.tag("endfor")
    add.line("{{ say('audit.balance') }}", "Heading 2")
    add.line("{{ audit.balance.text }}", "List Bullet")
    add.bullets("audit.balance.reasons", "Support")
    add.line("{{ say('audit.areas') }}", "Heading 2")
    add.tag("for area in audit.areas")
    add.line("{{ area.title }}{{ say('report.colon') }}{{ area.counts }}", "Heading 4")
    add.bullets("area.listed")
    add.tag("endfor")
    add.line("{{ say('audit.roadmap') }}", "Heading 2")
    add.tag("if audit.measures")
    add.line("{{ audit.capacity }} {{ say('audit.quick_wins') }}", "Support", leads=True)
    columns = ("measure", "when", "kind", "owner", "after")
    cells = [
        "{% if row.is_quick_win %}★ {% endif %}{{ row.title }}",
        "{{ row.when }}",
        "{{ row.kind }}",
        "{{ row.owner }}",
    ]
    cells.append("{{ row.before|join(say('list.semicolon')) }}")
    add.rows(
        [f"{{{{ say('audit.column_{name}') }}}}" for name in columns],
        "audit.measures",
        "row",
        cells,
        wide=(2.4, 2.8, 3, 4.2),
    )
    add.line("{{ say('audit.each_measure') }}", "Heading 2")
    add.tag("for row in audit.measures")
    add.line("{{ row.title }}", "Heading 4")
    add.line("{{ row.text }}")
    add.line("{{ row.details|join(say('report.details_gap')) }} · {{ row.support }}", "Support")
    add.tag("endfor")
    add.tag("else")
    add.line("{{ say('audit.nothing_to_do') }}")
    add.tag("endif")
    add.tag("endfor")


def _items(add: _Writer, sequence: str, style: str) -> None:
    add.tag(f"for item in {sequence}")
    add.line("{{ item.title }} [{{ item.basis_title }}]", style)
    add.bullets("item.chosen", "Normal")
    add.line("{{ item.text }}")
    add.tag("for label, texts in item.parts")
    add.line("{{ label }}{{ say('report.colon') }}{{ texts|join(say('list.semicolon')) }}", "List Bullet")
    add.tag("endfor")
    add.bullets("item.blanks", "List Bullet", "each ~ say('report.colon') ~ '________'")
    add.tag("if item.carried_by")
    add.line("{{ say('plan.carried_by', items=item.carried_by) }}", "Support")
    add.tag("endif")
    add.line("{{ item.support }}", "Support")
    add.tag("endfor")


def _proof(add: _Writer) -> None:
    add.line("{{ cell.proof_title }}", "Heading 1", new_page=True)
    add.tag("for proof in cell.proofs")
    add.line("{{ proof.title }}", "Heading 2")
    add.tag("for argument in proof.arguments")
    add.line("{{ argument.points }} {{ argument.title }} [{{ argument.basis_title }}]", "Heading 3")
    add.line("{{ argument.reason }}")
    add.line("{{ argument.support }}", "Support")
    add.tag("for depth, text in argument.grounds")
    add.line("{{ '　' * depth }}← {{ text }}", "Support")
    add.tag("endfor")
    add.tag("endfor")
    add.tag("endfor")
    for name, title in (("principles", "advice.principles"), ("sources", "explain.sources")):
        add.heading(f"cell.{name}", f"{{{{ say('{title}') }}}}", "Heading 2")
        add.bullets(f"cell.{name}")
    add.tag("if cell.likenesses")
    add.line("{{ say('report.similar') }}", "Heading 2")
    add.line("{{ say('similar.warning') }}", "Intense Quote")
    add.tag("endif")
    add.tag("for each in cell.likenesses")
    add.line("{{ each.title }}", "Heading 3")
    add.line("{{ each.used }}")
    add.line("{{ each.reason }}")
    add.line("{{ each.compared }}", "Support")
    add.tag("endfor")


if __name__ == "__main__":
    main()
