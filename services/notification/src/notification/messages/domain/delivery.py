"""What an attempt to send, and its outcome, make of a message."""

from collections.abc import Sequence
from datetime import datetime

from notification.contact_ledger.domain import facts as contact_facts
from notification.messages.domain import commands
from notification.messages.domain import facts as facts
from notification.messages.domain.letter import address_hash
from notification.messages.domain.outcomes import Deferred, Rejected, Taken
from notification.messages.domain.retries import wait_after
from recoup_events import notification as said
from recoup_events.base import Fact


def queued(command: commands.QueueMessage, asked: facts.MessageAsked) -> Sequence[Fact]:
    """The words are kept, the permission is said, and the first attempt begins."""
    letter = command.letter
    return [
        facts.MessageRendered(message_id=asked.message_id, letter=letter),
        said.MessageQueued(
            message_id=asked.message_id,
            reminder_id=asked.reminder_id,
            invoice_id=asked.invoice_id,
            customer_id=asked.customer_id,
            channel=asked.channel,
            template=asked.template,
            template_version=letter.words.template_version,
            address_hash=address_hash(letter.address),
            body_digest=letter.words.digest,
            rules_version=command.rules_version,
        ),
        _dispatched(asked, 1, command.at),
    ]


def repeated(asked: facts.MessageAsked, attempts: int, at: datetime) -> Sequence[Fact]:
    """The same words once more, unless every attempt has been used up in doubt."""
    if wait_after(attempts) is None:
        return [failed(asked, "the last attempt began and its outcome is unknown", attempts)]
    return [_dispatched(asked, attempts + 1, at)]


def recorded(
    command: commands.RecordOutcome, asked: facts.MessageAsked, attempt: int
) -> Sequence[Fact]:
    """A deferral is tried again as long as there are waits left."""
    match command.outcome:
        case Taken(provider_id=provider_id):
            return [
                said.MessageSent(
                    message_id=asked.message_id,
                    invoice_id=asked.invoice_id,
                    customer_id=asked.customer_id,
                    channel=asked.channel,
                    provider_id=provider_id,
                    attempt=attempt,
                )
            ]
        case Rejected(reason=reason):
            return [failed(asked, reason, attempt)]
        case Deferred(reason=reason, in_doubt=in_doubt):
            wait = wait_after(attempt)
            if wait is None:
                return [failed(asked, f"attempts used up; the last one: {reason}", attempt)]
            return [
                facts.MessageAttemptFailed(
                    message_id=asked.message_id,
                    attempt=attempt,
                    reason=reason,
                    in_doubt=in_doubt,
                    retry_at=command.at + wait,
                )
            ]


def failed(asked: facts.MessageAsked, reason: str, attempts: int) -> said.MessageFailed:
    return said.MessageFailed(
        message_id=asked.message_id,
        invoice_id=asked.invoice_id,
        customer_id=asked.customer_id,
        channel=asked.channel,
        reason=reason,
        attempt=max(attempts, 1),
    )


def _dispatched(
    asked: facts.MessageAsked, attempt: int, at: datetime
) -> contact_facts.MessageDispatched:
    return contact_facts.MessageDispatched(
        message_id=asked.message_id,
        invoice_id=asked.invoice_id,
        customer_id=asked.customer_id,
        channel=asked.channel,
        attempt=attempt,
        at=at,
    )
