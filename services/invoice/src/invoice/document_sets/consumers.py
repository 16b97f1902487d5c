"""A message asks for what is to go along with it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from invoice.document_sets.domain.document_set import DOCUMENT_SET, AskDocuments
from recoup_events.kernel.envelope import Cause, Envelope, Stream
from recoup_events.notification import MessageDocumentsRequested
from recoup_eventstore.work import UnitOfWork

Received = Envelope[MessageDocumentsRequested]


def set_of(received: Received) -> Sequence[Stream]:
    """The stream the reaction will load."""
    return [DOCUMENT_SET.stream(*received.account, received.event.set_id)]


def ask_for_documents(
    kept_for: timedelta,
) -> Callable[[UnitOfWork, Received, Cause], Awaitable[None]]:
    """Their files are kept for so long."""

    async def ask(work: UnitOfWork, received: Received, cause: Cause) -> None:
        (stream,) = set_of(received)
        command = AskDocuments(request=received.event, at=cause.at, kept_until=cause.at + kept_for)
        await work.execute(DOCUMENT_SET, stream, command, cause)

    return ask
