"""What may be asked of the consents of a customer's persons."""

from recoup_events.kernel.channels import Medium
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CreditorId, CustomerId, PersonId
from recoup_events.notification import ConsentBasis


class ConsentCommand(Command):
    """A word of a person about one channel."""

    customer_id: CustomerId
    person_id: PersonId
    channel: Medium
    creditor_id: CreditorId | None = None


class GrantConsent(ConsentCommand):
    basis: ConsentBasis
    words: str


class WithdrawConsent(ConsentCommand):
    words: str


class OptOut(ConsentCommand):
    source: str
