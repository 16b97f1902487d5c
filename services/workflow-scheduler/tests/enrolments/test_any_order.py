"""Invoices, disputes and plans speak on topics of their own: which is received first does not matter."""

from collections.abc import Iterator, Sequence

import pytest

from recoup_events.invoice import InvoiceIssued
from recoup_events.kernel.event import Event
from recoup_events.kernel.slices import Slice
from recoup_receivables.owed import Owed
from recoup_testing.covered_slices import AGREED, CREDITED, MATCHED, OPENED, PAID, PARTLY_UPHELD
from recoup_testing.reminders_example import ACCOUNT, INVOICE, eur
from recoup_testing.service_harness import ServiceHarness
from workflow_scheduler.enrolments.domain.decider import ENROLMENT, enrolment_of
from workflow_scheduler.enrolments.domain.enrolment import State
from workflow_scheduler.enrolments.domain.owed import OWED

Topic = Sequence[Event]
ALL_CONTESTED = [
    event.model_copy(update={"slice": Slice(invoice_id=INVOICE, amount=eur("100.00"))})
    for event in (OPENED, PARTLY_UPHELD)
]
STORIES = {
    "all is contested, and upheld in part": ((CREDITED,), ALL_CONTESTED),
    "a dispute is upheld in part": ((CREDITED,), (OPENED, PARTLY_UPHELD)),
    "a plan is paid": ((PAID,), (AGREED, MATCHED)),
}


def interleaved(one: Topic, other: Topic) -> Iterator[Topic]:
    """Every order in which two topics can be received; each keeps its own."""
    if not one or not other:
        yield [*one, *other]
        return
    yield from ([one[0], *rest] for rest in interleaved(one[1:], other))
    yield from ([other[0], *rest] for rest in interleaved(one, other[1:]))


async def received(harness: ServiceHarness, events: Topic) -> tuple[State, Owed]:
    await harness.receive(*events)
    async with harness.command_runner.work() as work:
        return (
            await work.state(ENROLMENT, enrolment_of(ACCOUNT, INVOICE)),
            await work.document(OWED, ACCOUNT, INVOICE),
        )


@pytest.mark.parametrize("story", STORIES)
async def test_every_order_leads_to_the_same_enrolment(
    story: str, worlds: Iterator[ServiceHarness], issued: InvoiceIssued
) -> None:
    billed, aside = STORIES[story]
    outcomes = [
        await received(harness, events)
        for harness, events in zip(worlds, interleaved([issued, *billed], aside), strict=False)
    ]
    assert len(outcomes) == 6
    assert all(outcome == outcomes[0] for outcome in outcomes)
