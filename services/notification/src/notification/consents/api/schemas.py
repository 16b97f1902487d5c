"""Consents in JSON."""

from typing import Any, Self

from pydantic import BaseModel, Field, model_validator

from notification.consents.domain.consent import Consents, Standing
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import TenantId, person_id_of
from recoup_events.notification import ConsentBasis
from recoup_service.api.fields import Name, Words
from recoup_service.api.filters import creditor_id_or_none
from recoup_service.api.named_resources import CustomerNamed
from recoup_service.api.resource import MaybeDates, MaybeResource


class AboutAChannel(CustomerNamed):
    """Whose word it is, and about what."""

    person_external_id: Name | None = Field(
        default=None,
        description="Your id of the person at the customer; send this or `person_id`.",
        examples=["P-1"],
    )
    person_id: Name | None = Field(
        default=None, description="Recoup's id of the person.", examples=["per_71c2"]
    )
    channel: Channel
    creditor: Name | None = Field(
        default=None,
        description="Your code of the only creditor it is about; left out, it is all of them.",
        examples=["default"],
    )

    @model_validator(mode="after")
    def _person_named_once(self) -> Self:
        if (self.person_external_id is None) == (self.person_id is None):
            raise ValueError("send either person_external_id or person_id")
        return self

    def extent(self, tenant: TenantId) -> dict[str, Any]:
        """As commands say it."""
        customer_id = self.customer_in(tenant)
        person_id = self.person_id or person_id_of(customer_id, self.person_external_id or "")
        return {
            "customer_id": customer_id,
            "person_id": person_id,
            "channel": self.channel,
            "creditor_id": creditor_id_or_none(tenant, self.creditor),
        }

    @property
    def person_pointer(self) -> str:
        """The member that was sent."""
        return "/person_id" if self.person_external_id is None else "/person_external_id"


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
    channel: Channel
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
