"""A person's word about a customer, in the place of the evidence."""

from datetime import date
from typing import Any

from httpx import AsyncClient

from recoup_events.invoice import Condition, CustomerConditionRecorded, CustomerRegistered
from recoup_events.kernel.ids import ConditionId
from recoup_testing.reminders_example import CUSTOMER, berlin
from recoup_testing.service_harness import ServiceHarness

PATH = f"/v1/categories/{CUSTOMER}"
ANY_VERSION = {"If-Match": "*"}
INSOLVENT = CustomerConditionRecorded(
    customer_id=CUSTOMER,
    condition_id=ConditionId("cnd_1"),
    condition=Condition.INSOLVENCY,
    source="the court's notice",
    effective_from=date(2026, 2, 2),
)
OVERRIDE: dict[str, Any] = {"category": "angry", "reason": "The buyer said so on the telephone."}


async def test_a_person_s_word_stands_before_the_evidence_until_it_is_taken_back(
    harness: ServiceHarness, console: AsyncClient, registered: CustomerRegistered
) -> None:
    await harness.receive(registered, INSOLVENT)
    answer = await console.put(f"{PATH}/override", json=OVERRIDE, headers=ANY_VERSION)
    shown = answer.json()
    assert (answer.status_code, shown["category"], shown["weighed"]) == (
        *(200, "angry", "going_out_of_business"),
    )
    assert shown["override"]["reason"] == OVERRIDE["reason"]
    back = await console.delete(f"{PATH}/override", headers=ANY_VERSION)
    assert (back.json()["category"], back.json()["override"]) == ("going_out_of_business", None)
    again = await console.delete(f"{PATH}/override", headers=ANY_VERSION)
    assert (again.status_code, again.json()["code"]) == (409, "not_overridden")


async def test_an_override_ends_with_its_last_day(
    harness: ServiceHarness, console: AsyncClient, registered: CustomerRegistered
) -> None:
    await harness.receive(registered)
    body = {**OVERRIDE, "until": "2026-02-03"}
    assert (await console.put(f"{PATH}/override", json=body, headers=ANY_VERSION)).is_success
    await harness.until(berlin("2026-02-03 23:59"))
    assert (await console.get(PATH)).json()["category"] == "angry"
    await harness.until(berlin("2026-02-04 00:00"))
    assert (await console.get(PATH)).json()["category"] == "undecided"


async def test_an_override_that_is_over_already_is_refused(
    harness: ServiceHarness, console: AsyncClient, registered: CustomerRegistered
) -> None:
    await harness.receive(registered)
    body = {**OVERRIDE, "until": "2026-02-01"}
    answer = await console.put(f"{PATH}/override", json=body, headers=ANY_VERSION)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/until")


async def test_the_same_override_again_changes_nothing(
    harness: ServiceHarness, console: AsyncClient, registered: CustomerRegistered
) -> None:
    await harness.receive(registered)
    first = await console.put(f"{PATH}/override", json=OVERRIDE, headers=ANY_VERSION)
    tag = {"If-Match": first.headers["ETag"]}
    again = await console.put(f"{PATH}/override", json=OVERRIDE, headers=tag)
    assert again.headers["ETag"] == first.headers["ETag"]
    blind = await console.put(f"{PATH}/override", json=OVERRIDE)
    assert blind.status_code == 428
