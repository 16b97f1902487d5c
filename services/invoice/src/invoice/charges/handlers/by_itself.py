"""What a creditor wants charged without being asked is charged on its day, or it is said why not."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from invoice.agreements.handlers import terms_on
from invoice.charges.domain.by_itself import applies, next_look, restraint, until_of
from invoice.charges.domain.charging import CHARGING_OF_INVOICE, EndCharging, ScheduleCharging
from invoice.charges.handlers.assessing import ChargeRequest, issue_charges, uncharged
from invoice.creditors.domain.creditor import Creditor
from invoice.creditors.handlers import creditor_of
from invoice.customers.handlers import registered_customer
from invoice.invoices.domain.commands import RecordCharge
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.errors import CurrencyUnacceptable
from invoice.invoices.domain.invoice import Invoice, InvoiceState, issued_invoice
from invoice.open_items.domain.open_receivables import OPEN_RECEIVABLES
from recoup_compliance.interest.accrual import LawNotInForce
from recoup_compliance.interest.reference_rates import RateUnknown
from recoup_events.invoice import (
    ChargeKind,
    Condition,
    InvoiceBecameOverdue,
    OncePaid,
)
from recoup_events.invoice.creditor import ChargingRule
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_eventstore.work import UnitOfWork
from recoup_receivables.calendar import local_date
from recoup_receivables.clauses import Held

SET_ASIDE = (
    "A part of it is contested, agreed in a plan or reserved; it is charged once that is not."
)
NOTHING_MORE = "None of the creditor's rules will charge more for it."


class Looked(NamedTuple):
    charges: Sequence[RecordCharge]
    waits_for: str | None


async def follow_overdue(
    work: UnitOfWork, recorded: Envelope[InvoiceBecameOverdue], cause: Cause
) -> None:
    """Whether anything is charged by itself, rules say that hold when it becomes overdue."""
    invoice = issued_invoice(await work.state(INVOICE, recorded.stream))
    creditor = await creditor_of(work, recorded.tenant, invoice.issued.creditor_id)
    if creditor.books.charging and invoice.issued.charge is None:
        await look(work, recorded.stream, creditor, cause)


async def look(work: UnitOfWork, stream: Stream, creditor: Creditor, cause: Cause) -> None:
    """Charge what the rules charge by today, and say when it is looked again."""
    invoice = issued_invoice(await work.state(INVOICE, stream))
    customer = await registered_customer(work, stream.account, customer_at="/customer_id")
    today = local_date(cause.at, invoice.time_zone)
    reason = _to_be_ended(invoice, creditor, restraint(customer, creditor.creditor_id, today))
    if reason is not None:
        await _end(work, stream, invoice, reason, cause)
        return
    held = await _held(work, stream, invoice)
    rules = [rule for rule in creditor.books.charging if applies(rule, customer, held)]
    waits_for = None
    for rule in rules:
        found = await _look(work, stream, rule, cause)
        await issue_charges(work, stream, found.charges, cause)
        waits_for = waits_for or found.waits_for
    on = next_look(rules, invoice, held, today, waits=waits_for is not None)
    if on is None:
        await _end(work, stream, invoice, NOTHING_MORE, cause)
        return
    schedule = ScheduleCharging(
        **invoice.ids, on=on, time_zone=invoice.time_zone, waits_for=waits_for
    )
    await work.execute(CHARGING_OF_INVOICE, charging_stream(stream), schedule, cause)


def _to_be_ended(invoice: Invoice, creditor: Creditor, restrained: Condition | None) -> str | None:
    """The last interest of what is paid is charged where its creditor goes on asking for charges."""
    if restrained is not None:
        return f"The customer's condition is {restrained}."
    once_paid = creditor.books.charges_once_paid
    if not invoice.balance and (invoice.state, once_paid) != (InvoiceState.PAID, OncePaid.CHASE):
        return f"The invoice is {invoice.state}."
    return None


async def _look(work: UnitOfWork, stream: Stream, rule: ChargingRule, cause: Cause) -> Looked:
    invoice = issued_invoice(await work.state(INVOICE, stream))
    until = until_of(rule, local_date(cause.at, invoice.time_zone))
    try:
        found = await uncharged(work, stream, ChargeRequest(rule.kind, None, rule.law, until))
    except (RateUnknown, LawNotInForce, CurrencyUnacceptable) as error:
        return Looked([], str(error))
    free = [each for each in found if not await _is_set_aside(work, stream, each)]
    waits_for = SET_ASIDE if len(free) < len(found) else None
    return Looked([each for each in free if _is_enough(each, rule)], waits_for)


def _is_enough(charge: RecordCharge, rule: ChargingRule) -> bool:
    """Interest below the minimum is left until more has run up."""
    least = rule.minimum
    if least is None or least.currency != charge.amount.currency:
        return True
    return charge.kind is not ChargeKind.INTEREST or charge.amount >= least


async def _is_set_aside(work: UnitOfWork, stream: Stream, charge: RecordCharge) -> bool:
    known = await work.document(OPEN_RECEIVABLES, stream.account, charge.receivable_id)
    return any(known.set_aside.values())


async def _held(work: UnitOfWork, stream: Stream, invoice: Invoice) -> Mapping[str, Held]:
    issued = invoice.issued
    return await terms_on(
        *(work, stream.account.tenant, issued.creditor_id, issued.customer_id, issued.issue_date)
    )


async def _end(
    work: UnitOfWork, stream: Stream, invoice: Invoice, reason: str, cause: Cause
) -> None:
    end = EndCharging(**invoice.ids, reason=reason)
    await work.execute(CHARGING_OF_INVOICE, charging_stream(stream), end, cause)


def charging_stream(invoice: Stream) -> Stream:
    return CHARGING_OF_INVOICE.stream(*invoice.account, invoice.id)
