"""What an expert changes is what the workbench tells: every field of every kind of entry, changed one at a time.

Two sweeps. One goes through the models and changes each field of an entry that has it. The other goes through the files
as they are written, changes one word of each kind of place in a copy, and reads the copy as every command does.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest

from mvpod_expert.capability import registered
from mvpod_expert.engine.bitset import BitsetEngine
from mvpod_expert.engine.compile import compile_rules
from mvpod_expert.engine.knowledge_cache import Prepared
from mvpod_expert.loading.case_files import read_case
from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.home_files import TABLES, YAML_FOLDERS
from mvpod_expert.loading.knowledge_base import load_knowledge
from mvpod_expert.loading.read_cache import ReadCache
from mvpod_expert.loading.yaml_nodes import Listing, Node, Scalar
from mvpod_expert.loading.yaml_nodes import Mapping as MappingNode
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.mode.advising import Adviser
from mvpod_expert.model.cases import CaseFile
from mvpod_expert.model.diagnostics import Place, UnusableInputError
from mvpod_expert.model.frozen import FrozenModel, Text
from mvpod_workbench.comparing.home_changes import home_changes
from mvpod_workbench.editing.edited_text import TextEditor
from mvpod_workbench.lookup.entries import entries
from mvpod_workbench.lookup.fields import differences
from tests import hypothesis_profiles
from tests.loading.homes import ROOT, copied
from tests.shipped import ADVISER, BASE, KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mvpod_expert.resources import Home
    from mvpod_workbench.comparing.home_changes import HomeChange

SHIPPED = Prepared(KNOWLEDGE, BASE)

SAYS_NOTHING = {
    "numbers": "an example says the state; a number beside it that is read as the same one changes nothing",
    "place": "where an entry stands is no part of what it says",
    "places": "where the parts of the decision table stand",
}
"""Fields of models that nothing tells a change of, and why."""

Path_ = tuple[str, ...]


def changed_value(value: Any) -> Any:  # noqa: C901, PLR0911 - one way for each shape
    """Return another value of the same shape."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"{value}x"
        case None:
            return "something"
        case frozenset():
            return frozenset({*value, "another"})
        case tuple():
            return value[:-1] if value else ("something",)
        case Mapping():
            return dict(list(value.items())[:-1]) if value else {"some": "thing"}
        case Place():
            return value.model_copy(update={"line": value.line + 1})
        case dt.date():
            return value + dt.timedelta(days=1)
        case FrozenModel():
            return None
    raise AssertionError(value)


def _holds_models(value: Mapping[str, Any]) -> bool:
    return isinstance(next(iter(value.values())), FrozenModel)


def fields_of(model: FrozenModel, path: Path_ = ()) -> Iterator[tuple[Path_, FrozenModel]]:
    """Yield each changed version of a model with one field changed, at any depth, and the way to it."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        here = (*path, name)
        if isinstance(value, FrozenModel) and not isinstance(value, Place):
            yield from ((inner, model.model_copy(update={name: made})) for inner, made in fields_of(value, here))
        elif isinstance(value, tuple) and value and isinstance(value[0], FrozenModel):
            for inner, made in fields_of(value[0], here):
                yield inner, model.model_copy(update={name: (made, *value[1:])})
            yield here, model.model_copy(update={name: value[:-1]})
        elif name != "places" and isinstance(value, Mapping) and value and _holds_models(value):
            key, first = next(iter(value.items()))
            for inner, made in fields_of(first, here):
                yield inner, model.model_copy(update={name: {**value, key: made}})
        else:
            yield here, model.model_copy(update={name: changed_value(value)})


def test_every_field_of_every_model_is_told_with_what_stood_there() -> None:
    """Tools of this kind compare the fields their makers thought of; a field added later then changes in silence."""
    unnoticed: dict[tuple[str, str, str], None] = {}
    tried: set[tuple[str, str, str]] = set()
    for entry in entries(KNOWLEDGE):
        for path, made in fields_of(entry.said):
            key = (entry.of, entry.kind, ".".join(path))
            if key in tried and key not in unnoticed:
                continue
            tried.add(key)
            told = list(differences(entry.said, made))
            if any(each.was != each.now for each in told):
                unnoticed.pop(key, None)
            elif path[-1] not in SAYS_NOTHING:
                unnoticed[key] = None
    assert len(tried) > 250
    assert list(unnoticed) == []
    kinds = {(of, kind) for of, kind, _ in tried}
    shared = {
        "rule",
        "fact",
        "item",
        "shelf",
        "case",
        "source",
        "principle",
        "direction",
        "law",
        "decision",
        "pictures",
        "table",
    }
    assert {kind for of, kind in kinds if of == "advice"} == shared
    assert {each.key for each in registered()} == {of for of, _ in kinds} - {"advice"}


def test_an_id_that_is_called_like_a_field_hides_no_change_of_meaning() -> None:
    """A band may be called what elsewhere is the name of a text."""
    fact = KNOWLEDGE.facts["deal_size_usd"]
    bands = tuple(
        band.model_copy(update={"id": name}) for band, name in zip(fact.bands, ("record", "example"), strict=False)
    )
    was = fact.model_copy(update={"bands": bands})
    moved = tuple(band.model_copy(update={"below": 1}) for band in bands)
    told = list(differences(was, was.model_copy(update={"bands": moved})))
    assert {each.how for each in told} == {"meaning"}


def test_the_ends_of_a_stretch_put_the_other_way_round_change_its_meaning() -> None:
    """A comparison of lists as sets says nothing when 0 to 30 becomes 30 to 0."""
    shares = KNOWLEDGE.decision.shares
    assert shares is not None
    name, (low, high) = next(iter(shares.reached.items()))
    turned = shares.model_copy(update={"reached": {**shares.reached, name: (high, low)}})
    assert [(each.path, each.how) for each in differences(shares, turned)] == [(("reached", name), "meaning")]


FOLDERS = (*YAML_FOLDERS, TABLES, "knowledge/figures", "knowledge/audit", "knowledge")
"""Every folder that is read; the last three stand for the files that lie in them themselves."""
APART = {
    "knowledge/record.yaml": "written by `rules accuracy --write`; a test holds it fresh",
}
QUICK_STEP = 10
"""Of how many kinds of places a quick run changes one."""

TRIES = 4
UNTOLD: dict[str, str] = {}
"""Kinds of places whose change neither a check nor a comparison tells, and why each may be so."""


class Places:
    """The words of files by the kind of place they stand in: keys, with ids of facts and items left open."""

    def __init__(self) -> None:
        self.open = {*KNOWLEDGE.facts, *(item.id for item in KNOWLEDGE.items())}
        self.open |= {fact for own in (KNOWLEDGE.audit.facts, KNOWLEDGE.trends.facts) for fact in own}  # type: ignore[attr-defined]
        self.found: dict[Path_, list[tuple[Path, Scalar]]] = {}

    def read(self, path: Path, shown: str) -> None:
        node = parse_yaml(path.read_text(encoding="utf-8"), shown, DiagnosticCollector())
        assert node is not None
        for way, word in self._words(node, ()):
            self.found.setdefault(way, []).append((path, word))

    def _words(self, node: Node, way: Path_) -> Iterator[tuple[Path_, Scalar]]:
        match node:
            case Scalar():
                yield way, node
            case Listing(items=items):
                for item in items:
                    yield from self._words(item, (*way, "*"))
            case MappingNode():
                for key, value in node:
                    yield from self._words(value, (*way, "*" if key.text in self.open else key.text))

    def edits(self, way: Path_) -> Iterator[tuple[Path, str]]:
        """Yield files with one word at a kind of place changed to another of such a place, or to a new one."""
        words = list(dict.fromkeys(word.text for _, word in self.found[way]))
        for path, word in self.found[way]:
            if isinstance(word.plain, bool):
                others = [str(not word.plain).lower()]
            elif word.number is not None:
                others = [str(word.number + 1), str(word.number / 2)]
            elif way[-1] in {"zh", "en"} or len(words) == 1 or way[-1] == "id":
                others = [f"{word.text}x"]
            else:
                others = [each for each in words if each != word.text][:3]
            for other in others:
                text = path.read_bytes().decode()
                editor = TextEditor(text)
                try:
                    editor.replace_word(word, other)
                except AssertionError:  # it is folded over the lines that follow
                    lines = text.split("\n")
                    lines[word.line] = f"{lines[word.line]}x"
                    yield path, "\n".join(lines)
                    continue
                yield path, editor.text()


def rows_of(path: Path) -> Iterator[tuple[Path_, Path, str]]:
    """Yield a table with one cell changed to another of its column, for each column."""
    text = path.read_bytes().decode()
    rows = list(csv.reader(io.StringIO(text)))
    head = next(number for number, row in enumerate(rows) if row and row[0] == "id")
    for column, name in enumerate(rows[head]):
        cells = list(dict.fromkeys(row[column] for row in rows[head + 1 :] if len(row) > column and row[column]))
        row = next((row for row in rows[head + 1 :] if len(row) > column and row[column]), None)
        if row is None:
            continue
        was, row[column] = row[column], next((each for each in cells if each != row[column]), f"{row[column]}x")
        made = io.StringIO()
        csv.writer(made, lineterminator="\n").writerows(rows)
        row[column] = was
        yield ("row", name), path, made.getvalue()


class Reader:
    """Reads copies with one change each, and says what is reported of it."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.memory = ReadCache()
        load_knowledge(home, self.memory)
        self.clients = [*(each.cell for each in list(KNOWLEDGE.cases.values())[::17])]
        self.before = self._outcomes(ADVISER)

    def told(self, path: Path, text: str) -> tuple[bool, tuple[HomeChange, ...], bool]:
        """Return whether the check tells the change, what a comparison tells, and whether advice changes all the same.

        It changes all the same where a sample is advised otherwise and nothing reported may change advice.
        """
        was = path.read_bytes()
        path.write_text(text, encoding="utf-8", newline="")
        try:
            knowledge = load_knowledge(self.home, self.memory)
            base = compile_rules(knowledge)
        except UnusableInputError:
            return True, (), False
        finally:
            path.write_bytes(was)
        made = Prepared(knowledge, base)
        changes = home_changes(SHIPPED, made)
        # Advice that may change by what is reported needs no trying; most of the time of a sweep would go there.
        is_known = any(each.may_change_advice for each in changes)
        if is_known or not any(each.changes_meaning for each in changes):
            return False, changes, False
        outcomes = self._outcomes(Adviser(knowledge, base, BitsetEngine(base)))
        # Where the case is refused, who advises on it is told so; the others are compared.
        return False, changes, outcomes != self.before[: len(outcomes)]

    def _outcomes(self, adviser: Adviser) -> list[object]:
        case = read_case(ROOT / "examples/industrial-valves-complete.yaml", adviser.knowledge, DiagnosticCollector())
        cells = [*self.clients, *(case.cells if case is not None else ())]
        advised = [adviser.advise(cell) for cell in cells]
        return [
            (
                each.mode.recommended,
                each.mode.verdict,
                {rank.mode: (rank.net, bool(rank.excluded_by)) for rank in each.mode.ranking},
                {planned.item: [choice.option for choice in planned.chosen] for planned in each.plan},
                [move.item for move in each.moves],
            )
            for each in advised
        ]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Return what reads one copy after every change, and knows what stood there before."""
    return Reader(copied(tmp_path_factory.mktemp("home")))


@pytest.mark.slow
@pytest.mark.thorough
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_kind_of_place_in_the_files_is_told_when_it_changes(reader: Reader, folder: str) -> None:
    """A linter of rules that stays silent, beside a comparison that says nothing changed, is how wrong advice ships."""
    home, places = reader.home, Places()
    is_flat = folder not in {*YAML_FOLDERS, TABLES}
    files = [each for each in sorted((home.root / folder).glob("*" if is_flat else "**/*")) if each.is_file()]
    edits: dict[Path_, list[tuple[Path, str]]] = {}
    for path in files:
        shown = home.shown(path)
        if path.suffix == ".csv" and not path.name.endswith(".cases.csv"):
            for way, file, text in rows_of(path):
                edits.setdefault((PurePosixPath(shown).name, *way), []).append((file, text))
        elif path.suffix == ".yaml" and not home.is_case_tests(path) and shown not in APART:
            places.read(path, shown)
    unnoticed, silent = [], []
    ways = [*edits, *places.found]
    assert ways
    for way in ways[:: QUICK_STEP if hypothesis_profiles.profile() == hypothesis_profiles.QUICK else 1]:
        tries = edits.get(way) or places.edits(way)
        is_told = False
        for path, text in islice(tries, TRIES):
            is_red, changes, is_other = reader.told(path, text)
            if is_other:
                silent.append((" › ".join(way), [each.field for each in changes]))
            is_told |= is_red or bool(changes)
            # What a reading refuses is reported; whether a change that is read is reported, another word has to show.
            if changes:
                break
        if not is_told:
            unnoticed.append(" › ".join(way))
    assert [each for each in unnoticed if each not in UNTOLD] == []
    assert silent == []


def test_a_case_is_read_with_its_own_file() -> None:
    """The sample has a case whose numbers settle answers, so that a change of figures can show."""
    case = read_case(ROOT / "examples/industrial-valves-complete.yaml", KNOWLEDGE, DiagnosticCollector())
    assert isinstance(case, CaseFile)
    assert any(answer.layer == "figures" for cell in ADVISER.filled(case).cells for answer in cell.answers.values())
    assert isinstance(case.cells[0].answers, Mapping)
    assert isinstance(next(iter(KNOWLEDGE.facts.values())).title, Text)
