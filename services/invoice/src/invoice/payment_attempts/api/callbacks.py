"""What the provider calls back with: signed, and then in any order, twice, and late."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Request
from pydantic import BaseModel, ValidationError
from starlette.responses import Response

from invoice.customers.domain.customer import CUSTOMER
from invoice.customers.domain.customer import registered as customer_in
from invoice.payment_attempts.domain.attempt import PAYMENT_ATTEMPT, ReportFailed, ReportPending
from invoice.payment_attempts.handlers import succeed, take_back
from invoice.payment_attempts.provider.checkout import (
    CheckoutSignature,
    Provider,
    ProviderUnavailable,
)
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.clock import Clock
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date
from recoup_service.api.callbacks import PAYMENT_CALLBACKS, forged
from recoup_service.api.problems import Problem
from recoup_service.api.request_context import OpenContext, opens

ACTOR = "provider:payments"
IN_TRANSIT = timedelta(days=10)
"""Longer no debit takes from its order to its end."""
_SESSION, _DISPUTE = "checkout.session.", "charge.dispute.funds_withdrawn"
Anybody = Annotated[OpenContext, opens]
log = structlog.stdlib.get_logger(__name__)


class _Ours(BaseModel):
    tenant: str
    customer_id: str
    attempt_id: str


class _Data(BaseModel):
    object: dict[str, Any]


class _Called(BaseModel):
    id: str
    type: str
    data: _Data


def payment_callbacks(
    signature: CheckoutSignature, provider: Provider | None, outside: Clock
) -> APIRouter:
    """The route; whatever the provider did not sign just now is refused."""
    router = APIRouter(prefix=PAYMENT_CALLBACKS)

    @router.post("")
    async def learn(request: Request, context: Anybody) -> Response:
        body = await request.body()
        if not signature.genuine(request.headers.get("Stripe-Signature", ""), body, outside.now()):
            log.warning("a callback was refused", channel="payments", reason="signature")
            raise forged(request)
        try:
            called = _Called.model_validate_json(body)
            ours = await _ours(called, provider)
        except ValidationError:
            raise Problem(
                422, "invalid_request", "This is no event of a payment that Recoup asked for."
            ) from None
        except ProviderUnavailable:
            raise Problem(
                503, "payment_provider_unavailable", "Whose it is cannot be asked now; call again."
            ) from None
        if ours is not None:
            await _take(context, called, ours)
        return Response(status_code=204)

    return router


async def _ours(called: _Called, provider: Provider | None) -> _Ours | None:
    """Whose attempt it is about; ``None`` for what says nothing of one."""
    if called.type.startswith(_SESSION):
        return _Ours.model_validate(called.data.object.get("metadata"))
    intent = called.data.object.get("payment_intent")
    if called.type != _DISPUTE or provider is None or not isinstance(intent, str):
        return None
    return _Ours.model_validate(await provider.metadata_of(intent))


async def _take(context: OpenContext, called: _Called, ours: _Ours) -> None:
    account = Account(TenantId(ours.tenant), ours.customer_id)
    stream = PAYMENT_ATTEMPT.stream(*account, ours.attempt_id)
    cause = context.cause(ACTOR)

    async def decision(work: UnitOfWork) -> None:
        await work.lock([account], reading=[stream])
        if not await work.exists(stream):
            log.warning("a callback names no attempt of ours", attempt=ours.attempt_id)
            return
        customer = customer_in(await work.state(CUSTOMER, CUSTOMER.stream(*account, account.key)))
        today = local_date(context.now, customer.time_zone)
        match _outcome(called.type, called.data.object):
            case "pending":
                command = ReportPending(expected_on=today + IN_TRANSIT)
                await work.execute(PAYMENT_ATTEMPT, stream, command, cause)
            case "succeeded":
                await succeed(work, stream, today, cause)
            case "returned":
                await take_back(work, stream, _reason(called.data.object), cause)
            case "failed":
                failed = ReportFailed(reason=_reason(called.data.object))
                await work.execute(PAYMENT_ATTEMPT, stream, failed, cause)
            case _:
                pass  # another of the provider's many events

    await context.ports.command_runner.decide(decision)


def _outcome(kind: str, object: Mapping[str, Any]) -> str:
    match kind.removeprefix(_SESSION):
        case "completed":
            return "succeeded" if object.get("payment_status") == "paid" else "pending"
        case "async_payment_succeeded":
            return "succeeded"
        case "async_payment_failed" | "expired":
            return "failed"
        case "charge.dispute.funds_withdrawn":
            return "returned"
        case _:
            return ""


def _reason(object: Mapping[str, Any]) -> str:
    """The provider's word for it, as far as it is one."""
    given = object.get("reason") or object.get("status") or "unknown"
    return str(given)[:100] if str(given).isprintable() else "unknown"
