"""What one person is about to read."""

from hashlib import sha256

from pydantic import Field

from recoup_events.kernel.event import Value


class Words(Value):
    """What one person is about to read, and which template it came from."""

    template_version: int = Field(ge=1)
    language: str
    subject: str
    """Empty where the channel has none."""
    text: str
    html: str | None = None

    @property
    def digest(self) -> str:
        """Names exactly these words; parts are kept apart so none can flow into another."""
        parts = (self.subject, self.text, self.html or "")
        return sha256("\x1f".join(parts).encode()).hexdigest()
