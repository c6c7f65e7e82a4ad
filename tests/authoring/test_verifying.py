"""Verifying finds each kind of hole, with answers that show it, and nothing where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code
from mvpod_workbench.proofs.proving import ConcreteRuns, Finding, Prover
from mvpod_workbench.proofs.reachability import Reaching
from mvpod_workbench.proofs.verifying import Verified, verify
from tests.authoring.small_homes import A, B, assign, clash, direction, fair, home, needing, reask
from tests.engine.builders import (
    DECIDED,
    all_of,
    any_of,
    choice,
    conclude,
    disfavours,
    exclude,
    favours,
    is_,
    not_,
    recommend,
    rule,
)

if TYPE_CHECKING:
    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_expert.model.rules import Rule


def found(made: Prepared) -> dict[Code, list[Finding]]:
    verified = verify(made.knowledge, made.base)
    assert not verified.sampled
    by_code: dict[Code, list[Finding]] = {}
    for finding in verified.findings:
        by_code.setdefault(finding.diagnostic.code, []).append(finding)
    return by_code


def only(made: Prepared, code: Code) -> Finding:
    """Return the one finding of a home."""
    by_code = found(made)
    assert list(by_code) == [code]
    (finding,) = by_code[code]
    return finding


def with_fair(*rules: Rule) -> Prepared:
    return home([A, B], [*fair(), *rules])


def test_a_home_without_holes_has_no_findings() -> None:
    """Fair rules, each of which matters, are proved to be so."""
    assert found(with_fair()) == {}


def test_a_rule_that_fires_only_on_contradictory_answers_is_found() -> None:
    """Its witness trips the contradiction that is named."""
    doubt = rule("odd", all_of(is_("a", "low"), is_("b", "low")), reask("a"))
    dead = rule("dead", all_of(is_("a", "low"), is_("b", "low")), favours("direct"))
    finding = found(with_fair(doubt, dead))[Code.FIRES_ONLY_IN_DOUBT][0]
    assert finding.diagnostic.details == {"rule": "dead", "doubts": "odd"}
    assert finding.witness is not None
    assert finding.witness.profile == {"a": "low", "b": "low"}


def test_a_plan_rule_for_a_mode_that_its_own_answers_exclude_is_found_with_an_override() -> None:
    """It fires only where the mode is chosen otherwise than advised, and the witness does so."""
    made = with_fair(
        rule("veto", is_("a", "high"), exclude("channel")),
        rule("late", all_of(is_(DECIDED, "channel"), is_("a", "high")), recommend("item-0")),
    )
    finding = only(made, Code.MODE_NEVER_ADVISED_THERE)
    assert finding.witness is not None
    assert (finding.witness.profile, finding.witness.mode) == ({"a": "high"}, "channel")
    trials = ConcreteRuns(made.knowledge, made.base)
    assert "late" in trials.run({"a": "high"}, "channel").fired
    assert trials.run({"a": "high"}).recommended != "channel"


def test_a_plan_rule_that_fires_while_no_mode_is_decided_is_no_dead_rule() -> None:
    """Answers that leave the mode undecided are answers too."""
    made = with_fair(rule("any-mode", all_of(is_("a", "low"), is_("b", "low")), recommend("item-0")))
    assert found(made) == {}


def test_a_compare_rule_for_modes_that_no_two_cells_of_a_company_have_is_found() -> None:
    """What all cells share excludes one of the two modes wherever the rule could fire; the same mode twice is fine."""
    shared = A.model_copy(update={"scope": "company"})
    modes = choice("compared", "same", "direct_and_channel", derived=True)
    veto = rule("veto", is_("a", "low"), exclude("channel"))
    pairs = {
        each: rule(each, all_of(is_("a", "low"), is_("compared", each)), recommend("item-0")).model_copy(
            update={"stratum": "compare"}
        )
        for each in ("direct_and_channel", "same")
    }
    made = home([shared, B, modes], [*fair(), veto, *pairs.values()])
    finding = only(made, Code.MODE_NEVER_ADVISED_THERE)
    assert finding.diagnostic.details["rule"] == "direct_and_channel"


def test_two_rules_that_say_the_same_are_duplicates_however_they_are_written() -> None:
    """The later one is named, with the place of the other."""
    again = rule("again", any_of(not_(is_("a", "high")), is_("a", "low")), favours("direct"), line=7)
    finding = only(with_fair(again), Code.RULE_DUPLICATE)
    assert finding.diagnostic.details == {"rule": "again", "others": "direct-when-a"}
    assert (finding.diagnostic.place.line, finding.diagnostic.severity) == (7, "warning")
    assert finding.witness is not None
    assert finding.witness.profile == {"a": "low"}


def test_rules_on_the_same_answers_with_different_things_to_say_are_no_duplicates() -> None:
    """Two items with different reasons may hang on one condition."""
    made = with_fair(
        rule("one", is_("a", "low"), recommend("item-0")), rule("two", is_("a", "low"), recommend("item-1"))
    )
    assert found(made) == {}


def test_a_rule_whose_items_are_recommended_anyway_adds_nothing() -> None:
    """Several wider rules together may cover it."""
    made = with_fair(
        rule("one", is_("a", "low"), recommend("item-0")),
        rule("two", is_("b", "low"), recommend("item-1")),
        rule("both", all_of(is_("a", "low"), is_("b", "low")), recommend("item-0"), recommend("item-1")),
    )
    finding = only(made, Code.RULE_ADDS_NOTHING)
    assert finding.diagnostic.details == {"rule": "both", "others": "one, two"}


def test_a_narrower_rule_with_the_same_evidence_is_a_note() -> None:
    """It may be meant: then the points add up on purpose."""
    finding = only(
        with_fair(rule("more", all_of(is_("a", "low"), is_("b", "low")), favours("direct"))), Code.EVIDENCE_TWICE
    )
    assert finding.diagnostic.severity == "note"
    assert not Verified((finding,), 0, 0, 0).has_mistakes


def test_a_rule_that_also_says_something_else_is_not_subsumed_through_a_derived_fact() -> None:
    """What is concluded counts as what concludes it."""
    flagged = choice("c", "yes", derived=True)
    made = home(
        [A, B, flagged],
        [
            *fair(),
            rule("concludes", is_("a", "low"), conclude("c", "yes")),
            rule("by-c", is_("c", "yes"), recommend("item-0")),
            rule("by-a", is_("a", "low"), recommend("item-0")),
        ],
    )
    assert only(made, Code.RULE_DUPLICATE).diagnostic.details["rule"] == "by-a"


def test_a_mode_that_no_answers_lead_to_is_found() -> None:
    """Without evidence for it a mode never wins."""
    made = home([A, B], [each for each in fair() if "hybrid" not in each.id and "nobody" not in each.id])
    codes = found(made)
    assert [code.diagnostic.details for code in codes[Code.MODE_NEVER_ADVISED]] == [{"mode": "hybrid"}]


def test_the_smallest_answers_that_leave_no_mode_are_a_note() -> None:
    """Both vetoing rules are named."""
    finding = only(home([A, B], [*fair(), *clash()]), Code.NO_MODE_LEFT)
    assert finding.witness is not None
    assert finding.witness.profile == {"a": "high", "b": "high"}
    assert finding.diagnostic.severity == "note"
    assert finding.diagnostic.details["rules"] == "no-one, not-both"


def test_a_plan_that_can_lack_what_its_mode_needs_is_an_error() -> None:
    """The load check demands a rule that tests the mode alone; here one that tests more is proved to fall short."""
    made = home(
        [A, B],
        [*fair(), rule("step", all_of(is_(DECIDED, "hybrid"), is_("b", "high")), recommend("item-0"))],
        decision=needing("hybrid", "step"),
    )
    finding = only(made, Code.PLAN_LACKS_KIND)
    assert finding.witness is not None
    tried = ConcreteRuns(made.knowledge, made.base).run(finding.witness.profile, finding.witness.mode)
    assert (finding.witness.mode or tried.recommended) == "hybrid"
    assert "step" not in tried.kinds


def test_a_row_that_is_planned_and_that_nobody_is_chosen_for_is_an_error() -> None:
    """A row that is recommended needs a rule that assigns it on the same answers."""
    made = with_fair(
        rule("row", is_("a", "low"), recommend("row")),
        rule("assigns", all_of(is_("a", "low"), is_("b", "low")), assign("option-0")),
    )
    finding = only(made, Code.ROW_FALLS_TO_NOBODY)
    assert finding.witness is not None
    tried = ConcreteRuns(made.knowledge, made.base).run(finding.witness.profile, finding.witness.mode)
    assert tried.plan["row"] == ()


def test_an_option_that_is_always_outweighed_is_found() -> None:
    """Its evidence comes only together with stronger evidence for another option."""
    made = with_fair(
        rule("strong", is_("a", "low"), assign("option-0", "strong")),
        rule("weak", all_of(is_("a", "low"), is_("b", "low")), assign("option-1", "weak")),
    )
    assert only(made, Code.OPTION_NEVER_CHOSEN).diagnostic.details == {"row": "row", "option": "option-1"}


def test_a_broken_promise_names_the_step_the_modes_and_the_rules() -> None:
    """The witness has the lower state; the higher one is what to compare with."""
    made = home([A, B], [*fair(), rule("wrong", is_("a", "high"), disfavours("channel"))], [direction("a", "hybrid")])
    finding = only(made, Code.PROMISE_BROKEN)
    assert finding.diagnostic.details["lower"] == "low"
    assert finding.witness is not None
    assert (finding.witness.profile, finding.witness.instead) == ({"a": "low"}, {"a": "high"})


def test_a_promise_that_holds_on_all_coherent_answers_is_kept() -> None:
    """Where the only counterexample contradicts itself, the promise is kept."""
    c = choice("c", "low", "high")
    rules = [*fair(), rule("odd", is_("c", "high"), favours("direct"))]
    assert Code.PROMISE_BROKEN in found(home([A, B, c], rules, [direction("c", "direct")]))
    doubt = rule("never-high", is_("c", "high"), reask("c"))
    assert Code.PROMISE_BROKEN not in found(home([A, B, c], [*rules, doubt], [direction("c", "direct")]))


def test_a_fact_whose_every_answer_gives_the_same_advice_is_found() -> None:
    """Rules that test it balance each other out."""
    c = choice("c", "low", "high")
    rules = [rule("one", is_("c", "low"), favours("direct")), rule("other", is_("c", "high"), favours("direct"))]
    finding = only(home([A, B, c], [*fair(), *rules]), Code.FACT_NEVER_MATTERS)
    assert finding.diagnostic.details == {"fact": "c", "rules": "one, other"}
    assert finding.witness is not None
    trials = ConcreteRuns(home([A, B, c], [*fair(), *rules]).knowledge, home([A, B, c], [*fair(), *rules]).base)
    profile = finding.witness.profile
    assert trials.run(profile).outcome == trials.run({**profile, **finding.witness.instead}).outcome


def test_errors_come_before_warnings_and_warnings_before_notes() -> None:
    """The worst is read first."""
    again = rule("again", is_("a", "low"), favours("direct"))
    made = home([A, B], [*fair(), *clash(), again], [direction("a", "hybrid")])
    severities = [finding.diagnostic.severity for finding in verify(made.knowledge, made.base).findings]
    assert severities == ["error", "warning", "note"]


def test_where_the_solver_gives_up_a_sample_is_looked_at_and_told() -> None:
    """With no budget at all nothing is proved, what is easily seen is found, and it says that it sampled."""
    made = home([A, B], [*fair(), *clash()])
    verified = verify(made.knowledge, made.base, steps=1, sample=200)
    assert verified.sampled > 0
    assert Code.NO_MODE_LEFT in {finding.diagnostic.code for finding in verified.findings}


def test_the_sample_replaces_only_what_was_given_up() -> None:
    """A question with enough budget is answered exactly beside it."""
    made = with_fair()
    prover = Prover(made.knowledge, made.base)
    assert list(Reaching(prover).rules()) == []
    assert prover.sampled == 0
