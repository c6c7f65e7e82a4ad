"""The report on the client who brings everything: numbers, metrics, an existing plan and vendors, in every form."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

import docx
import jsonschema
import pytest
from docx.table import Table

from features.browser import opened_in_a_word_processor, printed
from features.program import unmeasured as mvpod
from mvpod_expert.audit import capability as audit_parts
from mvpod_expert.document.html import html
from mvpod_expert.document.markdown import markdown
from mvpod_expert.document.tree import Document as Tree
from mvpod_expert.document.tree import Paragraph, Section, text_of
from mvpod_expert.document.word import word
from mvpod_expert.economics import capability as economics_parts
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import usable
from mvpod_expert.mode.explanation.context import reported
from mvpod_expert.model.frozen import LANGS
from mvpod_expert.reports.report import Report
from mvpod_expert.trends import capability as trends_parts
from mvpod_expert.vendors import capability as vendors_parts
from mvpod_expert.views.messages import Messages
from tests.explanation.cells import ADVISER, KNOWLEDGE

if TYPE_CHECKING:
    from docx.document import Document

    from mvpod_expert.mode.explanation.context import Reported
    from mvpod_expert.model.frozen import Lang

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "industrial-valves-complete.yaml"
FORMS = ("html", "md", "docx")


def _reported() -> Reported:
    case = usable(lambda report: read_case(EXAMPLE, KNOWLEDGE, report))
    return reported(case, ADVISER)


REPORTED = _reported()
ADVICE = REPORTED.recommendation
(AUDIT,) = ADVICE.audits
(SELECTION,) = ADVICE.vendors


@dataclass(frozen=True)
class Parts:
    """A report taken apart at its chapters: titles in order, and the text of each."""

    titles: tuple[str, ...]
    texts: tuple[str, ...]

    def of(self, title: str) -> str:
        """Return the text of the only chapter with a title."""
        (number,) = (number for number, each in enumerate(self.titles) if each == title)
        return self.texts[number]


def flat(text: str) -> str:
    return " ".join(text.split())


def parts(form: str, lang: Lang) -> Parts:
    report = Report(KNOWLEDGE, Messages(lang), REPORTED, "full").document()
    if form == "docx":
        chapters = _of_word(docx.Document(BytesIO(word(report))))
    elif form == "md":
        marked = re.sub(r"\\(.)", r"\1", markdown(report))
        chapters = [(each.partition("\n")[0], each) for each in re.split(r"^## ", marked, flags=re.MULTILINE)]
    else:
        chapters = []
        for each in re.split(r"(?=<h2)", html(report)):
            text = re.sub(r"<[^>]*>", " ", each)
            for sign, plain in (("&#39;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&#34;", '"'), ("&amp;", "&")):
                text = text.replace(sign, plain)
            title = re.search(r"<h2[^>]*>([^<]*)", each)
            chapters.append((title.group(1) if title else "", text))
    return Parts(tuple(title.strip() for title, _ in chapters), tuple(flat(text) for _, text in chapters))


def _of_word(document: Document) -> list[tuple[str, str]]:
    chapters = [["", ""]]
    for each in document.iter_inner_content():
        if isinstance(each, Table):
            chapters[-1][1] += "\n".join(cell.text for row in each.rows for cell in row.cells) + "\n"
        elif each.style is not None and each.style.name == "Heading 1":
            chapters.append([each.text, ""])
        else:
            chapters[-1][1] += each.text + "\n"
    return [(title, text) for title, text in chapters]


@pytest.fixture(scope="module", params=[(form, lang) for form in FORMS for lang in LANGS], ids="-".join)
def taken_apart(request: pytest.FixtureRequest) -> tuple[Parts, Lang]:
    form, lang = request.param
    return parts(form, lang), lang


def has(text: str, *wanted: str) -> None:
    """See that a text says all of it, however its lines are broken."""
    bare = text.replace(" ", "")
    for each in wanted:
        assert each.replace(" ", "").replace("\n", "") in bare, each


def test_what_is_read_first_names_each_part_and_what_it_comes_to(taken_apart: tuple[Parts, Lang]) -> None:
    """The contradiction, the first findings, the defects, and which vendor is first, undecided and out."""
    found, lang = taken_apart
    t = Messages(lang)
    first = found.of(t("report.brief"))
    has(first, t("figures.brief"), t("trends.brief"), t("audit.brief"))
    has(first, {"zh": "贡献最大的是混合", "en": "hybrid contributes most"}[lang], "7,955")
    has(first, {"zh": "两条路线费用相等的收入", "en": "Revenue at which both ways cost the same"}[lang])
    has(first, {"zh": "直销 1,011万 CNY", "en": "direct CNY 10.1M, channel CNY 3.47M, hybrid CNY 12.6M"}[lang])
    trends = ADVICE.cells[0].trends
    assert trends is not None
    assert trends_parts.TABLE.of(KNOWLEDGE) is not None
    rules = trends_parts.TABLE.of(KNOWLEDGE).rules
    has(first, *(rules[finding.rule].title.in_(lang) for finding in trends.findings[:3]))
    for defect in AUDIT.defects:
        assert audit_parts.KNOWLEDGE.of(KNOWLEDGE) is not None
        assert defect.state is not None
        state = audit_parts.KNOWLEDGE.of(KNOWLEDGE).facts[defect.fact].state_title(defect.state).in_(lang)
        has(first, t("list.pair", name=defect.title.in_(lang), value=state))
    leader = SELECTION.vendor(SELECTION.leaders[0])
    has(first, t("vendors.first", count=2, vendor=leader.name, points=f"{leader.points:.1f}"))
    has(first, t("vendors.may_pass", vendors="Vendor D"), {"zh": "出局：Vendor C", "en": "Out: Vendor C"}[lang])


def test_each_cell_has_its_numbers_with_formulas_and_units(taken_apart: tuple[Parts, Lang]) -> None:
    """Each market cell's own results, with how they are reckoned; the currency is named."""
    found, lang = taken_apart
    table = economics_parts.TABLE.of(KNOWLEDGE)
    assert table is not None
    for advice in ADVICE.cells:
        assert economics_parts.ECONOMICS.of(advice) is not None
        text = found.of(f"{advice.region} / {advice.segment}")
        for figure in advice.economics.figures:
            declared = table.result(figure.result)
            has(text, declared.title.in_(lang), declared.formula.in_(lang))
        has(text, {"zh": "贡献及构成（CNY）", "en": "and its parts (CNY)"}[lang])


def test_the_metrics_of_both_cells_are_told_once(taken_apart: tuple[Parts, Lang]) -> None:
    """Every finding with its reason, every series; one chapter, because both cells have the same history."""
    found, lang = taken_apart
    text = found.of(Messages(lang)("trends.title"))
    trends, table = ADVICE.cells[0].trends, trends_parts.TABLE.of(KNOWLEDGE)
    assert trends is not None
    assert table is not None
    for finding in trends.findings:
        has(text, finding.because.reason.in_(lang))
    for series in trends.series:
        has(text, table.tracked(series.series).title.in_(lang))
    has(text, *(f"{cell.region} / {cell.segment}" for cell in ADVICE.cells))


def test_the_audit_names_cells_as_people_do(taken_apart: tuple[Parts, Lang]) -> None:
    """Every defect with what it means, every measure with what to do; no id of a cell, no name of a file."""
    found, lang = taken_apart
    text = found.of(Messages(lang)("audit.title"))
    for defect in AUDIT.defects:
        assert defect.meaning is not None
        has(text, defect.title.in_(lang), defect.meaning.in_(lang))
    for measure in AUDIT.measures:
        has(text, measure.title.in_(lang), measure.text.in_(lang), measure.owner.in_(lang))
    has(text, *(f"{cell.region} / {cell.segment}" for cell in ADVICE.cells))
    assert not [each.id for each in ADVICE.cells if each.id in text]
    assert ".yaml" not in text


def test_the_vendors_stand_side_by_side_with_what_to_ask(taken_apart: tuple[Parts, Lang]) -> None:
    """Every vendor and criterion, why one is out, and the questions; the must-haves that tell them apart by row."""
    found, lang = taken_apart
    t = Messages(lang)
    text = found.of(t("vendors.title"))
    table = vendors_parts.TABLE.of(KNOWLEDGE)
    assert table is not None
    has(
        text,
        *(vendor.name for vendor in SELECTION.vendors),
        *(table.criterion(c).title.in_(lang) for c in table.criteria()),
    )
    has(text, {"zh": "两成以上的必备功能没有，或者要定制", "en": "More than a fifth of the must-haves"}[lang])
    asked = [question.criterion for question in SELECTION.questions[:12] if question.criterion]
    has(text, *(table.criterion(criterion).ask.in_(lang) for criterion in asked))
    titles = {item.id: item.title.in_(lang) for item in KNOWLEDGE.items()}
    has(text, *(titles[have.function] for have in SELECTION.must_haves))


def test_what_is_decided_comes_before_what_proves_it(taken_apart: tuple[Parts, Lang]) -> None:
    """In short, cells, metrics, what is to be settled, audit, vendors, facts; then the plans, and the proofs last."""
    found, lang = taken_apart
    t = Messages(lang)
    cells = [f"{cell.region} / {cell.segment}" for cell in ADVICE.cells]
    middle = ["trends.title", "report.between_cells", "audit.title", "vendors.title", "report.fact_base"]
    last = [t("report.of_cell", title=t(key), cell=cell) for key in ("advice.plan", "report.proof") for cell in cells]
    titles = [title for title in found.titles[1:] if title != t("report.contents")]
    assert titles == [t("report.decision"), t("report.brief"), *cells, *map(t, middle), *last]


def test_the_json_has_it_all_and_keeps_its_schema(tmp_path: Path) -> None:
    """Numbers and metrics of each cell, the audit and the vendors; what was saved can be replayed."""
    assert mvpod("report", EXAMPLE, "-o", "r.json", folder=tmp_path).code == 0
    saved = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "docs" / "schema" / "recommendation.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(saved, schema)
    assert all(cell["economics"]["figures"] and cell["trends"]["findings"] for cell in saved["cells"])
    assert [cell["mode"]["recommended"] for cell in saved["cells"]] == ["direct", "channel"]
    assert saved["cells"][0]["economics"]["contradictions"]
    states = {each["fact"]: each["state"] for each in saved["audits"][0]["defects"]}
    assert sorted(states.values()) == ["partly", "partly", "present", "present"]
    vendors = saved["vendors"][0]["vendors"]
    assert {vendor["name"]: vendor["state"] for vendor in vendors} == {
        "Vendor A": "passed",
        "Vendor B": "passed",
        "Vendor C": "failed",
        "Vendor D": "undecided",
    }
    first, second = sorted((vendor["points"] for vendor in vendors if vendor["state"] == "passed"), reverse=True)
    assert first - second < 3
    assert mvpod("replay", "r.json", folder=tmp_path).code == 0


def decisions(report: Tree) -> list[str]:
    """Return the name and the decision of each market cell, as the front of a report says them."""
    said = []
    for box in filter(is_box, [block for section in report.front for block in section.blocks]):
        (cell,) = box.blocks
        assert isinstance(cell, Section)
        assert isinstance(cell.blocks[0], Paragraph)
        said += [flat(text_of(cell.title)), flat(text_of(cell.blocks[0].text))]
    return said


def is_box(block: object) -> TypeGuard[Section]:
    return isinstance(block, Section) and block.style == "box"


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGS)
def test_on_paper_the_first_sheet_has_every_decision(lang: Lang, tmp_path: Path) -> None:
    """Whoever reads one sheet knows what is advised in each market cell."""
    page = tmp_path / "report.html"
    report = Report(KNOWLEDGE, Messages(lang), REPORTED).document()
    page.write_text(html(report), encoding="utf-8")
    first = flat(printed(page)[0])
    assert len(decisions(report)) == 2 * len(REPORTED.cells)
    assert [text for text in decisions(report) if text not in first] == []


@pytest.mark.thorough
@pytest.mark.parametrize("lang", LANGS)
def test_in_a_word_processor_the_first_sheet_has_every_decision(lang: Lang, tmp_path: Path) -> None:
    """In LibreOffice too, and each sheet has its number."""
    document = tmp_path / "report.docx"
    report = Report(KNOWLEDGE, Messages(lang), REPORTED).document()
    document.write_bytes(word(report))
    first = flat(opened_in_a_word_processor(document)[0])
    assert [text for text in decisions(report) if text not in first] == []
    assert first.endswith(" 1")
