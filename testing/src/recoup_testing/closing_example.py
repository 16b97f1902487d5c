"""The three closing notices as they are asked for, and the condition that they answer."""

from datetime import date

from recoup_events.invoice import Condition, CustomerConditionRecorded
from recoup_events.kernel.ids import ConditionId, CustomerId
from recoup_events.kernel.postal_address import PostalAddress

CUSTOMER = CustomerId("cus_1")
ENDS = {"notice": "efforts_end"}
MAY = {
    "notice": "remedy_may_be_used",
    "remedies": ["court"],
    "ordinarily": "Twelve suits were filed last year.",
}
WILL = {"notice": "remedy_will_be_used", "remedies": ["court"]}
HOME = PostalAddress(
    lines=("1 Main Street",), postal_code="94105", city="San Francisco", country="US"
)


def stands(condition: Condition, id: str = "cnd_1") -> CustomerConditionRecorded:
    return CustomerConditionRecorded(
        customer_id=CUSTOMER,
        condition_id=ConditionId(id),
        condition=condition,
        source="a letter",
        effective_from=date(2026, 1, 1),
    )
