"""Files of numbers, trends and vendors, and what a case says of them, with one mistake each, and where it is marked."""

from __future__ import annotations

from pathlib import Path

ECONOMICS = (Path(__file__).parents[3] / "knowledge" / "figures" / "economics.yaml").read_text(encoding="utf-8")
"""Every number the calculators know has to be in it, so that the shipped file serves."""

VENDORS = """\
fits:
  standard: {zh: 一, en: One}
  config: {zh: 一, en: One}
  custom: {zh: 一, en: One}
  missing: {zh: 一, en: One}
steady_within: 10
note: {zh: 一, en: One}
gates:
  - id: function
    title: {zh: 一, en: One}
    meaning: {zh: 一, en: One}
    weight: 30
    passes_at: 0.7
    criteria:
      - id: F1
        title: {zh: 一, en: One}
        levels: [{zh: 一, en: One}, {zh: 一, en: One}, {zh: 一, en: One}]
        evidence: {zh: 一, en: One}
        ask: {zh: 一, en: One}
        from_functions: [{score: 2, missing: 0, custom: 0.5}]
        basis: proposal
    knock_outs:
      - {id: no-hierarchy, title: {zh: 一, en: One}, criterion: F2, at_most: 0, basis: proposal}
      - {id: much-code, title: {zh: 一, en: One}, fits: [custom, missing], above: 0.2, basis: proposal}
    principle: [D1]
    basis: article
"""
TRENDS = """\
limits: {fewest_points: 8, clear_below: 0.05, interval: 0.8, monthly_seasons_from: 24, quarterly_seasons_from: 8}
movements:
  - {id: rising, title: {zh: 一, en: One}}
  - {id: steady, title: {zh: 一, en: One}}
  - {id: falling, title: {zh: 一, en: One}}
levels:
  - {id: below, title: {zh: 一, en: One}}
  - {id: within, title: {zh: 一, en: One}}
  - {id: above, title: {zh: 一, en: One}}
lines:
  - {id: customer, title: {zh: 一, en: One}}
units:
  - {unit: share, factor: 0.01, written: ["%"]}
series:
  - id: won
    code: A1
    metric: win-rate
    line: customer
    title: {zh: 一, en: One}
    unit: share
    direction: band
    range: {min: 0, max: 1}
    band: {min: 0.2}
"""
FALLING = """\
family: {zh: 一, en: One}
rules:
  - id: a-rule
    title: {zh: 一, en: One}
    when: {multi_threading_level: below, share_of_wallet: [steady, falling]}
    then: [{recommend: win-rate}]
    because: {principle: [V2], basis: proposal, reason: {zh: 一, en: One}}
    examples:
      fires: [{multi_threading_level: below, share_of_wallet: falling}]
      silent: [{share_of_wallet: rising}]
"""
CASE = """\
client: One
answers: {market_stage: mature}
economics:
  currency: USD
  segments: [{id: key, accounts: 30, visits_per_year: }]
  direct: {reps: {low: 3, likely: 4, high: 6}}
vendors:
  - id: vendor-a
    name: A
    functions: {dashboards: config, deal-registration-system: unknown}
    criteria: {F2: {score: 2, evidence: seen}, F3: 1, C1: unknown, F1: }
    notes: 3
metrics: history.csv
audit: {plan_mode: direct, measures_a_quarter: 4}
cells:
  - id: east
    answers: {partner_capability: low}
    vendors: [{id: vendor-b}]
    economics: {gross_margin: 45%}
"""

# what is wrong: kind of file, file, old text, new text, the way to the mark
BROKEN_FIGURES: dict[str, tuple[str, str, str, str, str]] = {
    "a fit without a name": ("figures-vendors", VENDORS, "  missing: {zh: 一, en: One}\n", "", "fits"),
    "a gate with a key too many": ("figures-vendors", VENDORS, "    weight:", "    share: 1\n    weight:", "gates/0"),
    "a pass mark in per cent": ("figures-vendors", VENDORS, "0.7", "70", "gates/0/passes_at"),
    "a weight that is no whole number": ("figures-vendors", VENDORS, "weight: 30", "weight: 30.5", "gates/0/weight"),
    "a gate without criteria": (
        "figures-vendors",
        VENDORS,
        VENDORS[VENDORS.index("criteria:") : VENDORS.index("    knock_outs")],
        "criteria: []\n",
        "gates/0/criteria",
    ),
    "a criterion without a number": ("figures-vendors", VENDORS, "id: F1", "id: first", "gates/0/criteria/0/id"),
    "two levels": ("figures-vendors", VENDORS, "[{zh: 一, en: One}, ", "[", "gates/0/criteria/0/levels"),
    "a level in one language": (
        "figures-vendors",
        VENDORS,
        "levels: [{zh: 一, en: One}",
        "levels: [{zh: 一}",
        "gates/0/criteria/0/levels/0",
    ),
    "a limit for a score that is none": (
        "figures-vendors",
        VENDORS,
        "score: 2",
        "score: 3",
        "gates/0/criteria/0/from_functions/0/score",
    ),
    "a criterion from practice without a source": (
        "figures-vendors",
        VENDORS,
        "basis: proposal",
        "basis: practice",
        "gates/0/criteria/0",
    ),
    "a knock-out without a limit": ("figures-vendors", VENDORS, ", at_most: 0", "", "gates/0/knock_outs/0"),
    "a knock-out of two kinds": (
        "figures-vendors",
        VENDORS,
        "at_most: 0",
        "at_most: 0, fits: [custom], above: 0.1",
        "gates/0/knock_outs/0/fits",
    ),
    "a knock-out on another gate's criterion": (
        "figures-vendors",
        VENDORS,
        "criterion: F2",
        "criterion: I1",
        "gates/0/knock_outs/0/criterion",
    ),
    "a fit that is none": ("figures-vendors", VENDORS, "[custom,", "[costum,", "gates/0/knock_outs/1/fits/0"),
    "a gate on an unknown principle": ("figures-vendors", VENDORS, "[D1]", "[D99]", "gates/0/principle/0"),
    "an input that no calculator knows": (
        "figures-economics",
        ECONOMICS,
        "id: reps_funded",
        "id: reps_found",
        "inputs/2/id",
    ),
    "an input's unit that is none": ("figures-economics", ECONOMICS, "unit: share", "unit: part", "inputs/0/unit"),
    "a result under an unknown heading": (
        "figures-economics",
        ECONOMICS,
        "group: people",
        "group: poeple",
        "results/0/group",
    ),
    "a result that settles an unknown fact": (
        "figures-economics",
        ECONOMICS,
        "fact: target_account_count",
        "fact: target_accounts",
        "results/0/fills/fact",
    ),
    "a result from literature without a source": (
        "figures-economics",
        ECONOMICS,
        "    sources: [talley-1961]\n",
        "",
        "results/1",
    ),
    "an unknown metric": ("figures-trends", TRENDS, "win-rate", "win-rat", "series/0/metric"),
    "an unknown line": ("figures-trends", TRENDS, "line: customer", "line: custom", "series/0/line"),
    "a target band left out": ("figures-trends", TRENDS, "    band: {min: 0.2}\n", "", "series/0"),
    "a movement without a name": ("figures-trends", TRENDS, "id: steady", "id: steadily", "movements"),
    "a series that is none": ("rules-trends", FALLING, "share_of_wallet: [", "share_of_walet: [", "rules/0/when"),
    "a movement that is none": (
        "rules-trends",
        FALLING,
        "[steady, falling]",
        "[steady, sinking]",
        "rules/0/when/share_of_wallet/1",
    ),
    "a row assigned by a trend": (
        "rules-trends",
        FALLING,
        "{recommend: win-rate}",
        "{assign: collection, to: own-side, strength: weak}",
        "rules/0/then/0",
    ),
    "a number that is not asked for": ("case", CASE, "accounts: 30", "acounts: 30", "economics/segments/0"),
    "a segment without an id": ("case", CASE, "{id: key, ", "{", "economics/segments/0"),
    "a range without its likely number": ("case", CASE, " likely: 4,", "", "economics/direct/reps"),
    "an amount with its unit": ("case", CASE, "accounts: 30", "accounts: 30 pcs", "economics/segments/0/accounts"),
    "a share above one": ("case", CASE, "gross_margin: 45%", "gross_margin: 45", "cells/0/economics/gross_margin"),
    "a vendor without an id": ("case", CASE, "- id: vendor-a\n    name", "- name", "vendors/0"),
    "a vendor's id in capitals": ("case", CASE, "id: vendor-a", "id: Vendor A", "vendors/0/id"),
    "a vendor's id below nothing": ("case", CASE, "id: vendor-a", "id: -1", "vendors/0/id"),
    "a function that is none": ("case", CASE, "dashboards:", "dashbords:", "vendors/0/functions"),
    "a fit that a function cannot have": ("case", CASE, ": config,", ": configured,", "vendors/0/functions/dashboards"),
    "a criterion that is none": ("case", CASE, "F3: 1", "F33: 1", "vendors/0/criteria"),
    "a score of three": ("case", CASE, "F3: 1", "F3: 3", "vendors/0/criteria/F3"),
    "a score that follows from functions": ("case", CASE, "F1: ", "F1: 2", "vendors/0/criteria/F1"),
    "a score with a key too many": ("case", CASE, "evidence: seen", "proof: seen", "vendors/0/criteria/F2"),
    "no vendors": ("case", CASE, "[{id: vendor-b}]", "[]", "cells/0/vendors"),
    "metrics that are no file": ("case", CASE, "history.csv", "[history.csv]", "metrics"),
    "a question of market cells in the audit": ("case", CASE, "{plan_mode: direct", "{market_stage: mature", "audit"),
    "an unknown option in the audit": ("case", CASE, "plan_mode: direct", "plan_mode: dealers", "audit/plan_mode"),
    "an audit in a cell": ("case", CASE, "- id: east", "- id: east\n    audit: {}", "cells/0"),
}

GOOD_FIGURES = {
    "figures-vendors": VENDORS,
    "figures-economics": ECONOMICS,
    "figures-trends": TRENDS,
    "rules-trends": FALLING,
}
