"""Letters with the logo of whoever sends them."""

from hashlib import sha256

from invoice.creditors.domain.logo import as_svg, picture_of
from recoup_documents.letter import Letter, Pdf
from recoup_documents.renderer import Renderer
from recoup_events.kernel.attachments import StoredFile
from recoup_files.store import FileStore, StoreUnavailable


class LetterRenderer:
    """Without its logo a letter still says who sends it: for a store that is away, none waits."""

    def __init__(self, renderer: Renderer, store: FileStore | None) -> None:
        self._renderer = renderer
        self._store = store

    async def render(self, letter: Letter, logo: StoredFile | None) -> Pdf:
        content = None if logo is None else await self._read(logo)
        if content is not None:
            drawn = as_svg(content, picture_of(content))
            letter = letter.model_copy(update={"logo": drawn})
        return await self._renderer.render(letter)

    def close(self) -> None:
        self._renderer.close()

    async def _read(self, logo: StoredFile) -> bytes | None:
        if self._store is None:
            return None
        try:
            content = await self._store.get(logo.key)
        except StoreUnavailable:
            return None
        unharmed = content is not None and sha256(content).hexdigest() == logo.sha256
        return content if unharmed else None
