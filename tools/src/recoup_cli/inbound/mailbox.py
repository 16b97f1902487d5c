"""A mailbox that is read by IMAP: each mail is handed in, then moved to a folder, never deleted.

It may end between the two at any moment: the mail is then handed in once more, which changes nothing.
"""

import imaplib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from ssl import create_default_context
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from recoup_cli.inbound.api import UNKNOWN, NotTaken

Connect = Callable[[], imaplib.IMAP4]
HandIn = Callable[[bytes], str]
TIMEOUT_SECONDS = 30


class Folders(NamedTuple):
    incoming: str
    filed: str
    """What was filed with a message."""
    others: str
    """What people have to look at: it answers no mail of ours, or was not taken."""


class MailboxFailed(Exception):
    """The server, or what lies between, does not do what IMAP asks of it."""


def connection_to(url: str, password: str) -> Connect:
    """``imaps://user@host``, or ``imap://user@host``, which changes to TLS before the password is sent."""
    found = urlsplit(url)
    if found.scheme not in ("imap", "imaps") or not found.hostname or not found.username:
        raise ValueError("Write imaps://<user>@<host>[:<port>], with nothing behind it.")
    user, host = unquote(found.username), found.hostname

    def connect() -> imaplib.IMAP4:
        if found.scheme == "imaps":
            tls = imaplib.IMAP4_SSL(
                host,
                found.port or 993,
                ssl_context=create_default_context(),
                timeout=TIMEOUT_SECONDS,
            )
            return logged_in(tls, user, password)
        server = imaplib.IMAP4(host, found.port or 143, TIMEOUT_SECONDS)
        return logged_in(server, user, password, starttls=True)

    return connect


def logged_in(
    server: imaplib.IMAP4, user: str, password: str, *, starttls: bool = False
) -> imaplib.IMAP4:
    try:
        if starttls:
            server.starttls(create_default_context())
        server.login(user, password)
    except (imaplib.IMAP4.error, OSError):
        _close(server)
        raise
    return server


def empty(connect: Connect, folders: Folders, hand_in: HandIn) -> Counter[str]:
    """How many there were of each kind; raises ``TryLater`` or ``MailboxFailed``, and the rest stays."""
    kinds: Counter[str] = Counter()
    with _opened(connect, folders) as server:
        for uid in _uids(server):
            mail = _content(server, uid)
            if mail is None:
                continue  # somebody else took it away meanwhile
            kind = _kind(hand_in, mail)
            _move(server, uid, folders.others if kind in (UNKNOWN, "not taken") else folders.filed)
            kinds[kind] += 1
    return kinds


def _kind(hand_in: HandIn, mail: bytes) -> str:
    try:
        return hand_in(mail)
    except NotTaken:
        return "not taken"


@contextmanager
def _opened(connect: Connect, folders: Folders) -> Iterator[imaplib.IMAP4]:
    try:
        server = connect()
        try:
            for folder in (folders.filed, folders.others):
                server.create(_quoted(folder))  # refused where it is there already
            _done(server.select(_quoted(folders.incoming)), f"select {folders.incoming}")
            yield server
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                server.logout()
            _close(server)
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxFailed(f"The mailbox cannot be read: {error}.") from error


def _close(server: imaplib.IMAP4) -> None:
    with suppress(imaplib.IMAP4.error, OSError):
        server.shutdown()


def _uids(server: imaplib.IMAP4) -> list[str]:
    found = _done(server.uid("SEARCH", "UNDELETED"), "search")
    return [uid.decode() for uid in (found[0] or b"").split()]


def _content(server: imaplib.IMAP4, uid: str) -> bytes | None:
    """Without a mark that it was read: a person may look first."""
    for part in _done(server.uid("FETCH", uid, "(BODY.PEEK[])"), "fetch"):
        if isinstance(part, tuple):
            return bytes(part[1])
    return None


def _move(server: imaplib.IMAP4, uid: str, folder: str) -> None:
    if "MOVE" in server.capabilities:
        _done(server.uid("MOVE", uid, _quoted(folder)), "move")
        return
    _done(server.uid("COPY", uid, _quoted(folder)), "copy")
    _done(server.uid("STORE", uid, "+FLAGS", r"(\Deleted)"), "store")
    server.expunge()


def _done(answer: tuple[str, list[Any]], what: str) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise MailboxFailed(f"The server refuses to {what}: {data!r}.")
    return data


def _quoted(folder: str) -> str:
    text = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
