"""A reminder by post: set on the creditor's paper, posted, followed, and proven by whoever signed."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from httpx import AsyncClient

from notification.channels.letter.sandbox import NOWHERE, SandboxLetters
from notification.channels.letter.sender import LetterSender
from notification.channels.letter.senders import TrackingEffect
from notification.consents.domain.address_hash import AddressHash
from notification.messages.domain.message import MESSAGE, TRACK
from notification.messages.senders.effect import MessageEffect
from notification.templates.renderer.templates import Templates
from recoup_documents.renderer import Renderer
from recoup_events.invoice import AddressUse, CustomerAddress, CustomerRegistered, InvoiceIssued
from recoup_events.kernel.channels import LETTERS, Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.postal_address import PostalAddress
from recoup_events.notification import AddressBounced, ContactRefused
from recoup_events.workflow_scheduler import ReminderRequested
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.ports import START
from recoup_files.folder import FolderStore
from recoup_testing.clock import TurnedClock

Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
PostLetter = Callable[..., Awaitable[str]]
KEY = "of-a-service-that-is-never-run-at-all"
MILL = PostalAddress(lines=("Mühlenweg 1",), postal_code="10115", city="Berlin", country="DE")


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    renderer = Renderer()
    yield renderer
    renderer.close()


@pytest.fixture
def provider(tmp_path: Path) -> SandboxLetters:
    return SandboxLetters(tmp_path / "letters")


@pytest.fixture
def tracking(
    command_runner: CommandRunner, clock: TurnedClock, provider: SandboxLetters, tmp_path: Path
) -> Effects[Any, Any]:
    effect = TrackingEffect(provider, FolderStore(tmp_path / "files"))
    return Effects(command_runner, clock, "notification", MESSAGE, TRACK, effect)


@pytest.fixture
def post_letter(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    requested: ReminderRequested,
    command_runner: CommandRunner,
    clock: TurnedClock,
    provider: SandboxLetters,
    renderer: Renderer,
) -> PostLetter:
    """Ask for a letter, and let it leave; its id."""
    senders = dict.fromkeys(LETTERS, LetterSender(provider, renderer))
    effect = MessageEffect(senders, Templates(), AddressHash(KEY), lambda: "salt")
    sending = Effects(command_runner, clock, "notification", MESSAGE, "send", effect)

    async def post(channel: Channel = Channel.LETTER, address: PostalAddress | None = MILL) -> str:
        addresses = (
            () if address is None else (CustomerAddress(use=AddressUse.BILLING, address=address),)
        )
        await receive(registered.model_copy(update={"addresses": addresses}))
        await receive(issued)
        await receive(requested.model_copy(update={"channel": channel}))
        await sending.step()
        return str(await _id(command_runner))

    return post


async def _id(command_runner: CommandRunner) -> str:
    feed = await command_runner.store.feed(START, 1000)
    return next(
        str(each.envelope.stream.id) for each in feed if each.envelope.stream.category == "message"
    )


async def shown(ops: AsyncClient, id: str) -> dict[str, Any]:
    found: dict[str, Any] = (await ops.get(f"/v1/messages/{id}")).json()
    return found


async def pass_days(clock: TurnedClock, tracking: Effects[Any, Any], days: int) -> None:
    for _ in range(days):
        clock.turn(timedelta(days=1))
        await tracking.step()


async def test_a_letter_is_posted_on_the_creditors_paper_and_followed_until_it_arrives(
    ops: AsyncClient,
    post_letter: PostLetter,
    clock: TurnedClock,
    tracking: Effects[Any, Any],
    tmp_path: Path,
) -> None:
    id = await post_letter()
    (file,) = (tmp_path / "letters").glob("*.pdf")
    with pypdfium2.PdfDocument(file) as document:
        text = document[0].get_textpage().get_text_bounded()
    assert "Byron Looms GmbH\r\nAda Byron\r\nMühlenweg 1" in text
    assert "R-1" in text
    assert "E-Mail" not in text
    assert "STOP" not in text
    assert (await shown(ops, id))["state"] == "sent"
    await pass_days(clock, tracking, 2)
    assert (await shown(ops, id))["state"] == "sent"
    await pass_days(clock, tracking, 1)
    delivered = (await shown(ops, id))["delivered"]
    assert (delivered["proof"], delivered["delivered_at"]) == ("tracked", "2026-01-08T11:00:00Z")
    assert not await tracking.step()


async def test_the_receipt_of_a_certified_letter_is_kept_by_its_digest(
    ops: AsyncClient,
    post_letter: PostLetter,
    clock: TurnedClock,
    tracking: Effects[Any, Any],
    tmp_path: Path,
) -> None:
    id = await post_letter(Channel.CERTIFIED_LETTER)
    await pass_days(clock, tracking, 3)
    delivered = (await shown(ops, id))["delivered"]
    assert delivered["proof"] == "signed_for"
    receipt = tmp_path / "files" / "receipts" / "acme" / delivered["receipt_digest"]
    assert sha256(receipt.read_bytes()).hexdigest() == delivered["receipt_digest"]


async def test_a_letter_that_comes_back_says_so_of_its_address(
    ops: AsyncClient,
    post_letter: PostLetter,
    clock: TurnedClock,
    tracking: Effects[Any, Any],
    recorded: Recorded,
) -> None:
    id = await post_letter(address=MILL.model_copy(update={"postal_code": NOWHERE}))
    await pass_days(clock, tracking, 6)
    message = await shown(ops, id)
    assert message["state"] == "undelivered"
    assert "returned the letter" in message["reason"]
    (bounced,) = [event for event in await recorded() if isinstance(event, AddressBounced)]
    assert (bounced.channel, bounced.address_hash) == ("letter", message["content"]["address_hash"])


async def test_who_has_no_postal_address_gets_no_letter(
    post_letter: PostLetter, recorded: Recorded
) -> None:
    await post_letter(address=None)
    (refused,) = [event for event in await recorded() if isinstance(event, ContactRefused)]
    assert refused.rule == "policy.no_address"
