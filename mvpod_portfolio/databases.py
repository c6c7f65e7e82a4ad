"""Tables and queries of databases as a stream of record batches, through ADBC."""

from __future__ import annotations

import contextlib
import importlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import pyarrow as pa

from mvpod_portfolio.problems import PortfolioError
from mvpod_portfolio.sources import BATCH, Source, open_source

if TYPE_CHECKING:
    from collections.abc import Iterator

DRIVERS = {
    "sqlite": "adbc_driver_sqlite.dbapi",
    "postgresql": "adbc_driver_postgresql.dbapi",
    "postgres": "adbc_driver_postgresql.dbapi",
}
SQLITE_ROWS = "adbc.sqlite.query.batch_rows"
MARKED = "***"
PASSWORD = re.compile(r"""(password\s*=\s*)(?:'(?:[^'\\]|\\.)*'?|\S+)""", re.IGNORECASE)
"""A password in what libpq takes instead of a URL."""


def is_database(accounts: str) -> bool:
    """Return whether accounts are named by a URL and not by a file."""
    return "://" in accounts


def open_accounts(accounts: str, sheet: str | None, table: str | None, query: str | None) -> Source:
    """Open a file, or a database where a URL names one; `PortfolioError` where it cannot be read."""
    if is_database(accounts):
        return _open_database(accounts, table, query)
    if table is not None or query is not None:
        raise PortfolioError(why="no_database", file=shown(accounts))
    return open_source(Path(accounts), sheet)


def shown(url: str) -> str:
    """Return a URL without the password and parameters it may have, or a path: the form in which it is shown."""
    if not is_database(url):
        return PASSWORD.sub(rf"\1{MARKED}", url)
    kind, _, rest = url.partition("://")
    where, _, parameters = rest.partition("?")
    if "@" in parameters:  # a password with a question mark in it, which belongs there as %3F
        return f"{kind}://{MARKED}"
    user, at, place = where.rpartition("@")
    return f"{kind}://{user.partition(':')[0]}{at}{place}"


def _open_database(url: str, table: str | None, query: str | None) -> Source:
    """Open a table of a database, or the result of a query in its dialect; the database is not changed.

    The URL is `sqlite:///FILE`, or `postgresql://USER@HOST/DATABASE` with what libpq understands; a table may have its
    schema before a dot.
    """
    kind = url.partition("://")[0].casefold()
    if kind not in DRIVERS:
        raise PortfolioError(why="database_kind", url=shown(url), allowed="sqlite:///, postgresql://")
    if (table is None) == (query is None):
        raise PortfolioError(why="table_or_query", url=shown(url))
    chosen = query.strip().rstrip(";") if query is not None else f"SELECT * FROM {_quoted(*str(table).split('.'))}"  # noqa: S608
    try:
        driver = importlib.import_module(DRIVERS[kind])
    except ModuleNotFoundError as error:
        raise PortfolioError(why="no_driver") from error
    what = {"table": table} if table is not None else {}
    with _connection(driver, kind, url) as connection, connection.cursor() as cursor, _told(url, "query", **what):
        cursor.execute(f"SELECT * FROM (\n{chosen}\n) AS accounts LIMIT 0")  # noqa: S608 - the person's own query
        fields = tuple(cursor.fetch_record_batch().schema)
    double = next((each.name for each in fields if [other.name for other in fields].count(each.name) > 1), None)
    if double is not None:
        raise PortfolioError(why="column_twice", file=shown(url), column=double)
    columns = {each.name: _read(each) for each in fields}

    def batches(names: list[str]) -> Iterator[pa.RecordBatch]:
        read = ", ".join(f"{columns[name]} AS {_quoted(name)}" for name in names)
        with _connection(driver, kind, url) as connection, connection.cursor() as cursor, _told(url, "rows"):
            if kind == "sqlite":
                cursor.adbc_statement.set_options(**{SQLITE_ROWS: BATCH})
            cursor.execute(f"SELECT {read} FROM (\n{chosen}\n) AS accounts")  # noqa: S608
            for batch in cursor.fetch_record_batch():
                batch.validate(full=True)  # SQLite calls any bytes text
                for start in range(0, batch.num_rows, BATCH):
                    yield batch.slice(start, BATCH)

    return Source(tuple(columns), batches)


def _connection(driver: Any, kind: str, url: str) -> Any:
    place = url
    if kind == "sqlite":
        path = unquote(url.partition("://")[2].removeprefix("/"))
        place = f"file:{quote(path)}?mode=ro"
    with _told(url, "sqlite" if kind == "sqlite" else "server"):
        return driver.connect(place, autocommit=True)


def _read(column: pa.Field) -> str:
    """Return the SQL that reads a column: as text, which is then read as in a CSV file.

    SQLite types values and not columns. Decimals of PostgreSQL have noughts that make them look like thousands.
    """
    name = _quoted(column.name)
    told = (
        getattr(column.type, "type_name", "") or (column.metadata or {}).get(b"ADBC:postgresql:typname", b"").decode()
    )
    if told == "numeric":
        return f"CAST({name} AS DOUBLE PRECISION)"
    return f"CAST({name} AS TEXT)"


def _quoted(*names: str) -> str:
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


@contextlib.contextmanager
def _told(url: str, step: str, **blanks: object) -> Iterator[None]:
    """Tell at which step a database failed, what to do, and its own words without what is secret in its URL."""
    from adbc_driver_manager import Error  # noqa: PLC0415 - an extra

    try:
        yield
    except (Error, pa.ArrowException, OSError) as error:
        reason = " ".join(str(error).split())
        for secret in (url, *_secrets(url)):
            reason = reason.replace(secret, MARKED)
        raise PortfolioError(why=f"database_{step}", url=shown(url), reason=reason, **{"table": "", **blanks}) from None


def _secrets(url: str) -> Iterator[str]:
    """Yield the password and the parameters of a URL, as they are written and as they are meant."""
    rest = url.partition("://")[2]
    where, _, parameters = rest.partition("?")
    password = where.rpartition("@")[0].partition(":")[2]
    for each in (password, *(parameter.partition("=")[2] or parameter for parameter in parameters.split("&"))):
        for form in (each, unquote(each)):
            if form:
                yield form
