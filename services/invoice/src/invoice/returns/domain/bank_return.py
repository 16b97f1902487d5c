"""A return: what the bank took back, of which receipt, and what became of its payments."""

from collections.abc import Sequence
from datetime import date

from invoice.customers.domain.errors import DuplicateExternalId
from recoup_events.kernel.event import Command, Event, Value
from recoup_events.kernel.ids import CreditorId, PaymentId, TenantId, derived
from recoup_events.kernel.money import Money
from recoup_events.kernel.refusals import Unacceptable
from recoup_eventstore.decider import Decider


class ReturnUnmatched(Unacceptable):
    """Which receipt was taken back cannot be told."""

    code = "return_unmatched"


class ReturnRecorded(Event, type="return.recorded.v1"):
    return_id: str
    creditor_id: CreditorId
    source: str
    external_id: str
    amount: Money
    value_date: date
    reason: str
    receipt_id: str
    payment_ids: tuple[PaymentId, ...]
    """Those that were reversed for it."""


class RecordReturn(Command):
    return_id: str
    creditor_id: CreditorId
    source: str
    external_id: str
    amount: Money
    value_date: date
    reason: str
    receipt_id: str
    payment_ids: tuple[PaymentId, ...]


class BankReturn(Value):
    event: ReturnRecorded | None = None

    @property
    def recorded(self) -> ReturnRecorded:
        assert self.event is not None, "a return that can be found was recorded"
        return self.event


def decide(command: RecordReturn, state: BankReturn) -> Sequence[ReturnRecorded]:
    if state.event is not None:
        raise DuplicateExternalId.of(command.external_id, command.return_id)
    return [ReturnRecorded.model_validate(command, from_attributes=True)]


def evolve(_: BankReturn, event: ReturnRecorded) -> BankReturn:
    return BankReturn(event=event)


RETURN: Decider[RecordReturn, BankReturn, ReturnRecorded] = Decider(
    "bank_return", BankReturn(), decide, evolve
)


def return_id_of(tenant: TenantId, creditor: str, source: str, external_id: str) -> str:
    """Recoup's id of what a bank names with its own, in a creditor's books."""
    return derived("ret", tenant, creditor, source, external_id)
