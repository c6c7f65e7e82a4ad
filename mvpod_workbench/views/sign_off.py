"""An entry to be signed off: what it says, what it rests on, and what it does in the documented cases."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mvpod_expert.document.tree import Entry as Titled
from mvpod_expert.document.tree import Listing, Note, Paragraph
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel, Text
from mvpod_expert.model.rules import Rule
from mvpod_expert.views.description import plain_text
from mvpod_workbench.checks.signatures import name_of
from mvpod_workbench.editing.drafts import draft_of
from mvpod_workbench.lookup.fields import KIND_OF_FIELD, NOT_SAID, written
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.views.reference.rules import RuleDescriber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.document.tree import Block
    from mvpod_expert.mode.advising import Adviser
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.checks.signatures import Unsigned

MOST_CASES = 6


class SignOffView:
    """Presents entries.

    Args:
        adviser: advises on the documented cases.
    """

    def __init__(self, knowledge: KnowledgeBase, adviser: Adviser, t: Messages) -> None:
        self.knowledge = knowledge
        self.adviser = adviser
        self.t = t
        self.signed = 0

    def entry(self, unsigned: Unsigned, number: int, count: int) -> tuple[Block, ...]:
        """Return one entry, its place in the walk, and the signature it had."""
        entry, before = unsigned
        head = self.t("sign_off.entry", number=number, count=count, name=name_of(entry))
        blocks: list[Block] = []
        if before is not None:
            blocks.append(Note(self.t("sign_off.changed", by=before.by, on=before.date)))
        if draft_of(entry, self.knowledge) is not None:
            blocks.append(Note(self.t("sign_off.draft")))
        if isinstance(entry.said, Rule):
            blocks += self._rule(entry.said)
        else:
            blocks.append(Listing(tuple(self._fields(entry.said, ()))))
        blocks += self._support(entry.said)
        return (Titled(head, tuple(blocks)),)

    def result(self, signed: int, left: int) -> tuple[Block, ...]:
        """Return how many were signed and how many are left."""
        return (Paragraph(self.t("sign_off.result", signed=signed, left=left), "good" if not left else "plain"),)

    def _rule(self, rule: Rule) -> Iterator[Block]:
        """Return a rule in words, with its reason beside what it does, and the cases in which it fires."""
        describer, lang = self._describer, self.t.lang
        yield Paragraph(rule.title.in_(lang), "strong")
        words = [("  " * line.depth) + plain_text(line.words) for line in describer.condition(rule.when)]
        effects = [plain_text(describer.effect(outcome, describer.body(rule))) for outcome in rule.then]
        yield Paragraph(self.t("rule.when"), "faint")
        yield Listing(tuple(words))
        yield Paragraph(self.t("rule.then"), "faint")
        yield Listing(tuple(effects))
        yield Paragraph(self.t("rule.because"), "faint")
        yield Listing((rule.because.reason.in_(lang),))
        cases = self._firing.get(rule.id, [])
        shown = self.t("list.comma").join(cases[:MOST_CASES])
        yield Paragraph(self.t("sign_off.cases", count=len(cases), cases=shown))

    @cached_property
    def _describer(self) -> RuleDescriber:
        return RuleDescriber(gathered(self.knowledge), self.t)

    @cached_property
    def _firing(self) -> dict[str, list[str]]:
        """Return for each rule the documented cases in which it fires, with the mode advised there."""
        found: dict[str, list[str]] = {}
        for case in self.knowledge.cases.values():
            advice = self.adviser.advise(case.cell)
            told = self.t("list.pair", name=case.id, value=advice.mode.recommended or "—")
            for firing in advice.trace:
                found.setdefault(firing.rule, []).append(told)
        return found

    def _support(self, said: FrozenModel) -> Iterator[Block]:
        """Return the principles with what they say and where the article says it, and the sources."""
        because = getattr(said, "because", said)
        lines: list[str] = []
        for name in getattr(because, "principle", ()):
            principle = self.knowledge.principles.get(name)
            if principle is not None:
                at = ", ".join(f"{each.section}.{each.paragraph}.{each.sentence}" for each in principle.passage)
                meaning = principle.meaning.in_(self.t.lang)
                lines.append(self.t("sign_off.principle", id=name, meaning=meaning, at=at))
        for name in getattr(because, "sources", ()):
            source = self.knowledge.sources.get(name)
            lines.append(self.t("list.pair", name=name, value=source.citation if source else "—"))
        basis = getattr(because, "basis", None)
        if basis:
            yield Paragraph(self.t("sign_off.rests", basis=self.t(f"basis.{basis}")), "faint")
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
