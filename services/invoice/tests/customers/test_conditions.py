"""Conditions of a customer: recorded from a day on, listed, and lifted."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from httpx import AsyncClient

from invoice.customers.domain import commands
from invoice.customers.domain.conditions import condition_id
from invoice.customers.domain.customer import CUSTOMER
from invoice.customers.domain.errors import (
    ConditionMissing,
    ConditionRefused,
    CustomerRefused,
    DatesContradict,
)
from recoup_events import invoice as events
from recoup_events.invoice import Condition
from recoup_events.kernel.ids import ConditionId, CustomerId
from recoup_testing.scenario import Scenario

Shown = dict[str, Any]
ID = CustomerId("cus_1")
FIRST, SECOND = condition_id(ID, 1), condition_id(ID, 2)
MONDAY = date(2026, 1, 5)
LATE_ON_MONDAY = datetime(2026, 1, 5, 23, 30, tzinfo=UTC)
REGISTERED = events.CustomerRegistered(
    customer_id=ID,
    external_id="C-1",
    name="Bolts GmbH",
    kind=events.CustomerKind.ENTITY,
    country="DE",
    time_zone="Europe/Berlin",
    language="de",
)
CEASE: dict[str, Any] = {
    "condition": Condition.CEASE_REQUEST,
    "creditor_id": None,
    "source": "letter",
    "effective_from": MONDAY,
    "effective_until": None,
    "note": None,
}
RECORD = commands.RecordCondition(**CEASE)
RECORDED = events.CustomerConditionRecorded(customer_id=ID, condition_id=FIRST, **CEASE)

customer = Scenario(CUSTOMER)


def lift(day: date | None = None, id: ConditionId = FIRST) -> commands.LiftCondition:
    return commands.LiftCondition(
        condition_id=id, reason="withdrawn", effective_from=day, at=LATE_ON_MONDAY
    )


def lifted(day: date) -> events.CustomerConditionLifted:
    return events.CustomerConditionLifted(
        customer_id=ID,
        condition_id=FIRST,
        condition=Condition.CEASE_REQUEST,
        reason="withdrawn",
        effective_from=day,
    )


def test_the_same_is_recorded_once_while_it_stands() -> None:
    customer.given(REGISTERED).when(RECORD).then(RECORDED)
    refusal = customer.given(REGISTERED, RECORDED).when(RECORD).then_refused(ConditionRefused)
    assert FIRST in refusal.detail


def test_lifted_it_may_be_recorded_anew() -> None:
    again = RECORDED.model_copy(update={"condition_id": SECOND})
    customer.given(REGISTERED, RECORDED, lifted(MONDAY)).when(RECORD).then(again)


def test_several_may_stand_together() -> None:
    insolvency = {"condition": Condition.INSOLVENCY}
    customer.given(REGISTERED, RECORDED).when(RECORD.model_copy(update=insolvency)).then(
        RECORDED.model_copy(update=insolvency | {"condition_id": SECOND})
    )


def test_it_counts_for_a_day_at_least() -> None:
    until = RECORD.model_copy(update={"effective_until": MONDAY})
    refusal = customer.given(REGISTERED).when(until).then_refused(DatesContradict)
    assert refusal.pointer == "/effective_until"


def test_it_is_lifted_from_the_customers_today_unless_a_day_is_said() -> None:
    customer.given(REGISTERED, RECORDED).when(lift()).then(lifted(date(2026, 1, 6)))
    customer.given(REGISTERED, RECORDED).when(lift(date(2026, 3, 1))).then(lifted(date(2026, 3, 1)))


def test_recorded_by_mistake_it_has_never_counted() -> None:
    for day in (MONDAY, date(2025, 12, 1)):
        customer.given(REGISTERED, RECORDED).when(lift(day)).then(lifted(MONDAY))


def test_it_is_lifted_once() -> None:
    given = customer.given(REGISTERED, RECORDED, lifted(MONDAY))
    given.when(lift()).then_refused(ConditionRefused)
    given.when(lift(id=SECOND)).then_refused(ConditionMissing)


def test_nothing_is_recorded_about_a_stranger() -> None:
    customer.given().when(RECORD).then_refused(CustomerRefused)


BODY = {"condition": "insolvency", "source": "court register", "effective_from": "2026-01-05"}


async def test_it_is_recorded_and_lifted_whatever_the_version(
    erp: AsyncClient, customer: Shown
) -> None:
    path = f"/v1/customers/{customer['id']}/conditions"
    stale = {"If-Match": '"7"'}
    shown = (await erp.post(path, json=BODY, headers=stale)).json()
    (recorded,) = shown["conditions"]
    assert shown == customer | {"conditions": [recorded]}
    assert recorded == BODY | {
        "id": recorded["id"],
        "creditor_id": None,
        "effective_until": None,
        "note": None,
        "lifted": None,
    }
    again = await erp.post(path, json=BODY)
    assert (again.status_code, again.json()["code"]) == (409, "condition_refused")
    answer = await erp.post(
        f"{path}/{recorded['id']}/lift", json={"reason": "another Bolts"}, headers=stale
    )
    lifted = recorded | {"lifted": {"reason": "another Bolts", "effective_from": "2026-01-05"}}
    assert answer.json() == customer | {"conditions": [lifted]}
    assert (await erp.get(path)).json() == {"data": [lifted]}


async def test_it_may_name_the_only_creditor_it_binds(erp: AsyncClient, customer: Shown) -> None:
    path = f"/v1/customers/{customer['id']}/conditions"
    (recorded,) = (await erp.post(path, json=BODY | {"creditor": "default"})).json()["conditions"]
    assert recorded["creditor_id"].startswith("crd_")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"condition": "sadness"}, "/condition"),
        ({"effective_until": "2026-01-05"}, "/effective_until"),
        ({"until": "2026-02-05"}, "/until"),
        ({"creditor": "nobody"}, "/creditor"),
    ],
)
async def test_a_mistake_is_pointed_at(
    erp: AsyncClient, customer: Shown, wrong: Shown, pointer: str
) -> None:
    answer = await erp.post(f"/v1/customers/{customer['id']}/conditions", json=BODY | wrong)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_what_is_not_there_is_not_found(erp: AsyncClient, customer: Shown) -> None:
    path = "/v1/customers/cus_0/conditions"
    assert (await erp.get(path)).status_code == 404
    assert (await erp.post(path, json=BODY)).status_code == 404
    path = f"/v1/customers/{customer['id']}/conditions/cnd_0/lift"
    assert (await erp.post(path, json={"reason": "x"})).status_code == 404
