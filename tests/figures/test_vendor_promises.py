"""What holds for any vendors: against every completion tried one by one, and against weights tried just beside."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from typing import TYPE_CHECKING

from hypothesis import assume, given
from hypothesis import strategies as st

from mvpod_expert.vendors.gates import assess, claims, leaders, moved, reach, weights_of
from mvpod_expert.vendors.model import ScoreGiven
from tests.figures.vendors_given import CRITERIA, FITS, MUST_HAVES, TABLE, selected, several, vendors
from tests.hypothesis_profiles import random_examples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.vendors.model import VendorGiven

BEYOND = Fraction(1, 10**9)
ORDER = ("failed", "undecided", "passed")


def completions(vendor: VendorGiven) -> Iterator[VendorGiven]:
    """Return a vendor with everything unknown filled in, in every way."""
    open_scores = [each for each in CRITERIA[1:] if getattr(vendor.criteria.get(each), "score", None) is None]
    open_fits = [each for each in MUST_HAVES if each not in vendor.functions]
    for scores in product(range(3), repeat=len(open_scores)):
        for fits in product(FITS, repeat=len(open_fits)):
            filled = {name: ScoreGiven(score=score) for name, score in zip(open_scores, scores, strict=True)}
            functions = {**vendor.functions, **dict(zip(open_fits, fits, strict=True))}
            yield vendor.model_copy(update={"criteria": {**vendor.criteria, **filled}, "functions": functions})


@given(vendors())
@random_examples(60)
def test_a_gate_is_passed_when_it_is_under_every_completion(vendor: VendorGiven) -> None:
    """States, shares and knock-outs are those of all completions, tried one by one."""
    unknown = sum(getattr(vendor.criteria.get(each), "score", None) is None for each in CRITERIA[1:])
    assume(3**unknown * 4 ** (len(MUST_HAVES) - len(vendor.functions)) <= 3000)
    found = assess(TABLE, claims(vendor, MUST_HAVES)).gates
    tried = [assess(TABLE, claims(completion, MUST_HAVES)).gates for completion in completions(vendor)]
    for gate, judged in found.items():
        states = {each[gate].state for each in tried}
        assert judged.state == (states.pop() if len(states) == 1 else "undecided")
        assert judged.low == min(each[gate].low for each in tried)
        assert judged.high == max(each[gate].high for each in tried)
        struck = [set(each[gate].struck) for each in tried]
        assert set(judged.struck) == set.intersection(*struck)
        assert set(judged.threatened) == set.union(*struck) - set.intersection(*struck)


@given(vendors(), st.sampled_from(CRITERIA[1:]))
@random_examples(150)
def test_a_higher_score_never_makes_a_gate_worse(vendor: VendorGiven, name: str) -> None:
    """Raising a score by one moves no gate from passed to less, nor from undecided to failed."""
    score = getattr(vendor.criteria.get(name), "score", None)
    assume(score in {0, 1})
    raised = vendor.model_copy(update={"criteria": {**vendor.criteria, name: ScoreGiven(score=score + 1)}})
    before, after = (assess(TABLE, claims(each, MUST_HAVES)).gates for each in (vendor, raised))
    for gate, judged in before.items():
        assert ORDER.index(after[gate].state) >= ORDER.index(judged.state)
        assert after[gate].low >= judged.low


@given(vendors(), st.sampled_from(MUST_HAVES))
@random_examples(100)
def test_a_better_fit_never_makes_a_gate_worse(vendor: VendorGiven, function: str) -> None:
    """From missing to custom to standard no gate gets worse."""
    states = []
    for fit in ("missing", "custom", "standard"):
        fitted = vendor.model_copy(update={"functions": {**vendor.functions, function: fit}})
        states.append([ORDER.index(gate.state) for gate in assess(TABLE, claims(fitted, MUST_HAVES)).gates.values()])
    assert all(low <= high for one, other in pairwise(states) for low, high in zip(one, other, strict=True))


@given(several(), st.randoms(use_true_random=False))
@random_examples(60)
def test_the_order_of_vendors_criteria_and_functions_does_not_matter(
    given_: tuple[VendorGiven, ...], random: object
) -> None:
    """Leaders, questions and weights are the same in any order of writing."""
    shuffled = [
        each.model_copy(
            update={
                "criteria": dict(reversed(each.criteria.items())),
                "functions": dict(reversed(each.functions.items())),
            }
        )
        for each in given_
    ]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = selected(*given_), selected(*shuffled)
    assert one.model_copy(update={"vendors": ()}) == other.model_copy(update={"vendors": ()})
    assert all(
        other.vendor(vendor.id).model_dump(exclude={"fits"}) == vendor.model_dump(exclude={"fits"})
        for vendor in one.vendors
    )


@given(several())
@random_examples(150)
def test_the_first_place_stays_between_the_ends_and_changes_just_beyond(given_: tuple[VendorGiven, ...]) -> None:
    """At both ends the first is still first; a billionth beyond it is who is said to take over."""
    assessed = {each.id: assess(TABLE, claims(each, MUST_HAVES)) for each in given_}
    weights = weights_of(TABLE)
    first = leaders(assessed, weights)
    for each in reach(assessed, weights):
        low, high = (Fraction(end).limit_denominator(10**6) / 100 for end in (each.low, each.high))
        for end in (low, high):
            assert first[0] in leaders(assessed, moved(weights, each.gate, end))
        if each.below:
            assert leaders(assessed, moved(weights, each.gate, low - BEYOND)) == each.below
        else:
            assert low == 0
        if each.above:
            assert leaders(assessed, moved(weights, each.gate, high + BEYOND)) == each.above
        else:
            assert high == 1


@given(several())
@random_examples(80)
def test_a_certain_leader_stays_first_under_completions(given_: tuple[VendorGiven, ...]) -> None:
    """Filling in one vendor at its best and its worst never unseats a leader that is called certain."""
    found = selected(*given_)
    assume(found.certain)
    for vendor in given_:
        for score, fit in ((0, "missing"), (2, "standard")):
            criteria = {
                name: ScoreGiven(score=getattr(vendor.criteria.get(name), "score", None)) for name in CRITERIA[1:]
            }
            filled = {
                name: each if each.score is not None else ScoreGiven(score=score) for name, each in criteria.items()
            }
            functions = {name: vendor.functions.get(name, fit) for name in MUST_HAVES}
            changed = vendor.model_copy(update={"criteria": filled, "functions": functions})
            others = [changed if each.id == vendor.id else each for each in given_]
            assert selected(*others).leaders == found.leaders
