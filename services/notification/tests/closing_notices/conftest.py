"""A consumer who wants no more contact with an agency."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient, Response

from notification.creditors.domain.creditor import account_of
from recoup_events.invoice import (
    AddressUse,
    CollectorRole,
    Condition,
    CustomerAddress,
    CustomerKind,
    CustomerRegistered,
    InvoiceIssued,
)
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_testing.clock import TurnedClock
from recoup_testing.closing_example import CUSTOMER, HOME, stands
from recoup_testing.creditors import CREDITOR_REGISTERED
from recoup_testing.persons import person

Receive = Callable[[Event], Awaitable[None]]
Ask = Callable[..., Awaitable[Response]]
ACME = TenantId("acme")
AGENCY = creditor_id_of(ACME, "default")


@pytest.fixture
def issued(issued: InvoiceIssued) -> InvoiceIssued:
    return issued.model_copy(update={"creditor_id": AGENCY})


@pytest.fixture(autouse=True)
async def consumer(
    receive: Receive,
    receive_for: Callable[..., Awaitable[None]],
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    clock: TurnedClock,
) -> None:
    """In California, at an agency, to whom it has written that it wants no more contact."""
    clock.turn(timedelta(hours=9))  # noon, there
    details = CREDITOR_REGISTERED.details.model_copy(update={"role": CollectorRole.AGENCY})
    agency = CREDITOR_REGISTERED.model_copy(update={"creditor_id": AGENCY, "details": details})
    await receive_for(account_of(ACME, AGENCY), agency)
    where = {"country": "US", "subdivision": "US-CA", "time_zone": "America/Los_Angeles"}
    someone = {
        **where,
        "name": "Ada Byron",
        "kind": CustomerKind.NATURAL_PERSON,
        "language": "en",
        "persons": (person("Ada Byron", email="ada@example.com"),),
        "addresses": (CustomerAddress(use=AddressUse.BILLING, address=HOME),),
    }
    await receive(registered.model_copy(update=someone))
    await receive(issued)
    await receive(stands(Condition.CEASE_REQUEST))


@pytest.fixture
def ask(ops: AsyncClient, issued: InvoiceIssued) -> Ask:
    async def ask(notice: dict[str, Any], channel: str = "letter") -> Response:
        return await ops.post(
            "/v1/closing-notices",
            json={
                "customer_id": CUSTOMER,
                "person_id": "per_ada",
                "creditor": "default",
                "invoices": [{"invoice_id": issued.invoice_id}],
                "channel": channel,
                **notice,
            },
        )

    return ask
