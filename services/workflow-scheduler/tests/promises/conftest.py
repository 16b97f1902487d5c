"""A customer who was reminded, and may promise."""

import pytest

from recoup_events.invoice import CustomerRegistered, InvoiceIssued
from recoup_testing.reminders_example import berlin
from recoup_testing.service_harness import ServiceHarness


@pytest.fixture
async def reminded(
    harness: ServiceHarness, registered: CustomerRegistered, issued: InvoiceIssued
) -> ServiceHarness:
    """The friendly reminder has gone, and it is 6 March."""
    await harness.receive(registered, issued)
    await harness.until(berlin("2026-03-06 15:00"))
    return harness
