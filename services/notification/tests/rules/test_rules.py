"""Which rules bind whom on which day, and what is to come."""

from typing import Any

import pytest
from httpx import AsyncClient

from recoup_compliance.rules import RULES

RULES_OF = "/v1/rules"
MASSACHUSETTS = {"country": "US", "subdivision": "US-MA"}


async def read(client: AsyncClient, path: str = RULES_OF, **params: str) -> list[dict[str, Any]]:
    answer = await client.get(path, params={"limit": "1000"} | params)
    assert answer.status_code == 200, answer.text
    data: list[dict[str, Any]] = answer.json()["data"]
    return data


async def ids(client: AsyncClient, **params: str) -> set[str]:
    return {rule["id"] for rule in await read(client, **params)}


async def test_a_rule_says_whom_it_binds_since_when_and_on_whose_authority(
    ops: AsyncClient,
) -> None:
    (cap,) = [each for each in await read(ops, channel="call") if each["id"] == "us1-call-cap"]
    assert cap == {
        "id": "us1-call-cap",
        "version": 1,
        "basis": "law",
        "what": "at most 7 attempts per debt in 7 consecutive days",
        "binds": {
            "roles": ["agency", "debt_buyer"],
            "debtors": ["natural_person", "sole_trader"],
            "purposes": ["consumer"],
            "countries": ["US", "AS", "GU", "MP", "PR", "VI"],
            "subdivisions": None,
            "localities": None,
            "channels": ["call"],
        },
        "citation": "12 CFR 1006.14(b)(2)(i)(A), (ii)",
        "checked": "official_text",
        "effective_from": "2021-11-30",
        "effective_until": None,
        "dated": "secondary_source",
        "rules_version": RULES.version,
    }


async def test_rules_are_those_of_a_role_a_place_and_a_day(ops: AsyncClient) -> None:
    own = await ids(ops, **MASSACHUSETTS, role="creditor", debtor="natural_person")
    assert "ma1-calls-and-texts" in own
    assert not {"us1-call-cap", "wa1-week-cap", "au1-week-cap"} & own
    assert "us1-call-cap" in await ids(ops, **MASSACHUSETTS, role="agency")
    assert "us1-call-cap" not in await ids(ops, **MASSACHUSETTS, role="agency", on="2021-11-29")
    companies = await read(ops, debtor="entity", country="DE")
    assert {rule["basis"] for rule in companies} == {"policy"}


async def test_what_is_not_known_is_bound_by_the_rules_of_all(ops: AsyncClient) -> None:
    every = {rule.id for rule in RULES}
    assert await ids(ops, on="2027-02-01") == every - {"dc2-public-health-emergency"}
    assert "ma1-calls-and-texts" in await ids(ops, country="US")
    assert await ids(ops, subdivision="US-MA") == await ids(ops, **MASSACHUSETTS)


async def test_pages_follow_on_one_another(ops: AsyncClient) -> None:
    first = (await ops.get(RULES_OF, params={"limit": 7})).json()
    rest = await read(ops, cursor=first["next_cursor"], limit="1000")
    assert [*first["data"], *rest] == await read(ops)


async def test_the_rules_of_an_older_verdict_can_be_read(ops: AsyncClient) -> None:
    older = await read(ops, rules_version="rules-02e529bbe630294e")
    assert {rule["rules_version"] for rule in older} == {"rules-02e529bbe630294e"}
    assert "nyc1-week-cap" not in {rule["id"] for rule in older}
    answer = await ops.get(RULES_OF, params={"rules_version": "rules-of-nobody"})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_rules_version")


async def test_changes_are_those_to_come_until_a_day(ops: AsyncClient) -> None:
    to_come = await read(ops, f"{RULES_OF}/changes", **{"from": "2026-09-02"}, until="2027-02-01")
    assert [(each["on"], each["change"], each["rule"]["id"]) for each in to_come] == [
        ("2027-01-31", "begins", "us22-revoke-all")
    ]
    nothing = await read(ops, f"{RULES_OF}/changes", **{"from": "2026-09-02"}, until="2027-01-31")
    assert nothing == []


async def test_changes_that_were_are_listed_when_asked_for(ops: AsyncClient) -> None:
    columbia = await read(
        ops,
        f"{RULES_OF}/changes",
        **{"from": "2021-01-01"},
        subdivision="US-DC",
        role="creditor",
        limit="2",
    )
    assert [(each["on"], each["change"]) for each in columbia] == [
        ("2021-09-24", "ends"),
        ("2023-01-01", "begins"),
    ]


@pytest.mark.parametrize(
    "wrong", [{"country": "USA"}, {"subdivision": "MA"}, {"role": "lawyer"}, {"on": "2026-02-30"}]
)
async def test_what_is_misspelt_is_refused(ops: AsyncClient, wrong: dict[str, str]) -> None:
    assert (await ops.get(RULES_OF, params=wrong)).status_code == 422
