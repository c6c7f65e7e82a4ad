"""Skeletons of new entries: valid at once, drafts, and with every text marked as still to be written.

What an entry needs is taken from the home's own vocabulary, decision table and catalogue. The text of an entry comes
out in the one form of knowledge files.
"""

from __future__ import annotations

import json
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.loading.entry_files import DRAFT
from mvpod_expert.model.conditions import All, Test
from mvpod_expert.model.diagnostics import Place
from mvpod_workbench.sampling.example_answers import firing_and_silent, written
from mvpod_workbench.tables.overview import as_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mvpod_expert.model.catalogue import Shelf
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase

NOWHERE = Place(file="")
Outcome = tuple[str, tuple[str, ...]]
"""An action and what it is about."""


REASON = """
        zh: （待写）为什么成立；依据不是自己的建议时，改 basis 并写 sources
        en: "(to be written) why it holds; where it is more than our proposal, change basis and name sources\""""
ROW = ("（待写）这一行说什么", "(to be written) this row in one sentence", "（待写）为什么", "(to be written) why")
"""The title and the reason of a new row."""


class RuleSpec(NamedTuple):
    """What the author said of the new entry; empty where nothing was said.

    Args:
        when: for each fact the states a rule tests.
        then: what a rule does.
        strength: the strength of its evidence.
        principle: the principles it serves.
        options: the options of a new choice.
        form: `choice`, `number` or `flag` for a fact; `literature` or `practice` for a source; the area of a principle.
    """

    when: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    then: tuple[Outcome, ...] = ()
    strength: str = ""
    principle: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    form: str = ""


def to_be_written(zh: str, en: str) -> str:
    """Return a text in both languages that says it is still to be written."""
    texts = (json.dumps(text, ensure_ascii=False) for text in (f"（待写）{zh}", f"(to be written) {en}"))
    return "{{zh: {}, en: {}}}".format(*texts)


NAME = to_be_written("名称", "name")


class Scaffolder:
    """Writes skeletons against one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge

    def rule(self, name: str, wishes: RuleSpec) -> str:
        """Write a rule; what it tests and does has been checked.

        Raises:
            ValueError: its condition can never hold.
        """
        facts = self.knowledge.facts
        tests = [Test(fact=fact, states=frozenset(states), place=NOWHERE) for fact, states in wishes.when.items()]
        examples = firing_and_silent(tests[0] if len(tests) == 1 else All(parts=tuple(tests)), facts)
        if examples is None:
            raise ValueError(name)
        first = facts[next(iter(wishes.when))]
        when = ", ".join(f"{fact}: {_one_or_list(states)}" for fact, states in wishes.when.items())
        then = "".join(f"\n      - {{{_outcome(each, wishes.strength)}}}" for each in wishes.then)
        fires, silent = (_answers(states, facts) for states in examples)
        principle = wishes.principle or first.principle[:1] or self._principle()
        return _skeleton(
            name,
            title=to_be_written("一句话说清这条规则", "the rule in one sentence"),
            when=f"{{{when}}}",
            then=then,
            because=f"\n      principle: [{', '.join(principle)}]\n      basis: proposal\n      reason:{REASON}",
            examples=f"\n      fires: [{{{fires}}}]\n      silent: [{{{silent}}}]",
        )

    def table(self, name: str, folder: str, wishes: RuleSpec) -> str:
        """Write a decision table with a row for each state of the first fact; the other facts may be anything."""
        first, *others = wishes.when
        actions = {
            f"{action} {what[0]}" if action in {"assign", "conclude"} else action: what[-1]
            for action, what in wishes.then
        }
        if any(action.split()[0] in {"for", "against", "assign", "propose"} for action in actions):
            actions["strength"] = wishes.strength
        principle = wishes.principle or self.knowledge.facts[first].principle[:1] or self._principle()
        rows = [
            ["family.zh", "（待写）这张表的名称"],
            ["family.en", "(to be written) name of this table"],
            ["folder", folder],
            ["hit", "unique"],
            [DRAFT, "yes"],
            ["principle", "; ".join(principle)],
            ["basis", "proposal"],
            [],
            ["id", first, *others, *actions, "title.zh", "title.en", "reason.zh", "reason.en"],
        ]
        for state in self.knowledge.facts[first].known_states:
            row = f"{name}-{state.replace('_', '-')}"
            rows.append([row, state, *("; ".join(wishes.when[each]) for each in others), *actions.values(), *ROW])
        return as_csv(rows)

    def fact(self, name: str, wishes: RuleSpec) -> str:
        """Write a fact with its question, and the options, bands or neither of its kind."""
        form = wishes.form or "choice"
        of_kind: dict[str, str] = {}
        if form == "choice":
            meaning = to_be_written("到什么程度算这一项", "from where on it is this one, in figures")
            of_kind["options"] = "".join(
                f"\n      - id: {option}\n        title: {to_be_written(option, option)}\n        meaning: {meaning}"
                for option in wishes.options or ("low", "high")
            )
        elif form == "number":
            small, large = to_be_written("小", "small"), to_be_written("大", "large")
            bands = f"\n      - {{id: small, below: 100, title: {small}}}\n      - {{id: large, title: {large}}}"
            of_kind = {"unit": to_be_written("单位", "unit"), "range": "{min: 0, max: 1000000}", "bands": bands}
        return _skeleton(
            name,
            kind=form,
            title=NAME,
            question=to_be_written("问什么？", "what is asked?"),
            why=to_be_written("为什么要问", "why it is asked"),
            how=to_be_written("怎样估计，去哪里查", "how to estimate it, and where to look"),
            principle=f"[{', '.join(wishes.principle or self._principle())}]",
            **of_kind,
        )

    def source(self, name: str, wishes: RuleSpec) -> str:
        """Write a source."""
        citation = "（待写）作者、年份、题名、出处 (to be written) author, year, title, where"
        return _skeleton(name, kind=wishes.form or "literature", citation=citation, read="memory")

    def principle(self, name: str, wishes: RuleSpec) -> str:
        """Write a principle; where the article says it is still to be found."""
        meaning = to_be_written("用自己的话说这条原则", "the principle in our own words")
        return _skeleton(name, area=wishes.form or "method", title=NAME, meaning=meaning, inferred="true", passage="[]")

    def case(self, name: str, wishes: RuleSpec) -> str:
        """Write a documented case; it is not scored until it is."""
        asked = next(self.knowledge.asked())
        answers = _answers({fact: states[0] for fact, states in wishes.when.items()}, self.knowledge.facts)
        result = to_be_written("结果", "how it went")
        mode = self._mode(wishes, "for")
        return _skeleton(
            name,
            company=to_be_written("公司", "company"),
            offer=to_be_written("产品或服务", "what it sells"),
            market=to_be_written("市场", "market"),
            period="（待写）年份 (to be written) years",
            answers=f"{{{answers or f'{asked.id}: unknown'}}}",
            documented="[]",
            outcome=f"{{mode: {mode}, also_acceptable: [], confidence: low, scored: false, result: {result}}}",
            reason=to_be_written("为什么这样选", "why it was chosen"),
            sources="[（待写）出处 (to be written) where it is documented]",
        )

    def direction(self, name: str, wishes: RuleSpec) -> str:
        """Write a promise about a fact."""
        mode, reason = self._mode(wishes, "against"), to_be_written("为什么不会", "why it never does")
        return _skeleton("", raising=name, never_favours=mode, basis="proposal", reason=reason)

    def item(self, name: str, shelf: Shelf, wishes: RuleSpec) -> str:
        """Write an item of a shelf, with the parts the shelf demands."""
        needed = [part for part in shelf.fields if not part.optional]
        carriers = Counter(each for item in shelf.items for each in item.carried_by)
        principles = Counter(each for item in shelf.items for each in item.principle)
        carrier = next((each for each, _ in carriers.most_common(1)), "")
        principle = wishes.principle or tuple(each for each, _ in principles.most_common(1)) or self._principle()
        return _skeleton(
            name,
            title=NAME,
            text=to_be_written("做什么、做到什么程度", "what is to be done, so that it can be checked"),
            parts="".join(f"\n      {part.id}: {to_be_written(part.title.zh, part.title.en)}" for part in needed),
            carried_by=f"[{carrier}]" if shelf.carried and carrier else "",
            schedule=self._schedule(shelf),
            principle=f"[{', '.join(principle)}]",
            basis="proposal",
        )

    def _schedule(self, shelf: Shelf) -> str:
        if shelf.ranked is None:
            return ""
        metric = next((item.id for item in self.knowledge.items() if item.kind == "metric"), "metric")
        within, effort = shelf.ranked.within[-1], shelf.ranked.efforts[0].id
        who = to_be_written("谁负责", "who answers for it")
        return f"\n      who: {who}\n      within: {within}\n      effort: {effort}\n      metric: {metric}"

    def _principle(self) -> tuple[str, ...]:
        return tuple(self.knowledge.principles)[:1]

    def _mode(self, wishes: RuleSpec, action: str) -> str:
        modes = (what[0] for named, what in wishes.then if named == action)
        return next(modes, self.knowledge.decision.modes[0].id)


def _skeleton(name: str, **fields: str) -> str:
    """Write an entry that is a draft; what has lines of its own begins below its key, and what is empty is left out."""
    whole = {"id": name, DRAFT: "true", **fields}
    lines = (f"{key}:{value if value[0].isspace() else f' {value}'}" for key, value in whole.items() if value)
    return "  - " + "\n    ".join(lines) + "\n"


def _one_or_list(states: Sequence[str]) -> str:
    return states[0] if len(states) == 1 else f"[{', '.join(states)}]"


def _outcome(outcome: Outcome, strength: str) -> str:
    action, what = outcome
    match action:
        case "for" | "against" | "propose":
            return f"{action}: {what[0]}, strength: {strength}"
        case "assign":
            return f"assign: {what[0]}, to: {what[1]}, strength: {strength}"
        case "conclude":
            return f"conclude: {{{what[0]}: {what[1]}}}"
        case "recommend" | "reask":
            return f"{action}: [{', '.join(what)}]"
    return f"{action}: {what[0]}"


def _answers(states: Mapping[str, str], facts: Mapping[str, Fact]) -> str:
    return ", ".join(f"{name}: {written(facts[name], state)}" for name, state in states.items())
