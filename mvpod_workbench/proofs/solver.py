"""The solver: whether terms over yes-or-no symbols can hold together. Only this file knows z3.

All that is asked is finite, so z3's finite-domain solver decides it; points are pseudo-Boolean sums. Each question has
a budget of z3's own steps, which ends at the same place on every machine; who asks says then that it was not decided.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.errors import MvpodError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Term = Any
"""A term of z3's; nobody else looks into it."""

STEPS = 30_000_000


class SolverMissingError(MvpodError):
    """The solver's library is not installed."""


class GaveUpError(MvpodError):
    """A question took more steps than its budget."""


class Solver:
    """Requirements that always hold, and questions asked under them.

    Args:
        steps: the budget of one question, in z3's own steps.

    Raises:
        SolverMissingError: the library is not installed.
    """

    def __init__(self, steps: int = STEPS) -> None:
        try:
            import z3  # noqa: PLC0415 - of the extra `author`; brought in when something is to be proved
        except ImportError as error:
            raise SolverMissingError from error
        self._z3 = z3
        self._context = z3.Context()
        self._solver = z3.SolverFor("QF_FD", ctx=self._context)
        self._attempts = [*((seed, max(1, steps // 64)) for seed in range(12)), (0, steps)]
        self._model: Any = None
        self._named: dict[int, tuple[Term, Term]] = {}
        self.asked = 0

    def symbol(self, name: str) -> Term:
        """Return the symbol of a name."""
        return self._z3.Bool(name, self._context)

    def constant(self, truth: bool) -> Term:  # noqa: FBT001 - the truth itself
        """Return the term that is always true, or never."""
        return self._z3.BoolVal(truth, self._context)

    def all_of(self, terms: Iterable[Term]) -> Term:
        """Return the term that is true when all are."""
        listed = list(terms)
        return listed[0] if len(listed) == 1 else self._z3.And(*listed, self.constant(truth=True))

    def any_of(self, terms: Iterable[Term]) -> Term:
        """Return the term that is true when one is."""
        listed = list(terms)
        return listed[0] if len(listed) == 1 else self._z3.Or(*listed, self.constant(truth=False))

    def not_(self, term: Term) -> Term:
        """Return the term that is true when this one is not."""
        return self._z3.Not(term)

    def differ(self, one: Term, other: Term) -> Term:
        """Return the term that is true when just one of two is; two that are written alike never differ."""
        return self.constant(truth=False) if one.eq(other) else self._z3.Xor(one, other)

    def named(self, term: Term) -> Term:
        """Return a symbol that always has the truth of a term; the same for the same term, so that likes are seen."""
        if self._z3.is_const(term):
            return term
        key = term.get_id()
        if key not in self._named:
            symbol = self.symbol(f"term {len(self._named)}")
            self._solver.add(symbol == term)
            # The term is kept with it: its number is its own only as long as it is there.
            self._named[key] = symbol, term
        return self._named[key][0]

    def sum_at_least(self, weighed: Iterable[tuple[int, Term]], least: int) -> Term:
        """Return the term that is true when the points of the true terms add up to at least so many.

        Points against are turned round: minus three for what holds is minus three at once and three for what does not.
        """
        pairs: list[tuple[Term, int]] = []
        for points, term in weighed:
            if points < 0:
                least -= points
                pairs.append((self.not_(term), -points))
            elif points:
                pairs.append((term, points))
        if least <= 0:
            return self.constant(truth=True)
        if sum(points for _, points in pairs) < least:
            return self.constant(truth=False)
        return self._z3.PbGe(pairs, least)

    def at_most(self, terms: Sequence[Term], most: int) -> Term:
        """Return the term that is true when at most so many are."""
        return self._z3.PbLe([(term, 1) for term in terms], most) if len(terms) > most else self.constant(truth=True)

    def require(self, term: Term) -> None:
        """Let a term hold in every question from now on."""
        self._solver.add(term)

    def can_hold(self, *terms: Term) -> bool:
        """Return whether terms can hold together, and keep how.

        Raises:
            GaveUpError: the budget was used up.
        """
        self.asked += 1
        self._solver.push()
        try:
            self._solver.add(*terms)
            answer = self._check()
            if answer == self._z3.unknown:
                raise GaveUpError
            self._model = self._solver.model() if answer == self._z3.sat else None
        finally:
            self._solver.pop()
        return self._model is not None

    def _check(self) -> Any:
        """Try a few short searches from different seeds, and then a long one.

        How long one search takes varies by a factor of fifty with its seed; short ones find most of what can be found
        (Gomes, Selman and Kautz 1998, restarts with random choices).
        """
        for seed, steps in self._attempts:
            self._solver.set("random_seed", seed)
            self._solver.set("rlimit", steps)
            answer = self._solver.check()
            if answer != self._z3.unknown:
                break
        return answer

    def is_true(self, symbol: Term) -> bool:
        """Return whether a symbol is true where the last question's terms hold together."""
        if self._model is None:
            return False
        # What z3's own `eval` wraps around these calls takes twenty times as long as they do.
        z3, context, value = self._z3, self._model.ctx.ref(), (self._z3.Ast * 1)()
        z3.Z3_model_eval(context, self._model.model, symbol.as_ast(), False, value)  # noqa: FBT003 - by place
        return bool(z3.Z3_get_bool_value(context, value[0]) == z3.Z3_L_TRUE)
