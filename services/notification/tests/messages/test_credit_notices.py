"""A customer is told in writing on what terms it is served from now on: once, lawfully, and if it still holds."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from httpx import AsyncClient

from recoup_events.invoice import (
    Condition,
    CreditStandingChanged,
    CustomerConditionRecorded,
    CustomerRegistered,
    InvoiceIssued,
)
from recoup_events.invoice.credit_standing import (
    CreditMeasure,
    CreditRule,
    OverdueReceivable,
    Standing,
    StandingCause,
)
from recoup_events.kernel.channels import ContactRole
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import ConditionId, CustomerId, credit_id_of
from recoup_events.notification import ContactFoundInError, ContactRefused, MessageSent
from recoup_eventstore.effects import Effects
from recoup_testing.booked_late import paid
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR
from recoup_testing.persons import person

Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
Loop = Effects[Any, Any]
Turn = Callable[[], Awaitable[None]]
CUSTOMER = CustomerId("cus_1")
HOUR = timedelta(hours=1)


def changed(before: Standing, after: Standing, *, tell: bool = True) -> CreditStandingChanged:
    return CreditStandingChanged(
        credit_id=credit_id_of(CUSTOMER, CREDITOR),
        creditor_id=CREDITOR,
        customer_id=CUSTOMER,
        before=before,
        after=after,
        advised=after,
        notify_customer=tell,
    )


TO_PREPAY = changed(Standing.NORMAL, Standing.PREPAY)
LIFTED = changed(Standing.PREPAY, Standing.NORMAL)


def because_of(issued: InvoiceIssued, change: CreditStandingChanged) -> CreditStandingChanged:
    term = issued.terms[0]
    overdue = OverdueReceivable(
        invoice_id=issued.invoice_id,
        receivable_id=term.receivable_id,
        due_date=term.due_date,
        balance=term.amount,
        overdue=term.amount,
    )
    rule = CreditRule(standing=Standing.PREPAY, measure=CreditMeasure.ITEMS_OVERDUE, threshold=1)
    cause = StandingCause(rule=rule, value=1, receivables=(overdue,))
    return change.model_copy(update={"causes": (cause,)})


@pytest.fixture(autouse=True)
async def customer(receive: Receive, registered: CustomerRegistered, issued: InvoiceIssued) -> None:
    await receive(registered)
    await receive(issued)


@pytest.fixture
def an_hour_later(effects: Loop, clock: TurnedClock) -> Turn:
    async def turn() -> None:
        clock.turn(HOUR)
        await effects.step()

    return turn


async def test_it_is_told_why_it_has_to_pay_in_advance_and_whom_to_ask(
    receive: Receive, issued: InvoiceIssued, an_hour_later: Turn, sink: Any
) -> None:
    await receive(because_of(issued, TO_PREPAY))
    await an_hour_later()
    [mail] = sink.postings
    words = mail.content.words
    assert words.subject == "Neue Bestellungen vorerst gegen Vorauszahlung"
    assert "ab dem 5. Januar 2026 liefern wir neue Bestellungen von Byron Looms GmbH" in words.text
    assert "- R-1, fällig am 1. Januar 2026, seit 4 Tagen überfällig: 100,00 €" in words.text
    assert "Ein Mensch sieht es sich mit Ihnen an." in words.text
    assert mail.content.address == "ada@example.com"


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize("after", [Standing.PREPAY, Standing.HOLD])
async def test_it_is_told_in_its_language(
    receive: Receive,
    registered: CustomerRegistered,
    issued: InvoiceIssued,
    an_hour_later: Turn,
    sink: Any,
    language: str,
    after: Standing,
) -> None:
    await receive(registered.model_copy(update={"customer_id": CUSTOMER, "language": language}))
    await receive(because_of(issued, changed(Standing.NORMAL, after)))
    await an_hour_later()
    await receive(changed(after, Standing.NORMAL))
    await an_hour_later()
    restricted, lifted = (mail.content.words for mail in sink.postings)
    assert (restricted.language, lifted.language) == (language, language)
    assert "R-1" in restricted.text
    assert "{" not in restricted.text + lifted.text
    assert "R-1" not in lifted.text


async def test_what_is_put_right_within_the_hour_is_told_to_nobody(
    receive: Receive, an_hour_later: Turn, sink: Any, recorded: Recorded
) -> None:
    await receive(TO_PREPAY)
    await receive(LIFTED)
    await an_hour_later()
    assert sink.postings == []
    rules = [event.rule for event in await recorded() if isinstance(event, ContactRefused)]
    assert sorted(rules) == ["policy.credit_changed", "policy.credit_notice_repeated"]


async def test_all_who_pay_or_order_are_told_and_nobody_twice(
    receive: Receive, registered: CustomerRegistered, an_hour_later: Turn, sink: Any
) -> None:
    persons = (
        person("Ada Byron", email="ada@example.com"),
        person("Eve", email="eve@example.com", roles=(ContactRole.DECISION_MAKER,)),
    )
    await receive(registered.model_copy(update={"persons": persons}))
    await receive(TO_PREPAY)
    await an_hour_later()
    notified = {mail.content.address for mail in sink.postings}
    assert notified == {"ada@example.com", "eve@example.com"}
    await receive(changed(Standing.PREPAY, Standing.WATCH))
    await receive(changed(Standing.WATCH, Standing.PREPAY))
    await an_hour_later()
    assert len(sink.postings) == 2


async def test_a_creditor_that_does_not_want_it_told_tells_nobody(
    receive: Receive, recorded: Recorded
) -> None:
    await receive(TO_PREPAY.model_copy(update={"notify_customer": False}))
    assert await recorded() == []


async def test_a_change_that_the_customer_does_not_notice_is_not_told(
    receive: Receive, recorded: Recorded
) -> None:
    await receive(changed(Standing.NORMAL, Standing.WATCH))
    await receive(changed(Standing.HOLD, Standing.STOP_SERVING_ADVISED))
    assert await recorded() == []


async def test_whoever_was_told_of_a_restriction_is_told_of_its_end_whatever_the_policy_is_by_then(
    receive: Receive, an_hour_later: Turn, sink: Any
) -> None:
    await receive(TO_PREPAY)
    await an_hour_later()
    await receive(LIFTED.model_copy(update={"notify_customer": False}))
    await an_hour_later()
    subjects = [mail.content.words.subject for mail in sink.postings]
    assert subjects[-1] == "Es gelten wieder unsere üblichen Bedingungen"


@pytest.mark.parametrize("condition", [c for c in Condition if c is not Condition.ATTORNEY])
async def test_who_is_insolvent_vulnerable_or_asked_to_be_left_alone_is_not_told(
    receive: Receive,
    an_hour_later: Turn,
    sink: Any,
    recorded: Recorded,
    condition: Condition,
) -> None:
    stands = CustomerConditionRecorded(
        customer_id=CUSTOMER,
        condition_id=ConditionId("con_1"),
        condition=condition,
        source="a letter",
        effective_from=date(2026, 1, 1),
    )
    await receive(stands)
    await receive(TO_PREPAY)
    await an_hour_later()
    assert sink.postings == []
    assert isinstance((await recorded())[-1], ContactRefused)


async def test_what_was_paid_meanwhile_is_not_called_overdue(
    receive: Receive, issued: InvoiceIssued, an_hour_later: Turn, sink: Any
) -> None:
    await receive(because_of(issued, TO_PREPAY))
    await receive(paid(issued, 100, date(2026, 1, 5)))
    await an_hour_later()
    [mail] = sink.postings
    assert "R-1" not in mail.content.words.text


async def test_what_it_wrongly_called_overdue_is_found_as_of_any_message(
    receive: Receive, issued: InvoiceIssued, an_hour_later: Turn, recorded: Recorded
) -> None:
    await receive(because_of(issued, TO_PREPAY))
    await an_hour_later()
    await receive(paid(issued, 100, date(2026, 1, 2)))
    [found] = [event for event in await recorded() if isinstance(event, ContactFoundInError)]
    assert (found.template, found.items[0].right.minor_units) == ("credit_prepay", 0)


async def test_the_mail_is_read_like_any_message(
    receive: Receive, an_hour_later: Turn, ops: AsyncClient, recorded: Recorded
) -> None:
    await receive(TO_PREPAY)
    await an_hour_later()
    [sent] = [event for event in await recorded() if isinstance(event, MessageSent)]
    shown = (await ops.get(f"/v1/messages/{sent.message_id}")).json()
    assert (shown["template"], shown["items"], shown["state"]) == ("credit_prepay", [], "sent")
    assert shown["content"]["subject"] == "Neue Bestellungen vorerst gegen Vorauszahlung"
