"""Aging and statements of the invoice service, short enough to compare."""

from typing import Any

from httpx import AsyncClient

Shown = dict[str, Any]


async def aging(erp: AsyncClient, currency: str = "EUR", **query: str) -> dict[str, str]:
    """The buckets that hold something, and what is on account."""
    report = (await erp.get("/v1/aging", params=query)).json()
    for aged in report["data"]:
        if aged["currency"] == currency:
            found = {bucket["bucket"]: bucket["balance"]["amount"] for bucket in aged["buckets"]}
            found |= {"on_account": aged["on_account"]["amount"]}
            return {name: amount for name, amount in found.items() if amount.strip("0.")}
    return {}


async def statement(erp: AsyncClient, customer: Shown, **query: str) -> list[tuple[str, ...]]:
    answer = await erp.get(f"/v1/customers/{customer['id']}/statement", params=query)
    return [
        (
            row["date"],
            row["kind"],
            row["reference"],
            row["amount"]["amount"],
            row["balance"]["amount"],
        )
        for row in answer.json()["data"]
    ]


def balances(statement: Shown) -> list[Shown]:
    """What is owed, whoever the creditor is."""
    return [each["balance"] for each in statement["balances"]]
