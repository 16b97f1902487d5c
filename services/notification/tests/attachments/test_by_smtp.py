"""What is in the store arrives as it is there, once, whatever the store does meanwhile."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from notification.channels.with_files import WithFiles
from notification.consents.domain.address_hash import AddressHash
from notification.messages.domain.message import MESSAGE
from notification.messages.senders.effect import MessageEffect
from notification.templates.renderer.templates import Templates
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.notification import MessageSent
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_files.folder import FolderStore
from recoup_files.store import StoreUnavailable
from recoup_testing.clock import TurnedClock
from recoup_testing.document_sets import PDF, answer, asked_in
from recoup_testing.mail_example import sender_to
from recoup_testing.smtp import Relay, serving

Receive = Callable[[Event], Awaitable[None]]
RecordedEvent = Callable[[], Awaitable[list[Event]]]
Loop = Effects[Any, Any]


@pytest.fixture
def relay() -> Relay:
    return Relay()


@pytest.fixture
def folder(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path)


@pytest.fixture
async def by_smtp(
    relay: Relay, folder: FolderStore, command_runner: CommandRunner, clock: TurnedClock
) -> AsyncIterator[Loop]:
    async with serving(relay) as port:
        senders = {Channel.EMAIL: WithFiles(sender_to(port), folder)}
        effect = MessageEffect(senders, Templates(), AddressHash("k" * 32), lambda: "s")
        yield Effects(command_runner, clock, "notification", MESSAGE, "send", effect)


@pytest.mark.usefixtures("chased")
async def test_the_file_arrives_by_smtp_as_it_is_in_the_store_once(
    by_smtp: Loop,
    relay: Relay,
    folder: FolderStore,
    receive: Receive,
    recorded: RecordedEvent,
    clock: TurnedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await by_smtp.step()
    (request,) = asked_in(await recorded())
    made = answer(request)
    await receive(made)
    await by_smtp.step()
    assert relay.mails == []  # the store has lost the file: as if the relay were down
    await folder.put(made.files[0].key, PDF + b" and more", "application/pdf")
    clock.turn(timedelta(minutes=1))
    await by_smtp.step()
    assert relay.mails == []  # it is another file
    await folder.put(made.files[0].key, PDF, "application/pdf")
    with monkeypatch.context() as outage:
        outage.setattr(folder, "get", down)
        clock.turn(timedelta(minutes=5))
        await by_smtp.step()
    assert relay.mails == []
    clock.turn(timedelta(minutes=30))
    await by_smtp.step()
    (mail,) = relay.mails
    files = [
        (each.get_filename(), each.get_payload(decode=True)) for each in mail.iter_attachments()
    ]
    assert files == [("1-Rechnung-R-1.pdf", PDF)]
    (sent,) = (each for each in await recorded() if isinstance(each, MessageSent))
    assert sent.attempt == 4


async def down(*_: object) -> bytes | None:
    raise StoreUnavailable("it does not answer")
