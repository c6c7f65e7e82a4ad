"""Files about existing plans with one mistake each, and where the mistake has to be marked."""

from __future__ import annotations

STANDARD = """\
mode: plan_mode
capacity: measures_a_quarter
defects: [defect_value_lead]
balance: line_balance
areas:
  - id: mode
    title: {zh: 一, en: One}
    meaning: {zh: 一, en: One}
    elements:
      - {fact: plan_boundary, wanted_for: [demarcation], to_be: [metric], there: [there], partly: [partly]}
      - {fact: technology_scan, there: [before_process], partly: [after_process]}
efforts:
  - {id: small, title: {zh: 小, en: small}, meaning: {zh: 一, en: One}}
waves:
  - {id: now, title: {zh: 一, en: One}}
"""
MEASURES = """\
kind: process
title: {zh: 一, en: One}
items:
  - id: a-measure
    title: {zh: 一, en: One}
    text: {zh: 一, en: One}
    area: mode
    effort: small
    effect: {zh: 一, en: One}
    after: [map-modes-by-market]
    owner: {zh: 一, en: One}
    metric: conflict-rate
    carried_by: [price-control]
    principle: [M1]
    basis: proposal
"""
CLOSING = """\
family: {zh: 一, en: One}
rules:
  - id: a-rule
    title: {zh: 一, en: One}
    when: {customer_line: [missing, partly]}
    then:
      - recommend: [draw-the-boundary]
    because:
      principle: [P1]
      basis: proposal
      reason: {zh: 一, en: One}
    examples:
      fires: [{customer_line: missing, line_balance: lopsided}]
      silent: [{customer_line: there}]
"""
CONCLUDING = CLOSING.replace("recommend: [draw-the-boundary]", "conclude: {line_balance: lopsided}")
PLAN = """\
client: One
answers: {plan_mode: not_stated, effort_on_order_line: 80, plan_boundary: not_applicable, data_ready: unknown}
"""

# what is wrong: kind of file, file, old text, new text, the way to the mark
BROKEN_AUDIT: dict[str, tuple[str, str, str, str, str]] = {
    "a standard that names an unknown fact": (
        "audit-standard",
        STANDARD,
        "plan_boundary",
        "plan_boundry",
        "areas/0/elements/0/fact",
    ),
    "an element that is of a market cell": (
        "audit-standard",
        STANDARD,
        "plan_boundary",
        "product_complexity",
        "areas/0/elements/0/fact",
    ),
    "an element told by a conclusion": (
        "audit-standard",
        STANDARD,
        "plan_boundary",
        "line_balance",
        "areas/0/elements/0/fact",
    ),
    "a state the element's fact has not": (
        "audit-standard",
        STANDARD,
        "[before_process]",
        "[before_proces]",
        "areas/0/elements/1/there/0",
    ),
    "an element that does not say when it is there": (
        "audit-standard",
        STANDARD,
        "there: [before_process], ",
        "",
        "areas/0/elements/1",
    ),
    "a kind of items that is none": (
        "audit-standard",
        STANDARD,
        "[demarcation]",
        "[demarkation]",
        "areas/0/elements/0/wanted_for/0",
    ),
    "a mode told by a fact without the modes": (
        "audit-standard",
        STANDARD,
        "mode: plan_mode",
        "mode: data_ready",
        "mode",
    ),
    "a capacity that is no number": ("audit-standard", STANDARD, "measures_a_quarter", "plan_mode", "capacity"),
    "a defect that is asked": ("audit-standard", STANDARD, "[defect_value_lead]", "[data_ready]", "defects/0"),
    "a standard without a balance": ("audit-standard", STANDARD, "balance: line_balance\n", "", ""),
    "an area in one language": (
        "audit-standard",
        STANDARD,
        "title: {zh: 一, en: One}\n    meaning",
        "title: {zh: 一}\n    meaning",
        "areas/0/title",
    ),
    "an element with a key too many": ("audit-standard", STANDARD, "to_be:", "tobe:", "areas/0/elements/0"),
    "a measure of an unknown area": ("audit-measures", MEASURES, "area: mode", "area: modes", "items/0/area"),
    "a measure of an unknown effort": ("audit-measures", MEASURES, "effort: small", "effort: tiny", "items/0/effort"),
    "a measure after an unknown one": ("audit-measures", MEASURES, "[map-modes", "[map-mode", "items/0/after/0"),
    "a measure of an unknown metric": ("audit-measures", MEASURES, "conflict-rate", "conflict-rat", "items/0/metric"),
    "a measure on an unknown function": ("audit-measures", MEASURES, "[price-", "[prize-", "items/0/carried_by/0"),
    "a measure without an owner": ("audit-measures", MEASURES, "    owner: {zh: 一, en: One}\n", "", "items/0"),
    "a measure from literature without a source": (
        "audit-measures",
        MEASURES,
        "basis: proposal",
        "basis: literature",
        "items/0",
    ),
    "an effect in one language": (
        "audit-measures",
        MEASURES,
        "effect: {zh: 一, en: One}",
        "effect: {en: One}",
        "items/0/effect",
    ),
    "measures with the fields of a shelf": ("audit-measures", MEASURES, "items:", "carried: false\nitems:", ""),
    "a gap in a fact of a market cell": (
        "rules-audit-plan",
        CLOSING,
        "when: {customer_line: [missing, partly]}",
        "when: {product_complexity: high}",
        "rules/0/when",
    ),
    "an answer no plan can have": (
        "rules-audit-plan",
        CLOSING,
        "[missing, partly]",
        "[missing, party]",
        "rules/0/when/customer_line/1",
    ),
    "a measure that is none": (
        "rules-audit-plan",
        CLOSING,
        "[draw-the-boundary]",
        "[conflict-rate]",
        "rules/0/then/0/recommend/0",
    ),
    "a row assigned where there are none": (
        "rules-audit-plan",
        CLOSING,
        "recommend: [draw-the-boundary]",
        "{assign: collection, to: draw-the-boundary, strength: weak}",
        "rules/0/then/0",
    ),
    "an unknown balance concluded": (
        "rules-audit-derive",
        CONCLUDING,
        "{line_balance: lopsided}\n    because",
        "{line_balance: lopsidded}\n    because",
        "rules/0/then/0/conclude/line_balance",
    ),
    "a measure among conclusions": (
        "rules-audit-derive",
        CONCLUDING,
        "conclude: {line_balance: lopsided}",
        "recommend: [draw-the-boundary]",
        "rules/0/then/0",
    ),
    "an unknown principle behind a measure": (
        "rules-audit-plan",
        CLOSING,
        "[P1]",
        "[P99]",
        "rules/0/because/principle/0",
    ),
    "an unknown question in a plan": ("plan", PLAN, "plan_mode", "plan_mod", "answers"),
    "a question of market cells in a plan": ("plan", PLAN, "plan_mode: not_stated", "market_stage: mature", "answers"),
    "an unknown option in a plan": ("plan", PLAN, "not_stated", "not_said", "answers/plan_mode"),
    "a number of a plan out of range": ("plan", PLAN, "80", "180", "answers/effort_on_order_line"),
    "not applicable in a plan where it cannot be": (
        "plan",
        PLAN,
        "data_ready: unknown",
        "data_ready: not_applicable",
        "answers/data_ready",
    ),
    "vendors in a plan": ("plan", PLAN, "client: One", "vendors: []", ""),
    "an audit in a plan": ("plan", PLAN, "client: One", "audit: {plan_mode: direct}", ""),
    "a mistake in a plan among cases": ("case", PLAN, "not_stated", "not_said", "answers/plan_mode"),
}

GOOD_AUDIT = {
    "audit-standard": STANDARD,
    "audit-measures": MEASURES,
    "rules-audit-plan": CLOSING,
    "rules-audit-derive": CONCLUDING,
    "plan": PLAN,
}
