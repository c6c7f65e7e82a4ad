"""The pieces that all schemas for editors are made of. Draft 7, which the YAML extensions of editors know best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from mvpod_expert.model.frozen import ID_LENGTH, ID_PATTERN, KEYWORD, SOURCE_LENGTH, FrozenModel, Text
from mvpod_expert.model.principles import BASES, NEEDS_SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mvpod_expert.model.facts import Fact
    from mvpod_expert.model.knowledge import KnowledgeBase
    from mvpod_expert.views.messages import Messages

Schema = dict[str, Any]


class _Titled(Protocol):
    """What has an id and a title."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def title(self) -> Text:
        """What it is called."""


DRAFT = "http://json-schema.org/draft-07/schema#"
HERE = "#/definitions/"
ENDING = ".schema.json"
NOT_BLANK = r"\S"
OURS = frozenset({"title", "description", "default", "properties", KEYWORD})
"""What pydantic says of a model for programmers, and what is looked at apart."""
UNNAMED = frozenset({"option", "states"})
"""What ids may name that depends on another key."""
WORD: Schema = {"type": ["string", "number", "boolean"], "pattern": NOT_BLANK}
"""One word or number that is not blank; clients' files are read as text where text is wanted."""
REMARK: Schema = {"type": ["string", "number", "boolean", "null"]}
"""A word or number that may as well be left out."""
SOURCE: Schema = {**REMARK, "maxLength": SOURCE_LENGTH}
DATE = r"^\d{4}-\d{2}-\d{2}$"
SHARED = f"shared{ENDING}"
"""The pieces that several schemas refer to; it lies beside them."""


class Parts:
    """Makes the pieces in one language; the ids of the home in use are offered."""

    def __init__(self, knowledge: KnowledgeBase, t: Messages) -> None:
        self.knowledge = knowledge
        self.t = t
        self.lang = t.lang

    def told(self, key: str, schema: Schema) -> Schema:
        """Return a piece with the hover text of a key, where there is one."""
        if "description" in schema or not self.t.knows(f"editor_key.{key}"):
            return schema
        return {"description": self.t(f"editor_key.{key}"), **schema}

    def entry(self, schema: Schema) -> Schema:
        """Return the schema of an entry with the key that marks it as a draft."""
        mark = self.told("draft", {"type": "boolean"})
        return schema | {"properties": {**schema["properties"], "draft": mark}}

    def mapping(
        self, properties: Mapping[str, Schema], required: Iterable[str] = (), *, told: bool = True, **more: Any
    ) -> Schema:
        """Return a mapping that has these keys and no others; `told` says that the keys have hover texts."""
        made = {key: self.told(key, piece) if told else piece for key, piece in properties.items()}
        schema: Schema = {"type": "object", "properties": made, "additionalProperties": False}
        needed = list(required)
        return schema | ({"required": needed} if needed else {}) | {key: each for key, each in more.items() if each}

    def one_of_ids(self, named: Mapping[str, str]) -> Schema:
        """Return a choice of ids, each with what it is called."""
        return {"type": "string", "enum": list(named), "enumDescriptions": list(named.values())}

    def titled(self, named: Iterable[_Titled]) -> Schema:
        """Return a choice among what has an id and a title."""
        return self.one_of_ids({each.id: each.title.in_(self.lang) for each in named})

    def noun(
        self, model: type[FrozenModel], instead: Mapping[str, Schema], *leave: str, told: bool = True, **more: Any
    ) -> Schema:
        """Return the schema of a model as a file writes it; what its ids name, and what it rests on, are offered.

        `instead` stands for keys in place of their plain shapes, and `more` beside the keys. The place, and fields to
        `leave`, do not come from the file; `told` gives the keys hover texts.
        """
        made = self.shape(model, "place", *leave, told=told)
        if "basis" in made["properties"]:
            instead = {"basis": ref("basis"), "principle": self.listed(ref("principle"), 1), **instead}
            more["allOf"] = [*self._supported(), *more.get("allOf", ())]
        properties = {key: instead.get(key, piece) for key, piece in made["properties"].items()}
        return self.mapping(properties, made["required"], told=told, **more)

    def shape(self, model: type[FrozenModel], *leave: str, told: bool = True) -> Schema:
        """Return `properties` and `required` of a model as a file writes them; texts and ids refer to the definitions.

        Fields to `leave` do not come from the file, or somebody else describes them; `told` gives the keys hover texts.
        """
        written = model.model_json_schema(by_alias=True, ref_template=HERE + "{model}")
        fields = {
            key: self._plain(piece, written.get("$defs", {}), told=told)
            for key, piece in written["properties"].items()
            if key not in leave
        }
        return {"properties": fields, "required": [key for key in written.get("required", ()) if key not in leave]}

    def _plain(self, piece: Any, inside: Mapping[str, Any], *, told: bool) -> Any:
        """Return a piece without pydantic's own titles and docstrings, with what it refers to in its place."""
        if isinstance(piece, list):
            return [self._plain(each, inside, told=told) for each in piece]
        if not isinstance(piece, dict):
            return piece
        name = str(piece.get("$ref", "")).rpartition("/")[2]
        if name:
            return ref("text") if name == "Text" else self._plain(inside[name], inside, told=told)
        if piece.get(KEYWORD, "option") not in UNNAMED:
            return ref(piece[KEYWORD])
        made = {key: self._plain(value, inside, told=told) for key, value in piece.items() if key not in OURS}
        defined = {ID_PATTERN: "id", "date": "date"}.get(made.get("pattern", made.get("format", "")))
        if defined:
            return ref(defined)
        if made.pop("minLength", 0) == 1:
            made["pattern"] = NOT_BLANK
        if "properties" in piece:
            keys = {key: self._plain(value, inside, told=told) for key, value in piece["properties"].items()}
            made["properties"] = {key: self.told(key, value) if told else value for key, value in keys.items()}
        return made

    def listed(self, piece: Schema, least: int = 0) -> Schema:
        """Return a list of pieces."""
        return {"type": "array", "items": piece} | ({"minItems": least} if least else {})

    def one_or_more(self, piece: Schema) -> Schema:
        """Return one piece, or a list of them."""
        return {"anyOf": [piece, self.listed(piece)]}

    def _supported(self) -> list[Schema]:
        """Return what says that literature and practice need sources."""
        is_needed = {"properties": {"basis": {"enum": sorted(NEEDS_SOURCE)}}, "required": ["basis"]}
        has_one = {"required": ["sources"], "properties": {"sources": {"minItems": 1}}}
        return [{"if": is_needed, "then": has_one}]

    def shared(self, capability: str) -> str:
        """Return the file with the pieces that schemas about the facts of a capability share."""
        return f"shared-{capability}{ENDING}"

    def definitions(self) -> dict[str, Schema]:
        """Return the pieces that every schema refers to."""
        knowledge, lang = self.knowledge, self.lang
        prose = {"type": "string", "pattern": NOT_BLANK, "maxLength": 4000}
        basis: dict[str, str] = {
            each: f"{self.t(f'basis.{each}')}: {self.t(f'basis_meaning.{each}')}" for each in BASES
        }
        return {
            "id": {"type": "string", "pattern": ID_PATTERN, "maxLength": ID_LENGTH},
            "date": {"type": "string", "pattern": DATE},
            "text": self.mapping({"zh": prose, "en": prose}, ("zh", "en"), description=self.t("editor.text")),
            "principle": self.titled(knowledge.principles.values()),
            "source": self.one_of_ids({source.id: source.citation for source in knowledge.sources.values()}),
            "basis": self.one_of_ids(basis),
            "item": self.titled(sorted(knowledge.items(), key=lambda item: item.id)),
            "shelf": self.one_of_ids({shelve.kind: shelve.title.in_(lang) for shelve in knowledge.shelves}),
            "mode": self.titled(knowledge.decision.modes),
            "strength": self.one_of_ids(
                {each.id: f"{each.title.in_(lang)}: {each.points}" for each in knowledge.decision.strengths}
            ),
            "asked_fact": self.titled(knowledge.asked()),
            "fact": self.titled(knowledge.facts.values()),
        }


def ref(name: str, file: str = "") -> Schema:
    """Refer to a definition, of another file where one is named."""
    return {"$ref": f"{file}{HERE}{name}"}


PART: Schema = {"anyOf": [ref("text"), {"type": "array", "items": ref("text"), "minItems": 1}]}
"""One text of an item, or several."""


def or_null(schema: Schema) -> Schema:
    """Return a piece that may as well be left empty."""
    return {"anyOf": [schema, {"type": "null"}]}


def where(key: str, value: object, then: Mapping[str, Schema], needed: Iterable[str] = ()) -> Schema:
    """Say what else holds of a mapping where a key has a value: of its other keys, and which are needed."""
    required = {"required": list(needed)} if needed else {}
    return {
        "if": {"properties": {key: {"const": value}}, "required": [key]},
        "then": {"properties": dict(then)} | required,
    }


def plain_state(parts: Parts, fact: Fact) -> Schema:
    """Return a state where files are read as text: a flag's states are quoted there."""
    if fact.kind == "flag":
        return {"type": "string", "enum": list(fact.states)}
    return parts.one_of_ids({state: fact.state_title(state).in_(parts.lang) for state in fact.states})


def with_all(names: Iterable[str]) -> Schema:
    """Return what says that a list has an entry of each name."""
    return {"allOf": [{"contains": {"properties": {"id": {"const": name}}, "required": ["id"]}} for name in names]}
