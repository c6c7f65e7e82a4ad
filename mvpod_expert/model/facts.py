"""Facts: the declared vocabulary of what can be asked and what can be concluded.

Every fact has a finite domain of states. Inference sees states only: a choice's options, a number's bands, a flag's
`true` and `false`. Besides, a fact may be unanswered, `unknown` (asked, not known) or `not_applicable`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FactId, FrozenModel, Id, Lang, Names, Text
from mvpod_expert.model.reviewing import Accepted

Unit = Literal["money", "share", "people", "accounts", "hours", "visits", "times"]


UNKNOWN = "unknown"
NOT_APPLICABLE = "not_applicable"
RESERVED_STATES = (UNKNOWN, NOT_APPLICABLE, "unanswered")

# These need no checking; a start that checks nothing is quicker by a tenth.
TITLES = {
    "true": Text.model_construct(zh="是", en="yes"),
    "false": Text.model_construct(zh="否", en="no"),
    UNKNOWN: Text.model_construct(zh="不知道", en="not known"),
    NOT_APPLICABLE: Text.model_construct(zh="不适用", en="not applicable"),
}

Kind = Literal["choice", "number", "flag"]


Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=160)]


class SaidAs(FrozenModel):
    """How people say something, in their own words.

    `#` stands for a number, `…` for a few words between, `(a|b)` for one of several, `?` behind it for maybe, and
    `<name>` for the words of a list (`synonyms`).
    """

    zh: tuple[Phrase, ...] = Field(min_length=1)
    en: tuple[Phrase, ...] = Field(min_length=1)


class Option(FrozenModel):
    """One named answer of a choice, with what it means in words or thresholds, and how people say it."""

    id: Id
    formerly: tuple[Id, ...] = ()
    title: Text
    meaning: Text
    said_as: SaidAs | None = None


class Band(FrozenModel):
    """A named stretch of a number: up to, but not including `below`, or up to and including `up_to`.

    The last band has no limit.
    """

    id: Id
    formerly: tuple[Id, ...] = ()
    title: Text
    below: int | float | None = None
    up_to: int | float | None = None

    def holds(self, number: float) -> bool:
        """Return whether a number that passed the bands before falls into this one."""
        if self.below is not None:
            return number < self.below
        return self.up_to is None or number <= self.up_to

    @property
    def limit(self) -> float | None:
        """The upper limit, however it is stated."""
        return self.below if self.below is not None else self.up_to


def named_band(bands: Sequence[Band], written: str) -> str | None:
    """Return the band that goes by an id or a title, in either language, or nothing."""
    folded = written.strip().casefold()
    names = ((name, band.id) for band in bands for name in (band.id, band.title.zh, band.title.en))
    return next((band for name, band in names if name.casefold() == folded), None)


def counts_money(unit: Text | None) -> bool:
    """Return whether a number's unit is the US dollar, into which other currencies are converted."""
    return unit is not None and unit.en.split("/")[0].strip() == "USD"


RANGE_TURNED = "range_turned"


class Range(FrozenModel):
    """The numbers a person may give, both ends included, in the fact's unit."""

    min: int | float
    max: int | float

    @model_validator(mode="after")
    def _ascends(self) -> Self:
        if self.min >= self.max:
            ends = {"low": self.min, "high": self.max}
            raise PydanticCustomError(RANGE_TURNED, "a range goes from the smaller number to the larger", ends)
        return self


class WorkedOut(FrozenModel):
    """How a fact follows from other answers, where nobody states it.

    Args:
        product_of: the numbers that are multiplied; percentages are shares.
        over: the numbers that divide the product.
        answer_to: the choice or number whose answer it is part of.
        states: what follows from the states of that answer; of a state that is not here nothing follows.
    """

    product_of: tuple[FactId, ...] = ()
    over: tuple[FactId, ...] = ()
    answer_to: FactId | None = None
    states: Mapping[Id, str] = Field(default_factory=dict)

    @property
    def sources(self) -> tuple[str, ...]:
        """The facts it follows from."""
        return (*self.product_of, *self.over, *((self.answer_to,) if self.answer_to is not None else ()))


class _RelativeTo(FrozenModel):
    """Bands that move with another number: they hold where it has its usual value, as in cases that give none."""

    fact: FactId
    usual: float = Field(gt=0)
    because: Text


class Fact(FrozenModel):
    """One declared fact.

    Args:
        formerly: ids it had before; older answers may still use them.
        kind: `choice`, `number` or `flag`.
        question: what the interview asks; none for facts that are derived, follow from another answer, or count only
            where a case states them.
        why: why it is asked, or why not.
        how: how to estimate it.
        options: a choice's answers, in order.
        said_as: how people state a number, or that a flag is true, in their own words.
        bands: a number's stretches, ascending.
        relative_to: the number that the bands move with.
        worked_out: how it follows from other answers, where nobody states it.
        unknowable_when: answers to other facts with which nobody can know it; any of them is enough.
        derived: concluded by rules or by the decision, never asked.
        may_not_apply: `not_applicable` is a possible answer.
        scope: whether each market cell has its own answer, or the whole company one, asked once.
        client_can_change: the client can bring another answer about by its own decision, within about a year.
        accepted: findings about it that are meant to stay.
        topic: the title of the file it stands in.
        place: where it is declared.
    """

    id: Id
    formerly: tuple[Id, ...] = ()
    kind: Kind
    title: Text
    principle: tuple[Annotated[str, Names("principle")], ...]
    question: Text | None = None
    why: Text | None = None
    how: Text | None = None
    options: tuple[Option, ...] = ()
    said_as: SaidAs | None = None
    unit: Text | None = None
    range: Range | None = None
    bands: tuple[Band, ...] = ()
    relative_to: _RelativeTo | None = None
    worked_out: WorkedOut | None = None
    unknowable_when: Annotated[Mapping[str, tuple[str, ...]], Names("states")] = Field(default_factory=dict)
    derived: bool = False
    may_not_apply: bool = False
    scope: Literal["cell", "company"] = "cell"
    client_can_change: bool = False
    accepted: tuple[Accepted, ...] = ()
    topic: Text
    place: Place

    @property
    def states(self) -> tuple[str, ...]:
        """The values inference can see, in order."""
        if self.kind == "flag":
            return ("true", "false")
        return tuple(option.id for option in (self.options or self.bands))

    @property
    def sources(self) -> tuple[str, ...]:
        """The facts it follows from."""
        return self.worked_out.sources if self.worked_out is not None else ()

    @property
    def is_per_cent(self) -> bool:
        """Whether the number counts per cent."""
        return self.unit is not None and self.unit.en == "%"

    @property
    def known_states(self) -> tuple[str, ...]:
        """The states a known fact can be in: its values, and `not_applicable` where that may be."""
        return (*self.states, NOT_APPLICABLE) if self.may_not_apply else self.states

    def is_knowable(self, states: Mapping[str, str]) -> bool:
        """Return whether somebody with these answers can know it."""
        return not any(states.get(fact) in named for fact, named in self.unknowable_when.items())

    def in_units(self, number: float, lang: Lang) -> str:
        """Return a number as a person reads it: with its unit, and at most two digits of a fraction."""
        rounded = round(number, 2) if abs(number) >= 1 else float(f"{number:.2g}")
        unit = self.unit.in_(lang) if self.unit else ""
        return f"{rounded:,.15g}{'' if unit == '%' else ' '}{unit}".rstrip()

    def state_title(self, state: str) -> Text:
        """Return the words for a state the fact can be in.

        Raises:
            KeyError: it cannot be in that state.
        """
        return {**TITLES, **{each.id: each.title for each in self._named()}}[state]

    def state_formerly(self, old: str) -> str | None:
        """Return the state that once had this id, or nothing."""
        return next((each.id for each in self._named() if old in each.formerly), None)

    def band_of(self, number: float) -> str:
        """Return the id of the band a number falls into; the number is within the range."""
        return next(band.id for band in self.bands if band.holds(number))

    def band_beside(self, times: float) -> str:
        """Return the band of a number that is so many times the one that the bands move with."""
        return self.band_of(times * (self.relative_to.usual if self.relative_to is not None else 1))

    def phrases(self) -> Iterator[tuple[str, SaidAs]]:
        """Return how people say each answer, by state; a number's has no state, a flag's means yes."""
        if self.said_as is not None:
            yield "true" if self.kind == "flag" else "", self.said_as
        for option in self.options:
            if option.said_as is not None:
                yield option.id, option.said_as

    def _named(self) -> Iterator[Option | Band]:
        yield from self.options
        yield from self.bands


def fact_formerly(facts: Mapping[str, Fact], old: str) -> Fact | None:
    """Return the fact that once had this id, or nothing."""
    return next((fact for fact in facts.values() if old in fact.formerly), None)


def shared_facts(facts: Mapping[str, Fact]) -> frozenset[str]:
    """Return the facts that are the same in every market cell of a company."""
    return frozenset(fact.id for fact in facts.values() if fact.scope == "company")
