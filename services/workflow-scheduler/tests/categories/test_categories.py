"""Customers as what happens to them shows why they do not pay."""

from datetime import date, timedelta

import pytest
from httpx import AsyncClient

from recoup_events.dispute import DisputeOpened, DisputeRejected, DisputeWithdrawn, Reason
from recoup_events.invoice import (
    Condition,
    CustomerConditionLifted,
    CustomerConditionRecorded,
    CustomerRegistered,
    InvoiceAged,
    InvoiceBecameOverdue,
    InvoicePaid,
)
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    ConditionId,
    DisputeId,
    InvoiceId,
    PersonId,
    ReceivableId,
    ReplyId,
)
from recoup_events.notification import ReplyMeaning, ReplyReceived
from recoup_events.workflow_scheduler import Category, CustomerCategorised
from recoup_testing.creditors import CREDITOR
from recoup_testing.reminders_example import CUSTOMER, INVOICE, RECEIVABLE, berlin, eur
from recoup_testing.service_harness import ServiceHarness
from recoup_testing.terms import slice_of

PATH = f"/v1/categories/{CUSTOMER}"
ANY_VERSION = {"If-Match": "*"}
INSOLVENT = CustomerConditionRecorded(
    customer_id=CUSTOMER,
    condition_id=ConditionId("cnd_1"),
    condition=Condition.INSOLVENCY,
    source="the court's notice",
    effective_from=date(2026, 2, 2),
)
NOT_INSOLVENT = CustomerConditionLifted(
    customer_id=CUSTOMER,
    condition_id=ConditionId("cnd_1"),
    condition=Condition.INSOLVENCY,
    reason="another company of that name",
    effective_from=date(2026, 2, 2),
)


def overdue(nth: int) -> InvoiceBecameOverdue:
    return InvoiceBecameOverdue(
        invoice_id=InvoiceId(f"inv_{nth}"),
        receivable_id=ReceivableId(f"rcv_{nth}"),
        customer_id=CUSTOMER,
        balance=eur("10.00"),
        due_date=date(2026, 1, 1),
    )


def paid(nth: int) -> InvoicePaid:
    return InvoicePaid(
        invoice_id=InvoiceId(f"inv_{nth}"), customer_id=CUSTOMER, paid_on=date(2026, 1, 31)
    )


AGED = InvoiceAged(
    invoice_id=INVOICE,
    receivable_id=RECEIVABLE,
    customer_id=CUSTOMER,
    balance=eur("100.00"),
    days_past_due=31,
    bucket="31-60",
)


def replied(text: str, meaning: ReplyMeaning = ReplyMeaning.UNCLEAR) -> ReplyReceived:
    return ReplyReceived(
        reply_id=ReplyId(f"rpl_{len(text)}"),
        customer_id=CUSTOMER,
        person_id=PersonId("per_1"),
        creditor_id=CREDITOR,
        channel=Channel.EMAIL,
        address_hash="0" * 64,
        answers=None,
        text=text,
        meaning=meaning,
        received_at=berlin("2026-02-02 09:00"),
    )


def disputed(id: str, reason: Reason, statement: str = "") -> DisputeOpened:
    return DisputeOpened(
        dispute_id=DisputeId(id),
        customer_id=CUSTOMER,
        creditor_id=CREDITOR,
        slices=(slice_of(INVOICE, eur("40.00")),),
        reason=reason,
        statement=statement,
    )


def categories(recorded: list[Event]) -> list[Category]:
    return [each.category for each in recorded if isinstance(each, CustomerCategorised)]


async def test_a_change_is_said_once_with_its_evidence(harness: ServiceHarness) -> None:
    await harness.receive(INSOLVENT)
    await harness.receive(overdue(1))
    (said,) = (each for each in await harness.recorded() if isinstance(each, CustomerCategorised))
    assert (said.category, said.before, said.overridden) == (
        Category.GOING_OUT_OF_BUSINESS,
        Category.UNDECIDED,
        False,
    )
    assert [(each.kind, each.event_type) for each in said.evidence] == [
        ("insolvency", "customer.condition_recorded.v1")
    ]


async def test_what_was_recorded_in_error_speaks_for_nothing(harness: ServiceHarness) -> None:
    await harness.receive(INSOLVENT)
    await harness.receive(NOT_INSOLVENT)
    assert categories(list(await harness.recorded())) == [
        Category.GOING_OUT_OF_BUSINESS,
        Category.UNDECIDED,
    ]


async def test_an_angry_customer_says_so_and_loses_its_dispute(harness: ServiceHarness) -> None:
    opened = disputed("dsp_1", Reason.QUALITY, "Broken again. This is unacceptable.")
    await harness.receive(opened)
    assert categories(list(await harness.recorded())) == [Category.ANGRY]
    withdrawn = DisputeWithdrawn(
        dispute_id=opened.dispute_id, customer_id=CUSTOMER, slices=opened.slices, reason="settled"
    )
    await harness.receive(withdrawn)
    assert categories(list(await harness.recorded()))[-1] is Category.UNDECIDED


async def test_a_good_payer_that_falls_silent_is_noticed_without_a_bad_history(
    harness: ServiceHarness,
) -> None:
    for nth in (11, 12, 13):
        await harness.receive(paid(nth))
    await harness.receive(AGED)
    assert categories(list(await harness.recorded())) == [Category.GOING_OUT_OF_BUSINESS]
    await harness.receive(replied("We moved; we pay on Monday.", ReplyMeaning.PROMISED))
    assert categories(list(await harness.recorded()))[-1] is Category.UNDECIDED


async def test_a_machine_s_answer_is_no_word(harness: ServiceHarness) -> None:
    for nth in (11, 12, 13):
        await harness.receive(paid(nth))
    await harness.receive(replied("Back on Monday.", ReplyMeaning.OUT_OF_OFFICE))
    await harness.receive(AGED)
    assert categories(list(await harness.recorded())) == [Category.GOING_OUT_OF_BUSINESS]


async def test_a_customer_who_never_paid_before_is_not_called_silent(
    harness: ServiceHarness,
) -> None:
    await harness.receive(AGED)
    assert categories(list(await harness.recorded())) == []


async def test_unpaid_invoices_count_each_beyond_the_first_until_they_are_paid(
    harness: ServiceHarness, console: AsyncClient, registered: CustomerRegistered
) -> None:
    await harness.receive(registered, overdue(1), overdue(2), overdue(3))
    assert [each["kind"] for each in (await console.get(PATH)).json()["evidence"]] == [
        *("unpaid_invoice", "unpaid_invoice")
    ]
    await harness.receive(paid(2), paid(3))
    assert (await console.get(PATH)).json()["evidence"] == []


async def test_a_category_lapses_by_itself_when_its_evidence_expires(
    harness: ServiceHarness,
) -> None:
    await harness.receive(disputed("dsp_1", Reason.QUALITY, "This is unacceptable."))
    assert categories(list(await harness.recorded())) == [Category.ANGRY]
    await harness.until(harness.clock.now() + timedelta(days=179))
    assert categories(list(await harness.recorded())) == [Category.ANGRY]
    await harness.until(harness.clock.now() + timedelta(days=1))
    assert categories(list(await harness.recorded())) == [Category.ANGRY, Category.UNDECIDED]


async def test_it_shows_the_evidence_the_points_and_what_would_change_it(
    harness: ServiceHarness, console: AsyncClient, registered: CustomerRegistered
) -> None:
    await harness.receive(registered, replied("You are a scam."))
    shown = (await console.get(PATH)).json()
    (evidence,) = shown["evidence"]
    assert (shown["category"], shown["weighed"]) == ("undecided", "undecided")
    assert (evidence["kind"], evidence["points"]["angry"], evidence["event_type"]) == (
        *("angry_words", 30, "reply.received.v1"),
    )
    assert {each["category"] for each in shown["would_change"]} == {
        *("unorganized", "going_out_of_business", "angry"),
    }
    await harness.receive(
        DisputeRejected(
            dispute_id=DisputeId("dsp_1"),
            customer_id=CUSTOMER,
            slices=(slice_of(INVOICE, eur("40.00")),),
            reason="delivered",
        )
    )
    assert (await console.get(PATH)).json()["category"] == "angry"


async def test_nothing_is_known_of_a_customer_that_has_not_arrived(console: AsyncClient) -> None:
    answer = await console.get("/v1/categories/cus_nowhere")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_the_table_of_weights_is_public(console: AsyncClient) -> None:
    table = (await console.get("/v1/categories/weights")).json()
    assert table["enough"] > 0
    assert all(each["reason"] for each in table["weights"])


@pytest.mark.servers
async def test_customers_are_listed_by_category(
    office: ServiceHarness, acme: AsyncClient, other: AsyncClient
) -> None:
    await office.receive(INSOLVENT)
    await office.catch_up()
    listed = (await acme.get("/v1/categories?category=going_out_of_business")).json()["data"]
    assert [(each["id"], each["overridden"]) for each in listed] == [(CUSTOMER, False)]
    assert (await acme.get("/v1/categories?category=angry")).json()["data"] == []
    assert (await other.get("/v1/categories")).json()["data"] == []
