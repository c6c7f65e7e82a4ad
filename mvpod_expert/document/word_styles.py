"""Paper and styles of a Word document that no firm has styled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

LATIN, CHINESE = "Arial", "Microsoft YaHei"
INK, ACCENT, SOFT = RGBColor(0x1C, 0x24, 0x30), RGBColor(0x1F, 0x5F, 0xA8), RGBColor(0x56, 0x61, 0x6F)
COLOURS = {
    "good": RGBColor(0x1B, 0x7F, 0x4B),
    "bad": RGBColor(0xB3, 0x26, 0x1E),
    "warn": RGBColor(0x8A, 0x5A, 0x00),
    "faint": SOFT,
    "article": RGBColor(0x0B, 0x6E, 0x7F),
    "literature": ACCENT,
    "practice": RGBColor(0x1B, 0x7F, 0x4B),
    "proposal": RGBColor(0x8E, 0x3A, 0x8E),
}


def page_number(document: Document) -> None:
    """Put the number of the sheet into the footer."""
    foot = document.sections[0].footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = foot.add_run()._r  # noqa: SLF001 - python-docx has no word for a field
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        run.append(part)


def own_styles(document: Document) -> None:
    """Set A4, the margins and the named styles."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.6)
    section.top_margin = section.bottom_margin = Cm(1.3)
    styles = document.styles
    for name, size, color, space in (
        ("Normal", 10, INK, 4),
        ("Title", 17, INK, 2),
        ("Subtitle", 10.5, SOFT, 2),
        ("Heading 1", 16, ACCENT, 3),
        ("Heading 2", 12.5, ACCENT, 3),
        ("Heading 3", 11, INK, 3),
        ("Heading 4", 10, INK, 3),
        ("Intense Quote", 9.5, INK, 3),
        ("List Bullet", 10, INK, 2),
        ("List Bullet 2", 10, INK, 2),
        ("List Number", 10, INK, 2),
        ("Decided", 15, ACCENT, 4),
        ("Support", 8.5, SOFT, 3),
        ("In a table", 9, INK, 0.5),
        ("In short", 9, INK, 1),
    ):
        if name not in styles:
            styles.add_style(name, 1).base_style = styles["List Bullet" if name == "In short" else "Normal"]
        style = styles[name]
        is_heading = name.startswith(("Heading", "Title"))
        _font(style, size, color, is_bold=is_heading or name == "Decided")
        style.paragraph_format.space_after = Pt(space)
        if is_heading:
            style.paragraph_format.space_before = Pt(size * 0.7)
            style.paragraph_format.keep_with_next = True
    styles["In a table"].paragraph_format.space_before = Pt(0.5)
    quote = styles["Intense Quote"].paragraph_format
    quote.left_indent = quote.right_indent = Cm(0.3)


def _font(style: ParagraphStyle, size: float, color: RGBColor, *, is_bold: bool) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = LATIN, Pt(size), is_bold, False
    style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), CHINESE)
