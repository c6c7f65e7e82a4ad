"""Files that cannot be used, each with one way of being wrong; made where the test runs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LETTERS = "abcdefghij"
BIG = 50_000_000


def _text(content: str, encoding: str = "utf-8") -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content.encode(encoding)) and None


def _bytes(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


def _answers(lines: str) -> Callable[[Path], None]:
    return _text("answers:\n" + "".join(f"  {line}\n" for line in lines.split("; ")))


def _economics(lines: str) -> Callable[[Path], None]:
    """Write numbers; `_` at a line's beginning is a step to the right."""
    steps = (each.replace("_ ", "  ") if each.startswith("_ ") else each for each in lines.split("; "))
    return _text("economics:\n" + "".join(f"  {step}\n" for step in steps))


def _vendors(lines: str) -> Callable[[Path], None]:
    return _text("answers: {market_stage: mature}\nvendors:\n" + "".join(f"  {each}\n" for each in lines.split("; ")))


def _nothing(path: Path) -> None:
    path.with_name("case-of-client.yaml").write_text("answers: {}\n", encoding="utf-8")


ALIAS_BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{one}: &{one} [{', '.join(['*' + before] * 10)}]\n" for before, one in pairwise(LETTERS)
)

BAD: dict[str, Callable[[Path], None]] = {
    "override-of-no-mode": _text("answers: {market_stage: mature}\noverride: {mode: hibrid, because: they insist}\n"),
    "override-without-reason": _text("cells:\n  - {id: a, answers: {}, override: {mode: hybrid}}\n"),
    "override-with-a-reason-too-long": _text(
        "journal:\n- {answer: market_stage, given: mature}\n- {override: hybrid, because: '" + "long " * 801 + "'}\n"
    ),
    "missing": _nothing,
    "folder": lambda path: path.mkdir(),
    "binary-junk": _bytes(bytes(range(256)) * 8),
    "fifty-megabytes": _bytes(b"answers:\n" + b"# " + b"x" * BIG),
    "alias-bomb": _text(ALIAS_BOMB),
    "wrong-type": _text("answers: [product_complexity, high]\n"),
    "wrong-type-of-a-number": _answers("target_account_count: 5万"),
    "quoted-number": _answers('sales_cycle_months: "5"'),
    "unknown-fact": _answers("product_complexty: high"),
    "unknown-option": _answers("market_stage: matur"),
    "number-out-of-range": _answers("sales_cycle_months: 600"),
    "negative-number": _answers("target_account_count: -5"),
    "not-a-number": _answers("deal_size_usd: .nan; sales_cycle_months: 1:30; target_account_count: 1e999"),
    "duplicate-key": _answers("product_complexity: high; market_stage: mature; product_complexity: low"),
    "yes-unquoted": _answers("product_complexity: yes"),
    "no-unquoted": _answers("customer_demands_direct: no"),
    "empty": _text(""),
    "only-spaces": _text("  \n\n"),
    "only-a-comment": _text("# nothing here yet\n"),
    "two-cells-one-id": _text("cells:\n  - {id: east, answers: {}}\n  - {id: east, answers: {}}\n"),
    "cell-without-id": _text("cells:\n  - {region: east, answers: {}}\n"),
    "cells-not-a-list": _text("cells: {east: {}}\n"),
    "no-cells": _text("cells: []\n"),
    "no-answers": _text("client: Example Ltd\n"),
    "misspelt-key": _text("client: Example Ltd\nanswer: {market_stage: mature}\n"),
    "a-list": _text("- market_stage: mature\n"),
    "derived-fact": _answers("sales_mode: direct"),
    "never-not-applicable": _answers("market_stage: not_applicable"),
    "syntax": _text("answers: {market_stage: mature\n"),
    "tab": _text("answers:\n\tmarket_stage: mature\n"),
    "two-documents": _text("answers: {}\n---\nanswers: {}\n"),
    "deep": _text("answers: " + "[" * 5000),
    "tag": _text("answers: !!python/object/apply:os.system [ls]\n"),
    "merge": _text("base: &b {market_stage: mature}\nanswers:\n  <<: *b\n"),
    "gbk": _text("client: 智能传感器\nanswers: {}\n", "gbk"),
    "utf-16": _text("answers: {}\n", "utf-16"),
    "nul": _text("answers: {}\0\n"),
    "chinese-before": _text("answers: {market_stage: 成熟稳定市场, product_complexity: 高}\n"),
    "long-line": _text("answers: {" + "market_stage: mature, " * 1 + " " * 300 + "product_complexity: hgih}\n"),
    "steers-the-terminal": _text('answers: {market_stage: "\\e[31mred\\a"}\n'),
    "economics-misspelt-key": _economics("gros_margin: 45%; direct:; _ win_rat: 20%"),
    "economics-share-as-whole-number": _economics("gross_margin: 45"),
    "economics-not-a-number": _economics("gross_margin: about half; reps_funded: [3]"),
    "economics-no-as-a-bound": _economics("gross_margin: {low: no, likely: 2%, high: 3%}; reps_funded: [1, no]"),
    "economics-numbers-in-two-readings": _economics(
        "reps_funded: 1.250; selling_hours_per_rep: --5; gross_margin: true"
    ),
    "number-in-two-readings": _answers("target_account_count: 120.000; deal_size_usd: " + "9" * 5000),
    "economics-out-of-range": _economics("selling_hours_per_rep: 9000"),
    "economics-disordered": _economics("gross_margin: {low: 50%, likely: 45%, high: 60%}"),
    "economics-without-likely": _economics("gross_margin: {low: 40%, high: 60%}"),
    "economics-other-names-of-bounds": _economics("gross_margin: {min: 40%, likely: 45%, max: 60%}"),
    "economics-more-covered-than-there-are": _economics(
        "segments:; _ - {id: key, accounts: 40}; direct:; _ accounts_covered: 60"
    ),
    "economics-direct-segment-unknown": _economics(
        "segments:; _ - {id: refineries, accounts: 40}; _ - {id: plants, accounts: 90}; "
        "hybrid:; _ direct_segments: [refinerie, plants, plants, 7]"
    ),
    "economics-direct-segments-without-segments": _economics("hybrid:; _ direct_segments: [refineries]"),
    "economics-direct-segments-a-name": _economics(
        "segments:; _ - {id: refineries, accounts: 40}; hybrid:; _ direct_segments: refineries"
    ),
    "economics-leg-larger-than-its-segments": _economics(
        "segments:; _ - {id: refineries, accounts: 40}; _ - {id: plants, accounts: 90}; "
        "hybrid:; _ direct_segments: [refineries]; _ direct_accounts: 45"
    ),
    "economics-segments-in-both-legs": _economics(
        "segments:; _ - {id: refineries, accounts: 40}; _ - {id: plants, accounts: 90}; "
        "hybrid:; _ direct_segments: [refineries]; _ channel_accounts: 95"
    ),
    "economics-segment-twice": _economics("segments:; _ - {id: key, accounts: 40}; _ - {id: key, accounts: 50}"),
    "economics-a-list": _text("economics: [gross_margin]\n"),
    "vendors-unknown-criterion": _vendors("- {id: a, criteria: {F22: 1, Vi9: {score: 1}}}"),
    "vendors-unknown-function": _vendors("- {id: a, functions: {acount-plan: standard}}"),
    "vendors-unknown-fit": _vendors("- {id: a, functions: {account-plan: standart}}"),
    "vendors-score-out-of-range": _vendors("- {id: a, criteria: {F2: 3, F3: {score: high}, F4: 1.5}}"),
    "vendors-score-that-follows": _vendors("- {id: a, criteria: {F1: 2}}"),
    "vendors-twice": _vendors("- {id: a}; - {id: b}; - {id: a}"),
    "vendors-without-id": _vendors("- {name: Somebody}"),
    "vendors-a-mapping": _text("answers: {market_stage: mature}\nvendors: {a: standard}\n"),
    "several": _answers("product_complexity: yes; deal_size_usd: 5q; market_stage: matur; parner_capability: low"),
}
