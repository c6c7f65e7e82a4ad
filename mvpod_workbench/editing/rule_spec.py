"""What an author says of a new rule, looked up in the home; what is not said gets a valid default."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.errors import MvpodError
from mvpod_expert.loading.rule_outcomes import ACTIONS
from mvpod_expert.model.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_workbench.editing.scaffolds import Outcome, RuleSpec

FOLDER_OF_ACTION = {
    "for": "mode",
    "against": "mode",
    "exclude": "mode",
    "recommend": "plan",
    "assign": "plan",
    "propose": "plan",
    "conclude": "derive",
    "reask": "doubts",
}
PARTS_OF_ACTION = {"assign": 2, "conclude": 2}


LIKE_ENOUGH = 0.7
"""Kinds are short words: at less, `policy` would be suggested for `play`."""


class WishError(MvpodError):
    """What was written, of something, cannot be, and what is allowed instead; `key` is the sentence that says so."""

    def __init__(self, written: str = "", allowed: Iterable[str] = (), of: str = "", *, key: str) -> None:
        super().__init__(key)
        self.key = key
        self.written = written
        self.allowed = tuple(allowed)
        self.of = of

    @property
    def meant(self) -> str | None:
        """The allowed word that was probably meant."""
        return closest_match(self.written, self.allowed, cutoff=LIKE_ENOUGH)


def known(word: str, allowed: Iterable[str], key: str, of: str = "") -> str:
    """Return a word that is allowed, or raise a WishError."""
    choices = tuple(allowed)
    if word not in choices:
        raise WishError(word, choices, of, key=key)
    return word


def conditions_of(conditions: Sequence[str], facts: Mapping[str, Fact]) -> dict[str, tuple[str, ...]]:
    """Read `FACT=STATE` or `FACT=STATE,STATE`, which must all hold; a WishError says what there is not."""
    tests: dict[str, tuple[str, ...]] = {}
    for condition in conditions:
        name, is_one, states = condition.partition("=")
        if not is_one or not states.strip():
            raise WishError(condition, key="new.when_form")
        fact = facts[known(name.strip(), facts, "new.no_fact")]
        listed = [known(state.strip(), fact.states, "new.no_option", fact.id) for state in states.split(",")]
        tests[fact.id] = tuple(dict.fromkeys(listed))
    return tests


def outcomes_of(actions: Sequence[str], knowledge: KnowledgeBase) -> tuple[Outcome, ...]:
    """Read `for=MODE`, `recommend=ITEM,ITEM`, `assign=ROW:ITEM`, `conclude=FACT:STATE`, `reask=FACT,FACT` and so on.

    Raises:
        WishError: there is no such action, mode, item, fact or state.
    """
    outcomes: list[Outcome] = []
    for action in actions:
        name, is_one, what = action.partition("=")
        if not is_one or not what.strip():
            raise WishError(action, key="new.then_form")
        known(name, ACTIONS, "new.no_action")
        words = tuple(word.strip() for word in what.split(":" if name in PARTS_OF_ACTION else ","))
        if name in PARTS_OF_ACTION and len(words) != PARTS_OF_ACTION[name]:
            raise WishError(action, key="new.then_form")
        _check(name, words, knowledge)
        outcomes.append((name, words))
    return tuple(outcomes)


def _check(name: str, words: tuple[str, ...], knowledge: KnowledgeBase) -> None:
    if name == "conclude":
        fact = knowledge.facts[known(words[0], knowledge.facts, "new.no_fact")]
        known(words[1], fact.states, "new.no_option", fact.id)
        return
    items = [item.id for item in knowledge.items()]
    ranked = [item.id for shelf in knowledge.shelves if shelf.ranked for item in shelf.items]
    allowed, key = {
        "recommend": (items, "new.no_item"),
        "assign": (items, "new.no_item"),
        "propose": (ranked, "new.no_item"),
        "reask": ([fact.id for fact in knowledge.asked()], "new.no_fact"),
    }.get(name, ([mode.id for mode in knowledge.decision.modes], "new.no_mode"))
    for word in words:
        known(word, allowed, key)


def with_defaults(wishes: RuleSpec, folder: str, knowledge: KnowledgeBase) -> RuleSpec:
    """Return what a rule of a folder tests and does, with the simplest that is valid where nothing was said.

    Raises:
        WishError: for such rules nothing is so simple that it could be supposed.
    """
    table = knowledge.decision
    asked = [fact for fact in knowledge.asked() if fact.kind == "choice"]
    modes = [mode.id for mode in table.modes]
    # Items of a ranked shelf are proposed with points, not recommended.
    plain = (shelf for shelf in knowledge.shelves if shelf.items and shelf.chooses is None and shelf.ranked is None)
    item = next((shelf.items[0].id for shelf in plain), None)
    one = {asked[0].id: asked[0].states[-1:]} if asked else {}
    two = {fact.id: fact.states[-1:] for fact in asked[:2]}
    recommended: tuple[Outcome, ...] = (("recommend", (item,)),) if item else ()
    supposed: dict[str, tuple[dict[str, tuple[str, ...]], tuple[Outcome, ...]]] = {
        "mode": (one, (("for", (modes[0],)),)),
        "plan": ({table.decided_fact: (modes[0],)} if table.decided_fact in knowledge.facts else one, recommended),
        "doubts": (two, (("reask", tuple(wishes.when or two)),)),
        "derive": ({}, ()),
    }
    if folder == "compare":
        supposed[folder] = ({table.compared_fact: knowledge.facts[table.compared_fact].states[:1]}, recommended)
    when, then = supposed[folder]
    weakest = min(table.strengths, key=lambda each: each.points).id
    result = wishes._replace(when=wishes.when or when, then=wishes.then or then, strength=wishes.strength or weakest)
    if not result.when or not result.then:
        raise WishError(folder, key="new.say_both")
    return result
