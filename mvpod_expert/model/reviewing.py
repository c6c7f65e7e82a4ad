"""When somebody is to look at a piece of knowledge again, and what nobody has signed off yet."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel, Prose

WRITTEN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DATE_MALFORMED = "date_malformed"


def as_date(value: Any) -> Any:
    """Return a date that is written YYYY-MM-DD; anything else is a validation error."""
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and WRITTEN_DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError(DATE_MALFORMED, "a date is written YYYY-MM-DD")


ReviewDate = Annotated[date, BeforeValidator(as_date)]


class Accepted(FrozenModel):
    """A finding about an entry that is meant to stay and is not reported: who decided so, when and why."""

    code: Annotated[str, StringConstraints(pattern=r"^MV[0-9]{3}$")]
    by: Prose
    date: ReviewDate
    because: Prose


class Draft(FrozenModel):
    """An entry marked `draft: true`, which takes no part in the advice, with its words by the path of keys to each."""

    id: str
    says: Mapping[str, str]
    place: Place


class Review(FrozenModel):
    """The day from which on something, named by the path of ids to it, is due for review, and where that is written."""

    by: ReviewDate
    about: str
    place: Place
