"""The sample's own figures: 2,466 invoices of 100 customers, 561 disputed, 877 late, 147,703.18."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from recoup_cli.ledger import ibm, ibm_rows
from recoup_cli.ledger.entries import (
    DisputeOutcome,
    Entry,
    IssueInvoice,
    OpenDispute,
    ReceivePayment,
    RegisterCustomer,
    ResolveDispute,
    instant_of,
)
from recoup_cli.ledger.ibm_rows import Row
from recoup_events.kernel.money import Money, total

REPOSITORY = Path(__file__).parents[3]
SAMPLE = REPOSITORY / "../shared/data/ledger/ibm-late-payments.csv"
TOTAL = Money.parse("147703.18", "USD")
MONTH_ENDS = [
    date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
    for year in (2012, 2013)
    for month in range(1, 13)
]


@pytest.fixture(scope="module")
def rows() -> tuple[Row, ...]:
    if not SAMPLE.exists():
        pytest.skip("the sample is not here: ../shared/data/ledger/ibm-late-payments.csv")
    return ibm_rows.read(SAMPLE)


@pytest.fixture(scope="module")
def ledger(rows: tuple[Row, ...]) -> tuple[Entry, ...]:
    return ibm.entries(rows)


def test_every_invoice_is_issued_once(ledger: tuple[Entry, ...]) -> None:
    issued = [entry for entry in ledger if isinstance(entry, IssueInvoice)]
    assert len(issued) == len({entry.invoice for entry in issued}) == 2_466
    assert total((entry.total for entry in issued), "USD") == TOTAL


def test_every_invoice_is_paid_in_full(ledger: tuple[Entry, ...]) -> None:
    issued = {e.invoice: e.total for e in ledger if isinstance(e, IssueInvoice)}
    paid = {e.invoices: e.amount for e in ledger if isinstance(e, ReceivePayment)}
    assert paid == {(invoice,): amount for invoice, amount in issued.items()}


def test_877_invoices_are_paid_late(ledger: tuple[Entry, ...]) -> None:
    due = {entry.invoice: entry.due_date for entry in ledger if isinstance(entry, IssueInvoice)}
    payments = [entry for entry in ledger if isinstance(entry, ReceivePayment)]
    assert sum(payment.value_date > due[payment.invoices[0]] for payment in payments) == 877


def test_a_hundred_customers_are_known_before_their_first_invoice(
    ledger: tuple[Entry, ...],
) -> None:
    known: set[str] = set()
    for entry in ledger:
        if isinstance(entry, RegisterCustomer):
            assert entry.customer not in known
            known.add(entry.customer)
        assert entry.customer in known
    assert len(known) == 100


def test_customers_live_in_five_countries(ledger: tuple[Entry, ...]) -> None:
    countries = {entry.country for entry in ledger if isinstance(entry, RegisterCustomer)}
    assert len(countries) == 5


def test_561_disputes_end_without_credit_before_the_money_comes(ledger: tuple[Entry, ...]) -> None:
    steps: dict[str, list[type[Entry]]] = {}
    for entry in ledger:
        match entry:
            case IssueInvoice(invoice=invoice) | ReceivePayment(invoices=(invoice,)):
                steps.setdefault(invoice, []).append(type(entry))
            case OpenDispute(invoice=invoice):
                steps[invoice].append(type(entry))
            case ResolveDispute(invoice=invoice):
                assert entry.credit == Money.zero("USD")
                steps[invoice].append(type(entry))
            case _:
                pass
    disputed = [path for path in steps.values() if len(path) > 2]
    assert len(disputed) == 561
    assert all(
        path == [IssueInvoice, OpenDispute, ResolveDispute, ReceivePayment] for path in disputed
    )


def test_a_dispute_is_rejected_where_the_debtor_paid_late(ledger: tuple[Entry, ...]) -> None:
    due = {entry.invoice: entry.due_date for entry in ledger if isinstance(entry, IssueInvoice)}
    for entry in ledger:
        if isinstance(entry, ResolveDispute):
            late = entry.at.date() > due[entry.invoice]
            assert entry.outcome is (DisputeOutcome.REJECTED if late else DisputeOutcome.WITHDRAWN)


@pytest.mark.parametrize("day", MONTH_ENDS, ids=str)
def test_the_entries_balance_to_the_files_own_arithmetic(
    rows: tuple[Row, ...], ledger: tuple[Entry, ...], day: date
) -> None:
    so_far = [entry for entry in ledger if entry.at <= instant_of(day)]
    invoiced = total((e.total for e in so_far if isinstance(e, IssueInvoice)), "USD")
    paid = total((e.amount for e in so_far if isinstance(e, ReceivePayment)), "USD")
    assert ibm.balance_as_of(rows, day) == invoiced - paid


def test_something_is_owed_at_every_month_end_of_the_sample(rows: tuple[Row, ...]) -> None:
    assert len(MONTH_ENDS) == 24
    assert all(ibm.balance_as_of(rows, day) for day in MONTH_ENDS)


def test_nothing_is_owed_before_the_first_invoice_or_after_the_last_payment(
    rows: tuple[Row, ...],
) -> None:
    assert not ibm.balance_as_of(rows, date(2012, 1, 2))
    assert not ibm.balance_as_of(rows, date(2014, 1, 9))
