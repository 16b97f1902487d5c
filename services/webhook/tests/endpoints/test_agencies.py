from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice.clearing import ClearingSettled, ClearingTransferReceived
from recoup_events.kernel.ids import (
    AgencyId,
    CreditorId,
    CustomerId,
    InvoiceId,
    PlacementId,
    RemittanceId,
)
from recoup_events.kernel.money import Money
from recoup_events.kernel.slices import Slice
from recoup_events.workflow_scheduler import PlacementLapsed, PlacementProposed
from recoup_eventstore.postgres.pools import Pools
from recoup_testing.clock import TurnedClock
from recoup_testing.loops import drained
from webhook.deliveries.senders.queueing import Queueing

pytestmark = pytest.mark.servers
ENDPOINT = {"url": "https://93.184.216.34/recoup"}
PATH = "/v1/agency/webhook-endpoint"
SCOPES = ["agency:read", "agency:write"]
EURO = Money(minor_units=100, currency="EUR")
OWN, OTHER = AgencyId("agn_1"), AgencyId("agn_2")
ClientOf = Callable[..., AbstractAsyncContextManager[AsyncClient]]


def lapsed(agency_id: AgencyId) -> PlacementLapsed:
    return PlacementLapsed(receivable_ids=("rcv_1",), **_ids(agency_id))


def _ids(agency_id: AgencyId) -> dict[str, Any]:
    return {
        "placement_id": PlacementId("plc_1"),
        "agency_id": agency_id,
        "customer_id": CustomerId("cus_1"),
        "creditor_id": CreditorId("crd_1"),
    }


def proposed(agency_id: AgencyId) -> PlacementProposed:
    item = Slice(invoice_id=InvoiceId("inv_1"), receivable_id="rcv_1", amount=EURO)
    return PlacementProposed(items=(item,), reason="Why", proposed_by="key:1", **_ids(agency_id))


def arrived(agency_id: AgencyId) -> ClearingTransferReceived:
    return ClearingTransferReceived(
        **_transferred(agency_id),
        source="bank",
        external_id="CAMT-1",
        amount=EURO,
        value_date=date(2026, 3, 2),
    )


def settled(agency_id: AgencyId) -> ClearingSettled:
    return ClearingSettled(
        **_transferred(agency_id),
        amount=EURO,
        settled_on=date(2026, 3, 2),
        settled_by="key:1",
        reason="Not worth a letter.",
    )


def _transferred(agency_id: AgencyId) -> dict[str, Any]:
    return {
        "remittance_id": RemittanceId("rmt_1"),
        "agency_id": agency_id,
        "creditor_id": CreditorId("crd_1"),
        "in_transit": Money.zero("EUR"),
    }


async def test_an_agency_is_told_of_its_own_placements_once_they_are_offered(
    client: ClientOf,
    erp: AsyncClient,
    receive: Callable[..., Awaitable[None]],
    pools: Pools,
    clock: TurnedClock,
) -> None:
    async with client(scopes=SCOPES, agency_id=OWN) as agency:
        endpoint = (await agency.put(PATH, json=ENDPOINT)).json()
        assert (endpoint["agency_id"], endpoint["state"]) == (OWN, "enabled")
    await receive(proposed(OWN), lapsed(OWN), lapsed(OTHER))
    await drained(Queueing(pools, clock))
    rows = (await erp.get(f"/v1/webhook-endpoints/{endpoint['id']}/deliveries")).json()["data"]
    assert [row["type"] for row in rows] == ["placement.lapsed.v1"]


async def test_an_agency_is_told_when_its_transfer_has_arrived(
    client: ClientOf,
    erp: AsyncClient,
    receive: Callable[..., Awaitable[None]],
    pools: Pools,
    clock: TurnedClock,
) -> None:
    async with client(scopes=SCOPES, agency_id=OWN) as agency:
        endpoint = (await agency.put(PATH, json=ENDPOINT)).json()
    await receive(arrived(OWN), arrived(OTHER), settled(OWN))
    await drained(Queueing(pools, clock))
    rows = (await erp.get(f"/v1/webhook-endpoints/{endpoint['id']}/deliveries")).json()["data"]
    assert [row["type"] for row in rows] == ["clearing.transfer_received.v1"]


async def test_an_agencys_secret_is_its_own(client: ClientOf) -> None:
    secrets = {}
    for agency_id in (OWN, OTHER):
        async with client(scopes=SCOPES, agency_id=agency_id) as agency:
            await agency.put(PATH, json=ENDPOINT)
            answer = await agency.get(f"{PATH}/secrets")
            [secrets[agency_id]] = [each["secret"] for each in answer.json()["data"]]
    assert secrets[OWN].startswith("whsec_")
    assert secrets[OWN] != secrets[OTHER]


async def test_another_address_keeps_the_secret_and_rotation_gives_another(
    client: ClientOf,
) -> None:
    async with client(scopes=SCOPES, agency_id=OWN) as agency:
        first = (await agency.put(PATH, json=ENDPOINT)).json()
        again = (await agency.put(PATH, json={"url": f"{ENDPOINT['url']}/2"})).json()
        assert (again["id"], again["url"]) == (first["id"], f"{ENDPOINT['url']}/2")
        before = (await agency.get(f"{PATH}/secrets")).json()["data"]
        assert (await agency.post(f"{PATH}/secret-rotation", json={})).status_code == 200
        after = (await agency.get(f"{PATH}/secrets")).json()["data"]
    assert (len(before), len(after)) == (1, 2)
