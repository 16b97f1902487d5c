"""What the post says of a letter, in words of messages."""

from collections.abc import Mapping
from datetime import datetime

from notification.messages.domain import commands
from recoup_events.kernel.event import Value
from recoup_events.notification import DeliveryProof


class Tracked(Value):
    """One event on a letter's way, as the provider names it."""

    name: str
    """Such as ``delivered``; ``certified.delivered`` of one that is signed for."""
    at: datetime
    statement: str = ""
    """The provider's own, which is kept where somebody has signed."""


_ON_THE_WAY = frozenset(
    {"mailed", "in_transit", "in_local_area", "processed_for_delivery", "re-routed"}
    | {"pickup_available", "certified.mailed", "certified.in_transit", "certified.in_local_area"}
    | {"certified.processed_for_delivery", "certified.re-routed", "certified.pickup_available"}
)
_RETURNED: Mapping[str, str] = {
    "returned_to_sender": "the post returned the letter: it could not be delivered there",
    "certified.returned_to_sender": "the post returned the letter: nobody there has signed for it",
}


def report_of(tracked: Tracked, provider_id: str | None) -> commands.DeliveryReport | None:
    """``None`` for what says nothing about delivery, such as that it was printed."""
    match tracked.name:
        case name if name in _ON_THE_WAY:
            return commands.ReportTaken(provider_id=provider_id)
        case "delivered":
            return commands.ReportDelivered(
                provider_id=provider_id,
                proof=DeliveryProof.TRACKED,
                delivered_at=tracked.at,
            )
        case "certified.delivered":
            return commands.ReportDelivered(
                provider_id=provider_id,
                proof=DeliveryProof.SIGNED_FOR,
                delivered_at=tracked.at,
            )
        case name if name in _RETURNED:
            return commands.ReportUndelivered(
                provider_id=provider_id,
                reason=_RETURNED[name],
                returned_at=tracked.at,
                address_unknown=name == "returned_to_sender",
            )
        case _:
            return None
