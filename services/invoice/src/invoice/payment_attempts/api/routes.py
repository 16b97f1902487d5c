"""Paying online: lead somebody to the provider, and see what became of it."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Query
from starlette.responses import Response

from invoice.creditors.handlers import registered_creditor
from invoice.customers.handlers import registered_customer
from invoice.payment_attempts.api.schemas import (
    AttemptShown,
    AttemptStarted,
    NewAttempt,
    listed,
    shown,
)
from invoice.payment_attempts.domain.attempt import PAYMENT_ATTEMPT, AttemptState, StartAttempt
from invoice.payment_attempts.domain.errors import NoProvider
from invoice.payment_attempts.handlers import numbers_of, parts_of
from invoice.payment_attempts.provider.checkout import Provider, ProviderUnavailable
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import CustomerId, derived
from recoup_events.kernel.money import total
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.collection import Collection
from recoup_service.api.filters import OfCustomer
from recoup_service.api.paging import Page, ResourcePageRequest
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import dates_of
from recoup_service.api.sorting import DATES, Order, sorted_by

READS = named_queries("invoice.payment_attempts", "queries.sql")
SORTED = sorted_by("-created_at", **DATES)
attempts = Collection("payment-attempts", PAYMENT_ATTEMPT, shown)
Reader = Annotated[RequestContext, needs("payments:read")]
Writer = Annotated[RequestContext, needs("payments:write")]
log = structlog.stdlib.get_logger(__name__)


def payment_attempts(provider: Provider | None) -> APIRouter:
    """The routes, with whoever collects."""
    router = APIRouter(prefix="/v1/payment-attempts", tags=["Portal"])

    @router.post("", status_code=201, response_model=AttemptStarted, summary="Start to pay online")
    async def start_attempt(body: NewAttempt, context: Writer) -> Response:
        """All that is owed on the invoices, on a page of the provider's; nothing counts as paid until it says so.

        Send an `Idempotency-Key`: with the same one the same attempt has the same page.
        """
        if provider is None:
            raise NoProvider(
                "Nobody collects online here. Ask whoever operates Recoup for RECOUP_PAYMENT_PROVIDER_URL."
            )
        account = Account(context.tenant, body.customer_id)
        named = context.request.headers.get("Idempotency-Key")
        new = named or context.ports.command_runner.new_id()
        id = derived("pat", context.tenant, account.key, new)
        stream = PAYMENT_ATTEMPT.stream(*account, id)

        async def decide(work: UnitOfWork) -> AttemptStarted:
            await work.lock([account], reading=[stream])
            if not await work.exists(stream):
                await registered_customer(work, account, customer_at="/customer_id")
                creditor_id = await registered_creditor(work, context.tenant, body.creditor)
                parts = await parts_of(work, account, creditor_id, body.invoices)
                amounts = [part.amount for part in parts]
                command = StartAttempt(
                    attempt_id=id,
                    customer_id=CustomerId(account.key),
                    creditor_id=creditor_id,
                    amount=total(amounts, amounts[0].currency),
                    method=body.method,
                    parts=parts,
                )
                await work.execute(PAYMENT_ATTEMPT, stream, command, context.cause)
            now = await work.load(PAYMENT_ATTEMPT, stream)
            state = now.state
            return AttemptStarted(**dict(shown(state, dates_of(now))), url="")

        started = await context.ports.command_runner.decide(decide)
        async with context.work() as work:
            attempt = await work.state(PAYMENT_ATTEMPT, stream)
            numbers = await numbers_of(work, account, attempt.parts)
        try:
            page = await provider.page_of(context.tenant, attempt, numbers, str(body.return_url))
        except ProviderUnavailable as away:
            log.warning("the payment provider is unavailable", reason=str(away))
            raise Problem(
                503,
                "payment_provider_unavailable",
                "Who collects online does not answer; nothing was charged. Send this again in a minute with the "
                "same Idempotency-Key.",
                headers={"Retry-After": "30"},
            ) from None
        answer = started.model_copy(update={"url": page})
        return Answer(201, answer, location=f"/v1/payment-attempts/{id}").response()

    @router.get("", summary="List attempts to pay online")
    async def list_payment_attempts(
        context: Reader,
        page: Annotated[ResourcePageRequest, Depends()],
        order: Annotated[Order, SORTED],
        customer_id: OfCustomer = None,
        state: Annotated[AttemptState | None, Query(description="Only in this state.")] = None,
    ) -> Page[AttemptShown]:
        """The latest come first, unless you `sort` them."""
        async with context.reading() as connection:
            rows = await order.fetch(
                connection, READS["list_attempts"], page, customer_id, state, page.updated_since
            )
        return page.page(rows, listed, order.key)

    @router.get("/{id}", response_model=AttemptShown, summary="Read an attempt to pay online")
    async def read_payment_attempt(id: str, context: Reader) -> Response:
        """As it is now."""
        return await attempts.get(context, id)

    return router
