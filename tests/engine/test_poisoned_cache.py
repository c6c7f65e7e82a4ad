"""What others put where the knowledge is kept is never taken, run, written through or waited for."""

from __future__ import annotations

import os
import pickle
import shutil
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.engine import knowledge_cache, plain_form
from mvpod_expert.engine.knowledge_cache import SEAL_BYTES, Prepared, prepare, sealed
from mvpod_expert.model.frozen import Text
from mvpod_expert.resources import Home

if TYPE_CHECKING:
    from collections.abc import Callable

TINY = Path(__file__).parents[1] / "cli" / "tiny"
SOMEBODY_ELSE = 65534

as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")


class Kept:
    """A home, and the one file that is kept of it."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder / "home")
        self.cache = folder / "cache"
        self.read_anew = 0
        self.first = prepare(self.home)
        (self.place,) = self.cache.iterdir()

    def is_served(self) -> bool:
        """Return whether the next start takes what is kept; either way it must give the knowledge of the files."""
        before = self.read_anew
        assert prepare(self.home) == self.first
        return self.read_anew == before


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setenv("MVPOD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copytree(TINY, tmp_path / "home")
    made = Kept(tmp_path)
    reading = knowledge_cache._read

    def counted(home: Home) -> Prepared:
        made.read_anew += 1
        return reading(home)

    monkeypatch.setattr(knowledge_cache, "_read", counted)
    return made


def test_what_is_kept_is_private_and_served(kept: Kept) -> None:
    """Caches in a shared place are read and replaced by whoever comes by; this one is the person's alone."""
    assert kept.cache.stat().st_mode & 0o777 == 0o700
    assert kept.place.stat().st_mode & 0o777 == 0o600
    assert kept.is_served()


def test_a_field_is_read_when_it_is_asked_for(kept: Kept) -> None:
    """Tools of this kind open all their knowledge to answer one question; or a copy made before is without the rest."""
    knowledge = prepare(kept.home).knowledge
    assert not vars(knowledge)
    *_, last = knowledge.rules.values()
    assert "cases" not in vars(knowledge)
    assert "fires" not in vars(last)
    copied = last.model_copy(update={"fires": ()})
    whole = kept.first.knowledge.rules[last.id]
    assert copied == whole.model_copy(update={"fires": ()})
    assert copied != whole
    assert dict(last) == dict(whole)
    assert (last.fires, last.when) == (whole.fires, whole.when)
    with pytest.raises(AttributeError):
        _ = last.fired  # type: ignore[attr-defined]


class Harm:
    """What runs when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.file,)


def test_a_pickle_is_never_run(kept: Kept, tmp_path: Path) -> None:
    """Programs that keep pickles run whatever another person wrote into their cache."""
    kept.place.write_bytes(pickle.dumps(Harm(tmp_path / "harmed")))
    assert not kept.is_served()
    assert not (tmp_path / "harmed").exists()
    assert kept.is_served()


def test_what_was_altered_inside_is_not_served(kept: Kept) -> None:
    """A cache named after its sources says nothing about its content: one changed rule would be advised from."""
    content = kept.place.read_bytes()
    assert sealed(kept.place) == content
    chance = Random(23)
    flipped = []
    for _ in range(500):
        at, bit = chance.randrange(len(content)), 1 << chance.randrange(8)
        flipped.append(content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :])
    cut = [content[: chance.randrange(len(content))] for _ in range(100)]
    mixed = [content[SEAL_BYTES:], content[:SEAL_BYTES] * 2, b"", bytes(len(content)), content + b" ", content * 2]
    for altered in (*flipped, *cut, *mixed):
        kept.place.write_bytes(altered)
        assert sealed(kept.place) is None
    assert not kept.is_served()
    assert kept.is_served()


def test_a_huge_file_is_not_read(kept: Kept) -> None:
    """Whoever fills a cache with gigabytes fills the memory of a program that reads first and looks later."""
    with kept.place.open("r+b") as file:
        file.truncate(10**12)
    assert not kept.is_served()
    assert kept.place.stat().st_size < 10**7


def test_what_another_version_of_the_program_kept_is_not_served(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Data of an older program under today's name has other fields, and other answers."""
    old = kept.place.read_bytes()
    code = [*knowledge_cache.code_of(str(knowledge_cache.PACKAGE)), "another.py"]
    monkeypatch.setattr(knowledge_cache, "code_of", lambda _: code)
    assert not kept.is_served()
    new = next(path for path in kept.cache.iterdir() if path != kept.place)
    new.write_bytes(old)
    assert not kept.is_served()


def test_many_that_write_at_once_serve_one_whole_file(kept: Kept) -> None:
    """Processes that start together write over each other's drafts, or read half of a file."""
    kept.place.unlink()
    with ProcessPoolExecutor(4, get_context("fork")) as pool:
        assert all(pool.map(_is_prepared, [kept.home] * 12, [kept.first] * 12))
    assert list(kept.cache.iterdir()) == [kept.place]
    assert kept.is_served()


def _is_prepared(home: Home, expected: Prepared) -> bool:
    return prepare(home) == expected


def test_what_was_kept_of_another_edition_is_not_served(kept: Kept) -> None:
    """A genuine file under another name would bring rules back that were withdrawn."""
    old = kept.place.read_bytes()
    page = next(path for path in (kept.home.knowledge).rglob("*.yaml"))
    page.write_text(page.read_text(encoding="utf-8") + "# edited\n", encoding="utf-8")
    prepare(kept.home)
    kept.first = prepare(kept.home)
    new = next(path for path in kept.cache.iterdir() if path != kept.place)
    new.write_bytes(old)
    assert not kept.is_served()


def test_a_file_of_another_key_is_not_served(kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever can make a file that looks right on a machine of his own must not be believed here."""
    genuine = kept.place.read_bytes()
    (tmp_path / "state" / "mvpod" / "cache-key").unlink()
    assert not kept.is_served()
    kept.place.write_bytes(genuine)
    assert not kept.is_served()


def test_links_are_not_followed(kept: Kept, tmp_path: Path) -> None:
    """A planted link makes a program read, or overwrite, a file of somebody's choice."""
    elsewhere = tmp_path / "elsewhere"
    shutil.move(kept.place, elsewhere)
    kept.place.symlink_to(elsewhere)
    content = elsewhere.read_bytes()
    assert not kept.is_served()
    assert elsewhere.read_bytes() == content
    assert not kept.place.is_symlink()
    kept.place.unlink()
    os.link(elsewhere, kept.place)
    assert not kept.is_served()
    assert elsewhere.read_bytes() == content


def test_a_folder_that_is_a_link_is_not_used(kept: Kept, tmp_path: Path) -> None:
    """A link in the place of the cache folder leads into a folder of somebody else's making."""
    shutil.move(kept.cache, tmp_path / "moved")
    kept.cache.symlink_to(tmp_path / "moved")
    before = sorted((path.name, path.stat().st_mtime_ns) for path in (tmp_path / "moved").iterdir())
    assert not kept.is_served()
    assert sorted((path.name, path.stat().st_mtime_ns) for path in (tmp_path / "moved").iterdir()) == before


@pytest.mark.parametrize("special", ["fifo", "folder"])
def test_special_files_do_not_hang_the_start(special: str, kept: Kept) -> None:
    """A program that opens a named pipe for reading waits for ever."""
    kept.place.unlink()
    if special == "fifo":
        os.mkfifo(kept.place)
    else:
        kept.place.mkdir()
    assert not kept.is_served()


@pytest.mark.parametrize("mode", [0o660, 0o606, 0o644])
def test_a_file_others_can_open_is_not_served(mode: int, kept: Kept) -> None:
    """Looking at the owner alone is not enough: a group may write to a file it does not own."""
    kept.place.chmod(mode)
    assert not kept.is_served()


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_a_folder_others_can_write_to_is_not_used(mode: int, kept: Kept) -> None:
    """Where others can put files, a checked file can be another one when it is opened."""
    kept.cache.chmod(mode)
    content = kept.place.stat().st_mtime_ns
    assert not kept.is_served()
    assert kept.place.stat().st_mtime_ns == content


@as_root
def test_a_file_or_folder_of_somebody_else_is_not_taken(kept: Kept) -> None:
    """Another person's file under the right name is not this person's."""
    os.chown(kept.place, SOMEBODY_ELSE, -1)
    assert not kept.is_served()
    assert kept.is_served()
    os.chown(kept.cache, SOMEBODY_ELSE, -1)
    assert not kept.is_served()


def test_a_key_others_can_read_is_made_anew(kept: Kept, tmp_path: Path) -> None:
    """A key that another person may have read proves nothing."""
    key = tmp_path / "state" / "mvpod" / "cache-key"
    known = key.read_bytes()
    key.chmod(0o640)
    assert not kept.is_served()
    assert key.read_bytes() != known
    assert key.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("plant", [os.symlink, os.link], ids=["symlink", "hard-link"])
def test_a_draft_takes_no_planted_place(
    plant: Callable[[Path, Path], None], kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft under a name that can be foreseen writes through the link that waits there."""
    victim = tmp_path / "victim"
    victim.write_text("mine", encoding="utf-8")
    monkeypatch.setattr("secrets.token_hex", lambda _: "foreseen")
    plant(victim, kept.cache / f".{kept.place.name[:16]}.foreseen.draft")
    kept.place.unlink()
    assert not kept.is_served()
    assert victim.read_text(encoding="utf-8") == "mine"


def test_a_file_saved_while_reading_is_not_kept_under_the_old_name(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache filled from files that changed after they were hashed serves the new under the name of the old."""
    kept.place.unlink()
    page = next(path for path in (kept.home.knowledge).rglob("*.yaml"))
    reading = knowledge_cache._read

    def saved_meanwhile(home: Home) -> Prepared:
        page.write_text(page.read_text(encoding="utf-8") + "# saved meanwhile\n", encoding="utf-8")
        return reading(home)

    monkeypatch.setattr(knowledge_cache, "_read", saved_meanwhile)
    prepare(kept.home)
    assert list(kept.cache.iterdir()) == []


@pytest.mark.parametrize(
    "name", ["os:system", "mvpod_expert.model.frozen:re", "mvpod_expert.engine.knowledge_cache:prepare"]
)
def test_only_records_of_the_program_are_made(name: str) -> None:
    """A format that names what is to be called lets its writer call anything."""
    document = plain_form.written(Text(zh="好", en="good"))
    assert plain_form.read(document, Text) == Text(zh="好", en="good")
    with pytest.raises((LookupError, AttributeError)):
        plain_form.read(document.replace(b"mvpod_expert.model.frozen:Text", name.encode()), Text)


def test_a_value_without_a_plain_form_is_told() -> None:
    """A new kind of value in the model is a mistake somebody must see, and not something that is left out."""
    with pytest.raises(TypeError, match="PosixPath has no plain form"):
        plain_form.written((Path("a"),))
