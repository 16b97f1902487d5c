"""Groups: who stands below whom, and no circle, however one tries."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.customers.domain import commands
from invoice.customers.domain.customer import CUSTOMER
from invoice.customers.domain.events import ChildAdded, ChildRemoved
from invoice.customers.domain.groups import MOST, check_parent
from recoup_events.invoice import (
    CustomerGroupChanged,
    CustomerKind,
    CustomerRegistered,
    PaysFor,
)
from recoup_events.kernel.ids import CustomerId
from recoup_eventstore.command_runner import CommandRunner
from recoup_eventstore.ports import START
from recoup_testing.group_example import customer_json
from recoup_testing.scenario import Scenario

Shown = dict[str, Any]
Send = Callable[[str, Shown], Awaitable[Shown]]
ID, PARENT, CHILD = (CustomerId(f"cus_{name}") for name in ("own", "parent", "child"))
REGISTERED = CustomerRegistered(
    customer_id=ID,
    external_id="C-1",
    name="Bolts GmbH",
    kind=CustomerKind.ENTITY,
    country="DE",
    time_zone="Europe/Berlin",
    language="de",
)
customer = Scenario(CUSTOMER)


def placed(
    parent_id: CustomerId | None = PARENT, pays_for: PaysFor = PaysFor.ITSELF
) -> CustomerGroupChanged:
    return CustomerGroupChanged(customer_id=ID, parent_id=parent_id, pays_for=pays_for)


def place(
    parent_id: CustomerId | None = PARENT, pays_for: PaysFor = PaysFor.ITSELF
) -> commands.ChangeGroup:
    return commands.ChangeGroup(parent_id=parent_id, pays_for=pays_for)


def test_a_customer_stands_below_a_parent_until_it_does_not() -> None:
    customer.given(REGISTERED).when(place()).then(placed())
    customer.given(REGISTERED, placed()).when(place()).then_nothing()
    customer.given(REGISTERED, placed()).when(place(None)).then(placed(None))


def test_what_its_money_pays_is_part_of_it() -> None:
    customer.given(REGISTERED).when(place(None)).then_nothing()
    pays = place(None, PaysFor.GROUP)
    customer.given(REGISTERED).when(pays).then(placed(None, PaysFor.GROUP))


def test_a_parent_knows_its_children() -> None:
    added = ChildAdded(customer_id=ID, child_id=CHILD)
    removed = ChildRemoved(customer_id=ID, child_id=CHILD)
    customer.given(REGISTERED).when(commands.AddChild(child_id=CHILD)).then(added)
    customer.given(REGISTERED, added).when(commands.AddChild(child_id=CHILD)).then_nothing()
    customer.given(REGISTERED, added).when(commands.RemoveChild(child_id=CHILD)).then(removed)
    customer.given(REGISTERED).when(commands.RemoveChild(child_id=CHILD)).then_nothing()


def test_a_group_has_at_most_two_hundred_customers() -> None:
    branch = [[ID], [CHILD]]
    check_parent(ID, [PARENT], branch, MOST - 2, parent_at="/parent")
    with pytest.raises(Exception, match="at most 200 customers"):
        check_parent(ID, [PARENT], branch, MOST - 1, parent_at="/parent")


@pytest.fixture
def register(send: Send) -> Callable[..., Awaitable[Shown]]:
    async def registered(number: int, parent: int | None = None) -> Shown:
        above = None if parent is None else f"C-{parent}"
        return await send("/v1/customers", customer_json(f"C-{number}", above))

    return registered


async def test_a_parent_is_named_by_either_id_when_registered_or_later(
    erp: AsyncClient, register: Callable[..., Awaitable[Shown]]
) -> None:
    head, child = await register(1), await register(2, parent=1)
    assert (child["parent_id"], child["pays_for"]) == (head["id"], "itself")
    other = await register(3)
    body = {"parent": head["id"], "pays_for": "group"}
    answer = await erp.put(f"/v1/customers/{other['id']}/group", json=body)
    assert (answer.json()["parent_id"], answer.json()["pays_for"]) == (head["id"], "group")
    again = await erp.put(
        "/v1/customers/by/external-id/C-3", json=_without_id(customer_json("C-3"))
    )
    assert again.json()["parent_id"] == head["id"]
    alone = await erp.put(f"/v1/customers/{other['id']}/group", json={})
    assert (alone.json()["parent_id"], alone.json()["pays_for"]) == (None, "itself")


def _without_id(body: Shown) -> Shown:
    return {name: value for name, value in body.items() if name != "external_id"}


@pytest.mark.parametrize("parent", ["C-2", "C-3", "C-4"])
async def test_nobody_stands_below_itself(
    erp: AsyncClient, register: Callable[..., Awaitable[Shown]], parent: str
) -> None:
    await register(1)
    branch = [await register(number, parent=number - 1) for number in (2, 3, 4)]
    answer = await erp.put(f"/v1/customers/{branch[0]['id']}/group", json={"parent": parent})
    assert (answer.status_code, answer.json()["code"]) == (422, "group_unacceptable")
    assert answer.json()["errors"][0]["pointer"] == "/parent"


async def test_two_who_close_a_circle_at_once_are_not_both_let(
    erp: AsyncClient, register: Callable[..., Awaitable[Shown]]
) -> None:
    ring = [await register(number) for number in range(1, 5)]
    answers = await asyncio.gather(
        *(
            erp.put(f"/v1/customers/{each['id']}/group", json={"parent": f"C-{n % 4 + 1}"})
            for n, each in enumerate(ring, start=1)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 422]


async def test_a_group_has_at_most_five_levels(
    erp: AsyncClient, register: Callable[..., Awaitable[Shown]]
) -> None:
    for number in range(1, 6):
        await register(number, parent=number - 1 or None)
    answer = await erp.post("/v1/customers", json=customer_json("C-6", "C-5"))
    assert (answer.status_code, answer.json()["code"]) == (422, "group_unacceptable")
    assert answer.json()["errors"][0]["pointer"] == "/group/parent"
    head, below = await register(10), await register(11, parent=10)
    assert below["parent_id"] == head["id"]
    answer = await erp.put(f"/v1/customers/{head['id']}/group", json={"parent": "C-4"})
    assert answer.json()["code"] == "group_unacceptable"
    answer = await erp.put(f"/v1/customers/{head['id']}/group", json={"parent": "C-3"})
    assert answer.status_code == 200


async def test_an_unknown_parent_is_refused(erp: AsyncClient) -> None:
    answer = await erp.post("/v1/customers", json=customer_json("C-1", "C-9"))
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_customer")
    assert answer.json()["errors"][0]["pointer"] == "/group/parent"


async def test_a_group_comes_in_bulk_and_sent_again_it_is_there(
    send: Send, command_runner: CommandRunner
) -> None:
    below = [customer_json(f"C-{number}", "C-1") for number in range(2, 130)]
    data = [customer_json("C-1"), *below]
    for outcome in ("created", "unchanged"):
        assert (await send("/v1/customers/bulk", {"data": data}))[outcome] == 129
    moved = await send(
        "/v1/customers/bulk", {"data": [data[1], customer_json("C-3") | {"group": {}}]}
    )
    assert (moved["unchanged"], moved["changed"]) == (1, 1)
    events = [p.envelope for p in await command_runner.store.feed(START, 10_000)]
    assert children(events) == 127


def children(envelopes: Sequence[Any]) -> int:
    added = sum(isinstance(each.event, ChildAdded) for each in envelopes)
    return added - sum(isinstance(each.event, ChildRemoved) for each in envelopes)
