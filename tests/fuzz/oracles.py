"""What nonsense accepted would look like: for each kind of input, what must hold of anything that was advised on.

The oracles read the inputs by other means than the product (PyYAML's untyped loader, the csv module, openpyxl) and hold
what came out against them: a value in the output stands in the input, as it was written, and a value in the input was
neither dropped nor turned into another one.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
import warnings
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Any

import jsonschema
import yaml
from openpyxl import load_workbook

from features.program import CHECKOUT
from mvpod_expert.model.recommendation import CHECKSUM, checksum
from tests.shipped import KNOWLEDGE
from tests.views.editor.marking import data as as_read
from tests.views.editor.marking import marks

NOTHING = {"", "~", "null", "Null", "NULL"}
TAKEN_AS_WRITTEN = {"id", "client", "score", "region", "segment", "because", "name", "evidence"}
"""Where the readers take any text, and an editor marks what is no id or a truth value."""

NUMBER = re.compile(r"[0-9][0-9,.' _]*(?:[eE][-+]?[0-9]+)?|\.[0-9]+")
DIGITS = 9
OF_THE_MAKING = {CHECKSUM, "engine", "program"}


def of_case(data: bytes, out: str) -> str:
    """Hold a recommendation against its case: the same answers of the same cells, as the schemas have them."""
    result, text = json.loads(out), _text(data)
    raw = _raw(text)
    if not isinstance(raw, dict):
        return "advised on what is no mapping"
    if "journal" in raw:
        return _of_journal(raw, result)
    cells = raw.get("cells") or [{"id": "main"}]
    if [each["id"] for each in result["cells"]] != [_nfc(each["id"]) for each in cells]:
        return "other cells than the file has"
    for cell, advice in zip(cells, result["cells"], strict=True):
        written = {**_answers(raw), **_answers(cell)}
        given = {each["fact"]: each["given"] for each in advice["answers"] if each["layer"] != "figures"}
        fault = _differing(written, given)
        if fault:
            return f"{cell['id']}: {fault}"
    refused = marks("case", as_read(text))
    refused = [way for way in refused if way and way[-1] not in TAKEN_AS_WRITTEN and "journal" not in way]
    return f"the editor's schema refuses {refused[:3]}" if refused else _of_schema("recommendation", result)


def _of_journal(raw: dict[str, Any], result: dict[str, Any]) -> str:
    """Hold a recommendation against a journal: every answer was entered, or stands in the sections above it."""
    entered = [(entry["answer"], entry.get("given")) for entry in raw["journal"] or [] if "answer" in entry]
    sections = [raw, *(raw.get("cells") or [])]
    written = {*entered, *chain.from_iterable(_answers(section).items() for section in sections)}
    for each in chain.from_iterable(cell["answers"] for cell in result["cells"]):
        if each["layer"] != "figures" and not any(
            fact == each["fact"] and _is_same(text, each["given"]) for fact, text in written if isinstance(text, str)
        ):
            return f"{each['fact']}: {each['given']!r} was not entered" if _is_todays(each["fact"]) else ""
    return ""


def of_plan(data: bytes, out: str) -> str:
    """Hold an audit against its plan: the answers are those of the file."""
    result, raw = json.loads(out), _raw(_text(data))
    if not isinstance(raw, dict):
        return "an audit of what is no mapping"
    own = raw.get("audit", raw.get("answers"))
    written = own if isinstance(own, dict) else {}
    for audit in result["audits"]:
        given = {each["fact"]: each["given"] for each in audit["answers"]}
        for fact, value in given.items():
            if fact in written and not _is_same(written[fact], value):
                return f"{fact}: {written[fact]!r} became {value!r}"
    return _of_schema("audit", result)


def of_economics(data: bytes, out: str) -> str:
    """Hold a computation against its numbers: each stands in the file, as it is or as a percentage."""
    result = json.loads(out)
    numbers = _numbers([_text(data)])
    for cell in result["cells"]:
        for each in cell["economics"]["inputs"] if cell.get("economics") else ():
            if each["layer"] in {"shared", "cell"}:
                for end in ("low", "likely", "high"):
                    if not _stands(each[end], numbers):
                        return f"{each['input']}: {each[end]} does not stand in the file"
    return _of_schema("economics", result)


def of_vendors(data: bytes, out: str) -> str:
    """Hold a comparison against the schema of what is printed; the file against the editor's."""
    del data
    return _of_schema("vendors", json.loads(out))


def of_csv(data: bytes, out: str) -> str:
    """Hold trends against a table of text: each value stands in a cell."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    text = data.decode(encoding, errors="replace")
    rows = chain.from_iterable(csv.reader(io.StringIO(text), delimiter=mark) for mark in ",;\t")
    return _of_trends(out, [cell for row in rows for cell in row])


def of_workbook(data: bytes, out: str) -> str:
    """Hold trends against a workbook: each value stands in a cell of a sheet that is not hidden."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), data_only=True)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    cells = [cell for sheet in sheets for row in sheet.iter_rows(max_row=2000, max_col=60) for cell in row]
    texts = [
        repr(cell.value) if isinstance(cell.value, int | float) else str(cell.value)
        for cell in cells
        if cell.value is not None
    ]
    return _of_trends(out, [text for text in texts if text != "None"])


def of_result(data: bytes, seeds: tuple[bytes, ...]) -> str:
    """Hold a replay that found nothing against the results that were saved: it is one of them, whatever its layout.

    Which program and engine made a result cannot be computed again: of these the checksum alone tells, so a file in
    which they are others must at least have been sealed anew.
    """
    replayed = json.loads(data)
    if any(replayed == json.loads(seed) for seed in seeds):
        return ""
    is_sealed = replayed.get(CHECKSUM) == checksum(replayed)
    if is_sealed and any(_advised(replayed) == _advised(json.loads(seed)) for seed in seeds):
        return ""
    return "everything follows in what was never advised"


def _advised(result: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in result.items() if key not in OF_THE_MAKING}


def _of_trends(out: str, cells: list[str]) -> str:
    result = json.loads(out)
    numbers = _numbers(cells)
    for cell in result["cells"]:
        for series in cell["series"]:
            for point in series["points"]:
                if not _stands(point["value"], numbers):
                    return f"{series['series']} {point['period']}: {point['value']} stands in no cell"
    return _of_schema("metrics", result)


def _answers(section: Any) -> dict[str, Any]:
    """Return the answers of a section that have a value."""
    answers = section.get("answers") if isinstance(section, dict) else None
    return {fact: text for fact, text in answers.items() if text not in NOTHING} if isinstance(answers, dict) else {}


def _differing(written: dict[str, Any], given: dict[str, Any]) -> str:
    for fact, text in written.items():
        if not _is_todays(fact):
            continue  # a former id; the product notes what it is called today
        if fact not in given:
            return f"{fact}: {text!r} was dropped"
        if not _is_same(text, given[fact]):
            return f"{fact}: {text!r} became {given[fact]!r}"
    added = [fact for fact in given if fact not in written and all(map(_is_todays, written))]
    return f"{added[0]} was never answered" if added else ""


def _is_todays(fact: str) -> bool:
    return fact in KNOWLEDGE.facts


def _is_same(text: Any, given: Any) -> bool:
    """Return whether a value is what was written: the same number, truth value or text."""
    if not isinstance(text, str):
        return False
    if isinstance(given, bool):
        return text.lower() == str(given).lower()
    if isinstance(given, int | float):
        try:
            return abs(Decimal(text) - Decimal(repr(given))) <= abs(Decimal(text)) * Decimal("1e-15")
        except ArithmeticError:
            return False
    return _nfc(text).strip() == given


def _numbers(texts: list[str]) -> set[str]:
    """Return the first digits of all numbers in some texts, of any size."""
    found = set()
    for text in texts:
        for match in NUMBER.finditer(_half_width(text)):
            digits = re.sub("[,' _]", "", match[0]).rstrip(".")
            try:
                found.add(_leading(float(digits)))
            except ValueError:  # a date, a version, an address
                found |= {_leading(float(each)) for each in re.findall("[0-9]+", digits)}
    return found


def _stands(number: float, numbers: set[str]) -> bool:
    return number == 0 or _leading(number) in numbers


def _leading(number: float) -> str:
    """Return the first digits of a number, rounded, without its power of ten: units here differ by powers of ten."""
    return f"{abs(number):.{DIGITS}e}".partition("e")[0]


def _half_width(text: str) -> str:
    return "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else each for each in unicodedata.normalize("NFKC", text)
    )


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig", errors="replace")


def _raw(text: str) -> Any:
    """Return a file with every scalar as the text it is; JSON with tabs is no YAML to PyYAML."""
    try:
        return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - makes texts alone
    except yaml.YAMLError:
        return json.loads(text, parse_int=str, parse_float=str)


def _nfc(text: Any) -> str:
    return unicodedata.normalize("NFC", str(text)).strip()


@cache
def _validator(document: str) -> Any:
    schema = json.loads((CHECKOUT / "docs" / "schema" / f"{document}.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def _of_schema(document: str, result: Any) -> str:
    error = next(_validator(document).iter_errors(result), None)
    return "" if error is None else f"its own schema refuses {list(error.absolute_path)}: {error.message[:80]}"
