"""Evidence: bytes that are checked and looked into, kept once, shown as they came, and removed."""

from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx import AsyncClient, Response

from dispute.disputes.api.evidence import evidence_of
from dispute.disputes.domain.errors import EvidenceRefused
from dispute.disputes.domain.evidence import (
    AddEvidence,
    AnnounceEvidence,
    Evidence,
    RemoveEvidence,
    decide_evidence,
    evidence_after,
    evidence_id_of,
)
from dispute.disputes.handlers import EvidenceStore
from dispute.main import build
from dispute.settings import DisputeSettings
from recoup_cli import services
from recoup_events.dispute import MOST_EVIDENCE, EvidenceFile, Party
from recoup_events.kernel.ids import CustomerId, DisputeId, TenantId
from recoup_eventstore.command_runner import CommandRunner
from recoup_files.chunked import CHUNK_BYTES
from recoup_files.folder import FolderStore
from recoup_files.scanning import HttpScanner
from recoup_testing.clients import client_of
from recoup_testing.clock import TurnedClock

ACME, OTHERS = TenantId("acme"), TenantId("others")
PHOTO = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x01" * CHUNK_BYTES + b"IEND\xaeB`\x82"
NEW: dict[str, Any] = {
    "customer_external_id": "C-1",
    "invoice_external_id": "SO-1",
    "reference": "TICKET-1",
    "reason": "quality",
    "statement": "Half of the bolts are bent.",
}


def scanned(request: httpx.Request) -> Response:
    """Finds something in whatever says so, and breaks down where it is asked to."""
    if b"breaks the scanner" in request.content:
        return httpx.Response(500)
    return httpx.Response(406 if b"malware" in request.content else 200)


@pytest.fixture
async def erp(
    command_runner: CommandRunner, clock: TurnedClock, tmp_path: Path
) -> AsyncIterator[AsyncClient]:
    service = build(DisputeSettings.model_validate({**services.NOWHERE, "files": str(tmp_path)}))
    scanner = HttpScanner("http://scanner", httpx.MockTransport(scanned))
    service.routers[1] = evidence_of(EvidenceStore(FolderStore(tmp_path), scanner))
    scopes = ["disputes:read", "disputes:write"]
    async with client_of(service, command_runner, clock, ACME, scopes) as client:
        yield client


@pytest.fixture
async def disputed(erp: AsyncClient) -> str:
    opened = await erp.post("/v1/disputes", json=NEW)
    return f"/v1/disputes/{opened.json()['id']}"


async def announced(erp: AsyncClient, disputed: str, content: bytes) -> dict[str, Any]:
    body = {
        "name": "photo.png",
        "sha256": sha256(content).hexdigest(),
        "size": len(content),
    }
    answer = await erp.post(f"{disputed}/evidence", json=body)
    assert answer.status_code == 200, answer.text
    evidence: dict[str, Any] = answer.json()["evidence"][-1]
    return evidence


async def sent(erp: AsyncClient, disputed: str, content: bytes) -> Response:
    """Announced, and sent from the last chunk to the first."""
    evidence = await announced(erp, disputed, content)
    answer = None
    for n in reversed(range(evidence["chunks"])):
        chunk = content[n * CHUNK_BYTES : (n + 1) * CHUNK_BYTES]
        answer = await erp.put(f"{disputed}/evidence/{evidence['id']}/chunks/{n}", content=chunk)
    assert answer is not None
    return answer


async def test_a_photo_is_received_once_all_of_it_is_here_and_read_as_it_came(
    erp: AsyncClient, disputed: str
) -> None:
    received = (await sent(erp, disputed, PHOTO)).json()
    [evidence] = received["evidence"]
    assert (evidence["state"], evidence["content_type"]) == ("received", "image/png")
    assert received["lacks"] == []
    again = (await sent(erp, disputed, PHOTO)).json()
    assert again["evidence"] == [evidence]
    content = await erp.get(f"{disputed}/evidence/{evidence['id']}/content")
    assert (content.content, content.headers["Content-Type"]) == (PHOTO, "image/png")
    assert evidence["name"] not in content.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ\x00\x01 a program called photo.png", "evidence_unacceptable"),
        (b"<svg onload='alert(1)'/>", "evidence_unacceptable"),
        (b"a text that carries malware", "evidence_unacceptable"),
        (b"a text that breaks the scanner", "file_store_unavailable"),
    ],
)
async def test_what_is_disguised_or_unclean_is_not_kept(
    erp: AsyncClient, disputed: str, content: bytes, code: str
) -> None:
    answer = await sent(erp, disputed, content)
    assert answer.json()["code"] == code
    [evidence] = (await erp.get(disputed)).json()["evidence"]
    assert evidence["state"] == "awaited"


async def test_other_bytes_than_those_announced_are_refused(
    erp: AsyncClient, disputed: str
) -> None:
    evidence = await announced(erp, disputed, b"what was announced")
    path = f"{disputed}/evidence/{evidence['id']}/chunks"
    other = await erp.put(f"{path}/0", content=b"what was replaced!")
    assert (other.status_code, other.json()["code"]) == (422, "evidence_unacceptable")
    too_long = await erp.put(f"{path}/0", content=b"what was announced, and more")
    assert "18 bytes" in too_long.json()["detail"]
    beyond = await erp.put(f"{path}/1", content=b"what was announced")
    assert "1 chunks" in beyond.json()["detail"]


async def test_a_file_of_a_hundred_megabytes_is_refused_before_any_of_it_comes(
    erp: AsyncClient, disputed: str
) -> None:
    body = {"name": "film.png", "sha256": "a" * 64, "size": 100 * 1024 * 1024}
    refused = await erp.post(f"{disputed}/evidence", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/size")


async def test_what_is_removed_is_gone_and_stays_on_record(erp: AsyncClient, disputed: str) -> None:
    [evidence] = (await sent(erp, disputed, PHOTO)).json()["evidence"]
    path = f"{disputed}/evidence/{evidence['id']}"
    removed = await erp.post(f"{path}/removal", json={"reason": "Asked for."})
    assert removed.json()["evidence"] == [{**evidence, "state": "removed", "reason": "Asked for."}]
    refused = await erp.get(f"{path}/content")
    assert (refused.status_code, refused.json()["code"]) == (409, "evidence_refused")


async def test_evidence_that_nobody_announced_is_not_found(erp: AsyncClient, disputed: str) -> None:
    missing = await erp.get(f"{disputed}/evidence/evd_of_another/content")
    assert missing.status_code == 404


DISPUTE, CUSTOMER = DisputeId("dsp_1"), CustomerId("cus_1")


def file(n: int) -> EvidenceFile:
    digest = f"{n:064x}"
    return EvidenceFile(
        evidence_id=evidence_id_of(DISPUTE, digest),
        name="A photograph",
        provided_by=Party.DEBTOR,
        sha256=digest,
        size=1,
    )


def test_a_dispute_takes_no_more_once_it_has_ended_or_has_enough() -> None:
    announce = AnnounceEvidence(file=file(0))
    with pytest.raises(EvidenceRefused, match="ended"):
        decide_evidence(announce, DISPUTE, CUSTOMER, {}, is_open=False)
    full = {file(n).evidence_id: Evidence(file=file(n)) for n in range(1, MOST_EVIDENCE + 1)}
    with pytest.raises(EvidenceRefused, match="20 files"):
        decide_evidence(announce, DISPUTE, CUSTOMER, full, is_open=True)


def test_what_was_removed_meanwhile_is_not_received_until_it_is_announced_again() -> None:
    id, files = file(0).evidence_id, {file(0).evidence_id: Evidence(file=file(0))}
    [removed] = decide_evidence(
        RemoveEvidence(evidence_id=id, reason="x"), DISPUTE, CUSTOMER, files, is_open=True
    )
    files = dict(evidence_after(files, removed))
    add = AddEvidence(evidence_id=id, content_type="image/png")
    with pytest.raises(EvidenceRefused, match="removed meanwhile"):
        decide_evidence(add, DISPUTE, CUSTOMER, files, is_open=True)
    again = decide_evidence(AnnounceEvidence(file=file(0)), DISPUTE, CUSTOMER, files, is_open=True)
    assert len(again) == 1
