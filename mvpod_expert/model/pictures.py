"""What the pictures of a report show, as the experts declare it."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import AskedFactId, FrozenModel, Id, ItemId, Names, Text

Steps = tuple[str | int, ...]
"""The way to a value through a file: keys, and places in lists."""


class Area(FrozenModel):
    """One area of the house.

    Args:
        strong: the answers that stand for something that is there.
        missing: the answers that stand for something that is not.
        settled: facts for which any answer is something that is there, and none something missing.
    """

    title: Text
    strong: Annotated[Mapping[Id, tuple[str, ...]], Names("states")] = {}
    missing: Annotated[Mapping[Id, tuple[str, ...]], Names("states")] = {}
    settled: tuple[AskedFactId, ...] = ()

    def facts(self) -> tuple[str, ...]:
        """Return the facts it looks at, each once."""
        return tuple(dict.fromkeys((*self.strong, *self.missing, *self.settled)))


class LineRow(FrozenModel):
    """One line: the fact for how it works today, and the catalogue item for each stage."""

    title: Text
    today: AskedFactId
    cells: Mapping[Annotated[Id, Names("option", of="stage")], ItemId]


class _LinesPicture(FrozenModel):
    """The lines by stage; `stage` is the fact whose states are the columns."""

    stage: AskedFactId
    rows: tuple[LineRow, ...]


class Pictures(FrozenModel):
    """What the pictures show; a home may declare none."""

    house: tuple[Area, ...] = ()
    lines: _LinesPicture | None = None
    place: Place

    def states(self) -> Iterator[tuple[str, tuple[str, ...], Steps]]:
        """Return every fact that is named, the states named for it, and the way to it through the file."""
        for number, area in enumerate(self.house):
            for key, named in (("strong", area.strong), ("missing", area.missing)):
                for fact, states in named.items():
                    yield fact, states, ("house", number, key, fact)
            for place, fact in enumerate(area.settled):
                yield fact, (), ("house", number, "settled", place)
        if self.lines is not None:
            yield self.lines.stage, (), ("lines", "stage")
            for number, row in enumerate(self.lines.rows):
                yield row.today, (), ("lines", "rows", number, "today")
                for stage in row.cells:
                    yield self.lines.stage, (stage,), ("lines", "rows", number, "cells", stage)
