"""What changed between two homes, in words: each change in a line, with what a rule said and says."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Block, Item, Listing, Note, Paragraph
from mvpod_expert.model.facts import Fact
from mvpod_workbench.comparing.home_changes import NEVER_MEANING, HomeChange, How
from mvpod_workbench.lookup.rulesets import authoring, gathered
from mvpod_workbench.views.reference.rules import RuleDescriber

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages

MOST_ITEMS = 6
MOST_SHOWN = 12
"""So many changes that change no meaning are shown of each kind; the JSON has all."""
UNMEANT: tuple[How, ...] = ("wording", "support", "tests", "upkeep", "renamed")


class ChangeWords:
    """Says what changed from an old home to a new one, in the words of the new one."""

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase, t: Messages) -> None:
        self.homes = (old, new)
        self.t = t

    def blocks(self, changes: Sequence[HomeChange]) -> Iterator[Block]:
        """Return what changed in meaning, the first of what did not by its sort, and texts changed in one language."""
        meant = [change for change in changes if change.changes_meaning]
        if meant:
            yield Listing(tuple(Item(self._change(each), tuple(self._more(each))) for each in meant))
        else:
            yield Paragraph(self.t("diff.no_changes"), "good")
        for how in UNMEANT:
            found = [each for each in changes if each not in meant and _sort(each) == how]
            if found:
                shown = [self._change(each) for each in found[:MOST_SHOWN]]
                if len(found) > MOST_SHOWN:
                    shown.append(self.t("diff.more_changes", count=len(found) - MOST_SHOWN))
                yield Paragraph(self.t(f"diff.{how}", count=len(found)), "faint")
                yield Listing(tuple(shown), tone="faint")
        yield from self._stale(changes)

    def _stale(self, changes: Sequence[HomeChange]) -> Iterator[Block]:
        """Tell texts of which one language alone has changed, so that the other may say the old thing."""
        said = {(each.of, each.kind, each.id, each.field, each.lang) for each in changes if each.lang}
        langs = Counter(field[:-1] for field in said)
        texts = dict.fromkeys((each.of, each.kind, each.id, each.field) for each in changes if each.lang)
        alone = [f"{field[2]} › {field[3]}" for field in texts if langs[field] == 1]
        if alone:
            yield Note(self.t("diff.stale", fields=listed(alone, self.t), count=len(alone)))

    def kind(self, of: str, kind: str) -> str:
        """Return what a kind of entry, of the advice or of a capability, is called."""
        own = authoring()[of].sorts.get(kind, kind)
        return self.t(f"diff_kind.{own}") if self.t.knows(f"diff_kind.{own}") else own

    def _change(self, change: HomeChange) -> str:
        """Say a change on one line: of which entry, which field, and what it was and is."""
        name = self.t("diff.entry", kind=self.kind(change.of, change.kind), id=change.id)
        if not change.field:
            return self.t("list.pair", name=name, value=self.t(f"diff_how.{change.how}"))
        lang = f" ({change.lang})" if change.lang else ""
        nothing = self.t("diff.nothing")
        value = f"{change.was or nothing} → {change.now or nothing}"
        return self.t("list.pair", name=f"{name} › {change.field}{lang}", value=value)

    def _more(self, change: HomeChange) -> Iterator[Block]:
        if change.how == "came" and change.was:
            yield Paragraph(self.t("diff.looks_like", id=change.was), "warn")
        if change.title is not None:
            yield Paragraph(change.title.in_(self.t.lang), "faint")
        if change.kind == "rule" and change.field in {"when", "then"}:
            for key, home in zip(("was", "now"), self._described, strict=True):
                rule = home.knowledge.rules.get(change.id)
                if rule is not None:
                    yield Paragraph(self.t(f"diff.{key}"), "faint")
                    yield Listing(home.plainly(rule, change.field))
        elif change.kind == "fact" and change.field.startswith("bands"):
            yield from map(Paragraph, self._read_otherwise(change.id))

    @cached_property
    def _described(self) -> tuple[RuleDescriber, RuleDescriber]:
        one, other = (RuleDescriber(gathered(home), self.t) for home in self.homes)
        return one, other

    def _read_otherwise(self, fact: str) -> Iterator[str]:
        """Tell numbers that fall into another band now."""
        sides = [gathered(home).facts.get(fact) for home in self.homes]
        if any(side is None or not side.bands for side in sides):
            return
        one, other = (side for side in sides if isinstance(side, Fact))
        limits = sorted({each.limit for each in (*one.bands, *other.bands) if each.limit is not None})
        tried = sorted({*limits, *((low + high) / 2 for low, high in pairwise(limits))})
        for number in tried:
            was, now = one.band_of(number), other.band_of(number)
            if was != now:
                titles = (side.state_title(state).in_(self.t.lang) for side, state in ((one, was), (other, now)))
                yield self.t("diff.reads", number=f"{number:,.10g}", was=next(titles), now=next(titles))


def _sort(change: HomeChange) -> How:
    return change.how if change.how in UNMEANT else NEVER_MEANING.get(change.kind, "support")


def listed(texts: Sequence[str], t: Messages) -> str:
    """Return the first few of some texts, and how many more there are."""
    shown = t("list.comma").join(texts[:MOST_ITEMS])
    more = len(texts) - MOST_ITEMS
    return t("diff.more", shown=shown, count=more) if more > 0 else shown
