"""What holds of the candidates of any receipt, whatever is owed and written."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from invoice.receipts.domain.entry import BankEntry
from invoice.receipts.domain.known_items import KnownItems, KnownPayer
from invoice.receipts.domain.matching import match
from invoice.receipts.domain.tolerance import Tolerance
from recoup_events.invoice.creditor import PaymentTolerance
from recoup_events.kernel.money import Money, total
from recoup_testing.money import eur
from recoup_testing.receipts import ADA, BOB, BOLTS, OTHERS, entry, item

ITEMS = st.lists(
    st.builds(
        lambda nth, cents, customer, creditor, currency, aside, number: item(
            nth,
            cents,
            number,
            customer_id=customer,
            creditor_id=creditor,
            balance=Money(minor_units=cents, currency=currency),
            free=Money(minor_units=0 if aside else cents, currency=currency),
        ),
        st.integers(0, 30),
        st.integers(0, 300),
        st.sampled_from([ADA, BOB]),
        st.sampled_from([BOLTS, OTHERS]),
        st.sampled_from(["EUR", "USD"]),
        st.booleans(),
        st.sampled_from(["", "77777", "2026", "RE-10001"]),
    ),
    max_size=12,
    unique_by=lambda item: item.receivable_id,
)
LEADS = st.builds(
    lambda items, by_account, both: KnownItems(
        referenced=items[:1],
        named=items,
        payers=[KnownPayer(id, [ADA, BOB], by_account) for id in ([ADA, BOB] if both else [ADA])],
        due={ADA: items, BOB: items[::2]},
    ),
    ITEMS,
    st.booleans(),
    st.booleans(),
)
TEXTS = st.sampled_from(["", "2026-0003", "77777", "2026", "10001, 2026-0004", "RE10001 2026"])
ENTRIES = st.builds(lambda cents, text: entry(cents, text=text or None), st.integers(1, 400), TEXTS)
SLACKS = st.builds(
    lambda cents: Tolerance(PaymentTolerance(amount=eur(cents) if cents else None)),
    st.integers(0, 9),
)


@settings(max_examples=300)
@given(ENTRIES, LEADS, SLACKS)
def test_never_more_is_proposed_than_came_in_nor_than_is_owed(
    paid: BankEntry, known: KnownItems, tolerance: Tolerance
) -> None:
    owed = {
        each.receivable_id: each for items in (known.named, *known.due.values()) for each in items
    }
    for candidate in match(paid, known, tolerance):
        assert (
            total((each.amount for each in candidate.pays), "EUR") + candidate.left == paid.amount
        )
        assert candidate.left.minor_units >= 0
        assert len({each.receivable_id for each in candidate.pays}) == len(candidate.pays)
        for each in candidate.pays:
            debt = owed[each.receivable_id]
            assert (debt.creditor_id, debt.balance.currency) == (BOLTS, "EUR")
            assert (debt.customer_id, debt.invoice_id) == (each.customer_id, each.invoice_id)
            assert 0 < each.amount.minor_units <= debt.balance.minor_units


@settings(max_examples=300)
@given(ENTRIES, LEADS, SLACKS, st.randoms(use_true_random=False))
def test_the_order_in_which_leads_come_changes_nothing(
    paid: BankEntry, known: KnownItems, tolerance: Tolerance, chance: Any
) -> None:
    def shuffled(items: Any) -> Any:
        return chance.sample(list(items), len(items))

    others = KnownItems(
        referenced=shuffled(known.referenced),
        named=shuffled(known.named),
        payers=shuffled(known.payers),
        due={id: shuffled(items) for id, items in shuffled(known.due.items())},
    )
    assert match(paid, known, tolerance) == match(paid, others, tolerance)


@given(ENTRIES, LEADS, SLACKS)
def test_the_surest_come_first_and_each_says_the_reason(
    paid: BankEntry, known: KnownItems, tolerance: Tolerance
) -> None:
    found = match(paid, known, tolerance)
    assert [each.confidence for each in found] == sorted(
        (e.confidence for e in found), reverse=True
    )
    assert all(0 <= each.confidence <= 100 and each.reason.endswith(".") for each in found)
