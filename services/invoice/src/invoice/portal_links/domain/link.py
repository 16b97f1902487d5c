"""A portal link: issued here or in a message, followed, and revoked alone or with all before it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pydantic import AwareDatetime

from recoup_events.invoice import portal_link as events
from recoup_events.invoice.portal_link import LinkPurpose
from recoup_events.kernel.event import Command, Value
from recoup_events.kernel.ids import CreditorId, CustomerId, PersonId
from recoup_eventstore.decider import Decider
from recoup_receivables.portal_link import PortalLink

LONGEST = timedelta(days=400)
"""No link works longer: an address in a mailbox is found for years."""


class IssueLink(Command):
    link_id: str
    customer_id: CustomerId
    creditor_id: CreditorId
    person_id: PersonId | None = None
    purpose: LinkPurpose
    expires_at: AwareDatetime
    at: AwareDatetime


class OpenLink(Command):
    link: PortalLink


class RevokeLink(Command):
    reason: str


LinkCommand = IssueLink | OpenLink | RevokeLink
LinkEvent = events.PortalLinkIssued | events.PortalLinkOpened | events.PortalLinkRevoked


class Link(Value):
    """As its events left it; one of a message that nobody has followed has no id."""

    link_id: str = ""
    customer_id: CustomerId = CustomerId("")
    creditor_id: CreditorId = CreditorId("")
    person_id: PersonId | None = None
    purpose: LinkPurpose = LinkPurpose.ACCOUNT
    expires_at: AwareDatetime | None = None
    opened: bool = False
    reason: str | None = None
    """Why it was revoked."""


def decide(command: LinkCommand, link: Link) -> Sequence[LinkEvent]:
    """List every move; the same again changes nothing."""
    match command:
        case IssueLink():
            fields = command.model_dump(exclude={"at"})
            return [] if link.link_id else [events.PortalLinkIssued.model_validate(fields)]
        case OpenLink(link=followed):
            if link.opened:
                return []
            fields = followed.model_dump(exclude={"tenant"})
            return [events.PortalLinkOpened.model_validate(fields)]
        case RevokeLink(reason=reason):
            if link.reason is not None:
                return []
            return [
                events.PortalLinkRevoked(
                    link_id=link.link_id, customer_id=link.customer_id, reason=reason
                )
            ]


def evolve(link: Link, event: LinkEvent) -> Link:
    match event:
        case events.PortalLinkIssued() | events.PortalLinkOpened():
            fields = event.model_dump(exclude={"issued_at"})
            opened = link.opened or isinstance(event, events.PortalLinkOpened)
            return Link.model_validate({**fields, "opened": opened, "reason": link.reason})
        case events.PortalLinkRevoked(reason=reason):
            return link.model_copy(update={"reason": reason})


PORTAL_LINK: Decider[LinkCommand, Link, LinkEvent] = Decider("portal_link", Link(), decide, evolve)


class RevokeAccess(Command):
    customer_id: CustomerId
    person_id: PersonId | None = None
    reason: str
    at: AwareDatetime


class Access(Value):
    """Until when the links of a customer, and of each person, were revoked."""

    of_all: AwareDatetime | None = None
    of_persons: tuple[tuple[PersonId, AwareDatetime], ...] = ()

    def is_revoked(self, link: PortalLink) -> bool:
        moments = [self.of_all, dict(self.of_persons).get(link.person_id or PersonId(""))]
        return any(until is not None and link.issued_at <= until for until in moments)


def decide_access(command: RevokeAccess, _: Access) -> Sequence[events.PortalAccessRevoked]:
    return [
        events.PortalAccessRevoked(
            customer_id=command.customer_id,
            person_id=command.person_id,
            until=command.at,
            reason=command.reason,
        )
    ]


def evolve_access(access: Access, event: events.PortalAccessRevoked) -> Access:
    if event.person_id is None:
        return access.model_copy(update={"of_all": event.until})
    of_persons = {**dict(access.of_persons), event.person_id: event.until}
    return access.model_copy(update={"of_persons": tuple(of_persons.items())})


PORTAL_ACCESS: Decider[RevokeAccess, Access, events.PortalAccessRevoked] = Decider(
    "portal_access", Access(), decide_access, evolve_access
)


def works(followed: PortalLink, link: Link, access: Access, now: datetime) -> bool:
    """Whether it still opens what it names."""
    is_over = now >= followed.expires_at or link.reason is not None
    return not is_over and not access.is_revoked(followed)
