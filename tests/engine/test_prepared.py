"""What is kept between runs: the same knowledge, faster; and never knowledge that has changed."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.engine.knowledge_cache import KEPT, Prepared, prepare
from mvpod_expert.loading import knowledge_base
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.diagnostics import UnusableInputError
from mvpod_expert.resources import Home, find_home

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("MVPOD_CACHE", str(folder))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Home:
    for folder in ("rules", "knowledge"):
        shutil.copytree(find_home().root / folder, tmp_path / "home" / folder)
    return Home(tmp_path / "home")


@pytest.mark.thorough
def test_what_is_kept_equals_what_was_read(cache: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time no file is parsed, and everything is the same."""
    first = prepare(home)
    monkeypatch.setattr(knowledge_base, "load_knowledge", lambda _: pytest.fail("read anew"))
    second = prepare(home)
    assert second == first
    assert second.knowledge == load_knowledge(home)
    assert second.base == compile_rules(second.knowledge)


@pytest.mark.thorough
def test_a_changed_file_counts_at_once(cache: Path, home: Home) -> None:
    """An expert who edits a file never sees the knowledge of before, and finds every mistake at once."""
    prepare(home)
    table = home.knowledge / "decision.yaml"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("second_from: 4", "second_from: 5"), encoding="utf-8")
    assert prepare(home).knowledge.decision.second_from == 5
    table.write_text(text.replace("second_from: 4", "second_from: four"), encoding="utf-8")
    with pytest.raises(UnusableInputError):
        prepare(home)


@pytest.mark.parametrize("content", [b"", b"not a pickle", b"\x80\x05N."])
@pytest.mark.thorough
def test_what_is_kept_and_broken_is_made_again(content: bytes, cache: Path, home: Home) -> None:
    """A file that was cut off or is something else does not matter."""
    first = prepare(home)
    (place,) = cache.iterdir()
    whole = place.read_bytes()
    place.write_bytes(content or whole[:1000])
    assert prepare(home) == first
    assert place.read_bytes() == whole


@pytest.mark.thorough
def test_no_more_than_a_few_are_kept(cache: Path, home: Home) -> None:
    """The folder does not grow with every edit."""
    for number in range(KEPT + 2):
        table = home.knowledge / "decision.yaml"
        table.write_text(f"{table.read_text(encoding='utf-8')}# {number}\n", encoding="utf-8")
        prepare(home)
    assert len(list(cache.iterdir())) == KEPT


def test_without_a_folder_to_keep_it_in_everything_works(
    tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache that cannot be written, or is switched off, costs time and nothing else."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("MVPOD_CACHE", str(tmp_path / "file" / "cache"))
    assert isinstance(prepare(home), Prepared)
    monkeypatch.setenv("MVPOD_CACHE", "")
    assert isinstance(prepare(home), Prepared)
    assert (tmp_path / "file").read_text(encoding="utf-8") == ""
