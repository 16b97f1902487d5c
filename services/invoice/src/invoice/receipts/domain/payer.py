"""Who has paid from an account before; people and companies seldom change theirs."""

from collections.abc import Sequence

from invoice.invoices.domain.payment_reference import compact
from invoice.receipts.domain.events import PayerRecognised
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import CustomerId, TenantId, derived
from recoup_eventstore.decider import Decider

MOST = 20
"""Customers that are remembered of one account; one that pays for more proves nothing."""


class RecognisePayer(Command):
    customer_id: CustomerId
    receipt_id: str


class PayerAccount(Value):
    customers: tuple[CustomerId, ...] = ()


def decide(command: RecognisePayer, payer: PayerAccount) -> Sequence[PayerRecognised]:
    if command.customer_id in payer.customers or len(payer.customers) == MOST:
        return []
    return [PayerRecognised(customer_id=command.customer_id, receipt_id=command.receipt_id)]


def evolve(payer: PayerAccount, event: PayerRecognised) -> PayerAccount:
    return PayerAccount(customers=(*payer.customers, event.customer_id))


PAYER: Decider[RecognisePayer, PayerAccount, PayerRecognised] = Decider(
    "payer", PayerAccount(), decide, evolve
)


def payer_stream(tenant: TenantId, account: str) -> Stream:
    """Of an IBAN or account number, however its groups are written."""
    id = derived("pyr", tenant, compact(account))
    return PAYER.stream(tenant, id, id)
