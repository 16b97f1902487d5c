"""``/parked`` on the private port: look at what was set aside, and do something about it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from recoup_events.kernel.ids import TenantId
from recoup_eventstore.parked import ParkedFilter, Reason
from recoup_messaging.corrections import NotParked
from recoup_service.api.paging import Page, PageRequest
from recoup_service.operator_api.actions import edit, redrive, skip
from recoup_service.operator_api.operations import Opened, Operations
from recoup_service.operator_api.requests import EditOrder, OperatorOrder, RedriveOrder
from recoup_service.operator_api.responses import (
    ActionShown,
    ParkedMessageShown,
    ParkedShown,
    action_shown,
    message_shown,
    shown,
)

router = APIRouter(prefix="/parked")
Paged = Annotated[PageRequest, Depends()]
MOST_DEEDS = 1_000
"""Shown of one message; a script that redrives in a loop may have done more."""


class RedrivenShown(BaseModel):
    """How far the message's key got."""

    applied: int
    left: int
    failure: str


@router.get("")
async def browse(
    at: Opened,
    page: Paged,
    topic: str | None = None,
    tenant: str | None = None,
    reason: Reason | None = None,
    type: str | None = None,
    *,
    heads: bool = False,
) -> Page[ParkedShown]:
    """``heads`` alone: those the later messages of their key wait behind."""
    wanted = ParkedFilter(topic, None if tenant is None else TenantId(tenant), reason, type, heads)
    found = await at.command_runner.store.list_parked(_after(page), page.fetch, wanted)
    return page.page(found, shown, lambda message: (message.seq,))


@router.get("/history")
async def history(at: Opened, page: Paged, seq: int | None = None) -> Page[ActionShown]:
    found = await at.command_runner.store.interventions(_after(page), page.fetch, seq)
    return page.page(found, action_shown, lambda intervention: (intervention.id,))


@router.get("/{seq}")
async def show(at: Opened, seq: int) -> ParkedMessageShown:
    return await _shown(at, seq)


@router.post("/{seq}/edit")
async def edit_one(at: Opened, seq: int, ordered: EditOrder) -> ParkedMessageShown:
    await edit(at, seq, ordered.edit, ordered.request(at.clock.now()))
    return await _shown(at, seq)


@router.post("/{seq}/skip")
async def skip_one(at: Opened, seq: int, ordered: OperatorOrder) -> ParkedMessageShown:
    await skip(at, seq, ordered.request(at.clock.now()))
    return await _shown(at, seq)


@router.post("/{seq}/redrive")
async def redrive_its_key(at: Opened, seq: int, ordered: RedriveOrder) -> RedrivenShown:
    """Take up all that waits under its key, in order, up to the first that fails.

    Timers and effects are tried again by their loops: what fails once more is parked once more.
    """
    request = ordered.request(at.clock.now())
    done = await redrive(at, seq, request, accept=ordered.accept)
    return RedrivenShown(applied=done.applied, left=done.left, failure=done.failure)


async def _shown(at: Operations, seq: int) -> ParkedMessageShown:
    message = await at.command_runner.store.find_parked(seq)
    history = await at.command_runner.store.interventions(0, MOST_DEEDS, seq)
    if message is None and not history:
        raise NotParked(seq)
    return message_shown(message, history)


def _after(page: PageRequest) -> int:
    seen = page.after(tuple[int])
    return 0 if seen is None else seen[0]
