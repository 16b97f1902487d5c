"""The small types of requests: words without control characters, dates without a time."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
_SEVERAL_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"


def _written_out(value: Any) -> Any:
    if not isinstance(value, date) and (not isinstance(value, str) or len(value) != 10):
        raise ValueError("send a date as a string, YYYY-MM-DD")
    return value


Day = Annotated[date, BeforeValidator(_written_out)]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=_SEVERAL_LINES),
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


class RequestBody(BaseModel):
    """A request says what is known here and nothing else: a misspelt field is a mistake."""

    model_config = ConfigDict(extra="forbid")
