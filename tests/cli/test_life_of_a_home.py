"""A home over the months: mended, signed off, taken back and looked up; the real program on real files."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from features.program import unmeasured as mvpod
from tests.fuzz.running import STEERING, ran
from tests.loading.homes import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TINY = ROOT / "tests" / "cli" / "tiny"
MODE = "rules/mode/m.yaml"


def tiny(folder: Path) -> Path:
    shutil.copytree(TINY, folder / "tiny")
    return folder / "tiny"


def edit(home: Path, file: str, old: str, new: str) -> None:
    path = home / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_leaves_no_doubt_is_mended_and_texts_stay(tmp_path: Path) -> None:
    """Checkers of files that people type on Chinese keyboards name the sign and put the plain one there."""
    home = tiny(tmp_path)
    clean = mvpod("rules", "fmt", "--home", home, folder=tmp_path)
    before = (home / MODE).read_text(encoding="utf-8")
    assert clean.code == 0
    edit(home, MODE, "    when: {effort: great}", "\u00a0\u3000  when：{effort: great}")
    edit(home, MODE, "{for: direct, strength: strong}", "{for: direct，strength: strong}")
    edit(home, MODE, "Partners shun effort.", "伙伴，不肯：费力")
    broken = mvpod("rules", "check", "--home", home, folder=tmp_path)
    assert broken.code == 1
    assert "MV110" in broken.out
    shown = mvpod("rules", "check", "--home", home, "--fix", "--dry-run", folder=tmp_path)
    assert f"would mend: {MODE}" in shown.err
    assert "when：" in (home / MODE).read_text(encoding="utf-8")
    mended = mvpod("rules", "check", "--home", home, "--fix", folder=tmp_path)
    assert f"mended: {MODE}" in mended.err
    after = (home / MODE).read_text(encoding="utf-8")
    assert after == before.replace("Partners shun effort.", "伙伴，不肯：费力")
    assert "MV336" in mended.out


def test_an_entry_is_signed_and_a_change_of_its_meaning_asks_again(tmp_path: Path) -> None:
    """Systems that release rules keep who approved which text; a format that moves bytes must not ask again."""
    home = tiny(tmp_path)
    assert mvpod("rules", "check", "--signed", "--home", home, folder=tmp_path).code == 1
    assert mvpod("rules", "check", "--home", home, folder=tmp_path).code == 0
    assert mvpod("rules", "review", "--all", "--home", home, folder=tmp_path).code == 2
    assert mvpod("rules", "review", "--all", "--by", "Wei", "--home", home, folder=tmp_path).code == 0
    assert mvpod("rules", "fmt", "--home", home, folder=tmp_path).code == 0
    edit(home, MODE, "rules:\n", "# a comment\nrules:\n")
    assert mvpod("rules", "check", "--signed", "--home", home, folder=tmp_path).code == 0
    edit(home, MODE, "They cover the wages.", "They cover the travel.")
    told = mvpod("rules", "check", "--signed", "--home", home, folder=tmp_path)
    assert told.code == 1
    assert "MV363: it means something else since Wei signed it" in told.said
    assert told.out.count("MV363: ") == 1
    again = mvpod("rules", "review", "--home", home, folder=tmp_path)
    assert "Wei signed it on" in again.said
    assert mvpod("rules", "review", "--all", "--by", "Lin", "--home", home, folder=tmp_path).code == 0
    assert mvpod("rules", "check", "--signed", "--home", home, folder=tmp_path).code == 0


def test_a_finding_that_is_meant_is_accepted_in_the_entry(tmp_path: Path) -> None:
    """Linters that cannot be told of an exception with its reason train people to overlook them all."""
    home = tiny(tmp_path)
    edit(
        home,
        MODE,
        "then: [{exclude: channel}, {exclude: hybrid}]",
        "then: [{exclude: channel}, {exclude: hybrid}, {exclude: direct}]",
    )
    assert "MV361" in mvpod("rules", "check", "--home", home, folder=tmp_path).out
    accepted = "{code: MV361, by: Lin, date: 2026-11-30, because: Nobody can sell there.}"
    edit(home, MODE, "    when: {partners: none}", f"    accepted: [{accepted}]\n    when: {{partners: none}}")
    assert mvpod("rules", "check", "--home", home, folder=tmp_path).code == 0
    edit(home, MODE, "code: MV361", "code: MV36")
    assert mvpod("rules", "check", "--home", home, folder=tmp_path).code == 1


def test_edits_are_taken_back_and_looked_up(tmp_path: Path) -> None:
    """A person who edits files and fears for them needs the last good state, and loses nothing by going there."""
    home = tmp_path / "mine"
    made = mvpod("rules", "new", "home", "mine", "--home", TINY, folder=tmp_path)
    assert "a git repository with a first commit" in made.said
    edit(home, MODE, "{for: direct, strength: strong}", "{for: direct, strength: weak}")
    (home / "rules/mode/more.yaml").write_text("rules: []\n", encoding="utf-8")
    shown = mvpod("rules", "undo", "--dry-run", "--home", home, folder=tmp_path)
    assert "2 files would be" in shown.said
    done = mvpod("rules", "undo", "--home", home, folder=tmp_path)
    assert done.code == 0
    assert (home / MODE).read_text(encoding="utf-8") == (TINY / MODE).read_text(encoding="utf-8")
    assert not (home / "rules/mode/more.yaml").exists()
    assert "Nothing differs" in mvpod("rules", "undo", "--home", home, folder=tmp_path).said
    subprocess.run(["git", "-C", home, "stash", "pop", "-q"], check=True)
    (home / "rules/mode/more.yaml").unlink()
    told = mvpod("rules", "history", "effort-favours-direct", "--home", home, folder=tmp_path)
    assert "not committed yet" in told.said
    assert "strength: strong" in told.said
    assert "Copy knowledge" in told.said
    unknown = mvpod("rules", "history", "effort-favours-dirct", "--home", home, folder=tmp_path)
    assert unknown.code == 2
    assert "did you mean effort-favours-direct" in unknown.said


def test_a_history_prints_no_control_signs_of_authors_and_subjects(tmp_path: Path) -> None:
    """Logs are split at signs that a name or a subject may hold, and terminals obey what a foreign commit says."""
    home, signs = tmp_path / "mine", "\x1b[2J\x1e\x0b\x85\u2028\u202e"
    mvpod("rules", "new", "home", "mine", "--home", TINY, folder=tmp_path)
    edit(home, MODE, "{for: direct, strength: strong}", "{for: direct, strength: weak}")
    who = ("-c", f"user.name=Li{signs}Wei", "-c", "user.email=li@example.org")
    subprocess.run(["git", "-C", home, *who, "commit", "-qam", f"Weaker{signs}than it was"], check=True)
    told = mvpod("rules", "history", "effort-favours-direct", "--home", home, folder=tmp_path)
    assert told.code == 0, told.said
    assert "strength: strong} → " in told.out
    assert "than it was" in told.out
    assert "Copy knowledge" in told.out
    assert STEERING.search(told.said) is None


def test_a_home_that_one_is_in_and_does_not_use_is_noted(tmp_path: Path) -> None:
    """Who stands among own rules and forgets to name them gets the findings of others, and takes them for the own."""
    home = tiny(tmp_path)
    noted = f"not {home}; to use that one, add --home {home}"
    assert noted in mvpod("rules", "list", "modes", "--lang", "en", folder=home / "rules").said
    for named in ((".", home), (str(home), tmp_path)):
        assert "in use" not in mvpod("rules", "list", "modes", "--home", named[0], folder=named[1]).said
    assert "in use" not in mvpod("rules", "list", "modes", folder=tmp_path).said


def test_without_a_repository_that_is_said(tmp_path: Path) -> None:
    """Never a traceback, and nothing is touched."""
    home = tiny(tmp_path)
    for command in (["undo"], ["history", "effort-favours-direct"], ["diff"], ["upgrade"]):
        told = mvpod("rules", *command, "--home", home, folder=tmp_path)
        assert told.code == 2
        assert f"git -C {home} init" in told.said


def test_an_entry_is_retired_where_nothing_breaks(tmp_path: Path) -> None:
    """Deleting by hand leaves references behind, or takes a neighbour's comment along."""
    home = tiny(tmp_path)
    before = (home / MODE).read_text(encoding="utf-8")
    given = "{given: {deal_size: 20000, sellers: enough}, expect: {fires: [large-deals-pay]}"
    (home / "rules/mode/m.cases.yaml").write_text(f"tests:\n  - {given}, id: large}}\n", encoding="utf-8")
    shown = mvpod("rules", "retire", "large-deals-pay", "--dry-run", "--home", home, folder=tmp_path)
    assert shown.code == 0
    assert "have to change: rules/mode/m.cases.yaml:2" in shown.said
    assert (home / MODE).read_text(encoding="utf-8") == before
    done = mvpod("rules", "retire", "large-deals-pay", "--home", home, folder=tmp_path)
    assert "is taken out of rules/mode/m.yaml" in done.said
    after = (home / MODE).read_text(encoding="utf-8")
    taken = before[before.index("  - id: large-deals-pay") : before.index("  - id: partners-help")]
    assert after == before.replace(taken, "")
    refused = mvpod("rules", "retire", "effort", "--home", home, folder=tmp_path)
    assert refused.code == 2
    assert "effort-favours-direct" in refused.said
    assert "nothing was taken out" in refused.said
    assert mvpod("rules", "retire", "large-deals-pay", "--home", home, folder=tmp_path).code == 2


def test_a_misspelt_basis_hides_no_unknown_principle(tmp_path: Path) -> None:
    """Checkers that stop at the first mistake of an entry have people run them again and again."""
    home = tiny(tmp_path)
    edit(home, MODE, "principle: [M1], basis: literature", "principle: [M11], basis: litrature")
    told = mvpod("rules", "check", "--home", home, folder=tmp_path)
    assert "MV204: 'litrature' is not allowed here" in told.said
    assert "MV308: there is no principle 'M11'" in told.said


def test_newer_knowledge_is_merged_by_entry(tmp_path: Path) -> None:
    """A copy that never gets what its origin learns is abandoned; one that is overwritten loses its owner's work."""
    newer = tiny(tmp_path)
    home = tmp_path / "mine"
    assert mvpod("rules", "new", "home", "mine", "--home", newer, folder=tmp_path).code == 0
    edit(home, MODE, "Large deals pay for sellers", "Big deals pay for sellers")
    edit(home, MODE, "Partners shun effort.", "Partners avoid effort.")
    edit(newer, "knowledge/decision.yaml", "points: 6", "points: 7")
    edit(newer, MODE, "Partners shun effort.", "Partners dislike effort.")
    arguments = ("rules", "upgrade", "--from", newer, "--home", home)
    shown = mvpod(*arguments, "--dry-run", folder=tmp_path)
    assert "would change" in shown.said
    assert "points: 6" in (home / "knowledge/decision.yaml").read_text(encoding="utf-8")
    done = mvpod(*arguments, folder=tmp_path)
    assert done.code == 1
    assert "both sides changed 'effort-favours-direct', and yours is kept" in done.said
    assert "because › reason › en: Partners avoid effort. | Partners dislike effort." in done.said
    mine = (home / MODE).read_text(encoding="utf-8")
    assert "Big deals pay for sellers" in mine
    assert "Partners avoid effort." in mine
    assert "points: 7" in (home / "knowledge/decision.yaml").read_text(encoding="utf-8")
    assert mvpod("rules", "check", "--home", home, folder=tmp_path).code == 0


def test_an_example_that_fails_shows_the_number_that_was_written(tmp_path: Path) -> None:
    """Who wrote 500 does not find `small` in the file when a test tool prints what it read instead."""
    home = tiny(tmp_path)
    edit(home, MODE, "fires: [{deal_size: 20000, sellers: enough}]", "fires: [{deal_size: 2500.5, sellers: enough}]")
    printed = mvpod("rules", "test", "--home", home, folder=tmp_path)
    assert printed.code == 1
    assert "example: deal_size: 2500.5 (small), sellers: enough" in printed.said


@pytest.fixture
def without_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let the program find no git."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))


@pytest.mark.usefixtures("without_git")
def test_a_home_without_git_keeps_its_first_copy(tmp_path: Path) -> None:
    """Editors' tools that need a version control nobody installed leave a person without a way back."""
    made = mvpod("rules", "new", "home", "mine", "--home", TINY, folder=tmp_path)
    assert "git is not installed, so a copy was kept" in made.said
    home = tmp_path / "mine"
    edit(home, MODE, "{for: direct, strength: strong}", "{for: direct, strength: weak}")
    (home / "rules/mode/more.yaml").write_text("rules: []\n", encoding="utf-8")
    assert "2 files would be undone" in mvpod("rules", "undo", "--dry-run", "--home", home, folder=tmp_path).said
    told = mvpod("rules", "history", "effort-favours-direct", "--home", home, folder=tmp_path)
    assert "strong" in told.said
    (home / "rules/mode/more.yaml").unlink()
    compared = mvpod("rules", "diff", "--home", home, folder=tmp_path)
    assert compared.code == 1
    assert "effort-favours-direct" in compared.said
    done = mvpod("rules", "undo", "--home", home, folder=tmp_path)
    assert done.code == 0
    assert (home / MODE).read_text(encoding="utf-8") == (TINY / MODE).read_text(encoding="utf-8")
    (aside,) = (home / ".undone").iterdir()
    assert "strength: weak" in (aside / MODE).read_text(encoding="utf-8")
    assert str(aside) in done.said.replace(" ", "")
    nothing = mvpod("rules", "undo", "--home", home, folder=tmp_path).said
    assert "Nothing differs from the first copy" in nothing
    assert "git revert" not in nothing
    newer = tiny(tmp_path)
    edit(newer, "knowledge/decision.yaml", "points: 6", "points: 7")
    edit(newer, MODE, "Partners shun effort.", "Partners dislike effort.")
    edit(home, MODE, "Large deals pay for sellers", "Big deals pay for sellers")
    done = mvpod("rules", "upgrade", "--from", newer, "--home", home, folder=tmp_path)
    assert done.code == 0
    assert "2 files changed" in done.said
    mine = (home / MODE).read_text(encoding="utf-8")
    assert "Partners dislike effort." in mine
    assert "Big deals pay for sellers" in mine


@pytest.mark.thorough
@pytest.mark.usefixtures("without_git")
def test_a_copy_that_fails_half_way_leaves_the_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo commands of this kind move the edited folder away, meet a full disk, and leave neither state there."""
    monkeypatch.chdir(tmp_path)
    for fails in range(1, 200):
        home = tmp_path / f"home{fails}"
        with failing_at(fails, monkeypatch) as calls:
            made = ran(["rules", "new", "home", home.name, "--home", str(TINY)], b"")
        if len(calls) < fails:
            break
        assert (made.code, "No space left" in made.err) == (2, True), made
        assert not (home / ".first-copy").exists()
    assert made.code == 0
    edit(home, MODE, "{for: direct, strength: strong}", "{for: direct, strength: weak}")
    edited = contents(home)
    for fails in range(1, 200):
        with failing_at(fails, monkeypatch) as calls:
            done = ran(["rules", "undo", "--home", home.name], b"")
        if len(calls) < fails:
            break
        assert (done.code, "No space left" in done.err) == (2, True), done
        assert contents(home) == edited
        assert list(home.glob(".undone/*/*")) == []
    assert fails > 10
    assert done.code == 0
    assert contents(home) == contents(TINY)


@contextmanager
def failing_at(number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Let the call of so many that makes, copies or moves a file fail; return the calls."""
    calls: list[str] = []

    def patched(name: str, real: Any) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            calls.append(name)
            if len(calls) == number:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(given[0]))
            return real(*given, **named)

        return call

    with monkeypatch.context() as patch:
        for module, name in ((os, "mkdir"), (os, "rename"), (shutil, "copyfile")):
            patch.setattr(module, name, patched(name, getattr(module, name)))
        yield calls


def contents(home: Path) -> dict[str, bytes]:
    """Return what stands in the two folders of a home."""
    files = (path for name in ("rules", "knowledge") for path in (home / name).rglob("*") if path.is_file())
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in files}


@pytest.mark.usefixtures("without_git")
@pytest.mark.parametrize("command", [["undo"], ["history", "effort-favours-direct"], ["diff"], ["upgrade"]])
def test_without_git_and_copy_it_says_what_to_install(command: list[str], tmp_path: Path) -> None:
    """A message that tells of a missing program has to say where to get it, and what works meanwhile."""
    told = mvpod("rules", *command, "--home", tiny(tmp_path), folder=tmp_path)
    assert told.code == 2
    assert "git is not installed" in told.said
    assert "https://git-scm.com" in told.said


FAULTS = {
    "a new file": ("rules/mode/more.yaml", None, "rules:\n  - id: [oops\n"),
    "a file of rules": (MODE, "rules:\n", "rules: oops: again\n"),
    "the vocabulary": ("knowledge/vocabulary/facts.yaml", "facts:\n", "facts: oops: again\n"),
    "a fact is gone": ("knowledge/vocabulary/facts.yaml", "id: effort", "id: labour"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_file_keeps_nobody_from_looking_things_up(fault: str, tmp_path: Path) -> None:
    """Tools that refuse every question while one file is broken leave a person to mend it blind."""
    mvpod("rules", "new", "home", "mine", "--home", TINY, folder=tmp_path)
    home, (file, was, now) = tmp_path / "mine", FAULTS[fault]
    path = home / file
    path.write_text(path.read_text(encoding="utf-8").replace(was, now) if was else now, encoding="utf-8")
    files = mvpod("rules", "list", "--files", "--home", home, folder=tmp_path)
    assert files.code == 0
    assert file in files.out.splitlines()
    for command in (["list", "facts"], ["show", "effort"], ["graph", "effort"]):
        told = mvpod("rules", *command, "--home", home, folder=tmp_path)
        assert told.code == 0, told.said
        assert "ffort" in told.out
        assert "not usable as it is" in told.err
    told = mvpod("rules", "history", "effort", "--home", home, folder=tmp_path)
    assert told.code == 0
    assert "Copy knowledge" in told.said


@pytest.mark.parametrize("named", ["rules", "rules/mode", MODE, "."])
def test_a_folder_inside_or_around_a_home_is_answered_with_the_home(named: str, tmp_path: Path) -> None:
    """Who names a folder one level off has to hear which one is meant, and not a list of what is missing there."""
    home = tiny(tmp_path)
    told = mvpod("rules", "check", "--home", (tmp_path if named == "." else home / named), folder=tmp_path)
    assert told.code == 2
    assert f"--home {home}" in told.said
    assert "--home goes behind the command" in mvpod("--home", home, "rules", "check", folder=tmp_path).said


INVISIBLE = {
    "in an id": (MODE, "id: effort-favours", "id: effort\u200b-favours", True),
    "behind a value": (MODE, "strength: strong", "strength: strong\u200b", True),
    "in a key": (MODE, "    when:", "    wh\u2060en:", True),
    "in a text": (MODE, "费力的自己卖", "费力\u200b的自己卖", False),
    "turning a text": (MODE, "Effort favours", "Effort \u202efavours", False),
}


@pytest.mark.parametrize("where", INVISIBLE)
def test_what_cannot_be_seen_is_pointed_at(where: str, tmp_path: Path) -> None:
    """Two ids that look alike and differ by a zero-width space cost a person an afternoon."""
    file, was, now, is_mended = INVISIBLE[where]
    home = tiny(tmp_path)
    edit(home, file, was, now)
    lines = (home / file).read_text(encoding="utf-8").splitlines()
    line = next(number for number, each in enumerate(lines, 1) if now in each)
    column = 1 + next(at for at, sign in enumerate(lines[line - 1]) if sign in "\u200b\u2060\u202e")
    told = mvpod("rules", "check", "--home", home, folder=tmp_path)
    assert told.code == 1
    assert f"{file}:{line}:{column}:" in told.said
    assert "cannot be seen" in told.said
    assert ("check --fix" in told.said) == is_mended
    mvpod("rules", "check", "--fix", "--home", home, folder=tmp_path)
    text = (home / file).read_text(encoding="utf-8")
    assert (now in text) != is_mended


def test_the_file_of_a_client_is_not_said_to_be_mended_by_a_command(tmp_path: Path) -> None:
    """A hint at a command that does not touch the file sends a person round in circles."""
    case = tmp_path / "client.yaml"
    case.write_text("answers:\n  effort：great\n", encoding="utf-8")
    told = mvpod("recommend", case.name, "--home", TINY, folder=tmp_path)
    assert "client.yaml:2:9: error MV110" in told.said
    assert "full-width" in told.said
    assert "--fix" not in told.said
