"""What `mvpod rules coverage` prints: the shares, and for what is not covered the smallest example that would."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mvpod_expert.mode.explanation.near_miss import judged
from mvpod_expert.mode.views.sentences import RuleWords
from mvpod_expert.model.printable import plain_json
from mvpod_expert.views.findings import github_line
from mvpod_workbench.testing.coverage import HELD, KINDS, Covered, Wanted, smallest
from mvpod_workbench.views.yaml_words import answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.lookup.rulesets import Ruleset

Measured = Sequence[tuple["Ruleset", "Covered"]]
"""The bodies of rules with what is covered of each."""


class CoverageView:
    """Prints coverage, each body of rules for itself."""

    def __init__(self, measured: Measured, t: Messages, page: Terminal) -> None:
        self.measured = measured
        self.t = t
        self.page = page

    def show(self, *, most: int, at_least: float | None) -> None:
        """Print what is missing, the worst files of each body first, then the shares of each."""
        left, more = most, 0
        for body, covered in self.measured:
            missing = [each for each in covered.missing() if each.kind in HELD]
            self._missing(body.knowledge, missing, left)
            more += max(0, len(missing) - left)
            left = max(0, left - len(missing))
        if more:
            self.page.line()
            self.page.line(self.t("coverage.more", count=more), "faint")
        for body, covered in self.measured:
            self.page.line()
            if len(self.measured) > 1:
                self.page.line(self.t(f"body.{body.name}"), "strong")
            for kind in (each for each in KINDS if covered.count(each)):
                counts = {
                    "seen": covered.count(kind, seen=True),
                    "of": covered.count(kind),
                    "percent": f"{covered.percent(kind):.1f}",
                    "documented": covered.documented(kind),
                }
                self.page.line(self.t(f"coverage.{kind}", **counts), indent=0 if kind in HELD else 2, hang=2)
        if at_least is not None:
            self._held(at_least)

    def _missing(self, knowledge: KnowledgeBase, missing: list[Wanted], most: int) -> None:
        file = rule = ""
        for wanted in missing[:most]:
            place = wanted.rule.place
            if place.file != file:
                file = place.file
                count = sum(each.rule.place.file == file for each in missing)
                self.page.title(self.t("coverage.file", file=file, count=count))
            if wanted.rule.id != rule:
                rule = wanted.rule.id
                self.page.line(self.t("list.pair", name=f"{place.line}", value=rule), "strong", indent=2)
            self.page.line(f"- {_said(wanted, knowledge, self.t)}", "warn", indent=4, hang=2)
            example = _example_for(wanted, knowledge)
            if example:
                self.page.line(example, indent=6, hang=2)

    def _held(self, at_least: float) -> None:
        body, covered = min(self.measured, key=lambda each: each[1].least)
        is_enough = covered.least >= at_least
        named = self.t(f"body.{body.name}") if len(self.measured) > 1 else ""
        key = "coverage.enough" if is_enough else "coverage.too_little"
        self.page.line()
        said = self.t(key, least=f"{covered.least:.1f}", at_least=f"{at_least:g}", body=named)
        self.page.line(said, "good" if is_enough else "bad")


def _said(wanted: Wanted, knowledge: KnowledgeBase, t: Messages) -> str:
    """Say one thing that was not seen."""
    part, option = "", ""
    if wanted.part is not None:
        words = RuleWords(knowledge, t)
        held = judged(wanted.part.condition, knowledge.facts, {}, {})
        lines = list(words.lines(held, told=False))
        part = lines[0].text + ("…" if len(lines) > 1 else "")
        if wanted.option is not None and held.fact is not None:
            part, option = words.fact(held.fact), words.state(held.fact, wanted.option)
    return t(f"coverage.not_{wanted.what}", part=part, option=option)


def _example_for(wanted: Wanted, knowledge: KnowledgeBase) -> str | None:
    """Write the smallest example that would cover something, or nothing for what examples cannot see."""
    if wanted.part is None:
        return None
    holds = wanted.what in {"true", "option"}
    profile = smallest(wanted.part, knowledge.facts, holds=holds, option=wanted.option)
    kind = "fires" if holds != wanted.part.is_negated else "silent"
    return f"{kind}: [{answers(profile, knowledge.facts)}]" if profile is not None else None


def coverage_document(measured: Measured) -> str:
    """Return coverage as JSON text, each body of rules by its name."""
    groups = {body.name: _group(covered, body.knowledge) for body, covered in measured}
    return plain_json({"schema_version": "1.0", "groups": groups})


def _group(covered: Covered, knowledge: KnowledgeBase) -> dict[str, object]:
    return {
        "shares": {
            kind: {
                "seen": covered.count(kind, seen=True),
                "of": covered.count(kind),
                "percent": round(covered.percent(kind), 1),
                "documented_cases_would_add": covered.documented(kind),
            }
            for kind in KINDS
            if covered.count(kind)
        },
        "missing": [
            {
                "rule": each.rule.id,
                "place": each.rule.place.model_dump(mode="json"),
                "kind": each.kind,
                "what": each.what,
                "option": each.option,
                "seen_in_documented_cases": each.documented,
                "example": _example_for(each, knowledge),
            }
            for each in covered.missing()
        ],
    }


def coverage_annotations(measured: Measured, t: Messages) -> Iterator[str]:
    """Return what is missing as GitHub workflow commands."""
    for body, covered in measured:
        for each in covered.missing():
            if each.kind in HELD:
                said = (_said(each, body.knowledge, t), _example_for(each, body.knowledge))
                yield github_line(each.rule.place, each.rule.id, "\n".join(filter(None, said)), "warning")
