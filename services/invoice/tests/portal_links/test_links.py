"""A link lets in whom it names, while it works; whatever does not work is told alike."""

from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.main import build
from invoice.settings import InvoiceSettings
from recoup_cli.services import NOWHERE
from recoup_events.kernel.ids import CreditorId, CustomerId, TenantId, creditor_id_of, derived
from recoup_receivables.portal_link import LinkSigner, PortalLink
from recoup_service.service import Service
from recoup_testing.clock import TurnedClock

KEY = "a-key-of-the-portal-for-tests-alone"
OTHER = "another-key-of-the-portal-for-tests"
Shown = dict[str, Any]


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    files = str(tmp_path_factory.mktemp("files"))
    portal = {"portal_keys": KEY, "portal_url": "https://pay.bolts.example/"}
    return build(InvoiceSettings.model_validate({**NOWHERE, **portal, "files": files}))


async def issue(erp: AsyncClient, customer: Shown, **more: Any) -> Shown:
    answer = await erp.post("/v1/portal-links", json={"customer_id": customer["id"], **more})
    assert answer.status_code == 201, answer.text
    issued: Shown = answer.json()
    return issued


async def visit(erp: AsyncClient, url: str) -> tuple[int, Shown]:
    answer = await erp.post("/v1/portal-links/visits", json={"link": url.rpartition("/")[2]})
    return answer.status_code, answer.json()


async def test_a_link_lets_in_the_person_it_was_given_to(erp: AsyncClient, customer: Shown) -> None:
    person = customer["persons"][0]["id"]
    issued = await issue(erp, customer, person_id=person)
    assert issued["url"].startswith("https://pay.bolts.example/l/")
    status, welcome = await visit(erp, issued["url"])
    assert status == 200
    assert (welcome["customer_id"], welcome["person_id"]) == (customer["id"], person)
    assert welcome["today"] == "2026-01-05"
    assert (await erp.get(f"/v1/portal-links/{issued['id']}")).json()["opened"]


async def test_a_link_of_a_message_need_not_be_known_before(
    erp: AsyncClient, customer: Shown, clock: TurnedClock
) -> None:
    link = PortalLink(
        link_id=derived("lnk", "message"),
        tenant=TenantId("acme"),
        customer_id=CustomerId(customer["id"]),
        creditor_id=creditor_id_of(TenantId("acme"), "default"),
        issued_at=clock.now(),
        expires_at=clock.now() + timedelta(days=1),
    )
    assert (await visit(erp, f"/{LinkSigner([KEY]).sign(link)}"))[0] == 200
    assert (await visit(erp, f"/{LinkSigner([OTHER]).sign(link)}"))[0] == 404


async def test_whatever_does_not_work_is_told_alike(
    erp: AsyncClient, customer: Shown, clock: TurnedClock, asking: Any
) -> None:
    revoked, short = await issue(erp, customer), await issue(erp, customer, days=1)
    await erp.post(f"/v1/portal-links/{revoked['id']}/revocation", json={"reason": "Lost."})
    clock.turn(timedelta(days=2))
    good = await issue(erp, customer)
    forged = good["url"][:-2] + ("AA" if not good["url"].endswith("AA") else "BB")
    refusals = [await visit(erp, url) for url in (revoked["url"], short["url"], forged, "/", "/é")]
    async with asking("rival") as rival:
        refusals.append(await visit(rival, good["url"]))
    assert {status for status, _ in refusals} == {404}
    assert len({str({**body, "request_id": ""}) for _, body in refusals}) == 1
    assert refusals[0][1]["code"] == "link_not_valid"


async def test_all_links_of_a_person_end_at_once_those_of_messages_too(
    erp: AsyncClient, customer: Shown, clock: TurnedClock
) -> None:
    person = customer["persons"][0]["id"]
    theirs, of_all = await issue(erp, customer, person_id=person), await issue(erp, customer)
    path = f"/v1/customers/{customer['id']}/portal-links/revocation"
    body = {"person_id": person, "reason": "Has left the company."}
    assert (await erp.post(path, json=body)).status_code == 200
    assert (await visit(erp, theirs["url"]))[0] == 404
    assert (await visit(erp, of_all["url"]))[0] == 200
    assert (await erp.post(path, json={"reason": "All."})).status_code == 200
    assert (await visit(erp, of_all["url"]))[0] == 404
    clock.turn(timedelta(seconds=1))
    assert (await visit(erp, (await issue(erp, customer, person_id=person))["url"]))[0] == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"days": 0}, "/days"),
        ({"days": 401}, "/days"),
        ({"person_id": "per_nobody"}, "/person_id"),
        ({"creditor": "nobody"}, "/creditor"),
        ({"purpose": "everything"}, "/purpose"),
    ],
)
async def test_what_cannot_be_given_out_says_where(
    erp: AsyncClient, customer: Shown, body: Shown, pointer: str
) -> None:
    answer = await erp.post("/v1/portal-links", json={"customer_id": customer["id"], **body})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


def test_a_link_holds_what_was_signed_and_every_key_reads_its_own() -> None:
    link = PortalLink(
        link_id=derived("lnk", 1),
        tenant=TenantId("acme"),
        customer_id=CustomerId(derived("cus", 1)),
        creditor_id=CreditorId(derived("crd", 1)),
        issued_at="2026-01-05T09:00:00Z",
        expires_at="2026-03-05T09:00:00Z",
    )
    text = LinkSigner([OTHER]).sign(link)
    assert text is not None
    assert len(text) < 160
    assert LinkSigner([KEY, OTHER]).read(text) == link
    assert LinkSigner([KEY]).read(text) is None
    for place in range(len(text)):
        changed = "A" if text[place] != "A" else "B"
        assert LinkSigner([OTHER]).read(text[:place] + changed + text[place + 1 :]) is None
