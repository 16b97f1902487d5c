"""Who is at a customer: what the ERP sends never removes whom people entered here."""

from typing import Any

import pytest
from httpx import AsyncClient

AP = {
    "external_id": "P-1",
    "name": "Accounts payable",
    "roles": ["billing"],
    "emails": ["ap@bolts.example"],
}
BOARD = {"external_id": "board", "name": "Board", "roles": ["decision_maker", "senior_leadership"]}
REACHABLE = {"phones": ["+4930901820"]}
DETAILS = {
    "name": "Bolts GmbH",
    "kind": "entity",
    "country": "DE",
    "time_zone": "Europe/Berlin",
    "language": "de",
}


@pytest.fixture
def path(customer: dict[str, Any]) -> str:
    return f"/v1/customers/{customer['id']}"


def names(answer: Any) -> list[str]:
    return [person["external_id"] for person in answer.json()["persons"]]


async def test_a_person_entered_here_stays_whatever_the_erp_puts(
    erp: AsyncClient, path: str
) -> None:
    added = await erp.post(f"{path}/persons", json=BOARD | REACHABLE)
    assert [person["source"] for person in added.json()["persons"]] == ["erp", "recoup"]
    put = await erp.put("/v1/customers/by/external-id/C-1", json=DETAILS | {"persons": []})
    assert names(put) == ["board"]
    put = await erp.put("/v1/customers/by/external-id/C-1", json=DETAILS | {"persons": [AP]})
    assert names(put) == ["P-1", "board"]


async def test_a_change_merges_by_either_id_and_removes_nobody(erp: AsyncClient, path: str) -> None:
    known = (await erp.get(path)).json()["persons"][0]
    board = BOARD | REACHABLE | {"language": "en", "time_zone": "Europe/London"}
    changes = [{"id": known["id"], "phones": ["+4930901821"]}, board]
    changed = await erp.patch(path, json={"persons": changes})
    first, second = changed.json()["persons"]
    assert first == known | {"phones": ["+4930901821"]}
    assert board.items() <= second.items()
    renamed = await erp.patch(
        path, json={"persons": [{"external_id": "board", "name": "Directors"}]}
    )
    assert renamed.json()["persons"][1] == second | {"name": "Directors"}
    assert (await erp.get(path)).json() == renamed.json()


async def test_a_new_person_in_a_change_needs_a_name_and_a_role(
    erp: AsyncClient, path: str
) -> None:
    answer = await erp.patch(path, json={"persons": [{"external_id": "P-9", "language": "en"}]})
    assert (answer.status_code, answer.json()["code"]) == (422, "incomplete_person")
    assert "name and roles" in answer.json()["detail"]
    unknown = await erp.patch(path, json={"persons": [{"id": "per_0", "language": "en"}]})
    assert unknown.status_code == 404
    both = await erp.patch(path, json={"persons": [{"id": "per_0", "external_id": "P-1"}]})
    assert both.status_code == 422


async def test_one_person_is_changed_and_removed(erp: AsyncClient, path: str) -> None:
    id = (await erp.get(path)).json()["persons"][0]["id"]
    changed = await erp.patch(f"{path}/persons/{id}", json={"emails": ["new@bolts.example"]})
    assert changed.json()["persons"][0]["emails"] == ["new@bolts.example"]
    gone = await erp.delete(f"{path}/persons/{id}")
    assert (gone.status_code, gone.json()["persons"]) == (200, [])
    assert (await erp.delete(f"{path}/persons/{id}")).status_code == 404


async def test_a_name_is_given_to_one_person(erp: AsyncClient, path: str) -> None:
    again = await erp.post(f"{path}/persons", json=AP)
    assert (again.status_code, again.json()["code"]) == (409, "duplicate_person")
    twice = await erp.post(
        "/v1/customers", json=DETAILS | {"external_id": "C-2", "persons": [AP, AP]}
    )
    assert (twice.status_code, twice.json()["code"]) == (409, "duplicate_person")


async def test_a_subdivision_lies_in_its_country(erp: AsyncClient, path: str) -> None:
    bavaria = await erp.patch(path, json={"subdivision": "DE-BY"})
    assert bavaria.json()["subdivision"] == "DE-BY"
    wrong = await erp.patch(path, json={"subdivision": "US-CA"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "places_contradict")
    moved = await erp.patch(path, json={"country": "AT", "time_zone": "Europe/Vienna"})
    assert moved.json()["subdivision"] is None


async def test_a_person_may_live_elsewhere(erp: AsyncClient, path: str) -> None:
    place = {"country": "US", "subdivision": "US-CA", "time_zone": "America/Los_Angeles"}
    added = await erp.post(f"{path}/persons", json=BOARD | REACHABLE | place)
    assert place.items() <= added.json()["persons"][1].items()


async def test_a_customer_has_addresses(erp: AsyncClient, path: str) -> None:
    legal = {"lines": ["Am Markt 1"], "postal_code": "80331", "city": "Berlin", "country": "DE"}
    changed = await erp.patch(path, json={"addresses": [{"use": "legal", "address": legal}]})
    (address,) = changed.json()["addresses"]
    assert address == {"use": "legal", "address": legal | {"subdivision": None}}


async def test_what_a_person_has_stated_is_kept_whatever_the_erp_puts(
    erp: AsyncClient, path: str
) -> None:
    stated = {
        "inconvenient_times": [{"begins": "12:00:00", "ends": "13:30:00", "days": ["friday"]}],
        "inconvenient_channels": ["call"],
        "inconvenient_addresses": ["+4930901820"],
    }
    id = (await erp.get(path)).json()["persons"][0]["id"]
    changed = await erp.patch(f"{path}/persons/{id}", json=stated | REACHABLE)
    assert stated.items() <= changed.json()["persons"][0].items()
    put = await erp.put("/v1/customers/by/external-id/C-1", json=DETAILS | {"persons": [AP]})
    assert stated.items() <= put.json()["persons"][0].items()
    nothing: dict[str, Any] = {name: [] for name in stated}
    taken_back = await erp.patch(f"{path}/persons/{id}", json=nothing)
    assert nothing.items() <= taken_back.json()["persons"][0].items()


@pytest.mark.parametrize(
    ("stated", "pointer"),
    [
        ({"begins": "12:00Z", "ends": "13:00"}, "/inconvenient_times/0/begins"),
        ({"begins": "25:00", "ends": "13:00"}, "/inconvenient_times/0/begins"),
        ({"begins": "12:00", "ends": "13:00", "days": ["someday"]}, "/inconvenient_times/0/days/0"),
    ],
)
async def test_a_stated_time_is_on_the_persons_own_wall(
    erp: AsyncClient, path: str, stated: dict[str, Any], pointer: str
) -> None:
    answer = await erp.post(
        f"{path}/persons", json=BOARD | REACHABLE | {"inconvenient_times": [stated]}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
