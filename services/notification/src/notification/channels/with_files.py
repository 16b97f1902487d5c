"""Reads what goes along with a message from the store, and makes sure that it is what was made."""

from hashlib import sha256

import structlog

from notification.messages.domain.outcomes import Deferred, Outcome
from notification.messages.domain.sender import Attachment, Delivery, Sender
from recoup_events.kernel.attachments import StoredFile
from recoup_files.store import FileStore, StoreUnavailable

log = structlog.stdlib.get_logger(__name__)
LOGOS_KEPT = 32
"""In memory, of at most 100 kB each."""


class WithFiles:
    """See ``Sender``. A store that does not answer is as a relay that does not: it is tried again."""

    def __init__(self, sender: Sender, store: FileStore | None) -> None:
        self._sender = sender
        self._store = store
        self._logos: dict[str, bytes] = {}

    async def send(self, delivery: Delivery) -> Outcome:
        attachments = list[Attachment]()
        try:
            for file in delivery.files:
                content = await self._read(file)
                if content is None:
                    return Deferred(reason=f"the store for files has lost or damaged {file.name}")
                about = {"name": file.name, "content_type": file.content_type}
                attachments.append(Attachment(**about, content=content))
            logo = await self._logo(delivery.content.words.logo)
        except StoreUnavailable as error:
            return Deferred(reason=f"the store for files: {error}")
        if attachments or logo is not None:
            read = {"attachments": tuple(attachments), "logo": logo}
            delivery = delivery.model_copy(update=read)
        return await self._sender.send(delivery)

    async def _logo(self, logo: StoredFile | None) -> bytes | None:
        """The same for thousands of mails; for one that is lost nobody waits."""
        if logo is None:
            return None
        if logo.sha256 not in self._logos:
            content = await self._read(logo)
            if content is None:
                log.error("a logo is lost or damaged", key=logo.key)
                return None
            if len(self._logos) >= LOGOS_KEPT:
                self._logos.pop(next(iter(self._logos)))
            self._logos[logo.sha256] = content
        return self._logos[logo.sha256]

    async def _read(self, file: StoredFile) -> bytes | None:
        """``None`` if what was stored is not there."""
        content = None if self._store is None else await self._store.get(file.key)
        if content is None or sha256(content).hexdigest() != file.sha256:
            return None
        return content
