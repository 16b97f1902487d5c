"""A statement of account on paper: every movement, what was owed before, and what is."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from httpx import AsyncClient

from invoice.creditors.renderer import LetterRenderer
from invoice.document_sets.domain.document_set import DOCUMENT_SET, MAKE
from invoice.documents.senders import DocumentSetEffect
from recoup_documents.renderer import Renderer
from recoup_events.invoice.document_set import DocumentSetMade
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.effects import Effects
from recoup_eventstore.ports import START
from recoup_files.folder import FolderStore
from recoup_service.api.request_context import Ports, Reading
from recoup_testing.clock import TurnedClock
from recoup_testing.document_sets import STATEMENT, asked, item_of

pytestmark = pytest.mark.servers
Shown = dict[str, Any]
Do = Callable[..., Awaitable[Shown]]
Follow = Callable[[], Awaitable[None]]


@pytest.fixture
async def path(issue: Do, pay: Do, customer: Shown, follow: Follow) -> str:
    await issue("SO-1", "100.00", issue_date="2025-12-01", due_date="2025-12-31")
    await issue("SO-2", "50.00", issue_date="2026-01-02", due_date="2026-02-01")
    await pay("B-1", "30.00", value_date="2026-01-03", references=[{"invoice": "SO-1"}])
    await follow()
    return f"/v1/customers/{customer['id']}/statement/document"


async def text_of(erp: AsyncClient, path: str, **query: str) -> str:
    answer = await erp.get(path, params={"language": "de"} | query)
    assert answer.is_success, answer.text
    with pypdfium2.PdfDocument(answer.content) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.split())


async def test_every_movement_stands_in_it_with_what_is_owed(erp: AsyncClient, path: str) -> None:
    text = await text_of(erp, path)
    for line in (
        "1. Dezember 2025 Rechnung No SO-1 100,00 € 100,00 €",
        "2. Januar 2026 Rechnung No SO-2 50,00 € 150,00 €",
        "3. Januar 2026 Zahlung B-1 -30,00 € 120,00 €",
        "Noch zu zahlen 120,00 €",
        "Stand 5. Januar 2026",
    ):
        assert line in text, line


async def test_of_a_period_what_was_owed_before_is_brought_forward(
    erp: AsyncClient, path: str
) -> None:
    text = await text_of(erp, path, from_date="2026-01-01", as_of="2026-01-02")
    assert "Übertrag 100,00 €" in text
    assert "SO-1" not in text
    assert "Noch zu zahlen 150,00 €" in text


async def test_nothing_is_asked_for_where_nothing_is_owed(erp: AsyncClient, path: str) -> None:
    text = await text_of(erp, path, as_of="2025-11-30")
    assert "Noch zu zahlen 0,00 €" in text
    assert "So zahlen Sie" not in text


async def test_what_is_too_long_to_print_is_refused(
    erp: AsyncClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("invoice.documents.handlers.letters.MOST_ENTRIES", 2)
    refused = await erp.get(path)
    assert (refused.status_code, refused.json()["code"]) == (422, "document_too_long")


async def test_it_goes_along_with_a_mail_once_the_movements_are_known(
    erp: AsyncClient,
    issue: Do,
    receive: Callable[..., Awaitable[None]],
    command_runner: CommandRunner,
    clock: TurnedClock,
    reading: Reading,
    follow: Follow,
    tmp_path: Path,
) -> None:
    invoice = await issue("SO-1", "100.00", issue_date="2026-01-05", due_date="2026-01-31")
    store, renderer = FolderStore(tmp_path), Renderer()
    letters = LetterRenderer(renderer, store)
    effect = DocumentSetEffect(Ports(command_runner, clock, reading, None), letters, store)
    effects = Effects(command_runner, clock, "invoice", DOCUMENT_SET, MAKE, effect)
    about = {name: invoice[name] for name in ("customer_id", "creditor_id")}
    await receive(asked(clock, item_of(invoice, 100_00, STATEMENT), **about))
    await follow()
    await effects.step()
    renderer.close()
    feed = [each.envelope.event for each in await command_runner.store.feed(START, 1000)]
    (made,) = (event for event in feed if isinstance(event, DocumentSetMade))
    content = await store.get(made.files[0].key)
    assert content is not None
    with pypdfium2.PdfDocument(content) as document:
        text = " ".join(document[0].get_textpage().get_text_range().split())
    assert "5. Januar 2026 Rechnung No SO-1 100,00 € 100,00 €" in text
