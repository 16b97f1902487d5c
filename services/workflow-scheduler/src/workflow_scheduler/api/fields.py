"""The small types of requests: names and words without control characters."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

_PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_PRINTABLE),
]
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=_PRINTABLE),
]


class RequestBody(BaseModel):
    """A request says what is known here and nothing else: a misspelt field is a mistake."""

    model_config = ConfigDict(extra="forbid")
