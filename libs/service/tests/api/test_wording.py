"""What pydantic finds is told in whole sentences, without patterns or the words of Python."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from recoup_service.api.fields import Day, Name, RequestBody, Text
from recoup_service.api.wording import worded


class Cat(RequestBody):
    kind: Literal["cat"]


class Dog(RequestBody):
    kind: Literal["dog"]


class Body(RequestBody):
    name: Name
    text: Text = "x"
    day: Annotated[Day, Field(lt=date(2100, 1, 1))] = date(2026, 1, 1)
    most: int = Field(default=1, ge=1, le=9)
    code: str = Field(default="aa", pattern="^[a-z]{2}$")
    pet: Annotated[Cat | Dog, Field(discriminator="kind")] = Cat(kind="cat")


RIGHT = {"name": "n"}
WRONG: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "nothing": ({"name": None}, "Input should be a valid string."),
    "a control character": ({"name": "a\tb"}, "Leave out control characters"),
    "a bell": ({"text": "a\x07b"}, "Leave out control characters other than"),
    "a far day": ({"day": "2100-01-01"}, "Send what lies below 2100-01-01."),
    "a day that is none": ({"day": "2026-01-32"}, "This is no day of the calendar"),
    "a day with a time": ({"day": "2026-01-01T00:00"}, "Send a date as a string, YYYY-MM-DD."),
    "too much": ({"most": 10}, "Send at most 9."),
    "too little": ({"most": 0}, "Send at least 1."),
    "another form": ({"code": "A"}, "This does not have the form"),
    "unknown": ({"nmae": 1}, "Nothing of this name is known here."),
    "a kind that is none": ({"pet": {"kind": "cow"}}, "'cow' is not known here. Send one of"),
    "no kind": ({"pet": {}}, "Send `kind`, too."),
}


def told(adapter: type[BaseModel], body: Mapping[str, Any]) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(adapter).validate_python(body)
    return [worded(error) for error in map(dict, caught.value.errors())]


@pytest.mark.parametrize(("change", "words"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_a_sentence_that_says_what_to_send(
    change: Mapping[str, Any], words: str
) -> None:
    [sentence] = told(Body, {**RIGHT, **change})
    assert sentence.startswith(words)
    assert sentence.endswith(".")
    assert not {"^[", "datetime", "discriminator", "\\x"} & set(sentence.split())


def test_what_is_missing_is_said_to_be_required() -> None:
    assert told(Body, {}) == ["This is required."]


def test_too_many_members_are_one_mistake() -> None:
    [sentence] = told(Body, {**RIGHT, **{f"f{number}": 1 for number in range(200)}})
    assert sentence == "Send at most 200 members, not 201."
