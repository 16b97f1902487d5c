from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from invoice.allocations.domain.allocation import Wish, allocate
from invoice.allocations.domain.funds import Share
from invoice.invoices.domain.invoice import Invoice
from recoup_events import invoice as events
from recoup_events.kernel.ids import CustomerId, InvoiceId, receivable_id_of
from recoup_events.kernel.money import Money, total
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur
from recoup_testing.terms import one_term

FIRST, SECOND = InvoiceId("inv_1"), InvoiceId("inv_2")


ISSUED_ON = date(2026, 1, 1)


def invoice(id: InvoiceId, due: date, external_id: str, cents: int = 1) -> Invoice:
    terms = one_term(id, due, eur(cents))
    return Invoice(
        issued=events.InvoiceIssued(
            invoice_id=id,
            customer_id=CustomerId("cus_1"),
            creditor_id=CREDITOR,
            external_id=external_id,
            number=external_id,
            total=eur(cents),
            issue_date=ISSUED_ON,
            terms=terms,
            time_zone="UTC",
        ),
        terms=terms,
    )


def owing(balances: dict[InvoiceId, int]) -> dict[InvoiceId, Invoice]:
    return {id: invoice(id, date(2026, 2, 1), id, cents) for id, cents in balances.items()}


BALANCES = owing({FIRST: 60_00, SECOND: 50_00})


def to(invoice: InvoiceId, cents: int) -> Share:
    return Share(invoice, receivable_id_of(invoice, 0), CustomerId("cus_1"), eur(cents), ISSUED_ON)


def test_wishes_are_fulfilled_in_the_given_order() -> None:
    wishes = [Wish(SECOND, None), Wish(FIRST, None)]
    assert allocate(eur(70_00), wishes, BALANCES) == (to(SECOND, 50_00), to(FIRST, 20_00))


def test_a_wish_with_an_amount_gets_that_much() -> None:
    wishes = [Wish(FIRST, eur(10_00)), Wish(SECOND, eur(5_00))]
    assert allocate(eur(70_00), wishes, BALANCES) == (to(FIRST, 10_00), to(SECOND, 5_00))


def test_no_invoice_gets_more_than_it_is_owed() -> None:
    wishes = [Wish(FIRST, eur(99_00)), Wish(FIRST, None)]
    assert allocate(eur(100_00), wishes, BALANCES) == (to(FIRST, 60_00),)


def test_one_invoice_wished_for_twice_is_one_allocation() -> None:
    wishes = [Wish(FIRST, eur(10_00)), Wish(FIRST, eur(20_00))]
    assert allocate(eur(70_00), wishes, BALANCES) == (to(FIRST, 30_00),)


def test_an_invoice_that_is_owed_nothing_gets_nothing() -> None:
    assert allocate(eur(70_00), [Wish(FIRST, None)], owing({FIRST: 0})) == ()


CENTS = st.integers(min_value=1, max_value=10_000)
INVOICES = st.sampled_from([FIRST, SECOND])
WISHES = st.lists(st.builds(Wish, INVOICES, st.none() | CENTS.map(eur)))


@given(CENTS.map(eur), WISHES, st.fixed_dictionaries({FIRST: CENTS, SECOND: CENTS}))
def test_allocating_neither_loses_nor_makes_money(
    available: Money, wishes: list[Wish], owed: dict[InvoiceId, int]
) -> None:
    allocations = allocate(available, wishes, owing(owed))
    assert total((part.amount for part in allocations), "EUR") <= available
    assert all(part.amount and part.amount <= eur(owed[part.invoice_id]) for part in allocations)
