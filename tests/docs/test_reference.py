"""The reference: every link and anchor leads somewhere, in both languages."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.audit import capability as audit_parts
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.frozen import LANGS
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.lookup.search import titles
from mvpod_workbench.views.reference.pages import anchor
from tests.shipped import KNOWLEDGE

ROOT = Path(__file__).parents[2]
KNOWLEDGE = gathered(KNOWLEDGE)
LINK = re.compile(r"(?<!\\)\]\(([^)\s]*)\)")
ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
TAG = re.compile(r"(?<!\\)<(?!/?a\b|!--)[^>]*>")


def generated(folder: Path, lang: str, *options: str) -> dict[str, str]:
    """Write the reference in a process of its own; give its pages by path."""
    assert mvpod("rules", "docs", "-o", folder, "--lang", lang, *options, folder=ROOT).code == 0
    return pages(folder)


def pages(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}


@pytest.fixture(scope="module", params=LANGS)
def reference(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return generated(tmp_path_factory.mktemp(request.param), request.param)


def test_every_link_and_anchor_leads_somewhere(reference: dict[str, str]) -> None:
    """Within the reference nothing is dead, and no anchor stands twice on a page."""
    assert broken(reference) == []
    for path, text in reference.items():
        anchors = ANCHOR.findall(text)
        assert len(anchors) == len(set(anchors)), path


def test_everything_is_told_once(reference: dict[str, str]) -> None:
    """Each rule, fact, state, principle, source, item, case, mode, strength and code has its anchor."""
    anchors = [each for text in reference.values() for each in ANCHOR.findall(text)]
    things = [anchor(thing) for thing in titles(KNOWLEDGE)]
    assert set(things) <= set(anchors)
    assert {f"code-{code}" for code in Code} <= set(anchors)
    assert {f"source-{source}" for source in KNOWLEDGE.sources} <= set(anchors)
    assert "command-mvpod-rules-docs" in anchors
    assert len([each for each in anchors if each in set(things)]) == len(things)


def test_rules_have_one_fixed_shape(reference: dict[str, str]) -> None:
    """When, then, because, examples and tested facts, always, in this order."""
    headings = {
        "en": ["Fires when", "Then", "Because", "Examples", "Facts it tests"],
        "zh": ["何时触发", "触发后", "理由", "示例", "用到的事实"],
    }
    told = 0
    for text in reference.values():
        if '<a id="rule-' in text:
            lang = "en" if "[← Contents]" in text else "zh"
            for part in text.split('<a id="rule-')[1:]:
                told += 1
                assert re.findall(r"^\*\*(.+)\*\*$", part, re.MULTILINE)[:5] == headings[lang]
    assert told == len(KNOWLEDGE.rules)


def test_nothing_in_the_files_becomes_markup(reference: dict[str, str]) -> None:
    """What people wrote is shown as it is."""
    for path, text in reference.items():
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
        assert not TAG.search(prose), path


def test_parts_can_be_left_out(tmp_path: Path) -> None:
    """Without a part the links into it become plain text, and the glossary beside it is linked."""
    (tmp_path / "glossary.md").touch()
    short = generated(tmp_path / "reference" / "en", "en", "--without", "catalogue")
    assert not any(path.startswith("catalogue") for path in short)
    assert broken(short, outside=tmp_path / "reference" / "en") == []


def test_the_audit_and_the_trends_have_pages_of_their_own(reference: dict[str, str]) -> None:
    """Areas, questions with their answers, conclusions, measures and series; each page is in the index."""
    standard = audit_parts.standard_of(KNOWLEDGE)
    assert standard is not None
    areas = {f"area-{area.id}" for area in standard.areas}
    assert areas == {each for each in ANCHOR.findall(reference["audit/standard.md"]) if each.startswith("area-")}
    pages = {path for path in reference if path.startswith(("audit/", "trends/"))}
    assert all(f"]({path})" in reference["README.md"] for path in pages)
    told = [each for path in pages for each in ANCHOR.findall(reference[path])]
    for thing in ("fact-plan_boundary", "option-plan_boundary-partly", "item-draw-the-boundary", "fact-win_rate"):
        assert thing in told
    balance = reference["audit/questions-90-derived.md"].split('<a id="fact-line_balance"></a>')[1]
    assert "(rules-derive-line-balance.md#rule-" in balance


@pytest.mark.thorough
def test_what_an_earlier_run_wrote_goes_and_what_people_wrote_stays(tmp_path: Path) -> None:
    """A page that nothing tells any more would be wrong for ever."""
    folder = tmp_path / "reference"
    first = generated(folder, "en")
    (folder / "notes.md").write_text("# Our notes\n", encoding="utf-8")
    second = generated(folder, "en", "--without", "catalogue", "--without", "rules")
    assert set(first) - set(second) == {path for path in first if path.startswith(("catalogue/", "rules/"))}
    assert second.pop("notes.md") == "# Our notes\n"
    assert broken(second) == []


def broken(texts: dict[str, str], outside: Path | None = None) -> list[str]:
    """Return the links that lead nowhere."""
    anchors = {path: set(ANCHOR.findall(text)) for path, text in texts.items()}
    dead = []
    for path, text in texts.items():
        for link in LINK.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
            file, _, name = link.partition("#")
            target = os.path.normpath(Path(path).parent / file).replace(os.sep, "/") if file else path
            is_outside = outside is not None and target.startswith("..") and (outside / target).is_file()
            if not is_outside and (target not in texts or (name and name not in anchors[target])):
                dead.append(f"{path}: {link}")
    return dead
