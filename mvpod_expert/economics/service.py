"""Numbers beside the rules: the facts that results settle, and where numbers contradict the rules or an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from mvpod_expert.capability import Service, ServiceContext
from mvpod_expert.economics.capability import GIVEN, KEY, TABLE
from mvpod_expert.economics.intervals import MODES_COMPARED, Calculation, calculate
from mvpod_expert.economics.model import DRAWS, SEED, BestByNumbers, Contradiction, Economics, Filled, InputGiven
from mvpod_expert.economics.names import MIXED, SYNERGY
from mvpod_expert.model.cases import Answer, Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from mvpod_expert.economics.inputs import EconomicsGiven
    from mvpod_expert.economics.table import DeclaredResult
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.trace import Decision

FIGURES: Literal["figures"] = "figures"
DECIMALS = 4
PER_CENT = 100


class _EconomicsService(Service):
    """Computes the numbers of market cells and holds them against answers and rules."""

    def __init__(self, context: ServiceContext) -> None:
        self.facts = context.knowledge.facts
        self.table = TABLE.of(context.knowledge)
        self.draws: int = context.settings.get("draws", DRAWS)
        self.seed: int = context.settings.get("seed", SEED)
        self._last: tuple[EconomicsGiven, Calculation] | None = None

    def fill(self, cell: Cell) -> Cell:
        """Return the cell with the answers that its numbers settle; what a person answered stays as it is."""
        settled = {
            fill.fact: Answer(fact=fill.fact, given=fill.given, state=fill.state, layer=FIGURES)
            for fill in self._fills(cell)
            if fill.outcome == "filled"
        }
        return cell.model_copy(update={"answers": {**cell.answers, **settled}}) if settled else cell

    def of_cell(self, cell: Cell, decision: Decision) -> Mapping[str, Any]:
        """Return all that follows from a cell's numbers, beside what the rules decided; nothing without numbers."""
        given, calculation = GIVEN.of(cell), self._calculation(cell)
        if given is None or calculation is None:
            return {KEY: None}
        fills = tuple(self._fills(cell))
        best = _best(calculation, decision.recommended)
        differing = (
            Contradiction(kind="answer", about=fill.fact, rules_say=fill.answered or "", numbers_say=fill.state)
            for fill in fills
            if fill.outcome == "differs"
        )
        economics = Economics(
            currency=given.currency,
            inputs=tuple(
                InputGiven(input=name, **amount.model_dump(exclude={"place"})) for name, amount in given.amounts.items()
            ),
            direct_segments=given.direct_leg,
            draws=self.draws if calculation.ranges.are_drawn else None,
            seed=self.seed,
            undrawn=bool(calculation.ranges.names) and not calculation.ranges.are_drawn,
            figures=calculation.figures,
            missing=calculation.missing,
            tornadoes=calculation.tornadoes,
            fills=fills,
            best=best,
            contradictions=(*_against_the_rules(calculation, best), *differing),
        )
        return {KEY: economics}

    def contradicts(self, parts: Mapping[str, Any]) -> bool:
        """Return whether the numbers contradict the rules or an answer."""
        return parts[KEY] is not None and bool(parts[KEY].contradictions)

    def _calculation(self, cell: Cell) -> Calculation | None:
        """Compute once for a cell that is asked about again and again."""
        given = GIVEN.of(cell)
        if given is None or self.table is None:
            return None
        if self._last is None or self._last[0] is not given:
            self._last = (given, calculate(given, self.table, self.draws, self.seed))
        return self._last[1]

    def _fills(self, cell: Cell) -> Iterator[Filled]:
        """Yield the facts that results settle, those that a person answered all the same included."""
        calculation = self._calculation(cell)
        for figure in calculation.figures if calculation is not None else ():
            assert self.table is not None  # noqa: S101 - nothing is computed without
            declared = self.table.result(figure.result)
            if declared.fills is None or figure.value is None:
                continue
            fact = self.facts[declared.fills.fact]
            state, given = _settled(fact, declared, figure.value)
            if state is None:
                continue
            ends = (figure.spread.p10, figure.spread.p90) if figure.spread is not None else ()
            reached = {state, *(_settled(fact, declared, end)[0] for end in ends)}
            positions = sorted(fact.states.index(each) for each in reached if each is not None)
            answer = cell.answers.get(fact.id)
            persons = answer if answer is not None and answer.layer != FIGURES and answer.is_known else None
            outcome: Literal["filled", "agrees", "differs"] = "filled"
            if persons is not None:
                outcome = "agrees" if persons.state == state else "differs"
            yield Filled(
                fact=fact.id,
                result=figure.result,
                given=given if fact.kind == "number" else state,
                state=state,
                reached=fact.states[positions[0] : positions[-1] + 1],
                outcome=outcome,
                answered=persons.state if persons is not None else None,
                answered_given=persons.given if persons is not None else None,
            )


SERVICE = _EconomicsService


def _settled(fact: Fact, declared: DeclaredResult, value: float) -> tuple[str | None, float]:
    """Return the state of a fact that a result settles, if there is one, and the number in the unit of the fact.

    Shares are kept as 0.45 and may be asked for as 45%.
    """
    is_per_cent = declared.unit == "share" and fact.is_per_cent
    number = round(value * PER_CENT, DECIMALS) if is_per_cent else value
    shown = int(number) if float(number).is_integer() else round(number, DECIMALS)
    if declared.fills is not None and declared.fills.options:
        return next((option.state for option in declared.fills.options if option.holds(value)), None), shown
    is_within = fact.range is not None and fact.range.min <= number <= fact.range.max
    return fact.band_of(number) if is_within else None, shown


def _best(calculation: Calculation, recommended: str | None) -> BestByNumbers | None:
    modes = calculation.modes
    if len(modes) < MODES_COMPARED:
        return None
    standing: Literal["agrees", "contradicts", "not_computed", "undecided"] = "contradicts"
    if recommended is None:
        standing = "undecided"
    elif recommended not in modes:
        standing = "not_computed"
    elif recommended == modes[0]:
        standing = "agrees"
    return BestByNumbers(modes=modes, recommended=recommended, draws_best=calculation.draws_best, standing=standing)


def _against_the_rules(calculation: Calculation, best: BestByNumbers | None) -> Iterator[Contradiction]:
    if best is None or best.recommended is None:
        return
    first, recommended = best.modes[0], best.recommended
    if best.standing == "contradicts":
        draws = best.draws_best.get(first)
        yield Contradiction(kind="mode", about=first, rules_say=recommended, numbers_say=first, draws=draws)
    synergy = next((figure for figure in calculation.figures if figure.result == SYNERGY), None)
    if recommended == MIXED and synergy is not None and synergy.value is not None and synergy.value <= 0:
        spread = synergy.spread
        yield Contradiction(
            kind="synergy",
            about=SYNERGY,
            rules_say=recommended,
            numbers_say=next(mode for mode in best.modes if mode != MIXED),
            draws=None if spread is None else spread.counted - spread.above_zero,
        )
