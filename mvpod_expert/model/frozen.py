"""What every noun of the model has in common, and the bilingual text."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

ID_PATTERN = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"
ID_LENGTH = 80

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=ID_LENGTH)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


def is_id(text: str) -> bool:
    """Tell whether a text can be an id."""
    return len(text) <= ID_LENGTH and re.fullmatch(ID_PATTERN, text) is not None


class FrozenModel(BaseModel):
    """A frozen record: unknown keys are an error, and nothing is converted silently."""

    # A start from the kept knowledge checks none of most nouns; their validators are built when first needed.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True, defer_build=True)

    # pydantic would keep three more things with each of the thousands of nouns, which say nothing about a frozen record
    # without extras; keeping the fields alone brings the kept knowledge back in two thirds of the time.
    def __getstate__(self) -> dict[str, object]:
        """Give the fields, for pickling."""
        return self.__dict__

    def __setstate__(self, fields: dict[str, object]) -> None:
        """Take the fields back."""
        set_ = object.__setattr__
        set_(self, "__dict__", fields)
        set_(self, "__pydantic_fields_set__", set(fields))
        set_(self, "__pydantic_extra__", None)
        set_(self, "__pydantic_private__", None)


class Text(FrozenModel):
    """The same thing said in Chinese and in English."""

    zh: Prose
    en: Prose

    def in_(self, lang: Lang) -> str:
        """Give the text in one language."""
        return self.zh if lang == "zh" else self.en
