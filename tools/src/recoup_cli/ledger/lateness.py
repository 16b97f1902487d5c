"""What the law grants a creditor who is paid late is asked for now and then."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from recoup_cli.ledger.chance import working_day
from recoup_cli.ledger.debtors import Debtor
from recoup_cli.ledger.entries import (
    AgreePlan,
    Charge,
    Entry,
    IssueInvoice,
    OpenDispute,
    ReceivePayment,
    RecordCondition,
    instant_of,
)
from recoup_events.invoice import ChargeKind

CHARGES = 3
_LAWS = {"DE": "de-business", "GB": "gb-business"}
_PATIENCE = timedelta(days=21)


def charges(debtor: Debtor, life: Sequence[Entry], quarter: Sequence[date]) -> Iterator[Entry]:
    """Of the quarter's invoices, the first that nobody has paid or contested for three weeks."""
    law = _LAWS.get(debtor.market.country)
    quiet = not any(isinstance(each, RecordCondition | AgreePlan | OpenDispute) for each in life)
    if law is None or not quiet:
        return
    paid = {
        name: pay.at for pay in life if isinstance(pay, ReceivePayment) for name in pay.invoices
    }
    for invoice in _issued(life):
        day = working_day(invoice.due_date + _PATIENCE)
        at = instant_of(day)
        if quarter[0] <= invoice.issue_date and at < paid.get(invoice.invoice, at + _PATIENCE):
            yield Charge(
                at=at,
                customer=invoice.customer,
                invoice=invoice.invoice,
                creditor=invoice.creditor,
                kind=ChargeKind.FIXED_SUM,
                law=law,
            )
            return


def _issued(life: Iterable[Entry]) -> Iterable[IssueInvoice]:
    return (entry for entry in life if isinstance(entry, IssueInvoice))
