"""Who owes: register customers, keep their details right, and record what forbids contact."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.api.customers.schemas import (
    CustomerChanges,
    CustomerShown,
    NewCustomer,
    Notice,
    listed,
    shown,
)
from invoice.api.things import Things
from invoice.domain import commands
from invoice.domain.customer import CUSTOMER
from invoice.domain.naming import customer_id_of
from invoice.store.queries import QUERIES
from recoup_events.envelope import Stream
from recoup_eventstore.work import UnitOfWork
from recoup_service.answers import Answer
from recoup_service.ask import Ask, needs
from recoup_service.paging import Page, PageRequest

router = APIRouter(prefix="/v1/customers", tags=["Customers"])
customers = Things("customers", CUSTOMER, shown)
Reader = Annotated[Ask, needs("customers:read")]
Writer = Annotated[Ask, needs("customers:write")]


@router.post("", status_code=201, response_model=CustomerShown, summary="Register a customer")
async def register_customer(body: NewCustomer, ask: Writer) -> Response:
    customer_id = customer_id_of(ask.tenant, body.external_id)
    command = commands.RegisterCustomer.model_validate(
        {"customer_id": customer_id, **dict(body)}, from_attributes=True
    )

    async def decision(work: UnitOfWork) -> Answer:
        stream = CUSTOMER.stream(ask.tenant, customer_id, customer_id)
        await work.lock([stream.account])
        await work.execute(CUSTOMER, stream, command, ask.cause)
        return await customers.answer(work, stream, 201)

    return await ask.decide(decision)


@router.get("", summary="List customers")
async def list_customers(
    ask: Reader,
    page: Annotated[PageRequest, Depends()],
    external_id: Annotated[str | None, Query(description="Your id of the customer.")] = None,
) -> Page[CustomerShown]:
    (after,) = page.after(tuple[str]) or (None,)
    async with ask.reading() as connection:
        rows = await connection.fetch(QUERIES["list_customers"], page.fetch, after, external_id)
    return page.page(rows, listed, lambda row: (row["external_id"],))


@router.get("/{id}", response_model=CustomerShown, summary="Read a customer")
async def read_customer(id: str, ask: Reader) -> Response:
    return await customers.get(ask, id)


@router.patch("/{id}", response_model=CustomerShown, summary="Change a customer's details")
async def change_customer(id: str, body: CustomerChanges, ask: Writer) -> Response:
    sent = {field: value for field, value in body if value is not None}

    async def change(work: UnitOfWork, stream: Stream) -> None:
        changed = (await work.state(CUSTOMER, stream)).model_copy(update=sent)
        command = commands.ChangeCustomerDetails.model_validate(changed, from_attributes=True)
        await work.execute(CUSTOMER, stream, command, ask.cause)

    return await customers.change(ask, id, change)


@router.post(
    "/{id}/insolvency",
    response_model=CustomerShown,
    summary="Record an insolvency",
    description="Stops collection at once, so it needs no `If-Match`.",
)
async def record_insolvency(id: str, body: Notice, ask: Writer) -> Response:
    return await _record(ask, id, commands.RecordInsolvency(**dict(body)))


@router.post(
    "/{id}/cease-contact",
    response_model=CustomerShown,
    summary="Record a written request to cease contact",
    description="Stops reminders at once, so it needs no `If-Match`.",
)
async def cease_contact(id: str, body: Notice, ask: Writer) -> Response:
    return await _record(ask, id, commands.CeaseContact(**dict(body)))


async def _record(ask: Ask, id: str, command: commands.CustomerCommand) -> Response:
    async def change(work: UnitOfWork, stream: Stream) -> None:
        await work.execute(CUSTOMER, stream, command, ask.cause)

    return await customers.change(ask, id, change, blindly=True)
