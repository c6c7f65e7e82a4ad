"""Tables as they come out of a CRM: every form gives the same, and nothing is dropped in silence."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from openpyxl import Workbook

from features.program import surroundings
from features.program import unmeasured as mvpod
from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_portfolio.problems import PortfolioError
from mvpod_portfolio.sources import open_source
from tests.portfolio.accounts import ENGLISH, decided, random_accounts, table_of
from tests.shipped import KNOWLEDGE

if TYPE_CHECKING:
    from pathlib import Path

COUNT = 30


def plain(table: pa.Table) -> list[dict[str, object]]:
    return [{name: value for name, value in row.items() if value is not None} for row in table.to_pylist()]


def write_workbook(table: pa.Table, path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(table.column_names)
    for row in table.to_pylist():
        sheet.append(list(row.values()))
    book.save(path)


def test_every_form_of_a_table_gives_the_same(tmp_path: Path) -> None:
    """Tools of this kind read a column otherwise from a text file than from a typed one."""
    names = [f"A{number}" for number in range(COUNT)]
    table = table_of(random_accounts(COUNT, 1), key=names, region=["北"] * COUNT, value=[1234.5] * COUNT)
    pa.parquet.write_table(table, tmp_path / "a.parquet")
    expected, rejected = decided(tmp_path / "a.parquet")
    assert rejected == []
    assert [row["key"] for row in plain(expected)] == names
    pa.csv.write_csv(table, tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text(encoding="utf-8")
    (tmp_path / "bom.csv").write_text("\ufeff" + text.replace("\n", "\r\n"), encoding="utf-8")
    (tmp_path / "semicolons.csv").write_text(text.replace(",", ";"), encoding="gb18030")
    (tmp_path / "wide.csv").write_text(text, encoding="utf-16")
    with pa.ipc.new_file(str(tmp_path / "a.arrow"), table.schema) as file:
        file.write_table(table, max_chunksize=7)
    with pa.ipc.new_stream(str(tmp_path / "a.feather"), table.schema) as stream:
        stream.write_table(table)
    pa.parquet.write_table(
        pa.table({name: table[name].dictionary_encode() for name in table.column_names}), tmp_path / "words.parquet"
    )
    write_workbook(table, tmp_path / "a.xlsx")
    for path in sorted(tmp_path.iterdir()):
        found, rejected = decided(path)
        assert (path.name, rejected) == (path.name, [])
        assert plain(found) == plain(expected), path.name


def test_columns_and_values_may_be_named_in_either_language(tmp_path: Path) -> None:
    """A CRM has titles, a consultant has ids; both mean the same fact."""
    accounts = random_accounts(COUNT, 2)
    pa.parquet.write_table(table_of(accounts), tmp_path / "ids.parquet")
    expected, _ = decided(tmp_path / "ids.parquet")
    facts = [*KNOWLEDGE.asked()]
    for lang in ("zh", "en"):
        with (tmp_path / f"{lang}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([f" {getattr(fact.title, lang)} " for fact in facts])
            for states in accounts:
                texts = [fact.state_title(states[fact.id]) if fact.id in states else None for fact in facts]
                writer.writerow([getattr(text, lang).upper() if text else "" for text in texts])
        found, rejected = decided(tmp_path / f"{lang}.csv")
        assert rejected == []
        assert plain(found) == plain(expected)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_numbers_fall_into_the_bands_of_their_fact(form: str, tmp_path: Path) -> None:
    """Tools of this kind round at the edge of a band, or take a blank for a zero."""
    for fact in KNOWLEDGE.asked():
        if fact.range is None:
            continue
        edges = [band.limit for band in fact.bands if band.limit is not None]
        beside = [edge + step for edge in edges for step in (0, 0.01, -0.01)]
        numbers = [fact.range.min, *(number for number in beside if fact.range.min <= number <= fact.range.max)]
        if fact.is_per_cent:
            numbers = [number for number in numbers if not 0 < abs(number) < 1]
        columns = {fact.id: pa.array([*numbers, None, float("nan"), fact.range.max + 1], pa.float64())}
        path = tmp_path / f"{fact.id}.{form}"
        if form == "csv":
            texts = [*map(repr, numbers), "", "unknown", repr(fact.range.max + 1)]
            path.write_text("\n".join(["key," + fact.id, *(f"k,{text}" for text in texts)]), encoding="utf-8")
        else:
            pa.parquet.write_table(pa.table(columns), path)
        found, rejected = decided(path)
        assert found[fact.id].to_pylist() == [*(fact.band_of(number) for number in numbers), None, None]
        assert [row[0] for row in rejected] == [len(numbers) + 3]


def test_a_column_of_nothing_but_nulls_is_unanswered(tmp_path: Path) -> None:
    """Data frames give a column that is empty in an export the type null, and tools of this kind end in a traceback."""
    there = {"key": ["A", "B"], "market_stage": ["mature", "mature"]}
    empty = {fact.id: pa.nulls(2) for fact in KNOWLEDGE.asked() if fact.id != "market_stage"}
    found = []
    for name, columns in (("without", there), ("empty", there | empty | {"region": pa.nulls(2), "value": pa.nulls(2)})):
        pa.parquet.write_table(pa.table(columns), tmp_path / f"{name}.parquet")
        table, rejected = decided(tmp_path / f"{name}.parquet")
        assert rejected == []
        found.append(table.to_pylist())
    assert found[0] == found[1]


def test_what_cannot_be_read_is_told_row_by_row(tmp_path: Path) -> None:
    """Tools of this kind drop a bad row, or take what they cannot read for a blank."""
    (tmp_path / "a.csv").write_text(
        "key,deal_size_usd,today,revenue,region\n"
        'A1,"30,000",直销,"1,234,567.5",N\n'
        "A2,-4,direct,x,\n"
        ",30,,,\n"
        "A4,30\n"
        "A5,1.230,nope,,\n"
        "\n"
        "A6,3万美元,,,\n",
        encoding="utf-8",
    )
    found = mvpod("portfolio", "a.csv", "-o", "out/b.csv", "--lang", "en", folder=tmp_path)
    assert found.code == 0
    assert "2 rows decided" in found.said
    assert "4 not decided, see out/b.rejected.csv" in found.said
    with (tmp_path / "out" / "b.rejected.csv").open(encoding="utf-8", newline="") as file:
        rejected = [(row["row"], row["key"], row["column"]) for row in csv.DictReader(file)]
    assert sorted(rejected) == sorted(
        [
            *(("2", "A2", "deal_size_usd"), ("2", "A2", "revenue"), ("3", "", "key"), ("4", "", "")),
            *(("5", "A5", "deal_size_usd"), ("5", "A5", "today")),
        ]
    )
    with (tmp_path / "out" / "b.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    assert {key: row["row"] for key, row in rows.items()} == {"A1": "1", "A6": "6"}
    assert {key: row["deal_size_usd"] for key, row in rows.items()} == {"A1": "medium", "A6": "medium"}
    assert (rows["A1"]["route"], float(rows["A1"]["value"])) == ("direct", 1234567.5)


def test_a_mapping_is_made_from_the_file_at_hand_and_read_back(tmp_path: Path) -> None:
    """The names of a CRM are its own; a slip in the mapping is reported with its place."""
    (tmp_path / "crm.csv").write_text("Acct No,Stage__c,partner_capability\n1,Early,low\n", encoding="utf-8")
    assert mvpod("portfolio", "crm.csv", "-o", "b.parquet", folder=tmp_path).code == 0
    told = mvpod("portfolio", "crm.csv", "--template", "--lang", "en", folder=tmp_path).out
    assert '  "partner_capability": partner_capability' in told
    state = KNOWLEDGE.facts["market_stage"].states[0]
    mapping = told.replace('"Acct No":', '"Acct No": key').replace('"Stage__c":', '"Stage__c": market_stage')
    mapping = mapping.replace("\nvalues:", f"\nvalues:\n  market_stage:\n    Early: {state}")
    (tmp_path / "m.yaml").write_text(mapping, encoding="utf-8")
    assert mvpod("portfolio", "crm.csv", "-o", "b.parquet", "--mapping", "m.yaml", folder=tmp_path).code == 0
    (row,) = plain(pa.parquet.read_table(tmp_path / "b.parquet"))
    assert (row["key"], row["market_stage"], row["partner_capability"]) == ("1", state, "low")
    (tmp_path / "m.yaml").write_text(mapping.replace(": market_stage", ": market_stag"), encoding="utf-8")
    wrong = mvpod("portfolio", "crm.csv", "-o", "b.parquet", "--mapping", "m.yaml", "--lang", "en", folder=tmp_path)
    assert wrong.code == 2
    assert "m.yaml:" in wrong.said
    assert "market_stage" in wrong.said


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "x,y\n1,2\n", "No column is named by a fact"),
        ("a.csv", "partner_capability,partner_capability\n1,2\n", "two columns called"),
        ("a.parquet", "no table", "cannot read"),
        ("a.xlsx", "no table", "is no Excel workbook"),
        ("a.pdf", "no table", "ending"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_a_sentence(name: str, content: str, told: str, tmp_path: Path) -> None:
    """Never a traceback, and no output that was only begun."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    found = mvpod("portfolio", name, "-o", "b.parquet", "--lang", "en", folder=tmp_path)
    assert found.code == 2
    assert told in found.said
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("columns", "sheets", "why"), [(250, 1, "too_large"), (2, 2, "which_sheet"), (2, 0, "not_workbook")]
)
def test_a_workbook_that_cannot_be_used_says_which_limit_it_breaks(
    columns: int, sheets: int, why: str, tmp_path: Path
) -> None:
    """Importers call a workbook damaged that is only larger than they take, and its owner looks for the damage."""
    book = Workbook()
    for number in range(sheets):
        book.create_sheet(f"S{number}", number).append(["x"] * columns)
    del book["Sheet"]
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    if sheets:
        book.save(tmp_path / "a.xlsx")
    with pytest.raises(PortfolioError) as found:
        open_source(tmp_path / "a.xlsx")
    words = {"too_large": "is too large", "which_sheet": "(it has: S0, S1)", "not_workbook": "it is damaged"}[why]
    assert words in ENGLISH(f"portfolio.{found.value.why}", **found.value.blanks)


def test_tables_with_nothing_in_them_and_columns_of_lists(tmp_path: Path) -> None:
    """Tools of this kind fall over a table without rows, and over the first batch in which no row is good."""
    fact = "partner_capability"
    (tmp_path / "head.csv").write_text(f"key,{fact}\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text(f"key,{fact}\nA,sky-high\n", encoding="utf-8")
    (tmp_path / "quote.csv").write_text(f'key,{fact}\nA,"low\nB,high\n', encoding="utf-8")
    pa.parquet.write_table(
        pa.table({"key": pa.array([], pa.int64()), fact: pa.array([], pa.string())}), tmp_path / "a.parquet"
    )
    for name, rejected in (("head.csv", 0), ("bad.csv", 1), ("quote.csv", 1), ("a.parquet", 0)):
        found = mvpod("portfolio", name, "-o", "b.csv", "--summary", "--lang", "en", folder=tmp_path)
        assert (found.code, f"0 rows decided (0); {rejected} not decided" in found.said) == (0, True), found.said
    for columns in ({"key": [[1]], fact: ["low"]}, {"key": ["A"], fact: [["low"]]}):
        pa.parquet.write_table(pa.table(columns), tmp_path / "lists.parquet")
        found = mvpod("portfolio", "lists.parquet", "-o", "c.csv", "--lang", "en", folder=tmp_path)
        assert (found.code, "cannot read lists.parquet" in found.said) == (2, True), found.said
    assert not list(tmp_path.glob("c.*"))


def test_a_damaged_or_overblown_table_is_told_in_a_sentence(tmp_path: Path) -> None:
    """Columnar libraries believe the lengths and places that a file states: they crash, or fill the memory."""
    fact = "partner_capability"
    table = pa.table({"key": [f"A{number}" for number in range(50)], fact: ["low", "high"] * 25})
    table = table.set_column(1, fact, table.column(fact).dictionary_encode())
    with pa.ipc.new_file(str(tmp_path / "good.arrow"), table.schema) as file:
        file.write_table(table)
    good = (tmp_path / "good.arrow").read_bytes()
    offsets = good.index(b"".join(number.to_bytes(4, "little") for number in (0, 2, 4, 6)))
    for byte in range(4, 12):
        (tmp_path / "a.arrow").write_bytes(good[: offsets + byte] + b"\xff" + good[offsets + byte + 1 :])
        with pytest.raises(PortfolioError, match="cannot read"):
            list(open_source(tmp_path / "a.arrow").batches(["key", fact]))
    wide = ",".join(f"c{number}" for number in range(5000))
    (tmp_path / "wide.csv").write_text(f"{wide}\n{wide}\n", encoding="utf-8")
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 5000, pa.int32()), pa.array(["x" * 100_000]))
    pa.parquet.write_table(pa.table({"key": long, fact: ["low"] * 5000}), tmp_path / "long.parquet")
    for name, told in (
        ("a.arrow", "cannot read a.arrow"),
        ("wide.csv", "5,000 columns"),
        ("long.parquet", "Column 'key' of long.parquet repeats a text"),
    ):
        found = mvpod("portfolio", name, "-o", "b.csv", "--lang", "en", folder=tmp_path)
        assert (found.code, told in found.said) == (2, True), found.said
    assert not list(tmp_path.glob("b.*"))


def test_a_spreadsheet_takes_no_text_for_a_formula(tmp_path: Path) -> None:
    """Tools of this kind hand a formula from a CRM on to whoever opens the result."""
    (tmp_path / "a.csv").write_text(
        "key,partner_capability,region\n=1+1,low,@here\n+2,=high,\n-3,low,plain\n", encoding="utf-8"
    )
    for name in ("b.csv", "b.parquet"):
        assert mvpod("portfolio", "a.csv", "-o", name, folder=tmp_path).code == 0
        assert mvpod("explain", name, "--row", "=1+1", folder=tmp_path).code == 0
    with (tmp_path / "b.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["key"], row["region"]) for row in csv.DictReader(file)] == [("'=1+1", "'@here"), ("'-3", "plain")]
    with (tmp_path / "b.rejected.csv").open(encoding="utf-8", newline="") as file:
        assert [row["key"] for row in csv.DictReader(file)] == ["'+2"]
    assert pa.parquet.read_table(tmp_path / "b.parquet")["key"].to_pylist() == ["=1+1", "-3"]


def test_somebody_elses_file_is_not_written_over(tmp_path: Path) -> None:
    """Tools of this kind write their output over the list of accounts."""
    (tmp_path / "a.csv").write_text("key,partner_capability\nA,low\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("mine\n", encoding="utf-8")
    for output, told in (("a.csv", "is what this command reads"), ("b.csv", "did not make it")):
        found = mvpod("portfolio", "a.csv", "-o", output, "--lang", "en", folder=tmp_path)
        assert found.code == 2
        assert told in found.said
    assert mvpod("portfolio", "a.csv", "-o", "b.csv", "--force", folder=tmp_path).code == 0
    assert mvpod("portfolio", "a.csv", "-o", "b.csv", folder=tmp_path).code == 0


HEAD = "key{0}value{0}own_sales_resources{0}target_account_count\n"


@pytest.mark.parametrize(
    ("separator", "value", "count", "decided_value"),
    [
        (",", '"1,234.5"', "5", "1234.5"),
        (",", '"1,2345"', "5", None),
        (",", '"0,500"', "5", None),
        (",", "1.234", "5", "1.234"),
        (";", "1,234", "5", None),
        (";", "1.234", "5", None),
        (";", "7", "1,234", None),
        ("\t", "1.234", "5", None),
        (";", "12.34", "5", "12.34"),
    ],
)
def test_amounts_with_two_readings_are_not_decided_on(
    separator: str, value: str, count: str, decided_value: str | None, tmp_path: Path
) -> None:
    """Importers take the comma of 0,500 for thousands, and weigh an account a thousand times."""
    row = separator.join(("A", value, "high", count))
    (tmp_path / "a.csv").write_text(f"{HEAD.format(separator)}{row}\n", encoding="utf-8")
    done = mvpod("portfolio", "a.csv", "-o", "b.csv", folder=tmp_path)
    assert done.code == 0, done.err
    with (tmp_path / "b.csv").open(encoding="utf-8") as file:
        rows = [each["value"] for each in csv.DictReader(file)]
    assert rows == ([] if decided_value is None else [decided_value])


@pytest.mark.parametrize(
    ("unit", "bands"),
    [
        (
            None,
            {
                "0.3": None,
                ".4": None,
                "-0.2": None,
                "约0.3": None,
                "0.3%": "low",
                "45 ％": "medium",
                "45": "medium",
                "0": "low",
            },
        ),
        ("share", {"0.45": "medium", ".45": "medium", "1": "high", "0.3%": "low", "45": None}),
        ("%", {"0.45": "low", "45": "medium"}),
    ],
)
def test_a_fraction_in_a_column_of_per_cent_is_read_as_the_mapping_says(
    unit: str | None, bands: dict[str, str | None], tmp_path: Path
) -> None:
    """Imports of this kind take a column of shares for per cent, and every account for one without a margin.

    Without a mapping a cell is read as in a case file; columns of numbers are read as those of text are.
    """
    (tmp_path / "m.yaml").write_text(f"units: {{gross_margin_band: {unit or ''!r}}}\n", encoding="utf-8")
    texts = pa.array(list(bands))
    numbers = pa.array([float(each) if each[-1].isdigit() and each[0] != "约" else None for each in bands])
    for column in (texts, texts.dictionary_encode(), numbers, numbers.dictionary_encode()):
        pyarrow.parquet.write_table(pa.table({"gross_margin_band": column}), tmp_path / "a.parquet")
        table, rejected = decided(tmp_path / "a.parquet", tmp_path / "m.yaml" if unit is not None else None)
        expected = [band for cell, band in zip(column.to_pylist(), bands.values(), strict=True) if cell is not None]
        assert [each for each in table["gross_margin_band"].to_pylist() if each] == [each for each in expected if each]
        assert len(rejected) == expected.count(None)
        assert all("may be" in str(row[3]) for row in rejected) == (unit is None or not rejected)
    for written, band in bands.items() if unit is None else ():
        case = parse_case(f"answers: {{gross_margin_band: {written}}}", "a", KNOWLEDGE, DiagnosticCollector())
        assert (case.cells[0].answers["gross_margin_band"].state if case is not None else None) == band


@pytest.mark.parametrize(
    ("before", "behind", "is_rejected", "told"),
    [
        ("A,high", "B,low,more\u4e0a".encode("gbk"), True, ""),
        ("A,high", "B,low,more\u4e0a".encode()[:-1], False, "seems to be"),
        ("\u5ba2\u6237\u4e00\u4e8c\u4e09\u56db\u4e94\u516d,high", "\u5317,low".encode("gbk"), False, "utf-8"),
    ],
)
def test_a_foreign_byte_far_down_loses_no_row_and_garbles_none(
    before: str, behind: bytes, is_rejected: bool, told: str, tmp_path: Path
) -> None:
    """Readers decide on an encoding by the beginning, and print a traceback or garble names further down."""
    rows = f"{before}\n".encode() * 30_000 + (b"x" * 40 + b",high\n") * 20_000
    (tmp_path / "a.csv").write_bytes(b"key,own_sales_resources\n" + rows + behind + b"\nZ,low\n")
    done = mvpod("portfolio", "a.csv", "-o", "b.csv", folder=tmp_path)
    assert "Exception" not in done.err
    assert done.code == (2 if told else 0)
    assert told in done.err
    if is_rejected:
        lines = (tmp_path / "b.rejected.csv").read_text(encoding="utf-8").splitlines()[1:]
        assert [line.split(",")[0] for line in lines] == ["50001"]


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("华北,朱镕基", "gbk", "was read as GBK (such as '华北')"),
        ("客户,高", "gbk", "was read as GBK (such as '客户')"),
        ("北,高\nB,北,high\nC,北", "gbk", "was read as GBK (such as '北')"),
        ("台灣,客戶", "big5", "seems to be Big5: it has '台灣'"),
        ("삼성전자,서울", "cp949", "seems to be CP949: it has '삼성전자' in that encoding"),
        ("고객,높음", "euc-kr", "seems to be CP949: it has '고객'"),
        ("東京電力,関東", "cp932", "seems to be CP932: it has '東京電力'"),
        ("ひらがな,カタカナ", "cp932", "seems to be CP932: it has 'ひらがな'"),
        ("Клиент,Москва", "cp1251", "seems to be Windows-1251: it has 'Клиент'"),
        ("Müller,größte", "cp1252", "seems to be Windows-1252: it has 'Müller'"),
        ("Café,€5", "cp1252", "seems to be Windows-1252: it has 'Café'"),
    ],
)
def test_a_code_page_is_named_and_a_doubtful_one_read_both_ways(
    text: str, encoding: str, told: str, tmp_path: Path
) -> None:
    """Importers take every old file for the code page of their own country, and garble names without a word."""
    (tmp_path / "a.csv").write_bytes(b"key,note,own_sales_resources\n" + f"{text},high\n".encode(encoding))
    done = mvpod("portfolio", "a.csv", "-o", "b.csv", folder=tmp_path)
    assert told in " ".join(done.err.split())
    assert done.code == (0 if encoding == "gbk" else 2)
    assert (tmp_path / "b.csv").exists() == (encoding == "gbk")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.thorough
def test_a_run_that_is_killed_leaves_nothing_that_looks_whole(number: signal.Signals, tmp_path: Path) -> None:
    """Tools of this kind leave half a file under the name of a whole one, and the next step takes it."""
    fact = next(iter(KNOWLEDGE.asked()))
    lines = "\n".join(f"A{row},{fact.states[row % len(fact.states)]}" for row in range(3_000_000))
    (tmp_path / "a.csv").write_text(f"key,{fact.id}\n{lines}\n", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "mvpod_expert", "portfolio", "a.csv", "-o", "b.parquet"],
        cwd=tmp_path,
        env=surroundings(measured=False),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while not any(path.stat().st_size > 100_000 for path in tmp_path.glob(".mvpod-*")):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        process.send_signal(number)
        process.wait(timeout=60)
    left = {path.name for path in tmp_path.iterdir()}
    assert {name for name in left if not name.startswith(".mvpod-")} == {"a.csv"}
    if number == signal.SIGTERM:
        assert left == {"a.csv"}
