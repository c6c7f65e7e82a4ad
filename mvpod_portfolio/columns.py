"""Which column of a table answers which fact, and which says who the account is; by names, or by a mapping file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.spellings import folded, spellings, state_spellings
from mvpod_expert.loading.text_files import read_text
from mvpod_expert.loading.yaml_nodes import Mapping as MappingNode
from mvpod_expert.loading.yaml_nodes import Node, Scalar, unknown_keys, wrong_type
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.model.diagnostics import Code
from mvpod_expert.model.facts import UNKNOWN, counts_money
from mvpod_expert.model.money import CaseCurrency
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.model.written_numbers import CURRENCIES
from mvpod_portfolio.amounts import currency_code, portfolio_currency
from mvpod_portfolio.answer_codes import SHARE
from mvpod_portfolio.problems import PortfolioError
from mvpod_portfolio.worth import economic_inputs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mvpod_expert.model.knowledge import KnowledgeBase

ROLES: dict[str, tuple[str, ...]] = {
    "key": ("key", "id", "account", "account id", "account_id", "客户编号", "编号", "客户"),
    "region": ("region", "地区", "区域"),
    "segment": ("segment", "细分", "细分市场", "客户群"),
    "size": ("size", "规模"),
    "value": ("value", "revenue", "potential", "收入", "销售额", "潜力"),
    "currency": ("currency", "币种", "货币"),
    "route": ("route", "today", "current route", "current_route", "现行路线", "现行模式"),
}
"""What a column can tell of an account beside answers, and the names it is found by."""

IGNORED = "-"
COLUMNS, VALUES, UNITS, CURRENCY = "columns", "values", "units", "currency"
PER_CENT_UNITS = ("%", SHARE)
"""What numbers without a sign can be in the column of a fact that counts per cent."""


@dataclass(frozen=True)
class Columns:
    """What the columns of one table mean: which answers a fact, has a role, or a number of the economics.

    For facts there may be further spellings of states and, where they count per cent, what plain numbers are; the
    currency is that of amounts that name none; for `unsure` see `Source`.
    """

    facts: Mapping[str, str]
    roles: Mapping[str, str]
    unused: tuple[str, ...]
    spelled: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    currency: CaseCurrency = field(default_factory=CaseCurrency)
    numbers: Mapping[str, str] = field(default_factory=dict)
    unsure: str = ""
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def meanings(self) -> dict[str, str]:
        """The column of everything that a column can mean."""
        return {**self.roles, **self.facts, **self.numbers}

    @property
    def needed(self) -> list[str]:
        """The columns that are read."""
        return list(self.meanings.values())

    def of_money(self, knowledge: KnowledgeBase) -> list[str]:
        """Return the columns that hold amounts of money."""
        facts = [name for fact, name in self.facts.items() if counts_money(knowledge.facts[fact].unit)]
        money = [name for role, name in self.roles.items() if role == "value"]
        declared = economic_inputs(knowledge)
        return facts + money + [name for meaning, name in self.numbers.items() if declared[meaning].unit == "money"]


def match_columns(
    names: Sequence[str], knowledge: KnowledgeBase, mapping: Path | None = None, currency: str | None = None
) -> Columns:
    """Find out what columns mean: by the mapping, then by ids, former ids and titles in either language.

    A currency, of amounts that name none, goes before that of the mapping file.

    Raises:
        UnusableInputError: the mapping has findings.
        PortfolioError: two columns mean the same, none answers a fact, or there is no rate for the currency.
    """
    mapped, spelled, units, written = (
        read_mapping(mapping, names, knowledge) if mapping is not None else ({}, {}, {}, None)
    )
    named = _names(knowledge)
    found: dict[str, str] = {}
    unused = []
    for name in names:
        meaning = mapped.get(name) or named.get(folded(name))
        if meaning is None or meaning == IGNORED:
            unused.append(name)
        elif meaning in found:
            raise PortfolioError(why="two_columns", one=found[meaning], other=name, meaning=meaning)
        else:
            found[meaning] = name
    numbers = {meaning: name for meaning, name in found.items() if meaning in economic_inputs(knowledge)}
    facts = {meaning: name for meaning, name in found.items() if meaning not in {*ROLES, *numbers}}
    if not facts:
        raise PortfolioError(why="no_fact", columns=", ".join(names[:12]))
    roles = {role: found[role] for role in ROLES if role in found}
    money = portfolio_currency(knowledge, currency or written)
    return Columns(facts, roles, tuple(unused), spelled, money, numbers, units=units)


def _names(knowledge: KnowledgeBase) -> dict[str, str]:
    asked = tuple(knowledge.asked())
    return {
        **{folded(name): name for name in economic_inputs(knowledge)},
        **{folded(name): role for role, names in ROLES.items() for name in names},
        **{folded(old): fact.id for fact in asked for old in fact.formerly},
        **spellings((fact.id, fact.title) for fact in asked),
    }


def read_mapping(
    path: Path, names: Sequence[str], knowledge: KnowledgeBase
) -> tuple[dict[str, str], dict[str, dict[str, str]], dict[str, str], str | None]:
    """Read a mapping file: what each column means, for facts further spellings of states and units, and the currency.

    Raises `UnusableInputError` with all findings, where it has any.
    """
    report = DiagnosticCollector()
    text = read_text(path, str(path), report)
    node = parse_yaml(text, str(path), report) if text is not None else None
    if isinstance(node, MappingNode):
        unknown_keys(node, (COLUMNS, VALUES, UNITS, CURRENCY), report, "mapping")
    parts = {key.text: part for key, part in _entries(node, report, "mapping")}
    asked = {fact.id: fact for fact in knowledge.asked()}
    meanings = [*asked, *ROLES, *economic_inputs(knowledge), IGNORED]
    mapped = _chosen(parts.get(COLUMNS), meanings, report, COLUMNS)
    for name, _ in _entries(parts.get(COLUMNS)):
        if name.text not in names:
            report.add(Code.VALUE_NOT_ALLOWED, name, about=COLUMNS, allowed=names, written=name.text)
    spelled: dict[str, dict[str, str]] = {}
    for name, values in _entries(parts.get(VALUES), report, VALUES):
        if name.text in asked:
            states = (*asked[name.text].known_states, UNKNOWN)
            spelled[name.text] = _chosen(values, states, report, f"{VALUES} › {name.text}")
        else:
            report.add(Code.FACT_UNKNOWN, name, about=VALUES, allowed=asked, written=name.text)
    units = _chosen(parts.get(UNITS), PER_CENT_UNITS, report, UNITS)
    per_cent = [fact.id for fact in asked.values() if fact.is_per_cent]
    for name, _ in _entries(parts.get(UNITS)):
        if name.text not in per_cent:
            report.add(Code.VALUE_NOT_ALLOWED, name, about=UNITS, allowed=per_cent, written=name.text)
    currency = _currency(parts.get(CURRENCY), report)
    report.raise_if_any()
    return mapped, spelled, units, currency


def _currency(part: Node | None, report: DiagnosticCollector) -> str | None:
    if part is not None and not isinstance(part, Scalar):
        wrong_type(part, "text", report, CURRENCY)
    if not isinstance(part, Scalar) or part.plain is None:
        return None
    if currency_code(part.text) is None:
        allowed = [each.upper() for each in CURRENCIES]
        report.add(Code.VALUE_NOT_ALLOWED, part, about=CURRENCY, allowed=allowed, written=part.text)
    return part.text


def _entries(
    node: Node | None, report: DiagnosticCollector | None = None, about: str = ""
) -> tuple[tuple[Scalar, Node], ...]:
    if isinstance(node, MappingNode):
        return node.entries
    if report is not None and node is not None and not (isinstance(node, Scalar) and node.plain is None):
        report.add(Code.TYPE_WRONG, node, about=about, details={"expected": "mapping"})
    return ()


def _chosen(node: Node | None, allowed: Sequence[str], report: DiagnosticCollector, about: str) -> dict[str, str]:
    """Return what stands behind each key that is filled in."""
    chosen = {}
    for name, value in _entries(node, report, about):
        if isinstance(value, Scalar) and value.plain is not None:
            text = value.text.lower() if isinstance(value.plain, bool) else value.text
            chosen[name.text] = text
            if text not in allowed:
                report.add(Code.VALUE_NOT_ALLOWED, value, about=about, allowed=allowed, written=text)
    return chosen


def template(values: Mapping[str, Sequence[str]], knowledge: KnowledgeBase, head: str) -> str:
    """Return a mapping file for the current table: what is recognised filled in, likely meanings beside the rest.

    The table has some values for each column; `head` says what the file is for, as a comment.
    """
    named = _names(knowledge)
    asked = {fact.id: fact for fact in knowledge.asked()}
    columns, spelled, units = [], [], []
    for name, written in values.items():
        meaning = named.get(folded(name))
        near = closest_match(folded(name), list(named)) if meaning is None else None
        note = f"  # {named[near]}?" if near else ""
        columns.append(f"  {_quoted(name)}: {meaning or ''}{note}".rstrip())
        fact = asked.get(meaning or "")
        if fact is not None and fact.is_per_cent:
            units.append(f"  {fact.id}:  # {', '.join(PER_CENT_UNITS)}")
        if fact is not None and fact.kind != "number":
            unread = [each for each in written if folded(each) and folded(each) not in state_spellings(fact)]
            spelled += [f"  {fact.id}:  # {', '.join(fact.known_states)}"] if unread else []
            spelled += [f"    {_quoted(each)}:" for each in unread]
    known = ", ".join(each.upper() for each in CURRENCIES)
    top = [*(f"# {line}" for line in head.split("\n")), f"{CURRENCY}:  # {known}"]
    return "\n".join([*top, f"{COLUMNS}:", *columns, f"{VALUES}:", *spelled, f"{UNITS}:", *units, ""])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
