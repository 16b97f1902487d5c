"""The three notices that remain for who wants no more contact: 15 USC 1692c(c)(1) to (3)."""

from collections.abc import Mapping

from recoup_compliance.attempt import Notice
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import (
    ConditionId,
    CreditorId,
    CustomerId,
    PersonId,
    ReceivableId,
    ReminderId,
)
from recoup_events.notification import Claim
from recoup_events.workflow_scheduler import LastResort, Measure

REMEDIES: Mapping[LastResort, tuple[Claim, Measure]] = {
    LastResort.COURT: (Claim.SUIT, Measure.SUIT),
    LastResort.LIEN: (Claim.LIEN, Measure.LIEN),
}
"""What a notice may name, and how it is proven; the other last resorts are no remedies."""


class ClosingNotice(Value):
    """One of the three, to one person, as somebody decided."""

    reminder_id: ReminderId
    """Derived from the case: each is said once."""
    condition_id: ConditionId
    """The request to cease that it answers."""
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId
    channel: Channel
    notice: Notice
    remedies: tuple[LastResort, ...] = ()
    """Named in it; none where the efforts end."""
    ordinarily: str | None = None
    """What shows that they are ordinarily invoked, in the words of who decided."""
    receivables: tuple[ReceivableId, ...]

    @property
    def template(self) -> str:
        return self.notice.value

    @property
    def claims(self) -> frozenset[Claim]:
        return frozenset(REMEDIES[each][0] for each in self.remedies)
