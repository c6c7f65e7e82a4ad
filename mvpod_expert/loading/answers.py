"""One written answer to an answer, or to findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.nodes import Node, Scalar
from mvpod_expert.loading.states import answered_state
from mvpod_expert.model.cases import Answer, Layer
from mvpod_expert.model.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Mapping as ById

    from mvpod_expert.loading.report import Report
    from mvpod_expert.loading.states import Testable


def read_answer(  # noqa: PLR0913 - the two nodes, and what they are read against
    facts: ById[str, Testable], key: Scalar, value: Node, layer: Layer, report: Report, *, about: str
) -> Answer | None:
    """Read an answer.

    Args:
        facts: the vocabulary.
        key: the fact's name as it was written.
        value: what was answered.
        layer: where the answer stands.
        report: takes the findings.
        about: the path by ids to where the answer stands.

    Returns:
        The answer, or nothing when there were findings or nothing was answered.
    """
    where = f"{about} › {key.text}"
    fact = facts.get(key.text)
    if fact is None:
        askable = [each.id for each in facts.values() if not each.derived]
        report.add(Code.FACT_UNKNOWN, key, about=about, allowed=askable, written=key.text)
    elif fact.derived:
        report.add(Code.FACT_NOT_ASKED, key, about=about, details={"fact": fact.id})
    elif not (isinstance(value, Scalar) and value.plain is None):
        state = answered_state(fact, value, report, where)
        if state is not None and isinstance(value, Scalar):
            given = value.plain if value.plain is not None else value.text
            return Answer(fact=fact.id, given=given, state=state, layer=layer, place=value.place)
    return None
