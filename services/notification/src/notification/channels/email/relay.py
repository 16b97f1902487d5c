"""The connection to the mail relay: never a password on one that is not encrypted and checked."""

import socket
import ssl
from functools import cache

from aiosmtplib import SMTP

from notification.settings import NotificationSettings, StartTls

_START_TLS = {StartTls.REQUIRED: True, StartTls.OFFERED: None, StartTls.OFF: False}
"""In the library's words."""


@cache
def _own_name() -> str:
    """As we greet; asked of DNS once, for it may be slow to answer."""
    return socket.getfqdn()


def relay_of(settings: NotificationSettings) -> SMTP:
    """Not yet connected; a certificate is always checked, against the relay's name as well."""
    password = settings.smtp_password
    host = settings.smtp.host or ""
    return SMTP(
        local_hostname=_own_name(),
        hostname=host.removeprefix("[").removesuffix("]"),  # as IPv6 stands in a URL
        port=settings.smtp.port,
        use_tls=settings.smtp.scheme == "smtps",
        start_tls=_START_TLS[settings.starttls],
        tls_context=ssl.create_default_context(cafile=settings.smtp_ca),
        username=settings.smtp_username,
        password=None if password is None else password.get_secret_value(),
    )
