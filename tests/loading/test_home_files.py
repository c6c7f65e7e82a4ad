"""Files in rules/ and knowledge/ that are not read are reported, with their likely place; what is read is listed."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.loading.entry_files import Library
from mvpod_expert.loading.home_files import files_read, unread_files
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.diagnostics import Code, UnusableInputError
from mvpod_expert.resources import Home, find_home
from tests.fixtures.homes import SMALL

if TYPE_CHECKING:
    from pathlib import Path

BROKEN_RULE = "family: {zh: 家, en: House}\nrules:\n- {id: x, when: {no: y}, then: [{for: direct, strength: weak}]}\n"
STRAY = {
    "rules/mode/our.YAML": ("ending", "rules/mode/our.yaml"),
    "rules/mode/our.yaml.txt": ("ending", "rules/mode/our.yaml"),
    "rules/mode/our.YML": ("ending", "rules/mode/our.yml"),
    "rules/mode/our.txt": ("kind", None),
    "rules/modes/our.yaml": ("place", "rules/mode/our.yaml"),
    "rules/mine.yaml": ("place", "rules/mode/mine.yaml"),
    "knowledge/vocabulry/facts.yaml": ("place", "knowledge/vocabulary/facts.yaml"),
    "knowledge/rules/mine.yaml": ("place", "rules/mode/mine.yaml"),
    "knowledge/decisions.yaml": ("place", "knowledge/decision.yaml"),
    "rules/tables/OUR.CSV": ("ending", "rules/tables/OUR.csv"),
    "rules/our.csv": ("place", "rules/tables/our.csv"),
    "rules/tables/our.xlsx": ("workbook", None),
    "rules/MODE/our.yaml": ("place", "rules/mode/our.yaml"),
    "our.yaml": ("place", "rules/mode/our.yaml"),
    "our.yml.txt": ("place", "rules/mode/our.yml"),
    "our.csv": ("place", "rules/tables/our.csv"),
    "our.cases.yaml": ("case_tests", "rules/our.cases.yaml"),
    "rules/mode/our.case.yaml": ("case_tests", "rules/mode/our.cases.yaml"),
    "rules/Our.Cases.yml": ("case_tests", "rules/our.cases.yaml"),
    "rules/cases.yaml.bak": ("case_tests", "rules/my.cases.yaml"),
    "rules/plan/our-tests.yaml": ("case_tests", "rules/plan/our.cases.yaml"),
    "knowledge/our.cases.yaml": ("case_tests", "rules/our.cases.yaml"),
}
LEFT_ALONE = (
    "rules/mode/our.yaml~",
    "rules/mode/.our.yaml",
    "rules/mode/#our.yaml#",
    "rules/mode/.#our.yaml",
    "rules/mode/our.yaml.swp",
    "rules/mode/our.yaml.bak",
    "rules/tables/~$our.xlsx",
    "rules/README.md",
)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a copy of the small home."""
    shutil.copytree(SMALL, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.mark.parametrize("name", STRAY)
def test_a_stray_file_is_told_with_its_likely_place(name: str, home: Home) -> None:
    """Tools that read folders by pattern pass over .YAML, .yml.txt or a misspelt folder, and say that all is well."""
    path = home.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    table = "family.en,House\nfolder,mode\n"
    text = table if path.suffix == ".csv" else "tests: []\n" if STRAY[name][0] == "case_tests" else BROKEN_RULE
    path.write_text(text, encoding="utf-8")
    told = {file.place.file: (file.details["reason"], file.suggestion) for file in unread_files(home)}
    assert told == {name: STRAY[name]}


def test_rules_about_cases_and_backups_of_tests_are_no_misnamed_tests(home: Home) -> None:
    """Checkers that go by the name alone cry wolf over a rule file called use-case.yaml, or over a plain backup."""
    shutil.copyfile(next(home.rules.glob("mode/*.yaml")), home.rules / "mode" / "use-case.yaml")
    for name in ("our.cases.yaml", "our.cases.yaml.bak"):
        (home.rules / name).write_text("tests: []\n", encoding="utf-8")
    assert not list(unread_files(home))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_told_and_nobody_waits_for_it(home: Home) -> None:
    """Readers that open whatever is there wait for ever for somebody to write into a pipe."""
    os.mkfifo(home.rules / "mode" / "our.yaml")
    (home.rules / "tables").mkdir(exist_ok=True)
    os.mkfifo(home.rules / "tables" / "our.csv")
    assert [(file.place.file, file.details["reason"]) for file in unread_files(home)] == [
        ("rules/tables/our.csv", "closed")
    ]
    with pytest.raises(UnusableInputError) as caught:
        load_knowledge(home)
    assert [each.code.value for each in caught.value.diagnostics] == ["MV109", "MV103"]


def test_a_linked_folder_is_told(home: Home, tmp_path: Path) -> None:
    """Walks that do not follow links leave out a whole team's rules."""
    (tmp_path / "team").mkdir()
    (home.rules / "mode" / "team").symlink_to(tmp_path / "team")
    assert [file.details["reason"] for file in unread_files(home)] == ["link"]


def test_a_folder_in_capitals_is_told(home: Home) -> None:
    """Where systems tell capitals apart, Rules/ lies beside rules/ and nothing in it has any effect."""
    (home.root / "Rules").mkdir(exist_ok=True)
    if (home.root / "Rules").samefile(home.rules):
        pytest.skip("this system does not tell capitals apart")
    assert [(file.place.file, file.suggestion) for file in unread_files(home)] == [("Rules", "rules")]


def test_a_clients_file_beside_the_folders_is_passed_over(home: Home) -> None:
    """Cases and plans of clients are often kept in the home itself."""
    (home.root / "client.yaml").write_text("answers: {product: hard}\n", encoding="utf-8")
    (home.root / "accounts.csv").write_text("account,product\nA,hard\n", encoding="utf-8")
    assert list(unread_files(home)) == []


def test_what_editors_leave_behind_is_passed_over(home: Home) -> None:
    """A warning for every backup would be read by nobody; who asks which files are read is answered."""
    for name in LEFT_ALONE:
        (home.root / name).parent.mkdir(parents=True, exist_ok=True)
        (home.root / name).write_text("x", encoding="utf-8")
    assert list(unread_files(home)) == []
    listed = mvpod("rules", "list", "--files", "--format", "json", "--home", "home", folder=home.root.parent)
    assert listed.data["left_alone"] == sorted(name for name in LEFT_ALONE if ".yaml" in name)
    assert "6 hidden files or backups are not read: rules/mode/#our.yaml#" in listed.err
    assert not {*LEFT_ALONE} & {*listed.data["files"]}


@pytest.mark.parametrize("name", ["sellers (copy).yaml", "sellers - Kopie.yaml", "sellers 副本.yaml", "sellers 2.yaml"])
def test_a_copy_beside_the_original_is_read_and_its_rules_stand_twice(name: str, home: Home) -> None:
    """File managers name copies so that tools read them, and the same rule counts twice without a word."""
    shutil.copy(home.rules / "mode" / "sellers-and-partners.yaml", home.rules / "mode" / name)
    with pytest.raises(UnusableInputError) as caught:
        load_knowledge(home)
    assert {each.code for each in caught.value.diagnostics} == {Code.ID_TWICE}
    assert any(name in place.file for each in caught.value.diagnostics for place in (each.place, *each.related))


def test_every_command_notes_them_and_the_check_says_why(home: Home) -> None:
    """A rule that has no effect must not look as if it had."""
    shutil.copy(home.rules / "mode" / "sellers-and-partners.yaml", home.rules / "mode" / "copy.YAML")
    folder = home.root.parent
    (folder / "case.yaml").write_text("answers: {product: hard}\n", encoding="utf-8")
    advised = mvpod("recommend", "case.yaml", "--home", "home", folder=folder)
    assert "1 file of the knowledge is not read: rules/mode/copy.YAML" in advised.said
    checked = mvpod("rules", "check", "--home", "home", folder=folder)
    assert checked.code == 1
    assert "rules/mode/copy.YAML: warning MV109" in checked.said
    assert "did you mean: rules/mode/copy.yaml" in checked.said


def test_an_unread_file_is_told_before_what_follows_from_it(home: Home) -> None:
    """A misspelt folder of facts makes a flood of unknown facts, and the cause must not drown in it."""
    (home.knowledge / "vocabulry").mkdir()
    (home.knowledge / "vocabulary" / "10-asked.yaml").rename(home.knowledge / "vocabulry" / "10-asked.yaml")
    said = mvpod("rules", "check", "--home", "home", folder=home.root.parent).out
    assert said.startswith("knowledge/vocabulry/10-asked.yaml: warning MV109")


def test_what_is_listed_is_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of files made apart from their reading would go its own way."""
    opened: set[Path] = set()
    real = Library.text

    def noting(library: Library, path: Path, *others: object) -> str | None:
        opened.add(path)
        return real(library, path, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(Library, "text", noting)
    home = find_home()
    load_knowledge(home)
    listed = {path for path in files_read(home) if not home.is_case_tests(path)}
    assert listed == opened
    assert list(unread_files(home)) == []


def test_the_list_of_files_for_people_and_programs(home: Home) -> None:
    """Both forms name the same files."""
    (home.rules / "mode" / "our.YAML").write_text("x", encoding="utf-8")
    folder = home.root.parent
    lines = mvpod("rules", "list", "--files", "--home", "home", folder=folder).out.splitlines()
    data = mvpod("rules", "list", "--files", "--home", "home", "--format", "json", folder=folder).data
    assert data["files"] == lines
    assert data["unread"] == ["rules/mode/our.YAML"]
    assert "knowledge/decision.yaml" in lines
