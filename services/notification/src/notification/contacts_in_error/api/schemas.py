"""Contacts in error in JSON."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, Field, Json, TypeAdapter

from notification.contacts_in_error.domain.contact_error import ContactError, ErrorState
from recoup_events import notification as public
from recoup_events.kernel.channels import ContactRole, Medium
from recoup_service.api.amounts import Amount
from recoup_service.api.fields import RequestBody, Text
from recoup_service.api.resource import Dates, Resource, dates_in

ITEMS = TypeAdapter(tuple[public.ItemInError, ...])


class ShownState(StrEnum):
    OPEN = ErrorState.OPEN
    RESOLVED = ErrorState.RESOLVED
    WITHDRAWN = ErrorState.WITHDRAWN


class BookingShown(BaseModel):
    """What shows that less was to be asked for."""

    kind: public.BookingKind = Field(
        description="`adjustment`: the document was lowered, and a charge because it should not "
        "have been. `plan`: it was running, or was kept though it had been recorded as broken."
    )
    id: str = Field(
        description="Of the payment, credit note, dispute or plan; else of the invoice or charge.",
        examples=["pay_9f0c"],
    )
    amount: Amount = Field(description="By how much less was to be asked for because of it.")
    counts_from: date = Field(description="The day from which it counts, e.g. the value date.")
    booked_at: datetime = Field(description="When it became known.")


class ItemShown(BaseModel):
    """A receivable that the contact asked for; what was right of it has no bookings."""

    invoice_id: str = Field(description="The invoice or charge.", examples=["inv_52d1"])
    receivable_id: str = Field(description="The term of the invoice.", examples=["rcv_4c1a"])
    claimed: Amount
    right: Amount = Field(
        description="What of it could be asked for on the day it left, as is known now."
    )
    bookings: list[BookingShown] = Field(
        description="Those that show why less was right, the latest booked first."
    )


class Resolution(BaseModel):
    """What a person has done about it."""

    outcome: public.ErrorOutcome
    reason: str
    resolved_by: str = Field(description="The API key or user.", examples=["ops"])
    resolved_at: datetime


class ContactInError(Resource):
    """A message or call that asked for more than was right on the day it left, as is known now."""

    id: str = Field(description="The message's or the call's.", examples=["msg_1b7e"])
    message_id: str | None = Field(description="`null` where it was a call.")
    call_id: str | None = Field(description="`null` where it was a message.")
    customer_id: str
    creditor_id: str = Field(description="In whose name it was.")
    person_id: str = Field(description="Whom at the customer it went to.")
    roles: list[ContactRole] = Field(description="What that person is there for.")
    channel: Medium
    template: str | None = Field(
        description="Whose words it had; `null` for a call.", examples=["friendly_reminder"]
    )
    left_at: datetime
    day: date = Field(description="The same in the debtor's calendar.")
    items: list[ItemShown] = Field(description="All that it asked for.")
    state: ShownState = Field(
        description="`withdrawn`: it was right after all, and nothing is to be done."
    )
    reason: str | None = Field(description="Why it was right after all.")
    resolution: Resolution | None = Field(
        description="What was done about it, be it about a smaller sum; `null`: nothing yet."
    )


class NewResolution(RequestBody):
    outcome: public.ErrorOutcome = Field(
        description="`correction_sent`: the person has the right figures; `nothing_needed`: the "
        "reason says why."
    )
    reason: Text = Field(
        description="What was done, or why nothing is.",
        examples=["Called accounts payable: the payment had come on 20 January. Apologised."],
    )


def shown(error: ContactError, dates: Dates) -> ContactInError:
    found, resolved = error.found, error.resolved
    assert found is not None, "what can be found was found to be in error"
    withdrawn = error.state is ErrorState.WITHDRAWN
    return ContactInError(
        **dates,
        **found.model_dump(exclude={"items"}),
        id=found.message_id or found.call_id or "",
        items=[_item(item) for item in found.items],
        state=ShownState(error.state),
        reason=error.reason if withdrawn else None,
        resolution=None if resolved is None else Resolution.model_validate(resolved.model_dump()),
    )


class _Row(BaseModel):
    resolution: Json[Resolution] | None
    roles: list[ContactRole]


def listed(row: Mapping[str, Any]) -> ContactInError:
    """A row of the list."""
    parsed = _Row.model_validate(dict(row))
    items = [_item(item) for item in ITEMS.validate_json(row["items"])]
    return ContactInError.model_validate(
        {**row, **dates_in(row), "items": items, "resolution": parsed.resolution}
    )


def _item(item: public.ItemInError) -> ItemShown:
    return ItemShown(
        invoice_id=item.invoice_id,
        receivable_id=item.receivable_id,
        claimed=Amount.of(item.claimed),
        right=Amount.of(item.right),
        bookings=[
            BookingShown(**booking.model_dump(exclude={"amount"}), amount=Amount.of(booking.amount))
            for booking in item.bookings
        ],
    )
