"""A message on paper: on the creditor's, with an envelope's address."""

from notification.creditors.domain.creditor import Creditor
from notification.messages.domain.message_content import Letterhead, MessageContent
from notification.messages.domain.verdict import Lawful
from recoup_events.kernel.channels import LETTERS, Channel
from recoup_events.notification import TemplateCategory


def category_of(channel: Channel) -> TemplateCategory:
    """Letters have the words of emails."""
    return TemplateCategory(Channel.EMAIL if channel in LETTERS else channel)


def for_channel(
    channel: Channel, content: MessageContent, allowed: Lawful, creditor: Creditor
) -> MessageContent:
    """On the creditor's paper, where it is posted."""
    if channel not in LETTERS:
        return content
    details, name = creditor.details, allowed.customer.name
    assert details is not None, "nothing is sent in nobody's name"
    head = Letterhead(
        name=details.trading_name or details.legal_name,
        legal_name=details.legal_name,
        address=details.address,
        register_line=details.register_line,
        phone=details.sender.phone,
    )
    return content.model_copy(
        update={
            "post": allowed.recipient.post,
            "company": None if name == allowed.recipient.name else name,
            "letterhead": head,
        }
    )
