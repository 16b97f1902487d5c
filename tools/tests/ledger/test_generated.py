"""A generated ledger must be one that an honest bookkeeper could have written."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import pairwise
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest

from recoup_cli.ledger.entries import (
    AgreePlan,
    Entry,
    IssueInvoice,
    OpenDispute,
    ReceivePayment,
    RecordCondition,
    RegisterCustomer,
    ResolveDispute,
    WriteOff,
)
from recoup_cli.ledger.generated import Parameters, generate
from recoup_events.invoice import Condition
from recoup_events.kernel.money import Money, total

QUARTER = Parameters()
SMALL = Parameters(opening=0, customers=5, invoices=20, start=date(2025, 6, 2), days=30)
E = TypeVar("E")


@cache
def generated(seed: int) -> tuple[Entry, ...]:
    return generate(QUARTER, Random(seed))


@pytest.fixture(params=[1, 2, 3])
def ledger(request: pytest.FixtureRequest) -> tuple[Entry, ...]:
    return generated(request.param)


def of(kind: type[E], entries: Iterable[Entry]) -> list[E]:
    return [entry for entry in entries if isinstance(entry, kind)]


def booked(entries: Iterable[Entry]) -> Iterator[tuple[Entry, dict[str, Money]]]:
    """Each entry with what was owed on every invoice just before it."""
    owed: dict[str, Money] = {}
    for entry in entries:
        yield entry, dict(owed)
        match entry:
            case IssueInvoice():
                owed[entry.invoice] = entry.total
            case ResolveDispute():
                owed[entry.invoice] -= entry.credit
            case ReceivePayment():
                left = entry.amount
                for invoice in entry.invoices:
                    part = min(left, owed[invoice])
                    owed[invoice] -= part
                    left -= part
            case _:
                pass


def test_the_same_seed_gives_the_same_ledger() -> None:
    assert generate(QUARTER, Random(1)) == generated(1)


def test_another_seed_gives_another_ledger() -> None:
    assert generated(1) != generated(2)


def test_entries_come_in_order(ledger: tuple[Entry, ...]) -> None:
    assert all(one.at <= other.at for one, other in pairwise(ledger))


def test_everything_happens_within_the_quarter(ledger: tuple[Entry, ...]) -> None:
    days = {entry.at.date() for entry in ledger}
    assert min(days) == date(2026, 1, 5)
    assert max(days) <= date(2026, 4, 5)


def test_a_small_ledger_keeps_to_its_parameters() -> None:
    entries = generate(SMALL, Random(1))
    assert len(of(RegisterCustomer, entries)) == 5
    assert len(of(IssueInvoice, entries)) == 20
    assert {entry.at.date() for entry in entries} <= set(SMALL.quarter)


def test_a_customer_is_known_before_anything_else_is_said_of_it(ledger: tuple[Entry, ...]) -> None:
    known: set[str] = set()
    for entry in ledger:
        if isinstance(entry, RegisterCustomer):
            known.add(entry.customer)
        assert entry.customer in known


def test_a_payment_names_invoices_of_its_customer_that_are_still_owed(
    ledger: tuple[Entry, ...],
) -> None:
    customers = {entry.invoice: entry.customer for entry in of(IssueInvoice, ledger)}
    for entry, owed in booked(ledger):
        if isinstance(entry, ReceivePayment):
            assert all(owed[invoice].minor_units > 0 for invoice in entry.invoices)
            assert {customers[invoice] for invoice in entry.invoices} == {entry.customer}


def test_a_payment_reaches_every_invoice_it_names(ledger: tuple[Entry, ...]) -> None:
    for entry, owed in booked(ledger):
        if isinstance(entry, ReceivePayment):
            currency = entry.amount.currency
            all_but_the_last = total((owed[i] for i in entry.invoices[:-1]), currency)
            assert all_but_the_last < entry.amount


def test_a_dispute_contests_no_more_than_is_owed(ledger: tuple[Entry, ...]) -> None:
    for entry, owed in booked(ledger):
        if isinstance(entry, OpenDispute):
            assert Money.zero(entry.amount.currency) < entry.amount <= owed[entry.invoice]


def test_a_dispute_is_opened_before_it_is_settled_and_settled_once(
    ledger: tuple[Entry, ...],
) -> None:
    opened: dict[str, OpenDispute] = {}
    for entry in ledger:
        match entry:
            case OpenDispute():
                assert entry.dispute not in opened
                opened[entry.dispute] = entry
            case ResolveDispute():
                assert opened.pop(entry.dispute).at < entry.at
            case _:
                pass


def test_no_credit_exceeds_what_was_contested_or_is_owed(ledger: tuple[Entry, ...]) -> None:
    contested = {entry.dispute: entry.amount for entry in of(OpenDispute, ledger)}
    for entry, owed in booked(ledger):
        if isinstance(entry, ResolveDispute):
            assert entry.credit <= min(contested[entry.dispute], owed[entry.invoice])


def test_the_contested_part_is_not_paid_while_it_is_contested(ledger: tuple[Entry, ...]) -> None:
    contested: dict[str, Money] = {}
    for entry, owed in booked(ledger):
        match entry:
            case OpenDispute():
                contested[entry.invoice] = entry.amount
            case ResolveDispute():
                del contested[entry.invoice]
            case ReceivePayment(invoices=(invoice,)) if invoice in contested:
                assert entry.amount <= owed[invoice] - contested[invoice]
            case ReceivePayment(invoices=invoices):
                assert not contested.keys() & set(invoices)
            case _:
                pass


def test_a_plan_covers_exactly_what_is_overdue_and_owed(ledger: tuple[Entry, ...]) -> None:
    due = {entry.invoice: entry.due_date for entry in of(IssueInvoice, ledger)}
    for entry, owed in booked(ledger):
        if isinstance(entry, AgreePlan):
            assert all(share.amount == owed[share.invoice] for share in entry.shares)
            assert all(due[share.invoice] < entry.at.date() for share in entry.shares)


def test_a_plans_instalments_add_up_to_its_shares(ledger: tuple[Entry, ...]) -> None:
    for plan in of(AgreePlan, ledger):
        currency = plan.shares[0].amount.currency
        promised = total((instalment.amount for instalment in plan.schedule), currency)
        assert promised == total((share.amount for share in plan.shares), currency)


def test_payments_of_a_covered_invoice_follow_the_schedule(ledger: tuple[Entry, ...]) -> None:
    for plan in of(AgreePlan, ledger):
        covered = {share.invoice for share in plan.shares}
        paid = [
            (payment.value_date, payment.amount)
            for payment in of(ReceivePayment, ledger)
            if payment.at >= plan.at and covered & set(payment.invoices)
        ]
        promised = [(instalment.due_on, instalment.amount) for instalment in plan.schedule]
        assert paid == promised[: len(paid)]


def test_nothing_follows_an_insolvency_but_what_is_given_up(ledger: tuple[Entry, ...]) -> None:
    (insolvency,) = (
        entry for entry in of(RecordCondition, ledger) if entry.condition is Condition.INSOLVENCY
    )
    theirs = [entry for entry in ledger if entry.customer == insolvency.customer]
    *_, notice, given_up = theirs
    assert notice == insolvency
    assert isinstance(given_up, WriteOff)
    paid = {name for entry in of(ReceivePayment, theirs) for name in entry.invoices}
    assert given_up.invoice not in paid


def test_every_id_is_used_once(ledger: tuple[Entry, ...]) -> None:
    ids = Counter(
        [entry.payment for entry in of(ReceivePayment, ledger)]
        + [entry.invoice for entry in of(IssueInvoice, ledger)]
        + [entry.plan for entry in of(AgreePlan, ledger)]
    )
    assert set(ids.values()) == {1}


def test_every_date_is_that_of_the_debtors_own_calendar(ledger: tuple[Entry, ...]) -> None:
    zones = {entry.customer: ZoneInfo(entry.time_zone) for entry in of(RegisterCustomer, ledger)}
    for entry in ledger:
        local_day = entry.at.astimezone(zones[entry.customer]).date()
        match entry:
            case IssueInvoice() if entry.at > ledger[0].at:
                assert entry.issue_date == local_day
            case IssueInvoice():
                assert entry.issue_date <= local_day
            case ReceivePayment():
                assert entry.value_date == local_day
            case _:
                pass
