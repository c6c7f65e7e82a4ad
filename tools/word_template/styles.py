"""Paper and named styles of the Word template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as Doc
    from docx.styles.style import ParagraphStyle

LATIN, CHINESE = "Arial", "Microsoft YaHei"
INK, ACCENT, SOFT = RGBColor(0x1C, 0x24, 0x30), RGBColor(0x1F, 0x5F, 0xA8), RGBColor(0x56, 0x61, 0x6F)


def set_page(document: Doc) -> None:
    """Set paper, margins and the number of the sheet."""
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


def set_styles(document: Doc) -> None:
    """Set the named styles that a firm restyles."""
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
