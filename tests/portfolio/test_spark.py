"""On a real Spark with two workers: what `mvpod portfolio` says of the same accounts."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet
import pytest

from mvpod_portfolio.problems import PortfolioError
from mvpod_portfolio.spark import REJECTED, decide_accounts, joined
from tests.portfolio.accounts import decided, random_accounts, table_of
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNT = 3_000

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="pyspark is not here: run `make spark`"),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java"),
]


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - not here unless `make spark` put it there

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.sql.shuffle.partitions", "2").config(
            "spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("w"))
        )
        session = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "500").getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        yield session
        session.stop()


@pytest.mark.parametrize("words", [False, True])
def test_accounts_on_spark_are_decided_as_in_a_file(spark: Any, words: bool, tmp_path: Path) -> None:
    """Tools of this kind have a second implementation for the cluster, which drifts away from the first."""
    names = [f"A{number}" for number in range(COUNT)]
    table = table_of(
        random_accounts(COUNT, 5),
        key=names,
        region=["N", None] * (COUNT // 2),
        revenue=[float(each) for each in range(COUNT)],
    )
    numbers = next(fact for fact in KNOWLEDGE.asked() if fact.range is not None)
    given = [numbers.range.min if numbers.range and place % 2 else None for place in range(COUNT)]
    table = table.set_column(table.schema.get_field_index(numbers.id), numbers.id, pa.array(given, pa.float64()))
    pa.parquet.write_table(table, tmp_path / "a.parquet", row_group_size=700)
    expected, rejected = decided(tmp_path / "a.parquet", words=words)
    assert rejected == []
    found = decide_accounts(
        spark.read.parquet(str(tmp_path / "a.parquet")).repartition(3), words=words, currency="USD", lang="en"
    )
    assert found.columns == [*expected.column_names, REJECTED]
    rows = {row["key"]: row.asDict() for row in found.collect()}
    assert len(rows) == COUNT
    for row in expected.to_pylist():
        assert rows[row["key"]] == {**row, "row": None, REJECTED: None}


def test_what_spark_cannot_decide_is_told_in_its_row(spark: Any, tmp_path: Path) -> None:
    """Tools of this kind stop a whole job for a bad cell, or drop its row."""
    lines = ["key,deal_size_usd,today,other", "A1,30000,direct,1", "A2,-4,nope,2", ",30,,3", "A4,,,4"]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    _, cells = decided(tmp_path / "a.csv")
    accounts = spark.read.csv(str(tmp_path / "a.csv"), header=True)
    found = {
        row["key"]: row.asDict(recursive=True) for row in decide_accounts(accounts, currency="USD", lang="en").collect()
    }
    assert {key: row["verdict"] is not None for key, row in found.items()} == {
        "A1": True,
        "A2": False,
        "": False,
        "A4": True,
    }
    told = [(key, each["column"], each["reason"]) for key, row in found.items() for each in row[REJECTED] or ()]
    assert sorted(told) == sorted(cell[1:] for cell in cells)
    with pytest.raises(PortfolioError, match="No column is the key"):
        decide_accounts(accounts.drop("key"))


@pytest.mark.parametrize("kind", ["struct<a: string>", "array<string>", "map<string, string>", "date"])
def test_a_column_of_anything_but_single_values_is_refused_at_once(spark: Any, kind: str) -> None:
    """Jobs of this kind run for an hour and then end in a stack of the library, for the type of a column."""
    column = "value" if kind == "date" else "market_stage"
    kinds = {"key": "string", "market_stage": "string", column: kind}
    accounts = spark.createDataFrame([], ", ".join(f"{name} {each}" for name, each in kinds.items()))
    with pytest.raises(PortfolioError, match=f"Column '{column}' is of type"):
        decide_accounts(accounts, currency="USD")


def test_small_batches_are_joined_and_no_row_is_lost() -> None:
    """Spark sends ten thousand rows at a time, however many a partition has."""
    batches = [pa.RecordBatch.from_pydict({"a": pa.array(range(size), pa.int8())}) for size in (3, 0, 4, 2, 9, 1)]
    assert [each.num_rows for each in joined(iter(batches), 8)] == [7, 2, 9, 1]
    assert [each.num_rows for each in joined(iter([]), 8)] == []


def test_amounts_on_spark_are_in_the_currency_that_is_named(spark: Any, tmp_path: Path) -> None:
    """Tools of this kind read money otherwise on the cluster than on the desk."""
    table = pa.table({"key": ["A", "B", "C"], "deal_size_usd": ["6万元", "60000", "6万"], "revenue": ["1", "€10", ""]})
    pa.parquet.write_table(table, tmp_path / "a.parquet")
    accounts = spark.read.parquet(str(tmp_path / "a.parquet"))
    for currency in (None, "CNY"):
        expected, rejected = decided(tmp_path / "a.parquet", currency=currency)
        with pytest.warns(UserWarning, match="read as US dollars") if currency is None else nullcontext():
            frame = decide_accounts(accounts, currency=currency, lang="en")
        rows = [row.asDict(recursive=True) for row in frame.collect()]
        found = {row["key"]: (row["deal_size_usd"], row["value"]) for row in rows if row[REJECTED] is None}
        wanted = expected.select(["key", "deal_size_usd", "value"]).to_pylist()
        assert found == {row["key"]: (row["deal_size_usd"], row["value"]) for row in wanted}
        assert [row["key"] for row in rows if row[REJECTED] is not None] == [row[1] for row in rejected]
