"""What a deployment tells notification: its relay, its SMS provider, and in whose name it writes."""

from typing import Annotated

from pydantic import AnyUrl, HttpUrl, SecretStr, UrlConstraints

from recoup_service.settings import Settings

SmtpUrl = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["smtp", "smtps"], host_required=True)]


class NotificationSettings(Settings):
    smtp: SmtpUrl
    """``smtp://host:port`` (TLS where the relay offers it) or ``smtps://host:port``."""
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    mail_from: str = "receivables@recoup.example"
    """Also names the domain of every Message-ID."""
    creditor: str = "Accounts Receivable"
    """How messages are signed."""
    opt_out_url: HttpUrl | None = None
    """A page where a reader can stop the emails; named in their List-Unsubscribe header."""
    sms_url: HttpUrl
    sms_account: str = "recoup"
    sms_token: SecretStr = SecretStr("")
    sms_from: str = "Recoup"
    """A number in E.164, or a name the provider knows."""
