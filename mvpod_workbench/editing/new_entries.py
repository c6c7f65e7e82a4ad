"""A new entry put into the file it belongs in, tried out before anything is written."""

from __future__ import annotations

import re
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mvpod_expert.loading.diagnostic_collector import usable
from mvpod_expert.loading.rule_files import FOLDERS
from mvpod_expert.loading.text_files import read_text
from mvpod_expert.model.frozen import ID_PATTERN
from mvpod_workbench.editing.edited_text import MARK
from mvpod_workbench.editing.formatting import formatted
from mvpod_workbench.editing.id_references import PATTERNS
from mvpod_workbench.editing.rule_spec import FOLDER_OF_ACTION, WishError, known, with_defaults
from mvpod_workbench.editing.scaffolds import RuleSpec, Scaffolder, to_be_written
from mvpod_workbench.lookup.rulesets import ADVICE, BodyName, authoring, gathered, vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.resources import Home

RULE = "rule"
TABLE = "table"
PLACES = {
    "fact": ("knowledge/vocabulary", "facts", "topic"),
    "source": ("knowledge/sources", "sources", ""),
    "principle": ("knowledge/principles", "principles", ""),
    "case": ("knowledge/cases", "cases", ""),
    "direction": ("knowledge/directions", "directions", ""),
}
FORMS = {
    "fact": ("choice", "number", "flag"),
    "source": ("literature", "practice"),
    "principle": ("mode", "value", "process", "organisation", "digital", "method"),
}
NAMED = {"fact": "facts", "source": "sources", "principle": "principles", "case": "cases", TABLE: "tables"}
"""What the knowledge base holds, by id, of the kinds that are neither rules nor items."""
DRAFTS = "drafts.yaml"


class NewEntry(NamedTuple):
    """A new entry: its file, the whole new text of that, the entry alone, and whether the file is new too."""

    path: Path
    text: str
    entry: str
    is_new_file: bool


@cache
def rules_of() -> Mapping[str, BodyName]:
    """Return the rule sets by what a new rule of theirs is called."""
    return {RULE: ADVICE} | {own.new_rule: name for name, own in authoring().items() if own.new_rule}


def kinds_of(knowledge: KnowledgeBase) -> tuple[str, ...]:
    """Return everything that can be new in a home: what the language knows, and the home's own shelves."""
    rules = (kind for kind in rules_of() if reading(kind, knowledge) is not None)
    return (*rules, TABLE, *PLACES, *(shelf.kind for shelf in knowledge.shelves))


def reading(kind: str, knowledge: KnowledgeBase) -> KnowledgeBase | None:
    """Return what a new entry may speak of: for a rule its own body; nothing where the home has no such body."""
    return vocabulary_of(rules_of().get(kind, ADVICE), knowledge)


def plan_entry(  # noqa: PLR0913, PLR0917 - what is new, where, and what was said of it
    home: Home, knowledge: KnowledgeBase, kind: str, name: str, wishes: RuleSpec, into: Path | None
) -> NewEntry:
    """Write a skeleton and put it into the text of its file, or of a named one; nothing is written yet.

    Raises:
        WishError: it cannot be.
    """
    known(kind, kinds_of(knowledge), "new.no_kind")
    _check_name(kind, name, knowledge)
    if wishes.form and wishes.form not in FORMS.get(kind, ()):
        raise WishError(wishes.form, FORMS.get(kind, ()), kind, key="new.no_form")
    for principle in wishes.principle:
        known(principle, knowledge.principles, "new.no_principle")
    if kind == TABLE:
        return _new_table(home, knowledge, name, wishes)
    folder, key, header = _place_of(kind, wishes, into, home)
    path = _file(home, folder, into, kind, knowledge)
    entry = _entry(kind, name, wishes, path, reading(kind, knowledge) or knowledge)
    head = f"{header}: {to_be_written('这一组的名称', 'name of this group')}\n" if header else ""
    alone = usable(lambda report: formatted(f"{head}{key}:\n{entry}", str(path), report))
    entry = alone.split(f"{key}:\n", 1)[1]
    if not path.exists():
        return NewEntry(path, alone, entry, is_new_file=True)
    text = usable(lambda report: read_text(path, home.shown(path), report))
    return NewEntry(path, _appended(path, text, entry), entry, is_new_file=False)


def _new_table(home: Home, knowledge: KnowledgeBase, name: str, wishes: RuleSpec) -> NewEntry:
    folder = FOLDER_OF_ACTION[wishes.then[0][0]] if wishes.then else "mode"
    text = Scaffolder(knowledge).table(name, folder, with_defaults(wishes, folder, knowledge))
    return NewEntry(home.rules / "tables" / f"{name}.csv", MARK + text, text, is_new_file=True)


def _pipes(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if (path := Path(folder, name)).exists() and not (path.is_file() or path.is_dir())]


def copy_home(home: Home, folder: Path) -> int:
    """Copy rules/ and knowledge/ into a folder, whole or not at all; give the number of files.

    Raises:
        WishError: the folder has rules/ or knowledge/ already, or there are none to copy.
    """
    for name in ("rules", "knowledge"):
        if not (home.root / name).is_dir():
            raise WishError(str(home.root), key="new.home_missing")
        if (folder / name).exists():
            raise WishError(str(folder / name), key="new.home_there")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".mvpod-") as beside:
        for name in ("rules", "knowledge"):
            shutil.copytree(home.root / name, Path(beside) / name, ignore=_pipes)
        for path in Path(beside).rglob("*"):
            # The files of an installed program may be read-only; these are the author's.
            path.chmod(path.stat().st_mode | 0o200)
        for name in ("rules", "knowledge"):
            (Path(beside) / name).rename(folder / name)
    return sum(path.is_file() for name in ("rules", "knowledge") for path in (folder / name).rglob("*"))


def _check_name(kind: str, name: str, knowledge: KnowledgeBase) -> None:
    if kind == "direction":
        known(name, (fact.id for fact in knowledge.asked()), "new.no_fact")
        return
    if not re.fullmatch(PATTERNS.get(kind, ID_PATTERN), name):
        raise WishError(name, key="new.principle_malformed" if kind == "principle" else "new.malformed")
    items = {item.id: item for item in knowledge.items()}
    there = gathered(knowledge).rules if kind in rules_of() else getattr(knowledge, NAMED.get(kind, ""), items)
    if name in there:
        raise WishError(name, of=str(there[name].place), key="new.taken")


def _place_of(kind: str, wishes: RuleSpec, into: Path | None, home: Home) -> tuple[str, str, str]:
    """Return the folder, the key of the list and the key of the header."""
    if kind in PLACES:
        return PLACES[kind]
    if kind not in rules_of():
        return "knowledge/catalogue", "items", ""
    body = rules_of()[kind]
    is_advice = body == ADVICE
    folders = list(FOLDERS) if is_advice else [each.rpartition("/")[2] for each in authoring()[body].rule_folders]
    around = ("rules",) if is_advice else ("rules", body)
    action = wishes.then[0][0] if wishes.then else ""
    folder = FOLDER_OF_ACTION.get(action, "mode") if is_advice else "derive" if action == "conclude" else "plan"
    if not is_advice and len(folders) == 1:
        return f"rules/{next(iter(authoring()[body].rule_folders))}", "rules", "family"
    if into is not None:
        inside = Path(home.shown(_resolved(home, into))).parent.parts
        is_inside = len(inside) > len(around) and inside[: len(around)] == around
        folder = inside[len(around)] if is_inside else "" if is_advice else "/".join(inside)
        known(folder, folders, "new.wrong_folder", "/".join(around))
    return "/".join((*around, folder)), "rules", "family"


def _resolved(home: Home, into: Path) -> Path:
    """Find the file that is meant: in the home, or from where the author is."""
    if into.is_absolute():
        return into
    inside = home.root / into
    return into.absolute() if into.exists() and not inside.exists() else inside


def _file(home: Home, folder: str, into: Path | None, kind: str, knowledge: KnowledgeBase) -> Path:
    shelf = next((each for each in knowledge.shelves if each.kind == kind and kind not in PLACES), None)
    if shelf is not None:
        own = home.root / shelf.items[0].place.file
        if into is not None and _resolved(home, into).resolve() != own.resolve():
            raise WishError(str(into), [home.shown(own)], kind, key="new.shelf_file")
        return own
    if into is None:
        return home.root / folder / DRAFTS
    path = _resolved(home, into)
    if not path.resolve().is_relative_to(home.root.resolve()):
        raise WishError(str(into), of=str(home.root), key="new.outside")
    if path.suffix not in {".yaml", ".yml"} or not path.resolve().is_relative_to((home.root / folder).resolve()):
        raise WishError(str(into), of=folder, key="new.wrong_file")
    return path


def _entry(kind: str, name: str, wishes: RuleSpec, path: Path, knowledge: KnowledgeBase) -> str:
    scaffold = Scaffolder(knowledge)
    if kind in rules_of():
        strata = tuple(authoring()[rules_of()[kind]].rule_folders.values())
        folder = strata[0] if len(strata) == 1 else next(part for part in path.parts[::-1] if part in FOLDERS)
        try:
            return scaffold.rule(name, with_defaults(wishes, folder, knowledge))
        except ValueError as error:
            raise WishError(name, key="new.never") from error
    if kind in PLACES:
        write: Callable[[str, RuleSpec], str] = getattr(scaffold, kind)
        return write(name, wishes)
    return scaffold.item(name, next(shelf for shelf in knowledge.shelves if shelf.kind == kind), wishes)


def _appended(path: Path, text: str, entry: str) -> str:
    """Put an entry behind the last one; with a blank line before it where the file has them."""
    raw = path.read_bytes().decode("utf-8")
    mark = MARK if raw.startswith(MARK) else ""
    broken = "\r\n" if "\r\n" in text else "\n"
    gap = broken if re.search(r"\n\s*\r?\n\s*- ", text) else ""
    return mark + text.rstrip() + broken + gap + entry.replace("\n", broken)
