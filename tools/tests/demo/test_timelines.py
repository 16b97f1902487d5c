"""The demo follows the clearest customer of each category, and one who was placed with an agency."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from recoup_cli.demo.client import Client
from recoup_cli.demo.timelines.choosing import PLACED, Followed, followed
from recoup_cli.demo.timelines.timeline import Line, timeline
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import (
    AgencyId,
    CreditorId,
    CustomerId,
    EnrolmentId,
    InvoiceId,
    MessageId,
    PersonId,
    PlacementId,
    ReceivableId,
    ReminderId,
)
from recoup_events.kernel.registry import encode
from recoup_events.notification import ContactRefused
from recoup_events.workflow_scheduler import (
    Category,
    CustomerCategorised,
    EnrolmentEnded,
    Outcome,
    PlacementResumed,
    Points,
    WeighedEvidence,
)


class Feed(Client):
    """The feed and the customers of a tenant, two events to a page."""

    def __init__(self, *recorded: tuple[datetime, Event]) -> None:
        self._recorded = recorded

    async def get(self, service: str, path: str, **params: Any) -> Any:
        wanted = [each for each in self._recorded if _asked_for(each[1], params)]
        place = int(params.get("after", 0))
        page = [
            {"type": event.type, "time": at.isoformat(), "data": json.loads(encode(event))}
            for at, event in wanted[place : place + 2]
        ]
        more = place + 2 < len(wanted)
        return {"data": page, "has_more": more, "next_cursor": str(place + 2)}

    async def every(self, service: str, path: str, **params: Any) -> AsyncIterator[Any]:
        for customer in "abcd":
            yield {"id": customer, "name": f"Customer {customer}"}


def _asked_for(event: Event, params: dict[str, Any]) -> bool:
    if (customer := params.get("customer_id")) is not None:
        return bool(getattr(event, "customer_id", None) == customer)
    kind = str(params["types"])
    return event.type.startswith(kind.removesuffix("*"))


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=UTC)


def categorised(customer: str, category: Category, points: int) -> CustomerCategorised:
    return CustomerCategorised(
        customer_id=CustomerId(customer),
        category=category,
        before=Category.UNDECIDED,
        overridden=False,
        scores=Points(**{category: points}),
        evidence=tuple(
            WeighedEvidence(
                kind=kind,
                event_id=f"evt_{nth}",
                event_type="promise.broken.v1",
                happened_on=date(2026, 1, 5),
                points=Points(**{category: 2}),
            )
            for nth, kind in enumerate(("promise_broken", "promise_broken", "pays_in_parts"))
        ),
        weights_version="1",
    )


def resumed(customer: str) -> PlacementResumed:
    return PlacementResumed(
        placement_id=PlacementId("plc_1"),
        agency_id=AgencyId("agy_1"),
        customer_id=CustomerId(customer),
        creditor_id=CreditorId("crd_1"),
    )


def refused(customer: str) -> ContactRefused:
    return ContactRefused(
        message_id=MessageId("msg_1"),
        reminder_id=ReminderId("rem_1"),
        customer_id=CustomerId(customer),
        creditor_id=CreditorId("crd_1"),
        person_id=PersonId("per_1"),
        channel=Channel.EMAIL,
        rule="us6-hours",
        rules_version="rules-1",
        citation="12 CFR 1006.6(b)(1)(i)",
        inputs={},
        retry_at=None,
    )


def ended(customer: str) -> EnrolmentEnded:
    return EnrolmentEnded(
        enrolment_id=EnrolmentId("enr_1"),
        invoice_id=InvoiceId("inv_1"),
        receivable_id=ReceivableId("rcv_1"),
        customer_id=CustomerId(customer),
        outcome=Outcome.PAID,
    )


@pytest.fixture
def feed() -> Feed:
    return Feed(
        (at(5), categorised("a", Category.ANGRY, 6)),
        (at(6), categorised("b", Category.ANGRY, 9)),
        (at(7), categorised("c", Category.UNORGANIZED, 5)),
        (at(9, 12), ended("b")),
        (at(9, 9), refused("b")),
        (at(9, 10), refused("b")),
        (at(10), resumed("d")),
    )


async def test_the_clearest_of_each_category_is_followed(feed: Feed) -> None:
    assert await followed(feed) == [
        Followed("c", "Customer c", "unorganized"),
        Followed("b", "Customer b", "angry"),
        Followed("d", "Customer d", PLACED),
    ]


async def test_a_timeline_is_in_the_order_of_time_and_counts_what_comes_again(feed: Feed) -> None:
    evidence = "promise broken (2 times), pays in parts"
    assert await timeline(feed, "b") == [
        Line(date(2026, 1, 6), f"Looks angry now, undecided before; evidence: {evidence}.", 1),
        Line(date(2026, 1, 9), "Not sent by email: rule us6-hours, 12 CFR 1006.6(b)(1)(i).", 2),
        Line(date(2026, 1, 9), "Chasing inv_1 ended: paid.", 1),
    ]
