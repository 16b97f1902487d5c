"""Links by which a debtor sees and settles what is owed, without a key or a password."""

from enum import StrEnum

from pydantic import AwareDatetime

from recoup_events.invoice.base import InvoiceEvent
from recoup_events.kernel.ids import CreditorId, CustomerId, PersonId


class LinkPurpose(StrEnum):
    ACCOUNT = "account"
    """Sees what is owed, pays, disputes, promises, agrees."""
    PREFERENCES = "preferences"
    """Says how to be reached, and nothing else."""


class PortalLinkIssued(InvoiceEvent, type="portal_link.issued.v1"):
    """Somebody was given a link; those in messages are not recorded until they are followed."""

    link_id: str
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId | None = None
    """``None``: given to the customer as a whole."""
    purpose: LinkPurpose
    expires_at: AwareDatetime


class PortalLinkOpened(InvoiceEvent, type="portal_link.opened.v1"):
    """It was followed, for the first time: by a person, or by a program that looks for malware."""

    link_id: str
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId | None = None
    purpose: LinkPurpose
    issued_at: AwareDatetime
    expires_at: AwareDatetime


class PortalLinkRevoked(InvoiceEvent, type="portal_link.revoked.v1"):
    """It opens nothing any more."""

    link_id: str
    customer_id: CustomerId
    reason: str


class PortalAccessRevoked(InvoiceEvent, type="portal_access.revoked.v1"):
    """No link opens anything that was issued until then, those in messages included."""

    customer_id: CustomerId
    person_id: PersonId | None = None
    """Whose links alone; ``None``: all of the customer's."""
    until: AwareDatetime
    reason: str
