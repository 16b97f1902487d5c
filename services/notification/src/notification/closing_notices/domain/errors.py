"""How a closing notice is refused as a request; that it may not leave is said of its message."""

from typing import Self

from recoup_compliance.attempt import Notice
from recoup_events.kernel.ids import MessageId
from recoup_events.kernel.refusals import Refused


class NotCeased(Refused):
    """Nobody asked this creditor for no more contact; other messages may be sent."""

    code = "not_ceased"


class ClosingNoticeRepeated(Refused):
    """Each of the three notices is sent once per request to cease contact."""

    code = "closing_notice_repeated"

    @classmethod
    def of(cls, notice: Notice, id: MessageId) -> Self:
        return cls(
            f"The notice {notice} was given in this case: read the message {id}. It is sent again "
            "only if that was refused, failed or came back.",
            pointer="/notice",
        )
