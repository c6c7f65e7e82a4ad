"""Broken tables: what an expert is told about each, pinned in both languages."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.model.frozen import LANGS
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.findings import show_findings
from mvpod_expert.views.messages import Messages
from tests.loading.tables import read

if TYPE_CHECKING:
    from mvpod_expert.model.frozen import Lang

BROKEN = Path(__file__).parents[1] / "fixtures" / "tables"
GOLDEN = Path(__file__).with_name("table_messages")
UPDATE = bool(os.environ.get("MVPOD_UPDATE_GOLDEN"))
NAMES = sorted(path.stem for path in BROKEN.glob("*.csv"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", LANGS)
def test_a_broken_table_is_told(name: str, lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message is the pinned one: what, where in file and sheet, what is allowed, what was meant."""
    monkeypatch.setenv("COLUMNS", "80")
    made, found = read(tmp_path, (BROKEN / f"{name}.csv").read_bytes(), name)
    assert found
    assert made is None or name in {"rows-overlap", "rows-disagree", "id-twice"}
    said = io.StringIO()
    show_findings(
        sorted(found, key=lambda each: each.place.line), Messages(lang), Terminal(said), count_key="check.count"
    )
    pinned = GOLDEN / f"{name}.{lang}.txt"
    if UPDATE:
        pinned.parent.mkdir(exist_ok=True)
        pinned.write_text(said.getvalue(), encoding="utf-8")
    assert said.getvalue() == pinned.read_text(encoding="utf-8")


def test_every_pinned_message_belongs_to_a_table() -> None:
    """No message is pinned that nothing prints, and there are enough of them."""
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.{lang}.txt" for name in NAMES for lang in LANGS}
    assert len(NAMES) >= 15
