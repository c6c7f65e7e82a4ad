"""What is said of vendors, in sentences of one language: for the terminal and for reports alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.views.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.vendors.model import (
        GateResult,
        MustHave,
        NextQuestion,
        VendorResult,
        VendorSelection,
        WeightReach,
    )
    from mvpod_expert.vendors.table import VendorTable
    from mvpod_expert.views.messages import Messages

WHOLE = 100
PLAIN_FITS = frozenset({"standard", "config"})


class VendorSentences:
    """Says how vendors stand.

    Args:
        knowledge: the knowledge base.
        table: the experts' file.
        t: the messages of one language.
        selection: the vendors side by side.
    """

    def __init__(self, knowledge: KnowledgeBase, table: VendorTable, t: Messages, selection: VendorSelection) -> None:
        self.table = table
        self.t = t
        self.lang = t.lang
        self.selection = selection
        self.names = Names(knowledge, t)

    def for_cells(self, named: Mapping[str, str] | None = None) -> str:
        """Say whose plans make the must-haves.

        Args:
            named: what market cells are called, where their ids are not to be shown.
        """
        chosen = self.selection
        if not chosen.must_haves:
            return self.t("vendors.no_plan")
        cells = self.t("list.semicolon" if named else "list.comma").join(
            (named or {}).get(each, each) for each in chosen.cells
        )
        return self.t("vendors.for_cells", cells=cells, items=len(chosen.traced), functions=len(chosen.must_haves))

    def summary(self) -> Iterator[str]:
        """Say who is first, how sure that is, and who is undecided."""
        chosen = self.selection
        passed = [each for each in chosen.vendors if each.state == "passed"]
        if not chosen.leaders:
            yield self.t("vendors.none_passes")
        else:
            points = number(chosen.vendor(chosen.leaders[0]).points or 0)
            if len(chosen.leaders) > 1:
                yield self.t("vendors.level", vendors=self.vendors(chosen.leaders), points=points)
            else:
                vendor = self.vendor(chosen.leaders[0])
                yield self.t("vendors.first", count=len(passed), vendor=vendor, points=points)
                yield self.t("vendors.certain" if chosen.certain else "vendors.not_certain")
        undecided = [each.id for each in chosen.vendors if each.state == "undecided"]
        if undecided:
            yield self.t("vendors.may_pass", vendors=self.vendors(undecided))

    def vendor(self, vendor: str) -> str:
        """Name a vendor."""
        return self.selection.vendor(vendor).name

    def vendors(self, vendors: Iterable[str]) -> str:
        """Name several vendors."""
        return self.t("list.comma").join(map(self.vendor, vendors))

    def gate(self, gate: str) -> str:
        """Name a gate."""
        return self.table.gate(gate).title.in_(self.lang)

    def side_by_side(self) -> tuple[tuple[str, ...], ...]:
        """Give the table of vendors by gate: a head and a row for each vendor."""
        head = (self.t("vendors.vendor"), *(gate.title.in_(self.lang) for gate in self.table.gates))
        return (
            (*head, self.t("vendors.result")),
            *((each.name, *map(self.at_gate, each.gates), self.result(each)) for each in self.selection.vendors),
        )

    def at_gate(self, result: GateResult) -> str:
        """Say how a vendor stands at a gate: mark and share."""
        mark = self.t(f"vendor_mark.{result.state}")
        return f"{mark} {self.share(result)}"

    def share(self, result: GateResult) -> str:
        """Give the share of a gate's points, or its two ends."""
        low, high = share(result.low), share(result.high)
        return low if low == high else self.t("vendors.share_range", low=low, high=high)

    def result(self, vendor: VendorResult) -> str:
        """Say a vendor's points, or that it failed, or what it can reach."""
        if vendor.at_most is None:
            return self.t("vendor_state.failed")
        if vendor.points is None:
            return self.t("vendors.up_to", most=number(vendor.at_most))
        if vendor.at_most > vendor.points:
            return self.t("vendors.points_up_to", points=number(vendor.points), most=number(vendor.at_most))
        return self.t("vendors.points", points=number(vendor.points))

    def reasons(self, vendor: VendorResult) -> Iterator[str]:
        """Say what stands in a vendor's way, at the gates and if nothing counted but what was shown."""
        for result in vendor.gates:
            yield from self._at_gate(result)
        if vendor.state not in {"failed", vendor.state_if_unshown_fails}:
            state = self.t(f"vendor_state.{vendor.state_if_unshown_fails}")
            yield self.t("vendors.unshown_fails", state=state)

    def gates_failed(self, vendor: VendorResult) -> Iterator[str]:
        """Say why a vendor failed the gates it failed."""
        for result in vendor.gates:
            if result.state == "failed":
                yield from self._at_gate(result)

    def _at_gate(self, result: GateResult) -> Iterator[str]:
        declared = self.table.gate(result.gate)
        titles = {each.id: each.title.in_(self.lang) for each in declared.knock_outs}
        gate, at = declared.title.in_(self.lang), share(declared.passes_at)
        if result.low < declared.passes_at:
            yield self.t("vendors.reason_share", gate=gate, share=self.share(result), at=at)
        for each in result.knock_outs:
            key = "reason_knock_out" if each.strikes == "yes" else "reason_may"
            yield self.t(f"vendors.{key}", gate=gate, knock_out=titles[each.knock_out])

    def carried(self, vendor: VendorResult, most: int | None = None) -> Iterator[str]:
        """Say by name which items of the plan a vendor does not carry, or not as it is."""
        groups = {
            "not_carried": vendor.items.missing,
            "by_code": vendor.items.custom,
            "not_known_items": vendor.items.unknown,
        }
        for key, items in groups.items():
            if items:
                yield self.t(f"vendors.{key}", count=len(items), items=self.items(items, most))
        if not any(groups.values()) and self.selection.traced:
            yield self.t("vendors.all_carried")

    def items(self, items: tuple[str, ...], most: int | None = None) -> str:
        """Name items; beyond so many, only how many more there are."""
        text = self.names.items(items[:most])
        rest = len(items) - len(items[:most])
        return text + self.t("vendors.and_more", count=rest) if rest else text

    def matrix(self, must_haves: Iterable[MustHave]) -> tuple[tuple[str, ...], ...]:
        """Give must-haves by vendor: a head and a row for each function."""
        rows = tuple(
            (
                self.t("vendors.function_of", function=self.names.item(each.function), count=len(each.items)),
                *(self.fit(vendor.fits[each.function]) for vendor in self.selection.vendors),
            )
            for each in must_haves
        )
        return ((self.t("vendors.function"), *(each.name for each in self.selection.vendors)), *rows)

    def fit(self, fit: str) -> str:
        """Name a fit."""
        declared = next((text for name, text in self.table.fits.items() if name == fit), None)
        return declared.in_(self.lang) if declared is not None else self.t("vendor_fit.unknown")

    def telling(self) -> tuple[MustHave, ...]:
        """Give the must-haves that not every vendor has as standard, or set up."""
        return tuple(
            each
            for each in self.selection.must_haves
            if any(vendor.fits[each.function] not in PLAIN_FITS for vendor in self.selection.vendors)
        )

    def alike(self) -> str:
        """Name the must-haves that are standard, or set up, at every vendor; empty without any."""
        telling = {each.function for each in self.telling()}
        rest = [each.function for each in self.selection.must_haves if each.function not in telling]
        return self.t("vendors.alike", count=len(rest), functions=self.names.items(rest)) if rest else ""

    def scores(self) -> tuple[tuple[str, ...], ...]:
        """Give criteria by vendor: a head and a row for each criterion."""
        by_vendor = [{each.criterion: each for each in vendor.scores} for vendor in self.selection.vendors]
        rows = []
        for name in self.table.criteria():
            cells = []
            for scores in by_vendor:
                score = scores[name]
                span = str(score.low) if score.low == score.high else f"{score.low}-{score.high}"
                cells.append("–" if score.shown == "unknown" else span + ("*" if score.shown == "claimed" else ""))
            rows.append((self.criterion(name), *cells))
        return ((self.t("vendors.criterion"), *(each.name for each in self.selection.vendors)), *rows)

    def criterion(self, name: str) -> str:
        """Name a criterion with its id."""
        return self.t("vendors.criterion_of", id=name, title=self.table.criterion(name).title.in_(self.lang))

    def question(self, question: NextQuestion) -> tuple[str, str, tuple[str, ...]]:
        """Give what a question is about, what it can change, and the question with the evidence to see."""
        shown = self.t(f"vendor_shown.{question.shown}")
        decides = self.t("list.comma").join(self.t(f"vendor_decides.{each}") for each in question.decides)
        key = "question_worth" if decides else "question_only_worth"
        blanks = {"decides": decides} if decides else {}
        worth = self.t(f"vendors.{key}", swing=number(question.swing), **blanks)
        if question.criterion is not None:
            declared = self.table.criterion(question.criterion)
            about = self.criterion(question.criterion)
            evidence = self.t("vendors.evidence", evidence=declared.evidence.in_(self.lang))
            asked = (declared.ask.in_(self.lang), evidence)
        else:
            about = self.names.item(question.function or "")
            asked = (self.t("vendors.ask_function", function=about), "")
        head = self.t("vendors.question", vendor=self.vendor(question.vendor), about=about, shown=shown)
        return head, worth, tuple(filter(None, asked))

    def steadiness(self) -> Iterator[str]:
        """Say how steady the first place is: weights together, weight by weight, equal weights, shown scores alone."""
        chosen = self.selection
        if chosen.steady is None:
            yield self.t("vendors.no_rival")
        else:
            first, within = self.vendor(chosen.leaders[0]), self.table.steady_within
            if chosen.steady:
                yield self.t("vendors.steady", vendor=first, within=within)
            else:
                yield self.t("vendors.not_steady", within=within)
            yield from (self.reach(each) for each in chosen.weights)
        if chosen.equal_weights:
            yield self.t("vendors.equal", vendors=self.vendors(chosen.equal_weights))
        if not chosen.leaders:
            return
        unshown = chosen.leaders_if_unshown_fails
        key = "unshown_none" if not unshown else "unshown_same" if unshown == chosen.leaders else "unshown_other"
        yield self.t(f"vendors.{key}", **({"vendors": self.vendors(unshown)} if unshown else {}))

    def reach(self, reach: WeightReach) -> str:
        """Say between which weights of a gate the first place stays, and who takes over outside."""
        blanks = {"gate": self.gate(reach.gate), "weight": number(reach.weight)}
        first = self.vendor(self.selection.leaders[0])
        if not reach.below and not reach.above:
            return self.t("vendors.weight_stays", vendor=first, **blanks)
        text = self.t("vendors.weight_reach", vendor=first, low=number(reach.low), high=number(reach.high), **blanks)
        if reach.below:
            text += self.t("vendors.weight_below", vendors=self.vendors(reach.below))
        if reach.above:
            text += self.t("vendors.weight_above", vendors=self.vendors(reach.above))
        return text


def number(value: float) -> str:
    """Write points: one digit after the point at most."""
    return f"{value:.1f}".removesuffix(".0")


def share(value: float) -> str:
    """Write a share in per cent."""
    return f"{number(value * WHOLE)}%"
