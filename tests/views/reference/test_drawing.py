"""Pictures of rules: every family, both languages; a strict grammar stands in for the parser."""

from __future__ import annotations

import re

import pytest

from mvpod_expert.model.frozen import LANGS, Lang, Text
from mvpod_expert.model.references import Thing
from mvpod_expert.views.messages import Messages
from mvpod_workbench.lookup.graphs import Graph, families, graph_around, graph_of_rules
from mvpod_workbench.views.reference.drawing import MERMAID, mermaid
from mvpod_workbench.views.reference.naming import Naming
from tests.shipped import KNOWLEDGE

NAMINGS = {lang: Naming(KNOWLEDGE, Messages(lang)) for lang in LANGS}
FAMILIES = families(NAMINGS["en"].touching)
ID = "[fre][0-9]+"
# A label may hold letters, marks that mean nothing, and entities; never a quote, a bracket or a loose `#` or `;`.
LABEL = r'"(?:[^"#&<>`\\{}|\[\]();%*_~]|#[0-9]+;)+"'
MERMAID_LINES = [
    r"%% .+",
    r"flowchart LR",
    rf"  subgraph t[0-9]+\[{LABEL}\]",
    r"  end",
    rf"    (?P<fact>{ID})\(\[{LABEL}\]\)",
    rf"  (?P<rule>{ID})\[{LABEL}\]",
    rf"  (?P<mode>{ID})\{{\{{{LABEL}\}}\}}",
    rf"  (?P<item>{ID})\[/{LABEL}/\]",
    rf"  (?P<from>{ID}) (?:-->|--o|==>|-\.->|--x)(?:\|{LABEL}\|)? (?P<to>{ID})",
]


def graphs() -> dict[str, Graph]:
    touching = NAMINGS["en"].touching
    drawn = {name: graph_of_rules(rules[0].family, rules, touching) for name, rules in FAMILIES.items()}
    drawn["a fact"] = graph_around(Thing("fact", "partner_availability"), touching)
    drawn["a conclusion"] = graph_around(Thing("fact", "small_orders_carry_visits"), touching)
    drawn["a rule"] = graph_around(Thing("rule", "small-frequent-rich-orders-carry-visits"), touching)
    return drawn


GRAPHS = graphs()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", GRAPHS)
def test_mermaid_keeps_to_its_grammar(name: str, lang: Lang) -> None:
    """Every line is one of those a flowchart may have; arrows lead between what has been declared."""
    declared, used = set(), set()
    lines = mermaid(GRAPHS[name], NAMINGS[lang]).splitlines()
    for line in lines:
        found = [match for grammar in MERMAID_LINES if (match := re.fullmatch(grammar, line))]
        assert found, line
        groups = {key: value for match in found for key, value in match.groupdict().items()}
        declared |= {groups[kind] for kind in ("fact", "rule", "mode", "item") if groups.get(kind)}
        used |= {groups[end] for end in ("from", "to") if groups.get(end)}
    assert used <= declared
    assert sum(line.startswith("  subgraph") for line in lines) == sum(line == "  end" for line in lines)


def test_for_against_and_veto_differ_without_colour() -> None:
    """By the line or its head."""
    assert len({MERMAID[way] for way in ("favours", "opposes", "vetoes", "tests", "tests_not")}) == 5


def test_whatever_a_title_says_the_picture_stays_whole() -> None:
    """Quotes, brackets, marks and line breaks are written so that they show."""
    graph = GRAPHS["mode/partners"]
    nasty = 'a "quoted" [x] | {y} `z` <b> #35; end; %% \\ \n line'
    rule = KNOWLEDGE.rules[graph.rules[0]].model_copy(update={"title": Text(zh=nasty, en=nasty)})
    knowledge = KNOWLEDGE.model_copy(update={"rules": {**KNOWLEDGE.rules, rule.id: rule}})
    naming = Naming(knowledge, Messages("en"))
    graph = Graph(Text(zh=nasty, en=nasty), graph.facts, graph.rules, graph.ends, graph.arrows)
    for line in mermaid(graph, naming).splitlines():
        assert any(re.fullmatch(each, line) for each in MERMAID_LINES), line


def test_a_picture_of_a_family_has_all_its_rules_and_nothing_else() -> None:
    """Each rule with every fact it tests and everything that follows from it."""
    for name, rules in FAMILIES.items():
        graph = GRAPHS[name]
        assert graph.rules == tuple(rule.id for rule in rules)
        for rule in rules:
            tested = {arrow.origin.id for arrow in graph.arrows if arrow.target == Thing("rule", rule.id)}
            assert tested == set(NAMINGS["en"].touching.facts_of(rule.id))
            follows = [arrow for arrow in graph.arrows if arrow.origin == Thing("rule", rule.id)]
            assert len(follows) == len(set(rule.then))
