"""Closing notices in JSON."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from notification.closing_notices.handlers import Decided
from notification.messages.domain.message import Message
from recoup_compliance.attempt import Notice
from recoup_events.kernel.channels import Channel
from recoup_events.kernel.ids import TenantId, creditor_id_of
from recoup_events.workflow_scheduler import LastResort
from recoup_service.api.fields import Words
from recoup_service.api.named_resources import CreditorNamed, InvoiceOf, PersonNamed

Remedy = Literal[LastResort.COURT, LastResort.LIEN]


class NewClosingNotice(PersonNamed, CreditorNamed):
    """One of the three things that may still be said to who wants no more contact.

    `efforts_end` names no remedy, `remedy_may_be_used` names those that are ordinarily invoked and
    says in `ordinarily` how that is known, `remedy_will_be_used` names those that were chosen as
    the last resort.
    """

    notice: Notice = Field(description="15 USC 1692c(c)(1), (2) or (3).", examples=["efforts_end"])
    channel: Literal[Channel.EMAIL, Channel.LETTER, Channel.CERTIFIED_LETTER] = Field(
        description="An email is refused where the person wants none.", examples=["letter"]
    )
    invoices: Annotated[list[InvoiceOf], Field(min_length=1, max_length=200)] = Field(
        description="What it is about; they are named by their numbers, and nothing is asked for."
    )
    remedies: Annotated[list[Remedy], Field(max_length=2)] = Field(
        default=[],
        description="Which it names. Send `remedies` where a remedy is announced, and only there.",
        examples=[[]],
    )
    ordinarily: Words | None = Field(
        default=None,
        description="What shows that the remedies are ordinarily invoked; kept, and not sent. Send "
        "`ordinarily` with `remedy_may_be_used`, and only there.",
    )

    @model_validator(mode="after")
    def _as_its_kind_wants(self) -> Self:
        if bool(self.remedies) is (self.notice is Notice.EFFORTS_END):
            raise ValueError("send remedies where a remedy is announced, and only there")
        may = self.notice is Notice.REMEDY_MAY_BE_USED
        if may is (self.ordinarily is None):
            raise ValueError("send ordinarily with remedy_may_be_used, and only there")
        return self

    def decided(self, tenant: TenantId) -> Decided:
        ids = (each.invoice_of(tenant, self.creditor) for each in self.invoices)
        return Decided(
            customer_id=self.customer_in(tenant),
            creditor_id=creditor_id_of(tenant, self.creditor),
            person_id=self.person_in(tenant),
            invoices=list(dict.fromkeys(ids)),
            channel=self.channel,
            notice=self.notice,
            remedies=tuple(dict.fromkeys(self.remedies)),
            ordinarily=self.ordinarily,
            customer_at=self.customer_pointer,
            person_at=self.person_pointer,
        )


class ClosingNoticeShown(BaseModel):
    message_id: str = Field(description="Read the message to see what became of it.")
    customer_id: str
    creditor_id: str
    person_id: str
    channel: Channel
    notice: Notice
    remedies: list[LastResort]
    next_look_at: datetime | None = Field(description="When it is checked, and sent if it may be.")


def shown(decided: Decided, message: Message) -> ClosingNoticeShown:
    assert message.asked is not None, "a notice that was decided on is a message"
    return ClosingNoticeShown(
        message_id=message.asked.message_id,
        customer_id=decided.customer_id,
        creditor_id=decided.creditor_id,
        person_id=decided.person_id,
        channel=decided.channel,
        notice=decided.notice,
        remedies=list(decided.remedies),
        next_look_at=message.send_at,
    )
