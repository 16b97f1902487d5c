"""Pydantic's findings as sentences for whoever sent the request: no patterns, no Python."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from recoup_service.api.fields import PRINTABLE, SEVERAL_LINES
from recoup_service.api.query_parameters import suggestion

_OUR_OWN = "Value error, "
"""What pydantic puts before the message of a validator that raised ``ValueError``."""
_PATTERNS = {
    PRINTABLE: "Leave out control characters such as line ends and tabs.",
    SEVERAL_LINES: "Leave out control characters other than line ends and tabs.",
}
_DATE = re.compile(r"datetime\.date\((\d+), (\d+), (\d+)\)")
Context = Mapping[str, Any]
_SENTENCES: Mapping[str, Callable[[Context], str]] = {
    "missing": lambda _: "This is required.",
    "extra_forbidden": lambda _: "Nothing of this name is known here. Check the spelling.",
    "query_parameter_unknown": suggestion,
    "string_pattern_mismatch": lambda context: _PATTERNS.get(
        context["pattern"], "This does not have the form that the API's description asks for."
    ),
    "union_tag_not_found": lambda context: f"Send {context['discriminator']}, too.".replace(
        "'", "`"
    ),
    "union_tag_invalid": lambda context: (
        f"{context['tag']!r} is not known here. Send one of {context['expected_tags']}."
    ),
    "date_from_datetime_parsing": lambda _: (
        "This is no day of the calendar; send one as YYYY-MM-DD."
    ),
    "less_than": lambda context: f"Send what lies below {_shown(context['lt'])}.",
    "less_than_equal": lambda context: f"Send at most {_shown(context['le'])}.",
    "greater_than": lambda context: f"Send what lies above {_shown(context['gt'])}.",
    "greater_than_equal": lambda context: f"Send at least {_shown(context['ge'])}.",
}


def _shown(bound: object) -> str:
    """Pydantic writes a date's bound as Python would construct it."""
    date = _DATE.fullmatch(str(bound))
    return "{}-{:0>2}-{:0>2}".format(*date.groups()) if date else str(bound)


def worded(error: Mapping[str, Any]) -> str:
    """One finding, with what to do about it."""
    sentence = _SENTENCES.get(error["type"])
    if sentence is not None:
        return sentence(error.get("ctx", {}))
    message = str(error["msg"]).removeprefix(_OUR_OWN)
    return _whole(message)


def _whole(message: str) -> str:
    """As a sentence."""
    return f"{message[:1].upper()}{message[1:].rstrip('.')}."
