"""Amounts of money in a table: in which currency they are, as in a case file, and what is said of it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet
import pytest

from features.program import unmeasured as mvpod
from mvpod_expert.model.money import CaseCurrency, in_dollars, read_money
from tests.portfolio.accounts import PREPARED, decided
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

FACT = KNOWLEDGE.facts["deal_size_usd"]
RATES = CaseCurrency.of(None, KNOWLEDGE.decision.rates)
MARKED = ["6万元", "¥60000", "$1.2m", "60k EUR", "1.2 Mio. €", "₹50 lakh", "3 million JPY", "2万美元", "人民币 30亿"]


def portfolio(folder: Path, text: str, *options: str) -> tuple[dict[str, tuple[str, str]], dict[str, str], str]:
    """Decide on a table; return fact and value of each account, the reasons of what is rejected, and what is told."""
    (folder / "a.csv").write_text(text, encoding="utf-8")
    found = mvpod("portfolio", "a.csv", "-o", "b.csv", "--lang", "en", *options, folder=folder)
    assert found.code == 0, found.said
    with (folder / "b.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["key"]: (row[FACT.id], row["value"]) for row in csv.DictReader(file)}
    with (folder / "b.rejected.csv").open(encoding="utf-8", newline="") as file:
        rejected = {row["key"]: row["reason"] for row in csv.DictReader(file)}
    return rows, rejected, found.said


def test_marked_amounts_are_worth_what_the_case_reader_says(tmp_path: Path) -> None:
    """Tools of this kind take every number in a column of money for the currency of its heading."""
    rows = "".join(f'{place},"{written}","{written}"\n' for place, written in enumerate(MARKED))
    found, rejected, _ = portfolio(tmp_path, f"key,{FACT.id},revenue\n{rows}")
    assert not rejected
    for place, written in enumerate(MARKED):
        money = read_money(written, RATES)
        assert money is not None
        dollars = in_dollars(money, RATES)
        assert dollars is not None
        band, value = found[str(place)]
        assert (band, float(value)) == (FACT.band_of(dollars[0]), pytest.approx(dollars[0]))


@pytest.mark.parametrize("named", ["option", "mapping", "column", "sign"])
def test_a_portfolio_names_its_currency(named: str, tmp_path: Path) -> None:
    """Spreadsheets of a Chinese firm say 元 once, in a heading or not at all, and 万 in the cells."""
    head, options, rest, sign = f"key,{FACT.id},revenue", (), "", ""
    if named == "option":
        options = ("--currency", "CNY")
    elif named == "mapping":
        (tmp_path / "m.yaml").write_text("currency: rmb\n", encoding="utf-8")
        options = ("--mapping", "m.yaml")
    elif named == "column":
        head, rest = head + ",币种", ",CNY"
    else:
        sign = "元"
    found, rejected, told = portfolio(
        tmp_path, f"{head}\nA,6万{sign},60000{sign}{rest}\nB,60000{sign},6万{sign}{rest}\n", *options
    )
    assert not rejected
    value = 60000 if options else 60000 / 7.2
    for key in ("A", "B"):
        assert (found[key][0], float(found[key][1])) == (FACT.band_of(60000 / 7.2), pytest.approx(value))
    assert "Amounts read as CNY: " in told
    assert f"{FACT.id} (2 rows)" in told
    assert "7.2 CNY to the US dollar (rates of 2025-06-30)" in told
    assert "No currency is named" not in told


def test_an_amount_without_a_currency_is_told_or_refused(tmp_path: Path) -> None:
    """Tools of this kind count 6万 as dollars, and nobody hears of it."""
    rows = "A,60k,1\nB,60000,\nC,6万,\nD,两万,\nE,2 lakh,\nF,,6万\nG,1.2 Mio,\n"
    found, rejected, told = portfolio(tmp_path, f"key,{FACT.id},revenue\n{rows}")
    assert set(found) == {"A", "B"}
    assert all("write which" in reason for reason in rejected.values()), rejected
    assert told.count("read as US dollars") == 1
    assert f"{FACT.id} (2 rows)" in told
    assert "revenue (1 rows)" in told
    wrong, _, _ = portfolio(tmp_path, f"key,{FACT.id},currency\nA,1,KRW\nB,1,XYZ\n")
    assert set(wrong) == {"A"}
    refused = mvpod("portfolio", "a.csv", "-o", "c.csv", "--currency", "tugrik", "--lang", "en", folder=tmp_path)
    assert (refused.code, "'tugrik' is no currency" in refused.said) == (2, True), refused.said


@pytest.mark.parametrize("form", ["number", "text", "words"])
def test_typed_columns_are_in_the_named_currency_too(form: str, tmp_path: Path) -> None:
    """Numbers of a typed column have no place for a sign; those worked out from others follow."""
    facts = ("head_account_usd_year", "seller_cost_usd_year", "accounts_per_seller", "gross_margin_band")
    dollars = {facts[0]: 50_000.0, facts[1]: 100_000.0, facts[2]: 20.0, facts[3]: 40.0}
    tables = []
    for rate, currency in ((1, None), (7.2, "CNY")):
        columns = {
            name: pa.array([value * rate if name.endswith("usd_year") else value] * 2)
            for name, value in dollars.items()
        }
        if form != "number":
            columns = {name: column.cast(pa.string()) for name, column in columns.items()}
        if form == "words":
            columns = {name: column.dictionary_encode() for name, column in columns.items()}
        pa.parquet.write_table(pa.table(columns), tmp_path / "a.parquet")
        table, rejected = decided(tmp_path / "a.parquet", currency=currency)
        assert not rejected
        tables.append(table)
    assert (
        tables[0]["head_seller_payback"].to_pylist() == [PREPARED.knowledge.facts["head_seller_payback"].band_of(4)] * 2
    )
    assert tables[0].equals(tables[1])
    assert [table.schema.metadata[b"mvpod.currency"] for table in tables] == [b"USD", b"CNY"]


def test_keys_of_several_rows_are_told_and_each_row_can_be_explained(tmp_path: Path) -> None:
    """Tools of this kind join two systems, and one account stands there twice with different answers."""
    rows = "A,low\nB,high\nA,high\nC,low\nB,low\nA,medium\n"
    (tmp_path / "a.csv").write_text(f"key,partner_capability\n{rows}", encoding="utf-8")
    for name in ("b.csv", "b.parquet"):
        told = mvpod("portfolio", "a.csv", "-o", name, "--lang", "en", folder=tmp_path).said
        assert "3 rows have a key that an earlier row has (A in rows 1 and 3, B in rows 2 and 5)" in told
        first = mvpod("explain", name, "--row", "A", "--format", "json", "--lang", "en", folder=tmp_path)
        assert "3 rows have the key A (rows 1, 3, 6); row 1 is explained" in first.said
        third = mvpod("explain", name, "--row", "A@6", "--format", "json", "--lang", "en", folder=tmp_path)
        assert "row 6 is explained" in third.said
        nets = [each.data["cells"][0]["explanation"]["decision"]["ranking"] for each in (first, third)]
        assert nets[0] != nets[1]
        assert "rows have the key" not in mvpod("explain", name, "--row", "C", folder=tmp_path).said
        assert mvpod("explain", name, "--row", "A@2", folder=tmp_path).code == 2
