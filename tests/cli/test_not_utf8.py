"""Bytes that are no text where text is expected: names of files and folders, arguments, databases, escapes of JSON."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from typing import TYPE_CHECKING

import pytest

from tests.fixtures.homes import SMALL
from tests.fuzz.running import ran

if TYPE_CHECKING:
    from pathlib import Path

GBK = "\udcd6\udcc7"
"""Two bytes of GBK as Python has them: what an archive made on a Chinese Windows leaves as names on Linux."""

CASE = '{"client": "A", "answers": {"market_stage": "mature"}}'
POSIX = pytest.mark.skipif(sys.platform != "linux", reason="file systems that take any bytes as names")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a case and accounts."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.json").write_text(CASE, encoding="utf-8")
    (tmp_path / "a.csv").write_text("key,own_sales_resources\nA,high\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain", "case.json", "--row", GBK],
        ["explain", "case.json", "why-not", GBK],
        ["report", "case.json", "-o", "o.html", "--author", GBK],
        ["portfolio", f"sqlite:///{GBK}", "-o", "o.csv", "--table", "t"],
        ["portfolio", "sqlite:///a.db", "-o", "o.csv", "--query", GBK],
        ["rules", "review", "--all", "--by", GBK],
    ],
)
def test_an_argument_that_is_no_text_is_refused(arguments: list[str], folder: Path) -> None:
    """Tools of this kind end in a UnicodeEncodeError of some library, in the middle of what they were doing."""
    done = ran(arguments, b"")
    assert (done.code, "this is not UTF-8 text" in done.err) == (2, True), done
    assert sorted(each.name for each in folder.iterdir()) == ["a.csv", "case.json"]


@POSIX
def test_a_name_that_is_no_text_is_a_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved results of such tools hold half a surrogate pair, and no reader of JSON takes them any more."""
    inside = folder / GBK
    inside.mkdir()
    monkeypatch.chdir(inside)
    shutil.copytree(SMALL, "home")
    shutil.copy("home/knowledge/decision.yaml", f"home/rules/{GBK}.yaml.txt")
    os.rename("home/knowledge/sources/books.yaml", f"home/knowledge/sources/{GBK}.yaml")  # noqa: PTH104 - as bytes allow
    shutil.copy("../case.json", f"{GBK}.json")
    saved = ran(["recommend", f"{GBK}.json", "--format", "json"], b"")
    (inside / "saved.json").write_text(saved.out, encoding="utf-8")
    assert "\ufffd" in saved.out
    for arguments, code in (
        (["replay", "saved.json"], 0),
        (["report", f"{GBK}.json", "-o", f"{GBK}.html"], 0),
        (["portfolio", "../a.csv", "-o", "o.csv"], 0),
        (["portfolio", "../a.csv", "-o", "o.parquet"], 0),
        (["portfolio", "../a.csv", "-o", "o.arrow"], 0),
        (["rules", "check", "--home", "home", "--format", "json"], 1),
        (["rules", "schemas", "-o", "schemas", "--home", "home"], 2),
    ):
        done = ran(arguments, b"")
        assert done.code == code, (arguments, done)


def test_texts_of_a_database_that_are_no_text_are_told(folder: Path) -> None:
    """SQLite keeps any bytes as text; readers of columns fail over them when the value is first looked at."""
    with sqlite3.connect(folder / "a.db") as database:
        database.execute("CREATE TABLE t AS SELECT 'A' AS key, CAST(x'ff' AS TEXT) AS own_sales_resources")
    for command in ("-o o.csv", "--template"):
        done = ran(f"portfolio sqlite:///a.db --table t {command}".split(), b"")
        assert (done.code, "sqlite:///a.db" in done.err) == (2, True), done


@pytest.mark.parametrize("name", ["😀", "𠮷野", "\\ud83d\\ude00", "a\\\\b", "\u00e9"])
def test_json_may_escape_what_it_likes(name: str, folder: Path) -> None:
    """JSON escapes what is beyond U+FFFF in two halves, rare Chinese names too, and readers of YAML refuse them."""
    (folder / "case.json").write_text(json.dumps({**json.loads(CASE), "client": name}), encoding="ascii")
    done = ran(["recommend", "case.json", "--format", "json"], b"")
    assert json.loads(done.out)["cases"][0]["client"] == name, done
    (folder / "case.json").write_text(CASE.replace("A", r"A\ud800"), encoding="ascii")
    assert "a backslash begins an escape" in " ".join(ran(["recommend", "case.json"], b"").err.split())
