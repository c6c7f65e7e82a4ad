"""What `mvpod rules mutate` prints: the score, and the tests worth writing."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.model.printable import plain_json
from mvpod_expert.views.names import TerminalView
from mvpod_workbench.testing.mutation import FATES, Judged, Score
from mvpod_workbench.testing.scale_mutants import JudgedScale, plainly
from mvpod_workbench.views.yaml_words import suggested

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.lookup.rulesets import Ruleset
    from mvpod_workbench.testing.mutants import Mutant
    from mvpod_workbench.testing.suggestions import Suggester, Suggestion

STRATA = ("weigh", "derive", "doubt", "plan", "compare")
"""The order in which tests worth writing are listed."""


class Tried(NamedTuple):
    """A body of rules with what came of making its rules wrong."""

    body: Ruleset
    score: Score
    suggester: Suggester
    scales: tuple[JudgedScale, ...] = ()

    @property
    def unnoticed(self) -> tuple[JudgedScale, ...]:
        """The limits, points and orders whose change nothing notices."""
        return tuple(each for each in self.scales if each.fate in {"survived", "documented"})

    @property
    def percent_of_scales(self) -> float:
        """The share of changed limits, points and orders that a test notices."""
        return 100 * (1 - len(self.unnoticed) / len(self.scales)) if self.scales else 100


class MutationView(TerminalView):
    """Prints the result of a mutation test for one rule set."""

    def __init__(self, tried: Tried, t: Messages, page: Terminal) -> None:
        super().__init__(tried.body.knowledge, t, page)
        self.tried = tried

    def show(self, *, most: int, is_alone: bool) -> None:
        """Print what came of scales and rules, with so many tests at most; a rule set that is alone needs no name."""
        if not is_alone:
            self.page.title(self.t(f"body.{self.tried.body.name}"))
        if self.tried.scales:
            self._scales(most)
        if self.tried.score.judged:
            self._rules(most)

    def _scales(self, most: int) -> None:
        left = self.tried.unnoticed
        for mutant in (judged.mutant for judged in left[:most]):
            name = f"{mutant.entry} › {mutant.part}"
            self.page.line(self.pair_of(name, f"{mutant.was} → {mutant.now}"), "warn", hang=2)
            self.page.line(str(mutant.place), "faint", indent=2)
            if mutant.sides:
                self.print("mutation.write_sides", indent=2)
            for number, band in mutant.sides:
                test = f"given: {{{mutant.entry}: {plainly(number)}}}, expect: {{states: {{{mutant.entry}: {band}}}}}"
                self.page.line(f"- {{id: {mutant.entry}-{band}-limit, {test}}}", "strong", indent=4)
        if len(left) > most:
            self.print("mutation.more", "faint", count=len(left) - most)
        key = "mutation.scales" if self.tried.body.is_advice else "mutation.scales_beside"
        percent = f"{self.tried.percent_of_scales:.1f}"
        self.print(key, "warn" if left else "good", count=len(self.tried.scales), percent=percent)

    def _rules(self, most: int) -> None:
        """Print the score, then the first tests worth writing, those for the mode before those for the plan."""
        score = self.tried.score
        survivors = sorted(score.survivors, key=lambda each: STRATA.index(each.mutant.rule.stratum))
        worth = list(islice(_worth(survivors, self.tried.suggester), most))
        if worth:
            self.print("mutation.worth", "title")
        for judged, suggestion in worth:
            self._survivor(judged, suggestion)
        rest = len(survivors) - len(worth)
        if rest:
            self.print("mutation.more" if len(worth) == most else "mutation.same_tests", "faint", count=rest)
        self.page.line()
        self.print("mutation.count", "strong", count=len(score.judged))
        for fate in FATES:
            if score.count(fate):
                self.print(f"mutation.{fate}", indent=2, hang=2, count=score.count(fate))
        if not self.tried.body.is_advice:
            self.print("mutation.only_firing", "faint", indent=2, hang=2)
        self.print("mutation.score", "warn" if score.survivors else "good", percent=f"{score.percent:.1f}")

    def _survivor(self, judged: Judged, suggestion: Suggestion | None) -> None:
        rule = judged.mutant.rule
        self.page.line(self.pair_of(rule.id, self.change(judged.mutant)), "warn", hang=2)
        self.page.line(str(rule.place), "faint", indent=2)
        if judged.fate == "documented":
            self.print("mutation.seen_in", indent=2, hang=2, case=judged.by)
        if suggestion is None:
            key = "mutation.none_found" if self.tried.body.is_advice else "mutation.example_elsewhere"
            self.print(key, "faint", indent=2, hang=2)
            return
        self.print(f"mutation.write_{'case' if suggestion.kind == 'case' else 'example'}", indent=2)
        for line in suggested(suggestion, judged.mutant, self.knowledge):
            indent = 4 + len(line) - len(line.lstrip())
            self.page.line(line.lstrip(), "strong", indent=indent, hang=2)

    def change(self, mutant: Mutant) -> str:
        """Say what a mutant changes."""
        is_mode = any(mode.id == mutant.on for mode in self.knowledge.decision.modes)
        name_of = self.fact if mutant.change == "concluded" else self.mode if is_mode else self.item
        return self.t(
            f"mutation.change_{mutant.change}",
            fact=self.fact(mutant.fact) if mutant.fact else "",
            was=self._named(mutant, mutant.was),
            now=self._named(mutant, mutant.now),
            on=name_of(mutant.on),
        )

    def _named(self, mutant: Mutant, word: str) -> str:  # noqa: PLR0911 - one way for each kind
        match mutant.change:
            case "option_swapped" | "option_dropped" | "option_added" if word and mutant.fact:
                return self.state(mutant.fact, word)
            case "concluded":
                return self.state(mutant.on, word)
            case "mode":
                return self.mode(word)
            case "veto_to_evidence" if word == mutant.was:
                return self.mode(word)
            case "strength" | "veto_to_evidence":
                return next(self.say(each.title) for each in self.knowledge.decision.strengths if each.id == word)
            case "item_swapped" | "item_dropped" | "falls_to":
                return self.item(word)
            case "direction":
                return self.t(f"mutation.{word}")
            case _:
                return word


def _worth(survivors: Sequence[Judged], suggester: Suggester) -> Iterator[tuple[Judged, Suggestion | None]]:
    """Return survivors with a test that would notice each; a test that was suggested already is not reported twice."""
    seen: set[str] = set()
    for judged in survivors:
        suggestion = suggester.suggestion(judged)
        key = f"{judged.mutant.rule.id} {suggestion}"
        if key not in seen:
            seen.add(key)
            yield judged, suggestion


def mutation_document(tried: Sequence[Tried]) -> str:
    """Return the result as JSON text, each body of rules by its name, every survivor with its test."""
    groups = {each.body.name: _group(each) for each in tried}
    return plain_json({"schema_version": "1.0", "groups": groups})


def _group(tried: Tried) -> dict[str, object]:
    score, knowledge = tried.score, tried.body.knowledge
    return {
        "mutants": len(score.judged),
        "counts": {fate: score.count(fate) for fate in FATES},
        "percent": round(score.percent, 1),
        "survivors": [
            {
                "rule": judged.mutant.rule.id,
                "place": judged.mutant.rule.place.model_dump(mode="json"),
                **{part: getattr(judged.mutant, part) for part in ("change", "fact", "was", "now", "on")},
                "fate": judged.fate,
                "documented_case": judged.by or None,
                "test": suggested(suggestion, judged.mutant, knowledge) if suggestion else None,
            }
            for judged, suggestion in _worth(score.survivors, tried.suggester)
        ],
        "scales": [
            {
                **{part: getattr(each.mutant, part) for part in ("entry", "part", "was", "now")},
                "fate": each.fate,
                "by": each.by or None,
            }
            for each in tried.scales
        ],
    }
