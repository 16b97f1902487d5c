"""A clearing: what of an agency's remittance has not arrived at the bank yet.

What is in transit is what debtors paid, less what the agency keeps, what the bank took back of it, and
what has arrived; so cash, commission and what is in transit always add up to what debtors paid.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypedDict

from invoice.clearings.domain import commands
from invoice.clearings.domain.errors import (
    ClearingRefused,
    DuplicateTransfer,
    TransferUnacceptable,
)
from invoice.clearings.domain.events import ClearingLookedThrough, Recorded
from recoup_events.invoice.clearing import (
    ClearingOpened,
    ClearingPaymentReversed,
    ClearingSettled,
    ClearingTransferReceived,
    ClearingTransferReversed,
)
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AgencyId, CreditorId, PaymentId, RemittanceId
from recoup_events.kernel.money import Money, total
from recoup_eventstore.decider import Decider

LOOK = "look_through"
"""The timer that looks for a transfer that was there before its remittance."""
LATE_AFTER = timedelta(days=14)


class ClearingState(StrEnum):
    IN_TRANSIT = "in_transit"
    SHORT = "short"
    """Less arrived than was announced."""
    OVER = "over"
    """More arrived, or what was announced became less."""
    CLEARED = "cleared"


class Ids(TypedDict):
    remittance_id: RemittanceId
    agency_id: AgencyId
    creditor_id: CreditorId


class Clearing(Value):
    opened: ClearingOpened | None = None
    in_transit: Money = Money.zero("EUR")
    transfers: Mapping[str, ClearingTransferReceived] = {}
    """Those that stand, by source and id."""
    reversed_transfers: tuple[ClearingTransferReversed, ...] = ()
    reversed_payments: Mapping[PaymentId, Money] = {}
    settled: tuple[ClearingSettled, ...] = ()
    look_at: datetime | None = None
    hints: tuple[str, ...] = ()

    @property
    def known(self) -> ClearingOpened:
        if self.opened is None:
            raise ClearingRefused("There is no such remittance; GET /v1/remittances lists them.")
        return self.opened

    @property
    def ids(self) -> Ids:
        opened = self.known
        return Ids(
            remittance_id=opened.remittance_id,
            agency_id=opened.agency_id,
            creditor_id=opened.creditor_id,
        )

    @property
    def state(self) -> ClearingState:
        if not self.in_transit:
            return ClearingState.CLEARED
        if self.in_transit.minor_units < 0:
            return ClearingState.OVER
        return ClearingState.SHORT if self.transfers else ClearingState.IN_TRANSIT

    @property
    def arrived(self) -> Money:
        amounts = (each.amount for each in self.transfers.values())
        return total(amounts, self.known.net.currency)

    def late(self, today: date) -> bool:
        return self.state is ClearingState.IN_TRANSIT and today > self.known.opened_on + LATE_AFTER


def key_of(source: str, external_id: str) -> str:
    return f"{source}/{external_id}"


Events = Sequence[Recorded]


def decide(command: commands.ClearingCommand, clearing: Clearing) -> Events:
    """List every move a clearing allows; the same again changes nothing."""
    match command:
        case commands.Open():
            return [] if clearing.opened else [_opened(command)]
        case commands.ReceiveTransfer():
            return _received(command, clearing)
        case commands.ReverseTransfer():
            return _reversed(command, clearing)
        case commands.ReversePayment():
            return _less(command, clearing)
        case commands.Settle():
            return _settled(command, clearing)
        case commands.RecordLook():
            looked = ClearingLookedThrough(at=command.at, hints=command.hints)
            return [looked] if clearing.look_at else []


def _opened(command: commands.Open) -> ClearingOpened:
    fields = command.model_dump(exclude={"at"})
    return ClearingOpened(**fields, in_transit=command.net, opened_on=command.at.date())


def _received(command: commands.ReceiveTransfer, clearing: Clearing) -> Events:
    reference = clearing.known.reference
    before = clearing.transfers.get(key_of(command.source, command.external_id))
    if before is not None:
        if before.amount == command.amount:
            return []
        raise DuplicateTransfer(
            f"{command.external_id} of {command.source} is a transfer of {before.amount} already; send "
            "another under its own id.",
            pointer="/external_id",
        )
    if command.amount.currency != clearing.in_transit.currency:
        raise TransferUnacceptable(
            f"The remittance {reference} is in {clearing.in_transit.currency}; say what the transfer "
            "settles in that currency, by an exchange.",
            pointer="/amount/currency",
        )
    if clearing.in_transit.minor_units <= 0:
        raise ClearingRefused(
            f"Nothing of the remittance {reference} is awaited: it is {clearing.state.value}. If the "
            "agency paid twice, send the money back; if it is for another remittance, name that one."
        )
    left = clearing.in_transit - command.amount
    return [ClearingTransferReceived(**clearing.ids, **dict(command), in_transit=left)]


def _reversed(command: commands.ReverseTransfer, clearing: Clearing) -> Events:
    before = clearing.transfers.get(key_of(command.source, command.external_id))
    if before is None:
        known = {(each.source, each.external_id) for each in clearing.reversed_transfers}
        if (command.source, command.external_id) in known:
            return []
        raise ClearingRefused("The remittance has no such transfer; read it to see those it has.")
    return [
        ClearingTransferReversed(
            **clearing.ids,
            source=command.source,
            external_id=command.external_id,
            receipt_id=before.receipt_id,
            returned=command.returned,
            amount=before.amount,
            reversed_on=command.today,
            reason=command.reason,
            in_transit=clearing.in_transit + before.amount,
        )
    ]


def _less(command: commands.ReversePayment, clearing: Clearing) -> Events:
    if command.payment_id in clearing.reversed_payments:
        return []
    return [
        ClearingPaymentReversed(
            **clearing.ids,
            payment_id=command.payment_id,
            amount=command.amount,
            reversed_on=command.on,
            in_transit=clearing.in_transit - command.amount,
        )
    ]


def _settled(command: commands.Settle, clearing: Clearing) -> Events:
    left = clearing.in_transit
    if not left:
        raise ClearingRefused("Nothing is left to settle: what was announced has arrived.")
    return [
        ClearingSettled(
            **clearing.ids,
            amount=left,
            in_transit=Money.zero(left.currency),
            settled_on=command.today,
            settled_by=command.by,
            reason=command.reason,
        )
    ]


def evolve(clearing: Clearing, event: Recorded) -> Clearing:
    match event:
        case ClearingOpened():
            opened = datetime.combine(event.opened_on, time.min, UTC)
            return Clearing(opened=event, in_transit=event.in_transit, look_at=opened)
        case ClearingLookedThrough(hints=hints):
            return clearing.model_copy(update={"look_at": None, "hints": hints})
        case _:
            moved = {"in_transit": event.in_transit, **_moved(clearing, event)}
            return clearing.model_copy(update=moved)


def _moved(
    clearing: Clearing,
    event: ClearingTransferReceived
    | ClearingTransferReversed
    | ClearingPaymentReversed
    | ClearingSettled,
) -> Mapping[str, object]:
    match event:
        case ClearingTransferReceived(source=source, external_id=id):
            return {"transfers": {**clearing.transfers, key_of(source, id): event}}
        case ClearingTransferReversed(source=source, external_id=id):
            key = key_of(source, id)
            left = {other: each for other, each in clearing.transfers.items() if other != key}
            return {"transfers": left, "reversed_transfers": (*clearing.reversed_transfers, event)}
        case ClearingPaymentReversed(payment_id=payment, amount=amount):
            return {"reversed_payments": {**clearing.reversed_payments, payment: amount}}
        case ClearingSettled():
            return {"settled": (*clearing.settled, event)}


def timers(clearing: Clearing) -> Mapping[str, datetime]:
    """What came before it is looked through once, as soon as all of that is known."""
    return {} if clearing.look_at is None else {LOOK: clearing.look_at}


CLEARING: Decider[commands.ClearingCommand, Clearing, Recorded] = Decider(
    "clearing", Clearing(), decide, evolve, timers
)
