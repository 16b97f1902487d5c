"""What becomes known of a message after it left, whoever says so and in whatever order.

Reports cross each other, come twice, and come before the answer to the attempt: one that speaks of a
message whose outcome is unknown proves that the provider has it.
"""

from collections.abc import Sequence
from typing import Any

from notification.messages.domain import commands
from notification.messages.domain.errors import MessageRefused
from recoup_events import notification as public
from recoup_events.kernel.event import Event, Value

Arrival = public.MessageDelivered | public.MessageUndelivered


class Left(Value):
    """What is known so far of a message that was handed over at least once."""

    named: dict[str, Any]
    """What every public event says of it."""
    attempts: int
    taken: bool
    provider_id: str | None
    arrival: Arrival | None = None
    complained: bool = False


def reported(command: commands.DeliveryReport, left: Left) -> Sequence[Event]:
    """What it adds to what is known; often nothing."""
    if not left.attempts:
        raise MessageRefused("This message was never handed to a provider.")
    taken = [] if left.taken else [_taken(command, left)]
    match command:
        case commands.ReportDelivered() if _proves_more(command, left.arrival):
            report = command.model_dump(exclude={"provider_id"})
            return [*taken, public.MessageDelivered(**left.named, **report)]
        case commands.ReportUndelivered() if _is_new(left.arrival):
            report = command.model_dump(exclude={"provider_id"})
            return [*taken, public.MessageUndelivered(**left.named, **report)]
        case commands.ReportComplaint() if not left.complained:
            arrived = commands.ReportDelivered(
                proof=public.DeliveryProof.CONFIRMED, delivered_at=command.complained_at
            )
            report = command.model_dump(exclude={"provider_id"})
            events = reported(arrived, left)
            return [*events, public.MessageComplained(**left.named, **report)]
        case _:
            return taken


def _taken(command: commands.DeliveryReport, left: Left) -> public.MessageSent:
    id = command.provider_id or left.provider_id or "unknown"
    return public.MessageSent(**left.named, provider_id=id, attempt=left.attempts)


def _proves_more(command: commands.ReportDelivered, before: Arrival | None) -> bool:
    """A stronger proof is kept; what came back did not arrive, unless somebody signed for it."""
    match before:
        case None:
            return True
        case public.MessageDelivered(proof=proof):
            return command.proof.strength > proof.strength
        case _:
            return command.proof is public.DeliveryProof.SIGNED_FOR


def _is_new(before: Arrival | None) -> bool:
    """What was only assumed, or followed by tracking, may come back all the same."""
    match before:
        case None:
            return True
        case public.MessageDelivered(proof=proof):
            return proof.strength < public.DeliveryProof.CONFIRMED.strength
        case _:
            return False
