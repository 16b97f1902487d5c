"""The creditor as messages name it, folded from what the invoice service says.

A creditor's events are in an account of its own: it is read without its lock, as a message that leaves while it
changes may name the one or the other.
"""

from collections.abc import Sequence

from recoup_events import invoice as events
from recoup_events.invoice import BankAccount, CreditorDetails
from recoup_events.invoice.creditor import LetterheadChanged
from recoup_events.kernel.attachments import StoredFile
from recoup_events.kernel.envelope import Account, Envelope
from recoup_events.kernel.event import Event, Value
from recoup_events.kernel.ids import CreditorId, TenantId
from recoup_eventstore.decider import View


class Creditor(Value):
    """``details`` is ``None`` until it has arrived."""

    details: CreditorDetails | None = None
    bank_accounts: tuple[BankAccount, ...] = ()
    logo: StoredFile | None = None

    def account_in(self, currency: str) -> BankAccount | None:
        """Where debtors are told to pay money of a currency."""
        found = (account for account in self.bank_accounts if account.currency == currency)
        return next(found, None)


_HEARS = (
    events.CreditorRegistered,
    events.CreditorDetailsChanged,
    events.BankAccountsChanged,
    LetterheadChanged,
)


def _documents(event: Event) -> Sequence[str]:
    return [event.creditor_id] if isinstance(event, _HEARS) else []


def _evolve(creditor: Creditor, received: Envelope[Event]) -> Creditor:
    match received.event:
        case events.CreditorRegistered(details=details, bank_accounts=accounts):
            return creditor.model_copy(update={"details": details, "bank_accounts": accounts})
        case events.CreditorDetailsChanged(details=details):
            return creditor.model_copy(update={"details": details})
        case events.BankAccountsChanged(bank_accounts=accounts):
            return creditor.model_copy(update={"bank_accounts": accounts})
        case LetterheadChanged(logo=logo):
            return creditor.model_copy(update={"logo": logo})
        case _:
            return creditor


CREDITOR = View("creditor", Creditor(), _documents, _evolve, subscribes=_HEARS)


def account_of(tenant: TenantId, creditor_id: CreditorId) -> Account:
    """Where a creditor's events are."""
    return Account(tenant, creditor_id)
