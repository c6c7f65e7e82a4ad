"""Files with one mistake each, made of good ones by replacing text, and where the mistake has to be marked."""

from __future__ import annotations

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
PICTURES = """\
house:
  - title: {zh: 一, en: One}
    strong: {product_complexity: [high]}
    settled: [market_stage]
lines: {stage: market_stage, rows: []}
"""

# what is wrong: kind of file, file, old text, new text, the way to the mark
BROKEN: dict[str, tuple[str, str, str, str, str]] = BROKEN_RULES | {
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
    "a part in one language": (
        "catalogue",
        SHELF,
        "    brings:",
        "    parts: {participants: [{zh: 一}]}\n    brings:",
        "items/0/parts/participants/0",
    ),
    "an unknown fact in a case": ("case", CASE, "{product_c", "{produkt_c", "answers"),
    "a derived fact in a case": ("case", CASE, "{product_complexity: high", "{sales_mode: direct", "answers"),
    "a list for an answer": ("case", CASE, "complexity: high", "complexity: [high]", "answers/product_complexity"),
    "a number written with its unit": ("case", CASE, "3000", "3000 USD", "answers/deal_size_usd"),
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
    "a promise about an unknown state": ("directions", PROMISE, "[low, high]", "[low, hihg]", "directions/0/through/1"),
    "a promise about an unknown mode": ("directions", PROMISE, "channel", "dealers", "directions/0/never_favours"),
    "a principle without a hash": ("principles", PRINCIPLE, ", sha256: " + "0" * 64, "", "principles/0/passage/0"),
    "a source read by heart": ("sources", SOURCE, "read: full", "read: heart", "sources/0/read"),
    "a picture of an unknown state": ("pictures", PICTURES, "[high]", "[hihg]", "house/0/strong/product_complexity/0"),
}

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
}
