from datetime import UTC, date, datetime, time, timedelta

import pytest

from recoup_compliance.attempt import Attempt, Debtor, Role
from recoup_compliance.conditions import Conditions, StandingCondition
from recoup_compliance.describe import describe
from recoup_compliance.frequency import Cap
from recoup_compliance.history import History
from recoup_compliance.local_rules import LOCAL_RULES
from recoup_compliance.permit import Permitted, Refused, permit
from recoup_compliance.quiet_hours import QuietHours
from recoup_compliance.rule import Applicability, Basis, Checked, Rule
from recoup_compliance.rulebook import Rulebook
from recoup_compliance.rules import RULES
from recoup_compliance.scopes import FDCPA
from recoup_compliance.state_rules import STATE_RULES
from recoup_events.invoice import Condition, CustomerKind
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import ConditionId, DebtId

REGULATION_F = date(2021, 11, 30)
ASKED_OF_US_TEXTS = ("us20-text-consent", "us22-revoke-all")
LAST_DAY = date(2026, 1, 31)
STAY = next(rule for rule in RULES if rule.id == "policy-insolvency-stay")
ENDING_STAY = STAY.model_copy(update={"effective_until": LAST_DAY + timedelta(days=1)})
EMAIL = Attempt(
    channel=Medium.EMAIL,
    debtor=Debtor(kind=CustomerKind.ENTITY, country="DE", time_zone="Europe/Berlin"),
    role=Role.CREDITOR,
    purpose=None,
    debts=(DebtId("inv_1"),),
    at=datetime(2026, 1, 31, 12, 0, tzinfo=UTC),
)
INSOLVENT = History(
    conditions=Conditions(
        standing=(
            StandingCondition(
                condition_id=ConditionId("cnd_1"),
                condition=Condition.INSOLVENCY,
                effective_from=date(2025, 1, 1),
            ),
        )
    )
)
MIDNIGHT_IN_BERLIN = datetime(2026, 1, 31, 23, 0, tzinfo=UTC)


def test_every_rule_has_an_id_of_its_own() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_law_binds_from_a_date_and_policy_always() -> None:
    assert {rule.effective_from is None for rule in RULES if rule.basis is Basis.LAW} == {False}
    assert {rule.effective_from is None for rule in RULES if rule.basis is Basis.POLICY} == {True}


def test_every_law_but_a_local_one_has_a_policy_that_gives_all_debtors_the_same() -> None:
    everyones = {
        rule.measure.model_dump_json() + type(rule.measure).__name__
        for rule in RULES
        if rule.basis is Basis.POLICY
    }
    local = {*LOCAL_RULES, *STATE_RULES}
    for rule in set(RULES) - local - {rule for rule in RULES if rule.id in ASKED_OF_US_TEXTS}:
        assert rule.measure.model_dump_json() + type(rule.measure).__name__ in everyones


def test_the_hours_of_the_fdcpa_are_older_than_regulation_f() -> None:
    hours = next(rule for rule in RULES if rule.id == "us6-quiet-hours")
    assert hours.in_force(date(1978, 3, 20))
    assert not hours.in_force(date(1978, 3, 19))


def test_what_changes_on_a_date_is_a_query() -> None:
    before = set(RULES.in_force(REGULATION_F - timedelta(days=1)))
    assert {rule.id for rule in set(RULES.in_force(REGULATION_F)) - before} == {
        "us1-call-cap",
        "us2-call-cool-down",
        "us9-channel-opt-out",
    }


def test_a_rule_that_has_ended_is_not_in_force() -> None:
    assert Rulebook((ENDING_STAY,)).in_force(LAST_DAY) == (ENDING_STAY,)
    assert Rulebook((ENDING_STAY,)).in_force(LAST_DAY + timedelta(days=1)) == ()


def test_an_obstacle_ends_with_its_rule() -> None:
    refused = permit(EMAIL, INSOLVENT, Rulebook((ENDING_STAY,)))
    assert isinstance(refused, Refused)
    assert refused.retry_at == MIDNIGHT_IN_BERLIN


def test_after_its_last_day_a_rule_refuses_nothing() -> None:
    next_day = EMAIL.model_copy(update={"at": MIDNIGHT_IN_BERLIN})
    assert isinstance(permit(next_day, INSOLVENT, Rulebook((ENDING_STAY,))), Permitted)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"effective_until": LAST_DAY},
        {"citation": "another"},
        {"measure": Cap(limit=7, days=7)},
        {"applies_to": Applicability(countries=("US",))},
    ],
    ids=str,
)
def test_any_change_of_a_rule_changes_the_version(change: dict[str, object]) -> None:
    assert Rulebook((STAY.model_copy(update=change),)).version != Rulebook((STAY,)).version


def test_a_changed_number_changes_the_version() -> None:
    seven, eight = (
        STAY.model_copy(update={"measure": Cap(limit=limit, days=7)}) for limit in (7, 8)
    )
    assert Rulebook((seven,)).version != Rulebook((eight,)).version


def test_hours_that_never_open_are_refused() -> None:
    with pytest.raises(ValueError, match="must be before closes"):
        QuietHours(opens=time(21), closes=time(8))


def test_weekly_hours_say_each_day_that_differs() -> None:
    words = {rule.id: rule.measure.words for rule in LOCAL_RULES}
    assert words["qc1-agency-hours"] == (
        "contact only Monday to Friday from 08:00 to 20:00, Saturday from 08:00 to 20:00, "
        "never on Sunday, never on public holidays (CA-QC), in the debtor's zone"
    )


def test_a_rule_describes_itself_in_one_line() -> None:
    cap = next(rule for rule in RULES if rule.id == "us1-call-cap")
    assert describe(cap) == (
        "us1-call-cap v1 (law): at most 7 attempts per debt in 7 consecutive days. "
        "12 CFR 1006.14(b)(2)(i)(A), (ii), from 2021-11-30."
    )


def test_a_rule_with_an_end_says_so() -> None:
    ending = Rule(
        id="t1",
        basis=Basis.POLICY,
        citation="Tenant policy",
        effective_until=LAST_DAY,
        measure=Cap(limit=1, days=1),
    )
    assert describe(ending).endswith("Tenant policy, before 2026-01-31.")


def test_what_nobody_has_confirmed_says_so() -> None:
    """Days and numbers written from memory are data, too; none is passed off as read."""
    by_counsel = {rule.id for rule in RULES if rule.dated is Checked.TO_BE_CONFIRMED}
    of = {id.partition("-")[0].rstrip("0123456789") for id in by_counsel}
    assert of >= {"au", "on", "qc", "ma", "wa", "ca", "dc"}
    assert {"us21-sms-consent-withdrawn", "us20-text-consent"} <= by_counsel
    assert not {rule.id for rule in RULES if rule.effective_from == FDCPA} & by_counsel


def test_the_law_that_is_to_come_is_among_the_rules() -> None:
    (revoke_all,) = set(RULES.in_force(date(2027, 1, 31))) - set(RULES.in_force(date(2027, 1, 30)))
    assert revoke_all.id == "us22-revoke-all"
