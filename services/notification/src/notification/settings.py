"""What a deployment tells notification: its relay, its SMS provider, and in whose name it writes."""

import ssl
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import (
    AnyUrl,
    DirectoryPath,
    Field,
    FilePath,
    HttpUrl,
    SecretStr,
    StringConstraints,
    UrlConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import SettingsConfigDict

from notification.signing_keys import keys_in
from recoup_events.kernel.addresses import senders_email_address
from recoup_files.settings import FileSettings
from recoup_service.settings import Settings, sent_encrypted

SmtpUrl = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["smtp", "smtps"], host_required=True)]
PublicUrl = Annotated[HttpUrl, UrlConstraints(max_length=500)]
"""With a path and a token it is written into one line of a mail, and those end at 998."""
LetterUrl = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["https", "http", "file"])]
SmsFrom = Annotated[
    str, StringConstraints(pattern=r"^(\+[1-9][0-9]{6,14}|[0-9]{3,8}|[A-Za-z0-9 ]{1,11})$")
]
Label = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
"""A part of a domain's name."""


class StartTls(StrEnum):
    """Whether a connection to ``smtp://`` is encrypted before anything is said on it."""

    REQUIRED = "required"
    OFFERED = "offered"
    """Where the relay can do it; an attacker between us can make believe that it cannot."""
    OFF = "off"


class NotificationSettings(FileSettings, Settings):
    model_config = SettingsConfigDict(hide_input_in_errors=True)  # some of it is secret

    smtp: SmtpUrl
    """``smtp://host:port``, or ``smtps://host:port`` for TLS from the first byte on."""
    smtp_starttls: StartTls | None = None
    """For ``smtp://``; unset, ``required`` with a username and ``offered`` without one."""
    smtp_ca: FilePath | None = None
    """Certificates in PEM of those who may vouch for the relay, in place of the system's."""
    smtp_username: str | None = Field(default=None, min_length=1)
    """Sent over encrypted connections alone."""
    smtp_password: SecretStr | None = Field(default=None, validate_default=True)
    smtp_connections: int = Field(default=8, ge=1, le=100)
    """To the relay at once. One that has waited for its destination for two seconds makes room for another, so there
    are at most twice as many."""
    smtp_connections_per_domain: int = Field(default=2, ge=1, le=100)
    """Of these, for mail to one domain: so many may be slow, and the others go on."""
    mails_per_domain_and_minute: int | None = Field(default=None, ge=1)
    """For mail to one domain; what is more waits for the next minute. Unset, as many as it takes: a domain that
    answers 421 or 451, or not at all, is left alone for a minute, then longer, up to an hour."""
    mail_from: str = "receivables@recoup.example"
    """Also names the domain of every Message-ID."""
    address_key: SecretStr = Field(min_length=32)
    """Of at least 32 characters, for the hashes by which addresses are named. It is never changed:
    with another key, nobody's opt-out would be found."""
    checkpoint_key: SecretStr = Field(min_length=32)
    """Of at least 32 characters; of it the Ed25519 key is made by which checkpoints of contact ledgers
    are signed. Changed, it signs with another key, and verifiers need to be given both public ones."""
    mail_domains: tuple[str, ...] = ()
    """Domains the relay may send for: creditors' own addresses in them are used as senders."""
    mail_delivered_after_days: int = Field(default=5, ge=1, le=30)
    """A mail that the relay took counts as delivered when it has not come back by then: relays try for five days (RFC 5321, 4.5.4.1)."""
    dkim_keys: DirectoryPath | None = None
    """A folder of private keys in PEM (RSA of 2048 bits or more, Ed25519), each named where DNS has its public half,
    such as `r1._domainkey.acme.example`. Mail of these domains is signed; unset, that is left to the relay."""
    mail_return_host: Label | None = None
    """Mail that cannot be delivered comes back to an address of its own at this name before the sender's domain:
    with `bounces`, to `b+...@bounces.acme.example`. Unset, it comes back to `RECOUP_MAIL_FROM`, and nobody learns of it."""
    public_url: PublicUrl | None = None
    """Where everybody reaches `/open` of this service, such as `https://api.acme.example`: there the links lead by
    which a reader stops the emails (List-Unsubscribe), and there providers report. Unset, mails have no such link, which
    large receivers may refuse, and no provider reports."""
    portal_links_days: int = Field(default=60, ge=1, le=400)
    """How long the link of a message leads its reader to the portal."""
    sms_url: HttpUrl
    sms_account: str = "recoup"
    sms_token: SecretStr = SecretStr("")
    """Sent over encrypted connections alone."""
    sms_from: SmsFrom | None = None
    """A number in E.164 or a short code, which can be answered, or a name the provider knows; for creditors that have no
    SMS sender of their own. Unset, those send no texts."""
    letter_url: LetterUrl | None = None
    """Where letters are printed and posted: `https://api.lob.com`, or what speaks like it; or `file:///a/folder`, where
    they stay, and the post takes its days by the service's clock. Unset, letters are refused."""
    letter_key: SecretStr = SecretStr("")
    """The provider's API key."""
    letter_webhook_secret: SecretStr = SecretStr("")
    """Of the provider's webhook to `/open/callbacks/letters`; unset, every callback is refused."""
    sms_max_segments: int = Field(default=3, ge=1, le=10)
    """Longer texts are not sent: each segment costs as much as a text."""

    @property
    def portal_links_work_for(self) -> timedelta:
        return timedelta(days=self.portal_links_days)

    @property
    def starttls(self) -> StartTls:
        """What applies to this relay."""
        if self.smtp.scheme == "smtps":
            return StartTls.OFF
        usual = StartTls.OFFERED if self.smtp_username is None else StartTls.REQUIRED
        return self.smtp_starttls or usual

    @field_validator("smtp")
    @classmethod
    def _names_a_relay_only(cls, url: AnyUrl) -> AnyUrl:
        if url.username or url.password:
            raise ValueError(
                "An address holds no secrets. Move them to RECOUP_SMTP_USERNAME and "
                "RECOUP_SMTP_PASSWORD."
            )
        return url

    @field_validator("smtp_starttls")
    @classmethod
    def _is_for_smtp(cls, starttls: StartTls | None, others: ValidationInfo) -> StartTls | None:
        if starttls is not None and _scheme(others) == "smtps":
            raise ValueError("An smtps:// relay is encrypted from the start. Leave this out.")
        return starttls

    @field_validator("smtp_ca")
    @classmethod
    def _holds_certificates(cls, file: Path | None) -> Path | None:
        if file is not None:
            try:
                ssl.create_default_context(cafile=file)
            except OSError as error:
                raise ValueError(
                    "No certificate can be read there. Name a file of certificates in PEM."
                ) from error
        return file

    @field_validator("dkim_keys")
    @classmethod
    def _holds_signing_keys(cls, folder: Path | None) -> Path | None:
        if folder is not None:
            keys_in(folder)
        return folder

    @field_validator("smtp_username")
    @classmethod
    def _is_sent_encrypted(cls, username: str | None, others: ValidationInfo) -> str | None:
        unsafe = others.data.get("smtp_starttls") in (StartTls.OFFERED, StartTls.OFF)
        if username is not None and unsafe and _scheme(others) == "smtp":
            raise ValueError(
                "A password is sent over encrypted connections only. Set RECOUP_SMTP_STARTTLS to "
                "required or leave it out, or use an smtps:// relay."
            )
        return username

    @field_validator("smtp_password")
    @classmethod
    def _goes_with_a_username(
        cls, password: SecretStr | None, others: ValidationInfo
    ) -> SecretStr | None:
        username = others.data.get("smtp_username")
        if "smtp_username" in others.data and (username is None) != (password is None):
            raise ValueError(
                "A relay that wants a password wants a username too. Set both "
                "RECOUP_SMTP_USERNAME and RECOUP_SMTP_PASSWORD, or neither."
            )
        return password

    @field_validator("sms_token")
    @classmethod
    def _is_not_sent_in_clear(cls, token: SecretStr, others: ValidationInfo) -> SecretStr:
        return sent_encrypted(token, others, "sms_url")

    @field_validator("letter_key")
    @classmethod
    def _is_no_secret_in_clear(cls, key: SecretStr, others: ValidationInfo) -> SecretStr:
        return sent_encrypted(key, others, "letter_url")

    @field_validator("mail_from")
    @classmethod
    def _can_be_answered(cls, address: str) -> str:
        return senders_email_address(address).wire


def _scheme(others: ValidationInfo) -> str | None:
    smtp = others.data.get("smtp")
    return smtp.scheme if isinstance(smtp, AnyUrl) else None
