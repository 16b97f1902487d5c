"""What is known of addresses: a "no" or a bounce silences one, whoever's customer it belongs to."""

from typing import Annotated, Any, Self

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, model_validator
from starlette.responses import Response

from notification.consents.domain import address_commands as commands
from notification.consents.domain.address import ADDRESS, Address, stream_of
from notification.consents.domain.address_hash import AddressHash
from notification.creditors.handlers import known_creditor
from recoup_events.kernel.addresses import LONGEST_EMAIL, email_address, phone_number
from recoup_events.kernel.channels import Medium
from recoup_events.kernel.envelope import Stream
from recoup_events.kernel.ids import CreditorId
from recoup_eventstore.work import UnitOfWork
from recoup_service.api.answers import Answer
from recoup_service.api.fields import PRINTABLE, Name, RequestBody, Words
from recoup_service.api.filters import creditor_id_or_none
from recoup_service.api.request_context import RequestContext, needs
from recoup_service.api.resource import MaybeDates, MaybeResource, maybe_dates_of

Reader = Annotated[RequestContext, needs("consents:read")]
Writer = Annotated[RequestContext, needs("consents:write")]


class AddressNamed(RequestBody):
    """The address is sent in the body, so that it stands in no log."""

    channel: Medium
    address: Annotated[
        str, StringConstraints(min_length=1, max_length=LONGEST_EMAIL, pattern=PRINTABLE)
    ] = Field(
        description="What the channel reaches: an email address, `name@domain`, a telephone number in E.164, or a "
        "postal address in one line, as messages show it. "
        "Another is refused with what is wrong with it.",
        examples=["ap@customer.example"],
    )

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        match self.channel:
            case Medium.EMAIL:
                email_address(self.address)
            case Medium.SMS | Medium.CALL:
                phone_number(self.address)
            case Medium.LETTER:
                pass
        return self


class OfACreditor(AddressNamed):
    creditor: Name | None = Field(
        default=None,
        description="Your code of the only creditor it is about; left out, it is all of them.",
        examples=["default"],
    )


class NewOptOut(OfACreditor):
    source: Words = Field(
        description="Where somebody said so.", examples=["Reply STOP of 5 January"]
    )


class NewOptIn(OfACreditor):
    words: Words = Field(
        description="The words in which the reader agreed again.",
        examples=["Please do send me emails again."],
    )


class NewBounce(AddressNamed):
    reason: Words = Field(examples=["550 5.1.1 no such user"])


class NewConfirmation(AddressNamed):
    source: Words = Field(
        description="How it is known that messages arrive there again.",
        examples=["Called accounts payable on 5 January"],
    )


class OptOutShown(BaseModel):
    channel: Medium
    creditor_id: str | None = Field(description="`null`: all of them.")
    source: str
    at: AwareDatetime


class BounceShown(BaseModel):
    channel: Medium
    reason: str
    at: AwareDatetime


class AddressShown(MaybeResource):
    address_hash: str = Field(description="The same as in `message.queued`.")
    opt_outs: list[OptOutShown] = Field(description="Those that stand.")
    bounces: list[BounceShown] = Field(description="By which channels nothing arrives there.")


def addresses(hashed: AddressHash) -> APIRouter:
    """The routes, with the key by which addresses are named."""
    router = APIRouter(prefix="/v1/addresses", tags=["Addresses"])

    @router.post(
        "/opt-outs", status_code=201, response_model=AddressShown, summary="Silence an address"
    )
    async def opt_out_address(body: NewOptOut, context: Writer) -> Response:
        """Nothing is sent there by this channel any more, what already waits included.

        The person's other addresses are not concerned.
        """
        stream, named = _named(body, context)
        creditor_id = _creditor(body, context)
        command = commands.OptOutAddress(
            **named, creditor_id=creditor_id, source=body.source, at=context.cause.at
        )
        return await _say(context, stream, command, creditor_id)

    @router.post(
        "/opt-ins", status_code=201, response_model=AddressShown, summary="Take back an opt-out"
    )
    async def opt_in_address(body: NewOptIn, context: Writer) -> Response:
        """Only who reads the address can do that; keep the words, they are the evidence."""
        stream, named = _named(body, context)
        command = commands.OptInAddress(
            **named, creditor_id=_creditor(body, context), words=body.words, at=context.cause.at
        )
        return await _say(context, stream, command)

    @router.post(
        "/bounces", status_code=201, response_model=AddressShown, summary="Record a bounce"
    )
    async def record_bounce(body: NewBounce, context: Writer) -> Response:
        """Nothing is sent there until somebody confirms the address.

        What a relay or provider refuses while a message is handed over is recorded by itself.
        """
        stream, named = _named(body, context)
        command = commands.RecordBounce(**named, reason=body.reason, at=context.cause.at)
        return await _say(context, stream, command)

    @router.post(
        "/confirmations",
        status_code=201,
        response_model=AddressShown,
        summary="Confirm an address that bounced",
    )
    async def confirm_address(body: NewConfirmation, context: Writer) -> Response:
        """It may be written to again, unless it opted out."""
        stream, named = _named(body, context)
        command = commands.ConfirmAddress(**named, source=body.source, at=context.cause.at)
        return await _say(context, stream, command)

    @router.post("/lookups", response_model=AddressShown, summary="Look an address up")
    async def look_up_address(body: AddressNamed, context: Reader) -> Response:
        """Its opt-outs and bounces; of an address nobody spoke of there are none."""
        stream, _ = _named(body, context)
        async with context.work() as work:
            return (await _answer(work, stream, 200)).response()

    def _named(body: AddressNamed, context: RequestContext) -> tuple[Stream, dict[str, Any]]:
        hash = hashed(context.tenant, body.channel, body.address)
        return stream_of(context.tenant, hash), {"address_hash": hash, "channel": body.channel}

    return router


def _creditor(body: OfACreditor, context: RequestContext) -> CreditorId | None:
    return creditor_id_or_none(context.tenant, body.creditor)


async def _say(
    context: RequestContext,
    stream: Stream,
    command: commands.AddressCommand,
    creditor_id: CreditorId | None = None,
) -> Response:
    async def decision(work: UnitOfWork) -> Answer:
        await work.lock([stream.account], reading=[stream])
        await known_creditor(work, context.tenant, creditor_id)
        await work.execute(ADDRESS, stream, command, context.cause)
        return await _answer(work, stream, 201)

    return await context.decide(decision)


async def _answer(work: UnitOfWork, stream: Stream, status: int) -> Answer:
    now = await work.load(ADDRESS, stream)
    return Answer(status, shown(stream.id, now.state, maybe_dates_of(now)), now.version)


def shown(address_hash: str, address: Address, dates: MaybeDates) -> AddressShown:
    return AddressShown(
        **dates,
        address_hash=address_hash,
        opt_outs=[OptOutShown(**dict(each)) for each in address.opt_outs],
        bounces=[BounceShown(channel=c, **dict(each)) for c, each in address.bounces.items()],
    )
