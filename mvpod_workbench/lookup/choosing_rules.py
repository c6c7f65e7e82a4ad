"""The rules a person names: one by its id, or all of a file or a folder."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mvpod_expert.errors import MvpodError
from mvpod_expert.model.suggestions import closest_match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule

FOLDER = "rules"


class NoSuchRulesError(MvpodError):
    """No rule, file or folder has the name that is written; the nearest one there is may have been meant."""

    def __init__(self, written: str, meant: str | None) -> None:
        super().__init__(written)
        self.written = written
        self.meant = meant


def chosen_rules(knowledge: KnowledgeBase, names: Iterable[str]) -> list[Rule]:
    """Return the rules that are named, in the order of the files; all of them without a name.

    Names are ids of rules, names of files (`vetoes`, `vetoes.yaml`), folders (`mode`, `audit`, `audit/plan`), or paths
    (`rules/mode`).

    Raises:
        NoSuchRulesError: a name fits nothing.
    """
    wanted = list(names)
    called = {rule.id: _called(rule) for rule in knowledge.rules.values()}
    for name in wanted:
        plain = name.rstrip("/")
        if not any(plain in each for each in called.values()):
            raise NoSuchRulesError(name, closest_match(name, sorted(set().union(*called.values()))))
    plain_names = {name.rstrip("/") for name in wanted}
    return [rule for rule in knowledge.rules.values() if not wanted or called[rule.id] & plain_names]


def family_name(rule: Rule) -> str:
    """Return the file a rule stands in as a person names it: folders and name, such as `mode/partners`."""
    parts = PurePosixPath(rule.place.file).with_suffix("").parts
    # What stands before the folder of the rules is where the home is.
    return "/".join(parts[len(parts) - parts[::-1].index(FOLDER) :] if FOLDER in parts else parts[-2:])


def _called(rule: Rule) -> set[str]:
    path, family = PurePosixPath(rule.place.file), PurePosixPath(family_name(rule))
    folders = [str(parent) for parents in (path.parents, family.parents) for parent in parents if str(parent) != "."]
    return {rule.id, str(path), path.name, path.stem, str(family), *folders, rule.family.zh, rule.family.en}
