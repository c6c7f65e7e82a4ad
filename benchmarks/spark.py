"""A portfolio on Spark with two workers on this machine: rows a second, started and with its start.

    PYTHONPATH=.spark python benchmarks/spark.py [MILLIONS]

after `make spark`. The same accounts go from Parquet to nowhere, and to Parquet; wall time, since the JVM works too.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
from pyspark.sql import SparkSession

from benchmarks.portfolio import generated
from mvpod_expert.engine.knowledge_cache import prepare
from mvpod_expert.resources import find_home
from mvpod_portfolio.spark import decide_accounts

FILES = 4


def main(millions: int) -> None:
    """Print rates."""
    source = generated(prepare(find_home()), millions)
    batches = list(source.batches(list(source.names)))
    rows = source.rows or 0
    with tempfile.TemporaryDirectory() as folder:
        accounts = Path(folder) / "accounts"
        accounts.mkdir()
        for number in range(FILES):
            part = pa.Table.from_batches(batches[number::FILES])
            pa.parquet.write_table(part, accounts / f"{number}.parquet")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        start = time.perf_counter()
        spark = SparkSession.builder.master("local[2]").config("spark.driver.memory", "2g").getOrCreate()
        read = spark.read.parquet(str(accounts))
        decide_accounts(read.limit(1)).write.format("noop").mode("overwrite").save()
        print(f"{'session, workers and programs started':42} {time.perf_counter() - start:14,.1f} s")
        acts = {
            "Parquet read alone": read.write.format("noop").mode("overwrite").save,
            "Parquet read and decided": decide_accounts(read).write.format("noop").mode("overwrite").save,
            "Parquet to Parquet": lambda: decide_accounts(read).write.parquet(f"{folder}/decided"),
        }
        for name, act in acts.items():
            start = time.perf_counter()
            act()
            print(f"{name:42} {rows / (time.perf_counter() - start):14,.0f} rows a second")
        spark.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1)
