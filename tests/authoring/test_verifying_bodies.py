"""Verifying the rules of the audit and about trends: those that never fire, repeat others or add nothing."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.engine.inference import fire_stratum
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.frozen import LANGS, Lang
from mvpod_expert.views.console import Terminal
from mvpod_expert.views.messages import Messages
from mvpod_workbench.lookup.rulesets import Ruleset, bodies, gathered
from mvpod_workbench.proofs.proving import Prover
from mvpod_workbench.proofs.verifying import WITHOUT_DECISION, Verified, analyses
from mvpod_workbench.views.verify import VerifyView
from tests.authoring.shipped import BASE, KNOWLEDGE
from tests.loading.homes import copied

if TYPE_CHECKING:
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.resources import Home
    from mvpod_workbench.proofs.proving import Finding

RULE = """
  - id: {name}
    title: {{zh: 规则, en: A rule}}
    when: {when}
    then:
      - recommend: [{items}]
    because:
      principle: [{principle}]
      basis: proposal
      reason: {{zh: 理由。, en: A reason.}}
    examples:
      fires: [{fires}]
      silent: [{silent}]
"""


def added(home: Home, file: str, name: str, *, when: str, items: str, silent: str, principle: str = "M2") -> None:
    """Add a rule at the end of a file, which fires where it says."""
    path = home.root / file
    fires = when.replace("[partly, missing]", "partly")
    written = RULE.format(name=name, when=when, items=items, principle=principle, fires=fires, silent=silent)
    path.write_text(path.read_text(encoding="utf-8").rstrip() + "\n" + written, encoding="utf-8")


def found(body: Ruleset) -> list[Finding]:
    """Return what the analyses that make sense of a body without a mode find in it."""
    prover = Prover(body.knowledge, body.base, decides=body.is_advice)
    return [each for name, analysis in analyses(prover).items() if name in WITHOUT_DECISION for each in analysis()]


def fired(body: Ruleset, answers: dict[str, str]) -> set[str]:
    memory, engine = dict(answers), BitsetEngine(body.base)
    return {
        each.rule
        for stratum in ("derive", "plan")
        for each in fire_stratum(body.base, engine, body.knowledge.rules, stratum, memory)
    }


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> tuple[KnowledgeBase, list[Ruleset]]:
    """A home with a rule that never fires, one said twice, and two that add nothing."""
    home = copied(tmp_path_factory.mktemp("seeded"))
    balance, trends = "rules/audit/plan/balancing.yaml", "rules/trends/10-customer-line.yaml"
    never = "{line_balance: balanced, order_line: missing}"
    added(home, balance, "never-fires", when=never, items="meet-on-three-lines", silent="{line_balance: lopsided}")
    twice = "{plan_boundary: [partly, missing]}"
    added(
        home,
        balance,
        "says-it-twice",
        when=twice,
        items="draw-the-boundary",
        silent="{plan_boundary: there}",
    )
    less = "{plan_policies: missing, plan_boundary: there}"
    added(home, balance, "says-less", when=less, items="write-channel-clauses", silent="{plan_policies: there}")
    moves = "{relationship_closeness: falling, win_rate: falling, multi_threading: rising}"
    added(home, trends, "moves-alike", when=moves, items="win-rate", silent="{win_rate: falling}", principle="V2")
    knowledge = load_knowledge(home)
    return knowledge, [*bodies(knowledge, compile_rules(knowledge))[1:]]


def test_the_shipped_rules_beside_the_advice_have_no_findings() -> None:
    """Each can fire, and none repeats another."""
    beside = bodies(KNOWLEDGE, BASE)[1:]
    assert [body.name for body in beside] == ["audit", "trends"]
    assert [found(body) for body in beside] == [[], []]


def test_rules_that_never_fire_repeat_or_add_nothing_are_found(seeded: tuple[KnowledgeBase, list[Ruleset]]) -> None:
    """Each with its code; on the answers shown both rules really fire."""
    _, (audit, trends) = seeded
    told = {(each.diagnostic.code, each.diagnostic.about.removeprefix("rules › ")) for each in found(audit)}
    assert told == {
        (Code.RULE_UNREACHABLE, "never-fires"),
        (Code.RULE_DUPLICATE, "no-boundary-calls-for-one"),
        (Code.RULE_ADDS_NOTHING, "says-less"),
    }
    for body, codes in ((audit, 2), (trends, 1)):
        shown = [each for each in found(body) if each.witness is not None]
        assert len(shown) == codes
        for each in shown:
            assert each.witness is not None
            others = set(each.diagnostic.details["others"].split(", "))
            assert {each.diagnostic.details["rule"], *others} <= fired(body, each.witness.profile)
    assert [each.diagnostic.details["rule"] for each in found(trends)] == ["moves-alike"]


@pytest.mark.parametrize("lang", LANGS)
def test_findings_are_shown_with_what_each_world_can_answer(
    seeded: tuple[KnowledgeBase, list[Ruleset]], lang: Lang
) -> None:
    """A plan is answered and can be saved; how metrics move is reported, and is no file of answers."""
    knowledge, beside = seeded
    findings = tuple(each for body in beside for each in found(body))
    view, file = VerifyView(gathered(knowledge), Messages(lang)), io.StringIO()
    page = Terminal(file, plain=True)
    page.width = 100
    view.show(Verified(findings, 0, 0, 0), page, {})
    text = file.getvalue()
    t = Messages(lang)
    assert text.count(t("verify.witness_audit")) == 2
    after = text.split(t("verify.witness_trends"))[1]
    assert after.split()[0] == "relationship_closeness:"
    assert [view.can_be_saved(finding.witness) for finding in findings if finding.witness].count(False) == 1
    assert {each["of"] for each in view.document(Verified(findings, 0, 0, 0))["diagnostics"]} == {"audit", "trends"}  # type: ignore[attr-defined]
