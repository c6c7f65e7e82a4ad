"""Reports: what they say, that nothing a client typed is taken for markup, and what they look like when opened."""

from __future__ import annotations

import json
import re
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from docx.shared import RGBColor
from markdown_it import MarkdownIt

from features.browser import looked_at, opened_in_a_word_processor
from features.program import unmeasured as mvpod
from mvpod_expert.document.html import FOLDER, html
from mvpod_expert.document.markdown import escaped, markdown
from mvpod_expert.document.office_files import TemplateUnusableError
from mvpod_expert.document.tree import (
    Bar,
    Block,
    Document,
    Entry,
    Figure,
    Item,
    Listing,
    Note,
    Paragraph,
    Section,
    Shares,
    Table,
    text_of,
)
from mvpod_expert.document.word import word
from mvpod_expert.mode.explanation.context import reported
from mvpod_expert.mode.views.advice import AdviceSections
from mvpod_expert.mode.views.move_rows import move_rows
from mvpod_expert.mode.views.sentences import Sentences
from mvpod_expert.model.cases import CaseFile
from mvpod_expert.model.frozen import LANGS
from mvpod_expert.reports.report import Report
from mvpod_expert.views.messages import Messages
from tests.explanation.cells import ADVISER, KNOWLEDGE, cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.mode.explanation.context import Reported
    from mvpod_expert.model.frozen import Lang

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "industrial-sensors.yaml"
HOSTILE = (
    '<script>alert(1)</script> & "Co" | *x* [l](javascript:alert(2)) `c` {{ 7*7 }} {% raw %} 客户\x1b[31m ' + 90 * "W"
)
VOID = {"meta", "br", "wbr", "line", "rect", "polygon", "img", "input", "hr", "link"}
PHONE, DESKTOP = 375, 1280


def case(*, hostile: bool = False) -> CaseFile:
    hybrid = KNOWLEDGE.cases["H28"].cell.memory() | {"market_stage": "mature", "order_line_today": "none"}
    one = cell(hybrid).model_copy(update={"id": "one", "region": HOSTILE if hostile else "华东", "segment": "泵"})
    two = cell(KNOWLEDGE.cases["H01"].cell.memory())
    two = two.model_copy(update={"id": "two", "segment": HOSTILE if hostile else "工具 tools"})
    return CaseFile(file="case.yaml", client=HOSTILE if hostile else "甲 & Co", cells=(one, two))


@cache
def built(*, hostile: bool = False) -> Reported:
    return reported(case(hostile=hostile), ADVISER)


@cache
def report(lang: Lang, *, hostile: bool = False) -> Document:
    return Report(KNOWLEDGE, Messages(lang), built(hostile=hostile), "full").document()


def blocks_of(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Walk through blocks and all below them."""
    for block in blocks:
        yield block
        if isinstance(block, Section | Entry | Figure):
            yield from blocks_of(block.blocks)
        elif isinstance(block, Listing):
            yield from (below for item in block.items if isinstance(item, Item) for below in blocks_of(item.blocks))


def section(lang: Lang, anchor: str) -> Section:
    """Find a section by its anchor."""
    return next(
        each for each in blocks_of(report(lang).sections) if isinstance(each, Section) and each.anchor == anchor
    )


def captioned(where: Section, caption: str) -> Table:
    return next(
        each for each in blocks_of(where.blocks) if isinstance(each, Table) and text_of(each.caption) == caption
    )


class Outline(HTMLParser):
    """What a page is made of: elements with their attributes, headings, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    def named(self, *tags: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.elements if tag in tags]


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("lang", LANGS)
def test_every_form_says_the_decision_the_plan_and_the_proof(lang: Lang) -> None:
    """Each cell's decision and sentence, every item of its plan, every argument, every principle."""
    content = report(lang)
    told_in, advised = Sentences(KNOWLEDGE, Messages(lang)), AdviceSections(KNOWLEDGE, Messages(lang))
    in_word = docx.Document(BytesIO(word(content)))
    texts = [paragraph.text for paragraph in in_word.paragraphs]
    texts += [each.text for table in in_word.tables for row in table.rows for each in row.cells]
    forms = {
        "html": words(" ".join(Outline(html(content)).text)),
        "md": words(re.sub(r"\\(.)", r"\1", markdown(content))),
        "docx": words(" ".join(texts)),
    }
    for name, text in forms.items():
        for told in built().cells:
            assert words(told_in.record(told.advice.mode)) in text, name
            assert words(advised.decided_line(told.advice)) in text, name
            for planned in told.advice.plan:
                assert words(planned.text.in_(lang)) in text, (name, planned.item)
            for account in told.how.accounts:
                for argument in (*account.pro, *account.contra, *account.vetoes):
                    assert KNOWLEDGE.rules[argument.rule].title.in_(lang) in text, name
            for principle in told.how.principles:
                assert KNOWLEDGE.principles[principle].meaning.in_(lang) in text, name
        assert text_of(content.footer[-1].text) in text


def test_the_waterfalls_add_up() -> None:
    """Each step begins where the one before ended; the last one ends at the net."""
    for number, told in enumerate(built().cells, start=1):
        for account in told.how.accounts:
            mode = KNOWLEDGE.decision.mode(account.mode).title.en
            caption = Messages("en")("report.waterfall", mode=mode)
            vetoed = f" {Messages('en')('advice.excluded')}" if account.vetoes else ""
            rows = captioned(section("en", f"cell-{number}-pictures"), caption + vetoed).rows
            *steps, net = [bar for *_, bar in rows if isinstance(bar, Bar)]
            assert all(before.end == after.start for before, after in pairwise(steps))
            assert ([0] if steps else []) == [step.start for step in steps[:1]]
            assert (steps[-1].end if steps else 0) == net.end == account.net
            assert all(bar.low <= end <= bar.high for bar in (*steps, net) for end in (bar.start, bar.end))


def test_the_house_tells_what_is_strong_missing_and_not_known() -> None:
    """Everything looked at stands in one place only."""
    drawn = section("en", "cell-1-pictures")
    (figure,) = (each for each in blocks_of(drawn.blocks) if isinstance(each, Figure))
    assert isinstance(figure.drawing, Shares)
    assert [row.title for row in figure.drawing.rows] == ["Mode", "Value", "Process", "Organisation", "Digital"]
    (listing,) = figure.blocks[2].blocks
    told = [text_of(item) for item in listing.items]
    assert "missing Order line today: none" in told
    assert any(text.startswith("not known") and "Customer line today" in text for text in told)
    areas = KNOWLEDGE.pictures.house if KNOWLEDGE.pictures else ()
    for row, area in zip(figure.drawing.rows, areas, strict=True):
        assert row.of == sum(row.counts) == len(area.facts())


def test_the_lines_show_where_we_are_and_the_grids_what_falls_to_whom() -> None:
    """The stage at hand, the cells that are planned; one first choice in each row, as the advice has it."""
    drawn, told = section("en", "cell-1-pictures"), built().cells[0]
    lines = captioned(drawn, Messages("en")("report.lines"))
    assert [column.is_here for column in lines.columns] == [False, False, False, True]
    assert [[text_of(cell).startswith("●") for cell in row[1:]] for row in lines.rows] == [[False, False, True]] * 3
    expected = {each.title.en: sorted(one.points for one in each.chosen) for each in told.advice.plan if each.chosen}
    grids = [
        captioned(drawn, shelf.title.en)
        for shelf in KNOWLEDGE.shelves
        if shelf.chooses and any(item.title.en in expected for item in shelf.items)
    ]
    shown = {
        text_of(title): sorted(int(text_of(cell).removeprefix("● ")) for cell in cells if text_of(cell))
        for grid in grids
        for title, *cells in grid.rows
    }
    assert shown == expected


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_said_twice_on_the_first_page_nor_in_the_proof(lang: Lang) -> None:
    """Reasons stand once on the page that is read first, and once more where they are proved."""
    again = {Messages(lang)(key) for key in ("explain.as_above", "explain.no_arguments")}
    for number in (1, 2):
        fronts = blocks_of(report(lang).front)
        box = [each for each in fronts if isinstance(each, Section) and each.style == "box"][number - 1]
        proof = section(lang, f"cell-{number}-proof")
        proof = Section("", tuple(block for block in proof.blocks if "(H" not in str(block)))
        for part in (box, proof):
            said = [text_of(each.text) for each in blocks_of((part,)) if isinstance(each, Paragraph | Note)]
            said += [
                text_of(item)
                for each in blocks_of((part,))
                if isinstance(each, Listing) and each.tone != "faint"
                for item in each.items
                if not isinstance(item, Item)
            ]
            reasons = {rule.because.reason.in_(lang) for rule in KNOWLEDGE.rules.values()}
            told = [each for each in said if each not in again and (part is box or each in reasons)]
            assert told
            assert len(told) == len(set(told))


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_a_client_typed_is_taken_for_markup(lang: Lang) -> None:
    """Names that try to be a script, a link, code, a template or a terminal's colours are shown as they are."""
    content = report(lang, hostile=True)
    outline = Outline(html(content))
    assert not outline.named("script", "img", "iframe", "object")
    assert not [attrs for _, attrs in outline.elements if any(name.startswith("on") for name in attrs)]
    assert all((attrs.get("href") or "#").startswith("#") for _, attrs in outline.elements)
    shown = HOSTILE.replace("\x1b", " ")
    assert words(shown) in words(" ".join(outline.text))
    rendered = Outline(f"<body>{MarkdownIt('commonmark').enable('table').render(markdown(content))}</body>")
    assert not rendered.named("script", "img", "a")
    assert words(shown) in words("".join(rendered.text))
    in_word = docx.Document(BytesIO(word(content)))
    assert any(words(shown) in words(paragraph.text) for paragraph in in_word.paragraphs)
    assert "49" not in in_word.paragraphs[1].text


def test_markdown_signs_stay_signs() -> None:
    """A line that would begin a list, a heading or a quotation does not."""
    for text in ("# a", "- a", "1. a", "> a", "a\nb", "~~a~~", "a_b_c", "\\*"):
        rendered = MarkdownIt("commonmark").render(escaped(text))
        assert re.fullmatch(r"<p>[^<]*</p>\n", rendered), rendered


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_needs_nothing_else_and_can_be_read_by_everybody(lang: Lang) -> None:
    """No network, no script; language, one first heading, no level left out, heads of tables, words for pictures."""
    outline = Outline(html(report(lang)))
    assert outline.named("html")[0]["lang"] == ("zh-CN" if lang == "zh" else "en")
    assert not [attrs for _, attrs in outline.elements if "src" in attrs]
    assert "default-src 'none'" in str(outline.named("meta"))
    assert "url(" not in "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.css"))
    levels = [int(tag[1]) for tag, _ in outline.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [attrs["id"] for _, attrs in outline.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {str(attrs["href"])[1:] for attrs in outline.named("a")} <= set(ids)
    assert {attrs["aria-labelledby"] for _, attrs in outline.elements if "aria-labelledby" in attrs} <= set(ids)
    assert all("scope" in attrs for attrs in outline.named("th"))
    for attrs in outline.named("svg"):
        assert attrs.get("aria-hidden") == "true" or (attrs.get("role") == "img" and attrs.get("aria-label"))


def _luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_text_stands_out(theme: int) -> None:
    """At least 4.5 to 1 on both grounds, in light and dark (WCAG 2.2, 1.4.3)."""
    style = (FOLDER / "page.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", re.findall(r":root \{[^}]*\}", style)[theme]))
    for text, ground in product(colours.keys() - {"paper", "band", "line"}, ("paper", "band")):
        light, dark = sorted((_luminance(colours[text]), _luminance(colours[ground])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("hostile", [False, True], ids=["plain", "hostile"])
def test_the_page_in_a_browser(lang: Lang, hostile: bool, tmp_path: Path) -> None:
    """At the width of a phone and of a desk nothing sticks out, every sign has a glyph; dark is dark."""
    page = tmp_path / "report.html"
    page.write_text(html(report(lang, hostile=hostile)), encoding="utf-8")
    for width in (PHONE, DESKTOP):
        probe = looked_at(page, width)
        assert probe["needed"] <= probe["wide"], (width, probe["out"][:5])
        assert probe["out"] == []
        assert probe["missing"] == []
    dark = looked_at(page, DESKTOP, "--blink-settings=preferredColorScheme=0")
    assert dark["ground"] != looked_at(page, DESKTOP)["ground"]


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGS)
def test_the_word_document_in_a_word_processor(lang: Lang, tmp_path: Path) -> None:
    """LibreOffice opens it; every sign of it comes out, on A4, without tags left over."""
    document = tmp_path / "report.docx"
    document.write_bytes(word(report(lang)))
    text = " ".join(opened_in_a_word_processor(document))
    assert "{{" not in text
    assert "{%" not in text
    assert "\ufffd" not in text
    for each in built().cells:
        signs = set(AdviceSections(KNOWLEDGE, Messages(lang)).decided_line(each.advice)) - set(text) - {" "}
        assert signs == set()


def test_a_firm_can_restyle_the_word_document(tmp_path: Path) -> None:
    """A firm's file gives styles and headers, and its text is dropped."""
    firm = docx.Document()
    firm.sections[0].header.paragraphs[0].text = "Our firm"
    firm.styles["Heading 1"].font.name = "Georgia"
    firm.styles.add_style("Support", 1).font.name = "Courier New"
    firm.styles.add_style("Decided", 1).font.color.rgb = RGBColor(0xC0, 0x00, 0x60)
    firm.add_paragraph("text of our own")
    firm.save(str(tmp_path / "firm.docx"))
    written = docx.Document(BytesIO(word(report("en"), tmp_path / "firm.docx")))
    assert written.paragraphs[0].text == Messages("en")("report.title_full")
    assert written.sections[0].header.paragraphs[0].text == "Our firm"
    assert written.styles["Heading 1"].font.name == "Georgia"
    for style in ("Support", "Decided"):
        styled = [paragraph for paragraph in written.paragraphs if paragraph.style.name == style]
        assert styled
        assert not [run for paragraph in styled for run in paragraph.runs[:1] if run.font.color.rgb is not None]
    assert not any("text of our own" in paragraph.text for paragraph in written.paragraphs)
    (tmp_path / "text.docx").write_text("no document", encoding="utf-8")
    with pytest.raises(TemplateUnusableError):
        word(report("en"), tmp_path / "text.docx")
    printed_page = mvpod("report", EXAMPLE, "-o", "a.docx", "--template", "text.docx", folder=tmp_path)
    assert printed_page.code == 2
    assert "cannot be used" in printed_page.err


def test_numbered_lists_begin_at_one_again(tmp_path: Path) -> None:
    """Tools of this kind let a second list go on where the first ended; here every list has its own numbers."""
    written = docx.Document(BytesIO(word(report("en"))))
    numbered = [paragraph for paragraph in written.paragraphs if paragraph.style.name == "List Number"]
    lists = {each._p.pPr.numPr.numId.val for each in numbered}
    cells = [cell for table in written.tables for row in table.rows for cell in row.cells]
    numbered += [each for cell in cells for each in cell.paragraphs if each.style.name == "List Number"]
    lists = {each._p.pPr.numPr.numId.val for each in numbered}
    assert len(lists) == 2 * len(built().cells)
    assert {each.text for each in numbered} >= {
        row.dated for cell in built().cells for row in move_rows(cell.advice, KNOWLEDGE, Messages("en"))[:5]
    }
    overrides = written.part.numbering_part.element.xpath("w:num/w:lvlOverride/w:startOverride/@w:val")
    assert overrides == ["1"] * len(lists)


def test_the_command_writes_each_form(tmp_path: Path) -> None:
    """The ending tells the form; JSON is what `recommend` prints."""
    for name in ("report.html", "报告.md", "report.docx", "report.pdf", "report.json"):
        done = mvpod("report", EXAMPLE, "-o", name, folder=tmp_path)
        assert (done.code, done.out) == (0, f"Written to {name}.\n")
        assert (tmp_path / name).stat().st_size > 10_000
    advice = mvpod("recommend", EXAMPLE, "--format", "json", folder=tmp_path).data
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8")) == advice


@pytest.mark.parametrize(
    ("name", "told"),
    [("report.odt", "ends in .html, .pdf, .docx, .pptx, .md or .json"), ("taken/report.md", "cannot write")],
)
def test_what_cannot_be_written_is_told(name: str, told: str, tmp_path: Path) -> None:
    """Before anything is reckoned where the name is wrong; with the reason where the disk says no."""
    (tmp_path / "taken").write_text("a file, no folder", encoding="utf-8")
    done = mvpod("report", EXAMPLE, "-o", name, folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert told in done.said


def test_a_home_without_pictures_has_reports_too(tmp_path: Path) -> None:
    """The house and the lines are left out; the rest is there."""
    tiny = ROOT / "tests" / "cli" / "tiny"
    for form in ("html", "md", "docx"):
        assert mvpod("report", tiny / "case.yaml", "-o", f"a.{form}", "--home", tiny, folder=tmp_path).code == 0
    assert '<svg class="house"' not in (tmp_path / "a.html").read_text(encoding="utf-8")
