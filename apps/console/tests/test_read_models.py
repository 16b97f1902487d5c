"""What is shown follows what was said, and comes out the same when it is built anew."""

import pytest

from console.main import Console
from recoup_events.kernel.ids import TenantId
from recoup_eventstore.postgres.connector import connected
from recoup_eventstore.postgres.pools import Pools
from recoup_eventstore.postgres.read_models.rebuild import Rebuild
from recoup_service.api.reading import reading_from
from recoup_testing.console_example import ACME, CUSTOMER, INVOICE, RIVAL, Receive, example

pytestmark = pytest.mark.servers

REGISTERED = example("customer.registered.v1")
ISSUED = example("invoice.issued.v1")
PAID = example("invoice.payment_applied.v1", balance={"minor_units": 2450, "currency": "EUR"})


async def shown(pools: Pools, query: str, tenant: TenantId = ACME) -> list[tuple[object, ...]]:
    async with reading_from(pools)(tenant) as connection:
        return [tuple(row) for row in await connection.fetch(query)]


async def test_what_is_owed_is_summed_by_due_date_and_customer(
    receive: Receive, pools: Pools
) -> None:
    await receive(REGISTERED, ISSUED)
    by_day = "select due_on::text, owed, receivables from console.owed_by_due_date order by due_on"
    assert await shown(pools, by_day) == [("2026-02-04", 5000, 1), ("2026-03-04", 7550, 1)]
    await receive(PAID)
    assert await shown(pools, by_day) == [("2026-02-04", 2450, 1), ("2026-03-04", 7550, 1)]
    customer = "select owed_most, oldest_due_on::text from console.customer"
    assert await shown(pools, customer) == [(10_000, "2026-02-04")]


async def test_a_term_that_is_paid_is_counted_no_more(receive: Receive, pools: Pools) -> None:
    nothing = example("invoice.payment_applied.v1", balance={"minor_units": 0, "currency": "EUR"})
    await receive(REGISTERED, ISSUED, nothing)
    counted = "select owed, receivables from console.owed_by_customer"
    assert await shown(pools, counted) == [(7550, 1)]
    assert await shown(pools, "select oldest_due_on::text from console.customer") == [
        ("2026-03-04",)
    ]


async def test_another_due_date_takes_its_sum_along(receive: Receive, pools: Pools) -> None:
    terms = [
        {
            "receivable_id": id,
            "due_date": "2026-04-01",
            "amount": {"minor_units": amount, "currency": "EUR"},
        }
        for id, amount in (("rcv_4c1a", 5000), ("rcv_9e07", 7550))
    ]
    amended = example("invoice.amended.v1", invoice_id=INVOICE, customer_id=CUSTOMER, terms=terms)
    await receive(REGISTERED, ISSUED, amended)
    by_day = "select due_on::text, owed from console.owed_by_due_date where owed <> 0"
    assert await shown(pools, by_day) == [("2026-04-01", 12550)]


async def test_everything_said_about_a_customer_is_a_line_in_its_place(
    receive: Receive, pools: Pools
) -> None:
    refused = example("contact.refused.v1")
    await receive(REGISTERED, ISSUED, refused)
    lines = """select kind, invoice_id from console.line
    left join console.line_of_invoice using (tenant, place) order by place"""
    assert await shown(pools, lines) == [
        ("customer", None),
        ("invoice", INVOICE),
        ("refusal", None),
    ]
    counts = "select kind, detail, number from console.hour_count"
    assert await shown(pools, counts) == [("refused", "US6", 1)]


async def test_what_is_received_is_never_published_again(receive: Receive, pools: Pools) -> None:
    await receive(REGISTERED, ISSUED)
    assert not await pools.worker.fetchval("select count(*) from store.event where public")


async def test_nobody_sees_another_tenants_rows(receive: Receive, pools: Pools) -> None:
    await receive(REGISTERED, ISSUED)
    for table in ("customer", "invoice", "receivable", "line", "owed_by_due_date", "hour_count"):
        assert await shown(pools, f"select 1 from console.{table}", RIVAL) == []


async def test_what_is_read_comes_out_the_same_when_it_is_built_anew(
    console: Console, receive: Receive, address: str, pools: Pools
) -> None:
    refused = example("contact.refused.v1")
    await receive(REGISTERED, ISSUED, PAID, refused, example("dispute.opened.v1"))
    lines = await shown(pools, "select place, kind from console.line order by place")
    [projection] = console.projections
    async with connected(address) as owner:
        before = await Rebuild(owner, pools, projection, lambda *_: None).run()
    assert before.build == 1
    assert await shown(pools, "select place, kind from console.line order by place") == lines


async def test_what_came_one_by_one_and_in_one_page_come_to_the_same(
    console: Console, receive: Receive, address: str, pools: Pools
) -> None:
    """Live rows followed each event by itself; those built anew, all of them at once."""
    nothing = example("invoice.payment_applied.v1", balance={"minor_units": 0, "currency": "EUR"})
    later = [
        {
            "receivable_id": id,
            "due_date": "2026-04-01",
            "amount": {"minor_units": amount, "currency": "EUR"},
        }
        for id, amount in (("rcv_4c1a", 5000), ("rcv_9e07", 7550))
    ]
    amended = example("invoice.amended.v1", invoice_id=INVOICE, customer_id=CUSTOMER, terms=later)
    renamed = example("customer.details_changed.v1", customer_id=CUSTOMER)
    paid = example("invoice.paid.v1", invoice_id=INVOICE, customer_id=CUSTOMER)
    for event in (REGISTERED, ISSUED, PAID, amended, renamed, nothing, paid):
        await receive(event)
    by_day = "select due_on::text, owed, receivables from console.owed_by_due_date order by due_on"
    assert await shown(pools, by_day) == [("2026-04-01", 7550, 1)]
    assert await shown(pools, "select external_id from console.customer") == [("ERP-1042",)]
    [projection] = console.projections
    async with connected(address) as owner:
        await Rebuild(owner, pools, projection, lambda *_: None).run()
    assert await shown(pools, by_day) == [("2026-04-01", 7550, 1)]


async def test_cases_are_counted_in_the_state_they_are_in(
    console: Console, receive: Receive, address: str, pools: Pools
) -> None:
    opened = example("dispute.opened.v1")
    other = example("dispute.opened.v1", dispute_id="dsp_other")
    withdrawn = example("dispute.withdrawn.v1")
    for event in (REGISTERED, ISSUED, opened, other, opened, withdrawn):
        await receive(event)
    counted = "select state, number, amount from console.case_count where number > 0 order by state"
    found = [("open", 1, 5000), ("withdrawn", 1, 5000)]
    assert await shown(pools, counted) == found
    kinds = "select kind, number from console.line_count order by kind"
    assert await shown(pools, kinds) == [("customer", 1), ("dispute", 4), ("invoice", 1)]
    [projection] = console.projections
    async with connected(address) as owner:
        await Rebuild(owner, pools, projection, lambda *_: None).run()
    assert await shown(pools, counted) == found
