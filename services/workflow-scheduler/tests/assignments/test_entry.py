from datetime import date, timedelta

import pytest
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from recoup_events.invoice import InvoiceIssued
from recoup_events.workflow_scheduler import StepDue
from recoup_testing.reminders_example import INVOICE, eur
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import issued_as, one_term
from workflow_scheduler.assignments.domain.entry import Entry, EntryMode, steps_behind

TODAY = date(2026, 2, 2)
STEPS = [(level, TODAY - timedelta(days=age)) for level, age in ((0, 37), (1, 27), (2, 16), (3, 1))]
STEPS.append((3, TODAY + timedelta(days=10)))
WOULD_BE = EntryMode.WHERE_IT_WOULD_BE


@pytest.mark.parametrize(
    ("entry", "contacted", "behind"),
    [
        (Entry(), False, 0),
        (Entry(mode=WOULD_BE), False, 1),
        (Entry(mode=WOULD_BE, highest_level=2), False, 2),
        (Entry(mode=WOULD_BE, highest_level=None), False, 3),
        (Entry(mode=WOULD_BE, highest_level=0), False, 0),
        (Entry(mode=WOULD_BE), True, 3),
    ],
    ids=["mildest", "level 1", "level 2", "any level", "a courtesy", "contacted before"],
)
def test_what_comes_late_enters_where_the_tenant_says(
    entry: Entry, contacted: bool, behind: int
) -> None:
    assert steps_behind(STEPS, TODAY, entry, contacted=contacted) == behind


@given(
    st.lists(st.integers(-60, 60), max_size=8).map(sorted),
    st.lists(st.integers(0, 4), min_size=8, max_size=8).map(sorted),
    st.integers(0, 4),
)
def test_nobody_is_first_contacted_above_the_level_that_the_tenant_allows(
    days: list[int], levels: list[int], highest: int
) -> None:
    steps = [(level, TODAY + timedelta(days=day)) for level, day in zip(levels, days, strict=False)]
    entry = Entry(mode=WOULD_BE, highest_level=highest)
    behind = steps_behind(steps, TODAY, entry, contacted=False)
    assert behind == 0 or steps[behind][0] <= highest
    assert all(day < TODAY for _, day in steps[:behind])


async def test_an_invoice_that_is_late_already_begins_at_the_step_it_would_have_come_to(
    harness: ServiceHarness, console: AsyncClient, issued: InvoiceIssued
) -> None:
    entry = {"mode": "where_it_would_be", "highest_level": None}
    await console.put("/v1/assignment-rules", json={"entry": entry}, headers={"If-Match": "*"})
    terms = one_term(INVOICE, TODAY - timedelta(days=20), eur("100.00"))
    await harness.receive(issued_as(issued, INVOICE, terms=terms, issue_date=date(2026, 1, 2)))
    taken = await harness.comes(StepDue, harness.clock.now() + timedelta(days=2))
    assert [each.step for each in taken] == ["firm"]
