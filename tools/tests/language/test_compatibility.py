"""A shape may grow what is optional; whatever would make written events unreadable is named."""

from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, create_model

from recoup_cli.language.compatibility import breaks


class Colour(StrEnum):
    RED = "red"


class Colours(StrEnum):
    RED = "red"
    BLUE = "blue"


class Cat(BaseModel):
    kind: Literal["cat"] = "cat"
    lives: int


class Dog(BaseModel):
    kind: Literal["dog"] = "dog"
    name: str


class Woolly(BaseModel):
    kind: Literal["cat"] = "cat"
    lives: str


Pet = Annotated[Cat | Dog, Field(discriminator="kind")]
OtherPet = Annotated[Woolly | Dog, Field(discriminator="kind")]


def shape(annotation: Any, default: Any = ..., **fields: Any) -> type[BaseModel]:
    """A model with the field ``x`` of this annotation, and perhaps others."""
    return create_model("Shape", x=(annotation, default), **fields)


def found(was: type[BaseModel], now: type[BaseModel]) -> list[str]:
    written = was.model_json_schema(mode="serialization")
    return breaks(written, now.model_json_schema(mode="validation"))


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (shape(Pet), shape(Pet)),
        (shape(int), shape(int, y=(str, "a default"))),
        (shape(int), shape(int | None)),
        (shape(int), shape(float)),
        (shape(Cat), shape(Pet)),
        (shape(Colour), shape(Colours)),
        (shape(Colour), shape(str)),
        (shape(int), shape(int, 3)),
        (shape(Annotated[int, Field(ge=1)]), shape(Annotated[int, Field(ge=0)])),
        (shape(tuple[Cat, ...]), shape(tuple[Pet, ...])),
        (shape(dict[str, int]), shape(dict[str, int | None])),
    ],
)
def test_a_shape_may_grow(was: type[BaseModel], now: type[BaseModel]) -> None:
    assert found(was, now) == []


@pytest.mark.parametrize(
    ("was", "now", "problem"),
    [
        (shape(int), shape(str), "/x was integer and is string"),
        (shape(float), shape(int), "/x was number and is integer"),
        (shape(int | None), shape(int), "/x was null and is integer"),
        (shape(int), shape(int, y=(str, ...)), "/y is required now, and was not always written"),
        (shape(int, y=(str, "")), shape(int), "/y is gone"),
        (shape(Colours), shape(Colour), "/x may no longer be 'blue'"),
        (shape(str), shape(Colour), "/x may no longer be anything"),
        (shape(Pet), shape(Dog), "/x/lives is gone"),
        (shape(Pet), shape(OtherPet), "/x/lives was integer and is string"),
        (shape(int), shape(Annotated[int, Field(ge=0)]), "/x has a stricter minimum"),
        (
            shape(Annotated[int, Field(le=9)]),
            shape(Annotated[int, Field(le=8)]),
            "/x has a stricter maximum",
        ),
        (
            shape(tuple[int, ...]),
            shape(Annotated[tuple[int, ...], Field(min_length=1)]),
            "/x has a stricter minItems",
        ),
        (shape(str), shape(Annotated[str, Field(pattern="a")]), "/x has another pattern"),
        (shape(tuple[int, ...]), shape(tuple[str, ...]), "/x/* was integer and is string"),
        (shape(dict[str, int]), shape(dict[str, str]), "/x/* was integer and is string"),
    ],
)
def test_what_would_become_unreadable_is_named(
    was: type[BaseModel], now: type[BaseModel], problem: str
) -> None:
    assert problem in found(was, now)


def test_what_is_not_understood_is_refused() -> None:
    assert breaks({"type": "string"}, {"type": "string", "contentEncoding": "base64"}) == [
        "the event has the keyword contentEncoding, which this comparison does not know"
    ]
