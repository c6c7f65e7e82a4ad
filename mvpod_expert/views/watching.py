"""`mvpod rules watch` in a terminal: the state at the start, and what each save changed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mvpod_expert.views.findings import sentence, show_findings

if TYPE_CHECKING:
    from mvpod_expert.authoring.testing.example_tests import ExampleResult
    from mvpod_expert.authoring.watching.rechecking import FileChange, Round
    from mvpod_expert.resources import Home
    from mvpod_expert.views.page import Page
    from mvpod_expert.views.wording import Wording

MAX_FILES_SHOWN = 6


def show_start(first: Round, home: Home, say: Wording, page: Page) -> None:
    """Say what is watched, how to end it, and what is wrong now."""
    page.line(say("watch.start", home=home.root))
    _news(first, say, page, count_key="check.count")
    _summary(first, say("watch.now"), say, page)


def show_round(checked: Round, say: Wording, page: Page) -> None:
    """Say when, which files, what came and what is mended; one line when all is fine and nothing was wrong before."""
    page.line()
    changes = [_change(each, say) for each in checked.files[:MAX_FILES_SHOWN]]
    more = len(checked.files) - len(changes)
    head = say("watch.head", time=f"{datetime.now().astimezone():%H:%M:%S}", changes=say("watch.and").join(changes))
    if more:
        head += say("watch.more", count=more)
    mended = checked.difference.mended
    mended_examples = checked.examples.mended if checked.examples else 0
    if checked.is_fine and not mended and not mended_examples:
        _summary(checked, head, say, page)
        return
    page.line(head, "strong", hang=2)
    for finding in mended:
        text = say("watch.mended", place=str(finding.place), code=finding.code, sentence=sentence(finding, say))
        page.line(text, "good", indent=2, hang=2)
    if mended_examples:
        page.line(say("watch.mended_examples", count=mended_examples), "good", indent=2, hang=2)
    _news(checked, say, page, count_key="watch.came")
    _summary(checked, "", say, page)


def _news(checked: Round, say: Wording, page: Page, *, count_key: str) -> None:
    if checked.difference.came:
        show_findings(checked.difference.came, say, page, count_key=count_key)
    if checked.examples is not None:
        for each in checked.examples.came:
            _failed(each, say, page)


def _failed(result: ExampleResult, say: Wording, page: Page) -> None:
    what = say("list.pair", name=result.rule.id, value=say(f"test.{result.kind}"))
    page.line(say("testing.failed", what=what), "bad", hang=2)
    page.line(str(result.example.place), "faint", indent=2)
    answers = ", ".join(f"{fact}: {state}" for fact, state in result.example.states.items())
    page.line(say("test.answers", answers=answers), indent=2, hang=2)


def _summary(checked: Round, head: str, say: Wording, page: Page) -> None:
    """Say in one line how things stand, and how long it took to know."""
    parts = [say("watch.findings", count=len(checked.checked.findings))]
    if checked.difference.hidden:
        parts.append(say("watch.hidden", count=len(checked.difference.hidden)))
    parts.append(_examples(checked, say))
    text = say("watch.summary", parts=say("watch.next").join(parts), took=f"{checked.seconds * 1000:.0f}")
    page.line(head + text, "good" if checked.is_fine else "bad", hang=2)


def _examples(checked: Round, say: Wording) -> str:
    examples = checked.examples
    if examples is None:
        return say("watch.examples_not_run")
    if examples.failing:
        return say("watch.examples_failing", count=examples.failing)
    if not examples.rules:
        return say("watch.no_rule_changed")
    key = "watch.examples_pass" if checked.files else "watch.examples_all"
    return say(key, run=examples.run, rules=examples.rules)


def _change(change: FileChange, say: Wording) -> str:
    return say(f"watch.{change.kind}", file=change.file, formerly=change.formerly)
