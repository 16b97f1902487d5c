"""Own mappings of columns to fields, kept per tenant beside those that are there."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Depends, Path
from pydantic import Field, model_validator
from starlette.responses import Response

from invoice.imports.api.schemas import FieldPath
from invoice.imports.domain.layouts import LAYOUTS
from invoice.imports.domain.mapping import ColumnMapping, DateForm
from invoice.imports.domain.rows import Kind
from recoup_eventstore.postgres.queries import named_queries
from recoup_service.api.fields import Name, RequestBody
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.problems import Mistake, Problem
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import Resource, dates_in

router = APIRouter(prefix="/v1/import-mappings", tags=["Imports"])
SQL = named_queries("invoice.imports", "queries.sql")
Reader = Annotated[RequestContext, needs("imports:read")]
Writer = Annotated[RequestContext, needs("imports:write")]
MappingName = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$", description="Its name.")]
_COLUMNS = {"external_id": "Invoice", "total.amount": "Gross", "total.currency": "Currency"}


class MappingBody(RequestBody):
    """Which column is which field of the API, for one kind of row."""

    kind: Kind
    columns: Annotated[dict[FieldPath, Name], Field(min_length=1, max_length=100)] = Field(
        description="Of each field, as a path such as `total.amount`, the column in the header row, or a "
        "template of several, such as `{Company}-{Number}`.",
        examples=[_COLUMNS],
    )
    constants: Annotated[dict[FieldPath, Name], Field(max_length=50)] = Field(
        default={},
        description="Fields that are the same in every row; none of them is a column, too.",
        examples=[{"method": "transfer"}],
    )
    only: Annotated[dict[Name, tuple[Name, ...]], Field(max_length=10)] = Field(
        default={},
        description="Columns that must hold one of these; other rows are skipped.",
        examples=[{"Type": ["Invoice"]}],
    )
    delimiter: Literal[",", ";", "\t", "|"] = ","
    decimal: Literal[".", ","] | None = Field(default=None, description="The decimal mark.")
    dates: DateForm | None = Field(default=None, description="How dates are written.")

    @model_validator(mode="after")
    def _mapped_once(self) -> Self:
        twice = self.columns.keys() & self.constants.keys()
        if twice:
            raise ValueError(f"{sorted(twice)[0]} is both a column and a constant")
        return self


class MappingShown(Resource):
    name: str = Field(examples=["our-erp"])
    mapping: MappingBody


def _shown(row: Mapping[str, Any]) -> MappingShown:
    body = MappingBody.model_validate_json(row["content"])
    return MappingShown(**dates_in(row), name=row["name"], mapping=body)


@router.get("", summary="List mappings")
async def list_mappings(
    context: Reader, page: Annotated[ResourcePageRequest, Depends()]
) -> Page[MappingShown]:
    """Your own, by name."""
    (after,) = page.after(tuple[str]) or (None,)
    async with context.reading() as connection:
        rows = await connection.fetch(SQL["list_mappings"], page.fetch, after, page.updated_since)
    return page.page(rows, _shown, lambda row: (row["name"],))


@router.put(
    "/{name}",
    response_model=MappingShown,
    responses={201: {"model": MappingShown, "description": "It is new."}},
    summary="Keep a mapping",
)
async def put_mapping(name: MappingName, body: MappingBody, context: Writer) -> Response:
    """Imports that were announced before keep the one they were announced with."""
    if name in LAYOUTS:
        detail = f"{name} is there from the beginning; choose another name."
        raise Problem(409, "mapping_reserved", detail)
    content = body.model_dump_json()
    async with context.writing() as connection:
        row = await connection.fetchrow(
            SQL["put_mapping"], context.tenant, name, content, context.now
        )
    assert row is not None, "what is put is there"
    shown = MappingShown(**dates_in(row), name=name, mapping=body)
    status = 201 if row["new"] else 200
    return Response(shown.model_dump_json(), status, media_type="application/json")


@router.get("/{name}", summary="Read a mapping")
async def read_mapping(name: MappingName, context: Reader) -> MappingShown:
    """One of your own."""
    async with context.reading() as connection:
        row = await connection.fetchrow(SQL["read_mapping"], name)
    if row is None:
        raise Problem(404, "no_such_mapping", f"There is no mapping {name}; keep one by PUT.")
    return _shown(row)


@router.delete("/{name}", status_code=204, summary="Drop a mapping")
async def drop_mapping(name: MappingName, context: Writer) -> Response:
    """Imports that were announced with it are not touched."""
    async with context.writing() as connection:
        await connection.execute(SQL["drop_mapping"], name)
    return Response(status_code=204)


async def mapping_named(context: RequestContext, name: str, kind: Kind) -> ColumnMapping:
    """One that is there from the beginning, or one of the tenant's own."""
    ready = LAYOUTS.get(name)
    if ready is not None:
        if kind in ready:
            return ready[kind]
        kinds = ", ".join(ready)
        raise _unknown(f"{name} has columns for {kinds}; keep a mapping of your own for {kind}.")
    async with context.reading() as connection:
        row = await connection.fetchrow(SQL["read_mapping"], name)
    if row is None:
        raise _unknown(f"There is no mapping {name}; {', '.join(LAYOUTS)} are there.")
    body = MappingBody.model_validate_json(row["content"])
    if body.kind is not kind:
        raise _unknown(f"The mapping {name} is for rows of the kind {body.kind}.")
    written = {"delimiter": body.delimiter, "decimal": body.decimal, "dates": body.dates}
    return ColumnMapping.of(body.columns, body.constants, body.only, **written)


def _unknown(detail: str) -> Problem:
    return Problem(422, "unknown_mapping", detail, [Mistake(detail=detail, pointer="/mapping")])
