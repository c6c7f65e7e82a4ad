"""Which files of a home are read, and which lie there unread: by a wrong ending, in a wrong place, behind a link."""

from __future__ import annotations

import os
import re
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code, Diagnostic, Place
from mvpod_expert.model.suggestions import closest_match
from mvpod_expert.resources import CASE_TESTS, Home

if TYPE_CHECKING:
    from collections.abc import Iterator


YAML_ENDINGS = (".yaml", ".yml")
TABLES = "rules/tables"
OF_RULES = ("doubts", "derive", "mode", "plan", "compare", "trends", "audit/derive", "audit/plan")
OF_KNOWLEDGE = ("vocabulary", "principles", "sources", "catalogue", "cases", "directions", "laws")
OF_AUDIT = ("audit/vocabulary", "audit/measures")
YAML_FOLDERS = (
    *(f"rules/{name}" for name in OF_RULES),
    *(f"knowledge/{name}" for name in (*OF_KNOWLEDGE, *OF_AUDIT)),
)
FIGURES = ("figures/economics", "figures/trends", "figures/vendors")
FILES = ("decision", "rates", "record", "signatures", "pictures", *FIGURES, "audit/standard")
YAML_FILES = tuple(f"knowledge/{name}.yaml" for name in FILES)
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")
LEFT_ALONE = re.compile(
    r"\.|~\$|#|README|LICENSE|Thumbs\.db$|desktop\.ini$|.*(~|\.bak|\.orig|\.rej|\.sw[a-p]|\.tmp|\.md)$", re.IGNORECASE
)
"""Files nobody means to be read: hidden ones, locks and backups of editors, notes about the folder."""
LIKE_KNOWLEDGE = re.compile(r"\.(?:ya?ml|csv)\b", re.IGNORECASE)
FOLDER_OF_KEY = {
    "facts": "knowledge/vocabulary",
    "items": "knowledge/catalogue",
    "tests": "rules",
    **{key: f"knowledge/{key}" for key in ("principles", "sources", "cases", "directions", "laws")},
}
FOLDER_OF_OUTCOME = {
    "reask": "rules/doubts",
    "conclude": "rules/derive",
    **dict.fromkeys(("for", "against", "veto"), "rules/mode"),
    **dict.fromkeys(("recommend", "assign", "propose"), "rules/plan"),
}
LIKE_CASE_TESTS = re.compile(r"(.*?)[._-]?(?:cases?|tests?)\.ya?ml(?:\.\w+)?", re.IGNORECASE)
"""Names that case tests are given by mistake; what the file says decides."""
MAX_LOOKED_AT = 100_000
KEY_OF_KNOWLEDGE = re.compile(
    r"^\ufeff?(?:(?:rules|facts|principles|items|laws|tests):|(?:folder|hit)[,;\t])", re.MULTILINE
)
"""What only files of a home begin a line with: beside its two folders clients' files may lie, which are none of its."""


def is_read(home: Home, path: Path) -> bool:
    """Return whether a file inside a home is read, by its name and place."""
    shown = home.shown(path)
    if path.name.startswith("."):
        return False
    if path.suffix == ".csv":
        return shown.startswith(f"{TABLES}/") or home.is_case_tests(path)
    if path.suffix not in YAML_ENDINGS:
        return False
    is_in_folder = any(shown.startswith(f"{folder}/") for folder in YAML_FOLDERS)
    return shown in YAML_FILES or home.is_case_tests(path) or (is_in_folder and not _case_tests(home, path))


def files_read(home: Home) -> tuple[Path, ...]:
    """Return the files of a home that are read, by name."""
    return tuple(path for path in _files(home) if is_read(home, path) and path.is_file())


def unread_files(home: Home) -> Iterator[Diagnostic]:
    """Return a warning for each file that lies in rules/ or knowledge/ and is not read, with its likely place.

    What lies beside the two and was probably meant to be in them is reported as well.
    """
    for path in chain(_misplaced(home), _files(home)):
        # Reading reports what is no file, but of tables, which are looked for by their ending.
        if is_read(home, path) and (path.is_file() or (path.suffix != ".csv" and not path.is_dir())):
            continue
        tests = _case_tests(home, path)
        if LEFT_ALONE.match(path.name) and (tests is None or tests.exists()):
            continue
        shown = home.shown(path)
        reason, likely = ("case_tests", home.shown(tests)) if tests else _why(home, path)
        top = f"{shown.split('/', maxsplit=1)[0]}/"
        folders = tuple(each for each in (*YAML_FOLDERS, TABLES) if each.startswith(top))
        yield Diagnostic(
            code=Code.FILE_NOT_READ,
            place=Place(file=shown),
            details={"reason": reason, "file": shown},
            suggestion=likely,
            allowed=() if likely or reason != "place" else folders,
            severity="warning",
        )


def left_alone(home: Home) -> list[str]:
    """Return the hidden files and backups in rules/ and knowledge/ that are called as knowledge is; none is read."""
    names = (home.shown(path) for path in _files(home) if LEFT_ALONE.match(path.name) and not is_read(home, path))
    return [name for name in names if LIKE_KNOWLEDGE.search(name)]


def _files(home: Home) -> list[Path]:
    """Return every file, and every folder that is not gone into: a link, or one that may not be read."""
    found: list[Path] = []
    tops = home.rules, home.knowledge

    def closed(error: OSError) -> None:
        found.append(Path(error.filename))

    for folder, folders, names in chain.from_iterable(os.walk(top, onerror=closed) for top in tops):
        here = Path(folder)
        folders[:] = [each for each in folders if not each.startswith((".", "__"))]
        found += [here / each for each in folders if (here / each).is_symlink()]
        found += [here / name for name in names]
    return sorted(each for each in found if each not in tops)


def _misplaced(home: Home) -> Iterator[Path]:
    """Return knowledge that lies in the home itself, and folders such as Rules/, which other systems keep apart."""
    tops = {each.name: each for each in (home.rules, home.knowledge)}
    # A home that may not be listed can be read all the same; `os.walk` passes over what it may not open.
    _, folders, names = next(os.walk(home.root), ("", [], []))
    for name in sorted(folders):
        path, meant = home.root / name, tops.get(name.lower())
        if meant and path != meant and not (meant.exists() and path.samefile(meant)):
            yield path
    for path in (home.root / name for name in sorted(names)):
        is_like = path.name.lower().removesuffix(".txt").endswith((*YAML_ENDINGS, ".csv"))
        if is_like and path.is_file() and KEY_OF_KNOWLEDGE.search(_beginning(path)):
            yield path


def _case_tests(home: Home, path: Path) -> Path | None:
    """Return what a file of case tests would have to be called that has another name."""
    named = LIKE_CASE_TESTS.fullmatch(path.name)
    if named is None or home.is_case_tests(path) or not path.is_file():
        return None
    if not re.search(r"^tests:", _beginning(path), re.MULTILINE):
        return None
    folder = path.parent if path.is_relative_to(home.rules) else home.rules
    return folder / f"{(named[1] or 'my').lower()}{CASE_TESTS[0]}"


def _why(home: Home, path: Path) -> tuple[str, str | None]:
    """Return why a file is not read, and where it probably belongs."""
    if path.parent == home.root and path.is_dir():
        return "place", path.name.lower()
    if not path.is_file():
        return ("link" if path.is_dir() and path.is_symlink() else "closed"), None
    name = re.sub(r"\.txt$", "", path.name, flags=re.IGNORECASE)
    ending = Path(name).suffix.lower()
    mended = path.with_name(Path(name).stem + ending)
    if ending in WORKBOOKS:
        return "workbook", None
    if mended != path and is_read(home, mended):
        return "ending", home.shown(mended)
    if ending == ".csv":
        return "place", f"{TABLES}/{mended.name}"
    return ("place", _likely_place(path, home.shown(mended))) if ending in YAML_ENDINGS else ("kind", None)


def _likely_place(path: Path, shown: str) -> str | None:
    at = PurePosixPath(shown)
    beside = {PurePosixPath(each).stem: each for each in YAML_FILES if PurePosixPath(each).parent == at.parent}
    file = beside.get(closest_match(at.stem, beside) or "")
    top, *inside = at.parent.parts or ("",)
    # Without the top, or every folder of it would look much like every other.
    folders = {each.removeprefix(f"{top}/"): each for each in YAML_FOLDERS if each.startswith(f"{top}/")}
    misspelt = closest_match("/".join(inside), folders) if inside else None
    folder = folders[misspelt] if misspelt else _folder_of_content(path)
    return file or (f"{folder}/{at.name}" if folder else None)


def _folder_of_content(path: Path) -> str | None:
    """Return the folder for what a file says; the first words that only one kind of file has decide."""
    text = _beginning(path)
    for key in re.findall(r"^(\w+):", text, re.MULTILINE):
        if key in FOLDER_OF_KEY:
            return FOLDER_OF_KEY[key]
    words = re.findall(r"[-{]\s*(\w+):", text)
    return next((FOLDER_OF_OUTCOME[word] for word in words if word in FOLDER_OF_OUTCOME), None)


def _beginning(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(MAX_LOOKED_AT)
    except OSError:
        return ""
