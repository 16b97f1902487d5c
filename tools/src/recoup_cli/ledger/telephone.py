"""Somebody calls: a first time, and again before the debt has rested, which the rules refuse."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from recoup_cli.ledger.debtors import Debtor
from recoup_cli.ledger.entries import (
    AskCall,
    Entry,
    IssueInvoice,
    RecordCall,
    RegisterCustomer,
    instant_of,
)
from recoup_events.notification import CallOutcome

CALLS = 3
"""Entries: one call, how it went, and one more."""
_AWAKE = ("DE", "GB")
"""Where it is day when a ledger's day is played."""
_QUIET = timedelta(days=4)


def calls(debtor: Debtor, life: Iterable[Entry], quarter: Sequence[date]) -> Iterator[Entry]:
    """The day after an invoice was issued, if nothing else happens to its customer around then."""
    if debtor.market.country not in _AWAKE or not debtor.registration.persons[0].phones:
        return
    lived = sorted((e for e in life if not isinstance(e, RegisterCustomer)), key=lambda e: e.at)
    for entry in lived:
        alone = all(abs(e.at - entry.at) > _QUIET for e in lived if e is not entry)
        if isinstance(entry, IssueInvoice) and entry.issue_date >= quarter[0] and alone:
            yield from _about(entry)
            return


def _about(invoice: IssueInvoice) -> Iterator[Entry]:
    for nth, days in enumerate((1, 3), start=1):
        at = instant_of(invoice.issue_date + timedelta(days))
        call = f"CALL-{invoice.invoice}-{nth}"
        named = {"at": at, "customer": invoice.customer, "call": call}
        yield AskCall(**named, invoice=invoice.invoice, creditor=invoice.creditor)
        if nth == 1:
            note = "Has it, and will pay in time."
            yield RecordCall(**named, outcome=CallOutcome.REACHED, note=note)
