"""An id changed everywhere it is meant, and nowhere else; the entry keeps its former id.

The files are edited as text, word by word at the places where the id stands; all else stays as it is to the byte. The
edited knowledge is read and its examples are run before anything is written: it must be as clean as it was.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.loading.diagnostic_collector import DiagnosticCollector
from mvpod_expert.loading.home_files import files_read
from mvpod_expert.loading.text_files import read_text
from mvpod_expert.loading.yaml_text import parse_yaml
from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import ID_LENGTH, ID_PATTERN
from mvpod_expert.model.suggestions import closest_match
from mvpod_workbench.checks.signatures import FILE as SIGNATURES
from mvpod_workbench.editing.dry_runs import check_as_clean
from mvpod_workbench.editing.edited_text import TableText, TextEditor
from mvpod_workbench.editing.id_references import KEEP_FORMER, PATTERNS, Kind, Mention, mentions_in
from mvpod_workbench.editing.rule_spec import WishError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Mapping as ByPath
    from pathlib import Path

    from mvpod_expert.resources import Home

DECISION = "decision.yaml"
DISTINCT = re.compile(r"[-_]")


class Target(NamedTuple):
    """What is renamed: its kind, its id, and for an option its fact."""

    kind: Kind
    id: str
    of: str = ""

    @property
    def name(self) -> str:
        """The id made unique: an option with its fact."""
        return f"{self.of}.{self.id}" if self.of else self.id


class Renaming(NamedTuple):
    """A rename that is ready to be written.

    Args:
        target: what is renamed.
        new: its new id.
        places: every place that changes.
        texts: the new text of each file that changes.
        told: places where the old id stands in a comment or a sentence, which stay as they are.
    """

    target: Target
    new: str
    places: tuple[Place, ...]
    texts: dict[Path, str]
    told: tuple[Place, ...]


class _File(NamedTuple):
    path: Path
    shown: PurePath
    text: str
    mentions: tuple[Mention, ...]


def plan_renaming(
    home: Home, old: str, new: str, kind: Kind | None = None, unsaved: ByPath[Path, str] | None = None
) -> Renaming:
    """Find what is to be renamed and make the new texts; nothing is written.

    Args:
        home: the home.
        old: the id, for an option also as `fact.option`.
        new: the new id.
        kind: what it is the id of, where that is not plain.
        unsaved: texts to be edited instead of what files say.

    Raises:
        WishError: it cannot be done.
        LessCleanError: the knowledge would have new findings.
        UnusableInputError: a file cannot be read.
    """
    unsaved = unsaved or {}
    files = _files_naming(old.rpartition(".")[2], new, home, unsaved)
    of_rules = (path for path in files_read(home) if path.suffix == ".csv" and not home.is_case_tests(path))
    tables = {path: TableText(_text(path, unsaved), home.shown(path)) for path in of_rules}
    target = _target(files, tables.values(), old, kind)
    decided = [each.text for file in files if file.shown.name == DECISION for each in file.mentions]
    if target.of in decided:
        raise WishError(key="rename.decided")
    rows = [Place(file=home.shown(path)) for path, table in tables.items() if new in table.rows]
    _check_new(files, target, new, rows if target.kind == "rule" else [])
    places: list[Place] = []
    told: list[Place] = []
    texts: dict[Path, str] = {}
    for file in files:
        editor = TextEditor(file.text)
        for mention in file.mentions:
            if mention.is_of(target.kind, target.id, target.of):
                editor.replace_word(mention.node, new)
                places.append(mention.node.place)
                if mention.entry is not None and target.kind in KEEP_FORMER:
                    editor.add_former(mention.entry, target.id, new)
        told += _told(file, target, editor)
        if editor.edits:
            texts[file.path] = editor.text()
    for path, table in tables.items():
        text, found = table.renamed(target.kind, target.id, new, target.of)
        places += found
        if found:
            texts[path] = text
    signatures, signed = _signed(home, unsaved, target, new)
    texts |= signatures
    check_as_clean(home, texts, unsaved)
    return Renaming(target, new, (*places, *signed), texts, tuple(told))


def _signed(home: Home, unsaved: ByPath[Path, str], target: Target, new: str) -> tuple[dict[Path, str], list[Place]]:
    """Return the signatures under the new id, and where they stood: it keeps who signed what was said before."""
    path = home.knowledge / SIGNATURES
    text = _text(path, unsaved) if path.exists() else ""
    name = re.compile(rf'(?<=[" ]{target.kind} › ){re.escape(target.id)}(?=")')
    places = [
        Place(file=home.shown(path), line=number, column=found.start() + 1, excerpt=line, width=len(target.id))
        for number, line in enumerate(text.split("\n"), start=1)
        for found in name.finditer(line)
    ]
    return ({path: name.sub(new, text)} if places else {}), places


def _text(path: Path, unsaved: ByPath[Path, str]) -> str:
    return unsaved[path] if path in unsaved else path.read_bytes().decode("utf-8")


def _files(home: Home, unsaved: ByPath[Path, str], naming: Sequence[str] = ("",)) -> Iterator[_File]:
    """Yield the files that hold one of some words, and the decision table; parsing all takes a second."""
    report = DiagnosticCollector()
    found: list[_File] = []
    for path in files_read(home):
        shown = home.shown(path)
        if path.suffix == ".csv" or path == home.knowledge / SIGNATURES:
            continue
        if path not in unsaved and read_text(path, shown, report) is None:
            continue
        text = _text(path, unsaved)
        if path.name != DECISION and not any(word in text for word in naming):
            continue
        node = parse_yaml(text.removeprefix("\ufeff"), shown, report)
        if node is not None:
            relative = PurePath(shown)
            found.append(_File(path, relative, text, tuple(mentions_in(node, relative))))
    report.raise_if_any()
    yield from found


def _files_naming(word: str, new: str, home: Home, unsaved: ByPath[Path, str]) -> list[_File]:
    """Return the files with the old or the new id; all of them where the old one is not found, to suggest another."""
    files = list(_files(home, unsaved, (word, new)))
    return files if any(each.text == word for file in files for each in file.mentions) else list(_files(home, unsaved))


def _target(files: list[_File], tables: Iterable[TableText], old: str, kind: Kind | None) -> Target:
    declared = [
        Target(mention.kind, mention.text, mention.of)
        for file in files
        for mention in file.mentions
        if mention.entry is not None and (kind is None or mention.kind == kind)
    ]
    if kind in {None, "rule"}:
        declared += [Target("rule", name) for table in tables for name in table.rows]
    exact = [each for each in declared if old in {each.id, each.name}]
    # An option's full name is recognised by its dot.
    named = [each for each in exact if each.of and each.name == old]
    found = list(dict.fromkeys(named or exact))
    if not found:
        near = closest_match(old, [each.name for each in declared] if "." in old else [each.id for each in declared])
        raise WishError(allowed=[near] if near else [], key="rename.unknown")
    if len(found) > 1:
        raise WishError(allowed=[f"{each.kind} {each.name}" for each in found], key="rename.ambiguous")
    return found[0]


def _check_new(files: list[_File], target: Target, new: str, rows: list[Place]) -> None:
    if not re.fullmatch(PATTERNS.get(target.kind, ID_PATTERN), new) or len(new) > ID_LENGTH:
        raise WishError(key="rename.malformed")
    if new == target.id:
        raise WishError(key="rename.same")
    in_use = [
        mention.node.place
        for file in files
        for mention in file.mentions
        if mention.entry is not None and mention.is_of(target.kind, new, target.of)
    ]
    if in_use or rows:
        raise WishError(of=str([*in_use, *rows][0]), key="rename.in_use")


def _told(file: _File, target: Target, editor: TextEditor) -> Iterator[Place]:
    """Return the places where the id stands in a comment or a sentence, where it is not just a common word."""
    quoted = re.escape(target.id)
    word = quoted if DISTINCT.search(target.id) else f"`{quoted}`"
    ids = {(mention.node.line, mention.node.column) for mention in file.mentions}
    for line, text in enumerate(file.text.split("\n"), start=1):
        for match in re.finditer(rf"(?<![\w-]){word}(?![\w-])", text):
            column = match.start() + 1
            if not editor.is_replaced(line, column) and (line, column) not in ids:
                yield Place(file=str(file.shown), line=line, column=column, excerpt=text, width=len(target.id))
