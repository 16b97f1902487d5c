"""Personal values: plain in Python, ``{person, value}`` wherever they are written.

So the wire and the store say whose each value is, and ``value`` can become ciphertext one day and
be forgotten, without another shape.
"""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    BeforeValidator,
    GetJsonSchemaHandler,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    model_serializer,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from recoup_events.kernel.event import Value

T = TypeVar("T")


class _Mark:
    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {
            "type": "object",
            "properties": {"person": {"type": "string"}, "value": handler(schema)},
            "required": ["person", "value"],
        }


_MARK = _Mark()


def _value(written: Any) -> Any:
    if isinstance(written, dict) and {"person", "value"} <= written.keys():
        return written["value"]
    return written


Personal = Annotated[T, BeforeValidator(_value), _MARK]
"""``name: Personal[str]``, in a class that is ``AboutPerson``."""


class AboutPerson(Value):
    """A value with personal fields; ``subject`` is the field that says whose they are."""

    subject: ClassVar[str] = "person_id"

    # Unannotated, because pydantic would take the annotation for the schema of what is written.
    @model_serializer(mode="wrap")
    def _marked(self, plain: SerializerFunctionWrapHandler, info: SerializationInfo):  # type: ignore[no-untyped-def]
        document = plain(self)
        if info.mode == "json":
            person = getattr(self, self.subject)
            for name in personal_fields(type(self)):
                if name in document:
                    document[name] = {"person": person, "value": document[name]}
        return document


def personal_fields(kind: type[Value]) -> Iterator[str]:
    """The names of a class's own personal fields."""
    return (name for name, field in kind.model_fields.items() if _MARK in field.metadata)
