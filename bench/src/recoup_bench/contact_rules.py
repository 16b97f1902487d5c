"""What a verdict of the contact rules costs: permits, refusals, and the moment they name to try again."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from time import perf_counter

from recoup_bench.figure import Figure, Goal, Side
from recoup_cli.stack.addresses import Servers
from recoup_compliance.attempt import Attempt, Debtor, Purpose, Role
from recoup_compliance.conditions import Conditions, StandingCondition
from recoup_compliance.history import Conversation, History, PastAttempt
from recoup_compliance.permit import permit
from recoup_events.invoice import Condition, CustomerKind
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import ConditionId, DebtId

TIMES = 2_000
NOON = datetime(2026, 3, 4, 17, tzinfo=UTC)
NIGHT = NOON - timedelta(hours=9)
DEBT = DebtId("deb_1")
BOSTONIAN = Debtor(
    kind=CustomerKind.NATURAL_PERSON,
    country="US",
    subdivision="US-MA",
    time_zone="America/New_York",
)
CALL = Attempt(
    channel=Medium.CALL,
    debtor=BOSTONIAN,
    role=Role.AGENCY,
    purpose=Purpose.CONSUMER,
    debts=(DEBT,),
    at=NOON,
)
BUSY = History(
    attempts=tuple(
        PastAttempt(at=NOON - timedelta(hours=24 * n + 1), channel=Medium.CALL, debts=(DEBT,))
        for n in range(20)
    ),
    conversations=(Conversation(at=NOON - timedelta(days=2), debts=(DEBT,)),),
)
INSOLVENT = History(
    conditions=Conditions(
        standing=(
            StandingCondition(
                condition_id=ConditionId("cnd_1"),
                condition=Condition.INSOLVENCY,
                effective_from=date(2026, 1, 1),
            ),
        )
    )
)
CASES: Mapping[str, tuple[Attempt, History]] = {
    "permitted": (CALL, History()),
    "refused at night": (CALL.model_copy(update={"at": NIGHT}), History()),
    "refused for good": (CALL, INSOLVENT),
    "refused by caps, 20 contacts before": (CALL, BUSY),
}


@asynccontextmanager
async def figures(_servers: Servers) -> AsyncIterator[Sequence[Figure]]:
    """In this process alone; the servers rest."""
    yield [
        Figure(f"verdict, {name}", "µs", Side("rules", _judging(*case)), goals=[Goal(most=200)])
        for name, case in CASES.items()
    ]


def _judging(attempt: Attempt, history: History) -> Callable[[], Awaitable[float]]:
    async def run() -> float:
        begun = perf_counter()
        for _ in range(TIMES):
            permit(attempt, history)
        return (perf_counter() - begun) / TIMES * 1e6

    return run
