"""What one person is about to read."""

from hashlib import sha256

from pydantic import Field

from recoup_events.kernel.attachments import StoredFile
from recoup_events.kernel.event import Value

PAYMENT_CODE = "payment-code"
"""By this name the HTML shows the picture of the payment code."""
LOGO = "logo"
"""And by this the creditor's logo."""


class Words(Value):
    """What one person is about to read, and which template it came from."""

    template_id: str | None = None
    """The tenant's own; ``None`` is the built-in one of that name."""
    template_version: int = Field(ge=1)
    language: str
    subject: str
    """Empty where the channel has none."""
    text: str
    html: str | None = None
    payment_code: str | None = None
    """What the QR code in the form of HTML holds; its picture is made when the mail is written."""
    logo: StoredFile | None = None
    """What the form of HTML shows at its head."""

    @property
    def digest(self) -> str:
        """Names exactly these words; parts are kept apart so none can flow into another."""
        parts = [self.subject, self.text, self.html or ""]
        if self.payment_code is not None:
            parts.append(self.payment_code)
        if self.logo is not None:
            parts.append(self.logo.sha256)
        return sha256("\x1f".join(parts).encode()).hexdigest()
