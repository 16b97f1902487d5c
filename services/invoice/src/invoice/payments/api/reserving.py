"""Money on account that is kept for what it is meant to pay: reserve it, and release it."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from invoice.allocations.domain.allocation import MOST
from invoice.allocations.schemas import ReferenceBody, references_of
from invoice.payments.api.schemas import PaymentShown, shown
from invoice.payments.domain.commands import ReleasePayment
from invoice.payments.domain.payment import PAYMENT, recorded
from invoice.payments.handlers import reserve_payment
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import ReceivableId
from recoup_events.kernel.money import Money
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.fields import Name, RequestBody, Words
from recoup_service.api.request_context import RequestContext, needs

router = APIRouter(prefix="/v1/payments", tags=["Payments"])
payments = Collection("payments", PAYMENT, shown)
Writer = Annotated[RequestContext, needs("payments:write")]


class NewReservation(RequestBody):
    """What the money is kept for."""

    references: Annotated[tuple[ReferenceBody, ...], Field(min_length=1, max_length=MOST)]
    reason: Words = Field(examples=["The customer will say which of its sites it is for"])


class ReservationRelease(RequestBody):
    receivable_ids: Annotated[tuple[Name, ...], Field(max_length=MOST)] = Field(
        default=(), description="Of those; everything that is reserved if none is named."
    )
    reason: Words = Field(examples=["It was meant for another order"])


@router.post(
    "/{id}/reservations", response_model=PaymentShown, summary="Reserve money that is on account"
)
async def reserve_money(id: str, body: NewReservation, context: Writer) -> Response:
    """Nobody is asked for what is reserved, and it is still owed.

    It replaces what was reserved of this payment for the same. Allocating it there releases it; to
    refund it, or to allocate it elsewhere, release it first.
    """

    async def change(work: UnitOfWork, stream: Stream) -> None:
        references = references_of(body.references)
        await reserve_payment(work, stream, references, body.reason, context.cause)

    return await payments.change(context, id, change)


@router.post(
    "/{id}/reservations/release", response_model=PaymentShown, summary="Release what is reserved"
)
async def release_reserved_money(id: str, body: ReservationRelease, context: Writer) -> Response:
    """The money is free, and what it was reserved for is asked for again."""

    async def change(work: UnitOfWork, stream: Stream) -> None:
        remaining = None
        if body.receivable_ids:
            nothing = Money.zero(recorded(await work.state(PAYMENT, stream)).currency)
            remaining = {ReceivableId(each): nothing for each in body.receivable_ids}
        command = ReleasePayment(remaining=remaining, reason=body.reason)
        await work.execute(PAYMENT, stream, command, context.cause)

    return await payments.change(context, id, change)
