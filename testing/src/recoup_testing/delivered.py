"""What notification says of a reminder's one message, in whichever way it ended."""

from datetime import datetime

from recoup_events.kernel.ids import MessageId, PersonId
from recoup_events.notification import (
    ContactRefused,
    DeliveryProof,
    MessageDelivered,
    MessageSent,
    MessageUndelivered,
    ReturnKind,
)
from recoup_events.workflow_scheduler import ReminderRequested


def _named(request: ReminderRequested) -> dict[str, object]:
    return {
        "message_id": MessageId(f"msg_{request.reminder_id}"),
        "reminder_id": request.reminder_id,
        "customer_id": request.customer_id,
        "creditor_id": request.creditor_id,
        "person_id": PersonId("per_1"),
        "channel": request.channel,
    }


def sent(request: ReminderRequested) -> MessageSent:
    return MessageSent(**_named(request), provider_id="250 OK", attempt=1)


def delivered(
    request: ReminderRequested, at: datetime, proof: DeliveryProof = DeliveryProof.CONFIRMED
) -> MessageDelivered:
    return MessageDelivered(**_named(request), proof=proof, delivered_at=at)


def undelivered(request: ReminderRequested, at: datetime) -> MessageUndelivered:
    return MessageUndelivered(
        **_named(request),
        reason="550 5.1.1 No such user",
        returned_at=at,
        address_unknown=True,
        kind=ReturnKind.NOBODY,
    )


def refused(request: ReminderRequested, retry_at: datetime | None = None) -> ContactRefused:
    return ContactRefused(
        **_named(request),
        rule="policy.no_address",
        rules_version="1",
        citation="Creditor's policy",
        inputs={},
        retry_at=retry_at,
    )
