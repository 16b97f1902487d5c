"""The small types of requests: words without control characters, dates without a time."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
SEVERAL_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"


ISO_4217: dict[str, Any] = {"pattern": "^[A-Z]{3}$", "format": "iso-4217"}
"""What the description says of the code of a currency."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written_out(value: Any) -> Any:
    if not isinstance(value, date) and not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise ValueError("send a date as a string, YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_written_out)]
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]")


def _moment_written_out(value: Any) -> Any:
    """Pydantic would take a number for the seconds since 1970."""
    if not isinstance(value, datetime) and not (isinstance(value, str) and _MOMENT.match(value)):
        raise ValueError("send a moment as a string, YYYY-MM-DDThh:mm:ssZ")
    return value


def _within_reach(value: datetime) -> datetime:
    if not 1970 <= value.year < 2200:
        raise ValueError("send a moment between 1970 and 2199")
    return value


Instant = Annotated[
    AwareDatetime,
    BeforeValidator(_moment_written_out),
    AfterValidator(_within_reach),
    Field(json_schema_extra={"pattern": "^(19[7-9]|20[0-9]|21[0-9])[0-9]-"}),
]
"""With its offset from UTC, and of a year that PostgreSQL and Python both know."""
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=SEVERAL_LINES),
]
"""Of as many lines as it takes."""
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=PRINTABLE),
]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=PRINTABLE),
]
ExternalId = Annotated[
    Name, Field(description="The id your system knows it by; it can be used once.")
]


MOST_MEMBERS = 200
"""Of one object in a request; none has half as many fields."""


class RequestBody(BaseModel):
    """A request says what is known here and nothing else: a misspelt field is a mistake."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _not_too_many(cls, sent: Any) -> Any:
        """One mistake, where pydantic would make one of each of a hundred thousand members."""
        if isinstance(sent, dict) and len(sent) > MOST_MEMBERS:
            raise ValueError(f"send at most {MOST_MEMBERS} members, not {len(sent)}")
        return sent
