"""What a capability declares to the workbench about its own knowledge: references, pages and editor schemas."""

from __future__ import annotations

from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mvpod_expert.model.catalogue import Item, Shelf
    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.frozen import FrozenModel, Text
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.model.references import Kind, Link, Thing
    from mvpod_expert.model.rules import Stratum
    from mvpod_expert.views.description import Description, Line, NamesThings
    from mvpod_expert.views.schema_parts import Parts, Schema

    Models = Mapping[str, tuple[str, type[FrozenModel]]]


class Page(NamedTuple):
    """A page of the reference that a capability adds, or the head of one: what it is about, and the things described.

    Its name is that of its file, without folder and ending.
    """

    name: str
    title: str
    intro: str = ""
    descriptions: tuple[Description, ...] = ()


class Authoring:
    """What a capability declares to the workbench about its own knowledge and rules. Each member may stay as it is.

    Args:
        new_rule: what `rules new` calls a rule of its own.
        rule_folders: the folders of its rules in rules/, with their strata.
        rule_kinds: the outcomes its rules may have, where they are fewer than those of the stratum.
        sorts: what its things are called in lists, by kind, where that is not the kind's own word.
        listed: what `rules list` lists of it alone, by the word for it.
        is_answered: a person answers its facts; otherwise they are computed.
        files: the files that editor schemas are for, by the schema's name.
        models: the models of its files, or of their entries under a key, by path or folder.
        answers_file: the name of the schema of files that answer its own facts.
        enough: what makes a case file by itself.
        settles: the fields of its entries that settle answers, so that the advice can change with them.
    """

    new_rule: ClassVar[str] = ""
    rule_folders: ClassVar[Mapping[str, Stratum]] = MappingProxyType({})
    rule_kinds: ClassVar[tuple[str, ...]] = ()
    sorts: ClassVar[Mapping[Kind, str]] = MappingProxyType({})
    listed: ClassVar[Mapping[str, Kind]] = MappingProxyType({})
    is_answered: ClassVar[bool] = True
    files: ClassVar[Mapping[str, tuple[str, ...]]] = MappingProxyType({})
    models: ClassVar[Models] = MappingProxyType({})
    answers_file: ClassVar[str] = ""
    enough: ClassVar[tuple[Schema, ...]] = ()
    settles: ClassVar[tuple[str, ...]] = ()

    def links(self, knowledge: KnowledgeBase) -> Iterable[Link]:
        """Return what its own knowledge refers to."""
        return ()

    def titles(self, knowledge: KnowledgeBase) -> Mapping[Thing, Text]:
        """Return the titles of things of its own kinds."""
        return {}

    def about_fact(self, fact: Fact, naming: NamesThings) -> Iterable[Line]:
        """Return what the reference says about a fact beyond its words."""
        return ()

    def about_item(self, item: Item, naming: NamesThings) -> Iterable[Line]:
        """Return what the reference says about an item beyond its words."""
        return ()

    def facts_page(self, facts: Sequence[Fact], naming: NamesThings) -> Page:
        """Return the head of the page for the facts of one file."""
        return Page(PurePosixPath(facts[0].place.file).stem, facts[0].topic.in_(naming.t.lang))

    def items_page(self, shelf: Shelf, naming: NamesThings) -> Page:
        """Return the head of the page for the items of one file."""
        stem = PurePosixPath(shelf.items[0].place.file if shelf.items else shelf.kind).stem
        return Page(stem, shelf.title.in_(naming.t.lang))

    def pages(self, naming: NamesThings) -> Iterable[Page]:
        """Return the pages about things of its own kinds."""
        return ()

    def case_keys(self, parts: Parts, *, in_cell: bool) -> Mapping[str, Schema]:
        """Return the schemas of its keys in a case file: those that cells have as well, or those at the top alone."""
        return {}

    def case(self, schema: Schema, parts: Parts) -> Schema:
        """Return the schema of case files, changed where other files lie among them."""
        return schema

    def schemas(self, parts: Parts) -> Mapping[str, Schema]:
        """Return the schemas of its files that name facts of the advice."""
        return {}

    def own_schemas(self, parts: Parts) -> Mapping[str, Schema]:
        """Return the schemas of its files that name facts of its own."""
        return {}
