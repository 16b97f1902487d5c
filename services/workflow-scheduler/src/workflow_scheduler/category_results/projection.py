"""What was owed, recovered and ended, by the category that the customer was of at that moment."""

from recoup_events.kernel.envelope import Envelope
from recoup_events.workflow_scheduler import EnrolmentEnded
from recoup_eventstore.postgres.queries import named_queries
from recoup_eventstore.projections import Row, on
from workflow_scheduler.enrolments.domain.events import EnrolmentPlanned, OwedChanged

WRITES = named_queries("workflow_scheduler.category_results", "projection.sql")


def _planned(recorded: Envelope[EnrolmentPlanned]) -> Row:
    balance = recorded.event.balance
    return (
        *(recorded.tenant, recorded.stream.id, recorded.account.key),
        *(balance.currency, balance.minor_units, recorded.cause.at),
    )


def _paid(recorded: Envelope[OwedChanged]) -> Row:
    paid = recorded.event.paid
    amount = None if paid is None else paid.minor_units
    return (recorded.tenant, recorded.stream.id, amount, recorded.cause.at)


def _ended(recorded: Envelope[EnrolmentEnded]) -> Row:
    return (recorded.tenant, recorded.stream.id, recorded.event.outcome, recorded.cause.at)


CHANGES = (
    on(EnrolmentPlanned, WRITES["owe"], _planned),
    on(OwedChanged, WRITES["recover"], _paid, placed=True),
    on(EnrolmentEnded, WRITES["end"], _ended, placed=True),
)
