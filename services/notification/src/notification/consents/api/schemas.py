"""Consents in JSON."""

from typing import Any

from pydantic import BaseModel, Field

from notification.consents.domain.consent import Consents, Standing
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.ids import TenantId
from recoup_events.notification import ConsentBasis
from recoup_service.api.fields import Name, Words
from recoup_service.api.filters import creditor_id_or_none
from recoup_service.api.named_resources import PersonNamed
from recoup_service.api.resource import MaybeDates, MaybeResource


class AboutAChannel(PersonNamed):
    """Whose word it is, and about what."""

    channel: Medium
    creditor: Name | None = Field(
        default=None,
        description="Your code of the only creditor it is about; left out, it is all of them.",
        examples=["default"],
    )

    def extent(self, tenant: TenantId) -> dict[str, Any]:
        """As commands say it."""
        return {
            "customer_id": self.customer_in(tenant),
            "person_id": self.person_in(tenant),
            "channel": self.channel,
            "creditor_id": creditor_id_or_none(tenant, self.creditor),
        }


class NewConsent(AboutAChannel):
    basis: ConsentBasis = Field(
        description="After a withdrawal or an opt-out only `express_consent` opens the channel."
    )
    words: Words = Field(
        description="The words the person agreed to.",
        examples=["Yes, you may text me about my invoices."],
    )


class Withdrawal(AboutAChannel):
    words: Words = Field(
        description="The person's own words.", examples=["I take back my consent to texts."]
    )


class NewOptOut(AboutAChannel):
    source: Words = Field(
        description="Where the person said so.", examples=["Reply STOP of 5 January"]
    )


class WordShown(BaseModel):
    person_id: str
    channel: Medium
    creditor_id: str | None = Field(description="`null`: all of them.")
    standing: Standing
    basis: ConsentBasis | None
    words: str = Field(description="The person's words, or where an opt-out came from.")


class ConsentsShown(MaybeResource):
    """The latest words; where a person said nothing, contact rests on the contract."""

    customer_id: str
    words: list[WordShown]


def shown(customer_id: str, consents: Consents, dates: MaybeDates) -> ConsentsShown:
    return ConsentsShown(
        **dates,
        customer_id=customer_id,
        words=[WordShown(**word.model_dump()) for word in consents.words],
    )
