"""What stands around an event: where it belongs, when it happened, who caused it."""

from datetime import datetime
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from recoup_events.kernel.event import Event
from recoup_events.kernel.ids import TenantId

F_co = TypeVar("F_co", bound=Event, covariant=True)


class Account(NamedTuple):
    """Whose events these are: the unit of locking and of order, and the Kafka message key.

    ``key`` is the customer for everything that concerns a debtor, else the thing's own id.
    """

    tenant: TenantId
    key: str


class Stream(NamedTuple):
    """The history of one thing; it belongs to one account for ever."""

    account: Account
    category: str
    id: str

    @property
    def name(self) -> str:
        return f"{self.category}-{self.id}"


class Cause(NamedTuple):
    """Who asked for what follows, and when; the same for every event of one decision."""

    at: datetime
    actor: str
    correlation_id: UUID
    causation_id: UUID | None = None
    traceparent: str | None = None


class Envelope(NamedTuple, Generic[F_co]):
    """One recorded event."""

    id: UUID
    stream: Stream
    version: int
    """1 for the first event of its stream."""
    cause: Cause
    event: F_co

    @property
    def account(self) -> Account:
        return self.stream.account

    @property
    def tenant(self) -> TenantId:
        return self.stream.account.tenant
