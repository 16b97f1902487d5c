"""What an issued invoice says is put right, and its age follows its due date."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.invoices.domain import commands, errors
from invoice.invoices.domain.decider import INVOICE
from invoice.invoices.domain.invoice import AGING, Invoice, InvoiceState
from recoup_events import invoice as events
from recoup_events.kernel.ids import (
    AllocationId,
    CreditNoteId,
    CustomerId,
    InvoiceId,
    receivable_id_of,
)
from recoup_events.kernel.refusals import Refused
from recoup_receivables.plausible_days import DayImplausible
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur, eur_json
from recoup_testing.scenario import Scenario
from recoup_testing.terms import cancelled, one_term

Do = Callable[..., Awaitable[dict[str, Any]]]
IDS: dict[str, Any] = {"invoice_id": InvoiceId("inv_1"), "customer_id": CustomerId("cus_1")}
BERLIN = "Europe/Berlin"
DUE, LATER, EARLIER = date(2026, 2, 4), date(2026, 4, 1), date(2026, 1, 10)
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
"""25 days past due."""
TERM = receivable_id_of(InvoiceId("inv_1"), 0)
ISSUED = events.InvoiceIssued(
    **IDS,
    creditor_id=CREDITOR,
    external_id="SO-1",
    number="R-1",
    total=eur(100_00),
    issue_date=date(2026, 1, 5),
    terms=one_term(InvoiceId("inv_1"), DUE, eur(100_00)),
    time_zone=BERLIN,
)
OVERDUE = events.InvoiceBecameOverdue(**IDS, receivable_id=TERM, balance=eur(100_00), due_date=DUE)
CREDIT = events.InvoiceCredited(
    **IDS,
    receivable_id=TERM,
    grounds=events.CreditNote(number="CN-1"),
    amount=eur(100_00),
    balance=eur(0),
    reason="all of it",
    credit_note_id=CreditNoteId("crn_1"),
    allocation_id=AllocationId("alc_2"),
)
CANCELLED = events.InvoiceCancelled(
    **IDS,
    reason="twice",
    amount=eur(100_00),
    terms=cancelled(ISSUED.terms),
    effective_on=date(2026, 1, 20),
)
invoice = Scenario(INVOICE)


def amend(**changes: Any) -> commands.AmendInvoice:
    stands = {"number": "R-1", "purchase_order": None, "lines": ()}
    changes = {"due_dates": (changes.pop("due_date", DUE),), **changes}
    return commands.AmendInvoice(
        **{**stands, "time_zone": BERLIN, "reason": "agreed", "at": AT, **changes}
    )


def amended(**changes: Any) -> events.InvoiceAmended:
    terms = one_term(InvoiceId("inv_1"), changes.pop("due_date", DUE), eur(100_00))
    stands = {"number": "R-1", "time_zone": BERLIN, "reason": "agreed", **changes}
    return events.InvoiceAmended(**IDS, creditor_id=CREDITOR, terms=terms, **stands)


def test_what_stands_as_asked_changes_nothing() -> None:
    invoice.given(ISSUED).when(amend()).then_nothing()


def test_an_overdue_invoice_is_open_again_until_its_new_due_date_has_ended() -> None:
    given = invoice.given(ISSUED, OVERDUE)
    after = given.when(amend(due_date=LATER)).then(amended(due_date=LATER))
    assert isinstance(after, Invoice)
    assert (after.state, after.due_date) == (InvoiceState.OPEN, LATER)
    assert INVOICE.timers(after) == {AGING: datetime(2026, 4, 1, 22, tzinfo=UTC)}


def test_one_that_is_late_by_its_new_due_date_says_how_late_in_the_same_decision() -> None:
    after = (
        invoice.given(ISSUED, OVERDUE)
        .when(amend(due_date=EARLIER))
        .then(
            amended(due_date=EARLIER),
            events.InvoiceBecameOverdue(
                **IDS, receivable_id=TERM, balance=eur(100_00), due_date=EARLIER
            ),
            events.InvoiceAged(
                **IDS,
                receivable_id=TERM,
                balance=eur(100_00),
                days_past_due=31,
                bucket="31-60",
            ),
        )
    )
    assert isinstance(after, Invoice)
    assert after.state == InvoiceState.OVERDUE


def test_another_number_leaves_its_age_alone() -> None:
    given = invoice.given(ISSUED, OVERDUE)
    after = given.when(amend(number="R-2")).then(amended(number="R-2"))
    assert isinstance(after, Invoice)
    assert (after.number, after.state) == ("R-2", InvoiceState.OVERDUE)


def test_a_paid_invoice_is_amended_and_does_not_age() -> None:
    given = invoice.given(ISSUED, CREDIT)
    given.when(amend(due_date=EARLIER)).then(amended(due_date=EARLIER))


def test_a_cancelled_invoice_changes_no_more() -> None:
    invoice.given(ISSUED, CANCELLED).when(amend(number="R-2")).then_refused(errors.InvoiceRefused)


@pytest.mark.parametrize(
    ("day", "error"),
    [(date(2026, 1, 4), errors.DatesUnacceptable), (date(2036, 3, 2), DayImplausible)],
)
def test_a_due_date_before_the_issue_date_or_too_far_away_is_refused(
    day: date, error: type[Refused]
) -> None:
    refused = invoice.given(ISSUED).when(amend(due_date=day)).then_refused(error)
    assert refused.pointer == "/due_date"


def test_lines_that_do_not_add_up_are_refused() -> None:
    line = events.Line(description="Bolts", net=eur(1), tax=eur(0))
    asked = invoice.given(ISSUED).when(amend(lines=(line,)))
    asked.then_refused(errors.LinesUnacceptable)


async def test_it_is_amended_over_the_api_and_what_is_left_out_stays(
    erp: AsyncClient, issue: Do
) -> None:
    issued = await issue("SO-1", purchase_order="PO-1")
    path = f"/v1/invoices/{issued['id']}"
    other = {"due_date": "2026-03-01"}
    answer = await erp.patch(path, json={**other, "reason": "agreed"})
    moved = other | {"schedule": [issued["schedule"][0] | other]}
    assert answer.json() == issued | moved
    answer = await erp.patch(path, json={"purchase_order": None, "reason": "mistyped"})
    assert answer.json() == issued | moved | {"purchase_order": None}
    assert (await erp.patch(path, json=other)).status_code == 422
    assert (await erp.patch(path, json={"reason": "?", "total": eur_json("1.00")})).is_error


async def test_its_new_number_is_what_a_payer_may_name(
    erp: AsyncClient, issue: Do, pay: Do
) -> None:
    issued = await issue("SO-1")
    await erp.patch(f"/v1/invoices/{issued['id']}", json={"number": "R-2", "reason": "mistyped"})
    paid = await pay("B-1", "40.00", references=[{"invoice": "R-2"}])
    assert [part["invoice_id"] for part in paid["allocations"]] == [issued["id"]]
