"""Replies: what a person wrote back, by whichever channel."""

from enum import StrEnum
from typing import ClassVar

from pydantic import AwareDatetime

from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
    MessageId,
    PersonId,
    ReplyId,
)
from recoup_events.kernel.personal import AboutPerson, Personal
from recoup_events.notification.base import NotificationEvent


class ReplyMeaning(StrEnum):
    """What a reply says, where its words leave no doubt."""

    OPT_OUT = "opt_out"
    OPT_IN = "opt_in"
    HELP = "help"
    OUT_OF_OFFICE = "out_of_office"
    """A machine answered for somebody who is away."""
    AUTOMATIC = "automatic"
    """A system acknowledges that something came in."""
    PAID = "paid"
    """Says that it was paid already; whether it was, the ledger knows."""
    NOT_RECEIVED = "not_received"
    """Says that the invoice never came."""
    DISPUTED = "disputed"
    PROMISED = "promised"
    """Says that it will be paid."""
    WRONG_PERSON = "wrong_person"
    """Says that somebody else is to be written to."""
    UNCLEAR = "unclear"
    """A person has to read it."""


class ReplyFile(Value):
    """What came along; the file itself stays in the mailbox that it came to."""

    content_type: str
    size: int
    digest: str
    """SHA-256."""


class ReplyReceived(AboutPerson, NotificationEvent, type="reply.received.v1"):
    """Somebody wrote back from an address that a message had gone to."""

    subject: ClassVar[str] = "person_id"

    reply_id: ReplyId
    customer_id: CustomerId
    person_id: PersonId | None
    """To whom the answered message had gone; ``None`` where that cannot be told."""
    creditor_id: CreditorId | None
    channel: Channel
    address_hash: str
    """A keyed hash of the address it came from."""
    answers: MessageId | None
    """The message it answers: the one it names, or the latest one to that address."""
    subject_line: Personal[str | None] = None
    text: Personal[str]
    """What was written, without what it quotes."""
    files: tuple[ReplyFile, ...] = ()
    meaning: ReplyMeaning
    received_at: AwareDatetime
