"""What `mvpod rules coverage` prints: the shares, and for what is not covered the smallest example that would."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mvpod_expert.authoring.testing.coverage import HELD, KINDS, smallest
from mvpod_expert.explanation.near_miss import Judge
from mvpod_expert.views.findings import github_line
from mvpod_expert.views.rule_words import RuleWords
from mvpod_expert.views.yaml_words import answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.authoring.testing.coverage import Covered, Wanted
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.page import Page
    from mvpod_expert.views.wording import Wording


class CoverageView:
    """Prints coverage.

    Args:
        knowledge: the knowledge base.
        say: the wording.
        page: the page to print on.
    """

    def __init__(self, knowledge: KnowledgeBase, say: Wording, page: Page) -> None:
        self.knowledge = knowledge
        self.say = say
        self.page = page
        self.words = CoverageWords(knowledge, say)

    def show(self, covered: Covered, *, most: int, at_least: float | None) -> None:
        """Print what is missing, the worst files first, then the shares."""
        missing = [each for each in covered.missing() if each.kind in HELD]
        file = rule = ""
        for wanted in missing[:most]:
            if wanted.rule.place.file != file:
                file = wanted.rule.place.file
                count = sum(each.rule.place.file == file for each in missing)
                self.page.title(self.say("coverage.file", file=file, count=count))
            if wanted.rule.id != rule:
                rule = wanted.rule.id
                self.page.line(self.say("list.pair", name=f"{wanted.rule.place.line}", value=rule), "strong", indent=2)
            self.page.line(f"- {self.words.wanted(wanted)}", "warn", indent=4, hang=2)
            example = example_for(wanted, self.knowledge)
            if example:
                self.page.line(example, indent=6, hang=2)
        if len(missing) > most:
            self.page.line()
            self.page.line(self.say("coverage.more", count=len(missing) - most), "faint")
        self.page.line()
        for kind in KINDS:
            self.page.line(self.words.share(covered, kind), indent=0 if kind in HELD else 2, hang=2)
        if at_least is not None:
            is_enough = covered.least >= at_least
            key = "coverage.enough" if is_enough else "coverage.too_little"
            least = f"{covered.least:.1f}"
            self.page.line(self.say(key, least=least, at_least=f"{at_least:g}"), "good" if is_enough else "bad")


class CoverageWords:
    """Says what is covered and what is not.

    Args:
        knowledge: the knowledge base.
        say: the wording.
    """

    def __init__(self, knowledge: KnowledgeBase, say: Wording) -> None:
        self.knowledge = knowledge
        self.say = say
        self.rule_words = RuleWords(knowledge, say)

    def wanted(self, wanted: Wanted) -> str:
        """Say one thing that was not seen."""
        part, option = "", ""
        if wanted.part is not None:
            judged = Judge(self.knowledge.facts, {}, {}).judged(wanted.part.condition)
            lines = list(self.rule_words.lines(judged, told=False))
            part = lines[0].text + ("…" if len(lines) > 1 else "")
            if wanted.option is not None:
                fact = next(each for each in [judged.fact] if each is not None)
                part = self.rule_words.names.fact(fact)
                option = self.rule_words.names.state(fact, wanted.option)
        return self.say(f"coverage.not_{wanted.what}", part=part, option=option)

    def share(self, covered: Covered, kind: str) -> str:
        """Say how much of a kind was seen."""
        name = next(each for each in KINDS if each == kind)
        return self.say(
            f"coverage.{name}",
            seen=covered.count(name, seen=True),
            of=covered.count(name),
            percent=f"{covered.percent(name):.1f}",
            documented=covered.documented(name),
        )


def example_for(wanted: Wanted, knowledge: KnowledgeBase) -> str | None:
    """Write the smallest example that would cover something, or nothing for what examples cannot see."""
    if wanted.part is None:
        return None
    holds = wanted.what in {"true", "option"}
    profile = smallest(wanted.part, knowledge.facts, holds=holds, option=wanted.option)
    kind = "fires" if holds != wanted.part.is_negated else "silent"
    return f"{kind}: [{answers(profile, knowledge.facts)}]" if profile is not None else None


def coverage_document(covered: Covered, knowledge: KnowledgeBase) -> str:
    """Give coverage as JSON text."""
    document = {
        "schema_version": "1.0",
        "shares": {
            kind: {
                "seen": covered.count(kind, seen=True),
                "of": covered.count(kind),
                "percent": round(covered.percent(kind), 1),
                "documented_cases_would_add": covered.documented(kind),
            }
            for kind in KINDS
        },
        "missing": [
            {
                "rule": each.rule.id,
                "place": each.rule.place.model_dump(mode="json"),
                "kind": each.kind,
                "what": each.what,
                "option": each.option,
                "seen_in_documented_cases": each.documented,
                "example": example_for(each, knowledge),
            }
            for each in covered.missing()
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def coverage_annotations(covered: Covered, knowledge: KnowledgeBase, say: Wording) -> Iterator[str]:
    """Give what is missing as GitHub workflow commands."""
    words = CoverageWords(knowledge, say)
    for each in covered.missing():
        if each.kind in HELD:
            told = "\n".join(filter(None, [words.wanted(each), example_for(each, knowledge)]))
            yield github_line(each.rule.place, each.rule.id, told, "warning")
