"""`mvpod rules judge`: an expert judges the advice on borderline profiles; every verdict becomes a case test."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mvpod_expert.commands.exit_codes import ExitCode
from mvpod_expert.commands.options import CliContext, t, with_setting
from mvpod_expert.commands.streams import echo
from mvpod_expert.engine.bitset import BITSET
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.keyboard import Keyboard
from mvpod_workbench.commands.editing import by_option, signer_named
from mvpod_workbench.sampling.example_answers import case_of
from mvpod_workbench.testing.borderline import Borderline, BorderlineProfiles
from mvpod_workbench.testing.case_test_files import read_case_tests
from mvpod_workbench.testing.case_test_model import NO_MODE, Reviewed
from mvpod_workbench.testing.review_file import UnfitForReviewsError, Verdict, add_review, check_reviews
from mvpod_workbench.views.judgement import JudgementView
from mvpod_workbench.views.yaml_words import answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.trace import Decision

DEFAULT_FILE = "reviews.cases.yaml"
COUNT = 5
WORDS = {
    "accept": ("a", "accept", "认可", "是", "y", "yes"),
    "reject": ("r", "reject", "否定", "否", "n", "no"),
    "skip": ("s", "skip", "跳过", ""),
    "quit": ("q", "quit", "退出"),
}
NOT_SURE = ("", "?", "？")


@click.command(help=t("about_testing.judge"))
@click.option("--count", default=COUNT, type=click.IntRange(min=1), help=t("about_testing.option_count"))
@click.option("--seed", default=1, help=t("about_testing.option_seed"))
@by_option
@click.option("--points", "pins_points", is_flag=True, help=t("about_testing.option_points"))
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help=t("about_testing.option_to"))
@with_setting
def judge(  # noqa: PLR0913 - one parameter an option
    *, count: int, seed: int, by: str | None, pins_points: bool, to: Path | None, setting: CliContext
) -> ExitCode:
    """Show profiles, ask for verdicts, save each at once."""
    path = _file(to, setting)
    _check(path, setting)
    knowledge = setting.knowledge
    tested = [test.cell.memory() for test in read_case_tests(setting.home, knowledge).tests]
    profiles = list(BorderlineProfiles(knowledge, setting.base, tested).drawn(count, seed))
    view = JudgementView(knowledge, setting.t, Terminal())
    keyboard = Keyboard(setting.t)
    view.print("judge.welcome", "plain", count=len(profiles), file=path)
    if not setting.home.is_case_tests(path.resolve()) and not setting.home.is_case_tests(path):
        view.print("judge.elsewhere", "warn")
    today, ended = time.strftime("%Y-%m-%d"), ExitCode.FINE
    dialogue = JudgementDialogue(
        setting.adviser(BITSET), path, view, keyboard, by or "", today, pins_points=pins_points
    )
    try:
        dialogue.by = signer_named(by, keyboard, setting.t)
        dialogue.hold(profiles)
    except (KeyboardInterrupt, EOFError) as error:
        echo()
        ended = ExitCode.INTERRUPTED if isinstance(error, KeyboardInterrupt) else ended
    except BrokenPipeError:
        raise
    except OSError as error:
        message = setting.t("judge.cannot_write", file=path, reason=error.strerror or str(error))
        raise click.ClickException(message) from error
    view.print("judge.farewell", "good" if dialogue.saved else "plain", count=dialogue.saved, file=path)
    return ended


def _file(named: Path | None, setting: CliContext) -> Path:
    """Return the file a person named, from here or else from the home, as `rules test` finds it."""
    if named is None:
        return setting.home.rules / DEFAULT_FILE
    return named if named.parent.is_dir() else setting.home.root / named


def _check(file: Path, setting: CliContext) -> None:
    try:
        check_reviews(file)
    except UnfitForReviewsError as error:
        raise click.ClickException(setting.t("judge.unfit", file=file)) from error
    if not file.parent.is_dir():
        raise click.ClickException(setting.t("judge.no_folder", folder=file.parent))


@dataclass
class JudgementDialogue:
    """Holds one review: who judges on which day (YYYY-MM-DD), and whether accepted advice is held to its points."""

    adviser: Adviser
    file: Path
    view: JudgementView
    keyboard: Keyboard
    by: str
    date: str
    pins_points: bool = False
    saved: int = 0

    def hold(self, profiles: Sequence[Borderline]) -> None:
        """Ask about every profile; verdicts typed are saved whatever ends it.

        Raises:
            KeyboardInterrupt: the expert pressed Ctrl-C.
            EOFError: the input has ended.
            OSError: a verdict could not be saved.
        """
        for number, profile in enumerate(profiles, start=1):
            (cell,) = case_of(profile.answers, self.adviser.knowledge.facts).cells
            advice = self.adviser.advise(cell)
            self.view.profile(profile, advice, number, len(profiles))
            wanted = self._wanted()
            if wanted == "quit":
                return
            if wanted != "skip":
                self._judge(profile, advice.mode, is_accepted=wanted == "accept")

    def _wanted(self) -> str:
        while True:
            typed = self._typed("judge.prompt").strip().casefold()
            for name, words in WORDS.items():
                if typed in words:
                    return name
            self.view.print("judge.misunderstood", "warn", allowed="a, r, s, q")

    def _typed(self, key: str, **blanks: str) -> str:
        """Ask for a line; from a pipe it is shown as well, so that what was printed can be read."""
        typed = self.keyboard.line(self.view.t(key, **blanks))
        if not self.keyboard.shows_typing:
            self.view.page.line(typed)
        return typed

    def _judge(self, profile: Borderline, decision: Decision, *, is_accepted: bool) -> None:
        """Ask for what belongs to a verdict and save it; if the expert leaves meanwhile, save what there is."""
        came = decision.recommended or NO_MODE
        mode: str | None = came if is_accepted else None
        note = ""
        try:
            if not is_accepted:
                mode = self._instead(came)
            note = self._typed("judge.note_prompt").strip()
        finally:
            facts, modes = self.adviser.knowledge.facts, self.adviser.knowledge.decision.modes
            net = {each.mode: each.net for each in decision.ranking}
            verdict = Verdict(
                given={fact: answer(facts[fact], state) for fact, state in profile.answers.items()},
                reviewed=Reviewed(
                    by=self.by, date=self.date, verdict="accept" if is_accepted else "reject", note=note or None
                ),
                mode=mode,
                not_mode=None if mode is not None else came,
                points={mode.id: net[mode.id] for mode in modes} if is_accepted and self.pins_points else {},
            )
            add_review(self.file, verdict)
            self.saved += 1
            self.view.print("judge.saved", "good", name=verdict.name)

    def _instead(self, came: str) -> str | None:
        """Ask which mode instead; not being sure is an answer."""
        modes = self.adviser.knowledge.decision.modes
        named = {mode.id: (mode.id, mode.title.zh, mode.title.en.casefold()) for mode in modes if mode.id != came}
        if came != NO_MODE:
            named[NO_MODE] = (NO_MODE, "都不", "都不行")
        words = ", ".join(named)
        while True:
            typed = self._typed("judge.instead_prompt", words=words)
            plain = typed.strip().casefold()
            if plain in NOT_SURE:
                return None
            found = [mode for mode, names in named.items() if any(name.startswith(plain) for name in names)]
            if len(found) == 1:
                return found[0]
            self.view.print("judge.misunderstood", "warn", allowed=words)
