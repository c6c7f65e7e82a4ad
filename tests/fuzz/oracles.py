"""What nonsense accepted would look like: for each kind of input, what must hold of anything that was advised on.

The oracles read the inputs by other means than the product (PyYAML's untyped loader, the csv module, openpyxl) and hold
what came out against them: a value in the output stands in the input, as it was written, and a value in the input was
neither dropped nor turned into another one.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import unicodedata
import warnings
import zipfile
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import docx
import jsonschema
import pptx
import yaml
from openpyxl import Workbook, load_workbook

from features.program import CHECKOUT
from mvpod_expert.audit.capability import KNOWLEDGE as PLAN_KNOWLEDGE
from mvpod_expert.model.advice import CHECKSUM, checksum
from mvpod_expert.model.written_numbers import half_width
from tests.shipped import KNOWLEDGE
from tests.views.editor.marking import data as as_read
from tests.views.editor.marking import marks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mvpod_expert.model.cases import Answer
    from mvpod_expert.model.facts import Fact

    Cells = list[tuple[str, dict[str, Any]]]
    """The cells that were read, each with what was given for each fact."""

NOTHING = {"", "~", "null", "Null", "NULL"}
TAKEN_AS_WRITTEN = {"id", "client", "score", "region", "segment", "because", "name", "evidence"}
"""Where the readers take any text, and an editor marks what is no id or a truth value."""

NUMBER = re.compile(r"[0-9][0-9,.' _]*(?:[eE][-+]?[0-9]+)?|\.[0-9]+")
DIGITS = 9
AUDITED = PLAN_KNOWLEDGE.of(KNOWLEDGE)
TODAYS = {*KNOWLEDGE.facts, *(AUDITED.facts if AUDITED is not None else ())}
FACTORS = (0.01, 7 / 30.4375, 1 / 30.4375, 3.0, 12.0, *(10.0**power for power in range(1, 10)))
"""What units and magnitudes multiply a number by."""

MAGNITUDES = {"万": 1e4, "亿": 1e8, "千": 1e3, "k": 1e3, "m": 1e6, "bn": 1e9, "%": 0.01}
UNKNOWN_OR_NONE = {"u", "unknown", "don't know", "不知道", "不清楚", "n", "na", "n/a", "not_applicable", "不适用"}
OF_THE_MAKING = {CHECKSUM, "engine", "program"}


def of_case(data: bytes, out: str) -> str:
    """Hold a recommendation against its case: the same answers of the same cells, as the schemas have them."""
    result, text = json.loads(out), _text(data)
    raw = raw_of(data)
    if not isinstance(raw, dict):
        return "advised on what is no mapping"
    told = [
        (cell["id"], {each["fact"]: each["given"] for each in cell["answers"] if each["layer"] != "figures"})
        for cell in result["cells"]
    ]
    if "journal" in raw:
        return journal_differs(raw, told)
    fault = answers_differ(raw, told)
    if fault:
        return fault
    refused = marks("case", _half(as_read(text)))
    refused = [way for way in refused if way and way[-1] not in TAKEN_AS_WRITTEN and "journal" not in way]
    return f"the editor's schema refuses {refused[:3]}" if refused else _of_schema("recommendation", result)


def answers_differ(raw: dict[str, Any], told: Cells) -> str:
    """Hold the answers of cells against a case: the same answers of the same cells."""
    cells = raw.get("cells") or [{"id": "main"}]
    if [cell for cell, _ in told] != [_nfc(each["id"]) for each in cells]:
        return "other cells than the file has"
    for cell, (_, given) in zip(cells, told, strict=True):
        fault = _differing({**_answers(raw), **_answers(cell)}, given)
        if fault:
            return f"{cell['id']}: {fault}"
    return ""


def journal_differs(raw: dict[str, Any], told: Cells) -> str:
    """Hold the answers of cells against a journal: each was entered, or stands in the sections above it."""
    entered = [(entry["answer"], entry.get("given")) for entry in raw["journal"] or [] if "answer" in entry]
    sections = [raw, *(raw.get("cells") or [])]
    written = {*entered, *chain.from_iterable(_answers(section).items() for section in sections)}
    for fact, given in chain.from_iterable(answers.items() for _, answers in told):
        if _is_todays(fact) and not any(name == fact and _is_same(text, given) for name, text in written):
            return f"{fact}: {given!r} was not entered"
    return ""


def of_plan(data: bytes, out: str) -> str:
    """Hold an audit against its plan: the answers are those of the file."""
    result, raw = json.loads(out), raw_of(data)
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
    return _of_trends(out, cells_of_csv(data))


def cells_of_csv(data: bytes) -> list[str]:
    """Return the cells of a table of text, whatever separates them."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    text = data.decode(encoding, errors="replace")
    try:
        rows = list(chain.from_iterable(csv.reader(io.StringIO(text), delimiter=mark) for mark in ",;\t"))
    except csv.Error:  # a cell longer than that module takes
        rows = [re.split(r"[,;\t]", line) for line in text.splitlines()]
    return [cell for row in rows for cell in row]


def of_workbook(data: bytes, out: str) -> str:
    """Hold trends against a workbook: each value stands in a cell of a sheet that is not hidden."""
    return _of_trends(out, cells_of_workbook(data))


def cells_of_workbook(data: bytes) -> list[str]:
    """Return the cells of the sheets of a workbook that are to be seen; of one openpyxl cannot read, all texts."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), data_only=True)
    except Exception:  # noqa: BLE001 - the product reads cells alone, and openpyxl fails at what stands beside them
        book = Workbook()
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    cells = [cell for sheet in sheets for cell in sheet._cells.values()]  # iterating makes those that are not there
    if not cells:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            parts = [whole.read(name).decode("utf-8", "replace") for name in whole.namelist() if "/sheet" in name]
        return [text for part in parts for text in re.findall("<(?:v|t)[^>]*>([^<]*)<", part)]
    return [
        repr(cell.value) if isinstance(cell.value, int | float) else str(cell.value)
        for cell in cells
        if cell.value is not None
    ]


def of_values(values: Iterable[tuple[str, float]], texts: list[str]) -> str:
    """Hold named numbers against texts: each stands there, as it is or as a percentage."""
    named = list(values)
    numbers = _numbers(texts) if named else set()
    missing = [f"{name}: {value} stands nowhere" for name, value in named if not _stands(value, numbers)]
    return missing[0] if missing else ""


def of_leaves(data: bytes, made: Any) -> str:
    """Hold what was made of a file against the file: every word of it stands there, and every number."""
    said = [_nfc(each) for each in _leaves(raw_of(data))]
    spoken, numbers = " ".join(_plain(" ".join(said)).split()), _numbers(said)
    for leaf in _leaves(made):
        if isinstance(leaf, bool):
            continue
        is_there = _stands(leaf, numbers) if isinstance(leaf, int | float) else " ".join(_plain(leaf).split()) in spoken
        if not is_there:
            return f"{leaf!r} stands nowhere"
    return ""


def texts_of(tree: Any) -> list[str]:
    """Return the texts of a tree, keys included."""
    if isinstance(tree, dict):
        return [text for key, value in tree.items() for text in (str(key), *texts_of(value))]
    return [text for each in tree for text in texts_of(each)] if isinstance(tree, list) else [str(tree)]


def is_quoted(words: str, text: str) -> bool:
    """Return whether words stand in a text, whatever its line breaks, widths and letters' size."""
    return " ".join(_plain(words).split()) in " ".join(_plain(text).split())


def of_typed(fact: Fact, line: str, answer: Answer) -> str:
    """Hold an answer against the line that was typed: an option it names, or the number it has."""
    given, words = answer.given, _plain(line).strip()
    if isinstance(given, bool) or fact.kind != "number" or given in fact.states or given == "unknown":
        titles = [str(given), answer.state]
        if answer.state in fact.states:
            titles += [*fact.state_title(answer.state).model_dump().values()]
        is_named = any(_plain(title).startswith(words) for title in titles)
        is_number = words.lstrip("0").isdecimal() and int(words) <= len(fact.states)
        return "" if is_named or is_number or words in UNKNOWN_OR_NONE else f"{fact.id}: {line!r} became {given!r}"
    number = abs(float(given)) if isinstance(given, int | float) else None
    if number is None:  # an amount in another currency, told as it was typed
        return of_values([(fact.id, each) for each in map(float, re.findall("[0-9.]+", str(given))[:1])], [line])
    times = [number * each for each in (1, *FACTORS, *(1 / each for each in FACTORS))]
    typed = [float(each) for each in _floats(words)]
    is_there = number == 0 or any(abs(each - one) <= 1e-4 + 1e-6 * abs(one) for each in times for one in typed)
    return "" if is_there or not typed else f"{fact.id}: {line!r} became {given!r}"


def of_office(made: bytes, form: str) -> str:
    """Hold an office file made in a firm's looks: it opens, and every part of it is whole."""
    opened = (docx.Document if form == "docx" else pptx.Presentation)(io.BytesIO(made))
    with zipfile.ZipFile(io.BytesIO(made)) as whole:
        broken = whole.testzip()
    return "" if opened is not None and broken is None else f"{broken} is damaged"


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
    values = [
        (f"{series['series']} {point['period']}", point["value"])
        for cell in result["cells"]
        for series in cell["series"]
        for point in series["points"]
    ]
    return of_values(values, cells) or _of_schema("metrics", result)


def _leaves(tree: Any) -> Iterator[Any]:
    """Return the texts, numbers and names of a tree, but for where it was read and what follows from it."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key not in {"place", "layer", "state"}:
                yield from _leaves(value)
    elif isinstance(tree, list | tuple):
        yield from chain.from_iterable(map(_leaves, tree))
    elif tree is not None:
        yield tree


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", half_width(text)).casefold()


def _floats(text: str) -> Iterator[str]:
    for each in re.findall(r"[0-9][0-9,' _]*(?:\.[0-9]*)?(?:e[-+]?[0-9]{1,3})?|\.[0-9]+", text):
        with contextlib.suppress(ValueError):
            yield str(float(re.sub("[,' _]", "", each)))


def _answers(section: Any) -> dict[str, Any]:
    """Return the answers of a section that have a value."""
    answers = section.get("answers") if isinstance(section, dict) else None
    values = {
        fact: each.get("value", "") if isinstance(each, dict) else each
        for fact, each in (answers.items() if isinstance(answers, dict) else ())
    }
    return {fact: text for fact, text in values.items() if not isinstance(text, str) or text not in NOTHING}


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
    return fact in TODAYS


def _is_same(text: Any, given: Any) -> bool:
    """Return whether a value is what was written: the same number, truth value or text."""
    if not isinstance(text, str):
        return False
    if isinstance(given, bool):
        return text.lower() == str(given).lower()
    if isinstance(given, int | float):
        try:
            return abs(Decimal(text) - Decimal(repr(given))) <= abs(Decimal(text)) * Decimal("1e-15")
        except ArithmeticError:  # with signs between the thousands, a unit or a magnitude
            typed = [float(each) for each in _floats(half_width(text))]
            times = (1, *(each for sign, each in MAGNITUDES.items() if sign in text.casefold()))
            return any(abs(given - one * each) <= 1e-9 * one * each for each in times for one in typed)
    return _plain(_nfc(text)).strip() == _plain(given)  # a band is answered by its title as well


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


def _half(tree: Any) -> Any:
    """Return a tree with texts as wide as an editor's schema expects digits to be."""
    if isinstance(tree, dict):
        return {key: _half(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_half(each) for each in tree]
    return half_width(tree) if isinstance(tree, str) else tree


def _half_width(text: str) -> str:
    return "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else each for each in unicodedata.normalize("NFKC", text)
    )


def _text(data: bytes) -> str:
    return data.decode("utf-8-sig", errors="replace")


def raw_of(data: bytes) -> Any:
    """Return a file with every scalar as the text it is; JSON with tabs is no YAML to PyYAML."""
    text = _text(data)
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
