"""Entries to be signed: what each says, what it rests on, and what it does in the documented cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mvpod_expert.document.tree import Column, Listing, Note, Paragraph, Table
from mvpod_expert.document.tree import Entry as Titled
from mvpod_expert.engine.clauses import any_holds
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel, Text
from mvpod_expert.model.rules import Rule
from mvpod_workbench.checks.signatures import Unsigned, name_of
from mvpod_workbench.editing.retiring import draft_of
from mvpod_workbench.lookup.fields import KIND_OF_FIELD, NOT_SAID, written
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.sampling.fast_evaluator import FastEvaluator
from mvpod_workbench.views.reference.rules import RuleDescriber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mvpod_expert.document.tree import Block
    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_expert.views.messages import Messages

MOST_CASES = 6
ONE_SCREEN = 22
MOST_CHANGED = 8
FRAME = 9
"""The lines that a table of files has besides its rows and the entries that changed."""


def _place(unsigned: Unsigned) -> Place | None:
    place = getattr(unsigned.entry.said, "place", None)
    return place if isinstance(place, Place) else None


def _file(unsigned: Unsigned) -> str:
    place = _place(unsigned)
    return place.file if place is not None else ""


class ReviewView:
    """Presents entries of a knowledge base in which drafts take part."""

    def __init__(self, prepared: Prepared, t: Messages) -> None:
        self.knowledge = prepared.knowledge
        self.t = t
        self._describer = RuleDescriber(gathered(prepared.knowledge), t)
        self._trials = FastEvaluator(prepared.knowledge, prepared.base)

    def counts(self, found: list[Unsigned]) -> tuple[Block, ...]:
        """Return how many entries of each kind are unsigned, and how many of them were signed before."""
        return (self._counted("", found, lambda each: each.entry.kind)[0],)

    def listed(self, found: list[Unsigned]) -> tuple[Block, ...]:
        """Return the unsigned entries: on a line each where they fit on a screen, otherwise how many a file has."""
        if not found:
            return ()
        if len(found) <= ONE_SCREEN:
            return Listing(tuple(map(self._line, found))), Note(self.t("review.elsewhere"))
        changed = [each for each in found if each.before is not None]
        lines = list(map(self._line, changed[:MOST_CHANGED]))
        if len(changed) > MOST_CHANGED:
            lines.append(self.t("review.more_entries", count=len(changed) - MOST_CHANGED))
        table, rest, entries = self._counted(self.t("review.files"), found, _file, ONE_SCREEN - len(lines) - FRAME)
        more = [Note(self.t("review.more", count=rest, entries=entries))] if rest else []
        listing = [Listing(tuple(lines))] if lines else []
        return *listing, table, *more, Note(self.t("review.parts")), Note(self.t("review.elsewhere"))

    def _counted(
        self, head: str, found: list[Unsigned], key: Callable[[Unsigned], str], most: int | None = None
    ) -> tuple[Table, int, int]:
        """Return how many entries there are by a key, signed before or not; how many keys, and entries, are left."""
        counts = Counter(map(key, found))
        signed = Counter(key(each) for each in found if each.before is not None)
        shown = counts.most_common(most) if most is not None else list(counts.items())
        rows = tuple((name, str(count - signed[name]), str(signed[name])) for name, count in shown)
        heads = (Column(head), *(Column(self.t(f"review.{each}"), "right") for each in ("new", "was_signed")))
        return Table(heads, rows), len(counts) - len(shown), len(found) - sum(count for _, count in shown)

    def entry(self, unsigned: Unsigned, number: int, count: int, signed_by: str | None) -> tuple[Block, ...]:
        """Return one entry, its place in the walk, and the signature it had or has now."""
        entry = unsigned.entry
        head = self.t("review.entry", number=number, count=count, name=self._line(unsigned))
        blocks: list[Block] = [Note(self.t("review.signed", by=signed_by))] if signed_by else []
        if isinstance(entry.said, Rule):
            blocks += self._rule(entry.said)
        else:
            blocks.append(Listing(tuple(self._fields(entry.said, ()))))
        blocks += self._support(entry.said)
        if isinstance(entry.said, Rule):
            blocks += self._cases(entry.said)
        return (Titled(head, tuple(blocks)),)

    def result(self, signed: int, left: int) -> tuple[Block, ...]:
        """Return how many were signed and how many are left."""
        return (Paragraph(self.t("review.result", signed=signed, left=left), "good" if not left else "plain"),)

    def _line(self, unsigned: Unsigned) -> str:
        entry, before = unsigned
        place = _place(unsigned)
        known = [str(place)] if place is not None else []
        if before is not None:
            known.append(self.t("review.changed", by=before.by, on=before.date))
        if draft_of(entry, self.knowledge) is not None:
            known.append(self.t("review.draft"))
        return name_of(entry) + self.t("list.extra", text=self.t("list.semicolon").join(known))

    def _rule(self, rule: Rule) -> Iterator[Block]:
        """Return what a rule tests and does, and its reason in both languages right below."""
        yield Paragraph(written(rule.title), "strong")
        reason = rule.because.reason
        for key in ("when", "then", "because"):
            yield Paragraph(self.t(f"rule.{key}"), "faint")
            yield Listing((reason.zh, reason.en) if key == "because" else self._describer.plainly(rule, key))

    def _cases(self, rule: Rule) -> Iterator[Block]:
        """Return the documented cases in which a rule fires, with the mode that is advised and that without it."""
        if rule.id not in self._trials.clauses:
            return
        without, rows = self._trials.changed(rule.id, None), []
        for case in self.knowledge.cases.values():
            answers = case.cell.memory()
            came = self._trials.outcome(answers, plan=False)
            if rule.id in came.fired or any_holds(self._trials.clauses[rule.id], came.memory):
                modes = (came.mode, self._trials.outcome(answers, without, plan=False).mode)
                rows.append((case.id, *(each or self.t("review.no_mode") for each in modes)))
        rows.sort(key=lambda row: row[1] == row[2])
        turned = sum(one != other for _, one, other in rows)
        yield Paragraph(self.t("review.cases", count=len(rows), turned=turned), "faint")
        if rows:
            heads = ("", self.t("review.with_it"), self.t("review.without_it"))
            yield Table(tuple(map(Column, heads)), tuple(rows[:MOST_CASES]))

    def _support(self, said: FrozenModel) -> Iterator[Block]:
        """Return the principles with what they say and where the article says it, and the sources."""
        because = getattr(said, "because", said)
        lines: list[str] = []
        for name in getattr(because, "principle", ()):
            principle = self.knowledge.principles.get(name)
            if principle is not None:
                at = ", ".join(f"{each.section}.{each.paragraph}.{each.sentence}" for each in principle.passage)
                meaning = principle.meaning.in_(self.t.lang)
                lines.append(self.t("review.principle", id=name, meaning=meaning, at=at))
        for name in getattr(because, "sources", ()):
            source = self.knowledge.sources.get(name)
            lines.append(self.t("list.pair", name=name, value=source.citation if source else "—"))
        basis = getattr(because, "basis", None)
        if basis:
            yield Paragraph(self.t("review.rests", basis=self.t(f"basis.{basis}")), "faint")
        if lines:
            yield Listing(tuple(lines))

    def _fields(self, value: Any, path: tuple[str, ...]) -> Iterator[str]:
        """Return the fields of an entry on a line each, texts in both languages."""
        if isinstance(value, Text):
            yield self.t("list.pair", name=" › ".join(path), value=written(value))
        elif isinstance(value, FrozenModel) and not isinstance(value, Place):
            for name in type(value).model_fields:
                if name not in NOT_SAID and KIND_OF_FIELD.get(name) not in {"support", "upkeep"}:
                    yield from self._fields(getattr(value, name), (*path, name))
        elif isinstance(value, Mapping):
            for key, each in value.items():
                yield from self._fields(each, (*path, str(key)))
        elif isinstance(value, tuple) and any(isinstance(each, FrozenModel) for each in value):
            for number, each in enumerate(value, start=1):
                yield from self._fields(each, (*path, str(getattr(each, "id", number))))
        elif value not in (None, (), False):
            yield self.t("list.pair", name=" › ".join(path), value=written(value))
