"""When an invoice is chased: said with it, changed later, final once it is never."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.invoices.domain import commands
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.errors import ChaseUnacceptable, InvoiceRefused
from recoup_events import invoice as events
from recoup_events.invoice import Chase, Taken
from recoup_events.kernel.ids import CustomerId, InvoiceId
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.scenario import Scenario
from recoup_testing.terms import one_term

Shown = dict[str, Any]
Issue = Callable[..., Awaitable[Shown]]
IDS: dict[str, Any] = {"invoice_id": InvoiceId("inv_1"), "customer_id": CustomerId("cus_1")}
MARCH = date(2026, 3, 1)
ISSUE = commands.IssueInvoice(
    **IDS,
    creditor_id=CREDITOR,
    external_id="SO-1",
    number="2026-0001",
    purchase_order=None,
    total=eur(100_00),
    lines=(),
    issue_date=date(2026, 1, 5),
    terms=one_term(InvoiceId("inv_1"), date(2026, 2, 4), eur(100_00)),
    time_zone="Europe/Berlin",
    at=datetime(2026, 1, 5, 9, tzinfo=UTC),
)
ISSUED = events.InvoiceIssued.model_validate(ISSUE, from_attributes=True)

invoice = Scenario(INVOICE)


def but(**fields: Any) -> commands.IssueInvoice:
    return ISSUE.model_copy(update=fields)


def chased(chase: Chase, first_day: date | None = None) -> events.InvoiceChaseChanged:
    return events.InvoiceChaseChanged(
        **IDS,
        receivable_ids=(ISSUED.terms[0].receivable_id,),
        chase=chase,
        chase_from=first_day,
    )


def change(chase: Chase, first_day: date | None = None) -> commands.ChangeChase:
    return commands.ChangeChase(chase=chase, chase_from=first_day)


def test_an_invoice_is_chased_at_once_unless_its_creditor_says_otherwise() -> None:
    assert (ISSUED.chase, ISSUED.chase_from, ISSUED.taken) == (Chase.NOW, None, None)


def test_what_was_done_before_comes_with_the_invoice() -> None:
    taken = Taken(level=2, last_contact_on=date(2026, 1, 5))
    invoice.given().when(but(taken=taken)).then(ISSUED.model_copy(update={"taken": taken}))


def test_what_was_done_before_was_done_by_today() -> None:
    taken = Taken(level=2, last_contact_on=date(2026, 1, 6))
    refusal = invoice.given().when(but(taken=taken)).then_refused(ChaseUnacceptable)
    assert refusal.pointer == "/taken/last_contact_on"


@pytest.mark.parametrize(
    ("chase", "first_day"),
    [(Chase.FROM, None), (Chase.NOW, MARCH), (Chase.ON_RELEASE, MARCH), (Chase.NEVER, MARCH)],
)
def test_a_first_day_goes_with_from_and_with_nothing_else(
    chase: Chase, first_day: date | None
) -> None:
    issue = but(chase=chase, chase_from=first_day)
    for asked in (
        invoice.given().when(issue),
        invoice.given(ISSUED).when(change(chase, first_day)),
    ):
        assert asked.then_refused(ChaseUnacceptable).pointer == "/chase_from"


def test_what_waits_is_released_once() -> None:
    waits = ISSUED.model_copy(update={"chase": Chase.ON_RELEASE})
    invoice.given(waits).when(change(Chase.NOW)).then(chased(Chase.NOW))
    invoice.given(waits, chased(Chase.NOW)).when(change(Chase.NOW)).then_nothing()


def test_a_paid_invoice_follows_too_for_it_may_be_reopened() -> None:
    paid = events.InvoicePaid(**IDS, paid_on=MARCH)
    invoice.given(ISSUED, paid).when(change(Chase.FROM, MARCH)).then(chased(Chase.FROM, MARCH))


def test_never_is_final() -> None:
    given = invoice.given(ISSUED, chased(Chase.NEVER))
    given.when(change(Chase.NEVER)).then_nothing()
    assert "final" in given.when(change(Chase.NOW)).then_refused(InvoiceRefused).detail


async def test_the_invoice_shows_when_it_is_chased(erp: AsyncClient, issue: Issue) -> None:
    taken = {"level": 2, "last_contact_on": "2025-12-15"}
    issued = await issue("SO-1", chase="on_release", taken=taken)
    assert (issued["chase"], issued["chase_from"], issued["taken"]) == ("on_release", None, taken)
    path = f"/v1/invoices/{issued['id']}/chase"
    body = {"chase": "from", "chase_from": "2026-03-01"}
    changed = (await erp.post(path, json=body)).json()
    assert {field: changed[field] for field in body} == body


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"chase": "later"}, "/chase"),
        ({"chase": "from"}, "/chase_from"),
        ({"chase_from": "2026-03-01"}, "/chase_from"),
        ({"taken": {"level": 10}}, "/taken/level"),
        ({"taken": {"last_contact_on": "2026-01-07"}}, "/taken/last_contact_on"),
    ],
)
async def test_a_mistake_is_pointed_at(
    erp: AsyncClient, customer: Shown, wrong: Shown, pointer: str
) -> None:
    invoice = {
        "customer_external_id": "C-1",
        "external_id": "SO-1",
        "number": "2026-0001",
        "total": {"amount": "119.00", "currency": "EUR"},
        "issue_date": "2026-01-05",
        "due_date": "2026-02-04",
    }
    answer = await erp.post("/v1/invoices", json=invoice | wrong)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_it_is_changed_without_a_version_so_that_a_stop_does_not_wait(
    erp: AsyncClient, issue: Issue
) -> None:
    path = f"/v1/invoices/{(await issue('SO-1'))['id']}/chase"
    del erp.headers["If-Match"]
    assert (await erp.post(path, json={"chase": "never"})).json()["chase"] == "never"
    refused = await erp.post(path, json={"chase": "now"})
    assert (refused.status_code, refused.json()["code"]) == (409, "invoice_refused")


async def test_sent_again_with_put_it_stays_as_it_was_changed(
    erp: AsyncClient, customer: Shown
) -> None:
    path = "/v1/invoices/by/external-id/SO-1"
    invoice = {
        "customer_external_id": "C-1",
        "number": "2026-0001",
        "total": {"amount": "119.00", "currency": "EUR"},
        "issue_date": "2026-01-05",
        "due_date": "2026-02-04",
        "chase": "on_release",
    }
    issued = (await erp.put(path, json=invoice)).json()
    await erp.post(f"/v1/invoices/{issued['id']}/chase", json={"chase": "now"})
    again = await erp.put(path, json=invoice)
    assert (again.status_code, again.json()["chase"]) == (200, "now")
