"""What may be decided of a customer's credit, and what it becomes."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from invoice.credit_standing.domain import commands
from invoice.credit_standing.domain.credit import CREDIT, REVIEW, ReviewPlanned
from invoice.credit_standing.domain.errors import CreditRefused, OverrideUnacceptable
from recoup_events import invoice as events
from recoup_events.invoice.credit_standing import (
    CreditMeasure,
    CreditOverride,
    CreditRule,
    ServingDecision,
    Standing,
    StandingCause,
)
from recoup_events.kernel.ids import CreditId, CreditorId, CustomerId
from recoup_receivables.calendar import start_of_day
from recoup_testing.money import eur
from recoup_testing.scenario import Scenario

IDS: dict[str, Any] = {
    "credit_id": CreditId("crs_1"),
    "creditor_id": CreditorId("crd_1"),
    "customer_id": CustomerId("cus_1"),
}
TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
RULE = CreditRule(standing=Standing.PREPAY, measure=CreditMeasure.ITEMS_OVERDUE, threshold=1)
CAUSE = StandingCause(rule=RULE, value=1)

credit = Scenario(CREDIT)


def reviewed(advised: Standing, next_on: date | None = None, *, after: int = 0) -> commands.Review:
    """So many days after today."""
    return commands.Review(
        **IDS,
        today=TODAY + timedelta(after),
        advised=advised,
        causes=() if advised is Standing.NORMAL else (CAUSE,),
        next_on=next_on,
        time_zone="Europe/Berlin",
        at=NOON + timedelta(after),
    )


def changed(
    before: Standing, after: Standing, advised: Standing | None = None
) -> events.CreditStandingChanged:
    of_rules = after if advised is None else advised
    return events.CreditStandingChanged(
        **IDS,
        before=before,
        after=after,
        advised=of_rules,
        causes=() if of_rules is Standing.NORMAL else (CAUSE,),
    )


def planned(day: date | None) -> ReviewPlanned:
    at = None if day is None else start_of_day(day, "Europe/Berlin")
    return ReviewPlanned(creditor_id=IDS["creditor_id"], at=at)


def override(standing: Standing, until: date) -> CreditOverride:
    return CreditOverride(standing=standing, until=until, reason="agreed", decided_by="key:ada")


def terms(decided: CreditOverride | None = None) -> commands.RecordTerms:
    return commands.RecordTerms(
        **IDS, today=TODAY, limit=eur(100_00), override=decided, by="key:ada"
    )


def recorded(decided: CreditOverride | None = None) -> events.CreditTermsRecorded:
    return events.CreditTermsRecorded(
        **IDS, limit=eur(100_00), override=decided, recorded_by="key:ada"
    )


def serving(decision: ServingDecision, until: date | None = None) -> commands.DecideServing:
    return commands.DecideServing(
        **IDS, today=TODAY, decision=decision, until=until, reason="asked", by="key:ada"
    )


def served(decision: ServingDecision, until: date | None = None) -> events.CreditServingDecided:
    return events.CreditServingDecided(
        **IDS, decision=decision, until=until, reason="asked", decided_by="key:ada"
    )


NORMAL, PREPAY, HOLD, STOP = (
    *(Standing.NORMAL, Standing.PREPAY, Standing.HOLD, Standing.STOP_SERVING_ADVISED),
)
PREPAID = changed(NORMAL, PREPAY)
STOPPED = changed(NORMAL, STOP)


def test_a_change_is_recorded_once() -> None:
    credit.given().when(reviewed(NORMAL)).then_nothing()
    credit.given().when(reviewed(PREPAY)).then(PREPAID)
    credit.given(PREPAID).when(reviewed(PREPAY)).then_nothing()
    credit.given(PREPAID).when(reviewed(NORMAL)).then(changed(PREPAY, NORMAL))


def test_what_a_person_decided_goes_before_the_rules_until_its_last_day() -> None:
    kept = override(NORMAL, TODAY + timedelta(2))
    end = TODAY + timedelta(3)
    held = credit.given(recorded(kept))
    held.when(reviewed(PREPAY)).then(changed(NORMAL, NORMAL, PREPAY), planned(end))
    ended = credit.given(recorded(kept), changed(NORMAL, NORMAL, PREPAY), planned(end))
    ended.when(reviewed(PREPAY, after=2)).then_nothing()
    ended.when(reviewed(PREPAY, after=3)).then(changed(NORMAL, PREPAY, PREPAY), planned(None))


def test_the_same_terms_again_change_nothing_and_an_ended_override_is_refused() -> None:
    credit.given().when(terms()).then(recorded())
    credit.given(recorded()).when(terms()).then_nothing()
    yesterday = override(HOLD, TODAY - timedelta(1))
    credit.given().when(terms(yesterday)).then_refused(OverrideUnacceptable)


def test_a_person_decides_where_stopping_is_advised_and_nowhere_else() -> None:
    keep, until = ServingDecision.KEEP, TODAY + timedelta(1)
    credit.given(PREPAID).when(serving(keep)).then_refused(CreditRefused)
    credit.given(STOPPED).when(serving(keep, until)).then(served(keep, until))
    kept = credit.given(STOPPED, served(keep, until))
    kept.when(reviewed(STOP)).then(changed(STOP, PREPAY, STOP), planned(TODAY + timedelta(2)))
    kept.when(serving(keep, until)).then_nothing()
    kept.when(serving(ServingDecision.STOP)).then(served(ServingDecision.STOP))


def test_a_serving_decision_ends_with_the_advice() -> None:
    keep = served(ServingDecision.KEEP)
    lifted = (STOPPED, keep, changed(STOP, PREPAY, STOP), changed(PREPAY, NORMAL, NORMAL))
    credit.given(*lifted).when(reviewed(STOP)).then(changed(NORMAL, STOP))


def test_reviews_are_planned_one_at_a_time_and_the_soonest_holds() -> None:
    soon, later = TODAY + timedelta(5), TODAY + timedelta(9)
    credit.given().when(reviewed(NORMAL, later)).then(planned(later))
    credit.given(planned(soon)).when(reviewed(NORMAL, later)).then_nothing()
    credit.given(planned(later)).when(reviewed(NORMAL, soon)).then(planned(soon))
    credit.given(planned(soon)).when(reviewed(NORMAL)).then_nothing()
    credit.given(planned(soon)).when(reviewed(NORMAL, later, after=5)).then(planned(later))
    credit.given(planned(soon)).when(reviewed(NORMAL, after=5)).then(planned(None))


def test_it_is_woken_on_the_day_that_was_planned() -> None:
    day = TODAY + timedelta(5)
    state = CREDIT.evolve(CREDIT.initial, planned(day))
    assert CREDIT.timers(state) == {REVIEW: start_of_day(day, "Europe/Berlin")}
    assert CREDIT.timers(CREDIT.evolve(state, planned(None))) == {}
