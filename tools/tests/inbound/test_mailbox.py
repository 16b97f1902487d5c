"""A mailbox is emptied over the real protocol, and nothing is lost when the server hangs up."""

import imaplib
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest

from recoup_cli.inbound.api import NotTaken, TryLater, hand_in
from recoup_cli.inbound.mailbox import (
    Connect,
    Folders,
    MailboxFailed,
    connection_to,
    empty,
    logged_in,
)
from recoup_testing.imap import ImapServer, serving

FOLDERS = Folders("INBOX", "Filed", "Others")
MAILS = [
    b"Subject: bounce\r\n\r\n1\r\n",
    b"Subject: unknown\r\n\r\n2\r\n",
    b"Subject: reply\r\n\r\n3\r\n",
]


@pytest.fixture
def server() -> Iterator[ImapServer]:
    with serving(ImapServer()) as server:
        for mail in MAILS:
            server.deliver(mail)
        yield server


def connect(server: ImapServer) -> Connect:
    return lambda: logged_in(imaplib.IMAP4("127.0.0.1", server.port, 5), "recoup", "secret")


def kind_of(mail: bytes) -> str:
    return mail.split(b"\r\n")[0].removeprefix(b"Subject: ").decode()


@pytest.mark.parametrize("moves", [True, False])
def test_each_mail_is_handed_in_and_moved_to_where_it_belongs(
    server: ImapServer, *, moves: bool
) -> None:
    server.moves = moves
    assert empty(connect(server), FOLDERS, kind_of) == {"bounce": 1, "unknown": 1, "reply": 1}
    assert server.folders["INBOX"] == {}
    assert list(server.folders["Filed"].values()) == [MAILS[0], MAILS[2]]
    assert list(server.folders["Others"].values()) == [MAILS[1]]


@pytest.mark.parametrize("moves", [True, False])
def test_wherever_the_server_hangs_up_the_next_look_goes_on_and_nothing_is_lost(
    *, moves: bool
) -> None:
    commands = [
        "LOGIN",
        "SELECT",
        "UID SEARCH",
        "UID FETCH",
        "UID MOVE",
        "UID COPY",
        "UID STORE",
        "EXPUNGE",
    ]
    for command in commands:
        with serving(ImapServer(hangs_up_at=[command], moves=moves)) as server:
            for mail in MAILS:
                server.deliver(mail)
            handed: list[bytes] = []

            def taking(mail: bytes, handed: list[bytes] = handed) -> str:
                handed.append(mail)
                return "reply"

            for _ in range(3):
                with suppress(MailboxFailed):
                    empty(connect(server), FOLDERS, taking)
            assert set(handed) == set(MAILS)
            assert server.folders["INBOX"] == {}
            assert set(server.folders["Filed"].values()) == set(MAILS)


def test_a_server_that_refuses_is_named_and_the_mails_stay(server: ImapServer) -> None:
    server.refuses = "UID MOVE"
    with pytest.raises(MailboxFailed, match="refuses to move"):
        empty(connect(server), FOLDERS, kind_of)
    assert len(server.folders["INBOX"]) == 3


def test_what_the_api_does_not_take_is_left_to_people(server: ImapServer) -> None:
    def refusing(mail: bytes) -> str:
        raise NotTaken("too big")

    assert empty(connect(server), FOLDERS, refusing) == {"not taken": 3}
    assert len(server.folders["Others"]) == 3


def test_while_the_api_is_away_the_mails_stay_where_they_are(server: ImapServer) -> None:
    def away(mail: bytes) -> str:
        raise TryLater("away")

    with pytest.raises(TryLater):
        empty(connect(server), FOLDERS, away)
    assert len(server.folders["INBOX"]) == 3


@pytest.mark.parametrize("url", ["http://x@y", "imaps://host", "imap://user@", "x"])
def test_an_address_that_is_none_says_how_to_write_one(url: str) -> None:
    with pytest.raises(ValueError, match="imaps://<user>@<host>"):
        connection_to(url, "secret")


def client(*answers: httpx.Response) -> httpx.Client:
    waiting = list(answers)
    return httpx.Client(
        transport=httpx.MockTransport(lambda _: waiting.pop(0)), base_url="http://api"
    )


def said(kind: str) -> httpx.Response:
    return httpx.Response(200, json={"kind": kind})


def test_of_several_tenants_the_one_it_answers_gets_it() -> None:
    assert hand_in(client(said("unknown"), said("reply")), ["a", "b"], b"x") == "reply"
    assert hand_in(client(said("unknown")), ["a"], b"x") == "unknown"


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_api_that_cannot_take_it_now_is_asked_again(status: int) -> None:
    with pytest.raises(TryLater):
        hand_in(client(httpx.Response(status)), ["a"], b"x")


def test_a_key_that_may_not_is_no_reason_to_try_again() -> None:
    refusal = httpx.Response(403, json={"detail": "The key lacks replies:write."})
    with pytest.raises(NotTaken, match="lacks replies:write"):
        hand_in(client(refusal), ["a"], b"x")
