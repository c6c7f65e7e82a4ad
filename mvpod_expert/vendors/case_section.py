"""What stands under `vendors:` in a case file, or in a file of its own, to vendors or to findings."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from mvpod_expert.capability import CaseContext, CaseSection, Form
from mvpod_expert.loading.text_files import read_text
from mvpod_expert.loading.yaml_nodes import Mapping, Node, Scalar, items_of, kind_of, mapping_of, path_to, wrong_type
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import UNKNOWN
from mvpod_expert.model.form import Field, FieldOption, found_at
from mvpod_expert.model.frozen import is_id
from mvpod_expert.vendors.capability import GIVEN, KEY, TABLE
from mvpod_expert.vendors.model import ScoreGiven, VendorGiven
from mvpod_expert.vendors.table import BEST, FITS, Criterion, Fit, VendorTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Mapping as ByName
    from pathlib import Path

    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.model.cases import Cell
    from mvpod_expert.model.knowledge import KnowledgeBase

VENDOR_KEYS = ("id", "name", "functions", "criteria", "notes")
SCORE_KEYS = ("score", "evidence")


def read_vendors(path: Path, knowledge: KnowledgeBase, report: DiagnosticCollector) -> tuple[VendorGiven, ...]:
    """Read a file that says nothing but `vendors:`."""
    text = read_text(path, str(path), report)
    node = parse_yaml(text, str(path), report) if text is not None else None
    page = mapping_of(node, report, allowed=(KEY,)) if node is not None else None
    if page is None:
        return ()
    if page.get(KEY) is None and not report:
        report.add(Code.KEY_MISSING, page, details={"key": KEY})
    section = _VendorSection(CaseContext(knowledge, report, path.parent))
    return section.under_key(page, KEY)


class _VendorSection(CaseSection):
    """Reads vendors against what the experts declare: those of the case are for the cells without their own."""

    def __init__(self, context: CaseContext) -> None:
        self.table = TABLE.of(context.knowledge)
        self.functions = context.knowledge.functions()
        self.report = context.report

    def read_cell(self, node: Mapping, cell: str, shared: Cell) -> ByName[str, Any]:
        """Return the vendors of the cell's own."""
        return {GIVEN.name: self.under_key(node, f"cells › {cell} › {KEY}")}

    def read_case(self, node: Mapping, cells: tuple[Cell, ...]) -> ByName[str, Any]:
        """Return the vendors of the case."""
        return {GIVEN.name: self.under_key(node, KEY)}

    def under_key(self, page: Mapping, about: str) -> tuple[VendorGiven, ...]:
        """Read the list under `vendors:`; what cannot be used is reported and left out."""
        node = page.get(KEY)
        if node is None or self.table is None:
            if node is not None:
                self.report.add(Code.VENDORS_UNDECLARED, node, about=about)
            return ()
        found: dict[str, VendorGiven] = {}
        for number, item in enumerate(items_of(node, self.report, about), start=1):
            vendor = self._vendor(self.table, item, path_to(about, item, number))
            if vendor is None:
                continue
            if vendor.id in found:
                first = found[vendor.id].place
                self.report.twice(vendor.id, item, *filter(None, [first]), about=about)
            found[vendor.id] = vendor
        return tuple(found.values())

    def _vendor(self, table: VendorTable, node: Node, about: str) -> VendorGiven | None:
        vendor = mapping_of(node, self.report, about, VENDOR_KEYS)
        if vendor is None:
            return None
        own = self._text(vendor, "id", about)
        place = vendor.at("id")
        if own is None:
            if not isinstance(place, Scalar) and place is not vendor:
                return None  # that this is no text is reported already
            self.report.add(Code.KEY_MISSING, place, about=about, details={"key": "id"})
            return None
        if not is_id(own):
            self.report.add(Code.ID_MALFORMED, place, about=about, written=own, details={"shape": "id"})
            return None
        return VendorGiven(
            id=own,
            name=self._text(vendor, "name", about) or own,
            functions=self._functions(vendor, about),
            criteria=self._criteria(table, vendor, about),
            notes=self._text(vendor, "notes", about),
            place=vendor.place,
        )

    def _functions(self, node: Mapping, about: str) -> dict[str, Fit]:
        found: dict[str, Fit] = {}
        for name, value, where in self._entries(node, "functions", about, self.functions, "function"):
            written = value.text.strip() if isinstance(value, Scalar) else None
            fit = next((each for each in FITS if each == written), None)
            if fit is not None:
                found[name] = fit
            elif written != UNKNOWN and not value.is_empty:
                allowed, shown = (*FITS, UNKNOWN), kind_of(value)
                self.report.add(Code.VALUE_NOT_ALLOWED, value, about=where, allowed=allowed, written=shown)
        return found

    def _criteria(self, table: VendorTable, node: Mapping, about: str) -> dict[str, ScoreGiven]:
        found: dict[str, ScoreGiven] = {}
        for name, value, where in self._entries(node, "criteria", about, table.criteria(), "criterion"):
            score, evidence = self._score(value, where)
            if score is not None and table.criterion(name).from_functions:
                self.report.add(Code.SCORE_FOLLOWS, value, about=where, details={"criterion": name})
            found[name] = ScoreGiven(score=score, evidence=evidence)
        return found

    def _entries(
        self, node: Mapping, key: str, about: str, known: tuple[str, ...], kind: str
    ) -> Iterator[tuple[str, Node, str]]:
        """Return the names under a key with their values and paths; those that are not known are reported."""
        written = node.get(key)
        page = mapping_of(written, self.report, f"{about} › {key}") if written and not written.is_empty else None
        for name, value in page or ():
            where = f"{about} › {key}"
            if name.text in known:
                yield name.text, value, f"{where} › {name.text}"
            else:
                blanks, code = {"kind": kind}, Code.VENDOR_ENTRY_UNKNOWN
                self.report.add(code, name, about=where, allowed=known, written=name.text, details=blanks)

    def _score(self, node: Node, about: str) -> tuple[int | None, str | None]:
        """Read a score alone, or with its evidence."""
        if not isinstance(node, Mapping):
            return self._number(node, about), None
        mapping_of(node, self.report, about, SCORE_KEYS)
        written = node.get("score")
        return self._number(written, about) if written is not None else None, self._text(node, "evidence", about)

    def _number(self, node: Node, about: str) -> int | None:
        if node.is_empty or (isinstance(node, Scalar) and node.text.strip() == UNKNOWN):
            return None
        number = node.number if isinstance(node, Scalar) else None
        if isinstance(number, int) and 0 <= number <= BEST:
            return number
        self.report.add(Code.SCORE_EXPECTED, node, about=about, details={"written": kind_of(node)})
        return None

    def _text(self, node: Mapping, key: str, about: str) -> str | None:
        value = node.get(key)
        if value is None or value.is_empty:
            return None
        if not isinstance(value, Scalar):
            wrong_type(value, "text", self.report, f"{about} › {key}")
            return None
        return value.text.strip() or None


SECTION = _VendorSection


class _VendorForm(Form):
    """Asks for vendors one after another, until one has no name: scores with their evidence, and how functions fit."""

    key = KEY
    heading = "vendors.title"
    is_of_cell = False

    def fields(self, section: Any) -> Iterator[Field]:
        """Return the names of the vendors that are there and of one more, then what is asked of each."""
        table = TABLE.of(self.knowledge)
        if table is None:
            return
        number = next(number for number in count(1) if found_at(section, (str(number), "id")) is None)
        for known in range(1, number):
            yield self._name(known, (str(known), "name"), str.strip)
        yield self._name(number, (str(number),), lambda typed: {"id": f"vendor-{number}", "name": typed.strip()})
        for at in map(str, range(1, number)):
            vendor = found_at(section, (at,))
            yield from self._of_vendor(table, vendor, (at,), str(vendor.get("name", vendor["id"])))

    def _name(self, number: int, path: tuple[str, ...], shaped: Callable[[str], Any]) -> Field:
        heading, title = self.t("vendors.form_vendor", number=number), self.t("vendors.form_name")
        return Field(path, heading, title, how=self.t("vendors.form_name_how"), shaped=shaped)

    def _of_vendor(self, table: VendorTable, known: Any, at: tuple[str, ...], name: str) -> Iterator[Field]:
        for gate in table.gates:
            topic = f"{name} · {gate.title.in_(self.t.lang)}"
            for criterion in gate.criteria:
                if not criterion.from_functions:
                    yield from self._of_criterion(criterion, known, at, topic)
        topic = f"{name} · {self.t('vendors.form_functions')}"
        fits = [FieldOption(fit, table.fits[fit].in_(self.t.lang)) for fit in FITS]
        titles = {item.id: item.title.in_(self.t.lang) for item in self.knowledge.items()}
        for function in self.knowledge.functions():
            options = (*fits, FieldOption(UNKNOWN, self.t("vendor_fit.unknown")))
            yield Field((*at, "functions", function), topic, titles[function], options=options)

    def _of_criterion(self, criterion: Criterion, known: Any, at: tuple[str, ...], topic: str) -> Iterator[Field]:
        path, lang = (*at, "criteria", criterion.id), self.t.lang
        levels = [FieldOption(score, each.in_(lang)) for score, each in enumerate(criterion.levels)]
        unknown = FieldOption(UNKNOWN, self.t("vendor_fit.unknown"))
        title, ask = criterion.title.in_(lang), " ".join(criterion.ask.in_(lang).split())
        given = found_at(known, path[1:])
        is_alone = given is not None and not isinstance(given, dict)  # a score that was written without evidence
        yield Field(path if is_alone else (*path, "score"), topic, title, how=ask, options=(*levels, unknown))
        if isinstance(found_at(given, ("score",)), int):
            evidence, how = self.t("vendors.form_evidence", criterion=title), criterion.evidence.in_(lang)
            yield Field((*path, "evidence"), topic, evidence, how=" ".join(how.split()))


FORM = _VendorForm
