"""A session: what somebody signed in with, sealed into a cookie that nobody else can read or make."""

import base64
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from pydantic import AwareDatetime, ValidationError

from recoup_events.kernel.event import Value

FRESH = timedelta(minutes=1)
"""A session that is used is sealed anew no more often than this."""


class Session(Value):
    """Nothing of it is kept here: the cookie is all there is."""

    id: str
    """Drawn at sign-in and told to nobody: forms are proven by it."""
    credential: str
    """The API key or token with which everything is asked for."""
    began_at: AwareDatetime
    seen_at: AwareDatetime


class Seal:
    """Opens what any of the keys has sealed; the first one seals."""

    def __init__(self, keys: Sequence[str], longest: timedelta, idle: timedelta) -> None:
        digests = [sha256(f"session\x1f{key}".encode()).digest() for key in keys]
        self._sealing = MultiFernet([Fernet(base64.urlsafe_b64encode(each)) for each in digests])
        self._forms = sha256(f"form\x1f{keys[0]}".encode()).digest()
        self.longest = longest
        self.idle = idle

    def seal(self, session: Session) -> str:
        return self._sealing.encrypt(session.model_dump_json().encode()).decode()

    def open(self, text: str, now: datetime) -> Session | None:
        """None for what we have not sealed, and for what is over."""
        try:
            session = Session.model_validate_json(self._sealing.decrypt(text.encode()))
        except (InvalidToken, ValidationError, ValueError):
            return None
        is_over = now >= session.began_at + self.longest or now >= session.seen_at + self.idle
        return None if is_over else session

    def used(self, session: Session, now: datetime) -> Session | None:
        """The session as it is to be sealed anew; none where that is not due yet."""
        if now < session.seen_at + FRESH:
            return None
        return session.model_copy(update={"seen_at": now})

    def form_token(self, session: Session) -> str:
        """What a form of this session bears; a page of somebody else's cannot know it."""
        return hmac.new(self._forms, session.id.encode(), "sha256").hexdigest()

    def is_form_of(self, session: Session, token: str) -> bool:
        return hmac.compare_digest(self.form_token(session).encode(), token.encode())
