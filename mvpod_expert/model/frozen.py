"""What every noun of the model has in common: frozen records, bilingual texts, ids and what an id names elsewhere."""

from __future__ import annotations

import gc
import re
from collections import deque
from collections.abc import Collection
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, StringConstraints

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

ID_PATTERN = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"
ID_LENGTH = 80

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=ID_LENGTH)]
PROSE_LENGTH = 4000
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=PROSE_LENGTH)]

SOURCE_LENGTH = 200
Source = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=SOURCE_LENGTH)]
"""Who gave an answer, or the document it stands in."""


def is_none(value: object) -> bool:
    """Return whether there is no value: what `Field(exclude_if=is_none)` leaves out of the JSON."""
    return value is None


def is_id(text: str) -> bool:
    """Return whether a text can be an id."""
    return len(text) <= ID_LENGTH and re.fullmatch(ID_PATTERN, text) is not None


class FrozenModel(BaseModel):
    """A frozen record: unknown keys are an error, and nothing is converted silently."""

    # A start from the kept knowledge checks none of most nouns; their validators are built when first needed.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True, defer_build=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with some fields changed, as pydantic does, in a third of the time."""
        if deep:
            return super().model_copy(update=update, deep=True)
        made, changed = self.__new__(type(self)), update or {}
        values = ({**self.__dict__, **changed}, self.__pydantic_fields_set__.union(changed), None)
        for slot, value in zip(SLOTS, (*values, self.__pydantic_private__), strict=True):
            slot(made, value)
        return made


class Result(FrozenModel):
    """A record of what the program computed: made as it is, since mypy has checked it; checked where a file is read."""

    defaults: ClassVar[dict[str, Any]]
    required: ClassVar[frozenset[str]]
    names: ClassVar[set[str]]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Keep what makes a record, because looking it up at each one takes as long as checking it would."""
        fields = cls.model_fields
        cls.defaults = {name: field.get_default(call_default_factory=True) for name, field in fields.items()}
        cls.names = set(fields)
        cls.required = frozenset(name for name, field in fields.items() if field.is_required())

    if not TYPE_CHECKING:  # the signature is that of the fields

        def __init__(self, /, **given: Any) -> None:
            kind = type(self)
            values = kind.defaults | given
            if len(values) > len(kind.defaults) or not kind.required <= given.keys():
                message = f"{kind.__name__}: {sorted(kind.required ^ given.keys())}"
                raise TypeError(message)
            fill, tell, extend, hide = SLOTS
            fill(self, values)
            tell(self, kind.names)  # pydantic copies it before it changes it
            extend(self, None)
            hide(self, None)

        __init__.__pydantic_base_init__ = True  # a document's records are made by pydantic, checked


SLOTS = tuple(
    BaseModel.__dict__[name].__set__
    for name in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)
"""What sets all that a record consists of, past the lock of a frozen one."""


@contextmanager
def gc_paused() -> Iterator[None]:
    """Let the garbage collector rest while thousands of records are made that all stay: it would find nothing."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def restored(kind: type[FrozenModel], names: Sequence[str], rows: Iterable[Sequence[object]]) -> list[FrozenModel]:
    """Return records from the values of all their fields, which were checked before and are not checked again."""
    values = [dict(zip(names, row, strict=True)) for row in rows]
    made = [kind.__new__(kind) for _ in values]
    given = set(names)  # pydantic copies it before it changes it
    contents: tuple[Iterable[object], ...] = (values, repeat(given), repeat(None), repeat(None))
    for slot, each in zip(SLOTS, contents, strict=True):
        deque(map(slot, made, each), maxlen=0)
    return made


class ReadLater(FrozenModel):  # noqa: PLW1641 - it holds mappings, which have no hash
    """A record of which some fields, `later`, are read from the kept knowledge when they are first asked for.

    A subclass that does not name them means all of its own. Until they are read, the record holds where to read them,
    as what pydantic keeps beside the fields.
    """

    later: ClassVar[Collection[str]]

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Keep which fields are read later."""
        if "later" not in vars(cls):
            cls.later = cls.model_fields

    def read_from(self, column: Callable[[str], Sequence[object]], row: int) -> None:
        """Have these fields read later: `column` returns the values of one in all such records, this one's at `row`."""
        SLOTS[-1](self, {ReadLater: (column, row)})

    if not TYPE_CHECKING:  # the fields are declared

        def __getattr__(self, name: str) -> Any:
            if name in type(self).later and self.__pydantic_private__:
                column, row = self.__pydantic_private__[ReadLater]
                value = self.__dict__[name] = column(name)[row]
                return value
            return super().__getattr__(name)

    def __eq__(self, other: object) -> bool:
        """Compare all fields, read or not."""
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in type(self).model_fields)

    def __iter__(self) -> Generator[tuple[str, Any], None, None]:  # noqa: PYI058 - as pydantic has it
        """Yield all fields with their values, read or not."""
        return ((name, getattr(self, name)) for name in type(self).model_fields)


class Text(FrozenModel):
    """The same thing said in Chinese and in English."""

    zh: Prose
    en: Prose

    def in_(self, lang: Lang) -> str:
        """Return the text in one language."""
        return self.zh if lang == "zh" else self.en


class Titled(FrozenModel):
    """A heading, a state or a stretch of time, and what it is called."""

    id: Id
    title: Text


KEYWORD = "x-names"
"""The keyword that says it in a JSON Schema."""


@dataclass(frozen=True)
class Names:
    """Says of a field what its ids name.

    Args:
        kind: a kind of thing; `asked_fact`; `option`; or `states` for a mapping of facts to their states.
        of: for an option the key, beside or around it, that names its fact.
    """

    kind: str
    of: str = ""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the field's JSON Schema, with the kind where it is for files that are read."""
        made = handler(schema)
        return {**made, KEYWORD: self.kind} if handler.mode == "validation" else made


FactId = Annotated[Id, Names("fact")]
AskedFactId = Annotated[Id, Names("asked_fact")]
ItemId = Annotated[Id, Names("item")]
ShelfId = Annotated[Id, Names("shelf")]
ModeId = Annotated[Id, Names("mode")]
SourceId = Annotated[Id, Names("source")]
