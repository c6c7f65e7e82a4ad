"""Accounts in a database: the same as in a file, and its password is nobody's to read."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import adbc_driver_postgresql.dbapi
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from features.program import unmeasured as mvpod
from mvpod_portfolio.databases import shown
from tests.portfolio.accounts import random_accounts, table_of
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNT = 200
NAME = 'all "accounts"'
SECRET = "s3cret%2Fword"  # noqa: S105
SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def accounts() -> pa.Table:
    """Return accounts with texts, numbers of both kinds and blanks."""
    table = table_of(random_accounts(COUNT, 9), key=[f"A{each}" for each in range(COUNT)], revenue=[1234.5] * COUNT)
    for fact in [fact for fact in KNOWLEDGE.asked() if fact.range is not None]:
        assert fact.range is not None
        values = [None if place % 3 else fact.range.min + 1 + place / 8 for place in range(COUNT)]
        table = table.set_column(table.schema.get_field_index(fact.id), fact.id, pa.array(values, pa.float64()))
    return table


def check_equal(folder: Path, url: str, *chosen: str, table: pa.Table) -> None:
    pa.parquet.write_table(table, folder / "a.parquet")
    assert mvpod("portfolio", "a.parquet", "-o", "file.parquet", folder=folder).code == 0
    found = mvpod("portfolio", url, *chosen, "-o", "database.parquet", "--lang", "en", folder=folder)
    assert (found.code, f"{COUNT} rows decided" in found.said) == (0, True), found.said
    parts = [pa.parquet.read_table(folder / f"{name}.parquet") for name in ("file", "database")]
    assert parts[1].equals(parts[0])


@pytest.mark.parametrize("chosen", [("--table", NAME), ("--query", 'SELECT * FROM "all ""accounts""" ;')])
def test_a_table_of_sqlite_is_decided_as_a_file(chosen: tuple[str, str], tmp_path: Path) -> None:
    """Tools of this kind take the type of a column from its first rows, and stop at the first row of another."""
    table = accounts()
    names = ", ".join(f'"{name}"' for name in table.column_names)
    with sqlite3.connect(tmp_path / "firm 1.db") as database:
        quoted = NAME.replace('"', '""')
        database.execute(f'CREATE TABLE "{quoted}" ({names})')
        marks = ", ".join("?" * table.num_columns)
        rows = [tuple(row.values()) for row in table.to_pylist()]
        database.executemany(f'INSERT INTO "{quoted}" VALUES ({marks})', rows)  # noqa: S608
    database.close()
    before = (tmp_path / "firm 1.db").read_bytes()
    check_equal(tmp_path, "sqlite:///firm%201.db", *chosen, table=table)
    assert (tmp_path / "firm 1.db").read_bytes() == before
    told = mvpod("portfolio", "sqlite:///firm%201.db", *chosen, "--template", folder=tmp_path).out
    assert '"revenue": value' in told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["sqlite:///a.db"], "name a table with --table"),
        (["sqlite:///a.db", "--table", "x", "--query", "SELECT 1"], "and not both"),
        (["sqlite:///a.db", "--table", "none"], "--table none could not be read in sqlite:///a.db. Check its name"),
        (
            ["sqlite:///a.db", "--table", "none"],
            "no such table: none",
        ),
        (["sqlite:///a.db", "--query", "DROP TABLE kept"], "could not run the --query. Try the SELECT"),
        (
            ["sqlite:///missing.db", "--table", "x"],
            "The database file sqlite:///missing.db could not be opened. Check its path",
        ),
        (["oracle://u:" + SECRET + "@h/d", "--table", "x"], "oracle://u@h/d is no database"),
        (
            ["postgresql://u:" + SECRET + "@127.0.0.1:1/d?application_name=" + SECRET, "--table", "x"],
            "The database says:",
        ),
        (
            ["postgresql://u:" + SECRET + "@[::1/d", "--table", "x"],
            "The database postgresql://u@[::1/d could not be reached. Check host",
        ),
        (["a.csv", "--table", "x"], "are for databases"),
    ],
)
def test_a_database_that_cannot_be_read_is_told_without_its_secrets(
    arguments: list[str], told: str, tmp_path: Path
) -> None:
    """Tools of this kind print the whole URL in their error, and the log keeps the password."""
    with sqlite3.connect(tmp_path / "a.db") as database:
        database.execute("CREATE TABLE kept (partner_capability)")
    database.close()
    found = mvpod("portfolio", *arguments, "-o", "b.parquet", "--lang", "en", folder=tmp_path)
    assert (found.code, told in found.said) == (2, True), found.said
    chinese = mvpod("portfolio", *arguments, "-o", "b.parquet", "--lang", "zh", folder=tmp_path)
    assert ("请" in chinese.said or "可用" in chinese.said or "只用于" in chinese.said, chinese.code) == (True, 2)
    assert "s3cret" not in found.said + chinese.said
    assert [path.name for path in tmp_path.iterdir()] == ["a.db"]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://ann:pw@host:5/db?password=pw&sslmode=require", "postgresql://ann@host:5/db"),
        ("postgresql://ann:p@w@host/db", "postgresql://ann@host/db"),
        ("postgresql:///db?user=ann&password=pw", "postgresql:///db"),
        ("postgresql://ann:p?w@host/db", "postgresql://***"),
        ("host=there password=pw", "host=there password=***"),
        (r"host=there password = 'p\'w two' user=ann", "host=there password = *** user=ann"),
        ("host=there password='never closed", "host=there password=***"),
        ("sqlite:///a/b.db", "sqlite:///a/b.db"),
    ],
)
def test_urls_are_shown_without_secrets(url: str, told: str) -> None:
    assert shown(url) == told


@pytest.fixture
def server() -> Iterator[str]:
    """Start PostgreSQL on a socket of its own; yield the URL of its database."""
    # The folders of tests are closed to the user the server runs as, and their paths too long for a socket.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield from serving(Path(folder))


def serving(folder: Path) -> Iterator[str]:
    programs = str(SERVERS[-1])
    owner: list[str] = []
    if os.getuid() == 0:  # the server does not run as root
        owner = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    subprocess.run(
        [*owner, f"{programs}/initdb", "-D", data, "-A", "trust", "-U", "ann"],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off"
    start = [*owner, f"{programs}/pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", settings, "start"]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL)
    try:
        yield f"postgresql://ann:{SECRET}@/postgres?host={folder}"
    finally:
        subprocess.run(
            [*owner, f"{programs}/pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL
        )


@pytest.mark.thorough
@pytest.mark.skipif(not SERVERS, reason="there is no PostgreSQL server (apt-get install postgresql)")
def test_a_table_of_postgresql_is_decided_as_a_file(server: str, tmp_path: Path) -> None:
    """Tools of this kind read a decimal with noughts behind its point as thousands."""
    table = accounts()
    with adbc_driver_postgresql.dbapi.connect(server) as connection, connection.cursor() as cursor:
        cursor.adbc_ingest("accounts", table)
        (number, *_) = (fact.id for fact in KNOWLEDGE.asked() if fact.range is not None)
        cursor.execute(f"ALTER TABLE accounts ALTER COLUMN {number} TYPE NUMERIC(20, 3)")
        connection.commit()
    check_equal(tmp_path, server, "--table", "public.accounts", table=table)
    found = mvpod("portfolio", server, "--table", "none", "-o", "b.parquet", "--lang", "en", folder=tmp_path)
    assert (found.code, 'relation "none" does not exist' in found.said, "s3cret" in found.said) == (2, True, False)
