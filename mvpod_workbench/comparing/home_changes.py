"""What changed in meaning between two homes: not lines of text, but rules, facts, items and the decision table."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from mvpod_expert.model.frozen import FrozenModel, Text
from mvpod_workbench.lookup.rulesets import ADVICE, BodyName, authoring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mvpod_expert.authoring import Authoring
    from mvpod_expert.engine.clauses import Clause
    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_expert.model.decision import DecisionTable
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.views.schema_parts import Titled

How = Literal["came", "went", "condition", "effects", "meaning", "value", "support", "wording"]

T = TypeVar("T", bound="Titled")

SUPPORT = ("principle", "basis", "sources")
WITHOUT_ADVICE: tuple[How, ...] = ("support", "wording")
"""Changes that leave every decision and every plan as it was."""


class HomeChange(FrozenModel):
    """One thing that changed.

    Args:
        id: its id; for the decision table the entry.
        how: it `came` or `went`; a rule's `condition` or `effects`, a fact's, item's or shelf's `meaning`, an entry's
            `value`; what it rests on (`support`); or only how it is said (`wording`).
        title: what it is called, today if it is still there.
        was: for an entry of the decision table what stood there.
        now: what stands there.
        of: the body of rules that it belongs to.
    """

    kind: str
    id: str
    how: How
    title: Text | None = None
    was: str = ""
    now: str = ""
    of: BodyName = ADVICE

    @property
    def changes_meaning(self) -> bool:
        """It is more than words and support."""
        return self.how not in WITHOUT_ADVICE

    @property
    def may_change_advice(self) -> bool:
        """It changes the meaning of something that modes and plans rest on."""
        return self.changes_meaning and self.of == ADVICE


def home_changes(old: Prepared, new: Prepared) -> tuple[HomeChange, ...]:
    """Return what changed, the decision table first, then facts, rules and items in the order of the files.

    The capabilities come after the advice, each in the same order.
    """
    before, after = old.knowledge, new.knowledge
    found = [*_settings("decision", _decision(before.decision), _decision(after.decision))]
    found += _of_rules(before, after, old.base, new.base)
    for name, own in sorted(authoring().items()):
        if name != ADVICE:
            found += (each.model_copy(update={"of": name}) for each in _beside(name, own, old, new))
    return tuple(found)


def mean_the_same(one: tuple[Clause, ...], other: tuple[Clause, ...]) -> bool:
    """Return whether two conditions hold on the same answers, however they are written."""
    return _within(one, other) and _within(other, one)


def _within(one: tuple[Clause, ...], other: tuple[Clause, ...]) -> bool:
    """Return whether a condition holds wherever another does: on each choice of answers that suffices for that one.

    Knowing more never takes a firing away, so these choices are all there is to try.
    """
    theirs = [dict(clause.literals) for clause in other]
    for clause in one:
        facts = [fact for fact, _ in clause.literals]
        for states in product(*(sorted(states) for _, states in clause.literals)):
            known = dict(zip(facts, states, strict=True))
            if not any(all(known.get(fact) in accepted for fact, accepted in their.items()) for their in theirs):
                return False
    return True


def _clauses(base: RuleBase) -> dict[str, tuple[Clause, ...]]:
    found: dict[str, list[Clause]] = {}
    for layer in base.layers:
        for clause, owners in zip(layer.clauses, layer.owners, strict=True):
            for owner in owners:
                found.setdefault(owner, []).append(clause)
    return {rule: tuple(clauses) for rule, clauses in found.items()}


def _things(
    kind: str, before: Mapping[str, T], after: Mapping[str, T], how: Callable[[T, T], Iterator[How]]
) -> Iterator[HomeChange]:
    for name, thing in before.items():
        if name not in after:
            yield HomeChange(kind=kind, id=name, how="went", title=thing.title)
            continue
        for each in how(thing, after[name]):
            yield HomeChange(kind=kind, id=name, how=each, title=after[name].title)
    for name, thing in after.items():
        if name not in before:
            yield HomeChange(kind=kind, id=name, how="came", title=thing.title)


def _rule_how(one: Rule, other: Rule, was: tuple[Clause, ...], now: tuple[Clause, ...]) -> Iterator[How]:
    if not mean_the_same(was, now):
        yield "condition"
    if one.stratum != other.stratum or set(one.then) != set(other.then):
        yield "effects"
    reasons = [(set(each.because.principle), each.because.basis, set(each.because.sources)) for each in (one, other)]
    if reasons[0] != reasons[1]:
        yield "support"
    if (one.title, one.family, one.because.reason) != (other.title, other.family, other.because.reason):
        yield "wording"


def _fact_how(one: Fact, other: Fact) -> Iterator[How]:
    if _fact_meaning(one) != _fact_meaning(other):
        yield "meaning"
    if one.principle != other.principle:
        yield "support"
    said = [(each.title, each.question, each.why, each.how, each.topic, each.unit) for each in (one, other)]
    named = [[(part.id, part.title) for part in each.options] for each in (one, other)]
    banded = [[(part.id, part.title) for part in each.bands] for each in (one, other)]
    meant = [[option.meaning for option in each.options] for each in (one, other)]
    if said[0] != said[1] or named[0] != named[1] or banded[0] != banded[1] or meant[0] != meant[1]:
        yield "wording"


def _fact_meaning(fact: Fact) -> tuple[object, ...]:
    bands = tuple((band.id, band.below, band.up_to) for band in fact.bands)
    return (fact.kind, fact.states, bands, fact.range, fact.derived, fact.may_not_apply, fact.scope)


def _entry_how(one: Any, other: Any) -> Iterator[How]:
    """Compare two items, or entries of a capability, field by field: texts are wording, all else is meaning."""
    kinds: dict[str, How] = dict.fromkeys(SUPPORT, "support")
    changed: set[How] = set()
    before, after = dict(_fields(one)), dict(_fields(other))
    for name in (before.keys() | after.keys()) - {"place", "review_by", "formerly"}:
        was, now = before.get(name), after.get(name)
        is_said = isinstance(now, Text) or name == "parts"
        if _as_set(was) != _as_set(now):
            changed.add("wording" if is_said else kinds.get(name, "meaning"))
    yield from (how for how in ("meaning", "support", "wording") if how in changed)


def _fields(entry: FrozenModel) -> Iterator[tuple[str, object]]:
    """Yield the fields of an entry, and in place of a nested model the fields of that."""
    for name, value in entry:
        if isinstance(value, FrozenModel) and not isinstance(value, Text):
            yield from ((f"{name}.{inner}", each) for inner, each in _fields(value))
        else:
            yield name, value


def _as_set(value: object) -> object:
    return set(value) if isinstance(value, tuple) else value


def _shelves(before: KnowledgeBase, after: KnowledgeBase) -> Iterator[HomeChange]:
    """Compare what shelves choose among, how they are ranked, and the order of their items, which settles ties."""
    old, new = ({shelf.kind: shelf for shelf in each.shelves} for each in (before, after))
    for kind, shelf in new.items():
        if kind not in old:
            continue
        order = [[item.id for item in each.items] for each in (old[kind], shelf)]
        common = set(order[0]) & set(order[1])
        kept = [[item for item in each if item in common] for each in order]
        ways = [(each.chooses, each.ranked, each.budget) for each in (old[kind], shelf)]
        if ways[0] != ways[1] or kept[0] != kept[1]:
            yield HomeChange(kind="shelf", id=kind, how="meaning", title=shelf.title)
        elif old[kind].title != shelf.title:
            yield HomeChange(kind="shelf", id=kind, how="wording", title=shelf.title)


def _settings(kind: str, was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[HomeChange]:
    for name in dict.fromkeys((*was, *now)):
        if was.get(name) != now.get(name):
            yield HomeChange(kind=kind, id=name, how="value", was=was.get(name, ""), now=now.get(name, ""))


def _of_rules(
    before: KnowledgeBase | None, after: KnowledgeBase | None, old: RuleBase | None, new: RuleBase | None
) -> Iterator[HomeChange]:
    """Compare facts, rules and items; a home without them has none."""
    was, now = (_clauses(base) if base is not None else {} for base in (old, new))

    def rule_how(one: Rule, other: Rule) -> Iterator[How]:
        return _rule_how(one, other, was.get(one.id, ()), now.get(other.id, ()))

    yield from _things("fact", before.facts if before else {}, after.facts if after else {}, _fact_how)
    yield from _things("rule", before.rules if before else {}, after.rules if after else {}, rule_how)
    one, other = ({item.id: item for item in each.items()} if each else {} for each in (before, after))
    yield from _things("item", one, other, _entry_how)
    if before is not None and after is not None:
        yield from _shelves(before, after)


def _beside(name: BodyName, own: Authoring, old: Prepared, new: Prepared) -> Iterator[HomeChange]:
    """Compare what a capability declares: its settings, its entries and its rules."""
    before, after = own.compared(old.knowledge), own.compared(new.knowledge)
    for kind in dict.fromkeys((*before.settings, *after.settings)):
        was, now = (each.settings.get(kind, {}) for each in (before, after))
        yield from _settings(kind, was, now)
        for (of, entry), words in after.wording.items():
            if of == kind and was == now and before.wording.get((of, entry)) != words:
                yield HomeChange(kind=kind, id=entry, how="wording")
    for kind in dict.fromkeys((*before.things, *after.things)):
        yield from _things(kind, before.things.get(kind, {}), after.things.get(kind, {}), _entry_how)
    yield from _of_rules(before.knowledge, after.knowledge, old.base.beside.get(name), new.base.beside.get(name))


def _decision(table: DecisionTable) -> Mapping[str, str]:
    """Return the entries of the decision table."""
    entries = {
        "leaning_from": str(table.leaning_from),
        "clear_from": str(table.clear_from),
        "second_from": str(table.second_from),
        "modes": ", ".join(mode.id for mode in table.modes),
    }
    entries |= {f"strengths › {strength.id}": str(strength.points) for strength in table.strengths}
    return entries | {f"modes › {mode.id} › needs": ", ".join(mode.needs) for mode in table.modes if mode.needs}
