"""What does not follow in a saved result, and what advising again gives otherwise, in words."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from mvpod_expert.capability import rulesets
from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.frozen import Text
    from mvpod_expert.replay.model import Difference, Step, Violation

BELONGS = " › "


class FlawSentences(Names):
    """Says flaws and differences."""

    def sentence(self, flaw: Violation) -> str:
        """Return a flaw as a sentence: by the name of what it is about, where the knowledge has one."""
        about = flaw.about
        is_mode = any(mode.id == about for mode in self.knowledge.decision.modes)
        about = self.mode(about) if is_mode else self.item(about)
        return self.t(f"flaw.{flaw.kind}", about=about, detail=flaw.detail)

    def difference(self, difference: Difference) -> str:
        """Return a difference as a sentence: where it stands, what the file says and what follows."""
        where = BELONGS.join(map(self._step, difference.steps))
        text = self.t(
            f"difference.{difference.kind}",
            where=where,
            told=difference.told,
            follows=difference.follows,
            also=difference.also,
        )
        if difference.also and difference.kind != "rest":
            return self.t("difference.also", text=text, also=difference.also)
        return text

    def _step(self, step: Step) -> str:
        known = self.t.knows(f"saved.{step.key}")
        key = self.t(f"saved.{step.key}") if known else self._titled.get(step.key, step.key)
        return self.pair_of(key, self._titled.get(step.of, step.of)) if step.of else key

    @cached_property
    def _titled(self) -> dict[str, str]:
        """The titles of what entries are named by: modes, items and facts, those of capabilities included."""
        return {name: self.say(title) for name, title in self._titles()}

    def _titles(self) -> Iterator[tuple[str, Text]]:
        yield from ((mode.id, mode.title) for mode in self.knowledge.decision.modes)
        yield from ((item.id, item.title) for item in self.knowledge.items())
        yield from ((fact.id, fact.title) for fact in self.knowledge.facts.values())
        for own in rulesets(self.knowledge).values():
            yield from ((fact.id, fact.title) for fact in own.facts.values())
            yield from ((item.id, item.title) for item in own.items())
