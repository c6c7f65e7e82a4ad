"""How the screens look, as pictures: `MVPOD_UPDATE_GOLDEN=1 pytest tests/interview/test_looks.py` draws them anew.

The small home of the fixtures is asked, so that another question or rule changes no picture. Look at each picture that
changed in a browser before it is kept.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.widgets import Input

from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.resources import find_home
from tests.fixtures.homes import SMALL
from tests.interview.test_screen import SHOWN, begin, hold

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from mvpod_expert.mode.interview.screen.app import InterviewApp
    from mvpod_expert.model.frozen import Lang

LOOKS = Path(__file__).with_name("looks")
UPDATE = bool(os.environ.get("MVPOD_UPDATE_GOLDEN"))
LEFT_OUT = re.compile(r' textLength="[0-9.]+"|(?<=terminal)-[0-9]+')
"""Lengths that count a wide character as one cell, and what an SVG is told from others on a page by."""
SAID = (
    *("/client 安珂 Ltd", "/cell North", "/go product", "hard"),
    *("/cell 华东 like North", "/go product", "plain", "/go sellers"),
)
DRAWN: list[tuple[str, Lang, tuple[int, int], str]] = [
    ("start", "en", (60, 20), "textual-dark"),
    ("start", "zh", (120, 32), "textual-dark"),
    ("question", "en", (60, 20), "textual-dark"),
    ("question", "en", (120, 32), "textual-light"),
    ("question", "zh", (60, 20), "ansi-dark"),
    ("question", "zh", (120, 32), "textual-dark"),
    ("review", "en", (120, 32), "textual-dark"),
    ("review", "zh", (60, 20), "textual-dark"),
]


@pytest.mark.parametrize("picture", DRAWN, ids=lambda picture: f"{picture[0]}-{picture[1]}-{picture[2][0]}")
def test_a_screen_looks_as_it_did(
    picture: tuple[str, Lang, tuple[int, int], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Screens of this kind lose a column, a border or a colour without any test that reads texts noticing."""
    screen, lang, size, theme = picture
    monkeypatch.chdir(tmp_path)
    knowledge = load_knowledge(find_home(SMALL))
    drawn = ""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        nonlocal drawn
        app.theme = theme
        for blank in app.screen.query(Input):
            blank.cursor_blink = False
        if screen != "start":
            await begin(pilot)
            for line in SAID:
                app.hear(line)
        if screen == "review":
            await pilot.press("f7")
        await pilot.pause(SHOWN)
        drawn = LEFT_OUT.sub("", app.export_screenshot(title=screen, simplify=True))

    hold(Path("a.yaml"), talk, lang, size, (knowledge, compile_rules(knowledge)))
    golden = LOOKS / f"{screen}-{lang}-{size[0]}.svg"
    if UPDATE:
        golden.write_text(drawn, encoding="utf-8")
    assert drawn.splitlines() == golden.read_text(encoding="utf-8").splitlines()
