"""Calls in JSON."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from notification.calls.api.permission import PermissionShown
from notification.calls.domain.call import Call, CallState
from notification.calls.handlers import AskedFor, Conversation
from recoup_compliance.attempt import Notice, Place
from recoup_events.kernel.addresses import E164
from recoup_events.kernel.ids import CallId, TaskId, TenantId, creditor_id_of
from recoup_events.notification import CallOutcome, CallRefused, Recorded
from recoup_service.api.fields import Instant, Name, RequestBody, Text, Words
from recoup_service.api.named_resources import CreditorNamed, InvoiceOf, PersonNamed
from recoup_service.api.resource import Dates, Resource

MOST_INVOICES = 200


class CallNamed(PersonNamed, CreditorNamed):
    """One call with a person about invoices."""

    reference: Name = Field(
        description="Your name for this call; it can be used once.", examples=["dialler-81723"]
    )
    invoices: Annotated[list[InvoiceOf], Field(min_length=1, max_length=MOST_INVOICES)] = Field(
        description="What the call is about."
    )

    def asked_for(self, tenant: TenantId, call_id: CallId) -> AskedFor:
        ids = (each.invoice_of(tenant, self.creditor) for each in self.invoices)
        return AskedFor(
            call_id=call_id,
            customer_id=self.customer_in(tenant),
            creditor_id=creditor_id_of(tenant, self.creditor),
            person_id=self.person_in(tenant),
            invoices=list(dict.fromkeys(ids)),
            customer_at=self.customer_pointer,
            person_at=self.person_pointer,
        )


class NewCall(CallNamed):
    phone: Annotated[str, StringConstraints(pattern=E164)] | None = Field(
        default=None,
        description="Which of the person's telephone numbers, in E.164; left out, the first.",
        examples=["+4930901820"],
    )
    task_id: Name | None = Field(
        default=None, description="The task that asks for the call, if one does."
    )
    place: Place | None = Field(
        default=None,
        description="Where the number reaches the person: `personal` is at home, on a mobile, or "
        "wherever the person said that it is its own. Left out, it may be at work, and some states "
        "allow fewer calls there.",
        examples=["personal"],
    )
    notice: Notice | None = Field(
        default=None,
        description="The only thing that the call says, where it says nothing else: somebody who "
        "wants no more contact may still be told one of these (15 USC 1692c(c)).",
        examples=["remedy_will_be_used"],
    )

    def asked_for(self, tenant: TenantId, call_id: CallId) -> AskedFor:
        task_id = None if self.task_id is None else TaskId(self.task_id)
        return (
            super()
            .asked_for(tenant, call_id)
            ._replace(phone=self.phone, task_id=task_id, place=self.place, notice=self.notice)
        )


class ReceivedCall(CallNamed):
    """The person called."""

    called_at: Instant | None = Field(default=None, description="When, if not just now.")
    note: Text | None = Field(
        default=None, description="What was said.", examples=["Asks for a copy of the invoice."]
    )

    @property
    def conversation(self) -> Conversation:
        return Conversation(called_at=self.called_at, note=self.note)


class NewOutcome(RequestBody):
    outcome: CallOutcome = Field(
        description="`reached` is a conversation, after which the rules ask for a rest; "
        "`not_connected` (busy, out of service) and `wrong_number` count as no attempt, and a wrong "
        "number is not called again until the address is confirmed."
    )
    called_at: Instant | None = Field(
        default=None, description="When it was made, if not just now."
    )
    recorded: Recorded | None = Field(
        default=None,
        description="Whether it was recorded; the `recording` of the permission says who had to agree.",
        examples=["with_agreement"],
    )
    note: Text | None = Field(
        default=None, description="What was said.", examples=["Pays on Friday by bank transfer."]
    )


class GivenUp(RequestBody):
    reason: Words = Field(
        description="Why it was not made.", examples=["The caller's shift had ended."]
    )


class CallRefusalShown(BaseModel):
    """Why the call must not be made, and what to do next."""

    rule: str = Field(examples=["policy-quiet-hours"])
    rules_version: str
    citation: str
    inputs: dict[str, str] = Field(description="The facts the refusal rests on.")
    retry_at: datetime | None = Field(
        description="The next lawful moment as far as is known now; `null` when there is none."
    )
    next_step: str

    @classmethod
    def of(cls, refused: CallRefused) -> "CallRefusalShown":
        retry_at = refused.retry_at
        next_step = (
            "Do not call. Nothing makes this call lawful by itself; the inputs say what would have "
            "to change."
            if retry_at is None
            else f"Do not call now. Ask for another call at {retry_at.isoformat()} or later."
        )
        fields = refused.model_dump(include=set(cls.model_fields))
        return cls(**fields, next_step=next_step)


class OutcomeShown(BaseModel):
    """How the call went."""

    outcome: CallOutcome
    called_at: datetime
    conversation: bool
    within_permission: bool | None = Field(description="`null` where the person called.")
    recorded: Recorded | None = Field(default=None, description="`null`: nobody said.")
    note: str | None


class CallShown(Resource):
    id: str = Field(examples=["cal_20b1"])
    customer_id: str
    creditor_id: str = Field(description="In whose name it is.")
    person_id: str
    task_id: str | None
    phone: str | None = Field(
        description="Whom to dial, if it is permitted; `null` where the person called."
    )
    place: Place | None = Field(description="Where the number reaches the person, if you said so.")
    notice: Notice | None = Field(description="The only thing the call may say, if it was one.")
    state: CallState = Field(
        description="Dial only if it is `permitted`; then say how it went, or that it was not made."
    )
    permission: PermissionShown | None
    refusal: CallRefusalShown | None
    outcome: OutcomeShown | None
    reason: str | None = Field(description="Why it was not made after all.")


class CallListed(Resource):
    id: str
    customer_id: str
    creditor_id: str
    person_id: str
    task_id: str | None
    state: CallState
    requested_at: datetime = Field(description="When it was asked for, or recorded.")
    until: datetime | None = Field(description="Of a permission.")
    rule: str | None = Field(description="Which refused it.")
    retry_at: datetime | None
    outcome: CallOutcome | None
    called_at: datetime | None
    conversation: bool | None


def shown(call: Call, dates: Dates) -> CallShown:
    first = call.requested or call.received
    assert first is not None, "a call that can be found was asked for, or received"
    return CallShown(
        **dates,
        id=first.call_id,
        customer_id=first.customer_id,
        creditor_id=first.creditor_id,
        person_id=first.person_id,
        task_id=first.task_id,
        phone=None if call.requested is None else call.requested.phone,
        place=None if call.requested is None else call.requested.place,
        notice=None if call.requested is None else call.requested.notice,
        state=call.state,
        permission=None if call.permitted is None else PermissionShown.of(call.permitted),
        refusal=None if call.refused is None else CallRefusalShown.of(call.refused),
        outcome=_outcome(call),
        reason=call.reason,
    )


def _outcome(call: Call) -> OutcomeShown | None:
    if call.received is not None:
        talk = {"outcome": CallOutcome.REACHED, "conversation": True, "within_permission": None}
        return OutcomeShown.model_validate(dict(call.received) | talk)
    return None if call.made is None else OutcomeShown.model_validate(dict(call.made))


def listed(row: Mapping[str, Any]) -> CallListed:
    return CallListed.model_validate(dict(row))
