"""Principles of the architecture and sources of the evidence: what a reason may lean on."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel, Id, Prose, Text
from mvpod_expert.model.reviewing import ReviewDate

Basis = Literal["article", "literature", "practice", "proposal"]
BASES: tuple[Basis, ...] = ("article", "literature", "practice", "proposal")
NEEDS_SOURCE: frozenset[Basis] = frozenset({"literature", "practice"})

PrincipleId = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{1,2}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Passage(FrozenModel):
    """Where the article says it: the section's mark, the paragraph in it and the sentence in that, counted from 1.

    The hash is the SHA-256 of the sentence with all white space taken out, so that no sentence need be quoted.
    """

    section: Prose
    paragraph: int
    sentence: int
    sha256: Sha256


class Principle(FrozenModel):
    """One statement of the architecture, in our own words, and where the article makes it.

    It may be inferred, read between the lines (parallel order, a figure), not stated in words.
    """

    id: PrincipleId
    area: Literal["mode", "value", "process", "organisation", "digital", "method"]
    title: Text
    meaning: Text
    inferred: bool = False
    passage: tuple[Passage, ...]
    place: Place


class Source(FrozenModel):
    """A work or a documented practice, and how much of it was read; due for review from a day on."""

    id: Id
    formerly: tuple[Id, ...] = ()
    kind: Literal["literature", "practice"]
    citation: Prose
    read: Literal["full", "abstract", "secondary", "memory"]
    address: Prose | None = None
    review_by: ReviewDate | None = None
    place: Place
