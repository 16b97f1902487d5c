"""Documents that were made to go along with a message."""

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.attachments import AttachedFile, AttachmentLacking
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import CustomerId, MessageId, ReceivableId
from recoup_events.kernel.money import Money


class ShownBalance(Value):
    """What was owed on a receivable as the documents show it."""

    receivable_id: ReceivableId
    balance: Money


class DocumentSetMade(InvoiceEvent, type="document_set.made.v1"):
    """What a message asked for is in the store, or is said to be lacking.

    Its subscriber has received before it whatever it shows: both are of one account.
    """

    set_id: str
    message_id: MessageId
    customer_id: CustomerId
    shown: tuple[ShownBalance, ...]
    files: tuple[AttachedFile, ...]
    lacking: tuple[AttachmentLacking, ...]
