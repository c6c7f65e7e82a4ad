"""`mvpod rules watch`, run as a person runs it."""

from __future__ import annotations

import shutil
import signal
from typing import TYPE_CHECKING

from features.program import SECONDS
from features.program import unmeasured as mvpod
from features.watched import Watched
from tests.loading.homes import ROOT

if TYPE_CHECKING:
    from pathlib import Path

FILE = "rules/mode/m.yaml"


def test_a_mistake_is_seen_on_save_and_seen_mended_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    """Also where the editor saves through another file; the exit code is that of an interruption."""
    for part in ("rules", "knowledge"):
        shutil.copytree(ROOT / "tests" / "cli" / "tiny" / part, tmp_path / part)
    path = tmp_path / FILE
    text = path.read_text(encoding="utf-8")
    watched = Watched("--home", str(tmp_path), "--lang", "en", folder=tmp_path)
    try:
        watched.until("ms).")
        path.write_text(text.replace("strength:", "strenght:", 1), encoding="utf-8")
        said = watched.until("ms).")
        assert f"changed {FILE}" in said
        assert "did you mean: strength" in said
        draft = path.with_name("draft.tmp")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
        assert "Mended:" in watched.until("ms).")
        watched.process.send_signal(signal.SIGINT)
        watched.until("Interrupted.")
        assert watched.process.wait(SECONDS) == 130
    finally:
        watched.end()


def test_a_home_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Nothing to watch is wrong usage, told in the current language."""
    printed = mvpod("rules", "watch", "--home", tmp_path / "none", "--lang", "zh", folder=tmp_path)
    assert printed.code == 2
    assert "MV107" in printed.err


def test_without_the_library_one_line_says_what_to_install(tmp_path: Path) -> None:
    """The author's libraries are an extra."""
    (tmp_path / "watchfiles.py").write_text("raise ImportError\n", encoding="utf-8")
    printed = mvpod("rules", "watch", folder=tmp_path)
    assert printed.code == 2
    assert "-m pip install openpyxl watchfiles" in " ".join(printed.said.split())
