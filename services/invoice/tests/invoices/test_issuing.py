from datetime import UTC, date, datetime

import pytest

from invoice.customers.domain import errors as customer_errors
from invoice.invoices.domain import commands
from invoice.invoices.domain import errors as invoice_errors
from invoice.invoices.domain.decider import INVOICE
from recoup_events import invoice as events
from recoup_events.kernel.ids import CustomerId, InvoiceId
from recoup_events.kernel.money import Money
from recoup_events.kernel.refusals import Refused
from recoup_receivables.plausible_days import DayImplausible
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.scenario import Scenario
from recoup_testing.terms import one_term

TODAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


def line(net: Money, tax: Money) -> events.Line:
    return events.Line(description="Bolts", net=net, tax=tax)


ISSUE = commands.IssueInvoice(
    invoice_id=InvoiceId("inv_1"),
    customer_id=CustomerId("cus_1"),
    creditor_id=CREDITOR,
    external_id="SO-1",
    number="2026-0001",
    purchase_order="PO-7",
    total=eur(119_00),
    lines=(line(eur(100_00), eur(19_00)),),
    issue_date=date(2026, 1, 5),
    terms=one_term(InvoiceId("inv_1"), date(2026, 2, 4), eur(119_00)),
    time_zone="Europe/Berlin",
    at=TODAY,
)
ISSUED = events.InvoiceIssued(
    invoice_id=InvoiceId("inv_1"),
    customer_id=CustomerId("cus_1"),
    creditor_id=CREDITOR,
    external_id="SO-1",
    number="2026-0001",
    purchase_order="PO-7",
    total=eur(119_00),
    lines=(line(eur(100_00), eur(19_00)),),
    issue_date=date(2026, 1, 5),
    terms=one_term(InvoiceId("inv_1"), date(2026, 2, 4), eur(119_00)),
    time_zone="Europe/Berlin",
)

invoice = Scenario(INVOICE)


def but(**changes: object) -> commands.IssueInvoice:
    return ISSUE.model_copy(update=changes)


def due(day: date, amount: Money = ISSUED.total) -> tuple[events.Term, ...]:
    return one_term(InvoiceId("inv_1"), day, amount)


def pointed_at(command: commands.IssueInvoice, refusal: type[Refused]) -> str | None:
    return invoice.given().when(command).then_refused(refusal).pointer


def test_an_invoice_is_issued_in_the_debtors_time_zone() -> None:
    invoice.given().when(ISSUE).then(ISSUED)


def test_an_invoice_of_one_cent_is_issued_like_any_other() -> None:
    cent = {"total": eur(1), "lines": (), "terms": due(date(2026, 2, 4), eur(1))}
    invoice.given().when(but(**cent)).then(ISSUED.model_copy(update=cent))


@pytest.mark.parametrize("cents", [0, -1])
def test_an_invoice_asks_for_more_than_zero(cents: int) -> None:
    with pytest.raises(ValueError, match="is not more than zero"):
        commands.IssueInvoice.model_validate({**dict(ISSUE), "total": eur(cents)})


def test_an_external_id_names_one_invoice_for_ever() -> None:
    refusal = invoice.given(ISSUED).when(ISSUE).then_refused(customer_errors.DuplicateExternalId)
    assert "inv_1" in refusal.detail
    assert refusal.pointer == "/external_id"


def test_an_invoice_may_be_due_on_the_day_it_is_issued() -> None:
    at_once = {"terms": due(ISSUE.issue_date)}
    invoice.given().when(but(**at_once)).then(ISSUED.model_copy(update=at_once))


def test_an_invoice_cannot_be_due_before_it_is_issued() -> None:
    command = but(terms=due(date(2026, 1, 4)))
    assert pointed_at(command, invoice_errors.DatesUnacceptable) == "/due_date"


def test_history_may_be_imported_up_to_five_years_back() -> None:
    old = {"issue_date": date(2020, 12, 1), "terms": due(date(2021, 1, 5))}
    invoice.given().when(but(**old)).then(ISSUED.model_copy(update=old))


def test_a_due_date_more_than_five_years_back_is_a_typing_error() -> None:
    command = but(issue_date=date(2020, 12, 1), terms=due(date(2021, 1, 4)))
    assert pointed_at(command, DayImplausible) == "/due_date"


def test_a_due_date_more_than_ten_years_ahead_is_a_typing_error() -> None:
    command = but(terms=due(date(9999, 12, 31)))
    assert pointed_at(command, DayImplausible) == "/due_date"


def test_the_limits_hold_on_a_leap_day_too() -> None:
    leap_day = datetime(2028, 2, 29, 9, tzinfo=UTC)
    command = but(at=leap_day, issue_date=date(2022, 1, 1), terms=due(date(2023, 2, 27)))
    assert pointed_at(command, DayImplausible) == "/due_date"


def test_the_lines_add_up_to_the_total() -> None:
    command = but(lines=(line(eur(100_00), eur(18_99)),))
    assert pointed_at(command, invoice_errors.LinesUnacceptable) == "/total/amount"


def test_a_discount_is_a_line_below_zero() -> None:
    lines = (line(eur(200_00), eur(19_00)), line(eur(-100_00), eur(0)))
    invoice.given().when(but(lines=lines)).then(ISSUED.model_copy(update={"lines": lines}))


def test_an_invoice_has_one_currency() -> None:
    command = but(lines=(line(eur(100_00), Money(minor_units=19_00, currency="USD")),))
    assert pointed_at(command, invoice_errors.CurrencyUnacceptable) == "/lines/0/tax/currency"
