"""Contacts in error, in the read model of all contacts; the highest feature declares it."""

from pydantic_core import to_json

from notification.calls import projection as calls
from notification.contact_ledger import projection as contact_ledger
from notification.messages import projection as messages
from notification.replies import projection as replies
from notification.report_mails import projection as report_mails
from notification.satisfaction import projection as satisfaction
from notification.templates import projection as templates
from recoup_events import notification as public
from recoup_events.kernel.envelope import Envelope
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.postgres.read_models.declared import tables_of
from recoup_eventstore.projections import Projection, Row, on

WRITES = named_queries("notification.contacts_in_error", "projection.sql")


def _found(own: Envelope[public.ContactFoundInError]) -> Row:
    event = own.event
    wrong = [item for item in event.items if item.too_much]
    return (
        own.tenant,
        own.stream.id,
        event.message_id,
        event.call_id,
        event.customer_id,
        event.creditor_id,
        event.person_id,
        list(event.roles),
        event.channel,
        event.template,
        event.left_at,
        event.day,
        to_json(event.items).decode(),
        list(dict.fromkeys(item.invoice_id for item in wrong)),
        list(dict.fromkeys(booking.id for item in wrong for booking in item.bookings)),
        own.cause.at,
    )


def _withdrawn(own: Envelope[public.ContactErrorWithdrawn]) -> Row:
    return (own.tenant, own.stream.id, own.event.reason, to_json(own.event.items).decode())


def _resolved(own: Envelope[public.ContactErrorResolved]) -> Row:
    shown = own.event.model_dump_json(include={"outcome", "reason", "resolved_by", "resolved_at"})
    return (own.tenant, own.stream.id, shown)


CHANGES = (
    on(public.ContactFoundInError, WRITES["find_in_error"], _found),
    on(public.ContactErrorWithdrawn, WRITES["withdraw_error"], _withdrawn),
    on(public.ContactErrorResolved, WRITES["resolve_error"], _resolved),
)

COMMUNICATIONS = Projection(
    tables_of(
        "notification.messages",
        "notification.calls",
        "notification.contacts_in_error",
        "notification.replies",
        "notification.satisfaction",
        "notification.report_mails",
        "notification.contact_ledger",
        "notification.templates",
        name="communications",
    ),
    (
        *messages.CHANGES,
        *calls.CHANGES,
        *report_mails.CHANGES,
        *replies.CHANGES,
        *satisfaction.CHANGES,
        *CHANGES,
        *contact_ledger.CHANGES,
        *templates.CHANGES,
    ),
    resources=("message", "call", "contact", "report_mail", "reply", "template"),
)
