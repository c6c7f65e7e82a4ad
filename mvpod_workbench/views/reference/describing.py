"""The description of any thing that can be looked up: of items and shelves here, of all others in what it builds on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.references import Relation, Thing
from mvpod_expert.model.rules import Assign
from mvpod_expert.views.description import Description, Line, paragraph, point
from mvpod_workbench.lookup.rulesets import authoring, body_names, body_of
from mvpod_workbench.lookup.search import things
from mvpod_workbench.views.reference.supports import SupportDescriber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mvpod_expert.model.catalogue import Item, Shelf
    from mvpod_workbench.views.reference.naming import Part

AROUND: tuple[tuple[str, Relation, bool], ...] = (
    ("brought_by", "brings", True),
    ("brings", "brings", False),
    ("carried_by", "carried_by", False),
    ("carries", "carried_by", True),
    ("comes_after", "comes_after", False),
    ("comes_before", "comes_after", True),
    ("recorded_by", "records", True),
    ("shows_effect_of", "moves", True),
)


class Describer(SupportDescriber):
    """Describes things."""

    @cached_property
    def things(self) -> Mapping[Thing, Any]:
        """The models of everything that can be looked up but states."""
        return things(self.knowledge)

    def describe(self, thing: Thing) -> Description:
        """Report everything about a thing.

        Raises:
            KeyError: there is no such thing, or its kind is described within others.
        """
        noun = thing if thing.kind == "option" else self.things[thing]
        describe: Callable[[Any], Description] = getattr(self, f"of_{thing.kind}")
        return describe(noun)

    def of_item(self, item: Item) -> Description:
        """Describe an item: its words, what brings it, and what hangs on it."""
        t, thing, touching = self.t, Thing("item", item.id), self.touching
        state = self.names.state
        on_shelf = t(self.key("reference.on_shelf", body_of(thing, self.knowledge)))
        lead = (
            paragraph(item.text.in_(self.lang)),
            *self._parts(item),
            *(line for own in authoring().values() for line in own.about_item(item, self)),
            paragraph(on_shelf, self.ref(Thing("shelf", item.kind))),
            paragraph(*self.support(item.basis, item.principle, item.sources)),
        )
        parts = (
            *self._recommended(thing),
            (t("reference.chosen_by"), self._rules(touching.to(thing, "assigns", "assigns_to"), item.id)),
            *(
                (
                    t(f"reference.{key}"),
                    self.points(touching.to(thing, relation) if is_into else touching.from_(thing, relation)),
                )
                for key, relation, is_into in AROUND
            ),
            (
                t("reference.would_change"),
                (point(self.states(each.fact, each.from_), f" → {state(each.fact, each.to)}") for each in item.changes),
            ),
            self.pictures(thing),
        )
        return self.described(thing, item.place, lead, parts)

    def of_shelf(self, shelf: Shelf) -> Description:
        """Describe a shelf: what its items have in common, and the items."""
        t, thing = self.t, Thing("shelf", shelf.kind)
        lead: list[Line] = []
        for key, labels in (("fields", shelf.fields), ("blanks", shelf.blanks)):
            if labels:
                names = self.names.comma(label.title.in_(self.lang) for label in labels)
                lead.append(paragraph(t(f"reference.{key}", names=names)))
        if shelf.chooses is not None:
            among = self.ref(Thing("shelf", shelf.chooses.among))
            lead.append(paragraph(t("reference.chooses", most=shelf.chooses.at_most), among))
        needing = self.refs("mode", (mode.id for mode in self.knowledge.decision.modes if shelf.kind in mode.needs))
        if needing:
            lead.append(paragraph(t("reference.needed_by"), *needing))
        items = self.points(Thing("item", item.id) for item in shelf.items)
        place = Place(file=shelf.items[0].place.file if shelf.items else "", line=1, column=1)
        return self.described(thing, place, lead, ((t("reference.items"), items),))

    def _parts(self, item: Item) -> Iterator[Line]:
        shelf = next(shelf for shelf in self.knowledge.shelves if shelf.kind == item.kind)
        for field in shelf.fields:
            texts = [text.in_(self.lang) for text in item.parts.get(field.id, ())]
            label = self.names.pair_of(field.title.in_(self.lang), "")
            if len(texts) == 1:
                yield paragraph(label, *texts)
            elif texts:
                yield point(label.rstrip())
                yield from (point(text, depth=1) for text in texts)

    def _rules(self, rules: Iterable[Thing], item: str) -> Iterator[Line]:
        for each in rules:
            rule = self.knowledge.rules[each.id]
            yield point(self.rule(each.id))
            yield from self.condition(rule.when, depth=1)
            for outcome in rule.then:
                if isinstance(outcome, Assign) and item in {outcome.item, outcome.to}:
                    yield point(self.t("reference.hence"), *self.effect(outcome), depth=1)

    def _recommended(self, item: Thing) -> Iterator[Part]:
        """Return the rules that recommend an item, by rule set."""
        rules = self.touching.to(item, "recommends", "proposes")
        for body in body_names():
            own = [each for each in rules if self.body(self.knowledge.rules[each.id]) == body]
            yield self.t(self.key("reference.recommended_by", body)), self._rules(own, item.id)
