"""The answers file touched while an interview writes to it: no answer is lost, and nothing becomes unreadable."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from features.program import Conversation
from features.program import unmeasured as mvpod
from mvpod_expert import atomic_write
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.mode.interview import locked_file
from mvpod_expert.mode.interview.journal_file import JournalFile, UnsavedError
from mvpod_expert.mode.interview.locked_file import InterviewedElsewhereError
from mvpod_expert.model.diagnostics import UnusableInputError
from tests.faults import Faults
from tests.interview.test_journal_file import ENTRIES, answered, filled, opened, resumed
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


FACTS = [each.answer.fact for each in ENTRIES]  # type: ignore[union-attr]
LAST = answered("price_spread", "unknown")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file is not moved or removed there")


def cut_in_an_entry(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 9)


def cut_to_nothing(path: Path) -> None:
    os.truncate(path, 0)


def removed(path: Path) -> None:
    path.unlink()


def replaced_by_a_copy(path: Path) -> None:
    shutil.copy(path, path.with_suffix(".copy"))
    path.with_suffix(".copy").replace(path)


def added_a_remark_without_an_end(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"# to be checked")


def added_an_entry_without_an_end(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"- {skip: price_spread}")


MENDED = [
    cut_in_an_entry,
    cut_to_nothing,
    removed,
    replaced_by_a_copy,
    added_a_remark_without_an_end,
    added_an_entry_without_an_end,
]


def added_half_an_entry(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b'- {"answer": "mar')


def added_what_is_no_entry(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"client: B\n")


def edited_in_the_middle(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("mature", "new_entry"), encoding="utf-8")


def replaced_by_a_case(path: Path) -> None:
    path.with_suffix(".other").write_text("answers: {market_stage: new_entry}\n", encoding="utf-8")
    path.with_suffix(".other").replace(path)


def replaced_by_bytes(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00" * 100)


def replaced_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def replaced_by_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def replaced_by_a_link_to_another_case(path: Path) -> None:
    path.with_suffix(".other").write_text("answers: {market_stage: new_entry}\n", encoding="utf-8")
    path.unlink()
    path.symlink_to(path.with_suffix(".other"))


RESCUED = [
    added_half_an_entry,
    added_what_is_no_entry,
    edited_in_the_middle,
    replaced_by_a_case,
    replaced_by_bytes,
    replaced_by_a_folder,
    replaced_by_a_pipe,
    replaced_by_a_link_to_another_case,
]


def is_a_case(path: Path) -> bool:
    report = DiagnosticCollector()
    return read_case(path, KNOWLEDGE, report) is not None and not report


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()}


@pytest.mark.parametrize("touch", MENDED)
def test_what_was_cut_removed_or_added_to_is_whole_again(touch: Callable[[Path], None], tmp_path: Path) -> None:
    """Tools of this kind go on after a file that was cut, and glue the next entry to a line without an end."""
    path = tmp_path / "a.yaml"
    file, _ = opened(path)
    for entry in ENTRIES:
        file.append(entry)
    touch(path)
    rescued = file.append(LAST)
    assert rescued is not None
    assert (rescued.file, rescued.left) == (path, path)
    assert file.append(answered("cash_runway", "unknown")) is None
    file.close()
    assert list(resumed(path).record.cell.answers) == [*FACTS, "price_spread", "cash_runway"]
    assert is_a_case(path)


@pytest.mark.parametrize("touch", RESCUED)
def test_what_was_changed_is_left_alone_and_everything_is_beside_it(
    touch: Callable[[Path], None], tmp_path: Path
) -> None:
    """Tools of this kind write on into a file that is another by now, and break both."""
    path = tmp_path / "a.yaml"
    file, _ = opened(path)
    for entry in ENTRIES:
        file.append(entry)
    touch(path)
    before = contents(tmp_path)
    rescued = file.append(LAST)
    assert rescued is not None
    assert rescued.file == file.path == tmp_path / "a.rescued.yaml"
    assert file.append(answered("cash_runway", "unknown")) is None
    file.close()
    assert {name: data for name, data in contents(tmp_path).items() if name != "a.rescued.yaml"} == before
    assert list(resumed(rescued.file).record.cell.answers) == [*FACTS, "price_spread", "cash_runway"]
    assert is_a_case(rescued.file)


def test_the_folder_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything goes to the folder the program was started in."""
    (tmp_path / "in").mkdir()
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    file, _ = opened(tmp_path / "in" / "a.yaml")
    file.append(ENTRIES[0])
    shutil.rmtree(tmp_path / "in")
    rescued = file.append(LAST)
    file.close()
    assert rescued is not None
    assert rescued.reason == "No such file or directory"
    assert list(resumed(tmp_path / "here" / "a.rescued.yaml").record.cell.answers) == [FACTS[0], "price_spread"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_person_is_told_and_goes_on(lang: str, tmp_path: Path) -> None:
    """Where the answers are now is said at once and again at the end, and both files can be read."""
    talk = Conversation("interview", "--answers", "a.yaml", "--lang", lang, folder=tmp_path)
    talk.PROMPT = "Answer> " if lang == "en" else "答> "
    talk.listen()
    talk.t("1")
    talk.listen()
    path = tmp_path / "a.yaml"
    removed(path)
    talk.t("u")
    said = "".join((talk.listen() or "").split())
    assert ("waschangedwhileyouanswered" if lang == "en" else "被改动过") in said
    replaced_by_a_case(path)
    talk.t("1")
    said = "".join((talk.listen() or "").split())
    assert "a.rescued.yaml" in said
    talk.t("q")
    assert "a.rescued.yaml" in talk.end().said
    assert len(resumed(tmp_path / "a.rescued.yaml").record.cell.answers) == 3
    assert list(resumed(path).record.cell.answers) == ["market_stage"]


@pytest.mark.parametrize("way", ["q", "done", "the end"])
@pytest.mark.parametrize("touch", [removed, cut_to_nothing, replaced_by_a_case])
def test_touched_after_the_last_answer(touch: Callable[[Path], None], way: str, tmp_path: Path) -> None:
    """Nothing more is written, and what was entered is there all the same, however a person leaves."""
    talk = Conversation("interview", "--answers", "a.yaml", folder=tmp_path)
    talk.listen()
    talk.t("1")
    talk.listen()
    touch(tmp_path / "a.yaml")
    if way != "the end":
        talk.t(way)
    said = talk.end().said
    name = "a.yaml" if touch is not replaced_by_a_case else "a.rescued.yaml"
    assert "was changed while you answered" in said
    assert len(resumed(tmp_path / name).record.cell.answers) == 1
    assert f"--answers {name}" in said or f"mvpod recommend {name}" in said


@pytest.mark.parametrize("way", ["same", "symlink", "hard link", "through a folder's link"])
def test_one_interview_a_file_whatever_its_name(way: str, tmp_path: Path) -> None:
    """Tools of this kind lock a name beside the file, which a link to the file does not share."""
    path, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    file, _ = opened(path)
    match way:
        case "same":
            other = path
        case "symlink":
            other.symlink_to(path)
        case "hard link":
            other.hardlink_to(path)
        case _:
            (tmp_path / "folder").symlink_to(tmp_path)
            other = tmp_path / "folder" / "a.yaml"
    with pytest.raises(InterviewedElsewhereError):
        JournalFile(other, KNOWLEDGE).resume()
    file.append(ENTRIES[0])
    file.close()
    assert list(resumed(other).record.cell.answers) == FACTS[:1]
    assert not list(tmp_path.glob("*.lock")) + list(tmp_path.glob(".*"))


def test_nothing_stays_of_an_interview_in_which_nothing_was_entered(tmp_path: Path) -> None:
    """No empty answers file; but one that was there stays, and so does one that somebody wrote to."""
    assert mvpod("interview", "--batch", folder=tmp_path, typed="?\nq\n").code == 130
    assert mvpod("audit", "--batch", folder=tmp_path, typed="q\n").code == 130
    assert not list(tmp_path.iterdir())
    file, _ = opened(tmp_path / "a.yaml")
    added_a_remark_without_an_end(tmp_path / "a.yaml")
    file.close()
    assert (tmp_path / "a.yaml").is_file()
    resumed(tmp_path / "a.yaml")
    assert (tmp_path / "a.yaml").is_file()


def test_a_name_of_its_own_is_never_that_of_a_file_that_is_there(tmp_path: Path) -> None:
    """With a clock set back, the name made of the time may be taken; what is there is not written to."""
    filled(tmp_path / "a.yaml")
    before = contents(tmp_path)
    file = JournalFile(tmp_path / "a.yaml", KNOWLEDGE, is_new=True)
    assert not file.resume().record.cell.answers
    file.append(ENTRIES[0])
    file.close()
    assert file.path == tmp_path / "a-2.yaml"
    assert contents(tmp_path).items() > before.items()


def untouched(_: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("there", "touch"),
    [
        *((there, untouched) for there in ("nothing", "journal", "case", "json", "cut")),
        *(("journal", touch) for touch in (cut_in_an_entry, removed, edited_in_the_middle, replaced_by_a_case)),
    ],
)
def test_every_call_that_fails_loses_nothing(
    there: str, touch: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call into the operating system fails once: what was acknowledged is read again, what was not is reported."""
    earlier = {
        "nothing": None,
        "journal": filled(tmp_path / "seed.yaml", ENTRIES[:1]),
        "case": b"client: A\nanswers: {market_stage: mature}",
        "json": b'{"answers": {"market_stage": "mature"}}',
        "cut": filled(tmp_path / "cut.yaml", ENTRIES[:2])[:-9],
    }[there]
    sources = (atomic_write.__file__, locked_file.__file__)
    for folder in Faults(monkeypatch, sources).each(tmp_path):
        monkeypatch.chdir(folder.path)
        path = folder / "a.yaml"
        if earlier is not None:
            path.write_bytes(earlier)
        file, acknowledged = JournalFile(path, KNOWLEDGE), []
        with folder.failing() as failed:
            try:
                file.resume()
                for number, entry in enumerate(ENTRIES[1:]):
                    if number == 1 and file.path.exists():
                        touch(file.path)
                    rescued = file.append(entry)
                    told = failed and touch is untouched
                    assert rescued is None or rescued.reason == os.strerror(errno.EIO) or not told
                    acknowledged.append(entry.answer.fact)  # type: ignore[union-attr]
            except UnsavedError:
                assert failed
            finally:
                file.close()
        assert not list(folder.path.glob(".*")), failed
        if not acknowledged and not path.exists():
            continue
        if earlier is not None:
            acknowledged.insert(0, "market_stage")
        try:
            kept = list(resumed(file.path).record.cell.answers)
        except UnusableInputError as error:
            pytest.fail(f"{failed}: {[diagnostic.code for diagnostic in error.diagnostics]}")
        assert set(acknowledged) <= set(kept), failed
