"""A delivery becomes the bytes of a mail: written, read back, and signed; or the reason why not."""

import structlog

from notification.channels.email.dkim import signed
from notification.channels.email.mail import Mail, MailOrigin, domain_of, mail
from notification.channels.email.read_back import difference
from notification.messages.domain.marks import Marks
from notification.messages.domain.outcomes import Rejected
from notification.messages.domain.sender import INVALID, Delivery
from notification.signing_keys import Keys
from recoup_events.kernel.addresses import InvalidAddress

log = structlog.stdlib.get_logger(__name__)


class MailComposer:
    """In whose name this deployment writes, and with whose keys it signs."""

    def __init__(self, origin: MailOrigin, marks: Marks, keys: Keys) -> None:
        self._origin = origin
        self._marks = marks
        self._keys = keys

    def composed(self, delivery: Delivery) -> tuple[Mail, bytes] | Rejected:
        try:
            meant = mail(delivery, self._origin, self._marks)
        except InvalidAddress:  # accepted before the rules of today; its text is not for events
            return Rejected(reason=INVALID)
        content = meant.written()
        if wrong := difference(content, meant):
            log.error("a mail was not sent", message_id=delivery.message_id, wrong=wrong)
            reason = f"The mail was not sent, because it would not be read as meant ({wrong})."
            return Rejected(reason=reason)
        domain = domain_of(meant.sender.address)
        return meant, signed(content, domain, self._keys, delivery.at)
