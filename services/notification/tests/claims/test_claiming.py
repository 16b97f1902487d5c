"""What a message claims is proven before it leaves, and the proof is kept with it."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from httpx import AsyncClient

from notification.templates.renderer.templates import Templates
from recoup_events.invoice import (
    AgreementRecorded,
    Clauses,
    CustomerRegistered,
    Escalation,
    InvoiceIssued,
    LateFee,
)
from recoup_events.kernel.envelope import Account
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId, agreement_id_of
from recoup_events.kernel.money import Money
from recoup_events.notification import Claim, ContactRefused
from recoup_events.workflow_scheduler import Intention, Measure, ReminderRequested
from recoup_eventstore.effects import Effects
from recoup_testing.creditors import CREDITOR

Receive = Callable[[Event], Awaitable[None]]
ReceiveFor = Callable[[Account, Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
Loop = Effects[Any, Any]
OWN_TERMS = AgreementRecorded(
    agreement_id=agreement_id_of(CREDITOR, None),
    creditor_id=CREDITOR,
    customer_id=None,
    version=1,
    clauses=Clauses(
        late_fee=LateFee(after_days=10, amount=Money.parse("15.00", "EUR")),
        escalation=Escalation(suit_days=60),
    ),
    effective_from=date(2025, 1, 1),
    reason="terms of trade",
)


@pytest.fixture(autouse=True)
async def known(receive: Receive, registered: CustomerRegistered, issued: InvoiceIssued) -> None:
    await receive(registered)
    await receive(issued)


def asserting(monkeypatch: pytest.MonkeyPatch, *claims: Claim) -> None:
    monkeypatch.setattr(Templates, "claims", lambda *_: frozenset(claims))


def intending(requested: ReminderRequested, *intentions: Intention) -> ReminderRequested:
    items = tuple(item.model_copy(update={"intentions": intentions}) for item in requested.items)
    return requested.model_copy(update={"items": items})


async def test_what_nothing_proves_is_not_sent_and_says_why(
    receive: Receive,
    requested: ReminderRequested,
    effects: Loop,
    sink: Any,
    recorded: Recorded,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asserting(monkeypatch, Claim.LATE_FEE)
    await receive(requested)
    await effects.step()
    assert sink.postings == []
    [refused] = [event for event in await recorded() if isinstance(event, ContactRefused)]
    assert refused.rule == "policy.unproven_claim"
    assert refused.inputs["claim"] == "late_fee"
    assert "no agreement" in refused.inputs["reason"]


async def test_the_proof_is_kept_with_the_words(
    receive: Receive,
    receive_for: ReceiveFor,
    requested: ReminderRequested,
    effects: Loop,
    ops: AsyncClient,
    sink: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asserting(monkeypatch, Claim.LATE_FEE, Claim.SUIT)
    await receive_for(Account(TenantId("acme"), CREDITOR), OWN_TERMS)
    suit = Intention(measure=Measure.SUIT, on=date(2026, 3, 2))
    await receive(intending(requested, suit))
    await effects.step()
    [mail] = sink.postings
    message = (await ops.get(f"/v1/messages/{mail.message_id}")).json()
    clause = {"agreement_id": agreement_id_of(CREDITOR, None), "version": 1}
    of_item = {"receivable_id": requested.items[0].receivable_id, "law": None}
    assert message["content"]["proofs"] == [
        of_item
        | {"claim": "late_fee", "agreed": clause | {"clause": "late_fee"}, "intended_on": None},
        of_item
        | {
            "claim": "suit",
            "agreed": clause | {"clause": "escalation"},
            "intended_on": "2026-03-02",
        },
    ]


async def test_a_suit_is_not_announced_for_a_day_before_it_may_be_brought(
    receive: Receive,
    receive_for: ReceiveFor,
    requested: ReminderRequested,
    effects: Loop,
    sink: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asserting(monkeypatch, Claim.SUIT)
    await receive_for(Account(TenantId("acme"), CREDITOR), OWN_TERMS)
    await receive(intending(requested, Intention(measure=Measure.SUIT, on=date(2026, 3, 1))))
    await effects.step()
    assert sink.postings == []
