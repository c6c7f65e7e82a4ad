"""Two homes compared, as a document: what changed field by field, the cases, and where the two first differ."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mvpod_expert.document.tree import Block, Document, Item, Listing, Note, Paragraph, Section
from mvpod_expert.mode.views.sentences import Sentences
from mvpod_workbench.lookup.entries import entries
from mvpod_workbench.lookup.rulesets import ADVICE, authoring
from mvpod_workbench.sampling.example_answers import case_text, given
from mvpod_workbench.views.changes import ChangeWords, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages
    from mvpod_workbench.comparing.knowledge_diff import CaseChange, HomesCompared
    from mvpod_workbench.comparing.minimal_witness import SmallestDifference
    from mvpod_workbench.proofs.proving import ConcreteRun


class DiffView:
    """Presents an old and a new home compared, each by the name of its side, in the words of the new one."""

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase, t: Messages, sides: tuple[str, str]) -> None:
        self.new = new
        self.changes = ChangeWords(old, new, t)
        self.facts = {**old.facts, **new.facts}
        self.t = t
        self.sides = sides
        self.names = {item.id: item.title for each in (old, new) for item in each.items()}
        self.modes = {mode.id: mode.title for each in (old, new) for mode in each.decision.modes}
        self.sentences = [Sentences(each, t) for each in (old, new)]

    def sections(self, compared: HomesCompared, unusable: Sequence[str] = ()) -> tuple[Section, ...]:
        """Return it all for a terminal, the result last."""
        head = Paragraph(self.t("diff.between", old=self.sides[0], new=self.sides[1]))
        return (
            Section("", (head,)),
            Section(self.t("diff.changes"), tuple(self.changes.blocks(compared.changes))),
            self._cases(compared, unusable),
            Section(self.t("diff.smallest"), tuple(self._searched(compared))),
            Section("", (*self._result(compared), self._covered(compared))),
        )

    def page(self, compared: HomesCompared, unusable: Sequence[str] = ()) -> Document:
        """Return it all as a document to hand over, the result first."""
        between = self.t("diff.between", old=self.sides[0], new=self.sides[1])
        _, *parts, _ = self.sections(compared, unusable)
        result = Section(self.t("diff.result"), tuple(self._result(compared)), style="brief")
        footer = (self._covered(compared),)
        return Document(self.t.lang, self.t("diff.page"), between, (result,), "", tuple(parts), footer)

    def _result(self, compared: HomesCompared) -> Iterator[Block]:
        meant = any(change.changes_meaning for change in compared.changes)
        if compared.is_other_advice:
            yield Paragraph(self.t("diff.other_advice"), "warn")
        elif compared.beyond:
            yield Paragraph(self.t("diff.may_change"), "warn")
        else:
            yield Paragraph(self.t("diff.same_advice" if meant else "diff.same_meaning"), "good")
        beside = Counter(
            self.t(f"body.{each.of}") if each.of != ADVICE else self.changes.kind(each.of, each.kind)
            for each in compared.changes
            if each.changes_meaning and not each.may_change_advice
        )
        for body, count in beside.items():
            yield Paragraph(self.t("diff.beside", body=body, count=count), "warn")

    def _covered(self, compared: HomesCompared) -> Paragraph:
        """Say what was compared, in one line, and what was not looked at."""
        found = Counter(self.changes.kind(each.of, each.kind) for each in entries(self.new))
        counts = self._comma(f"{kind} {count}" for kind, count in found.items())
        return Paragraph(self.t("diff.covered", entries=counts, cases=compared.cases), "faint")

    def _cases(self, compared: HomesCompared, unusable: Sequence[str]) -> Section:
        left_out = self.t("diff.unusable", files=self._comma(unusable))
        after = (Paragraph(left_out, "warn"),) if unusable else ()
        if not compared.changed:
            return Section("", (Paragraph(self.t("diff.cases_same", count=compared.cases), "good"), *after))
        title = self.t("diff.cases", count=compared.cases, changed=len(compared.changed))
        return Section(title, (Listing(tuple(map(self._case, compared.changed))), *after))

    def _case(self, case: CaseChange) -> Item:
        was = self.sentences[0].decided(case.replayed.before)
        now = self.sentences[1].decided(case.replayed.after)
        is_other = "mode" in case.changes or "verdict" in case.changes
        said = self.t("diff.becomes", before=was, after=now) if is_other else self.t("diff.stays", after=now)
        return Item(self.t("list.pair", name=case.name, value=said), tuple(map(Paragraph, self._of_case(case))))

    def _of_case(self, case: CaseChange) -> Iterator[str]:
        t, replayed = self.t, case.replayed
        for reading in replayed.readings:
            yield t("diff.reading", fact=reading.fact, was=reading.was, now=reading.now or t("diff.nothing"))
        if "points" in case.changes:
            nets = {each.mode: each.net for each in replayed.before.ranking}
            moved = (
                f"{self._mode(each.mode)} {nets.get(each.mode, 0):+d} → {each.net:+d}"
                for each in replayed.after.ranking
                if nets.get(each.mode) != each.net
            )
            yield t("diff.points", points=self._comma(moved))
        if "vetoes" in case.changes:
            yield t("diff.vetoes")
        for change in ("came", "went", "reassigned"):
            items = [self._item(each.item) for each in replayed.plan if each.change == change]
            if items:
                yield t(f"diff.{change}", items=listed(items, t))
        if "moves" in case.changes:
            was, now = (listed(list(map(self._item, moves)), t) or "—" for moves in case.moves)
            yield t("diff.moves", was=was, now=now)
        for body in authoring():
            if body in case.changes:
                yield t("diff.body_finds", body=t(f"body.{body}"))
        rules = [t("diff.rule", rule=each.rule, how=t(f"diff_rule.{each.change}")) for each in replayed.rules]
        if rules:
            yield t("diff.through", rules=listed(rules, t))

    def _searched(self, compared: HomesCompared) -> Iterator[Block]:
        searched = compared.searched
        if searched.difference is not None:
            yield from self._difference(searched.difference)
        elif searched.sampled:
            yield Paragraph(self.t("diff.no_difference_sampled", count=searched.sampled), "warn")
        else:
            yield Paragraph(self.t("diff.no_difference_common" if searched.left_out else "diff.no_difference"), "good")
        if searched.left_out:
            yield Note(self.t("diff.left_out", facts=self._comma(searched.left_out)))
        if compared.beyond:
            named = dict.fromkeys(" › ".join(filter(None, [each.id, each.field])) for each in compared.beyond)
            yield Note(self.t("diff.beyond", ids=listed(list(named), self.t)))

    def _difference(self, found: SmallestDifference) -> Iterator[Block]:
        yield Listing(tuple(line.strip() for line in case_text(found.profile, self.facts).splitlines()[1:]))
        yield Paragraph(self.t("list.pair", name=self.t(f"diff_level.{found.level}"), value=""))
        runs = ((found.before, found.after), (found.after, found.before))
        yield Listing(
            tuple(
                self.t("diff.saying", side=side, what=self._said(found.level, tried, other))
                for side, (tried, other) in zip(self.sides, runs, strict=True)
            )
        )

    def _said(self, level: str, tried: ConcreteRun, other: ConcreteRun) -> str:
        if level == "doubt":
            return self._comma(sorted(tried.doubts)) or "—"
        if level == "plan":
            own = [
                f"{self._item(name)}{' → ' + self._comma(map(self._item, options)) if options else ''}"
                for name, options in tried.plan.items()
                if other.plan.get(name) != options
            ]
            return listed(own, self.t) or "—"
        mode = self._mode(tried.recommended) if tried.recommended else self.t("diff.undecided")
        nets = {name: net for name, net in tried.net.items() if name not in tried.vetoed}
        points = self._comma(f"{self._mode(name)} {net:+d}" for name, net in nets.items())
        return mode + self.t("list.extra", text=points) if points else mode

    def _comma(self, texts: Iterable[str]) -> str:
        return self.t("list.comma").join(texts)

    def _mode(self, mode: str) -> str:
        return self.modes[mode].in_(self.t.lang)

    def _item(self, item: str) -> str:
        return self.names[item].in_(self.t.lang) if item in self.names else item

    def document(self, compared: HomesCompared, unusable: Sequence[str] = ()) -> dict[str, object]:
        """Return it all as JSON data."""
        found = compared.searched.difference
        return {
            "schema_version": "1.1",
            "old": self.sides[0],
            "new": self.sides[1],
            "same_advice": compared.is_same_advice,
            "same_beside": compared.is_same_beside,
            "proven": compared.is_proven,
            "changes": [change.model_dump(mode="json") for change in compared.changes],
            "cases": compared.cases,
            "unusable": list(unusable),
            "changed_cases": [
                {
                    "name": each.name,
                    "changes": list(each.changes),
                    "moves": [list(moves) for moves in each.moves],
                    **each.replayed.model_dump(mode="json", by_alias=True),
                }
                for each in compared.changed
            ],
            "smallest_difference": None
            if found is None
            else {
                "level": found.level,
                "answers": {name: given(self.facts[name], state) for name, state in found.profile.items()},
                "before": _tried(found.before),
                "after": _tried(found.after),
            },
            "sampled": compared.searched.sampled,
            "left_out": list(compared.searched.left_out),
            "beyond": [each.model_dump(mode="json") for each in compared.beyond],
        }


def _tried(tried: ConcreteRun) -> dict[str, object]:
    return {
        "recommended": tried.recommended,
        "net": dict(tried.net),
        "excluded": sorted(tried.vetoed),
        "doubts": sorted(tried.doubts),
        "plan": {name: list(options) for name, options in tried.plan.items()},
    }
