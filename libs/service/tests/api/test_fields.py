from typing import Any

import pytest
from pydantic import ValidationError

from recoup_service.api.fields import Day, Name, RequestBody, Text, Words


class Note(RequestBody):
    day: Day
    name: Name
    words: Words
    text: Text = "none"


NOTE = {"day": "2026-01-05", "name": "PLAN-1", "words": " Pays at once. "}


def test_a_text_has_as_many_lines_as_it_takes() -> None:
    lines = "First line\r\nand the second\twith a tab"
    assert Note.model_validate({**NOTE, "text": lines}).text == lines


def test_words_are_trimmed() -> None:
    assert Note.model_validate(NOTE).words == "Pays at once."


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "2026-01-05T00:00:00"},
        {"day": 1767571200},
        {"day": "2026-02-30"},
        {"name": ""},
        {"name": "a\x00b"},
        {"name": "x" * 201},
        {"words": "   "},
        {"words": "x" * 501},
        {"words": "two\nlines"},
        {"text": "a\x00b"},
        {"text": "x" * 4001},
        {"colour": "red"},
    ],
)
def test_what_is_not_written_as_said_is_a_mistake(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        Note.model_validate({**NOTE, **wrong})
    assert [error["loc"] for error in caught.value.errors()] == [tuple(wrong)]
