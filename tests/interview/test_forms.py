"""Numbers, a metrics file, vendors and the plan of today, given on the way through an interview."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.widgets import Input

from features.program import Conversation, mvpod
from mvpod_expert.capability import registered
from mvpod_expert.loading.case_files import parse_case, read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.mode.interview.dialogue import Dialogue
from mvpod_expert.mode.interview.journal_file import JournalFile
from mvpod_expert.mode.interview.screen.form_screen import FormScreen
from mvpod_expert.mode.interview.screen.pages import Laid, Notes, Said
from mvpod_expert.mode.interview.session import Session
from mvpod_expert.mode.interview.terminal import InterviewView
from mvpod_expert.views.messages import Messages
from tests.interview.test_screen import SHOWN, begin, hold, seen
from tests.shipped import BASE, KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from mvpod_expert.mode.interview.screen.app import InterviewApp
    from mvpod_expert.model.cases import CaseFile
    from mvpod_expert.model.form import Field
    from mvpod_expert.model.frozen import Lang

HISTORY = "period,pipeline_coverage\n2026-01,2\n2026-02,3\n2026-03,4\n"
SETTLED = ("gross_margin_band", "target_account_count")
"""Facts that the numbers typed below settle."""
NUMBERS = ["numbers economics", "40% / 45% / 50%", "", "", "Key accounts", "240", "done"]


class Talk:
    """One interview line by line, without a terminal."""

    def __init__(self, path: Path, lang: Lang = "en") -> None:
        self.file = JournalFile(path, KNOWLEDGE)
        found = self.file.resume()
        self.session = Session(KNOWLEDGE, BASE, found.record)
        self.page = Notes()
        t = Messages(lang)
        view = InterviewView(KNOWLEDGE, t, self.page)
        self.dialogue = Dialogue(self.session, self.file, view)

    def says(self, *lines: str) -> str:
        """Hear lines; return what was said to them."""
        self.page.taken()
        for line in lines:
            self.dialogue.heard(self.session.step(), line)
        return "\n".join(each.text for each in self.page.taken() if isinstance(each, Said))


def read(path: Path) -> CaseFile:
    report = DiagnosticCollector()
    case = read_case(path, KNOWLEDGE, report)
    assert not report, [(each.code, each.details) for each in report.diagnostics]
    assert case is not None
    return case


def test_numbers_given_on_the_way_settle_questions_and_every_command_reads_them(tmp_path: Path) -> None:
    """Tools of this kind send a person away to write a file of numbers, and then ask for the same numbers again."""
    lines = ["client Acme", *NUMBERS, "review", "numbers audit", "2", "done", "done"]
    told = mvpod("interview", "--answers", "a.yaml", "--batch", "--lang", "en", folder=tmp_path, typed="\n".join(lines))
    assert "This settles, and will not be asked: Gross margin: 45 % (" in told.out
    assert "Gross margin: 45 % (medium) (gross_margin_band) (follows from the numbers)" in " ".join(told.out.split())
    case = mvpod("economics", "a.yaml", "--format", "json", folder=tmp_path)
    inputs = json.loads(case.out)["cells"][0]["economics"]["inputs"]
    assert [(each["input"], each["low"], each["likely"], each["high"]) for each in inputs] == [
        ("gross_margin", 0.4, 0.45, 0.5),
        ("segments.Key accounts.accounts", 240, 240, 240),
    ]
    assert mvpod("audit", "--case", "a.yaml", folder=tmp_path).code == 0
    talk = Talk(tmp_path / "a.yaml")
    assert set(SETTLED) <= talk.session.states.keys()
    asked: set[str] = set()
    while (step := talk.session.step()).question is not None and len(asked) < 64:
        asked.add(step.question.id)
        talk.says("u")
    assert asked
    assert asked.isdisjoint(SETTLED)
    talk.file.close()


@pytest.mark.parametrize(
    ("form", "typed", "said"),
    [
        ("economics", "much", "gross margin takes a number"),
        ("economics", "三成", "gross margin takes a number"),
        ("economics", "45", "was 45% meant?"),
        ("economics", "50% / 45% / 60%", "the three numbers of gross margin ascend"),
        ("metrics", "no.csv", "there is no such file"),
        ("metrics", "../history.csv", ""),
        ("metrics", "broken.csv", ""),
        ("audit", "perhaps", "'perhaps' is not among the answers: 1 direct, 2 channel"),
    ],
)
def test_what_the_section_would_not_take_is_refused_as_it_is_typed(
    form: str, typed: str, said: str, tmp_path: Path
) -> None:
    """Forms of this kind take anything, and the report fails an hour later with a line number."""
    (tmp_path / "broken.csv").write_text("a;b\n1;2;3\n", encoding="utf-8")
    talk = Talk(tmp_path / "a.yaml")
    before = talk.file.content
    talk.says(f"numbers {form}")
    heard = talk.says(typed)
    assert heard
    assert said in heard
    assert talk.file.content == before
    assert talk.dialogue.forms.form is not None
    talk.file.close()


def typed_for(field: Field, number: int) -> str:
    if field.options:
        return [key for key, _ in field.keyed()][number % len(field.options)]
    names = {"id": "A", "evidence": "seen", "direct_segments": "A"}
    if not field.path or field.path[-1] in names or "name" in field.path[-1] or len(field.path) == 1 < len(field.topic):
        return names.get(field.path[-1] if field.path else "", "history.csv" if not field.path else "1")
    return "9" if field.path[0] == "segments" else "1"


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("key", [each.case_keys[0] for each in registered()])
def test_every_field_of_every_form_can_be_filled_in_and_is_read_back(key: str, lang: Lang, tmp_path: Path) -> None:
    """Fields of this kind drift apart from what the file takes; each is filled in, and the file is read."""
    (tmp_path / "history.csv").write_text(HISTORY, encoding="utf-8")
    talk = Talk(tmp_path / "a.yaml", lang)
    forms = talk.dialogue.forms
    talk.says(f"/numbers {key}")
    filled: list[tuple[str, ...]] = []
    while forms.form is not None and forms.field is not None:
        field, at = forms.field, len(filled)
        is_second = field.path[:1] == ("2",) or field.path[:2] == ("segments", "2")
        heard = talk.says("" if is_second else typed_for(field, at))
        assert forms.field is not field, (field.path, heard)
        if not is_second:
            filled.append(field.path)
    assert len(filled) == len(set(filled))
    assert len(filled) >= (1 if key == "metrics" else 15)
    form = next(each for each in forms.forms() if each.key == key)
    assert all(each.title for each in forms.fields(form))
    case = read(tmp_path / "a.yaml")
    now = talk.session.record.case(case.file)
    capability = next(each for each in registered() if key in each.case_keys)
    parts = [part.name for model in ("CaseFile", "Cell") for part in capability.parts.get(model, ())]
    for name in parts:
        for one, other in ((case, now), (case.cells[0], now.cells[0])):
            assert _told(getattr(one, name, None)) == _told(getattr(other, name, None))
    assert any(getattr(each, name, None) for name in parts for each in (now, now.cells[0]))
    talk.file.close()
    again = Talk(tmp_path / "a.yaml")
    assert again.session.record.filled == talk.session.record.filled
    assert again.session.settled == talk.session.settled
    again.file.close()


def _told(value: Any) -> Any:
    """Return what a part says, without where it stands."""
    if hasattr(value, "model_dump"):
        value = value.model_dump(mode="json")
    if isinstance(value, dict):
        return {key: _told(each) for key, each in value.items() if key not in {"place", "file"}}
    return [_told(each) for each in value] if isinstance(value, list | tuple) else value


def test_each_cell_has_its_own_numbers_and_a_written_case_keeps_what_it_says(tmp_path: Path) -> None:
    """Numbers of one market are no numbers of another; interviews of this kind let them leak into the next cell."""
    text = "economics: {gross_margin: 45%, reps_funded: 14}\ncells:\n  - {id: east, answers: {market_stage: mature}}\n"
    text += (
        "  - {id: west, answers: {market_stage: mature}, economics: {reps_funded: 3}}\nvendors: [{id: a, name: A}]\n"
    )
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    talk = Talk(tmp_path / "a.yaml")
    said = talk.says("numbers", "numbers economics", "review", "done")
    assert "Numbers for the economics (2 filled in)" in said
    assert "sellers funded now: 3" in said
    talk.says("numbers economics", "back", "back", "60%", "done", "numbers vendors", "B", "done")
    talk.says("cell south", "numbers economics", "back", "20%", "done", "go market_stage", "mature")
    talk.file.close()
    cells = {cell.id: cell for cell in read(tmp_path / "a.yaml").cells}
    margins = {name: getattr(cell, "economics").amounts["gross_margin"].likely for name, cell in cells.items()}  # noqa: B009 - composed
    assert margins == {"east": 0.45, "west": 0.6, "south": 0.2}
    assert {name: getattr(cell, "economics").amounts["reps_funded"].likely for name, cell in cells.items()} == {  # noqa: B009
        "east": 14,
        "west": 3,
        "south": 14,
    }
    vendors = getattr(read(tmp_path / "a.yaml"), "vendors")  # noqa: B009
    assert [each.name for each in vendors] == ["A", "B"]


def test_what_is_filled_in_can_be_taken_out(tmp_path: Path) -> None:
    """What was entered by mistake goes again, and so does what it settled."""
    talk = Talk(tmp_path / "a.yaml")
    talk.says(*NUMBERS)
    assert "gross_margin_band" in talk.session.settled
    talk.says("numbers economics", "back", "back", "back", "back", "back", "back", "back", "-", "done")
    assert "gross_margin_band" not in talk.session.settled
    talk.file.close()
    assert "gross_margin" not in getattr(read(tmp_path / "a.yaml").cells[0], "economics").amounts  # noqa: B009


@pytest.mark.parametrize(
    "entry",
    [
        '{"fill": "economics", "given": 1}',
        '{"fill": [], "given": 1}',
        '{"fill": [["a"]], "given": 1}',
        '{"fill": ["economics"]}',
        '{"fill": ["economics", "no_such"], "given": 1}',
        '{"fill": ["economics", "gross_margin"], "given": "much"}',
        '{"fill": ["answers", "market_stage"], "given": "no"}',
        '{"fill": ["nothing_of_the_kind"], "given": 1}',
        '{"fill": ["vendors", "1", "criteria", "F2", "score"], "given": {"a": [1]}}',
        '{"fill": ["vendors", "99999999999999999999"], "given": "x"}',
        '{"fill": ["vendors", "0", "name"], "given": "x"}',
        f'{{"fill": ["economics", "segments", "{"1" * 5000}", "id"], "given": "x"}}',
        '{"fill": ["metrics"], "given": "/etc/passwd"}',
        '{"fill": ["cells", "1", "id"], "given": "x", "else": 1}',
    ],
)
def test_a_journal_filled_in_by_hand_is_refused_with_its_place(entry: str, tmp_path: Path) -> None:
    """A hand in a file of this kind makes readers stumble; what cannot be used is told by its line."""
    text = f"client: A\njournal:\n- {entry}\n"
    report = DiagnosticCollector()
    parse_case(text, str(tmp_path / "a.yaml"), KNOWLEDGE, report)
    assert report
    assert {each.place.line for each in report.diagnostics} <= {1, 3}


@pytest.mark.thorough
def test_killed_at_every_field_nothing_is_lost(tmp_path: Path) -> None:
    """A process killed right after a field goes on at the next one, with the same bytes as one that was not killed."""
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    typed = ["45%", "900", "12", "Key accounts", "240"]
    for folder in (whole, killed):
        folder.mkdir()
    talk = Conversation("interview", "--answers", "a.yaml", folder=whole)
    talk.listen()
    talk.t("numbers economics")
    talk.listen()
    for words in typed:
        talk.t(words)
        talk.listen()
        other = Conversation("interview", "--answers", "a.yaml", folder=killed)
        other.listen()
        other.t("numbers economics")
        other.listen()
        other.t(words)
        other.listen()
        other.kill()
        assert (killed / "a.yaml").read_bytes() == (whole / "a.yaml").read_bytes(), words
    talk.t("quit")
    talk.end()


def test_on_the_screen_a_form_is_filled_in_with_the_keys(tmp_path: Path) -> None:
    """The same form on the whole screen: chosen by number, checked as it is typed, saved, and the question goes on."""

    async def talk(app: InterviewApp, pilot: Pilot[Any]) -> None:
        await begin(pilot)
        await pilot.press("ctrl+n")
        await pilot.pause(SHOWN)
        await pilot.press("1")
        await pilot.pause(SHOWN)
        assert isinstance(app.screen, FormScreen)
        line = app.screen.query_one("#fill", Input)
        line.value = "much"
        await pilot.pause(SHOWN)
        assert "takes a number" in app.screen.query_one("#hint", Laid).text
        line.value = "45%"
        await pilot.press("enter")
        await pilot.pause(SHOWN)
        assert "Gross margin: 45 %" in app.screen.query_one("#hint", Laid).text
        assert "gross margin: 45%" in app.screen.query_one("#filled Laid", Laid).text
        await pilot.press("f6", "f4")
        line.post_message(events.Paste("900\n12\nmany\nKey accounts"))
        await pilot.pause(SHOWN)
        await pilot.press("escape")
        await pilot.pause(SHOWN)
        await pilot.press("4")
        await pilot.pause(SHOWN)
        await pilot.press("1", "escape", "escape")
        await pilot.pause(SHOWN)
        assert app.screen.id == app.questions.id
        assert "Question 1" in seen(app)
        app.hear("/numbers vendors")
        await pilot.pause(SHOWN)
        assert isinstance(app.screen, FormScreen)
        await pilot.press(*"Acme", "enter", "escape", "escape")
        await pilot.pause(SHOWN)
        assert app.screen.id == app.questions.id
        assert "Question 1" in seen(app)

    hold(tmp_path / "a.yaml", talk)
    case = read(tmp_path / "a.yaml")
    assert getattr(case.cells[0], "economics").amounts["gross_margin"].likely == 0.45  # noqa: B009
    assert set(getattr(case.cells[0], "economics").amounts) == {"gross_margin", "selling_hours_per_rep", "reps_funded"}  # noqa: B009
    assert getattr(case, "audit")["plan_mode"].state == "direct"  # noqa: B009
    assert [each.name for each in getattr(case, "vendors")] == ["Acme"]  # noqa: B009
