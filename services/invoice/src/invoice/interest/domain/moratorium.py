"""The days of a customer's moratoria, for which no interest and no fees are asked, then or later."""

from collections.abc import Iterator, Sequence
from datetime import date

from invoice.customers.domain.customer import Customer
from recoup_compliance.conditions import EFFECTS
from recoup_compliance.interest.accrual import InterestFree
from recoup_events.kernel.ids import CreditorId


def interest_free(customer: Customer, creditor_id: CreditorId) -> Sequence[InterestFree]:
    """As they are known now; what was lifted from its first day on has none."""
    return [each for each in _recorded(customer, creditor_id) if each.includes(each.first_day)]


def _recorded(customer: Customer, creditor_id: CreditorId) -> Iterator[InterestFree]:
    for each in customer.conditions.values():
        authority = EFFECTS[each.condition].interest_free
        if authority is not None and each.binds(creditor_id):
            yield InterestFree(each.effective_from, each.ends_on, authority)


def is_free(day: date, free: Sequence[InterestFree]) -> bool:
    return any(each.includes(day) for each in free)
