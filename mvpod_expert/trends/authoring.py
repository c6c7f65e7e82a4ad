"""What the workbench knows of trends: their rules, the series they are about, and the experts' file."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from mvpod_expert.authoring import Authoring, Page
from mvpod_expert.model.frozen import Titled
from mvpod_expert.model.references import Kind, Link, Thing
from mvpod_expert.trends.capability import CASE_KEY, KEY, TABLE
from mvpod_expert.trends.table import LEVEL_OF, LEVELS, MOVEMENTS, TrackedSeries, TrendTable
from mvpod_expert.views.description import Line, NamesThings, paragraph
from mvpod_expert.views.schema_parts import WORD, Parts, Schema, or_null, where, with_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mvpod_expert.authoring import Models
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Stratum


class _TrendsAuthoring(Authoring):
    """Trends in the workbench."""

    new_rule = "trend-rule"
    rule_folders: ClassVar[Mapping[str, Stratum]] = {KEY: "plan"}
    rule_kinds = ("recommend",)
    sorts: ClassVar[Mapping[Kind, str]] = {"rule": "trend_rule", "fact": "series", "derived_fact": "series"}
    listed: ClassVar[Mapping[str, Kind]] = {"series": "fact"}
    is_answered = False
    models: ClassVar[Models] = {"knowledge/figures/trends.yaml": ("", TrendTable)}
    files: ClassVar[Mapping[str, tuple[str, ...]]] = {"figures-trends": ("knowledge/figures/trends.yaml",)}

    def links(self, knowledge: KnowledgeBase) -> Iterator[Link]:
        """Return which metric each series records."""
        for series in _series(knowledge):
            for fact in (series.id, series.id + LEVEL_OF):
                if fact in knowledge.facts:
                    yield Link(Thing("fact", fact), "records", Thing("item", series.metric))

    def about_fact(self, fact: Fact, naming: NamesThings) -> Iterator[Line]:
        """Return how a series is recorded."""
        t, table = naming.t, TABLE.of(naming.knowledge)
        for series in _series(naming.knowledge):
            other = {series.id: series.id + LEVEL_OF, series.id + LEVEL_OF: series.id}.get(fact.id)
            if table is None or other is None:
                continue
            line = next((each.title.in_(t.lang) for each in table.lines if each.id == series.line), "")
            better = t(f"trends.good_{series.direction}")
            yield paragraph(t("trends_reference.series", code=series.code, line=line, better=better))
            if series.band is not None:
                low, high = (f"{end:,}" if end is not None else "" for end in (series.band.min, series.band.max))
                unit = t(f"series_unit.{series.unit}")
                yield paragraph(t("trends_reference.target_band", low=low, high=high, unit=unit))
            yield paragraph(t("trends_reference.records"), naming.ref(Thing("item", series.metric)))
            if other in naming.knowledge.facts:
                key = "its_level" if fact.id == series.id else "its_movement"
                yield paragraph(t(f"trends_reference.{key}"), naming.ref(Thing("fact", other)))

    def facts_page(self, facts: Sequence[Fact], naming: NamesThings) -> Page:
        """Return the head of the page for the series."""
        t, table, intro = naming.t, TABLE.of(naming.knowledge), ""
        if table is not None:
            fewest, clear = table.limits.fewest_points, table.limits.clear_below
            intro = t("trends_reference.intro_series", fewest=fewest, clear=clear)
        return Page("series", t("trends_reference.all_series"), intro)

    def case_keys(self, parts: Parts, *, in_cell: bool) -> Mapping[str, Schema]:
        """Return the schema of `metrics:`, the name of a table."""
        return {CASE_KEY: or_null(WORD)} if TABLE.of(parts.knowledge) is not None else {}

    def schemas(self, parts: Parts) -> Mapping[str, Schema]:
        """Return the schema of knowledge/figures/trends.yaml."""
        table = TABLE.of(parts.knowledge)
        line = {"line": parts.titled(table.lines)} if table is not None else {}
        banded = [where("direction", "band", {"band": {"type": "object"}}, ("band",))]
        series = parts.noun(TrackedSeries, line, told=False, allOf=banded)
        states = parts.listed(parts.noun(Titled, {}, told=False))
        own = {key: states | with_all(names) for key, names in (("movements", MOVEMENTS), ("levels", LEVELS))}
        own["series"] = parts.listed(series, 1)
        return {"figures-trends": parts.noun(TrendTable, own, "facts", "rules", told=False)}


def _series(knowledge: KnowledgeBase) -> tuple[TrackedSeries, ...]:
    table = TABLE.of(knowledge)
    return table.series if table is not None else ()


AUTHORING = _TrendsAuthoring()
