"""A document as one HTML page that needs nothing else: no network, no script. Only this file knows jinja2 for pages.

jinja2 escapes every text it fills in; the templates beside this file hold all the markup there is.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from mvpod_expert.document.tree import Bar, Curve, Document, Shares, spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


FOLDER = Path(__file__).parent
COLOUR = re.compile(r"--(\w+): (#\w+)")
MOST_UNBROKEN = 24
LONG_WORD = re.compile(rf"([^\s\-\u2e80-\uffff]{{{MOST_UNBROKEN + 1},}})")
"""A word that breaks nowhere by itself, as Chinese and hyphens do."""
WIDE, HIGH = 300.0, 90.0
"""The units of a curve's picture, which is stretched to its place."""


def html(document: Document, *, own_styles: bool = False) -> str:
    """Return a document as an HTML page.

    `own_styles` puts its styles into each drawing, for programs that do not draw by the styles of the page.
    """
    style = _style("page.css") + _style("drawings.css")
    picture_style = _picture_style() if own_styles else ""
    return _template("page.html.jinja").render(document=document, style=style, picture_style=picture_style)


def svg(drawing: Shares | Curve | Bar, alt: str = "") -> str:
    """Return a drawing of a page as a picture that needs nothing else, in light colours."""
    macros = cast("Any", _template("drawings.svg.jinja").make_module({"picture_style": _picture_style()}))
    if isinstance(drawing, Bar):
        return str(macros.bar(drawing)).strip()
    if isinstance(drawing, Curve):
        return str(macros.curve(drawing, alt)).strip()
    return str((macros.house if drawing.shape == "house" else macros.shares)(drawing, alt)).strip()


@cache
def _style(name: str) -> Markup:
    return Markup((FOLDER / name).read_text(encoding="utf-8"))  # noqa: S704 - our own file


@cache
def _picture_style() -> Markup:
    """Return the styles of drawings with the light colours of the page in place of their names."""
    style = _style("drawings.css")
    for name, colour in COLOUR.findall(_style("page.css").partition("}")[0]):
        style = style.replace(f"var(--{name})", colour)
    return style


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "spans": spans,
        "percent": percent,
        "breakable": _breakable,
        "kind": lambda block: type(block).__name__,
    }
    environment.globals |= {"plot": _plot}
    return environment.get_template(name)


def _breakable(text: str) -> Markup:
    """Return a text whose long words may break: a column of a table is as wide as its longest word."""
    pieces = LONG_WORD.split(text)
    words = [
        Markup("<wbr>").join(piece[at : at + MOST_UNBROKEN] for at in range(0, len(piece), MOST_UNBROKEN))
        if number % 2
        else escape(piece)
        for number, piece in enumerate(pieces)
    ]
    return Markup("").join(words)


def percent(value: float, low: float, high: float) -> str:
    """Return where a value lies between two ends, in per cent of the way."""
    return f"{100 * (value - low) / ((high - low) or 1):.2f}"


def _plot(curve: Curve) -> dict[str, object]:
    """Return a curve as points of the picture: unbroken runs, single dots, the forecast's fan and middle, the edges."""
    heights = [*(each for each in curve.values if each is not None), *(end for each in curve.ahead for end in each)]
    low, high = min(heights), max(heights)
    steps = max(1, len(curve.values) + len(curve.ahead) - 1)

    def at(step: float, value: float) -> tuple[str, str]:
        share = (value - low) / (high - low) if high > low else 0.5
        return f"{4 + step / steps * (WIDE - 8):.1f}", f"{HIGH - 6 - share * (HIGH - 12):.1f}"

    def path(points: Sequence[tuple[float, float]]) -> str:
        return " ".join(",".join(at(step, value)) for step, value in points)

    runs = list(_runs(curve.values))
    last = len(curve.values)
    start = [runs[-1][-1]] if curve.ahead else []
    lows, middles, highs = ([(last + step, ends[which]) for step, ends in enumerate(curve.ahead)] for which in range(3))
    return {
        "runs": [path(run) for run in runs if len(run) > 1],
        "dots": [at(*run[0]) for run in runs if len(run) == 1],
        "fan": path([*start, *highs, *reversed(lows)]),
        "ahead": path([*start, *middles]),
        "edges": [at(0, edge)[1] for edge in curve.edges if low <= edge <= high],
    }


def _runs(values: Sequence[float | None]) -> Iterator[Sequence[tuple[float, float]]]:
    """Return the stretches without a gap, as steps and values."""
    gaps = [-1, *(step for step, value in enumerate(values) if value is None), len(values)]
    for before, after in pairwise(gaps):
        run = [(step, value) for step, value in enumerate(values[before + 1 : after], before + 1) if value is not None]
        if run:
            yield run
