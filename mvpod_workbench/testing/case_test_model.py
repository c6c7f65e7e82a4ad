"""Case tests: one client's answers, and what the advice on them must be."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import StrictInt

from mvpod_expert import composition
from mvpod_expert.capability import has_part, registered
from mvpod_expert.model.cases import CaseFile, Cell
from mvpod_expert.model.decision import Verdict
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FactId, FrozenModel, Id, ItemId, Names, Prose, Text

NO_MODE = "none"
"""How a case test writes that no mode is to be recommended."""


RuleId = Annotated[Id, Names("rule")]
NamedItem = Annotated[str, Names("item")]


class Expected(FrozenModel):
    """What a case test expects; what it does not say is not looked at.

    Args:
        mode: the recommended mode, or `none` where no mode is to be recommended.
        not_mode: a mode that must not be recommended, where an expert only knows that.
        verdict: how sure the decision is.
        fires: rules that must fire.
        silent: rules that must not.
        plan: catalogue items that must be in the plan.
        not_in_plan: catalogue items that must not be in it.
        brought_by: for items of the plan, rules that each bring them, whatever else does.
        assigned: for rows of the plan, the option each falls to first.
        points: the net points of the modes named.
        row_points: for rows of the plan, the points of the options named.
        doubts: the doubt rules that tell a conflict, exactly these; an empty list means none.
        states: the bands numbers are read as, and what rules conclude, by fact.
        found: parts of the advice, and of what capabilities found, by their keys in JSON; of a list of entries, those
            named by what identifies them.
    """

    mode: Id | None = None
    not_mode: Id | None = None
    verdict: Verdict | None = None
    fires: tuple[RuleId, ...] = ()
    silent: tuple[RuleId, ...] = ()
    plan: tuple[ItemId, ...] = ()
    not_in_plan: tuple[ItemId, ...] = ()
    brought_by: Mapping[NamedItem, tuple[RuleId, ...]] = {}
    assigned: Mapping[NamedItem, ItemId] = {}
    points: Mapping[str, StrictInt] = {}
    row_points: Mapping[NamedItem, Mapping[NamedItem, StrictInt]] = {}
    doubts: tuple[RuleId, ...] | None = None
    states: Mapping[FactId, str] = {}
    found: Mapping[str, Any] = {}


class Reviewed(FrozenModel):
    """Who judged the advice on these answers, when, how and why.

    Args:
        date: the day, as YYYY-MM-DD; `on` would be a truth value to YAML.
        verdict: whether the advice of that day was accepted; the test expects what the expert wants.
    """

    by: Prose
    date: Prose
    verdict: Literal["accept", "reject"]
    note: Prose | None = None


class CaseTest(FrozenModel):
    """Answers given, and the advice expected.

    Args:
        cell: the answers, and what capabilities keep beside them.
        beside: what capabilities keep of a case beside its cells, by the name of the part.
        place: where it stands.
    """

    id: Id
    title: Text | None = None
    cell: Cell
    beside: Mapping[str, Any] = {}
    expect: Expected
    reviewed: Reviewed | None = None
    place: Place

    @property
    def looks_beside(self) -> bool:
        """A quick trial of the rules does not have all that it gives and expects."""
        return bool(self.expect.found) or any(has_part(each, self.cell, self.case()) for each in registered())

    @property
    def of_advice(self) -> bool:
        """It looks at a part of the advice that no capability adds."""
        parts = {part.name for each in registered() for own in each.parts.values() for part in own}
        return not self.expect.found.keys() <= parts

    def case(self) -> CaseFile:
        """Return what is given as the case file of a client."""
        made: CaseFile = composition.CaseFile(file=self.place.file, client=None, cells=(self.cell,), **self.beside)
        return made
