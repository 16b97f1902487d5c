"""A generated ledger must be as varied, as late and as contested as a real one."""

import re
from datetime import date
from random import Random
from typing import TypeVar

import pytest

from recoup_cli.ledger.entries import (
    AgreePlan,
    DisputeOutcome,
    Entry,
    GrantConsent,
    IssueInvoice,
    OpenDispute,
    OptOut,
    ReceivePayment,
    RecordCondition,
    RegisterCustomer,
    ResolveDispute,
)
from recoup_cli.ledger.generated import Parameters, generate
from recoup_events.invoice import Condition, CustomerKind
from recoup_events.kernel.channels import Channel

LAST_DAY = date(2026, 4, 5)
SEEDS = range(1, 9)
RESERVED = re.compile(r"\+1(212|213)55501\d\d|\+447700900\d{3}|\+49176040690\d\d")
E = TypeVar("E")


@pytest.fixture(scope="module")
def ledgers() -> list[tuple[Entry, ...]]:
    return [generate(Parameters(), Random(seed)) for seed in SEEDS]


@pytest.fixture(scope="module")
def ledger(ledgers: list[tuple[Entry, ...]]) -> tuple[Entry, ...]:
    return ledgers[0]


def of(kind: type[E], entries: tuple[Entry, ...]) -> list[E]:
    return [entry for entry in entries if isinstance(entry, kind)]


def settled_on_time(entries: tuple[Entry, ...]) -> set[str]:
    """Invoices with nothing owed when their due date ended."""
    due = {entry.invoice: entry.due_date for entry in of(IssueInvoice, entries)}
    owed = {entry.invoice: entry.total.minor_units for entry in of(IssueInvoice, entries)}
    for entry in entries:
        match entry:
            case ReceivePayment(invoices=(invoice,)) if entry.value_date <= due[invoice]:
                owed[invoice] -= entry.amount.minor_units
            case ReceivePayment(invoices=(_, _, *_)):
                for invoice in entry.invoices:
                    owed[invoice] *= entry.value_date > due[invoice]
            case ResolveDispute() if entry.at.date() <= due[entry.invoice]:
                owed[entry.invoice] -= entry.credit.minor_units
            case _:
                pass
    return {invoice for invoice, left in owed.items() if left <= 0}


def test_about_six_hundred_invoices_go_to_eighty_customers(ledger: tuple[Entry, ...]) -> None:
    assert len(of(RegisterCustomer, ledger)) == 80
    assert 550 <= len(of(IssueInvoice, ledger)) <= 640


def test_about_a_third_of_what_falls_due_is_late(ledgers: list[tuple[Entry, ...]]) -> None:
    fell_due = late = 0
    for ledger in ledgers:
        due = {i.invoice for i in of(IssueInvoice, ledger) if i.due_date < LAST_DAY}
        fell_due += len(due)
        late += len(due - settled_on_time(ledger))
    assert late / fell_due == pytest.approx(0.36, abs=0.04)


def test_about_a_quarter_of_what_falls_due_is_disputed(ledgers: list[tuple[Entry, ...]]) -> None:
    fell_due = disputed = 0
    for ledger in ledgers:
        due = {i.invoice for i in of(IssueInvoice, ledger) if i.due_date < LAST_DAY}
        fell_due += len(due)
        disputed += len(due & {entry.invoice for entry in of(OpenDispute, ledger)})
    assert disputed / fell_due == pytest.approx(0.23, abs=0.03)


def test_customers_live_in_six_zones_of_five_countries(ledger: tuple[Entry, ...]) -> None:
    customers = of(RegisterCustomer, ledger)
    assert {customer.country for customer in customers} == {"US", "DE", "GB", "JP", "KW"}
    assert len({customer.time_zone for customer in customers}) == 6


def test_currencies_have_none_two_and_three_decimals(ledger: tuple[Entry, ...]) -> None:
    currencies = {entry.total.currency for entry in of(IssueInvoice, ledger)}
    assert currencies == {"USD", "EUR", "GBP", "JPY", "KWD"}


def test_companies_traders_and_persons_are_among_the_customers(ledger: tuple[Entry, ...]) -> None:
    assert {customer.kind for customer in of(RegisterCustomer, ledger)} == set(CustomerKind)


def test_every_address_leads_nowhere(ledger: tuple[Entry, ...]) -> None:
    for customer in of(RegisterCustomer, ledger):
        for person in customer.persons:
            assert person.emails
            assert all(email.endswith(".example") for email in person.emails)
            assert all(map(RESERVED.fullmatch, person.phones))


def test_only_a_customer_with_a_phone_agrees_to_text_messages(ledger: tuple[Entry, ...]) -> None:
    with_phone = {
        customer.customer
        for customer in of(RegisterCustomer, ledger)
        if any(person.phones for person in customer.persons)
    }
    agreed = {c.customer for c in of(GrantConsent, ledger) if c.channel is Channel.SMS}
    assert agreed
    assert agreed <= with_phone


def test_disputes_end_in_every_way(ledger: tuple[Entry, ...]) -> None:
    outcomes = {entry.outcome for entry in of(ResolveDispute, ledger)}
    assert outcomes == set(DisputeOutcome)


def test_some_plans_are_kept_and_some_are_broken(ledger: tuple[Entry, ...]) -> None:
    paid = {(p.customer, p.value_date, p.amount) for p in of(ReceivePayment, ledger)}
    kept = [
        [
            (plan.customer, instalment.due_on, instalment.amount) in paid
            for instalment in plan.schedule
            if instalment.due_on <= LAST_DAY
        ]
        for plan in of(AgreePlan, ledger)
    ]
    assert any(all(instalments) and len(instalments) == 3 for instalments in kept)
    assert any(not all(instalments) for instalments in kept)


def test_a_payment_can_settle_several_invoices(ledger: tuple[Entry, ...]) -> None:
    assert any(len(payment.invoices) > 1 for payment in of(ReceivePayment, ledger))


def test_some_invoices_are_paid_in_parts(ledger: tuple[Entry, ...]) -> None:
    paid = [invoice for payment in of(ReceivePayment, ledger) for invoice in payment.invoices]
    assert len(paid) > len(set(paid))


def test_someone_pays_more_than_is_owed(ledger: tuple[Entry, ...]) -> None:
    owed = {entry.invoice: entry.total.minor_units for entry in of(IssueInvoice, ledger)}
    for credit in of(ResolveDispute, ledger):
        owed[credit.invoice] -= credit.credit.minor_units
    for payment in of(ReceivePayment, ledger):
        if len(payment.invoices) == 1:
            owed[payment.invoices[0]] -= payment.amount.minor_units
    assert any(left < 0 for left in owed.values())


def test_there_are_a_few_opt_outs_one_cease_request_and_one_insolvency(
    ledger: tuple[Entry, ...],
) -> None:
    assert len(of(OptOut, ledger)) == 3
    conditions = [entry.condition for entry in of(RecordCondition, ledger)]
    assert sorted(conditions) == [Condition.CEASE_REQUEST, Condition.INSOLVENCY]
