"""The checker on vendors: what any client says of them follows, and each thing that is tampered with is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mvpod_expert.capability import ServiceContext
from mvpod_expert.vendors import capability as vendors_parts
from mvpod_expert.vendors.model import ScoreGiven, VendorGiven, VendorSelection
from mvpod_expert.vendors.service import SERVICE
from mvpod_expert.vendors.table import FITS
from tests.explanation.cells import KNOWLEDGE, few
from tests.explanation.oracles.vendors import check_vendors
from tests.explanation.saved import WITH_VENDORS, advised
from tests.explanation.tampering import plain, read
from tests.shipped import BASE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from mvpod_expert.model.advice import Advice

assert vendors_parts.TABLE.of(KNOWLEDGE) is not None
TABLE = vendors_parts.TABLE.of(KNOWLEDGE)
CELLS = advised(WITH_VENDORS)
FUNCTIONS = KNOWLEDGE.functions()


def vendor(rng: Random, name: str) -> VendorGiven:
    """Make a vendor of whom much or little is known, and which is good or bad."""
    good, known, shown = rng.choice([0.5, 0.9, 1.0]), rng.choice([0.8, 0.97, 1.0]), rng.choice([0.5, 0.9, 1.0])
    criteria = {
        criterion: ScoreGiven(
            score=None if TABLE.criterion(criterion).from_functions or rng.random() > known else _score(rng, good),
            evidence="seen" if rng.random() < shown else None,
        )
        for criterion in TABLE.criteria()
    }
    functions = {
        each: FITS[0] if rng.random() < good else rng.choice(FITS) for each in FUNCTIONS if rng.random() < known
    }
    return VendorGiven(id=name, name=name, functions=functions, criteria=criteria)


def _score(rng: Random, good: float) -> int:
    return 2 if rng.random() < good else rng.choice([0, 1])


def selected(vendors: tuple[VendorGiven, ...]) -> tuple[VendorSelection, ...]:
    """Hold vendors against the plans of the case."""
    service = SERVICE(ServiceContext(KNOWLEDGE, BASE, "bitset"))
    return service.of_case(WITH_VENDORS.model_copy(update={"vendors": vendors}), CELLS)["vendors"]


@few
@given(st.randoms(use_true_random=False), st.integers(1, 4))
def test_what_is_told_of_any_vendors_follows(rng: Random, count: int) -> None:
    """Level ones and lone ones, unknown and failed ones; with the knowledge or without."""
    given_ = tuple(vendor(rng, f"v{number}") for number in range(count))
    for selection in selected(given_):
        assert check_vendors(selection, CELLS, KNOWLEDGE) == []
        assert check_vendors(selection, CELLS) == []


SAVED = plain(selected(WITH_VENDORS.vendors)[0])


def named(tampered: Any, cells: Sequence[Advice] = CELLS) -> set[tuple[str, str, str | None]]:
    """Return what the checker names: the kind of flaw, what it is about, and the part."""
    selection = read(VendorSelection, tampered)
    assert selection is not None
    return {(flaw.kind, flaw.about, getattr(flaw, "part", None)) for flaw in check_vendors(selection, cells, KNOWLEDGE)}


def of_vendor(vendor_: Any, **changed: object) -> Any:
    """Change what is reported of one vendor."""
    return {**SAVED, "vendors": [{**each, **changed} if each is vendor_ else each for each in SAVED["vendors"]]}


PASSED = next(each for each in SAVED["vendors"] if each["ranked"] == 1)
FAILED = next(each for each in SAVED["vendors"] if each["state"] == "failed")
UNSHOWN = next(each for each in SAVED["vendors"] if each["state_if_unshown_fails"] == "failed")
LACKING = next(each for each in SAVED["vendors"] if each["items"]["missing"])
STRUCK = next(each for each in FAILED["gates"] if each["knock_outs"])
VENDORS = [
    (PASSED, {"points": PASSED["points"] + 1}, "points"),
    (PASSED, {"at_most": PASSED["at_most"] + 1}, "at_most"),
    (PASSED, {"ranked": 2}, "ranked"),
    (PASSED, {"state": "failed"}, "state"),
    (UNSHOWN, {"state_if_unshown_fails": "passed"}, "state_if_unshown_fails"),
    (PASSED, {"points_if_unshown_fails": 50.0}, "points_if_unshown_fails"),
    (LACKING, {"items": {"missing": [], "custom": [], "unknown": []}}, "missing"),
    (FAILED, {"points": 99.0}, "points"),
    (FAILED, {"ranked": 1}, "ranked"),
    (FAILED, {"state": "passed"}, "state"),
]


@pytest.mark.parametrize(("of", "changed", "part"), VENDORS)
def test_the_checker_names_the_vendor_and_what_is_wrong_with_it(of: Any, changed: dict[str, object], part: str) -> None:
    """Its outcome, its points, its place, and the items it does not carry."""
    assert ("differs", of["id"], part) in named(of_vendor(of, **changed))


@pytest.mark.parametrize("part", ["state", "low", "high", "knock_outs"])
def test_the_checker_names_the_gate(part: str) -> None:
    """A gate is passed by its scores, its pass mark and its knock-outs, and by nothing else."""
    changed = {"state": "passed", "low": 1.0, "high": 0.0, "knock_outs": []}[part]
    gates = [{**each, part: changed} if each is STRUCK else each for each in FAILED["gates"]]
    assert ("differs", f"{FAILED['id']} / {STRUCK['gate']}", part) in named(of_vendor(FAILED, gates=gates))


@pytest.mark.parametrize(("part", "changed"), [("low", 0), ("high", 0), ("shown", "unknown")])
def test_the_checker_names_the_score(part: str, changed: object) -> None:
    """What follows from functions is counted again; a known score has no stretch; what has evidence is shown."""
    score = next(each for each in PASSED["scores"] if each["low"] == 2 and each["shown"] == "shown")
    scores = [{**each, part: changed} if each is score else each for each in PASSED["scores"]]
    found = named(of_vendor(PASSED, scores=scores))
    assert {about for _, about, _ in found} & {f"{PASSED['id']} / {score['criterion']}", PASSED["id"]}


def test_a_must_have_that_no_plan_needs_shows_and_one_that_is_left_out() -> None:
    """They are taken out of the saved plans again."""
    assert ("differs", SAVED["source"], "must_haves") in named({**SAVED, "must_haves": SAVED["must_haves"][1:]})
    assert ("differs", SAVED["source"], "traced") in named({**SAVED, "traced": SAVED["traced"][1:]})
    assert ("differs", SAVED["source"], "cells") in named({**SAVED, "cells": ["nowhere"]})
    fewer = [CELLS[0].model_copy(update={"plan": CELLS[0].plan[:1]}), *CELLS[1:]]
    assert ("differs", SAVED["source"], "traced") in named(SAVED, fewer)


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("leaders", [FAILED["id"]]),
        ("certain", not SAVED["certain"]),
        ("equal_weights", []),
        ("steady", not SAVED["steady"]),
        ("leaders_if_unshown_fails", []),
        ("weights", SAVED["weights"][1:]),
        ("questions", SAVED["questions"][1:]),
        ("order", SAVED["questions"][::-1]),
    ],
)
def test_the_checker_names_what_is_told_of_all_of_them(part: str, changed: object) -> None:
    """Who is first, how surely, and all that is worth asking."""
    key = "questions" if part == "order" else part
    assert ("differs", SAVED["source"], part) in named({**SAVED, key: changed})


@pytest.mark.parametrize("part", ["low", "high", "below", "above", "weight"])
def test_the_checker_names_the_weight(part: str) -> None:
    """The ends of a stretch are where points cross."""
    reach = next(each for each in SAVED["weights"] if each["below"] or each["above"])
    changed = {"low": 1.5, "high": 99.5, "weight": 1.0}.get(part, [FAILED["id"]])
    weights = [{**each, part: changed} if each is reach else each for each in SAVED["weights"]]
    assert ("differs", reach["gate"], part) in named({**SAVED, "weights": weights})


@pytest.mark.parametrize(("part", "changed"), [("swing", 50.0), ("decides", []), ("shown", "unknown")])
def test_the_checker_names_the_question(part: str, changed: object) -> None:
    """What an answer alone could change is tried again."""
    question = next(each for each in SAVED["questions"] if each["decides"] and each["shown"] == "claimed")
    questions = [{**each, part: changed} if each is question else each for each in SAVED["questions"]]
    about = f"{question['vendor']} / {question['criterion']}"
    assert ("differs", about, part) in named({**SAVED, "questions": questions})


@pytest.mark.parametrize(
    ("changed", "part"),
    [({"ranked": 2}, "ranked"), ({"state": "failed"}, "state"), ({"points": None}, "points")],
)
def test_without_the_knowledge_places_still_follow_from_points(changed: dict[str, object], part: str) -> None:
    """Years later, when gates and weights are others."""
    selection = read(VendorSelection, of_vendor(PASSED, **changed))
    assert selection is not None
    assert part in {getattr(flaw, "part", None) for flaw in check_vendors(selection, CELLS)}


def test_a_vendor_has_a_fit_for_each_must_have_and_no_other() -> None:
    """Known or unknown."""
    for fits in ({}, {**PASSED["fits"], "made-up": "standard"}):
        assert ("differs", PASSED["id"], "fits") in named(of_vendor(PASSED, fits=fits))
