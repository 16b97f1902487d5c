"""What may be asked of a customer's consent."""

from recoup_events.base import Command
from recoup_events.ids import CustomerId
from recoup_events.notification import ConsentBasis
from recoup_events.workflow_scheduler import Channel


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
