"""Every code has an offline page, in both languages, whose snippets show what they say."""

from __future__ import annotations

import pytest

from features.program import CHECKOUT
from features.program import unmeasured as mvpod
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.frozen import LANGS, Lang
from mvpod_expert.views.messages import Messages
from mvpod_workbench.views.code_pages import WORKBENCH, code_pages, pages_document

PAGES = code_pages()
READ_BY_THE_PARSER = {"MV110", "MV111", "MV112", "MV114", "MV115", "MV116", "MV117"}
WITH_SNIPPETS = sorted(code for code, page in PAGES.items() if page.wrong)


def found_in(snippet: str) -> list[str]:
    """Parse a snippet; give the codes of what the reader of YAML says about it."""
    report = DiagnosticCollector()
    parse_yaml(snippet, "snippet.yaml", report)
    return [diagnostic.code.value for diagnostic in report.diagnostics]


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    """Whatever a check prints can be read about, without a network."""
    assert set(PAGES) == {code.value for code in Code}
    assert any(WORKBENCH.glob("*.toml"))


@pytest.mark.parametrize("code", sorted(PAGES))
def test_a_page_says_what_it_means_and_what_to_do(code: str) -> None:
    """Both languages are there, end as sentences do, and what is wrong is not what is right."""
    page = PAGES[code]
    for text in (page.means, page.mend):
        assert text.zh.endswith(("。", "！", "？"))
        assert text.en.endswith((".", "!", "?"))
        assert 10 < len(text.en) < 600
    assert page.wrong != page.right or not page.wrong
    assert not page.right or page.wrong


@pytest.mark.parametrize("code", WITH_SNIPPETS)
def test_what_a_snippet_shows_as_wrong_or_right_is_so(code: str) -> None:
    """The reader of YAML finds the code in the wrong snippet if it is its own; in the right one it finds nothing."""
    page = PAGES[code]
    if code in READ_BY_THE_PARSER:
        assert found_in(page.wrong) == [code]
    if page.right and "…" not in page.right and "then:" not in page.right:
        assert found_in(page.right) == []


@pytest.mark.parametrize("lang", LANGS)
def test_pages_as_data_are_whole(lang: Lang) -> None:
    """Whoever makes a document of them has every part, and a name that is one short sentence."""
    document = pages_document(PAGES.values(), Messages(lang))
    codes = document["codes"]
    assert isinstance(codes, list)
    assert [code["code"] for code in codes] == sorted(PAGES)
    for each in codes:
        assert set(each) == {"code", "name", "means", "wrong", "right", "mend"}
        assert 0 < len(each["name"]) < 130


def test_one_code_or_several_are_told_whatever_their_case() -> None:
    """`mvpod rules explain-code mv203 MV314` prints both pages, in the language asked for."""
    printed = mvpod("rules", "explain-code", "mv203", "MV314", "--lang", "en", folder=CHECKOUT)
    assert (printed.code, printed.err) == (0, "")
    assert "MV203: Another kind of thing is expected" in printed.out
    assert "principle: [M1]" in printed.out
    assert "MV314: A circle of conclusions" in printed.out
    chinese = mvpod("rules", "explain-code", "MV203", "--lang", "zh", folder=CHECKOUT)
    assert "怎么改" in chinese.out


def test_without_a_code_all_are_listed() -> None:
    """Every code stands in the list, once."""
    printed = mvpod("rules", "explain-code", "--lang", "en", folder=CHECKOUT)
    assert [line.split()[0] for line in printed.out.splitlines() if line.startswith("  MV")] == sorted(PAGES)


@pytest.mark.parametrize(("written", "meant"), [("MV2O3", "MV203"), ("315", "MV315"), ("MV-314", "MV314")])
def test_an_unknown_code_is_refused_with_what_was_meant(written: str, meant: str) -> None:
    """A slip of the pen is reported with the code it is nearest to; exit 2."""
    printed = mvpod("rules", "explain-code", written, "--lang", "en", folder=CHECKOUT)
    assert printed.code == 2
    assert f"did you mean {meant}" in printed.said


def test_pages_can_be_had_as_json() -> None:
    """One code as JSON has the schema's version and the texts of the language."""
    printed = mvpod("rules", "explain-code", "MV317", "--format", "json", "--lang", "zh", folder=CHECKOUT)
    assert printed.data["schema_version"] == "1.0"
    assert printed.data["codes"][0]["name"] == "条件自相矛盾"
