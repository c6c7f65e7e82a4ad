"""When somebody is to look at a piece of knowledge again."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from mvpod_expert.model.diagnostics import Place
from mvpod_expert.model.frozen import FrozenModel

WRITTEN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
DATE_MALFORMED = "date_malformed"


def _as_date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and WRITTEN_DATE.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError(DATE_MALFORMED, "a date is written YYYY-MM-DD")


ReviewDate = Annotated[date, BeforeValidator(_as_date)]


class Review(FrozenModel):
    """The day from which on something is due for review, and where that is written.

    Args:
        about: the path by ids to what is to be reviewed.
    """

    by: ReviewDate
    about: str
    place: Place
