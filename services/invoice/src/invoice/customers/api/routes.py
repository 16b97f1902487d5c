"""Who owes: register customers, keep their details right, and find them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from invoice.customers.api.filters import CustomerFilter
from invoice.customers.api.schemas import (
    CustomerChanges,
    CustomerDetails,
    CustomerShown,
    GroupBody,
    NewCustomer,
    listed,
    shown,
)
from invoice.customers.domain import commands
from invoice.customers.domain.customer import CUSTOMER
from invoice.customers.domain.errors import DuplicateExternalId
from invoice.customers.handlers import change_group, customer_named
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import customer_id_of
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.bulk import Bulk, BulkShown, Unreadable, Wanted, put_each
from recoup_service.api.collection import Collection
from recoup_service.api.fields import Name
from recoup_service.api.importable import Importable
from recoup_service.api.metadata import DescribedPageRequest, replace_metadata, serve_metadata
from recoup_service.api.paging import Page
from recoup_service.api.request_context import RequestContext, WorkContext, needs
from recoup_service.api.search import found
from recoup_service.api.sorting import DATES, Order, sorted_by

router = APIRouter(prefix="/v1/customers", tags=["Customers"])
READS = named_queries("invoice.customers", "queries.sql")
SORTED = sorted_by("external_id", external_id=str, name=str, **DATES)
customers = Collection("customers", CUSTOMER, shown)
Reader = Annotated[RequestContext, needs("customers:read")]
Writer = Annotated[RequestContext, needs("customers:write")]


def _sent(body: NewCustomer, context: WorkContext) -> Wanted:
    return _wanted(body.external_id, body, context)


CUSTOMERS = Importable("customer", "customers:write", customers, NewCustomer, _sent)


@router.post("", status_code=201, response_model=CustomerShown, summary="Register a customer")
async def register_customer(body: NewCustomer, context: Writer) -> Response:
    """Before its first invoice; the other services receive it a moment later."""
    id = customer_id_of(context.tenant, body.external_id)
    command = commands.RegisterCustomer.model_validate(
        {"customer_id": id, **body.details(id), "metadata": body.metadata or {}},
        from_attributes=True,
    )

    async def register(work: UnitOfWork, stream: Stream) -> None:
        await work.execute(CUSTOMER, stream, command, context.cause)
        await _place(work, stream, body.group, context, at="/group")

    taken = DuplicateExternalId.of(body.external_id, id)
    return await customers.create(context, CUSTOMER.stream(context.tenant, id, id), register, taken)


@router.get("", summary="List customers")
async def list_customers(
    context: Reader,
    page: Annotated[DescribedPageRequest, Depends()],
    wanted: Annotated[CustomerFilter, Depends()],
    order: Annotated[Order, SORTED],
) -> Page[CustomerShown]:
    """By your ids, unless you `sort` them."""
    async with context.reading() as connection:
        those = await found(connection, "invoice", "customer", wanted.search)
        rows = await order.fetch(
            connection,
            READS["list_customers"],
            page,
            *wanted.arguments,
            page.updated_since,
            *page.metadata,
            *those,
        )
    return page.page(rows, listed, order.key)


@router.put(
    "/by/external-id/{external_id:path}",
    status_code=201,
    response_model=CustomerShown,
    responses={200: {"model": CustomerShown, "description": "It was there, and is as sent now."}},
    summary="Register a customer, or change it to what is sent",
)
async def put_customer(
    external_id: Annotated[Name, Path(description="Your id of the customer.")],
    body: CustomerDetails,
    context: Writer,
) -> Response:
    """For systems that send all their customers again and again.

    What is sent replaces all details, `persons` too, but for those entered in Recoup, which stay;
    the same again changes nothing. It takes no `If-Match`: the last writer wins.
    """
    wanted = _wanted(external_id, body, context)
    return await customers.put(context, wanted.stream, wanted.create, wanted.change)


@router.post("/bulk", summary="Register up to 1,000 customers, or change them to what is sent")
async def put_customers(body: Bulk[NewCustomer], context: Writer) -> BulkShown:
    """Each as `PUT` would, with a result of its own: one that is refused stops no other.

    Sent again, what was done is `unchanged`, so it needs no `Idempotency-Key`.
    """
    items = [item if isinstance(item, Unreadable) else _sent(item, context) for item in body.data]
    return await put_each(customers, context, items)


def _wanted(external_id: str, body: CustomerDetails, context: WorkContext) -> Wanted:
    id = customer_id_of(context.tenant, external_id)
    named = {"customer_id": id, "external_id": external_id}
    details = {name: value for name, value in body.details(id).items() if name not in named}
    new = commands.RegisterCustomer.model_validate(
        {**named, **details, "metadata": body.metadata or {}}, from_attributes=True
    )
    changed = commands.ReplaceCustomerDetails.model_validate(details, from_attributes=True)

    async def register(work: UnitOfWork, stream: Stream) -> None:
        await work.execute(CUSTOMER, stream, new, context.cause)
        await _place(work, stream, body.group, context, at="/group")

    async def change(work: UnitOfWork, stream: Stream) -> None:
        await work.execute(CUSTOMER, stream, changed, context.cause)
        await replace_metadata(work, CUSTOMER, stream, body.metadata, context.cause)
        await _place(work, stream, body.group, context, at="/group")

    return Wanted(CUSTOMER.stream(context.tenant, id, id), register, change)


async def _place(
    work: UnitOfWork, stream: Stream, body: GroupBody | None, context: WorkContext, *, at: str
) -> None:
    if body is None:
        return
    pointer = f"{at}/parent"
    parent = (
        None
        if body.parent is None
        else await customer_named(work, context.tenant, body.parent, customer_at=pointer)
    )
    await change_group(work, stream, parent, body.pays_for, context.cause, parent_at=pointer)


@router.put("/{id}/group", response_model=CustomerShown, summary="Place a customer in a group")
async def place_customer(id: str, body: GroupBody, context: Writer) -> Response:
    """Stands it below a parent, or below nobody, with all that stands below it.

    A payer's payments may name invoices of its whole group; see `references` of a payment. A group
    has at most 5 levels and 200 customers.
    """

    async def place(work: UnitOfWork, stream: Stream) -> None:
        await _place(work, stream, body, context, at="")

    return await customers.change(context, id, place)


@router.get("/{id}", response_model=CustomerShown, summary="Read a customer")
async def read_customer(id: str, context: Reader) -> Response:
    """The customer as it is now, with its version as `ETag`."""
    return await customers.get(context, id)


@router.patch("/{id}", response_model=CustomerShown, summary="Change a customer's details")
async def change_customer(id: str, body: CustomerChanges, context: Writer) -> Response:
    """What is left out stays.

    A person whose `id` or `external_id` is known is changed, any other is added, and none is
    removed; `PUT` replaces those of the ERP.
    """
    return await customers.command(context, id, body.command())


serve_metadata(router, customers, CustomerShown, "customers:write")
