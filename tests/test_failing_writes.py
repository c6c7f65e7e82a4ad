"""Every call that opens, writes, syncs or moves a file fails once, in each command that writes."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from mvpod_expert import atomic_write
from mvpod_expert.commands import outputs
from mvpod_portfolio import destinations
from tests.faults import Faults
from tests.fixtures.homes import SMALL
from tests.fuzz.running import ran

if TYPE_CHECKING:
    from pathlib import Path

FAST = "--engine bitset"
CASE = "client: A\nanswers: {market_stage: mature}\n"
ACCOUNTS = "key,own_sales_resources\nA,high\nB,nonsense\n"
COMMANDS = {
    **{form: (f"report case.yaml -o o.{form} --force {FAST}", f"o.{form}") for form in ("pdf", "pptx", "docx", "html")},
    "decided": ("portfolio accounts.csv -o o.csv --force", "o.csv"),
    "workbook": ("portfolio accounts.csv -o d.csv --force --summary-to o.xlsx", "o.xlsx"),
    "page": ("portfolio accounts.csv -o d.csv --force --summary-to o.html", "o.html"),
    "key": ("sign --new-key o", ""),
    "home": ("rules new home o", ""),
    "format": ("rules fmt --home home", "home/rules/mode/sellers-and-partners.yaml"),
}
SOURCES = (atomic_write.__file__, outputs.__file__, destinations.__file__)


@pytest.mark.skipif(sys.platform == "win32", reason="folders that can be synced")
@pytest.mark.thorough
@pytest.mark.parametrize("kind", COMMANDS)
def test_a_call_that_fails_loses_nothing_and_is_told(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exports of this kind say that they are done, and leave half a file or none where the old one stood."""
    command, output = COMMANDS[kind]
    ran(command.split(), b"")  # what is imported once is
    for folder in Faults(monkeypatch, SOURCES).each(tmp_path):
        monkeypatch.chdir(folder.path)
        (folder / "case.yaml").write_text(CASE, encoding="utf-8")
        (folder / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
        shutil.copytree(SMALL, folder / "home")
        if output.startswith("o."):
            (folder / output).write_bytes(b"old")
        before = (folder / output).read_bytes() if output else b""
        with folder.failing() as failed:
            done = ran(command.split(), b"")
        assert done.code in {0, 1, 2}, (failed, done.code)
        if done.code != 0:
            assert done.err.strip(), failed
            assert not output or (folder / output).read_bytes() == before or failed[0] in {"fsync", "open", "close"}
        left = [each.name for each in folder.path.rglob(".mvpod-*")]
        assert not left or failed[0] == "unlink", (failed, left)
        monkeypatch.chdir(tmp_path)
