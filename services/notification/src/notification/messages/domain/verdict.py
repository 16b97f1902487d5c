"""The three answers to "may this message be sent now?"."""

from datetime import date, datetime

from notification.debtors.domain.debtor import Profile
from notification.messages.domain.receivable import Terms
from recoup_events.kernel.event import Value
from recoup_events.kernel.money import Money


class Allowed(Value):
    """It may be sent now, to this person, about this much of this invoice."""

    terms: Terms
    balance: Money
    customer: Profile
    recipient: str
    address: str
    amount: Money
    today: date
    """The customer's."""
    rules_version: str


class Refusal(Value):
    """It must not be sent now; said in public with the rule and the facts it rests on."""

    rule: str
    rules_version: str
    citation: str
    inputs: dict[str, str]
    retry_at: datetime | None
    """When to look again, ``None`` when the message is over."""


class Unknown(Value):
    """What the message is about has not arrived yet; nothing can be said about it."""
