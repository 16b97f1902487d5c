"""Links to the debtor's own page in JSON."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from invoice.portal_links.domain.link import LONGEST, Link
from recoup_events.invoice.portal_link import LinkPurpose
from recoup_service.api.fields import PRINTABLE, Name, RequestBody, Words
from recoup_service.api.named_resources import CreditorNamed
from recoup_service.api.resource import Dates, Resource, dates_in


class NewLink(CreditorNamed):
    customer_id: Name = Field(description="Recoup's id.", examples=["cus_5f0c"])
    person_id: Name | None = Field(
        default=None,
        description="To whom it is given; left out: to the customer as a whole.",
        examples=[None],
    )
    purpose: LinkPurpose = Field(
        default=LinkPurpose.ACCOUNT,
        description="`account`: sees, pays, disputes, promises, agrees; `preferences`: says how to be "
        "reached, and nothing else.",
    )
    days: int = Field(
        default=60, ge=1, le=LONGEST.days, description="How long it works.", examples=[60]
    )


class Revocation(RequestBody):
    reason: Words = Field(examples=["Sent to the wrong address."])


class AccessRevocation(Revocation):
    person_id: Name | None = Field(
        default=None, description="Whose links alone; left out: all of the customer's."
    )


class FollowedLink(RequestBody):
    link: Annotated[str, StringConstraints(max_length=1000, pattern=PRINTABLE)] = Field(
        description="What stands in the link behind its last slash.", examples=["Yz0xQ2w"]
    )


class LinkShown(Resource):
    id: str = Field(examples=["lnk_4a1f"])
    customer_id: str
    creditor_id: str
    person_id: str | None
    purpose: LinkPurpose
    expires_at: datetime
    opened: bool = Field(description="Whether it was followed, by a person or a program.")
    revoked_because: str | None = Field(description="`null`: it was not revoked alone.")


class LinkIssued(LinkShown):
    url: str = Field(
        description="Whoever has it is let in: send it to that person alone. It is shown once.",
        examples=["https://portal.acme.example/l/AbC"],
    )


class VisitShown(BaseModel):
    """What a link opens."""

    link_id: str
    customer_id: str
    creditor_id: str
    person_id: str | None
    purpose: LinkPurpose
    expires_at: datetime
    today: date = Field(description="In the debtor's calendar.")
    time_zone: str = Field(description="The debtor's.")


class AccessShown(BaseModel):
    customer_id: str
    person_id: str | None
    revoked_until: datetime = Field(description="No link that was issued until then works.")


def shown(link: Link, dates: Dates) -> LinkShown:
    fields = link.model_dump(exclude={"link_id", "reason"})
    return LinkShown(**dates, **fields, id=link.link_id, revoked_because=link.reason)


def listed(row: Mapping[str, Any]) -> LinkShown:
    fields = ("id", "customer_id", "creditor_id", "person_id", "purpose", "expires_at")
    return LinkShown(
        **dates_in(row),
        **{name: row[name] for name in fields},
        opened=row["opened_at"] is not None,
        revoked_because=row["reason"],
    )
