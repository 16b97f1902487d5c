"""What a message or call asked for, beside what could be asked for when it left, as is known now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from notification.calls.domain.call import Call
from notification.debtors.domain.debtor import Debtor
from notification.messages.domain.message import Message
from notification.messages.domain.message_state import TAKEN, MessageState
from notification.messages.domain.receivable import Demand, Receivable
from recoup_events.kernel.channels import Medium, medium_of
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    CallId,
    CreditorId,
    CustomerId,
    InvoiceId,
    MessageId,
    PersonId,
    ReceivableId,
)
from recoup_events.kernel.money import Money
from recoup_events.notification import CallOutcome, ContactFoundInError, ItemInError

SPOKEN = frozenset({CallOutcome.REACHED, CallOutcome.THIRD_PARTY, CallOutcome.VOICEMAIL})
"""The outcomes of calls in which something may have been said."""


class Asked(Value):
    invoice_id: InvoiceId
    receivable_id: ReceivableId
    amount: Money


class Contact(Value):
    """One message or call, whatever became of it."""

    message_id: MessageId | None = None
    call_id: CallId | None = None
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId
    channel: Medium
    template: str | None = None
    items: tuple[Asked, ...]
    left: bool
    """The person got it, or may have."""


def contact_of_message(message: Message) -> Contact | None:
    """``None`` before it has words, and where they ask for nothing."""
    asked, content = message.asked, message.content
    if asked is None or content is None or not content.items:
        return None
    with_provider = message.state is MessageState.SENDING or message.state in TAKEN
    return Contact(
        message_id=asked.message_id,
        customer_id=asked.customer_id,
        creditor_id=asked.creditor_id,
        person_id=content.person_id,
        channel=medium_of(asked.channel),
        template=asked.template,
        items=tuple(Asked(**dict(item)) for item in content.items),
        left=with_provider or message.doubts > 0,
    )


def contact_of_call(call: Call) -> Contact | None:
    """``None`` before it was permitted."""
    permitted, made = call.permitted, call.made
    if permitted is None:
        return None
    return Contact(
        call_id=permitted.call_id,
        customer_id=permitted.customer_id,
        creditor_id=permitted.creditor_id,
        person_id=permitted.person_id,
        channel=Medium.CALL,
        items=tuple(Asked(**dict(item)) for item in permitted.items),
        left=made is not None and made.outcome in SPOKEN,
    )


def to_judge(receivable: Receivable) -> Sequence[Demand]:
    """What asked for too much of it, as is known now, or was found to have."""
    return [each for each in receivable.demands if each.in_error or _too_much(each, receivable)]


def _too_much(demand: Demand, receivable: Receivable) -> bool:
    past = receivable.past
    return past.right(past.moment(demand.at), demand.amount.currency) < demand.amount


def judged(
    contact: Contact, debtor: Debtor, receivables: Mapping[ReceivableId, Receivable]
) -> ContactFoundInError:
    """Everything it asked for, and what of that was right."""
    first = receivables[contact.items[0].receivable_id]
    at = _left_at(contact, first.demands)
    person = None if debtor.profile is None else debtor.profile.person(contact.person_id)
    return ContactFoundInError(
        **contact.model_dump(exclude={"items", "left"}),
        roles=() if person is None else person.roles,
        left_at=at,
        day=first.past.moment(at).day,
        items=tuple(_item(asked, receivables[asked.receivable_id], at) for asked in contact.items),
    )


def _left_at(contact: Contact, demands: Iterable[Demand]) -> datetime:
    id = contact.message_id or contact.call_id
    return next(demand.at for demand in demands if demand.contact_id == id)


def _item(asked: Asked, receivable: Receivable, at: datetime) -> ItemInError:
    past = receivable.past
    moment = past.moment(at)
    right = min(past.right(moment, asked.amount.currency), asked.amount)
    return ItemInError(
        invoice_id=asked.invoice_id,
        receivable_id=asked.receivable_id,
        claimed=asked.amount,
        right=right,
        bookings=past.bookings(moment, asked.amount - right),
    )
