"""Drawings of the page as PNG, for forms that take no SVG. Only this file knows resvg."""

from __future__ import annotations

from resvg_py import svg_to_bytes

from mvpod_expert.document.html import svg
from mvpod_expert.document.tree import Bar, Curve, Shares

PIXELS = 900
"""The width of a picture: 150 to the inch over the whole width of A4, 300 in a column."""


def png(drawing: Shares | Curve | Bar) -> bytes:
    """Return a drawing as PNG; the fonts of the machine are looked through only where there is text."""
    return svg_to_bytes(svg_string=svg(drawing), width=PIXELS, skip_system_fonts=not isinstance(drawing, Shares))
