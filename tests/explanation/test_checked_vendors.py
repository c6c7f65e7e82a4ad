"""The checker on vendors: what any client says of them follows, and each thing that is tampered with is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.consultation.selecting import selections
from mvpod_expert.explanation.checked_vendors import check_vendors
from mvpod_expert.model.vendor_table import FITS
from mvpod_expert.model.vendors import ScoreGiven, VendorGiven, VendorSelection
from tests.explanation.cells import KNOWLEDGE, few
from tests.explanation.saved import WITH_VENDORS, advised
from tests.explanation.tampering import by_kind, changes, plain, read

if TYPE_CHECKING:
    from random import Random

assert KNOWLEDGE.vendors is not None
TABLE = KNOWLEDGE.vendors
CELLS = advised(WITH_VENDORS)
FUNCTIONS = KNOWLEDGE.functions()


def vendor(rng: Random, name: str) -> VendorGiven:
    """Make a vendor of whom much or little is known, and which is good or bad."""
    good, known, shown = rng.choice([0.5, 0.9, 1.0]), rng.choice([0.8, 0.97, 1.0]), rng.choice([0.5, 0.9, 1.0])
    criteria = {
        each: ScoreGiven(
            score=None if TABLE.criterion(each).from_functions or rng.random() > known else _score(rng, good),
            evidence="seen" if rng.random() < shown else None,
        )
        for each in TABLE.criteria()
    }
    functions = {
        each: FITS[0] if rng.random() < good else rng.choice(FITS) for each in FUNCTIONS if rng.random() < known
    }
    return VendorGiven(id=name, name=name, functions=functions, criteria=criteria)


def _score(rng: Random, good: float) -> int:
    return 2 if rng.random() < good else rng.choice([0, 1])


@few
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_what_is_told_of_any_vendors_follows(rng: Random, count: int) -> None:
    """Level ones and lone ones, unknown and failed ones; with the knowledge or without."""
    given_ = tuple(vendor(rng, f"v{number}") for number in range(count))
    for selection in selections(WITH_VENDORS.model_copy(update={"vendors": given_}), CELLS, KNOWLEDGE):
        assert check_vendors(selection, CELLS, KNOWLEDGE) == []
        assert check_vendors(selection, CELLS) == []


SAVED = plain(next(iter(selections(WITH_VENDORS, CELLS, KNOWLEDGE))))
KINDS = by_kind(SAVED)
TAKEN = {
    "source": "where it was read",
    "vendors[]: turned round": "in the order of the case",
    "vendors.id": "the client's own; one that fails is named nowhere else",
    "vendors.fits.*": "the client's own; set up counts like standard",
    "vendors.name": "the client's own",
    "vendors.notes": "the client's own",
    "vendors.scores.evidence": "the client's own; only whether there is any counts",
}
"""What a change of need not show, and why."""


def is_found(tampered: object) -> bool:
    """Tell whether a change shows: the reader refuses the file, or the checker names something."""
    selection = read(VendorSelection, tampered)
    return selection is None or check_vendors(selection, CELLS, KNOWLEDGE) != []


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - TAKEN.keys()))
def test_each_thing_that_is_tampered_with_shows(kind: str) -> None:
    """One number, word or list at a time."""
    tried = [(said, each) for path in KINDS[kind] for said, each in changes(SAVED, path)]
    assert tried
    untold = [said for said, tampered in tried if not is_found(tampered)]
    assert [said for said in untold if f"{kind}: {said.split(': ')[1]}" not in TAKEN] == []


@pytest.mark.parametrize("kind", sorted(TAKEN))
def test_what_is_taken_as_it_stands_is_told_truly(kind: str) -> None:
    """Nothing stands on that list which the checker would find at once."""
    assert TAKEN[kind]
    name, _, way = kind.partition(": ")
    tried = [each for path in KINDS[name] for said, each in changes(SAVED, path) if said.endswith(way)]
    assert not all(map(is_found, tried))
