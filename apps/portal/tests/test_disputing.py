"""Seeing it differently: a line or an amount is contested with a photo, and the page says how it stands and ends."""

from hashlib import sha256

import pytest
from httpx import AsyncClient

from recoup_testing.portal_example import (
    CREDITOR,
    CUSTOMER,
    INVOICE,
    Services,
    Shown,
    euros,
    send,
)

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
FORM = {"reason": "quality", "statement": "Bent."}
PATH = f"/invoices/{INVOICE}/dispute"


def shown(**changes: object) -> Shown:
    """A dispute, as its service answers."""
    base = {
        "id": "dsp_1",
        "customer_id": CUSTOMER,
        "creditor_id": CREDITOR,
        "invoice_id": INVOICE,
        "amount": euros("95.20"),
        "line": 1,
        "reason": "quality",
        "statement": "Bent.",
        "state": "open",
        "review_at": "2026-04-09T09:00:00Z",
        "overdue": False,
        "credit": None,
        "outcome_reason": None,
        "evidence": [],
        "lacks": [{"provided_by": "debtor", "what": "photographs of the defect"}],
        "created_at": "2026-03-10T09:00:00Z",
    }
    return {**base, **changes}


def file(state: str, **changes: object) -> Shown:
    of = {"id": "evd_1", "provided_by": "debtor", "sha256": sha256(PNG).hexdigest(), "state": state}
    return {**of, "content_type": "image/png", "chunk_bytes": 40, "chunks": 2, **changes}


@pytest.fixture
def kept(services: Services) -> Services:
    """They take a dispute and its file."""
    services.says("/v1/disputes", shown(), 201, "POST")
    services.says("/v1/disputes/dsp_1", shown(evidence=[file("received")]))
    path = "/v1/disputes/dsp_1/evidence"
    services.says(path, shown(evidence=[file("awaited")]), 200, "POST")
    for chunk in (0, 1):
        state = "received" if chunk else "awaited"
        services.says(f"{path}/evd_1/chunks/{chunk}", shown(evidence=[file(state)]), 200, "PUT")
    return services


async def test_a_line_goes_with_its_photo_to_the_dispute(
    debtor: AsyncClient, kept: Services
) -> None:
    form = {**FORM, "amount": "12,50", "line": "1"}
    page = await send(debtor, PATH, form, files={"photo": ("a.png", PNG, "image/png")})
    assert "Your file has arrived, too." in page
    assert 'href="/disputes/dsp_1"' in page
    [sent] = kept.sent("POST", "/v1/disputes")
    assert (sent["amount"], sent["line"], sent["statement"]) == (euros("12.50"), 1, "Bent.")
    [announced] = kept.sent("POST", "/v1/disputes/dsp_1/evidence")
    assert (announced["provided_by"], announced["size"]) == ("debtor", len(PNG))
    chunks = [each.content for each in kept.asked if each.method == "PUT"]
    assert (b"".join(chunks), len(chunks)) == (PNG, 2)


async def test_lines_are_offered_with_what_they_come_to(debtor: AsyncClient) -> None:
    page = (await debtor.get(PATH)).text
    assert '<option value="1" >Hex bolts M8 (€95.20)</option>' in page
    assert '<option value="2" >Freight (€4.80)</option>' in page


async def test_no_more_than_the_line_is_contested(debtor: AsyncClient, services: Services) -> None:
    page = await send(debtor, PATH, {**FORM, "line": "2", "amount": "4.81"})
    assert "such as €4.80" in page
    assert services.sent("POST", "/v1/disputes") == []


async def test_a_disguised_file_is_left_and_the_dispute_stands(
    debtor: AsyncClient, kept: Services
) -> None:
    photo = {"photo": ("a.png", b"MZ\x90\x00 a program", "image/png")}
    assert "could not be taken" in await send(debtor, PATH, FORM, files=photo)
    assert kept.sent("POST", "/v1/disputes/dsp_1/evidence") == []


async def test_a_file_that_the_scanner_refuses_is_told(debtor: AsyncClient, kept: Services) -> None:
    path = "/v1/disputes/dsp_1/evidence/evd_1/chunks/1"
    kept.says(path, {"code": "evidence_unacceptable"}, 422, "PUT")
    photo = {"photo": ("a.png", PNG, "image/png")}
    assert "could not be taken" in await send(debtor, PATH, FORM, files=photo)


async def test_a_file_of_a_hundred_megabytes_is_refused_in_words(debtor: AsyncClient) -> None:
    answer = await debtor.post(PATH, content=b"", headers={"Content-Length": "104857600"})
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"reason": "", "statement": "x"}, "Please choose one."),
        ({"reason": "quality", "statement": " "}, "in a few words"),
        ({"reason": "quality", "statement": "x", "amount": "0"}, "above zero"),
        ({"reason": "quality", "statement": "x", "amount": "100.01"}, "above zero"),
        ({"reason": "quality", "statement": "x", "amount": "-5"}, "above zero"),
    ],
)
async def test_what_is_missing_is_asked_for_and_nothing_is_written_twice(
    form: dict[str, str], words: str, debtor: AsyncClient, services: Services
) -> None:
    page = await send(debtor, f"/invoices/{INVOICE}/dispute", form)
    assert words in page
    assert services.sent("POST", "/v1/disputes") == []
    if form["statement"] == "x":
        assert ">x</textarea>" in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "We want to answer by 9 April 2026."),
        ({}, "A photo that shows what is wrong would help"),
        ({"overdue": True}, "This takes longer than we had meant"),
        ({"state": "upheld", "credit": euros("95.20")}, "You were right: €95.20 is credited"),
        ({"state": "partly_upheld", "credit": euros("9.00")}, "€9.00 of €95.20 is credited"),
        ({"state": "rejected", "outcome_reason": "Signed for."}, "Signed for."),
        ({"state": "withdrawn"}, "€95.20 is owed again"),
    ],
)
async def test_how_it_stands_is_said(
    changes: Shown, words: str, debtor: AsyncClient, services: Services
) -> None:
    ended: Shown = {"lacks": [], "review_at": None} if "state" in changes else {}
    services.says("/v1/disputes/dsp_1", shown(**ended, **changes))
    page = (await debtor.get("/disputes/dsp_1")).text
    assert words in page
    assert "Hex bolts M8" in page
    assert ("Add a photo" in page) is ("state" not in changes)


async def test_anothers_dispute_is_told_like_none(debtor: AsyncClient, services: Services) -> None:
    services.says("/v1/disputes/dsp_2", shown(id="dsp_2", customer_id="cus_other"))
    for path in ("dsp_2", "dsp_none", "dsp_2/files/evd_1"):
        assert (await debtor.get(f"/disputes/{path}")).status_code == 404
    for path in ("withdrawal", "files"):
        await send(debtor, f"/disputes/dsp_2/{path}", {})
    assert services.sent("POST", "/v1/disputes/dsp_2/withdrawal") == []


async def test_a_file_may_follow_and_be_looked_at(debtor: AsyncClient, kept: Services) -> None:
    photo = {"photo": ("a.png", PNG, "image/png")}
    page = await send(debtor, "/disputes/dsp_1/files", {}, files=photo)
    assert 'href="/disputes/dsp_1/files/evd_1"' in page
    kept.says("/v1/disputes/dsp_1/evidence/evd_1/content", {"png": 1})
    seen = await debtor.get("/disputes/dsp_1/files/evd_1")
    assert seen.headers["Content-Type"] == "image/png"
    assert seen.headers["Content-Security-Policy"].startswith("sandbox;")


async def test_what_the_creditor_has_shown_is_not_handed_out(
    debtor: AsyncClient, services: Services
) -> None:
    theirs = file("received", provided_by="creditor")
    services.says("/v1/disputes/dsp_1", shown(evidence=[theirs]))
    services.says("/v1/disputes/dsp_1/evidence/evd_1/content", {"png": 1})
    assert (await debtor.get("/disputes/dsp_1/files/evd_1")).status_code == 404


async def test_what_has_been_cleared_up_is_withdrawn_once(
    debtor: AsyncClient, services: Services
) -> None:
    services.says("/v1/disputes/dsp_1", shown())
    services.says("/v1/disputes/dsp_1/withdrawal", shown(), 200, "POST")
    for _ in range(2):
        await send(debtor, "/disputes/dsp_1/withdrawal", {})
    keys = {
        each.headers["Idempotency-Key"]
        for each in services.asked
        if each.method == "POST" and each.url.path.endswith("withdrawal")
    }
    assert len(keys) == 1
