"""What has already passed between a debtor and those who collect, as far as the rules ask."""

from recoup_compliance.attempt import Instant, Place
from recoup_compliance.conditions import Conditions
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CreditorId, DebtId
from recoup_events.notification import ConsentBasis


class PastAttempt(Value):
    """A contact with the person that was tried, at whichever address, whether or not it arrived."""

    at: Instant
    channel: Medium
    debts: tuple[DebtId, ...]
    place: Place | None = None
    """Where a call reached the person, ``None`` where unknown."""


class Conversation(Value):
    """A telephone conversation with the person, whoever dialled."""

    at: Instant
    debts: tuple[DebtId, ...]


class OptOut(Value):
    """Somebody said "not by this channel", or withdrew the consent to it."""

    at: Instant
    channel: Medium
    creditor_id: CreditorId | None = None
    """Of the only creditor it was said to; ``None`` is all of them."""


class Consent(Value):
    """The person agreed to a channel."""

    at: Instant
    channel: Medium
    creditor_id: CreditorId | None = None
    basis: ConsentBasis


class History(Value):
    """Everything known about one person; attempts and conversations of the last days suffice."""

    attempts: tuple[PastAttempt, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    opt_outs: tuple[OptOut, ...] = ()
    """The person's own, which the person's later consent ends."""
    address_opt_out: OptOut | None = None
    """The one that stands at the address the contact would reach, whoever said it."""
    consents: tuple[Consent, ...] = ()
    conditions: Conditions = Conditions()
