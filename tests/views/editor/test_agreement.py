"""The schemas and the reader of the files agree: what the reader refuses for its shape, the editor marks too.

What only the reader can see: ids that stand twice, the order of bands, a count above the number of parts, how deep a
condition may nest, the same outcome twice, references to what the same edit took away, passages of the article, plans
that are not whole, and everything about meaning (cycles, conflicts, conditions that cannot hold).
"""

from __future__ import annotations

import copy
import json
import shutil
from typing import TYPE_CHECKING, Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.model.diagnostics import Code, UnusableInputError
from mvpod_expert.resources import Home
from tests.views.editor.marking import ROOT, data, marks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

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
FILES = {
    "rules-doubts": "rules/doubts/contradictions.yaml",
    "rules-derive": "rules/derive/coverage.yaml",
    "rules-mode": "rules/mode/partners.yaml",
    "rules-plan": "rules/plan/migration.yaml",
    "rules-compare": "rules/compare/cells.yaml",
    "cases": "knowledge/cases/documented.yaml",
    "directions": "knowledge/directions/settled.yaml",
    "sources": "knowledge/sources/practice.yaml",
    "pictures": "knowledge/pictures.yaml",
}
WRITTEN: tuple[Any, ...] = ("nowhere", "", 3, -1, True, None, [], {}, ["nowhere"], {"nowhere": 1}, "Upper Case")
MAX_EXAMPLES = 16


def ways(document: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Give the way to every value of a document."""
    steps: list[str | int] = []
    if isinstance(document, dict):
        steps = list(document)
    elif isinstance(document, list):
        steps = list(range(len(document)))
    for step in steps:
        yield (*way, step)
        yield from ways(document[step], (*way, step))


def edited(document: Any, way: tuple[str | int, ...], kind: str, written: Any) -> Any:
    """Give a copy in which one value is replaced, taken out, or given another key."""
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


def test_what_the_reader_refuses_the_editor_marks(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Random small edits of shipped files: whatever is refused for its shape is marked while it is typed."""
    root = tmp_path_factory.mktemp("agreement")
    for name in ("rules", "knowledge"):
        shutil.copytree(ROOT / name, root / name)
    originals = {kind: data((ROOT / file).read_text(encoding="utf-8")) for kind, file in FILES.items()}
    all_ways = {kind: list(ways(document)) for kind, document in originals.items()}
    refused = []

    @settings(max_examples=MAX_EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate])
    @given(st.data())
    def agree(drawn: st.DataObject) -> None:
        kind = drawn.draw(st.sampled_from(list(FILES)))
        way = drawn.draw(st.sampled_from(all_ways[kind]))
        how = drawn.draw(st.sampled_from(["replace", "take out", "rename"]))
        document = edited(originals[kind], way, how, drawn.draw(st.sampled_from(WRITTEN)))
        codes = codes_of(Home(root), FILES[kind], document)
        if codes & SHAPES:
            refused.append(kind)
            assert marks(kind, document), (kind, way, how, codes)

    agree()
    assert len(refused) > MAX_EXAMPLES // 4


def codes_of(home: Home, file: str, document: Any) -> set[Code]:
    """Read the home with one file written anew; give the codes of what is found in that file."""
    path: Path = home.root / file
    before = path.read_text(encoding="utf-8")
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    try:
        load_knowledge(home)
    except UnusableInputError as error:
        return {each.code for each in error.diagnostics if each.place.file == file}
    finally:
        path.write_text(before, encoding="utf-8")
    return set()
