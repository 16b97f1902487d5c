"""What may be asked of a customer's consent."""

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Command
from recoup_events.kernel.ids import CustomerId
from recoup_events.notification import ConsentBasis


class ConsentCommand(Command):
    """A word of the customer about one channel."""

    customer_id: CustomerId
    channel: Channel


class GrantConsent(ConsentCommand):
    basis: ConsentBasis
    words: str


class WithdrawConsent(ConsentCommand):
    words: str


class OptOut(ConsentCommand):
    source: str
