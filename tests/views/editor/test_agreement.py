"""The schemas and the readers agree: what is refused for its shape is marked while it is typed, what is read is not.

What only the reader can see: ids that stand twice, the order of bands, a count above the number of parts, how deep a
condition may nest, the same outcome twice, references to what the same edit took away, passages of the article, plans
that are not whole, weights that do not add up, amounts out of order, and everything about meaning (cycles, conflicts,
conditions that cannot hold, gaps without a measure).
"""

from __future__ import annotations

import copy
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, assume, given
from hypothesis import strategies as st

from mvpod_expert.audit import capability as audit_parts
from mvpod_expert.loading.case_files import parse_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.loading.read_cache import ReadCache
from mvpod_expert.model.diagnostics import Code, Diagnostic, UnusableInputError
from mvpod_expert.resources import Home
from tests.hypothesis_profiles import random_examples
from tests.views.editor.broken_audit import GOOD_AUDIT
from tests.views.editor.broken_figures import CASE
from tests.views.editor.marking import KNOWLEDGE, ROOT, data, marks, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHAPES = {
    Code.KEY_UNKNOWN,
    Code.KEY_MISSING,
    Code.TYPE_WRONG,
    Code.VALUE_NOT_ALLOWED,
    Code.TEXT_EMPTY,
    Code.LIST_EMPTY,
    Code.ID_MALFORMED,
    Code.FACT_UNKNOWN,
    Code.OPTION_UNKNOWN,
    Code.NUMBER_EXPECTED,
    Code.NUMBER_OUT_OF_RANGE,
    Code.NOT_APPLICABLE_REFUSED,
    Code.SOURCE_NEEDED,
    Code.OUTCOME_FOREIGN,
    Code.NOT_OF_DERIVED,
    Code.FACT_TOO_LATE,
    Code.TEST_ALWAYS_TRUE,
    Code.RESERVED_ID,
    Code.REFERENCE_UNKNOWN,
}
SHAPES_OF_CASES = SHAPES | {
    Code.FACT_NOT_ASKED,
    Code.AMOUNT_EXPECTED,
    Code.AMOUNT_OUT_OF_RANGE,
    Code.VENDOR_ENTRY_UNKNOWN,
    Code.SCORE_EXPECTED,
    Code.SCORE_FOLLOWS,
}
FILES = {kind: path.relative_to(ROOT).as_posix() for kind, path in shipped() if "examples" not in path.parts}
"""Of each kind of file that authors write, one."""
CASES = {
    "case": (KNOWLEDGE, CASE.replace("metrics: history.csv\n", "")),
    "plan": (audit_parts.KNOWLEDGE.of(KNOWLEDGE), GOOD_AUDIT["plan"]),
}
WRITTEN: tuple[Any, ...] = ("nowhere", "", 3, -1, True, None, [], {}, ["nowhere"], {"nowhere": 1}, "Upper Case")
NO_ID = ("", True, None)
"""The readers of cases take a blank, or `true`, for an id or a name as it is written; the editor marks it."""
MAX_EXAMPLES = 40
MAX_CASES = 200


def ways(document: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Return the way to every value of a document."""
    steps: list[str | int] = []
    if isinstance(document, dict):
        steps = list(document)
    elif isinstance(document, list):
        steps = list(range(len(document)))
    for step in steps:
        yield (*way, step)
        yield from ways(document[step], (*way, step))


def edited(document: Any, way: tuple[str | int, ...], kind: str, written: Any) -> Any:
    """Return a copy in which one value is replaced, taken out, or given another key."""
    copied = copy.deepcopy(document)
    inside = copied
    for step in way[:-1]:
        inside = inside[step]
    if kind == "replace" or isinstance(inside, list):
        inside[way[-1]] = written
    elif kind == "take out":
        del inside[way[-1]]
    else:
        inside[f"{way[-1]}x"] = inside.pop(way[-1])
    return copied


@st.composite
def documents(draw: st.DrawFn, originals: dict[str, Any]) -> tuple[str, str, Any]:
    """Draw a kind of file, what is done to it, and the file with that small edit."""
    kind = draw(st.sampled_from(list(originals)))
    way = draw(st.sampled_from(list(ways(originals[kind]))))
    how = draw(st.sampled_from(["replace", "take out", "rename"]))
    written = draw(st.sampled_from(WRITTEN))
    assume(how != "replace" or written not in NO_ID or way[-1] not in {"id", "client", "score"})
    return kind, f"{how} {way} {written!r}", edited(originals[kind], way, how, written)


@pytest.mark.thorough
def test_the_readers_of_the_home_and_the_editor_agree(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Random small edits of shipped files of every kind."""
    root = tmp_path_factory.mktemp("agreement")
    for name in ("rules", "knowledge"):
        shutil.copytree(ROOT / name, root / name)
    originals = {kind: data((ROOT / file).read_text(encoding="utf-8")) for kind, file in FILES.items()}
    home, memory = Home(root), ReadCache()
    load_knowledge(home, memory)
    refused, accepted = [], []

    @random_examples(MAX_EXAMPLES, phases=[Phase.generate])
    @given(documents(originals))
    def agree(drawn: tuple[str, str, Any]) -> None:
        kind, how, document = drawn
        found = found_in(home, memory, FILES[kind], document)
        if {each.code for each in found if each.place.file == FILES[kind]} & SHAPES:
            refused.append(kind)
            # What named an id that the edit took away is not looked at again before the schemas are renewed.
            assert marks(kind, document) or not ids(originals[kind]) <= ids(document), (kind, how, found)
        elif not found:
            accepted.append(kind)
            assert not marks(kind, document), (kind, how)

    agree()
    assert len(refused) > MAX_EXAMPLES // 4
    assert accepted


def test_the_reader_of_cases_and_the_editor_agree() -> None:
    """Random small edits of a case with everything in it, and of a plan."""
    originals = {kind: data(text) for kind, (_, text) in CASES.items()}
    refused, accepted = [], []

    @random_examples(MAX_CASES, phases=[Phase.generate])
    @given(documents(originals))
    def agree(drawn: tuple[str, str, Any]) -> None:
        kind, how, document = drawn
        knowledge, report = CASES[kind][0], DiagnosticCollector()
        assert knowledge is not None
        case = parse_case(json.dumps(document, ensure_ascii=False), "x.yaml", knowledge, report)
        if {diagnostic.code for diagnostic in report.diagnostics} & SHAPES_OF_CASES:
            refused.append(kind)
            assert marks(kind, document), (kind, how, report.diagnostics)
        elif case is not None:
            accepted.append(kind)
            assert not marks(kind, document), (kind, how)

    agree()
    assert len(refused) > MAX_CASES // 4
    assert accepted


def ids(document: Any) -> set[str]:
    """Return every id that a document declares."""
    steps = [(way[-1], at(document, way)) for way in ways(document)]
    return {str(value) for step, value in steps if step == "id"}


def at(document: Any, way: tuple[str | int, ...]) -> Any:
    """Return the value at the end of a way."""
    for step in way:
        document = document[step]
    return document


def found_in(home: Home, memory: ReadCache, file: str, document: Any) -> tuple[Diagnostic, ...]:
    """Read the home with one file written anew; give what is found."""
    path: Path = home.root / file
    before = path.read_text(encoding="utf-8")
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    try:
        load_knowledge(home, memory)
    except UnusableInputError as error:
        return tuple(error.diagnostics)
    finally:
        path.write_text(before, encoding="utf-8")
    return ()
