"""What restrains collecting from a customer: recorded, listed, and lifted."""

from collections.abc import Sequence

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from invoice.creditors.handlers import registered_creditor
from invoice.customers.api.condition_schemas import (
    ConditionShown,
    NewCondition,
    NewLift,
    listed,
)
from invoice.customers.api.routes import Reader, Writer, customers
from invoice.customers.api.schemas import CustomerShown
from invoice.customers.domain import commands
from invoice.customers.domain.customer import CUSTOMER, Customer
from invoice.fields import TERMS_OF_PEOPLE
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import ConditionId
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.collection import Collection
from recoup_service.api.resource import Dates

router = APIRouter(prefix="/v1/customers/{id}/conditions", tags=["Customers"])


class ConditionsShown(BaseModel):
    data: Sequence[ConditionShown] = Field(description="In the order in which they were recorded.")


def _listed(customer: Customer, _: Dates) -> ConditionsShown:
    return ConditionsShown(data=listed(customer.conditions))


conditions = Collection("customers", CUSTOMER, _listed)


@router.post("", response_model=CustomerShown, summary="Record a condition of a customer")
async def record_condition(id: str, body: NewCondition, context: Writer) -> Response:
    """From its day on it stops what it stops, what waits included, so it needs no `If-Match`.

    The same again is refused while it stands, so a retry without an `Idempotency-Key` records
    nothing twice.
    """

    for name in ("effective_from", "effective_until"):
        TERMS_OF_PEOPLE.check(getattr(body, name), context.now.date(), f"/{name}")

    async def record(work: UnitOfWork, stream: Stream) -> None:
        named = None
        if body.creditor is not None:
            named = await registered_creditor(work, context.tenant, body.creditor)
        fields = {name: value for name, value in body if name != "creditor"}
        command = commands.RecordCondition.model_validate({**fields, "creditor_id": named})
        await work.execute(CUSTOMER, stream, command, context.cause)

    return await customers.change(context, id, record, blindly=True)


@router.get("", response_model=ConditionsShown, summary="List a customer's conditions")
async def list_conditions(id: str, context: Reader) -> Response:
    """All that were ever recorded, the ended and lifted ones too."""
    return await conditions.get(context, id)


@router.post("/{condition_id}/lift", response_model=CustomerShown, summary="Lift a condition")
async def lift_condition(id: str, condition_id: str, body: NewLift, context: Writer) -> Response:
    """What it stopped goes on from that day; lifted from its first day on, it has never counted."""
    TERMS_OF_PEOPLE.check(body.effective_from, context.now.date(), "/effective_from")
    command = commands.LiftCondition(
        condition_id=ConditionId(condition_id), at=context.now, **dict(body)
    )
    return await customers.command(context, id, command, blindly=True)
