"""A statement of account on paper: every movement, what was owed before, and what is."""

from collections.abc import Awaitable, Callable
from typing import Any

import pypdfium2
import pytest
from httpx import AsyncClient

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
    monkeypatch.setattr("invoice.documents.api.routes.MOST_ENTRIES", 2)
    refused = await erp.get(path)
    assert (refused.status_code, refused.json()["code"]) == (422, "document_too_long")
