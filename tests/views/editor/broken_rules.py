"""Rule files with one mistake each, made of a good one by replacing text, and where the mistake has to be marked."""

from __future__ import annotations

RULE = """\
family: {zh: 一, en: One}
rules:
  - id: a-rule
    title: {zh: 一, en: One}
    when: {product_complexity: high}
    then: [{for: direct, strength: strong}]
    because:
      principle: [M1]
      basis: literature
      sources: [anderson-1985]
      reason: {zh: 一, en: One}
    examples:
      fires: [{product_complexity: high, deal_size_usd: 3000}]
      silent: [{product_complexity: low}]
"""

# what is wrong: kind of file, file, old text, new text, the way to the mark
BROKEN_RULES: dict[str, tuple[str, str, str, str, str]] = {
    "an unknown fact in a condition": ("rules-mode", RULE, "when: {product_c", "when: {produkt_c", "rules/0/when"),
    "an unknown option": (
        "rules-mode",
        RULE,
        "when: {product_complexity: high",
        "when: {product_complexity: hard",
        "rules/0/when/product_complexity",
    ),
    "an unknown option in a list": (
        "rules-mode",
        RULE,
        "complexity: high}\n    then",
        "complexity: [high, hard]}\n    then",
        "rules/0/when/product_complexity/1",
    ),
    "every option at once": (
        "rules-mode",
        RULE,
        "complexity: high}\n    then",
        "complexity: [high, medium, low]}\n    then",
        "rules/0/when/product_complexity",
    ),
    "an option twice": (
        "rules-mode",
        RULE,
        "complexity: high}\n    then",
        "complexity: [high, high]}\n    then",
        "rules/0/when/product_complexity",
    ),
    "no option": (
        "rules-mode",
        RULE,
        "complexity: high}\n    then",
        "complexity: []}\n    then",
        "rules/0/when/product_complexity",
    ),
    "a number in a condition": (
        "rules-mode",
        RULE,
        "when: {product_complexity: high",
        "when: {deal_size_usd: 3000",
        "rules/0/when/deal_size_usd",
    ),
    "a quoted truth value": (
        "rules-plan",
        RULE.replace("{for: direct, strength: strong}", "{recommend: win-rate}"),
        "{product_complexity: high}\n    then",
        '{learning_phase: "true"}\n    then',
        "rules/0/when/learning_phase",
    ),
    "an empty condition": ("rules-mode", RULE, "when: {product_complexity: high}", "when: {}", "rules/0/when"),
    "a condition that is a list": (
        "rules-mode",
        RULE,
        "when: {product_complexity: high}",
        "when: [{product_complexity: high}]",
        "rules/0/when",
    ),
    "any of a mapping": (
        "rules-mode",
        RULE,
        "when: {product_complexity: high}",
        "when: {any: {product_complexity: high}}",
        "rules/0/when/any",
    ),
    "a mistake deep in a condition": (
        "rules-mode",
        RULE,
        "when: {product_complexity: high}",
        "when: {any: [{all: [{product_complexity: hard}]}]}",
        "rules/0/when/any/0/all/0/product_complexity",
    ),
    "at least without a count": (
        "rules-mode",
        RULE,
        "when: {product_complexity: high}",
        "when: {at_least: {of: [{product_complexity: high}]}}",
        "rules/0/when/at_least",
    ),
    "at least none": (
        "rules-mode",
        RULE,
        "when: {product_complexity: high}",
        "when: {at_least: {count: 0, of: [{product_complexity: high}]}}",
        "rules/0/when/at_least/count",
    ),
    "not of a derived fact": (
        "rules-mode",
        RULE,
        "when: {product_complexity: high}",
        "when: {not: {learning_phase: true}}",
        "rules/0/when/not",
    ),
    "the decided mode before the decision": (
        "rules-mode",
        RULE,
        "when: {product_complexity: high}",
        "when: {sales_mode: direct}",
        "rules/0/when",
    ),
    "a derived fact in a doubt": (
        "rules-doubts",
        RULE.replace("{for: direct, strength: strong}", "{reask: product_complexity}"),
        "when: {product_complexity: high}",
        "when: {learning_phase: true}",
        "rules/0/when",
    ),
    "a derived fact in a comparison": (
        "rules-compare",
        RULE.replace("{for: direct, strength: strong}", "{recommend: win-rate}"),
        "when: {product_complexity: high}",
        "when: {learning_phase: true}",
        "rules/0/when",
    ),
    "evidence in the plan": ("rules-plan", RULE, "", "", "rules/0/then/0"),
    "a recommendation among evidence": (
        "rules-mode",
        RULE,
        "{for: direct, strength: strong}",
        "{recommend: win-rate}",
        "rules/0/then/0",
    ),
    "an unknown item": (
        "rules-plan",
        RULE,
        "{for: direct, strength: strong}",
        "{recommend: [win-rat]}",
        "rules/0/then/0/recommend/0",
    ),
    "an unknown mode": ("rules-mode", RULE, "for: direct", "for: dealers", "rules/0/then/0/for"),
    "an unknown strength": ("rules-mode", RULE, "strength: strong", "strength: huge", "rules/0/then/0/strength"),
    "evidence without a strength": ("rules-mode", RULE, ", strength: strong", "", "rules/0/then/0"),
    "a veto with a strength": ("rules-mode", RULE, "for: direct", "exclude: direct", "rules/0/then/0"),
    "two outcomes in one entry": ("rules-mode", RULE, "for: direct", "for: direct, against: channel", "rules/0/then/0"),
    "no outcome": ("rules-mode", RULE, "[{for: direct, strength: strong}]", "[]", "rules/0/then"),
    "a row that falls to what is no column": (
        "rules-plan",
        RULE,
        "{for: direct, strength: strong}",
        "{assign: contract-and-collection-ours, to: win-rate, strength: weak}",
        "rules/0/then/0/to",
    ),
    "a conclusion about an asked fact": (
        "rules-derive",
        RULE,
        "{for: direct, strength: strong}",
        "{conclude: {product_complexity: high}}",
        "rules/0/then/0/conclude",
    ),
    "an unknown principle": ("rules-mode", RULE, "[M1]", "[M99]", "rules/0/because/principle/0"),
    "an unknown basis": ("rules-mode", RULE, "basis: literature", "basis: hearsay", "rules/0/because/basis"),
    "literature without a source": ("rules-mode", RULE, "      sources: [anderson-1985]\n", "", "rules/0/because"),
    "an unknown source": ("rules-mode", RULE, "anderson-1985", "andersen-1985", "rules/0/because/sources/0"),
    "a reason in one language": (
        "rules-mode",
        RULE,
        "reason: {zh: 一, en: One}",
        "reason: {zh: 一}",
        "rules/0/because/reason",
    ),
    "a blank text": ("rules-mode", RULE, "title: {zh: 一", 'title: {zh: " "', "rules/0/title/zh"),
    "a key that is misspelt": ("rules-mode", RULE, "because:", "becuase:", "rules/0"),
    "a key too many": ("rules-mode", RULE, "    when:", "    weight: 3\n    when:", "rules/0"),
    "an id in capitals": ("rules-mode", RULE, "id: a-rule", "id: A-Rule", "rules/0/id"),
    "no silent example": ("rules-mode", RULE, "      silent: [{product_complexity: low}]\n", "", "rules/0/examples"),
    "a band that is none in an example": (
        "rules-mode",
        RULE,
        "deal_size_usd: 3000",
        "deal_size_usd: plenty",
        "rules/0/examples/fires/0/deal_size_usd",
    ),
    "a number out of range": (
        "rules-mode",
        RULE,
        "deal_size_usd: 3000",
        "deal_size_usd: -1",
        "rules/0/examples/fires/0/deal_size_usd",
    ),
    "not applicable where it cannot be": (
        "rules-mode",
        RULE,
        "[{product_complexity: low}]",
        "[{product_complexity: not_applicable}]",
        "rules/0/examples/silent/0/product_complexity",
    ),
    "a page without a family": ("rules-mode", RULE, "family: {zh: 一, en: One}\n", "", ""),
    "a page without rules": ("rules-mode", RULE, RULE[RULE.index("rules:") :], "rules: []\n", "rules"),
}
