"""Exceptions from the policy: ask for one, agree to it, refuse it, end it, and see which there are."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field
from starlette.responses import Response

from recoup_events.kernel.envelope import Account, Stream
from recoup_events.kernel.ids import CustomerId, InvoiceId, TenantId, WorkflowId, derived
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.fields import Day, ExternalId, Name, RequestBody, Text
from recoup_service.api.filters import OfCustomer, OfInvoice
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import Dates, Resource, dates_in
from workflow_scheduler.assignments.domain.errors import ExceptionClosed
from workflow_scheduler.assignments.domain.exception import (
    EXCEPTION,
    ApproveException,
    EndException,
    ExceptionRequested,
    ExceptionState,
    Exempted,
    RefuseException,
    RequestException,
    Terms,
)
from workflow_scheduler.assignments.handlers import account_of_subject, rules_of
from workflow_scheduler.categories.handlers import known_customer, standing_of
from workflow_scheduler.debtors.domain.debtor import DEBTOR

router = APIRouter(prefix="/v1/exceptions", tags=["Exceptions"])
READS = named_queries("workflow_scheduler.assignments", "queries.sql")
Reader = Annotated[RequestContext, needs("workflows:read")]
Writer = Annotated[RequestContext, needs("workflows:write")]


class NewException(RequestBody):
    """Treat a customer, or one invoice, otherwise than the policy says."""

    external_id: ExternalId = Field(examples=["EXC-1001"])
    customer_id: Name | None = Field(
        default=None,
        description="Recoup's id of the customer, for all its invoices; or else `invoice_id`.",
        examples=["cus_5f0c"],
    )
    invoice_id: Name | None = Field(
        default=None, description="Recoup's id of the only invoice.", examples=["inv_91aa"]
    )
    workflow_id: Name | None = Field(
        default=None,
        description="The workflow it is put on; left out, it is not chased until the last day is over.",
        examples=["wfl_3f1a"],
    )
    until: Day | None = Field(
        default=None,
        description="The last day, in the customer's calendar; left out, it holds until it is ended.",
    )
    reason: Text = Field(
        description="Why the policy is not followed.",
        examples=["A large order is being negotiated; sales talks to them."],
    )


class Closing(RequestBody):
    reason: Text = Field(description="Why.", examples=["The order was signed."])


class ExceptionShown(Resource):
    """An exception from the policy, who asked for it and who agreed."""

    id: str
    state: ExceptionState
    customer_id: str
    invoice_id: str | None
    workflow_id: str | None = Field(description="`null`: it is not chased.")
    until: date | None
    reason: str
    requested_by: str
    expires_at: datetime = Field(description="When it is not granted any more, if nobody decides.")
    decided_by: str | None = Field(description="Who agreed or refused; `null`: nobody had to.")
    ended_by: str | None = Field(description="Who ended it; `null`: nobody, or its last day.")
    closing_reason: str | None


def shown(exempted: Exempted, dates: Dates) -> ExceptionShown:
    requested = exempted.requested
    terms = requested.terms
    return ExceptionShown(
        **dates,
        id=terms.exception_id,
        state=exempted.state,
        customer_id=terms.customer_id,
        invoice_id=terms.invoice_id,
        workflow_id=terms.workflow_id,
        until=terms.until,
        reason=terms.reason,
        requested_by=requested.requested_by,
        expires_at=requested.expires_at,
        decided_by=exempted.decided_by,
        ended_by=exempted.ended_by,
        closing_reason=exempted.closing_reason,
    )


def listed(row: Mapping[str, Any]) -> ExceptionShown:
    requested = ExceptionRequested.model_validate_json(row["requested"])
    names = ("state", "decided_by", "ended_by", "closing_reason")
    decided = {name: row[name] for name in names}
    return shown(Exempted(requested=requested, **decided), dates_in(row))


exceptions = Collection("exceptions", EXCEPTION, shown)


@router.post("", status_code=201, response_model=ExceptionShown, summary="Ask for an exception")
async def request_exception(body: NewException, context: Writer) -> Response:
    """It waits for a second person, unless it is short enough for one.

    `exception_days` of the assignment rules says how long that is.
    """
    tenant = context.tenant
    id = derived("exc", tenant, body.external_id)
    async with context.work() as work:
        account = await account_of_subject(work, tenant, body.customer_id, body.invoice_id)
    stream = EXCEPTION.stream(*account, id)

    async def create(work: UnitOfWork, stream: Stream) -> None:
        await known_customer(work, account)
        command = await _request(work, account, _terms(body, account, id), context)
        await work.execute(EXCEPTION, stream, command, context.cause)

    taken = ExceptionClosed(
        f"There is an exception {body.external_id!r} already; send another external_id.",
        pointer="/external_id",
    )
    return await exceptions.create(context, stream, create, taken)


def _terms(body: NewException, account: Account, id: str) -> Terms:
    return Terms(
        exception_id=id,
        customer_id=CustomerId(account.key),
        invoice_id=None if body.invoice_id is None else InvoiceId(body.invoice_id),
        workflow_id=None if body.workflow_id is None else WorkflowId(body.workflow_id),
        until=body.until,
        reason=body.reason,
    )


async def _request(
    work: UnitOfWork, account: Account, terms: Terms, context: RequestContext
) -> RequestException:
    tenant: TenantId = account.tenant
    debtor = await work.document(DEBTOR, account, account.key)
    named = terms.workflow_id
    return RequestException(
        terms=terms,
        by=context.actor,
        now=context.now,
        time_zone=debtor.calendar,
        days_of_one=(await rules_of(work, tenant)).exception_days,
        workflow=None if named is None else await standing_of(work, tenant, named),
    )


@router.get("", summary="List exceptions")
async def list_exceptions(
    context: Reader,
    page: Annotated[ResourcePageRequest, Depends()],
    state: Annotated[
        ExceptionState | None, Query(description="`requested`: those that wait.")
    ] = None,
    customer_id: OfCustomer = None,
    invoice_id: OfInvoice = None,
) -> Page[ExceptionShown]:
    """The latest requests come first."""
    after = page.after(tuple[datetime, str]) or (None, None)
    wanted = (state, customer_id, invoice_id, page.updated_since)
    async with context.reading() as connection:
        rows = await connection.fetch(READS["list_exceptions"], page.fetch, *after, *wanted)
    return page.page(rows, listed, lambda row: (row["requested_at"], row["id"]))


@router.get("/{id}", response_model=ExceptionShown, summary="Read an exception")
async def read_exception(id: str, context: Reader) -> Response:
    """What is excepted, and who agreed; its version is the `ETag`."""
    return await exceptions.get(context, id)


@router.post("/{id}/approval", response_model=ExceptionShown, summary="Agree to an exception")
async def approve_exception(id: str, context: Writer) -> Response:
    """As a second person, signed in or with a key of one's own; it holds at once."""
    return await exceptions.command(context, id, ApproveException(by=context.actor))


@router.post("/{id}/refusal", response_model=ExceptionShown, summary="Refuse an exception")
async def refuse_exception(id: str, body: Closing, context: Writer) -> Response:
    """Nothing is changed. Who asked for it takes it back so."""
    command = RefuseException(reason=body.reason, by=context.actor)
    return await exceptions.command(context, id, command)


@router.post("/{id}/end", response_model=ExceptionShown, summary="End an exception")
async def end_exception(id: str, body: Closing, context: Writer) -> Response:
    """From now on the policy holds again."""
    command = EndException(reason=body.reason, by=context.actor)
    return await exceptions.command(context, id, command)
