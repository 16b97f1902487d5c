"""A mailbox for tests: as much of IMAP as is asked of it, and it hangs up where it is told to."""

import re
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread


@dataclass
class ImapServer:
    """Folders by name, with their mails by UID."""

    folders: dict[str, dict[int, bytes]] = field(default_factory=lambda: {"INBOX": {}})
    hangs_up_at: list[str] = field(default_factory=list)
    """Commands, such as ``UID MOVE``, at each of which it ends the connection once."""
    refuses: str | None = None
    moves: bool = True
    """Whether it offers MOVE (RFC 6851)."""
    port: int = 0

    def deliver(self, mail: bytes) -> None:
        inbox = self.folders["INBOX"]
        inbox[max(inbox, default=0) + 1] = mail


@contextmanager
def serving(server: ImapServer) -> Iterator[ImapServer]:
    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _converse(self, server)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as tcp:
        tcp.daemon_threads = True
        server.port = tcp.server_address[1]
        thread = Thread(target=tcp.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            tcp.shutdown()
            thread.join()


def _converse(session: socketserver.StreamRequestHandler, server: ImapServer) -> None:
    session.wfile.write(b"* OK ready\r\n")
    deleted: set[int] = set()
    for line in session.rfile:
        tag, _, rest = line.decode().strip().partition(" ")
        words = rest.split(" ", 2)
        uid = words[0].upper() == "UID"
        command = " ".join(words[: 2 if uid else 1]).upper()
        if command in server.hangs_up_at:
            server.hangs_up_at.remove(command)
            return
        if command == server.refuses:
            session.wfile.write(f"{tag} NO not today\r\n".encode())
            continue
        session.wfile.write(_answer(server, command, rest, deleted))
        session.wfile.write(f"{tag} OK done\r\n".encode())
        if command == "LOGOUT":
            return


def _answer(server: ImapServer, command: str, rest: str, deleted: set[int]) -> bytes:
    inbox = server.folders["INBOX"]
    number = re.search(r"UID \w+ (\d+)", rest)
    uid = int(number[1]) if number else 0
    folder = server.folders.setdefault(rest.rpartition(" ")[2].strip('"'), {}) if uid else {}
    match command:
        case "UID MOVE":
            folder[uid] = inbox.pop(uid)
        case "UID COPY":
            folder[uid] = inbox[uid]
        case "UID STORE":
            deleted.add(uid)
        case "EXPUNGE":
            for each in deleted:
                inbox.pop(each, None)
        case _:
            return _shown(server, command, uid)
    return b""


def _shown(server: ImapServer, command: str, uid: int) -> bytes:
    inbox = server.folders["INBOX"]
    match command:
        case "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1" + (b" MOVE" if server.moves else b"") + b"\r\n"
        case "SELECT":
            return f"* {len(inbox)} EXISTS\r\n".encode()
        case "UID SEARCH":
            return f"* SEARCH {' '.join(map(str, sorted(inbox)))}\r\n".encode()
        case "UID FETCH" if uid in inbox:
            head = f"* {uid} FETCH (UID {uid} BODY[] {{{len(inbox[uid])}}}\r\n"
            return head.encode() + inbox[uid] + b")\r\n"
        case _:
            return b""
