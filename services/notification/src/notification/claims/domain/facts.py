"""What a claim is held against: the items it is about, the agreements, and what is in force."""

from datetime import date

from notification.claims.domain.agreed_terms import AgreedTerms
from recoup_events.invoice import CustomerKind
from recoup_events.kernel.event import Value
from recoup_events.kernel.ids import AgreementId, ReceivableId
from recoup_events.kernel.money import Money
from recoup_events.notification import Claim
from recoup_events.workflow_scheduler import Intention


class ClaimedItem(Value):
    """One receivable that the words are about; what was charged with it is proven already."""

    receivable_id: ReceivableId
    issued_on: date
    due_on: date
    amount: Money
    intentions: tuple[Intention, ...]


class Facts(Value):
    """As they are when the message is about to leave."""

    debtor: CustomerKind
    debtor_country: str
    creditor_country: str
    agreed: AgreedTerms
    """With this customer."""
    own_terms: AgreedTerms
    """The creditor's, for everybody."""
    prepays: bool
    """New orders are delivered against payment only, or not at all."""
    items: tuple[ClaimedItem, ...]


class AgreedClause(Value):
    """Where a clause stands."""

    agreement_id: AgreementId
    version: int
    clause: str


class Proof(Value):
    """Why a claim is true of one receivable, or of the customer."""

    claim: Claim
    receivable_id: ReceivableId | None = None
    """``None`` where it is about the customer."""
    agreed: AgreedClause | None = None
    law: str | None = None
    """Its citation."""
    intended_on: date | None = None
    """When its workflow comes to the measure."""


class Unproven(Value):
    """The first claim that nothing proves."""

    claim: Claim
    reason: str
    receivable_id: ReceivableId | None = None
