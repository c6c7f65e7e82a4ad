"""knowledge/figures/vendors.yaml to the gates for vendors, checked for what does not fit together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.validation import validate, validate_all
from mvpod_expert.model.diagnostics import Code, Place
from mvpod_expert.vendors.table import FITS, KnockOut, VendorGate, VendorTable

if TYPE_CHECKING:
    from mvpod_expert.capability import KnowledgeSource
    from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
    from mvpod_expert.loading.reference_files import SupportChecker

WHOLE = 100


def read_knowledge(source: KnowledgeSource) -> VendorTable | None:
    """Read what the experts say of vendors; a home may say nothing."""
    library, support = source.library, source.symbols.support
    node = library.optional_page(library.home.knowledge / "figures" / "vendors.yaml")
    if node is None:
        return None
    report = library.report
    found = report.found
    gates = validate_all(VendorGate, node, "gates", report)
    if report.found > found:
        return None
    table = validate(VendorTable, node, report, leave=("gates",), gates=gates)
    if table is None:
        return None
    for fit in FITS:
        if fit not in table.fits:
            report.add(Code.KEY_MISSING, node, about="fits", details={"key": fit})
    _check_ids(gates, report)
    if sum(gate.weight for gate in gates) != WHOLE:
        report.add(Code.VENDOR_TABLE_MISFIT, gates[0].place, about="gates", details={"problem": "weights"})
    for gate in gates:
        _check_gate(gate, support, report)
    return table


def _check_gate(gate: VendorGate, support: SupportChecker, report: DiagnosticCollector) -> None:
    about = f"gates › {gate.id}"
    support.check(gate, gate.place, about)
    for criterion in gate.criteria:
        support.check_sources(criterion, gate.place, f"{about} › {criterion.id}")
        scores = [limit.score for limit in criterion.from_functions]
        if scores != sorted(scores, reverse=True):
            where = f"{about} › {criterion.id} › from_functions"
            report.add(Code.VENDOR_TABLE_MISFIT, gate.place, about=where, details={"problem": "order"})
    for knock_out in gate.knock_outs:
        support.check_sources(knock_out, gate.place, f"{about} › {knock_out.id}")
        _check_knock_out(knock_out, gate, report, f"{about} › {knock_out.id}")


def _check_ids(gates: tuple[VendorGate, ...], report: DiagnosticCollector) -> None:
    """Every id stands once: of the gates, and of the criteria and knock-outs of all gates."""
    places: dict[str, Place] = {}
    for gate in gates:
        for name in (gate.id, *(criterion.id for criterion in gate.criteria), *(out.id for out in gate.knock_outs)):
            if name in places:
                report.twice(name, gate.place, places[name], about="gates")
            places[name] = gate.place


def _check_knock_out(knock_out: KnockOut, gate: VendorGate, report: DiagnosticCollector, about: str) -> None:
    of_criterion = (knock_out.criterion is not None, knock_out.at_most is not None)
    of_fits = (bool(knock_out.fits), knock_out.above is not None)
    if {all(of_criterion), all(of_fits)} != {True, False} or any(of_criterion) == any(of_fits):
        report.add(Code.VENDOR_TABLE_MISFIT, gate.place, about=about, details={"problem": "knock_out"})
        return
    own = [criterion.id for criterion in gate.criteria]
    if knock_out.criterion is not None and knock_out.criterion not in own:
        code, kind = Code.VENDOR_ENTRY_UNKNOWN, {"kind": "criterion"}
        report.add(code, gate.place, about=about, allowed=own, written=knock_out.criterion, details=kind)
