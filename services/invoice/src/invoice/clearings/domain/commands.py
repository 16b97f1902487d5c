"""What may be asked of a clearing."""

from datetime import date

from pydantic import AwareDatetime

from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import AgencyId, CreditorId, PaymentId, RemittanceId
from recoup_events.kernel.money import Money, Positive


class Open(Command):
    remittance_id: RemittanceId
    agency_id: AgencyId
    creditor_id: CreditorId
    external_id: str
    reference: str
    agency_name: str
    gross: Money
    commission: Money
    net: Money
    at: AwareDatetime


class ReceiveTransfer(Command):
    source: str
    external_id: str
    receipt_id: str | None = None
    amount: Positive
    value_date: date


class ReverseTransfer(Command):
    source: str
    external_id: str
    returned: bool
    today: date
    reason: str


class ReversePayment(Command):
    """A debtor's payment to the agency was taken back."""

    payment_id: PaymentId
    amount: Positive
    on: date


class Settle(Command):
    today: date
    by: str
    reason: str


class RecordLook(Command):
    """What came before it was looked through."""

    at: AwareDatetime
    hints: tuple[str, ...]


ClearingCommand = Open | ReceiveTransfer | ReverseTransfer | ReversePayment | Settle | RecordLook
