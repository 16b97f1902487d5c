"""The list of promises, and what they come to."""

from datetime import timedelta

from recoup_events.kernel.envelope import Envelope
from recoup_events.kernel.money import total
from recoup_events.workflow_scheduler import (
    PromiseBroken,
    PromiseKept,
    PromiseMade,
    PromisePaymentMatched,
    PromisePaymentUnmatched,
    PromiseReduced,
    PromiseReopened,
    PromiseWithdrawn,
)
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on
from workflow_scheduler.promises.domain.promised import STATES

WRITES = named_queries("workflow_scheduler.promises", "projection.sql")


def _made(recorded: Envelope[PromiseMade]) -> Row:
    event = recorded.event
    currency = event.slices[0].amount.currency
    return (
        recorded.tenant,
        event.promise_id,
        event.customer_id,
        event.creditor_id,
        currency,
        total((slice.amount for slice in event.slices), currency).minor_units,
        event.made_on,
        event.due_on,
        event.due_on + timedelta(days=event.grace_days),
        event.given.by,
        recorded.cause.at,
    )


def _slices(recorded: Envelope[PromiseMade]) -> Row:
    event = recorded.event
    invoices = [slice.invoice_id for slice in event.slices]
    receivables = [slice.receivable_id for slice in event.slices]
    return (recorded.tenant, event.promise_id, invoices, receivables)


def _matched(recorded: Envelope[PromisePaymentMatched]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.promise_id, event.amount.minor_units)


def _unmatched(recorded: Envelope[PromisePaymentUnmatched]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.promise_id, -event.amount.minor_units)


def _reduced(recorded: Envelope[PromiseReduced]) -> Row:
    event = recorded.event
    return (recorded.tenant, event.promise_id, event.amount.minor_units)


Ended = PromiseKept | PromiseReopened | PromiseBroken | PromiseWithdrawn


def _ended(recorded: Envelope[Ended]) -> Row:
    event = recorded.event
    kept_on = event.kept_on if isinstance(event, PromiseKept) else None
    withdrawn = event.reason if isinstance(event, PromiseWithdrawn) else None
    return (recorded.tenant, event.promise_id, STATES[type(event)], kept_on, withdrawn)


CHANGES = (
    on(PromiseMade, WRITES["make_promise"], _made),
    on(PromiseMade, WRITES["add_slices"], _slices),
    on(PromisePaymentMatched, WRITES["count_money"], _matched),
    on(PromisePaymentUnmatched, WRITES["count_money"], _unmatched),
    on(PromiseReduced, WRITES["reduce_promise"], _reduced),
    on(PromiseKept, WRITES["end_promise"], _ended),
    on(PromiseReopened, WRITES["end_promise"], _ended),
    on(PromiseBroken, WRITES["end_promise"], _ended),
    on(PromiseWithdrawn, WRITES["end_promise"], _ended),
)
