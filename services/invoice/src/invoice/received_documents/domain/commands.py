"""What can be asked of a document that comes in."""

from recoup_events.invoice.document import FileOfDocument
from recoup_events.kernel.event import Command


class AnnounceDocument(FileOfDocument, Command):
    """Its bytes follow."""


class ReceiveDocument(Command):
    """All bytes are here, and are as they were announced."""

    content_type: str


class ForgetDocument(Command):
    """The bytes are deleted."""

    reason: str


DocumentCommand = AnnounceDocument | ReceiveDocument | ForgetDocument
