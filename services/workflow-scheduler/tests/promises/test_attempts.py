"""What is paid online and on its way is not reminded of; what failed is."""

from datetime import date

import pytest
from httpx import AsyncClient

from recoup_events.invoice.payment_attempt import (
    AttemptPart,
    PaymentAttemptFailed,
    PaymentAttemptPending,
    PaymentAttemptReturned,
)
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import CreditorId
from recoup_events.kernel.money import Money
from recoup_events.workflow_scheduler import PromiseMade, PromiseSource, PromiseWithdrawn
from recoup_testing.reminders_example import CUSTOMER, IDS, INVOICE, paid, taken_back
from recoup_testing.service_harness import ServiceHarness

ENROLMENT = f"/v1/enrolments/{IDS['enrolment_id']}"
PART = AttemptPart(
    invoice_id=INVOICE, receivable_id=IDS["receivable_id"], amount=Money.parse("600.00", "EUR")
)
ON_ITS_WAY = PaymentAttemptPending(
    attempt_id="pat_1",
    customer_id=CUSTOMER,
    creditor_id=CreditorId("crd_1"),
    parts=(PART,),
    expected_on=date(2026, 3, 16),
)
FAILED = PaymentAttemptFailed(attempt_id="pat_1", customer_id=CUSTOMER, reason="insufficient_funds")

RETURNED = PaymentAttemptReturned(attempt_id="pat_1", customer_id=CUSTOMER, reason="account_closed")
TAKEN_BACK = taken_back("600.00", left="600.00")


async def state(console: AsyncClient) -> str:
    return str((await console.get(ENROLMENT)).json()["state"])


async def test_nobody_is_reminded_of_what_is_being_collected(
    reminded: ServiceHarness, console: AsyncClient
) -> None:
    await reminded.receive(ON_ITS_WAY, ON_ITS_WAY)
    [promise] = [e for e in await reminded.recorded() if isinstance(e, PromiseMade)]
    assert (promise.given.by, promise.due_on) == (PromiseSource.PORTAL, ON_ITS_WAY.expected_on)
    assert await state(console) == "paused"


async def test_what_failed_is_chased_again(reminded: ServiceHarness, console: AsyncClient) -> None:
    await reminded.receive(ON_ITS_WAY, FAILED)
    assert await state(console) != "paused"


async def test_a_failure_that_is_heard_of_first_pauses_nothing_for_long(
    reminded: ServiceHarness, console: AsyncClient
) -> None:
    await reminded.receive(FAILED)
    assert await state(console) != "paused"


@pytest.mark.parametrize("back", [(RETURNED, TAKEN_BACK), (TAKEN_BACK, RETURNED)])
async def test_what_the_bank_took_back_is_chased_again(
    reminded: ServiceHarness, console: AsyncClient, back: tuple[Event, Event]
) -> None:
    await reminded.receive(ON_ITS_WAY, paid("600.00", left="0.00"), *back)
    promises = [e for e in await reminded.recorded() if isinstance(e, PromiseWithdrawn)]
    assert [promise.note for promise in promises] == ["Returned: account_closed"]
    assert await state(console) == "running"
