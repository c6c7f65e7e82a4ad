"""The documents say what is so: the capture, the map, the commands and the links."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.model.frozen import LANGS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
AUTHORS_PAGES = sorted((ROOT / "docs" / "authors").glob("*.md"))
WRITTEN = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
DOCUMENTS = sorted(path for path in WRITTEN if not path.is_relative_to(ROOT / "docs" / "reference"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LINES_OF_A_SCREEN = 40


def run(*arguments: str) -> str:
    done = mvpod(*arguments, folder=ROOT)
    assert done.code == 0
    return done.out


def test_the_capture_in_the_readme_is_what_the_demo_prints() -> None:
    """Demos of tools of this kind scroll away; this one is a screen of 40 lines, the last one about the interview."""
    capture = re.search(r"```text\n(例：.*?)```", README, re.DOTALL)
    demo = re.search(r"^demo:.*\n\t\$\(BIN\)/mvpod (.+)\n\t@echo \"(.+)\"", MAKEFILE, re.MULTILINE)
    assert capture
    assert demo
    assert "mvpod interview" in demo.group(2)
    assert run(*demo.group(1).split()).startswith(capture.group(1))
    for lang in LANGS:
        assert len(run(*demo.group(1).split(), "--lang", lang).splitlines()) < LINES_OF_A_SCREEN


def test_the_map_in_the_readme_names_every_room() -> None:
    """Every folder of the package and of the top level stands in the map, and nothing else does."""
    plan = README.split("## The map of the house")[1].split("```text")[1].split("```")[0]
    rooms = {each.name for each in (ROOT / "mvpod_expert").iterdir() if each.is_dir() and each.name[0] not in "_."}
    named = set(re.findall(r"^  ([a-z]+)/", plan, re.MULTILINE))
    assert named == rooms
    for folder in ("rules", "knowledge", "features", "tests", "benchmarks", "docs", "examples", "cli.py"):
        assert folder in plan


def commands(*group: str) -> list[str]:
    listed = re.findall(r"^  ([a-z-]+) ", run(*group, "--help").split("Commands:")[1], re.MULTILINE)
    return [" ".join([*group, each]) for each in listed]


@pytest.mark.parametrize("group", [(), ("rules",)], ids=["mvpod", "mvpod rules"])
@pytest.mark.thorough
def test_every_command_is_documented(group: tuple[str, ...]) -> None:
    """A command for advice stands in the README, one for authors in their own pages; and its help works."""
    pages = README if not group else "\n".join(path.read_text(encoding="utf-8") for path in AUTHORS_PAGES)
    for command in commands(*group):
        assert f"mvpod {command}" in pages
        assert "--help" in run(*command.split(), "--help")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    """Every relative link names a file that is there."""
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
        assert target.startswith("http") or (document.parent / target).exists(), target


def test_the_accuracy_told_is_the_accuracy_measured() -> None:
    """README and docs/validity.md give the figures that the program prints."""
    printed = run("rules", "accuracy")
    outside, outside_leniently = re.findall(r"cross-validated, (?:strict|lenient): (\d+) of 100", printed)
    told = (ROOT / "docs" / "validity.md").read_text(encoding="utf-8")
    assert f"the mode that was used in **{outside}**, and in **{outside_leniently}**" in told.replace("\n", " ")
    record = re.findall(r"lead of [^)]+\): (\d+) of (\d+)$", printed, re.MULTILINE)
    assert len(record) == 3
    for went, of in record:
        assert f"| {went} of {of} |" in told
    readme = README.replace("\n", " ")
    assert f"the mode that was used in {outside}, and one a fair judge accepts in {outside_leniently}" in readme
    assert f"{record[-1][0]} of {record[-1][1]} went the advised way" in readme


@pytest.mark.parametrize("document", ["recommendation", "explanation", "economics", "vendors"])
def test_the_published_schema_is_the_current_one(document: str) -> None:
    """docs/schema is what `mvpod schema` prints."""
    published = (ROOT / "docs" / "schema" / f"{document}.schema.json").read_text(encoding="utf-8")
    assert run("schema", document) == published


def test_no_file_holds_the_marks_of_an_unfinished_merge() -> None:
    """Merges by hand leave both versions in a document, where no compiler looks."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False).stdout
    paths = [ROOT / name for name in listed.splitlines() if name.endswith((".md", ".toml", ".yaml", ".py"))]
    marked = [
        path
        for path in paths
        if "fixtures" not in path.parts and re.search(r"^(<{7}|>{7}) ", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert marked == []
