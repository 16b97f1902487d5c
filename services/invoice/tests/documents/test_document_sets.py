"""What goes along with a message: made in its figures, once, kept under its digest, and forgotten in time."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from invoice.creditors.renderer import LetterRenderer
from invoice.document_sets.domain.document_set import DOCUMENT_SET, FORGET, MAKE, WAIT
from invoice.documents.senders import DocumentSetEffect, ForgettingEffect
from recoup_documents.renderer import Renderer
from recoup_events.invoice.document_set import DocumentSetMade
from recoup_events.kernel.attachments import Lack
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    CreditorId,
    CustomerId,
)
from recoup_events.notification import MessageDocumentsRequested
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.ports import START
from recoup_files.folder import FolderStore
from recoup_files.store import StoreUnavailable
from recoup_service.api.request_context import Ports
from recoup_testing.clock import TurnedClock
from recoup_testing.document_sets import COPY, INTEREST, LETTER, asked, item_of
from recoup_testing.money import eur

Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Receive = Callable[..., Awaitable[None]]


@pytest.fixture
def folder(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path)


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    renderer = Renderer()
    yield renderer
    renderer.close()


Make = Callable[..., Awaitable[list[Event]]]


@pytest.fixture
def effects(
    command_runner: CommandRunner, clock: TurnedClock, folder: FolderStore, renderer: Renderer
) -> Effects[Any, Any]:
    effect = DocumentSetEffect(
        Ports(command_runner, clock, None, None), LetterRenderer(renderer, folder), folder
    )
    return Effects(command_runner, clock, "invoice", DOCUMENT_SET, MAKE, effect)


@pytest.fixture
def make(receive: Receive, effects: Effects[Any, Any], command_runner: CommandRunner) -> Make:
    """Ask for documents, let them be made, and give what the invoice service then publishes of it."""

    async def made(*requests: MessageDocumentsRequested) -> list[Event]:
        await receive(*requests)
        await effects.step()
        feed = await command_runner.store.feed(START, 1000)
        events = [each.envelope.event for each in feed]
        return [event for event in events if isinstance(event, DocumentSetMade)]

    return made


async def text_of(folder: FolderStore, made: DocumentSetMade, place: int) -> str:
    content = await folder.get(made.files[place].key)
    assert content is not None
    assert sha256(content).hexdigest() == made.files[place].sha256
    assert len(content) == made.files[place].size
    with pypdfium2.PdfDocument(content) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.split())


@pytest.fixture
async def invoice(issue: Do) -> Shown:
    return await issue("SO-1", "178.50")


def about(invoice: Shown) -> dict[str, Any]:
    return {
        "customer_id": CustomerId(invoice["customer_id"]),
        "creditor_id": CreditorId(invoice["creditor_id"]),
    }


async def test_they_are_made_in_the_figures_of_the_message_and_in_its_readers_words(
    make: Make, clock: TurnedClock, folder: FolderStore, invoice: Shown
) -> None:
    item = item_of(invoice, 100_00, COPY, LETTER)
    (made,) = await make(asked(clock, item, **about(invoice)))
    assert isinstance(made, DocumentSetMade)
    assert [each.kind for each in made.files] == [LETTER, COPY]
    assert [each.name for each in made.files] == [
        "1-Zahlungserinnerung-2026-02-20.pdf",
        "2-Rechnung-No-SO-1.pdf",
    ]
    assert made.lacking == ()
    (shown,) = made.shown
    assert shown.balance == eur(178_50)
    letter = await text_of(folder, made, 0)
    for each in (
        "Zahlungserinnerung",
        "Rechnung No SO-1",
        "178,50 €",
        "100,00 €",
        "DE89 3704 0044",
    ):
        assert each in letter, each
    assert "Rechnung No SO-1" in await text_of(folder, made, 1)


async def test_a_message_that_asks_twice_is_answered_once(
    make: Make, clock: TurnedClock, invoice: Shown
) -> None:
    request = asked(clock, item_of(invoice, 100_00, LETTER), **about(invoice))
    assert len(await make(request, request)) == 1


async def test_what_was_owed_when_they_were_made_is_said_with_them(
    make: Make, clock: TurnedClock, invoice: Shown, pay: Do
) -> None:
    await pay("B-1", "78.50", value_date="2026-01-05", references=[{"invoice": "SO-1"}])
    (made,) = await make(asked(clock, item_of(invoice, 178_50, LETTER), **about(invoice)))
    assert isinstance(made, DocumentSetMade)
    assert [each.balance for each in made.shown] == [eur(100_00)]


async def test_interest_that_nobody_agreed_on_is_lacking_and_the_rest_is_made(
    make: Make, clock: TurnedClock, invoice: Shown
) -> None:
    item = item_of(invoice, 100_00, INTEREST, COPY)
    (made,) = await make(asked(clock, item, **about(invoice)))
    assert isinstance(made, DocumentSetMade)
    assert [each.kind for each in made.files] == [COPY]
    assert [(each.kind, each.lack) for each in made.lacking] == [(INTEREST, Lack.NOTHING_TO_SHOW)]


async def test_interest_is_shown_as_a_sum_to_be_done_again(
    make: Make, clock: TurnedClock, folder: FolderStore, invoice: Shown, send: Do
) -> None:
    agreement = {
        "clauses": {"interest": {"law": "de-business"}},
        "effective_from": "2026-01-01",
        "reason": "our terms of trade",
    }
    await send("/v1/agreements", agreement)
    late = await send(
        "/v1/invoices",
        {
            "customer_id": invoice["customer_id"],
            "external_id": "SO-2",
            "number": "No SO-2",
            "total": {"amount": "1000.00", "currency": "EUR"},
            "issue_date": "2026-01-05",
            "due_date": "2026-01-20",
        },
    )
    item = item_of(late, 1000_00, INTEREST)
    (made,) = await make(asked(clock, item, **about(late)))
    assert isinstance(made, DocumentSetMade)
    assert made.lacking == ()
    text = await text_of(folder, made, 0)
    for each in ("Zinsen auf Rechnung No SO-2", "1.000,00 €", "BGB 288", "20. Februar 2026"):
        assert each in text, each


async def test_more_than_twenty_files_are_not_sent(
    make: Make, clock: TurnedClock, issue: Do
) -> None:
    invoices = [await issue(f"SO-{each}") for each in range(21)]
    items = [item_of(each, 100_00, COPY) for each in invoices]
    (made,) = await make(asked(clock, *items, **about(invoices[0])))
    assert isinstance(made, DocumentSetMade)
    assert len(made.files) == 20
    assert [each.lack for each in made.lacking] == [Lack.TOO_MANY]


async def test_a_store_that_does_not_answer_is_tried_again_until_nobody_waits(
    make: Make,
    clock: TurnedClock,
    invoice: Shown,
    effects: Effects[Any, Any],
    folder: FolderStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def down(*_: object) -> None:
        raise StoreUnavailable("it does not answer")

    monkeypatch.setattr(folder, "put", down)
    request = asked(clock, item_of(invoice, 100_00, LETTER), **about(invoice))
    assert await make(request) == []
    assert await effects.step() == 0
    clock.turn(WAIT)
    assert await effects.step() == 1
    clock.turn(timedelta(hours=1))
    await effects.step()
    (made,) = await make(request)
    assert isinstance(made, DocumentSetMade)
    assert [each.lack for each in made.lacking] == [Lack.NOT_IN_TIME]


async def test_its_files_are_deleted_when_their_time_is_over(
    make: Make,
    clock: TurnedClock,
    invoice: Shown,
    folder: FolderStore,
    command_runner: CommandRunner,
) -> None:
    (made,) = await make(asked(clock, item_of(invoice, 100_00, LETTER), **about(invoice)))
    assert isinstance(made, DocumentSetMade)
    effect = ForgettingEffect(folder)
    forgetting = Effects(command_runner, clock, "invoice", DOCUMENT_SET, FORGET, effect)
    clock.turn(timedelta(days=1096) - timedelta(seconds=1))
    assert await forgetting.step() == 0
    clock.turn(timedelta(seconds=1))
    assert await forgetting.step() == 1
    assert await folder.get(made.files[0].key) is None
    assert await forgetting.quiet()
