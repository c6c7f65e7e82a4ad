"""A file that was cut off or has something else behind it is read or told, never read as nothing.

Tools of this kind that fall back to a second parser, or go on with an empty document, advise on what is left.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from mvpod_expert.loading import yaml_text
from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.loading.read_cache import ReadCache
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Scalar
from mvpod_expert.loading.yaml_text import PythonLoader, parse_yaml
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.resources import Home
from tests import hypothesis_profiles
from tests.explanation.cells import KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.loading.yaml_nodes import Node

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "cli" / "tiny"
SHIPPED = sorted(path for folder in ("rules", "knowledge", "examples") for path in (ROOT / folder).rglob("*.yaml"))
CASES = [path for path in SHIPPED if path.is_relative_to(ROOT / "examples") and "vendors" not in path.name]
PARSERS = {"libyaml": yaml.CSafeLoader, "Python": PythonLoader}
JUNK = {
    "brackets": "\n" + "[" * 1001,
    "braces": "\n" + "{" * 3000,
    "brackets under a key": "\njunk: " + "[" * 1001,
    "dashes": "\n" + "- " * 2000,
    "an end": "\n}",
    "a quote": '\njunk: "',
    "half a key": "\njunk",
    "a second document": "\n---\njunk: 1\n",
    "a sign": "\n@",
    "a tag": "\njunk: !!python/object/apply:os.system [true]\n",
    "an alias": "\njunk: *nobody\n",
    "a tab": "\n\tjunk: 1\n",
    "no such sign": '\njunk: "\\U00110000"\n',
    "half a sign": '\njunk: "\\ud800"\n',
    "a control sign": "\njunk: \x01\n",
    "bytes of something else": "\nPK\x03\x04\x00\n",
}


@pytest.fixture(params=list(PARSERS))
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name: str = request.param
    monkeypatch.setattr(yaml_text, "Loader", PARSERS[name])
    return name


def read(text: str) -> tuple[Node | None, DiagnosticCollector]:
    report = DiagnosticCollector()
    return parse_yaml(text, "file.yaml", report), report


def cuts(text: str, count: int) -> list[str]:
    """Cut a text at places that are the same in every run."""
    places = random.Random(len(text)).sample(range(1, len(text)), min(count, len(text) - 1))
    return [text[:place] for place in places]


def assert_read_or_told(text: str) -> None:
    node, report = read(text)
    assert (node is None) <= bool(report), text[-80:]
    if node is not None:
        # Whatever was taken is one whole document to a parser that shares no code with the reader's checks.
        yaml.compose(text, Loader=yaml.CSafeLoader)


def shape(node: Node | None) -> object:
    """Return what a node says and where, without the text around it."""
    match node:
        case None:
            return None
        case Scalar():
            return node.line, node.column, node.text, node.tag, node.quoted
        case Listing():
            return node.line, node.column, [shape(item) for item in node.items]
        case Mapping():
            return node.line, node.column, [(shape(key), shape(value)) for key, value in node.entries]
    raise AssertionError(node)


QUESTIONS = sorted(
    (path for path in SHIPPED if "?}" in path.read_text(encoding="utf-8")), key=lambda path: path.stat().st_size
)


@pytest.mark.parametrize(
    "text",
    [
        "a: {en: Is it one? Or two?, zh: b}\n",
        "[a?, b ?c, d?e, 'f'?]\n",
        "{a?: 1, b: c?}",
        "a: [? b, c]\n",
        *(path.read_text(encoding="utf-8") for path in QUESTIONS[:3]),
    ],
)
def test_both_parsers_read_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where libyaml is missing, a second parser that takes other things for YAML would refuse the shipped knowledge."""
    shapes = []
    for each in PARSERS.values():
        monkeypatch.setattr(yaml_text, "Loader", each)
        node, report = read(text)
        assert (node is None) == bool(report)
        shapes.append(shape(node))
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_that_was_cut_off_is_read_or_told(path: Path) -> None:
    """At some places of every shipped file; the slow test tries many."""
    for text in cuts(path.read_text(encoding="utf-8"), 4):
        assert_read_or_told(text)


@pytest.mark.thorough
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_that_was_cut_off_anywhere_is_read_or_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 20 to 200 places of every shipped file, at fewer the longer it is, since each cut is read as a whole.

    In a quick run at 40 at the most; at a few of them without libyaml, and both parsers read the same.
    """
    whole = path.read_text(encoding="utf-8")
    most = 40 if hypothesis_profiles.profile() == hypothesis_profiles.QUICK else 200
    texts = cuts(whole, min(most, max(20, 1_000_000 // len(whole))))
    for text in texts:
        assert_read_or_told(text)
    for text in (whole, *texts[:3]):
        with_libyaml, _ = read(text)
        with monkeypatch.context() as without:
            without.setattr(yaml_text, "Loader", PythonLoader)
            node, report = read(text)
        assert shape(node) == shape(with_libyaml)
        assert (node is None) <= bool(report)


@pytest.mark.parametrize("junk", JUNK)
def test_what_stands_behind_a_file_is_told(junk: str, parser: str) -> None:
    """Behind a case file; a paste that went wrong must not make it advise on less than it says."""
    for path in CASES:
        text = path.read_text(encoding="utf-8").rstrip("\n")
        report = DiagnosticCollector()
        assert parse_case(text + JUNK[junk], path.name, KNOWLEDGE, report) is None
        assert report


def test_a_case_that_was_cut_off_is_read_or_told(parser: str) -> None:
    """No error of the parser or of a check further on escapes as something else."""
    for path in CASES:
        for text in cuts(path.read_text(encoding="utf-8"), 12):
            report = DiagnosticCollector()
            case = parse_case(text, path.name, KNOWLEDGE, report)
            assert (case is None) == bool(report), text[-80:]


@pytest.mark.parametrize("junk", JUNK)
def test_what_stands_behind_a_file_of_the_home_is_told(junk: str, parser: str, tmp_path: Path) -> None:
    """A rule file that cannot be read must not leave the home as if its rules had never been written."""
    shutil.copytree(TINY, tmp_path / "home")
    home = Home(tmp_path / "home")
    for path in sorted([*home.rules.rglob("*.yaml"), *home.knowledge.rglob("*.yaml")]):
        if home.is_case_tests(path):
            continue
        whole = path.read_text(encoding="utf-8")
        path.write_text(whole.rstrip("\n") + JUNK[junk], encoding="utf-8")
        with pytest.raises(UnusableInputError) as told:
            load_knowledge(home, ReadCache())
        assert home.shown(path) in {diagnostic.place.file for diagnostic in told.value.diagnostics}
        path.write_text(whole, encoding="utf-8")
