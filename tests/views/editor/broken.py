"""Files with one mistake each, made of good ones by replacing text, and where the mistake has to be marked."""

from __future__ import annotations

from tests.views.editor.broken_audit import BROKEN_AUDIT, GOOD_AUDIT
from tests.views.editor.broken_figures import BROKEN_FIGURES, GOOD_FIGURES
from tests.views.editor.broken_figures import CASE as FULL_CASE
from tests.views.editor.broken_rules import BROKEN_RULES, RULE

FACT = """\
topic: {zh: 一, en: One}
facts:
  - id: a_fact
    kind: choice
    title: {zh: 一, en: One}
    question: {zh: 一, en: One}
    why: {zh: 一, en: One}
    how: {zh: 一, en: One}
    principle: [M1]
    options:
      - {id: low, title: {zh: 一, en: One}, meaning: {zh: 一, en: One}}
      - {id: high, title: {zh: 一, en: One}, meaning: {zh: 一, en: One}}
"""
SHELF = """\
kind: policy
title: {zh: 一, en: One}
items:
  - id: an-item
    title: {zh: 一, en: One}
    text: {zh: 一, en: One}
    brings: [win-rate]
    carried_by: [visit-scheduling]
    changes: [{fact: product_complexity, from: high, to: medium}]
    principle: [M1]
    basis: proposal
"""
FUNCTIONS = SHELF.replace("kind: policy", "kind: function").replace(
    "    brings:", "    parts: {must: [{zh: 一, en: One}]}\n    brings:"
)
CASE = """\
client: One
answers: {product_complexity: high, deal_size_usd: 3000}
cells:
  - id: east
    region: East
    answers: {market_stage: mature, partner_capability: unknown}
override: {mode: hybrid, because: They insist}
"""
TESTS = """\
tests:
  - id: a-test
    given: {product_complexity: high}
    expect: {mode: direct, fires: [hard-to-learn-product-favours-direct], plan: [win-rate], doubts: []}
    reviewed: {by: One, date: "2026-11-25", verdict: accept}
"""
PROMISE = """\
directions:
  - raising: product_complexity
    through: [low, high]
    never_favours: channel
    over: [direct]
    basis: literature
    sources: [anderson-1985]
    reason: {zh: 一, en: One}
"""
PRINCIPLE = """\
principles:
  - id: M1
    area: mode
    title: {zh: 一, en: One}
    meaning: {zh: 一, en: One}
    passage: [{section: 一, paragraph: 1, sentence: 2, sha256: %s}]
""" % ("0" * 64)
SOURCE = "sources:\n  - {id: one-2020, kind: literature, citation: One, read: full}\n"
RATES = """as_of: "2025-06-30"
source: {zh: 一, en: One}
per_dollar: {cny: 7.2}
"""
LAW = """\
laws:
  - id: a-law
    title: {zh: 一, en: One}
    answers: {sales_process_maturity: repeatable, field_visits_uneconomic: true}
    items: [founder-seller]
    rows: {contract-and-collection-ours: [own-field, distributor]}
    unless: {intermediary_regulation: direct_required}
    basis: proposal
    reason: {zh: 一, en: One}
"""
PICTURES = """\
house:
  - title: {zh: 一, en: One}
    strong: {product_complexity: [high]}
    settled: [market_stage]
lines: {stage: market_stage, rows: []}
"""

DECISION = """\
edition: "1"
decided_fact: sales_mode
compared_fact: cell_modes
modes:
  - {id: direct, title: {zh: 一, en: One}, meaning: {zh: 一, en: One}, needs: [policy]}
strengths:
  - {id: weak, points: 2, title: {zh: 一, en: One}}
second_from: 4
leaning_from: 2
clear_from: 8
"""
DOCUMENTED = """\
cases:
  - id: H01
    company: {zh: 一, en: One}
    offer: {zh: 一, en: One}
    market: {zh: 一, en: One}
    period: "1990s"
    answers: {market_stage: mature}
    documented: [market_stage]
    outcome: {mode: direct, also_acceptable: [], confidence: high, scored: true, result: {zh: 一, en: One}}
    reason: {zh: 一, en: One}
    sources: [A book]
"""

# what is wrong: kind of file, file, old text, new text, the way to the mark
BROKEN: dict[str, tuple[str, str, str, str, str]] = (
    BROKEN_RULES
    | BROKEN_FIGURES
    | BROKEN_AUDIT
    | {
        "a choice with one option": (
            "vocabulary",
            FACT,
            "      - {id: high, title: {zh: 一, en: One}, meaning: {zh: 一, en: One}}\n",
            "",
            "facts/0/options",
        ),
        "an option without a meaning": (
            "vocabulary",
            FACT,
            ", meaning: {zh: 一, en: One}}\n      - {id: high",
            "}\n      - {id: high",
            "facts/0/options/0",
        ),
        "a number without bands": ("vocabulary", FACT, "kind: choice", "kind: number", "facts/0"),
        "a kind of fact that is none": ("vocabulary", FACT, "kind: choice", "kind: date", "facts/0/kind"),
        "a question missing": ("vocabulary", FACT, "    question: {zh: 一, en: One}\n", "", "facts/0"),
        "a derived fact that is asked": (
            "vocabulary",
            FACT,
            "    kind: choice",
            "    derived: true\n    kind: choice",
            "facts/0/how",
        ),
        "a reserved id": ("vocabulary", FACT, "{id: low", "{id: unknown", "facts/0/options/0/id"),
        "a truth value that is a word": (
            "vocabulary",
            FACT,
            "    kind: choice",
            '    may_not_apply: "true"\n    kind: choice',
            "facts/0/may_not_apply",
        ),
        "an item that brings nothing known": ("catalogue", SHELF, "win-rate", "win-rat", "items/0/brings/0"),
        "an item that nothing carries": ("catalogue", SHELF, "    carried_by: [visit-scheduling]\n", "", "items/0"),
        "a change of an unknown answer": ("catalogue", SHELF, "to: medium", "to: middling", "items/0/changes/0/to"),
        "a part in one language": ("catalogue", FUNCTIONS, "[{zh: 一, en: One}]", "[{zh: 一}]", "items/0/parts/must/0"),
        "an item without what its kind has": (
            "catalogue",
            FUNCTIONS,
            "    parts: {must: [{zh: 一, en: One}]}\n",
            "",
            "items/0",
        ),
        "a part its kind has not": ("catalogue", FUNCTIONS, "{must:", "{musts:", "items/0/parts"),
        "a part where the kind has none": (
            "catalogue",
            SHELF,
            "    brings:",
            "    parts: {must: {zh: 一, en: One}}\n    brings:",
            "items/0/parts",
        ),
        "an unknown fact in a case": ("case", CASE, "{product_c", "{produkt_c", "answers"),
        "a derived fact in a case": ("case", CASE, "{product_complexity: high", "{sales_mode: direct", "answers"),
        "a list for an answer": ("case", CASE, "complexity: high", "complexity: [high]", "answers/product_complexity"),
        "an amount in words": ("case", CASE, "3000", "some dollars", "answers/deal_size_usd"),
        "a cell without an id": ("case", CASE, "id: east\n    region", "region", "cells/0"),
        "an override without a reason": ("case", CASE, ", because: They insist", "", "override"),
        "a case with nothing": ("case", "client: One\n", "", "", ""),
        "a test that expects an unknown mode": (
            "case-tests",
            TESTS,
            "mode: direct",
            "mode: dealers",
            "tests/0/expect/mode",
        ),
        "a test that expects an unknown rule": ("case-tests", TESTS, "[hard-to", "[hrad-to", "tests/0/expect/fires/0"),
        "a test that expects nothing": (
            "case-tests",
            TESTS,
            TESTS[TESTS.index("{mode") : TESTS.index("\n    reviewed")],
            "{}",
            "tests/0/expect",
        ),
        "a test beside the rules": ("rules-mode", TESTS, "given: {product_c", "given: {produkt_c", "tests/0/given"),
        "a promise about an unknown state": (
            "directions",
            PROMISE,
            "[low, high]",
            "[low, hihg]",
            "directions/0/through/1",
        ),
        "a promise about an unknown mode": ("directions", PROMISE, "channel", "dealers", "directions/0/never_favours"),
        "a principle without a hash": ("principles", PRINCIPLE, ", sha256: " + "0" * 64, "", "principles/0/passage/0"),
        "a strength of no points": ("decision", DECISION, "points: 2", "points: 0", "strengths/0/points"),
        "a mode that needs what no shelf has": ("decision", DECISION, "[policy]", "[polices]", "modes/0/needs/0"),
        "a documented case with an unknown answer": (
            "cases",
            DOCUMENTED,
            "{market_stage: mature}",
            "{market_stage: old}",
            "cases/0/answers/market_stage",
        ),
        "a documented mode that is none": (
            "cases",
            DOCUMENTED,
            "mode: direct",
            "mode: dealers",
            "cases/0/outcome/mode",
        ),
        "a review by no day": (
            "sources",
            SOURCE,
            "read: full",
            "read: full, review_by: next spring",
            "sources/0/review_by",
        ),
        "a source read by heart": ("sources", SOURCE, "read: full", "read: heart", "sources/0/read"),
        "a rate of nothing": ("rates", RATES, "cny: 7.2", "cny: 0", "per_dollar/cny"),
        "a rate of no currency": ("rates", RATES, "cny: 7.2", "thaler: 7.2", "per_dollar"),
        "a law about an unknown answer": (
            "laws",
            LAW,
            "direct_required",
            "no_direct",
            "laws/0/unless/intermediary_regulation",
        ),
        "a law about an unknown item": ("laws", LAW, "[founder-seller]", "[founders]", "laws/0/items/0"),
        "a picture of an unknown state": (
            "pictures",
            PICTURES,
            "[high]",
            "[hihg]",
            "house/0/strong/product_complexity/0",
        ),
    }
)

GOOD = {
    "rules-mode": RULE,
    "vocabulary": FACT,
    "catalogue": SHELF,
    "case": CASE,
    "case-tests": TESTS,
    "directions": PROMISE,
    "principles": PRINCIPLE,
    "sources": SOURCE,
    "pictures": PICTURES,
    "rates": RATES,
    "laws": LAW,
    "decision": DECISION,
    "cases": DOCUMENTED,
    **GOOD_FIGURES,
    **GOOD_AUDIT,
}
"""For each kind of file a snippet without mistakes."""

ACCEPTED = {
    "a rule whose review is open": ("rules-mode", RULE.replace("    when:", "    review_by:\n    when:")),
    "a shelf of a kind that is new": ("catalogue", FUNCTIONS.replace("kind: function", "kind: new-kind")),
    "a case with all that may stand in it": ("case", FULL_CASE),
    "numbers alone": ("case", "economics: {gross_margin: 0.4, currency: }\n"),
    "vendors in a file of their own": (
        "case",
        "vendors: [{id: a, name: , functions: , criteria: {F2: {evidence: }}}, {id: b, criteria: }]\n",
    ),
    "what an interview saved": ("case", "journal:\n  - {answer: market_stage, given: mature}\n"),
    "a case with what an interview saved": (
        "case",
        'answers: {market_stage: mature}\nvendors: [{id: a, name: A}]\njournal:\n- {"skip": "price_spread"}\n',
    ),
    "what an interview about a plan saved": ("plan", "journal:\n  - {answer: plan_mode, given: direct}\n"),
    "a case with nothing answered yet": ("case", "client: One\nanswers:\n"),
    "a plan with nothing answered yet": ("plan", "answers:\n"),
    "a plan in a client's folder": ("case", GOOD_AUDIT["plan"]),
    "plans of several markets": ("case", "cells:\n  - {id: east, answers: {plan_mode: direct}}\n"),
}
"""Other files that the program reads, and that must not be marked."""
