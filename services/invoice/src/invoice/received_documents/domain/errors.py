"""How a document that comes in is refused."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class DocumentRefused(Refused):
    """The document's state does not allow this."""

    code = "document_refused"


class ChunkUnacceptable(Unacceptable):
    """It is no chunk of the document."""

    code = "chunk_unacceptable"


class ContentUnacceptable(Unacceptable):
    """The bytes are not those that were announced, or nothing that is kept."""

    code = "content_unacceptable"
