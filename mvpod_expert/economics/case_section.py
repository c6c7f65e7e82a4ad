"""What stands under `economics:` in a case file, at its top or in a market cell, to amounts or to findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.capability import CaseSection
from mvpod_expert.economics.amount_reader import read_amount
from mvpod_expert.economics.capability import GIVEN, KEY, TABLE
from mvpod_expert.economics.inputs import SEGMENTS, Amount, EconomicsGiven, NamedSegment
from mvpod_expert.economics.names import DIRECT_SEGMENTS, MIXED
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Scalar, items_of, mapping_of, unknown_keys, wrong_type
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.written_numbers import CURRENCY_OF

if TYPE_CHECKING:
    from collections.abc import Mapping as ByName

    from mvpod_expert.capability import CaseContext
    from mvpod_expert.economics.inputs import AmountLayer
    from mvpod_expert.economics.table import DeclaredInput
    from mvpod_expert.loading.yaml_nodes import Node
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.diagnostics import Place

CURRENCY = "currency"
SEGMENT_ID = "id"
ACCOUNTS = "accounts"
COVERED = ("direct.accounts_covered", "channel.accounts_covered", "hybrid.direct_accounts", "hybrid.channel_accounts")
LEGS = ("hybrid.direct_accounts", "hybrid.channel_accounts")


class _EconomicsSection(CaseSection):
    """Reads `economics:` of a case file against what the experts declare; a cell's own numbers win over shared ones."""

    def __init__(self, context: CaseContext) -> None:
        self.table = TABLE.of(context.knowledge)
        self.report = context.report
        self.inputs = {each.id: each for each in self.table.inputs} if self.table is not None else {}
        self.shared_currency: str | None = None
        self.currency: str | None = None
        self.named: str | None = None
        self._reported: set[Place] = set()

    def read_shared(self, node: Mapping, *, has_cells: bool) -> ByName[str, Any]:
        """Return the shared numbers; checked here when no cell has the last word."""
        written = node.get(CURRENCY)
        if isinstance(written, Scalar):
            # The currency of the case is that of its numbers where they state none.
            self.named = written.text.strip()
            self.shared_currency = CURRENCY_OF.get(self.named.casefold())
        given = self._under_key(node, KEY, "shared")
        if given is not None and not has_cells:
            self.check(given, KEY)
        return {GIVEN.name: given}

    def read_cell(self, node: Mapping, cell: str, shared: Cell) -> ByName[str, Any]:
        """Return a cell's own numbers over the shared ones."""
        about = f"cells › {cell} › {KEY}"
        given, common = self._under_key(node, about, "cell"), GIVEN.of(shared)
        merged = common.over(given) if common is not None and given is not None else given or common
        if merged is not None:
            self.check(merged, about)
        return {GIVEN.name: merged}

    def _under_key(self, node: Mapping, about: str, layer: AmountLayer) -> EconomicsGiven | None:
        written = node.get(KEY)
        return self.read(written, about, layer) if written is not None else None

    def read(self, node: Node, about: str, layer: AmountLayer) -> EconomicsGiven:
        """Read the numbers of one place; what cannot be used is reported and left out.

        Args:
            node: what stands under `economics:`.
            about: the path by ids.
            layer: whether it is the top of the file or a cell.
        """
        if self.table is None:
            self.report.add(Code.ECONOMICS_UNDECLARED, node, about=about)
            return EconomicsGiven()
        page = None if node.is_empty else mapping_of(node, self.report, about)
        if page is None:
            return EconomicsGiven()
        own = page.get(CURRENCY)
        written = own.text.strip().casefold() if isinstance(own, Scalar) else ""
        self.currency = CURRENCY_OF.get(written, self.shared_currency)
        if layer == "shared":
            self.shared_currency = self.currency
        amounts = self._group(page, "", about, layer)
        segments: list[str] = []
        direct: tuple[NamedSegment, ...] = ()
        currency = self.named
        for key, value in page:
            where = f"{about} › {key.text}"
            if key.text == CURRENCY:
                currency = self._currency(value, where)
            elif key.text == SEGMENTS:
                segments, found = self._segments(value, where, layer)
                amounts |= found
            elif key.text in self._groups():
                amounts |= self._group(value, f"{key.text}.", where, layer)
                if key.text == MIXED and isinstance(value, Mapping):
                    direct = self._direct_segments(value.get(DIRECT_SEGMENTS), f"{where} › {DIRECT_SEGMENTS}")
        return EconomicsGiven(currency=currency, segments=tuple(segments), direct_segments=direct, amounts=amounts)

    def check(self, given: EconomicsGiven, about: str) -> None:
        """Check what holds in a cell.

        The direct route takes segments that there are; nobody covers more accounts than there are, and no account is in
        both routes.
        """
        if not self._are_known(given, about):
            return
        totals = {segment: given.amounts.get(f"{SEGMENTS}.{segment}.{ACCOUNTS}") for segment in given.segments}
        known = {segment: each for segment, each in totals.items() if each is not None}
        if not known or len(known) < len(totals):
            return
        total = sum(each.likely for each in known.values())
        places = [each.place for each in known.values() if each.place is not None]
        covering = {name: given.amounts[name] for name in COVERED if name in given.amounts}
        for name, amount in covering.items():
            if amount.likely > total:
                self._exceeded(name, amount, (amount.likely, total), places, about)
                return
        taken = [known[fromkey] for fromkey in dict.fromkeys(given.direct_leg)]
        if taken:
            own = sum(each.likely for each in taken)
            leg = covering.get(LEGS[0])
            if leg is not None and leg.likely > own:
                of_leg = [each.place for each in taken if each.place is not None]
                self._exceeded(LEGS[0], leg, (leg.likely, own), of_leg, about)
                return
            if leg is None:
                covering[LEGS[0]] = taken[0].model_copy(update={"likely": own, "place": given.direct_segments[0].place})
        legs = [covering[name] for name in LEGS if name in covering]
        together = sum(each.likely for each in legs)
        if together > total:
            places = [each.place for each in legs[:-1] if each.place is not None] + places
            self._exceeded(LEGS[-1], legs[-1], (together, total), places, about)

    def _exceeded(
        self, name: str, amount: Amount, counts: tuple[float, float], related: list[Place], about: str
    ) -> None:
        """Report once that more accounts are covered than there are; `counts` are the two numbers."""
        place = amount.place
        if place is None or place in self._reported:
            return
        self._reported.add(place)
        covered, total = (f"{count:,.12g}" for count in counts)
        details = {"input": name, "covered": covered, "total": total}
        self.report.add(Code.ACCOUNTS_EXCEEDED, place, about=about, related=related, details=details)

    def _are_known(self, given: EconomicsGiven, about: str) -> bool:
        """Hold the segments of the direct route against those there are."""
        unknown = [segment for segment in given.direct_segments if segment.name not in given.segments]
        for each in unknown:
            if each.place is None or each.place in self._reported:
                continue
            self._reported.add(each.place)
            where = f"{about} › {MIXED} › {DIRECT_SEGMENTS}"
            if given.segments:
                code = Code.VALUE_NOT_ALLOWED
                self.report.add(code, each.place, about=where, allowed=given.segments, written=each.name)
            else:
                self.report.add(Code.KEY_MISSING, each.place, about=about, details={"key": SEGMENTS})
        return not unknown

    def _direct_segments(self, node: Node | None, about: str) -> tuple[NamedSegment, ...]:
        """Read which segments the direct route takes; whether there are such is asked of the whole cell."""
        if node is None or node.is_empty:
            return ()
        if not isinstance(node, Listing):
            wrong_type(node, "list", self.report, about)
            return ()
        found: dict[str, Scalar] = {}
        for item in node.items:
            if not isinstance(item, Scalar) or not item.text.strip():
                wrong_type(item, "text", self.report, about)
                continue
            name = item.text.strip()
            if name in found:
                self.report.twice(name, item, found[name], about=about)
            found.setdefault(name, item)
        return tuple(NamedSegment(name=name, place=item.place) for name, item in found.items())

    def _groups(self) -> list[str]:
        return list(dict.fromkeys(name.split(".")[0] for name in self.inputs if "." in name))

    def _keys(self, prefix: str) -> dict[str, DeclaredInput]:
        """Return the inputs that may stand at a level of the file, by their keys there."""
        found = {name.removeprefix(prefix): each for name, each in self.inputs.items() if name.startswith(prefix)}
        return {key: each for key, each in found.items() if "." not in key}

    def _group(self, node: Node, prefix: str, about: str, layer: AmountLayer) -> dict[str, Amount]:
        keys = self._keys(prefix)
        others = (CURRENCY, *self._groups()) if not prefix else (DIRECT_SEGMENTS,) if prefix == f"{MIXED}." else ()
        group = None if node.is_empty else mapping_of(node, self.report, about, (*keys, *others))
        return self._amounts(group, keys, prefix, about, layer) if group is not None else {}

    def _amounts(
        self, node: Mapping, keys: ByName[str, DeclaredInput], prefix: str, about: str, layer: AmountLayer
    ) -> dict[str, Amount]:
        """Read the amounts among a mapping's values; `keys` are what is declared of them."""
        amounts: dict[str, Amount] = {}
        for key, value in node:
            if key.text in keys:
                where = f"{about} › {key.text}"
                amount = read_amount(keys[key.text], value, layer, self.report, where, currency=self.currency)
                if amount is not None:
                    amounts[f"{prefix}{key.text}"] = amount
        return amounts

    def _segments(self, node: Node, about: str, layer: AmountLayer) -> tuple[list[str], dict[str, Amount]]:
        amounts: dict[str, Amount] = {}
        places: dict[str, Node] = {}
        keys = self._keys(f"{SEGMENTS}.")
        for number, written in enumerate(items_of(node, self.report, about), start=1):
            where = f"{about} › [{number}]"
            item = mapping_of(written, self.report, where)
            if item is None:
                continue
            own = item.get(SEGMENT_ID)
            if not isinstance(own, Scalar) or not own.text.strip():
                self.report.add(Code.KEY_MISSING, own or item, about=where, details={"key": SEGMENT_ID})
                continue
            name = own.text.strip()
            where = f"{about} › {name}"
            if name in places:
                self.report.twice(name, own, places[name], about=about)
            places[name] = own
            unknown_keys(item, (SEGMENT_ID, *keys), self.report, where)
            amounts |= self._amounts(item, keys, f"{SEGMENTS}.{name}.", where, layer)
        return list(places), amounts

    def _currency(self, node: Node, about: str) -> str | None:
        if not isinstance(node, Scalar):
            wrong_type(node, "text", self.report, about)
            return None
        return node.text.strip() or None


SECTION = _EconomicsSection
