"""`mvpod rules watch` in a terminal: the state at the start, and what each save changed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from mvpod_expert.views.findings import sentence, show_findings
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.testing.case_tests import CaseResult
from mvpod_workbench.views.tests import TestView

if TYPE_CHECKING:
    from mvpod_expert.resources import Home
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.watching.rechecking import Round

MAX_FILES_SHOWN = 6


def show_start(first: Round, home: Home, t: Messages, page: Terminal) -> None:
    """Say what is watched, how to end it, and what is wrong now."""
    page.line(t("watch.start", home=home.root))
    _news(first, t, page, count_key="check.count")
    _summary(first, t("watch.now"), t, page)
    page.line(t("covered.watch"), "faint")


def show_round(checked: Round, t: Messages, page: Terminal) -> None:
    """Say when, which files, what came and what is mended; one line when all is fine and nothing was wrong before."""
    page.line()
    shown = checked.files[:MAX_FILES_SHOWN]
    changes = [t(f"watch.{each.kind}", file=each.file, formerly=each.formerly) for each in shown]
    more = len(checked.files) - len(changes)
    head = t("watch.head", time=f"{datetime.now().astimezone():%H:%M:%S}", changes=t("watch.and").join(changes))
    if more:
        head += t("watch.more", count=more)
    mended, mended_tests = checked.difference.mended, checked.tests.mended if checked.tests else 0
    if checked.is_fine and not mended and not mended_tests:
        _summary(checked, head, t, page)
        return
    page.line(head, "strong", hang=2)
    for finding in mended:
        text = t("watch.mended", place=str(finding.place), code=finding.code, sentence=sentence(finding, t))
        page.line(text, "good", indent=2, hang=2)
    if mended_tests:
        page.line(t("watch.mended_tests", count=mended_tests), "good", indent=2, hang=2)
    _news(checked, t, page, count_key="watch.came")
    _summary(checked, "", t, page)


def _news(checked: Round, t: Messages, page: Terminal, *, count_key: str) -> None:
    if checked.difference.came:
        show_findings(checked.difference.came, t, page, count_key=count_key)
    if checked.tests is not None and checked.checked.prepared is not None:
        view = TestView(gathered(checked.checked.prepared.knowledge), t, page)
        for failed in checked.tests.came:
            if isinstance(failed, CaseResult):
                view.case(failed)
            else:
                view.example(failed)


def _summary(checked: Round, head: str, t: Messages, page: Terminal) -> None:
    """Say in one line how things stand, and how long it took to know."""
    parts = [t("watch.findings", count=len(checked.checked.findings))]
    if checked.difference.hidden:
        parts.append(t("watch.hidden", count=len(checked.difference.hidden)))
    tests = checked.tests
    if tests is None:
        parts.append(t("watch.tests_not_run"))
    elif tests.failing:
        parts.append(t("watch.tests_failing", count=tests.failing))
    else:
        key = "watch.tests_pass" if checked.files else "watch.tests_all"
        parts.append(t(key, examples=tests.examples, cases=tests.cases))
    text = t("watch.summary", parts=t("watch.next").join(parts), took=f"{checked.seconds * 1000:.0f}")
    page.line(head + text, "good" if checked.is_fine else "bad", hang=2)
