from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from recoup_compliance.attempt import Attempt, Debtor, Purpose, Role
from recoup_compliance.conditions import Conditions, StandingCondition
from recoup_compliance.history import Consent, Conversation, History, OptOut, PastAttempt
from recoup_compliance.permit import Permitted, Refused, permit
from recoup_compliance.rulebook import RULES
from recoup_events.invoice import Condition, CustomerKind
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import ConditionId, CreditorId, DebtId
from recoup_events.notification import ConsentBasis

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
debtors = st.builds(
    Debtor,
    kind=st.sampled_from(CustomerKind),
    country=st.sampled_from(["US", "DE", None]),
    time_zone=st.sampled_from([*ZONES, None]),
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


@given(attempts, quiet_histories)
def test_rest_always_ends_within_nine_days_where_the_zone_is_known(
    attempt: Attempt, history: History
) -> None:
    verdict = permit(attempt, history)
    if isinstance(verdict, Refused) and attempt.debtor.zone is not None:
        assert verdict.retry_at is not None
        assert verdict.retry_at - attempt.at < timedelta(days=9)


@given(attempts, histories)
def test_fewer_rules_never_refuse_more(attempt: Attempt, history: History) -> None:
    if isinstance(permit(attempt, history), Permitted):
        for rule in RULES:
            assert isinstance(permit(attempt, history, (rule,)), Permitted)


@given(attempts, quiet_histories)
def test_a_debtor_with_an_unknown_country_is_never_worse_protected(
    attempt: Attempt, history: History
) -> None:
    nowhere = attempt.model_copy(
        update={"debtor": attempt.debtor.model_copy(update={"country": None})}
    )
    if isinstance(permit(nowhere, history), Permitted):
        assert isinstance(permit(attempt, history), Permitted)
