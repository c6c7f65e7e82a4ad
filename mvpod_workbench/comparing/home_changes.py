"""What changed in meaning between two homes: not lines of text, but rules, facts, items and the decision table."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Literal, TypeVar

from mvpod_expert.audit import parts as audit_parts
from mvpod_expert.audit.standard import Measure
from mvpod_expert.model.frozen import FrozenModel, Text
from mvpod_expert.trends import parts as trends_parts
from mvpod_workbench.comparing.settings import of_decision, of_standard, of_trends
from mvpod_workbench.lookup.rulesets import BodyName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mvpod_expert.audit.standard import AuditKnowledge, AuditStandard
    from mvpod_expert.engine.clauses import Clause
    from mvpod_expert.engine.compile import RuleBase
    from mvpod_expert.engine.knowledge_cache import Prepared
    from mvpod_expert.model.catalogue import Item
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule
    from mvpod_expert.trends.table import TrackedSeries

Kind = Literal["decision", "standard", "limits", "series", "fact", "rule", "item", "shelf"]
How = Literal["came", "went", "condition", "effects", "meaning", "value", "support", "wording"]

T = TypeVar("T", "Fact", "Rule", "Item", "TrackedSeries")

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

    kind: Kind
    id: str
    how: How
    title: Text | None = None
    was: str = ""
    now: str = ""
    of: BodyName = "advice"

    @property
    def changes_meaning(self) -> bool:
        """It is more than words and support."""
        return self.how not in WITHOUT_ADVICE

    @property
    def may_change_advice(self) -> bool:
        """It changes the meaning of something that modes and plans rest on."""
        return self.changes_meaning and self.of == "advice"


def home_changes(old: Prepared, new: Prepared) -> tuple[HomeChange, ...]:
    """Give what changed, the decision table first, then facts, rules and items in the order of the files.

    The audit and the trends come after the advice, each in the same order.
    """
    before, after = old.knowledge, new.knowledge
    found = [*_settings("decision", of_decision(before.decision), of_decision(after.decision))]
    found += _things("fact", before.facts, after.facts, _fact_how)
    found += _rules(before.rules, after.rules, old.base, new.base)
    one, other = ({item.id: item for item in each.items()} for each in (before, after))
    found += _things("item", one, other, _item_how)
    found += _shelves(before, after)
    found += (each.model_copy(update={"of": "audit"}) for each in _audit(old, new))
    found += (each.model_copy(update={"of": "trends"}) for each in _trends(old, new))
    return tuple(found)


def mean_the_same(one: tuple[Clause, ...], other: tuple[Clause, ...]) -> bool:
    """Tell whether two conditions hold on the same answers, however they are written."""
    return _within(one, other) and _within(other, one)


def _within(one: tuple[Clause, ...], other: tuple[Clause, ...]) -> bool:
    """Tell whether a condition holds wherever another does: on each choice of answers that suffices for that one.

    Knowing more never takes a firing away, so these choices are all there is to try.
    """
    theirs = [dict(clause.literals) for clause in other]
    for clause in one:
        facts = [fact for fact, _ in clause.literals]
        for states in product(*(sorted(states) for _, states in clause.literals)):
            known = dict(zip(facts, states, strict=True))
            if not any(all(known.get(fact) in accepted for fact, accepted in each.items()) for each in theirs):
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
    kind: Kind, before: Mapping[str, T], after: Mapping[str, T], how: Callable[[T, T], Iterator[How]]
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


def _item_how(one: Item, other: Item) -> Iterator[How]:
    if _item_meaning(one) != _item_meaning(other):
        yield "meaning"
    reasons = [(set(each.principle), each.basis, set(each.sources)) for each in (one, other)]
    if reasons[0] != reasons[1]:
        yield "support"
    said = [(each.title, each.text, each.parts, *_measured(each)) for each in (one, other)]
    if said[0] != said[1]:
        yield "wording"


def _item_meaning(item: Item) -> tuple[object, ...]:
    meant = (item.kind, set(item.brings), set(item.carried_by), item.changes)
    return (*meant, item.area, item.effort, set(item.after), item.metric) if isinstance(item, Measure) else meant


def _measured(item: Item) -> tuple[Text, ...]:
    return (item.effect, item.owner) if isinstance(item, Measure) else ()


def _shelves(before: KnowledgeBase, after: KnowledgeBase) -> Iterator[HomeChange]:
    """Compare what shelves choose among, and the order of what is chosen from, which settles ties."""
    old, new = ({shelf.kind: shelf for shelf in each.shelves} for each in (before, after))
    for kind, shelf in new.items():
        if kind not in old:
            continue
        order = [[item.id for item in each.items] for each in (old[kind], shelf)]
        common = set(order[0]) & set(order[1])
        kept = [[item for item in each if item in common] for each in order]
        if old[kind].chooses != shelf.chooses or kept[0] != kept[1]:
            yield HomeChange(kind="shelf", id=kind, how="meaning", title=shelf.title)
        elif old[kind].title != shelf.title:
            yield HomeChange(kind="shelf", id=kind, how="wording", title=shelf.title)


def _settings(kind: Kind, was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[HomeChange]:
    for name in dict.fromkeys((*was, *now)):
        if was.get(name) != now.get(name):
            yield HomeChange(kind=kind, id=name, how="value", was=was.get(name, ""), now=now.get(name, ""))


def _audit(old: Prepared, new: Prepared) -> Iterator[HomeChange]:
    """Compare what a plan is held against; a home that has nothing of the kind has no questions, rules and measures."""
    before, after = audit_parts.knowledge_of(old.knowledge), audit_parts.knowledge_of(new.knowledge)
    yield from _settings("standard", _standard(before), _standard(after))
    if before and after and _only_said(before.standard, after.standard):
        yield HomeChange(kind="standard", id="standard.yaml", how="wording")
    yield from _things("fact", before.facts if before else {}, after.facts if after else {}, _fact_how)
    yield from _rules(_of(before), _of(after), old.base.beside.get("audit"), new.base.beside.get("audit"))
    one, other = ({item.id: item for item in each.items()} if each else {} for each in (before, after))
    yield from _things("item", one, other, _item_how)
    if before is not None and after is not None:
        yield from _shelves(before, after)


def _trends(old: Prepared, new: Prepared) -> Iterator[HomeChange]:
    """Compare how series are read, and the rules about them."""
    before, after = trends_parts.table_of(old.knowledge), trends_parts.table_of(new.knowledge)
    yield from _settings("limits", of_trends(before), of_trends(after))
    one, other = ({each.id: each for each in table.series} if table else {} for table in (before, after))
    yield from _things("series", one, other, _series_how)
    rules = [table.rules if table else {} for table in (before, after)]
    yield from _rules(rules[0], rules[1], old.base.beside.get("trends"), new.base.beside.get("trends"))


def _standard(audit: AuditKnowledge | None) -> Mapping[str, str]:
    return of_standard(audit.standard if audit else None)


def _only_said(one: AuditStandard | None, other: AuditStandard | None) -> bool:
    """Tell whether two standards ask for the same in other words."""
    if one is None or other is None or of_standard(one) != of_standard(other):
        return False
    return one.model_copy(update={"place": other.place}) != other


def _of(audit: KnowledgeBase | None) -> Mapping[str, Rule]:
    return audit.rules if audit else {}


def _rules(
    before: Mapping[str, Rule], after: Mapping[str, Rule], old: RuleBase | None, new: RuleBase | None
) -> Iterator[HomeChange]:
    was, now = (_clauses(base) if base is not None else {} for base in (old, new))

    def rule_how(one: Rule, other: Rule) -> Iterator[How]:
        return _rule_how(one, other, was.get(one.id, ()), now.get(other.id, ()))

    return _things("rule", before, after, rule_how)


def _series_how(one: TrackedSeries, other: TrackedSeries) -> Iterator[How]:
    said = {"title": other.title, "place": other.place}
    if one.model_copy(update=said) != other:
        yield "meaning"
    if one.title != other.title:
        yield "wording"
