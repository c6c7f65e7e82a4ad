"""Findings in a terminal and as JSON: what is wrong, where, what is allowed or meant; and notes of former ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mvpod_expert.model.diagnostics import Code, Diagnostic, Place, Severity
from mvpod_expert.model.suggestions import NEGATED
from mvpod_expert.views.line_breaking import CUT, cells, fitting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mvpod_expert.model.cases import Answer
    from mvpod_expert.views.console import Terminal
    from mvpod_expert.views.messages import Messages

MAX_SHOWN = 50
MAX_ALLOWED_SHOWN = 12
MAX_VALUE_SHOWN = 160
MAX_PATH_SHOWN = 400
MOST_PLACES = 4
MAX_CODES_SHOWN = 5
BLANKS = (
    "key",
    "written",
    "expected",
    "quote",
    "least",
    "low",
    "high",
    "above",
    "under",
    "kind",
    "states",
    "shape",
    "stratum",
    "is_share",
    "local",
    "one",
    "plain",
    "other",
    "trouble",
)
YAML_SIGNS = (
    ("conflict", "conflict"),
    ("unclosed", "unclosed"),
    ("full_width", "full_width"),
    ("odd_space", "odd_space"),
    ("invisible", "invisible"),
    ("no_space", "no_space"),
    ("comparison", "comparison"),
    ("comment", "comment"),
    ("escape", "escape"),
    ("hexdecimal", "escape"),
    ("hexadecimal", "escape"),
    ("quoted scalar", "quote"),
    ("'\\t'", "tab"),
    ("flow ", "inside"),
    ("block ", "indent"),
    ("mapping values", "colon"),
    ("expected ':'", "key"),
    ("alias", "alias"),
    ("cannot start any token", "symbol"),
)
MENDED = {"full_width", "odd_space", "invisible"}
FOLDERS_OF_HOME = ("rules/", "knowledge/")
"""Files below these are mended by a command; those of clients are not."""
ANNOTATIONS = {"note": "notice"}
"""What GitHub calls what we call otherwise."""


def sentence(finding: Diagnostic, t: Messages) -> str:
    """Say what a finding is about, in one sentence."""
    blanks: dict[str, Any] = dict.fromkeys(BLANKS, "") | {name: _cut(text) for name, text in finding.details.items()}
    blanks["same"] = finding.suggestion is not None and finding.suggestion == blanks["written"]
    blanks["opposite"] = bool(NEGATED.match(blanks["written"]))
    blanks["has_help"] = bool(finding.suggestion or finding.allowed)
    expected = f"type.{blanks['expected'].replace(' ', '_').replace('/', '_')}"
    if t.knows(expected):
        blanks["expected"] = t(expected)
    match finding.code:
        case Code.TYPE_WRONG:
            is_kind = blanks["written"] in {"list", "mapping"}
            is_empty = blanks["written"] == '""'
            blanks["quote"] = finding.details.get("expected") == "text" and not is_kind and not is_empty
            blanks["written"] = t(f"type.{blanks['written']}") if is_kind else t("list.quoted", text=blanks["written"])
        case Code.REFERENCE_UNKNOWN if t.knows(f"reference_kind.{blanks['kind']}"):
            blanks["kind"] = t(f"reference_kind.{blanks['kind']}")
        case Code.YAML_SYNTAX:
            is_mended = blanks["problem"] in MENDED and finding.place.file.startswith(FOLDERS_OF_HOME)
            key = next((key for sign, key in YAML_SIGNS if sign in blanks["problem"]), "other")
            said = t(f"yaml.{key}", problem=blanks["problem"])
            blanks["problem"] = said + (t("yaml.mended") if is_mended else "")
    said = t(f"finding.{finding.code.name.lower()}", **blanks)
    if finding.code is Code.REFERENCE_UNKNOWN and finding.details.get("kind") == "rule" and finding.suggestion:
        said += t("help.renamed", old=blanks["written"], new=finding.suggestion)
    return said + t("help.gone", **finding.details) if "places" in finding.details else said


def _cut(text: str, most: int = MAX_VALUE_SHOWN) -> str:
    """Return a value that is fit for a message: a long one by its beginning."""
    return text if len(text) <= most else text[:most] + CUT


def show_findings(
    findings: Sequence[Diagnostic], t: Messages, page: Terminal, *, count_key: str = "help.count", only_counted: int = 0
) -> None:
    """Print the first findings, each with its place, code frame and help, and a line that counts all of them.

    The sentence `count_key` counts; `only_counted` is how many more there are.
    """
    for finding in findings[:MAX_SHOWN]:
        show_finding(finding, t, page)
        page.line()
    count = len(findings) + only_counted
    if count > MAX_SHOWN:
        page.line(t("help.more", count=count - min(len(findings), MAX_SHOWN)))
    page.line(t(count_key, count=count), "bad")


def headline(finding: Diagnostic, t: Messages) -> str:
    """Return a finding's first line: where, how bad, its code, and what is wrong."""
    severity = t(f"severity.{finding.severity}")
    return f"{finding.place}: {severity} {finding.code}: {sentence(finding, t)}"


def show_finding(finding: Diagnostic, t: Messages, page: Terminal) -> None:
    """Print one finding with its place, code frame and help."""
    page.line(headline(finding, t), "strong")
    if finding.about:
        page.line(t("help.in", path=_cut(finding.about, MAX_PATH_SHOWN)), "faint", indent=2)
    _frame(finding.place, page)
    if finding.suggestion:
        page.line(t("help.did_you_mean", word=finding.suggestion), "good", indent=2)
    if finding.allowed:
        shown = t("list.comma").join(map(_cut, finding.allowed[:MAX_ALLOWED_SHOWN]))
        more = len(finding.allowed) - MAX_ALLOWED_SHOWN
        page.line(t("help.allowed", words=shown, more=max(0, more)), indent=2, hang=2)
    if "places" in finding.details:
        shown = t("list.comma").join(map(str, finding.related[:MOST_PLACES]))
        more = int(finding.details["places"]) - 1 - min(len(finding.related), MOST_PLACES)
        page.line(t("help.used_at", places=shown, more=more), indent=2, hang=2)
        return
    for place in finding.related:
        page.line(t("help.related", place=str(place)), indent=2)
        _frame(place, page)


def show_where_codes_are_told(findings: Iterable[Diagnostic], t: Messages, page: Terminal) -> None:
    """Say in one line how to read more about the codes."""
    codes = dict.fromkeys(finding.code.value for finding in findings)
    page.line(t("codes.read_more", codes=" ".join(list(codes)[:MAX_CODES_SHOWN])), "faint")


def show_notes(notes: Sequence[Diagnostic], t: Messages, page: Terminal, *, all_of_them: bool) -> None:
    """Print the notes, a line or two each; or how many there are, and how to see them."""
    if not notes:
        return
    if not all_of_them:
        page.line(t("notes.count", count=len(notes)), "faint")
        return
    page.title(t("notes.title", count=len(notes)))
    for note in notes:
        page.line(f"- {sentence(note, t)}", indent=2, hang=2)
        page.line(f"{note.place} · {note.code}", "faint", indent=4)


def findings_document(
    findings: Iterable[Diagnostic], t: Messages, notes: Iterable[Diagnostic] = (), only_counted: int = 0
) -> dict[str, object]:
    """Return findings as JSON data: the nouns, and the sentence in the current language; notes stand apart."""
    return {
        "schema_version": "1.0",
        "only_counted": only_counted,
        "diagnostics": [_finding_json(finding, t) for finding in findings],
        "notes": [_finding_json(note, t) for note in notes],
    }


def _finding_json(finding: Diagnostic, t: Messages) -> dict[str, object]:
    return {**finding.model_dump(mode="json"), "message": sentence(finding, t)}


def annotation(finding: Diagnostic, t: Messages) -> str:
    """Return a finding as a GitHub workflow command, which shows it beside the line in a pull request."""
    message = sentence(finding, t)
    if finding.suggestion:
        message += "\n" + t("help.did_you_mean", word=finding.suggestion)
    return github_line(finding.place, finding.code, message, finding.severity)


def github_line(place: Place, title: str, message: str, severity: Severity = "error") -> str:
    """Return a message about a place as a GitHub workflow command."""
    where = f"file={_property(place.file)}"
    if place.line:
        where += f",line={place.line},col={place.column}"
    return f"::{ANNOTATIONS.get(severity, severity)} {where},title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _frame(place: Place, page: Terminal) -> None:
    if not place.excerpt.strip():
        return
    number = str(place.line)
    excerpt = place.excerpt.replace("\t", " ")
    column = place.column - place.excerpt_from
    room = max(20, page.width - len(number) - 6)
    start = 0 if cells(excerpt[: column + place.width]) <= room else max(0, column - room // 3)
    before = excerpt[start:column]
    marks = max(1, min(cells(excerpt[column : column + place.width]), room - cells(before)))
    page.raw(f"  {number} | {fitting(excerpt[start:], room)}")
    page.raw(f"  {' ' * len(number)} | {' ' * cells(before)}{'^' * marks}", "bad")


def show_renamed(answers: Iterable[Answer], t: Messages, page: Terminal, *, file: str = "") -> None:
    """Print, once each, what was written and what it is called today."""
    shown: set[str] = set()
    for answer in answers:
        if answer.formerly and answer.formerly not in shown:
            shown.add(answer.formerly)
            where = str(answer.place) if answer.place else file
            is_number = answer.state != str(answer.given)
            now = f"{answer.fact}: {answer.given if is_number else answer.state}"
            page.line(t("interview.renamed", place=where, was=answer.formerly, now=now), "warn")
