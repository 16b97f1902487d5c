"""The rows of the workflow-scheduler's read model, as anybody would fold them with dictionaries."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import asyncpg

Rows = Mapping[str, tuple[Sequence[str], list[tuple[Any, ...]]]]
ENROLMENT = (
    *("tenant", "id", "invoice_id", "receivable_id", "customer_id"),
    *("workflow_id", "workflow_version", "due_date"),
    *("currency", "balance", "chased", "steps_left", "outcome", "started_at"),
)
TASK = (
    *("tenant", "id", "enrolment_id", "invoice_id", "receivable_id", "customer_id", "script"),
    *("created_at",),
    *("disposition", "completed_at"),
)
EVENTS = "select tenant, stream, type, at, data from store.event order by gen, txid, pos"


async def folded(connection: "asyncpg.Connection[Any]") -> Rows:
    """All events through one cursor, one document after the other."""
    enrolments: dict[str, dict[str, Any]] = {}
    tasks: dict[str, dict[str, Any]] = {}
    async for tenant, stream, type, at, text in connection.cursor(EVENTS, prefetch=2_000):
        data = json.loads(text)
        if type.startswith("task."):
            task = tasks.setdefault(data["task_id"], dict.fromkeys(TASK))
            _called(task, type, data, tenant, at)
        elif type == "enrolment.planned.v1":
            enrolments[stream] = _planned(data, tenant, at)
        else:
            _went_on(enrolments[stream], type, data)
    return {
        "enrolment": (ENROLMENT, [tuple(row[n] for n in ENROLMENT) for row in enrolments.values()]),
        "task": (TASK, [tuple(row[n] for n in TASK) for row in tasks.values()]),
    }


def _planned(data: dict[str, Any], tenant: str, at: Any) -> dict[str, Any]:
    balance = data["balance"]
    return {
        **{name: data.get(name) for name in ENROLMENT},
        "tenant": tenant,
        "id": data["enrolment_id"],
        "due_date": date.fromisoformat(data["due_date"]),
        "currency": balance["currency"],
        "balance": balance["minor_units"],
        "chased": balance["minor_units"],
        "steps_left": len(data["steps"]) - data["taken"],
        "started_at": at,
    }


def _went_on(row: dict[str, Any], type: str, data: dict[str, Any]) -> None:
    match type:
        case "enrolment.step_due.v1":
            row["steps_left"] -= 1
        case "enrolment.paused.v1" | "enrolment.resumed.v1":
            row["chased"] = data["chased"]["minor_units"]
        case "enrolment.owed_changed.v1":
            row["balance"] = data["balance"]["minor_units"]
            row["chased"] = data["chased"]["minor_units"]
        case "enrolment.ended.v1":
            row.update(outcome=data["outcome"], balance=0, chased=0)
        case _:
            pass


def _called(row: dict[str, Any], type: str, data: dict[str, Any], tenant: str, at: Any) -> None:
    if type == "task.created.v1":
        known = {name: data.get(name) for name in TASK if name in data}
        row.update(known, tenant=tenant, id=data["task_id"], created_at=at)
    else:
        row.update(disposition=data["disposition"], completed_at=at)
