"""Slips of the pen, made on purpose in copies of the shipped home: a rule lost, a strength, a value, a row, an item.

Each is an edit of the text where a person would make it. The same seed gives the same faults.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain, cycle, islice
from random import Random
from typing import TYPE_CHECKING, Literal

from mvpod_expert.model.conditions import every_test
from mvpod_expert.model.facts import NOT_APPLICABLE
from mvpod_expert.model.rules import Assign, Evidence, Propose, Recommend

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule

Kind = Literal["rule deleted", "strength flipped", "value swapped", "row overlapped", "item orphaned"]
KINDS: tuple[Kind, ...] = ("rule deleted", "strength flipped", "value swapped", "row overlapped", "item orphaned")
LIST = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class Fault:
    """One slip.

    Args:
        rule: the rule it was made in.
        file: the file it was made in.
        was: the text that stood there.
        now: the text that stands there instead.
        says: what was done, in a few words.
        names: what a report must name one of: the rule, its table (or its file, where it is alone), the item; for a
            rule that is gone, also the facts and items that went with it; and the kind of items that a mode needs.
    """

    kind: Kind
    rule: str
    file: str
    was: str
    now: str
    says: str
    names: frozenset[str]

    def written(self, text: str) -> str:
        """Return a file's text with the fault in it."""
        assert text.count(self.was) == 1, f"{self.file} says it {text.count(self.was)} times: {self.was!r}"
        return text.replace(self.was, self.now)


def faults(root: Path, knowledge: KnowledgeBase, count: int, seed: int) -> list[Fault]:
    """Make faults, as many of each kind as of the others, in turn over all files, in an order the seed decides.

    Args:
        root: the folder with rules/ and knowledge/.
        knowledge: what stands there.
        count: how many; fewer come when there are no more.
        seed: the same seed gives the same faults.
    """
    rng = Random(seed)
    found: dict[Kind, list[Fault]] = {kind: [] for kind in KINDS}
    maker = _Maker(root, knowledge)
    for rule in knowledge.rules.values():
        for fault in maker.faults(rule):
            found[fault.kind].append(fault)
    turns = [_in_turn(found[kind], rng) for kind in KINDS]
    share, rest = divmod(count, len(KINDS))
    return list(chain(*(turn[: share + (place < rest)] for place, turn in enumerate(turns))))


def _in_turn(made: list[Fault], rng: Random) -> list[Fault]:
    """Return them one from each file in turn, so that a file with many rules has no more than its share."""
    by_file: dict[str, list[Fault]] = {}
    for fault in rng.sample(made, len(made)):
        by_file.setdefault(fault.file, []).append(fault)
    files = sorted(by_file)
    rng.shuffle(files)
    rounds = cycle(files)
    ordered: list[Fault] = []
    while len(ordered) < len(made):
        ordered += islice(by_file[next(rounds)], 1)
        del by_file[ordered[-1].file][:1]
        if not by_file[ordered[-1].file]:
            files.remove(ordered[-1].file)
            rounds = cycle(files)
    return ordered


class _Maker:
    def __init__(self, root: Path, knowledge: KnowledgeBase) -> None:
        self.root = root
        self.knowledge = knowledge
        self.strengths = [strength.id for strength in knowledge.decision.strengths]
        self.texts: dict[str, str] = {}
        self.rules_in = Counter(rule.place.file for rule in knowledge.rules.values())
        self.bringers: dict[str, set[str]] = {}
        for rule in knowledge.rules.values():
            for outcome in rule.then:
                if isinstance(outcome, Recommend):
                    self.bringers.setdefault(outcome.item, set()).add(rule.id)

    def faults(self, rule: Rule) -> Iterator[Fault]:
        """Return every fault that can be made in a rule."""
        is_row = rule.place.file.endswith(".csv")
        text = self._row(rule) if is_row else self._block(rule)
        alone = [item for item, rules in self.bringers.items() if rules == {rule.id}]
        left = [*alone, *(each.fact for each in rule.concluded())]
        yield self._fault("rule deleted", rule, text, "", "the rule is taken out", *left)
        if alone:
            says = f"the only rule that brings {', '.join(alone)} is taken out"
            yield self._fault("item orphaned", rule, text, "", says, *alone)
        yield from self._of_row(rule, text) if is_row else self._of_block(rule, text)

    def _fault(self, kind: Kind, rule: Rule, was: str, now: str, says: str, *more: str) -> Fault:
        is_alone = self.rules_in[rule.place.file] == 1
        table = [rule.place.file] if is_alone or rule.place.file.endswith(".csv") else []
        names = frozenset({rule.id, *table, *more, *self._needed(rule)})
        return Fault(kind, rule.id, rule.place.file, was, now, f"{rule.id}: {says}", names)

    def _needed(self, rule: Rule) -> Iterator[str]:
        """Return what a plan is said to lack where a rule brings what its mode cannot be without."""
        needs = {kind for mode in self.knowledge.decision.modes for kind in mode.needs}
        brought = {each.item for each in rule.then if isinstance(each, Recommend | Assign)}
        for shelf in self.knowledge.shelves:
            there = [item.id for item in shelf.items if item.id in brought]
            if shelf.kind in needs and there:
                # Of a shelf whose rows are decided by rules, every row is needed.
                yield from (f"missing: {name}" for name in (there if shelf.chooses else [shelf.kind]))

    def _text(self, file: str) -> str:
        if file not in self.texts:
            self.texts[file] = (self.root / file).read_bytes().decode("utf-8")
        return self.texts[file]

    def _block(self, rule: Rule) -> str:
        """Return a rule's lines, down to the next rule."""
        found = re.search(
            rf"^  - id: {re.escape(rule.id)}\n.*?(?=^  - id: |\Z)",
            self._text(rule.place.file),
            re.MULTILINE | re.DOTALL,
        )
        assert found is not None, rule.id
        return found[0]

    def _row(self, rule: Rule) -> str:
        """Return a rule's row of its table."""
        found = re.search(rf"^{re.escape(rule.id)},.*?\r?\n", self._text(rule.place.file), re.MULTILINE)
        assert found is not None, rule.id
        return found[0]

    def _of_block(self, rule: Rule, block: str) -> Iterator[Fault]:
        start, end = block.index("\n    when:"), block.index("\n    then:")
        stop = block.index("\n    because:")
        head, when, then, tail = block[:start], block[start:end], block[end:stop], block[stop:]
        for changed, says in self._strengths(rule, then):
            yield self._fault("strength flipped", rule, block, head + when + changed + tail, says)
        for changed, says in self._values(rule, when):
            yield self._fault("value swapped", rule, block, head + changed + then + tail, says)
        for changed, item in _without(rule, then):
            says = f"{item} is taken out of its list"
            yield self._fault("item orphaned", rule, block, head + when + changed + tail, says, item)

    def _strengths(self, rule: Rule, then: str) -> Iterator[tuple[str, str]]:
        # Case tests say the points of modes and rows; those of moves are held by the bounds of their selectivity.
        if any(isinstance(each, Propose) for each in rule.then):
            return
        for found in re.finditer(r"(?<=strength: )\w+", then):
            place = self.strengths.index(found[0])
            for other in (place - 1, place + 1):
                if 0 <= other < len(self.strengths):
                    yield _put(then, found, self.strengths[other]), f"{found[0]} becomes {self.strengths[other]}"
        if any(isinstance(each, Evidence) for each in rule.then):
            for found in re.finditer(r"\b(for|against)(?=: )", then):
                turned = "against" if found[0] == "for" else "for"
                yield _put(then, found, turned), f"{found[0]} becomes {turned}"

    def _values(self, rule: Rule, when: str) -> Iterator[tuple[str, str]]:
        for fact in dict.fromkeys(test.fact for test in every_test(rule.when)):
            for tested in re.finditer(rf"\b{fact}: (\[[^\]]*\]|[\w-]+)", when):
                there = LIST.findall(tested[1])
                for word in LIST.finditer(when, tested.start(1), tested.end(1)):
                    for state in self.knowledge.facts[fact].states:
                        if state not in {*there, NOT_APPLICABLE} and word[0] in self.knowledge.facts[fact].states:
                            yield _put(when, word, state), f"{fact}: {word[0]} becomes {state}"

    def _of_row(self, rule: Rule, row: str) -> Iterator[Fault]:
        heads = next(line for line in self._text(rule.place.file).splitlines() if line.startswith("id,"))
        columns = next(csv.reader([heads]))
        cells = next(csv.reader([row]))
        end = "\r\n" if row.endswith("\r\n") else "\n"

        def fault(kind: Kind, column: str, cell: str, says: str, *more: str) -> Fault:
            changed = [cell if name == column else old for name, old in zip(columns, cells, strict=True)]
            return self._fault(kind, rule, row, _line(changed, end), says, *more)

        copied = [f"{cells[0]}-again", *cells[1:]]
        yield self._fault("row overlapped", rule, row, row + row, "the row stands there twice")
        yield self._fault("row overlapped", rule, row, row + _line(copied, end), "the row is copied under another id")
        for column, cell in zip(columns, cells, strict=True):
            parts = cell.split("; ")
            if column in self.knowledge.facts:
                for state in self.knowledge.facts[column].states:
                    if state in {*parts, NOT_APPLICABLE} or cell not in self.knowledge.facts[column].states:
                        continue
                    says = f"{column}: {cell} becomes {state}"
                    yield fault("value swapped", column, state, says)
                    wider = f"{cell}; {state}"
                    yield fault("row overlapped", column, wider, f"{column}: {cell} becomes {wider}")
            elif column == "recommend" and len(parts) > 1:
                for item in parts:
                    left = "; ".join(part for part in parts if part != item)
                    yield fault("item orphaned", column, left, f"{item} is taken out of its list", item)


def _without(rule: Rule, then: str) -> Iterator[tuple[str, str]]:
    """Return a rule's outcomes without one of its items, where it has more."""
    for listed in re.finditer(r"recommend: \[([^\]]*)\]", then):
        items = LIST.findall(listed[1])
        for item in items if len(items) > 1 else ():
            assert any(isinstance(each, Recommend) and each.item == item for each in rule.then)
            left = ", ".join(each for each in items if each != item)
            yield then[: listed.start(1)] + left + then[listed.end(1) :], item


def _put(text: str, found: re.Match[str], word: str) -> str:
    return text[: found.start()] + word + text[found.end() :]


def _line(cells: list[str], end: str) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerow(cells)
    return out.getvalue()
