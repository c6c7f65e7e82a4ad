"""The rules a person names: one by its id, or all of a file or a folder."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mvpod_expert.errors import MvpodError
from mvpod_expert.model.likeness import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.rules import Rule


class NoSuchRulesError(MvpodError):
    """No rule, file or folder has the name.

    Args:
        written: the name.
        meant: the nearest one there is.
    """

    def __init__(self, written: str, meant: str | None) -> None:
        super().__init__(written)
        self.written = written
        self.meant = meant


def chosen_rules(knowledge: KnowledgeBase, names: Iterable[str]) -> list[Rule]:
    """Give the rules that are named, in the order of the files; all of them without a name.

    Args:
        knowledge: the knowledge base.
        names: ids of rules, names of files (`vetoes`, `vetoes.yaml`), folders (`mode`), or paths (`rules/mode`).

    Raises:
        NoSuchRulesError: a name fits nothing.
    """
    wanted = list(names)
    called = {rule.id: _called(rule) for rule in knowledge.rules.values()}
    for name in wanted:
        plain = name.rstrip("/")
        if not any(plain in each for each in called.values()):
            raise NoSuchRulesError(name, nearest(name, sorted(set().union(*called.values()))))
    plain_names = {name.rstrip("/") for name in wanted}
    return [rule for rule in knowledge.rules.values() if not wanted or called[rule.id] & plain_names]


def _called(rule: Rule) -> set[str]:
    path = PurePosixPath(rule.place.file)
    folders = [str(each) for each in path.parents if str(each) != "."]
    return {rule.id, str(path), path.name, path.stem, path.parent.name, *folders, rule.family.zh, rule.family.en}
