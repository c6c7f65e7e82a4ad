"""The tutorials: every command in them is run as it stands, in order, and prints what they show."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from features.program import CHECKOUT
from mvpod_workbench.commands.rules import COMMANDS
from tests.docs.walkthrough import Command, Edit, Walk, steps

if TYPE_CHECKING:
    from pathlib import Path

AUTHORS = CHECKOUT / "docs" / "authors"
TUTORIALS = {"en": "tutorial.md", "zh": "tutorial.zh.md"}
# What a reader types once to get the program and a folder; the tests have both.
SETTING_UP = (
    "make setup",
    'alias mvpod="$PWD/.venv/bin/mvpod"',
    "mkdir ../my-advice",
    "cd ../my-advice",
)
# Beyond a first rule: Excel, the measure of the whole, what an editor needs, and the life of a home later on.
LEFT_TO_OTHER_PAGES = {
    "accuracy",
    "export",
    "history",
    "import",
    "language-server",
    "retire",
    "schemas",
    "selectivity",
    "tables",
    "undo",
    "upgrade",
}


def tutorial(lang: str) -> str:
    return (AUTHORS / TUTORIALS[lang]).read_text(encoding="utf-8")


def commands(lang: str) -> list[str]:
    return [step.line for step in steps(tutorial(lang)) if isinstance(step, Command)]


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    """A reader in an empty folder beside the clone."""
    (tmp_path / "mvpod").symlink_to(CHECKOUT)
    (tmp_path / "my-advice").mkdir()
    return Walk(tmp_path / "my-advice", tmp_path / "tools")


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
@pytest.mark.parametrize("lang", TUTORIALS)
def test_every_step_of_a_tutorial_does_what_it_shows(lang: str, walk: Walk) -> None:
    """From a copy of the rules to a new, tested, proved and documented rule; files are saved as the page has them."""
    for step in steps(tutorial(lang)):
        if not isinstance(step, Command) or step.line not in SETTING_UP:
            walk.take(step)
    rule = walk.folder / "my-rules" / "rules" / "mode" / "frameworks.yaml"
    assert "formerly: [framework-buyers-go-direct]" in rule.read_text(encoding="utf-8")
    assert (walk.folder / "reference" / "rules" / "mode-frameworks.md").is_file()


@pytest.mark.parametrize("lang", TUTORIALS)
def test_no_command_of_a_tutorial_is_passed_over(lang: str) -> None:
    """Each line with a dollar is a step, each block a reader is to save says where, and all of set-up is there."""
    text = tutorial(lang)
    assert len(re.findall(r"^\s*\$ ", text, re.MULTILINE)) == len(commands(lang))
    blocks = re.findall(r"^```\w+$", text, re.MULTILINE)
    saved = [step for step in steps(text) if isinstance(step, Edit)]
    assert blocks.count("```console") + blocks.count("```powershell") + len(saved) == len(blocks)
    assert set(SETTING_UP) <= set(commands(lang))


SETTING_UP_THERE = (
    "py -m venv .venv",
    '.venv\\Scripts\\python -m pip install -e ".[all]"',
    'Set-Alias mvpod "$PWD\\.venv\\Scripts\\mvpod.exe"',
)
ALIKE = {"mkdir ../my-advice", "cd ../my-advice"}
"""Commands that are the same in both shells."""


@pytest.mark.parametrize("lang", TUTORIALS)
def test_what_powershell_is_told_does_what_the_other_shell_is_told(lang: str) -> None:
    """Guides that were written on one system leave readers on another at the second line.

    Each block is the one before it, command by command, in the other shell's words; the programs among them are run
    above. What a shell alone understands (an alias, `export`, `printf`, a backslash at the end) stands nowhere without
    its other form.
    """
    text = tutorial(lang)
    own = (*SETTING_UP, "export ", "printf ")
    lines = {line for line in commands(lang) if line.startswith(own)}
    said: list[str] = []
    for block in re.findall(r"^```powershell\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        for line in block.replace("`\n    ", "").splitlines():
            exported = re.fullmatch(r'\$env:(\w+) = "([^"]+)"', line)
            piped = re.fullmatch(r'((?:"[^"]+"(?:, )?)+) \| (.+)', line)
            if exported:
                said.append(f"export {exported[1]}={exported[2]}")
            elif piped:
                typed = "\\n".join(re.findall(r'"([^"]+)"', piped[1]))
                said.append(f"printf '{typed}\\n' | {piped[2]}")
            elif line not in SETTING_UP_THERE:
                said.append(line)
    assert set(said) <= set(commands(lang)) | ALIKE
    assert lines - set(said) == set(SETTING_UP[:2])
    continued = re.findall(r"^\$ (.*)\\\n *(.*)$", text, re.MULTILINE)
    assert {"".join(each) for each in continued} <= set(said)
    assert set(SETTING_UP_THERE) <= set(text.splitlines())


def test_the_commands_of_set_up_are_those_of_the_makefile() -> None:
    """What the test does not run is as the Makefile has it."""
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^setup: ", makefile, re.MULTILINE)
    assert re.search(r"^VENV := \.venv\nBIN := \$\(VENV\)/bin$", makefile, re.MULTILINE)
    assert re.search(r'^mvpod = "', (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("lang", TUTORIALS)
def test_a_tutorial_shows_every_command_of_the_workbench(lang: str) -> None:
    """All but those that have a page of their own and no part in a first rule."""
    shown = {line.split("mvpod rules ")[1].split()[0] for line in commands(lang) if "mvpod rules " in line}
    assert shown == set(COMMANDS) - LEFT_TO_OTHER_PAGES


def test_both_languages_take_the_same_steps() -> None:
    """The commands are the same but for the language and the words a reader makes up."""
    programs = [[re.findall(r"mvpod (?:rules )?[a-z-]+", line) for line in commands(lang)] for lang in TUTORIALS]
    assert programs[0] == programs[1]
    kinds = [[type(step) for step in steps(tutorial(lang))] for lang in TUTORIALS]
    assert kinds[0] == kinds[1]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
@pytest.mark.parametrize(
    ("step", "complaint"),
    [
        (Command("echo one", ("two",), 0), "the document says"),
        (Command("echo one; echo two", ("one",), 0), "the document says"),
        (Command("echo one; exit 3", ("one",), 0), "ends with 3"),
        (Command("mvpod rules nonsense", ("…",), 0), "ends with 2"),
        (Edit("replace in", "file.yaml", "a: 2\n=====\na: 3\n"), "has 0 times"),
    ],
)
def test_a_step_that_does_not_do_what_it_shows_fails(step: Command | Edit, complaint: str, walk: Walk) -> None:
    """Other words, words too many, another end, and a change of what is not there are failures."""
    (walk.folder / "file.yaml").write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(AssertionError, match=complaint):
        walk.take(step)


def test_a_document_is_read_as_its_marks_say() -> None:
    """Commands over several lines, their ends, and files to save, in order."""
    saved = "<!-- save: a/b.yaml -->\n```yaml\nx: 1\n```\n\n"
    text = saved + "```console\n$ one \\\n    --two\nsaid\n(exit code 1)\n$ three\n```\n"
    assert list(steps(text)) == [
        Edit("save", "a/b.yaml", "x: 1\n"),
        Command("one --two", ("said",), 1),
        Command("three", (), 0),
    ]
