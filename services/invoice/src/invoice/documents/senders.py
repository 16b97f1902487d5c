"""How the documents of a message are made: set, kept in the store, then recorded with their digests.

A crash in between leads to the same files again, in the same places, and to one record.
"""

import re
import unicodedata
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

from invoice.creditors.renderer import LetterRenderer
from invoice.document_sets.domain.document_set import (
    DOCUMENT_SET,
    DeferDocuments,
    ForgetDocuments,
    RecordDocuments,
)
from invoice.documents.handlers.sets import Letters, Making, Wanted, letters_of, wanted_of
from recoup_documents.letter import Letter
from recoup_documents.renderer import NotRendered
from recoup_events.kernel.attachments import (
    LARGEST_TOGETHER,
    AttachedFile,
    AttachmentKind,
    Lack,
)
from recoup_events.kernel.envelope import Account, Cause, Stream
from recoup_events.notification import MessageDocumentsRequested
from recoup_eventstore.work import UnitOfWork
from recoup_files.store import FileStore, StoreUnavailable
from recoup_service.api.request_context import Ports
from recoup_service.batch_effect import caught_up

PDF: Final = "application/pdf"
_LONGEST_NAME: Final = 80
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]+")


class Wish(NamedTuple):
    stream: Stream
    request: MessageDocumentsRequested
    asked_at: datetime
    now: datetime
    cause: Cause


Outcome = RecordDocuments | DeferDocuments


class DocumentSetEffect:
    """See ``Effect``."""

    def __init__(self, ports: Ports, renderer: LetterRenderer, store: FileStore | None) -> None:
        self._ports = ports
        self._renderer = renderer
        self._store = store

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> Wish | None:
        asked = (await work.state(DOCUMENT_SET, stream)).asked
        assert asked is not None, "only what was asked for wants to be made"
        return Wish(stream, asked.request, asked.at, now, cause)

    async def perform(self, prepared: Wish) -> Outcome:
        """The message goes without once it has waited long enough: then nobody needs them."""
        if prepared.now >= prepared.request.until:
            return _nothing(prepared.request, Lack.NOT_IN_TIME)
        if self._store is None:
            return _nothing(prepared.request, Lack.NO_FILE_STORE)
        if not await self._knows(prepared):
            return DeferDocuments(at=prepared.now)
        making = Making(
            prepared.stream.account,
            prepared.request,
            prepared.asked_at,
            self._ports.reading,
            prepared.cause,
        )
        async with self._ports.command_runner.work() as work:
            made = await letters_of(work, making)
        try:
            return await self._kept(self._store, prepared, made)
        except StoreUnavailable:
            return DeferDocuments(at=prepared.now)

    async def _knows(self, wish: Wish) -> bool:
        """Of the movements that the read models list, all that were made before it was asked."""
        wants = any(each.kind is AttachmentKind.STATEMENT for each in wanted_of(wish.request))
        return not wants or await caught_up(self._ports, "invoice", wish.stream)

    async def _kept(self, store: FileStore, wish: Wish, made: Letters) -> RecordDocuments:
        files, lacking, left = list[AttachedFile](), [*made.lacking], LARGEST_TOGETHER
        for wanted, letter in made.letters.items():
            try:
                content = (await self._renderer.render(letter, made.logo)).content
            except NotRendered:
                lacking.append(wanted.lacking(Lack.NOT_RENDERED))
                continue
            if len(content) > left:
                lacking.append(wanted.lacking(Lack.TOO_LARGE))
                continue
            left -= len(content)
            file = _file(wish.stream, wanted, content, _name(letter, len(files) + 1))
            await store.put(file.key, content, PDF)
            files.append(file)
        return RecordDocuments(shown=tuple(made.shown), files=tuple(files), lacking=tuple(lacking))

    def touches(self, stream: Stream, prepared: Wish, result: Outcome) -> Collection[Account]:
        return []

    async def record(
        self, work: UnitOfWork, stream: Stream, result: Outcome, now: datetime, cause: Cause
    ) -> None:
        if isinstance(result, DeferDocuments):
            result = DeferDocuments(at=now)
        await work.execute(DOCUMENT_SET, stream, result, cause)


def making_sets(
    renderer: LetterRenderer, store: FileStore | None
) -> Callable[[Ports], DocumentSetEffect]:
    """The effect that sets PDFs with this one, and keeps them there."""
    return lambda ports: DocumentSetEffect(ports, renderer, store)


Left = Collection[str]
"""Keys of files that could not be deleted."""


class ForgettingEffect:
    """Deletes the files of a set, then records it; see ``Effect``."""

    def __init__(self, store: FileStore | None) -> None:
        self._store = store

    async def prepare(
        self, work: UnitOfWork, stream: Stream, now: datetime, cause: Cause
    ) -> tuple[str, ...]:
        return tuple(file.key for file in (await work.state(DOCUMENT_SET, stream)).files)

    async def perform(self, prepared: tuple[str, ...]) -> Left:
        left = set(prepared)
        with suppress(StoreUnavailable):
            for key in prepared:
                assert self._store is not None, "what was made is in a store"
                await self._store.delete(key)
                left.discard(key)
        return left

    def touches(
        self, stream: Stream, prepared: tuple[str, ...], result: Left
    ) -> Collection[Account]:
        return []

    async def record(
        self, work: UnitOfWork, stream: Stream, result: Left, now: datetime, cause: Cause
    ) -> None:
        await work.execute(DOCUMENT_SET, stream, ForgetDocuments(done=not result, at=now), cause)


def _nothing(request: MessageDocumentsRequested, lack: Lack) -> RecordDocuments:
    lacking = tuple(each.lacking(lack) for each in wanted_of(request))
    return RecordDocuments(shown=(), files=(), lacking=lacking)


def _file(stream: Stream, wanted: Wanted, content: bytes, name: str) -> AttachedFile:
    """Each set has a place of its own, so that forgetting one takes nothing from another."""
    digest = sha256(content).hexdigest()
    tenant, customer = stream.account
    return AttachedFile(
        kind=wanted.kind,
        invoice_id=wanted.invoice_id,
        name=name,
        content_type=PDF,
        size=len(content),
        sha256=digest,
        key=f"{tenant}/{customer}/made/{stream.id}/{digest}",
    )


def _name(letter: Letter, place: int) -> str:
    """As the letter is called, in letters that every mail program writes alike."""
    plain = unicodedata.normalize("NFKD", letter.title).encode("ascii", "ignore").decode()
    words = _NOT_IN_NAMES.sub("-", plain).strip("-")[:_LONGEST_NAME]
    return f"{place}-{words}.pdf" if words else f"{place}.pdf"
