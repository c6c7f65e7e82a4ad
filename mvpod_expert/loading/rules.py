"""rules/ to rules: the families in YAML, then the decision tables, whose rows are rules too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mvpod_expert.loading.id_uniqueness import check_formers
from mvpod_expert.loading.rule_files import RuleReader
from mvpod_expert.loading.table_files import TableReader

if TYPE_CHECKING:
    from mvpod_expert.loading.entry_files import Library
    from mvpod_expert.loading.symbol_table import SymbolTable
    from mvpod_expert.model.rules import Rule, Stratum
    from mvpod_expert.model.tables import Table

FOLDERS: dict[str, Stratum] = {
    "doubts": "doubt",
    "derive": "derive",
    "mode": "weigh",
    "plan": "plan",
    "compare": "compare",
}


def read_rules(library: Library, declared: SymbolTable) -> tuple[dict[str, Rule], dict[str, Table]]:
    """Read the families of every folder of rules/, then its tables.

    Args:
        library: the home's files; takes the findings.
        declared: what rules may refer to.

    Returns:
        The rules by id, those of tables among them, and the tables by id.
    """
    reader = RuleReader(declared, library.report)
    rules = reader.read_families(library, library.home.rules, FOLDERS)
    tables: dict[str, Table] = {}
    in_full = library.memory.surroundings(declared.in_full())
    for found in TableReader(reader, FOLDERS).read_all(library, in_full):
        tables[found.table.id] = found.table
        for rule in found.rules:
            reader.keep(rule, rules)
    check_formers("rules", [(rule.id, rule.formerly, rule.place) for rule in rules.values()], library.report)
    return rules, tables
