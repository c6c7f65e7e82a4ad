"""`mvpod explain` and `mvpod rules show` as people and programs see them, on a home small enough to reckon by hand."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.commands.error_handler import run

ROOT = Path(__file__).parents[2]
TINY = Path(__file__).with_name("tiny")
GOLDEN = Path(__file__).with_name("explained")
UPDATE = bool(os.environ.get("MVPOD_UPDATE_GOLDEN"))
SCHEMA = json.loads((ROOT / "docs" / "schema" / "explanation.schema.json").read_text(encoding="utf-8"))

QUESTIONS: dict[str, list[str]] = {
    "how-in-a-sentence": ["how", "--depth", "sentence"],
    "how": ["how", "--cell", "north"],
    "how-proved": ["how", "--cell", "north", "--depth", "proof"],
    "how-an-answer-counts": ["how", "product", "--cell", "north"],
    "how-an-unknown-answer-counts": ["how", "伙伴", "--cell", "south"],
    "how-an-item-came": ["how", "招人", "--cell", "north"],
    "how-an-item-stayed-away": ["how", "recruit", "--cell", "north"],
    "how-a-conclusion-counts": ["how", "effort", "--cell", "north"],
    "how-the-mode-came": ["how", "Channel", "--depth", "sentence"],
    "how-of-nothing": ["how", "recriut"],
    "why-not": ["why-not", "channel"],
    "why-not-the-recommended": ["why-not", "直销", "--cell", "north"],
    "what-if": ["what-if", "sellers=few", "deal_size=9000", "--cell", "north"],
    "what-if-without-partners": ["what-if", "伙伴=没有", "--cell", "south"],
    "what-if-unknown": ["what-if", "product=unknown", "--cell", "south"],
    "what-if-nothing": ["what-if", "product=hard", "--cell", "south"],
    "sensitivity": ["sensitivity"],
    "similar": ["similar"],
    "no-such-mode": ["why-not", "dealers"],
    "no-mode": ["why-not"],
    "no-such-fact": ["what-if", "selers=few"],
    "no-answer-supposed": ["what-if", "sellers"],
    "no-such-value": ["what-if", "sellers=fwe"],
    "no-such-number": ["what-if", "deal_size=much"],
    "no-change": ["what-if"],
    "too-many-words": ["similar", "cases"],
    "no-such-cell": ["how", "--cell", "nroth"],
}
SHOWN: dict[str, list[str]] = {
    "rule": ["two-of-three-suit-a-hybrid"],
    "rule-held-against-a-case": ["partners-help-where-we-lack", "--case", "case.yaml"],
    "rule-that-fires": ["two-of", "--case", "case.yaml", "--cell", "north"],
    "rule-of-the-plan": ["channels-need", "--case", "case.yaml", "--cell", "north"],
    "no-such-rule": ["two-of-tree-suit-a-hybrid"],
    "no-one-rule": ["partners", "--case", "case.yaml"],
    "no-one-thing": ["deal"],
    "no-such-rule-for-a-case": ["two-of-tree-suit-a-hybrid", "--case", "case.yaml"],
    "fact": ["partners"],
    "fact-that-is-concluded": ["effort"],
    "state-of-a-fact": ["sellers.few"],
    "item": ["招商"],
    "shelf": ["step"],
    "principle": ["M1"],
    "source": ["book"],
    "documented-case": ["First"],
    "mode": ["hybrid"],
    "strength": ["weak"],
}
COMMANDS = {name: ["explain", "case.yaml", *words, "--engine", "bitset"] for name, words in QUESTIONS.items()} | {
    name: ["rules", "show", *words] for name, words in SHOWN.items()
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", COMMANDS)
def test_what_is_printed_is_the_pinned_page(
    name: str, lang: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Every explanation, and every wrong use of the command, word for word."""
    monkeypatch.chdir(TINY)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.argv", ["mvpod", *COMMANDS[name], "--home", ".", "--lang", lang])
    code = run()
    printed = capfd.readouterr()
    assert code == (2 if printed.err else 0)
    page = printed.err or printed.out
    pinned = GOLDEN / f"{name}.{lang}.txt"
    if UPDATE:
        pinned.write_text(page, encoding="utf-8")
    assert page == pinned.read_text(encoding="utf-8")
    assert not (printed.err and printed.out)


def test_every_pinned_page_belongs_to_a_command() -> None:
    """No page is pinned that nothing prints."""
    assert {each.name for each in GOLDEN.iterdir()} == {
        f"{name}.{lang}.txt" for name in COMMANDS for lang in ("en", "zh")
    }


@pytest.mark.parametrize(
    "words",
    [["how"], ["how", "product"], ["why-not", "channel"], ["what-if", "sellers=few"], ["sensitivity"], ["similar"]],
)
def test_the_json_fits_its_schema_and_says_the_same_in_both_languages(words: list[str]) -> None:
    """Whatever is asked; the sentence is there in Chinese and English."""
    printed = [
        mvpod("explain", "case.yaml", *words, "--home", ".", "--format", "json", "--lang", lang, folder=TINY)
        for lang in ("en", "zh")
    ]
    assert printed[0].data == printed[1].data
    jsonschema.validate(printed[0].data, SCHEMA)
    assert [cell["id"] for cell in printed[0].data["cells"]] == ["north", "south"]
    for cell in printed[0].data["cells"]:
        assert cell["sentence"].keys() == {"zh", "en"}
        assert cell["explanation"]["kind"] == (
            "how_about" if len(words) > 1 and words[0] == "how" else words[0].replace("-", "_")
        )


def test_the_engines_explain_alike() -> None:
    """The trace is the same, so the explanations are."""
    by_engine = [
        mvpod(
            "explain",
            ROOT / "examples" / "industrial-sensors.yaml",
            "how",
            "--format",
            "json",
            "--engine",
            engine,
            folder=TINY,
        )
        for engine in ("durable", "bitset")
    ]
    assert by_engine[0].data["cells"] == by_engine[1].data["cells"]


def test_rules_are_told_in_json_too() -> None:
    """With how they fared on each cell."""
    arguments = ["two-of", "--case", "case.yaml", "--home", ".", "--format", "json"]
    data = mvpod("rules", "show", *arguments, folder=TINY).data
    assert data["id"] == "two-of-three-suit-a-hybrid"
    assert [each["fired"] for each in data["cases"]] == [True, True]
    condition = data["cases"][0]["condition"]
    while condition["kind"] == "all":
        condition = condition["parts"][0]
    assert (condition["kind"], condition["holding"], condition["needed"]) == ("at_least", 2, 2)


def test_a_case_that_cannot_be_used_is_told_before_anything_is_explained() -> None:
    """The same findings as for advice."""
    printed = mvpod("explain", "no-such-case.yaml", "how", "--home", ".", folder=TINY)
    assert (printed.code, printed.out) == (2, "")
    assert "no-such-case.yaml: error MV101" in printed.err


def test_answers_may_come_through_a_pipe() -> None:
    """As everywhere else."""
    printed = mvpod("explain", "-", "how", "--home", ".", folder=TINY, typed="answers: {product: hard}\n")
    assert "Recommended: direct" in printed.out
