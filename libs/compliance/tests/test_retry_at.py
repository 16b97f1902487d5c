import os
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from recoup_compliance.attempt import Attempt, Debtor, Purpose, Role
from recoup_compliance.conditions import Conditions, StandingCondition
from recoup_compliance.history import Consent, Conversation, History, OptOut, PastAttempt
from recoup_compliance.opt_out import RequireConsent
from recoup_compliance.permit import Permitted, Refused, permit
from recoup_compliance.quiet_hours import Hours, WeeklyHours
from recoup_compliance.rule import Basis, Rule
from recoup_compliance.rulebook import Rulebook
from recoup_compliance.rules import RULES
from recoup_events.invoice import Condition, CustomerKind
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import ConditionId, CreditorId, DebtId
from recoup_events.notification import ConsentBasis

FEW = int(os.environ.get("RECOUP_CONTACT_EXAMPLES", "15"))
NOW = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)
# Clocks that change on the days around NOW, by half hours, by two hours, or never.
ZONES = (
    "America/New_York",
    "America/Havana",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)

seconds = st.integers(-10 * 86_400, 0)
moments = seconds.map(lambda s: NOW + timedelta(seconds=s))
debts = st.sampled_from([DebtId("inv_1"), DebtId("inv_2")])
media = st.sampled_from(Medium)
COUNTRIES = (
    ("US", None),
    ("US", "US-MA"),
    ("US", "US-WA"),
    ("AU", "AU-NSW"),
    ("CA", "CA-ON"),
    ("CA", "CA-QC"),
    ("DE", None),
    (None, None),
)
debtors = st.builds(
    lambda kind, where, zone: Debtor(
        kind=kind, country=where[0], subdivision=where[1], time_zone=zone
    ),
    kind=st.sampled_from(CustomerKind),
    where=st.sampled_from(COUNTRIES),
    zone=st.sampled_from([*ZONES, None]),
)
creditors = st.sampled_from([CreditorId("crd_1"), CreditorId("crd_2"), None])
attempts = st.builds(
    Attempt,
    channel=media,
    debtor=debtors,
    role=st.sampled_from(Role),
    purpose=st.sampled_from([*Purpose, None]),
    debts=st.tuples(debts),
    at=st.integers(0, 400 * 86_400).map(lambda s: NOW + timedelta(seconds=s))
    | st.integers(0, 2 * 86_400).map(lambda s: NOW + timedelta(seconds=s)),
    creditor_id=creditors,
    to_attorney=st.booleans(),
    final=st.booleans(),
)
conditions = st.lists(
    st.builds(
        StandingCondition,
        condition_id=st.just(ConditionId("cnd_1")),
        condition=st.sampled_from(Condition),
        creditor_id=creditors,
        effective_from=st.dates(date(2026, 3, 1), date(2026, 4, 1)),
        effective_until=st.none() | st.dates(date(2026, 4, 2), date(2026, 5, 1)),
    ),
    max_size=3,
).map(lambda standing: Conditions(standing=tuple(standing)))
past_attempts = st.builds(PastAttempt, at=moments, channel=media, debts=st.tuples(debts))
conversations = st.builds(Conversation, at=moments, debts=st.tuples(debts))
histories = st.builds(
    History,
    attempts=st.lists(past_attempts, max_size=25).map(tuple),
    conversations=st.lists(conversations, max_size=2).map(tuple),
    opt_outs=st.lists(st.builds(OptOut, at=moments, channel=media), max_size=1).map(tuple),
    consents=st.lists(
        st.builds(Consent, at=moments, channel=media, basis=st.sampled_from(ConsentBasis)),
        max_size=1,
    ).map(tuple),
    conditions=conditions,
)
quiet_histories = st.builds(
    History,
    attempts=st.lists(past_attempts, max_size=25).map(tuple),
    conversations=st.lists(conversations, max_size=2).map(tuple),
)


@given(attempts, histories)
def test_asking_again_at_the_next_lawful_moment_is_permitted(
    attempt: Attempt, history: History
) -> None:
    verdict = permit(attempt, history)
    if isinstance(verdict, Refused) and verdict.retry_at is not None:
        assert verdict.retry_at > attempt.at
        again = attempt.model_copy(update={"at": verdict.retry_at})
        assert isinstance(permit(again, history), Permitted)


@given(attempts, quiet_histories, st.integers(0, 999))
def test_no_moment_before_it_is_lawful(attempt: Attempt, history: History, per_mille: int) -> None:
    verdict = permit(attempt, history)
    if isinstance(verdict, Refused) and verdict.retry_at is not None:
        between = attempt.at + (verdict.retry_at - attempt.at) * per_mille // 1000
        sooner = permit(attempt.model_copy(update={"at": between}), history)
        assert isinstance(sooner, Refused)
        assert sooner.retry_at == verdict.retry_at


WITHOUT_CONSENT = Rulebook(r for r in RULES if not isinstance(r.measure, RequireConsent))


@given(attempts, quiet_histories)
def test_rest_always_ends_within_five_weeks_where_the_zone_is_known(
    attempt: Attempt, history: History
) -> None:
    verdict = permit(attempt, history, WITHOUT_CONSENT)
    if isinstance(verdict, Refused) and attempt.debtor.zone is not None:
        assert verdict.retry_at is not None
        assert verdict.retry_at - attempt.at < timedelta(days=35)


@settings(max_examples=FEW, deadline=None)
@given(attempts, histories, st.integers(1, 96))
def test_what_is_refused_for_good_is_not_permitted_in_the_weeks_that_follow(
    attempt: Attempt, history: History, quarters: int
) -> None:
    """An obstacle that stays does not pass by waiting, and one that passes is never said to stay."""
    verdict = permit(attempt, history)
    if isinstance(verdict, Permitted) or verdict.retry_at is not None:
        return
    step = timedelta(minutes=15 * quarters)
    for n in range(1, 60):
        later = attempt.model_copy(update={"at": attempt.at + n * step})
        assert isinstance(permit(later, history), Refused)


hours_of_day = st.tuples(st.integers(0, 47), st.integers(0, 47)).filter(
    lambda pair: pair[0] < pair[1]
)
days_of_hours = st.none() | hours_of_day.map(
    lambda pair: Hours(opens=_half_hour(pair[0]), closes=_half_hour(pair[1]))
)


def _half_hour(n: int) -> time:
    return time(n // 2, 30 * (n % 2))


@settings(max_examples=FEW, deadline=None)
@given(
    attempts,
    quiet_histories,
    st.lists(st.tuples(hours_of_day, days_of_hours, days_of_hours), min_size=1, max_size=3),
)
def test_a_tenants_own_hours_are_searched_to_the_end(
    attempt: Attempt,
    history: History,
    weeks: list[tuple[tuple[int, int], Hours | None, Hours | None]],
) -> None:
    """Whatever hours are put together, the search finds the moment that trying every other hour finds."""
    if attempt.debtor.zone is None:
        return
    own = Rulebook(
        Rule(
            id=f"own-{n}",
            basis=Basis.POLICY,
            citation="Tenant policy",
            measure=WeeklyHours(
                weekdays=Hours(opens=_half_hour(opens), closes=_half_hour(closes)),
                saturday=saturday,
                sunday=sunday,
            ),
        )
        for n, ((opens, closes), saturday, sunday) in enumerate(weeks)
    )
    verdict = permit(attempt, history, own)
    if isinstance(verdict, Permitted):
        return
    open_within_five_days = any(
        isinstance(permit(attempt.model_copy(update={"at": at}), history, own), Permitted)
        for at in (attempt.at + timedelta(hours=2 * n) for n in range(1, 5 * 12))
    )
    if open_within_five_days:
        assert verdict.retry_at is not None
    elif verdict.retry_at is not None:
        again = attempt.model_copy(update={"at": verdict.retry_at})
        assert isinstance(permit(again, history, own), Permitted)


@given(attempts, histories)
def test_fewer_rules_never_refuse_more(attempt: Attempt, history: History) -> None:
    if isinstance(permit(attempt, history), Permitted):
        for rule in RULES:
            assert isinstance(permit(attempt, history, Rulebook((rule,))), Permitted)


@given(attempts, quiet_histories)
def test_a_debtor_with_an_unknown_country_is_never_worse_protected(
    attempt: Attempt, history: History
) -> None:
    nowhere = attempt.model_copy(
        update={"debtor": attempt.debtor.model_copy(update={"country": None})}
    )
    if isinstance(permit(nowhere, history), Permitted):
        assert isinstance(permit(attempt, history), Permitted)
