"""All that is found wrong in a home, and how far the looking came: what stops it hides what lies behind.

`rules check` and `rules watch` tell the same, because both ask here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.engine.knowledge_cache import Prepared
from mvpod_expert.loading.home_files import unread_files
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.loading.read_cache import ReadCache
from mvpod_expert.model.diagnostics import Code, Diagnostic, UnusableInputError
from mvpod_expert.model.frozen import gc_paused
from mvpod_workbench.checks.cross_file_checks import whole_check
from mvpod_workbench.checks.texts import slips_in_texts
from mvpod_workbench.lookup.accepted import still_told
from mvpod_workbench.testing.case_test_files import read_case_tests

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from mvpod_expert.resources import Home


class Reach(IntEnum):
    """How far a check came; a later stage is looked at only where the stages before it found nothing."""

    FILES = 1
    ENTRIES = 2
    PLANS = 3
    ORDER = 4
    CONDITIONS = 5
    CONFLICTS = 6
    WHOLE = 7


UNREADABLE = frozenset(code for code in Code if Code.FILE_MISSING <= code <= Code.YAML_CHARACTER) - {
    Code.FILE_NOT_READ,
    Code.YAML_DUPLICATE_KEY,
    Code.YAML_BOOLEAN_WORD,
    Code.YAML_KEY_NOT_TEXT,
}
"""What keeps a file from being read; of one with the others, the rest is read."""
STOPPED_AT = {
    Code.PLAN_NOT_WHOLE: Reach.PLANS,
    Code.FACT_NEVER_CONCLUDED: Reach.ORDER,
    Code.CYCLE: Reach.ORDER,
    Code.CONDITION_TOO_LARGE: Reach.CONDITIONS,
    Code.CONDITION_IMPOSSIBLE: Reach.CONDITIONS,
    Code.RULE_UNREACHABLE: Reach.CONDITIONS,
    Code.STATE_NEVER_CONCLUDED: Reach.CONDITIONS,
    Code.CONCLUSIONS_CONFLICT: Reach.CONFLICTS,
}
# Without the decision table no rule is read.
DECISION = "knowledge/decision.yaml"


@dataclass(frozen=True)
class Checked:
    """What a check found.

    Args:
        findings: all of them, in the order of the files.
        reach: how far it came.
        prepared: the knowledge with its compiled rules, when nothing stands in the way of using it.
    """

    findings: tuple[Diagnostic, ...]
    reach: Reach
    prepared: Prepared | None


def check_home(home: Home, memory: ReadCache | None = None, unsaved: Mapping[Path, str] | None = None) -> Checked:
    """Check a home.

    Args:
        home: the folder that holds rules/ and knowledge/.
        memory: what was read of it before; only what has changed is then read again.
        unsaved: texts to be checked instead of what files say.
    """
    memory = memory or ReadCache()
    today = datetime.now(UTC).astimezone().date()
    with gc_paused():
        try:
            knowledge = load_knowledge(home, memory, unsaved)
            prepared = Prepared(knowledge, compile_rules(knowledge))
        except UnusableInputError as error:
            found = (*error.diagnostics, *findings_of_drafts(home, error.diagnostics, today, memory, unsaved))
            return Checked(found, min(_stage(each) for each in error.diagnostics if each.severity == "error"), None)
        found = findings_of(home, prepared, today, unsaved)
        if knowledge.drafts:
            found = (*found, *findings_of_drafts(home, found, today, memory, unsaved))
        return Checked(tuple(each for each in found if each.severity != "note"), Reach.WHOLE, prepared)


def findings_of(
    home: Home, prepared: Prepared, today: date, unsaved: Mapping[Path, str] | None = None
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with knowledge that can be used, notes among it: what the whole of it, or a test, tells.

    Args:
        home: the home, for its case tests.
        prepared: its knowledge, compiled.
        today: the day against which review dates are held.
        unsaved: texts to be checked instead of what files say.
    """
    found = (
        *unread_files(home),
        *slips_in_texts(home, unsaved or {}),
        *whole_check(prepared.knowledge, today),
        *read_case_tests(home, prepared.knowledge, unsaved).findings,
    )
    return tuple(filter(still_told(prepared.knowledge), found))


def findings_of_drafts(
    home: Home,
    known: Sequence[Diagnostic],
    today: date,
    memory: ReadCache | None = None,
    unsaved: Mapping[Path, str] | None = None,
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with entries marked as drafts, but for texts that are still to be written.

    Args:
        home: the home.
        known: what was found without the drafts, which is not reported again.
        today: the day against which review dates are held.
        memory: what was read of the home before.
        unsaved: texts to be checked instead of what files say.
    """
    try:
        knowledge = load_knowledge(home, memory, unsaved, drafts=True)
        found = findings_of(home, Prepared(knowledge, compile_rules(knowledge)), today, unsaved)
        ids = {each.id for each in knowledge.drafts}
        found = tuple(each for each in found if ids & {*each.about.split(" › ")})
    except UnusableInputError as error:
        found = error.diagnostics
    told = {(each.code, each.place, each.about) for each in known}
    return tuple(
        each
        for each in found
        if (each.code, each.place, each.about) not in told and each.code is not Code.TEXT_PLACEHOLDER
    )


def _stage(finding: Diagnostic) -> Reach:
    if finding.code in STOPPED_AT:
        return STOPPED_AT[finding.code]
    is_before_rules = finding.code in UNREADABLE or finding.place.file == DECISION
    return Reach.FILES if is_before_rules else Reach.ENTRIES
