"""The description of catalogue items and shelves: what they say, what brings them, what they bring and change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.references import Relation, Thing
from mvpod_expert.views.description import Description, Line, joined, paragraph, point, sections
from mvpod_workbench.lookup.rulesets import authoring, body_names, body_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.model.catalogue import Item, Shelf
    from mvpod_workbench.views.reference.rules import RuleDescriber

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


class CatalogueDescriber:
    """Describes items and shelves.

    Args:
        rules: describes the rules that bring them.
    """

    def __init__(self, rules: RuleDescriber) -> None:
        self.rules = rules
        self.t = rules.t
        self.naming = rules.naming
        self.knowledge = rules.knowledge
        self.shelves = {shelf.kind: shelf for shelf in self.knowledge.shelves}

    def item(self, item: Item) -> Description:
        """Report an item: its words, what brings it, and what hangs on it."""
        t, lang, thing = self.t, self.t.lang, Thing("item", item.id)
        shelf = self.shelves[item.kind]
        touching = self.naming.touching
        lead = [
            paragraph(item.text.in_(lang)),
            *self._parts(item, shelf),
            *(line for own in authoring().values() for line in own.about_item(item, self.naming)),
            paragraph(
                t(self.naming.key("reference.on_shelf", body_of(thing, self.knowledge))),
                self.naming.ref(Thing("shelf", item.kind)),
            ),
            paragraph(*self.naming.support(item.basis, item.principle, item.sources)),
        ]
        state = self.naming.names.state
        changes = tuple(
            point(self.naming.pair(each.fact, each.from_), f" → {state(each.fact, each.to)}") for each in item.changes
        )
        chosen = [*touching.to(thing, "assigns"), *touching.to(thing, "assigns_to")]
        around = (
            (
                t(f"reference.{key}"),
                tuple(
                    point(self.naming.ref(each))
                    for each in (touching.to(thing, relation) if is_into else touching.from_(thing, relation))
                ),
            )
            for key, relation, is_into in AROUND
        )
        return self.naming.described(
            thing,
            item.place,
            lead,
            sections(
                *self._recommended(item),
                (t("reference.chosen_by"), tuple(self._rules(tuple(dict.fromkeys(chosen)), item.id))),
                *around,
                (t("reference.would_change"), changes),
                (
                    t("reference.pictures"),
                    tuple(point(self.naming.title(each)) for each in touching.to(thing, "shows")),
                ),
            ),
        )

    def shelf(self, shelf: Shelf) -> Description:
        """Report a shelf: what its items have in common, and the items."""
        t, lang, thing = self.t, self.t.lang, Thing("shelf", shelf.kind)
        comma = t("list.comma")
        lead: list[Line] = []
        for key, labels in (("fields", shelf.fields), ("blanks", shelf.blanks)):
            if labels:
                lead.append(
                    paragraph(t(f"reference.{key}", names=comma.join(label.title.in_(lang) for label in labels)))
                )
        if shelf.chooses is not None:
            among = self.naming.ref(Thing("shelf", shelf.chooses.among))
            lead.append(paragraph(t("reference.chooses", most=shelf.chooses.at_most), among))
        needing = [self.naming.mode(mode.id) for mode in self.knowledge.decision.modes if shelf.kind in mode.needs]
        if needing:
            lead.append(paragraph(t("reference.needed_by"), *joined(needing, comma)))
        items = tuple(point(self.naming.ref(Thing("item", item.id))) for item in shelf.items)
        place = Place(file=shelf.items[0].place.file if shelf.items else "", line=1, column=1)
        return self.naming.described(thing, place, lead, sections((t("reference.items"), items)))

    def _parts(self, item: Item, shelf: Shelf) -> Iterator[Line]:
        for field in shelf.fields:
            texts = item.parts.get(field.id, ())
            if len(texts) == 1:
                label = self.t("list.pair", name=field.title.in_(self.t.lang), value="")
                yield paragraph(label, texts[0].in_(self.t.lang))
            elif texts:
                yield point(self.t("list.pair", name=field.title.in_(self.t.lang), value="").rstrip())
                for text in texts:
                    yield point(text.in_(self.t.lang), depth=1)

    def _rules(self, rules: tuple[Thing, ...], item: str) -> Iterator[Line]:
        for each in rules:
            rule = self.knowledge.rules[each.id]
            yield point(self.naming.rule(each.id))
            for line in self.rules.condition(rule.when):
                yield Line(line.words, line.depth + 1)
            for outcome in rule.then:
                if getattr(outcome, "to", None) is not None and item in {outcome.item, outcome.to}:  # type: ignore[union-attr]
                    yield Line((self.t("reference.hence"), *self.rules.effect(outcome)), depth=1)

    def _recommended(self, item: Item) -> Iterator[tuple[str, tuple[Line, ...]]]:
        """Return the rules that recommend an item, by rule set."""
        rules = self.naming.touching.to(Thing("item", item.id), "recommends", "proposes")
        for body in body_names():
            own = tuple(rule for rule in rules if self.rules.body(self.knowledge.rules[rule.id]) == body)
            yield self.t(self.naming.key("reference.recommended_by", body)), tuple(self._rules(own, item.id))
