"""What is told of the audit's questions and measures and of recorded series beyond what facts and items have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.audit import parts as audit_parts
from mvpod_expert.audit.standard import Measure
from mvpod_expert.trends import parts as trends_parts
from mvpod_expert.trends.table import LEVEL_OF
from mvpod_workbench.lookup.cross_references import Thing
from mvpod_workbench.views.reference.description import Description, Ref, joined, paragraph, point, sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.audit.standard import StandardArea
    from mvpod_expert.model.catalogue import Item
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.trends.table import TrackedSeries
    from mvpod_workbench.views.reference.description import Line
    from mvpod_workbench.views.reference.naming import Naming


class ApartDescriber:
    """Describes what only the audit or the trends have.

    Args:
        naming: names things.
    """

    def __init__(self, naming: Naming) -> None:
        self.naming = naming
        self.t = naming.t
        self.knowledge = naming.knowledge

    def about(self, fact: Fact) -> Iterator[Line]:
        """Tell what the standard takes a question for, or how a series is recorded."""
        yield from self._element(fact)
        trends = trends_parts.table_of(self.knowledge)
        for series in trends.series if trends is not None else ():
            if fact.id in {series.id, series.id + LEVEL_OF}:
                yield from self._series(fact, series)

    def measure(self, item: Item) -> Iterator[Line]:
        """Tell what a measure takes and brings, who carries it out, and what shows that it worked."""
        standard = audit_parts.standard_of(self.knowledge)
        if not isinstance(item, Measure) or standard is None:
            return
        t, lang = self.t, self.t.lang
        area = self.naming.title(Thing("area", item.area))
        effort = next((each.title.in_(lang) for each in standard.efforts if each.id == item.effort), item.effort)
        yield paragraph(t("reference.measure", area=area, effort=effort, owner=item.owner.in_(lang)))
        yield paragraph(item.effect.in_(lang))
        yield paragraph(t("reference.moves"), self.naming.ref(Thing("item", item.metric)))

    def area(self, area: StandardArea) -> Description:
        """Tell an area of the standard: what it asks for, and the measures that close its gaps."""
        t, naming, thing = self.t, self.naming, Thing("area", area.id)
        standard = audit_parts.standard_of(self.knowledge)
        file = standard.place.file if standard is not None else ""
        elements = tuple(point(naming.fact(each.fact, with_id=True)) for each in area.elements)
        measures = tuple(point(naming.ref(each)) for each in naming.touching.to(thing, "closes"))
        return Description(
            thing=thing,
            title=area.title.in_(t.lang),
            kind=t("thing.area"),
            file=file,
            line=1,
            lead=(paragraph(area.meaning.in_(t.lang)),),
            sections=sections((t("reference.elements"), elements), (t("reference.closing"), measures)),
        )

    def _element(self, fact: Fact) -> Iterator[Line]:
        standard = audit_parts.standard_of(self.knowledge)
        if standard is None:
            return
        for area in standard.areas:
            for element in area.elements:
                if element.fact == fact.id:
                    there, partly = self._states(fact, element.there), self._states(fact, element.partly)
                    title = area.title.in_(self.t.lang)
                    yield paragraph(self.t("reference.element", area=title, there=there, partly=partly))
                    for key, kinds in (("wanted_for", element.wanted_for), ("to_be", element.to_be)):
                        if kinds:
                            yield paragraph(self.t(f"reference.{key}"), *self._shelves(kinds))
        places = {"plan_mode": (standard.mode,), "capacity": (standard.capacity,), "defect": standard.defects}
        for key, facts in (places | {"balance": (standard.balance,)}).items():
            if fact.id in facts:
                yield paragraph(self.t(f"reference.standard_{key}"))

    def _series(self, fact: Fact, series: TrackedSeries) -> Iterator[Line]:
        t, trends = self.t, trends_parts.table_of(self.knowledge)
        line = next((each.title.in_(t.lang) for each in trends.lines if each.id == series.line), "") if trends else ""
        better = t(f"trends.good_{series.direction}")
        yield paragraph(t("reference.series", code=series.code, line=line, better=better))
        band = series.band
        if band is not None:
            low, high = (f"{each:,}" if each is not None else "" for each in (band.min, band.max))
            yield paragraph(t("reference.target_band", low=low, high=high, unit=t(f"series_unit.{series.unit}")))
        yield paragraph(t("reference.records"), self.naming.ref(Thing("item", series.metric)))
        other = series.id if fact.id != series.id else series.id + LEVEL_OF
        if other in self.knowledge.facts:
            key = "its_level" if fact.id == series.id else "its_movement"
            yield paragraph(t(f"reference.{key}"), self.naming.fact(other, with_id=True))

    def _states(self, fact: Fact, states: Iterable[str]) -> str:
        return self.t("list.or").join(self.naming.names.state(fact.id, each) for each in states if each in fact.states)

    def _shelves(self, kinds: Iterable[str]) -> tuple[str | Ref, ...]:
        return joined([self.naming.ref(Thing("shelf", each)) for each in kinds], self.t("list.comma"))
