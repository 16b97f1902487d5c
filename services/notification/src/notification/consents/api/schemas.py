"""Consents in JSON."""

from pydantic import BaseModel, Field

from notification.consents.domain.consent import Consents, Standing
from recoup_events.kernel.channels import Channel
from recoup_events.notification import ConsentBasis
from recoup_service.api.fields import Words
from recoup_service.api.named_resources import CustomerNamed


class AboutAChannel(CustomerNamed):
    """Whose word it is, and about what."""

    channel: Channel


class NewConsent(AboutAChannel):
    basis: ConsentBasis = Field(
        description="After a withdrawal or an opt-out only `express_consent` opens the channel."
    )
    words: Words = Field(
        description="The words the customer agreed to.",
        examples=["Yes, you may text me about my invoices."],
    )


class Withdrawal(AboutAChannel):
    words: Words = Field(
        description="The customer's own words.", examples=["I take back my consent to texts."]
    )


class NewOptOut(AboutAChannel):
    source: Words = Field(
        description="Where the customer said so.", examples=["Reply STOP of 5 January"]
    )


class ChannelShown(BaseModel):
    channel: Channel
    standing: Standing = Field(
        description="`silent`: nothing was said, contact rests on the contract."
    )
    basis: ConsentBasis | None
    words: str = Field(description="The customer's words, or where an opt-out came from.")


class ConsentsShown(BaseModel):
    """The latest word about every channel."""

    customer_id: str
    channels: list[ChannelShown]


def shown(customer_id: str, consents: Consents) -> ConsentsShown:
    return ConsentsShown(
        customer_id=customer_id,
        channels=[
            ChannelShown(channel=channel, **consents.about(channel).model_dump())
            for channel in Channel
        ],
    )
