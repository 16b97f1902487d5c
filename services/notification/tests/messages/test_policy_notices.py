"""A customer is told in writing by which credit policy it is served: each version once, lawfully, and not late."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest

from recoup_events.invoice import (
    Condition,
    CustomerConditionRecorded,
    CustomerRegistered,
)
from recoup_events.invoice.credit_standing import (
    CreditMeasure,
    CreditPolicyApplied,
    CreditRule,
    Standing,
)
from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import ConditionId, CustomerId, credit_id_of
from recoup_events.notification import BUILT_IN_LANGUAGES, ContactRefused
from recoup_eventstore.effects import Effects
from recoup_testing.clock import TurnedClock
from recoup_testing.creditors import CREDITOR
from recoup_testing.money import eur

Receive = Callable[[Event], Awaitable[None]]
Recorded = Callable[[], Awaitable[list[Event]]]
Loop = Effects[Any, Any]
Turn = Callable[..., Awaitable[None]]
CUSTOMER = CustomerId("cus_1")


def rule(standing: Standing, measure: CreditMeasure, threshold: int) -> CreditRule:
    if measure is CreditMeasure.AMOUNT_OVERDUE:
        return CreditRule(standing=standing, measure=measure, amount=eur(threshold))
    return CreditRule(standing=standing, measure=measure, threshold=threshold)


RULES = (
    rule(Standing.WATCH, CreditMeasure.DAYS_SILENT, 14),
    rule(Standing.PREPAY, CreditMeasure.ITEMS_OVERDUE, 1),
    rule(Standing.HOLD, CreditMeasure.AMOUNT_OVERDUE, 5000_00),
    rule(Standing.HOLD, CreditMeasure.DAYS_OVERDUE, 45),
    rule(Standing.STOP_SERVING_ADVISED, CreditMeasure.DAYS_OVERDUE, 90),
)


@pytest.fixture
def policy(clock: TurnedClock) -> CreditPolicyApplied:
    return CreditPolicyApplied(
        credit_id=credit_id_of(CUSTOMER, CREDITOR),
        creditor_id=CREDITOR,
        customer_id=CUSTOMER,
        policy_version=1,
        rules=RULES,
        limit=eur(10_000_00),
        acceptance_needed=True,
        notify_at=clock.instant,
    )


@pytest.fixture(autouse=True)
async def customer(receive: Receive, registered: CustomerRegistered) -> None:
    await receive(registered)


@pytest.fixture
def later(effects: Loop, clock: TurnedClock) -> Turn:
    async def turn(hours: int = 1) -> None:
        clock.turn(timedelta(hours=hours))
        await effects.step()

    return turn


async def test_it_is_told_what_would_change_the_terms_it_is_served_on(
    receive: Receive, policy: CreditPolicyApplied, later: Turn, sink: Any
) -> None:
    await receive(policy)
    await later()
    [mail] = sink.postings
    words = mail.content.words
    assert words.subject == "Unsere Bedingungen für Bestellungen auf Rechnung"
    assert "darf 10.000,00 € betragen" in words.text
    prepaid, nothing = words.text.split("Wir liefern nicht")
    assert "- eine Rechnung ist überfällig\n" in prepaid
    assert "- 5.000,00 € oder mehr sind überfällig\n" in nothing
    assert "- etwas ist seit 45 Tagen oder länger überfällig\n" in nothing
    assert "90 Tagen" not in nothing
    assert "schriftliche Zustimmung" in nothing
    assert "üblich ist" not in words.text, "what is looked at from inside is not told"


@pytest.mark.parametrize("language", BUILT_IN_LANGUAGES)
@pytest.mark.parametrize("threshold", [1, 30])
async def test_every_measure_has_words_in_its_language(
    receive: Receive,
    registered: CustomerRegistered,
    policy: CreditPolicyApplied,
    later: Turn,
    sink: Any,
    language: str,
    threshold: int,
) -> None:
    await receive(registered.model_copy(update={"language": language}))
    rules = tuple(rule(Standing.PREPAY, measure, threshold) for measure in CreditMeasure)
    await receive(policy.model_copy(update={"rules": rules}))
    await later()
    words = sink.postings[0].content.words
    listed = [line for line in words.text.splitlines() if line.startswith("- ")]
    assert words.language == language
    assert len(set(listed)) == len(CreditMeasure)
    assert "{" not in words.text


async def test_whatever_comes_again_it_is_told_once(
    receive: Receive, policy: CreditPolicyApplied, later: Turn, sink: Any
) -> None:
    for _ in range(2):
        await receive(policy)
        await later()
    assert len(sink.postings) == 1


async def test_it_is_told_at_the_hour_that_the_creditor_has_for_it(
    receive: Receive, policy: CreditPolicyApplied, later: Turn, sink: Any
) -> None:
    """Not all customers in the same minute."""
    evening = policy.notify_at + timedelta(hours=4)
    await receive(policy.model_copy(update={"notify_at": evening}))
    await later(3)
    assert sink.postings == []
    await later(1)
    assert len(sink.postings) == 1


async def test_a_policy_that_has_changed_by_then_is_told_as_it_is_now(
    receive: Receive, policy: CreditPolicyApplied, later: Turn, sink: Any, recorded: Recorded
) -> None:
    await receive(policy)
    await receive(policy.model_copy(update={"policy_version": 2, "limit": eur(500_00)}))
    await later()
    [mail] = sink.postings
    assert "500,00 €" in mail.content.words.text
    [refused] = [event for event in await recorded() if isinstance(event, ContactRefused)]
    assert refused.rule == "policy.credit_policy_changed"


async def test_who_may_not_be_written_to_is_not_told(
    receive: Receive, policy: CreditPolicyApplied, later: Turn, sink: Any, recorded: Recorded
) -> None:
    stands = CustomerConditionRecorded(
        customer_id=CUSTOMER,
        condition_id=ConditionId("con_1"),
        condition=Condition.BREATHING_SPACE,
        source="a letter",
        effective_from=date(2026, 1, 1),
    )
    await receive(stands)
    await receive(policy)
    await later()
    assert sink.postings == []
    assert isinstance((await recorded())[-1], ContactRefused)
