"""What every noun of the model has in common, and the bilingual text."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

ID_PATTERN = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=80)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class Noun(BaseModel):
    """A frozen record: unknown keys are an error, and nothing is converted silently."""

    # A start from the kept knowledge checks none of most nouns; their validators are built when first needed.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True, defer_build=True)


class Text(Noun):
    """The same thing said in Chinese and in English."""

    zh: Prose
    en: Prose

    def in_(self, lang: Lang) -> str:
        """Give the text in one language."""
        return self.zh if lang == "zh" else self.en
