"""What `mvpod rules mutate` prints: the score, and the tests worth writing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from mvpod_expert.views.documents import plain_json
from mvpod_expert.views.names import TerminalView
from mvpod_workbench.testing.mutation import FATES
from mvpod_workbench.testing.scale_mutants import plainly
from mvpod_workbench.views.yaml_words import suggested

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.lookup.rulesets import Ruleset
    from mvpod_workbench.testing.mutants import Mutant
    from mvpod_workbench.testing.mutation import Judged, Score
    from mvpod_workbench.testing.scale_mutants import JudgedScale
    from mvpod_workbench.testing.suggestions import Suggester, Suggestion

STRATA = ("weigh", "derive", "doubt", "plan", "compare")
"""The order in which tests worth writing are listed."""


@dataclass(frozen=True)
class Tried:
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
        """Print what came of scales and rules, the score of each last.

        Args:
            most: how many tests are shown.
            is_alone: no other rule set is shown, so that this one needs no name.
        """
        if not is_alone:
            self.page.title(self.t(f"body.{self.tried.body.name}"))
        self._scales(most)
        if self.tried.score.judged:
            self._rules(most)

    def _scales(self, most: int) -> None:
        if not self.tried.scales:
            return
        left = self.tried.unnoticed
        for judged in left[:most]:
            mutant = judged.mutant
            name = f"{mutant.entry} › {mutant.part}"
            self.page.line(self.t("list.pair", name=name, value=f"{mutant.was} → {mutant.now}"), "warn", hang=2)
            self.page.line(str(mutant.place), "faint", indent=2)
            if mutant.sides:
                self.page.line(self.t("mutation.write_sides"), indent=2)
            for number, band in mutant.sides:
                test = f"given: {{{mutant.entry}: {plainly(number)}}}, expect: {{states: {{{mutant.entry}: {band}}}}}"
                self.page.line(f"- {{id: {mutant.entry}-{band}-limit, {test}}}", "strong", indent=4)
        if len(left) > most:
            self.page.line(self.t("mutation.more", count=len(left) - most), "faint")
        count, percent = len(self.tried.scales), f"{self.tried.percent_of_scales:.1f}"
        key = "mutation.scales" if self.tried.body.is_advice else "mutation.scales_beside"
        self.page.line(self.t(key, count=count, percent=percent), "warn" if left else "good")

    def _rules(self, most: int) -> None:
        """Print the score, then the first tests worth writing, those for the mode before those for the plan."""
        score = self.tried.score
        survivors = sorted(score.survivors, key=lambda each: STRATA.index(each.mutant.rule.stratum))
        worth = list(islice(_worth(survivors, self.tried.suggester), most))
        if worth:
            self.page.line(self.t("mutation.worth"), "title")
        for judged, suggestion in worth:
            self._survivor(judged, suggestion)
        rest = len(survivors) - len(worth)
        if rest:
            key = "mutation.more" if len(worth) == most else "mutation.same_tests"
            self.page.line(self.t(key, count=rest), "faint")
        self.page.line()
        self.page.line(self.t("mutation.count", count=len(score.judged)), "strong")
        for fate in FATES:
            if score.count(fate):
                self.page.line(self.t(f"mutation.{fate}", count=score.count(fate)), indent=2, hang=2)
        if not self.tried.body.is_advice:
            self.page.line(self.t("mutation.only_firing"), "faint", indent=2, hang=2)
        self.page.line(self.t("mutation.score", percent=f"{score.percent:.1f}"), "warn" if score.survivors else "good")

    def _survivor(self, judged: Judged, suggestion: Suggestion | None) -> None:
        rule = judged.mutant.rule
        self.page.line(self.pair_of(rule.id, self.change(judged.mutant)), "warn", hang=2)
        self.page.line(str(rule.place), "faint", indent=2)
        if judged.fate == "documented":
            self.page.line(self.t("mutation.seen_in", case=judged.by), indent=2, hang=2)
        if suggestion is None:
            key = "mutation.none_found" if self.tried.body.is_advice else "mutation.example_elsewhere"
            self.page.line(self.t(key), "faint", indent=2, hang=2)
            return
        self.page.line(self.t(f"mutation.write_{'case' if suggestion.kind == 'case' else 'example'}"), indent=2)
        for line in suggested(suggestion, judged.mutant, self.knowledge):
            indent = 4 + len(line) - len(line.lstrip())
            self.page.line(line.lstrip(), "strong", indent=indent, hang=2)

    def change(self, mutant: Mutant) -> str:
        """Say what a mutant changes."""
        fact = self.fact(mutant.fact) if mutant.fact else ""
        return self.t(
            f"mutation.change_{mutant.change}",
            fact=fact,
            was=self._named(mutant, mutant.was),
            now=self._named(mutant, mutant.now),
            on=self._on(mutant),
        )

    def _on(self, mutant: Mutant) -> str:
        if mutant.change == "concluded":
            return self.fact(mutant.on)
        is_mode = any(mode.id == mutant.on for mode in self.knowledge.decision.modes)
        return self.mode(mutant.on) if is_mode else self.item(mutant.on)

    def _named(self, mutant: Mutant, word: str) -> str:  # noqa: PLR0911 - one way for each kind
        match mutant.change:
            case "option_swapped" | "option_dropped" | "option_added" if word and mutant.fact:
                return self.state(mutant.fact, word)
            case "concluded":
                return self.state(mutant.on, word)
            case "strength":
                return self._strength(word)
            case "mode":
                return self.mode(word)
            case "veto_to_evidence":
                return self.mode(word) if word == mutant.was else self._strength(word)
            case "item_swapped" | "item_dropped" | "falls_to":
                return self.item(word)
            case "direction":
                return self.t(f"mutation.{word}")
            case _:
                return word

    def _strength(self, name: str) -> str:
        return next(self.say(strength.title) for strength in self.knowledge.decision.strengths if strength.id == name)


def _worth(survivors: list[Judged], suggester: Suggester) -> Iterator[tuple[Judged, Suggestion | None]]:
    """Return survivors with a test that would notice each; a test that was suggested already is not reported twice."""
    told: set[str] = set()
    for judged in survivors:
        suggestion = suggester.suggestion(judged)
        key = f"{judged.mutant.rule.id} {suggestion}"
        if key not in told:
            told.add(key)
            yield judged, suggestion


def mutation_document(tried: Sequence[Tried]) -> str:
    """Return the result as JSON text, each body of rules by its name, every survivor with its test."""
    groups = {each.body.name: _group(each) for each in tried}
    return plain_json({"schema_version": "1.0", "groups": groups})


def _group(tried: Tried) -> dict[str, object]:
    score = tried.score
    survivors = []
    for judged, suggestion in _worth(score.survivors, tried.suggester):
        mutant = judged.mutant
        survivors.append(
            {
                "rule": mutant.rule.id,
                "place": mutant.rule.place.model_dump(mode="json"),
                "change": mutant.change,
                "fact": mutant.fact,
                "was": mutant.was,
                "now": mutant.now,
                "on": mutant.on,
                "fate": judged.fate,
                "documented_case": judged.by or None,
                "test": suggested(suggestion, mutant, tried.body.knowledge) if suggestion else None,
            }
        )
    return {
        "mutants": len(score.judged),
        "counts": {fate: score.count(fate) for fate in FATES},
        "percent": round(score.percent, 1),
        "survivors": survivors,
        "scales": [
            {
                "entry": mutant.entry,
                "part": mutant.part,
                "was": mutant.was,
                "now": mutant.now,
                "fate": fate,
                "by": by or None,
            }
            for mutant, fate, by in ((each.mutant, each.fate, each.by) for each in tried.scales)
        ],
    }
