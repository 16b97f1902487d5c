from datetime import UTC, date, datetime, time, timedelta

import pytest

from recoup_compliance.attempt import Attempt, Debtor, Purpose, Role
from recoup_compliance.conditions import Conditions, StandingCondition
from recoup_compliance.history import Consent, Conversation, History, OptOut, PastAttempt
from recoup_compliance.moment import Moment
from recoup_compliance.permit import Permitted, Refused, permit
from recoup_compliance.quiet_hours import QuietHours
from recoup_compliance.rule import Basis, Measure, Obstacle, Rule
from recoup_compliance.rulebook import Rulebook
from recoup_compliance.rules import RULES
from recoup_events.invoice import Condition, CustomerKind, InconvenientTime
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import ConditionId, DebtId
from recoup_events.notification import ConsentBasis

NOON = datetime(2026, 1, 5, 17, 0, tzinfo=UTC)  # a Monday in New York
NIGHT = datetime(2026, 1, 6, 4, 30, tzinfo=UTC)
TUESDAY_AT_EIGHT = datetime(2026, 1, 6, 13, 0, tzinfo=UTC)
INVOICE = DebtId("inv_1")
NEW_YORKER = Debtor(
    kind=CustomerKind.NATURAL_PERSON,
    country="US",
    subdivision="US-NY",
    time_zone="America/New_York",
)
CALL = Attempt(
    channel=Medium.CALL,
    debtor=NEW_YORKER,
    role=Role.AGENCY,
    purpose=Purpose.CONSUMER,
    debts=(INVOICE,),
    at=NOON,
)
TALKED_AT_NOON = Conversation(at=NOON, debts=(INVOICE,))


def refusal(attempt: Attempt, history: History, rules: Rulebook = RULES) -> Refused:
    verdict = permit(attempt, history, rules)
    assert isinstance(verdict, Refused)
    return verdict


def standing(began: dict[Condition, date]) -> Conditions:
    return Conditions(
        standing=tuple(
            StandingCondition(
                condition_id=ConditionId(f"cnd_{kind}"), condition=kind, effective_from=day
            )
            for kind, day in began.items()
        )
    )


def at(moment: datetime, attempt: Attempt = CALL) -> Attempt:
    return attempt.model_copy(update={"at": moment})


def test_a_contact_no_rule_stands_against_is_permitted_under_the_named_rules() -> None:
    assert permit(CALL, History()) == Permitted(rules_version=RULES.version)


def test_a_refusal_quotes_the_law_before_the_creditors_policy_that_copies_it() -> None:
    refused = refusal(at(NIGHT), History())
    assert (refused.rule, refused.basis) == ("us6-quiet-hours", Basis.LAW)
    assert refused.citation == "15 USC 1692c(a)(1); 12 CFR 1006.6(b)(1)(i)"
    assert refused.rules_version == RULES.version


def test_a_refusal_shows_the_facts_it_rests_on() -> None:
    assert refusal(at(NIGHT), History()).inputs == {
        "at": "2026-01-06T04:30:00+00:00",
        "local_time": "2026-01-05T23:30:00-05:00",
        "time_zone": "America/New_York",
        "opens": "08:00:00",
        "closes": "21:00:00",
    }


def test_a_creditors_own_debtor_is_given_the_same_rest() -> None:
    own = at(NIGHT).model_copy(update={"role": Role.CREDITOR})
    refused = refusal(own, History())
    assert (refused.rule, refused.basis) == ("policy-quiet-hours", Basis.POLICY)
    assert refused.retry_at == TUESDAY_AT_EIGHT


def test_a_tenant_that_keeps_the_law_alone_may_call_its_own_debtor_at_night() -> None:
    law = Rulebook(rule for rule in RULES if rule.basis is Basis.LAW)
    own = at(NIGHT).model_copy(update={"role": Role.CREDITOR})
    assert permit(own, History(), law) == Permitted(rules_version=law.version)


def test_of_two_obstacles_the_longer_one_is_quoted() -> None:
    assert refusal(at(NIGHT), History(conversations=(TALKED_AT_NOON,))).rule == "us2-call-cool-down"


def test_a_creditors_policy_stricter_than_the_law_is_the_one_quoted() -> None:
    text = CALL.model_copy(update={"channel": Medium.SMS, "at": NIGHT})
    texts = tuple(
        PastAttempt(at=NOON + timedelta(hours=hour), channel=Medium.SMS, debts=(INVOICE,))
        for hour in range(2)
    )
    agreed = Consent(at=NOON, channel=Medium.SMS, basis=ConsentBasis.EXPRESS_CONSENT)
    refused = refusal(text, History(attempts=texts, consents=(agreed,)))
    assert refused.rule == "policy-sms-cap"


def test_an_obstacle_that_stays_is_stricter_than_any_that_ends() -> None:
    history = History(
        conversations=(TALKED_AT_NOON,), opt_outs=(OptOut(at=NOON, channel=Medium.CALL),)
    )
    refused = refusal(at(NIGHT), history)
    assert (refused.rule, refused.retry_at) == ("us9-channel-opt-out", None)


def test_insolvency_is_quoted_before_every_other_lasting_obstacle() -> None:
    history = History(
        conditions=standing({kind: date(2026, 1, 1) for kind in Condition}),
        opt_outs=(OptOut(at=NOON, channel=Medium.CALL),),
    )
    assert refusal(at(NIGHT), history).rule == "us23-bankruptcy-stay"


def test_the_next_lawful_moment_satisfies_all_rules_and_not_only_the_one_quoted() -> None:
    refused = refusal(CALL, History(conversations=(TALKED_AT_NOON,)))
    assert refused.retry_at == datetime(2026, 1, 12, 13, 0, tzinfo=UTC)  # midnight is quiet


def test_a_wait_that_runs_into_a_lasting_obstacle_never_ends() -> None:
    insolvent_tomorrow = History(conditions=standing({Condition.INSOLVENCY: date(2026, 1, 6)}))
    assert permit(CALL, insolvent_tomorrow) == Permitted(rules_version=RULES.version)
    refused = refusal(at(NIGHT), insolvent_tomorrow)
    assert (refused.rule, refused.retry_at) == ("us6-quiet-hours", None)


def test_rules_that_leave_no_lawful_moment_end_the_search() -> None:
    morning, evening = (
        Rule(
            id=name,
            basis=Basis.POLICY,
            citation="Tenant policy",
            measure=QuietHours(opens=time(opens), closes=time(opens + 1)),
        )
        for name, opens in (("mornings", 9), ("evenings", 19))
    )
    assert refusal(CALL, History(), Rulebook((morning, evening))).retry_at is None


def test_who_minds_every_hour_that_is_lawful_is_refused_for_good_and_soon() -> None:
    by_day = InconvenientTime(begins=time(8), ends=time(21, 1))
    never = NEW_YORKER.model_copy(update={"inconvenient_times": (by_day,)})
    refused = refusal(CALL.model_copy(update={"debtor": never}), History())
    assert (refused.rule, refused.retry_at) == ("us6-inconvenient-time", None)


class Standstill(Measure):
    """An obstacle whose end is not later than the attempt, as a careless rule might say it."""

    @property
    def words(self) -> str:
        return "nothing, until now"

    def obstacle(self, moment: Moment) -> Obstacle | None:
        return Obstacle(moment.at, dict)


def test_a_rule_whose_obstacle_never_moves_on_is_refused_for_good() -> None:
    stuck = Rule(id="stuck", basis=Basis.POLICY, citation="Tenant policy", measure=Standstill())
    assert refusal(CALL, History(), Rulebook((stuck,))).retry_at is None


BERLINER = Debtor(kind=CustomerKind.ENTITY, country="DE", time_zone="Europe/Berlin")


def permitted(asked: list[Attempt]) -> int:
    """How many of them are, each asked after those before it."""
    past: list[PastAttempt] = []
    for each in asked:
        if isinstance(permit(each, History(attempts=tuple(past))), Permitted):
            past.append(PastAttempt(at=each.at, channel=each.channel, debts=each.debts))
    return len(past)


@pytest.mark.parametrize("debtor", [NEW_YORKER, BERLINER], ids=["consumer", "company"])
@pytest.mark.parametrize("of_debts", [1, 10])
def test_of_71_calls_in_two_minutes_one_is_made(debtor: Debtor, of_debts: int) -> None:
    calls = [
        CALL.model_copy(
            update={
                "debtor": debtor,
                "role": Role.CREDITOR,
                "at": NOON + timedelta(seconds=120 * n / 71),
                "debts": (DebtId(f"deb_{n % of_debts}"),),
            }
        )
        for n in range(71)
    ]
    assert permitted(calls) == 1


@pytest.mark.parametrize(("of_debts", "sent"), [(1, 3), (10, 6), (41, 6)])
def test_of_41_mails_in_one_minute_few_are_sent(of_debts: int, sent: int) -> None:
    mails = [
        CALL.model_copy(
            update={
                "debtor": BERLINER,
                "channel": Medium.EMAIL,
                "at": NOON + timedelta(seconds=60 * n / 41),
                "debts": (DebtId(f"deb_{n % of_debts}"),),
            }
        )
        for n in range(41)
    ]
    assert permitted(mails) == sent


def test_the_zone_an_instant_is_written_in_changes_nothing() -> None:
    written_in_zone = NIGHT.astimezone(NEW_YORKER.calendar)
    rebuilt = Attempt.model_validate(CALL.model_dump() | {"at": written_in_zone})
    assert permit(rebuilt, History()) == permit(at(NIGHT), History())


@pytest.mark.parametrize("country", ["us", "USA", ""])
def test_a_misspelt_country_is_refused_and_escapes_no_law(country: str) -> None:
    with pytest.raises(ValueError, match="country"):
        Debtor(kind=CustomerKind.ENTITY, country=country, time_zone="America/New_York")


def test_an_instant_without_a_zone_is_no_instant() -> None:
    with pytest.raises(ValueError, match="timezone"):
        Attempt.model_validate(CALL.model_dump() | {"at": NOON.replace(tzinfo=None)})
