"""Ways to pay a sum over time add up to the cent, on working days that ascend."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payment_plan.offers.domain.asking import Wish
from payment_plan.offers.domain.cash_effect import cash_effect
from payment_plan.offers.domain.errors import OptionUnacceptable
from payment_plan.offers.domain.options import offered_options
from payment_plan.plans.domain.debtor import Debtor
from recoup_compliance.working_days import is_working_day
from recoup_events.kernel.currencies import EXPONENTS
from recoup_events.kernel.ids import InvoiceId, ReceivableId
from recoup_events.kernel.money import Money, total
from recoup_events.payment_plan import Every, OfferedSlice
from recoup_testing.money import eur

TODAY = date(2026, 3, 1)
GERMANY = Debtor(time_zone="Europe/Berlin", country="DE")


def days(wish: Wish, debtor: Debtor = GERMANY) -> list[date]:
    (option,) = offered_options(eur(100_00), [wish], debtor, TODAY, 14)
    return [each.due_on for each in option.schedule]


def wish(every: Every, instalments: int, first: date, amount: Money | None = None) -> Wish:
    return Wish(every=every, instalments=instalments, first_due_on=first, first_amount=amount)


def test_the_last_day_of_a_month_stays_the_last_one_and_sundays_move_on() -> None:
    found = days(wish(Every.MONTH, 4, date(2026, 4, 30)))
    assert found == [date(2026, 4, 30), date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 31)]


def test_a_holiday_of_the_debtors_country_moves_on() -> None:
    assert days(wish(Every.WEEK, 2, date(2026, 5, 1))) == [date(2026, 5, 4), date(2026, 5, 8)]
    abroad = Debtor(time_zone="Europe/London", country="GB")
    assert days(wish(Every.WEEK, 1, date(2026, 5, 1)), abroad) == [date(2026, 5, 1)]


def test_without_a_first_day_it_is_as_many_days_ahead_as_the_policy_says() -> None:
    found = days(Wish(every=Every.TWO_WEEKS, instalments=2))
    assert found == [date(2026, 3, 16), date(2026, 3, 30)]


def test_the_first_amount_is_as_it_was_asked_for_and_the_rest_is_spread() -> None:
    asked = wish(Every.MONTH, 4, date(2026, 4, 1), eur(40_01))
    (option,) = offered_options(eur(100_00), [asked], GERMANY, TODAY, 14)
    amounts = [each.amount for each in option.schedule]
    assert amounts == [eur(40_01), eur(20_00), eur(20_00), eur(19_99)]


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        (wish(Every.MONTH, 101, date(2026, 4, 1)), "/options/0/instalments"),
        (wish(Every.MONTH, 2, date(2026, 2, 28)), "/options/0/first_due_on"),
        (wish(Every.MONTH, 2, date(2026, 4, 1), eur(1_00)), "/options/0/first_amount/amount"),
        (wish(Every.MONTH, 1, date(2026, 4, 1), eur(50)), "/options/0/first_amount/amount"),
        (
            wish(Every.MONTH, 2, date(2026, 4, 1), Money(minor_units=1, currency="JPY")),
            "/options/0/first_amount/currency",
        ),
    ],
)
def test_what_cannot_be_paid_says_where(asked: Wish, pointer: str) -> None:
    with pytest.raises(OptionUnacceptable) as refusal:
        offered_options(eur(1_00), [asked], GERMANY, TODAY, 14)
    assert refusal.value.pointer == pointer


@st.composite
def wished(draw: st.DrawFn) -> tuple[Money, Wish]:
    currency = draw(st.sampled_from(sorted(EXPONENTS)))
    instalments = draw(st.integers(1, 120))
    units = draw(st.integers(instalments, 10**13))
    first = None
    if instalments > 1 and draw(st.booleans()):
        most = units - instalments + 1
        first = Money(minor_units=draw(st.integers(1, most)), currency=currency)
    day = draw(st.dates(TODAY, date(2030, 12, 31)))
    return (
        Money(minor_units=units, currency=currency),
        wish(draw(st.sampled_from(Every)), instalments, day, first),
    )


@given(
    asked=wished(),
    country=st.sampled_from([None, "DE", "US", "JP", "CN", "GB", "SA", "BR"]),
    due=st.dates(date(2025, 1, 1), date(2030, 12, 31)),
)
def test_every_option_pays_all_of_it_on_ascending_working_days(
    asked: tuple[Money, Wish], country: str | None, due: date
) -> None:
    whole, wish = asked
    debtor = Debtor(time_zone="Europe/Berlin", country=country)
    (option,) = offered_options(whole, [wish], debtor, TODAY, 14)
    amounts = [each.amount for each in option.schedule]
    paid_on = [each.due_on for each in option.schedule]
    assert len(amounts) == wish.instalments
    assert total(amounts, whole.currency) == whole
    assert all(each.minor_units > 0 for each in amounts)
    assert paid_on == sorted(set(paid_on))
    assert all(is_working_day(day, country) for day in paid_on)
    assert paid_on[0] >= (wish.first_due_on or TODAY)
    owed = OfferedSlice(
        invoice_id=InvoiceId("inv_1"),
        receivable_id=ReceivableId("rcv_1"),
        amount=whole,
        due_date=due,
    )
    months = cash_effect([owed], option.schedule, TODAY)
    assert total((each.without for each in months), whole.currency) == whole
    assert total((each.planned for each in months), whole.currency) == whole
    assert not months[-1].behind
