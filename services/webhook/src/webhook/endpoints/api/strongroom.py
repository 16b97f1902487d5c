"""What keeps endpoints' secrets, and makes new ones."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import derived
from recoup_eventstore.work import UnitOfWork
from webhook.endpoints.domain.secrets import BYTES, Secret, given
from webhook.endpoints.domain.vault import NONCE_BYTES, Vault
from webhook.endpoints.domain.wanted import Signature
from webhook.endpoints.handlers import RandomBytes, sealed


@dataclass(frozen=True, slots=True)
class Strongroom:
    """What keeps secrets, and makes new ones."""

    vault: Vault
    random_bytes: RandomBytes
    new_id: Callable[[], object]

    def secret(self, text: str | None, signature: Signature) -> Secret:
        """The one that was sent, or a new one."""
        if text is None:
            return Secret(signature, self.random_bytes(BYTES))
        return given(text, signature)

    def keep(self, work: UnitOfWork, stream: Stream, id: str, secret: Secret, at: datetime) -> None:
        nonce = self.random_bytes(NONCE_BYTES)
        work.keep(sealed(self.vault, stream, id, secret, nonce, at))

    def secret_id(self) -> str:
        return derived("whs", self.new_id())
