"""Findings that share one cause, as one finding: a copied file, and something in use that is gone."""

from __future__ import annotations

from collections import Counter, defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from mvpod_expert.model.diagnostics import Code, Diagnostic

if TYPE_CHECKING:
    from collections.abc import Sequence

COPIED_FROM = 3
"""From so many ids that two files share on, one is a copy of the other."""
GONE_FROM = 3
"""From so many places that use one name on, the name was deleted or renamed, and not mistyped in each of them."""
FILE_GONE_FROM = 5
"""From so many names of one kind on that nothing resembles, a whole file of them is gone."""
NEAR_ENOUGH = 0.88
"""How like its suggestion a name in use is that was renamed by hand; most other pairs of ids are below."""
NAMING = {Code.FACT_UNKNOWN, Code.COLUMN_UNKNOWN, Code.OPTION_UNKNOWN, Code.REFERENCE_UNKNOWN, Code.VALUE_NOT_ALLOWED}
"""Findings about a name that is not there."""
MOST_NAMES = 6


def one_for_each_cause(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return the findings, those with one cause as the first of them with the places of the others."""
    return _gone_once(_copies_once(findings))


def _copies_once(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return one finding for a file that repeats the ids of another one, not one for each entry."""
    files = Counter(_copy(each) for each in findings)
    told: set[tuple[str, str]] = set()
    kept: list[Diagnostic] = []
    for each in findings:
        pair = _copy(each)
        if pair is None or files[pair] < COPIED_FROM:
            kept.append(each)
        elif pair not in told:
            told.add(pair)
            details = {**each.details, "kind": "copy", "count": str(files[pair]), "file": pair[1]}
            kept.append(each.model_copy(update={"details": details}))
    return kept


def _copy(finding: Diagnostic) -> tuple[str, str] | None:
    """Return a file and the other one in which an id of it stands, where the finding is that it stands twice."""
    is_twice = finding.code is Code.ID_TWICE and finding.related and finding.related[0].file != finding.place.file
    return (finding.place.file, finding.related[0].file) if is_twice else None


def _gone_once(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return one finding for a name that many places use, and for the many names of a file that is gone."""
    uses: dict[tuple[str, str, str], list[Diagnostic]] = defaultdict(list)
    for each in findings:
        if each.code in NAMING and "states" not in each.details:
            kind = "fact" if each.code is Code.COLUMN_UNKNOWN else each.details.get("kind", each.code)
            uses[kind, each.details.get("fact", ""), each.details.get("written", "")].append(each)
    foreign: dict[tuple[str, str], list[Diagnostic]] = defaultdict(list)
    for (kind, fact, _), same in uses.items():
        if not any(map(_is_near, same)):
            foreign[kind, fact] += same
    files = [each for each in foreign.values() if len({one.details["written"] for one in each}) >= FILE_GONE_FROM]
    in_files = {id(each) for group in files for each in group}
    names = [same for same in uses.values() if len(same) >= GONE_FROM and id(same[0]) not in in_files]
    replaced = {id(each): _used(group) if each is group[0] else None for group in (*files, *names) for each in group}
    return [each for each in (replaced.get(id(each), each) for each in findings) if each is not None]


def _is_near(finding: Diagnostic) -> bool:
    """Return whether a name is so like the suggested one that it was mistyped or renamed."""
    return SequenceMatcher(None, finding.details["written"], finding.suggestion or "").ratio() >= NEAR_ENOUGH


def _used(group: Sequence[Diagnostic]) -> Diagnostic:
    """Return the first of the findings, with the names that are gone and the places that use them."""
    first = group[0]
    names = list(dict.fromkeys(each.details["written"] for each in group))
    others = {(each.place.file, each.place.line): each.place for each in group[1:] if each.place != first.place}
    counts = {"places": str(len(group)), "names": str(len(names)), "also": ", ".join(names[1:MOST_NAMES])}
    return first.model_copy(
        update={
            "details": {**first.details, **counts},
            "allowed": first.allowed if first.code is Code.VALUE_NOT_ALLOWED else (),
            "suggestion": first.suggestion if _is_near(first) else None,
            "related": tuple(others.values()),
        }
    )
