"""Makes the Word template of reports anew: `python tools/make_word_template.py`.

The template is an ordinary Word document with jinja2 tags, which a firm restyles in Word. This script is for those who
change what is in it: everything here is content and named styles, nothing is computed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from word_template.cells import economics, items, one_page, pictures, proof
from word_template.client import audits, between, brief, trends, vendors
from word_template.styles import set_page, set_styles
from word_template.writer import Writer

if TYPE_CHECKING:
    from docx.document import Document as Doc

TARGET = Path(__file__).parents[1] / "mvpod_expert" / "reports" / "report.docx"


def main() -> None:
    """Write the template."""
    document = Document()
    set_page(document)
    set_styles(document)
    _content(document)
    document.core_properties.title = "mvpod"
    document.core_properties.author = ""
    document.save(str(TARGET))


def _content(document: Doc) -> None:
    add = Writer(document)
    add.line("{{ report.title }}", "Title")
    add.line("{{ report.client }}")
    brief(add)
    add.tag("for cell in report.cells")
    one_page(add)
    pictures(add)
    economics(add)
    add.tag("endfor")
    trends(add)
    between(add)
    audits(add)
    vendors(add)
    add.tag("for cell in report.cells")
    add.line("{{ cell.plan_title }}", "Heading 1", new_page=True)
    add.tag("for shelf in cell.plan")
    add.line("{{ shelf.title }}", "Heading 2")
    items(add, "shelf['items']", "Heading 3")
    add.tag("endfor")
    add.tag("endfor")
    add.tag("for cell in report.cells")
    proof(add)
    add.tag("endfor")
    add.tag("for basis, title, meaning in report.legend")
    add.line("[{{ title }}] {{ meaning }}", "Support")
    add.tag("endfor")
    add.line("{{ t('report.points_note') }} {{ report.made_with }}", "Support")


if __name__ == "__main__":
    main()
