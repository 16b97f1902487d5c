"""Sending again: what failed, what was missed, one event, or a test."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from recoup_events.kernel.envelope import Stream
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.row_writes import RowWrite
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.request_context import RequestContext, needs
from webhook.deliveries.api.schemas import (
    Accepted,
    DeliveryState,
    Recovery,
    Replay,
    Which,
)
from webhook.deliveries.domain.errors import TooLongAgo
from webhook.endpoints.domain.endpoint import ENDPOINT, Endpoint, EndpointState
from webhook.endpoints.domain.errors import EndpointRefused
from webhook.endpoints.domain.wanted import Order
from webhook.events.domain.type_filter import types_of

WRITES = named_queries("webhook.deliveries", "writes.sql")
Writer = Annotated[RequestContext, needs("webhooks:write")]
TEST = "endpoint.test.v1"
Rows = Callable[[Stream, Endpoint], Sequence[RowWrite]]


router = APIRouter(prefix="/v1/webhook-endpoints/{id}", tags=["Webhooks"])


@router.post("/tests", status_code=202, response_model=Accepted, summary="Send a test event")
async def test(id: str, context: Writer) -> Response:
    """An event of the type `endpoint.test.v1`, signed like any other; see its attempts."""
    event_id = context.ports.command_runner.new_id()

    def rows(stream: Stream, _endpoint: Endpoint) -> Sequence[RowWrite]:
        body = _test_event(stream, event_id, context.now)
        return [_row(stream, "test", event_id, TEST, context.now, body)]

    return await _asked(context, id, rows, Accepted(endpoint_id=id, event_id=event_id))


def sending_again(events_kept_for: timedelta) -> APIRouter:
    again = APIRouter(prefix="/v1/webhook-endpoints/{id}", tags=["Webhooks"])

    @again.post("/recovery", status_code=202, response_model=Accepted, summary="Send what failed")
    async def recover(id: str, body: Recovery, context: Writer) -> Response:
        """All that failed since a moment, or waits for its next attempt, in order and now."""
        _not_too_long_ago(body.since, context.now, events_kept_for)
        accepted = Accepted(endpoint_id=id, since=body.since)
        return await _asked(context, id, _failed(body.since, context.now), accepted)

    @again.post("/replay", status_code=202, response_model=Accepted, summary="Send events again")
    async def replay(id: str, body: Replay, context: Writer) -> Response:
        """What it missed, or all of it again, or one event; each under its own id as before."""
        since = body.since or context.now - events_kept_for
        _not_too_long_ago(since, context.now, events_kept_for)
        accepted = Accepted(endpoint_id=id, event_id=body.event_id, since=body.since)
        return await _asked(context, id, _wanted(body, since, context.now), accepted)

    return again


def _not_too_long_ago(since: datetime, now: datetime, kept_for: timedelta) -> None:
    if since < now - kept_for:
        raise TooLongAgo(
            f"Events are kept for {kept_for.days} days. Begin at a later moment, and read what was "
            "before from the lists.",
            pointer="/since",
        )


def _failed(since: datetime, now: datetime) -> Rows:
    states = [DeliveryState.FAILED, DeliveryState.WAITING]
    return lambda stream, _endpoint: [_again(stream, now, since, states, None)]


def _wanted(body: Replay, since: datetime, now: datetime) -> Rows:
    def rows(stream: Stream, endpoint: Endpoint) -> Sequence[RowWrite]:
        missing = _missing(stream, endpoint, now, since, body.event_id)
        if body.event_id is None and body.which is Which.MISSING:
            return [missing]
        return [_again(stream, now, since, list(DeliveryState), body.event_id), missing]

    return rows


async def _asked(context: RequestContext, id: str, rows: Rows, accepted: Accepted) -> Response:
    """Of an endpoint that is enabled: for the others nothing is sent."""

    async def decision(work: UnitOfWork) -> Answer:
        stream = await work.own(ENDPOINT, context.tenant, id)
        endpoint = await work.state(ENDPOINT, stream)
        if endpoint.state is not EndpointState.ENABLED:
            raise EndpointRefused(f"The endpoint is {endpoint.state}. Enable it first.")
        work.keep(*rows(stream, endpoint))
        if endpoint.wanted.order is Order.PER_CUSTOMER:
            work.keep(_row(stream, "line_up_all", context.now))
        return Answer(202, accepted)

    return await context.decide(decision)


def _again(
    stream: Stream,
    now: datetime,
    since: datetime,
    states: Sequence[DeliveryState],
    event_id: UUID | None,
) -> RowWrite:
    return _row(stream, "again", now, since, states, event_id)


def _missing(
    stream: Stream, endpoint: Endpoint, now: datetime, since: datetime, event_id: UUID | None
) -> RowWrite:
    wanted = endpoint.wanted
    filters = (types_of(wanted.types), wanted.customer_ids, wanted.creditor_ids)
    return _row(stream, "missing", now, since, *map(list, filters), event_id, wanted.agency_id)


def _row(stream: Stream, name: str, *values: Any) -> RowWrite:
    tenant = stream.account.tenant
    return RowWrite(tenant, WRITES[name], (tenant, stream.id, *values))


def _test_event(stream: Stream, id: UUID, now: datetime) -> str:
    return json.dumps(
        {
            "specversion": "1.0",
            "id": str(id),
            "source": "/recoup/webhook",
            "type": TEST,
            "subject": stream.name,
            "time": now.isoformat(),
            "datacontenttype": "application/json",
            "tenantid": stream.account.tenant,
            "data": {"endpoint_id": stream.id, "message": "Whoever reads this is connected."},
        }
    )
