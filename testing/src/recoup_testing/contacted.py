"""What notification says of messages about an invoice that the API has shown."""

from typing import Any

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import CreditorId, CustomerId, MessageId, PersonId, ReminderId
from recoup_events.notification import ContactRefused, MessageSent

Shown = dict[str, Any]


def _about(invoice: Shown) -> dict[str, Any]:
    return {
        "message_id": MessageId("msg_1"),
        "reminder_id": ReminderId("rem_1"),
        "customer_id": CustomerId(invoice["customer_id"]),
        "creditor_id": CreditorId(invoice["creditor_id"]),
        "person_id": PersonId("per_1"),
        "channel": Channel.EMAIL,
    }


def sent(invoice: Shown) -> MessageSent:
    return MessageSent(**_about(invoice), provider_id="<1@bolts.example>", attempt=1)


def refused(invoice: Shown) -> ContactRefused:
    return ContactRefused(
        **_about(invoice),
        rule="de3-hours",
        rules_version="rules-1",
        citation="Section 7 UWG",
        inputs={},
        retry_at=None,
    )
