"""What a deployment tells notification: its relay, its SMS provider, and in whose name it writes."""

import ssl
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import (
    AnyUrl,
    Field,
    FilePath,
    HttpUrl,
    SecretStr,
    UrlConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import SettingsConfigDict

from recoup_events.kernel.addresses import senders_email_address
from recoup_service.settings import Settings

SmtpUrl = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["smtp", "smtps"], host_required=True)]
OptOutUrl = Annotated[HttpUrl, UrlConstraints(max_length=800)]
"""It is written into one line of a mail, and those end at 998."""


class StartTls(StrEnum):
    """Whether a connection to ``smtp://`` is encrypted before anything is said on it."""

    REQUIRED = "required"
    OFFERED = "offered"
    """Where the relay can do it; an attacker between us can make believe that it cannot."""
    OFF = "off"


class NotificationSettings(Settings):
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
    opt_out_url: OptOutUrl | None = None
    """A page where a reader can stop the emails; named in their List-Unsubscribe header."""
    sms_url: HttpUrl
    sms_account: str = "recoup"
    sms_token: SecretStr = SecretStr("")
    """Sent over encrypted connections alone."""
    sms_from: str = "Recoup"
    """A number in E.164, or a name the provider knows."""

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
        url = others.data.get("sms_url")
        if token.get_secret_value() and isinstance(url, HttpUrl) and url.scheme == "http":
            raise ValueError(
                "A token is sent over encrypted connections only. Use an https:// address in "
                "RECOUP_SMS_URL."
            )
        return token

    @field_validator("mail_from")
    @classmethod
    def _can_be_answered(cls, address: str) -> str:
        return senders_email_address(address).wire


def _scheme(others: ValidationInfo) -> str | None:
    smtp = others.data.get("smtp")
    return smtp.scheme if isinstance(smtp, AnyUrl) else None
