"""What stands under `economics:` in a case file, at its top or in a market cell, to amounts or to findings."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from mvpod_expert.capability import CaseContext, CaseSection, Form
from mvpod_expert.economics.amount_reader import ENDS, AmountReader
from mvpod_expert.economics.capability import GIVEN, KEY, TABLE
from mvpod_expert.economics.inputs import SEGMENTS, Amount, AmountLayer, EconomicsGiven, NamedSegment
from mvpod_expert.economics.names import DIRECT_SEGMENTS, MIXED
from mvpod_expert.economics.table import GENERAL, DeclaredInput
from mvpod_expert.loading.yaml_nodes import Listing, Mapping, Scalar, items_of, mapping_of, unknown_keys, wrong_type
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.model.form import Field, found_at
from mvpod_expert.model.written_numbers import CURRENCY_OF

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Mapping as ByName

    from mvpod_expert.loading.yaml_nodes import Node
    from mvpod_expert.model.cases import Cell

CURRENCY = "currency"
ID = "id"
LEGS = ("hybrid.direct_accounts", "hybrid.channel_accounts")
COVERED = ("direct.accounts_covered", "channel.accounts_covered", *LEGS)


class _EconomicsSection(CaseSection):
    """Reads `economics:` of a case file against what the experts declare; a cell's own numbers win over shared ones."""

    def __init__(self, context: CaseContext) -> None:
        table = TABLE.of(context.knowledge)
        self.report = context.report
        self.inputs = table.by_group() if table is not None else {}
        self.shared_currency: str | None = None
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
            self._check(given, KEY)
        return {GIVEN.name: given}

    def read_cell(self, node: Mapping, cell: str, shared: Cell) -> ByName[str, Any]:
        """Return a cell's own numbers over the shared ones."""
        about = f"cells › {cell} › {KEY}"
        given, common = self._under_key(node, about, "cell"), GIVEN.of(shared)
        merged = common.over(given) if common is not None and given is not None else given or common
        if merged is not None:
            self._check(merged, about)
        return {GIVEN.name: merged}

    def _under_key(self, node: Mapping, about: str, layer: AmountLayer) -> EconomicsGiven | None:
        """Return the numbers of one place; what cannot be used is reported and left out."""
        written = node.get(KEY)
        if written is None:
            return None
        page = None
        if not self.inputs:
            self.report.add(Code.ECONOMICS_UNDECLARED, written, about=about)
        elif not written.is_empty:
            allowed = (*self.inputs[GENERAL], CURRENCY, *(group for group in self.inputs if group != GENERAL))
            page = mapping_of(written, self.report, about, allowed)
        return self._read(page, about, layer) if page is not None else EconomicsGiven()

    def _read(self, page: Mapping, about: str, layer: AmountLayer) -> EconomicsGiven:
        own = page.get(CURRENCY)
        money = CURRENCY_OF.get(own.text.strip().casefold() if isinstance(own, Scalar) else "", self.shared_currency)
        if layer == "shared":
            self.shared_currency = money
        reader = AmountReader(layer, money, self.report)
        amounts = self._amounts(reader, page, GENERAL, "", about)
        segments: list[str] = []
        direct: tuple[NamedSegment, ...] = ()
        currency = self.named
        for key, value in page:
            where = f"{about} › {key.text}"
            if key.text == CURRENCY:
                currency = self._currency(value, where)
            elif key.text == SEGMENTS:
                segments, found = self._segments(reader, value, where)
                amounts |= found
            elif key.text in self.inputs and key.text != GENERAL:
                more = (DIRECT_SEGMENTS,) if key.text == MIXED else ()
                allowed = (*self.inputs[key.text], *more)
                group = None if value.is_empty else mapping_of(value, self.report, where, allowed)
                if group is not None:
                    amounts |= self._amounts(reader, group, key.text, f"{key.text}.", where)
                if key.text == MIXED:
                    direct = self._direct_segments(value.get(DIRECT_SEGMENTS), f"{where} › {DIRECT_SEGMENTS}")
        return EconomicsGiven(currency=currency, segments=tuple(segments), direct_segments=direct, amounts=amounts)

    def _amounts(self, reader: AmountReader, node: Mapping, group: str, prefix: str, about: str) -> dict[str, Amount]:
        """Read the amounts among a mapping's values, by their ids."""
        declared = self.inputs[group]
        read = {
            f"{prefix}{key.text}": reader.read(declared[key.text], value, f"{about} › {key.text}")
            for key, value in node
            if key.text in declared
        }
        return {name: amount for name, amount in read.items() if amount is not None}

    def _segments(self, reader: AmountReader, node: Node, about: str) -> tuple[list[str], dict[str, Amount]]:
        amounts: dict[str, Amount] = {}
        places: dict[str, Node] = {}
        for number, written in enumerate(items_of(node, self.report, about), start=1):
            where = f"{about} › [{number}]"
            item = mapping_of(written, self.report, where)
            if item is None:
                continue
            own = item.get(ID)
            if not isinstance(own, Scalar) or not own.text.strip():
                self.report.add(Code.KEY_MISSING, own or item, about=where, details={"key": ID})
                continue
            name = own.text.strip()
            where = f"{about} › {name}"
            if name in places:
                self.report.twice(name, own, places[name], about=about)
            places[name] = own
            unknown_keys(item, (ID, *self.inputs[SEGMENTS]), self.report, where)
            amounts |= self._amounts(reader, item, SEGMENTS, f"{SEGMENTS}.{name}.", where)
        return list(places), amounts

    def _direct_segments(self, node: Node | None, about: str) -> tuple[NamedSegment, ...]:
        """Read which segments the direct route takes; whether there are such is asked of the whole cell."""
        if node is None or node.is_empty:
            return ()
        if not isinstance(node, Listing):
            wrong_type(node, "list", self.report, about)
        found: dict[str, Scalar] = {}
        for item in node.listed:
            if not isinstance(item, Scalar) or not item.text.strip():
                wrong_type(item, "text", self.report, about)
                continue
            name = item.text.strip()
            if name in found:
                self.report.twice(name, item, found[name], about=about)
            found.setdefault(name, item)
        return tuple(NamedSegment(name=name, place=item.place) for name, item in found.items())

    def _currency(self, node: Node, about: str) -> str | None:
        if isinstance(node, Scalar):
            return node.text.strip() or None
        wrong_type(node, "text", self.report, about)
        return None

    def _check(self, given: EconomicsGiven, about: str) -> None:
        """Check what holds in a cell.

        The direct route takes segments that there are; nobody covers more accounts than there are, and no account is in
        both routes.
        """
        totals = {segment: given.amounts.get(f"{SEGMENTS}.{segment}.accounts") for segment in given.segments}
        known = {segment: each for segment, each in totals.items() if each is not None}
        if not self._are_known(given, about) or not known or len(known) < len(totals):
            return
        every = tuple(known.values())
        covering = {name: given.amounts[name] for name in COVERED if name in given.amounts}
        if any(self._exceeds(name, [amount], every, about) for name, amount in covering.items()):
            return
        taken = [known[segment] for segment in dict.fromkeys(given.direct_leg)]
        if taken and LEGS[0] in covering:
            if self._exceeds(LEGS[0], [covering[LEGS[0]]], taken, about):
                return
        elif taken:
            together = {"likely": sum(each.likely for each in taken), "place": given.direct_segments[0].place}
            covering[LEGS[0]] = taken[0].model_copy(update=together)
        legs = [covering[name] for name in LEGS if name in covering]
        self._exceeds(LEGS[-1], legs, every, about)

    def _exceeds(self, name: str, covering: Sequence[Amount], there: Sequence[Amount], about: str) -> bool:
        """Return whether more accounts are covered than there are; reported once, at the last that covers them."""
        covered, total = (sum(each.likely for each in amounts) for amounts in (covering, there))
        if covered <= total:
            return False
        *others, last = covering
        if last.place is not None and last.place not in self._reported:
            self._reported.add(last.place)
            related = [each.place for each in (*others, *there) if each.place is not None]
            details = {"input": name, "covered": f"{covered:,.12g}", "total": f"{total:,.12g}"}
            self.report.add(Code.ACCOUNTS_EXCEEDED, last.place, about=about, related=related, details=details)
        return True

    def _are_known(self, given: EconomicsGiven, about: str) -> bool:
        """Hold the segments of the direct route against those there are."""
        unknown = [segment for segment in given.direct_segments if segment.name not in given.segments]
        for each in unknown:
            if each.place is None or each.place in self._reported:
                continue
            self._reported.add(each.place)
            if given.segments:
                where, allowed = f"{about} › {MIXED} › {DIRECT_SEGMENTS}", given.segments
                self.report.add(Code.VALUE_NOT_ALLOWED, each.place, about=where, allowed=allowed, written=each.name)
            else:
                self.report.add(Code.KEY_MISSING, each.place, about=about, details={"key": SEGMENTS})
        return not unknown


SECTION = _EconomicsSection


class _EconomicsForm(Form):
    """Asks for every number that is declared; segments one after another, until one has no name."""

    key = KEY
    heading = "figures.form_title"
    is_of_cell = True

    def fields(self, section: Any) -> Iterator[Field]:
        """Return the numbers; those that stand in for others are left to the file."""
        table = TABLE.of(self.knowledge)
        declared = table.by_group() if table is not None else {}
        for group in table.input_groups if table is not None else ():
            heading, inputs = group.title.in_(self.t.lang), declared.get(group.id, {})
            if group.id == SEGMENTS:
                yield from self._segments(section, heading, inputs)
                continue
            path = (group.id,) if group.id != GENERAL else ()
            yield from self._fields(inputs, path, heading)
            if group.id == MIXED and found_at(section, (SEGMENTS, "1")) is not None:
                title, how = self.t("figures.form_direct"), self.t("figures.template_direct_segments")
                yield Field((MIXED, DIRECT_SEGMENTS), heading, title, how=how, shaped=_names)

    def _segments(self, section: Any, heading: str, inputs: ByName[str, DeclaredInput]) -> Iterator[Field]:
        for number in count(1):
            at = (SEGMENTS, str(number))
            title = self.t("figures.form_segment", number=number)
            yield Field((*at, ID), heading, title, how=self.t("figures.form_segment_how"))
            name = found_at(section, (*at, ID))
            if name is None:
                return
            yield from self._fields(inputs, at, f"{heading} · {name}")

    def _fields(self, inputs: ByName[str, DeclaredInput], path: tuple[str, ...], topic: str) -> Iterator[Field]:
        for key, declared in inputs.items():
            if not declared.stands_in:
                unit = self.t(f"figure_unit_name.{declared.unit}")
                title, how = declared.title.in_(self.t.lang), " ".join(declared.how.in_(self.t.lang).split())
                yield Field((*path, key), topic, title, how=how, unit=unit, shaped=_amount)


def _amount(typed: str) -> Any:
    """Return an amount as it is written in a case: three numbers are low, likely and high."""
    parts = [part.strip() for part in typed.replace("／", "/").split("/")]
    return dict(zip(ENDS, parts, strict=True)) if len(parts) == len(ENDS) else typed.strip()


def _names(typed: str) -> list[str]:
    return [name.strip() for name in typed.replace("，", ",").replace("、", ",").split(",") if name.strip()]


FORM = _EconomicsForm
