"""Whatever a field of a request shows as an example, it takes."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

from recoup_cli.services import every_service


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Every model that a type names, at any depth of generics."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def sent() -> dict[str, type[BaseModel]]:
    """Every model of every request body, by its name."""
    bodies = (
        route.body_field
        for service in every_service().values()
        for router in service.routers
        for route in router.routes
        if isinstance(route, APIRoute)
    )
    waiting = [m for body in bodies if body for m in models_in(body.field_info.annotation)]
    found: dict[str, type[BaseModel]] = {}
    while waiting:
        model = waiting.pop()
        if model.__qualname__ not in found:
            found[model.__qualname__] = model
            for field in model.model_fields.values():
                waiting += models_in(field.annotation)
                waiting += (m for each in field.metadata for m in models_in(each))
    return found


SENT = sent()


def refused(model: type[BaseModel], field: str, example: Any) -> list[str]:
    """What the field itself has against it; what only holds for the whole is not asked."""
    try:
        model.__pydantic_validator__.validate_assignment(model.model_construct(), field, example)
    except ValidationError as error:
        return [each["msg"] for each in error.errors() if each["loc"][:1] == (field,)]
    except AttributeError:
        return []  # a rule for the whole missed another field, after this one was taken
    return []


@pytest.mark.parametrize("name", sorted(SENT))
def test_every_example_is_taken(name: str) -> None:
    model = SENT[name]
    for field, info in model.model_fields.items():
        for example in info.examples or ():
            found = refused(model, field, example)
            assert found in ([], ["Instance is frozen"]), (field, example)


def test_examples_are_looked_at() -> None:
    shown = [info for model in SENT.values() for info in model.model_fields.values()]
    assert len(SENT) > 50
    assert len([info for info in shown if info.examples]) > 150


def test_a_wrong_example_would_be_found() -> None:
    assert refused(SENT["NewCustomer"], "time_zone", "Berlin")
