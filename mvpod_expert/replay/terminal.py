"""A replayed result in a terminal: what does not follow, and what has changed in meaning."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from mvpod_expert.capability import rulesets
from mvpod_expert.mode.views.sentences import RuleWords, Sentences
from mvpod_expert.model.cases import ONLY_CELL
from mvpod_expert.views.names import TerminalView

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.trace import Effect
    from mvpod_expert.replay.model import Difference, ItemDrift, Reading, Replay, Replayed, RuleDrift, Step, Violation
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages

DRIFTS = ("effects", "gone", "silent", "fires", "support")
ITEM_DRIFTS = ("came", "went", "reassigned", "reworded")
MOST_TOLD = 50
NOT_TOLD = "?"

T = TypeVar("T")


class ReplayView(TerminalView):
    """Prints replays, in the words of today's knowledge."""

    def __init__(self, knowledge: KnowledgeBase, t: Messages, page: Terminal) -> None:
        super().__init__(knowledge, t, page)
        self.words = RuleWords(knowledge, t)

    def show(self, replay: Replay) -> None:
        """Print a replay: what is said of the whole result, then cell by cell what has changed in meaning."""
        before, after, same = replay.before, replay.after, replay.is_same_knowledge
        blanks = {"version": before.version, "now_version": after.version}
        blanks |= {"sha": before.sha256[:12], "now_sha": after.sha256[:12]}
        self.page.line(self.t("replay.same_knowledge" if same else "replay.other_knowledge", **blanks))
        if not same:
            self.page.line(self.t("replay.cannot"), "warn")
            if before.version == after.version:
                self.page.line(self.t("replay.same_edition", version=before.version), "warn")
        if replay.not_recomputed:
            what = self.comma(self.t(f"not_recomputed.{each}") for each in replay.not_recomputed)
            self.page.line(self.t("replay.without", what=what), "warn")
        self._differences(replay)
        for cell in replay.cells:
            self._cell(cell, replay)
        if replay.flaws and not replay.differences:
            self.page.title(self.t("replay.title_whole"))
            self._wrong("replay.flaws", replay.flaws, self.sentence)

    def _differences(self, replay: Replay) -> None:
        """Say what advising again gives otherwise; the checksum speaks only where nothing else does."""
        if replay.differences:
            self._wrong("replay.differences", replay.differences, self.difference)
            if replay.made_by != replay.program:
                self.page.line(
                    self.t("replay.other_program", made_by=replay.made_by or NOT_TOLD, program=replay.program)
                )
        elif not replay.is_intact:
            self.page.line(self.t("replay.not_intact"), "bad")
        if replay.is_sound:
            key = "sound" if replay.is_recomputed else "sound_but" if replay.is_same_knowledge else "sound_in_itself"
            self.page.line(self.t(f"replay.{key}", count=f"{replay.compared:,}"), "good")

    def _cell(self, cell: Replayed, replay: Replay) -> None:
        is_told = any(difference.steps[0].of == cell.id for difference in replay.differences if difference.steps)
        flaws = () if is_told else cell.flaws
        if not flaws and replay.is_same_knowledge:
            return
        name = " · ".join(filter(None, [cell.client, cell.id if cell.id != ONLY_CELL else ""]))
        self.page.title(name or cell.id)
        if flaws:
            self._wrong("replay.flaws", flaws, self.sentence)
        if replay.is_same_knowledge:
            return
        is_changed = cell.before.recommended != cell.after.recommended
        decided = [Sentences(self.knowledge, self.t).decided(each) for each in (cell.before, cell.after)]
        key = "replay.decision_changed" if is_changed else "replay.decision_stays"
        self.page.line(self.t(key, before=decided[0], after=decided[1]), "warn" if is_changed else "plain")
        self._listed("replay.readings", [(self._reading(each),) for each in cell.readings])
        for change in DRIFTS:
            self._listed(f"drift.{change}", [self._rule(rule) for rule in cell.rules if rule.change == change])
        for change in ITEM_DRIFTS:
            self._listed(f"item_drift.{change}", [(self._item(each),) for each in cell.plan if each.change == change])
        if not (cell.rules or cell.plan or cell.readings):
            self.page.line(self.t("replay.nothing_changed"))

    def _wrong(self, key: str, found: Sequence[T], say: Callable[[T], str]) -> None:
        self.page.line(self.t(key, count=len(found)), "bad")
        for each in found[:MOST_TOLD]:
            self.page.line(f"- {say(each)}", "bad", indent=2, hang=2)
        if len(found) > MOST_TOLD:
            self.page.line(self.t("replay.more", count=len(found) - MOST_TOLD), "bad", indent=2)

    def _listed(self, key: str, entries: Sequence[tuple[str, ...]]) -> None:
        """Print entries below a title, each with faint lines of its own; no title without entries."""
        if entries:
            self.page.title(self.t(key))
        for first, *below in entries:
            self.page.line(f"- {first}", indent=2, hang=2)
            for text in below:
                self.page.line(text, "faint", indent=4)

    def _reading(self, reading: Reading) -> str:
        fact = self.knowledge.facts.get(reading.fact)
        name = self.say(fact.title) if fact else reading.fact
        if reading.formerly:
            name += self.t("list.extra", text=f"{reading.formerly} → {reading.fact}")
        now = self.t("replay.fits_no_more")
        if fact is not None and reading.now is not None:
            now = self.say(fact.state_title(reading.now))
        return self.t("replay.reading", fact=name, was=reading.was, now=now)

    def _rule(self, drift: RuleDrift) -> tuple[str, str]:
        title = self.say(drift.title) if drift.title else drift.rule
        effects = [self._effects(side) for side in (drift.was, drift.now)]
        if drift.change == "support" or effects[0] == effects[1]:
            effects = effects[1:]
        return self.pair_of(title, " → ".join(filter(None, effects))), self.t("plan.by_rules", rules=drift.rule)

    def _effects(self, effects: Iterable[Effect]) -> str:
        """Say effects; one about something that is not there any more by its kind and ids."""
        texts = []
        for effect in effects:
            try:
                texts.append(self.words.outcome(effect))
            except (KeyError, StopIteration):
                texts.append(" ".join(str(value) for value in effect.model_dump().values()))
        return self.semicolon(texts)

    def _item(self, drift: ItemDrift) -> str:
        title, told = self.say(drift.title), " → ".join(filter(None, map(self.items, (drift.was, drift.to))))
        return self.pair_of(title, told) if told else title

    def sentence(self, flaw: Violation) -> str:
        """Return a flaw as a sentence: by the name of what it is about, where the knowledge has one."""
        about = flaw.about
        is_mode = any(mode.id == about for mode in self.knowledge.decision.modes)
        about = self.mode(about) if is_mode else self.item(about)
        return self.t(f"flaw.{flaw.kind}", about=about, detail=flaw.detail)

    def difference(self, difference: Difference) -> str:
        """Return a difference as a sentence: where it stands, what the file says and what follows."""
        text = self.t(
            f"difference.{difference.kind}",
            where=" › ".join(map(self._step, difference.steps)),
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
        titles = {mode.id: mode.title for mode in self.knowledge.decision.modes}
        for own in (self.knowledge, *rulesets(self.knowledge).values()):
            titles |= {item.id: item.title for item in own.items()} | {
                fact.id: fact.title for fact in own.facts.values()
            }
        return {name: self.say(title) for name, title in titles.items()}
