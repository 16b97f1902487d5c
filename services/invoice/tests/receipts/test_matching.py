"""What a receipt may be for, and how sure that is."""

from invoice.receipts.domain.candidate import Candidate, Rule
from invoice.receipts.domain.entry import BankEntry
from invoice.receipts.domain.hints import hints
from invoice.receipts.domain.known_items import KnownItems, KnownPayer
from invoice.receipts.domain.matching import match, sure
from invoice.receipts.domain.tolerance import Tolerance
from recoup_events.invoice.creditor import PaymentTolerance
from recoup_events.kernel.money import Money
from recoup_testing.money import eur
from recoup_testing.receipts import ADA, BOB, entry, item, of_ada

STRICT = Tolerance()


def first(entry: BankEntry, known: KnownItems, tolerance: Tolerance = STRICT) -> Candidate:
    return match(entry, known, tolerance)[0]


def test_a_structured_reference_over_just_the_amount_is_certain() -> None:
    found = first(entry(100_00), KnownItems(referenced=[item(1, 100_00)]))
    assert (found.rule, found.confidence, found.customer_id) == (Rule.REFERENCE, 100, ADA)
    assert found.reason == (
        "The structured reference is that of invoice 2026-0001, which is over just this amount."
    )


def test_the_reference_wins_over_numbers_and_amounts() -> None:
    known = KnownItems(
        referenced=[item(1, 80_00)],
        named=[item(2, 100_00)],
        payers=[KnownPayer(ADA, [ADA], by_account=True)],
        due={ADA: [item(3, 100_00)]},
    )
    found = match(entry(100_00, text="2026-0002"), known, STRICT)
    assert [each.rule for each in found] == [
        *(Rule.REFERENCE, Rule.NUMBER, Rule.AMOUNT, Rule.LONGEST_DUE),
    ]
    assert found[0].left == eur(20_00)


def test_less_than_is_owed_on_what_is_named_is_a_part_of_it() -> None:
    found = first(entry(40_00, text="2026-0001"), KnownItems(named=[item(1, 100_00)]))
    assert [each.amount for each in found.pays] == [eur(40_00)]
    assert found.confidence >= 90


def test_several_numbers_that_come_to_the_amount_are_paid_in_the_order_named() -> None:
    known = KnownItems(named=[item(1, 60_00), item(2, 40_00)])
    found = first(entry(100_00, text="2026-0002 + 2026-0001"), known)
    assert [each.invoice_id for each in found.pays] == ["inv_2", "inv_1"]
    assert found.confidence == 98


def test_numbers_that_do_not_come_to_the_amount_wait_for_a_person() -> None:
    known = KnownItems(named=[item(1, 60_00), item(2, 40_00)])
    found = match(entry(90_00, text="2026-0002, 2026-0001"), known, STRICT)
    assert sure(found, 90) is None


def test_a_number_of_four_digits_may_be_a_year() -> None:
    found = match(
        entry(40_00, text="Rent 2026"), KnownItems(named=[item(1, 100_00, "2026")]), STRICT
    )
    assert found
    assert sure(found, 90) is None


def test_a_number_that_several_bear_is_the_one_over_just_the_amount_the_oldest_among_equals() -> (
    None
):
    bearing = [item(2, 100_00, "77777"), item(1, 100_00, "77777"), item(3, 50_00, "77777")]
    found = first(entry(100_00, text="77777"), KnownItems(named=bearing))
    assert [each.invoice_id for each in found.pays] == ["inv_1"]


def test_a_number_that_several_bear_and_none_over_the_amount_is_ambiguous() -> None:
    bearing = [item(1, 100_00, "77777"), item(2, 50_00, "77777")]
    found = match(entry(30_00, text="77777"), KnownItems(named=bearing), STRICT)
    assert [each.confidence for each in found] == [50, 50]
    assert sure(found, 50) is None


def test_a_known_payers_amount_is_sure_enough_and_a_names_is_not() -> None:
    debts = (item(1, 70_00), item(2, 100_00))
    assert sure(match(entry(100_00), of_ada(*debts), STRICT), 90) is not None
    by_name = match(entry(100_00), of_ada(*debts, by_account=False), STRICT)
    assert sure(by_name, 90) is None
    assert by_name[0].reason == (
        "The customer is called like the payer, and one of its receivables is over just 100.00 EUR."
    )


def test_two_customers_of_one_account_wait_for_a_person() -> None:
    payers = [KnownPayer(ADA, [ADA], by_account=True), KnownPayer(BOB, [BOB], by_account=True)]
    known = KnownItems(payers=payers, due={ADA: [item(1, 100_00)]})
    assert sure(match(entry(100_00), known, STRICT), 90) is None


def test_the_only_sum_is_sure_enough_and_one_of_several_is_not() -> None:
    one = match(entry(100_00), of_ada(item(1, 60_00), item(2, 40_00), item(3, 7_00)), STRICT)
    assert sure(one, 90) is not None
    debts = [item(1, 60_00), item(2, 40_00), item(3, 30_00), item(4, 70_00)]
    assert sure(match(entry(100_00), of_ada(*debts), STRICT), 90) is None


def test_what_is_contested_is_proposed_only_where_it_is_named() -> None:
    contested = item(1, 100_00, free=eur(0))
    assert first(entry(100_00), of_ada(contested)).rule is Rule.LONGEST_DUE
    named = first(entry(100_00, text="2026-0001"), KnownItems(named=[contested]))
    assert named.rule is Rule.NUMBER


def test_a_group_is_paid_for_by_who_is_known_to_pay() -> None:
    payer = KnownPayer(BOB, [BOB, ADA], by_account=True)
    known = KnownItems(named=[item(1, 100_00)], payers=[payer])
    assert first(entry(100_00, text="2026-0001"), known).customer_id == BOB


def test_who_names_a_strangers_invoice_pays_for_the_stranger() -> None:
    payer = KnownPayer(BOB, [BOB], by_account=True)
    known = KnownItems(named=[item(1, 100_00)], payers=[payer])
    assert first(entry(100_00, text="2026-0001"), known).customer_id == ADA


def test_a_few_cents_short_are_exact_where_the_creditor_tolerates_them() -> None:
    tolerance = Tolerance(PaymentTolerance(amount=eur(5)))
    known = KnownItems(named=[item(1, 100_00)])
    assert first(entry(99_95, text="2026-0001"), known, tolerance).confidence == 98
    assert first(entry(99_94, text="2026-0001"), known, tolerance).confidence < 98


def test_a_few_cents_more_are_exact_too_and_bank_charges_never_are_more() -> None:
    known = KnownItems(named=[item(1, 100_00)])
    tolerance = Tolerance(PaymentTolerance(amount=eur(5), bank_charges=True), charges=eur(2_00))
    assert first(entry(100_05, text="2026-0001"), known, tolerance).confidence == 98
    assert first(entry(100_06, text="2026-0001"), known, tolerance).confidence < 98
    assert first(entry(98_00, text="2026-0001"), known, tolerance).confidence == 98


def test_money_never_settles_another_currency_and_a_hint_says_so() -> None:
    dollars = Money(minor_units=100_00, currency="USD")
    known = KnownItems(named=[item(1, 0, balance=dollars, free=dollars)])
    paid = entry(100_00, text="2026-0001")
    assert match(paid, known, STRICT) == ()
    assert hints(paid, known) == (
        "Invoice 2026-0001 is in USD and the money in EUR: it settles that only by a stated rate; "
        "accept it with an exchange.",
    )


def test_a_mistyped_reference_is_named_and_everything_else_looked_at() -> None:
    paid = entry(100_00, structured_reference="RF17539007547034", text="2026-0001")
    known = KnownItems(named=[item(1, 100_00)])
    assert first(paid, known).rule is Rule.NUMBER
    assert "check digits do not fit" in hints(paid, known)[0]
