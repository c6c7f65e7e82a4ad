"""What the program computes is made without checking, so here it is checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pydantic import ValidationError

from mvpod_expert import composition
from mvpod_expert.economics.intervals import spread
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.model.plan import Choice
from tests.portfolio.accounts import cell_of, random_accounts
from tests.shipped import ADVISER, KNOWLEDGE

if TYPE_CHECKING:
    from mvpod_expert.model.cases import CaseFile

EXAMPLES = sorted(Path("examples").glob("*.yaml"))


@pytest.mark.parametrize("source", [*EXAMPLES, None], ids=lambda source: source.stem if source else "random")
def test_what_is_computed_is_what_its_model_says(source: Path | None) -> None:
    """Tools of this kind skip checks for speed, and write documents that their own schema refuses."""
    if source is None:
        cells = tuple(map(cell_of, random_accounts(30, 77)))
        case: CaseFile | None = composition.CaseFile(file="random.yaml", client=None, cells=cells)
    else:
        case = read_case(source, KNOWLEDGE, DiagnosticCollector())
    assert case is not None
    result = ADVISER.recommend([case])
    assert type(result).model_validate(result.model_dump()) == result


def test_a_record_needs_its_fields_and_has_no_others() -> None:
    """Without checks a misspelt field would be lost without a word."""
    with pytest.raises(TypeError, match="points"):
        Choice(option="a", contributions=())  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="of_points"):
        Choice(option="a", points=1, contributions=(), of_points=2)  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        Choice.model_validate({"option": "a", "points": "1", "contributions": ()})


@pytest.mark.parametrize("count", [1, 2, 9, 10, 9_999, 10_000])
def test_spreads_lie_where_quantiles_do(count: int) -> None:
    """A quantile of one's own is off by one draw."""
    draws = np.random.default_rng(count).triangular(-1, 2, 9, count)
    found = spread(draws)
    assert found is not None
    assert [found.p10, found.p90] == pytest.approx(np.quantile(draws, [0.1, 0.9]))
