"""What touches what: every reference the files make, both ways; found again by id, title or part of one."""

from __future__ import annotations

import pytest

from mvpod_expert.model.conditions import Not, every_test
from mvpod_expert.model.frozen import LANGS
from mvpod_expert.model.references import Thing, option
from mvpod_expert.resources import find_home
from mvpod_workbench.lookup.cross_references import TESTING, CrossReferences
from mvpod_workbench.lookup.rulesets import gathered
from mvpod_workbench.lookup.search import LISTED, Finder, Lister, Wanted, titles
from tests.shipped import KNOWLEDGE

KNOWLEDGE = gathered(KNOWLEDGE)
TOUCHING = CrossReferences(KNOWLEDGE)
LISTER = Lister(TOUCHING)
FINDER = Finder(KNOWLEDGE)


def test_every_test_of_every_rule_is_a_link_both_ways() -> None:
    """Nothing that a condition tests is left out, and nothing else is in."""
    for rule in KNOWLEDGE.rules.values():
        here = Thing("rule", rule.id)
        tested = {option(test.fact, state) for test in every_test(rule.when) for state in test.states}
        assert set(TOUCHING.from_(here, *TESTING)) == tested
        assert all(here in TOUCHING.to(each, *TESTING) for each in tested)
        assert set(TOUCHING.facts_of(rule.id)) == {each.fact for each in tested}


def test_every_end_of_a_link_is_there() -> None:
    """A link leads from something declared to something declared."""
    known = {*titles(KNOWLEDGE), *(Thing("source", source) for source in KNOWLEDGE.sources)}
    for link in TOUCHING.links:
        for end in (link.origin, link.target):
            assert end in known or end.kind in {"promise", "picture", "area"}, link


def test_outcomes_and_supports_are_links() -> None:
    """Evidence, vetoes, plan items, principles and sources."""
    veto = Thing("rule", "no-partners-excludes-channel-and-hybrid")
    assert TOUCHING.from_(veto, "vetoes") == (Thing("mode", "channel"), Thing("mode", "hybrid"))
    assert veto in TOUCHING.to(Thing("mode", "channel"), "vetoes")
    for rule in KNOWLEDGE.rules.values():
        assert [each.id for each in TOUCHING.from_(Thing("rule", rule.id), "cites")] == list(rule.because.principle)


def test_a_test_below_not_is_told_apart() -> None:
    """Twice not is a plain test again; either way the rule tests the fact."""
    rule = KNOWLEDGE.rules["scarce-partners-favour-direct"]
    here, state = Thing("rule", rule.id), option("partner_availability", "scarce")
    for when, relation in ((Not(part=rule.when), "tests_not"), (Not(part=Not(part=rule.when)), "tests")):
        changed = {**KNOWLEDGE.rules, rule.id: rule.model_copy(update={"when": when})}
        touching = CrossReferences(KNOWLEDGE.model_copy(update={"rules": changed}))
        assert [link.relation for link in touching.links if link[::2] == (here, state)] == [relation]
        assert rule.id in {each.id for each in touching.rules_testing("partner_availability")}


def test_everything_is_found_by_its_id() -> None:
    """Whatever its kind; where an item and a fact have one id, both are offered, and the kind before it decides."""
    things = (*titles(KNOWLEDGE), *(Thing("source", source) for source in KNOWLEDGE.sources))
    ids = [thing.id for thing in things]
    alike = {thing for thing in things if ids.count(thing.id) > 1}
    for thing in things:
        found = FINDER.look_up(thing.id)
        assert thing in found.candidates if thing in alike else found.thing == thing
        assert FINDER.look_up(f"{thing.kind}:{thing.id}").thing == thing
        assert FINDER.look_up(f" {thing.id.upper()} ") == found
    assert {thing.id for thing in alike} == {"synergy"}


def test_a_title_in_either_language_finds_its_thing_or_all_that_are_called_so() -> None:
    """An unambiguous title is enough."""
    for thing, title in titles(KNOWLEDGE).items():
        if thing.kind == "option":
            continue
        for lang in LANGS:
            looked = FINDER.look_up(title.in_(lang))
            assert looked.thing == thing or (looked.thing is not None) or thing in looked.candidates


@pytest.mark.parametrize(
    ("written", "thing"),
    [
        ("deal_size", "deal_size_usd"),
        ("Hilti", "H01"),
        ("喜利得", "H01"),
        ("直销", "direct"),
        ("scarce-partners", None),
    ],
)
def test_a_part_is_enough_where_only_one_thing_has_it(written: str, thing: str | None) -> None:
    """Modes before the answers that are called like them."""
    found = FINDER.look_up(written).thing
    assert found is not None
    assert thing is None or found.id == thing


def test_what_fits_several_or_none_gives_candidates() -> None:
    """All that fit, or the nearest word; only of the kinds that may be meant."""
    several = FINDER.look_up("partner")
    assert several.is_ambiguous
    assert several.thing is None
    assert len(several.candidates) > 10
    near = FINDER.look_up("market_stagge")
    assert (near.candidates, near.is_ambiguous) == ((Thing("fact", "market_stage"),), False)
    assert FINDER.look_up("market_stage", ("rule",)).thing is None
    assert FINDER.look_up("").thing is None


def test_lists_are_narrowed_by_everything_asked_for() -> None:
    """Together; each against a count over the rules themselves."""
    rules = KNOWLEDGE.rules.values()
    kinds = ("rule",)
    assert len(LISTER.listed(Wanted(kinds))) == len(KNOWLEDGE.rules)
    basis = LISTER.listed(Wanted(kinds, basis="literature"))
    assert len(basis) == sum(rule.because.basis == "literature" for rule in rules)
    tested = LISTER.listed(Wanted(kinds, tests=Thing("fact", "market_stage")))
    assert {each.id for each in tested} == {
        r.id for r in rules if "market_stage" in {t.fact for t in every_test(r.when)}
    }
    state = LISTER.listed(Wanted(kinds, tests=option("market_stage", "mature")))
    assert set(state) < set(tested)
    family = LISTER.listed(Wanted(kinds, family="vetoes"))
    assert {each.id for each in family} == {rule.id for rule in rules if rule.place.file == "rules/mode/vetoes.yaml"}
    both = LISTER.listed(Wanted(kinds, basis="literature", tests=Thing("fact", "market_stage")))
    assert set(both) == set(basis) & set(tested)
    assert all("direct" in {getattr(o, "mode", None) for o in KNOWLEDGE.rules[each.id].then} for each in _on("direct"))
    assert LISTER.listed(Wanted(kinds, text="no such words")) == ()
    assert {each.id for each in LISTER.listed(Wanted(("case",), mode=Thing("mode", "direct")))} >= {"H01"}


def test_everything_listed_has_a_place() -> None:
    """Of every kind; a place in a file that is there."""
    for thing in LISTER.listed(Wanted(tuple(LISTED.values()))):
        assert (find_home().root / LISTER.place(thing).file).is_file()


def _on(mode: str) -> tuple[Thing, ...]:
    return LISTER.listed(Wanted(("rule",), mode=Thing("mode", mode)))
